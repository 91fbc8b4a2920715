"""Holding frameworks: the list, one with all it holds, opening one, changing its words."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import get, post

from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import frameworks as under_queries
from registry.boundaries.queries.limits import list_limits
from registry.boundaries.rules.drawing import BOUNDARIES_AT_MOST
from registry.frameworks.actions import frameworks as actions
from registry.frameworks.models import Framework, Subsystem
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules import frameworks as rules
from registry.frameworks.schemas import FrameworkIn, OpeningIn
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.text import day_words
from registry.measures import queries as measure_queries
from registry.measures.rules.rights import may_keep as may_keep_measures
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.queries import envelopes as envelope_queries
from registry.pledges.rules.envelopes import may_set_envelope
from registry.portfolio.queries import frameworks as map_queries
from registry.portfolio.queries import history as history_queries
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed, id_in
from registry.web.forms import Form
from registry.web.pages import Link, done, page, pager_of

IDEAS_SHOWN = 8
SERVING_SHOWN = 4
ENTRIES_SHOWN = 8


@get("/frameworks", name="frameworks.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    """The map: everything from the top, or what is nested in one framework."""
    under = str(request.query_params.get("under") or "")
    found = await map_queries.get_map(session, actor, under=id_in(under) if under else None, cursor=after)
    wider = [(name, f"/frameworks?under={each}") for each, name in found.wider]
    return await page(
        request,
        "frameworks/index.html",
        map=found,
        pager=pager_of(request, found.nested, "framework", "frameworks"),
        may_open=rules.may_open(actor),
        crumbs=[("Frameworks", "/frameworks"), *wider, (found.here.name, None)] if found.here else [],
    )


@get("/frameworks/new", name="frameworks.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _new_page(request, session, actor, Form.of(OpeningIn, {"starts_on": actor.today}))


@post("/frameworks", name="frameworks.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(OpeningIn, typed)
    try:
        framework = await actions.open_framework(session, actor, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    flash = "The framework stands. Now say what should be true: its first outcome."
    return await done(request, f"/frameworks/{framework.id}/outcomes", flash)


@get("/frameworks/{framework_id:uuid}", name="frameworks.show")
async def show(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    stewards = await queries.list_stewards(session, framework)
    counted = await measure_queries.list_measures_for_framework(session, actor, framework)
    context = await _held(session, actor, framework)
    return await page(
        request,
        "frameworks/show.html",
        framework=framework,
        stewards=stewards,
        wider=await queries.list_wider(session, framework),
        nested=await queries.list_nested(session, framework),
        history=await history_queries.page_of_framework_history(session, actor, framework, size=ENTRIES_SHOWN),
        names_ideas=True,
        rare_acts=_rare_acts(actor, framework, [steward.person_id for steward in stewards]),
        newest=await version_queries.get_newest(session, framework),
        prepared=await version_queries.find_prepared(session, framework),
        may_keep=rules.may_keep(actor, [steward.person_id for steward in stewards]),
        envelopes=await envelope_queries.list_envelopes(session, actor, framework),
        may_set_envelope=may_set_envelope(actor, [steward.person_id for steward in stewards]),
        measures=await measure_queries.show_measures(session, actor, counted, partial(list_limits, session, actor)),
        may_keep_measures=may_keep_measures(actor, await measure_queries.keeping_of_framework(session, framework)),
        crumbs=[("Frameworks", "/frameworks"), (framework.name, None)],
        **context,
    )


@get("/frameworks/{framework_id:uuid}/edit", name="frameworks.edit")
async def edit(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    shown = framework.model_dump(include=set(FrameworkIn.model_fields))
    shown |= (await version_queries.get_newest_words(session, framework)).model_dump(
        include={"name", "held", "direction"}
    )
    form = Form.of(FrameworkIn, shown, version=framework.version)
    return await _edit_page(request, session, actor, framework, form)


@post("/frameworks/{framework_id:uuid}", name="frameworks.update")
async def update(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    form = Form(FrameworkIn, typed)
    try:
        form.check_version(framework.version)
        await actions.edit_framework(session, actor, framework, form.value)
    except Refused as refusal:
        return await _edit_page(request, session, actor, framework, form.refuse(refusal), status=422)
    except Changed:
        form.meet(framework.version, await _now(session, framework))
        return await _edit_page(request, session, actor, framework, form, status=409)
    prepared = await version_queries.find_prepared(session, framework)
    flash = "Your changes are kept." + (" Its words stand when the next version is published." if prepared else "")
    return await done(request, f"/frameworks/{framework.id}", flash)


async def _held(session: DbSession, actor: Actor, framework: Framework) -> dict[str, Any]:
    """What it wants to be true, and the ideas that stand under it."""
    outcomes = await queries.list_outcomes(session, framework)
    aims = {aim.id: aim.label for aim in await vision_queries.list_aims(session, actor)}
    ids = [outcome.id for outcome in outcomes]
    under = IdeaFilter(framework_id=framework.id)
    boundaries = await boundary_queries.list_framework_rows(session, actor, framework)
    return {
        "boundaries": boundaries,
        "ideas_under": await under_queries.count_ideas_under(session, actor, [row.id for row in boundaries]),
        "boundaries_at_most": BOUNDARIES_AT_MOST,
        "outcomes": [
            (outcome, aims.get(outcome.aim_id) if outcome.aim_id else None, rules.advice_on(outcome.sentence))
            for outcome in outcomes
        ],
        "serving": await place_queries.list_ideas_by_outcome(session, actor, ids, SERVING_SHOWN + 1),
        "serving_shown": SERVING_SHOWN,
        "ideas": await idea_queries.page_of_ideas(session, actor, under, size=IDEAS_SHOWN),
        "outcomes_at_most": rules.OUTCOMES_AT_MOST,
    }


def _rare_acts(actor: Actor, framework: Framework, steward_ids: list[UUID]) -> list[Link]:
    here = f"/frameworks/{framework.id}"
    allowed = [
        (rules.may_keep(actor, steward_ids), "Change its words and dates", "edit"),
        (rules.may_name_stewards(actor, steward_ids), "Its stewards", "stewards"),
    ]
    return [Link(label, f"{here}/{noun}") for may, label, noun in allowed if may]


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[OpeningIn], *, status: int = 200
) -> AnyResponse:
    if not rules.may_open(actor):
        raise NotAllowed("A steward or a member of the board opens a framework.")
    stewards = await people_queries.list_people_with_role(session, actor, Role.STEWARD)
    return await page(
        request,
        "frameworks/new.html",
        status=status,
        form=form,
        stewards=[(str(person.id), f"{person.name}, {person.position}") for person in stewards],
        is_own=actor.has(Role.STEWARD),
        crumbs=[("Frameworks", "/frameworks")],
        **await _choices(session, actor, None),
    )


async def _edit_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[FrameworkIn],
    *,
    status: int = 200,
) -> AnyResponse:
    if not rules.may_keep(actor, await queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards change a framework.")
    return await page(
        request,
        "frameworks/edit.html",
        status=status,
        form=form,
        framework=framework,
        crumbs=[("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")],
        **await _choices(session, actor, framework),
    )


async def _now(session: DbSession, framework: Framework) -> list[tuple[str, str]]:
    """What it says, for those who were writing while it changed."""
    wider = await queries.list_wider(session, framework)
    said = await version_queries.get_newest_words(session, framework)
    return [
        ("Name", said.name),
        ("What kind of thing does it hold?", framework.subsystem.label),
        ("What does it hold?", said.held),
        ("Direction", said.direction),
        ("Part of", wider[0][1] if wider else ""),
        ("It holds from", day_words(framework.starts_on)),
        ("Looked at again on", day_words(framework.review_on)),
    ]


async def _choices(session: DbSession, actor: Actor, framework: Framework | None) -> dict[str, Any]:
    """What kinds there are, and the frameworks in which this one can be nested, indented as they are."""
    listed = await queries.list_frameworks_to_choose(session, actor)
    return {
        "subsystems": [(kind.value, kind.label) for kind in Subsystem],
        "parents": [
            (str(row.id), f"{'– ' * row.depth}{row.name}")
            for row in listed
            if framework is None or row.id != framework.id
        ],
    }


routes = [index, new, create, show, edit, update]
