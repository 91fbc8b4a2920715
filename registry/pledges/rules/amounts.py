"""Amounts as whole minor units, in totals, and in people's words."""

from datetime import date
from decimal import Decimal

from registry.kit.errors import Refused
from registry.kit.text import count_words, day_words, decimal_words, money_words
from registry.pledges.models import Kind, Pledge, Unit

MOST_MINOR = 1_000_000_000
UNIT_WORDS = {Unit.HOURS: "hour", Unit.PIECES: "piece", Unit.DAYS: "day"}
SMALLEST = {
    Unit.HOURS: "Write hours that come to whole minutes, such as 4, 1.5 or 0.25.",
    Unit.MONEY: "Write pounds and pence, such as 2,000 or 49.50.",
    Unit.PIECES: "Write a whole number of pieces.",
    Unit.DAYS: "Write a whole number of days.",
}


def minor_units(kind: Kind, quantity: Decimal) -> int:
    """What people write as a decimal of the kind's unit, exactly, in its minor unit.

    raises   ValueError with a sentence, when it is not exact, not positive, too great, or the kind has no quantity
    """
    if kind.unit is Unit.NONE:
        raise ValueError(f"{kind.label} has no amount. Leave this empty.")
    if quantity <= 0:
        raise ValueError("Write an amount greater than nought.")
    if quantity > MOST_MINOR // kind.unit.minor_per_unit:
        raise ValueError(f"Write at most {MOST_MINOR // kind.unit.minor_per_unit:,}.")
    minor = quantity * kind.unit.minor_per_unit
    is_fine_grained = int(quantity.as_tuple().exponent) < -6  # Decimal's own precision would round it away.
    if is_fine_grained or minor != int(minor):
        raise ValueError(SMALLEST[kind.unit])
    return int(minor)


def asked_minor(kind: Kind, quantity: Decimal | None) -> int:
    """As `minor_units`, for a form that must name an amount; it is refused beside the field."""
    if quantity is None:
        raise Refused(fields={"quantity": "Say how much."})
    try:
        return minor_units(kind, quantity)
    except ValueError as error:
        raise Refused(fields={"quantity": str(error)}) from error


def weeks_begun(starts_on: date, ends_on: date) -> int:
    """Weeks counted from the first day, the last one though it be cut short; both days belong to the period."""
    return max(0, (ends_on - starts_on).days // 7 + 1) if ends_on >= starts_on else 0


def total_minor(quantity_minor: int | None, is_each_week: bool, starts_on: date, ends_on: date) -> int | None:
    """Weeks begun times quantity, or the quantity in all; None without a quantity."""
    if quantity_minor is None or not is_each_week:
        return quantity_minor
    return quantity_minor * weeks_begun(starts_on, ends_on)


def pledge_total(pledge: Pledge) -> int | None:
    """What was promised for the whole period, a withdrawal or not."""
    return total_minor(pledge.quantity_minor, pledge.is_each_week, pledge.starts_on, pledge.ends_on)


def bare_words(kind: Kind, minor: int, currency: str) -> str:
    """52 hours, £2,000, 1 piece."""
    if kind.unit is Unit.MONEY:
        return money_words(minor, currency)
    number = decimal_words(minor, kind.unit.minor_per_unit)
    if minor % kind.unit.minor_per_unit == 0:
        return count_words(minor // kind.unit.minor_per_unit, UNIT_WORDS[kind.unit])
    return f"{number} {UNIT_WORDS[kind.unit]}s"


def are_words(kind: Kind, minor: int) -> str:
    """How a sentence about an amount goes on: £20 is, 1 hour is, 20 hours are."""
    return "is" if kind.unit is Unit.MONEY or minor == kind.unit.minor_per_unit else "are"


def amount_words(kind: Kind, quantity_minor: int | None, is_each_week: bool, currency: str) -> str:
    """4 hours each week; the kind's own name where it has no quantity."""
    if quantity_minor is None:
        return kind.label
    return bare_words(kind, quantity_minor, currency) + (" each week" if is_each_week else "")


def amount_in_words(kind: Kind, quantity_minor: int | None, is_each_week: bool, currency: str) -> str:
    """As `amount_words`, within a sentence: 'asked for removing a barrier'."""
    words = amount_words(kind, quantity_minor, is_each_week, currency)
    return words[0].lower() + words[1:]


def came_words(kind: Kind, came_minor: int, of_minor: int, currency: str) -> str:
    """22 of 24 days came."""
    if kind.unit is Unit.MONEY:
        return f"{money_words(came_minor, currency)} of {money_words(of_minor, currency)} came"
    return f"{decimal_words(came_minor, kind.unit.minor_per_unit)} of {bare_words(kind, of_minor, currency)} came"


def period_words(starts_on: date, ends_on: date) -> str:
    return day_words(starts_on) if starts_on == ends_on else f"{day_words(starts_on)} to {day_words(ends_on)}"


def promise_words(pledge: Pledge, currency: str) -> str:
    """4 hours each week, 1 December 2026 to 28 February 2027: An analyst."""
    amount = amount_in_words(pledge.kind, pledge.quantity_minor, pledge.is_each_week, currency)
    return f"{amount}, {period_words(pledge.starts_on, pledge.ends_on)}: {pledge.what}"
