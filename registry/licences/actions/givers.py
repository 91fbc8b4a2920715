"""Somebody of a partner grants licences without an account: a private link to them, made, sent afresh, forgotten."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import Refused
from registry.licences.models import Giver, Licence
from registry.licences.queries import givers as queries
from registry.licences.queries.givers import GiverVisit
from registry.licences.rules import decisions as rules
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def give_by(session: AsyncSession, licence: Licence, address: str, keys: Keys) -> Giver:
    """Whose letters go there, with a new private link that leaves after this is settled."""
    giver = await queries.find_giver(session, licence, address)
    if giver is None:
        now = clock.now()
        giver = Giver(
            organisation_id=licence.organisation_id,
            partner_id=licence.partner_id,
            address=address,
            link_number=0,
            made_at=now,
            expires_at=now,
            next_try_at=now,
        )
    await _make_link(session, giver, keys)
    return giver


async def send_fresh_link(session: AsyncSession, visit: GiverVisit, keys: Keys) -> None:
    """To the address where the link before went, whoever asks; the one before works no more."""
    giver = visit.giver
    await session.refresh(giver, with_for_update={"key_share": True})
    if objections := rules.objections_to_fresh_link(giver.made_at, clock.now()):
        raise Refused(*objections)
    await _make_link(session, giver, keys)
    partner = await people_queries.get_partner(session, visit.guest, giver.partner_id)
    await record_event(session, visit.guest, "given_link_sent", giver, words=partner.name)


async def forget_givers(session: AsyncSession, actor: Actor, limit: int) -> int:
    """Those of whom nothing lasts any longer, once their link is over: where their letters went is forgotten."""
    over = await queries.list_over(session, actor, limit)
    for giver in over:
        giver.address = ""
        session.add(giver)
        await account_actions.leave_directory(session, giver.organisation_id, [giver.id])
    await session.flush()
    return len(over)


async def note_sent(session: AsyncSession, organisation_id: UUID, giver_id: UUID) -> None:
    giver = await session.get_one(Giver, (organisation_id, giver_id))
    giver.sent_at = clock.now()
    session.add(giver)
    await session.flush()


async def _make_link(session: AsyncSession, giver: Giver, keys: Keys) -> None:
    now = clock.now()
    giver.link_number += 1
    giver.made_at = giver.next_try_at = now
    giver.expires_at, giver.sent_at = now + rules.GIVEN_LINK_LASTS, None
    session.add(giver)
    await session.flush()
    secret = rules.signed_secret_of(keys.secret, giver)
    await account_actions.enter_directory(session, keys, DirectoryKind.GIVEN, giver, secret)
