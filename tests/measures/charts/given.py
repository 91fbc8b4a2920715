"""Measures and series as the charts' tests need them, without a database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from registry.measures.charts.contents import BoundaryLimit, Content, content_of
from registry.measures.charts.pictures import Picture, picture_of
from registry.measures.models import Baseline, Change, Interval, Measure, MeasureKind, RecalculationPoint
from registry.measures.rules.results import judge
from registry.measures.rules.series import Counted, MeasureSeries
from registry.spc.series import Direction

TODAY = date(2026, 11, 23)
START = date(2024, 11, 1)
LONG_AGO = datetime(2024, 1, 2, 9, tzinfo=UTC)
STEADY = [28, 30, 27, 29, 26, 28, 31, 27, 29, 28, 30, 26]
CHANGED = [*STEADY, 25, 24, 22, 21, 20, 19, 21, 20, 22, 20, 19, 21]


def measure_of(**given: Any) -> Measure:
    """Weeks, monthly, the fewer the better, without a target."""
    said = {
        "id": uuid4(),
        "organisation_id": uuid4(),
        "idea_id": uuid4(),
        "name": "Weeks from referral to answer",
        "kind": MeasureKind.OUTCOME,
        "unit": "weeks",
        "direction": Direction.DECREASE,
        "interval": Interval.MONTH,
        "added_at": LONG_AGO,
        "added_by_id": uuid4(),
    }
    return Measure(**(said | given))


def month(number: int) -> date:
    """The first of a month, counted from the start of the series."""
    years, months = divmod(START.month - 1 + number, 12)
    return date(START.year + years, months + 1, 1)


def series_of(
    values: Sequence[float | None],
    *,
    again: Sequence[int] = (),
    held: int | None = None,
    tried: Sequence[date] = (),
    left_out: Sequence[int] = (),
    **given: Any,
) -> MeasureSeries:
    """Monthly numbers.

    again      places of those with which mean and limits begin anew
    held       how many numbers the baseline has
    tried      days of changes
    left_out   places of numbers left out
    """
    measure = measure_of(**given)
    counted = [
        Counted(month(place), None if value is None else Decimal(str(value)), is_ghosted=place in left_out)
        for place, value in enumerate(values)
    ]
    return MeasureSeries(
        measure,
        counted,
        recalculations=[anew_on(month(place)) for place in again],
        baseline=baseline_of(held) if held else None,
        changes=[change_on(day, f"Change {number}") for number, day in enumerate(tried, 1)],
    )


def anew_on(day: date) -> RecalculationPoint:
    return RecalculationPoint(
        organisation_id=uuid4(),
        measure_id=uuid4(),
        starts_on=day,
        reason="The joint clinic is how we work now.",
        set_at=LONG_AGO,
        set_by_id=uuid4(),
    )


def baseline_of(points: int) -> Baseline:
    return Baseline(
        organisation_id=uuid4(),
        measure_id=uuid4(),
        points=points,
        reason="Before we changed anything.",
        set_at=LONG_AGO,
        set_by_id=uuid4(),
    )


def change_on(day: date, what: str) -> Change:
    return Change(
        organisation_id=uuid4(), idea_id=uuid4(), tried_on=day, what=what, told_at=LONG_AGO, told_by_id=uuid4()
    )


def not_over(value: str, *, since: int | None = None, crossed: Sequence[int] = ()) -> BoundaryLimit:
    return BoundaryLimit(
        Decimal(value),
        is_upper=True,
        words=f"Not over {value}",
        since_on=None if since is None else month(since),
        crossed_on=frozenset(map(month, crossed)),
    )


def drawn_from(series: MeasureSeries, *limits: BoundaryLimit, as_run: bool = False) -> Content:
    return content_of(series, judge(series, TODAY), limits, as_run=as_run)


def picture(series: MeasureSeries, *limits: BoundaryLimit, as_run: bool = False) -> Picture:
    return picture_of(series, judge(series, TODAY), limits=limits, as_run=as_run)


def days_from(first: date, gaps: Sequence[int]) -> list[date]:
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days
