"""The outcomes of a framework: adding one, putting it in other words, ending it."""

from litestar import get, post

from registry.frameworks.actions import outcomes as actions
from registry.frameworks.models import Framework, Outcome
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules import frameworks as rules
from registry.frameworks.schemas import OutcomeIn
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people.actors import Actor
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/frameworks/{framework_id:uuid}/outcomes", name="outcomes.index")
async def index(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    return await _page(request, session, actor, framework, Form(OutcomeIn))


@post("/frameworks/{framework_id:uuid}/outcomes", name="outcomes.add")
async def add(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    form = Form(OutcomeIn, typed)
    try:
        await actions.add_outcome(session, actor, framework, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, framework, form.refuse(refusal), status=422)
    return await done(
        request,
        f"/frameworks/{framework.id}/outcomes",
        await _flash(session, framework, "The outcome"),
    )


@get("/outcomes/{outcome_id:uuid}/edit", name="outcomes.edit")
async def edit(request: AnyRequest, outcome_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    outcome, framework = await queries.get_outcome(session, actor, outcome_id)
    words = await version_queries.get_newest_words(session, framework)
    said = await version_queries.find_outcome_of(session, words, outcome) or outcome
    form = Form.of(OutcomeIn, said.model_dump(include={"sentence", "aim_id"}), version=outcome.version)
    return await _edit_page(request, session, actor, outcome, framework, form)


@post("/outcomes/{outcome_id:uuid}", name="outcomes.change")
async def change(
    request: AnyRequest, outcome_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    outcome, framework = await queries.get_outcome(session, actor, outcome_id)
    form = Form(OutcomeIn, typed)
    try:
        form.check_version(outcome.version)
        await actions.change_outcome(session, actor, outcome, form.value)
    except Refused as refusal:
        return await _edit_page(request, session, actor, outcome, framework, form.refuse(refusal), status=422)
    except Changed:
        form.meet(outcome.version, [("The outcome, in one sentence", outcome.sentence)])
        return await _edit_page(request, session, actor, outcome, framework, form, status=409)
    return await done(
        request,
        f"/frameworks/{framework.id}/outcomes",
        await _flash(session, framework, "The outcome in its new words"),
    )


@get("/outcomes/{outcome_id:uuid}/ending", name="outcomes.confirm_ending")
async def confirm_ending(
    request: AnyRequest, outcome_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    outcome, framework = await queries.get_outcome(session, actor, outcome_id)
    await _must_keep(session, actor, framework)
    return await page(
        request,
        "outcomes/ending.html",
        outcome=outcome,
        framework=framework,
        form=Form(Empty),
        crumbs=_crumbs(framework),
    )


@post("/outcomes/{outcome_id:uuid}/ending", name="outcomes.end")
async def end(request: AnyRequest, outcome_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    outcome, framework = await queries.get_outcome(session, actor, outcome_id)
    await actions.end_outcome(session, actor, outcome)
    return await done(request, f"/frameworks/{framework.id}/outcomes", "The outcome is left out.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[OutcomeIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_keep(session, actor, framework)
    words = await version_queries.get_newest_words(session, framework)
    outcomes = await version_queries.list_outcomes_of(session, words)
    aims = await vision_queries.list_aims(session, actor)
    labels = {aim.id: aim.label for aim in aims}
    return await page(
        request,
        "outcomes/index.html",
        status=status,
        form=form,
        framework=framework,
        outcomes=[
            (outcome, labels.get(outcome.aim_id) if outcome.aim_id else None, rules.advice_on(outcome.sentence))
            for outcome in outcomes
        ],
        aims=[(str(aim.id), aim.label) for aim in aims if aim.retired_at is None],
        at_most=rules.OUTCOMES_AT_MOST,
        may_add=not rules.objections_to_outcome(len(outcomes)),
        crumbs=_crumbs(framework),
    )


async def _edit_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    outcome: Outcome,
    framework: Framework,
    form: Form[OutcomeIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_keep(session, actor, framework)
    held = {outcome.aim_id} if outcome.aim_id else set()
    return await page(
        request,
        "outcomes/edit.html",
        status=status,
        form=form,
        outcome=outcome,
        framework=framework,
        aims=[(str(aim.id), aim.label) for aim in await vision_queries.list_aims_to_choose(session, actor, held)],
        crumbs=_crumbs(framework),
    )


async def _must_keep(session: DbSession, actor: Actor, framework: Framework) -> None:
    if not rules.may_keep(actor, await queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards say which outcomes a framework has.")


async def _flash(session: DbSession, framework: Framework, what: str) -> str:
    prepared = await version_queries.find_prepared(session, framework)
    return f"{what} is part of version {prepared.number}, which is being prepared." if prepared else f"{what} stands."


def _crumbs(framework: Framework) -> list[tuple[str, str]]:
    return [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]


routes = [index, add, edit, change, confirm_ending, end]
