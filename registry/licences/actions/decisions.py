"""A request is granted or refused, once; a granted licence is revoked by the side that granted it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.licences.actions.givers import give_by
from registry.licences.actions.licences import keep_conditions, words_of
from registry.licences.actions.links import end_links
from registry.licences.models import Licence, LicenceDecision
from registry.licences.queries import licences as queries
from registry.licences.queries.givers import GiverVisit
from registry.licences.queries.links import Visit
from registry.licences.rules import decisions as rules
from registry.licences.rules import licences as licence_rules
from registry.licences.schemas import DecisionIn, RevocationIn
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def decide(session: AsyncSession, actor: Actor, licence: Licence, form: DecisionIn) -> LicenceDecision:
    """By somebody who is signed in, in their own name."""
    if not rules.is_deciding_side(actor, licence):
        raise NotAllowed(
            "Only a member of the board grants leave to work on this organisation’s ground."
            if licence.is_on_our_ground
            else "Only the partner’s own people decide on a licence for its ground."
        )
    decision = LicenceDecision(by_id=actor.person_id, **_said(form))
    decision.name = actor.name
    return await _decide(session, actor, licence, decision, form)


async def decide_by_link(session: AsyncSession, visit: Visit, form: DecisionIn, keys: Keys) -> LicenceDecision:
    """By whoever holds the link, which this uses up; where it was sent, a private link to what was granted goes."""
    address = visit.link.address
    said = LicenceDecision(link_id=visit.link.id, **_said(form))
    decision = await _decide(session, visit.guest, visit.licence, said, form)
    if decision.is_granted:
        decision.giver_id = (await give_by(session, visit.licence, address, keys)).id
        session.add(decision)
        await session.flush()
    return decision


async def revoke_licence(session: AsyncSession, actor: Actor, licence: Licence, form: RevocationIn) -> None:
    """From this moment."""
    await session.refresh(licence, with_for_update={"key_share": True})
    state = licence_rules.state_of(licence, await queries.find_decision(session, licence), actor.today)
    if not rules.is_deciding_side(actor, licence):
        raise NotAllowed("Only whoever grants a licence revokes it.")
    if not rules.may_revoke(actor, licence, state):
        raise Refused("Only a licence that was granted and has not ended can be revoked.")
    licence.revoked_by_id = actor.person_id
    await _note_revoked(session, actor, licence, form)


async def revoke_given(session: AsyncSession, visit: GiverVisit, licence: Licence, form: RevocationIn) -> None:
    """The same by whoever granted it without an account; the same words sent twice change nothing more."""
    await session.refresh(licence, with_for_update={"key_share": True})
    if licence.revoked_by_giver_id == visit.giver.id and licence.revoked_reason == form.reason:
        return
    decision = await queries.find_decision(session, licence)
    state = licence_rules.state_of(licence, decision, visit.guest.today)
    if not visit.is_open or not rules.may_revoke_given(visit.giver, decision, state):
        raise Refused("Only a licence that you granted and that has not ended can be revoked.")
    licence.revoked_by_giver_id = visit.giver.id
    await _note_revoked(session, visit.guest, licence, form)


async def wording_of(session: AsyncSession, actor: Actor, licence: Licence, conditions: Sequence[str]) -> str:
    """What would be agreed to under these conditions."""
    partner = await people_queries.get_partner(session, actor, licence.partner_id)
    idea = await queries.find_idea_of(session, licence)
    return rules.wording_of(
        licence,
        partner_name=partner.name,
        organisation_name=actor.organisation_name,
        idea_title=idea.title if idea else "",
        conditions=conditions,
    )


async def _decide(
    session: AsyncSession, actor: Actor, licence: Licence, decision: LicenceDecision, form: DecisionIn
) -> LicenceDecision:
    await session.refresh(licence, with_for_update={"key_share": True})
    state = licence_rules.state_of(licence, await queries.find_decision(session, licence), actor.today)
    if objections := rules.objections_to_decision(state):
        raise Refused(*objections)
    if wrong := rules.objections_to_answer(
        is_granted=form.is_granted, name=decision.name, position=decision.position, reason=form.reason
    ):
        raise Refused(fields=wrong)
    conditions = await keep_conditions(session, licence, form.conditions, is_agreed=True) if form.is_granted else []
    decision.organisation_id, decision.licence_id, decision.at = licence.organisation_id, licence.id, clock.now()
    decision.wording = await wording_of(session, actor, licence, conditions)
    if form.is_granted and form.agreed and form.agreed != rules.digest_of(decision.wording):
        raise Changed
    session.add(decision)
    await end_links(session, licence)
    await session.flush()
    words = await words_of(session, actor, licence)
    kind = "licence_granted" if form.is_granted else "licence_refused"
    became = form.reason or f"{decision.name}, {decision.position}"
    await record_event(session, actor, kind, licence, idea_id=licence.idea_id, words=words, became=became)
    return decision


async def _note_revoked(session: AsyncSession, actor: Actor, licence: Licence, form: RevocationIn) -> None:
    licence.revoked_at, licence.revoked_reason = clock.now(), form.reason
    session.add(licence)
    await session.flush()
    words = await words_of(session, actor, licence)
    await record_event(
        session, actor, "licence_revoked", licence, idea_id=licence.idea_id, words=words, became=form.reason
    )


def _said(form: DecisionIn) -> dict[str, Any]:
    return {"is_granted": form.is_granted, "name": form.name, "position": form.position, "reason": form.reason}
