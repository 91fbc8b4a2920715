"""Who works on ideas, and on which ideas somebody does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import union_all
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import (
    Idea,
    IdeaSummary,
    Stage,
    State,
    Teammate,
)
from registry.kit.stated import stated
from registry.people.actors import Actor

TEAM_LIMIT = 200
INVITES_SHOWN = 5
ANSWERS_SHOWN = 5
Place = aliased(Teammate)


async def list_teammates(session: AsyncSession, idea: Idea) -> Sequence[Teammate]:
    """Those in the team, asking or invited; those who left are not shown."""
    return (await _teammates(session, idea)).all()


async def list_answers_to(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[Teammate]:
    """Those who said no to the actor, or whom the actor asked in vain, with a word for the actor; the newest first."""
    statement = (
        select(Teammate)
        .where(
            col(Teammate.organisation_id) == idea.organisation_id,
            col(Teammate.idea_id) == idea.id,
            col(Teammate.opened_by_id) == actor.person_id,
            col(Teammate.answer) != "",
        )
        .order_by(col(Teammate.id).desc())
        .limit(ANSWERS_SHOWN)
    )
    return (await session.exec(statement)).all()


async def list_ideas_to_invite_into(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[tuple[UUID, str]]:
    """(id, title) of ideas that the actor leads and that have not ended; not those where the person is, or is asked."""
    there = select(Teammate.idea_id).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == person_id,
        col(Teammate.left_at).is_(None),
        col(Teammate.is_accepted) | col(Teammate.answered_at).is_(None),
    )
    statement = (
        select(IdeaSummary.id, IdeaSummary.title)
        .join(
            Teammate,
            (col(Teammate.organisation_id) == IdeaSummary.organisation_id) & (col(Teammate.idea_id) == IdeaSummary.id),
        )
        .where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.person_id) == actor.person_id,
            col(Teammate.is_lead),
            col(Teammate.left_at).is_(None),
            col(IdeaSummary.stage).not_in((Stage.DISCARDED, Stage.ENDED)),
            col(IdeaSummary.id).not_in(there),
        )
        .order_by(col(IdeaSummary.id).desc())
        .limit(INVITES_SHOWN)
    )
    return (await session.exec(statement)).all()


async def list_leads(session: AsyncSession, idea: Idea) -> Sequence[Teammate]:
    """Whoever is marked as lead, also when they have left."""
    statement = select(Teammate).where(
        col(Teammate.organisation_id) == idea.organisation_id,
        col(Teammate.idea_id) == idea.id,
        col(Teammate.is_lead),
    )
    return (await session.exec(statement)).all()


async def list_joining_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[tuple[Teammate, Idea]]:
    """What waits for the actor: invitations to them, and people asking to join ideas they lead; oldest first."""
    return (await _joining(session, actor, limit)).all()


async def list_led_idea_ids(session: AsyncSession, actor: Actor) -> Sequence[UUID]:
    return (await _led_idea_ids(session, actor)).all()


def ids_of_team(actor: Actor, limit: int | None = None) -> Any:
    """A selection of the ids of ideas in whose team the actor is, for `where ... in`.

    limit   so many of the newest; None for all
    """
    statement = select(Teammate.idea_id).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == actor.person_id,
        col(Teammate.is_accepted),
        col(Teammate.left_at).is_(None),
    )
    return statement if limit is None else statement.order_by(col(Teammate.idea_id).desc()).limit(limit)


@stated
def _teammates(idea: Idea) -> SelectOfScalar[Teammate]:
    return (
        select(Teammate)
        .where(
            col(Teammate.organisation_id) == idea.organisation_id,
            col(Teammate.idea_id) == idea.id,
            col(Teammate.left_at).is_(None),
            col(Teammate.is_accepted) | col(Teammate.answered_at).is_(None),
        )
        .order_by(col(Teammate.is_lead).desc(), col(Teammate.id))
        .limit(TEAM_LIMIT)
    )


@stated
def _joining(actor: Actor, most: int) -> Select[Teammate, Idea]:
    discarded = select(State.id).where(
        col(State.organisation_id) == actor.organisation_id,
        col(State.idea_id) == Teammate.idea_id,
        col(State.stage) == Stage.DISCARDED,
    )
    # In two parts, because each has an index of its own, and a database that is asked for either reads every Place.
    here = col(Place.organisation_id) == actor.organisation_id
    is_invited = (col(Place.person_id) == actor.person_id) & (col(Place.opened_by_id) != Place.person_id)
    is_asking = col(Place.idea_id).in_(_ids_led(actor)) & (col(Place.opened_by_id) == Place.person_id)
    waiting = union_all(select(Place.id).where(here, is_invited), select(Place.id).where(here, is_asking))
    return (
        select(Teammate, Idea)
        .join(Idea, (col(Idea.organisation_id) == Teammate.organisation_id) & (col(Idea.id) == Teammate.idea_id))
        .where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.answered_at).is_(None),
            col(Teammate.left_at).is_(None),
            ~discarded.exists(),
            col(Teammate.id).in_(waiting),
        )
        .order_by(col(Teammate.id))
        .limit(most)
    )


@stated
def _led_idea_ids(actor: Actor) -> SelectOfScalar[UUID]:
    return _ids_led(actor)


def _ids_led(actor: Actor) -> SelectOfScalar[UUID]:
    return select(Teammate.idea_id).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == actor.person_id,
        col(Teammate.is_lead),
        col(Teammate.left_at).is_(None),
    )
