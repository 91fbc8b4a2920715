"""The review at the end of an exploration: who decides, who adds their view, and what each choice asks for.

It is an occasion to look back together. A day that has passed makes nobody late.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing, may_move
from registry.kit.clock import days_between
from registry.kit.text import count_words, day_words
from registry.people.actors import Actor
from registry.progress.models import Decision, ExplorationReview

TOLD_BEFORE_DAYS = 14


@dataclass(frozen=True)
class Protected:
    """A promise on which the idea rests.

    words     '4 hours each week: an analyst'
    ends_on   its last day, or the day before which a withdrawal takes effect
    """

    pledge_id: UUID
    words: str
    ends_on: date


def may_review(actor: Actor, standing: Standing) -> bool:
    """The lead decides for the team, at the end or before."""
    return may_move(actor, standing) and standing.stage is Stage.EXPLORING


def may_say_view(actor: Actor, standing: Standing, newest: ExplorationReview | None) -> bool:
    """The sponsor, while the idea is explored; and whoever was asked for the newest review and has not said."""
    if standing.stage is Stage.EXPLORING and actor.is_person(standing.sponsor_id):
        return True
    return awaits_view(newest) and newest is not None and actor.is_person(newest.sponsor_id)


def awaits_view(review: ExplorationReview | None) -> bool:
    """Decided, and the sponsor was asked and has not said."""
    return bool(review and review.decision and review.sponsor_id and not review.sponsor_words)


def belongs_to(newest: ExplorationReview | None, review_on: date | None, today: date) -> ExplorationReview | None:
    """The review to which a view said today belongs; None where a new one opens with it.

    review_on   when the present exploration ends; None where nothing is explored
    """
    if newest is None or newest.decision is None:
        return newest
    is_far = review_on is None or not is_near(review_on, today)
    return newest if awaits_view(newest) and is_far else None


def is_near(review_on: date, today: date) -> bool:
    """Within 14 days, or come."""
    return review_on <= today + timedelta(days=TOLD_BEFORE_DAYS)


def must_tell(review_on: date, told_on: date | None, today: date) -> bool:
    """Once when it is near and once when it has come."""
    if not is_near(review_on, today):
        return False
    return told_on is None or (today >= review_on > told_on)


def objections_to_review(decision: Decision, answers: Mapping[str, object], before_on: date) -> dict[str, str]:
    """Beside the fields that this decision asks for.

    answers     what was typed, by field
    before_on   the present end
    """
    asked = {}
    if decision is not Decision.END and not answers["words"]:
        asked["words"] = "Say in a sentence or two what the team sees."
    if decision is Decision.CARRY_ON:
        ends_on = answers["ends_on"]
        if not isinstance(ends_on, date):
            asked["ends_on"] = "Say until which day you carry on."
        elif ends_on <= before_on:
            asked["ends_on"] = f"Choose a day after {day_words(before_on)}, the present end."
    if decision is Decision.SUSTAIN and not answers["owner_id"]:
        asked["owner_id"] = "Say who keeps it from now on. It may be you."
    return asked


def ending_sooner(promises: Sequence[Protected], ends_on: date) -> list[Protected]:
    """The promises that end before that day, the first to end first."""
    return sorted((each for each in promises if each.ends_on < ends_on), key=lambda each: each.ends_on)


def objections_to_sooner(promises: Sequence[Protected], ends_on: date, *, is_known: bool) -> dict[str, str]:
    """Nobody carries on without having seen what ends on the way."""
    sooner = ending_sooner(promises, ends_on)
    if is_known or not sooner:
        return {}
    named = "; ".join(f"{each.words}, until {day_words(each.ends_on)}" for each in sooner)
    count = count_words(len(sooner), "promise ends", "promises end")
    return {"is_sooner_known": f"{count} before {day_words(ends_on)}: {named}. Tick that you carry on all the same."}


def due_words(review_on: date, today: date) -> str:
    """The time to explore ends on 3 May 2027, in 5 days."""
    if review_on < today:
        return f"The time to explore ended on {day_words(review_on)}"
    if review_on == today:
        return "The time to explore ends today"
    days = count_words(days_between(today, review_on), "day")
    return f"The time to explore ends on {day_words(review_on)}, in {days}"


def decision_words(decision: Decision, new_ends_on: date | None) -> str:
    """What the lead decided, as the history says it."""
    if new_ends_on:
        return f"carry on until {day_words(new_ends_on)}"
    return "it is how people work now" if decision is Decision.SUSTAIN else "it ends"
