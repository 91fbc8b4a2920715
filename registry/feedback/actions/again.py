"""What people took back before an older state was put back goes once more. The actor is the registry itself."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.actions.rounds import forget_answers
from registry.feedback.models import Round, Share
from registry.history.actions import record_event
from registry.people.actors import Actor


async def end_share_again(session: AsyncSession, actor: Actor, share_id: UUID) -> bool:
    share = await session.get(Share, (actor.organisation_id, share_id))
    if share is None or share.ended_on:
        return False
    share.ended_on = actor.today
    session.add(share)
    await session.flush()
    await record_event(session, actor, "feedback_sharing_ended", share)
    return True


async def call_off_again(session: AsyncSession, actor: Actor, round_id: UUID) -> bool:
    found = await session.get(Round, (actor.organisation_id, round_id))
    if found is None or found.called_off_on or found.closed_on:
        return False
    await forget_answers(session, found)
    found.called_off_on = actor.today
    session.add(found)
    await session.flush()
    await record_event(session, actor, "round_called_off", found)
    return True
