"""A sponsor's promises to one idea go on under another sponsor's name, who accepts them."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.kit.text import count_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.actions.settling import refresh_sponsor
from registry.pledges.models import PledgeHandOver
from registry.pledges.queries import hand_overs as queries
from registry.pledges.rules import hand_overs as rules
from registry.pledges.schemas import PledgeHandOverIn, TakingOverIn

NOTHING_LEFT = "There is nothing to take over: these promises are kept, over, or taken over already."


async def offer_hand_over(session: AsyncSession, actor: Actor, idea: Idea, form: PledgeHandOverIn) -> PledgeHandOver:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    pledger = await _pledger(session, actor, form.from_id or actor.person_id)
    if not rules.may_hand_over(actor, standing, pledger, await _roles_of(session, pledger)):
        raise NotAllowed("Who promised hands their promises over. When they have left, the lead asks another sponsor.")
    with chosen("to_id"):
        person = await people_queries.get_person(session, actor, form.to_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if objections := rules.objections_to_taker(standing, pledger.id, person, roles):
        raise Refused(fields=objections)
    if not await queries.list_pledges_to_hand_over(session, idea, pledger.id, actor.today):
        raise Refused(NOTHING_LEFT)
    if await queries.find_open_hand_over(session, idea, pledger.id):
        raise Refused("Somebody is asked already. Take that back first, or wait for the answer.")
    hand_over = _hand_over(actor, idea, pledger, person, form.words)
    session.add(hand_over)
    await session.flush()
    await record_event(
        session,
        actor,
        "hand_over_offered",
        hand_over,
        idea_id=idea.id,
        words=f"{{{person.id}}}",
        became=f"the promises of {{{pledger.id}}}",
    )
    return hand_over


async def accept_hand_over(session: AsyncSession, actor: Actor, idea: Idea, hand_over: PledgeHandOver) -> None:
    await _hold(session, actor, idea, hand_over)
    _must_answer(actor, hand_over)
    if not rules.can_accept_hand_over(actor, await idea_queries.get_standing(session, idea)):
        raise Refused("You can take over promises as a sponsor from outside the team, while the idea has not ended.")
    became = await _move(session, actor, idea, hand_over)
    was = f"{{{hand_over.from_id}}}"
    await record_event(session, actor, "hand_over_accepted", hand_over, idea_id=idea.id, words=was, became=became)
    await refresh_sponsor(session, actor, idea)


async def decline_hand_over(session: AsyncSession, actor: Actor, idea: Idea, hand_over: PledgeHandOver) -> None:
    await _hold(session, actor, idea, hand_over)
    _must_answer(actor, hand_over)
    hand_over.answered_at, hand_over.answered_by_id = clock.now(), actor.person_id
    session.add(hand_over)
    await session.flush()
    await record_event(
        session,
        actor,
        "hand_over_declined",
        hand_over,
        idea_id=idea.id,
        words=f"{{{hand_over.offered_by_id}}}",
        became=f"the promises of {{{hand_over.from_id}}}",
    )


async def take_hand_over_back(session: AsyncSession, actor: Actor, idea: Idea, hand_over: PledgeHandOver) -> None:
    await _hold(session, actor, idea, hand_over)
    if not rules.may_take_hand_over_back(actor, hand_over):
        raise NotAllowed("Only who offered to hand promises over takes that back.")
    if not hand_over.is_open:
        raise Refused("This is answered or taken back already.")
    hand_over.taken_back_at, hand_over.taken_back_by_id = clock.now(), actor.person_id
    session.add(hand_over)
    await session.flush()
    await record_event(
        session,
        actor,
        "hand_over_taken_back",
        hand_over,
        idea_id=idea.id,
        words=f"{{{hand_over.to_id}}}",
        became=f"the promises of {{{hand_over.from_id}}}",
    )


async def take_over(session: AsyncSession, actor: Actor, idea: Idea, form: TakingOverIn) -> PledgeHandOver:
    """Of somebody who has left or is a sponsor no longer, and so can offer nothing: a sponsor takes over at once."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    pledger = await _pledger(session, actor, form.from_id)
    if not rules.may_take_over(actor, standing, pledger, await _roles_of(session, pledger)):
        raise NotAllowed("A sponsor from outside the team takes over the promises of somebody who has left.")
    if not rules.can_accept_hand_over(actor, standing):
        raise Refused("This idea has ended, so there is nothing to take over.")
    hand_over = await queries.find_open_hand_over(session, idea, pledger.id)
    if hand_over is None or hand_over.to_id != actor.id:
        hand_over = _hand_over(actor, idea, pledger, actor, "")
    became = await _move(session, actor, idea, hand_over)
    was = f"{{{pledger.id}}}"
    await record_event(session, actor, "promises_taken_over", hand_over, idea_id=idea.id, words=was, became=became)
    await refresh_sponsor(session, actor, idea)
    return hand_over


async def _move(session: AsyncSession, actor: Actor, idea: Idea, hand_over: PledgeHandOver) -> str:
    """Puts the promises under the new name, and answers how many there were of whom."""
    pledges = await queries.list_pledges_to_hand_over(session, idea, hand_over.from_id, actor.today)
    if not pledges:
        raise Refused(NOTHING_LEFT)
    for pledge in pledges:
        pledge.pledger_id = hand_over.to_id
        session.add(pledge)
    hand_over.answered_at, hand_over.answered_by_id = clock.now(), actor.person_id
    hand_over.is_accepted, hand_over.pledges_moved = True, len(pledges)
    session.add(hand_over)
    await session.flush()
    return f"{count_words(len(pledges), 'promise')} of {{{hand_over.from_id}}}"


def _hand_over(actor: Actor, idea: Idea, pledger: Person, to: Person | Actor, words: str) -> PledgeHandOver:
    return PledgeHandOver(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        from_id=pledger.id,
        to_id=to.person_id if isinstance(to, Actor) else to.id,
        words=words,
        offered_at=clock.now(),
        offered_by_id=actor.person_id,
    )


async def _pledger(session: AsyncSession, actor: Actor, person_id: UUID) -> Person:
    with chosen("from_id"):
        return await people_queries.get_person(session, actor, person_id)


async def _roles_of(session: AsyncSession, pledger: Person) -> frozenset[Role]:
    return await people_queries.list_roles_of(session, pledger.organisation_id, pledger.id)


async def _hold(session: AsyncSession, actor: Actor, idea: Idea, hand_over: PledgeHandOver) -> None:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(hand_over)


def _must_answer(actor: Actor, hand_over: PledgeHandOver) -> None:
    if not rules.may_answer_hand_over(actor, hand_over):
        raise NotAllowed("This is answered by the sponsor to whom it is offered.")
    if not hand_over.is_open:
        raise Refused("This is answered or taken back already.")
