from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, Crossing, Watch
from registry.boundaries.queries import boundaries as boundary_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound
from registry.people.actors import Actor

PAST_ROWS = 100


@dataclass(frozen=True)
class CrossingFacts:
    """A crossing with what it is about.

    idea   in which it was crossed; None where a framework's shared measure told
    """

    crossing: Crossing
    watch: Watch
    boundary: Boundary
    idea: Idea | None

    @property
    def address(self) -> str:
        """Where one reads how the boundary stands here."""
        own_place = self.boundary.framework_id and self.idea and not self.watch.ended_at
        return f"/watches/{self.watch.id}" if own_place else f"/boundaries/{self.boundary.id}"


async def get_crossing(session: AsyncSession, actor: Actor, crossing_id: UUID) -> CrossingFacts:
    crossing = await session.get(Crossing, (actor.organisation_id, crossing_id))
    if crossing is None:
        raise NotFound("crossing")
    watch = await session.get_one(Watch, (actor.organisation_id, crossing.watch_id))
    boundary, _ = await boundary_queries.get_boundary(session, actor, watch.boundary_id)
    idea = await idea_queries.get_idea(session, actor, watch.idea_id) if watch.idea_id else None
    return CrossingFacts(crossing, watch, boundary, idea)


async def list_crossings(session: AsyncSession, boundary: Boundary, idea: Idea | None = None) -> Sequence[Crossing]:
    """The newest hundred, the newest first; of one idea where it is given, also from watches that have ended."""
    statement = (
        select(Crossing)
        .join(Watch, (col(Watch.organisation_id) == Crossing.organisation_id) & (col(Watch.id) == Crossing.watch_id))
        .where(col(Watch.organisation_id) == boundary.organisation_id, col(Watch.boundary_id) == boundary.id)
        .order_by(col(Crossing.id).desc())
        .limit(PAST_ROWS)
    )
    if idea:
        statement = statement.where(col(Watch.idea_id) == idea.id)
    return (await session.exec(statement)).all()
