"""Where the newest version of a framework is newer than the one that an idea accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.frameworks.models import FrameworkVersion
from registry.ideas.models import Idea, IdeaFramework, IdeaSummary, Stage
from registry.ideas.queries import teams as team_queries
from registry.kit.stated import stated
from registry.people.actors import Actor

IDEAS_LOOKED_AT = 200


@dataclass(frozen=True)
class NewerLine:
    """An idea whose framework has a newer version than its lead accepted; its id is the idea's."""

    id: UUID
    idea_title: str
    framework_name: str
    number: int
    published_at: datetime


async def find_newer_number(session: AsyncSession, idea: Idea) -> int | None:
    """Of the newest version where the idea has not accepted it; None where it has, or stands under no framework."""
    return (await _newer_number(session, idea)).first()


async def list_newer_versions(session: AsyncSession, actor: Actor, limit: int) -> list[NewerLine]:
    """Of open ideas that the actor leads: what their framework published since they accepted a version."""
    return [NewerLine(*row) for row in await _newer_versions(session, actor, limit)]


@stated
def _newer_number(idea: Idea) -> SelectOfScalar[int]:
    return (
        select(FrameworkVersion.number)
        .select_from(IdeaFramework)
        .join(FrameworkVersion, _is_newer())
        .where(
            col(IdeaFramework.organisation_id) == idea.organisation_id,
            col(IdeaFramework.idea_id) == idea.id,
            col(IdeaFramework.left_at).is_(None),
        )
    )


@stated
def _newer_versions(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(
            col(IdeaSummary.id),
            col(IdeaSummary.title),
            col(FrameworkVersion.name),
            col(FrameworkVersion.number),
            col(FrameworkVersion.published_at),
        )
        .select_from(IdeaSummary)
        .join(
            IdeaFramework,
            (col(IdeaFramework.organisation_id) == IdeaSummary.organisation_id)
            & (col(IdeaFramework.idea_id) == IdeaSummary.id)
            & col(IdeaFramework.left_at).is_(None),
        )
        .join(FrameworkVersion, _is_newer())
        .where(
            col(IdeaSummary.organisation_id) == actor.organisation_id,
            col(IdeaSummary.id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
            col(IdeaSummary.lead_id) == actor.person_id,
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(IdeaSummary.id))
        .limit(limit)
    )


def _is_newer() -> ColumnElement[bool]:
    """Ties the newest version of its framework to the idea's place of the same statement, where it keeps another."""
    return (
        (col(FrameworkVersion.organisation_id) == IdeaFramework.organisation_id)
        & (col(FrameworkVersion.framework_id) == IdeaFramework.framework_id)
        & (col(FrameworkVersion.id) != IdeaFramework.version_id)
        & col(FrameworkVersion.published_at).is_not(None)
        & col(FrameworkVersion.superseded_at).is_(None)
    )
