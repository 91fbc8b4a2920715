"""What a promise rests on: it holds while boundaries are kept, and has no other conditions."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import PledgeCondition
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.rules import conditions as rules
from registry.boundaries.schemas import OfferIn
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import Refused
from registry.people.actors import Actor
from registry.pledges.actions.pledges import make_pledge
from registry.pledges.models import Pledge


async def make_offer(session: AsyncSession, actor: Actor, idea: Idea, form: OfferIn) -> Pledge:
    """A promise and, where it names boundaries of the idea, the conditions on which it rests.

    They are said with the offer and stay as they are: whoever accepts it accepts them.
    """
    if not form.boundary_ids:
        return await make_pledge(session, actor, idea, form)
    in_force = [row for row in await queries.list_boundaries(session, actor, idea) if row.wording]
    if objections := rules.objections_to_conditions(form.boundary_ids, {row.id for row in in_force}):
        raise Refused(fields=objections)
    pledge = await make_pledge(session, actor, idea, form)
    named = [row for row in in_force if row.id in form.boundary_ids]
    for row in named:
        session.add(
            PledgeCondition(
                organisation_id=pledge.organisation_id,
                pledge_id=pledge.id,
                boundary_id=row.id,
                set_at=clock.now(),
                set_by_id=actor.person_id,
            )
        )
    await session.flush()
    words = "; ".join(row.sentence for row in named)
    await record_event(session, actor, "condition_set", pledge, idea_id=idea.id, words=words)
    return pledge
