from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules.ideas import Standing
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.kit.text import day_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person
from registry.pledges.actions.answers import waited_days
from registry.pledges.actions.envelopes import hold_envelopes, hold_pledge
from registry.pledges.actions.settling import record_on_pledge, refresh_wait, settle_due, settle_pledge
from registry.pledges.models import Pledge, PledgeState, Side, Undertaking
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import envelopes as envelope_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.came import came_of
from registry.pledges.rules import amounts, states, undertakings
from registry.pledges.rules import pledges as rules
from registry.pledges.rules.envelopes import draws_on_envelopes, has_day, objections_to_drawing
from registry.pledges.rules.states import Came
from registry.pledges.schemas import (
    AgreementIn,
    DeclineIn,
    PledgeIn,
    VerdictIn,
    WithdrawalIn,
)


async def make_pledge(session: AsyncSession, actor: Actor, idea: Idea, form: PledgeIn) -> Pledge:
    """Offers something to an idea; an offer by a sponsor from outside the team stops the clock of its answer."""
    due = await envelope_queries.list_ids_due_beside(session, actor, idea.id, form.kind, form.starts_on)
    await idea_actions.hold_ideas(session, actor, {idea.id, *(idea_id for _, idea_id in due)})
    standing = await idea_queries.get_standing(session, idea)
    side = form.side or rules.usual_side(actor, form.kind)
    helped = await _helped(session, actor, form)
    if not rules.may_make_pledge(actor, standing, form.kind, side, helped):
        raise NotAllowed(rules.who_may_pledge(actor, standing, form.kind))
    reply_by_on = form.reply_by_on or rules.usual_reply_by_on(form.ends_on, actor.today)
    summary = await idea_queries.get_summary(session, idea)
    envelope = await _envelope_for(session, actor, summary.framework_id, side, form)
    if envelope:
        await settle_due(session, actor, envelope, [pledge_id for pledge_id, _ in due])
    await _check(session, actor, standing, form, reply_by_on, envelope)
    is_answer = rules.is_answer(actor, standing)
    pledge = Pledge(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        pledger_id=actor.person_id,
        side=side,
        partner_id=actor.partner_id if side is Side.PARTNER else None,
        framework_id=summary.framework_id,
        envelope_id=envelope.id if envelope else None,
        quantity_minor=form.quantity_minor,
        is_each_week=form.is_each_week and form.quantity_minor is not None,
        reply_by_on=reply_by_on,
        offered_at=clock.now(),
        is_answer=is_answer,
        waited_days=await waited_days(session, actor, idea) if is_answer else None,
        **form.model_dump(include={"ask_id", "helped_person_id", "kind", "what", "starts_on", "ends_on"}),
    )
    session.add(pledge)
    await session.flush()
    await _undertake(session, pledge, form)
    await record_on_pledge(session, actor, "pledge_made", pledge)
    await _follow(session, actor, idea, pledge)
    return pledge


async def accept_pledge(session: AsyncSession, actor: Actor, pledge: Pledge) -> None:
    idea = await pledge_queries.idea_of(session, pledge)
    standing, state, _ = await _locked(session, actor, idea, pledge)
    _must_answer(actor, standing, pledge, state)
    if objections := rules.objections_to_accepting(standing, pledge):
        raise Refused(*objections)
    pledge.accepted_at, pledge.accepted_by_id = clock.now(), actor.person_id
    await _record(session, actor, "pledge_accepted", pledge)
    await _follow(session, actor, idea, pledge)


async def decline_pledge(session: AsyncSession, actor: Actor, pledge: Pledge, form: DeclineIn) -> None:
    idea = await pledge_queries.idea_of(session, pledge)
    standing, state, _ = await _locked(session, actor, idea, pledge)
    _must_answer(actor, standing, pledge, state)
    pledge.declined_at, pledge.declined_by_id = clock.now(), actor.person_id
    pledge.declined_reason = form.reason
    await _record(session, actor, "pledge_declined", pledge, became=form.reason)
    await _follow(session, actor, idea, pledge)


async def withdraw_pledge(session: AsyncSession, actor: Actor, pledge: Pledge, form: WithdrawalIn) -> None:
    """An offer is taken back at once; what was accepted holds for 28 days more unless the lead agrees to less."""
    idea = await pledge_queries.idea_of(session, pledge)
    _, state, _ = await _locked(session, actor, idea, pledge)
    if not rules.may_withdraw_pledge(actor, pledge):
        raise NotAllowed("Only who promised it can withdraw it.")
    if not rules.can_withdraw_pledge(pledge, state):
        raise Refused(f"This promise cannot be withdrawn any more: it is {state.label.lower()}, or withdrawn already.")
    pledge.withdrawn_at, pledge.withdrawn_by_id = clock.now(), actor.person_id
    pledge.withdrawal_reason = form.reason
    pledge.withdrawal_effective_on = rules.withdrawal_effective_on(pledge, actor.today)
    await _record(session, actor, "pledge_withdrawn", pledge, became=form.reason)
    await _follow(session, actor, idea, pledge)


async def agree_to_withdrawal(session: AsyncSession, actor: Actor, pledge: Pledge, form: AgreementIn) -> None:
    """The lead lets a withdrawn promise end sooner."""
    idea = await pledge_queries.idea_of(session, pledge)
    standing, state, _ = await _locked(session, actor, idea, pledge)
    if not rules.may_agree_to_withdrawal(actor, standing, pledge):
        raise NotAllowed("Only the lead agrees to a shorter notice.")
    if not rules.can_agree_to_withdrawal(pledge, state, actor.today):
        raise Refused("There is no notice running that could be shorter.")
    if objections := rules.objections_to_agreeing(pledge, form.effective_on, actor.today):
        raise Refused(fields=objections)
    was, pledge.withdrawal_effective_on = pledge.withdrawal_effective_on, form.effective_on
    await _record(session, actor, "withdrawal_agreed", pledge, was=_until(was), became=_until(form.effective_on))
    await _follow(session, actor, idea, pledge)


async def release_pledge(session: AsyncSession, actor: Actor, pledge: Pledge) -> None:
    """The lead needs it no longer; a released promise is never counted as broken."""
    idea = await pledge_queries.idea_of(session, pledge)
    standing, state, _ = await _locked(session, actor, idea, pledge)
    if not rules.may_release_pledge(actor, standing, pledge):
        raise NotAllowed("Only the lead releases people from what they promised, and never themselves.")
    if not rules.can_release_pledge(state):
        raise Refused(f"This promise is {state.label.lower()}, so there is nothing to release.")
    pledge.released_at, pledge.released_by_id = clock.now(), actor.person_id
    await _record(session, actor, "pledge_released", pledge)
    await _follow(session, actor, idea, pledge)


async def give_verdict(session: AsyncSession, actor: Actor, pledge: Pledge, form: VerdictIn) -> None:
    """The team says of a promise without a quantity whether it was kept."""
    idea = await pledge_queries.idea_of(session, pledge)
    standing, state, came = await _locked(session, actor, idea, pledge)
    if not rules.may_give_verdict(actor, standing, pledge):
        raise NotAllowed("Only the team says whether a promise was kept, never who promised it.")
    if not rules.can_give_verdict(pledge, state, came, actor.today):
        raise Refused("Say so when the time of the promise is over. Promises with an amount follow from deliveries.")
    pledge.verdict = form.verdict
    pledge.verdict_at, pledge.verdict_by_id = clock.now(), actor.person_id
    await _record(session, actor, "verdict_given", pledge, became=rules.verdict_words(form.verdict))
    await _follow(session, actor, idea, pledge)


async def _undertake(session: AsyncSession, pledge: Pledge, form: PledgeIn) -> None:
    undertaken = _undertaken(form)
    if any(undertaken.values()):
        session.add(Undertaking(organisation_id=pledge.organisation_id, id=pledge.id, **undertaken))
        await session.flush()


def _undertaken(form: PledgeIn) -> dict[str, Any]:
    return form.model_dump(include={*undertakings.OF_SPONSORSHIP, *undertakings.OF_LINE_MANAGER})


async def _helped(session: AsyncSession, actor: Actor, form: PledgeIn) -> Person | None:
    if form.helped_person_id is None:
        return None
    with chosen("helped_person_id"):
        return await people_queries.get_person(session, actor, form.helped_person_id)


async def _envelope_for(
    session: AsyncSession, actor: Actor, framework_id: UUID | None, side: Side, form: PledgeIn
) -> Envelope | None:
    """What the offer draws on, held until it has drawn."""
    if form.quantity_minor is None or not draws_on_envelopes(side):
        return None
    envelope = await envelope_queries.find_envelope_for(session, actor, framework_id, form.kind, form.starts_on)
    await hold_envelopes(session, actor, [envelope.id if envelope else None])
    # Whoever held it before may have closed it or moved its days.
    return envelope if envelope and has_day(envelope, form.starts_on) else None


async def _check(
    session: AsyncSession,
    actor: Actor,
    standing: Standing,
    form: PledgeIn,
    reply_by_on: date,
    envelope: Envelope | None,
) -> None:
    objections = rules.objections_to_pledge(
        standing,
        await ask_queries.find_ask(session, actor, form.ask_id),
        kind=form.kind,
        quantity_minor=form.quantity_minor,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        reply_by_on=reply_by_on,
        helped_person_id=form.helped_person_id,
        today=actor.today,
        exploration_days=actor.exploration_days,
    )
    if envelope and not objections:
        framework = await framework_queries.find_framework(session, actor, envelope.framework_id)
        total = amounts.total_minor(form.quantity_minor, form.is_each_week, form.starts_on, form.ends_on) or 0
        name = framework.name if framework else ""
        objections |= objections_to_drawing(envelope, name, form.kind, total, actor.currency)
    whole = undertakings.objections_to_undertaking(form.kind, _undertaken(form))
    if objections or whole:
        whole += [objections.pop("")] if "" in objections else []
        raise Refused(*whole, fields=objections)


async def _locked(
    session: AsyncSession, actor: Actor, idea: Idea, pledge: Pledge
) -> tuple[Standing, PledgeState, Came]:
    await hold_pledge(session, actor, pledge)
    came = await came_of(session, actor, pledge)
    standing = await idea_queries.get_standing(session, idea)
    return standing, states.pledge_state(pledge, came, actor.today), came


def _until(day: date | None) -> str:
    return f"until {day_words(day)}" if day else ""


def _must_answer(actor: Actor, standing: Standing, pledge: Pledge, state: PledgeState) -> None:
    if not rules.may_answer_pledge(actor, standing, pledge):
        raise NotAllowed("The lead answers an offer, or the person named in line-manager support; never who made it.")
    if not rules.can_answer_pledge(state):
        raise Refused(f"This offer is {state.label.lower()} already.")


async def _record(
    session: AsyncSession, actor: Actor, kind: str, pledge: Pledge, *, was: str = "", became: str = ""
) -> None:
    session.add(pledge)
    await session.flush()
    await record_on_pledge(session, actor, kind, pledge, was=was, became=became)


async def _follow(session: AsyncSession, actor: Actor, idea: Idea, pledge: Pledge) -> None:
    await settle_pledge(session, actor, pledge)
    if pledge.is_answer:
        await refresh_wait(session, actor, idea)
