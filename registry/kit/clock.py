"""The one place that asks what time it is, so that a test can say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day in a zone such as 'Europe/London'."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def day_begins_at(day: date, zone: str) -> datetime:
    """The first moment of a calendar day in a zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def days_between(earlier: date, later: date) -> int:
    return (later - earlier).days


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Holds the clock, for tests and for sample data that has a past.

    Everything the process does meanwhile sees this moment, so it is no tool for a serving process.
    """
    global _stopped_at  # noqa: PLW0603 - the clock is the one thing that is global by nature
    before, _stopped_at = _stopped_at, moment
    try:
        yield
    finally:
        _stopped_at = before


def in_days(count: int) -> timedelta:
    return timedelta(days=count)
