"""What may be recorded for a date, and what it comes to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import Protocol

from registry.kit.fields import FIRST_DAY
from registry.kit.text import day_words
from registry.measures.models import Measure, RecalculationPoint
from registry.measures.rules.series import Counted
from registry.measures.rules.words import PLACES, value_words
from registry.spc.series import RuleSet

DATES_AT_MOST = 4000
ROWS_AT_MOST = 2000
FAULTS_TOLD = 20
RATE = Context(prec=60)


class Number(Protocol):
    """What somebody says of a date."""

    @property
    def measured_on(self) -> date: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def note(self) -> str: ...
    @property
    def is_gap(self) -> bool: ...
    @property
    def is_ghosted(self) -> bool: ...


def value_of(measure: Measure, number: Number) -> Decimal | None:
    """In the measure's unit; a share or a rate is worked out to twelve places. None for a gap."""
    if number.is_gap:
        return None
    if measure.per is None:
        return number.value
    if number.numerator is None or not number.denominator:
        return None
    rate = RATE.divide(number.numerator * measure.per, number.denominator)
    return rate.quantize(Decimal(1).scaleb(-PLACES), context=RATE)


def objections_to_number(measure: Measure, number: Number, today: date) -> dict[str, str]:
    objections = objections_to_date(number.measured_on, today)
    if number.is_ghosted and measure.rule_set is not RuleSet.MDC:
        objections["is_ghosted"] = "These rules leave no number out. Choose the other rules first."
    if number.is_gap:
        return objections
    return objections | (_objections_to_value(number) if measure.per is None else _objections_to_counts(number))


def objections_to_date(day: date, today: date) -> dict[str, str]:
    if day > today:
        return {"measured_on": "This date is still to come. Choose today or an earlier one."}
    return {"measured_on": f"Use a date from {FIRST_DAY.year} on."} if day < FIRST_DAY else {}


def objections_to_count(dates: int) -> list[str]:
    if dates > DATES_AT_MOST:
        return [f"A measure holds numbers for at most {DATES_AT_MOST:,} dates. Close this one and start another."]
    return []


def objections_to_rows(
    measure: Measure, rows: Sequence[Number], standing: Mapping[date, Counted], today: date, *, corrects: bool
) -> list[str]:
    """What is wrong with numbers that come together, the first faults by name.

    corrects   whether numbers may replace those that stand
    """
    if not rows:
        return ["There is no number in this."]
    if len(rows) > ROWS_AT_MOST:
        return [f"Give at most {ROWS_AT_MOST:,} numbers at once."]
    told = Counter(row.measured_on for row in rows)
    faults = [f"{day_words(day)}: this date comes more than once." for day, times in told.items() if times > 1]
    for row in rows:
        sentences = objections_to_number(measure, row, today).values()
        faults += [f"{day_words(row.measured_on)}: {sentence}" for sentence in sentences]
        found = standing.get(row.measured_on)
        if not sentences and found and not corrects and not is_same(found, measure, row):
            faults.append(f"{day_words(row.measured_on)}: {stands_already(measure, found)}")
    more = [f"There are {len(faults) - FAULTS_TOLD:,} more faults like these."] if len(faults) > FAULTS_TOLD else []
    return faults[:FAULTS_TOLD] + more + objections_to_count(len(standing.keys() | told.keys()))


def stands_already(measure: Measure, counted: Counted) -> str:
    said = "A gap" if counted.value is None else value_words(measure, counted.value)
    return f"{said} stands for this date already. Correct that instead."


def _objections_to_value(number: Number) -> dict[str, str]:
    if number.numerator is not None or number.denominator is not None:
        return {"value": "This measure has one number for each date. Write that number."}
    return {"value": "Write the number, or say that you could not count."} if number.value is None else {}


def _objections_to_counts(number: Number) -> dict[str, str]:
    objections = {}
    if number.value is not None:
        objections["value"] = "This measure has two counts for each date. Write both, and the rest is worked out."
    if number.numerator is None:
        objections["numerator"] = "Write how many, or say that you could not count."
    elif number.numerator < 0:
        objections["numerator"] = "Write 0 or more."
    if number.denominator is None:
        objections["denominator"] = "Write out of how many, or say that you could not count."
    elif number.denominator <= 0:
        objections["denominator"] = "Write more than 0. If there was nothing to count, say that you could not count."
    return objections


def is_same(counted: Counted, measure: Measure, number: Number) -> bool:
    """Whether what somebody says of a date stands there already."""
    return (counted.value, counted.numerator, counted.denominator, counted.is_ghosted) == (
        value_of(measure, number),
        None if number.is_gap else number.numerator,
        None if number.is_gap else number.denominator,
        number.is_ghosted,
    )


def objections_to_edit(measure: Measure, per: int | None, *, has_numbers: bool) -> dict[str, str]:
    """Numbers were given in one way or the other, and are not given anew."""
    if has_numbers and per != measure.per:
        return {"per": "There are numbers already. To count in another way, close this measure and add another."}
    return {}


def objections_to_withdrawal(day: date, recalculations: Iterable[RecalculationPoint]) -> list[str]:
    if any(point.starts_on == day for point in recalculations):
        return ["The limits are worked out anew from this date. Lift that first."]
    return []
