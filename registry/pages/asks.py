"""What a team asks for: asking, the page of an ask, taking it back; a barrier and who owns it."""

from typing import Any

from litestar import get, post

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.actions import asks as actions
from registry.pledges.actions import barriers as barrier_actions
from registry.pledges.models import Ask, AskState, Kind
from registry.pledges.queries import asks as queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.barriers import find_owner, list_past_owners
from registry.pledges.rules import asks as rules
from registry.pledges.rules import barriers as barrier_rules
from registry.pledges.rules import pledges as pledge_rules
from registry.pledges.schemas import AskIn, GivingBackIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/asks/new", name="asks.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """First what kind of thing, then the few fields of that kind."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    if not rules.may_ask(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("The team of an idea asks, from its registration until its end.")
    kind = str(request.query_params.get("kind") or "")
    if kind not in set(Kind):
        return await page(request, "asks/kind.html", idea=idea, kinds=list(Kind))
    form = Form.of(AskIn, {"kind": kind, "needed_from_on": actor.today})
    return await _form_page(request, actor, idea, form)


@post("/ideas/{idea_id:uuid}/asks", name="asks.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(AskIn, typed, carried=("kind",))
    try:
        ask = await actions.make_ask(session, actor, idea, form.value)
    except Refused as refusal:
        if form.typed("kind") not in set(Kind):
            raise
        return await _form_page(request, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/asks/{ask.id}", "Everyone can see now what you need.")


@get("/asks/{ask_id:uuid}", name="asks.show")
async def show(request: AnyRequest, ask_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    standing = await idea_queries.get_standing(session, idea)
    helped = await pledge_queries.list_helpable(session, actor, standing)
    line = await queries.get_line(session, actor, ask)
    kinds = pledge_rules.kinds_to_offer(actor, standing, manages_someone=bool(helped))
    faces = await people_queries.list_faces(session, actor, [ask.asked_by_id])
    is_owner = line.ownership is not None and actor.is_person(line.ownership.owner.id)
    may_take = barrier_rules.may_take_barrier(actor, standing) and barrier_rules.can_take_barrier(ask, standing)
    return await page(
        request,
        "asks/show.html",
        idea=idea,
        line=line,
        asked_by=faces[ask.asked_by_id],
        answering=await pledge_queries.list_pledges_for_ask(session, actor, ask),
        may_offer=ask.kind in kinds and line.state in {AskState.OPEN, AskState.PARTLY_MET},
        may_withdraw=rules.may_withdraw_ask(actor, standing, ask),
        is_owner=is_owner,
        past_owners=await list_past_owners(session, actor, ask) if ask.kind is Kind.BARRIER else [],
        may_take=may_take and not is_owner,
        form=Form(Empty),
        crumbs=_crumbs(idea, "What the team asks for"),
    )


@get("/asks/{ask_id:uuid}/withdrawal", name="asks.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, ask_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await _must_withdraw(session, actor, idea, ask)
    return await page(request, "asks/withdrawal.html", idea=idea, ask=ask, form=Form(Empty))


@post("/asks/{ask_id:uuid}/withdrawal", name="asks.withdraw")
async def withdraw(request: AnyRequest, ask_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await actions.withdraw_ask(session, actor, idea, ask)
    return await done(request, f"/ideas/{idea.id}", "Taken back. What was promised for it still stands.")


@post("/asks/{ask_id:uuid}/taking", name="asks.take")
async def take(request: AnyRequest, ask_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await barrier_actions.take_barrier(session, actor, idea, ask)
    return await done(request, f"/asks/{ask.id}", "You own this barrier now. The team hears of it.")


@get("/asks/{ask_id:uuid}/giving-back", name="asks.confirm_giving_back")
async def confirm_giving_back(
    request: AnyRequest, ask_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    return await _giving_back_page(request, session, actor, idea, ask, Form(GivingBackIn))


@post("/asks/{ask_id:uuid}/giving-back", name="asks.give_back")
async def give_back(
    request: AnyRequest, ask_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    form = Form(GivingBackIn, typed)
    try:
        await barrier_actions.give_back_barrier(session, actor, idea, ask, form.value)
    except Refused as refusal:
        return await _giving_back_page(request, session, actor, idea, ask, form.refuse(refusal), status=422)
    return await done(request, f"/asks/{ask.id}", "Given back. The team hears of it, and another can take it on.")


async def _giving_back_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    ask: Ask,
    form: Form[GivingBackIn],
    status: int = 200,
) -> AnyResponse:
    if not barrier_rules.may_give_back_barrier(actor, await find_owner(session, ask)):
        raise NotAllowed("Only who took on a barrier gives it back.")
    return await page(request, "asks/giving_back.html", status=status, idea=idea, ask=ask, form=form)


async def _must_withdraw(session: DbSession, actor: Actor, idea: Idea, ask: Ask) -> None:
    if not rules.may_withdraw_ask(actor, await idea_queries.get_standing(session, idea), ask):
        raise NotAllowed("The team takes back what it asked for, once.")


async def _form_page(
    request: AnyRequest, actor: Actor, idea: Idea, form: Form[AskIn], status: int = 200
) -> AnyResponse:
    context: dict[str, Any] = {
        "kind": Kind(form.typed("kind")),
        "currency_sign": CURRENCY_SIGNS.get(actor.currency, actor.currency),
    }
    return await page(request, "asks/new.html", status=status, idea=idea, form=form, **context)


def _crumbs(idea: Idea, here: str) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}"), (here, "")]


routes = [new, create, show, confirm_withdrawal, withdraw, take, confirm_giving_back, give_back]
