"""Links with which somebody of a partner decides without an account: made, sent, ended."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.licences.models import DecisionLink, Giver, Licence
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import links as queries
from registry.licences.rules import decisions as rules
from registry.licences.rules import licences as licence_rules
from registry.licences.schemas import LinkIn
from registry.people import queries as people_queries
from registry.people.actors import Actor

TRIED_AGAIN_AFTER = timedelta(minutes=5)


async def send_link(session: AsyncSession, actor: Actor, licence: Licence, form: LinkIn, keys: Keys) -> DecisionLink:
    """The letter leaves after this is settled. Links made before stop working; the lead never sees the secret."""
    await session.refresh(licence, with_for_update={"key_share": True})
    standing = await licence_queries.find_standing_of(session, licence)
    decision = await licence_queries.find_decision(session, licence)
    state = licence_rules.state_of(licence, decision, actor.today)
    if not licence_rules.may_send_link(actor, licence, standing, state):
        raise NotAllowed("Only the lead sends a link, and only while the request waits for an answer.")
    if objections := rules.objections_to_link(await queries.list_made_within_a_day(session, licence), clock.now()):
        raise Refused(*objections)
    await end_links(session, licence)
    now = clock.now()
    link = DecisionLink(
        organisation_id=licence.organisation_id,
        licence_id=licence.id,
        address=form.address,
        made_at=now,
        made_by_id=actor.person_id,
        expires_at=now + rules.LINK_LASTS,
        next_try_at=now,
    )
    session.add(link)
    secret = rules.signed_secret(keys.secret, link.id)
    await account_actions.enter_directory(session, keys, DirectoryKind.DECISION, link, secret)
    partner = await people_queries.get_partner(session, actor, licence.partner_id)
    await record_event(session, actor, "licence_link_sent", licence, idea_id=licence.idea_id, words=partner.name)
    return link


async def end_links(session: AsyncSession, licence: Licence) -> None:
    """They lead nowhere any more, and where they were sent is forgotten."""
    for link in await queries.list_links(session, licence):
        if link.ended_at is None:
            await end_link(session, link)


async def end_link(session: AsyncSession, link: DecisionLink) -> None:
    link.ended_at, link.address = clock.now(), ""
    session.add(link)
    await account_actions.leave_directory(session, link.organisation_id, [link.id])
    await session.flush()


async def end_links_over(session: AsyncSession, actor: Actor, limit: int) -> int:
    """Those whose date has come; they did not work since then."""
    over = await queries.list_over(session, actor.organisation_id, limit)
    for link in over:
        await end_link(session, link)
    return len(over)


async def note_try(session: AsyncSession, link: DecisionLink | Giver) -> None:
    """Before a letter is handed over, so that nobody else sends it at the same time."""
    link.next_try_at = clock.now() + TRIED_AGAIN_AFTER
    session.add(link)
    await session.flush()


async def note_sent(session: AsyncSession, organisation_id: UUID, link_id: UUID) -> None:
    link = await session.get_one(DecisionLink, (organisation_id, link_id))
    link.sent_at = clock.now()
    session.add(link)
    await session.flush()
