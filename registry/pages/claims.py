"""Claims: the lead says how an idea lies inside an area of discretion, and hands that back before it begins."""

from litestar import get, post

from registry.ideas.models import Idea
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import discretion as rules
from registry.ideas.schemas import ClaimIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.progress.actions import discretion as actions
from registry.progress.queries import discretion as queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/claims/new", name="claims.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _new_page(request, session, actor, idea, Form(ClaimIn))


@post("/ideas/{idea_id:uuid}/claims", name="claims.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(ClaimIn, typed)
    try:
        await actions.claim_discretion(session, actor, idea, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/exploration/new", "Claimed. You need nobody’s approval to begin.")


@get("/claims/{claim_id:uuid}/handing-back", name="claims.confirm_handing_back")
async def confirm_handing_back(
    request: AnyRequest, claim_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    return await _handing_back_page(request, session, actor, claim_id, Form(Empty))


@post("/claims/{claim_id:uuid}/handing-back", name="claims.hand_back")
async def hand_back(
    request: AnyRequest, claim_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    claim, idea = await claim_queries.get_claim(session, actor, claim_id)
    try:
        await actions.hand_claim_back(session, actor, idea, claim)
    except Refused as refusal:
        form = Form(Empty, typed).refuse(refusal)
        return await _handing_back_page(request, session, actor, claim_id, form, status=422)
    return await done(request, f"/ideas/{idea.id}", "Handed back.")


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[ClaimIn], status: int = 200
) -> AnyResponse:
    if not rules.may_claim(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead claims an area of discretion, and only for an idea that is registered.")
    return await page(
        request,
        "claims/new.html",
        status=status,
        idea=idea,
        form=form,
        fitting=await queries.list_fitting(session, actor, idea),
        crumbs=[("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    )


async def _handing_back_page(
    request: AnyRequest, session: DbSession, actor: Actor, claim_id: PathId, form: Form[Empty], status: int = 200
) -> AnyResponse:
    claim, idea = await claim_queries.get_claim(session, actor, claim_id)
    if not rules.may_claim(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead hands a claim back, and only before the idea begins.")
    return await page(request, "claims/handing_back.html", status=status, idea=idea, claim=claim, form=form)


routes = [new, create, confirm_handing_back, hand_back]
