"""What a chart shows, before anything has a place: stretches between re-calculations, their lines, the baseline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from registry.measures.charts.figures import Figures, figures_of
from registry.measures.models import Measure
from registry.measures.rules.results import Judged, Result
from registry.measures.rules.series import MeasureSeries, spc_series
from registry.spc.runs import RunSegment, run_chart
from registry.spc.series import segment_of_rows, stretches_of


@dataclass(frozen=True)
class BoundaryLimit:
    """A boundary over this measure.

    value       in the measure's unit; that value itself is kept
    is_upper    numbers over it are beyond it, otherwise those under it
    words       what may not be, as in 'Not over 8%'
    since_on    earlier numbers are drawn, not judged
    until_on    when it was redrawn; None while it is in force
    crossed_on  of the numbers that made a crossing or added to it
    """

    value: Decimal
    is_upper: bool
    words: str
    since_on: date | None = None
    until_on: date | None = None
    crossed_on: frozenset[date] = frozenset()


class Stretch(NamedTuple):
    """Rows from one re-calculation to the next.

    first, last    places of its rows; the last one is within
    centre         mean or median; None when nothing in it counts
    limits         lower and upper
    has_signal     of a run chart: its median is drawn as a signal
    """

    first: int
    last: int
    centre: float | None
    limits: tuple[float, float] | None = None
    has_signal: bool = False


@dataclass(frozen=True)
class Content:
    """
    stretches    in order
    baselines    places of the first and the last row of those on which mean and limits rest, where they are held
    runs         of a run chart; None in an individuals chart
    """

    series: MeasureSeries
    result: Result
    stretches: Sequence[Stretch]
    baselines: Sequence[tuple[int, int]]
    limits: Sequence[BoundaryLimit]
    figures: Figures
    runs: Sequence[RunSegment] | None = None

    @property
    def measure(self) -> Measure:
        return self.series.measure

    @property
    def points(self) -> Sequence[Judged]:
        return self.result.points

    @property
    def limits_in_force(self) -> list[BoundaryLimit]:
        return [limit for limit in self.limits if limit.until_on is None]

    @property
    def has_numbers(self) -> bool:
        return self.result.number_count > 0


def content_of(
    series: MeasureSeries, result: Result, limits: Sequence[BoundaryLimit] = (), *, as_run: bool = False
) -> Content:
    """
    result    what the rules find in the same series
    """
    shown = [counted.value for counted in series.counted if counted.value is not None]
    figures = figures_of(series.measure, shown)
    if as_run:
        runs = run_chart(spc_series(series))
        return Content(series, result, _run_stretches(series, runs), (), limits, figures, runs)
    return Content(series, result, _stretches(series, result), _baselines(series, result), limits, figures)


def _stretches(series: MeasureSeries, result: Result) -> list[Stretch]:
    """One for each segment; the held points of mdc and those that take over their lines are one."""
    restarts = {point.starts_on for point in series.recalculations}
    found: list[Stretch] = []
    for number, first, last in _rows_of([point.segment for point in result.points]):
        segment = result.segments[number]
        lower, upper = segment.lower_limit, segment.upper_limit
        limits = None if lower is None or upper is None else (lower, upper)
        goes_on = found and series.counted[first].measured_on not in restarts
        if goes_on and (found[-1].centre, found[-1].limits) == (segment.mean, limits):
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Stretch(first, last, segment.mean, limits))
    return found


def _run_stretches(series: MeasureSeries, runs: Sequence[RunSegment]) -> list[Stretch]:
    given = spc_series(series)
    segments = segment_of_rows(given.parts, stretches_of(given.rows, given.parts))
    return [
        Stretch(first, last, runs[number].median, has_signal=runs[number].signal)
        for number, first, last in _rows_of(segments)
    ]


def _rows_of(segments: Sequence[int | None]) -> list[tuple[int, int, int]]:
    """Each segment's number with its first and its last row; no rows when there is no segment."""
    places = groupby(range(len(segments)), key=segments.__getitem__)
    rows = [(number, [*within]) for number, within in places if number is not None]
    return [(number, within[0], within[-1]) for number, within in rows]


def _baselines(series: MeasureSeries, result: Result) -> list[tuple[int, int]]:
    held = series.baseline.points if series.baseline else None
    if held is None:
        return []
    counted: dict[int, list[int]] = {}
    for place, point in enumerate(result.points):
        if point.cause is not None and point.segment is not None:
            counted.setdefault(point.segment, []).append(place)
    options = spc_series(series).options
    segments = [*counted.values()] if options.is_nhsr else [*counted.values()][:1]
    return [(places[0], places[held - 1]) for places in segments if len(places) >= held]
