"""What an idea asks for, weighed against the areas of discretion in which it may fall."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.queries.discretion import AreaLine
from registry.frameworks.rules import discretion as rules
from registry.frameworks.rules.discretion import Area
from registry.ideas.models import Idea
from registry.ideas.queries import discretion as claim_queries
from registry.people.actors import Actor
from registry.pledges.models import AskState, Kind, Unit
from registry.pledges.queries import asks as ask_queries


@dataclass(frozen=True)
class Fitting:
    """An area in which an idea may fall, and why it does not, where it does not."""

    line: AreaLine
    objections: Sequence[str]


async def sum_asked(session: AsyncSession, actor: Actor, idea: Idea) -> tuple[int, int]:
    """Pence and minutes that the idea asks for in all, met or not; what it asks no longer does not count."""
    asks = await ask_queries.list_asks_for_idea(session, actor, idea)
    stands = [line for line in asks if line.state is not AskState.WITHDRAWN]
    pence = sum(line.total_minor or 0 for line in stands if line.ask.kind is Kind.MONEY)
    return pence, sum(line.total_minor or 0 for line in stands if line.ask.kind.unit is Unit.HOURS)


async def list_objections(session: AsyncSession, actor: Actor, idea: Idea, area: Area) -> list[str]:
    pence, minutes = await sum_asked(session, actor, idea)
    return rules.objections_to_claim(
        area,
        service_id=idea.service_id,
        framework_ids=await claim_queries.list_framework_ids_of(session, actor, idea),
        asked_pence=pence,
        asked_minutes=minutes,
        today=actor.today,
        currency=actor.currency,
    )


async def list_fitting(session: AsyncSession, actor: Actor, idea: Idea) -> list[Fitting]:
    """Three at most, those that it can claim first."""
    found = [
        Fitting(line, await list_objections(session, actor, idea, line.area))
        for line in await claim_queries.list_areas_for(session, actor, idea)
    ]
    return sorted(found, key=lambda each: bool(each.objections))
