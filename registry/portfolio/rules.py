"""How things stand in the monitor, in words. Source: MODEL, 'Frameworks, boundaries, discretion'."""

from datetime import date
from uuid import UUID

from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.text import day_words
from registry.measures.models import Interval
from registry.measures.rules import dues

WORST_FIRST = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.UNKNOWN, BoundaryStatus.CLEAR)

BOUNDARY_WORDS = {
    BoundaryStatus.CLEAR: "Within its boundary",
    BoundaryStatus.NEAR: "Near its boundary",
    BoundaryStatus.CROSSED: "Boundary crossed",
    BoundaryStatus.UNKNOWN: "Boundary not known",
}


def status_today(status: BoundaryStatus | None, due_on: date | None, today: date) -> BoundaryStatus:
    """How a watch stands that a measure tells of: silence hides everything but a crossing."""
    if status is BoundaryStatus.CROSSED:
        return status
    is_silent = due_on is not None and due_on < today
    return BoundaryStatus.UNKNOWN if status is None or is_silent else status


def worst_first(standing: tuple[BoundaryStatus, UUID]) -> tuple[int, UUID]:
    status, boundary_id = standing
    return WORST_FIRST.index(status), boundary_id


def aim_words(name: str) -> str:
    return f"No needless {name}"


def silence_words(
    last_on: date | None, due_on: date | None, interval: Interval, stage: Stage | None, today: date
) -> str:
    """A kind question where no number came for twice as long as usual; empty where none is called for."""
    if due_on is None or stage is Stage.PAUSED or dues.later(due_on, interval) >= today:
        return ""
    return f"No news since {day_words(last_on)}: is help wanted?" if last_on else "No number yet: is help wanted?"


def since_words(days: int) -> str:
    """How long ago: today, yesterday, 12 days ago, 5 weeks ago."""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 21:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 120 else f"{days // 30} months ago"
