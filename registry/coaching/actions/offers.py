from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.models import CoachingOffer
from registry.coaching.queries import offers as queries
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import CoachingOfferIn
from registry.history.actions import record_event
from registry.kit.errors import NotAllowed, NotFound
from registry.people.actors import Actor


async def offer_coaching(session: AsyncSession, actor: Actor, form: CoachingOfferIn) -> CoachingOffer:
    """On the actor's own page, and where people look for a coach."""
    if not rules.may_coach(actor):
        raise NotAllowed("Coaching is for the people of this organisation.")
    offer = await queries.find_offer(session, actor, actor.person_id)
    offer = offer or CoachingOffer(
        organisation_id=actor.organisation_id, id=actor.person_id, words="", offered_on=actor.today
    )
    offer.words = form.words
    session.add(offer)
    await session.flush()
    await record_event(session, actor, "coaching_offer_written", offer)
    return offer


async def end_offer(session: AsyncSession, actor: Actor) -> None:
    """Pairs that are agreed go on."""
    offer = await queries.find_offer(session, actor, actor.person_id)
    if offer is None:
        raise NotFound("offer")
    await record_event(session, actor, "coaching_offer_ended", offer)
    await session.delete(offer)
    await session.flush()
