"""Dates as people and spreadsheets write them, the day before the month as in Britain."""

import re
from datetime import date, timedelta
from re import Match

from registry.kit.fields import FIRST_DAY, LAST_DAY
from registry.measures.rules.reading import Unreadable

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS = [name[:3].lower() for name in MONTH_NAMES]
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+)?"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[0-9]{4})"
ANY_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
BETWEEN = r"(?:[-/., ]{1,3})"
TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"

# The first that fits the beginning of a text counts: what says more comes before what says less.
FORMS = [
    re.compile(rf"{form}{TIME}(?![0-9A-Za-z])(?![-/.][0-9])", re.IGNORECASE)
    for form in (
        rf"{YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})",
        rf"{YEAR}-?W(?P<week>[0-9]{{1,2}})",
        rf"{YEAR}[- ]{MONTH}[- ](?P<day>[0-9]{{1,2}})",
        rf"{WEEKDAY}(?P<day>[0-9]{{1,2}})[-/.](?P<month>[0-9]{{1,2}})[-/.]{ANY_YEAR}",
        rf"{WEEKDAY}{DAY}(?:{BETWEEN}|\s+of\s+)?{MONTH}{BETWEEN}?’?'?{ANY_YEAR}",
        rf"{WEEKDAY}{MONTH}\s+{DAY},?\s+{YEAR}",
        rf"{MONTH}{BETWEEN}?’?'?{ANY_YEAR}",
        rf"(?P<month>[0-9]{{1,2}})[-/]{YEAR}",
        rf"{YEAR}[-/](?P<month>[0-9]{{1,2}})",
    )
]
WITHOUT_YEAR = re.compile(rf"{WEEKDAY}(?:{DAY}[-/ ]*{MONTH}|[0-9]{{1,2}}/[0-9]{{1,2}})(?![0-9A-Za-z/])", re.IGNORECASE)
SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
SERIALS_FROM = date(1899, 12, 30)
WANTED = "Write a date, day first, such as 24/03/2026 or 24 Mar 2026."


def date_at_start(text: str) -> tuple[Match[str], str] | None:
    """What looks like a date at the beginning of a text, and what follows it; None when nothing does."""
    for form in FORMS:
        if found := form.match(text):
            return found, text[found.end() :]
    return None


def read_date(text: str) -> date:
    """A date that fills the text; a month alone is its first day, a week its Monday, a spreadsheet's serial its day.

    raises   Unreadable
    """
    written = text.strip()
    if found := date_at_start(written):
        match, rest = found
        if not rest.strip():
            return day_of(match)
    if SERIAL.fullmatch(written):
        return _in_range(SERIALS_FROM + timedelta(days=int(written[:5])))
    if WITHOUT_YEAR.fullmatch(written):
        raise Unreadable("Write the year too, such as 24 Mar 2026.")
    raise Unreadable(WANTED)


def day_of(match: Match[str]) -> date:
    """The day that a found date means.

    raises   Unreadable where there is no such day
    """
    said = match.groupdict()
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
    if said.get("week"):
        return _in_range(_monday(year, int(said["week"])))
    month = _month(said["month"])
    day = int(said.get("day") or 1)
    if not 1 <= month <= 12:
        raise Unreadable(f"There is no month {month}. Write the day first, such as 24/03/2026.")
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Unreadable(f"There is no {day} {MONTH_NAMES[month - 1]} {year}.") from error
    return _in_range(found)


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else MONTHS.index(written[:3].lower()) + 1


def _monday(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise Unreadable(f"There is no week {week} in {year}.") from error


def _in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Unreadable(f"Use a date from {FIRST_DAY.year} on.")
    return day
