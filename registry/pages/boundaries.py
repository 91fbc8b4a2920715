"""A boundary: drawing one for an idea or a framework, how it stands, and what the team says of it."""

from typing import Annotated, Any

from litestar import get, post
from litestar.params import QueryParameter

from registry.boundaries.actions import answering, drawing, publishing
from registry.boundaries.models import ANSWER_DAYS, Answer, Boundary, BoundaryKind, Comparison
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import frameworks as under_queries
from registry.boundaries.queries import records
from registry.boundaries.rules import drawing as rules
from registry.boundaries.schemas import AnswerIn, BoundaryIn
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules import frameworks as framework_rules
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries as measure_queries
from registry.measures.queries import MeasureRow
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of

Kind = Annotated[str, QueryParameter(name="kind", max_length=20)]
SAID = {
    Answer.KEPT: "Kept. Thank you for saying so.",
    Answer.NEAR: "Near. Everybody who reads the idea can see it.",
    Answer.CROSSED: "Crossed. The lead is asked what follows from it.",
}
SIDES = [
    (Comparison.NOT_OVER.value, "Not over the limit"),
    (Comparison.NOT_UNDER.value, "Not under the limit"),
]


@get("/ideas/{idea_id:uuid}/boundaries/new", name="boundaries.new")
async def new(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, kind: Kind = ""
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _new_page(request, session, actor, idea, Form.of(BoundaryIn, _first_choices(kind)))


@post("/ideas/{idea_id:uuid}/boundaries", name="boundaries.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(BoundaryIn, typed, carried=("kind",))
    try:
        boundary = await drawing.draw_boundary(session, actor, idea, form.value)
    except Refused as refusal:
        if "kind" in refusal.fields:
            raise
        return await _new_page(request, session, actor, idea, form.refuse(refusal), status=422)
    row = await queries.get_row(session, actor, boundary, idea)
    flash = "The boundary stands." if row.wording else "The boundary is proposed. It stands when your sponsor agrees."
    return await done(request, f"/boundaries/{boundary.id}", flash)


@get("/frameworks/{framework_id:uuid}/boundaries/new", name="boundaries.new_of_framework")
async def new_of_framework(
    request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor, kind: Kind = ""
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return await _new_page(request, session, actor, framework, Form.of(BoundaryIn, _first_choices(kind)))


@post("/frameworks/{framework_id:uuid}/boundaries", name="boundaries.create_of_framework")
async def create_of_framework(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    form = Form(BoundaryIn, typed, carried=("kind",))
    try:
        boundary = await publishing.draw_framework_boundary(session, actor, framework, form.value)
    except Refused as refusal:
        if "kind" in refusal.fields:
            raise
        return await _new_page(request, session, actor, framework, form.refuse(refusal), status=422)
    row = await queries.get_framework_row(session, actor, boundary)
    flash = (
        "The boundary stands." if row.wording else "The boundary is part of the next version. Publish it when you like."
    )
    return await done(request, f"/boundaries/{boundary.id}", flash)


@get("/boundaries/{boundary_id:uuid}", name="boundaries.show")
async def show(
    request: AnyRequest, boundary_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    boundary, idea = await queries.get_boundary(session, actor, boundary_id)
    if idea is None and boundary.measure_id is None:
        return await _under_page(request, session, actor, boundary, after)
    return await _page(request, session, actor, boundary, idea, Form(AnswerIn))


@post("/boundaries/{boundary_id:uuid}/answers", name="boundaries.answer")
async def answer(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    form = Form(AnswerIn, typed)
    try:
        given = await answering.answer_boundary(session, actor, boundary, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, boundary, idea, form.refuse(refusal), status=422)
    return await done(
        request,
        f"/boundaries/{boundary.id}",
        SAID[given.answer],
        part="boundaries/_line.html",
        row=await queries.get_row(session, actor, boundary, idea),
        may_answer=True,
        one_button=Form(Empty),
    )


def _first_choices(kind: str) -> dict[str, Any]:
    return {"kind": kind, "points_in_a_row": 1, "answer_days": ANSWER_DAYS}


async def _new_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    held: Idea | Framework,
    form: Form[BoundaryIn],
    *,
    status: int = 200,
) -> AnyResponse:
    """The kind first, then the form of that kind."""
    context = await (_for_idea if isinstance(held, Idea) else _for_framework)(session, actor, held)
    is_chosen = form.typed("kind") in set(BoundaryKind) or status == 422
    return await page(
        request,
        "boundaries/new.html" if is_chosen else "boundaries/kind.html",
        status=status,
        form=form,
        is_measured=form.typed("kind") == BoundaryKind.MEASURED,
        sides=SIDES,
        **context,
    )


async def _for_idea(session: DbSession, actor: Actor, idea: Any) -> dict[str, Any]:
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead of a registered idea draws its boundaries.")
    rows = await queries.list_boundaries(session, actor, idea)
    return {
        "here": f"/ideas/{idea.id}",
        "held_name": idea.title,
        "is_framework": False,
        "measures": _choices(await measure_queries.list_measures_for_idea(session, actor, idea)),
        "wider": [(str(row.id), row.sentence) for row in rows if row.framework_id and row.is_measured],
        "needs_agreement": rules.needs_agreement(standing),
        "crumbs": [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    }


async def _for_framework(session: DbSession, actor: Actor, framework: Any) -> dict[str, Any]:
    if not framework_rules.may_keep(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed("Only its stewards draw the boundaries of a framework.")
    return {
        "here": f"/frameworks/{framework.id}",
        "held_name": framework.name,
        "is_framework": True,
        "measures": _choices(await measure_queries.list_measures_for_framework(session, actor, framework)),
        "wider": [],
        "needs_agreement": False,
        "crumbs": [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")],
    }


def _choices(rows: Any) -> list[tuple[str, str]]:
    """Measures that are still counted, with the unit in which a limit is said."""
    open_rows: list[MeasureRow] = [row for row in rows if row.measure.closed_at is None]
    return [(str(row.measure.id), f"{row.measure.name}, in {row.measure.unit}") for row in open_rows]


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    idea: Idea | None,
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
        crumbs=_crumbs(record),
    )


async def _under_page(
    request: AnyRequest, session: DbSession, actor: Actor, boundary: Boundary, after: str
) -> AnyResponse:
    """Of a framework's boundary that watches each idea by itself."""
    record = await records.get_record(session, actor, boundary, None)
    listed = await under_queries.page_of_ideas_under(session, actor, boundary, cursor=after)
    counts = await under_queries.count_ideas_under(session, actor, [boundary.id])
    return await page(
        request,
        "boundaries/under.html",
        record=record,
        row=record.row,
        ideas=listed,
        counts=counts[boundary.id],
        pager=pager_of(request, listed, "idea", "ideas"),
        crumbs=_crumbs(record),
    )


def _crumbs(record: records.BoundaryRecord) -> list[tuple[str, str]]:
    if record.idea:
        return [("Ideas", "/ideas"), (record.idea.title, f"/ideas/{record.idea.id}")]
    framework = record.framework
    return [("Frameworks", "/frameworks")] + ([(framework.name, f"/frameworks/{framework.id}")] if framework else [])


routes = [new, create, new_of_framework, create_of_framework, show, answer]
