from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Answer, BoundaryAnswer, BoundaryWording
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person
from registry.progress.models import Update, UpdateAnswer

Newer = aliased(Update)


@dataclass(frozen=True)
class AnswerLine:
    """An answer given with an update, in the words that were then in force."""

    boundary_id: UUID
    sentence: str
    answer: Answer
    note: str


@dataclass(frozen=True)
class UpdateRow:
    """An update as pages show it."""

    id: UUID
    idea_id: UUID
    tried: str
    happened: str
    learnt: str
    next_step: str
    told_at: datetime
    told_by_id: UUID
    edited_at: datetime | None
    version: int
    told_by: str
    answers: Sequence[AnswerLine]


async def get_update(session: AsyncSession, actor: Actor, update_id: UUID) -> tuple[UpdateRow, Idea]:
    rows = await _with_answers(session, actor, (await _one(session, actor, update_id)).all())
    if not rows:
        raise NotFound("update")
    return rows[0], await idea_queries.get_idea(session, actor, rows[0].idea_id)


async def page_of_updates(
    session: AsyncSession, actor: Actor, idea: Idea, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[UpdateRow]:
    """The idea's timeline, the newest first; two queries however many."""
    if cursor:
        found = await _earlier(session, actor, idea, read_cursor(cursor, UUID)[0], size + 1)
    else:
        found = await _newest(session, actor, idea, size + 1)
    return page_of(await _with_answers(session, actor, found.all()), size, lambda row: [row.id])


@stated
def _one(actor: Actor, update_id: UUID) -> Select[*tuple[Any, ...]]:
    return _rows(actor).where(col(Update.id) == update_id)


@stated
def _newest(actor: Actor, idea: Idea, most: int) -> Select[*tuple[Any, ...]]:
    return _of_idea(actor, idea).limit(most)


@stated
def _earlier(actor: Actor, idea: Idea, before_id: UUID, most: int) -> Select[*tuple[Any, ...]]:
    return _of_idea(actor, idea).where(col(Update.id) < before_id).limit(most)


def _of_idea(actor: Actor, idea: Idea) -> Select[*tuple[Any, ...]]:
    return _rows(actor).where(col(Update.idea_id) == idea.id).order_by(col(Update.id).desc())


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(
            col(Update.id),
            col(Update.idea_id),
            col(Update.tried),
            col(Update.happened),
            col(Update.learnt),
            col(Update.next_step),
            col(Update.told_at),
            col(Update.told_by_id),
            col(Update.edited_at),
            col(Update.version),
            col(Person.name).label("told_by"),
        )
        .select_from(Update)
        .join(Person, (col(Person.organisation_id) == Update.organisation_id) & (col(Person.id) == Update.told_by_id))
        .where(col(Update.organisation_id) == actor.organisation_id)
    )


async def list_newest_learnt(session: AsyncSession, actor: Actor, idea_ids: Collection[UUID]) -> dict[UUID, str]:
    """By idea: what its team learnt last, of those that told it; in one statement."""
    newest = (
        select(Newer.id)
        .where(
            col(Newer.organisation_id) == Update.organisation_id,
            col(Newer.idea_id) == Update.idea_id,
            col(Newer.learnt) != "",
        )
        .order_by(col(Newer.id).desc())
        .limit(1)
        .correlate(Update)
        .scalar_subquery()
    )
    statement = select(Update.idea_id, Update.learnt).where(
        col(Update.organisation_id) == actor.organisation_id,
        col(Update.idea_id).in_(idea_ids),
        col(Update.id) == newest,
    )
    return dict((await session.exec(statement)).all())


async def _with_answers(session: AsyncSession, actor: Actor, rows: Sequence[Any]) -> list[UpdateRow]:
    answers = await _answers_by_update(session, actor, [row.id for row in rows])
    return [UpdateRow(**row._asdict(), answers=answers.get(row.id, [])) for row in rows]


async def _answers_by_update(
    session: AsyncSession, actor: Actor, update_ids: Collection[UUID]
) -> dict[UUID, list[AnswerLine]]:
    found: dict[UUID, list[AnswerLine]] = {}
    for row in await _answers(session, actor, update_ids):
        found.setdefault(row[0], []).append(AnswerLine(*row[1:]))
    return found


@stated
def _answers(actor: Actor, update_ids: Collection[UUID]) -> Select[UUID, UUID, str, Answer, str]:
    return (
        select_columns(
            col(UpdateAnswer.update_id),
            col(BoundaryWording.boundary_id),
            col(BoundaryWording.sentence),
            col(BoundaryAnswer.answer),
            col(BoundaryAnswer.note),
        )
        .select_from(UpdateAnswer)
        .join(
            BoundaryAnswer,
            (col(BoundaryAnswer.organisation_id) == UpdateAnswer.organisation_id)
            & (col(BoundaryAnswer.id) == UpdateAnswer.answer_id),
        )
        .join(
            BoundaryWording,
            (col(BoundaryWording.organisation_id) == BoundaryAnswer.organisation_id)
            & (col(BoundaryWording.id) == BoundaryAnswer.wording_id),
        )
        .where(
            col(UpdateAnswer.organisation_id) == actor.organisation_id,
            col(UpdateAnswer.update_id).in_(update_ids),
        )
        .order_by(col(BoundaryWording.boundary_id))
    )
