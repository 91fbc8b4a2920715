"""Which values ideas serve, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary, IdeaValue, Stage
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.vision.models import Value

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class ServedValue:
    """
    holds   the value is still one of the vision's
    """

    value_id: UUID
    name: str
    meaning: str
    how: str
    holds: bool


async def list_served(session: AsyncSession, idea: Idea) -> list[ServedValue]:
    """Those that the idea named, in the order of the vision."""
    found = (await _served(session, idea)).all()
    return [ServedValue(value_id, name, meaning, how, ended is None) for value_id, name, meaning, how, ended in found]


@dataclass(frozen=True)
class Serving:
    """An idea that serves a value.

    how   in the team's words; may be empty
    """

    value_id: UUID
    idea_id: UUID
    title: str
    how: str


async def count_ideas_by_value(session: AsyncSession, actor: Actor, value_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many ideas that have not ended serve each value, counted up to 1,001; one statement."""
    if not value_ids:
        return {}
    some = [_serving(actor, value_id).limit(MOST_COUNTED + 1).subquery() for value_id in value_ids]
    counts: Any = [select_columns(each.c.value_id, func.count()).group_by(each.c.value_id) for each in some]
    statement: Any = union_all(*counts)
    return dict((await session.exec(statement)).all())


async def list_newest_serving(
    session: AsyncSession, actor: Actor, value_ids: Sequence[UUID], *, each: int
) -> dict[UUID, list[Serving]]:
    """The newest few ideas of each value that have not ended; one statement."""
    found: dict[UUID, list[Serving]] = {}
    if not value_ids:
        return found
    newest = [
        select_columns(_serving(actor, value_id).order_by(col(IdeaValue.idea_id).desc()).limit(each).subquery())
        for value_id in value_ids
    ]
    statement: Any = union_all(*newest)
    for row in (await session.exec(statement)).all():
        found.setdefault(row[0], []).append(Serving(*row))
    return found


async def page_of_serving(
    session: AsyncSession, actor: Actor, value_id: UUID, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Serving]:
    """Ideas that have not ended and serve a value, the newest first."""
    statement = _serving(actor, value_id).order_by(col(IdeaValue.idea_id).desc()).limit(size + 1)
    if cursor:
        statement = statement.where(col(IdeaValue.idea_id) < read_cursor(cursor, UUID)[0])
    rows = [Serving(*row) for row in (await session.exec(statement)).all()]
    return page_of(rows, size, lambda row: [row.idea_id])


@stated
def _served(idea: Idea) -> Select[UUID, str, str, str, datetime | None]:
    return (
        select_columns(col(Value.id), col(Value.name), col(Value.meaning), col(IdeaValue.how), col(Value.ended_at))
        .join(
            IdeaValue,
            (col(IdeaValue.organisation_id) == Value.organisation_id) & (col(IdeaValue.value_id) == Value.id),
        )
        .where(col(IdeaValue.organisation_id) == idea.organisation_id, col(IdeaValue.idea_id) == idea.id)
        .order_by(col(Value.place), col(Value.id))
    )


def _serving(actor: Actor, value_id: UUID) -> Any:
    return (
        select_columns(col(IdeaValue.value_id), col(IdeaValue.idea_id), col(IdeaSummary.title), col(IdeaValue.how))
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == IdeaValue.organisation_id)
            & (col(IdeaSummary.id) == IdeaValue.idea_id),
        )
        .where(
            col(IdeaValue.organisation_id) == actor.organisation_id,
            col(IdeaValue.value_id) == value_id,
            col(IdeaSummary.stage) != Stage.ENDED,
        )
    )
