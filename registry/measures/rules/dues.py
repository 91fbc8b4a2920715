"""When a measure's next number is due, and which date it bears."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from registry.measures.models import Interval

MONTH_END = 31


def later(day: date, interval: Interval, times: int = 1) -> date:
    """A day so many intervals later: a month after 31 January is 28 or 29 February."""
    return _later(day, interval, day.day, times)


def next_on(days: Sequence[date], interval: Interval) -> date:
    """The date that the next number bears: it keeps the rhythm of those before it.

    days      of what was counted, in order, at least one; gaps are counted too
    returns   in months the same day, or the month's end where the numbers stand on it
    """
    last = days[-1]
    if last.day < _month_end(last):
        return _later(last, interval, last.day)
    return _later(last, interval, max(last.day, days[-2].day) if len(days) > 1 else MONTH_END)


def due_on(days: Sequence[date], interval: Interval, started_on: date) -> date:
    """From when on the next number is asked for.

    started_on   of the measure: from then on the first number is asked for
    returns      the date that the number bears, or the last day of its period where the numbers bear the first one,
                 as in 'week commencing' and 1 March for March
    """
    if not days:
        return started_on
    day = next_on(days, interval)
    return later(day, interval) - timedelta(days=1) if _begins_a_period(day, interval) else day


def date_to_offer(days: Sequence[date], interval: Interval, today: date) -> date:
    """The date a form begins with: the one that the next number bears, unless that is still to come."""
    return min(next_on(days, interval), today) if days else today


def count_on(first: date, interval: Interval, times: int) -> date:
    """So many intervals after a first number, or before it; a month's end stays one."""
    return _later(first, interval, first.day if first.day < _month_end(first) else MONTH_END, times)


def newest_whole_period(interval: Interval, today: date) -> date:
    """The first day of the last period that is over: yesterday, the Monday of last week, the first of last month."""
    if interval is Interval.DAY:
        return today - timedelta(days=1)
    if interval.days:
        return today - timedelta(days=today.weekday() + interval.days)
    months = interval.months or 1
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return _later(first, interval, 1, -1)


def _later(day: date, interval: Interval, day_of_month: int, times: int = 1) -> date:
    if interval.days:
        return day + timedelta(days=interval.days * times)
    years, months = divmod(day.month - 1 + (interval.months or 0) * times, 12)
    first = date(day.year + years, months + 1, 1)
    return first.replace(day=min(day_of_month, _month_end(first)))


def _begins_a_period(day: date, interval: Interval) -> bool:
    if interval is Interval.DAY:
        return False
    return day.weekday() == 0 if interval.days else day.day == 1


def _month_end(day: date) -> int:
    return monthrange(day.year, day.month)[1]
