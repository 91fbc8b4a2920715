from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person
from registry.vision import rules
from registry.vision.models import Aim, PersonalValue, Value, Vision, VisionValue

MEETINGS_SHOWN = 3


@dataclass(frozen=True)
class PublishedVision:
    """A vision as it was published, with who did so, and its values as they read then: (name, meaning)."""

    vision: Vision
    published_by: str
    position: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SharedValue:
    """A value of somebody's own that they share."""

    name: str
    why: str
    person_id: UUID
    person: str
    id: UUID


@dataclass(frozen=True)
class Meeting:
    """
    count   how many personal values meet there; the newest few are shown
    """

    count: int
    shown: list[SharedValue]


async def list_aims(session: AsyncSession, actor: Actor) -> Sequence[Aim]:
    """In the organisation's own order."""
    return (await _aims(session, actor)).all()


async def list_aims_to_choose(session: AsyncSession, actor: Actor, held: Collection[UUID] = ()) -> Sequence[Aim]:
    """The same without retired ones, but for those that are held already."""
    return [aim for aim in await list_aims(session, actor) if aim.retired_at is None or aim.id in held]


async def get_aim(session: AsyncSession, actor: Actor, aim_id: UUID) -> Aim:
    aim = await session.get(Aim, (actor.organisation_id, aim_id))
    if aim is None:
        raise NotFound("aim")
    return aim


async def place_of(session: AsyncSession, actor: Actor, aim: Aim) -> int:
    """Its place in the list, from 1."""
    return [row.id for row in await list_aims(session, actor)].index(aim.id) + 1


async def list_values(session: AsyncSession, actor: Actor) -> Sequence[Value]:
    """Those that hold, in the order of the vision; at most seven."""
    return (await _values(session, actor)).all()


async def get_value(session: AsyncSession, actor: Actor, value_id: UUID) -> Value:
    """Also one that ended: ideas that named it still do."""
    value = await session.get(Value, (actor.organisation_id, value_id))
    if value is None:
        raise NotFound("value")
    return value


async def find_vision(session: AsyncSession, actor: Actor) -> PublishedVision | None:
    """The one that holds."""
    page = await page_of_visions(session, actor, size=1)
    return page.rows[0] if page.rows else None


async def page_of_visions(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[PublishedVision]:
    """The newest first; two statements however many."""
    statement: Any = (
        select_columns(Vision, col(Person.name), col(Person.position))
        .join(
            Person,
            (col(Person.organisation_id) == Vision.organisation_id) & (col(Person.id) == Vision.published_by_id),
        )
        .where(col(Vision.organisation_id) == actor.organisation_id)
        .order_by(col(Vision.number).desc())
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(Vision.number) < read_cursor(cursor, int)[0])
    found = (await session.exec(statement)).all()
    said = await _values_of(session, actor, [vision.id for vision, _, _ in found])
    rows = [PublishedVision(vision, name, position, said.get(vision.id, [])) for vision, name, position in found]
    return page_of(rows, size, lambda row: [row.vision.number])


async def _values_of(
    session: AsyncSession, actor: Actor, vision_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    if not vision_ids:
        return {}
    statement = (
        select(VisionValue)
        .where(col(VisionValue.organisation_id) == actor.organisation_id, col(VisionValue.vision_id).in_(vision_ids))
        .order_by(col(VisionValue.place))
    )
    said: dict[UUID, list[tuple[str, str]]] = {}
    for row in (await session.exec(statement)).all():
        said.setdefault(row.vision_id, []).append((row.name, row.meaning))
    return said


async def list_personal_values(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[PersonalValue]:
    """A person's own in their order: all of the actor's, and what anybody else shares."""
    statement = (
        select(PersonalValue)
        .where(col(PersonalValue.organisation_id) == actor.organisation_id, col(PersonalValue.person_id) == person_id)
        .order_by(col(PersonalValue.place))
    )
    if not actor.is_person(person_id):
        statement = statement.where(col(PersonalValue.is_shared))
    return (await session.exec(statement)).all()


async def page_of_shared_values(
    session: AsyncSession, actor: Actor, value_id: UUID, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[SharedValue]:
    """What people share of their own values where they meet this one, the newest first."""
    statement: Any = (
        select_columns(
            col(PersonalValue.name),
            col(PersonalValue.why),
            col(Person.id),
            col(Person.name),
            col(PersonalValue.id),
        )
        .join(
            Person,
            (col(Person.organisation_id) == PersonalValue.organisation_id)
            & (col(Person.id) == PersonalValue.person_id),
        )
        .where(
            col(PersonalValue.organisation_id) == actor.organisation_id,
            col(PersonalValue.value_id) == value_id,
            col(PersonalValue.is_shared),
            col(Person.left_at).is_(None),
        )
        .order_by(col(PersonalValue.id).desc())
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(PersonalValue.id) < read_cursor(cursor, UUID)[0])
    rows = [SharedValue(*row) for row in (await session.exec(statement)).all()]
    return page_of(rows, size, lambda row: [row.id])


async def list_meetings(session: AsyncSession, actor: Actor) -> dict[UUID | None, Meeting]:
    """What people share of their own values, beside the organisation's value that it meets; None: none. One query."""
    count = func.count().over(partition_by=col(PersonalValue.value_id))
    place = func.row_number().over(partition_by=col(PersonalValue.value_id), order_by=col(PersonalValue.id).desc())
    shared: Any = (
        select_columns(
            col(PersonalValue.value_id),
            col(PersonalValue.name),
            col(PersonalValue.why),
            col(Person.id).label("person_id"),
            col(Person.name).label("person"),
            col(PersonalValue.id).label("id"),
            count.label("count"),
            place.label("place"),
        )
        .join(
            Person,
            (col(Person.organisation_id) == PersonalValue.organisation_id)
            & (col(Person.id) == PersonalValue.person_id),
        )
        .where(
            col(PersonalValue.organisation_id) == actor.organisation_id,
            col(PersonalValue.is_shared),
            col(Person.left_at).is_(None),
        )
        .subquery()
    )
    statement: Any = select_columns(shared).where(shared.c.place <= MEETINGS_SHOWN).order_by(shared.c.place)
    found: dict[UUID | None, Meeting] = {}
    for value_id, name, why, person_id, person, own_id, total, _ in (await session.exec(statement)).all():
        found.setdefault(value_id, Meeting(total, [])).shown.append(SharedValue(name, why, person_id, person, own_id))
    return found


@stated
def _aims(actor: Actor) -> SelectOfScalar[Aim]:
    return (
        select(Aim)
        .where(col(Aim.organisation_id) == actor.organisation_id)
        .order_by(col(Aim.place), col(Aim.name))
        .limit(rules.MOST_AIMS)
    )


@stated
def _values(actor: Actor) -> SelectOfScalar[Value]:
    return (
        select(Value)
        .where(col(Value.organisation_id) == actor.organisation_id, col(Value.ended_at).is_(None))
        .order_by(col(Value.place), col(Value.id))
    )
