import logging
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.feedback.actions import sealed
from registry.feedback.actions.rounds import forget_answers
from registry.feedback.models import Group, Invitation, Response, Round
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import results as rules
from registry.history.actions import record_event
from registry.kit.sealing import SealBroken, seal
from registry.people.actors import Actor

log = logging.getLogger("registry.feedback")


async def close_rounds(session: AsyncSession, actor: Actor, keys: Keys, limit: int) -> int:
    """Works out what is shown of each round whose last day has passed, once for all; answers how many were closed.

    actor   the registry itself
    """
    closed = 0
    for round_id in await queries.list_rounds_to_close(session, actor, limit):
        closed += await _close(session, actor, round_id, keys)
    return closed


async def _close(session: AsyncSession, actor: Actor, round_id: UUID, keys: Keys) -> bool:
    found = await queries.hold_round(session, actor.organisation_id, round_id)
    if found.closed_on or found.called_off_on:
        return False
    try:
        answers = [
            rules.answer_read(sealed.opened_answer(keys, found.id, kept)) for kept in await _kept(session, found)
        ]
    except SealBroken:
        # Left as it is: with the right key it still closes, and without it nothing may be lost.
        log.error("a feedback round cannot be opened: REGISTRY_SECRET_KEY is not the one it was sealed with")
        return False
    asked = (
        await session.exec(
            select(Invitation.group).where(
                col(Invitation.organisation_id) == found.organisation_id, col(Invitation.round_id) == found.id
            )
        )
    ).all()
    results = rules.release(answers, [Group(group) for group in asked], found.threshold, sealed.shuffle)
    await forget_answers(session, found)
    found.results = seal(keys.secret, f"results {found.id}", rules.written(results))
    found.closed_on = actor.today
    session.add(found)
    await session.flush()
    await record_event(session, actor, "round_closed", found)
    return True


async def _kept(session: AsyncSession, found: Round) -> list[str]:
    statement = select(Response.sealed).where(
        col(Response.organisation_id) == found.organisation_id, col(Response.round_id) == found.id
    )
    return list((await session.exec(statement)).all())
