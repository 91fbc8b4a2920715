"""What a measure's mean and limits rest on: its baseline, and the dates from which they are worked out anew."""

from litestar import get, post

from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.measures import queries
from registry.measures.actions import limits as actions
from registry.measures.models import Measure
from registry.measures.rules import limits, rights
from registry.measures.schemas import BaselineIn, RecalculationIn
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.spc.series import LEAST_FIXED_POINTS
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page

DAYS_TO_CHOOSE = 400


@get("/measures/{measure_id:uuid}/baseline", name="limits.edit_baseline")
async def edit_baseline(
    request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    """How it stands and why, for everybody; the form for those who keep the measure."""
    measure = await queries.get_measure(session, actor, measure_id)
    baseline = await queries.find_baseline(session, measure)
    points = baseline.points if baseline and baseline.points else LEAST_FIXED_POINTS
    return await _baseline_page(request, session, actor, measure, Form.of(BaselineIn, {"points": points}))


@post("/measures/{measure_id:uuid}/baseline", name="limits.set_baseline")
async def set_baseline(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(BaselineIn, typed)
    try:
        baseline = await actions.set_baseline(session, actor, measure, form.value)
    except Refused as refusal:
        return await _baseline_page(request, session, actor, measure, form.refuse(refusal), status=422)
    said = f"The limits rest on {limits.baseline_words(baseline.points)} now."
    return await done(request, f"/measures/{measure.id}", said)


@get("/measures/{measure_id:uuid}/recalculations", name="limits.recalculations")
async def recalculations(
    request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    return await _recalculations_page(request, session, actor, measure, Form(RecalculationIn))


@post("/measures/{measure_id:uuid}/recalculations", name="limits.set_recalculation")
async def set_recalculation(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(RecalculationIn, typed)
    try:
        point = await actions.set_recalculation(session, actor, measure, form.value)
    except Refused as refusal:
        return await _recalculations_page(request, session, actor, measure, form.refuse(refusal), status=422)
    said = f"Mean and limits are worked out anew from {day_words(point.starts_on)}."
    return await done(request, f"/measures/{measure.id}", said)


@get("/recalculations/{point_id:uuid}/lifting", name="limits.confirm_lifting")
async def confirm_lifting(
    request: AnyRequest, point_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    point, measure = await queries.get_recalculation(session, actor, point_id)
    keeping = await queries.get_keeping(session, measure)
    if not rights.may_record(actor, keeping, measure):
        raise NotAllowed(rights.who_sets_limits(keeping, measure))
    crumbs = [(measure.name, f"/measures/{measure.id}")]
    return await page(request, "limits/lifting.html", measure=measure, point=point, form=Form(Empty), crumbs=crumbs)


@post("/recalculations/{point_id:uuid}/lifting", name="limits.lift")
async def lift(request: AnyRequest, point_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    point, measure = await queries.get_recalculation(session, actor, point_id)
    await actions.lift_recalculation(session, actor, point)
    return await done(request, f"/measures/{measure.id}", "Lifted. The limits run on over that date again.")


async def _baseline_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    form: Form[BaselineIn],
    *,
    status: int = 200,
) -> AnyResponse:
    baselines = await queries.list_baselines(session, measure)
    keeping = await queries.get_keeping(session, measure)
    return await page(
        request,
        "limits/baseline.html",
        status=status,
        measure=measure,
        form=form,
        baselines=[(baseline, limits.baseline_words(baseline.points)) for baseline in baselines],
        least=LEAST_FIXED_POINTS,
        number_count=(await queries.get_result(session, measure)).number_count,
        faces=await people_queries.list_faces(session, actor, [baseline.set_by_id for baseline in baselines]),
        may_set=rights.may_record(actor, keeping, measure),
        crumbs=[(measure.name, f"/measures/{measure.id}")],
    )


async def _recalculations_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    form: Form[RecalculationIn],
    *,
    status: int = 200,
) -> AnyResponse:
    points = await queries.list_recalculations(session, measure)
    counted = await queries.list_counted(session, measure)
    keeping = await queries.get_keeping(session, measure)
    days = limits.days_to_begin_anew(counted, {point.starts_on for point in points})
    return await page(
        request,
        "limits/recalculations.html",
        status=status,
        measure=measure,
        form=form,
        points=points,
        days=[(day, day_words(day)) for day in days[:DAYS_TO_CHOOSE]],
        faces=await people_queries.list_faces(session, actor, [point.set_by_id for point in points]),
        may_set=rights.may_record(actor, keeping, measure),
        crumbs=[(measure.name, f"/measures/{measure.id}")],
    )


routes = [edit_baseline, set_baseline, recalculations, set_recalculation, confirm_lifting, lift]
