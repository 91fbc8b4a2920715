"""What is counted: a measure with its numbers, adding one, changing what is said of it, closing it."""

import json
from typing import Any

from litestar import get, post

from registry.boundaries.queries.limits import list_limits
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.sheets import csv_line
from registry.measures import charts, queries
from registry.measures.actions import measures as actions
from registry.measures.models import DIRECTION_WORDS, Interval, Measure, MeasureKind
from registry.measures.rules import dues, rights, words
from registry.measures.rules.lines import page_newest_first
from registry.measures.rules.results import judge
from registry.measures.rules.rights import Keeping
from registry.measures.schemas import MeasureIn, ObservationIn, as_typed
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.spc.series import MDC_POINTS, RuleSet
from registry.web.doors import (
    AnyRequest,
    AnyResponse,
    ChartView,
    CurrentActor,
    Cursor,
    DbSession,
    FileFormat,
    PathId,
    Typed,
)
from registry.web.downloads import download, file_name
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of

ADDED = "It is counted from now on. Add the first number, or many."
FIRST_CHOICES = {"rule_set": RuleSet.NHSR, "interval": Interval.WEEK, "kind": MeasureKind.OUTCOME}


@get("/measures/{measure_id:uuid}", name="measures.show")
async def show(
    request: AnyRequest,
    measure_id: PathId,
    session: DbSession,
    actor: CurrentActor,
    after: Cursor = "",
    chart: ChartView = "",
    wanted: FileFormat = "",
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    keeping = await queries.get_keeping(session, measure)
    series = await queries.get_series(session, actor, measure)
    result = judge(series, actor.today)
    limits = await list_limits(session, actor, series)
    picture = charts.picture_of(series, result, limits=limits, as_run=chart == "run")
    if wanted == "csv":
        return download("".join(map(csv_line, picture.sheet)), file_name(measure.name, "csv"), "text/csv")
    if wanted == "json":
        return download(json.dumps(picture.facts), file_name(measure.name, "json"), "application/json")
    listed = page_newest_first(picture.table.rows, cursor=after)
    days = [counted.measured_on for counted in series.counted]
    offered = {"measured_on": dues.date_to_offer(days, measure.interval, actor.today)}
    return await page(
        request,
        "measures/show.html",
        part="measures/_numbers.html",
        result=result,
        picture=picture,
        newest=words.newest_words(measure, result),
        facts=words.about(measure),
        lines=listed,
        corrected={counted.measured_on for counted in series.counted if counted.corrections},
        pager=pager_of(request, listed, "date", "dates"),
        form=Form.of(ObservationIn, offered),
        faces=await people_queries.list_faces(session, actor, [measure.added_by_id, measure.closed_by_id]),
        may_keep=rights.may_keep(actor, keeping),
        may_record=rights.may_record(actor, keeping, measure),
        **await _about(session, measure),
    )


@get("/ideas/{idea_id:uuid}/measures/new", name="measures.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _new_page(request, session, actor, idea, Form.of(MeasureIn, FIRST_CHOICES))


@post("/ideas/{idea_id:uuid}/measures", name="measures.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(MeasureIn, typed)
    try:
        measure = await actions.add_measure_to_idea(session, actor, idea, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/measures/{measure.id}", ADDED)


@get("/frameworks/{framework_id:uuid}/measures/new", name="measures.new_shared")
async def new_shared(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """A framework's, which all its ideas share."""
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return await _new_shared_page(request, session, actor, framework, Form.of(MeasureIn, FIRST_CHOICES))


@post("/frameworks/{framework_id:uuid}/measures", name="measures.create_shared")
async def create_shared(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    form = Form(MeasureIn, typed)
    try:
        measure = await actions.add_measure_to_framework(session, actor, framework, form.value)
    except Refused as refusal:
        return await _new_shared_page(request, session, actor, framework, form.refuse(refusal), status=422)
    return await done(request, f"/measures/{measure.id}", ADDED)


@get("/measures/{measure_id:uuid}/edit", name="measures.edit")
async def edit(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form.of(MeasureIn, as_typed(measure), version=measure.version)
    return await _edit_page(request, session, actor, measure, form)


@post("/measures/{measure_id:uuid}", name="measures.update")
async def update(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    form = Form(MeasureIn, typed)
    try:
        form.check_version(measure.version)
        await actions.edit_measure(session, actor, measure, form.value)
    except Refused as refusal:
        return await _edit_page(request, session, actor, measure, form.refuse(refusal), status=422)
    except Changed:
        form.meet(measure.version, _now(measure))
        return await _edit_page(request, session, actor, measure, form, status=409)
    return await done(request, f"/measures/{measure.id}", "Changed. The history keeps what it said before.")


@get("/measures/{measure_id:uuid}/closing", name="measures.confirm_closing")
async def confirm_closing(
    request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    await _must_keep(session, actor, measure)
    context = await _about(session, measure)
    return await page(request, "measures/closing.html", form=Form(Empty), **context)


@post("/measures/{measure_id:uuid}/closing", name="measures.close")
async def close(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.close_measure(session, actor, measure)
    return await done(request, f"/measures/{measure.id}", "Closed. What was counted stays.")


@post("/measures/{measure_id:uuid}/reopening", name="measures.reopen")
async def reopen(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    measure = await queries.get_measure(session, actor, measure_id)
    await actions.reopen_measure(session, actor, measure)
    return await done(request, f"/measures/{measure.id}", "It is counted again.")


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[MeasureIn], *, status: int = 200
) -> AnyResponse:
    _must(actor, await queries.keeping_of_idea(session, idea))
    crumbs = [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]
    context = _choices() | {"of": idea.title, "address": f"/ideas/{idea.id}", "crumbs": crumbs}
    return await page(request, "measures/new.html", status=status, form=form, **context)


async def _new_shared_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[MeasureIn],
    *,
    status: int = 200,
) -> AnyResponse:
    _must(actor, await queries.keeping_of_framework(session, framework))
    crumbs = [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]
    context = _choices() | {"of": framework.name, "address": f"/frameworks/{framework.id}", "crumbs": crumbs}
    return await page(request, "measures/new.html", status=status, form=form, **context)


async def _edit_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    measure: Measure,
    form: Form[MeasureIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_keep(session, actor, measure)
    context = _choices(measure.per) | await _about(session, measure)
    return await page(request, "measures/edit.html", status=status, form=form, **context)


def _now(measure: Measure) -> list[tuple[str, str]]:
    said = as_typed(measure)
    return [
        ("What do you count?", measure.name),
        ("In what?", measure.unit),
        ("Which way is better?", DIRECTION_WORDS[measure.direction]),
        ("What does it tell?", measure.kind.label),
        ("Target", said["target"]),
        ("How exactly is it counted?", measure.definition),
    ]


async def _about(session: DbSession, measure: Measure) -> dict[str, Any]:
    owner = await queries.get_owner(session, measure)
    above = [(owner.noun.capitalize(), f"/{owner.noun}"), (owner.title, f"/{owner.noun}/{owner.id}")]
    return {"measure": measure, "crumbs": above}


async def _must_keep(session: DbSession, actor: Actor, measure: Measure) -> None:
    _must(actor, await queries.get_keeping(session, measure))


def _must(actor: Actor, keeping: Keeping) -> None:
    if not rights.may_keep(actor, keeping):
        raise NotAllowed(f"A measure is kept by {rights.who_keeps(keeping)}.")


def _choices(per: int | None = None) -> dict[str, Any]:
    return {
        "kinds": [(kind, kind.label, kind.explanation) for kind in MeasureKind],
        "directions": list(DIRECTION_WORDS.items()),
        "intervals": [(interval, interval.label) for interval in Interval],
        "ways": words.ways(per),
        "rule_sets": words.RULE_SETS,
        "points": [(points, f"{points} numbers") for points in MDC_POINTS],
    }


routes = [show, new, create, new_shared, create_shared, edit, update, confirm_closing, close, reopen]
