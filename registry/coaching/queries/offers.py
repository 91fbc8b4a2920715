from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.models import CoachingOffer
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people.actors import Actor
from registry.people.models import Person


@dataclass(frozen=True)
class Coach:
    """Somebody who offers to coach; `id` is the person's."""

    id: UUID
    name: str
    position: str
    words: str


async def find_offer(session: AsyncSession, actor: Actor, person_id: UUID) -> CoachingOffer | None:
    return await session.get(CoachingOffer, (actor.organisation_id, person_id))


async def page_of_coaches(
    session: AsyncSession, actor: Actor, *, words: str = "", cursor: str = "", size: int = PAGE_ROWS
) -> Page[Coach]:
    """By name.

    words   those alone in whose offer, name or position each of these stands
    """
    statement: Any = (
        select_columns(col(Person.id), col(Person.name), col(Person.position), col(CoachingOffer.words))
        .join(
            CoachingOffer,
            (col(CoachingOffer.organisation_id) == Person.organisation_id) & (col(CoachingOffer.id) == Person.id),
        )
        .where(col(Person.organisation_id) == actor.organisation_id)
        .order_by(col(Person.name), col(Person.id))
        .limit(size + 1)
    )
    for word in words.split():
        places = (col(CoachingOffer.words), col(Person.name), col(Person.position))
        statement = statement.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    if cursor:
        name, person_id = read_cursor(cursor, str, UUID)
        statement = statement.where(
            (col(Person.name) > name) | ((col(Person.name) == name) & (col(Person.id) > person_id))
        )
    rows = [Coach(*row) for row in (await session.exec(statement)).all()]
    return page_of(rows, size, lambda coach: [coach.name, coach.id])
