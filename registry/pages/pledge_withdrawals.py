"""What a pledger cannot keep: withdrawing a promise, or promising less. Each says first what will happen."""

from datetime import timedelta

from litestar import get, post

from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS
from registry.people.actors import Actor
from registry.pledges.actions import pledges as actions
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.models import Pledge
from registry.pledges.queries import pledges as queries
from registry.pledges.rules import pledges as rules
from registry.pledges.rules.states import NOTICE_DAYS
from registry.pledges.schemas import ReductionIn, WithdrawalIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/pledges/{pledge_id:uuid}/withdrawal", name="pledges.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _own_pledge(session, actor, pledge_id)
    return await _withdrawal_page(request, session, actor, pledge, Form(WithdrawalIn))


@post("/pledges/{pledge_id:uuid}/withdrawal", name="pledges.withdraw")
async def withdraw(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _own_pledge(session, actor, pledge_id)
    form = Form(WithdrawalIn, typed)
    try:
        await actions.withdraw_pledge(session, actor, pledge, form.value)
    except Refused as refusal:
        return await _withdrawal_page(request, session, actor, pledge, form.refuse(refusal), status=422)
    return await done(request, f"/pledges/{pledge.id}", "Withdrawn. The team hears of it, with your reason.")


@get("/pledges/{pledge_id:uuid}/reduction", name="pledges.confirm_reduction")
async def confirm_reduction(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _own_pledge(session, actor, pledge_id)
    return await _reduction_page(request, session, actor, pledge, Form(ReductionIn))


@post("/pledges/{pledge_id:uuid}/reduction", name="pledges.reduce")
async def reduce(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _own_pledge(session, actor, pledge_id)
    form = Form(ReductionIn, typed)
    try:
        await reduce_pledge(session, actor, pledge, form.value)
    except Refused as refusal:
        return await _reduction_page(request, session, actor, pledge, form.refuse(refusal), status=422)
    return await done(request, f"/pledges/{pledge.id}", "The team hears of it, with your reason.")


async def _own_pledge(session: DbSession, actor: Actor, pledge_id: PathId) -> Pledge:
    pledge, _ = await queries.get_pledge(session, actor, pledge_id)
    if not rules.may_withdraw_pledge(actor, pledge):
        raise NotAllowed("Only who promised it can withdraw it or promise less.")
    return pledge


async def _withdrawal_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pledge: Pledge,
    form: Form[WithdrawalIn],
    status: int = 200,
) -> AnyResponse:
    return await page(
        request,
        "pledges/withdrawal.html",
        status=status,
        form=form,
        line=await queries.get_line(session, actor, pledge),
        holds_until_on=rules.withdrawal_effective_on(pledge, actor.today),
    )


async def _reduction_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pledge: Pledge,
    form: Form[ReductionIn],
    status: int = 200,
) -> AnyResponse:
    notice_ends_on = actor.today + timedelta(days=NOTICE_DAYS)
    return await page(
        request,
        "pledges/reduction.html",
        status=status,
        form=form,
        line=await queries.get_line(session, actor, pledge),
        holds_until_on=rules.reduction_cuts_on(pledge, actor.today) if pledge.is_each_week else notice_ends_on,
        currency_sign=CURRENCY_SIGNS.get(actor.currency, actor.currency),
    )


routes = [confirm_withdrawal, withdraw, confirm_reduction, reduce]
