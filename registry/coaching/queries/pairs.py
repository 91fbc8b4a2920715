from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.coaching.models import CoachingPair, PairStage
from registry.coaching.rules import pairs as rules
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person

PAIRS_LIMIT = 100


@dataclass(frozen=True)
class PairLine:
    """A pair as one of the two sees it.

    other_id   with name and position: who stands in it beside the actor
    is_mine    whether the actor asked
    """

    id: UUID
    other_id: UUID
    name: str
    position: str
    has_left: bool
    is_coach: bool
    is_mine: bool
    stage: PairStage
    asked_on: date
    agreed_on: date | None
    ended_on: date | None


async def get_pair(session: AsyncSession, actor: Actor, pair_id: UUID) -> CoachingPair:
    """For the two; to all others it does not exist."""
    pair = await session.get(CoachingPair, (actor.organisation_id, pair_id))
    if pair is None or not rules.is_of_pair(actor, pair):
        raise NotFound("pair")
    return pair


async def get_line(session: AsyncSession, actor: Actor, pair: CoachingPair) -> PairLine:
    [line] = await _lines(session, actor, col(CoachingPair.id) == pair.id, limit=1)
    return line


async def list_open_pairs(session: AsyncSession, actor: Actor) -> Sequence[PairLine]:
    """Those that have not ended, agreed or asked either way, the newest first."""
    return await _lines(session, actor, col(CoachingPair.ended_on).is_(None), limit=PAIRS_LIMIT)


async def list_asked(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PairLine]:
    """Those that wait for the actor's word, the longest waiting first."""
    return [_line(actor, *row) for row in await _waiting_for(session, actor, limit)]


async def list_open_pairs_with(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[PairLine]:
    """At most one each way round."""
    is_theirs = (col(CoachingPair.coach_id) == person_id) | (col(CoachingPair.coached_id) == person_id)
    return await _lines(session, actor, col(CoachingPair.ended_on).is_(None) & is_theirs, limit=2)


async def list_own_coaches(session: AsyncSession, actor: Actor) -> Sequence[PairLine]:
    """Who coach the actor now."""
    is_agreed = col(CoachingPair.agreed_on).is_not(None) & col(CoachingPair.ended_on).is_(None)
    return await _lines(session, actor, is_agreed & (col(CoachingPair.coached_id) == actor.person_id), PAIRS_LIMIT)


async def page_of_past_pairs(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[PairLine]:
    """Those that have ended, were declined or taken back, the newest first."""
    narrowed = col(CoachingPair.ended_on).is_not(None)
    if cursor:
        narrowed &= col(CoachingPair.id) < read_cursor(cursor, UUID)[0]
    rows = await _lines(session, actor, narrowed, limit=size + 1)
    return page_of(rows, size, lambda row: [row.id])


async def page_of_pairs(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[CoachingPair]:
    """All in which the actor stands, the newest first."""
    statement = select(CoachingPair).where(stands_in(actor))
    if cursor:
        statement = statement.where(col(CoachingPair.id) < read_cursor(cursor, UUID)[0])
    rows = (await session.exec(statement.order_by(col(CoachingPair.id).desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: [row.id])


async def find_open_pair(
    session: AsyncSession, organisation_id: UUID, coach_id: UUID, coached_id: UUID
) -> CoachingPair | None:
    statement = select(CoachingPair).where(
        *_of_two(organisation_id, coach_id, coached_id), col(CoachingPair.ended_on).is_(None)
    )
    return (await session.exec(statement)).first()


async def find_last_declined(session: AsyncSession, actor: Actor, coach_id: UUID, coached_id: UUID) -> date | None:
    """When the other last said that they could not do what the actor asked."""
    statement = select(func.max(CoachingPair.ended_on)).where(
        *_of_two(actor.organisation_id, coach_id, coached_id),
        col(CoachingPair.asked_by_id) == actor.person_id,
        col(CoachingPair.agreed_on).is_(None),
        col(CoachingPair.ended_by_id) != actor.person_id,
    )
    return (await session.exec(statement)).one()


async def count_unanswered(session: AsyncSession, actor: Actor) -> int:
    """How many whom the actor has asked have not answered."""
    statement = select(func.count()).where(
        stands_in(actor),
        col(CoachingPair.asked_by_id) == actor.person_id,
        col(CoachingPair.agreed_on).is_(None),
        col(CoachingPair.ended_on).is_(None),
    )
    return (await session.exec(statement)).one()


async def list_open_pairs_of(session: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[CoachingPair]:
    """Of anybody, for what follows when they leave."""
    statement = select(CoachingPair).where(
        col(CoachingPair.organisation_id) == organisation_id,
        (col(CoachingPair.coach_id) == person_id) | (col(CoachingPair.coached_id) == person_id),
        col(CoachingPair.ended_on).is_(None),
    )
    return (await session.exec(statement)).all()


async def _lines(session: AsyncSession, actor: Actor, narrowed: Any, limit: int) -> list[PairLine]:
    statement: Any = _pairs(actor).where(narrowed).order_by(col(CoachingPair.id).desc()).limit(limit)
    return [_line(actor, *row) for row in (await session.exec(statement)).all()]


@stated
def _waiting_for(actor: Actor, limit: int) -> Select[CoachingPair, str, str, datetime | None]:
    return (
        _pairs(actor)
        .where(
            col(CoachingPair.ended_on).is_(None),
            col(CoachingPair.agreed_on).is_(None),
            col(CoachingPair.asked_by_id) != actor.person_id,
        )
        .order_by(col(CoachingPair.id))
        .limit(limit)
    )


def _pairs(actor: Actor) -> Select[CoachingPair, str, str, datetime | None]:
    """Those in which the actor stands, each with who stands in it beside them."""
    other_id = case(
        (col(CoachingPair.coach_id) == actor.person_id, col(CoachingPair.coached_id)), else_=col(CoachingPair.coach_id)
    )
    return (
        select(CoachingPair, Person.name, Person.position, Person.left_at)
        .join(Person, (col(Person.organisation_id) == CoachingPair.organisation_id) & (col(Person.id) == other_id))
        .where(stands_in(actor))
    )


def _line(actor: Actor, pair: CoachingPair, name: str, position: str, left_at: Any) -> PairLine:
    return PairLine(
        id=pair.id,
        other_id=pair.other_than(actor.id),
        name=name,
        position=position,
        has_left=left_at is not None,
        is_coach=actor.is_person(pair.coach_id),
        is_mine=actor.is_person(pair.asked_by_id),
        stage=pair.stage,
        asked_on=pair.asked_on,
        agreed_on=pair.agreed_on,
        ended_on=pair.ended_on,
    )


def stands_in(actor: Actor) -> Any:
    """Within a statement: that the actor is one of the two."""
    is_one = (col(CoachingPair.coach_id) == actor.person_id) | (col(CoachingPair.coached_id) == actor.person_id)
    return (col(CoachingPair.organisation_id) == actor.organisation_id) & is_one


def _of_two(organisation_id: UUID, coach_id: UUID, coached_id: UUID) -> tuple[Any, ...]:
    return (
        col(CoachingPair.organisation_id) == organisation_id,
        col(CoachingPair.coach_id) == coach_id,
        col(CoachingPair.coached_id) == coached_id,
    )
