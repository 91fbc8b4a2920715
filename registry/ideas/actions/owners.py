"""The standing owner of an idea that is how people work now: asked by its lead, theirs once they accept."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, StandingOwner
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as queries
from registry.ideas.rules import owners as rules
from registry.ideas.schemas import OwnerIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person


async def ask_owner(session: AsyncSession, actor: Actor, idea: Idea, form: OwnerIn) -> StandingOwner:
    """A lead who keeps it themself has accepted with that."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    if not rules.may_ask_owner(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead asks who keeps an idea, once it is how you work now.")
    person = await choose_owner(session, actor, idea, form.owner_id)
    if asked := await queries.find_open_request(session, actor, idea):
        raise Refused(f"You have asked {asked.to}. Take that back first.")
    owner = StandingOwner(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        owner_id=person.id,
        words=form.words,
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
    )
    session.add(owner)
    await session.flush()
    if actor.is_person(person.id):
        await _accept(session, actor, idea, owner)
    else:
        await record_event(session, actor, "owner_asked", owner, idea_id=idea.id, words=f"{{{person.id}}}")
    return owner


async def choose_owner(session: AsyncSession, actor: Actor, idea: Idea, owner_id: UUID) -> Person:
    """Somebody who can be asked to keep it."""
    with chosen("owner_id"):
        person = await people_queries.get_person(session, actor, owner_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if objections := rules.objections_to_owner(person, roles, await queries.find_owner(session, idea)):
        raise Refused(fields=objections)
    return person


async def accept_owning(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    """Who kept it before is free of it."""
    await _hold(session, actor, idea, owner)
    _must_answer(actor, owner)
    if not rules.can_accept_owning(await idea_queries.get_standing(session, idea)):
        raise Refused("This idea is no longer how people work. There is nothing to keep.")
    await _accept(session, actor, idea, owner)


async def decline_owning(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    await _hold(session, actor, idea, owner)
    _must_answer(actor, owner)
    owner.answered_at, owner.answered_by_id = clock.now(), actor.person_id
    session.add(owner)
    await session.flush()
    asked_by = f"{{{owner.asked_by_id}}}"
    await record_event(session, actor, "owner_declined", owner, idea_id=idea.id, words=asked_by)


async def take_owning_back(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    await _hold(session, actor, idea, owner)
    if not rules.may_take_owning_back(actor, await idea_queries.get_standing(session, idea), owner):
        raise NotAllowed("Only who asked takes the question back.")
    if not owner.is_open:
        raise Refused("This is answered or taken back already.")
    owner.taken_back_at, owner.taken_back_by_id = clock.now(), actor.person_id
    session.add(owner)
    await session.flush()
    asked = f"{{{owner.owner_id}}}"
    await record_event(session, actor, "owner_request_taken_back", owner, idea_id=idea.id, words=asked)


async def give_up_owning(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    """Without a reason; the idea looks for another who keeps it."""
    await _hold(session, actor, idea, owner)
    if not rules.may_give_up(actor, owner):
        raise NotAllowed("Only who keeps an idea gives it up.")
    _end(session, actor, owner)
    await session.flush()
    await record_event(session, actor, "ownership_ended", owner, idea_id=idea.id, words=f"{{{owner.owner_id}}}")


async def end_owning(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """The idea has ended, and with it what was asked or accepted."""
    for owner in await queries.list_standing_owners(session, idea):
        _end(session, actor, owner)
    await session.flush()


async def _accept(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    for before in await queries.list_standing_owners(session, idea):
        if before.id != owner.id:
            _end(session, actor, before)
    owner.answered_at, owner.answered_by_id = clock.now(), actor.person_id
    owner.is_accepted = True
    session.add(owner)
    await session.flush()
    asked_by = f"{{{owner.asked_by_id}}}"
    await record_event(session, actor, "owner_accepted", owner, idea_id=idea.id, words=asked_by)


def _end(session: AsyncSession, actor: Actor, owner: StandingOwner) -> None:
    owner.ended_at, owner.ended_by_id = clock.now(), actor.person_id
    session.add(owner)


async def _hold(session: AsyncSession, actor: Actor, idea: Idea, owner: StandingOwner) -> None:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(owner)


def _must_answer(actor: Actor, owner: StandingOwner) -> None:
    if not rules.may_answer_owning(actor, owner):
        raise NotAllowed("This is answered by the person who is asked.")
    if not owner.is_open:
        raise Refused("This is answered or taken back already.")
