from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor
from registry.people.models import Organisation
from registry.stories import rules
from registry.stories.models import Story, TellingLink
from registry.stories.queries import stories
from registry.stories.queries.stories import StoryLine


@dataclass(frozen=True)
class Opened:
    """What a secret opens, and as whom: a link to tell a story, or a story told.

    guest   acts in the storyteller's place
    """

    guest: Actor
    organisation: Organisation
    link: TellingLink | None = None
    line: StoryLine | None = None


async def find_opened(session: AsyncSession, keys: Keys, secret: str) -> Opened | None:
    """None for a secret that opens nothing, or nothing any more."""
    for kind in (DirectoryKind.TELLING, DirectoryKind.STORY):
        entry = await account_queries.find_directory_entry(session, keys, kind, secret)
        if entry is None:
            continue
        organisation = await people_queries.get_organisation(session, entry.organisation_id)
        guest = guest_actor(organisation, keys.history)
        if kind is DirectoryKind.TELLING:
            link = await session.get(TellingLink, (entry.organisation_id, entry.target_id))
            return Opened(guest, organisation, link=link) if link and not link.closed_at else None
        line = await stories.find_told(session, guest, entry.target_id)
        return Opened(guest, organisation, line=line) if line else None
    return None


async def get_link(session: AsyncSession, actor: Actor, link_id: UUID) -> TellingLink:
    """Everybody of the organisation may see and hang up any."""
    link = await session.get(TellingLink, (actor.organisation_id, link_id))
    if link is None or not rules.may_make_link(actor):
        raise NotFound("link")
    return link


async def page_of_links(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[TellingLink]:
    """Those through which stories can be told, the newest first."""
    statement = (
        select(TellingLink)
        .where(col(TellingLink.organisation_id) == actor.organisation_id, col(TellingLink.closed_at).is_(None))
        .order_by(col(TellingLink.id).desc())
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(TellingLink.id) < read_cursor(cursor, UUID)[0])
    return page_of((await session.exec(statement)).all(), size, lambda link: [link.id])


async def has_too_many(session: AsyncSession, link: TellingLink) -> bool:
    """Whether more was told through it within the hour than people tell."""
    statement = (
        select(Story.told_at)
        .where(
            col(Story.organisation_id) == link.organisation_id,
            col(Story.telling_link_id) == link.id,
            col(Story.told_at) > clock.now() - rules.TOLD_WITHIN,
        )
        .limit(rules.TOLD_AT_MOST)
    )
    told: Sequence[object] = (await session.exec(statement)).all()
    return len(told) >= rules.TOLD_AT_MOST
