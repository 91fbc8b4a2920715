"""Letters that bring a rater their link. While one waits, the address and the link are sealed and stand beside nothing
but the round; when it has left, its row is deleted, so that no address is kept once its link can be used.
"""

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.feedback.actions.sealed import evened
from registry.feedback.models import RaterLetter, Round
from registry.kit import clock
from registry.kit.sealing import seal, unseal

LETTER_BYTES = 1_200
TRIED_AGAIN_AFTER = timedelta(minutes=5)


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
