"""What the SPC rules find in a measure, told without what no reader would conclude. Source: spc/RULES.md."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from registry.measures.rules import dues
from registry.measures.rules.series import Counted, MeasureSeries, spc_series
from registry.spc.assurance import Assurance, Variation
from registry.spc.causes import Rule, SpecialCause
from registry.spc.xmr import Point, Segment, XmrChart, xmr_chart

SPARKLINE_NUMBERS = 24
SPARK_KINDS = {
    SpecialCause.COMMON_CAUSE: "c",
    SpecialCause.IMPROVEMENT: "i",
    SpecialCause.CONCERN: "o",
    SpecialCause.NEUTRAL_HIGH: "n",
    SpecialCause.NEUTRAL_LOW: "n",
}


class NoLimits(StrEnum):
    """Why the newest numbers have no limits, or none worth drawing."""

    NO_NUMBERS = "no_numbers"
    ONE_NUMBER = "one_number"
    TOO_FEW = "too_few"  # in mdc: fewer than 13
    ALL_ALIKE = "all_alike"  # nothing varies, or nothing but what was screened out
    ON_THE_MEAN = "on_the_mean"  # what varies was screened out, and both limits fell onto the mean


@dataclass(frozen=True)
class Judged:
    """A date of the chart and what the rules say of it.

    segment   counted from 0; None only when nothing is counted
    cause     None for a gap, and for a number left out
    rule      the one that decides, in nhsr only
    """

    counted: Counted
    segment: int | None
    cause: SpecialCause | None
    rule: Rule | None = None
    rules: Sequence[Rule] = ()


@dataclass(frozen=True)
class Result:
    """What a measure's numbers say. `StoredResult` keeps all but the points, the segments and the reason for no limits.

    number_count       how many numbers count: gaps and numbers left out do not
    last_on            of the newest number that counts, with its `last_value`
    mean, limits       of the last segment; limits fallen onto the mean are none
    is_trial           the last segment's limits rest on fewer than 13 numbers
    variation          None where there are no limits and no signal either
    assurance          None without limits
    signal_since_on    the first of the numbers, up to the newest, that are judged alike; None without a signal
    recorded_at        when the newest of the numbers that stand was recorded
    due_on             from when on the next number is asked for; None when the measure is closed
    next_on            the date that it bears; None before there is a number
    sparkline          JSON: [value, kind] of the newest 24; c common cause, i improvement, o concern, n neutral, g gap
    """

    due_on: date | None
    number_count: int = 0
    first_on: date | None = None
    last_on: date | None = None
    last_value: Decimal | None = None
    mean: float | None = None
    lower_limit: float | None = None
    upper_limit: float | None = None
    is_trial: bool = False
    variation: Variation | None = None
    assurance: Assurance | None = None
    signal_since_on: date | None = None
    recorded_at: datetime | None = None
    next_on: date | None = None
    sparkline: str = "[]"
    no_limits: NoLimits | None = NoLimits.NO_NUMBERS
    points: Sequence[Judged] = ()
    segments: Sequence[Segment] = ()

    @property
    def signal_days(self) -> set[date]:
        """Of the numbers of which the rules say more than chance."""
        return {
            point.counted.measured_on for point in self.points if point.cause not in {None, SpecialCause.COMMON_CAUSE}
        }


def judge(series: MeasureSeries, today: date) -> Result:
    """Everything that lists and charts say of a measure.

    today   in the organisation's zone; a measure without numbers is due from the day it was added, and never later
    """
    due_on = _due_on(series, today)
    numbers = [counted for counted in series.counted if counted.value is not None and not counted.is_ghosted]
    if not numbers:
        return Result(
            due_on,
            recorded_at=_recorded_at(series),
            next_on=_next_on(series),
            points=[*_unjudged(series)],
            sparkline=_sparkline(series, []),
        )
    chart = xmr_chart(spc_series(series))
    segments = [_without_nonsense(segment) for segment in chart.segments]
    points = [_judged(counted, point, chart) for counted, point in zip(series.counted, chart.points, strict=True)]
    last = segments[-1]
    has_limits = last.upper_limit is not None
    cause = next(point.cause for point in reversed(points) if point.cause)
    has_signal = cause is not SpecialCause.COMMON_CAUSE
    return Result(
        due_on=due_on,
        number_count=len(numbers),
        first_on=numbers[0].measured_on,
        last_on=numbers[-1].measured_on,
        last_value=numbers[-1].value,
        mean=last.mean,
        lower_limit=last.lower_limit,
        upper_limit=last.upper_limit,
        is_trial=bool(last.short_segment_warning) and has_limits,
        variation=chart.variation_icon if has_limits or has_signal else None,
        assurance=chart.assurance_icon if has_limits else None,
        signal_since_on=_since(points, cause) if has_signal else None,
        recorded_at=_recorded_at(series),
        next_on=_next_on(series),
        sparkline=_sparkline(series, points),
        no_limits=None if has_limits else _why_none(series, chart),
        points=points,
        segments=segments,
    )


def _due_on(series: MeasureSeries, today: date) -> date | None:
    measure = series.measure
    if measure.closed_at:
        return None
    started_on = min(measure.added_at.date(), today)
    return dues.due_on([counted.measured_on for counted in series.counted], measure.interval, started_on)


def _next_on(series: MeasureSeries) -> date | None:
    days = [counted.measured_on for counted in series.counted]
    return dues.next_on(days, series.measure.interval) if days and not series.measure.closed_at else None


def _unjudged(series: MeasureSeries) -> Iterator[Judged]:
    return (Judged(counted, segment=None, cause=None) for counted in series.counted)


def _recorded_at(series: MeasureSeries) -> datetime | None:
    return max((counted.recorded_at for counted in series.counted if counted.recorded_at), default=None)


def _is_collapsed(segment: Segment) -> bool:
    return segment.upper_limit is not None and segment.upper_limit == segment.lower_limit


def _without_nonsense(segment: Segment) -> Segment:
    """Limits that fell onto the mean are none: every point would lie outside them (RULES, section 6)."""
    if not _is_collapsed(segment):
        return segment
    return segment._replace(upper_limit=None, lower_limit=None, upper_near_limit=None, lower_near_limit=None)


def _judged(counted: Counted, point: Point, chart: XmrChart) -> Judged:
    if point.special_cause and point.segment is not None and _is_collapsed(chart.segments[point.segment]):
        return Judged(counted, point.segment, SpecialCause.COMMON_CAUSE)
    return Judged(counted, point.segment, point.special_cause, point.rule, point.rules)


def _since(points: Sequence[Judged], cause: SpecialCause) -> date:
    """The beginning of the unbroken row of numbers, up to the newest, that are judged alike."""
    since = points[-1].counted.measured_on
    for point in reversed(points):
        if point.cause is cause:
            since = point.counted.measured_on
        elif point.cause is not None:
            break
    return since


def _sparkline(series: MeasureSeries, points: Sequence[Judged]) -> str:
    shown = [point for point in points or [*_unjudged(series)] if not point.counted.is_ghosted][-SPARKLINE_NUMBERS:]
    return json.dumps([_spark(point) for point in shown], separators=(",", ":"))


def _spark(point: Judged) -> tuple[float | None, str]:
    value = point.counted.value
    return (None, "g") if value is None or point.cause is None else (float(value), SPARK_KINDS[point.cause])


def _why_none(series: MeasureSeries, chart: XmrChart) -> NoLimits:
    last = chart.segments[-1]
    if _is_collapsed(last):
        values = {judged.value for judged in series.counted if judged.value is not None and not judged.is_ghosted}
        return NoLimits.ALL_ALIKE if len(values) == 1 else NoLimits.ON_THE_MEAN
    if last.n == 1:
        return NoLimits.ONE_NUMBER
    return NoLimits.TOO_FEW if chart.variation_icon is None else NoLimits.ALL_ALIKE
