"""A licence is asked for, renewed, and handed back by the side that asks."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.licences.actions.links import end_links
from registry.licences.models import Licence, LicenceCondition
from registry.licences.queries import licences as queries
from registry.licences.queries import turf as turf_queries
from registry.licences.rules import licences as rules
from registry.licences.schemas import LicenceIn
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def request_licence(session: AsyncSession, actor: Actor, idea: Idea, form: LicenceIn) -> Licence:
    """The lead asks the partner on whose ground the idea works."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    if not rules.may_request(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead asks for a licence, while the idea is open.")
    turf = await turf_queries.find_turf(session, idea)
    if turf is None:
        raise Refused("Say first on whose ground the idea works.")
    return await _request(session, actor, form, Licence(partner_id=turf.partner_id, idea_id=idea.id, **_said(form)))


async def request_our_ground(session: AsyncSession, actor: Actor, form: LicenceIn) -> Licence:
    """A partner's person asks the organisation."""
    if not rules.may_request_our_ground(actor) or actor.partner_id is None:
        raise NotAllowed("Only a partner’s person asks to work on this organisation’s ground.")
    return await _request(session, actor, form, Licence(partner_id=actor.partner_id, **_said(form)))


async def renew_licence(session: AsyncSession, actor: Actor, before: Licence, form: LicenceIn) -> Licence:
    """A request of its own that follows an earlier licence; until it is granted the earlier one goes on."""
    await session.refresh(before, with_for_update={"key_share": True})
    standing = await queries.find_standing_of(session, before)
    state = rules.state_of(before, await queries.find_decision(session, before), actor.today)
    if not rules.may_renew(actor, before, standing, state):
        raise NotAllowed("Only whoever asked for a licence renews it, once it was granted.")
    is_renewed = await queries.is_renewed(session, before, actor.today)
    if wrong := rules.objections_to_renewal(before, state, is_renewed=is_renewed, starts_on=form.starts_on):
        raise Refused(fields=wrong)
    followed = Licence(partner_id=before.partner_id, idea_id=before.idea_id, follows_id=before.id, **_said(form))
    return await _request(session, actor, form, followed)


async def hand_back_licence(session: AsyncSession, actor: Actor, licence: Licence) -> None:
    """It is needed no longer, from this moment; so with a request that nobody has answered."""
    await session.refresh(licence, with_for_update={"key_share": True})
    standing = await queries.find_standing_of(session, licence)
    state = rules.state_of(licence, await queries.find_decision(session, licence), actor.today)
    if not rules.is_asking_side(actor, licence, standing):
        raise NotAllowed("Only whoever asked for a licence hands it back.")
    if not rules.may_hand_back(actor, licence, standing, state):
        raise Refused("This licence has ended already.")
    licence.handed_back_at, licence.handed_back_by_id = clock.now(), actor.person_id
    session.add(licence)
    await end_links(session, licence)
    await session.flush()
    words = await words_of(session, actor, licence)
    await record_event(session, actor, "licence_handed_back", licence, idea_id=licence.idea_id, words=words)


async def words_of(session: AsyncSession, actor: Actor, licence: Licence) -> str:
    """How history and notices name a licence: the partner, and what it is for."""
    partner = await people_queries.get_partner(session, actor, licence.partner_id)
    return f"{partner.name}: {licence.purpose}"


async def keep_conditions(session: AsyncSession, licence: Licence, written: str, *, is_agreed: bool) -> list[str]:
    """
    written   one on each line
    """
    conditions = rules.conditions_in(written)
    if wrong := rules.objections_to_conditions(conditions):
        raise Refused(fields=wrong)
    session.add_all(
        LicenceCondition(
            organisation_id=licence.organisation_id,
            licence_id=licence.id,
            is_agreed=is_agreed,
            number=number,
            sentence=sentence,
        )
        for number, sentence in enumerate(conditions, 1)
    )
    await session.flush()
    return conditions


async def _request(session: AsyncSession, actor: Actor, form: LicenceIn, licence: Licence) -> Licence:
    if wrong := rules.objections_to_dates(form.starts_on, form.ends_on, actor.today):
        raise Refused(fields=wrong)
    licence.organisation_id = actor.organisation_id
    licence.requested_at, licence.requested_by_id = clock.now(), actor.person_id
    session.add(licence)
    await session.flush()
    await keep_conditions(session, licence, form.conditions, is_agreed=False)
    words = await words_of(session, actor, licence)
    if licence.follows_id:
        await record_event(session, actor, "licence_renewal_requested", licence, idea_id=licence.idea_id, words=words)
    else:
        await record_event(session, actor, "licence_requested", licence, idea_id=licence.idea_id, words=words)
    return licence


def _said(form: LicenceIn) -> dict[str, Any]:
    return form.model_dump(exclude={"conditions"})
