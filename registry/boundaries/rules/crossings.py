"""The question that a crossing opens, its one answer, and what numbers make of those that were opened before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.boundaries.models import Crossing, CrossingAnswer
from registry.boundaries.rules.drawing import Owner, may_redraw
from registry.boundaries.rules.watching import Run
from registry.ideas.rules.ideas import Standing, is_lead
from registry.people.actors import Actor


@dataclass(frozen=True)
class Reckoning:
    """What numbers say of a watch's crossings.

    carried   a crossing with the run that it stands for now
    opened    runs that no crossing stands for yet
    lifted    crossings that no number makes any longer
    """

    carried: Sequence[tuple[Crossing, Run]]
    opened: Sequence[Run]
    lifted: Sequence[Crossing]


def answers_open_to(
    actor: Actor, owner: Owner, watched: Standing | None, crossing: Crossing
) -> Sequence[CrossingAnswer]:
    """Which of the answers a person may give, once; also after the idea has ended, because the question stays.

    owner     of the boundary, who may redraw it
    watched   the idea in which it was crossed, whose lead says what follows; None where a framework's shared measure
              told, and then it is its first steward's to say
    """
    if crossing.answered_at:
        return []
    first_steward_id = owner.steward_ids[0] if owner.steward_ids else None
    is_asked = is_lead(actor, watched) if watched else actor.is_person(first_steward_id)
    answers = [CrossingAnswer.ADAPTED, CrossingAnswer.STOPPED] if is_asked else []
    return [*answers, CrossingAnswer.REDRAWN] if may_redraw(actor, owner) else answers


def who_answers(owner: Owner, watched: Standing | None) -> str:
    """For the sentence that tells others."""
    if owner.idea:
        return "The lead answers a crossing, once."
    return "The lead or a steward answers a crossing, once." if watched else "A steward answers a crossing, once."


def objections_to_crossing_answer(
    answer: CrossingAnswer, answers: Sequence[CrossingAnswer], owner: Owner
) -> dict[str, str]:
    """
    answers   those open to the person
    """
    if answer in answers:
        return {}
    if answer is CrossingAnswer.REDRAWN:
        why = (
            "An idea that has ended is not redrawn."
            if owner.idea
            else "The framework’s stewards redraw its boundaries."
        )
        return {"answer": f"{why} Say what changed, or that you stopped."}
    return {"answer": "Choose one of the answers."}


def crossing_that_grows(crossings: Iterable[Crossing]) -> Crossing | None:
    """The crossing to which a further crossed answer adds: the one after which the watch was not clear again."""
    return next((crossing for crossing in crossings if crossing.cleared_at is None), None)


def reckon(runs: Sequence[Run], crossings: Iterable[Crossing]) -> Reckoning:
    """Compares what the numbers say now with the crossings that numbers opened before.

    A crossing and a run are the same where their dates meet. One that was closed because its number was corrected is
    never taken up again: should the number cross once more, that is a new question.
    """
    carried: list[tuple[Crossing, Run]] = []
    lifted = []
    taken: set[Run] = set()
    for crossing in sorted(crossings, key=lambda crossing: crossing.id):
        if crossing.answer is CrossingAnswer.NUMBER_CORRECTED:
            continue
        meeting = [run for run in runs if _meet(crossing, run)]
        if not meeting:
            lifted.append(crossing)
            continue
        run = next((run for run in meeting if run not in taken), meeting[0])
        taken.add(run)
        carried.append((crossing, run))
    return Reckoning(carried, [run for run in runs if run not in taken], lifted)


def _meet(crossing: Crossing, run: Run) -> bool:
    if crossing.first_on is None or crossing.last_on is None:
        return False
    return crossing.first_on <= run.last_on and run.first_on <= crossing.last_on
