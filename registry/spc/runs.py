"""The run chart, by the Anhøj rules. Source: spc/RULES.md, section 7."""

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from registry.spc.series import Series, segment_of_rows, stretches_of


class RunSegment(NamedTuple):
    """One stretch between rebases. Its signal belongs to the whole of it and says not random, never better or worse.

    start       date of its first row
    median      in the measure's unit
    n_useful    points that are not on the median
    the rest    None when no point is useful
    """

    start: date
    median: float
    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    signal: bool


def run_chart(series: Series) -> list[RunSegment]:
    """The segments of a series' run chart, in order; none when no point counts."""
    stretches = stretches_of(series.rows, series.parts)
    segments = segment_of_rows(series.parts, stretches)
    first_rows = [series.rows[segments.index(number)] for number in range(len(stretches))]
    return [_segment(row.date, stretch.wholes, series.unit) for row, stretch in zip(first_rows, stretches, strict=True)]


def longest_run_max(n_useful: int) -> int:
    """The longest run that chance still explains (Schilling 2012); n_useful at least 1."""
    return round(math.log2(n_useful)) + 3


@lru_cache(maxsize=1024)
def crossings_min(n_useful: int) -> int:
    """The fewest crossings that chance still explains (Chen 2010): the 5 % point of Binomial(n_useful - 1, 1/2)."""
    steps = n_useful - 1
    ways = sum_of_ways = 1
    crossings = 0
    while 20 * sum_of_ways < 2**steps:
        ways = ways * (steps - crossings) // (crossings + 1)
        sum_of_ways += ways
        crossings += 1
    return crossings


def _segment(start: date, wholes: Sequence[int], unit: int) -> RunSegment:
    doubled_median = _doubled_median(wholes)
    sides = [2 * whole > doubled_median for whole in wholes if 2 * whole != doubled_median]
    median = doubled_median / (2 * unit)
    if not sides:
        return RunSegment(start, median, 0, None, None, None, None, signal=False)
    runs = [len(list(run)) for _, run in groupby(sides)]
    longest, longest_allowed = max(runs), longest_run_max(len(sides))
    crossings, crossings_needed = len(runs) - 1, crossings_min(len(sides))
    signal = longest > longest_allowed or crossings < crossings_needed
    return RunSegment(start, median, len(sides), longest, longest_allowed, crossings, crossings_needed, signal)


def _doubled_median(wholes: Sequence[int]) -> int:
    """Twice the median, so that the middle of two whole numbers is one too."""
    ranked = sorted(wholes)
    return ranked[len(ranked) // 2] + ranked[(len(ranked) - 1) // 2]
