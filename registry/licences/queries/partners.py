"""Partner organisations with their licences, and the ideas that rest on these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaShare, IdeaSummary, Stage
from registry.kit.errors import NotAllowed
from registry.licences.models import Licence, LicenceDecision
from registry.licences.queries.licences import LicenceLine
from registry.licences.rules import licences as rules
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Partner


@dataclass(frozen=True)
class PartnerLine:
    """
    in_force   licences that hold today, in either direction
    waiting    requests that nobody has answered
    """

    partner: Partner
    in_force: int
    waiting: int


@dataclass(frozen=True)
class RestingIdea:
    """What a partner learns of an idea that rests on its licence; nothing else.

    is_shared   whether the actor can read its page
    """

    id: UUID
    title: str
    better: str
    stage: Stage
    learning: str
    is_shared: bool


def must_see_partners(actor: Actor) -> None:
    if not rules.may_see_partners(actor):
        raise NotAllowed("The list of partners is read by the people of the organisation itself.")


async def list_partner_lines(session: AsyncSession, actor: Actor) -> list[PartnerLine]:
    """By name; the first five hundred."""
    must_see_partners(actor)
    counted = await _counts(session, actor)
    partners = await people_queries.list_partners(session, actor)
    return [PartnerLine(partner, *counted.get(partner.id, (0, 0))) for partner in partners]


async def get_partner_line(session: AsyncSession, actor: Actor, partner_id: UUID) -> PartnerLine:
    must_see_partners(actor)
    partner = await people_queries.get_partner(session, actor, partner_id)
    counted = await _counts(session, actor, partner_id)
    return PartnerLine(partner, *counted.get(partner.id, (0, 0)))


async def resting_ideas(session: AsyncSession, actor: Actor, lines: Sequence[LicenceLine]) -> dict[UUID, RestingIdea]:
    """By the id of the idea: those of licences that were granted."""
    idea_ids = {line.licence.idea_id for line in lines if line.decision and line.decision.is_granted}
    if not idea_ids:
        return {}
    shared = (
        select_columns(col(IdeaShare.id))
        .where(
            col(IdeaShare.organisation_id) == IdeaSummary.organisation_id,
            col(IdeaShare.idea_id) == IdeaSummary.id,
            col(IdeaShare.partner_id) == actor.partner_id,
            col(IdeaShare.ended_at).is_(None),
        )
        .exists()
    )
    statement: Any = (
        select_columns(
            col(Idea.id), col(Idea.title), col(Idea.better), col(IdeaSummary.stage), col(Idea.learning), shared
        )
        .join(
            IdeaSummary, (col(IdeaSummary.organisation_id) == Idea.organisation_id) & (col(IdeaSummary.id) == Idea.id)
        )
        .where(col(Idea.organisation_id) == actor.organisation_id, col(Idea.id).in_(idea_ids))
    )
    is_own = rules.may_see_partners(actor)
    rows: Sequence[Any] = (await session.exec(statement)).all()
    return {
        idea_id: RestingIdea(idea_id, title, better, stage, learning, is_own or bool(is_shared))
        for idea_id, title, better, stage, learning, is_shared in rows
    }


async def _counts(session: AsyncSession, actor: Actor, partner_id: UUID | None = None) -> dict[UUID, tuple[int, int]]:
    """Licences in force and those that wait, by partner; of one alone where it is named."""
    stands = col(Licence.revoked_at).is_(None) & col(Licence.handed_back_at).is_(None)
    lasts = stands & (col(Licence.ends_on) >= actor.today)
    in_force = lasts & col(LicenceDecision.is_granted).is_(True) & (col(Licence.starts_on) <= actor.today)
    statement: Any = (
        select_columns(
            col(Licence.partner_id),
            func.sum(case((in_force, 1), else_=0)),
            func.sum(case((lasts & col(LicenceDecision.id).is_(None), 1), else_=0)),
        )
        .outerjoin(
            LicenceDecision,
            (col(LicenceDecision.organisation_id) == Licence.organisation_id)
            & (col(LicenceDecision.licence_id) == Licence.id),
        )
        .where(col(Licence.organisation_id) == actor.organisation_id)
        .group_by(col(Licence.partner_id))
    )
    if partner_id:
        statement = statement.where(col(Licence.partner_id) == partner_id)
    return {row[0]: (int(row[1]), int(row[2])) for row in (await session.exec(statement)).all()}
