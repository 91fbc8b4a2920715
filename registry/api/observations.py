"""The numbers of a measure, for programs: one or many at once."""

from datetime import date

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from registry.measures import queries
from registry.measures.actions import observations as actions
from registry.measures.models import Measure
from registry.measures.rules.lines import page_newest_first
from registry.measures.schemas import (
    CorrectionIn,
    ObservationOut,
    ObservationRowOut,
    ObservationsIn,
    WithdrawalIn,
)
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId

Day = FromPath[date]
AT_ONCE = 500


class ObservationPageOut(BaseModel):
    """The newest first; `next` goes into `after` for those before them."""

    observations: list[ObservationOut]
    next: str | None


@get("/measures/{measure_id:uuid}/observations", name="api.observations.index")
async def index(measure_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> ObservationPageOut:
    measure = await queries.get_measure(session, actor, measure_id)
    counted = await queries.list_counted(session, measure)
    listed = page_newest_first(counted, cursor=after, size=AT_ONCE)
    out = [ObservationOut.model_validate(found) for found in listed.rows]
    return ObservationPageOut(observations=out, next=listed.next_cursor)


@post("/measures/{measure_id:uuid}/observations", name="api.observations.record")
async def record(
    measure_id: PathId, data: JSONBody[ObservationsIn], session: DbSession, actor: CurrentActor
) -> list[ObservationOut]:
    """One number, or many under `observations`; the answer lists those that were written."""
    measure = await queries.get_measure(session, actor, measure_id)
    if len(data.observations) == 1 and not data.corrects:
        rows = [await actions.record_observation(session, actor, measure, data.observations[0])]
    else:
        rows = [*await actions.record_observations(session, actor, measure, data.observations, corrects=data.corrects)]
    written = {row.measured_on for row in rows}
    counted = await queries.list_counted(session, measure)
    return [ObservationOut.model_validate(found) for found in counted if found.measured_on in written]


@get("/measures/{measure_id:uuid}/observations/{measured_on:date}", name="api.observations.show")
async def show(
    measure_id: PathId, measured_on: Day, session: DbSession, actor: CurrentActor
) -> list[ObservationRowOut]:
    """What stands for a date and what stood before it, the newest first."""
    measure = await queries.get_measure(session, actor, measure_id)
    return await _rows(session, measure, measured_on)


@put("/measures/{measure_id:uuid}/observations/{measured_on:date}", name="api.observations.correct")
async def correct(
    measure_id: PathId, measured_on: Day, data: JSONBody[CorrectionIn], session: DbSession, actor: CurrentActor
) -> list[ObservationRowOut]:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.correct_observation(session, actor, measure, measured_on, data)
    return await _rows(session, measure, measured_on)


@post("/measures/{measure_id:uuid}/observations/{measured_on:date}/withdrawal", name="api.observations.withdraw")
async def withdraw(
    measure_id: PathId, measured_on: Day, data: JSONBody[WithdrawalIn], session: DbSession, actor: CurrentActor
) -> list[ObservationRowOut]:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.withdraw_observation(session, actor, measure, measured_on, data)
    return await _rows(session, measure, measured_on)


async def _rows(session: DbSession, measure: Measure, measured_on: date) -> list[ObservationRowOut]:
    rows = await queries.get_rows_of_date(session, measure, measured_on)
    return [ObservationRowOut.model_validate(row) for row in rows]


routes = [index, record, show, correct, withdraw]
