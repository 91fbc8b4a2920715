"""Verbs about the numbers on which mean and limits rest."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.measures import queries
from registry.measures.actions.results import locked, refresh_result
from registry.measures.models import Baseline, Measure, RecalculationPoint
from registry.measures.rules import limits, rights
from registry.measures.schemas import BaselineIn, RecalculationIn
from registry.people.actors import Actor


async def set_baseline(session: AsyncSession, actor: Actor, measure: Measure, form: BaselineIn) -> Baseline:
    """From now on the limits rest on the first so many numbers, or again on all; what held before stays on record."""
    measure = await _held(session, actor, measure)
    before = await queries.find_baseline(session, measure)
    result = await queries.get_result(session, measure)
    if objections := limits.objections_to_baseline(form.points, result.number_count, before):
        raise Refused(fields=objections)
    baseline = Baseline(
        organisation_id=measure.organisation_id,
        measure_id=measure.id,
        points=form.points,
        reason=form.reason,
        set_at=clock.now(),
        set_by_id=actor.person_id,
    )
    session.add(baseline)
    await session.flush()
    await refresh_result(session, actor, measure)
    await record_event(
        session,
        actor,
        "baseline_set",
        measure,
        idea_id=measure.idea_id,
        words=f"{measure.name}: {form.reason}",
        was=limits.baseline_words(before.points if before else None),
        became=limits.baseline_words(form.points),
    )
    return baseline


async def set_recalculation(
    session: AsyncSession, actor: Actor, measure: Measure, form: RecalculationIn
) -> RecalculationPoint:
    """Mean and limits are worked out anew from the date of a number that stands."""
    measure = await _held(session, actor, measure)
    counted = await queries.list_counted(session, measure)
    taken = {point.starts_on for point in await queries.list_recalculations(session, measure)}
    if objections := limits.objections_to_recalculation(form.starts_on, counted, taken):
        raise Refused(fields=objections)
    point = RecalculationPoint(
        organisation_id=measure.organisation_id,
        measure_id=measure.id,
        starts_on=form.starts_on,
        reason=form.reason,
        set_at=clock.now(),
        set_by_id=actor.person_id,
    )
    session.add(point)
    await _settle(session, actor, measure, point, "recalculation_set")
    return point


async def lift_recalculation(session: AsyncSession, actor: Actor, point: RecalculationPoint) -> None:
    measure = await session.get_one(Measure, (point.organisation_id, point.measure_id))
    measure = await _held(session, actor, measure)
    await session.refresh(point)
    if point.lifted_at:
        raise Refused("This is lifted already.")
    point.lifted_at, point.lifted_by_id = clock.now(), actor.person_id
    session.add(point)
    await _settle(session, actor, measure, point, "recalculation_lifted")


async def _held(session: AsyncSession, actor: Actor, measure: Measure) -> Measure:
    """The measure, locked, by somebody who may say on which numbers its limits rest."""
    keeping = await queries.get_keeping(session, measure)
    measure = await locked(session, actor, measure)
    if not rights.may_record(actor, keeping, measure):
        raise NotAllowed(rights.who_sets_limits(keeping, measure))
    return measure


async def _settle(session: AsyncSession, actor: Actor, measure: Measure, point: RecalculationPoint, kind: str) -> None:
    await session.flush()
    await refresh_result(session, actor, measure)
    said = f"{measure.name}, from {day_words(point.starts_on)}: {point.reason}"
    await record_event(session, actor, kind, measure, idea_id=measure.idea_id, words=said)
