"""What a team says of a declared boundary, and when it is asked."""

from datetime import date

from registry.boundaries.models import Answer
from registry.boundaries.rules.standing import status_now
from registry.ideas.models import BoundaryStatus
from registry.ideas.rules.ideas import Standing, is_member
from registry.kit.clock import days_between
from registry.people.actors import Actor

ASKED_BEFORE_DAYS = 7

STATUS_OF_ANSWER = {
    Answer.KEPT: BoundaryStatus.CLEAR,
    Answer.NEAR: BoundaryStatus.NEAR,
    Answer.CROSSED: BoundaryStatus.CROSSED,
}


def may_answer(actor: Actor, standing: Standing) -> bool:
    """Any member of the team says how a boundary stands."""
    return is_member(actor, standing) and standing.is_open


def status_of(
    answer: Answer | None, silent_days: int, answer_days: int, *, has_open_crossing: bool = False
) -> BoundaryStatus:
    """How a watch stands after the newest answer to the wording in force."""
    said = STATUS_OF_ANSWER[answer] if answer else None
    return status_now(said, silent_days, answer_days, has_open_crossing=has_open_crossing)


def is_asked(answer: Answer | None, due_on: date | None, today: date) -> bool:
    """Whether the team is asked for an answer: none yet to these words, or the newest soon tells no more."""
    if due_on is None:
        return False
    return answer is None or days_between(today, due_on) <= ASKED_BEFORE_DAYS
