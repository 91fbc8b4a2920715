"""What is stored for lists is what a fresh look at the numbers says, whatever was done in whatever order."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.kit.database import open_database
from registry.kit.errors import RegistryError
from registry.measures import queries
from registry.measures.actions import limits as limit_actions
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as actions
from registry.measures.actions.results import KEPT
from registry.measures.models import Interval, Measure
from registry.measures.rules.results import judge
from registry.measures.schemas import (
    BaselineIn,
    CorrectionIn,
    MeasureIn,
    ObservationIn,
    RecalculationIn,
    WithdrawalIn,
)
from registry.people.actors import Actor
from registry.spc.series import Direction, RuleSet
from tests.cast import Cast
from tests.factories import MEASURE, make_idea, make_measure

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = date(2026, 11, 2)

VERBS = [
    "record",
    "many",
    "many",
    "correct",
    "withdraw",
    "edit",
    "close",
    "reopen",
    "hold limits",
    "begin anew",
    "lift",
]

days = some.integers(0, 20).map(lambda after: FIRST + timedelta(days=after))
values = some.one_of(some.none(), some.integers(-3, 3), some.decimals("0.1", "0.3", places=1))


@dataclass(frozen=True)
class Step:
    """One thing that somebody does, or tries to."""

    verb: str
    day: date
    values: list[object]
    edit: dict[str, object]


steps = some.builds(
    Step,
    some.sampled_from(VERBS),
    days,
    some.lists(values, min_size=1, max_size=14),
    some.fixed_dictionaries(
        {
            "direction": some.sampled_from(Direction),
            "interval": some.sampled_from(Interval),
            "rule_set": some.sampled_from(RuleSet),
            "target": some.one_of(some.none(), some.integers(-2, 2)),
        }
    ),
)


def numbers_of(step: Step) -> list[ObservationIn]:
    return [
        ObservationIn(measured_on=step.day - timedelta(days=place), value=value, is_gap=value is None)
        for place, value in enumerate(step.values)
    ]


async def do(session: AsyncSession, actor: Actor, measure: Measure, step: Step) -> None:
    first = numbers_of(step)[0]
    match step.verb:
        case "record":
            await actions.record_observation(session, actor, measure, first)
        case "many":
            await actions.record_observations(session, actor, measure, numbers_of(step), corrects=True)
        case "correct":
            right = CorrectionIn(value=first.value, is_gap=first.is_gap, note="A slip")
            await actions.correct_observation(session, actor, measure, step.day, right)
        case "withdraw":
            await actions.withdraw_observation(session, actor, measure, step.day, WithdrawalIn(note="A slip"))
        case "hold limits":
            points = 12 if len(step.values) % 2 else None
            await limit_actions.set_baseline(session, actor, measure, BaselineIn(points=points, reason="A change"))
        case "begin anew":
            form = RecalculationIn(starts_on=step.day, reason="A change")
            await limit_actions.set_recalculation(session, actor, measure, form)
        case "lift":
            for point in (await queries.list_recalculations(session, measure))[:1]:
                await limit_actions.lift_recalculation(session, actor, point)
        case "edit":
            await measure_actions.edit_measure(session, actor, measure, MeasureIn(**(MEASURE | step.edit)))
        case "close":
            await measure_actions.close_measure(session, actor, measure)
        case "reopen":
            await measure_actions.reopen_measure(session, actor, measure)


async def play(url: str, actor: Actor, taken: list[Step]) -> None:
    """Takes the steps one after another and looks after each; what is refused changes nothing."""
    database = open_database(url)
    async with database.writers() as session:
        with clock.stopped_at(NOON):
            measure = await make_measure(session, actor, await make_idea(session, actor))
        variation, told_at, before = None, NOON, None
        for count, step in enumerate(taken, 1):
            with clock.stopped_at(NOON + timedelta(minutes=count)):
                with suppress(RegistryError):
                    await do(session, actor, measure, step)
                stored = await queries.get_result(session, measure)
                fresh = judge(await queries.get_series(session, actor, measure), actor.today)
                assert {name: getattr(stored, name) for name in KEPT} == {name: getattr(fresh, name) for name in KEPT}
                if fresh.variation != variation:
                    variation, told_at, before = fresh.variation, clock.now(), variation
                assert (stored.signal_at, stored.variation_before) == (told_at, before)
        await session.rollback()
    await database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(steps, min_size=1, max_size=12))
def test_what_is_stored_is_what_a_fresh_look_says(database_url: str, cast: Cast, taken: list[Step]) -> None:
    asyncio.run(play(database_url, cast.clinician, taken))
