"""What the ledger's tests say again and again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework
from registry.history.models import Event
from registry.ideas.models import Idea
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.pledges.actions import asks as ask_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Ask, Kind, Pledge
from registry.pledges.schemas import AskIn, PledgeIn
from tests.cast import HISTORY_KEY

FIRST_DAY = date(2026, 6, 1)
BARRIER = {"kind": Kind.BARRIER, "what": "The store is locked at night", "quantity": None, "is_each_week": False}


def on(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def at(day: int) -> datetime:
    """Noon, some days after the first."""
    return datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(days=day)


async def make_ask(session: AsyncSession, actor: Actor, idea: Idea, **given: Any) -> Ask:
    """Four hours of an analyst in each of four weeks."""
    said = {
        "kind": Kind.DATA,
        "what": "An analyst",
        "quantity": "4",
        "is_each_week": True,
        "needed_from_on": actor.today,
        "needed_until_on": actor.today + timedelta(days=27),
    }
    return await ask_actions.make_ask(session, actor, idea, AskIn(**(said | given)))


async def offer(session: AsyncSession, actor: Actor, idea: Idea, **given: Any) -> Pledge:
    """Four hours in each of four weeks."""
    said = {
        "kind": Kind.TIME,
        "what": "A nurse to help",
        "quantity": "4",
        "is_each_week": True,
        "starts_on": actor.today,
        "ends_on": actor.today + timedelta(days=27),
    }
    return await pledge_actions.make_pledge(session, actor, idea, PledgeIn(**(said | given)))


async def offer_sponsorship(session: AsyncSession, actor: Actor, idea: Idea, **given: Any) -> Pledge:
    said = {
        "kind": Kind.SPONSORSHIP,
        "what": "I clear barriers within five days",
        "quantity": None,
        "is_each_week": False,
        "ends_on": actor.today + timedelta(days=120),
    }
    return await offer(session, actor, idea, **(said | given))


async def the_registry_of(session: AsyncSession, actor: Actor) -> Actor:
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    return registry_actor(organisation, HISTORY_KEY)


async def events_of(session: AsyncSession, thing: Idea | Pledge) -> list[str]:
    """The kinds of what history says of an idea or a pledge, in order."""
    column = Event.idea_id if isinstance(thing, Idea) else Event.subject_id
    statement = select(Event.kind).where(col(column) == thing.id).order_by(col(Event.number))
    return list((await session.exec(statement)).all())


async def events_of_framework(session: AsyncSession, framework: Framework) -> list[str]:
    statement = select(Event.kind).where(col(Event.subject_id) == framework.id).order_by(col(Event.number))
    return list((await session.exec(statement)).all())
