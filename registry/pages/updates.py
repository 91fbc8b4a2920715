"""How an idea goes, as its team tells it: the timeline, one update, telling a new one, putting it in other words."""

from litestar import get, post

from registry.boundaries.models import Answer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.rules.standing import WATCHED_STAGES
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people.actors import Actor
from registry.progress.actions import updates as actions
from registry.progress.queries import updates as queries
from registry.progress.rules import updates as rules
from registry.progress.schemas import UpdateTexts, answer_field, note_field, update_form, update_from
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of


@get("/ideas/{idea_id:uuid}/updates", name="updates.index")
async def index(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    updates = await queries.page_of_updates(session, actor, idea, cursor=after)
    return await page(
        request,
        "updates/index.html",
        idea=idea,
        updates=updates,
        may_tell=rules.may_tell(actor, await idea_queries.get_standing(session, idea)),
        pager=pager_of(request, updates, "update", "updates"),
        crumbs=_crumbs(idea),
    )


@get("/updates/{update_id:uuid}", name="updates.show")
async def show(request: AnyRequest, update_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    update, idea = await queries.get_update(session, actor, update_id)
    may_edit = rules.may_edit_update(actor, update.told_by_id)
    crumbs = _crumbs(idea)
    return await page(request, "updates/show.html", update=update, idea=idea, may_edit=may_edit, crumbs=crumbs)


@get("/updates/{update_id:uuid}/edit", name="updates.edit")
async def edit(request: AnyRequest, update_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    told, idea = await queries.get_update(session, actor, update_id)
    form = Form.of(UpdateTexts, {name: getattr(told, name) for name in UpdateTexts.model_fields}, version=told.version)
    return await _edit_page(request, actor, told, idea, form)


@post("/updates/{update_id:uuid}", name="updates.update")
async def update(
    request: AnyRequest, update_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    told, idea = await queries.get_update(session, actor, update_id)
    form = Form(UpdateTexts, typed)
    try:
        form.check_version(told.version)
        await actions.edit_update(session, actor, update_id, form.value, told.version)
    except Refused as refusal:
        return await _edit_page(request, actor, told, idea, form.refuse(refusal), status=422)
    except Changed:
        form.meet(told.version, rules.labelled({name: getattr(told, name) for name in UpdateTexts.model_fields}))
        return await _edit_page(request, actor, told, idea, form, status=409)
    return await done(request, f"/updates/{update_id}", "Your words are changed. The history keeps what they were.")


@get("/ideas/{idea_id:uuid}/updates/new", name="updates.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    boundaries = await boundary_queries.list_boundaries(session, actor, idea)
    form = Form(update_form(row.id for row in boundaries if row.asks_the_team))
    return await _page(request, session, actor, idea, boundaries, form)


@post("/ideas/{idea_id:uuid}/updates", name="updates.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    boundaries = await boundary_queries.list_boundaries(session, actor, idea)
    in_force = [row.id for row in boundaries if row.asks_the_team]
    form = Form(update_form(in_force), typed)
    try:
        told = await actions.tell_update(session, actor, idea, update_from(form.value, in_force))
    except Refused as refusal:
        return await _page(request, session, actor, idea, boundaries, form.refuse(refusal), status=422)
    return await done(request, f"/updates/{told.id}", "Told. Everybody who reads the idea can see it.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    boundaries: list[boundary_queries.BoundaryRow],
    form: Form[UpdateTexts],
    *,
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_tell(actor, standing):
        raise NotAllowed("Only the team tells how an idea goes, while it is open.")
    return await page(
        request,
        "updates/new.html",
        status=status,
        idea=idea,
        form=form,
        questions=[(row.sentence, answer_field(row.id), note_field(row.id)) for row in boundaries if row.asks_the_team],
        choices=[(answer.value, answer.label) for answer in Answer],
        is_answer_optional=standing.stage not in WATCHED_STAGES,
        crumbs=_crumbs(idea),
    )


async def _edit_page(
    request: AnyRequest,
    actor: Actor,
    told: queries.UpdateRow,
    idea: Idea,
    form: Form[UpdateTexts],
    *,
    status: int = 200,
) -> AnyResponse:
    if not rules.may_edit_update(actor, told.told_by_id):
        raise NotAllowed("Only who told it puts it in other words.")
    crumbs = [*_crumbs(idea), ("An update", f"/updates/{told.id}")]
    return await page(request, "updates/edit.html", status=status, update=told, form=form, crumbs=crumbs)


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [index, show, new, create, edit, update]
