"""The individuals chart. Source: spc/RULES.md, sections 3 to 6."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import NamedTuple

from registry.spc.assurance import Assurance, Variation, assurance_icon, variation_icon
from registry.spc.causes import Rule, SpecialCause, deciding_rule, rules_met, special_cause
from registry.spc.limits import Lines, lines_of
from registry.spc.series import Number, Options, Series, Stretch, WrongSeries, segment_of_rows, stretches_of

TRIAL_POINTS = 13
BASELINE = -1  # The part of mdc's held points; it goes before every other.


class Segment(NamedTuple):
    """The lines of one stretch of the chart, in the measure's unit, never cut at 0 or 100 %.

    start                    date of its first counted point
    n                        how many counted points
    limits                   None where there are none (RULES, section 6)
    short_segment_warning    trial limits: fewer than 13 points; None in mdc
    """

    start: date
    n: int
    mean: float
    upper_limit: float | None
    lower_limit: float | None
    upper_near_limit: float | None
    lower_near_limit: float | None
    short_segment_warning: bool | None


class Point(NamedTuple):
    """One row of the series and its judgement.

    segment          counted from 0; None only when nothing is counted
    rule             the one that decides, in nhsr only
    special_cause    None for a missing or ghosted row
    """

    date: date
    value: Number | None
    is_ghosted: bool
    segment: int | None
    rule: Rule | None
    rules: Sequence[Rule]
    special_cause: SpecialCause | None


@dataclass(frozen=True, slots=True)
class XmrChart:
    variation_icon: Variation | None
    assurance_icon: Assurance | None
    segments: list[Segment]
    points: list[Point]


def xmr_chart(series: Series) -> XmrChart:
    """Limits, special causes and icons of a series.

    returns   one point for each row, sorted by date; in mdc below 13 counted points no limits, icons or special causes
    raises    WrongSeries in nhsr when no point counts
    """
    parts = _parts(series)
    stretches = stretches_of(series.rows, parts)
    if not stretches and series.options.is_nhsr:
        raise WrongSeries("There is no value to judge: every row is missing or ghosted.")
    wholes = [stretch.wholes for stretch in stretches]
    lines = _lines(stretches, series.options)
    is_judged = series.options.is_nhsr or sum(map(len, wholes)) >= TRIAL_POINTS
    if not is_judged:
        lines = [each.without_limits() for each in lines]
    rules = iter(rules_met([*zip(wholes, lines, strict=True)], series.options)) if is_judged else repeat(())
    points = [*_points(series, segment_of_rows(parts, stretches), rules)]
    segments = [_segment(series, stretch, its) for stretch, its in zip(stretches, lines, strict=True)]
    variation, assurance = _icons(series, points, lines) if is_judged else (None, None)
    return XmrChart(variation, assurance, segments, points)


def _parts(series: Series) -> list[int]:
    """The rebases before each row; in mdc the held points and what lies between them form a part of their own."""
    held = series.options.fix_after_n_points
    counted = [index for index, row in enumerate(series.rows) if row.whole is not None]
    if series.options.is_nhsr or held is None or len(counted) < held:
        return series.parts
    end = counted[held - 1]
    return [BASELINE if index <= end else part for index, part in enumerate(series.parts)]


def _lines(stretches: Sequence[Stretch], options: Options) -> list[Lines]:
    """Of each segment; what follows the held points, up to the first rebase, takes over their lines."""
    lines = [lines_of(stretch.wholes, options) for stretch in stretches]
    if [stretch.part for stretch in stretches[:2]] == [BASELINE, 0]:
        lines[1] = lines[0]
    return lines


def _points(series: Series, segments: Iterable[int | None], rules: Iterator[Sequence[Rule]]) -> Iterator[Point]:
    options, direction = series.options, series.improvement_direction
    for (day, value, is_ghosted, whole), segment in zip(series.rows, segments, strict=True):
        met = next(rules) if whole is not None else ()
        rule = deciding_rule(met) if met and options.is_nhsr else None
        cause = special_cause(met, direction, options) if whole is not None else None
        yield Point(day, value, is_ghosted, segment, rule, met, cause)


def _segment(series: Series, stretch: Stretch, lines: Lines) -> Segment:
    unit = lines.step * series.unit

    def line(distance: int | None) -> float | None:
        return None if distance is None else (lines.mean + distance) / unit

    reach, near = lines.reach, lines.near
    return Segment(
        start=stretch.start,
        n=len(stretch.wholes),
        mean=lines.mean / unit,
        upper_limit=line(reach),
        lower_limit=line(None if reach is None else -reach),
        upper_near_limit=line(near),
        lower_near_limit=line(None if near is None else -near),
        short_segment_warning=len(stretch.wholes) < TRIAL_POINTS if series.options.is_nhsr else None,
    )


def _icons(series: Series, points: Sequence[Point], lines: Sequence[Lines]) -> tuple[Variation, Assurance | None]:
    last = next(point.special_cause for point in reversed(points) if point.special_cause)
    direction = series.improvement_direction
    assurance = assurance_icon(series.whole_target, lines[-1], direction, series.options.rule_set)
    return variation_icon(last, direction), assurance
