"""Who draws, agrees and answers a boundary, and how a watch stands.

Source: MODEL, 'Frameworks, boundaries, discretion'.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.boundaries.models import Answer, BoundaryWording, Crossing, CrossingAnswer
from registry.ideas.models import BoundaryStatus, Stage
from registry.ideas.rules import Standing, is_lead, is_member
from registry.kit.clock import days_between
from registry.people.actors import Actor

BOUNDARIES_AT_MOST = 7
ASKED_BEFORE_DAYS = 7
WATCHED_STAGES = frozenset({Stage.EXPLORING, Stage.SUSTAINED})

STATUS_OF_ANSWER = {
    Answer.KEPT: BoundaryStatus.CLEAR,
    Answer.NEAR: BoundaryStatus.NEAR,
    Answer.CROSSED: BoundaryStatus.CROSSED,
}


@dataclass(frozen=True)
class Step:
    """A stage, and the day on which the idea came to it."""

    stage: Stage
    from_on: date


def may_draw(actor: Actor, standing: Standing) -> bool:
    """A boundary is drawn by the lead; the sponsor, where there is one, agrees."""
    return is_lead(actor, standing) and standing.is_open


def needs_agreement(standing: Standing) -> bool:
    return standing.sponsor_id is not None


def agrees(actor: Actor, standing: Standing) -> bool:
    """The sponsor agrees; when the sponsor is lost meanwhile, the lead alone."""
    return actor.is_person(standing.sponsor_id) if needs_agreement(standing) else is_lead(actor, standing)


def may_agree(actor: Actor, standing: Standing, wording: BoundaryWording) -> bool:
    return agrees(actor, standing) and standing.is_open and wording.is_open


def may_set_aside(actor: Actor, standing: Standing, wording: BoundaryWording) -> bool:
    """The sponsor does not agree, or the lead takes a proposal back."""
    return (is_lead(actor, standing) or agrees(actor, standing)) and wording.is_open


def may_answer(actor: Actor, standing: Standing) -> bool:
    """Any member of the team says how a boundary stands."""
    return is_member(actor, standing) and standing.is_open


def may_answer_crossing(actor: Actor, standing: Standing, crossing: Crossing) -> bool:
    """The lead answers a crossing, once; also after the idea has ended, because the question stays."""
    return is_lead(actor, standing) and crossing.answered_at is None


def objections_to_drawing(count: int) -> list[str]:
    if count >= BOUNDARIES_AT_MOST:
        return [f"An idea has at most {BOUNDARIES_AT_MOST} boundaries. Fewer are better kept."]
    return []


def objections_to_redrawing(
    sentence: str, in_force: BoundaryWording | None, wordings: Sequence[BoundaryWording], *, has_open_crossing: bool
) -> list[str]:
    """Whether new words may be put to a boundary now; redrawing as the answer to a crossing comes another way."""
    if has_open_crossing:
        return ["This boundary was crossed. Answer that first: redrawing it can be the answer."]
    return objections_to_wording(sentence, in_force, wordings)


def objections_to_wording(
    sentence: str, in_force: BoundaryWording | None, wordings: Sequence[BoundaryWording]
) -> list[str]:
    if in_force is None:
        return ["This boundary does not stand yet. Draw another one instead."]
    if any(wording.is_open for wording in wordings):
        return ["A new wording waits for an answer already. Take it back to propose another."]
    if sentence == in_force.sentence:
        return ["The new words are those that stand already."]
    return []


def objections_to_crossing_answer(answer: CrossingAnswer, sentence: str, *, can_be_redrawn: bool) -> dict[str, str]:
    if answer is not CrossingAnswer.REDRAWN:
        return {}
    if not can_be_redrawn:
        return {"answer": "An idea that has ended is not redrawn. Say what changed, or that you stopped."}
    if not sentence:
        return {"sentence": "Write the boundary as it stands from now on."}
    return {}


def watched_days(from_on: date, to_on: date, steps: Sequence[Step]) -> int:
    """Days between two days in which the idea was worked on; registered, paused and ended days do not count.

    steps   every stage the idea came to, in order
    """
    ends = [step.from_on for step in steps[1:]] + [to_on]
    return sum(
        max(0, days_between(max(step.from_on, from_on), min(end, to_on)))
        for step, end in zip(steps, ends, strict=True)
        if step.stage in WATCHED_STAGES
    )


def status_of(
    answer: Answer | None, silent_days: int, answer_days: int, *, has_open_crossing: bool = False
) -> BoundaryStatus:
    """How a watch stands.

    answer             the newest to the wording in force
    silent_days        watched days since that answer
    has_open_crossing  its question waits; silence does not hide it
    """
    if answer is None:
        return BoundaryStatus.UNKNOWN
    if answer is Answer.CROSSED and has_open_crossing:
        return BoundaryStatus.CROSSED
    return BoundaryStatus.UNKNOWN if silent_days > answer_days else STATUS_OF_ANSWER[answer]


def next_due_on(asked_on: date, answer_days: int, today: date, steps: Sequence[Step]) -> date | None:
    """The last day on which an answer given, or a wording agreed, on `asked_on` still tells; None while at rest."""
    if not steps or steps[-1].stage not in WATCHED_STAGES:
        return None
    rested = days_between(asked_on, today) - watched_days(asked_on, today, steps)
    return asked_on + timedelta(days=answer_days + rested)


def is_asked(answer: Answer | None, due_on: date | None, today: date) -> bool:
    """Whether the team is asked for an answer: none yet to these words, or the newest soon tells no more."""
    if due_on is None:
        return False
    return answer is None or days_between(today, due_on) <= ASKED_BEFORE_DAYS


def crossing_that_grows(crossings: Iterable[Crossing]) -> Crossing | None:
    """The crossing to which a further crossed answer adds: the one after which the watch was not clear again."""
    return next((crossing for crossing in crossings if crossing.cleared_at is None), None)


def worst_of(answers: Iterable[Answer | None]) -> BoundaryStatus | None:
    """The worst of the newest answers; None when nobody has answered anything."""
    said = [STATUS_OF_ANSWER[answer] for answer in answers if answer is not None]
    return max(said, key=[BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED].index, default=None)
