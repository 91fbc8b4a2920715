from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.coaching.models import CoachingNote, CoachingPair
from registry.coaching.queries.pairs import get_pair
from registry.coaching.queries.sealed import opened
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people.actors import Actor


@dataclass(frozen=True)
class NoteLine:
    """
    words   None where they cannot be opened
    """

    note: CoachingNote
    words: str | None
    is_mine: bool

    @property
    def id(self) -> UUID:
        return self.note.id

    @property
    def written_on(self) -> date:
        return self.note.written_on


async def get_note(session: AsyncSession, actor: Actor, note_id: UUID) -> CoachingNote:
    """For the two of its pair."""
    note = await session.get(CoachingNote, (actor.organisation_id, note_id))
    if note is None:
        raise NotFound("note")
    await get_pair(session, actor, note.pair_id)
    return note


async def page_of_notes(
    session: AsyncSession, actor: Actor, pair: CoachingPair, keys: Keys, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[NoteLine]:
    """The newest first; the caller got the pair through `get_pair`."""
    statement = select(CoachingNote).where(
        col(CoachingNote.organisation_id) == pair.organisation_id, col(CoachingNote.pair_id) == pair.id
    )
    if cursor:
        statement = statement.where(col(CoachingNote.id) < read_cursor(cursor, UUID)[0])
    found = (await session.exec(statement.order_by(col(CoachingNote.id).desc()).limit(size + 1))).all()
    return page_of(_lines(actor, found, keys), size, lambda row: [row.id])


def words_of(keys: Keys, note: CoachingNote) -> str | None:
    return opened(keys, "note", note.id, note.sealed)


def _lines(actor: Actor, found: Sequence[CoachingNote], keys: Keys) -> list[NoteLine]:
    return [NoteLine(note, words_of(keys, note), actor.is_person(note.author_id)) for note in found]
