"""A boundary that was crossed: the question it asks, and the one answer to it."""

from litestar import get, post

from registry.boundaries import actions, rules
from registry.boundaries.models import Boundary, Crossing, CrossingAnswer
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.schemas import CrossingAnswerIn
from registry.ideas import queries as idea_queries
from registry.ideas.models import Idea
from registry.kit.errors import Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/crossings/{crossing_id:uuid}", name="crossings.show")
async def show(request: AnyRequest, crossing_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    crossing, boundary, idea = await queries.get_crossing(session, actor, crossing_id)
    row = await queries.get_row(session, actor, boundary, idea)
    form = Form.of(CrossingAnswerIn, {"sentence": row.sentence})
    return await _page(request, session, actor, crossing, boundary, idea, form=form)


@post("/crossings/{crossing_id:uuid}/answer", name="crossings.answer")
async def answer(
    request: AnyRequest, crossing_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    crossing, boundary, idea = await queries.get_crossing(session, actor, crossing_id)
    form = Form(CrossingAnswerIn, typed)
    try:
        await actions.answer_crossing(session, actor, crossing, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, session, actor, crossing, boundary, idea, form=form, status=422)
    flash = "Your answer stands." if crossing.answered_at else "The question stays open until your sponsor agrees."
    return await done(request, f"/boundaries/{boundary.id}", flash)


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    crossing: Crossing,
    boundary: Boundary,
    idea: Idea,
    *,
    form: Form[CrossingAnswerIn],
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    row = await queries.get_row(session, actor, boundary, idea)
    faces = await people_queries.list_faces(session, actor, [crossing.opened_by_id, crossing.answered_by_id])
    return await page(
        request,
        "boundaries/crossing.html",
        status=status,
        crossing=crossing,
        row=row,
        idea=idea,
        faces=faces,
        form=form,
        answers=[(kind.value, kind.label) for kind in CrossingAnswer],
        may_answer=rules.may_answer_crossing(actor, standing, crossing),
        needs_agreement=rules.needs_agreement(standing),
        crumbs=[
            ("Ideas", "/ideas"),
            (idea.title, f"/ideas/{idea.id}"),
            (row.sentence, f"/boundaries/{boundary.id}"),
        ],
    )


routes = [show, answer]
