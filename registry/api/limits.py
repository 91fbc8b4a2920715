"""What a measure's mean and limits rest on, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.measures import queries
from registry.measures.actions import limits as actions
from registry.measures.schemas import BaselineIn, BaselineOut, RecalculationIn, RecalculationOut
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/measures/{measure_id:uuid}/baseline", name="api.limits.baselines")
async def baselines(measure_id: PathId, session: DbSession, actor: CurrentActor) -> list[BaselineOut]:
    """The newest first; it holds."""
    measure = await queries.get_measure(session, actor, measure_id)
    return [BaselineOut.model_validate(baseline) for baseline in await queries.list_baselines(session, measure)]


@post("/measures/{measure_id:uuid}/baseline", name="api.limits.set_baseline")
async def set_baseline(
    measure_id: PathId, data: JSONBody[BaselineIn], session: DbSession, actor: CurrentActor
) -> BaselineOut:
    measure = await queries.get_measure(session, actor, measure_id)
    return BaselineOut.model_validate(await actions.set_baseline(session, actor, measure, data))


@get("/measures/{measure_id:uuid}/recalculations", name="api.limits.recalculations")
async def recalculations(measure_id: PathId, session: DbSession, actor: CurrentActor) -> list[RecalculationOut]:
    measure = await queries.get_measure(session, actor, measure_id)
    return [RecalculationOut.model_validate(point) for point in await queries.list_recalculations(session, measure)]


@post("/measures/{measure_id:uuid}/recalculations", name="api.limits.set_recalculation")
async def set_recalculation(
    measure_id: PathId, data: JSONBody[RecalculationIn], session: DbSession, actor: CurrentActor
) -> RecalculationOut:
    measure = await queries.get_measure(session, actor, measure_id)
    return RecalculationOut.model_validate(await actions.set_recalculation(session, actor, measure, data))


@post("/recalculations/{point_id:uuid}/lifting", name="api.limits.lift")
async def lift(point_id: PathId, session: DbSession, actor: CurrentActor) -> RecalculationOut:
    point, _ = await queries.get_recalculation(session, actor, point_id)
    await actions.lift_recalculation(session, actor, point)
    return RecalculationOut.model_validate(point)


routes = [baselines, set_baseline, recalculations, set_recalculation, lift]
