from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.pledges.models import Kind, Pledge, Undertaking


async def find_undertaking(session: AsyncSession, pledge: Pledge) -> Undertaking | None:
    return await session.get(Undertaking, (pledge.organisation_id, pledge.id))


async def undertakings_by_pledge(
    session: AsyncSession, actor: Actor, pledges: Sequence[Pledge]
) -> dict[UUID, Undertaking]:
    """Of some pledges those with which somebody undertakes something, in one query."""
    wanted = [pledge.id for pledge in pledges if pledge.kind in {Kind.SPONSORSHIP, Kind.LINE_MANAGER}]
    if not wanted:
        return {}
    return {row.id: row for row in await _undertakings(session, actor, wanted)}


@stated
def _undertakings(actor: Actor, ids: Collection[UUID]) -> SelectOfScalar[Undertaking]:
    return select(Undertaking).where(
        col(Undertaking.organisation_id) == actor.organisation_id, col(Undertaking.id).in_(ids)
    )
