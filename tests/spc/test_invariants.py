"""What holds for every series. Values are tenths, so that ties with the mean, a limit or a neighbour are common."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.spc.causes import Rule, SpecialCause
from registry.spc.runs import run_chart
from registry.spc.series import Direction, RuleSet, Series
from registry.spc.xmr import Segment, XmrChart, xmr_chart
from tests.spc.given import day, draw, make_series

unhurried = settings(deadline=None)  # A busy machine is no fault of a formula.
tenths = st.integers(-60, 60).map(lambda number: Decimal(number) / 10)
values_of_a_chart = st.one_of(
    st.lists(tenths, min_size=2, max_size=40),
    st.lists(st.sampled_from([*map(Decimal, range(4))]), min_size=13, max_size=60),  # many ties and long runs
    st.lists(st.integers(-1, 4), min_size=13, max_size=40).map(
        lambda steps: [Decimal(sum(steps[: place + 1])) / 10 for place in range(len(steps))]  # mostly rising
    ),
)


@st.composite
def series(draw_from: st.DrawFn, directions: Sequence[Direction] = tuple(Direction)) -> Series:
    values: list[Decimal | None] = [*draw_from(values_of_a_chart)]
    rows = st.integers(0, len(values) - 1)
    for place in draw_from(st.lists(rows, max_size=3)):
        values[place] = None
    rule_set = draw_from(st.sampled_from(RuleSet))
    made = make_series(
        values,
        direction=draw_from(st.sampled_from(directions)),
        target=draw_from(st.none() | tenths),
        rebases=draw_from(st.lists(rows, max_size=3)),
        ghosts=draw_from(st.lists(rows, max_size=3)),
        rule_set=rule_set,
        screen_outliers=draw_from(st.none() | st.booleans()),
        fix_after_n_points=draw_from(st.none() | st.integers(12, 16)),
    )
    assume(any(row.whole is not None for row in made.rows))
    return made


def changed(made: Series, function: Any, **given_too: Any) -> Series:
    """The same series with every value and the target put through a function."""
    target = None if made.target is None else function(made.target)
    values = [None if value is None else function(value) for value in made.values]
    return replace(made, values=values, target=target, **given_too)


def judgements(chart: XmrChart) -> list[Any]:
    return [
        (chart.variation_icon, chart.assurance_icon),
        [(point.segment, point.rule, {*point.rules}, point.special_cause) for point in chart.points],
    ]


def lines(segment: Segment) -> list[float | None]:
    near = (segment.lower_near_limit, segment.upper_near_limit)
    return [segment.mean, segment.lower_limit, *near, segment.upper_limit]


def moved(chart: XmrChart, function: Any) -> list[list[Any]]:
    """Each line put through a function, as a fraction: lines of tenths have denominators that a float tells apart."""
    return [[None if line is None else function(line) for line in lines(segment)] for segment in chart.segments]


def are_close(one: list[list[Any]], other: list[list[Any]]) -> bool:
    return all(
        (a is None) is (b is None) and (a is None or abs(a - b) <= 1e-9 * max(1, abs(a)))
        for left, right in zip(one, other, strict=True)
        for a, b in zip(left, right, strict=True)
    )


@unhurried
@given(series(), st.decimals(-1000, 1000, places=3))
def test_adding_a_constant_moves_the_lines_and_changes_no_judgement(made: Series, constant: Decimal) -> None:
    before, after = xmr_chart(made), xmr_chart(changed(made, lambda value: value + constant))
    assert judgements(after) == judgements(before)
    assert are_close(moved(after, float), moved(before, lambda line: line + float(constant)))
    run_before, run_after = run_chart(made), run_chart(changed(made, lambda value: value + constant))
    assert [segment[3:] for segment in run_after] == [segment[3:] for segment in run_before]


@unhurried
@given(series(), st.decimals("0.001", 1000, places=3))
def test_scaling_stretches_the_lines_and_changes_no_judgement(made: Series, factor: Decimal) -> None:
    before, after = xmr_chart(made), xmr_chart(changed(made, lambda value: value * factor))
    assert judgements(after) == judgements(before)
    assert are_close(moved(after, float), moved(before, lambda line: line * float(factor)))


OPPOSITE_RULE = {
    Rule.ABOVE_UPPER_LIMIT: Rule.BELOW_LOWER_LIMIT,
    Rule.SHIFT_ABOVE: Rule.SHIFT_BELOW,
    Rule.TWO_OF_THREE_ABOVE: Rule.TWO_OF_THREE_BELOW,
    Rule.TREND_INCREASING: Rule.TREND_DECREASING,
}
OPPOSITE_RULE |= {low: high for high, low in OPPOSITE_RULE.items()}
OPPOSITE_DIRECTION = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}


@unhurried
@given(series(directions=tuple(OPPOSITE_DIRECTION)))
def test_mirroring_swaps_above_and_below_and_the_judgement_stays_when_better_is_mirrored_too(made: Series) -> None:
    before = xmr_chart(made)
    # In nhsr the last point of a trend is said to fall if a level step leads to another: RULES, tag `degenerate`.
    assume(made.options.rule_set == RuleSet.MDC or not has_level_step_between_trends(made))
    direction = OPPOSITE_DIRECTION[made.improvement_direction]
    after = xmr_chart(changed(made, lambda value: -value, improvement_direction=direction))
    for point, mirrored in zip(before.points, after.points, strict=True):
        assert {*mirrored.rules} == {OPPOSITE_RULE[rule] for rule in point.rules}
        assert mirrored.special_cause == point.special_cause
    assert after.assurance_icon == before.assurance_icon
    swapped = {"high": "low", "low": "high"}
    icon = str(before.variation_icon).split("_")
    assert str(after.variation_icon).split("_") == [swapped.get(word, word) for word in icon]
    for segment, mirrored_segment in zip(before.segments, after.segments, strict=True):
        assert lines(mirrored_segment) == [None if line is None else -line for line in reordered(lines(segment))]
    assert [segment[2:] for segment in run_chart(made)] == [
        segment[2:] for segment in run_chart(changed(made, lambda value: -value))
    ]


def reordered(its: list[float | None]) -> list[float | None]:
    mean, lower, lower_near, upper_near, upper = its
    return [mean, upper, upper_near, lower_near, lower]


def has_level_step_between_trends(made: Series) -> bool:
    wholes = [row.whole for row in made.rows if row.whole is not None]
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(wholes)]
    ends = [place for place in range(5, len(steps)) if abs(sum(steps[place - 5 : place + 1])) == 6]
    starts = {place - 5 for place in ends}
    return any(place + 2 in starts and steps[place + 1] == 0 for place in ends)


@unhurried
@given(series(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(made: Series, random: Any) -> None:
    rows = [*zip(made.dates, made.values, strict=True)]
    random.shuffle(rows)
    shuffled = replace(made, dates=[date for date, _ in rows], values=[value for _, value in rows])
    assert xmr_chart(shuffled) == xmr_chart(made)
    assert run_chart(shuffled) == run_chart(made)


@unhurried
@given(series())
def test_the_neighbours_of_rows_that_do_not_count_become_adjacent(made: Series) -> None:
    """A chart without these rows has the same lines, and judges the others the same."""
    before = xmr_chart(replace(made, rebase_dates=[]))
    kept = [row for row in made.rows if row.whole is not None]
    dates, values = [row.date for row in kept], [row.value for row in kept]
    after = xmr_chart(replace(made, dates=dates, values=values, rebase_dates=[], ghosted_dates=[]))
    assert after.segments == before.segments
    assert [point[4:] for point in after.points] == [point[4:] for point in before.points if point.special_cause]
    assert (after.variation_icon, after.assurance_icon) == (before.variation_icon, before.assurance_icon)


@unhurried
@given(series())
def test_every_row_is_told_once_and_only_counted_ones_are_judged(made: Series) -> None:
    chart = xmr_chart(made)
    assert [point.date for point in chart.points] == sorted(made.dates)
    for row, point in zip(made.rows, chart.points, strict=True):
        assert (point.special_cause is None) == (row.whole is None)
        assert bool(point.rules) <= (point.special_cause not in {None, SpecialCause.COMMON_CAUSE})
    counted = [point.segment for point in chart.points if point.special_cause]
    assert counted == sorted(counted)
    assert [segment.n for segment in chart.segments] == [counted.count(place) for place in range(len(chart.segments))]


@unhurried
@given(st.lists(tenths, min_size=2, max_size=2, unique=True))
def test_two_different_points_are_common_cause_about_their_middle(values: list[Decimal]) -> None:
    chart = draw(values)
    assert chart.segments[0].mean == float(sum(values) / 2)
    assert not any(point.rules for point in chart.points)


@unhurried
@given(tenths, st.integers(13, 40), st.sampled_from(RuleSet), st.booleans())
def test_a_constant_series_is_common_cause(value: Decimal, count: int, rule_set: RuleSet, screen: bool) -> None:
    chart = draw([float(value)] * count, rule_set=rule_set, screen_outliers=screen)
    assert chart.segments[0].mean == float(value)
    assert {point.special_cause for point in chart.points} == {SpecialCause.COMMON_CAUSE}
    assert run_chart(make_series([value] * count))[0].n_useful == 0


@unhurried
@given(values_of_a_chart, st.sampled_from(RuleSet))
def test_the_rules_are_those_of_the_text_word_for_word(values: list[Decimal], rule_set: RuleSet) -> None:
    """Each rule by its definition in RULES, section 4, with fractions; for the chart of one segment, not screened."""
    assume(len(values) >= 13)
    chart = draw(values, rule_set=rule_set, screen_outliers=False)
    exact = [*map(Fraction, values)]
    mean, reach = mean_and_reach(exact)
    for place, point in enumerate(chart.points):
        found, told = rules_by_definition(exact, place, mean, reach, rule_set), {*point.rules}
        assert told - TRENDS == found - TRENDS
        if rule_set == RuleSet.MDC:
            assert told & TRENDS == found & TRENDS
        else:  # Which one of two trends is told in nhsr has tests of its own.
            assert len(told & TRENDS) == bool(found & TRENDS)


TRENDS = {Rule.TREND_INCREASING, Rule.TREND_DECREASING}


def mean_and_reach(values: list[Fraction]) -> tuple[Fraction, Fraction]:
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    return sum(values) / Fraction(len(values)), Fraction("2.66") * sum(ranges) / len(ranges)


def rules_by_definition(
    values: list[Fraction], place: int, mean: Fraction, reach: Fraction, rule_set: RuleSet
) -> set[Rule]:
    least = 7 if rule_set == RuleSet.NHSR else 6

    def is_near(value: Fraction) -> bool:
        distance = abs(value - mean)
        return distance > reach * 2 / 3 and (rule_set == RuleSet.MDC or distance <= reach)

    def around(length: int) -> list[list[Fraction]]:
        """Every stretch of so many points that this one is part of."""
        starts = range(max(0, place - length + 1), min(place, len(values) - length) + 1)
        return [values[start : start + length] for start in starts]

    value = values[place]
    return {
        rule
        for rule, is_met in {
            Rule.ABOVE_UPPER_LIMIT: value > mean + reach,
            Rule.BELOW_LOWER_LIMIT: value < mean - reach,
            Rule.SHIFT_ABOVE: any(all(each > mean for each in run) for run in around(least)),
            Rule.SHIFT_BELOW: any(all(each < mean for each in run) for run in around(least)),
            Rule.TREND_INCREASING: any(all(b > a for a, b in pairwise(run)) for run in around(least)),
            Rule.TREND_DECREASING: any(all(b < a for a, b in pairwise(run)) for run in around(least)),
            Rule.TWO_OF_THREE_ABOVE: is_near(value)
            and any(all(each > mean for each in run) and sum(map(is_near, run)) >= 2 for run in around(3)),
            Rule.TWO_OF_THREE_BELOW: is_near(value)
            and any(all(each < mean for each in run) and sum(map(is_near, run)) >= 2 for run in around(3)),
        }.items()
        if is_met
    }


@unhurried
@given(st.lists(st.floats(-1e6, 1e6), min_size=13, max_size=40))
def test_lines_are_the_formulas_of_the_text_rounded_once(values: list[float]) -> None:
    """RULES, section 3, with fractions of the numbers as they are written."""
    exact = [Fraction(repr(value)) for value in values]
    mean, reach = mean_and_reach(exact)
    [segment] = draw(values, screen_outliers=False).segments
    assert lines(segment) == [
        float(line) for line in (mean, mean - reach, mean - reach * 2 / 3, mean + reach * 2 / 3, mean + reach)
    ]
    assert segment.start == day(0)
