"""The rows of crossings: how one opens, ends and is closed. It is never deleted, and answered once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Crossing, CrossingAnswer, Watch
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.people.actors import Actor, the_registry


async def open_crossing(session: AsyncSession, actor: Actor, crossing: Crossing, idea: Idea | None, words: str) -> None:
    """The question is opened by the registry, whoever said or counted what it follows from."""
    session.add(crossing)
    await session.flush()
    idea_id = idea.id if idea else None
    await record_event(session, the_registry(actor), "crossing_opened", crossing, idea_id=idea_id, words=words)


async def close_crossing(
    session: AsyncSession, by_id: UUID, crossing: Crossing, answer: CrossingAnswer, words: str = ""
) -> None:
    crossing.answer, crossing.words = answer, words
    crossing.answered_at, crossing.answered_by_id = clock.now(), by_id
    session.add(crossing)
    await session.flush()


async def end_crossings(session: AsyncSession, watch: Watch, ended_at: datetime) -> None:
    """After a redrawing what goes beyond the new words is a new question; one that waits goes on waiting."""
    await session.exec(
        update(Crossing)
        .where(
            col(Crossing.organisation_id) == watch.organisation_id,
            col(Crossing.watch_id) == watch.id,
            col(Crossing.cleared_at).is_(None),
        )
        .values(cleared_at=ended_at)
        .execution_options(synchronize_session="fetch")
    )


async def locked_crossings(session: AsyncSession, watch: Watch) -> Sequence[Crossing]:
    """Every one of a watch, the oldest first."""
    statement = (
        select(Crossing)
        .where(col(Crossing.organisation_id) == watch.organisation_id, col(Crossing.watch_id) == watch.id)
        .order_by(col(Crossing.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).all()
