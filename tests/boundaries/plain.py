"""How a measured boundary stands, told as plainly as the specification does and in another way than the rules do it.

It knows moments and days, walks every day one by one, and looks back from each number instead of carrying anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from registry.boundaries.models import Comparison
from registry.boundaries.rules.watching import Terms
from registry.ideas.models import BoundaryStatus, Stage
from registry.measures.models import Interval

CLEAR, NEAR, CROSSED = BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED
WORKED_ON = {Stage.EXPLORING, Stage.SUSTAINED}


@dataclass
class Plain:
    """
    numbers   by date; None where nobody could count
    left_out  dates whose number the chart leaves out
    agreed    (moment, terms) of each wording in order
    stages    (moment, stage) in order
    """

    zone: str
    now: datetime
    interval: Interval = Interval.WEEK
    numbers: dict[date, Decimal | None] = field(default_factory=dict)
    left_out: set[date] = field(default_factory=set)
    agreed: list[tuple[datetime, Terms]] = field(default_factory=list)
    stages: list[tuple[datetime, Stage]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def stage_at(self, moment: datetime) -> Stage | None:
        return next((stage for at, stage in reversed(self.stages) if at < moment), None)

    def begins(self, day: date) -> datetime:
        """The first moment of a day there, which is not always 24 hours before the next."""
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def rests(self, day: date) -> bool:
        """Paused or ended from the first to the last moment of the day."""
        last = self.begins(day + timedelta(days=1))
        of_the_day = {stage for at, stage in self.stages if self.begins(day) <= at < last}
        return bool(self.stage_at(self.begins(day))) and not (
            {self.stage_at(self.begins(day)), *of_the_day} - {Stage.PAUSED, Stage.ENDED}
        )

    def told(self, version: int) -> list[date]:
        """The dates whose numbers this version judges, in order."""
        first = self.day(self.agreed[version][0])
        is_in_force = version == len(self.agreed) - 1
        last = self.today if is_in_force else self.day(self.agreed[version + 1][0])
        return [
            day
            for day in sorted(self.numbers)
            if first <= day <= last
            and self.numbers[day] is not None
            and day not in self.left_out
            and not self.rests(day)
        ]

    def stands(self, version: int, upto: date) -> BoundaryStatus:
        """With the number of that date."""
        terms = self.agreed[version][1]
        if self._is_beyond(terms, upto):
            return CROSSED if self._crossed_since(version, upto) else NEAR
        return NEAR if self._is_near(terms, upto) else CLEAR

    def crossings(self) -> list[tuple[int, date, date, int, bool]]:
        """(version, first date, last date, how many beyond, whether clear again) of each, in order."""
        found = []
        for version in range(len(self.agreed)):
            for stretch, is_cleared in self._stretches(version):
                terms = self.agreed[version][1]
                beyond = [self._is_beyond(terms, day) for day in stretch]
                wide = terms.points_in_a_row
                windows = [at for at in range(len(stretch) - wide + 1) if all(beyond[at : at + wide])]
                if windows:
                    days = [day for day, is_so in zip(stretch, beyond, strict=True) if is_so]
                    counted = [day for day in days if day >= stretch[windows[0]]]
                    found.append((version, counted[0], counted[-1], len(counted), is_cleared))
        return found

    def status(self) -> tuple[BoundaryStatus | None, date | None]:
        """By the words in force, with the newest number that they judge, and the date of that number."""
        told = self.told(len(self.agreed) - 1)
        return (self.stands(len(self.agreed) - 1, told[-1]), told[-1]) if told else (None, None)

    def silent_days(self, since: date) -> int:
        """Days after which the idea was worked on at their end, from that day to yesterday."""
        days = (since + timedelta(days=count) for count in range((self.today - since).days))
        return sum(self.stage_at(self.begins(day + timedelta(days=1))) in WORKED_ON for day in days)

    def tells_until(self, since: date) -> int:
        """For how many days a number of that date tells: twice the interval, by the calendar."""
        if self.interval is Interval.MONTH:
            months = since.year * 12 + since.month - 1 + 2
            day = since.day
            while True:
                try:
                    return (date(months // 12, months % 12 + 1, day) - since).days
                except ValueError:
                    day -= 1
        return {Interval.DAY: 2, Interval.WEEK: 14}[self.interval]

    def _crossed_since(self, version: int, upto: date) -> bool:
        stretch = next(days for days, _ in self._stretches(version) if upto in days)
        terms, wide = self.agreed[version][1], self.agreed[version][1].points_in_a_row
        before = [day for day in stretch if day <= upto]
        return any(
            all(self._is_beyond(terms, day) for day in before[at : at + wide]) for at in range(len(before) - wide + 1)
        )

    def _stretches(self, version: int) -> Iterator[tuple[list[date], bool]]:
        """The dates between two clear ones, and whether a clear one ends them."""
        terms, stretch = self.agreed[version][1], list[date]()
        for day in self.told(version):
            if self._is_beyond(terms, day) or self._is_near(terms, day):
                stretch.append(day)
            else:
                yield stretch, True
                stretch = []
        yield stretch, False

    def _is_beyond(self, terms: Terms, day: date) -> bool:
        value = self.numbers[day] or Decimal(0)
        kept = value <= terms.limit_value if terms.comparison is Comparison.NOT_OVER else value >= terms.limit_value
        return not kept

    def _is_near(self, terms: Terms, day: date) -> bool:
        value, margin = self.numbers[day] or Decimal(0), terms.margin
        if margin is None or self._is_beyond(terms, day):
            return False
        low, high = terms.limit_value - margin, terms.limit_value + margin
        return low <= value <= high
