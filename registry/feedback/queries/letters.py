from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.feedback.models import RaterLetter, Round
from registry.kit import clock
from registry.people.models import Person


@dataclass(frozen=True)
class LetterLine:
    """A letter that waits, with what it says of the round."""

    letter: RaterLetter
    found: Round
    name: str
    position: str


async def list_due(session: AsyncSession, organisation_id: UUID, limit: int) -> Sequence[LetterLine]:
    """Each locked for whoever sends it."""
    statement: Any = (
        select_columns(RaterLetter, Round, col(Person.name), col(Person.position))
        .join(
            Round,
            (col(Round.organisation_id) == RaterLetter.organisation_id) & (col(Round.id) == RaterLetter.round_id),
        )
        .join(Person, (col(Person.organisation_id) == Round.organisation_id) & (col(Person.id) == Round.person_id))
        .where(col(RaterLetter.organisation_id) == organisation_id, col(RaterLetter.next_try_at) <= clock.now())
        .order_by(col(RaterLetter.next_try_at), col(RaterLetter.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=RaterLetter)
    )
    return [LetterLine(*row) for row in (await session.exec(statement)).all()]


async def leads_somewhere(session: AsyncSession, keys: Keys, secret: str) -> bool:
    """Whether the link has not been taken back since the letter was written."""
    return await account_queries.find_directory_entry(session, keys, DirectoryKind.FEEDBACK, secret) is not None


async def count_waiting(session: AsyncSession, found: Round) -> int:
    statement = select(RaterLetter.id).where(
        col(RaterLetter.organisation_id) == found.organisation_id, col(RaterLetter.round_id) == found.id
    )
    return len((await session.exec(statement)).all())
