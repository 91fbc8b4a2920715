"""What is counted, for programs."""

from litestar import get, post, put
from litestar.params import JSONBody

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Changed
from registry.measures import queries
from registry.measures.actions import measures as actions
from registry.measures.models import Measure
from registry.measures.queries import MeasureRow
from registry.measures.schemas import MeasureIn, MeasureOut
from registry.web.doors import CurrentActor, DbSession, PathId


class MeasureEditIn(MeasureIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


@get("/ideas/{idea_id:uuid}/measures", name="api.measures.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[MeasureOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [_out(row) for row in await queries.list_measures_for_idea(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/measures", name="api.measures.create")
async def create(idea_id: PathId, data: JSONBody[MeasureIn], session: DbSession, actor: CurrentActor) -> MeasureOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _shown(session, await actions.add_measure_to_idea(session, actor, idea, data))


@get("/frameworks/{framework_id:uuid}/measures", name="api.measures.index_shared")
async def index_shared(framework_id: PathId, session: DbSession, actor: CurrentActor) -> list[MeasureOut]:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return [_out(row) for row in await queries.list_measures_for_framework(session, actor, framework)]


@post("/frameworks/{framework_id:uuid}/measures", name="api.measures.create_shared")
async def create_shared(
    framework_id: PathId, data: JSONBody[MeasureIn], session: DbSession, actor: CurrentActor
) -> MeasureOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return await _shown(session, await actions.add_measure_to_framework(session, actor, framework, data))


@get("/measures/{measure_id:uuid}", name="api.measures.show")
async def show(measure_id: PathId, session: DbSession, actor: CurrentActor) -> MeasureOut:
    return await _shown(session, await queries.get_measure(session, actor, measure_id))


@put("/measures/{measure_id:uuid}", name="api.measures.update")
async def update(
    measure_id: PathId, data: JSONBody[MeasureEditIn], session: DbSession, actor: CurrentActor
) -> MeasureOut:
    measure = await queries.get_measure(session, actor, measure_id)
    if data.version != measure.version:
        raise Changed
    await actions.edit_measure(session, actor, measure, MeasureIn(**data.model_dump(exclude={"version"})))
    return await _shown(session, measure)


@post("/measures/{measure_id:uuid}/closing", name="api.measures.close")
async def close(measure_id: PathId, session: DbSession, actor: CurrentActor) -> MeasureOut:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.close_measure(session, actor, measure)
    return await _shown(session, measure)


@post("/measures/{measure_id:uuid}/reopening", name="api.measures.reopen")
async def reopen(measure_id: PathId, session: DbSession, actor: CurrentActor) -> MeasureOut:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.reopen_measure(session, actor, measure)
    return await _shown(session, measure)


async def _shown(session: DbSession, measure: Measure) -> MeasureOut:
    return _out(MeasureRow(measure, await queries.get_result(session, measure)))


def _out(row: MeasureRow) -> MeasureOut:
    return MeasureOut.model_validate(row.measure.model_dump() | {"result": row.result})


routes = [index, create, index_shared, create_shared, show, update, close, reopen]
