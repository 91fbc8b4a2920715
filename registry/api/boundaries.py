"""Boundaries for programs: an idea's, one with its past, drawing, answering, new words, and what follows a crossing."""

from litestar import get, post
from litestar.params import JSONBody

from registry.boundaries.actions import answering, drawing
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.schemas import (
    AnswerIn,
    AnswerOut,
    BoundaryIn,
    BoundaryOut,
    BoundaryPageOut,
    CrossingAnswerIn,
    CrossingOut,
    RedrawingIn,
    WordingOut,
)
from registry.ideas.queries import ideas as idea_queries
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/boundaries", name="api.boundaries.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[BoundaryOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [BoundaryOut.model_validate(row) for row in await queries.list_boundaries(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/boundaries", name="api.boundaries.create")
async def create(idea_id: PathId, data: JSONBody[BoundaryIn], session: DbSession, actor: CurrentActor) -> BoundaryOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    boundary = await drawing.draw_boundary(session, actor, idea, data)
    return BoundaryOut.model_validate(await queries.get_row(session, actor, boundary, idea))


@get("/boundaries/{boundary_id:uuid}", name="api.boundaries.show")
async def show(boundary_id: PathId, session: DbSession, actor: CurrentActor) -> BoundaryPageOut:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    row = BoundaryOut.model_validate(await queries.get_row(session, actor, boundary, idea))
    wordings = await queries.list_wordings(session, boundary)
    answers = await queries.list_answers(session, boundary, idea)
    crossings = await crossing_queries.list_crossings(session, boundary)
    return BoundaryPageOut(
        **row.model_dump(),
        wordings=[WordingOut.model_validate(wording) for wording in wordings],
        answers=[AnswerOut.model_validate(answer) for answer in answers],
        crossings=[CrossingOut.model_validate(crossing) for crossing in crossings],
    )


@post("/boundaries/{boundary_id:uuid}/answers", name="api.boundaries.answer")
async def answer(boundary_id: PathId, data: JSONBody[AnswerIn], session: DbSession, actor: CurrentActor) -> AnswerOut:
    boundary, _ = await queries.get_idea_boundary(session, actor, boundary_id)
    return AnswerOut.model_validate(await answering.answer_boundary(session, actor, boundary, data))


@post("/boundaries/{boundary_id:uuid}/wordings", name="api.boundaries.redraw")
async def redraw(
    boundary_id: PathId, data: JSONBody[RedrawingIn], session: DbSession, actor: CurrentActor
) -> WordingOut:
    boundary, _ = await queries.get_idea_boundary(session, actor, boundary_id)
    return WordingOut.model_validate(await drawing.redraw_boundary(session, actor, boundary, data))


@post("/wordings/{wording_id:uuid}/agreement", name="api.wordings.agree")
async def agree(wording_id: PathId, session: DbSession, actor: CurrentActor) -> WordingOut:
    wording, _, _ = await queries.get_wording(session, actor, wording_id)
    await drawing.agree_wording(session, actor, wording)
    return WordingOut.model_validate(wording)


@post("/wordings/{wording_id:uuid}/setting-aside", name="api.wordings.set_aside")
async def set_aside(wording_id: PathId, session: DbSession, actor: CurrentActor) -> WordingOut:
    wording, _, _ = await queries.get_wording(session, actor, wording_id)
    await drawing.set_aside_wording(session, actor, wording)
    return WordingOut.model_validate(wording)


@get("/crossings/{crossing_id:uuid}", name="api.crossings.show")
async def show_crossing(crossing_id: PathId, session: DbSession, actor: CurrentActor) -> CrossingOut:
    crossing = (await crossing_queries.get_crossing(session, actor, crossing_id)).crossing
    return CrossingOut.model_validate(crossing)


@post("/crossings/{crossing_id:uuid}/answer", name="api.crossings.answer")
async def answer_crossing(
    crossing_id: PathId, data: JSONBody[CrossingAnswerIn], session: DbSession, actor: CurrentActor
) -> CrossingOut:
    crossing = (await crossing_queries.get_crossing(session, actor, crossing_id)).crossing
    await answering.answer_crossing(session, actor, crossing, data)
    return CrossingOut.model_validate(crossing)


routes = [index, create, show, answer, redraw, agree, set_aside, show_crossing, answer_crossing]
