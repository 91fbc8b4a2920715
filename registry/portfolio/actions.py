"""What somebody does in the monitor itself."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.people.actors import Actor
from registry.portfolio.models import MonitorLook


async def note_look(session: AsyncSession, actor: Actor, until: datetime) -> None:
    """The actor has seen what changed until then; what came meanwhile stays new, and nobody looks back in time.

    Leaves no entry in the history: to have read something is nobody else's business.
    """
    statement = select(MonitorLook).where(
        col(MonitorLook.organisation_id) == actor.organisation_id, col(MonitorLook.person_id) == actor.person_id
    )
    look = (await session.exec(statement)).first()
    seen_until = min(until, clock.now())
    if look is None:
        look = MonitorLook(organisation_id=actor.organisation_id, person_id=actor.person_id, seen_until=seen_until)
    look.seen_until = max(look.seen_until, seen_until)
    session.add(look)
    await session.flush()
