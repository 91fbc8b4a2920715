"""Which values ideas serve, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary, IdeaValue, Stage
from registry.people.actors import Actor
from registry.vision.models import Value


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
    statement: Any = (
        select_columns(col(Value.id), col(Value.name), col(Value.meaning), col(IdeaValue.how), col(Value.ended_at))
        .join(
            IdeaValue,
            (col(IdeaValue.organisation_id) == Value.organisation_id) & (col(IdeaValue.value_id) == Value.id),
        )
        .where(col(IdeaValue.organisation_id) == idea.organisation_id, col(IdeaValue.idea_id) == idea.id)
        .order_by(col(Value.place), col(Value.id))
    )
    found: Sequence[Any] = (await session.exec(statement)).all()
    return [ServedValue(value_id, name, meaning, how, ended is None) for value_id, name, meaning, how, ended in found]


async def count_ideas_by_value(session: AsyncSession, actor: Actor) -> dict[UUID, int]:
    """How many ideas that have not ended serve each value; one statement."""
    statement: Any = (
        select_columns(col(IdeaValue.value_id), func.count())
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == IdeaValue.organisation_id)
            & (col(IdeaSummary.id) == IdeaValue.idea_id),
        )
        .where(col(IdeaValue.organisation_id) == actor.organisation_id, col(IdeaSummary.stage) != Stage.ENDED)
        .group_by(col(IdeaValue.value_id))
    )
    return dict((await session.exec(statement)).all())
