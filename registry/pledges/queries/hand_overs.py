from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.queries.hand_overs import SHOWN, HandOverLine
from registry.ideas.queries.ideas import IdeaRow
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.queries import Face
from registry.pledges.models import Kind, Pledge, PledgeHandOver, Side
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.rules import states


async def get_hand_over(session: AsyncSession, actor: Actor, hand_over_id: UUID) -> tuple[PledgeHandOver, Idea]:
    hand_over = await session.get(PledgeHandOver, (actor.organisation_id, hand_over_id))
    if hand_over is None:
        raise NotFound("hand-over")
    return hand_over, await idea_queries.get_idea(session, actor, hand_over.idea_id)


async def list_pledges_to_hand_over(
    session: AsyncSession, idea: Idea, pledger_id: UUID, today: date
) -> Sequence[Pledge]:
    """What somebody promised to an idea for the organisation and what is still open or in force."""
    return [
        pledge
        for pledge in await pledge_queries.list_open_pledges(session, idea, today)
        if pledge.pledger_id == pledger_id
        and pledge.side is Side.ORGANISATION
        and (pledge.accepted_at is None or states.is_in_force(pledge, today))
    ]


async def list_pledgers_who_left(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[Face]:
    """Who promised something for the organisation that is in force, and has left or is a sponsor no longer."""
    return [Face(*row) for row in await _pledgers_who_left(session, actor, idea)]


async def list_all_hand_overs(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[PledgeHandOver]:
    """The newest twenty first, also those that were answered or taken back."""
    statement = (
        select(PledgeHandOver)
        .where(col(PledgeHandOver.organisation_id) == actor.organisation_id, col(PledgeHandOver.idea_id) == idea.id)
        .order_by(col(PledgeHandOver.id).desc())
        .limit(SHOWN)
    )
    return (await session.exec(statement)).all()


async def list_hand_overs_of_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[HandOverLine]:
    """The offers to hand promises to it over that stand open."""
    return await _lines(session, actor, (await _offers_of(session, actor, idea, SHOWN)).all())


async def list_ideas_without_sponsor(session: AsyncSession, actor: Actor, limit: int) -> Sequence[IdeaRow]:
    """Ideas of the actor's teams whose sponsor has left, or is one no longer, while the sponsorship was in force."""
    rows = await idea_queries.list_rows(session, actor, (await _ids_without_sponsor(session, actor, limit)).all())
    return sorted(rows.values(), key=lambda row: row.id)


async def list_hand_overs_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[HandOverLine]:
    """What is offered to the actor, the oldest first."""
    return await _lines(session, actor, (await _offers_to(session, actor, limit)).all())


async def find_open_hand_over(session: AsyncSession, idea: Idea, pledger_id: UUID) -> PledgeHandOver | None:
    statement = select(PledgeHandOver).where(
        col(PledgeHandOver.organisation_id) == idea.organisation_id,
        col(PledgeHandOver.idea_id) == idea.id,
        col(PledgeHandOver.from_id) == pledger_id,
        col(PledgeHandOver.answered_at).is_(None),
        col(PledgeHandOver.taken_back_at).is_(None),
    )
    return (await session.exec(statement)).first()


@stated
def _pledgers_who_left(actor: Actor, idea: Idea) -> Select[UUID, str, str]:
    return (
        select(Person.id, Person.name, Person.position)
        .join(Pledge, (col(Pledge.organisation_id) == Person.organisation_id) & (col(Pledge.pledger_id) == Person.id))
        .where(
            col(Pledge.organisation_id) == actor.organisation_id,
            col(Pledge.idea_id) == idea.id,
            col(Pledge.side) == Side.ORGANISATION,
            _has_left(),
            col(Pledge.accepted_at).is_not(None),
            col(Pledge.released_at).is_(None),
            col(Pledge.ends_on) >= actor.today,
            col(Pledge.withdrawal_effective_on).is_(None) | (col(Pledge.withdrawal_effective_on) >= actor.today),
        )
        .distinct()
        .order_by(col(Person.name), col(Person.id))
        .limit(SHOWN)
    )


@stated
def _ids_without_sponsor(actor: Actor, most: int) -> SelectOfScalar[UUID]:
    left = (
        select(Pledge.id)
        .join(Person, (col(Person.organisation_id) == Pledge.organisation_id) & (col(Person.id) == Pledge.pledger_id))
        .where(
            col(Pledge.organisation_id) == IdeaSummary.organisation_id,
            col(Pledge.idea_id) == IdeaSummary.id,
            col(Pledge.kind) == Kind.SPONSORSHIP,
            col(Pledge.accepted_at).is_not(None),
            col(Pledge.released_at).is_(None),
            col(Pledge.ends_on) >= actor.today,
            col(Pledge.withdrawn_at).is_(None),
            _has_left(),
        )
    )
    return (
        select(IdeaSummary.id)
        .where(
            col(IdeaSummary.organisation_id) == actor.organisation_id,
            col(IdeaSummary.sponsor_id).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            col(IdeaSummary.id).in_(team_queries.ids_of_team(actor)),
            left.exists(),
        )
        .order_by(col(IdeaSummary.id))
        .limit(most)
    )


def _has_left() -> ColumnElement[bool]:
    """Within a statement: whether the person has left, or is a sponsor no longer."""
    return col(Person.left_at).is_not(None) | ~people_queries.holds_role(
        Role.SPONSOR, Person.organisation_id, Person.id
    )


@stated
def _offers_of(actor: Actor, idea: Idea, most: int) -> Select[PledgeHandOver, str]:
    return _open_offers(actor).where(col(PledgeHandOver.idea_id) == idea.id).limit(most)


@stated
def _offers_to(actor: Actor, most: int) -> Select[PledgeHandOver, str]:
    return _open_offers(actor).where(col(PledgeHandOver.to_id) == actor.person_id).limit(most)


def _open_offers(actor: Actor) -> Select[PledgeHandOver, str]:
    return (
        select(PledgeHandOver, IdeaSummary.title)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == PledgeHandOver.organisation_id)
            & (col(IdeaSummary.id) == PledgeHandOver.idea_id),
        )
        .where(
            col(PledgeHandOver.organisation_id) == actor.organisation_id,
            col(PledgeHandOver.answered_at).is_(None),
            col(PledgeHandOver.taken_back_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(PledgeHandOver.id))
    )


async def _lines(
    session: AsyncSession, actor: Actor, rows: Sequence[tuple[PledgeHandOver, str]]
) -> Sequence[HandOverLine]:
    named = [person_id for row, _ in rows for person_id in (row.to_id, row.from_id, row.offered_by_id)]
    faces = await people_queries.list_faces(session, actor, named)
    return [
        HandOverLine(
            id=row.id,
            address=f"/pledge-hand-overs/{row.id}",
            what=f"the promises of {faces[row.from_id].name}",
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
