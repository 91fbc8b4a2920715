"""Links to a decision: found by their secret, and those whose letters wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.kit import clock
from registry.licences.models import DecisionLink, Licence
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a link that can still be used, and the one request it leads to."""

    guest: Actor
    link: DecisionLink
    licence: Licence


async def find_visit(session: AsyncSession, keys: Keys, secret: str) -> Visit | None:
    entry = await account_queries.find_directory_entry(session, keys, DirectoryKind.DECISION, secret)
    link = await session.get(DecisionLink, (entry.organisation_id, entry.target_id)) if entry else None
    if link is None or link.ended_at or link.expires_at <= clock.now():
        return None
    organisation = await people_queries.get_organisation(session, link.organisation_id)
    licence = await session.get_one(Licence, (link.organisation_id, link.licence_id))
    return Visit(guest_actor(organisation, keys.history), link, licence)


async def list_links(session: AsyncSession, licence: Licence) -> Sequence[DecisionLink]:
    """The newest first, as many as a page shows."""
    statement = (
        select(DecisionLink)
        .where(col(DecisionLink.organisation_id) == licence.organisation_id, col(DecisionLink.licence_id) == licence.id)
        .order_by(col(DecisionLink.id).desc())
        .limit(20)
    )
    return (await session.exec(statement)).all()


async def list_made_within_a_day(session: AsyncSession, licence: Licence) -> list[datetime]:
    since = clock.now() - timedelta(days=1)
    return [link.made_at for link in await list_links(session, licence) if link.made_at > since]


async def list_letters_due(session: AsyncSession, organisation_id: UUID, limit: int) -> Sequence[DecisionLink]:
    """Links whose letter has not left, each locked for whoever sends it."""
    now = clock.now()
    statement = (
        select(DecisionLink)
        .where(
            col(DecisionLink.organisation_id) == organisation_id,
            col(DecisionLink.sent_at).is_(None),
            col(DecisionLink.next_try_at) <= now,
            col(DecisionLink.ended_at).is_(None),
            col(DecisionLink.expires_at) > now,
        )
        .order_by(col(DecisionLink.next_try_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(statement)).all()


async def list_over(session: AsyncSession, organisation_id: UUID, limit: int) -> Sequence[DecisionLink]:
    """Links whose date has come."""
    statement = (
        select(DecisionLink)
        .where(
            col(DecisionLink.organisation_id) == organisation_id,
            col(DecisionLink.ended_at).is_(None),
            col(DecisionLink.expires_at) <= clock.now(),
        )
        .limit(limit)
    )
    return (await session.exec(statement)).all()
