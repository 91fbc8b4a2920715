"""What time brings to licences, told once each: the end is near, it has come, an idea works where none covers it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.licences.actions.givers import forget_givers
from registry.licences.actions.licences import words_of
from registry.licences.actions.links import end_links_over
from registry.licences.queries import licences as queries
from registry.licences.queries import turf as turf_queries
from registry.people.actors import Actor


async def tell_by_time(session: AsyncSession, actor: Actor, limit: int) -> int:
    """
    actor     the registry itself
    returns   how many things were looked at
    """
    told = await _tell_endings(session, actor, limit) + await _tell_ends(session, actor, limit)
    told += await _tell_outside(session, actor, limit)
    return told + await end_links_over(session, actor, limit) + await forget_givers(session, actor, limit)


async def _tell_endings(session: AsyncSession, actor: Actor, limit: int) -> int:
    ending = await queries.list_untold_endings(session, actor, limit)
    for licence in ending:
        licence.told_ending_on = actor.today
        session.add(licence)
        words = await words_of(session, actor, licence)
        await record_event(session, actor, "licence_ending", licence, idea_id=licence.idea_id, words=words)
    return len(ending)


async def _tell_ends(session: AsyncSession, actor: Actor, limit: int) -> int:
    over = await queries.list_untold_ends(session, actor, limit)
    for licence in over:
        licence.told_over_on = actor.today
        session.add(licence)
        words = await words_of(session, actor, licence)
        await record_event(session, actor, "licence_expired", licence, idea_id=licence.idea_id, words=words)
    return len(over)


async def _tell_outside(session: AsyncSession, actor: Actor, limit: int) -> int:
    """Once each time it comes to be so."""
    outside = {line.id: line for line in await turf_queries.list_outside(session, actor, turf_queries.WEIGHED)}
    for turf in await turf_queries.list_told(session, actor):
        if turf.id not in outside:
            turf.told_outside_on = None
            session.add(turf)
    new = [line for line in outside.values() if line.turf.told_outside_on is None][:limit]
    for line in new:
        line.turf.told_outside_on = actor.today
        session.add(line.turf)
        await session.flush()
        await record_event(session, actor, "turf_unlicensed", line.turf, idea_id=line.id, words=line.footing.objection)
    return len(new)
