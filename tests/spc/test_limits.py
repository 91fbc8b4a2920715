"""Screening, held limits, rebases and few points: RULES, sections 2, 3 and 6."""

from itertools import accumulate

import pytest

from registry.spc.assurance import Assurance, Variation
from registry.spc.causes import Rule, SpecialCause
from registry.spc.runs import run_chart
from registry.spc.series import Direction, RuleSet, WrongSeries
from registry.spc.xmr import xmr_chart
from tests.spc.given import day, draw, limits, make_series, mdc, places

HELD = [1, -1] * 6  # mean 0, every range 2: limits at -5.32 and 5.32
WITHIN = (-5.32, 5.32)


# Screening


def test_in_nhsr_screening_changes_the_limits_and_leaves_the_mean() -> None:
    values = [*HELD, 41, *HELD]
    [screened], [plain] = draw(values).segments, draw(values, screen_outliers=False).segments
    assert screened.mean == plain.mean == 41 / 25
    assert screened.upper_limit == pytest.approx(41 / 25 + 5.32)
    assert plain.upper_limit == pytest.approx(41 / 25 + 2.66 * (22 * 2 + 42 + 40) / 24)


def test_in_mdc_screening_is_off_unless_chosen_and_changes_the_mean_too() -> None:
    values = [*HELD, 41, *HELD]
    [plain], [screened] = mdc(values).segments, mdc(values, screen_outliers=True).segments
    assert plain.mean == 41 / 25
    # The ranges to the spike and back go, and with them the spike and the point after it, a 1.
    assert screened.mean == pytest.approx(-1 / 23)
    assert screened.upper_limit == pytest.approx(-1 / 23 + 5.32)


def test_a_range_of_exactly_the_fence_goes_in_nhsr_and_stays_in_mdc() -> None:
    ranges = [3267, *[811] * 11, 812]  # thirteen of mean 1000
    values = [*accumulate([0, *(size * (-1) ** place for place, size in enumerate(ranges))])]
    [without], [withal] = draw(values, screen_outliers=True).segments, mdc(values, screen_outliers=True).segments
    assert without.upper_limit == pytest.approx(without.mean + 2.66 * 9733 / 12)
    assert withal.upper_limit == pytest.approx(withal.mean + 2660)


def test_a_constant_series_has_no_limits_when_screened() -> None:
    chart = draw([5] * 15, target=5)
    assert limits(chart.segments[0]) == (None, None)
    assert {point.special_cause for point in chart.points} == {SpecialCause.COMMON_CAUSE}
    assert (chart.variation_icon, chart.assurance_icon) == (Variation.COMMON_CAUSE, Assurance.HIT_OR_MISS)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 1e300, 100])
@pytest.mark.parametrize("rule_set", RuleSet)
def test_a_constant_series_lies_on_its_limits_when_not_screened(value: float, rule_set: RuleSet) -> None:
    chart = draw([value] * 15, rule_set=rule_set, screen_outliers=False)
    assert limits(chart.segments[0]) == (value, value)
    assert chart.segments[0].mean == value
    assert not any(point.rules for point in chart.points)


def test_nearly_constant_with_one_spike_every_point_is_outside() -> None:
    chart = draw([5] * 10 + [9] + [5] * 10)
    assert limits(chart.segments[0]) == (chart.segments[0].mean, chart.segments[0].mean)
    assert places(chart, Rule.ABOVE_UPPER_LIMIT) == [10]
    assert len(places(chart, Rule.BELOW_LOWER_LIMIT)) == 20


# Few points


def test_two_points_have_limits_in_nhsr() -> None:
    [segment] = draw([10, 20]).segments
    assert (segment.mean, *limits(segment)) == (15, -11.6, 41.6)


def test_one_point_has_a_mean_and_no_limits() -> None:
    chart = draw([10], target=8)
    assert chart.segments[0].mean == 10
    assert limits(chart.segments[0]) == (None, None)
    assert (chart.variation_icon, chart.assurance_icon) == (Variation.COMMON_CAUSE, Assurance.HIT_OR_MISS)


@pytest.mark.parametrize(("count", "is_trial"), [(12, True), (13, False)])
def test_fewer_than_thirteen_points_make_trial_limits_in_nhsr(count: int, is_trial: bool) -> None:
    assert draw((HELD * 2)[:count]).segments[0].short_segment_warning is is_trial


def test_fewer_than_thirteen_points_have_a_mean_alone_in_mdc() -> None:
    chart = mdc([*range(12)], target=3)
    [segment] = chart.segments
    assert (segment.mean, *limits(segment), segment.short_segment_warning) == (5.5, None, None, None)
    assert not any(point.rules for point in chart.points)
    assert {point.special_cause for point in chart.points} == {SpecialCause.COMMON_CAUSE}
    assert (chart.variation_icon, chart.assurance_icon) == (None, None)


def test_in_mdc_thirteen_points_in_all_are_enough_for_short_segments() -> None:
    chart = mdc([*HELD, 1, -1], rebases=[11])
    assert [segment.n for segment in chart.segments] == [11, 3]
    assert limits(chart.segments[1]) == pytest.approx((-1 / 3 - 5.32, -1 / 3 + 5.32))


def test_nothing_to_judge_is_refused_in_nhsr_and_empty_in_mdc() -> None:
    with pytest.raises(WrongSeries, match="no value to judge"):
        draw([None, 4], ghosts=[1])
    chart = mdc([None, 4], ghosts=[1])
    assert (chart.segments, chart.variation_icon, chart.assurance_icon) == ([], None, None)
    assert [(point.segment, point.special_cause) for point in chart.points] == [(None, None)] * 2
    assert run_chart(make_series([None])) == []


# Missing and ghosted rows


@pytest.mark.parametrize("rule_set", RuleSet)
def test_missing_and_ghosted_rows_are_drawn_and_take_part_in_nothing(rule_set: RuleSet) -> None:
    chart = draw([*HELD, None, 99, 1], ghosts=[13], rule_set=rule_set)
    assert chart.segments == draw([*HELD, 1], rule_set=rule_set).segments
    assert [(point.value, point.is_ghosted, point.special_cause) for point in chart.points[12:14]] == [
        (None, False, None),
        (99, True, None),
    ]
    assert {point.segment for point in chart.points} == {0}


# Rebases


def test_a_rebase_begins_a_segment_with_its_row() -> None:
    chart = draw([*HELD, *[value + 10 for value in HELD]], rebases=[12])
    assert [(segment.start, segment.n, segment.mean) for segment in chart.segments] == [
        (day(0), 12, 0),
        (day(12), 12, 10),
    ]
    assert [point.segment for point in chart.points] == [0] * 12 + [1] * 12
    assert [segment.start for segment in run_chart(make_series([1, 2, 3, 4], rebases=[2]))] == [day(0), day(2)]


def test_a_rebase_of_the_first_row_or_of_no_row_changes_nothing() -> None:
    plain = draw(HELD)
    assert draw(HELD, rebases=[0]) == plain
    assert draw(HELD, rebases=[40]) == plain


@pytest.mark.parametrize("rule_set", RuleSet)
def test_a_rebase_on_a_row_that_does_not_count_takes_effect_with_the_next_that_does(rule_set: RuleSet) -> None:
    chart = draw([*HELD, None, 99, *HELD], ghosts=[13], rebases=[12], rule_set=rule_set)
    assert [(segment.start, segment.n) for segment in chart.segments] == [(day(0), 12), (day(14), 12)]
    assert [point.segment for point in chart.points[11:15]] == [0, 1, 1, 1]


def test_a_rebase_after_which_nothing_counts_begins_no_segment() -> None:
    chart = draw([*HELD, None, 99], ghosts=[13], rebases=[12, 13])
    assert [segment.n for segment in chart.segments] == [12]
    assert {point.segment for point in chart.points} == {0}


def test_a_rebase_on_the_last_point_leaves_it_without_limits() -> None:
    for chart, assurance in (
        (draw([*HELD, 1], rebases=[12], target=0), Assurance.HIT_OR_MISS),
        (mdc([*HELD, 1], rebases=[12], target=0), None),
    ):
        assert limits(chart.segments[-1]) == (None, None)
        assert (chart.variation_icon, chart.assurance_icon) == (Variation.COMMON_CAUSE, assurance)


# Held limits


def test_in_nhsr_each_segment_holds_the_limits_of_its_first_points() -> None:
    chart = draw([*HELD, 9, 9, *[value + 50 for value in HELD], 90], rebases=[14], fix_after_n_points=12)
    assert [limits(segment) for segment in chart.segments] == [WITHIN, (50 - 5.32, 50 + 5.32)]
    assert [segment.n for segment in chart.segments] == [14, 13]
    assert places(chart, Rule.ABOVE_UPPER_LIMIT) == [12, 13, 26]


def test_in_mdc_held_points_are_a_segment_whose_lines_the_next_takes_over() -> None:
    chart = mdc([*HELD, None, 9, 9, *[value + 50 for value in HELD]], rebases=[15], fix_after_n_points=12)
    assert [segment.n for segment in chart.segments] == [12, 2, 12]
    assert [limits(segment) for segment in chart.segments] == [WITHIN, WITHIN, (50 - 5.32, 50 + 5.32)]
    assert [point.segment for point in chart.points[11:16]] == [0, 1, 1, 1, 2]


def test_in_mdc_a_shift_ends_with_the_held_points_and_a_trend_does_not() -> None:
    held = [1, -1, 1, -1, 1, -1, -2, -1.5, 0.1, 0.4, 0.6, 0.8]
    chart = mdc([*held, 1.1, 1.4], fix_after_n_points=12)
    assert not places(chart, Rule.SHIFT_ABOVE)
    assert places(chart, Rule.TREND_INCREASING) == list(range(6, 14))


def test_in_mdc_a_rebase_among_the_held_points_leaves_nothing_to_take_over() -> None:
    chart = mdc([*HELD, 50, 52, 50], rebases=[5], fix_after_n_points=12)
    assert [segment.n for segment in chart.segments] == [12, 3]
    assert limits(chart.segments[0]) == WITHIN
    assert chart.segments[1].mean == pytest.approx(152 / 3)


@pytest.mark.parametrize("rule_set", RuleSet)
def test_with_fewer_points_than_are_to_be_held_all_are_used(rule_set: RuleSet) -> None:
    values = [*HELD, 3, 2]
    assert draw(values, rule_set=rule_set, fix_after_n_points=15) == draw(values, rule_set=rule_set)


def test_held_points_do_not_cut_a_run_chart() -> None:
    series = make_series([*HELD, 5, 6], rule_set=RuleSet.MDC, fix_after_n_points=12)
    assert len(xmr_chart(series).segments) == 2
    assert len(run_chart(series)) == 1


# Icons


@pytest.mark.parametrize(
    ("target", "when_high_is_good", "when_low_is_good"),
    [
        (6, Assurance.FAIL, Assurance.PASS),
        (-6, Assurance.PASS, Assurance.FAIL),
        (0, Assurance.HIT_OR_MISS, Assurance.HIT_OR_MISS),
    ],
)
@pytest.mark.parametrize("rule_set", RuleSet)
def test_assurance_is_the_target_against_the_limits(
    target: float, when_high_is_good: Assurance, when_low_is_good: Assurance, rule_set: RuleSet
) -> None:
    def icon(direction: Direction) -> Assurance | None:
        return draw([*HELD, 1, -1], target=target, direction=direction, rule_set=rule_set).assurance_icon

    assert icon(Direction.INCREASE) is when_high_is_good
    assert icon(Direction.DECREASE) is when_low_is_good
    assert icon(Direction.NEUTRAL) is None


def test_a_target_on_the_limit_is_beyond_it_in_mdc_only() -> None:
    values = [*HELD, 1, -1]
    assert draw(values, target=5.32).assurance_icon is Assurance.HIT_OR_MISS
    assert mdc(values, target=5.32).assurance_icon is Assurance.FAIL
    assert mdc(values, target=-5.32).assurance_icon is Assurance.PASS
    assert mdc(values, target=5.32, direction=Direction.DECREASE).assurance_icon is Assurance.PASS
    assert mdc(values, target=-5.32, direction=Direction.DECREASE).assurance_icon is Assurance.FAIL


@pytest.mark.parametrize("direction", [Direction.INCREASE, Direction.DECREASE])
def test_in_mdc_always_at_the_target_passes(direction: Direction) -> None:
    assert mdc([100] * 14, target=100, direction=direction).assurance_icon is Assurance.PASS


@pytest.mark.parametrize(
    ("last", "direction", "icon"),
    [
        (9, Direction.INCREASE, Variation.IMPROVEMENT_HIGH),
        (-9, Direction.INCREASE, Variation.CONCERN_LOW),
        (9, Direction.DECREASE, Variation.CONCERN_HIGH),
        (-9, Direction.DECREASE, Variation.IMPROVEMENT_LOW),
        (9, Direction.NEUTRAL, Variation.NEUTRAL_HIGH),
        (-9, Direction.NEUTRAL, Variation.NEUTRAL_LOW),
        (0.5, Direction.INCREASE, Variation.COMMON_CAUSE),
    ],
)
def test_variation_is_the_judgement_of_the_last_counted_point(
    last: float, direction: Direction, icon: Variation
) -> None:
    chart = draw([9, *HELD, *HELD, last, None, 77], ghosts=[27], direction=direction)
    assert chart.variation_icon is icon
