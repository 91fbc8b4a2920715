from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people.actors import Actor
from registry.vision.models import Aim

AIM_LIMIT = 50


async def list_aims(session: AsyncSession, actor: Actor) -> Sequence[Aim]:
    """In the organisation's own order."""
    statement = (
        select(Aim)
        .where(col(Aim.organisation_id) == actor.organisation_id)
        .order_by(col(Aim.place), col(Aim.name))
        .limit(AIM_LIMIT)
    )
    return (await session.exec(statement)).all()
