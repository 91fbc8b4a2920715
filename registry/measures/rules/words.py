"""How measures and their numbers are said."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from registry.kit.text import count_words, day_words
from registry.measures.models import DIRECTION_WORDS, Measure
from registry.measures.rules.series import Counted

PERCENT = 100
PLACES = 12
RULE_SET_WORDS = {"nhsr": "The usual rules (NHSRplotthedots)", "mdc": "Making Data Count’s own rules"}


def number_words(value: Decimal) -> str:
    """As people say it: 1,204; 0.25; a rate of many places is rounded to two, a small one to three digits."""
    if len(value.normalize().as_tuple().digits) - value.adjusted() - 1 > 3:
        places = 2 if abs(value) >= 1 else 2 - value.adjusted()
        value = round(value, min(places, PLACES))
    whole = f"{value:,f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole) if value else "0"


def value_words(measure: Measure, value: Decimal | None) -> str:
    """With its unit: 68 minutes, 4.3%; of a gap, that nothing could be counted."""
    if value is None:
        return "could not count"
    unit = measure.unit.strip()
    return f"{number_words(value)}%" if unit == "%" else f"{number_words(value)} {unit}".strip()


def counted_words(measure: Measure, counted: Counted) -> str:
    """The same with the two counts of a share or a rate: 2.5%, 3 of 120."""
    said = value_words(measure, counted.value)
    if counted.numerator is None or counted.denominator is None:
        return said
    return f"{said}, {number_words(counted.numerator)} of {number_words(counted.denominator)}"


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
        "Rules": RULE_SET_WORDS[measure.rule_set],
        "Numbers in a shift": _choice(measure.shift_points),
        "Numbers in a trend": _choice(measure.trend_points),
        "Leaves out outlying moving ranges": _choice(measure.screens_outliers),
    }


def _choice(chosen: int | bool | None) -> str:
    if isinstance(chosen, bool):
        return "yes" if chosen else "no"
    return "as the rules say" if chosen is None else str(chosen)
