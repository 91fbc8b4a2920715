"""Where values and dates stand in a frame, and which of them are written beside it: as many as fit."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from registry.measures.charts.figures import MINUS, SIZES, SPOKEN_BELOW, written
from registry.measures.charts.letters import width_of

ROOM = 0.06  # of the values' span, above and below them
FINEST = 1e-6  # of the largest value: a span below it could not be told from noise in the numbers' writing
STEPS_OF_MONTHS = (1, 2, 3, 4, 6, 12)
STEPS_OF_YEARS = (1, 2, 3, 5, 10, 20, 50, 100, 500, 2000)
STEPS_OF_DATES = (1, 2, 3, 4, 5, 7, 10, 14, 21, 28, 35)
DAYS_WRITTEN_UP_TO = 75  # days from the first date to the last; beyond it months are enough


class Tick(NamedTuple):
    """
    at      along its side of the frame
    words   with `below` the second line, in which the year stands
    """

    at: float
    words: str
    below: str = ""


@dataclass(frozen=True)
class Scale:
    """From a number to its place; `first` stands at `start`, `last` at `end`, which may be the smaller place."""

    first: float
    last: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        # Halved, so that the span of the largest numbers is still a number.
        share = (number / 2 - self.first / 2) / (self.last / 2 - self.first / 2)
        return self.start + share * (self.end - self.start)


def span_of(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest value of a frame that leaves room about all of these.

    returns    never below 0 for values that are not; never two alike
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    largest = max(abs(low), abs(high))
    half = max((high / 2 - low / 2) * (1 + 2 * ROOM), largest * FINEST)
    if low == high:
        half = largest * 0.1 or 1.0
    middle = low / 2 + high / 2
    return (0.0 if low >= 0 and middle < half else middle - half), middle + half


def value_ticks(scale: Scale, size: float) -> list[Tick]:
    """Round values, with lines of `size` far enough apart to be read."""
    low, high = scale.first, scale.last
    most = max(2, min(6, int(abs(scale.end - scale.start) / (size * 2.2))))
    step = _round_step((high / 2 - low / 2) / most * 2)
    first, last = math.ceil(low / step), math.floor(high / step)
    values = [number * step for number in range(first, last + 1)]
    say = _way_to_say(values, step)
    return [Tick(scale(value), say(value)) for value in values]


def date_ticks(dates: Sequence[date], place: Callable[[date], float], size: float, *, years_alone: bool) -> list[Tick]:
    """Dates of the series, the newest among them, level, with the year below where it changes.

    dates         in order
    years_alone   for what is counted once a year
    """
    if not dates:
        return []
    if years_alone:
        return _fitting(_by_years(dates, place), size)
    if (dates[-1] - dates[0]).days <= DAYS_WRITTEN_UP_TO:
        return _fitting(
            (_with_years(dates[(len(dates) - 1) % step :: step], place, "day") for step in STEPS_OF_DATES), size
        )
    return _fitting(_by_months(dates, place), size)


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near those wanted, in the same order, at least `apart` from each other and within low and high.

    wanted    in order, and no more than there is room for
    """
    places: list[float] = []
    for number, place in enumerate(wanted):
        places.append(max(place, low + number * apart, places[-1] + apart if places else low))
    limit = high
    for number in reversed(range(len(places))):
        places[number] = limit = min(places[number], limit)
        limit -= apart
    return places


def _round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((times * power for times in (1, 2, 5) if times * power >= least * 0.999), 10 * power)


def _way_to_say(values: Sequence[float], step: float) -> Callable[[float], str]:
    """Numbers of a million and more are shortened, unless what tells them apart would be lost."""
    largest = max(map(abs, values), default=0.0)
    for size, name in SIZES:
        if size <= largest < SPOKEN_BELOW and step >= size / 1000:
            decimals = _decimals(step / size)
            return lambda value: f"{written(value / size, decimals)}{name}" if value else "0"
    if largest >= SPOKEN_BELOW or 0 < largest < 1e-6:
        digits = max(0, math.floor(math.log10(largest)) - math.floor(math.log10(step)))
        return lambda value: f"{value:.{digits}e}".replace("e+", "e").replace("-", MINUS) if value else "0"
    decimals = _decimals(step)
    return lambda value: written(value, decimals)


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _fitting(choices: Iterator[list[Tick]], size: float) -> list[Tick]:
    """The first, and so the fullest, of the choices in which no words touch; of the last the newest when none does."""
    ticks: list[Tick] = []
    for ticks in choices:
        years = [tick for tick in ticks if tick.below]
        if _are_apart([(tick.at, tick.words) for tick in ticks], size) and _are_apart(
            [(tick.at, tick.below) for tick in years], size
        ):
            return ticks
    return ticks[-1:]


def _are_apart(written: Sequence[tuple[float, str]], size: float) -> bool:
    sides = [(at, width_of(words, size) / 2) for at, words in written]
    return all(left + half + size / 2 <= right - other for (left, half), (right, other) in pairwise(sides))


def _by_months(dates: Sequence[date], place: Callable[[date], float]) -> Iterator[list[Tick]]:
    """The first date of every month, every second, and so on, counted back from the newest; then of years alone."""
    firsts = _firsts(dates, lambda day: day.year * 12 + day.month)
    newest = max(firsts)
    for step in STEPS_OF_MONTHS:
        yield _with_years([day for month, day in firsts.items() if (newest - month) % step == 0], place, "month")
    yield from _by_years(dates, place)


def _by_years(dates: Sequence[date], place: Callable[[date], float]) -> Iterator[list[Tick]]:
    firsts = _firsts(dates, lambda day: day.year)
    newest = max(firsts)
    for step in STEPS_OF_YEARS:
        yield [Tick(place(day), str(year)) for year, day in firsts.items() if (newest - year) % step == 0]


def _firsts(dates: Sequence[date], period: Callable[[date], int]) -> dict[int, date]:
    """The first date of each period that has one, in order."""
    return dict(reversed({period(day): day for day in reversed(dates)}.items()))


def _with_years(days: Sequence[date], place: Callable[[date], float], what: str) -> list[Tick]:
    years = [None, *(day.year for day in days)]
    return [
        Tick(
            place(day),
            f"{day.day} {day:%b}" if what == "day" else f"{day:%b}",
            "" if day.year == before else str(day.year),
        )
        for day, before in zip(days, years, strict=False)
    ]
