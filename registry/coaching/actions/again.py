"""What one of the two took back before an older state was put back goes once more. The actor is the registry itself."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.actions.appraisals import drop_proposed
from registry.coaching.models import Appraisal, CoachingNote, CoachingOffer
from registry.history.actions import record_event
from registry.people.actors import Actor


async def remove_note_again(session: AsyncSession, actor: Actor, note_id: UUID) -> bool:
    note = await session.get(CoachingNote, (actor.organisation_id, note_id))
    if note is None:
        return False
    await record_event(session, actor, "coaching_note_removed", note)
    await session.delete(note)
    await session.flush()
    return True


async def end_offer_again(session: AsyncSession, actor: Actor, person_id: UUID) -> bool:
    offer = await session.get(CoachingOffer, (actor.organisation_id, person_id))
    if offer is None:
        return False
    await record_event(session, actor, "coaching_offer_ended", offer)
    await session.delete(offer)
    await session.flush()
    return True


async def set_wording_aside_again(session: AsyncSession, actor: Actor, appraisal_id: UUID) -> bool:
    """Words to which not both had agreed; other words stood in their place since, or none."""
    appraisal = await session.get(Appraisal, (actor.organisation_id, appraisal_id))
    if appraisal is None or not await drop_proposed(session, appraisal):
        return False
    await record_event(session, actor, "appraisal_kept", appraisal)
    return True
