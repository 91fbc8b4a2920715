"""How answers are kept: sealed at one length, and written anew with every one that joins them."""

import secrets
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.feedback.models import Invitation, LinkUse, PulseAnswer, PulseUse, Response, Round
from registry.kit.sealing import seal, unseal

ANSWER_BYTES = 10_000
PULSE_BYTES = 16
T = TypeVar("T")
R = TypeVar("R", bound=SQLModel)


def sealed_answer(keys: Keys, round_id: UUID, plain: bytes) -> str:
    return seal(keys.secret, f"answer {round_id}", evened(plain, ANSWER_BYTES))


def opened_answer(keys: Keys, round_id: UUID, sealed: str) -> bytes:
    return unseal(keys.secret, f"answer {round_id}", sealed).rstrip(b" ")


def sealed_pulse(keys: Keys, idea_id: UUID, energy: int, support: int) -> str:
    return seal(keys.secret, f"pulse {idea_id}", evened(f"{energy} {support}".encode(), PULSE_BYTES))


def opened_pulse(keys: Keys, idea_id: UUID, sealed: str) -> tuple[int, int]:
    energy, support = unseal(keys.secret, f"pulse {idea_id}", sealed).split()
    return int(energy), int(support)


async def add_response(session: AsyncSession, found: Round, plain: bytes, keys: Keys) -> None:
    """All answers of the round, sealed anew under new keys: the last to come looks like the first."""
    where = (col(Response.organisation_id) == found.organisation_id) & (col(Response.round_id) == found.id)
    kept = (await session.exec(select(Response.sealed).where(where))).all()
    await session.exec(delete(Response).where(where))
    answers = [sealed_answer(keys, found.id, opened_answer(keys, found.id, words)) for words in kept]
    answers.append(sealed_answer(keys, found.id, plain))
    rows = [
        Response(organisation_id=found.organisation_id, id=key, round_id=found.id, sealed=words)
        for key, words in zip(_new_keys(len(answers)), _mixed(answers), strict=True)
    ]
    await _write(session, Response, rows)


async def add_link_use(session: AsyncSession, found: Round, use: LinkUse) -> None:
    """All uses of the round's links anew, so that none shares its moment with one answer alone."""
    of_round = select(Invitation.id).where(
        col(Invitation.organisation_id) == found.organisation_id, col(Invitation.round_id) == found.id
    )
    where = (col(LinkUse.organisation_id) == found.organisation_id) & col(LinkUse.id).in_(of_round)
    kept = (await session.exec(select(LinkUse).where(where))).all()
    await session.exec(delete(LinkUse).where(where))
    await _write(session, LinkUse, sorted([*kept, use], key=lambda row: row.id))


async def add_pulse_answer(session: AsyncSession, use: PulseUse, energy: int, support: int, keys: Keys) -> None:
    """The answers of this team and week, and who gave them, anew."""
    where = [
        (
            (col(model.organisation_id) == use.organisation_id)
            & (col(model.idea_id) == use.idea_id)
            & (col(model.week_on) == use.week_on)
        )
        for model in (PulseAnswer, PulseUse)
    ]
    kept = (await session.exec(select(PulseAnswer.sealed).where(where[0]))).all()
    people = (await session.exec(select(PulseUse.person_id).where(where[1]))).all()
    await session.exec(delete(PulseAnswer).where(where[0]))
    await session.exec(delete(PulseUse).where(where[1]))
    scores = [sealed_pulse(keys, use.idea_id, *opened_pulse(keys, use.idea_id, words)) for words in kept]
    scores.append(sealed_pulse(keys, use.idea_id, energy, support))
    told: dict[str, Any] = {"organisation_id": use.organisation_id, "idea_id": use.idea_id, "week_on": use.week_on}
    answers = [
        PulseAnswer(id=key, sealed=words, **told)
        for key, words in zip(_new_keys(len(scores)), _mixed(scores), strict=True)
    ]
    uses = [
        PulseUse(id=key, person_id=person_id, **told)
        for key, person_id in zip(_new_keys(len(people) + 1), _mixed([*people, use.person_id]), strict=True)
    ]
    await _write(session, PulseAnswer, answers)
    await _write(session, PulseUse, uses)


def shuffle(rows: list[str]) -> None:
    secrets.SystemRandom().shuffle(rows)


def _new_keys(count: int) -> list[UUID]:
    return sorted(uuid4() for _ in range(count))


def _mixed(rows: list[T]) -> list[T]:
    secrets.SystemRandom().shuffle(rows)
    return rows


def evened(plain: bytes, length: int) -> bytes:
    """At one length, so that nobody knows a long answer from a short one."""
    if len(plain) > length:
        raise ValueError("an answer is longer than what is kept for it")
    return plain.ljust(length)


async def _write(session: AsyncSession, model: type[R], rows: Sequence[R]) -> None:
    await session.exec(insert(model).values([row.model_dump() for row in rows]))
