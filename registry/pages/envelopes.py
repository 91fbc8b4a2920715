"""What a framework has to give: setting, changing and closing an envelope."""

from typing import Any

from litestar import get, post

from registry.frameworks.models import Envelope, Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.text import CURRENCY_SIGNS, day_words, decimal_words
from registry.people.actors import Actor
from registry.pledges.actions import envelopes as actions
from registry.pledges.models import Kind
from registry.pledges.queries import envelopes as queries
from registry.pledges.rules import envelopes as rules
from registry.pledges.rules.amounts import bare_words
from registry.pledges.schemas import EnvelopeEditIn, EnvelopeIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/frameworks/{framework_id:uuid}/envelopes/new", name="envelopes.new")
async def new(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """First of what kind, then how much and when."""
    framework = await framework_queries.get_framework(session, actor, framework_id)
    values = {"kind": request.query_params.get("kind") or "", "starts_on": actor.today}
    return await _new_page(request, session, actor, framework, Form.of(EnvelopeIn, values))


@post("/frameworks/{framework_id:uuid}/envelopes", name="envelopes.create")
async def create(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    form = Form(EnvelopeIn, typed, carried=("kind",))
    try:
        await actions.set_envelope(session, actor, framework, form.value)
    except Refused as refusal:
        if "kind" in refusal.fields or form.typed("kind") not in rules.KINDS:
            raise
        return await _new_page(request, session, actor, framework, form.refuse(refusal), status=422)
    return await done(
        request,
        _there(framework),
        "It stands. What is promised for these days draws on it, from before and from now on.",
    )


@get("/envelopes/{envelope_id:uuid}/edit", name="envelopes.edit")
async def edit(request: AnyRequest, envelope_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    envelope, framework = await queries.get_envelope(session, actor, envelope_id)
    values = {
        "quantity": decimal_words(envelope.amount_minor, Kind(envelope.kind).unit.minor_per_unit),
        "starts_on": envelope.starts_on,
        "ends_on": envelope.ends_on,
    }
    form = Form.of(EnvelopeEditIn, values, version=envelope.version)
    return await _edit_page(request, session, actor, envelope, framework, form)


@post("/envelopes/{envelope_id:uuid}", name="envelopes.update")
async def update(
    request: AnyRequest, envelope_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    envelope, framework = await queries.get_envelope(session, actor, envelope_id)
    form = Form(EnvelopeEditIn, typed)
    try:
        form.check_version(envelope.version)
        await actions.change_envelope(session, actor, envelope, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await _edit_page(request, session, actor, envelope, framework, form, status=422)
    except Changed:
        form.meet(envelope.version, _now(envelope, actor))
        return await _edit_page(request, session, actor, envelope, framework, form, status=409)
    return await done(request, _there(framework), "Your changes are kept.")


@get("/envelopes/{envelope_id:uuid}/closing", name="envelopes.confirm_closing")
async def confirm_closing(
    request: AnyRequest, envelope_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    return await _closing_page(request, session, actor, envelope_id, Form(Empty))


@post("/envelopes/{envelope_id:uuid}/closing", name="envelopes.close")
async def close(
    request: AnyRequest, envelope_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    envelope, framework = await queries.get_envelope(session, actor, envelope_id)
    try:
        await actions.close_envelope(session, actor, envelope)
    except Refused as refusal:
        form = Form(Empty, typed).refuse(refusal)
        return await _closing_page(request, session, actor, envelope_id, form, status=422)
    return await done(request, _there(framework), "The envelope is closed. What is promised stands.")


async def _new_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[EnvelopeIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_set(session, actor, framework)
    crumbs = _crumbs(framework)
    if form.typed("kind") not in rules.KINDS:
        return await page(
            request,
            "envelopes/kind.html",
            status=status,
            framework=framework,
            kinds=rules.KINDS,
            form=form,
            crumbs=crumbs,
        )
    kind = Kind(form.typed("kind"))
    context: dict[str, Any] = {"framework": framework, "form": form, "crumbs": crumbs, **_of_kind(kind, actor)}
    return await page(request, "envelopes/new.html", status=status, **context)


async def _edit_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    envelope: Envelope,
    framework: Framework,
    form: Form[EnvelopeEditIn],
    *,
    status: int = 200,
) -> AnyResponse:
    await _must_set(session, actor, framework)
    return await page(
        request,
        "envelopes/edit.html",
        status=status,
        form=form,
        line=await queries.get_line(session, actor, envelope),
        framework=framework,
        crumbs=_crumbs(framework),
        **_of_kind(Kind(envelope.kind), actor),
    )


async def _closing_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    envelope_id: PathId,
    form: Form[Empty],
    *,
    status: int = 200,
) -> AnyResponse:
    envelope, framework = await queries.get_envelope(session, actor, envelope_id)
    await _must_set(session, actor, framework)
    line = await queries.get_line(session, actor, envelope)
    context: dict[str, Any] = {"form": form, "framework": framework, "line": line, "crumbs": _crumbs(framework)}
    return await page(request, "envelopes/closing.html", status=status, **context)


async def _must_set(session: DbSession, actor: Actor, framework: Framework) -> None:
    if not rules.may_set_envelope(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed(actions.WHO)


def _of_kind(kind: Kind, actor: Actor) -> dict[str, Any]:
    return {"kind": kind, "currency_sign": CURRENCY_SIGNS.get(actor.currency, actor.currency)}


def _now(envelope: Envelope, actor: Actor) -> list[tuple[str, str]]:
    """What it says, for those who were writing while it changed."""
    return [
        ("How much", bare_words(Kind(envelope.kind), envelope.amount_minor, actor.currency)),
        ("From when", day_words(envelope.starts_on)),
        ("Until when", day_words(envelope.ends_on)),
    ]


def _there(framework: Framework) -> str:
    return f"/frameworks/{framework.id}#envelopes"


def _crumbs(framework: Framework) -> list[tuple[str, str]]:
    return [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]


routes = [new, create, edit, update, confirm_closing, close]
