from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.ideas.models import Idea, IdeaSummary, Stage, StandingOwner
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries.hand_overs import SHOWN, HandOverLine
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def get_owner(session: AsyncSession, actor: Actor, owner_id: UUID) -> tuple[StandingOwner, Idea]:
    owner = await session.get(StandingOwner, (actor.organisation_id, owner_id))
    if owner is None:
        raise NotFound("standing owner")
    return owner, await idea_queries.get_idea(session, actor, owner.idea_id)


async def find_owner(session: AsyncSession, idea: Idea) -> StandingOwner | None:
    """Who accepted to keep it, also when they have left since."""
    return next((owner for owner in await list_standing_owners(session, idea) if owner.is_accepted), None)


async def list_standing_owners(session: AsyncSession, idea: Idea) -> Sequence[StandingOwner]:
    """Asked, or accepted and not ended: one of each at most."""
    statement = (
        select(StandingOwner)
        .where(
            col(StandingOwner.organisation_id) == idea.organisation_id,
            col(StandingOwner.idea_id) == idea.id,
            col(StandingOwner.ended_at).is_(None),
            col(StandingOwner.taken_back_at).is_(None),
            col(StandingOwner.answered_at).is_(None) | col(StandingOwner.is_accepted),
        )
        .order_by(col(StandingOwner.id))
    )
    return (await session.exec(statement)).all()


async def list_all_owners(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[StandingOwner]:
    """The newest twenty first, also those who declined or gave it up."""
    statement = (
        select(StandingOwner)
        .where(col(StandingOwner.organisation_id) == actor.organisation_id, col(StandingOwner.idea_id) == idea.id)
        .order_by(col(StandingOwner.id).desc())
        .limit(SHOWN)
    )
    return (await session.exec(statement)).all()


async def list_requests_of_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[HandOverLine]:
    return await _lines(session, actor, (await _requests_of(session, actor, idea, SHOWN)).all())


async def list_requests_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[HandOverLine]:
    """What the actor is asked to keep, the oldest first."""
    return await _lines(session, actor, (await _requests_to(session, actor, limit)).all())


async def find_open_request(session: AsyncSession, actor: Actor, idea: Idea) -> HandOverLine | None:
    lines = await _lines(session, actor, (await _requests_of(session, actor, idea, 1)).all())
    return lines[0] if lines else None


@stated
def _requests_of(actor: Actor, idea: Idea, most: int) -> Select[StandingOwner, str, UUID | None]:
    return _open_requests(actor).where(col(StandingOwner.idea_id) == idea.id).limit(most)


@stated
def _requests_to(actor: Actor, most: int) -> Select[StandingOwner, str, UUID | None]:
    return _open_requests(actor).where(col(StandingOwner.owner_id) == actor.person_id).limit(most)


def _open_requests(actor: Actor) -> Select[StandingOwner, str, UUID | None]:
    return (
        select(StandingOwner, IdeaSummary.title, IdeaSummary.lead_id)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == StandingOwner.organisation_id)
            & (col(IdeaSummary.id) == StandingOwner.idea_id),
        )
        .where(
            col(StandingOwner.organisation_id) == actor.organisation_id,
            col(StandingOwner.answered_at).is_(None),
            col(StandingOwner.taken_back_at).is_(None),
            col(StandingOwner.ended_at).is_(None),
            col(IdeaSummary.stage) == Stage.SUSTAINED,
        )
        .order_by(col(StandingOwner.id))
    )


async def _lines(
    session: AsyncSession, actor: Actor, rows: Sequence[tuple[StandingOwner, str, UUID | None]]
) -> Sequence[HandOverLine]:
    named = [person_id for row, *_ in rows for person_id in (row.owner_id, row.asked_by_id)]
    faces = await people_queries.list_faces(session, actor, named)
    return [
        HandOverLine(
            id=row.id,
            address=f"/owners/{row.id}",
            what="the standing ownership",
            offered_by=faces[row.asked_by_id].name,
            to=faces[row.owner_id].name,
            words=row.words,
            offered_at=row.asked_at,
            idea_id=row.idea_id,
            idea_title=title,
            may_answer=actor.is_person(row.owner_id),
            may_take_back=actor.is_person(row.asked_by_id) or actor.is_person(lead_id),
        )
        for row, title, lead_id in rows
    ]
