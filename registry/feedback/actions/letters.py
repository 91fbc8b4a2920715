"""Letters that bring a rater their link. While one waits, the address and the link are sealed and stand beside nothing
but the round; when it has left, its row is deleted, so that no address is kept once its link can be used.

Where there is no mail server letters lie in the folder, each for its round and for nothing finer: a file that named the
invitation would lead from an address to whether its link was used. They go when the round is over.
"""

import json
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts.queries import Keys
from registry.feedback.actions.sealed import evened
from registry.feedback.models import RaterLetter, Round
from registry.kit import clock, laid
from registry.kit.database import Database
from registry.kit.sealing import seal, unseal

LETTER_BYTES = 1_200
TRIED_AGAIN_AFTER = timedelta(minutes=5)
LIES_FOR = "feedback-round"
"""Its row's noun, where a letter is laid into the folder."""


async def write_letter(session: AsyncSession, found: Round, address: str, secret: str, keys: Keys) -> None:
    """It waits until `registry.periodic` hands it over."""
    plain = evened(json.dumps([address, secret], ensure_ascii=False).encode(), LETTER_BYTES)
    letter = RaterLetter(
        organisation_id=found.organisation_id,
        round_id=found.id,
        sealed=seal(keys.secret, f"letter {found.id}", plain),
        next_try_at=clock.now(),
    )
    session.add(letter)
    await session.flush()


def opened_letter(secret_key: str, letter: RaterLetter) -> tuple[str, str]:
    """The address and the secret of the link.

    raises   SealBroken
    """
    address, secret = json.loads(unseal(secret_key, f"letter {letter.round_id}", letter.sealed))
    return address, secret


async def note_try(session: AsyncSession, letter: RaterLetter) -> None:
    """Before it is handed over, so that nobody else sends it at the same time."""
    letter.next_try_at = clock.now() + TRIED_AGAIN_AFTER
    session.add(letter)
    await session.flush()


async def forget_letter(session: AsyncSession, organisation_id: UUID, letter_id: UUID) -> None:
    await session.exec(
        delete(RaterLetter).where(col(RaterLetter.organisation_id) == organisation_id, col(RaterLetter.id) == letter_id)
    )


async def forget_letters(session: AsyncSession, found: Round) -> None:
    """Those that still wait when a round is over."""
    await session.exec(
        delete(RaterLetter).where(
            col(RaterLetter.organisation_id) == found.organisation_id, col(RaterLetter.round_id) == found.id
        )
    )


async def take_letters_back(database: Database, data_dir: Path) -> None:
    """Deletes the letters laid into the folder whose round has closed, was called off or is gone."""
    await laid.take_back(database, data_dir, LIES_FOR, _rounds_that_run)


def _rounds_that_run(ids: Collection[UUID]) -> SelectOfScalar[UUID]:
    return select(Round.id).where(
        col(Round.id).in_(ids), col(Round.closed_on).is_(None), col(Round.called_off_on).is_(None)
    )
