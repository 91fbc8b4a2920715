"""How an idea stands under a boundary of its framework, and what follows a crossing, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.boundaries.actions import answering, choosing
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.schemas import (
    AnswerIn,
    AnswerOut,
    BoundaryOut,
    ChoiceIn,
    CrossingAnswerIn,
    CrossingOut,
)
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/watches/{watch_id:uuid}", name="api.watches.show")
async def show(watch_id: PathId, session: DbSession, actor: CurrentActor) -> BoundaryOut:
    _, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    return BoundaryOut.model_validate(await queries.get_row(session, actor, boundary, idea))


@post("/watches/{watch_id:uuid}/answers", name="api.watches.answer")
async def answer(watch_id: PathId, data: JSONBody[AnswerIn], session: DbSession, actor: CurrentActor) -> AnswerOut:
    _, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    return AnswerOut.model_validate(await answering.answer_boundary(session, actor, boundary, data, idea=idea))


@post("/watches/{watch_id:uuid}/measure", name="api.watches.choose_measure")
async def choose_measure(
    watch_id: PathId, data: JSONBody[ChoiceIn], session: DbSession, actor: CurrentActor
) -> BoundaryOut:
    watch, boundary, idea = await watch_queries.get_watch(session, actor, watch_id)
    await choosing.choose_measure(session, actor, watch, data)
    return BoundaryOut.model_validate(await queries.get_row(session, actor, boundary, idea))


@get("/crossings/{crossing_id:uuid}", name="api.crossings.show")
async def show_crossing(crossing_id: PathId, session: DbSession, actor: CurrentActor) -> CrossingOut:
    facts = await crossing_queries.get_crossing(session, actor, crossing_id)
    return CrossingOut.model_validate(facts.crossing)


@post("/crossings/{crossing_id:uuid}/answer", name="api.crossings.answer")
async def answer_crossing(
    crossing_id: PathId, data: JSONBody[CrossingAnswerIn], session: DbSession, actor: CurrentActor
) -> CrossingOut:
    facts = await crossing_queries.get_crossing(session, actor, crossing_id)
    await answering.answer_crossing(session, actor, facts.crossing, data)
    return CrossingOut.model_validate(facts.crossing)


routes = [show, answer, choose_measure, show_crossing, answer_crossing]
