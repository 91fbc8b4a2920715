"""The numbers of the sample say what SAMPLE.md says of each idea, whatever day it is made."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import CrossingAnswer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.ideas.models import BoundaryStatus, Idea, IdeaSummary
from registry.measures import queries as measure_queries
from registry.measures.models import Interval, MeasureKind
from registry.measures.queries import MeasureRow
from registry.people.actors import Actor
from registry.sample import counts
from registry.sample.numbers import Count
from registry.spc.assurance import Assurance, Variation
from registry.spc.series import Direction

pytestmark = pytest.mark.anyio

UP, DOWN = Direction.INCREASE, Direction.DECREASE
WEEK, MONTH = Interval.WEEK, Interval.MONTH
BETTER_LOW, BETTER_HIGH = Variation.IMPROVEMENT_LOW, Variation.IMPROVEMENT_HIGH
CHANCE = Variation.COMMON_CAUSE


@dataclass(frozen=True)
class Said:
    """What SAMPLE.md says of an idea's outcome, and what the rules make of its numbers.

    is_trial   limits rest on fewer than 13 numbers: there are no more, or they are worked out anew from when the
               new way became the usual one
    """

    direction: Direction
    interval: Interval
    before: float
    target: str
    variation: Variation
    assurance: Assurance
    numbers: int = 24
    is_trial: bool = False


TABLE = {
    "Antibiotics sooner in suspected sepsis": Said(DOWN, WEEK, 155, "108", BETTER_LOW, Assurance.HIT_OR_MISS),
    "From chart to patient": Said(DOWN, WEEK, 68, "60", CHANCE, Assurance.HIT_OR_MISS),
    "Steady on your feet": Said(DOWN, MONTH, 6.6, "6.3", CHANCE, Assurance.HIT_OR_MISS),
    "Twelve weeks to an answer": Said(DOWN, MONTH, 28, "12", CHANCE, Assurance.HIT_OR_MISS, is_trial=True),
    "Calm wards": Said(DOWN, MONTH, 12.5, "8.8", BETTER_LOW, Assurance.FAIL),
    "Home with your medicines": Said(DOWN, WEEK, 280, "150", BETTER_LOW, Assurance.FAIL),
    "Clean first time": Said(DOWN, MONTH, 4.3, "3", BETTER_LOW, Assurance.HIT_OR_MISS),
    "Theatre within 36 hours": Said(UP, MONTH, 41, "75", CHANCE, Assurance.FAIL),
    "Spot delirium early": Said(UP, MONTH, 79.3, "95", CHANCE, Assurance.FAIL, numbers=5, is_trial=True),
    "Body as well as mind": Said(UP, MONTH, 75, "100", BETTER_HIGH, Assurance.FAIL),
    "Seven drinks a day": Said(DOWN, MONTH, 4.2, "2.5", BETTER_LOW, Assurance.FAIL),
    "Wait before the clamp": Said(UP, MONTH, 25, "90", CHANCE, Assurance.HIT_OR_MISS, is_trial=True),
}


@pytest.mark.parametrize("title", TABLE)
async def test_an_outcome_is_counted_as_the_table_says_and_shows_what_it_says(
    told: AsyncSession, northmoor: Actor, title: str
) -> None:
    said = TABLE[title]
    [row] = await measures_of(told, northmoor, title, MeasureKind.OUTCOME)
    measure, result = row.measure, row.result

    assert (measure.direction, measure.interval, measure.target) == (
        said.direction,
        said.interval,
        Decimal(said.target),
    )
    assert measure.definition
    assert (result.number_count, result.variation, result.assurance) == (said.numbers, said.variation, said.assurance)
    assert result.is_trial == said.is_trial
    series = await measure_queries.get_series(told, northmoor, measure)
    values = [float(counted.value) for counted in series.counted[:12] if counted.value is not None]
    assert sum(values) / len(values) == pytest.approx(said.before, rel=0.03)


@pytest.mark.parametrize("title", TABLE)
async def test_what_must_not_get_worse_is_counted_as_often(told: AsyncSession, northmoor: Actor, title: str) -> None:
    said = TABLE[title]
    [row] = await measures_of(told, northmoor, title, MeasureKind.BALANCING)

    assert (row.result.number_count, row.measure.interval) == (said.numbers, said.interval)


async def test_boundaries_with_a_limit_stand_as_they_should(told: AsyncSession, northmoor: Actor) -> None:
    standing = {
        (row.measure.name, row.status)
        for idea in (await told.exec(select(Idea).where(col(Idea.reference_number).is_not(None)))).all()
        for row in await boundary_queries.list_boundaries(told, northmoor, idea)
        if row.measure and idea.organisation_id == northmoor.organisation_id
    }

    assert standing == {
        ("Children who are diagnosed", BoundaryStatus.CLEAR),
        ("Newborns under 36.5 °C", BoundaryStatus.NEAR),
        ("True positives found", BoundaryStatus.NEAR),
        ("Checks declined", BoundaryStatus.CLEAR),
        ("Seen by a clinician within an hour", BoundaryStatus.CLEAR),
    }


async def test_two_months_over_a_limit_crossed_it_and_were_answered(told: AsyncSession, northmoor: Actor) -> None:
    idea = await idea_called(told, northmoor, "Body as well as mind")
    [declined] = [row for row in await boundary_queries.list_boundaries(told, northmoor, idea) if row.measure]
    boundary, _ = await boundary_queries.get_boundary(told, northmoor, declined.id)
    [crossing] = await crossing_queries.list_crossings(told, boundary)

    assert (crossing.times, crossing.answer) == (2, CrossingAnswer.ADAPTED)
    assert crossing.opened_by_id is None
    assert crossing.cleared_at is not None


@pytest.mark.parametrize("made_on", [date(2027, 1, 31), date(2028, 2, 29), date(2026, 11, 25), date(2027, 3, 1)])
@pytest.mark.parametrize("counted", counts.ALL, ids=lambda counted: counted.name)
def test_the_same_numbers_are_made_on_any_day(counted: Count, made_on: date) -> None:
    rows, others = counted.observations(made_on), counted.observations(made_on + timedelta(days=17))

    assert [(row.value, row.numerator, row.denominator) for row in rows] == [
        (row.value, row.numerator, row.denominator) for row in others
    ]
    days = [row.measured_on for row in rows]
    assert days == sorted(set(days))
    assert (made_on - days[-1]).days == counted.newest


async def measures_of(session: AsyncSession, actor: Actor, title: str, kind: MeasureKind) -> list[MeasureRow]:
    idea = await idea_called(session, actor, title)
    rows = await measure_queries.list_measures_for_idea(session, actor, idea)
    return [row for row in rows if row.measure.kind is kind]


async def idea_called(session: AsyncSession, actor: Actor, title: str) -> Idea:
    found = select(IdeaSummary.id).where(
        col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.title) == title
    )
    return await session.get_one(Idea, (actor.organisation_id, (await session.exec(found)).one()))
