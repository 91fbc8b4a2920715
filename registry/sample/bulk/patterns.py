"""Two dozen numbers as many teams would have counted them, judged once: what the rules say of them does not depend on
their dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from registry.boundaries.models import Comparison
from registry.boundaries.rules.watching import Terms, is_near
from registry.ideas.models import BoundaryStatus
from registry.kit.bulk import plain
from registry.kit.database import plain_decimal
from registry.measures.actions.results import KEPT
from registry.measures.models import Interval, Measure, MeasureKind
from registry.measures.rules.results import judge
from registry.measures.rules.series import Counted, MeasureSeries
from registry.sample.bulk.rows import Given
from registry.sample.numbers import About, Count, days_until
from registry.spc.series import Direction

NOBODY = UUID(int=0)
ANY_DAY = date(2026, 1, 31)
NUMBERS, VARIANTS = 24, 4
UP, DOWN = Direction.INCREASE, Direction.DECREASE
OF_DATES = {"first_on", "last_on", "signal_since_on", "recorded_at", "due_on", "next_on"}

# Name, unit, which way is better, interval, level before and after, places after the point, target if there is one.
COUNTED = (
    ("Minutes until somebody comes", "minutes", DOWN, Interval.WEEK, 42, 30, 0, 32),
    ("Days from referral to answer", "days", DOWN, Interval.MONTH, 61, 44, 1, 42),
    ("Falls per 1,000 bed days", "per 1,000 bed days", DOWN, Interval.MONTH, 6.4, 6.2, 2, None),
    ("People seen on the day", "%", UP, Interval.WEEK, 63, 78, 1, 80),
    ("Letters understood at once", "%", UP, Interval.MONTH, 55, 57, 1, 90),
    ("People who go home as planned", "%", UP, Interval.WEEK, 78, 59, 1, 75),
)
MUST_NOT_RISE = (
    ("Complaints in a week", "a week", DOWN, Interval.WEEK, 5.2, 5.3, 1, None),
    ("Hours worked beyond the rota", "hours", DOWN, Interval.MONTH, 118, 121, 0, None),
)


@dataclass(frozen=True)
class Pattern:
    """A measure with its numbers and what the rules find in them, in the plain form.

    measure       what its row says
    values        its numbers, the oldest first
    kept          what lists keep of the rules' findings, but for dates
    signal_since  the place of the first number of the signal that lasts to the end, if there is one
    terms         of a boundary that these numbers keep
    status        with the newest of them
    """

    name: str
    interval: Interval
    measure: Given
    values: Sequence[str]
    kept: Given
    signal_since: int | None
    terms: Terms
    status: BoundaryStatus


@cache
def outcome_patterns() -> list[Pattern]:
    return [_pattern(MeasureKind.OUTCOME, variant, *facts) for facts in COUNTED for variant in range(VARIANTS)]


@cache
def balancing_patterns() -> list[Pattern]:
    return [_pattern(MeasureKind.BALANCING, variant, *facts) for facts in MUST_NOT_RISE for variant in range(VARIANTS)]


@cache
def dates_of(newest: date, interval: Interval) -> tuple[date, ...]:
    """Of all numbers, the newest last."""
    return tuple(days_until(newest, interval, NUMBERS))


@cache
def days_of(newest: date, interval: Interval) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in dates_of(newest, interval))


def _pattern(
    kind: MeasureKind,
    variant: int,
    name: str,
    unit: str,
    direction: Direction,
    interval: Interval,
    before: float,
    after: float,
    places: int,
    target: float | None,
) -> Pattern:
    numbers = [About(before, NUMBERS // 2), About(after, NUMBERS // 2)]
    counted = Count(name, kind, unit, "", direction, interval, numbers, newest=0, target=target, places=places)
    rows = counted.observations(ANY_DAY, str(variant))
    said = counted.form.model_dump()
    measure = Measure(
        organisation_id=NOBODY, idea_id=NOBODY, added_at=datetime(2026, 1, 1, tzinfo=UTC), added_by_id=NOBODY, **said
    )
    result = judge(MeasureSeries(measure, [Counted(row.measured_on, row.value) for row in rows]), ANY_DAY)
    days = [row.measured_on for row in rows]
    values = [row.value for row in rows if row.value is not None]
    limit = (max(values) * Decimal("1.05")).quantize(Decimal(1))
    terms = Terms(Comparison.NOT_OVER, limit, (limit / 8).quantize(Decimal(1)))
    return Pattern(
        name=name,
        interval=interval,
        measure={field: _plain(value) for field, value in said.items()},
        values=[plain_decimal(value) for value in values],
        kept={field: _plain(getattr(result, field)) for field in KEPT if field not in OF_DATES},
        signal_since=days.index(result.signal_since_on) if result.signal_since_on else None,
        terms=terms,
        status=BoundaryStatus.NEAR if is_near(terms, values[-1]) else BoundaryStatus.CLEAR,
    )


def _plain(value: object) -> str | int | float | None:
    return plain_decimal(value) if isinstance(value, Decimal) else plain(value)
