"""How ideas spread: which one an idea was begun from, and which were begun from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import literal
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.ideas.models import Adoption, Idea, IdeaSummary, Stage, State
from registry.ideas.queries import ideas as queries
from registry.ideas.queries.ideas import IdeaRow
from registry.kit.stated import stated
from registry.people.actors import Actor

Later = aliased(State)

MOST_SPREAD = 200
DEEPEST = 12


@dataclass(frozen=True)
class SpreadRow:
    """An idea in the tree of those begun from one another.

    depth      0 for the one that the tree begins with
    from_id    None there
    learning   what its team learnt at the end; empty before
    """

    row: IdeaRow
    depth: int
    from_id: UUID | None
    learning: str


async def find_source(session: AsyncSession, idea: Idea) -> Idea | None:
    """The idea it was begun from."""
    return (await _source(session, idea)).first()


async def find_draft_from(session: AsyncSession, actor: Actor, source: Idea) -> Idea | None:
    """The actor's own draft that was begun from it."""
    moved_on = select(Later.id).where(
        col(Later.organisation_id) == Idea.organisation_id,
        col(Later.idea_id) == Idea.id,
        col(Later.stage) != Stage.DRAFT,
    )
    statement = (
        select(Idea)
        .join(Adoption, (col(Adoption.organisation_id) == Idea.organisation_id) & (col(Adoption.id) == Idea.id))
        .where(
            col(Adoption.organisation_id) == actor.organisation_id,
            col(Adoption.from_id) == source.id,
            col(Idea.author_id) == actor.person_id,
            ~moved_on.exists(),
        )
        .order_by(col(Adoption.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def count_begun_from(session: AsyncSession, actor: Actor, idea: Idea) -> int:
    """How many registered ideas were begun from this one, at most as many as the tree shows."""
    return len((await _ids_begun_from(session, actor, idea)).all())


async def list_spread(session: AsyncSession, actor: Actor, idea: Idea) -> list[SpreadRow]:
    """The whole tree in which an idea stands, from its root, each before those begun from it, the older first.

    At most two hundred ideas, twelve deep. A partner's people see of it what is shared with them.
    """
    root_id = await _root_of(session, idea)
    found = await _below(session, actor, root_id)
    rows = await queries.list_rows(session, actor, [root_id, *(idea_id for idea_id, _, _ in found)])
    learnt = await _learning_of(session, actor, list(rows))
    begun_from: dict[UUID, list[UUID]] = {}
    for idea_id, from_id, _ in found:
        begun_from.setdefault(from_id, []).append(idea_id)
    spread: list[SpreadRow] = []

    def walk(idea_id: UUID, from_id: UUID | None, depth: int) -> None:
        if idea_id in rows:
            spread.append(SpreadRow(rows[idea_id], depth, from_id, learnt.get(idea_id, "")))
        for begun in sorted(begun_from.get(idea_id, ())):
            walk(begun, idea_id, depth + 1)

    walk(root_id, None, 0)
    return spread


@stated
def _source(idea: Idea) -> SelectOfScalar[Idea]:
    return (
        select(Idea)
        .join(Adoption, (col(Adoption.organisation_id) == Idea.organisation_id) & (col(Adoption.from_id) == Idea.id))
        .where(col(Adoption.organisation_id) == idea.organisation_id, col(Adoption.id) == idea.id)
    )


@stated
def _ids_begun_from(actor: Actor, idea: Idea) -> SelectOfScalar[UUID]:
    return (
        select(Adoption.id)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Adoption.organisation_id) & (col(IdeaSummary.id) == Adoption.id),
        )
        .where(col(Adoption.organisation_id) == actor.organisation_id, col(Adoption.from_id) == idea.id)
        .limit(MOST_SPREAD)
    )


async def _root_of(session: AsyncSession, idea: Idea) -> UUID:
    above: Any = (
        select_columns(col(Adoption.id), col(Adoption.from_id), literal(1).label("depth"))
        .where(col(Adoption.organisation_id) == idea.organisation_id, col(Adoption.id) == idea.id)
        .cte("above", recursive=True)
    )
    further = select_columns(col(Adoption.id), col(Adoption.from_id), above.c.depth + 1).where(
        col(Adoption.organisation_id) == idea.organisation_id,
        col(Adoption.id) == above.c.from_id,
        above.c.depth < DEEPEST,
    )
    above = above.union_all(further)
    statement: Any = select_columns(above.c.from_id).order_by(above.c.depth.desc()).limit(1)
    root_id: UUID | None = (await session.exec(statement)).scalar()
    return root_id or idea.id


async def _below(session: AsyncSession, actor: Actor, root_id: UUID) -> Sequence[tuple[UUID, UUID, int]]:
    """Registered ideas begun from it, from those, and so on: (id, from whom, how deep)."""
    is_registered = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == Adoption.organisation_id, col(IdeaSummary.id) == Adoption.id)
        .exists()
    )
    here = col(Adoption.organisation_id) == actor.organisation_id
    below: Any = (
        select_columns(col(Adoption.id), col(Adoption.from_id), literal(1).label("depth"))
        .where(here, col(Adoption.from_id) == root_id, is_registered)
        .cte("below", recursive=True)
    )
    further = select_columns(col(Adoption.id), col(Adoption.from_id), below.c.depth + 1).where(
        here, col(Adoption.from_id) == below.c.id, below.c.depth < DEEPEST, is_registered
    )
    below = below.union_all(further)
    statement: Any = select_columns(below.c.id, below.c.from_id, below.c.depth).order_by(below.c.id).limit(MOST_SPREAD)
    return [(idea_id, from_id, depth) for idea_id, from_id, depth in (await session.exec(statement)).all()]


async def _learning_of(session: AsyncSession, actor: Actor, idea_ids: Sequence[UUID]) -> dict[UUID, str]:
    statement = select(Idea.id, Idea.learning).where(
        col(Idea.organisation_id) == actor.organisation_id, col(Idea.id).in_(idea_ids), col(Idea.learning) != ""
    )
    return dict((await session.exec(statement)).all())
