from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary
from registry.boundaries.queries.watches import list_steps, list_watches_of_measure
from registry.boundaries.queries.wordings import list_worded
from registry.boundaries.rules.limits import limits_of
from registry.boundaries.rules.watching import versions_of
from registry.ideas.models import Idea
from registry.measures.charts import BoundaryLimit
from registry.measures.rules.series import MeasureSeries
from registry.people.actors import Actor


async def list_limits(
    session: AsyncSession, actor: Actor, series: MeasureSeries, boundary: Boundary | None = None
) -> list[BoundaryLimit]:
    """What a measure's chart shows of the boundaries for which it tells, in at most five statements.

    boundary   of one of them alone
    """
    measure = series.measure
    watches = await list_watches_of_measure(session, measure)
    told = [watch for watch, its in watches if boundary is None or its.id == boundary.id]
    if not told:
        return []
    worded = await list_worded(session, told)
    idea = await session.get(Idea, (measure.organisation_id, measure.idea_id)) if measure.idea_id else None
    steps = await list_steps(session, actor, idea) if idea else []
    return [
        limit
        for watch in told
        for limit in limits_of(
            measure,
            series.counted,
            versions_of(worded[watch.id], actor.zone),
            steps if watch.idea_id else [],
        )
    ]
