import pytest

from registry.spc.causes import Rule, SpecialCause, special_cause
from registry.spc.series import Direction, Options, RuleSet
from tests.spc.given import draw, mdc, places

HELD = [1, -1] * 6  # mean 0 and every range 2: limits at 5.32, near limits at 3.5467 and the same below
MDC = Options(rule_set=RuleSet.MDC)


def level(*values: float, of: float = 50) -> list[float]:
    """Six points that sway about a level, then these, then the six mirrored: the mean stays near the level."""
    sway = [of + 3, of - 3, of + 2, of - 2, of + 3, of - 3]
    return [*sway, *values, *[2 * of - value for value in sway]]


# Outside a limit


def test_a_point_on_the_limit_is_inside() -> None:
    chart = draw([*HELD, 5.32, -5.32, 5.321, -5.321], fix_after_n_points=12)
    assert chart.segments[0].upper_limit == 5.32
    assert places(chart, Rule.ABOVE_UPPER_LIMIT) == [14]
    assert places(chart, Rule.BELOW_LOWER_LIMIT) == [15]


# Shift


@pytest.mark.parametrize(("length", "found"), [(6, 0), (7, 7), (8, 8)])
def test_seven_points_on_one_side_are_a_shift(length: int, found: int) -> None:
    chart = draw([*HELD, *([1.5, 2] * 4)[:length], -1], fix_after_n_points=12)
    assert len(places(chart, Rule.SHIFT_ABOVE)) == found


def test_a_point_on_the_mean_ends_a_shift_and_is_not_part_of_it() -> None:
    held = [0.7, 0.1] * 6  # mean exactly 0.4, which the sum of their nearest binary fractions misses
    chart = draw([*held, *[0.5, 0.6] * 3, 0.4, *[0.5, 0.6] * 3, 0.5], fix_after_n_points=12)
    assert places(chart, Rule.SHIFT_ABOVE) == list(range(19, 26))


def test_in_mdc_six_points_are_a_shift_unless_seven_or_eight_are_chosen() -> None:
    values = [*HELD, *[1.5, 2] * 3, -1]
    assert places(mdc(values, fix_after_n_points=12), Rule.SHIFT_ABOVE) == list(range(12, 18))
    assert not places(mdc(values, fix_after_n_points=12, shift_points=7), Rule.SHIFT_ABOVE)


def test_a_shift_ends_at_a_rebase() -> None:
    values = level(*[55, 54] * 4)
    assert places(draw(values), Rule.SHIFT_ABOVE)
    assert not places(draw(values, rebases=[10]), Rule.SHIFT_ABOVE)


# Trend


@pytest.mark.parametrize(("length", "found"), [(6, 0), (7, 7), (9, 9)])
def test_seven_points_each_above_the_one_before_are_a_trend_ends_included(length: int, found: int) -> None:
    chart = draw(level(*[46 + 0.5 * place for place in range(length)]))
    assert places(chart, Rule.TREND_INCREASING) == list(range(6, 6 + found))
    assert not places(chart, Rule.TREND_DECREASING)


def test_equal_neighbours_end_a_trend() -> None:
    assert places(draw([1, 2, 3, 4, 5, 6, 7]), Rule.TREND_INCREASING) == list(range(7))
    assert not places(draw([1, 2, 3, 4, 4, 5, 6, 7, 8, 9]), Rule.TREND_INCREASING)


def test_in_nhsr_the_top_between_two_trends_is_falling() -> None:
    chart = draw([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    assert places(chart, Rule.TREND_INCREASING) == [0, 1, 2, 3, 4, 5]
    assert places(chart, Rule.TREND_DECREASING) == [6, 7, 8, 9, 10, 11, 12]


@pytest.mark.parametrize("start", [4, 7], ids=["drop", "level step"])
def test_in_nhsr_the_last_point_before_another_rise_is_falling(start: int) -> None:
    """RULES, section 4: the side effect in the reference, tag `degenerate`."""
    chart = draw([1, 2, 3, 4, 5, 6, 7, *range(start, start + 7)])
    assert places(chart, Rule.TREND_DECREASING) == [6]


def test_in_mdc_the_top_between_two_trends_is_in_both() -> None:
    chart = mdc([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    assert places(chart, Rule.TREND_INCREASING) == list(range(7))
    assert places(chart, Rule.TREND_DECREASING) == list(range(6, 13))


def test_only_in_mdc_a_trend_runs_over_a_rebase() -> None:
    values = [5, 4, 5, 4, 5, 3, 4, 5, 6, 7, 8, 9, 8, 9]
    trend = list(range(5, 12))
    assert places(draw(values), Rule.TREND_INCREASING) == trend
    assert not places(draw(values, rebases=[8]), Rule.TREND_INCREASING)
    assert places(mdc(values, rebases=[8]), Rule.TREND_INCREASING) == trend


# Two of three


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ([4, 4, 1], [12, 13]),
        ([4, 1, 4], [12, 14]),
        ([1, 4, 4], [13, 14]),
        ([4, 4, 4], [12, 13, 14]),
        ([4, -1, 4], []),
        ([4, 0, 4], []),
        ([4, 1, 1, 4], []),
        ([5.32, 5.32, 1], [12, 13]),
        ([3.54, 3.54, 1], []),
    ],
)
def test_two_of_three_near_the_limit_on_one_side(tail: list[float], found: list[int]) -> None:
    """The point before lies below the mean, so windows begin with the tail."""
    assert places(draw([*HELD, *tail], fix_after_n_points=12), Rule.TWO_OF_THREE_ABOVE) == found
    below = draw([*[-value for value in HELD], *[-value for value in tail]], fix_after_n_points=12)
    assert places(below, Rule.TWO_OF_THREE_BELOW) == found


def test_only_in_mdc_a_point_beyond_the_limit_counts_as_near() -> None:
    values = [*HELD, 4, 1, 6]
    assert not places(draw(values, fix_after_n_points=12), Rule.TWO_OF_THREE_ABOVE)
    assert places(mdc(values, fix_after_n_points=12), Rule.TWO_OF_THREE_ABOVE) == [12, 14]


# One judgement a point


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [
        (Direction.INCREASE, SpecialCause.IMPROVEMENT, SpecialCause.CONCERN),
        (Direction.DECREASE, SpecialCause.CONCERN, SpecialCause.IMPROVEMENT),
        (Direction.NEUTRAL, SpecialCause.NEUTRAL_HIGH, SpecialCause.NEUTRAL_LOW),
    ],
)
@pytest.mark.parametrize("options", [Options(), MDC], ids=["nhsr", "mdc"])
def test_the_side_of_the_rule_and_what_is_better_make_the_judgement(
    direction: Direction, high: SpecialCause, low: SpecialCause, options: Options
) -> None:
    for rule in (Rule.ABOVE_UPPER_LIMIT, Rule.TREND_INCREASING, Rule.TWO_OF_THREE_ABOVE, Rule.SHIFT_ABOVE):
        assert special_cause([rule], direction, options) is high
    for rule in (Rule.BELOW_LOWER_LIMIT, Rule.TREND_DECREASING, Rule.TWO_OF_THREE_BELOW, Rule.SHIFT_BELOW):
        assert special_cause([rule], direction, options) is low
    assert special_cause([], direction, options) is SpecialCause.COMMON_CAUSE


def test_a_point_beyond_the_limit_in_a_trend_against_it_is_judged_in_opposite_ways() -> None:
    """RULES, end of section 4: the two orders are nearly opposite."""
    rules = [Rule.TREND_DECREASING, Rule.ABOVE_UPPER_LIMIT]
    assert special_cause(rules, Direction.INCREASE, Options()) is SpecialCause.IMPROVEMENT
    assert special_cause(rules, Direction.INCREASE, MDC) is SpecialCause.CONCERN


@pytest.mark.parametrize(
    ("rules", "direction", "judgement"),
    [
        ([Rule.SHIFT_ABOVE, Rule.TREND_DECREASING], Direction.INCREASE, SpecialCause.CONCERN),
        ([Rule.SHIFT_ABOVE, Rule.TREND_DECREASING], Direction.DECREASE, SpecialCause.IMPROVEMENT),
        ([Rule.TREND_INCREASING, Rule.TREND_DECREASING], Direction.INCREASE, SpecialCause.IMPROVEMENT),
        ([Rule.TREND_INCREASING, Rule.TREND_DECREASING], Direction.DECREASE, SpecialCause.IMPROVEMENT),
        ([Rule.SHIFT_ABOVE, Rule.TREND_DECREASING], Direction.NEUTRAL, SpecialCause.NEUTRAL_HIGH),
    ],
)
def test_in_mdc_the_stronger_rule_decides_and_improvement_between_equals(
    rules: list[Rule], direction: Direction, judgement: SpecialCause
) -> None:
    assert special_cause(rules, direction, MDC) is judgement


def test_in_nhsr_a_point_names_the_rule_that_decides_and_lists_all() -> None:
    chart = draw([*HELD, *[1.5, 2] * 3, 6], fix_after_n_points=12)
    last = chart.points[-1]
    assert last.rule is Rule.ABOVE_UPPER_LIMIT
    assert {*last.rules} == {Rule.ABOVE_UPPER_LIMIT, Rule.SHIFT_ABOVE}
    assert mdc([*HELD, 6], fix_after_n_points=12).points[-1].rule is None
