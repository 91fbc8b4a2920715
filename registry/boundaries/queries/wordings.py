"""What was said of a boundary: its wordings, and the answers that teams gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryWording, Watch, WatchWording
from registry.boundaries.queries.boundaries import get_boundary
from registry.boundaries.rules.watching import Worded
from registry.ideas.models import Idea, IdeaSummary, Stage
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person, Role

PAST_ROWS = 100


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
    idea_title: str
    proposed_at: datetime
    proposed_by: str


async def get_wording(
    session: AsyncSession, actor: Actor, wording_id: UUID
) -> tuple[BoundaryWording, Boundary, Idea | None]:
    wording = await session.get(BoundaryWording, (actor.organisation_id, wording_id))
    if wording is None:
        raise NotFound("wording")
    return wording, *await get_boundary(session, actor, wording.boundary_id)


async def find_newest_agreed(session: AsyncSession, boundary: Boundary) -> BoundaryWording | None:
    """Of a framework's: that of the newest published version."""
    return next((wording for wording in await list_wordings(session, boundary) if wording.agreed_at), None)


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


async def get_wording_at(session: AsyncSession, watch: Watch) -> BoundaryWording:
    """The one in force at a watch."""
    statement = select(BoundaryWording).where(
        col(BoundaryWording.organisation_id) == watch.organisation_id,
        col(BoundaryWording.boundary_id) == watch.boundary_id,
        col(BoundaryWording.number) == watch.wording_number,
    )
    return (await session.exec(statement)).one()


async def list_worded(session: AsyncSession, watches: Sequence[Watch]) -> dict[UUID, list[Worded]]:
    """By the watch: every wording that was in force there, the first first; in two statements."""
    here = {watch.organisation_id for watch in watches}
    past = (
        select(WatchWording, BoundaryWording)
        .join(
            BoundaryWording,
            (col(BoundaryWording.organisation_id) == WatchWording.organisation_id)
            & (col(BoundaryWording.id) == WatchWording.wording_id),
        )
        .where(
            col(WatchWording.organisation_id).in_(here),
            col(WatchWording.watch_id).in_([watch.id for watch in watches]),
        )
        .order_by(col(WatchWording.id))
    )
    found: dict[UUID, list[Worded]] = {watch.id: [] for watch in watches}
    for row, wording in (await session.exec(past)).all():
        found[row.watch_id].append(Worded(wording, row.from_at, row.until_at))
    present = select(BoundaryWording).where(
        col(BoundaryWording.organisation_id).in_(here),
        col(BoundaryWording.boundary_id).in_([watch.boundary_id for watch in watches]),
        col(BoundaryWording.number).in_({watch.wording_number for watch in watches}),
    )
    in_force = {(wording.boundary_id, wording.number): wording for wording in (await session.exec(present)).all()}
    for watch in watches:
        found[watch.id].append(Worded(in_force[watch.boundary_id, watch.wording_number], watch.worded_at))
    return found


async def list_answers(session: AsyncSession, boundary: Boundary, idea: Idea) -> Sequence[BoundaryAnswer]:
    """What an idea's team said of it: the newest hundred, the newest first."""
    statement = (
        select(BoundaryAnswer)
        .join(
            Watch,
            (col(Watch.organisation_id) == BoundaryAnswer.organisation_id) & (col(Watch.id) == BoundaryAnswer.watch_id),
        )
        .where(
            col(Watch.organisation_id) == boundary.organisation_id,
            col(Watch.boundary_id) == boundary.id,
            col(Watch.idea_id) == idea.id,
        )
        .order_by(col(BoundaryAnswer.id).desc())
        .limit(PAST_ROWS)
    )
    return (await session.exec(statement)).all()


async def list_wordings_to_agree(session: AsyncSession, actor: Actor, limit: int) -> list[WordingLine]:
    """Wordings proposed in ideas that the actor sponsors; the oldest first."""
    if actor.has(Role.PARTNER):
        return []
    return [WordingLine(*row) for row in await _to_agree(session, actor, limit)]


@stated
def _to_agree(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(
            col(BoundaryWording.id),
            col(Boundary.id),
            col(BoundaryWording.number),
            col(BoundaryWording.sentence),
            col(IdeaSummary.id),
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
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Boundary.organisation_id) & (col(IdeaSummary.id) == Boundary.idea_id),
        )
        .join(
            Person,
            (col(Person.organisation_id) == BoundaryWording.organisation_id)
            & (col(Person.id) == BoundaryWording.proposed_by_id),
        )
        .where(
            col(BoundaryWording.organisation_id) == actor.organisation_id,
            col(BoundaryWording.agreed_at).is_(None),
            col(BoundaryWording.set_aside_at).is_(None),
            col(IdeaSummary.sponsor_id) == actor.person_id,
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(BoundaryWording.id))
        .limit(limit)
    )
