"""Where everything of a chart stands, whatever the numbers. Source: spc/RULES.md, section 9; LOOK, 'Charts'."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.measures.charts.contents import BoundaryLimit
from registry.measures.charts.drawing import Chart, lay_out
from registry.measures.charts.frames import NARROW, WIDE
from registry.measures.charts.letters import width_of
from registry.measures.models import Interval
from registry.measures.rules.series import Counted, MeasureSeries
from registry.spc.series import Direction, RuleSet
from tests.measures.charts.given import (
    CHANGED,
    STEADY,
    anew_on,
    baseline_of,
    change_on,
    days_from,
    drawn_from,
    measure_of,
    month,
    not_over,
    series_of,
)

WIDTHS = pytest.mark.parametrize("width", [NARROW, WIDE])

numbers = st.one_of(
    st.decimals(-1000, 1000, places=2),
    st.decimals(0, 1, places=6),
    st.integers(-(10**12), 10**12).map(Decimal),
    st.sampled_from([Decimal("1e300"), Decimal("-1e300"), Decimal("1e-12"), Decimal(0)]),
)


@st.composite
def any_series(draw: st.DrawFn) -> tuple[MeasureSeries, list[BoundaryLimit]]:
    """What a team may record in any rhythm, with gaps, numbers left out, re-calculations, changes and boundaries."""
    alike = draw(st.booleans())
    within = st.just(draw(numbers)) if alike else st.sampled_from(draw(st.lists(numbers, min_size=1, max_size=8)))
    values = draw(st.lists(st.one_of(within, st.none()), min_size=0, max_size=60))
    gaps = st.sampled_from(draw(st.sampled_from([[1], [7], [28, 31], [1, 7, 400], [365, 366]])))
    first = draw(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
    days = days_from(first, draw(st.lists(gaps, min_size=len(values), max_size=len(values))))[: len(values)]
    rules = draw(st.sampled_from(RuleSet))
    measure = measure_of(
        unit=draw(st.sampled_from(["", "%", "weeks", "falls per 1,000 occupied bed days and nights"])),
        direction=draw(st.sampled_from(Direction)),
        interval=draw(st.sampled_from(Interval)),
        target=draw(st.one_of(st.none(), numbers)),
        rule_set=rules,
    )
    left_out = draw(st.sets(st.sampled_from(days))) if days and rules is RuleSet.MDC else set()
    anew = draw(st.sets(st.sampled_from(days), max_size=4)) if days else set()
    tried = draw(st.lists(st.integers(-400, 3000).map(lambda later: first + timedelta(days=later)), max_size=20))
    series = MeasureSeries(
        measure,
        [Counted(day, value, is_ghosted=day in left_out) for day, value in zip(days, values, strict=True)],
        recalculations=[anew_on(day) for day in sorted(anew)],
        baseline=draw(st.one_of(st.none(), st.integers(12, 20).map(baseline_of))),
        changes=[change_on(day, "A change") for day in sorted(tried)],
    )
    limits = [
        BoundaryLimit(draw(numbers), draw(st.booleans()), "Not over it", draw(st.one_of(st.none(), st.just(first))))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return series, limits


@WIDTHS
@settings(max_examples=150, deadline=None)
@given(drawn=any_series())
def test_no_number_is_lost_and_none_lies_outside_the_frame(
    width: int, drawn: tuple[MeasureSeries, list[BoundaryLimit]]
) -> None:
    series, limits = drawn
    chart = lay_out(drawn_from(series, *limits), width)

    assert len(chart.marks) == sum(counted.value is not None for counted in series.counted)
    for mark in chart.marks:
        assert chart.left <= mark.x <= chart.right
        assert chart.top <= mark.y <= chart.bottom
    levels = [
        level for path in (chart.centres, chart.limits) for level in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)", path)
    ]
    for start, at, end in levels:
        assert chart.left - 0.1 <= float(start) <= float(end) <= chart.right + 0.1
        assert chart.top - 0.1 <= float(at) <= chart.bottom + 0.1
    for at in [*chart.changes, *(boundary.start for boundary in chart.boundaries)]:
        assert chart.left <= at <= chart.right
    for at in [chart.target or chart.top, *(boundary.at for boundary in chart.boundaries)]:
        assert chart.top <= at <= chart.bottom


@WIDTHS
@settings(max_examples=150, deadline=None)
@given(drawn=any_series())
def test_what_is_written_neither_touches_nor_leaves_the_drawing(
    width: int, drawn: tuple[MeasureSeries, list[BoundaryLimit]]
) -> None:
    series, limits = drawn
    chart = lay_out(drawn_from(series, *limits), width)
    size = chart.size

    for ticks in ([(tick.at, tick.words) for tick in chart.date_ticks], below(chart)):
        sides = [(at - width_of(words, size) / 2, at + width_of(words, size) / 2) for at, words in ticks]
        assert_apart(sides)
        assert all(start >= 0 and end <= width for start, end in sides)
    assert_apart(sorted((tick.at - size / 2, tick.at + size / 2) for tick in chart.value_ticks))
    assert_apart([(label.at - size / 2, label.at + size / 2) for label in chart.labels])
    assert_apart([(flag.x - flag.half_width, flag.x + flag.half_width) for flag in chart.flags])
    assert all(chart.left - width_of(tick.words, size) >= 0 for tick in chart.value_ticks)
    assert all(chart.right + width_of(label.words, size) <= width for label in chart.labels)
    assert all(0 <= label.at <= chart.height for label in chart.labels)
    assert chart.bottom + 2 * size <= chart.height
    assert width_of(chart.unit, size) <= width
    assert chart.left < chart.right - 60
    if series.counted:
        assert chart.date_ticks


@WIDTHS
@settings(max_examples=60, deadline=None)
@given(drawn=any_series())
def test_value_ticks_are_told_apart(width: int, drawn: tuple[MeasureSeries, list[BoundaryLimit]]) -> None:
    series, limits = drawn
    ticks = lay_out(drawn_from(series, *limits), width).value_ticks

    assert 1 <= len(ticks) <= 7
    assert len({tick.words for tick in ticks}) == len(ticks)


def below(chart: Chart) -> list[tuple[float, str]]:
    return [(tick.at, tick.below) for tick in chart.date_ticks if tick.below]


def assert_apart(sides: Sequence[tuple[float, float]]) -> None:
    for (_, end), (start, _) in pairwise(sides):
        assert end <= start + 0.01


@WIDTHS
def test_lines_break_where_limits_begin_anew_and_at_gaps(width: int) -> None:
    values = [*STEADY, None, *STEADY]
    chart = lay_out(drawn_from(series_of(values, again=[18])), width)

    assert chart.lines.count("M") == 3
    assert chart.centres.count("M") == 2
    assert chart.limits.count("M") == 4
    assert ends_of(chart.centres)[0] < starts_of(chart.centres)[1]


def test_the_held_numbers_of_mdc_and_those_that_take_over_their_lines_are_one_stretch() -> None:
    chart = lay_out(drawn_from(series_of(CHANGED, held=12, rule_set=RuleSet.MDC)), WIDE)

    assert chart.centres.count("M") == 1
    assert chart.lines.count("M") == 1
    assert len(chart.baselines) == 1


def test_a_number_left_out_is_drawn_and_the_line_goes_past_it() -> None:
    chart = lay_out(drawn_from(series_of(CHANGED, left_out=[5], rule_set=RuleSet.MDC)), WIDE)

    assert [mark.kind for mark in chart.marks].count("left-out") == 1
    assert chart.lines.count("M") == 1
    assert chart.lines.count("L") == len(CHANGED) - 2


def test_each_judgement_has_a_shape_of_its_own() -> None:
    drawn = [series_of(STEADY), series_of(CHANGED), series_of(CHANGED, direction=Direction.NEUTRAL)]
    marks = [mark for series in drawn for mark in lay_out(drawn_from(series), WIDE).marks]
    ways = {mark.kind: re.sub(r"^M[-\d. ]+", "", mark.path) for mark in marks}

    assert ways.keys() == {"common", "improvement", "concern", "neutral-high", "neutral-low"}
    assert len(set(ways.values())) == len(ways)


def test_the_narrow_chart_says_the_same_in_fewer_paths() -> None:
    content = drawn_from(series_of(CHANGED))
    narrow, wide = lay_out(content, NARROW), lay_out(content, WIDE)

    assert {shape.kind for shape in narrow.shapes} == {mark.kind for mark in narrow.marks}
    assert sum(shape.path.count("M") for shape in narrow.shapes) == len(CHANGED)
    assert [shape.words for shape in wide.shapes if shape.kind == "improvement"][-1] == (
        "1 October 2026: 21 weeks. Improvement: two of three near the lower limit"
    )
    assert wide.shapes[-1].kind != "common"


def test_the_baseline_reaches_over_the_numbers_on_which_the_limits_rest() -> None:
    chart = lay_out(drawn_from(series_of(CHANGED, held=12)), WIDE)
    [(start, end)] = chart.baselines

    assert [start < mark.x < end for mark in chart.marks] == [True] * 12 + [False] * 12


@WIDTHS
def test_a_change_stands_on_its_day_with_its_number(width: int) -> None:
    chart = lay_out(drawn_from(series_of(CHANGED, tried=[month(12), month(20)])), width)

    assert chart.changes == [chart.marks[12].x, chart.marks[20].x]
    assert [flag.words for flag in chart.flags] == ["1", "2"]


@WIDTHS
def test_changes_too_near_each_other_share_one_flag(width: int) -> None:
    tried = [month(3), month(12), month(12) + timedelta(days=2), month(12) + timedelta(days=5)]
    chart = lay_out(drawn_from(series_of(CHANGED, tried=tried)), width)

    assert [flag.words for flag in chart.flags] == ["1", "2–4"]
    assert len(chart.changes) == 4


def test_changes_far_outside_the_chart_are_not_drawn() -> None:
    tried = [date(2020, 1, 1), date(2026, 10, 20), date(2032, 1, 1)]
    chart = lay_out(drawn_from(series_of(CHANGED, tried=tried)), WIDE)

    assert [flag.words for flag in chart.flags] == ["2"]


def test_a_boundary_begins_with_the_day_it_was_agreed_and_its_crossings_are_ringed() -> None:
    chart = lay_out(drawn_from(series_of(CHANGED), not_over("30", since=4, crossed=[6, 10])), WIDE)
    [boundary] = chart.boundaries

    assert boundary.start == chart.marks[4].x
    assert (boundary.top, boundary.bottom) == (chart.top, boundary.at)
    assert chart.rings.count("M") == 2
    assert [label.words for label in chart.labels if label.kind == "boundary"] == ["Limit 30"]


def test_a_run_chart_judges_no_single_number() -> None:
    chart = lay_out(drawn_from(series_of(CHANGED), as_run=True), WIDE)

    assert {mark.kind for mark in chart.marks} == {"common"}
    assert chart.limits == ""
    assert (chart.centres, chart.signal_centres.count("M")) == ("", 1)


def test_the_right_hand_edge_says_what_mean_and_target_are() -> None:
    content = drawn_from(series_of(STEADY, target=Decimal(12)))

    assert [label.words for label in lay_out(content, WIDE).labels] == ["Mean 28.2", "Target 12"]
    assert [label.words for label in lay_out(content, NARROW).labels] == ["28.2", "12"]


def ends_of(path: str) -> list[float]:
    return [float(end) for end in re.findall(r"H([\d.]+)", path)]


def starts_of(path: str) -> list[float]:
    return [float(start) for start in re.findall(r"M([\d.]+)", path)]
