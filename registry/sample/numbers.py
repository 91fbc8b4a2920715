"""Numbers as a team would have counted them: around a level, until something changes.

The same name makes the same numbers on every day; only their dates move with it.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from registry.measures.models import Interval, MeasureKind
from registry.measures.schemas import MeasureIn, ObservationIn
from registry.spc.series import Direction

SPREAD = 0.1  # the noise of what people count: a tenth of the level, never more than a fifth


@dataclass(frozen=True)
class About:
    """So many numbers around a level; their mean is the level."""

    level: float
    times: int


@dataclass(frozen=True)
class Count:
    """A measure and its numbers, the oldest first.

    numbers   as they were counted, or About so many of them
    newest    how many days ago the newest was counted; the others lie before it, an interval apart
    places    after the point, where each is a number
    of        where each is two counts, how many the second is, about
    """

    name: str
    kind: MeasureKind
    unit: str
    definition: str
    direction: Direction
    interval: Interval
    numbers: Sequence[float | About]
    newest: int
    target: float | None = None
    places: int = 0
    per: int | None = None
    of: int = 0
    spread: float = SPREAD

    @property
    def form(self) -> MeasureIn:
        return MeasureIn(
            name=self.name,
            kind=self.kind,
            unit=self.unit,
            definition=self.definition,
            direction=self.direction,
            target=None if self.target is None else Decimal(str(self.target)),
            interval=self.interval,
            per=self.per,
        )

    def observations(self, today: date, variant: str = "") -> list[ObservationIn]:
        """
        variant   of the same measure, with other noise
        """
        chance = Random(self.name + variant)  # noqa: S311 - the same numbers for everybody are what is wanted
        values = [value for part in self.numbers for value in _values(part, self.spread, chance)]
        days = days_until(today - timedelta(days=self.newest), self.interval, len(values))
        return [self._observation(day, value, chance) for day, value in zip(days, values, strict=True)]

    def _observation(self, day: date, value: float, chance: Random) -> ObservationIn:
        if self.per is None:
            return ObservationIn(measured_on=day, value=Decimal(f"{value:.{self.places}f}"))
        wanted = self.of * chance.uniform(0.94, 1.06)
        found = max(1, round(value * wanted / self.per))
        among = max(found, round(found * self.per / value))
        return ObservationIn(measured_on=day, numerator=Decimal(found), denominator=Decimal(among))


def days_until(newest: date, interval: Interval, times: int) -> list[date]:
    """So many days, an interval apart, the last of them the newest: weeks, or the same day of each month."""
    return [_earlier(newest, interval, before) for before in range(times - 1, -1, -1)]


def _earlier(newest: date, interval: Interval, times: int) -> date:
    if interval.days:
        return newest - timedelta(days=interval.days * times)
    years, months = divmod(newest.year * 12 + newest.month - 1 - times * (interval.months or 1), 12)
    return date(years, months + 1, min(newest.day, monthrange(years, months + 1)[1]))


def _values(part: float | About, spread: float, chance: Random) -> Sequence[float]:
    if not isinstance(part, About):
        return [part]
    drawn = [max(-2 * spread, min(2 * spread, chance.gauss(0, spread))) for _ in range(part.times)]
    middle = sum(drawn) / part.times
    return [part.level * (1 + noise - middle) for noise in drawn]
