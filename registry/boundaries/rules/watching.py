"""How numbers make a measured boundary stand: which of them are judged, and which of them cross it.

Decisions. The limit itself is kept. A date on which nobody could count neither crosses nor clears: it breaks no run and
adds nothing, because not counting is no way out of a crossing. A number is judged by its own date, never by the moment
at which it came, so that the order in which numbers arrive changes nothing. After a redrawing the new terms judge from
that day on; the crossings of the terms before stay as those terms made them, and the day itself is judged by both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from registry.boundaries.models import BoundaryWording, Comparison
from registry.boundaries.rules.standing import Step, is_at_rest
from registry.ideas.models import BoundaryStatus
from registry.kit import clock
from registry.kit.clock import days_between
from registry.measures.models import Interval
from registry.measures.rules import dues
from registry.measures.rules.series import Counted

UNKNOWN_AFTER_INTERVALS = 2


@dataclass(frozen=True)
class Terms:
    """What a measured boundary asks of a number, in the measure's unit.

    margin            within so much of the limit it is near; None where nothing is near before it
    points_in_a_row   so many numbers beyond the limit, one after another, make a crossing
    """

    comparison: Comparison
    limit_value: Decimal
    margin: Decimal | None = None
    points_in_a_row: int = 1


@dataclass(frozen=True)
class Worded:
    """Words with the moments between which they were in force at a watch; the last is None while they are."""

    wording: BoundaryWording
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True)
class Version:
    """Terms with the first and the last day on which they judge; the last is None while they are in force."""

    terms: Terms
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Run:
    """Numbers that make one crossing.

    version     by whose terms, counted from 0
    times       how many numbers lay beyond the limit
    cleared_on  the date of the number with which it was clear again; None while it is not
    """

    version: int
    first_on: date
    last_on: date
    times: int
    cleared_on: date | None = None


@dataclass(frozen=True)
class Judged:
    """A number, and how the boundary stood with it by the terms of its version.

    is_beyond   the limit; also while it is near, because fewer lie beyond than make a crossing
    """

    counted: Counted
    version: int
    status: BoundaryStatus
    is_beyond: bool = False


@dataclass(frozen=True)
class Judgement:
    """
    status   with the newest number judged by the terms in force; None while there is none
    last_on  the date of that number
    numbers  those judged, by version and date
    runs     those that make crossings, by version and date
    """

    status: BoundaryStatus | None
    last_on: date | None
    numbers: Sequence[Judged]
    runs: Sequence[Run]


def terms_of(wording: BoundaryWording) -> Terms | None:
    """None of a declared boundary."""
    if wording.comparison is None or wording.limit_value is None or wording.points_in_a_row is None:
        return None
    return Terms(wording.comparison, wording.limit_value, wording.margin, wording.points_in_a_row)


def versions_of(worded: Iterable[Worded], zone: str) -> list[Version]:
    """The words that were in force at a watch, the first first, as they judge its numbers."""
    told = [(terms_of(found.wording), found) for found in worded]
    return [
        Version(
            terms, clock.day_of(found.from_at, zone), clock.day_of(found.until_at, zone) if found.until_at else None
        )
        for terms, found in told
        if terms
    ]


def is_beyond(terms: Terms, value: Decimal) -> bool:
    """The limit itself is kept."""
    return value > terms.limit_value if terms.comparison is Comparison.NOT_OVER else value < terms.limit_value


def is_near(terms: Terms, value: Decimal) -> bool:
    """Kept, and within the margin of the limit; its edge is within."""
    if terms.margin is None or is_beyond(terms, value):
        return False
    return abs(value - terms.limit_value) <= terms.margin


def judge(counted: Iterable[Counted], versions: Sequence[Version], steps: Sequence[Step] = ()) -> Judgement:
    """How a watch stands by its numbers.

    counted    one for each date, in any order
    versions   in order, the one in force last
    steps      the stages of the watch's idea: nothing is judged while it rests; none for a framework's shared measure
    """
    told = sorted((found for found in counted if _tells(found, steps)), key=lambda found: found.measured_on)
    numbers: list[Judged] = []
    runs: list[Run] = []
    for place, version in enumerate(versions):
        within = [found for found in told if _is_within(found.measured_on, version)]
        for judged, run in _walked(within, version.terms, place):
            numbers.append(judged)
            if run and runs and (runs[-1].version, runs[-1].first_on) == (run.version, run.first_on):
                runs[-1] = run
            elif run:
                runs.append(run)
    newest = numbers[-1] if numbers and numbers[-1].version == len(versions) - 1 else None
    return Judgement(newest.status if newest else None, newest.counted.measured_on if newest else None, numbers, runs)


def turns_of(judgement: Judgement) -> list[Judged]:
    """The numbers with which it came to stand differently, the newest first."""
    numbers = judgement.numbers
    before = [None, *((number.version, number.status) for number in numbers)]
    turned = [number for number, was in zip(numbers, before, strict=False) if was != (number.version, number.status)]
    return turned[::-1]


def told_days(asked_on: date, interval: Interval) -> int:
    """For how many days a number of that date tells: no number for twice the interval is unknown."""
    return days_between(asked_on, dues.later(asked_on, interval, UNKNOWN_AFTER_INTERVALS))


def _tells(counted: Counted, steps: Sequence[Step]) -> bool:
    """A gap says nothing, nor does a number left out of the chart, nor one of a day on which the idea was at rest."""
    return counted.value is not None and not counted.is_ghosted and not is_at_rest(counted.measured_on, steps)


def _is_within(day: date, version: Version) -> bool:
    return version.from_on <= day and (version.until_on is None or day <= version.until_on)


def _walked(numbers: Sequence[Counted], terms: Terms, version: int) -> Iterable[tuple[Judged, Run | None]]:
    """Each number as it is judged, and the run as it is after it, where the number belongs to one or clears it."""
    in_a_row: list[date] = []
    run: Run | None = None
    for found in numbers:
        day, value = found.measured_on, found.value or Decimal(0)
        if is_beyond(terms, value):
            in_a_row.append(day)
            if run:
                run = replace(run, last_on=day, times=run.times + 1)
            elif len(in_a_row) >= terms.points_in_a_row:
                run = Run(version, in_a_row[0], day, len(in_a_row))
            yield Judged(found, version, BoundaryStatus.CROSSED if run else BoundaryStatus.NEAR, is_beyond=True), run
            continue
        in_a_row.clear()
        if is_near(terms, value):
            yield Judged(found, version, BoundaryStatus.NEAR), run
            continue
        yield Judged(found, version, BoundaryStatus.CLEAR), replace(run, cleared_on=day) if run else None
        run = None
