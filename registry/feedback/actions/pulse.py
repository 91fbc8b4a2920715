import logging
from collections import defaultdict
from datetime import date
from secrets import randbelow
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.feedback.actions import sealed
from registry.feedback.models import PulseAnswer, PulseUse, PulseWeek
from registry.feedback.queries import pulse as queries
from registry.feedback.rules import pulse as rules
from registry.feedback.schemas import PulseIn
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.kit.sealing import SealBroken
from registry.people.actors import Actor
from registry.people.models import Role

log = logging.getLogger("registry.feedback")


async def answer_pulse(session: AsyncSession, actor: Actor, form: PulseIn, keys: Keys) -> None:
    """Once a week for each team; it is recorded nowhere but beside the week, and there only until it is over."""
    if actor.has(Role.PARTNER):
        raise NotAllowed("The pulse is for the teams of this organisation.")
    with chosen("idea_id"):
        idea = await idea_queries.get_idea(session, actor, form.idea_id)
    if not rules.may_answer_pulse(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("The pulse is for the people of the team.")
    await _hold_team(session, idea)
    week_on = rules.week_of(actor.today)
    if await queries.has_answered(session, actor, idea.id, week_on):
        raise Refused("You have answered for this team this week. Next week there is another.")
    use = PulseUse(organisation_id=actor.organisation_id, idea_id=idea.id, person_id=actor.person_id, week_on=week_on)
    await sealed.add_pulse_answer(session, use, form.energy, form.support, keys)


async def close_weeks(session: AsyncSession, actor: Actor, keys: Keys) -> int:
    """Makes figures of every week that is over and deletes its answers; answers how many weeks.

    actor   the registry itself
    """
    weeks = 0
    while week_on := await queries.find_oldest_open_week(session, actor):
        if not await _close(session, actor, week_on, keys):
            break
        weeks += 1
    return weeks


async def _close(session: AsyncSession, actor: Actor, week_on: date, keys: Keys) -> bool:
    scores: dict[UUID, list[rules.Score]] = defaultdict(list)
    try:
        for answer in await queries.list_answers_of_week(session, actor, week_on):
            scores[answer.idea_id].append(sealed.opened_pulse(keys, answer.idea_id, answer.sealed))
    except SealBroken:
        log.error("a pulse cannot be opened: REGISTRY_SECRET_KEY is not the one it was sealed with")
        return False
    figures = rules.figures_of(
        scores,
        await queries.frameworks_of(session, actor, list(scores)),
        await queries.last_shown(session, actor, list(scores)),
        randbelow,
    )
    for idea_id, figure in figures.items():
        session.add(
            PulseWeek(
                organisation_id=actor.organisation_id,
                idea_id=idea_id,
                week_on=week_on,
                energy=figure.energy if figure else None,
                support=figure.support if figure else None,
                is_folded=figure.is_folded if figure else False,
            )
        )
    for model in (PulseAnswer, PulseUse):
        await session.exec(
            delete(model).where(col(model.organisation_id) == actor.organisation_id, col(model.week_on) == week_on)
        )
    await session.flush()
    return True


async def _hold_team(session: AsyncSession, idea: Idea) -> None:
    """Two of a team who answer at once do so one after the other."""
    await session.exec(
        select(Idea.id)
        .where(col(Idea.organisation_id) == idea.organisation_id, col(Idea.id) == idea.id)
        .with_for_update()
    )
