"""Promising less: the rest goes on, the cut part is withdrawn."""

from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.actions.envelopes import hold_pledge
from registry.pledges.actions.settling import record_on_pledge, settle_pledge
from registry.pledges.models import Pledge, Undertaking
from registry.pledges.queries.came import came_of
from registry.pledges.queries.undertakings import find_undertaking
from registry.pledges.rules import amounts, states
from registry.pledges.rules import pledges as rules
from registry.pledges.schemas import ReductionIn

OWN_TO_EACH_PART = {
    "id",
    "version",
    "split_from_id",
    "is_answer",
    "waited_days",
    "drawn_minor",
    "counted_state",
    "counted_minor",
    "came_minor",
    "disputed_count",
    "told_state",
    "changes_on",
    "quantity_minor",
    "starts_on",
    "ends_on",
}


async def reduce_pledge(session: AsyncSession, actor: Actor, pledge: Pledge, form: ReductionIn) -> list[Pledge]:
    """Splits a pledge; answers the new rows, the cut part last.

    An amount in all is split at once, and the cut part holds until its notice is over. A weekly one stays whole until
    the end of the week in which the notice is over; what follows is two new rows, one that goes on and one cut off.
    """
    await hold_pledge(session, actor, pledge)
    came = await came_of(session, actor, pledge)
    if not rules.may_withdraw_pledge(actor, pledge):
        raise NotAllowed("Only who promised it can promise less.")
    if not rules.can_reduce_pledge(pledge, states.pledge_state(pledge, came, actor.today)):
        raise Refused("Only a promise with an amount that was accepted and is not withdrawn can become less.")
    rest_minor = amounts.asked_minor(pledge.kind, form.quantity)
    cuts_on = rules.reduction_cuts_on(pledge, actor.today)
    if objections := rules.objections_to_reduction(pledge, came, rest_minor, cuts_on):
        raise Refused(fields=objections)
    was = amounts.promise_words(pledge, actor.currency)
    parts = _split(pledge, rest_minor, cuts_on)
    _withdraw(parts[-1], actor, form.reason, cuts_on if pledge.is_each_week else None)
    session.add_all([pledge, *parts])
    await session.flush()
    for part in parts[:-1]:
        await _undertake_as_before(session, pledge, part)
    became = "; ".join(amounts.promise_words(part, actor.currency) for part in [pledge, *parts[:-1]])
    await record_on_pledge(session, actor, "pledge_reduced", pledge, was=was, became=f"{became}. {form.reason}")
    for part in [pledge, *parts]:
        await settle_pledge(session, actor, part)
    return parts


def _split(pledge: Pledge, rest_minor: int, cuts_on: date) -> list[Pledge]:
    cut_minor = (pledge.quantity_minor or 0) - rest_minor
    if not pledge.is_each_week or cuts_on < pledge.starts_on:
        pledge.quantity_minor = rest_minor
        return [_part(pledge, cut_minor, pledge.starts_on, pledge.ends_on)]
    goes_on_from, ends_on = cuts_on + timedelta(days=1), pledge.ends_on
    pledge.ends_on = cuts_on
    return [_part(pledge, rest_minor, goes_on_from, ends_on), _part(pledge, cut_minor, goes_on_from, ends_on)]


def _part(pledge: Pledge, quantity_minor: int, starts_on: date, ends_on: date) -> Pledge:
    return Pledge(
        **pledge.model_dump(exclude=OWN_TO_EACH_PART),
        split_from_id=pledge.id,
        quantity_minor=quantity_minor,
        starts_on=starts_on,
        ends_on=ends_on,
    )


async def _undertake_as_before(session: AsyncSession, pledge: Pledge, part: Pledge) -> None:
    """Who supports somebody for fewer hours still talks with them as often."""
    if undertaking := await find_undertaking(session, pledge):
        session.add(Undertaking(**undertaking.model_dump(exclude={"id"}), id=part.id))
        await session.flush()


def _withdraw(part: Pledge, actor: Actor, reason: str, effective_on: date | None) -> None:
    part.withdrawn_at, part.withdrawn_by_id = clock.now(), actor.person_id
    part.withdrawal_reason = reason
    part.withdrawal_effective_on = effective_on or rules.withdrawal_effective_on(part, actor.today)
