from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people.actors import Actor
from registry.people.models import Person
from registry.pledges.models import LookBack
from registry.pledges.rules.look_backs import look_back_words


@dataclass(frozen=True)
class LookBackLine:
    """
    said   the three answers in words
    """

    look_back: LookBack
    said: str
    by: str


async def list_look_backs(session: AsyncSession, actor: Actor, pledge_ids: Iterable[UUID]) -> dict[UUID, LookBackLine]:
    """What teams said of these promises, by pledge; one statement."""
    statement: Any = (
        select_columns(LookBack, col(Person.name))
        .join(
            Person,
            (col(Person.organisation_id) == LookBack.organisation_id) & (col(Person.id) == LookBack.given_by_id),
        )
        .where(col(LookBack.organisation_id) == actor.organisation_id, col(LookBack.id).in_(list(pledge_ids)))
    )
    rows = (await session.exec(statement)).all()
    return {found.id: LookBackLine(found, look_back_words(found), name) for found, name in rows}
