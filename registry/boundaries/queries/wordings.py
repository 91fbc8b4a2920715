"""What was said of a boundary: its wordings, and the answers that teams gave."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryWording, Watch
from registry.boundaries.queries.boundaries import get_boundary
from registry.ideas.models import Idea
from registry.kit.errors import NotFound
from registry.people.actors import Actor

PAST_ROWS = 100


async def get_wording(
    session: AsyncSession, actor: Actor, wording_id: UUID
) -> tuple[BoundaryWording, Boundary, Idea | None]:
    wording = await session.get(BoundaryWording, (actor.organisation_id, wording_id))
    if wording is None:
        raise NotFound("wording")
    return wording, *await get_boundary(session, actor, wording.boundary_id)


async def find_wording_in_force(session: AsyncSession, boundary: Boundary) -> BoundaryWording | None:
    return next((wording for wording in await list_wordings(session, boundary) if wording.agreed_at), None)


async def list_wordings(session: AsyncSession, boundary: Boundary) -> Sequence[BoundaryWording]:
    """Every version, the newest first."""
    statement = (
        select(BoundaryWording)
        .where(
            col(BoundaryWording.organisation_id) == boundary.organisation_id,
            col(BoundaryWording.boundary_id) == boundary.id,
        )
        .order_by(col(BoundaryWording.number).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()


async def list_answers(session: AsyncSession, boundary: Boundary, idea: Idea) -> Sequence[BoundaryAnswer]:
    """What an idea's team said of it: the newest hundred, the newest first."""
    statement = (
        select(BoundaryAnswer)
        .join(
            Watch,
            (col(Watch.organisation_id) == BoundaryAnswer.organisation_id) & (col(Watch.id) == BoundaryAnswer.watch_id),
        )
        .where(
            col(Watch.organisation_id) == boundary.organisation_id,
            col(Watch.boundary_id) == boundary.id,
            col(Watch.idea_id) == idea.id,
        )
        .order_by(col(BoundaryAnswer.id).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()
