"""A measure with everything that its chart is made from, and the series that the SPC rules judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from registry.measures.models import Baseline, Change, Measure, RecalculationPoint
from registry.spc.series import Options, Series


@dataclass(frozen=True)
class Counted:
    """What stands for one date.

    value              in the measure's unit; None where the team could not count
    numerator          with `denominator` where the measure is a share or a rate, otherwise None
    corrections        how many numbers stood for this date before
    """

    measured_on: date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    is_ghosted: bool = False
    corrections: int = 0
    recorded_at: datetime | None = None
    recorded_by_id: UUID | None = None


@dataclass(frozen=True)
class MeasureSeries:
    """
    counted          one for each date, in order
    recalculations   those not lifted, in order; each stands on the date of one that is counted
    baseline         the newest; its points may be None, and then limits rest on all numbers
    changes          what the idea's team tried, in order; none for a framework's measure
    """

    measure: Measure
    counted: Sequence[Counted]
    recalculations: Sequence[RecalculationPoint] = ()
    baseline: Baseline | None = None
    changes: Sequence[Change] = ()


def spc_series(series: MeasureSeries) -> Series:
    """As the SPC rules read it.

    raises   WrongSeries where the options do not go together
    """
    measure = series.measure
    return Series(
        dates=[counted.measured_on for counted in series.counted],
        values=[counted.value for counted in series.counted],
        improvement_direction=measure.direction,
        target=measure.target,
        rebase_dates=[point.starts_on for point in series.recalculations],
        ghosted_dates=[counted.measured_on for counted in series.counted if counted.is_ghosted],
        options=Options(
            rule_set=measure.rule_set,
            screen_outliers=measure.screens_outliers,
            fix_after_n_points=series.baseline.points if series.baseline else None,
            shift_points=measure.shift_points,
            trend_points=measure.trend_points,
        ),
    )
