"""The same numbers as a table."""

from decimal import Decimal

from registry.measures.rules.series import Counted, MeasureSeries
from registry.spc.series import RuleSet
from tests.measures.charts.given import CHANGED, STEADY, measure_of, month, picture, series_of


def test_each_date_is_a_row_with_what_the_rules_say() -> None:
    table = picture(series_of([*CHANGED, None], left_out=[1], rule_set=RuleSet.MDC)).table

    assert table.head == ["Date", "Number (weeks)", "What the rules say", "Mean", "Limits"]
    assert table.number_places == [1, 3, 4]
    assert len(table.cells) == 25
    assert table.cells[0][:3] == ["1 November 2024", "28", "Concern: in a run above the mean"]
    assert table.cells[1][:3] == ["1 December 2024", "30", "Left out"]
    assert table.cells[24][:3] == ["1 November 2026", "", "Could not count"]


def test_mean_and_limits_are_those_of_the_stretch() -> None:
    table = picture(series_of([*STEADY, *[value - 10 for value in STEADY]], again=[12])).table

    assert {(cells[3], cells[4]) for cells in table.cells[:12]} == {("28.2", "21.5 to 35.0")}
    assert {(cells[3], cells[4]) for cells in table.cells[12:]} == {("18.2", "11.5 to 25.0")}


def test_counts_and_notes_have_columns_where_there_are_any() -> None:
    measure = measure_of(unit="%", per=100)
    counted = [
        Counted(month(0), Decimal("12.5"), Decimal(3), Decimal(24)),
        Counted(month(1), Decimal("8.333333333333"), Decimal(2), Decimal(24), note="Half-term"),
    ]
    table = picture(MeasureSeries(measure, counted)).table

    assert table.head == ["Date", "Number (%)", "Counted", "What the rules say", "Mean", "Limits", "Note"]
    assert [cells[1:3] for cells in table.cells] == [["12.5", "3 of 24"], ["8.3", "2 of 24"]]
    assert [cells[-1] for cells in table.cells] == ["", "Half-term"]


def test_a_run_chart_has_medians_and_no_judgement_of_single_numbers() -> None:
    table = picture(series_of(CHANGED), as_run=True).table

    assert table.head == ["Date", "Number (weeks)", "What the rules say", "Median"]
    assert {cells[2] for cells in table.cells} == {""}
    assert {cells[3] for cells in table.cells} == {"25.5"}
