from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryWording
from registry.boundaries.queries.watches import list_steps, list_watches_of_measure
from registry.boundaries.rules.limits import limits_of
from registry.boundaries.rules.watching import versions_of
from registry.ideas.models import Idea
from registry.kit import clock
from registry.measures.charts import BoundaryLimit
from registry.measures.models import Measure
from registry.measures.rules.series import MeasureSeries
from registry.people.actors import Actor

PAST_ROWS = 200


async def list_limits(
    session: AsyncSession, actor: Actor, series: MeasureSeries, boundary: Boundary | None = None
) -> list[BoundaryLimit]:
    """What a measure's chart shows of the boundaries for which it tells, in at most four statements.

    boundary   of one of them alone
    """
    measure = series.measure
    watches = await list_watches_of_measure(session, measure)
    told = [watch for watch, its in watches if boundary is None or its.id == boundary.id]
    if not told:
        return []
    wordings = await _wordings_by_boundary(session, measure, [watch.boundary_id for watch in told])
    idea = await session.get(Idea, (measure.organisation_id, measure.idea_id)) if measure.idea_id else None
    steps = await list_steps(session, actor, idea) if idea else []
    return [
        limit
        for watch in told
        for limit in limits_of(
            measure,
            series.counted,
            versions_of(wordings.get(watch.boundary_id, []), clock.day_of(watch.since_at, actor.zone), actor.zone),
            steps if watch.idea_id else [],
        )
    ]


async def _wordings_by_boundary(
    session: AsyncSession, measure: Measure, boundary_ids: Sequence[UUID]
) -> dict[UUID, list[BoundaryWording]]:
    """Every version of each, the newest two hundred of all."""
    statement = (
        select(BoundaryWording)
        .where(
            col(BoundaryWording.organisation_id) == measure.organisation_id,
            col(BoundaryWording.boundary_id).in_(boundary_ids),
        )
        .order_by(col(BoundaryWording.number).desc(), col(BoundaryWording.id))
        .limit(PAST_ROWS)
    )
    found: dict[UUID, list[BoundaryWording]] = {}
    for wording in (await session.exec(statement)).all():
        found.setdefault(wording.boundary_id, []).append(wording)
    return found
