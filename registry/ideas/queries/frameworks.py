"""Where ideas stand: the framework of each, the version it accepted and the outcome it serves."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework, Outcome, VersionOutcome
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.ideas.models import (
    Idea,
    IdeaFramework,
    IdeaSummary,
)
from registry.ideas.queries.ideas import IdeaRow, list_rows
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor


async def count_ideas_by_framework(
    session: AsyncSession, actor: Actor, framework_ids: Iterable[UUID]
) -> dict[UUID, int]:
    """How many registered ideas stand under each, counted up to COUNT_LIMIT; in one query."""
    statement = select_columns(
        *(_count_under(actor, framework_id).label(framework_id.hex) for framework_id in framework_ids)
    )
    if not statement.selected_columns:
        return {}
    [counts] = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return {UUID(name): count for name, count in counts._mapping.items()}


async def list_ideas_by_outcome(
    session: AsyncSession, actor: Actor, outcome_ids: Iterable[UUID], each: int
) -> dict[UUID, list[IdeaRow]]:
    """The newest registered ideas that serve each of some outcomes, in two queries."""
    serving = [_serving(actor, outcome_id, each) for outcome_id in outcome_ids]
    if not serving:
        return {}
    statement = union_all(*(select_columns(part.c.id, part.c.outcome_id) for part in serving))
    found = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    rows = await list_rows(session, actor, [idea_id for idea_id, _ in found])
    served: dict[UUID, list[IdeaRow]] = {}
    for idea_id, outcome_id in found:
        if idea_id in rows:
            served.setdefault(outcome_id, []).append(rows[idea_id])
    return served


async def find_framework_of(session: AsyncSession, actor: Actor, idea: Idea) -> Framework | None:
    """The framework under which an idea stands, as far as the actor may read it."""
    summary = await session.get(IdeaSummary, (idea.organisation_id, idea.id))
    return await framework_queries.find_framework(session, actor, summary.framework_id if summary else None)


async def find_place_in_framework(session: AsyncSession, idea: Idea) -> IdeaFramework | None:
    """Since when it stands under its framework, and by whom it was put there."""
    statement = (
        select(IdeaFramework)
        .where(
            col(IdeaFramework.organisation_id) == idea.organisation_id,
            col(IdeaFramework.idea_id) == idea.id,
            col(IdeaFramework.left_at).is_(None),
        )
        .order_by(col(IdeaFramework.id).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def list_outcomes_to_serve(session: AsyncSession, idea: Idea) -> Sequence[VersionOutcome]:
    """The outcomes of its framework, in the words of the version that it accepted."""
    place = await find_place_in_framework(session, idea)
    return await version_queries.list_outcomes_by_version(
        session, idea.organisation_id, place.version_id if place else None
    )


async def find_outcome_served(session: AsyncSession, idea: Idea) -> str:
    """The sentence of its framework's outcome that it serves, in the words of the version that it accepted; of one
    which that version does not name, in its last words. Empty where it serves none.
    """
    if idea.outcome_id is None:
        return ""
    statement: Any = (
        select_columns(func.coalesce(col(VersionOutcome.sentence), col(Outcome.sentence)))
        .select_from(Outcome)
        .outerjoin(
            IdeaFramework,
            (col(IdeaFramework.organisation_id) == Outcome.organisation_id)
            & (col(IdeaFramework.idea_id) == idea.id)
            & col(IdeaFramework.left_at).is_(None),
        )
        .outerjoin(
            VersionOutcome,
            (col(VersionOutcome.organisation_id) == IdeaFramework.organisation_id)
            & (col(VersionOutcome.version_id) == IdeaFramework.version_id)
            & (col(VersionOutcome.outcome_id) == Outcome.id),
        )
        .where(col(Outcome.organisation_id) == idea.organisation_id, col(Outcome.id) == idea.outcome_id)
        .order_by(col(IdeaFramework.id).desc())
        .limit(1)
    )
    return (await session.exec(statement)).scalar_one_or_none() or ""


def _count_under(actor: Actor, framework_id: UUID) -> Any:
    some = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.framework_id) == framework_id)
        .limit(COUNT_LIMIT)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _serving(actor: Actor, outcome_id: UUID, limit: int) -> Any:
    return (
        select_columns(col(Idea.id), col(Idea.outcome_id))
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Idea.organisation_id) & (col(IdeaSummary.id) == Idea.id),
        )
        .where(col(Idea.organisation_id) == actor.organisation_id, col(Idea.outcome_id) == outcome_id)
        .order_by(col(Idea.id).desc())
        .limit(limit)
        .subquery()
    )
