"""What a chart says in each case, worked out by hand. Source: spc/RULES.md, sections 4 to 7; LOOK, 'Charts'."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from registry.measures.charts.sentences import Said
from registry.measures.models import Interval
from registry.spc.series import Direction, RuleSet
from tests.measures.charts.given import CHANGED, STEADY, not_over, picture, series_of

UP = Direction.INCREASE
NEITHER = Direction.NEUTRAL
# Mean 27.6 by seven numbers below it; two in a row would be near the limit, none is.
LOWER = [*STEADY, 27, 26, 27, 25, 27, 26, 27]
RISING = [*STEADY, 25, 26, 27, 28, 29, 30, 31]
HIGH = [*STEADY, 28, 27, 45]


def said(values: Sequence[float | None], as_run: bool = False, **given: object) -> Said:
    return picture(series_of(values, **given), as_run=as_run).said


@pytest.mark.parametrize(
    ("values", "direction", "words"),
    [
        (
            [*STEADY, 29, 27],
            Direction.DECREASE,
            "Steady around 28.2 weeks: the numbers go up and down between 21.5 and 35.0 by chance alone.",
        ),
        (
            LOWER,
            Direction.DECREASE,
            "Fell to 27 weeks: the last eight numbers are below the mean of 27.6, better than chance alone would make "
            "them.",
        ),
        (
            LOWER,
            UP,
            "Fell to 27 weeks: the last eight numbers are below the mean of 27.6, worse than chance alone would make "
            "them.",
        ),
        (
            LOWER,
            NEITHER,
            "Fell to 27 weeks: the last eight numbers are below the mean of 27.6, which chance alone would not do.",
        ),
        (
            HIGH,
            Direction.DECREASE,
            "Rose to 45 weeks: the newest number lies above the upper limit of 35.6, worse than chance alone would "
            "make it.",
        ),
        (
            HIGH,
            UP,
            "Rose to 45 weeks: the newest number lies above the upper limit of 35.6, better than chance alone would "
            "make it.",
        ),
        (
            RISING,
            NEITHER,
            "Rose to 31 weeks: the last seven numbers rise one after another, which chance alone would not do.",
        ),
        (
            RISING,
            UP,
            "Rose to 31 weeks: the last seven numbers rise one after another, better than chance alone would make "
            "them.",
        ),
        (
            CHANGED,
            Direction.DECREASE,
            "Fell to 21 weeks: two of the last three numbers lie near the lower limit of 19.5, better than chance "
            "alone would make them.",
        ),
    ],
)
def test_what_the_newest_number_shows(values: Sequence[float], direction: Direction, words: str) -> None:
    assert said(values, direction=direction).variation == words


def test_earlier_signals_are_pointed_at_and_not_concluded_from() -> None:
    assert said([*CHANGED[:22], *STEADY, 28.5], held=12).variation == (
        "The newest number shows chance alone: numbers around 28.2 weeks, between 21.5 and 35.0, need no other reason. "
        "Earlier signals are marked."
    )


def test_after_a_recalculation_the_sentence_says_what_it_was_before() -> None:
    moved = said([*STEADY, *[value - 10 for value in STEADY], 18], again=[12])

    assert moved.variation == (
        "Steady around 18.2 weeks since 1 November 2025, 28.2 before: the numbers go up and down between 11.6 and 24.9 "
        "by chance alone."
    )
    assert "Mean and limits begin anew on 1 November 2025: The joint clinic is how we work now." in moved.remarks


def test_a_signal_after_a_recalculation_says_it_too() -> None:
    moved = said([*STEADY, *[value - 10 for value in HIGH]], again=[12])

    assert moved.variation == (
        "Rose to 35 weeks: the newest number lies above the upper limit of 25.6, worse than chance alone would make it."
        " Since 1 November 2025 the mean is 19.3 weeks, 28.2 before."
    )


@pytest.mark.parametrize(
    ("target", "direction", "words"),
    [
        ("50", Direction.DECREASE, "The target of 50 weeks will be met unless something changes."),
        ("12", Direction.DECREASE, "The target of 12 weeks will be missed unless something changes."),
        (
            "28",
            Direction.DECREASE,
            "Some months will meet the target of 28 weeks and some will not, by chance alone.",
        ),
        ("12", UP, "The target of 12 weeks will be met unless something changes."),
        ("50", UP, "The target of 50 weeks will be missed unless something changes."),
        ("28", NEITHER, "Neither side is better, so the target of 28 weeks is drawn and not judged."),
        (None, UP, ""),
    ],
)
def test_what_follows_for_the_target(target: str | None, direction: Direction, words: str) -> None:
    given = {"target": None if target is None else Decimal(target), "direction": direction}
    assert said([*STEADY, 29, 27], **given).assurance == words


def test_by_chance_is_told_in_the_measures_own_rhythm() -> None:
    weekly = said([*STEADY, 29], target=Decimal(28), interval=Interval.WEEK)
    assert weekly.assurance == "Some weeks will meet the target of 28 weeks and some will not, by chance alone."


@pytest.mark.parametrize(
    ("values", "given", "words"),
    [
        ([], {}, "No number yet."),
        ([None, None], {}, "Nothing could be counted so far."),
        (
            [28],
            {},
            "One number so far: 28 weeks on 1 November 2024. With the second come first limits, with the thirteenth "
            "firm ones.",
        ),
        (
            [*STEADY, 20],
            {"again": [12]},
            "Mean and limits begin anew with the newest number, 20 weeks on 1 November 2025. The next one will tell "
            "more.",
        ),
        (
            STEADY,
            {"rule_set": RuleSet.MDC},
            "12 numbers so far. Limits and signals come with the thirteenth; until then the mean is drawn.",
        ),
        (
            [12] * 14,
            {},
            "Every number is 12 weeks. Nothing varies, so there are no limits and nothing to judge.",
        ),
        (
            [*STEADY, *[12] * 14],
            {"again": [12]},
            "Every number since 1 November 2025 is 12 weeks. Nothing varies, so there are no limits and nothing to "
            "judge.",
        ),
        (
            [*[12] * 9, 30, *[12] * 6],
            {},
            "Most of the newest numbers are alike, and the rules leave out the few jumps between them: no limits are "
            "left, and nothing to judge. Read the numbers themselves.",
        ),
    ],
)
def test_where_there_are_no_limits_it_says_why_and_shows_no_icon(
    values: Sequence[float | None], given: dict[str, object], words: str
) -> None:
    shown = picture(series_of(values, target=Decimal(12), **given))

    assert shown.said.variation == words
    assert shown.icons == []
    told = "" if shown.result.number_count == 0 else "Whether the target of 12 weeks will be met cannot be told yet."
    assert shown.said.assurance == told


def test_limits_fallen_onto_the_mean_are_not_drawn_and_judge_nobody() -> None:
    narrow, wide = picture(series_of([*[12] * 9, 30, *[12] * 6])).charts

    assert (narrow.limits, wide.limits) == ("", "")
    assert {mark.kind for mark in wide.marks} == {"common"}


def test_few_numbers_make_trial_limits() -> None:
    few = said([79, 81, 77, 80, 82], unit="%", direction=UP)

    assert (
        few.variation == "So far steady around 79.8%: the numbers go up and down between 72.5 and 87.1 by chance alone."
    )
    assert few.remarks == ["The limits are trial limits: they rest on 5 numbers and become firm with the 13th."]


def test_trial_limits_of_an_earlier_stretch_are_named_with_it() -> None:
    remarks = said([*STEADY, *STEADY, 18], again=[12]).remarks
    assert "The limits from 1 November 2024 are trial limits: they rest on 12 numbers and not on 13." in remarks


def test_the_baseline_says_why() -> None:
    assert said(CHANGED, held=12).remarks == [
        "Mean and limits rest on the first 12 numbers: Before we changed anything."
    ]


@pytest.mark.parametrize(
    ("values", "given", "words"),
    [
        ([], {}, "No number yet."),
        ([3] * 5, {}, "Every number is 3.0 weeks, so there are no runs to judge."),
        (
            STEADY,
            {},
            "Nothing but chance: the numbers lie on both sides of the median of 28.0 weeks, as chance has it.",
        ),
        (
            CHANGED,
            {},
            "More than chance: twelve numbers in a row lie on one side of the median of 25.5 weeks. Chance alone makes "
            "at most eight.",
        ),
        (
            [1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 1, 2, 1, 2, 1, 9, 8, 9, 8, 9],
            {},
            "More than chance: the numbers cross the median of 5.0 weeks three times. Chance alone makes them cross at "
            "least six times.",
        ),
    ],
)
def test_what_a_run_chart_says(values: Sequence[float], given: dict[str, object], words: str) -> None:
    assert said(values, as_run=True, **given).variation == words


def test_a_short_run_chart_says_that_its_rules_want_more() -> None:
    assert said([1, 9, 2, 8], as_run=True).remarks == ["These rules are meant for ten numbers and more."]


def test_who_hears_the_chart_hears_what_it_says_and_how_far_it_goes() -> None:
    shown = picture(series_of([*STEADY, 29, 27], target=Decimal(12)))
    assert shown.description == (
        "Steady around 28.2 weeks: the numbers go up and down between 21.5 and 35.0 by chance alone. The target of 12 "
        "weeks will be missed unless something changes. 14 numbers from 1 November 2024 to 1 December 2025, between 26 "
        "and 31 weeks. The table has each of them."
    )


def test_the_legend_names_what_is_drawn_and_nothing_else() -> None:
    plain = picture(series_of(STEADY))
    full = picture(
        series_of(CHANGED, target=Decimal(12), held=12, again=[18], left_out=[3], rule_set=RuleSet.MDC),
        not_over("30", crossed=[6]),
    )

    assert [key.words for key in plain.legend] == ["Chance alone", "Mean 28.2", "Process limits 21.5 to 35.0"]
    assert {key.kind for key in full.legend} >= {
        "left-out",
        "mean",
        "limits",
        "target",
        "baseline",
        "boundary",
        "crossed",
    }
    assert [key.words for key in full.legend if key.kind == "boundary"] == ["Not over 30"]
