"""Boundaries, crossings and wordings over several ideas; a partner's people see none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryWording, Crossing, Watch
from registry.boundaries.queries.watches import is_in_force, is_newest_answer, is_watch
from registry.boundaries.rules.answering import ASKED_BEFORE_DAYS
from registry.ideas.models import IdeaSummary, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import ideas as idea_rules
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people.actors import Actor
from registry.people.models import Person, Role


@dataclass(frozen=True)
class BoundaryLine:
    """A boundary in a list over several ideas."""

    id: UUID
    sentence: str
    idea_id: UUID
    idea_reference: str
    idea_title: str
    due_on: date
    answered_at: datetime | None


@dataclass(frozen=True)
class CrossingLine:
    """A crossing that waits for its answer, in a list over several ideas."""

    id: UUID
    boundary_id: UUID
    sentence: str
    idea_id: UUID
    idea_reference: str
    idea_title: str
    opened_at: datetime
    times: int


@dataclass(frozen=True)
class WordingLine:
    """A wording that waits for a sponsor's agreement.

    number   1 for a new boundary, more for one that is to be redrawn
    """

    id: UUID
    boundary_id: UUID
    number: int
    sentence: str
    idea_id: UUID
    idea_reference: str
    idea_title: str
    proposed_at: datetime
    proposed_by: str


async def page_of_boundaries_to_answer(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[BoundaryLine]:
    """Of the ideas in whose team the actor is: not answered yet, or to be answered within a week; the longest first."""
    soon = actor.today + timedelta(days=ASKED_BEFORE_DAYS)
    statement = _lines(actor).where(
        col(Watch.idea_id).in_(idea_queries.ids_of_team(actor)),
        (col(Watch.due_on) <= soon) | (col(Watch.due_on).is_not(None) & col(BoundaryAnswer.id).is_(None)),
    )
    return await _page_of_lines(session, actor, statement, cursor, size)


async def page_of_unknown_boundaries(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[BoundaryLine]:
    """Of the whole organisation: those that nobody has answered for too long; the longest first."""
    statement = _lines(actor).where(col(Watch.due_on) < actor.today)
    return await _page_of_lines(session, actor, statement, cursor, size)


async def page_of_open_crossings(
    session: AsyncSession,
    actor: Actor,
    *,
    led_by_id: UUID | None = None,
    sponsored_by_id: UUID | None = None,
    cursor: str = "",
    size: int = PAGE_ROWS,
) -> Page[CrossingLine]:
    """Crossings that wait for an answer: of the organisation, or of ideas one leads or sponsors; the oldest first."""
    statement = (
        select_columns(
            col(Crossing.id),
            col(Boundary.id),
            col(BoundaryWording.sentence),
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(Crossing.opened_at),
            col(Crossing.times),
        )
        .select_from(Crossing)
        .join(Watch, (col(Watch.organisation_id) == Crossing.organisation_id) & (col(Watch.id) == Crossing.watch_id))
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .join(IdeaSummary, _is_summary())
        .where(_is_seen_by(actor, Crossing), col(Crossing.answered_at).is_(None))
        .order_by(col(Crossing.id))
        .limit(size + 1)
    )
    if led_by_id:
        statement = statement.where(col(IdeaSummary.lead_id) == led_by_id)
    if sponsored_by_id:
        statement = statement.where(col(IdeaSummary.sponsor_id) == sponsored_by_id)
    if cursor:
        statement = statement.where(col(Crossing.id) > read_cursor(cursor, UUID)[0])
    lines = [CrossingLine(*row) for row in await _read(session, actor, statement, 4)]
    return page_of(lines, size, lambda line: [line.id])


async def page_of_wordings_to_agree(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[WordingLine]:
    """Wordings proposed in ideas that the actor sponsors; the oldest first."""
    statement = (
        select_columns(
            col(BoundaryWording.id),
            col(Boundary.id),
            col(BoundaryWording.number),
            col(BoundaryWording.sentence),
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(BoundaryWording.proposed_at),
            col(Person.name),
        )
        .select_from(BoundaryWording)
        .join(
            Boundary,
            (col(Boundary.organisation_id) == BoundaryWording.organisation_id)
            & (col(Boundary.id) == BoundaryWording.boundary_id),
        )
        .join(IdeaSummary, _is_summary())
        .join(
            Person,
            (col(Person.organisation_id) == BoundaryWording.organisation_id)
            & (col(Person.id) == BoundaryWording.proposed_by_id),
        )
        .where(
            _is_seen_by(actor, BoundaryWording),
            col(BoundaryWording.agreed_at).is_(None),
            col(BoundaryWording.set_aside_at).is_(None),
            col(IdeaSummary.sponsor_id) == actor.person_id,
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(BoundaryWording.id))
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(BoundaryWording.id) > read_cursor(cursor, UUID)[0])
    lines = [WordingLine(*row) for row in await _read(session, actor, statement, 5)]
    return page_of(lines, size, lambda line: [line.id])


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(
            col(Boundary.id),
            col(BoundaryWording.sentence),
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(Watch.due_on),
            col(BoundaryAnswer.answered_at),
        )
        .select_from(Watch)
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .join(IdeaSummary, _is_summary())
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .where(_is_seen_by(actor, Watch))
    )


async def _page_of_lines(
    session: AsyncSession, actor: Actor, statement: Select[*tuple[Any, ...]], cursor: str, size: int
) -> Page[BoundaryLine]:
    if cursor:
        due_on, boundary_id = read_cursor(cursor, date, UUID)
        same = (col(Watch.due_on) == due_on) & (col(Watch.boundary_id) > boundary_id)
        statement = statement.where((col(Watch.due_on) > due_on) | same)
    statement = statement.order_by(col(Watch.due_on), col(Watch.boundary_id)).limit(size + 1)
    lines = [BoundaryLine(*row) for row in await _read(session, actor, statement, 3)]
    return page_of(lines, size, lambda line: [line.due_on, line.id])


async def _read(
    session: AsyncSession, actor: Actor, statement: Select[*tuple[Any, ...]], reference_at: int
) -> Sequence[tuple[Any, ...]]:
    """The rows, with the number of the idea at that place made into its reference."""
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return [
        (
            *row[:reference_at],
            idea_rules.reference(actor.reference_prefix, row[reference_at]),
            *row[reference_at + 1 :],
        )
        for row in rows
    ]


def _is_seen_by(actor: Actor, rows: type[Watch | Crossing | BoundaryWording]) -> ColumnElement[bool]:
    if actor.has(Role.PARTNER):
        return false()
    return col(rows.organisation_id) == actor.organisation_id


def _is_summary() -> ColumnElement[bool]:
    return (col(IdeaSummary.organisation_id) == Boundary.organisation_id) & (col(IdeaSummary.id) == Boundary.idea_id)
