"""What is told of a measure. Source: spc/RULES.md, section 6, and the door plate of `measures`."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from registry.measures.models import Baseline, Interval, Measure, MeasureKind, RecalculationPoint
from registry.measures.rules.results import NoLimits, judge
from registry.measures.rules.series import Counted, MeasureSeries
from registry.spc.assurance import Assurance, Variation
from registry.spc.causes import SpecialCause
from registry.spc.series import Direction, RuleSet

TODAY = date(2026, 11, 23)
MONDAY = date(2026, 1, 5)
ORGANISATION = uuid4()
NOISE = [60, 64, 57, 62, 59, 65, 58, 61, 63, 56, 60, 62]


def measure_of(**given: object) -> Measure:
    said = {
        "name": "Minutes",
        "kind": MeasureKind.OUTCOME,
        "unit": "minutes",
        "direction": Direction.DECREASE,
        "interval": Interval.WEEK,
        "added_at": datetime(2026, 1, 2, 9, tzinfo=UTC),
        "added_by_id": uuid4(),
    }
    return Measure(organisation_id=ORGANISATION, idea_id=uuid4(), **(said | given))


def series_of(*values: float | None, **given: object) -> MeasureSeries:
    counted = [
        Counted(MONDAY + timedelta(weeks=week), None if value is None else Decimal(str(value)))
        for week, value in enumerate(values)
    ]
    return MeasureSeries(measure_of(**given), counted)


def test_without_numbers_there_is_nothing_to_tell_but_when_the_first_is_due() -> None:
    result = judge(series_of(), TODAY)

    assert (result.number_count, result.variation, result.assurance, result.mean) == (0, None, None, None)
    assert (result.no_limits, result.sparkline) == (NoLimits.NO_NUMBERS, "[]")
    assert result.due_on == date(2026, 1, 2)


def test_gaps_alone_are_drawn_and_keep_the_rhythm() -> None:
    result = judge(series_of(None, None), TODAY)

    assert result.number_count == 0
    assert [point.cause for point in result.points] == [None, None]
    assert json.loads(result.sparkline) == [[None, "g"], [None, "g"]]
    assert (result.due_on, result.next_on) == (MONDAY + timedelta(weeks=3, days=-1), MONDAY + timedelta(weeks=2))


def test_an_improvement_is_told_with_the_number_that_it_began_with() -> None:
    result = judge(series_of(*NOISE, 50, 51, 49, 50, 52, 48, 50, 51, target=55), TODAY)

    assert result.variation is Variation.IMPROVEMENT_LOW
    assert result.signal_since_on == MONDAY + timedelta(weeks=12)
    assert (result.number_count, result.last_value) == (20, Decimal(51))
    assert not result.is_trial
    assert json.loads(result.sparkline)[-1] == [51.0, "i"]


def test_the_sparkline_holds_the_newest_twenty_four() -> None:
    result = judge(series_of(*NOISE, *NOISE, *NOISE), TODAY)

    assert len(json.loads(result.sparkline)) == 24


def test_few_numbers_give_trial_limits() -> None:
    result = judge(series_of(*NOISE[:5], target=40), TODAY)

    assert result.is_trial
    assert result.variation is Variation.COMMON_CAUSE
    assert result.assurance is Assurance.FAIL


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (series_of(60), NoLimits.ONE_NUMBER),
        (series_of(60, 60, 60), NoLimits.ALL_ALIKE),
        (series_of(60, 60, 60, screens_outliers=False), NoLimits.ALL_ALIKE),
        (series_of(*[5] * 14, 9, *[5] * 5), NoLimits.ON_THE_MEAN),
        (series_of(*NOISE, rule_set=RuleSet.MDC), NoLimits.TOO_FEW),
        (series_of(*[5] * 14, rule_set=RuleSet.MDC), NoLimits.ALL_ALIKE),
    ],
)
def test_where_limits_mean_nothing_no_icon_is_shown_and_the_reason_is_kept(
    series: MeasureSeries, why: NoLimits
) -> None:
    series.measure.target = Decimal(50)

    result = judge(series, TODAY)

    assert (result.no_limits, result.variation, result.assurance) == (why, None, None)
    assert (result.lower_limit, result.upper_limit) == (None, None)
    assert {point.cause for point in result.points} == {SpecialCause.COMMON_CAUSE}


def test_a_shift_is_told_although_held_numbers_without_variation_give_no_limits() -> None:
    series = series_of(*[0] * 12, *[1, 2, 1, 2, 1, 1, 2])
    held = Baseline(
        organisation_id=ORGANISATION,
        measure_id=series.measure.id,
        points=12,
        reason="Before the change",
        set_at=datetime(2026, 6, 1, tzinfo=UTC),
        set_by_id=uuid4(),
    )

    result = judge(MeasureSeries(series.measure, series.counted, baseline=held), TODAY)

    assert result.no_limits is NoLimits.ALL_ALIKE
    assert result.variation is Variation.CONCERN_HIGH
    assert result.assurance is None


def test_limits_are_those_of_the_newest_stretch() -> None:
    series = series_of(*NOISE, *[value - 30 for value in NOISE])
    point = RecalculationPoint(
        organisation_id=ORGANISATION,
        measure_id=series.measure.id,
        starts_on=MONDAY + timedelta(weeks=12),
        reason="A new way of working",
        set_at=datetime(2026, 6, 1, tzinfo=UTC),
        set_by_id=uuid4(),
    )

    result = judge(MeasureSeries(series.measure, series.counted, recalculations=[point]), TODAY)

    assert len(result.segments) == 2
    assert result.mean == pytest.approx(sum(NOISE) / 12 - 30)
    assert result.is_trial


def test_numbers_left_out_count_for_nothing_and_are_no_part_of_the_sparkline() -> None:
    series = series_of(*NOISE, 900, 61, rule_set=RuleSet.MDC)
    ghost = series.counted[12]
    counted = [*series.counted[:12], Counted(ghost.measured_on, ghost.value, is_ghosted=True), series.counted[13]]

    result = judge(MeasureSeries(series.measure, counted), TODAY)

    assert result.number_count == 13
    assert result.points[12].cause is None
    assert [value for value, _ in json.loads(result.sparkline)][-2:] == [62.0, 61.0]
    assert result.no_limits is None


def test_a_closed_measure_is_asked_for_nothing() -> None:
    assert judge(series_of(60, closed_at=datetime(2026, 6, 1, tzinfo=UTC)), TODAY).due_on is None
