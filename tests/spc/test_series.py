"""What is refused, and how an input is read: RULES, sections 2 and 8."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.spc.series import Direction, Options, RuleSet, Series, WrongSeries
from registry.spc.shape import analyse, read_series
from tests.spc.given import draw, make_series

INPUT: dict[str, Any] = {
    "dates": ["2023-02-01", "2023-01-01"],
    "values": [3, 2.5],
    "improvement_direction": "decrease",
}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 10**400, 1.1e300, Decimal("NaN")])
def test_what_is_no_finite_number_is_refused(number: float) -> None:
    with pytest.raises(WrongSeries, match="Every value is a number between"):
        make_series([1, number])
    with pytest.raises(WrongSeries, match="Every value is a number between"):
        make_series([1, 2], target=number)


def test_a_date_may_occur_once_only() -> None:
    days = [date(2023, 1, 1), date(2023, 2, 1), date(2023, 1, 1)]
    with pytest.raises(WrongSeries, match="The date 2023-01-01 occurs more than once"):
        Series(days, [1, None, 2], Direction.INCREASE)


def test_each_date_has_a_value() -> None:
    with pytest.raises(WrongSeries, match="There are 1 dates and 2 values"):
        Series([date(2023, 1, 1)], [1, 2], Direction.INCREASE)


def test_limits_are_held_after_twelve_points_or_more() -> None:
    with pytest.raises(WrongSeries, match="12 points or more"):
        Options(fix_after_n_points=11)


def test_the_length_of_a_shift_or_trend_is_chosen_in_mdc_only_and_within_bounds() -> None:
    with pytest.raises(WrongSeries, match="have 7 points"):
        Options(shift_points=6)
    with pytest.raises(WrongSeries, match="6, 7 or 8"):
        Options(rule_set=RuleSet.MDC, trend_points=5)


def test_numbers_as_they_are_kept_and_as_they_are_typed_make_one_chart() -> None:
    typed = [0.1, 0.7, 0.4, 12, 3.25, 1e-7]
    kept = draw([Decimal(str(value)) for value in typed])
    assert kept.segments == draw(typed).segments
    exact = sum(Fraction(str(value)) for value in typed) / 6
    assert kept.segments[0].mean == float(exact)


def test_points_give_back_the_values_as_they_came() -> None:
    points = analyse(INPUT)["xmr"]["points"]
    assert json.dumps([point["value"] for point in points]) == "[2.5, 3]"
    assert [point["date"] for point in points] == ["2023-01-01", "2023-02-01"]


def test_what_an_input_leaves_out_has_its_default() -> None:
    assert read_series(INPUT) == read_series(
        INPUT
        | {"target": None, "rebase_dates": [], "ghosted_dates": None}
        | {"options": {"rule_set": None, "screen_outliers": None, "fix_after_n_points": None, "shift_points": None}}
    )
    assert read_series(INPUT).options.is_screened
    assert not read_series(INPUT | {"options": {"rule_set": "mdc"}}).options.is_screened


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"dates": "2023-01-01"}, "dates is a list"),
        ({"dates": ["2023-02-30", "2023-01-01"]}, "A date is written as 2027-04-30, not '2023-02-30'"),
        ({"dates": ["20230201", "2023-01-01"]}, "A date is written as"),
        ({"dates": [20230201, "2023-01-01"]}, "A date is written as"),
        ({"values": None}, "values is a list"),
        ({"values": ["3", 2]}, "A value is a number or null, not '3'"),
        ({"values": [True, 2]}, "A value is a number or null, not True"),
        ({"target": "high"}, "A value is a number or null"),
        ({"improvement_direction": "up"}, "improvement_direction is increase or decrease or neutral, not 'up'"),
        ({"improvement_direction": ["up"] * 40}, "…"),
        ({"rebase_date": []}, "no rebase_date"),
        ({"options": []}, "options is an object"),
        ({"options": {"ruleset": "mdc"}}, "no ruleset"),
        ({"options": {"rule_set": "excel"}}, "rule_set is nhsr or mdc"),
        ({"options": {"screen_outliers": 1}}, "screen_outliers is true, false or null"),
        ({"options": {"fix_after_n_points": 12.5}}, "fix_after_n_points is a whole number or null"),
    ],
)
def test_a_malformed_input_is_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongSeries, match=sentence):
        read_series(INPUT | change)


@pytest.mark.parametrize("given", [None, 3, [], "dates", {"input": 3}])
def test_what_is_no_object_is_refused(given: object) -> None:
    with pytest.raises(WrongSeries, match="An input is an object"):
        analyse(given)


def test_an_input_names_what_it_lacks() -> None:
    with pytest.raises(WrongSeries, match="An input needs improvement_direction, values"):
        read_series({"dates": []})


# The command


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "\xff", '{"dates": [], "values": [], "improvement_direction": "up"}', "[" * 100_000]
)
def test_the_command_refuses_with_a_sentence(text: str) -> None:
    result = CliRunner().invoke(main, ["spc"], input=text.encode("latin-1"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")


def test_the_command_answers_a_bad_line_in_its_place_and_ends_with_1() -> None:
    good = json.dumps(INPUT)
    lines = [good, "nonsense", json.dumps(INPUT | {"values": [float("nan"), 1]}), "", good]
    result = CliRunner().invoke(main, ["spc", "--jsonl"], input="\n".join(lines))
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [*map(list, answers)] == [["xmr", "run"], ["error"], ["error"], ["xmr", "run"]]
    assert answers[2]["error"].startswith("Every value is a number")
