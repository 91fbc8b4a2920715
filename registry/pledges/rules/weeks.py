"""A weekly promise, week by week: what was due, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.kit.text import count_words, decimal_words
from registry.pledges.models import Kind, Pledge, Unit
from registry.pledges.rules.amounts import bare_words, weeks_begun
from registry.pledges.rules.deliveries import last_day

WEEKS_SHOWN = 26


@dataclass(frozen=True)
class Given:
    """Deliveries of one day, in the kind's minor unit."""

    on: date
    confirmed_minor: int = 0
    pending_minor: int = 0
    disputed_minor: int = 0


@dataclass(frozen=True)
class Week:
    """
    is_over   its last day has passed, so that all of it was due
    """

    starts_on: date
    ends_on: date
    due_minor: int
    confirmed_minor: int
    pending_minor: int
    disputed_minor: int
    is_over: bool


def weeks_of(pledge: Pledge, given: Sequence[Given], today: date) -> list[Week]:
    """The weeks begun by today, counted from the first day of the promise, the oldest first.

    The last one is due whole though it be cut short; what a withdrawal leaves out is not due.
    """
    until_on = min(last_day(pledge), today)
    starts = [pledge.starts_on + timedelta(weeks=number) for number in range(weeks_begun(pledge.starts_on, until_on))]
    return [_week(pledge, starts_on, given, today) for starts_on in starts]


def weeks_words(kind: Kind, weeks: Sequence[Week], currency: str) -> str:
    """48 of 52 hours due by now have come, in 9 of 13 weeks. Many who give each week write it down once a month."""
    over = sum(week.is_over for week in weeks)
    if over == 0:
        return "The first week is not over yet."
    due = sum(week.due_minor for week in weeks if week.is_over)
    came = sum(week.confirmed_minor for week in weeks)
    with_some = sum(week.confirmed_minor > 0 for week in weeks)
    words = f"{bare_words(kind, due, currency)} due by now"
    if came == 0:
        return f"Nothing of the {words} has come yet."
    so_far = f"All {words} have come" if came >= due else f"{_number(kind, came, currency)} of {words} have come"
    return f"{so_far}, written down in {with_some:,} of {count_words(len(weeks), 'week')}."


def _number(kind: Kind, minor: int, currency: str) -> str:
    if kind.unit is Unit.MONEY:
        return bare_words(kind, minor, currency)
    return decimal_words(minor, kind.unit.minor_per_unit)


def _week(pledge: Pledge, starts_on: date, given: Sequence[Given], today: date) -> Week:
    ends_on = min(starts_on + timedelta(days=6), last_day(pledge))
    here = [each for each in given if starts_on <= each.on <= ends_on]
    return Week(
        starts_on=starts_on,
        ends_on=ends_on,
        due_minor=pledge.quantity_minor or 0,
        confirmed_minor=sum(each.confirmed_minor for each in here),
        pending_minor=sum(each.pending_minor for each in here),
        disputed_minor=sum(each.disputed_minor for each in here),
        is_over=ends_on < today,
    )
