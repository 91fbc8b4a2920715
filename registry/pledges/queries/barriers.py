from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import IdeaSummary, Stage
from registry.kit.clock import day_of
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.queries import Face
from registry.pledges.models import Ask, BarrierOwner, Pledge, Verdict

PAST_OWNERS_SHOWN = 10


@dataclass(frozen=True)
class Ownership:
    """Who owns a barrier.

    is_here   whether the owner still works here as a sponsor; if not, another is looked for
    """

    owner: Face
    taken_on: date
    is_here: bool


@dataclass(frozen=True)
class PastOwner:
    """Somebody who owned a barrier before; `reason` is empty where another took it over."""

    name: str
    taken_on: date
    ended_on: date
    reason: str


@dataclass(frozen=True)
class BarrierLine:
    """A barrier that the actor owns, as a line of their own says it."""

    ask_id: UUID
    what: str
    taken_on: date
    idea_id: UUID
    idea_title: str


async def find_owner(session: AsyncSession, ask: Ask) -> BarrierOwner | None:
    """Whoever took it last and has not given it back."""
    statement = select(BarrierOwner).where(
        col(BarrierOwner.organisation_id) == ask.organisation_id,
        col(BarrierOwner.ask_id) == ask.id,
        col(BarrierOwner.ended_at).is_(None),
    )
    return (await session.exec(statement)).first()


async def owners_by_ask(session: AsyncSession, actor: Actor, ask_ids: Iterable[UUID]) -> dict[UUID, Ownership]:
    """Of some barriers those that somebody owns, in one query."""
    wanted = list(ask_ids)
    if not wanted:
        return {}
    return {
        row.ask_id: Ownership(
            owner=Face(person.id, person.name, person.position),
            taken_on=day_of(row.taken_at, actor.zone),
            is_here=person.left_at is None and bool(is_sponsor_now),
        )
        for row, person, is_sponsor_now in await _owners(session, actor, wanted)
    }


async def list_past_owners(session: AsyncSession, actor: Actor, ask: Ask) -> Sequence[PastOwner]:
    """The newest ten first."""
    statement = (
        select(BarrierOwner)
        .where(
            col(BarrierOwner.organisation_id) == actor.organisation_id,
            col(BarrierOwner.ask_id) == ask.id,
            col(BarrierOwner.ended_at).is_not(None),
        )
        .order_by(col(BarrierOwner.id).desc())
        .limit(PAST_OWNERS_SHOWN)
    )
    rows = (await session.exec(statement)).all()
    faces = await people_queries.list_faces(session, actor, [row.owner_id for row in rows])
    return [
        PastOwner(
            faces[row.owner_id].name,
            day_of(row.taken_at, actor.zone),
            day_of(row.ended_at, actor.zone),
            row.ended_reason,
        )
        for row in rows
        if row.ended_at
    ]


async def list_ownerships_of(
    session: AsyncSession, actor: Actor, person_id: UUID
) -> Sequence[tuple[BarrierOwner, Ask]]:
    """Every barrier that somebody owns and that an open idea still asks to have moved, in order."""
    statement = (
        select(BarrierOwner, Ask)
        .join(Ask, (col(Ask.organisation_id) == BarrierOwner.organisation_id) & (col(Ask.id) == BarrierOwner.ask_id))
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Ask.organisation_id) & (col(IdeaSummary.id) == Ask.idea_id),
        )
        .where(
            col(BarrierOwner.organisation_id) == actor.organisation_id,
            col(BarrierOwner.owner_id) == person_id,
            col(BarrierOwner.ended_at).is_(None),
            col(Ask.withdrawn_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            ~_is_moved().exists(),
        )
        .order_by(col(BarrierOwner.id))
    )
    return (await session.exec(statement)).all()


async def list_barriers_owned(session: AsyncSession, actor: Actor, limit: int) -> Sequence[BarrierLine]:
    """What the actor took on and the team has not called moved yet; the oldest first."""
    return [
        BarrierLine(ask_id, what, day_of(taken_at, actor.zone), idea_id, title)
        for ask_id, what, taken_at, idea_id, title in await _owned(session, actor, limit)
    ]


@stated
def _owners(actor: Actor, ask_ids: Collection[UUID]) -> Select[BarrierOwner, Person, bool]:
    is_sponsor = people_queries.holds_role(Role.SPONSOR, Person.organisation_id, Person.id)
    return (
        select_columns(BarrierOwner, Person, is_sponsor)
        .join(
            Person,
            (col(Person.organisation_id) == BarrierOwner.organisation_id) & (col(Person.id) == BarrierOwner.owner_id),
        )
        .where(
            col(BarrierOwner.organisation_id) == actor.organisation_id,
            col(BarrierOwner.ask_id).in_(ask_ids),
            col(BarrierOwner.ended_at).is_(None),
        )
    )


@stated
def _owned(actor: Actor, most: int) -> Select[UUID, str, datetime, UUID, str]:
    return (
        select_columns(
            col(Ask.id), col(Ask.what), col(BarrierOwner.taken_at), col(IdeaSummary.id), col(IdeaSummary.title)
        )
        .select_from(BarrierOwner)
        .join(Ask, (col(Ask.organisation_id) == BarrierOwner.organisation_id) & (col(Ask.id) == BarrierOwner.ask_id))
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Ask.organisation_id) & (col(IdeaSummary.id) == Ask.idea_id),
        )
        .where(
            col(BarrierOwner.organisation_id) == actor.organisation_id,
            col(BarrierOwner.owner_id) == actor.person_id,
            col(BarrierOwner.ended_at).is_(None),
            people_queries.holds_role(Role.SPONSOR, BarrierOwner.organisation_id, BarrierOwner.owner_id),
            col(Ask.withdrawn_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            ~_is_moved().exists(),
        )
        .order_by(col(BarrierOwner.id))
        .limit(most)
    )


def _is_moved() -> Any:
    """What the team has called kept of a promise for the ask of the statement around it."""
    return select(Pledge.id).where(
        col(Pledge.organisation_id) == Ask.organisation_id,
        col(Pledge.ask_id) == Ask.id,
        col(Pledge.verdict) == Verdict.KEPT,
    )
