import secrets
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import rules
from registry.history.models import Asking, ChainHead, Event, EventWords, Recorded
from registry.kit import clock

Listener = Callable[[AsyncSession, Asking, Event, Recorded], Awaitable[None]]

listeners: list[Listener] = []


async def record_event(
    session: AsyncSession,
    actor: Asking,
    kind: str,
    subject: Recorded,
    *,
    idea_id: UUID | None = None,
    words: str = "",
    was: str = "",
    became: str = "",
) -> Event:
    """Adds one entry to the organisation's chain and tells the listeners, in the caller's transaction.

    words    what the sentence of this kind needs beside who and when; '{<id>}' stands for a person
    """
    head = await _locked_head(session, actor)
    salt = secrets.token_hex(16)
    event = Event(
        organisation_id=actor.organisation_id,
        number=head.number + 1,
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        kind=kind,
        subject_noun=type(subject).__name__.lower(),
        subject_id=subject.id,
        idea_id=idea_id,
        words_digest=rules.words_digest(salt, words, was, became),
        chain="",
    )
    event.chain = head.chain = rules.chained(actor.history_key, head.chain, rules.facts_of(event))
    head.number = event.number
    head.seal = rules.sealed(actor.history_key, head.organisation_id, head.number, head.chain)
    session.add_all([event, head])
    await session.flush()
    # Held by this name, the words are there without a question for listeners that want them.
    kept = EventWords(
        organisation_id=event.organisation_id, id=event.id, words=words, was=was, became=became, salt=salt
    )
    session.add(kept)
    await session.flush()
    for listener in listeners:
        await listener(session, actor, event, subject)
    return event


async def open_chain(session: AsyncSession, organisation_id: UUID, history_key: str) -> None:
    """The head of a new organisation's chain, before its first entry."""
    seal = rules.sealed(history_key, organisation_id, 0, rules.FIRST)
    session.add(ChainHead(organisation_id=organisation_id, id=organisation_id, number=0, chain=rules.FIRST, seal=seal))
    await session.flush()


async def _locked_head(session: AsyncSession, actor: Asking) -> ChainHead:
    statement = (
        select(ChainHead)
        .where(col(ChainHead.organisation_id) == actor.organisation_id, col(ChainHead.id) == actor.organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).one()
