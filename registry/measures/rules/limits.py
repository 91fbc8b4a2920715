"""What mean and limits rest on: baselines and re-calculation points. Source: spc/RULES.md, sections 2 and 3."""

from collections.abc import Collection, Sequence
from datetime import date

from registry.kit.text import count_words
from registry.measures.models import Baseline
from registry.measures.rules.series import Counted
from registry.spc.series import LEAST_FIXED_POINTS


def objections_to_baseline(points: int | None, number_count: int, before: Baseline | None) -> dict[str, str]:
    """
    points    on how many of the first numbers the limits rest; None for all
    before    the baseline that stands, if there ever was one
    """
    if points == (before.points if before else None):
        return {"points": "That is how it stands already."}
    if points is None:
        return {}
    if points < LEAST_FIXED_POINTS:
        return {"points": f"Use {LEAST_FIXED_POINTS} numbers or more: fewer say too little of how things were before."}
    if points > number_count:
        return {"points": f"There are {count_words(number_count, 'number')} so far. Use as many or fewer."}
    return {}


def days_to_begin_anew(counted: Sequence[Counted], taken: Collection[date]) -> list[date]:
    """The dates from which limits can be worked out anew, the newest first: of numbers that count, but for the first.

    taken   those from which they are already
    """
    numbers = [found.measured_on for found in counted if found.value is not None and not found.is_ghosted]
    return [day for day in reversed(numbers[1:]) if day not in taken]


def objections_to_recalculation(starts_on: date, counted: Sequence[Counted], taken: Collection[date]) -> dict[str, str]:
    if starts_on in taken:
        return {"starts_on": "The limits are worked out anew from this date already."}
    if starts_on not in days_to_begin_anew(counted, taken):
        return {"starts_on": "Choose the date of a number that stands here, but not the first one."}
    return {}


def baseline_words(points: int | None) -> str:
    return f"the first {points} numbers" if points else "all numbers"
