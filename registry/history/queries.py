from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.history import rules
from registry.history.models import ActorKind, Asking, ChainHead, Event, EventWords
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor

ENTRIES_AT_A_TIME = 2000


@dataclass(frozen=True)
class Entry:
    """One line of history as a page shows it; words are empty where they were erased."""

    id: UUID
    number: int
    at: datetime
    actor_kind: ActorKind
    actor_id: UUID | None
    kind: str
    subject_noun: str
    subject_id: UUID
    idea_id: UUID | None
    words: str
    was: str
    became: str


@dataclass(frozen=True)
class Break:
    """The first entry at which an organisation's chain does not hold, and why."""

    number: int
    reason: str


async def page_of_entries(
    session: AsyncSession,
    actor: Asking,
    *,
    idea_id: UUID | None = None,
    narrowed: Iterable[ColumnElement[bool]] = (),
    cursor: str = "",
    size: int = PAGE_ROWS,
) -> Page[Entry]:
    """The newest entries first; of one idea, or of the whole organisation.

    narrowed   conditions on Event, from a room that knows who may read what
    """
    statement = _newest().where(col(Event.organisation_id) == actor.organisation_id, *narrowed).limit(size + 1)
    if idea_id:
        statement = statement.where(col(Event.idea_id) == idea_id)
    if cursor:
        [number] = read_cursor(cursor, int)
        statement = statement.where(col(Event.number) < number)
    rows = (await session.exec(statement)).all()
    return page_of([_entry(event, words) for event, words in rows], size, lambda entry: [entry.number])


@cache
def _newest() -> Select[Event, EventWords]:
    return (
        select(Event, EventWords)
        .join(
            EventWords,
            (col(EventWords.organisation_id) == Event.organisation_id) & (col(EventWords.id) == Event.id),
        )
        .order_by(col(Event.number).desc())
    )


def _entry(event: Event, words: EventWords) -> Entry:
    return Entry(
        id=event.id,
        number=event.number,
        at=event.at,
        actor_kind=event.actor_kind,
        actor_id=event.actor_id,
        kind=event.kind,
        subject_noun=event.subject_noun,
        subject_id=event.subject_id,
        idea_id=event.idea_id,
        words=words.words,
        was=words.was,
        became=words.became,
    )


async def list_heads(session: AsyncSession) -> Sequence[ChainHead]:
    """The newest sealed entry of every organisation, for the command line alone."""
    return (await session.exec(select(ChainHead).order_by(col(ChainHead.organisation_id)))).all()


async def list_ids_of_kinds(session: AsyncSession, kinds: Collection[str]) -> Sequence[UUID]:
    """In every organisation, for the command line alone."""
    return (await session.exec(select(Event.id).where(col(Event.kind).in_(kinds)))).all()


async def find_chain_at(session: AsyncSession, organisation_id: UUID, number: int) -> str | None:
    """The hash of an organisation's entry of that number; that of the beginning for 0."""
    if number == 0:
        return rules.FIRST
    statement = select(Event.chain).where(col(Event.organisation_id) == organisation_id, col(Event.number) == number)
    return (await session.exec(statement)).first()


async def find_break(session: AsyncSession, organisation_id: UUID, history_key: str) -> Break | None:
    """Reads an organisation's whole chain, in constant memory; None when every entry holds."""
    before, number = rules.FIRST, 0
    async for row in _chain(session, organisation_id):
        if row.number != number + 1:
            return Break(number + 1, "it is missing")
        if row.chain != rules.chained(history_key, before, rules.facts_of(row)):
            return Break(row.number, "it was changed, moved, or put in later")
        if row.words_id is None:
            return Break(row.number, "its words are missing")
        is_erased = not row.salt
        if not is_erased and row.words_digest != rules.words_digest(row.salt, row.words, row.was, row.became):
            return Break(row.number, "its words were changed")
        if is_erased and (row.words or row.was or row.became):
            return Break(row.number, "its words were written after they were erased")
        before, number = row.chain, row.number
    head = await session.get(ChainHead, (organisation_id, organisation_id))
    if head is None:
        return Break(number + 1, "the head of the chain is missing")
    if head.seal != rules.sealed(history_key, organisation_id, head.number, head.chain):
        return Break(head.number, "the seal of the head is not ours")
    if (head.number, head.chain) != (number, before):
        return Break(number + 1, "the end of the chain was cut off")
    return None


async def _chain(session: AsyncSession, organisation_id: UUID) -> AsyncIterator[Any]:
    """Every entry with its words, as columns: objects of a million entries would take four times as long."""
    words = [EventWords.words, EventWords.was, EventWords.became, EventWords.salt]
    statement = (
        select_columns(*Event.__table__.columns, col(EventWords.id).label("words_id"), *map(col, words))  # type: ignore[attr-defined]  # SQLModel makes the table
        .outerjoin(
            EventWords,
            (col(EventWords.organisation_id) == Event.organisation_id) & (col(EventWords.id) == Event.id),
        )
        .where(col(Event.organisation_id) == organisation_id)
        .order_by(col(Event.number))
        .limit(ENTRIES_AT_A_TIME)
    )
    number = 0
    while True:
        rows = (await session.exec(statement.where(col(Event.number) > number))).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
        for row in rows:
            yield row
        if len(rows) < ENTRIES_AT_A_TIME:
            return
        number = rows[-1].number
