"""The clock of the organisation's answer. Source: MODEL, 'Ideas'.

It counts calendar days from registration in the organisation's zone. It stops at the first pledge or 'not now' by a
sponsor, and when the idea begins exploring, pauses or ends. A pledge declined, lapsed or taken back within 14 days
starts it again where it stood; 'not now' starts a new clock on its date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.ideas.models import Stage
from registry.kit.clock import day_of
from registry.pledges.models import NotNow, Pledge

STANDS_AGAIN_WITHIN_DAYS = 14


@dataclass(frozen=True)
class Step:
    """A stage the idea came to, and when."""

    stage: Stage
    at: datetime


@dataclass(frozen=True)
class Stop:
    """Days on which the clock stands still: from `on` until the day before `until_on`, or for good."""

    on: date
    until_on: date | None


def next_wait(
    steps: Sequence[Step], answers: Sequence[Pledge], not_nows: Sequence[NotNow], zone: str
) -> tuple[date, date] | None:
    """When the idea waits for an answer.

    steps      every stage it came to, in order
    answers    offers by sponsors from outside the team
    returns    the day from which the days waited count, and the day from which it stands in the queue (never before the
               first, and in the future while an offer is open or a 'not now' holds); None when nobody owes an answer
    """
    registered_at = _registered_at(steps)
    if registered_at is None:
        return None
    said = max(
        (word for word in not_nows if word.said_at >= registered_at), key=lambda word: word.said_at, default=None
    )
    set_at = said.said_at if said else registered_at
    begins_on = said.look_again_on if said else day_of(registered_at, zone)
    stops = [_stop_of_offer(offer, zone) for offer in answers if offer.offered_at >= set_at]
    stops += _stops_of_stages(steps, registered_at, zone)
    return _runs(begins_on, stops)


def _registered_at(steps: Sequence[Step]) -> datetime | None:
    """The last registration: from a draft, or anew from the end; coming back from a pause is none."""
    found, before = None, Stage.DRAFT
    for step in steps:
        if step.stage is Stage.REGISTERED and before is not Stage.PAUSED:
            found = step.at
        before = step.stage
    return found


def _stop_of_offer(offer: Pledge, zone: str) -> Stop:
    offered_on = day_of(offer.offered_at, zone)
    if offer.accepted_at:
        return Stop(offered_on, None)
    ended_at = offer.declined_at or offer.withdrawn_at
    ended_on = day_of(ended_at, zone) if ended_at else offer.reply_by_on
    if ended_on - offered_on > timedelta(days=STANDS_AGAIN_WITHIN_DAYS):
        return Stop(offered_on, None)
    return Stop(offered_on, ended_on if ended_at else ended_on + timedelta(days=1))


def _stops_of_stages(steps: Sequence[Step], registered_at: datetime, zone: str) -> list[Stop]:
    later = [step for step in steps if step.at >= registered_at]
    ends = [day_of(step.at, zone) for step in later[1:]] + [None]
    return [
        Stop(day_of(step.at, zone), end)
        for step, end in zip(later, ends, strict=True)
        if step.stage is not Stage.REGISTERED
    ]


def _runs(begins_on: date, stops: list[Stop]) -> tuple[date, date] | None:
    """Lets the clock run from its beginning through the days on which it stands still."""
    at, waited = begins_on, timedelta()
    for stop in sorted(stops, key=lambda stop: stop.on):
        if stop.until_on is None:
            return None
        if stop.on > at:
            waited += stop.on - at
        at = max(at, stop.on, stop.until_on)
    return at - waited, at
