"""What somebody without an account granted, found by their private link, and the letters that carry it."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.licences.models import Giver, Licence, LicenceDecision
from registry.licences.queries.licences import LicenceLine, lines_of
from registry.licences.rules import decisions as rules
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor


@dataclass(frozen=True)
class GiverVisit:
    """Somebody who came by a private link to what they granted.

    is_open   the link still works; otherwise it leads to the way to a fresh one alone
    """

    guest: Actor
    giver: Giver
    is_open: bool


async def find_giver_visit(session: AsyncSession, keys: Keys, secret: str) -> GiverVisit | None:
    entry = await account_queries.find_directory_entry(session, keys, DirectoryKind.GIVEN, secret)
    giver = await session.get(Giver, (entry.organisation_id, entry.target_id)) if entry else None
    if giver is None or not giver.address:
        return None
    organisation = await people_queries.get_organisation(session, giver.organisation_id)
    is_newest = hmac.compare_digest(rules.signed_secret_of(keys.secret, giver).encode(), secret.encode())
    is_open = is_newest and clock.now() < giver.expires_at
    return GiverVisit(guest_actor(organisation, keys.history), giver, is_open)


async def find_giver(session: AsyncSession, licence: Licence, address: str) -> Giver | None:
    statement = select(Giver).where(
        col(Giver.organisation_id) == licence.organisation_id,
        col(Giver.partner_id) == licence.partner_id,
        col(Giver.address) == address,
    )
    return (await session.exec(statement.with_for_update(key_share=True))).first()


async def page_of_given(
    session: AsyncSession, visit: GiverVisit, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[LicenceLine]:
    """What they granted and nothing else, the newest request first."""
    statement = _given_by(visit.giver)
    if cursor:
        statement = statement.where(col(Licence.id) < read_cursor(cursor, UUID)[0])
    found = (await session.exec(statement.order_by(col(Licence.id).desc()).limit(size + 1))).all()
    return page_of(await lines_of(session, visit.guest, found), size, lambda line: [line.id])


async def get_given(session: AsyncSession, visit: GiverVisit, licence_id: UUID) -> Licence:
    """
    raises   NotFound for what they did not grant, exactly as for what does not exist
    """
    found = (await session.exec(_given_by(visit.giver).where(col(Licence.id) == licence_id))).first()
    if found is None:
        raise NotFound("licence")
    return found


async def list_letters_due(session: AsyncSession, organisation_id: UUID, limit: int) -> Sequence[Giver]:
    """Givers whose letter has not left, each locked for whoever sends it."""
    now = clock.now()
    statement = (
        select(Giver)
        .where(
            col(Giver.organisation_id) == organisation_id,
            col(Giver.sent_at).is_(None),
            col(Giver.next_try_at) <= now,
            col(Giver.expires_at) > now,
            col(Giver.address) != "",
        )
        .order_by(col(Giver.next_try_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(statement)).all()


async def list_over(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Giver]:
    """Those whose link is over and of whose licences none lasts."""
    statement = (
        select(Giver)
        .where(
            col(Giver.organisation_id) == actor.organisation_id,
            col(Giver.expires_at) <= clock.now(),
            col(Giver.address) != "",
            ~_has_lasting(actor),
        )
        .limit(limit)
    )
    return (await session.exec(statement)).all()


def _given_by(giver: Giver) -> SelectOfScalar[Licence]:
    return (
        select(Licence)
        .join(
            LicenceDecision,
            (col(LicenceDecision.organisation_id) == Licence.organisation_id)
            & (col(LicenceDecision.licence_id) == Licence.id),
        )
        .where(col(Licence.organisation_id) == giver.organisation_id, col(LicenceDecision.giver_id) == giver.id)
    )


def _has_lasting(actor: Actor) -> ColumnElement[bool]:
    """Within a statement: whether a licence of its giver's has not ended."""
    return (
        select(Licence.id)
        .join(
            LicenceDecision,
            (col(LicenceDecision.organisation_id) == Licence.organisation_id)
            & (col(LicenceDecision.licence_id) == Licence.id),
        )
        .where(
            col(Licence.organisation_id) == Giver.organisation_id,
            col(LicenceDecision.giver_id) == Giver.id,
            col(Licence.revoked_at).is_(None),
            col(Licence.handed_back_at).is_(None),
            col(Licence.ends_on) >= actor.today,
        )
        .exists()
    )
