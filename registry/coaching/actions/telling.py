"""What time brings to two who talk: the day on which they meant to talk again, told to them once."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.queries import appraisals as queries
from registry.history.actions import record_event
from registry.people.actors import Actor


async def tell_days_to_talk(session: AsyncSession, actor: Actor, limit: int) -> int:
    """
    actor     the registry itself
    returns   of how many conversations the day has come
    """
    come = await queries.list_days_to_tell(session, actor, limit)
    for appraisal, wording in come:
        wording.reminded_on = actor.today
        session.add(wording)
        await session.flush()
        await record_event(session, actor, "appraisal_day_come", appraisal)
    return len(come)
