"""What a chart is made from, and its preparation. Source: spc/RULES.md, section 2."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

Number = int | float | Decimal

LEAST_FIXED_POINTS = 12
LARGEST = 1e300  # Beyond it a limit could no longer be told as a float.
MDC_POINTS = 6, 7, 8


class WrongSeries(ValueError):
    """Says in a sentence why a series cannot be judged."""


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class RuleSet(StrEnum):
    NHSR = "nhsr"
    MDC = "mdc"


@dataclass(frozen=True)
class Options:
    """The choices of RULES, section 1.1.

    screen_outliers       None leaves it to the rule set: on in nhsr, off in mdc
    fix_after_n_points    at least 12; None works out every segment's limits from all its points
    shift_points, trend_points    6, 7 or 8, in mdc only; None for the rule set's own number
    raises                WrongSeries
    """

    rule_set: RuleSet = RuleSet.NHSR
    screen_outliers: bool | None = None
    fix_after_n_points: int | None = None
    shift_points: int | None = None
    trend_points: int | None = None

    def __post_init__(self) -> None:
        if self.fix_after_n_points is not None and self.fix_after_n_points < LEAST_FIXED_POINTS:
            raise WrongSeries(f"Limits can be held after {LEAST_FIXED_POINTS} points or more.")
        chosen = {self.shift_points, self.trend_points} - {None}
        if chosen and self.is_nhsr:
            raise WrongSeries("In the rule set nhsr a shift and a trend have 7 points.")
        if not chosen <= {*MDC_POINTS}:
            raise WrongSeries("A shift or a trend has 6, 7 or 8 points.")

    @property
    def is_nhsr(self) -> bool:
        return self.rule_set == RuleSet.NHSR

    @property
    def is_screened(self) -> bool:
        return self.is_nhsr if self.screen_outliers is None else self.screen_outliers

    @property
    def least_shift(self) -> int:
        return 7 if self.is_nhsr else self.shift_points or 6

    @property
    def least_trend(self) -> int:
        return 7 if self.is_nhsr else self.trend_points or 6


class Row(NamedTuple):
    """One date of a series.

    whole    the value in the series' whole numbers; None where it is missing or ghosted, and so takes part in nothing
    """

    date: date
    value: Number | None
    is_ghosted: bool
    whole: int | None


@dataclass(frozen=True)
class Series:
    """One measure over time.

    dates, values    of equal length, in any order, no date twice; None is a missing value; in the measure's own unit
    target           in the same unit
    rebase_dates     each starts a new segment; the first row's, or one that is no row's, changes nothing
    ghosted_dates    rows that are drawn and take part in nothing
    raises           WrongSeries
    """

    dates: Sequence[date]
    values: Sequence[Number | None]
    improvement_direction: Direction
    target: Number | None = None
    rebase_dates: Sequence[date] = ()
    ghosted_dates: Sequence[date] = ()
    options: Options = field(default_factory=Options)

    def __post_init__(self) -> None:
        if len(self.dates) != len(self.values):
            raise WrongSeries(f"There are {len(self.dates)} dates and {len(self.values)} values.")
        if not all(map(_can_be_judged, self._numbers)):
            raise WrongSeries(f"Every value is a number between {-LARGEST:g} and {LARGEST:g}, or missing.")
        if len(set(self.dates)) < len(self.dates):
            twice = min(day for day, count in Counter(self.dates).items() if count > 1)
            raise WrongSeries(f"The date {twice.isoformat()} occurs more than once.")

    @property
    def unit(self) -> int:
        """How many whole numbers make 1 of the measure's unit: every value and the target lie on their grid."""
        return self._grid[0]

    @property
    def whole_target(self) -> int | None:
        return None if self.target is None else self._grid[1][self.target]

    @cached_property
    def rows(self) -> list[Row]:
        """Every row, sorted by date."""
        ghosted, wholes = {*self.ghosted_dates}, self._grid[1]
        return [
            Row(day, value, day in ghosted, None if value is None or day in ghosted else wholes[value])
            for day, value in sorted(zip(self.dates, self.values, strict=True), key=itemgetter(0))
        ]

    @cached_property
    def parts(self) -> list[int]:
        """For each row how many rebases went before it, its own included."""
        rebases = {*self.rebase_dates}
        return [*accumulate(int(place > 0 and row.date in rebases) for place, row in enumerate(self.rows))]

    @property
    def _numbers(self) -> list[Number]:
        return [number for number in (*self.values, self.target) if number is not None]

    @cached_property
    def _grid(self) -> tuple[int, dict[Number, int]]:
        """The unit, and each number in whole numbers of it."""
        ratios = {number: _ratio(number) for number in self._numbers}
        unit = math.lcm(*{denominator for _, denominator in ratios.values()})
        return unit, {number: top * (unit // bottom) for number, (top, bottom) in ratios.items()}


class Stretch(NamedTuple):
    """The counted points of a part that has any: a segment.

    start     date of the first of them
    wholes    their values in whole numbers, in time order
    """

    part: int
    start: date
    wholes: list[int]


def stretches_of(rows: Sequence[Row], parts: Sequence[int]) -> list[Stretch]:
    """The segments, in order.

    parts    of each row, never falling
    """
    stretches: list[Stretch] = []
    for (day, _, _, whole), part in zip(rows, parts, strict=True):
        if whole is None:
            continue
        if not stretches or stretches[-1].part != part:
            stretches.append(Stretch(part, day, []))
        stretches[-1].wholes.append(whole)
    return stretches


def segment_of_rows(parts: Sequence[int], stretches: Sequence[Stretch]) -> list[int | None]:
    """The segment of each row, counted from 0.

    returns    for a row of a part without counted points the next segment, or else the last: a rebase there takes
               effect with the next counted point; None when there is no segment
    """
    if not stretches:
        return [None] * len(parts)
    kept = [stretch.part for stretch in stretches]
    segment = {part: min(bisect_left(kept, part), len(kept) - 1) for part in {*parts}}
    return [segment[part] for part in parts]


def _can_be_judged(number: Number) -> bool:
    try:
        return -LARGEST <= number <= LARGEST  # Never so of infinity or NaN.
    except InvalidOperation:
        return False


def _ratio(number: Number) -> tuple[int, int]:
    """A number as people write it, in lowest terms: 0.1 is (1, 10)."""
    return (Decimal(repr(number)) if isinstance(number, float) else number).as_integer_ratio()
