"""How one idea stands under a boundary of its framework, and which of its measures tells."""

from typing import Any

from litestar import get, post

from registry.boundaries.actions import answering, choosing
from registry.boundaries.models import Boundary
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import records
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.schemas import AnswerIn, ChoiceIn
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.measures import queries as measure_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/watches/{watch_id:uuid}", name="watches.show")
async def show(request: AnyRequest, watch_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    return await _page(request, session, actor, boundary, idea, Form(AnswerIn))


@post("/watches/{watch_id:uuid}/answers", name="watches.answer")
async def answer(
    request: AnyRequest, watch_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    form = Form(AnswerIn, typed)
    try:
        given = await answering.answer_boundary(session, actor, boundary, form.value, idea=idea)
    except Refused as refusal:
        return await _page(request, session, actor, boundary, idea, form.refuse(refusal), status=422)
    return await done(
        request,
        f"/watches/{watch_id}",
        f"{given.answer.label}. Everybody who reads the idea can see it.",
        part="boundaries/_line.html",
        row=await queries.get_row(session, actor, boundary, idea),
        may_answer=True,
        one_button=Form(Empty),
    )


@get("/watches/{watch_id:uuid}/measure", name="watches.measure")
async def measure(request: AnyRequest, watch_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    watch, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    form = Form.of(ChoiceIn, {"measure_id": watch.measure_id})
    return await _choice_page(request, session, actor, boundary, idea, form)


@post("/watches/{watch_id:uuid}/measure", name="watches.choose_measure")
async def choose_measure(
    request: AnyRequest, watch_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    watch, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    form = Form(ChoiceIn, typed)
    try:
        chosen = await choosing.choose_measure(session, actor, watch, form.value)
    except Refused as refusal:
        return await _choice_page(request, session, actor, boundary, idea, form.refuse(refusal), status=422)
    return await done(request, f"/watches/{chosen.id}", "From now on its numbers tell.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    idea: Idea,
    answering_form: Form[AnswerIn],
    *,
    status: int = 200,
) -> AnyResponse:
    record = await records.get_record(session, actor, boundary, idea)
    return await page(
        request,
        "boundaries/show.html",
        part="boundaries/_line.html",
        status=status,
        record=record,
        row=record.row,
        may_answer=record.rights.may_answer,
        answering=answering_form,
        one_button=Form(Empty),
        crumbs=_crumbs(idea),
    )


async def _choice_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    idea: Idea,
    form: Form[Any],
    *,
    status: int = 200,
) -> AnyResponse:
    if not rules.may_choose_measure(actor, await idea_queries.get_standing(session, idea), boundary):
        raise NotAllowed("Only the lead chooses which measure tells.")
    row = await queries.get_row(session, actor, boundary, idea)
    measures = await measure_queries.list_measures_for_idea(session, actor, idea)
    if row.watch_id is None:
        raise NotFound("watch")
    return await page(
        request,
        "boundaries/measure.html",
        status=status,
        form=form,
        row=row,
        idea=idea,
        measures=[
            (str(found.measure.id), f"{found.measure.name}, in {found.measure.unit}")
            for found in measures
            if found.measure.closed_at is None
        ],
        crumbs=[*_crumbs(idea), (row.sentence, row.address)],
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [show, answer, measure, choose_measure]
