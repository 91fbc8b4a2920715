"""The numbers of a measure: adding one, the page of one date with what stood before, correcting it, taking it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import get, post
from litestar.params import FromPath

from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.kit.text import day_words
from registry.measures import queries
from registry.measures.actions import observations as actions
from registry.measures.models import Measure, Observation
from registry.measures.rules import dues, rights, words
from registry.measures.schemas import CorrectionIn, ObservationIn, WithdrawalIn, as_shown
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import CHANGED, Form
from registry.web.pages import done, page

Day = FromPath[date]


@get("/measures/{measure_id:uuid}/observations", name="observations.new")
async def new(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """The form of one number, its date preset to the one that is due."""
    measure = await queries.get_measure(session, actor, measure_id)
    days = [counted.measured_on for counted in await queries.list_counted(session, measure)]
    offered = {"measured_on": dues.date_to_offer(days, measure.interval, actor.today)}
    return await _new_page(request, session, actor, measure, Form.of(ObservationIn, offered))


@post("/measures/{measure_id:uuid}/observations", name="observations.record")
async def record(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(ObservationIn, typed)
    try:
        row = await actions.record_observation(session, actor, measure, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, measure, form.refuse(refusal), status=422)
    said = f"Added: {words.value_words(measure, row.value)} for {day_words(row.measured_on)}."
    return await done(request, f"/measures/{measure.id}", said)


@get("/measures/{measure_id:uuid}/observations/{measured_on:date}", name="observations.show")
async def show(
    request: AnyRequest, measure_id: PathId, measured_on: Day, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    """What stands for a date and what stood before it, with the form to correct it for those who may."""
    measure = await queries.get_measure(session, actor, measure_id)
    rows = await queries.get_rows_of_date(session, measure, measured_on)
    return await _date_page(request, session, actor, measure, rows, Form.of(CorrectionIn, as_shown(rows[0])))


@post("/measures/{measure_id:uuid}/observations/{measured_on:date}", name="observations.correct")
async def correct(
    request: AnyRequest,
    measure_id: PathId,
    measured_on: Day,
    typed: Typed,
    session: DbSession,
    actor: CurrentActor,
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(CorrectionIn, typed, carried=("number",))
    try:
        row = await actions.correct_observation(session, actor, measure, measured_on, form.value)
    except Refused as refusal:
        rows = await queries.get_rows_of_date(session, measure, measured_on)
        return await _date_page(request, session, actor, measure, rows, form.refuse(refusal), status=422)
    except Changed:
        rows = await queries.get_rows_of_date(session, measure, measured_on)
        return await _date_page(request, session, actor, measure, rows, form.refuse(Refused(CHANGED)), status=409)
    said = f"{words.value_words(measure, row.value).capitalize()} stands for {day_words(measured_on)} now."
    return await done(request, f"/measures/{measure.id}", f"{said} What stood before is kept.")


@get("/measures/{measure_id:uuid}/observations/{measured_on:date}/withdrawal", name="observations.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, measure_id: PathId, measured_on: Day, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    rows = await queries.get_rows_of_date(session, measure, measured_on)
    form = Form.of(WithdrawalIn, {"number": rows[0].number})
    return await _withdrawal_page(request, session, actor, measure, rows[0], form)


@post("/measures/{measure_id:uuid}/observations/{measured_on:date}/withdrawal", name="observations.withdraw")
async def withdraw(
    request: AnyRequest,
    measure_id: PathId,
    measured_on: Day,
    typed: Typed,
    session: DbSession,
    actor: CurrentActor,
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(WithdrawalIn, typed, carried=("number",))
    try:
        await actions.withdraw_observation(session, actor, measure, measured_on, form.value)
    except Refused as refusal:
        [row, *_] = await queries.get_rows_of_date(session, measure, measured_on)
        return await _withdrawal_page(request, session, actor, measure, row, form.refuse(refusal), status=422)
    return await done(request, f"/measures/{measure.id}", f"Nothing stands for {day_words(measured_on)} now.")


async def _new_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    form: Form[ObservationIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_record(session, actor, measure)
    standing = await queries.list_counted(session, measure)
    typed = form.typed("measured_on")
    return await page(
        request,
        "observations/new.html",
        status=status,
        form=form,
        stands_on=next((found.measured_on for found in standing if found.measured_on.isoformat() == typed), None),
        newest=standing[-1] if standing else None,
        newest_words=words.value_words(measure, standing[-1].value) if standing else "",
        measure=measure,
        crumbs=_crumbs(measure),
    )


async def _date_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    rows: Sequence[Observation],
    form: Form[CorrectionIn],
    *,
    status: int = 200,
) -> AnyResponse:
    keeping = await queries.get_keeping(session, measure)
    return await page(
        request,
        "observations/show.html",
        status=status,
        form=form,
        past=[(row, words.row_words(measure, row)) for row in rows],
        faces=await people_queries.list_faces(session, actor, [row.recorded_by_id for row in rows]),
        may_record=rights.may_record(actor, keeping, measure),
        measure=measure,
        crumbs=_crumbs(measure),
    )


async def _withdrawal_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    row: Observation,
    form: Form[WithdrawalIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_record(session, actor, measure)
    if row.is_withdrawn:
        raise NotFound("observation")
    context: dict[str, Any] = {
        "measure": measure,
        "row": row,
        "said": words.row_words(measure, row),
        "crumbs": _crumbs(measure),
    }
    return await page(request, "observations/withdrawal.html", status=status, form=form, **context)


async def _must_record(session: DbSession, actor: Actor, measure: Measure) -> None:
    keeping = await queries.get_keeping(session, measure)
    if not rights.may_record(actor, keeping, measure):
        raise NotAllowed(rights.who_records(keeping, measure))


def _crumbs(measure: Measure) -> list[tuple[str, str]]:
    return [(measure.name, f"/measures/{measure.id}")]


routes = [new, record, show, correct, confirm_withdrawal, withdraw]
