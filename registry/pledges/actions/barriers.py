"""A sponsor takes a barrier, and owns it from that day until another takes it or it is given back."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.models import Ask, BarrierOwner
from registry.pledges.queries.barriers import find_owner
from registry.pledges.rules import barriers as rules
from registry.pledges.schemas import GivingBackIn


async def take_barrier(session: AsyncSession, actor: Actor, idea: Idea, ask: Ask) -> BarrierOwner:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(ask)
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_take_barrier(actor, standing):
        raise NotAllowed("A sponsor who is not in the team takes on a barrier.")
    if not rules.can_take_barrier(ask, standing):
        raise Refused("There is no barrier here to take on: it is asked for no longer, or it is something else.")
    before = await find_owner(session, ask)
    if before and actor.is_person(before.owner_id):
        raise Refused("You have taken this on already.")
    if before:
        await _end(session, actor, before)
    owner = BarrierOwner(
        organisation_id=ask.organisation_id, ask_id=ask.id, owner_id=actor.person_id, taken_at=clock.now()
    )
    session.add(owner)
    await session.flush()
    kind = "barrier_taken_over" if before else "barrier_taken"
    was = f"{{{before.owner_id}}}" if before else ""
    await record_event(session, actor, kind, owner, idea_id=idea.id, words=ask.what, was=was)
    return owner


async def give_back_barrier(session: AsyncSession, actor: Actor, idea: Idea, ask: Ask, form: GivingBackIn) -> None:
    """It stands open again, with a reason that all can read."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    owner = await find_owner(session, ask)
    if owner is None or not rules.may_give_back_barrier(actor, owner):
        raise NotAllowed("Only who took on a barrier gives it back.")
    owner.ended_reason = form.reason
    await _end(session, actor, owner)
    await record_event(session, actor, "barrier_given_back", owner, idea_id=idea.id, words=ask.what, became=form.reason)


async def _end(session: AsyncSession, actor: Actor, owner: BarrierOwner) -> None:
    owner.ended_at, owner.ended_by_id = clock.now(), actor.person_id
    session.add(owner)
    await session.flush()
