from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.measures.models import Interval
from registry.measures.rules import dues

ADDED = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("interval", "days", "next_on"),
    [
        (Interval.DAY, [date(2026, 2, 28)], date(2026, 3, 1)),
        (Interval.WEEK, [date(2026, 3, 16), date(2026, 3, 23)], date(2026, 3, 30)),
        (Interval.FORTNIGHT, [date(2026, 3, 18)], date(2026, 4, 1)),
        (Interval.MONTH, [date(2026, 1, 15)], date(2026, 2, 15)),
        (Interval.MONTH, [date(2026, 12, 1)], date(2027, 1, 1)),
        (Interval.MONTH, [date(2026, 3, 31), date(2026, 4, 30)], date(2026, 5, 31)),
        (Interval.MONTH, [date(2026, 4, 30)], date(2026, 5, 31)),
        (Interval.MONTH, [date(2026, 1, 29), date(2026, 2, 28)], date(2026, 3, 29)),
        (Interval.MONTH, [date(2028, 1, 31), date(2028, 2, 29)], date(2028, 3, 31)),
        (Interval.QUARTER, [date(2026, 3, 31)], date(2026, 6, 30)),
        (Interval.YEAR, [date(2028, 2, 29)], date(2029, 2, 28)),
    ],
)
def test_the_next_number_keeps_the_rhythm_of_those_before(interval: Interval, days: list[date], next_on: date) -> None:
    assert dues.next_on(days, interval) == next_on


@pytest.mark.parametrize(
    ("interval", "last", "due_on"),
    [
        (Interval.WEEK, date(2026, 3, 18), date(2026, 3, 25)),
        (Interval.WEEK, date(2026, 3, 16), date(2026, 3, 29)),
        (Interval.MONTH, date(2026, 3, 1), date(2026, 4, 30)),
        (Interval.MONTH, date(2026, 3, 31), date(2026, 4, 30)),
        (Interval.QUARTER, date(2026, 1, 1), date(2026, 6, 30)),
        (Interval.DAY, date(2026, 3, 1), date(2026, 3, 2)),
    ],
)
def test_a_period_named_by_its_first_day_is_asked_for_when_it_ends(
    interval: Interval, last: date, due_on: date
) -> None:
    assert dues.due_on([last], interval, ADDED) == due_on


def test_the_first_number_is_asked_for_from_the_start() -> None:
    assert dues.due_on([], Interval.MONTH, ADDED) == ADDED


def test_a_form_offers_the_date_that_is_due_and_never_one_to_come() -> None:
    assert dues.date_to_offer([], Interval.WEEK, ADDED) == ADDED
    assert dues.date_to_offer([date(2026, 2, 18)], Interval.WEEK, ADDED) == date(2026, 2, 25)
    assert dues.date_to_offer([ADDED], Interval.WEEK, ADDED) == ADDED


@given(some.dates(date(2000, 1, 1), date(2199, 1, 1)), some.sampled_from(Interval), some.integers(1, 24))
def test_later_is_later_and_once_more_is_later_still(day: date, interval: Interval, times: int) -> None:
    assert day < dues.later(day, interval, times) < dues.later(day, interval, times + 1)
