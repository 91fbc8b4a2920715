"""Words for days, money, hours and counts, as people say them."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

CURRENCY_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


def day_words(day: date) -> str:
    """30 April 2027."""
    return f"{day.day} {day:%B %Y}"


def short_day_words(day: date) -> str:
    """30 Apr."""
    return f"{day.day} {day:%b}"


def near_day_words(day: date, today: date) -> str:
    """30 April; with its year when that is another one."""
    return f"{day.day} {day:%B}" if day.year == today.year else day_words(day)


def moment_words(moment: datetime, zone: str) -> str:
    """30 April 2027, 14:05, in the organisation's zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())}, {local:%H:%M}"


def decimal_words(minor_units: int, per_unit: int) -> str:
    """An exact decimal without trailing noughts: 90 minutes with 60 an hour is '1.5'."""
    value = Decimal(minor_units) / Decimal(per_unit)
    return f"{value.normalize():f}" if value else "0"


def money_words(pence: int, currency: str) -> str:
    """£2,000 or £2,000.50."""
    pounds, rest = divmod(pence, 100)
    return f"{CURRENCY_SIGNS.get(currency, currency + ' ')}{pounds:,}" + (f".{rest:02d}" if rest else "")


def count_words(count: int, one: str, many: str | None = None) -> str:
    """1 idea, 2 ideas, 1,204 ideas."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def length_words(seconds: int) -> str:
    """How long something lasts: 20 seconds, 2 minutes, 1 minute 5 seconds."""
    minutes, rest = divmod(seconds, 60)
    parts = [count_words(minutes, "minute")] if minutes else []
    return " ".join([*parts, count_words(rest, "second")] if rest or not minutes else parts)


def exact_decimal(written: str) -> Decimal:
    """A decimal as people write it: 1,204.50 and 1204.5 alike.

    raises   ValueError when it is no finite number
    """
    try:
        value = Decimal(written.strip().lstrip("£€$").replace(",", "").replace(" ", ""))
    except InvalidOperation as error:
        raise ValueError(written) from error
    if not value.is_finite():
        raise ValueError(written)
    return value


def ended(words: str) -> str:
    """The words as a sentence that ends once, however they ended."""
    whole = words.rstrip()
    return whole if whole.rstrip("’”\"')").endswith((".", "?", "!", "…")) else whole + "."


def joined(words: list[str], last: str = "and") -> str:
    """a, b and c."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
