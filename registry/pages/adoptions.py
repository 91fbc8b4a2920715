"""Starting an idea of one's own from another team's, and how ideas spread."""

from litestar import get, post

from registry.ideas.actions import adoptions as actions
from registry.ideas.models import Idea
from registry.ideas.queries import adoptions as queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import adoptions as rules
from registry.ideas.rules.spread import Branch, drawn
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.progress.queries import updates as update_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/adoptions/new", name="adoptions.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    standing = await idea_queries.get_standing(session, idea)
    if not (rules.may_adopt(actor, standing) and rules.can_adopt(standing)):
        raise NotAllowed("A clinician of another team starts an idea of their own, once this one has shown something.")
    return await page(request, "adoptions/new.html", idea=idea, form=Form(Empty), crumbs=_crumbs(idea))


@post("/ideas/{idea_id:uuid}/adoptions", name="adoptions.create")
async def create(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    try:
        draft = await actions.adopt_idea(session, actor, idea)
    except Refused as refusal:
        form = Form(Empty).refuse(refusal)
        return await page(request, "adoptions/new.html", status=422, idea=idea, form=form, crumbs=_crumbs(idea))
    return await done(request, f"/ideas/{draft.id}/edit", "A draft of your own is begun. Say why it matters to you.")


@get("/ideas/{idea_id:uuid}/spread", name="adoptions.spread")
async def spread(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    standing = await idea_queries.get_standing(session, idea)
    if not (standing.is_public and rules.may_see_spread(actor)):
        raise NotFound("spread")
    tree = await queries.list_spread(session, actor, idea)
    return await page(
        request,
        "adoptions/spread.html",
        idea=idea,
        spread=tree,
        learnt=await update_queries.list_newest_learnt(session, actor, [found.row.id for found in tree]),
        picture=drawn([Branch(found.row.id, found.depth, found.from_id) for found in tree]),
        may_adopt=rules.may_adopt(actor, standing) and rules.can_adopt(standing),
        crumbs=_crumbs(idea),
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [new, create, spread]
