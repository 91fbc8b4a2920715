"""How many ideas serve which aim, and where."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import IdeaAim, IdeaSummary
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor


async def count_ideas_by_service_and_aim(
    session: AsyncSession, actor: Actor, service_ids: Sequence[UUID]
) -> dict[tuple[UUID, UUID], int]:
    """By service and aim: registered ideas of any stage, so that a number and the list behind it agree."""
    return await _count(session, actor, col(IdeaSummary.service_id), service_ids)


async def count_ideas_by_framework_and_aim(
    session: AsyncSession, actor: Actor, framework_ids: Sequence[UUID]
) -> dict[tuple[UUID, UUID], int]:
    return await _count(session, actor, col(IdeaSummary.framework_id), framework_ids)


async def count_ideas_without_service(session: AsyncSession, actor: Actor) -> int:
    """Up to 1,000."""
    return await _count_without(session, actor, col(IdeaSummary.service_id))


async def count_ideas_without_framework(session: AsyncSession, actor: Actor) -> int:
    """Up to 1,000."""
    return await _count_without(session, actor, col(IdeaSummary.framework_id))


async def count_ideas_by_aim(session: AsyncSession, actor: Actor, aim_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Registered ideas of any stage, for each aim up to 1,000."""
    if not aim_ids:
        return {}
    counts = [_serving(actor, aim_id).label(aim_id.hex) for aim_id in aim_ids]
    rows = (await session.exec(select_columns(*counts))).one()  # type: ignore[call-overload]  # typed for SQLModel's own
    return dict(zip(aim_ids, rows, strict=True))


def _serving(actor: Actor, aim_id: UUID) -> Any:
    some = (
        select_columns(col(IdeaAim.idea_id))
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == IdeaAim.organisation_id) & (col(IdeaSummary.id) == IdeaAim.idea_id),
        )
        .where(col(IdeaAim.organisation_id) == actor.organisation_id, col(IdeaAim.aim_id) == aim_id)
        .limit(COUNT_LIMIT)
        .subquery()
    )
    return select_columns(func.count()).select_from(some).scalar_subquery()


async def _count(session: AsyncSession, actor: Actor, place: Any, ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    statement = (
        select_columns(place, col(IdeaAim.aim_id), func.count())
        .select_from(IdeaSummary)
        .join(
            IdeaAim,
            (col(IdeaAim.organisation_id) == IdeaSummary.organisation_id) & (col(IdeaAim.idea_id) == IdeaSummary.id),
        )
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, place.in_(ids))
        .group_by(place, col(IdeaAim.aim_id))
    )
    rows = (await session.exec(statement)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return {(place_id, aim_id): count for place_id, aim_id, count in rows}


async def _count_without(session: AsyncSession, actor: Actor, place: Any) -> int:
    some = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, place.is_(None))
        .limit(COUNT_LIMIT)
        .subquery()
    )
    return (await session.exec(select(func.count()).select_from(some))).one()
