"""An idea comes under a framework, or leaves it."""

from litestar import get, post

from registry.boundaries.actions import joining as actions
from registry.boundaries.rules import joining as rules
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import FrameworkChoiceIn
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/framework", name="joining.show")
async def show(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _page(request, session, actor, idea, Form(FrameworkChoiceIn))


@post("/ideas/{idea_id:uuid}/framework", name="joining.join")
async def join(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(FrameworkChoiceIn, typed)
    try:
        with chosen("framework_id"):
            framework = await framework_queries.get_framework(session, actor, form.value.framework_id)
        await actions.join_framework(session, actor, idea, framework)
    except Refused as refusal:
        return await _page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", f"Your idea stands under {framework.name}.")


@post("/ideas/{idea_id:uuid}/framework/leaving", name="joining.leave")
async def leave(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    try:
        await actions.leave_framework(session, actor, idea)
    except Refused as refusal:
        return await _page(request, session, actor, idea, Form(Empty, typed).refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "Your idea has left the framework.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    form: Form[FrameworkChoiceIn] | Form[Empty],
    *,
    status: int = 200,
) -> AnyResponse:
    """Where it stands under one, the way out; otherwise those that it can join."""
    standing = await idea_queries.get_standing(session, idea)
    framework = await place_queries.find_framework_of(session, actor, idea)
    if not (rules.may_leave if framework else rules.may_join)(actor, standing):
        raise NotAllowed("Only its lead puts an idea under a framework, or takes it out again.")
    frameworks = [] if framework else await framework_queries.list_frameworks_to_choose(session, actor)
    return await page(
        request,
        "joining/leaving.html" if framework else "joining/new.html",
        status=status,
        form=form,
        idea=idea,
        framework=framework,
        served=await framework_queries.find_outcome(session, actor.organisation_id, idea.outcome_id),
        frameworks=[(str(row.id), row.name, row.direction) for row in frameworks],
        crumbs=[("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    )


routes = [show, join, leave]
