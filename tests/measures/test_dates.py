from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.measures.rules.dates import read_date
from registry.measures.rules.reading import Unreadable

DAY = date(2026, 3, 24)


@pytest.mark.parametrize(
    "written",
    [
        "24/03/2026",
        "24/3/26",
        "24.3.2026",
        "24-03-2026",
        "2026-03-24",
        "2026/03/24",
        "2026-03-24 00:00:00",
        "2026-03-24T09:30:00Z",
        "24/03/2026 09:30",
        "24 Mar 26",
        "24-Mar-26",
        "24 March 2026",
        "24th March 2026",
        "24th of March, 2026",
        "24Mar2026",
        "Tue 24 Mar 2026",
        "Tuesday, 24 March 2026",
        "March 24, 2026",
        "2026 Mar 24",
        " 24 mar 2026 ",
        "46105",
        "46105.0",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize("written", ["March 2026", "Mar 26", "Mar-26", "mar. 2026", "03/2026", "3-2026", "2026-03"])
def test_a_month_is_its_first_day(written: str) -> None:
    assert read_date(written) == date(2026, 3, 1)


def test_a_week_is_its_monday() -> None:
    assert read_date("2026-W13") == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("03/24/2026", "There is no month 24. Write the day first"),
        ("31/02/2026", "There is no 31 February 2026."),
        ("24 Mar", "Write the year too"),
        ("24/03", "Write the year too"),
        ("2026-W60", "There is no week 60"),
        ("24/03/1826", "Use a date from 2000 on."),
        ("01/01/9999", "Use a date from 2000 on."),
        ("1234", "Write a date, day first"),
        ("soon", "Write a date, day first"),
        ("", "Write a date, day first"),
        ("24/03/2026/1", "Write a date, day first"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(written: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_date(written)


@given(some.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_in_any_form_is_read_back(day: date) -> None:
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y", "%d-%b-%y", "%d/%m/%y", "%A %d %B %Y", "%B %d, %Y"):
        assert read_date(day.strftime(form)) == day
    assert read_date(f"{day:%B %Y}") == day.replace(day=1)


@given(some.text(max_size=40))
def test_whatever_is_written_is_a_date_or_refused(written: str) -> None:
    with suppress(Unreadable):
        assert read_date(written).year >= 2000
