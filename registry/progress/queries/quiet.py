"""Teams of which nobody has heard for a while: an occasion to ask whether help is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import IdeaSummary, Stage
from registry.ideas.rules import ideas as idea_rules
from registry.kit.clock import day_begins_at, day_of
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor
from registry.progress.models import ExplorationPeriod
from registry.progress.rules.updates import QUIET_DAYS


@dataclass(frozen=True)
class QuietIdea:
    """
    last_on   the day of its last update; None where there was none
    """

    id: UUID
    reference: str
    title: str
    last_on: date | None


async def count_quiet(session: AsyncSession, actor: Actor) -> int:
    """Up to 1,000."""
    some = _quiet(select_columns(col(IdeaSummary.id)), actor).limit(COUNT_LIMIT).subquery()
    return int((await session.exec(select(func.count()).select_from(some))).one())


async def list_quiet(session: AsyncSession, actor: Actor, limit: int) -> list[QuietIdea]:
    """Explored ideas without news, those that were registered last first."""
    columns = select_columns(
        col(IdeaSummary.id),
        col(IdeaSummary.reference_number),
        col(IdeaSummary.title),
        col(IdeaSummary.last_update_at),
    )
    statement = _quiet(columns, actor).order_by(col(IdeaSummary.registered_at).desc(), col(IdeaSummary.id).desc())
    rows: Sequence[Any] = (await session.exec(statement.limit(limit))).all()
    return [
        QuietIdea(
            idea_id,
            idea_rules.reference(actor.reference_prefix, number),
            title,
            day_of(last_at, actor.zone) if last_at else None,
        )
        for idea_id, number, title, last_at in rows
    ]


def _quiet(columns: Any, actor: Actor) -> Any:
    """Neither an update nor a beginning, nor a decision to carry on, since then."""
    since = day_begins_at(actor.today - timedelta(days=QUIET_DAYS), actor.zone)
    begun_since = select(ExplorationPeriod.id).where(
        col(ExplorationPeriod.organisation_id) == IdeaSummary.organisation_id,
        col(ExplorationPeriod.idea_id) == IdeaSummary.id,
        col(ExplorationPeriod.set_at) >= since,
    )
    return columns.where(
        col(IdeaSummary.organisation_id) == actor.organisation_id,
        col(IdeaSummary.stage) == Stage.EXPLORING,
        col(IdeaSummary.last_update_at).is_(None) | (col(IdeaSummary.last_update_at) < since),
        ~begun_since.exists(),
    )
