from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import rules
from registry.boundaries.models import Answer, Boundary, BoundaryAnswer, BoundaryWording, Crossing, Watch
from registry.boundaries.rules import Step
from registry.ideas import queries as idea_queries
from registry.ideas.models import BoundaryStatus, Idea
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.people.actors import Actor
from registry.people.models import Person

PAST_ROWS = 100


@dataclass(frozen=True)
class BoundaryRow:
    """A boundary of an idea as it stands now.

    wording       in force; None while nobody has agreed to one
    proposed      waits for agreement
    due_on        the last day on which the newest answer tells; None while the idea is not worked on
    is_asked      the team is asked for an answer
    crossing_ids  open questions, the oldest first
    """

    id: UUID
    idea_id: UUID
    wording: BoundaryWording | None
    proposed: BoundaryWording | None
    status: BoundaryStatus
    answer: Answer | None
    note: str
    answered_at: datetime | None
    answered_on: date | None
    answered_by: str
    due_on: date | None
    is_asked: bool
    crossing_ids: Sequence[UUID]

    @property
    def sentence(self) -> str:
        shown = self.wording or self.proposed
        return shown.sentence if shown else ""


async def get_boundary(session: AsyncSession, actor: Actor, boundary_id: UUID) -> tuple[Boundary, Idea]:
    boundary = await session.get(Boundary, (actor.organisation_id, boundary_id))
    if boundary is None or boundary.idea_id is None:
        raise NotFound("boundary")
    return boundary, await idea_queries.get_idea(session, actor, boundary.idea_id)


async def get_wording(session: AsyncSession, actor: Actor, wording_id: UUID) -> tuple[BoundaryWording, Boundary, Idea]:
    wording = await session.get(BoundaryWording, (actor.organisation_id, wording_id))
    if wording is None:
        raise NotFound("wording")
    return wording, *await get_boundary(session, actor, wording.boundary_id)


async def get_crossing(session: AsyncSession, actor: Actor, crossing_id: UUID) -> tuple[Crossing, Boundary, Idea]:
    crossing = await session.get(Crossing, (actor.organisation_id, crossing_id))
    if crossing is None:
        raise NotFound("crossing")
    watch = await session.get_one(Watch, (actor.organisation_id, crossing.watch_id))
    return crossing, *await get_boundary(session, actor, watch.boundary_id)


async def list_boundaries(session: AsyncSession, actor: Actor, idea: Idea) -> list[BoundaryRow]:
    """Those in force and those proposed, in the order in which they were drawn; three queries however many."""
    return await _read_rows(session, actor, idea, _boundaries_of(idea))


async def get_row(session: AsyncSession, actor: Actor, boundary: Boundary, idea: Idea) -> BoundaryRow:
    """One boundary as it stands; also when every wording was set aside."""
    statement = _boundaries_of(idea, with_set_aside=True).where(col(Boundary.id) == boundary.id)
    [row] = await _read_rows(session, actor, idea, statement)
    return row


async def list_wordings(session: AsyncSession, boundary: Boundary) -> Sequence[BoundaryWording]:
    """Every version, the newest first."""
    statement = (
        select(BoundaryWording)
        .where(
            col(BoundaryWording.organisation_id) == boundary.organisation_id,
            col(BoundaryWording.boundary_id) == boundary.id,
        )
        .order_by(col(BoundaryWording.number).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()


async def list_answers(session: AsyncSession, boundary: Boundary) -> Sequence[BoundaryAnswer]:
    """The newest hundred, the newest first."""
    statement = (
        select(BoundaryAnswer)
        .join(
            Watch,
            (col(Watch.organisation_id) == BoundaryAnswer.organisation_id) & (col(Watch.id) == BoundaryAnswer.watch_id),
        )
        .where(col(Watch.organisation_id) == boundary.organisation_id, col(Watch.boundary_id) == boundary.id)
        .order_by(col(BoundaryAnswer.id).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()


async def list_crossings(session: AsyncSession, boundary: Boundary) -> Sequence[Crossing]:
    """The newest hundred, the newest first."""
    statement = (
        select(Crossing)
        .join(Watch, (col(Watch.organisation_id) == Crossing.organisation_id) & (col(Watch.id) == Crossing.watch_id))
        .where(col(Watch.organisation_id) == boundary.organisation_id, col(Watch.boundary_id) == boundary.id)
        .order_by(col(Crossing.id).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()


async def list_steps(session: AsyncSession, actor: Actor, idea: Idea) -> list[Step]:
    """The idea's stages with their days in the organisation's zone, in order."""
    states = await idea_queries.list_states(session, idea)
    return [Step(state.stage, clock.day_of(state.at, actor.zone)) for state in states]


async def list_watches(session: AsyncSession, idea: Idea) -> Sequence[tuple[Watch, Boundary, BoundaryWording]]:
    """The watches of an idea with their boundaries and the wordings in force."""
    statement = (
        select(Watch, Boundary, BoundaryWording)
        .select_from(Watch)
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .where(col(Watch.organisation_id) == idea.organisation_id, col(Watch.idea_id) == idea.id)
        .order_by(col(Watch.id))
    )
    return (await session.exec(statement)).all()


async def list_newest_answers(session: AsyncSession, idea: Idea) -> dict[UUID, BoundaryAnswer]:
    """By watch, the newest answer to the wording in force; watches without one are left out."""
    statement = (
        select(BoundaryAnswer)
        .join(
            Watch,
            (col(Watch.organisation_id) == BoundaryAnswer.organisation_id) & (col(Watch.id) == BoundaryAnswer.watch_id),
        )
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .where(
            col(Watch.organisation_id) == idea.organisation_id,
            col(Watch.idea_id) == idea.id,
            col(BoundaryAnswer.id) == newest_answer_id(),
        )
    )
    return {answer.watch_id: answer for answer in (await session.exec(statement)).all()}


async def count_boundaries(session: AsyncSession, idea: Idea) -> int:
    """Those in force and those proposed."""
    statement = select(func.count()).select_from(_boundaries_of(idea).subquery())
    return (await session.exec(statement)).one()


def is_in_force() -> ColumnElement[bool]:
    """Ties a wording to the boundary of the same statement: the newest one agreed to."""
    newer = aliased(BoundaryWording)
    newest = (
        select(func.max(col(newer.number)))
        .where(
            col(newer.organisation_id) == Boundary.organisation_id,
            col(newer.boundary_id) == Boundary.id,
            col(newer.agreed_at).is_not(None),
        )
        .correlate(Boundary)
        .scalar_subquery()
    )
    return _is_wording_of(BoundaryWording) & (col(BoundaryWording.number) == newest)


def newest_answer_id() -> ScalarSelect[Any]:
    """The newest answer to the watch and the wording of the same statement."""
    newer = aliased(BoundaryAnswer)
    return (
        select(newer.id)
        .where(
            col(newer.organisation_id) == Watch.organisation_id,
            col(newer.watch_id) == Watch.id,
            col(newer.wording_id) == BoundaryWording.id,
        )
        .order_by(col(newer.id).desc())
        .limit(1)
        .correlate(Watch, BoundaryWording)
        .scalar_subquery()
    )


def is_watch() -> ColumnElement[bool]:
    """Ties a watch to the boundary of the same statement."""
    return (col(Watch.organisation_id) == Boundary.organisation_id) & (col(Watch.boundary_id) == Boundary.id)


def is_newest_answer() -> ColumnElement[bool]:
    return (col(BoundaryAnswer.organisation_id) == Watch.organisation_id) & (
        col(BoundaryAnswer.id) == newest_answer_id()
    )


def _is_wording_of(wording: type[BoundaryWording]) -> ColumnElement[bool]:
    return (col(wording.organisation_id) == Boundary.organisation_id) & (col(wording.boundary_id) == Boundary.id)


def _boundaries_of(idea: Idea, *, with_set_aside: bool = False) -> Select[*tuple[Any, ...]]:
    proposed = aliased(BoundaryWording)
    statement = (
        select_columns(Boundary, BoundaryWording, proposed, Watch, BoundaryAnswer, col(Person.name))
        .select_from(Boundary)
        .outerjoin(BoundaryWording, is_in_force())
        .outerjoin(
            proposed,
            _is_wording_of(proposed) & col(proposed.agreed_at).is_(None) & col(proposed.set_aside_at).is_(None),
        )
        .outerjoin(Watch, is_watch())
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .outerjoin(
            Person,
            (col(Person.organisation_id) == BoundaryAnswer.organisation_id)
            & (col(Person.id) == BoundaryAnswer.answered_by_id),
        )
        .where(col(Boundary.organisation_id) == idea.organisation_id, col(Boundary.idea_id) == idea.id)
        .order_by(col(Boundary.id))
    )
    if with_set_aside:
        return statement
    return statement.where(col(BoundaryWording.id).is_not(None) | col(proposed.id).is_not(None))


async def _read_rows(
    session: AsyncSession, actor: Actor, idea: Idea, statement: Select[*tuple[Any, ...]]
) -> list[BoundaryRow]:
    found = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    steps = await list_steps(session, actor, idea)
    crossing_ids = await _open_crossing_ids(session, idea)
    return [_row(actor, steps, row, crossing_ids.get(row[3].id, []) if row[3] else []) for row in found]


def _row(actor: Actor, steps: Sequence[Step], found: Any, crossing_ids: Sequence[UUID]) -> BoundaryRow:
    boundary, wording, proposed, watch, answer, answered_by = found
    said = answer.answer if answer else None
    answered_on = clock.day_of(answer.answered_at, actor.zone) if answer else None
    silent_days = rules.watched_days(answered_on, actor.today, steps) if answered_on else 0
    due_on = watch.due_on if watch else None
    return BoundaryRow(
        id=boundary.id,
        idea_id=boundary.idea_id,
        wording=wording,
        proposed=proposed,
        status=rules.status_of(said, silent_days, boundary.answer_days, has_open_crossing=bool(crossing_ids)),
        answer=said,
        note=answer.note if answer else "",
        answered_at=answer.answered_at if answer else None,
        answered_on=answered_on,
        answered_by=answered_by or "",
        due_on=due_on,
        is_asked=rules.is_asked(said, due_on, actor.today),
        crossing_ids=crossing_ids,
    )


async def _open_crossing_ids(session: AsyncSession, idea: Idea) -> dict[UUID, list[UUID]]:
    statement = (
        select(Crossing.watch_id, Crossing.id)
        .join(Watch, (col(Watch.organisation_id) == Crossing.organisation_id) & (col(Watch.id) == Crossing.watch_id))
        .where(
            col(Watch.organisation_id) == idea.organisation_id,
            col(Watch.idea_id) == idea.id,
            col(Crossing.answered_at).is_(None),
        )
        .order_by(col(Crossing.id))
    )
    found: dict[UUID, list[UUID]] = {}
    for watch_id, crossing_id in (await session.exec(statement)).all():
        found.setdefault(watch_id, []).append(crossing_id)
    return found
