"""Which ideas came to a stage between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary, Stage, State
from registry.ideas.rules import ideas as rules
from registry.kit.clock import day_of
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor

Earlier = aliased(State)


@dataclass(frozen=True)
class Move:
    """An idea that came to a stage.

    learning   what it found, where its team has written that down
    """

    id: UUID
    reference: str
    title: str
    on: date
    learning: str


async def count_moves(
    session: AsyncSession, actor: Actor, stages: Sequence[Stage], since: datetime, until: datetime
) -> dict[Stage, int]:
    """Of each stage up to 1,000, in one statement."""
    counts = []
    for stage in stages:
        some = _moves(select_columns(col(State.id)), actor, stage, since, until).limit(COUNT_LIMIT).subquery()
        counts.append(select_columns(func.count()).select_from(some).scalar_subquery())
    row: Any = (await session.exec(select_columns(*counts))).one()  # type: ignore[call-overload]  # for SQLModel's select
    return dict(zip(stages, row, strict=True))


async def list_moves(
    session: AsyncSession, actor: Actor, stage: Stage, since: datetime, until: datetime, limit: int
) -> list[Move]:
    """The newest first."""
    columns = select_columns(
        col(State.idea_id), col(IdeaSummary.reference_number), col(IdeaSummary.title), col(State.at), col(Idea.learning)
    )
    statement = (
        _moves(columns, actor, stage, since, until)
        .join(Idea, (col(Idea.organisation_id) == State.organisation_id) & (col(Idea.id) == State.idea_id))
        .order_by(col(State.at).desc(), col(State.idea_id).desc())
        .limit(limit)
    )
    rows: Sequence[Any] = (await session.exec(statement)).all()
    return [
        Move(idea_id, rules.reference(actor.reference_prefix, number), title, day_of(at, actor.zone), learning)
        for idea_id, number, title, at, learning in rows
    ]


def _moves(columns: Any, actor: Actor, stage: Stage, since: datetime, until: datetime) -> Any:
    """An idea comes to a stage once: one that was paused, or registered again, is not counted for it a second time."""
    came_before = select(Earlier.id).where(
        col(Earlier.organisation_id) == State.organisation_id,
        col(Earlier.idea_id) == State.idea_id,
        col(Earlier.stage) == stage,
        col(Earlier.at) < State.at,
    )
    return (
        columns.select_from(State)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == State.organisation_id) & (col(IdeaSummary.id) == State.idea_id),
        )
        .where(
            col(State.organisation_id) == actor.organisation_id,
            col(State.stage) == stage,
            col(State.at) >= since,
            col(State.at) < until,
            ~came_before.exists(),
        )
    )
