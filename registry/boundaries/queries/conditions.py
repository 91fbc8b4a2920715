"""The boundaries on which promises rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryWording, Crossing, PledgeCondition, Watch
from registry.boundaries.queries.boundaries import BoundaryRow, list_boundaries
from registry.boundaries.queries.watches import is_newest_agreed
from registry.ideas.models import BoundaryStatus, Idea
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor
from registry.pledges.models import Pledge, PledgeState


@dataclass(frozen=True)
class Condition:
    """
    row   how the idea stands under it; None where it stands under it no longer
    """

    boundary_id: UUID
    sentence: str
    row: BoundaryRow | None

    @property
    def status(self) -> BoundaryStatus | None:
        return self.row.status if self.row else None


async def list_conditions(session: AsyncSession, actor: Actor, pledge: Pledge, idea: Idea) -> Sequence[Condition]:
    """In the order of drawing; a boundary that the idea has left keeps its last words."""
    statement = (
        select(PledgeCondition.boundary_id, BoundaryWording.sentence)
        .join(
            Boundary,
            (col(Boundary.organisation_id) == PledgeCondition.organisation_id)
            & (col(Boundary.id) == PledgeCondition.boundary_id),
        )
        .join(BoundaryWording, is_newest_agreed())
        .where(col(PledgeCondition.organisation_id) == pledge.organisation_id)
        .where(col(PledgeCondition.pledge_id) == pledge.id)
        .order_by(col(PledgeCondition.boundary_id))
    )
    found = (await session.exec(statement)).all()
    if not found:
        return []
    rows = {row.id: row for row in await list_boundaries(session, actor, idea)}
    return [Condition(boundary_id, sentence, rows.get(boundary_id)) for boundary_id, sentence in found]


async def list_ids_of_tied(session: AsyncSession, crossing: Crossing) -> Sequence[UUID]:
    """Who promised something, not over yet, that rests on the boundary which is crossed."""
    statement = (
        select(Pledge.pledger_id)
        .join(
            PledgeCondition,
            (col(PledgeCondition.organisation_id) == Pledge.organisation_id)
            & (col(PledgeCondition.pledge_id) == Pledge.id),
        )
        .join(
            Watch,
            (col(Watch.organisation_id) == PledgeCondition.organisation_id)
            & (col(Watch.boundary_id) == PledgeCondition.boundary_id),
        )
        .where(col(Watch.organisation_id) == crossing.organisation_id, col(Watch.id) == crossing.watch_id)
        .where(col(Watch.idea_id).is_(None) | (col(Watch.idea_id) == Pledge.idea_id))
        .where(col(Pledge.counted_state).in_([PledgeState.OFFERED, PledgeState.ACCEPTED]))
        .distinct()
        .limit(COUNT_LIMIT)
    )
    return (await session.exec(statement)).all()
