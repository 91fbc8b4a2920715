"""How measures and their numbers are said."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from registry.kit.text import count_words, day_words
from registry.measures.models import DIRECTION_WORDS, Measure, Observation
from registry.measures.rules.results import Result
from registry.spc.series import RuleSet

PERCENT = 100
PLACES = 12
RULE_SETS = (
    (
        RuleSet.NHSR,
        "The usual rules",
        "As NHSRplotthedots has them. Limits stand from the second number on; a signal takes 7 numbers on one side.",
    ),
    (
        RuleSet.MDC,
        "Making Data Count’s own rules",
        "As NHS England’s charts have them. Limits stand from the thirteenth number on; a signal takes 6 numbers on "
        "one side, and a number can be left out.",
    ),
)
WAYS = (
    ("", "One number", "Such as 68 minutes."),
    (100, "A percentage", "You write how many, and out of how many."),
    (1000, "A rate per 1,000", "Such as falls per 1,000 bed days: you write both counts."),
    (10_000, "A rate per 10,000", "Such as errors per 10,000 doses: you write both counts."),
)


def number_words(value: Decimal) -> str:
    """As people say it: 1,204; 0.25; a rate of many places is rounded to two, a small one to three digits."""
    if len(value.normalize().as_tuple().digits) - value.adjusted() - 1 > 3:
        places = 2 if abs(value) >= 1 else 2 - value.adjusted()
        value = round(value, min(places, PLACES))
    whole = f"{value:,f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole) if value else "0"


def value_words(measure: Measure, value: Decimal | None) -> str:
    """With its unit: 68 minutes, 4.3%; of a gap, that there is no count."""
    return "no count" if value is None else in_unit(value, measure.unit)


def in_unit(value: Decimal, unit: str) -> str:
    said, unit = number_words(value), unit.strip()
    if unit == "%":
        return f"{said}%"
    return f"{unit}{said}" if unit in {"£", "€", "$"} else f"{said} {unit}"


def row_words(measure: Measure, row: Observation) -> str:
    """What a row says: 68 minutes; 2.5%, 3 of 120; that nobody could count, or that it was taken back."""
    if row.is_withdrawn:
        return "taken back"
    said = value_words(measure, row.value) + (", left out of the rules" if row.is_ghosted else "")
    if row.numerator is None or row.denominator is None:
        return said
    return f"{said}, {number_words(row.numerator)} of {number_words(row.denominator)}"


def dates_words(days: Sequence[date]) -> str:
    """24 numbers, 6 October 2025 to 16 March 2026."""
    first, last = min(days), max(days)
    span = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    return f"{count_words(len(days), 'number')}, {span}"


def way_words(measure: Measure) -> str:
    """How a number comes about: one number, a percentage, so many in 1,000."""
    if measure.per is None:
        return "One number each time"
    return "A percentage of two counts" if measure.per == PERCENT else f"A rate per {measure.per:,} of two counts"


def ways(per: int | None) -> list[tuple[int | str, str, str]]:
    """For a choice on a form; a rate of another size, that a program chose, is among them."""
    others = (
        [] if per in {None, *(size for size, _, _ in WAYS)} else [(per or "", f"A rate per {per:,}", "Of two counts.")]
    )
    return [*WAYS, *others]


def newest_words(measure: Measure, result: Result) -> str:
    """The newest number with its unit; empty without one."""
    return value_words(measure, result.last_value) if result.last_value is not None else ""


def facts_of(measure: Measure) -> dict[str, str]:
    """What a measure says of itself, by the names its form uses; for the history of a change."""
    return {
        "What is counted": measure.name,
        "What it tells": measure.kind.label,
        "Unit": measure.unit,
        "How it is counted": measure.definition,
        "Which way is better": DIRECTION_WORDS[measure.direction],
        "Target": "none" if measure.target is None else value_words(measure, measure.target),
        "How often": measure.interval.label,
        "Kind of number": way_words(measure),
        "Rules": next(label for rule_set, label, _ in RULE_SETS if rule_set is measure.rule_set),
        "Numbers in a shift": _choice(measure.shift_points),
        "Numbers in a trend": _choice(measure.trend_points),
        "Leaves out outlying moving ranges": _choice(measure.screens_outliers),
    }


def about(measure: Measure) -> dict[str, str]:
    """The same for its readers: without name and definition, and of the rules’ choices only those that were made."""
    facts = facts_of(measure)
    shown = ["What it tells", "Which way is better", "How often", "Rules"]
    shown += ["Target"] if measure.target is not None else []
    shown += ["Kind of number"] if measure.per else []
    chosen = {
        "Numbers in a shift": measure.shift_points,
        "Numbers in a trend": measure.trend_points,
        "Leaves out outlying moving ranges": measure.screens_outliers,
    }
    shown += [name for name, choice in chosen.items() if choice is not None]
    return {name: said for name, said in facts.items() if name in shown}


def _choice(chosen: int | bool | None) -> str:
    if isinstance(chosen, bool):
        return "yes" if chosen else "no"
    return "as the rules say" if chosen is None else str(chosen)
