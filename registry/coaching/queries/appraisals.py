from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts.queries import Keys
from registry.coaching.models import Appraisal, AppraisalWording
from registry.coaching.queries.sealed import opened
from registry.coaching.rules import appraisals as rules
from registry.coaching.rules.appraisals import Standing
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person
from registry.people.queries import Face

TOLD_LATE = timedelta(days=7)
APPRAISALS_LIMIT = 100


@dataclass(frozen=True)
class WordingFacts:
    """A wording without its words."""

    id: UUID
    appraisal_id: UUID
    talked_on: date
    look_again_on: date | None
    written_by_id: UUID
    written_on: date
    agreed_on: date | None


@dataclass(frozen=True)
class Wording(WordingFacts):
    """
    words   None where they cannot be opened
    """

    words: str | None


@dataclass(frozen=True)
class AppraisalLine:
    """An appraisal as one of the two sees it.

    other_id      with name and position: who stands in it beside the actor
    waits_for_me  for the actor's agreement
    """

    id: UUID
    other_id: UUID
    name: str
    position: str
    has_left: bool
    is_manager: bool
    begun_on: date
    ended_on: date | None
    standing: Standing
    waits_for_me: bool
    is_time_to_talk: bool


async def get_appraisal(session: AsyncSession, actor: Actor, appraisal_id: UUID) -> Appraisal:
    """For the two; to all others it does not exist."""
    appraisal = await session.get(Appraisal, (actor.organisation_id, appraisal_id))
    if appraisal is None or not rules.is_of_appraisal(actor, appraisal):
        raise NotFound("appraisal")
    return appraisal


async def list_wordings(session: AsyncSession, appraisal: Appraisal, keys: Keys) -> Sequence[Wording]:
    """In the order in which they were written; the caller got the appraisal through `get_appraisal`."""
    statement: Any = (
        select_columns(*_facts(), col(AppraisalWording.sealed)).where(_of(appraisal)).order_by(col(AppraisalWording.id))
    )
    rows = (await session.exec(statement)).all()
    return [Wording(*(*facts, opened(keys, "wording", facts[0], sealed))) for *facts, sealed in rows]


async def get_standing(session: AsyncSession, appraisal: Appraisal) -> Standing:
    statement: Any = select_columns(*_facts()).where(_of(appraisal)).order_by(col(AppraisalWording.id))
    return rules.standing_of([WordingFacts(*row) for row in (await session.exec(statement)).all()])


async def find_open_appraisal(
    session: AsyncSession, organisation_id: UUID, person_id: UUID, manager_id: UUID
) -> Appraisal | None:
    statement = select(Appraisal).where(
        col(Appraisal.organisation_id) == organisation_id,
        col(Appraisal.person_id) == person_id,
        col(Appraisal.manager_id) == manager_id,
        col(Appraisal.ended_on).is_(None),
    )
    return (await session.exec(statement)).first()


async def list_open_appraisals(
    session: AsyncSession, actor: Actor, limit: int = APPRAISALS_LIMIT
) -> Sequence[AppraisalLine]:
    """Those that have not ended, the newest first."""
    return _lines(actor, await _open_with_words(session, actor, limit))


async def page_of_appraisals(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[AppraisalLine]:
    """All in which the actor stands, the newest first."""
    newest = _newest(actor, size + 1)
    if cursor:
        newest = newest.where(col(Appraisal.id) < read_cursor(cursor, UUID)[0])
    statement: Any = _with_words(actor, newest)
    return page_of(_lines(actor, (await session.exec(statement)).all()), size, lambda row: [row.id])


async def page_of_own_appraisals(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Appraisal]:
    """The same, as rows for a program."""
    statement = select(Appraisal).where(stands_in(actor))
    if cursor:
        statement = statement.where(col(Appraisal.id) < read_cursor(cursor, UUID)[0])
    rows = (await session.exec(statement.order_by(col(Appraisal.id).desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: [row.id])


async def list_people_to_talk_with(session: AsyncSession, actor: Actor) -> Sequence[Face]:
    """The actor's line manager, then those whose line manager the actor is."""
    me = await people_queries.get_person(session, actor, actor.person_id)
    manager = await session.get(Person, (actor.organisation_id, me.manager_id)) if me.manager_id else None
    managed = await people_queries.list_people_managed_by(session, actor, actor.person_id)
    is_here = manager is not None and manager.left_at is None
    return [*([Face(manager.id, manager.name, manager.position)] if manager and is_here else []), *managed]


async def is_in_line(session: AsyncSession, actor: Actor, person: Person) -> bool:
    """Whether one of the two is the other's line manager."""
    if actor.is_person(person.manager_id):
        return True
    me = await people_queries.get_person(session, actor, actor.person_id)
    return me.manager_id == person.id


async def list_open_appraisals_of(session: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[Appraisal]:
    """Of anybody, for what follows when they leave."""
    statement = select(Appraisal).where(
        col(Appraisal.organisation_id) == organisation_id,
        (col(Appraisal.person_id) == person_id) | (col(Appraisal.manager_id) == person_id),
        col(Appraisal.ended_on).is_(None),
    )
    return (await session.exec(statement)).all()


async def list_days_to_tell(
    session: AsyncSession, actor: Actor, limit: int
) -> Sequence[tuple[Appraisal, AppraisalWording]]:
    """Open ones whose day to talk again has come and was not told; other words that wait take its place.

    Not days that are long past: of these the first page of the two has told for weeks.
    """
    later = aliased(AppraisalWording)
    is_followed = (
        select(later.id)
        .where(
            col(later.organisation_id) == AppraisalWording.organisation_id,
            col(later.appraisal_id) == AppraisalWording.appraisal_id,
            col(later.id) > AppraisalWording.id,
        )
        .exists()
    )
    statement: Any = (
        select_columns(Appraisal, AppraisalWording)
        .join(
            Appraisal,
            (col(Appraisal.organisation_id) == AppraisalWording.organisation_id)
            & (col(Appraisal.id) == AppraisalWording.appraisal_id),
        )
        .where(
            col(AppraisalWording.organisation_id) == actor.organisation_id,
            col(AppraisalWording.look_again_on).between(actor.today - TOLD_LATE, actor.today),
            col(AppraisalWording.reminded_on).is_(None),
            col(AppraisalWording.agreed_on).is_not(None),
            col(Appraisal.ended_on).is_(None),
            ~is_followed,
        )
        .order_by(col(AppraisalWording.look_again_on), col(AppraisalWording.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=AppraisalWording)
    )
    return [(row[0], row[1]) for row in (await session.exec(statement)).all()]


@stated
def _open_with_words(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    return _with_words(actor, _newest(actor, limit).where(col(Appraisal.ended_on).is_(None)))


def _newest(actor: Actor, limit: int) -> SelectOfScalar[UUID]:
    return select(Appraisal.id).where(stands_in(actor)).order_by(col(Appraisal.id).desc()).limit(limit)


def _with_words(actor: Actor, newest: SelectOfScalar[UUID]) -> Select[*tuple[Any, ...]]:
    """In one statement: appraisals with what tells where their words stand."""
    other_id = case(
        (col(Appraisal.person_id) == actor.person_id, col(Appraisal.manager_id)), else_=col(Appraisal.person_id)
    )
    return (
        select_columns(Appraisal, col(Person.name), col(Person.position), col(Person.left_at), *_facts())
        .join(Person, (col(Person.organisation_id) == Appraisal.organisation_id) & (col(Person.id) == other_id))
        .outerjoin(
            AppraisalWording,
            (col(AppraisalWording.organisation_id) == Appraisal.organisation_id)
            & (col(AppraisalWording.appraisal_id) == Appraisal.id),
        )
        .where(col(Appraisal.organisation_id) == actor.organisation_id, col(Appraisal.id).in_(newest))
        .order_by(col(Appraisal.id).desc(), col(AppraisalWording.id))
    )


def _lines(actor: Actor, rows: Iterable[Any]) -> list[AppraisalLine]:
    found: dict[UUID, tuple[Any, ...]] = {}
    wordings: dict[UUID, list[WordingFacts]] = {}
    for appraisal, name, position, left_at, *facts in rows:
        found[appraisal.id] = (appraisal, name, position, left_at)
        if facts[0]:
            wordings.setdefault(appraisal.id, []).append(WordingFacts(*facts))
    return [_line(actor, wordings.get(appraisal_id, []), *row) for appraisal_id, row in found.items()]


def _line(
    actor: Actor, wordings: Sequence[WordingFacts], appraisal: Appraisal, name: str, position: str, left_at: Any
) -> AppraisalLine:
    standing = rules.standing_of(wordings)
    return AppraisalLine(
        id=appraisal.id,
        other_id=appraisal.other_than(actor.id),
        name=name,
        position=position,
        has_left=left_at is not None,
        is_manager=actor.is_person(appraisal.manager_id),
        begun_on=appraisal.begun_on,
        ended_on=appraisal.ended_on,
        standing=standing,
        waits_for_me=rules.may_agree(actor, appraisal, standing),
        is_time_to_talk=appraisal.ended_on is None and rules.is_time_to_talk(standing, actor.today),
    )


def _facts() -> tuple[Any, ...]:
    return (
        col(AppraisalWording.id),
        col(AppraisalWording.appraisal_id),
        col(AppraisalWording.talked_on),
        col(AppraisalWording.look_again_on),
        col(AppraisalWording.written_by_id),
        col(AppraisalWording.written_on),
        col(AppraisalWording.agreed_on),
    )


def _of(appraisal: Appraisal) -> Any:
    return (col(AppraisalWording.organisation_id) == appraisal.organisation_id) & (
        col(AppraisalWording.appraisal_id) == appraisal.id
    )


def stands_in(actor: Actor) -> Any:
    """Within a statement: that the actor is one of the two."""
    is_one = (col(Appraisal.person_id) == actor.person_id) | (col(Appraisal.manager_id) == actor.person_id)
    return (col(Appraisal.organisation_id) == actor.organisation_id) & is_one
