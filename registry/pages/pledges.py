"""Promises: what I promised, offering something, the page of a pledge."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import get, post

from registry.boundaries.actions.conditions import make_offer
from registry.boundaries.queries.boundaries import list_boundaries
from registry.boundaries.queries.conditions import list_conditions
from registry.boundaries.schemas import OfferIn
from registry.frameworks.rules.frameworks import advice_on
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules.ideas import Standing
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS, decimal_words
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.charts import WeeksPicture, draw_weeks
from registry.pledges.models import Ask, Kind, Side, Unit
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import deliveries as delivery_queries
from registry.pledges.queries import envelopes as envelope_queries
from registry.pledges.queries import look_backs as look_back_queries
from registry.pledges.queries import pledges as queries
from registry.pledges.queries.pledges import PledgeLine
from registry.pledges.rules import deliveries as delivery_rules
from registry.pledges.rules import look_backs as look_back_rules
from registry.pledges.rules import pledges as rules
from registry.pledges.rules.envelopes import draws_on_envelopes, left_words
from registry.pledges.rules.weeks import weeks_of
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of

SIDES = [
    (Side.ORGANISATION.value, "For the organisation", "It keeps the promise even when you are away."),
    (Side.SELF.value, "My own", "Your own time, skills or contacts."),
]


@get("/pledges", name="pledges.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    """What I promised; with `view=received` what was promised to the teams I am in."""
    is_received = request.query_params.get("view") == "received"
    listing = queries.page_of_pledges_to if is_received else queries.page_of_pledges_by
    listed = await listing(session, actor, cursor=after)
    return await page(
        request,
        "pledges/index.html",
        part="pledges/_list.html",
        listed=listed,
        is_received=is_received,
        look_backs=await look_back_queries.list_look_backs(session, actor, [row.pledge.id for row in listed.rows]),
        pager=pager_of(request, listed, "promise", "promises"),
    )


@get("/ideas/{idea_id:uuid}/pledges/new", name="pledges.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """First what kind of thing, then the few fields of that kind; an ask that is answered says both."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    ask = await _ask_of(session, actor, idea, request.query_params.get("ask_id"))
    kind = ask.kind.value if ask else str(request.query_params.get("kind") or "")
    values: dict[str, Any] = {"kind": kind, "starts_on": actor.today} | (_as_asked(ask, actor.today) if ask else {})
    if kind in set(Kind):
        values["side"] = rules.usual_side(actor, Kind(kind)).value
    if not values.get("ends_on"):
        values["ends_on"] = values["starts_on"] + timedelta(days=actor.exploration_days)
    return await _form_page(request, session, actor, idea, Form.of(OfferIn, values))


@post("/ideas/{idea_id:uuid}/pledges", name="pledges.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(OfferIn, typed, carried=("kind", "ask_id"))
    try:
        pledge = await make_offer(session, actor, idea, form.value)
    except Refused as refusal:
        if form.typed("kind") not in set(Kind):
            raise
        return await _form_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/pledges/{pledge.id}", "Your offer is sent. The team answers it.")


@get("/pledges/{pledge_id:uuid}", name="pledges.show")
async def show(request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pledge, idea = await queries.get_pledge(session, actor, pledge_id)
    line = await queries.get_line(session, actor, pledge)
    standing = await idea_queries.get_standing(session, idea)
    ask = await ask_queries.find_ask(session, actor, pledge.ask_id) if line.idea else None
    deliveries = await delivery_queries.list_deliveries(session, actor, pledge)
    return await page(
        request,
        "pledges/show.html",
        line=line,
        pledge=pledge,
        ask=ask,
        deliveries=[(delivery, Form(Empty)) for delivery in deliveries],
        parts=await queries.list_parts(session, actor, pledge),
        whole=await queries.find_whole(session, pledge),
        weeks=await _weeks(session, actor, line),
        conditions=await list_conditions(session, actor, pledge, idea) if line.idea else [],
        advice=advice_on(pledge.what),
        look_back=(await look_back_queries.list_look_backs(session, actor, [pledge.id])).get(pledge.id),
        form=Form(Empty),
        crumbs=_crumbs(idea, line),
        **_rights(actor, standing, line),
    )


async def _weeks(session: DbSession, actor: Actor, line: PledgeLine) -> WeeksPicture | None:
    """Of a weekly promise that was accepted and has begun."""
    pledge = line.pledge
    if not pledge.is_each_week or pledge.accepted_at is None:
        return None
    given = await delivery_queries.sum_given_by_day(session, pledge)
    return draw_weeks(pledge.kind, weeks_of(pledge, given, actor.today), actor.currency)


def _rights(actor: Actor, standing: Standing, line: PledgeLine) -> dict[str, Any]:
    pledge, state, today = line.pledge, line.state, actor.today
    may_answer = rules.may_answer_pledge(actor, standing, pledge)
    may_withdraw = rules.may_withdraw_pledge(actor, pledge)
    may_record = delivery_rules.may_record_delivery(actor, standing, pledge)
    may_look_back = look_back_rules.may_look_back(actor, standing, pledge)
    may_say = rules.may_give_verdict(actor, standing, pledge)
    return {
        "may_answer": may_answer and rules.can_answer_pledge(state),
        "may_release": may_answer and rules.can_release_pledge(state),
        "may_agree": may_answer and rules.can_agree_to_withdrawal(pledge, state, today),
        "may_withdraw": may_withdraw and rules.can_withdraw_pledge(pledge, state),
        "may_reduce": may_withdraw and rules.can_reduce_pledge(pledge, state),
        "may_record": may_record and delivery_rules.can_record_delivery(pledge, state, today),
        "may_confirm": delivery_rules.may_answer_delivery(actor, standing, pledge),
        "may_look_back": may_look_back and look_back_rules.can_look_back(state),
        "may_say": may_say and rules.can_give_verdict(pledge, state, line.came, today),
    }


def _crumbs(idea: Idea, line: PledgeLine) -> list[tuple[str, str]]:
    if line.idea is None:
        return [("Pledges", "/pledges"), ("A promise", "")]
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}"), ("A promise", "")]


def _as_asked(ask: Ask, today: date) -> dict[str, Any]:
    """An offer that says what the ask says, to be changed where it is less or other."""
    quantity = "" if ask.quantity_minor is None else decimal_words(ask.quantity_minor, ask.kind.unit.minor_per_unit)
    return {
        "ask_id": ask.id,
        "what": ask.what,
        "quantity": quantity,
        "is_each_week": "true" if ask.is_each_week else "",
        "starts_on": max(ask.needed_from_on, today),
        "ends_on": ask.needed_until_on if ask.needed_until_on and ask.needed_until_on >= today else None,
    }


def _id(written: Any) -> UUID | None:
    try:
        return UUID(str(written)) if written else None
    except ValueError:
        return None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


async def _left_words(session: DbSession, actor: Actor, idea: Idea, kind: Kind, starts_on: date) -> str:
    """What is left in the envelope on which an offer of this kind would draw, for those who would draw on it."""
    framework = await place_queries.find_framework_of(session, actor, idea)
    if framework is None or not draws_on_envelopes(rules.usual_side(actor, kind)):
        return ""
    envelope = await envelope_queries.find_envelope_for(session, actor, framework.id, kind, starts_on)
    left = left_words(envelope, actor.currency, actor.today) if envelope else ""
    return f"In the envelope of {framework.name}: {left}" if left else ""


async def _ask_of(session: DbSession, actor: Actor, idea: Idea, written: Any) -> Ask | None:
    """The ask of this idea that an offer answers, if it names one."""
    ask = await ask_queries.find_ask(session, actor, _id(written))
    return ask if ask and ask.idea_id == idea.id else None


async def _form_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[OfferIn], status: int = 200
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    helpable = await queries.list_helpable(session, actor, standing)
    kinds = rules.kinds_to_offer(actor, standing, manages_someone=bool(helpable))
    typed = form.typed("kind")
    if not kinds or (typed in set(Kind) and typed not in kinds):
        raise NotAllowed(rules.who_may_pledge(actor, standing, Kind(typed) if typed in set(Kind) else Kind.TIME))
    if typed not in kinds:
        asks = (await ask_queries.asks_by_idea(session, actor, [idea.id])).get(idea.id, [])
        asked = [line for line in asks if line.ask.kind in kinds]
        return await page(request, "pledges/kind.html", idea=idea, kinds=kinds, asks=asked)
    kind = Kind(typed)
    context: dict[str, Any] = {
        "kind": kind,
        "has_quantity": kind.unit is not Unit.NONE,
        "helpable": [(str(face.id), face.name) for face in helpable],
        "sides": SIDES if actor.has(Role.SPONSOR) and rules.may_promise(actor, standing, kind, Side.SELF) else [],
        "ask": await _ask_of(session, actor, idea, form.typed("ask_id")),
        "currency_sign": CURRENCY_SIGNS.get(actor.currency, actor.currency),
        "reply_by_on": actor.today + timedelta(days=rules.REPLY_DAYS),
        "boundaries": [
            (str(row.id), row.sentence)
            for row in await list_boundaries(session, actor, idea)
            if row.wording is not None
        ],
        "left_words": await _left_words(session, actor, idea, kind, _day(form.typed("starts_on")) or actor.today),
    }
    return await page(request, "pledges/new.html", status=status, idea=idea, form=form, **context)


routes = [index, new, create, show]
