"""Keeps, beside a measure, what the rules say of its numbers, in the transaction that changes them."""

from dataclasses import fields

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.kit import clock
from registry.measures import queries
from registry.measures.models import Measure, StoredResult
from registry.measures.rules.results import Result, judge
from registry.people.actors import Actor

KEPT = [field.name for field in fields(Result) if field.name in StoredResult.model_fields]


async def locked(session: AsyncSession, actor: Actor, measure: Measure) -> Measure:
    """The measure as it stands, held until the transaction ends: who writes next sees what this writer wrote.

    Its idea is held before it, because what numbers say of a boundary changes what is kept of the idea.
    """
    if measure.idea_id:
        await idea_actions.hold_ideas(session, actor, [measure.idea_id])
    statement = (
        select(Measure)
        .where(col(Measure.organisation_id) == measure.organisation_id, col(Measure.id) == measure.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).one()


async def refresh_result(session: AsyncSession, actor: Actor, measure: Measure) -> StoredResult:
    """Judges the measure anew; the caller holds it locked."""
    result = judge(await queries.get_series(session, actor, measure), actor.today)
    kept = {name: getattr(result, name) for name in KEPT}
    stored = await session.get(StoredResult, (measure.organisation_id, measure.id), populate_existing=True)
    if stored is None:
        stored = StoredResult(organisation_id=measure.organisation_id, id=measure.id, signal_at=clock.now(), **kept)
    elif stored.variation != result.variation:
        stored.signal_at, stored.variation_before = clock.now(), stored.variation
    stored.sqlmodel_update(kept)
    session.add(stored)
    await session.flush()
    return stored
