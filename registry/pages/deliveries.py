"""What came of a promise: recording it, and the team's word on it."""

from litestar import get, post

from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS
from registry.people.actors import Actor
from registry.pledges.actions import deliveries as actions
from registry.pledges.models import Delivery, Pledge, Unit
from registry.pledges.queries import deliveries as queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.rules import deliveries as rules
from registry.pledges.schemas import DeliveryIn, DisputeIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/pledges/{pledge_id:uuid}/deliveries/new", name="deliveries.new")
async def new(request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pledge, _ = await pledge_queries.get_pledge(session, actor, pledge_id)
    day = min(actor.today, rules.last_day(pledge))
    return await _form_page(request, session, actor, pledge, Form.of(DeliveryIn, {"delivered_on": day}))


@post("/pledges/{pledge_id:uuid}/deliveries", name="deliveries.create")
async def create(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge, _ = await pledge_queries.get_pledge(session, actor, pledge_id)
    form = Form(DeliveryIn, typed)
    try:
        delivery = await actions.record_delivery(session, actor, pledge, form.value)
    except Refused as refusal:
        return await _form_page(request, session, actor, pledge, form.refuse(refusal), status=422)
    flash = "Recorded, and confirmed by your word." if delivery.confirmed_at else "Recorded. The team confirms it."
    return await done(request, f"/pledges/{pledge.id}", flash)


@post("/deliveries/{delivery_id:uuid}/confirmation", name="deliveries.confirm")
async def confirm(request: AnyRequest, delivery_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    delivery, pledge, _ = await queries.get_delivery(session, actor, delivery_id)
    await actions.confirm_delivery(session, actor, pledge, delivery)
    return await done(request, f"/pledges/{pledge.id}", "Thank you. It counts now.")


@get("/deliveries/{delivery_id:uuid}/dispute", name="deliveries.confirm_dispute")
async def confirm_dispute(
    request: AnyRequest, delivery_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    delivery, pledge, _ = await queries.get_delivery(session, actor, delivery_id)
    return await _dispute_page(request, session, actor, pledge, delivery, Form(DisputeIn))


@post("/deliveries/{delivery_id:uuid}/dispute", name="deliveries.dispute")
async def dispute(
    request: AnyRequest, delivery_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    delivery, pledge, _ = await queries.get_delivery(session, actor, delivery_id)
    form = Form(DisputeIn, typed)
    try:
        await actions.dispute_delivery(session, actor, pledge, delivery, form.value)
    except Refused as refusal:
        return await _dispute_page(request, session, actor, pledge, delivery, form.refuse(refusal), status=422)
    return await done(request, f"/pledges/{pledge.id}", "Noted as disputed. Whoever recorded it hears of it.")


async def _form_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pledge: Pledge,
    form: Form[DeliveryIn],
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, await pledge_queries.idea_of(session, pledge))
    if not rules.may_record_delivery(actor, standing, pledge):
        raise NotAllowed("Who promised it and the team record what came.")
    return await page(
        request,
        "pledges/delivery.html",
        status=status,
        form=form,
        line=await pledge_queries.get_line(session, actor, pledge),
        has_quantity=pledge.kind.unit is not Unit.NONE,
        is_teams_word=rules.may_answer_delivery(actor, standing, pledge),
        currency_sign=CURRENCY_SIGNS.get(actor.currency, actor.currency),
    )


async def _dispute_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pledge: Pledge,
    delivery: Delivery,
    form: Form[DisputeIn],
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, await pledge_queries.idea_of(session, pledge))
    if not rules.may_answer_delivery(actor, standing, pledge):
        raise NotAllowed("Only the team says whether it came, and never who promised it.")
    line = await queries.get_line(session, actor, pledge, delivery)
    return await page(request, "pledges/dispute.html", status=status, form=form, line=line, pledge=pledge)


routes = [new, create, confirm, confirm_dispute, dispute]
