"""How the ideas under a framework's boundary stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, union
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, Crossing, Watch
from registry.boundaries.queries.watches import is_measure, is_of_newest_version, is_result, is_watch
from registry.ideas.models import BoundaryStatus, IdeaSummary
from registry.ideas.rules import ideas as idea_rules
from registry.kit.database import enum_type
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.measures.models import Measure, StoredResult
from registry.measures.rules.words import value_words
from registry.people.actors import Actor

WORST_FIRST = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.UNKNOWN, BoundaryStatus.CLEAR)


@dataclass(frozen=True)
class IdeaUnder:
    """An idea in the list of those under a boundary; its id is the watch's.

    measure   that tells; None of a declared boundary and while none is chosen
    """

    id: UUID
    idea_id: UUID
    idea_reference: str
    idea_title: str
    status: BoundaryStatus
    measure: Measure | None
    last_value: Decimal | None
    last_on: date | None

    @property
    def last_words(self) -> str:
        return value_words(self.measure, self.last_value) if self.measure and self.last_value is not None else ""


async def page_of_ideas_under(
    session: AsyncSession, actor: Actor, boundary: Boundary, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[IdeaUnder]:
    """Of a boundary that watches each idea by itself: the worst first, each in the order of joining."""
    status = status_today(actor)
    rank = case(*((status == said.value, place) for place, said in enumerate(WORST_FIRST)), else_=len(WORST_FIRST))
    statement = (
        select_columns(
            col(Watch.id),
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            status,
            Measure,
            col(StoredResult.last_value),
            col(StoredResult.last_on),
            rank,
        )
        .select_from(Watch)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Watch.organisation_id) & (col(IdeaSummary.id) == Watch.idea_id),
        )
        .outerjoin(Measure, is_measure())
        .outerjoin(StoredResult, is_result())
        .where(*_stands_under(actor, [boundary.id]))
        .order_by(rank, col(Watch.id))
        .limit(size + 1)
    )
    if cursor:
        last_rank, last_id = read_cursor(cursor, int, UUID)
        statement = statement.where((rank > last_rank) | ((rank == last_rank) & (col(Watch.id) > last_id)))
    rows: Sequence[Any] = (await session.exec(statement)).all()  # type: ignore[call-overload]  # for SQLModel's select
    lines = [_under(actor, *row[:8]) for row in rows]
    return page_of(lines, size, lambda line: [WORST_FIRST.index(line.status), line.id])


async def count_ideas_under(
    session: AsyncSession, actor: Actor, boundary_ids: Sequence[UUID]
) -> dict[UUID, dict[BoundaryStatus, int]]:
    """How many ideas stand in each way under each of some boundaries, the worst first; in one query."""
    status = status_today(actor)
    statement = (
        select_columns(col(Watch.boundary_id), status, func.count())
        .where(*_stands_under(actor, boundary_ids))
        .group_by(col(Watch.boundary_id), status)
    )
    counted: dict[UUID, dict[BoundaryStatus, int]] = {boundary_id: {} for boundary_id in boundary_ids}
    rows: Sequence[Any] = (await session.exec(statement)).all()  # type: ignore[call-overload]  # for SQLModel's select
    found = {(boundary_id, said): count for boundary_id, said, count in rows}
    for boundary_id, counts in counted.items():
        counts |= {said: found[boundary_id, said] for said in WORST_FIRST if (boundary_id, said) in found}
    return counted


async def count_boundaries_by_framework(
    session: AsyncSession, actor: Actor, framework_ids: Sequence[UUID]
) -> dict[UUID, dict[BoundaryStatus, int]]:
    """How many boundaries of each framework stand in each way, the worst first, each as the worst of its watches.

    Only what is not clear is read, by the indexes of watches, so that an organisation of any size costs the same.
    """
    drawn = [(row[0], row[1], row[2]) for row in await _boundaries_of(session, actor, framework_ids)]
    worst = await _worst_unless_clear(session, actor, [boundary_id for _, boundary_id, _ in drawn])
    found: dict[UUID, list[BoundaryStatus]] = {}
    for framework_id, boundary_id, is_watched in drawn:
        silent = BoundaryStatus.CLEAR if is_watched else BoundaryStatus.UNKNOWN
        found.setdefault(framework_id, []).append(worst.get(boundary_id, silent))
    return {
        framework_id: {status: stand.count(status) for status in WORST_FIRST if status in stand}
        for framework_id, stand in found.items()
    }


async def _boundaries_of(session: AsyncSession, actor: Actor, framework_ids: Sequence[UUID]) -> Sequence[Any]:
    """Those of the newest published version: framework, boundary, and whether any watch of it stands."""
    standing = select(Watch.id).where(is_watch(), col(Watch.ended_at).is_(None)).correlate(Boundary)
    statement = select_columns(col(Boundary.framework_id), col(Boundary.id), standing.exists()).where(
        col(Boundary.organisation_id) == actor.organisation_id,
        col(Boundary.framework_id).in_(list(framework_ids)),
        is_of_newest_version(),
    )
    return (await session.exec(statement)).all()  # type: ignore[call-overload,no-any-return]  # for SQLModel's select


async def _worst_unless_clear(
    session: AsyncSession, actor: Actor, boundary_ids: Sequence[UUID]
) -> dict[UUID, BoundaryStatus]:
    if not boundary_ids:
        return {}
    standing = select_columns(col(Watch.boundary_id).label("boundary_id"), status_today(actor).label("status")).where(
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.boundary_id).in_(boundary_ids),
        col(Watch.ended_at).is_(None),
    )
    said = union(
        *(standing.where(col(Watch.status) == status) for status in (BoundaryStatus.CROSSED, BoundaryStatus.NEAR)),
        standing.where(col(Watch.status).is_(None)),
        standing.where(col(Watch.due_on) < actor.today),
    )
    rows = (await session.exec(said)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    worst: dict[UUID, BoundaryStatus] = {}
    for boundary_id, status in rows:
        before = worst.get(boundary_id, BoundaryStatus.CLEAR)
        worst[boundary_id] = min(before, BoundaryStatus(status), key=WORST_FIRST.index)
    return worst


def status_today(actor: Actor) -> ColumnElement[Any]:
    """As `rules.standing.status_now`, of the watch of the same statement; while it rests silence is not counted."""
    waits = (
        select(Crossing.id)
        .where(
            col(Crossing.organisation_id) == Watch.organisation_id,
            col(Crossing.watch_id) == Watch.id,
            col(Crossing.answered_at).is_(None),
        )
        .correlate(Watch)
        .exists()
    )
    unknown = literal(BoundaryStatus.UNKNOWN, enum_type(BoundaryStatus))
    return case(
        (col(Watch.status).is_(None), unknown),
        ((col(Watch.status) == BoundaryStatus.CROSSED) & waits, col(Watch.status)),
        (col(Watch.due_on) < actor.today, unknown),
        else_=col(Watch.status),
    )


def _stands_under(actor: Actor, boundary_ids: Sequence[UUID]) -> list[ColumnElement[bool]]:
    return [
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.boundary_id).in_(boundary_ids),
        col(Watch.idea_id).is_not(None),
        col(Watch.ended_at).is_(None),
    ]


def _under(
    actor: Actor, watch_id: UUID, idea_id: UUID, number: int, title: str, status: BoundaryStatus, *more: Any
) -> IdeaUnder:
    return IdeaUnder(watch_id, idea_id, idea_rules.reference(actor.reference_prefix, number), title, status, *more)
