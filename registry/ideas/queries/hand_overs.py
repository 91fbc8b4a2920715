from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.ideas.models import Idea, IdeaSummary, LeadHandOver, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor

SHOWN = 20


@dataclass(frozen=True)
class HandOverLine:
    """An open offer to hand something over, as pages show it.

    address         under which it is answered or taken back
    what            'the lead', or 'the promises of Priya Raman'
    may_answer      whether the actor is the one to whom it is offered
    may_take_back   whether the actor offered it
    """

    id: UUID
    address: str
    what: str
    offered_by: str
    to: str
    words: str
    offered_at: datetime
    idea_id: UUID
    idea_title: str
    may_answer: bool
    may_take_back: bool


async def get_hand_over(session: AsyncSession, actor: Actor, hand_over_id: UUID) -> tuple[LeadHandOver, Idea]:
    hand_over = await session.get(LeadHandOver, (actor.organisation_id, hand_over_id))
    if hand_over is None:
        raise NotFound("hand-over")
    return hand_over, await idea_queries.get_idea(session, actor, hand_over.idea_id)


async def list_all_hand_overs(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[LeadHandOver]:
    """The newest twenty first, also those that were answered or taken back."""
    statement = (
        select(LeadHandOver)
        .where(col(LeadHandOver.organisation_id) == actor.organisation_id, col(LeadHandOver.idea_id) == idea.id)
        .order_by(col(LeadHandOver.id).desc())
        .limit(SHOWN)
    )
    return (await session.exec(statement)).all()


async def list_hand_overs_of_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[HandOverLine]:
    """The offers of its lead that stand open."""
    return await _lines(session, actor, (await _offers_of(session, actor, idea, SHOWN)).all())


async def list_hand_overs_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[HandOverLine]:
    """The leads that are offered to the actor, the oldest offer first."""
    return await _lines(session, actor, (await _offers_to(session, actor, limit)).all())


async def find_open_hand_over(session: AsyncSession, actor: Actor, idea: Idea) -> HandOverLine | None:
    lines = await _lines(session, actor, (await _offers_of(session, actor, idea, 1)).all())
    return lines[0] if lines else None


@stated
def _offers_of(actor: Actor, idea: Idea, most: int) -> Select[LeadHandOver, str]:
    return _open_offers(actor).where(col(LeadHandOver.idea_id) == idea.id).limit(most)


@stated
def _offers_to(actor: Actor, most: int) -> Select[LeadHandOver, str]:
    return _open_offers(actor).where(col(LeadHandOver.to_id) == actor.person_id).limit(most)


def _open_offers(actor: Actor) -> Select[LeadHandOver, str]:
    return (
        select(LeadHandOver, IdeaSummary.title)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == LeadHandOver.organisation_id)
            & (col(IdeaSummary.id) == LeadHandOver.idea_id),
        )
        .where(
            col(LeadHandOver.organisation_id) == actor.organisation_id,
            col(LeadHandOver.answered_at).is_(None),
            col(LeadHandOver.taken_back_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            col(IdeaSummary.lead_id).is_(None) | (col(IdeaSummary.lead_id) == LeadHandOver.offered_by_id),
        )
        .order_by(col(LeadHandOver.id))
    )


async def _lines(
    session: AsyncSession, actor: Actor, rows: Sequence[tuple[LeadHandOver, str]]
) -> Sequence[HandOverLine]:
    named = [person_id for row, _ in rows for person_id in (row.to_id, row.offered_by_id)]
    faces = await people_queries.list_faces(session, actor, named)
    return [
        HandOverLine(
            id=row.id,
            address=f"/lead-hand-overs/{row.id}",
            what="the lead",
            offered_by=faces[row.offered_by_id].name,
            to=faces[row.to_id].name,
            words=row.words,
            offered_at=row.offered_at,
            idea_id=row.idea_id,
            idea_title=title,
            may_answer=actor.is_person(row.to_id),
            may_take_back=actor.is_person(row.offered_by_id),
        )
        for row, title in rows
    ]
