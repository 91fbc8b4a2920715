"""How things stand in the monitor, in words. Source: MODEL, 'Frameworks, boundaries, discretion'."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from registry.boundaries.rules.standing import status_now
from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.clock import days_between
from registry.kit.text import near_day_words
from registry.measures.models import Interval
from registry.measures.rules import dues
from registry.spc.assurance import Variation

SIGNAL_WORDS = {
    Variation.COMMON_CAUSE: "Chance alone",
    Variation.IMPROVEMENT_HIGH: "Improvement",
    Variation.IMPROVEMENT_LOW: "Improvement",
    Variation.CONCERN_HIGH: "Concern",
    Variation.CONCERN_LOW: "Concern",
    Variation.NEUTRAL_HIGH: "Rising",
    Variation.NEUTRAL_LOW: "Falling",
}

WORST_FIRST = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.UNKNOWN, BoundaryStatus.CLEAR)

BOUNDARY_WORDS = {
    BoundaryStatus.CLEAR: "Within its boundary",
    BoundaryStatus.NEAR: "Near its boundary",
    BoundaryStatus.CROSSED: "Boundary crossed",
    BoundaryStatus.UNKNOWN: "Boundary not known",
}


def status_today(
    said: BoundaryStatus | None, due_on: date | None, today: date, *, has_open_crossing: bool
) -> BoundaryStatus:
    """How a watch stands.

    said, due_on   as the watch keeps them; at rest it has a day only where it was silent for too long before
    """
    silent_days = 1 if due_on and due_on < today else 0
    return status_now(said, silent_days, 0, has_open_crossing=has_open_crossing)


def worst_first(standing: tuple[BoundaryStatus, str]) -> tuple[int, str]:
    status, address = standing
    return WORST_FIRST.index(status), address


def address_of_watch(watch_id: UUID, boundary_id: UUID, *, has_own_place: bool) -> str:
    """
    has_own_place   it holds a framework's boundary against one of its ideas
    """
    return f"/watches/{watch_id}" if has_own_place else f"/boundaries/{boundary_id}"


def aim_words(name: str) -> str:
    return f"No needless {name}"


@lru_cache(maxsize=1024)  # One list holds the same few days again and again.
def silence_words(
    last_on: date | None, due_on: date | None, interval: Interval, stage: Stage | None, today: date
) -> str:
    """A kind question where no number came for twice as long as usual; empty where none is called for."""
    if due_on is None or stage is Stage.PAUSED or dues.later(due_on, interval) >= today:
        return ""
    if last_on is None:
        return "No number yet: is help wanted?"
    return f"No news since {near_day_words(last_on, today)}: is help wanted?"


@lru_cache(maxsize=1024)
def day_and_age_words(day: date, today: date) -> str:
    """19 November, 6 days ago."""
    return f"{near_day_words(day, today)}, {since_words(days_between(day, today))}"


def since_words(days: int) -> str:
    """How long ago: today, yesterday, 12 days ago, 5 weeks ago."""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 21:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 120 else f"{days // 30} months ago"
