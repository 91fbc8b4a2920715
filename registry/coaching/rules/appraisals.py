from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from registry.coaching.models import Appraisal
from registry.people.actors import Actor

TOLD_BEFORE_DAYS = 14


class Worded(Protocol):
    """As much of a wording as these rules ask."""

    @property
    def id(self) -> UUID: ...
    @property
    def written_by_id(self) -> UUID: ...
    @property
    def written_on(self) -> date: ...
    @property
    def agreed_on(self) -> date | None: ...
    @property
    def look_again_on(self) -> date | None: ...


@dataclass(frozen=True)
class Standing:
    """Where the words of an appraisal stand.

    agreed     the words that hold: the last to which both have agreed
    proposed   words that wait for the other one
    """

    agreed: Worded | None
    proposed: Worded | None


def standing_of(wordings: Sequence[Worded]) -> Standing:
    """
    wordings   in the order in which they were written
    """
    agreed = [wording for wording in wordings if wording.agreed_on]
    proposed = [wording for wording in wordings if not wording.agreed_on]
    return Standing(agreed[-1] if agreed else None, proposed[-1] if proposed else None)


def is_of_appraisal(actor: Actor, appraisal: Appraisal) -> bool:
    """Whatever other roles somebody has. Source: MODEL, 'Feedback, coaching, pulse'."""
    return any(actor.is_person(person_id) for person_id in appraisal.people)


def may_word(actor: Actor, appraisal: Appraisal) -> bool:
    """Either writes it anew; it then waits for the other."""
    return is_of_appraisal(actor, appraisal) and appraisal.ended_on is None


def may_agree(actor: Actor, appraisal: Appraisal, standing: Standing) -> bool:
    """Whoever did not write the words that wait."""
    waits = standing.proposed is not None and not actor.is_person(standing.proposed.written_by_id)
    return may_word(actor, appraisal) and waits


def may_set_aside(actor: Actor, appraisal: Appraisal, standing: Standing) -> bool:
    """Either may let a change be, where there are words that hold without it."""
    return may_word(actor, appraisal) and standing.agreed is not None and standing.proposed is not None


def told_again_on(look_again_on: date) -> date:
    return look_again_on - timedelta(days=TOLD_BEFORE_DAYS)


def is_time_to_talk(standing: Standing, today: date) -> bool:
    day = standing.agreed.look_again_on if standing.agreed and not standing.proposed else None
    return day is not None and told_again_on(day) <= today


def due_since(standing: Standing, *, waits: bool, today: date) -> date | None:
    """Since when one of the two has something to do; None where nothing waits.

    waits   for their agreement
    """
    if waits and standing.proposed:
        return standing.proposed.written_on
    day = standing.agreed.look_again_on if standing.agreed and is_time_to_talk(standing, today) else None
    return told_again_on(day) if day else None


def objections_to_days(talked_on: date, look_again_on: date | None, today: date) -> dict[str, str]:
    """By the field that is wrong."""
    if talked_on > today:
        return {"talked_on": "Talk first, and write it down then. This day is still to come."}
    if look_again_on and look_again_on <= talked_on:
        return {"look_again_on": "Choose a day after the one on which you talked."}
    return {}
