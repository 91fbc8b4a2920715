from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.actions.envelopes import hold_pledge
from registry.pledges.actions.settling import record_on_pledge
from registry.pledges.models import LookBack, Pledge
from registry.pledges.queries import pledges as queries
from registry.pledges.queries.came import came_of
from registry.pledges.rules import look_backs as rules
from registry.pledges.rules import states
from registry.pledges.schemas import LookBackIn


async def look_back(session: AsyncSession, actor: Actor, pledge: Pledge, form: LookBackIn) -> LookBack:
    """Once, for the whole team, in the name of who says it."""
    idea = await queries.idea_of(session, pledge)
    await hold_pledge(session, actor, pledge)
    if not rules.may_look_back(actor, await idea_queries.get_standing(session, idea), pledge):
        raise NotAllowed("Only the team looks back at a promise, never who made it.")
    if not rules.can_look_back(states.pledge_state(pledge, await came_of(session, actor, pledge), actor.today)):
        raise Refused("Look back when the time of the promise is over.")
    if await session.get(LookBack, (pledge.organisation_id, pledge.id)):
        raise Refused("Your team has looked back at this promise already.")
    found = LookBack(
        organisation_id=pledge.organisation_id,
        id=pledge.id,
        given_at=clock.now(),
        given_by_id=actor.person_id,
        **form.model_dump(),
    )
    session.add(found)
    await session.flush()
    became = f"{rules.look_back_words(found)} {found.words}".strip()
    await record_on_pledge(session, actor, "look_back_given", pledge, became=became)
    return found
