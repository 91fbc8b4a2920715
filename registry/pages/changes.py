"""What the team of an idea tried, and from which day: the marks in its charts."""

from litestar import get, post

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries
from registry.measures.actions import changes as actions
from registry.measures.rules import rights
from registry.measures.rules.changes import WHO_TELLS
from registry.measures.schemas import ChangeIn
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/changes", name="changes.index")
async def index(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _page(request, session, actor, idea, Form.of(ChangeIn, {"tried_on": actor.today}))


@post("/ideas/{idea_id:uuid}/changes", name="changes.tell")
async def tell(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(ChangeIn, typed)
    try:
        await actions.tell_change(session, actor, idea, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/changes", "Marked in the charts of this idea.")


@get("/changes/{change_id:uuid}/withdrawal", name="changes.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, change_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    change, idea = await queries.get_change(session, actor, change_id)
    if not rights.may_keep(actor, await queries.keeping_of_idea(session, idea)):
        raise NotAllowed(WHO_TELLS)
    return await page(
        request, "changes/withdrawal.html", idea=idea, change=change, form=Form(Empty), crumbs=_crumbs(idea)
    )


@post("/changes/{change_id:uuid}/withdrawal", name="changes.take_back")
async def take_back(request: AnyRequest, change_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    change, idea = await queries.get_change(session, actor, change_id)
    await actions.take_back_change(session, actor, change, idea)
    return await done(request, f"/ideas/{idea.id}/changes", "Taken back. The charts are drawn without it.")


async def _page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[ChangeIn], *, status: int = 200
) -> AnyResponse:
    changes = await queries.list_changes(session, actor, idea.id)
    return await page(
        request,
        "changes/index.html",
        status=status,
        idea=idea,
        form=form,
        changes=changes,
        faces=await people_queries.list_faces(session, actor, [change.told_by_id for change in changes]),
        may_tell=rights.may_keep(actor, await queries.keeping_of_idea(session, idea)),
        crumbs=_crumbs(idea),
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [index, tell, confirm_withdrawal, take_back]
