"""Which skills teams look for."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary, SoughtSkill, Stage, Teammate
from registry.kit.fields import folded
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import OfferedSkill

SEEKING = (Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED, Stage.SUSTAINED)
SHOWN = 10


async def list_sought(session: AsyncSession, idea: Idea) -> Sequence[str]:
    """By name; at most a dozen."""
    return (await _sought(session, idea)).all()


async def list_seeking_what_is_offered(
    session: AsyncSession, actor: Actor, limit: int
) -> Sequence[tuple[UUID, str, str]]:
    """(id, title, skill) of ideas that look for what the actor offers and in whose team they are not; newest first."""
    return (await _seeking_what_is_offered(session, actor, limit)).all()


async def list_ideas_seeking(session: AsyncSession, actor: Actor, skill: str) -> Sequence[tuple[UUID, str]]:
    """(id, title) of ideas of the organisation that have not ended and look for it; the newest few."""
    statement = (
        select(IdeaSummary.id, IdeaSummary.title)
        .join(
            SoughtSkill,
            (col(SoughtSkill.organisation_id) == IdeaSummary.organisation_id)
            & (col(SoughtSkill.idea_id) == IdeaSummary.id),
        )
        .where(
            col(SoughtSkill.organisation_id) == actor.organisation_id,
            col(SoughtSkill.folded) == folded(skill),
            col(IdeaSummary.stage).in_(SEEKING),
        )
        .order_by(col(SoughtSkill.idea_id).desc())
        .limit(SHOWN)
    )
    return (await session.exec(statement)).all()


@stated
def _sought(idea: Idea) -> SelectOfScalar[str]:
    return (
        select(SoughtSkill.name)
        .where(col(SoughtSkill.organisation_id) == idea.organisation_id, col(SoughtSkill.idea_id) == idea.id)
        .order_by(col(SoughtSkill.folded))
    )


@stated
def _seeking_what_is_offered(actor: Actor, most: int) -> Select[UUID, str, str]:
    mine = select(Teammate.idea_id).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == actor.person_id,
        col(Teammate.left_at).is_(None),
    )
    return (
        select(IdeaSummary.id, IdeaSummary.title, SoughtSkill.name)
        .join(
            SoughtSkill,
            (col(SoughtSkill.organisation_id) == IdeaSummary.organisation_id)
            & (col(SoughtSkill.idea_id) == IdeaSummary.id),
        )
        .join(
            OfferedSkill,
            (col(OfferedSkill.organisation_id) == SoughtSkill.organisation_id)
            & (col(OfferedSkill.folded) == SoughtSkill.folded),
        )
        .where(
            col(OfferedSkill.organisation_id) == actor.organisation_id,
            col(OfferedSkill.person_id) == actor.person_id,
            col(IdeaSummary.stage).in_(SEEKING),
            col(IdeaSummary.id).not_in(mine),
        )
        .order_by(col(IdeaSummary.id).desc(), col(SoughtSkill.folded))
        .limit(most)
    )
