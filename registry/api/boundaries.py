"""Boundaries for programs: an idea's, a framework's, one with its past; drawing, answering, and how ideas stand."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.boundaries.actions import answering, drawing, publishing, wordings
from registry.boundaries.models import Boundary
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import frameworks as under_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import (
    AnswerIn,
    AnswerOut,
    BoundaryIn,
    BoundaryOut,
    BoundaryPageOut,
    CrossingOut,
    IdeaUnderOut,
    RedrawingIn,
    WordingOut,
)
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.people.actors import Actor
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class IdeasUnderOut(BaseModel):
    """A page of ideas under a framework's boundary; `next` goes into `after` for the page behind it."""

    ideas: list[IdeaUnderOut]
    next: str | None


@get("/ideas/{idea_id:uuid}/boundaries", name="api.boundaries.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[BoundaryOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [BoundaryOut.model_validate(row) for row in await queries.list_boundaries(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/boundaries", name="api.boundaries.create")
async def create(idea_id: PathId, data: JSONBody[BoundaryIn], session: DbSession, actor: CurrentActor) -> BoundaryOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    boundary = await drawing.draw_boundary(session, actor, idea, data)
    return await _shown(session, actor, boundary, idea)


@get("/frameworks/{framework_id:uuid}/boundaries", name="api.boundaries.index_of_framework")
async def index_of_framework(framework_id: PathId, session: DbSession, actor: CurrentActor) -> list[BoundaryOut]:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return [BoundaryOut.model_validate(row) for row in await queries.list_framework_rows(session, actor, framework)]


@post("/frameworks/{framework_id:uuid}/boundaries", name="api.boundaries.create_of_framework")
async def create_of_framework(
    framework_id: PathId, data: JSONBody[BoundaryIn], session: DbSession, actor: CurrentActor
) -> BoundaryOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    boundary = await publishing.draw_framework_boundary(session, actor, framework, data)
    return await _shown(session, actor, boundary, None)


@get("/boundaries/{boundary_id:uuid}", name="api.boundaries.show")
async def show(boundary_id: PathId, session: DbSession, actor: CurrentActor) -> BoundaryPageOut:
    boundary, idea = await queries.get_boundary(session, actor, boundary_id)
    row = await _shown(session, actor, boundary, idea)
    words = await wording_queries.list_wordings(session, boundary)
    answers = await wording_queries.list_answers(session, boundary, idea) if idea else []
    crossings = await crossing_queries.list_crossings(session, boundary)
    return BoundaryPageOut(
        **row.model_dump(),
        wordings=[WordingOut.model_validate(wording) for wording in words],
        answers=[AnswerOut.model_validate(answer) for answer in answers],
        crossings=[CrossingOut.model_validate(crossing) for crossing in crossings],
    )


@get("/boundaries/{boundary_id:uuid}/ideas", name="api.boundaries.ideas")
async def ideas(boundary_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> IdeasUnderOut:
    """Of a framework's boundary that watches each idea by itself: the worst first."""
    boundary, _ = await queries.get_boundary(session, actor, boundary_id)
    listed = await under_queries.page_of_ideas_under(session, actor, boundary, cursor=after)
    return IdeasUnderOut(ideas=[IdeaUnderOut.model_validate(row) for row in listed.rows], next=listed.next_cursor)


@post("/boundaries/{boundary_id:uuid}/answers", name="api.boundaries.answer")
async def answer(boundary_id: PathId, data: JSONBody[AnswerIn], session: DbSession, actor: CurrentActor) -> AnswerOut:
    boundary, _ = await queries.get_idea_boundary(session, actor, boundary_id)
    return AnswerOut.model_validate(await answering.answer_boundary(session, actor, boundary, data))


@post("/boundaries/{boundary_id:uuid}/wordings", name="api.boundaries.redraw")
async def redraw(
    boundary_id: PathId, data: JSONBody[RedrawingIn], session: DbSession, actor: CurrentActor
) -> WordingOut:
    boundary, _ = await queries.get_boundary(session, actor, boundary_id)
    return WordingOut.model_validate(await publishing.redraw_boundary(session, actor, boundary, data))


@post("/wordings/{wording_id:uuid}/agreement", name="api.wordings.agree")
async def agree(wording_id: PathId, session: DbSession, actor: CurrentActor) -> WordingOut:
    wording, _, _ = await wording_queries.get_wording(session, actor, wording_id)
    await wordings.agree_wording(session, actor, wording)
    return WordingOut.model_validate(wording)


@post("/wordings/{wording_id:uuid}/setting-aside", name="api.wordings.set_aside")
async def set_aside(wording_id: PathId, session: DbSession, actor: CurrentActor) -> WordingOut:
    wording, _, _ = await wording_queries.get_wording(session, actor, wording_id)
    await wordings.set_aside_wording(session, actor, wording)
    return WordingOut.model_validate(wording)


async def _shown(session: DbSession, actor: Actor, boundary: Boundary, idea: Idea | None) -> BoundaryOut:
    if idea:
        return BoundaryOut.model_validate(await queries.get_row(session, actor, boundary, idea))
    return BoundaryOut.model_validate(await queries.get_framework_row(session, actor, boundary))


routes = [
    index,
    create,
    index_of_framework,
    create_of_framework,
    show,
    ideas,
    answer,
    redraw,
    agree,
    set_aside,
]
