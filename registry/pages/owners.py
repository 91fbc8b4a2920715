"""Who keeps an idea that is how people work now: asked by its lead, accepted by who is asked."""

from litestar import get, post

from registry.ideas.actions import owners as actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as queries
from registry.ideas.rules import owners as rules
from registry.ideas.schemas import OwnerIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/owners/new", name="owners.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _page(request, session, actor, idea, Form(OwnerIn))


@post("/ideas/{idea_id:uuid}/owners", name="owners.ask")
async def ask(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(OwnerIn, typed)
    try:
        owner = await actions.ask_owner(session, actor, idea, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(
        request,
        f"/ideas/{idea.id}",
        "You keep it now." if owner.is_accepted else "Asked. They answer on their first page.",
    )


@post("/owners/{owner_id:uuid}/acceptance", name="owners.accept")
async def accept(request: AnyRequest, owner_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.accept_owning(session, actor, idea, owner)
    return await done(request, f"/ideas/{idea.id}", "You keep it now.")


@post("/owners/{owner_id:uuid}/declining", name="owners.decline")
async def decline(request: AnyRequest, owner_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.decline_owning(session, actor, idea, owner)
    return await done(request, f"/ideas/{idea.id}", "Your answer is sent.")


@post("/owners/{owner_id:uuid}/withdrawal", name="owners.take_back")
async def take_back(request: AnyRequest, owner_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.take_owning_back(session, actor, idea, owner)
    return await done(request, f"/ideas/{idea.id}", "Taken back.")


@post("/owners/{owner_id:uuid}/ending", name="owners.give_up")
async def give_up(request: AnyRequest, owner_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.give_up_owning(session, actor, idea, owner)
    return await done(request, f"/ideas/{idea.id}", "You keep it no longer. Its lead hears of it.")


async def _page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[OwnerIn], status: int = 200
) -> AnyResponse:
    if not rules.may_ask_owner(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead asks who keeps an idea, once it is how you work now.")
    people = await people_queries.list_people_to_choose(session, actor)
    named = [(str(face.id), ", ".join(filter(None, (face.name, face.position)))) for face in people]
    crumbs = [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]
    return await page(request, "owners/new.html", status=status, idea=idea, form=form, people=named, crumbs=crumbs)


routes = [new, ask, accept, decline, take_back, give_up]
