from datetime import date, timedelta

from registry.coaching.models import CoachingNote, CoachingPair, PairStage
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.people.models import Role

MOST_WAITING = 10
AGAIN_AFTER_DAYS = 30


def may_coach(actor: Actor) -> bool:
    """Colleagues coach one another; a partner's people have pages of their own."""
    return not actor.has(Role.PARTNER)


def is_of_pair(actor: Actor, pair: CoachingPair) -> bool:
    """Whatever other roles somebody has. Source: MODEL, 'Feedback, coaching, pulse'."""
    return any(actor.is_person(person_id) for person_id in pair.people)


def may_answer(actor: Actor, pair: CoachingPair) -> bool:
    """The other one, once."""
    return is_of_pair(actor, pair) and pair.stage is PairStage.ASKED and not actor.is_person(pair.asked_by_id)


def may_end(actor: Actor, pair: CoachingPair) -> bool:
    """Either, at any time; before it is agreed only whoever asked, and the other one answers."""
    has_begun = pair.stage is PairStage.AGREED or actor.is_person(pair.asked_by_id)
    return is_of_pair(actor, pair) and pair.ended_on is None and has_begun


def may_write(actor: Actor, pair: CoachingPair) -> bool:
    return is_of_pair(actor, pair) and pair.stage is PairStage.AGREED


def may_correct(actor: Actor, note: CoachingNote) -> bool:
    """Its author, also when the pair has ended."""
    return actor.is_person(note.author_id)


def can_be_asked_again_on(declined_on: date) -> date:
    return declined_on + timedelta(days=AGAIN_AFTER_DAYS)


def objections_to_asking(
    *,
    is_oneself: bool,
    has_left: bool,
    is_partners: bool,
    is_managed_by_coach: bool,
    open_stage: PairStage | None,
    is_open_by_other: bool,
    declined_on: date | None,
    waiting: int,
    today: date,
) -> list[str]:
    """
    open_stage    of a pair of these two the same way round that has not ended
    declined_on   the last time that they could not
    waiting       how many others have not answered yet
    """
    if is_oneself:
        return ["Choose somebody else: you cannot coach yourself here."]
    if has_left:
        return ["They have left. Choose somebody else."]
    if is_partners:
        return ["Choose somebody who works here."]
    if is_managed_by_coach:
        return ["A coach has no say over whom they coach, and a line manager has. Choose somebody else."]
    if open_stage is PairStage.AGREED:
        return ["You have agreed on that already."]
    if open_stage is PairStage.ASKED:
        return [
            "They ask you for it already. Answer them."
            if is_open_by_other
            else "They are asked, and have not answered."
        ]
    if declined_on and today < can_be_asked_again_on(declined_on):
        return [f"They could not lately. You may ask again from {day_words(can_be_asked_again_on(declined_on))}."]
    if waiting >= MOST_WAITING:
        return [f"{MOST_WAITING} people have not answered you yet. Wait for them, or take one back."]
    return []
