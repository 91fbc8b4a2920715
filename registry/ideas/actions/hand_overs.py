"""The lead of an idea, offered by who has it and accepted by who will have it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, LeadHandOver
from registry.ideas.queries import hand_overs as queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import hand_overs as rules
from registry.ideas.schemas import HandOverIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def offer_lead(session: AsyncSession, actor: Actor, idea: Idea, form: HandOverIn) -> LeadHandOver:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_offer_lead(actor, standing):
        raise NotAllowed("Only the lead hands over the lead of an idea that has not ended.")
    with chosen("to_id"):
        person = await people_queries.get_person(session, actor, form.to_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if objections := rules.objections_to_lead(standing, person, roles):
        raise Refused(fields=objections)
    if before := await queries.find_open_hand_over(session, actor, idea):
        raise Refused(f"You have offered the lead to {before.to}. Take that back first.")
    hand_over = LeadHandOver(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        to_id=person.id,
        words=form.words,
        offered_at=clock.now(),
        offered_by_id=actor.person_id,
    )
    session.add(hand_over)
    await session.flush()
    await record_event(session, actor, "lead_offered", hand_over, idea_id=idea.id, words=f"{{{person.id}}}")
    return hand_over


async def accept_lead(session: AsyncSession, actor: Actor, idea: Idea, hand_over: LeadHandOver) -> None:
    """The new lead joins the team where they were not in it; who led stays in it, and may leave."""
    await _hold(session, actor, idea, hand_over)
    _must_answer(actor, hand_over)
    standing = await idea_queries.get_standing(session, idea)
    if not rules.can_accept_lead(actor, standing, hand_over):
        raise Refused("This lead cannot be taken any more: another has it, the idea has ended, or you sponsor it.")
    hand_over.answered_at, hand_over.answered_by_id = clock.now(), actor.person_id
    hand_over.is_accepted = True
    session.add(hand_over)
    await idea_actions.pass_lead(session, actor, idea)
    was = f"{{{hand_over.offered_by_id}}}"
    await record_event(session, actor, "lead_accepted", hand_over, idea_id=idea.id, words=was)


async def decline_lead(session: AsyncSession, actor: Actor, idea: Idea, hand_over: LeadHandOver) -> None:
    await _hold(session, actor, idea, hand_over)
    _must_answer(actor, hand_over)
    hand_over.answered_at, hand_over.answered_by_id = clock.now(), actor.person_id
    session.add(hand_over)
    await session.flush()
    was = f"{{{hand_over.offered_by_id}}}"
    await record_event(session, actor, "lead_declined", hand_over, idea_id=idea.id, words=was)


async def take_lead_back(session: AsyncSession, actor: Actor, idea: Idea, hand_over: LeadHandOver) -> None:
    await _hold(session, actor, idea, hand_over)
    if not rules.may_take_lead_back(actor, hand_over):
        raise NotAllowed("Only who offered the lead takes the offer back.")
    if not hand_over.is_open:
        raise Refused("This offer is answered or taken back already.")
    hand_over.taken_back_at, hand_over.taken_back_by_id = clock.now(), actor.person_id
    session.add(hand_over)
    await session.flush()
    to = f"{{{hand_over.to_id}}}"
    await record_event(session, actor, "lead_offer_taken_back", hand_over, idea_id=idea.id, words=to)


async def _hold(session: AsyncSession, actor: Actor, idea: Idea, hand_over: LeadHandOver) -> None:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(hand_over)


def _must_answer(actor: Actor, hand_over: LeadHandOver) -> None:
    if not rules.may_answer_lead(actor, hand_over):
        raise NotAllowed("The lead is accepted or declined by the one to whom it is offered.")
    if not hand_over.is_open:
        raise Refused("This offer is answered or taken back already.")
