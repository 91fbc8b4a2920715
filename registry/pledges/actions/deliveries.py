from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.pledges.actions.envelopes import hold_pledge
from registry.pledges.actions.settling import settle_pledge
from registry.pledges.models import Delivery, Pledge
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.came import came_of
from registry.pledges.rules import amounts
from registry.pledges.rules import deliveries as rules
from registry.pledges.rules.states import pledge_state
from registry.pledges.schemas import DeliveryIn, DisputeIn


async def record_delivery(session: AsyncSession, actor: Actor, pledge: Pledge, form: DeliveryIn) -> Delivery:
    """A part that came. What the team records is confirmed by that; what the pledger records waits for the team."""
    await hold_pledge(session, actor, pledge)
    standing = await idea_queries.get_standing(session, await pledge_queries.idea_of(session, pledge))
    if not rules.may_record_delivery(actor, standing, pledge):
        raise NotAllowed("Who promised it and the team record what came.")
    state = pledge_state(pledge, await came_of(session, actor, pledge), actor.today)
    if not rules.can_record_delivery(pledge, state, actor.today):
        raise Refused("Nothing can be recorded here now: the promise has not begun, or is settled.")
    quantity_minor = None if form.quantity is None else amounts.asked_minor(pledge.kind, form.quantity)
    if objections := rules.objections_to_delivery(pledge, quantity_minor, form.delivered_on, actor.today):
        raise Refused(fields=objections)
    delivery = Delivery(
        organisation_id=pledge.organisation_id,
        pledge_id=pledge.id,
        quantity_minor=quantity_minor,
        delivered_on=form.delivered_on,
        note=form.note,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
    )
    is_teams_word = rules.may_answer_delivery(actor, standing, pledge)
    if is_teams_word:
        delivery.confirmed_at, delivery.confirmed_by_id = delivery.recorded_at, actor.person_id
    await _record(session, actor, "delivery_confirmed" if is_teams_word else "delivery_recorded", pledge, delivery)
    return delivery


async def confirm_delivery(session: AsyncSession, actor: Actor, pledge: Pledge, delivery: Delivery) -> None:
    await _must_answer(session, actor, pledge, delivery)
    delivery.confirmed_at, delivery.confirmed_by_id = clock.now(), actor.person_id
    await _record(session, actor, "delivery_confirmed", pledge, delivery)


async def dispute_delivery(
    session: AsyncSession, actor: Actor, pledge: Pledge, delivery: Delivery, form: DisputeIn
) -> None:
    """It did not come, or not so; it stays visible as disputed."""
    await _must_answer(session, actor, pledge, delivery)
    delivery.disputed_at, delivery.disputed_by_id = clock.now(), actor.person_id
    delivery.dispute_reason = form.reason
    await _record(session, actor, "delivery_disputed", pledge, delivery, became=form.reason)


async def _must_answer(session: AsyncSession, actor: Actor, pledge: Pledge, delivery: Delivery) -> None:
    await hold_pledge(session, actor, pledge)
    await session.refresh(delivery)
    standing = await idea_queries.get_standing(session, await pledge_queries.idea_of(session, pledge))
    if not rules.may_answer_delivery(actor, standing, pledge):
        raise NotAllowed("Only the team says whether it came, and never who promised it.")
    if not rules.can_answer_delivery(delivery):
        raise Refused("The team has answered this already.")


async def _record(
    session: AsyncSession, actor: Actor, kind: str, pledge: Pledge, delivery: Delivery, *, became: str = ""
) -> None:
    session.add(delivery)
    await session.flush()
    words = _words(pledge, delivery, actor)
    await record_event(session, actor, kind, delivery, idea_id=pledge.idea_id, words=words, became=became)
    await settle_pledge(session, actor, pledge)


def _words(pledge: Pledge, delivery: Delivery, actor: Actor) -> str:
    amount = amounts.amount_in_words(pledge.kind, delivery.quantity_minor, False, actor.currency)
    return f"{amount} on {day_words(delivery.delivered_on)}: {pledge.what}"
