"""Whom the organisation names to check stories, beside the people of quality."""

from litestar import get, post

from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import checking as actions
from registry.stories.queries import stories as queries
from registry.stories.schemas import StoryCheckerIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page

CHECKERS = "/administration/checkers"


@get(CHECKERS, name="checkers.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _page(request, session, actor, Form(StoryCheckerIn))


@post(CHECKERS, name="checkers.name")
async def name(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_name(actor)
    form = Form(StoryCheckerIn, typed)
    try:
        await actions.name_checker(session, actor, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, CHECKERS, "They check stories from now on.")


@post(CHECKERS + "/{checker_id:uuid}/ending", name="checkers.end")
async def end(request: AnyRequest, checker_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_name(actor)
    await actions.end_checker(session, actor, await queries.get_checker(session, actor, checker_id))
    return await done(request, CHECKERS, "They check stories no longer.")


def _must_name(actor: Actor) -> None:
    if not rules.may_name_checkers(actor):
        raise NotAllowed("This page is for administrators.")


async def _page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[StoryCheckerIn], status: int = 200
) -> AnyResponse:
    _must_name(actor)
    return await page(
        request,
        "checkers/index.html",
        status=status,
        form=form,
        checkers=await queries.list_checkers(session, actor),
        people=[(str(face.id), face.name) for face in await people_queries.list_people_to_choose(session, actor)],
        crumbs=[("Administration", "/administration")],
    )


routes = [index, name, end]
