"""Asking for a licence: on whose ground an idea works, the request, a link for deciding, renewal, handing back."""

from datetime import timedelta
from typing import Any

from litestar import get, post

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.licences.actions import licences as actions
from registry.licences.actions import links as link_actions
from registry.licences.actions import turf as turf_actions
from registry.licences.models import Licence
from registry.licences.queries import licences as queries
from registry.licences.queries import turf as turf_queries
from registry.licences.rules import licences as rules
from registry.licences.rules import turf as turf_rules
from registry.licences.schemas import LicenceIn, LinkIn, TurfIn
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page

USUAL_DAYS = 365


@get("/ideas/{idea_id:uuid}/turf", name="turf.edit")
async def edit_turf(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    turf = await turf_queries.find_turf(session, idea)
    given = {"partner_id": turf.partner_id, "place": turf.place} if turf else {}
    return await _turf_page(request, session, actor, idea, Form.of(TurfIn, given))


@post("/ideas/{idea_id:uuid}/turf", name="turf.update")
async def update_turf(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(TurfIn, typed)
    try:
        turf = await turf_actions.name_turf(session, actor, idea, form.value)
    except Refused as refusal:
        return await _turf_page(request, session, actor, idea, form.refuse(refusal), status=422)
    if turf is None:
        return await done(request, f"/ideas/{idea.id}", "It works on no other organisation’s ground.")
    footing = await turf_queries.find_footing(session, actor, idea)
    if footing and not footing.objection:
        return await done(request, f"/ideas/{idea.id}", "Kept. A licence in force covers it.")
    return await done(request, f"/ideas/{idea.id}/licences/new", "Kept. Now ask for leave to work there.")


@get("/ideas/{idea_id:uuid}/licences/new", name="licence_requests.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    turf = await turf_queries.find_turf(session, idea)
    given = _usual_dates(actor) | ({"place": turf.place} if turf else {})
    return await _request_page(request, session, actor, idea, Form.of(LicenceIn, given))


@post("/ideas/{idea_id:uuid}/licences", name="licence_requests.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(LicenceIn, typed)
    try:
        licence = await actions.request_licence(session, actor, idea, form.value)
    except Refused as refusal:
        return await _request_page(request, session, actor, idea, form.refuse(refusal), status=422)
    people = "Those of its people who have an account hear of it now. To anybody else you can send a link."
    return await done(request, f"/licences/{licence.id}", f"Asked. {people}")


@get("/licences/new", name="licence_requests.new_on_our_ground")
async def new_on_our_ground(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _our_ground_page(request, actor, Form.of(LicenceIn, _usual_dates(actor)))


@post("/licences", name="licence_requests.create_on_our_ground")
async def create_on_our_ground(
    request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    form = Form(LicenceIn, typed)
    try:
        licence = await actions.request_our_ground(session, actor, form.value)
    except Refused as refusal:
        return await _our_ground_page(request, actor, form.refuse(refusal), status=422)
    return await done(request, f"/licences/{licence.id}", "Asked. The board hears of it now.")


@get("/licences/{licence_id:uuid}/renewal/new", name="licence_requests.new_renewal")
async def new_renewal(request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    line = await queries.get_line(session, actor, licence)
    next_on = max(licence.ends_on + timedelta(days=1), actor.today)
    given = licence.model_dump(include={"purpose", "place", "touches"})
    given |= {"starts_on": next_on, "ends_on": next_on + (licence.ends_on - licence.starts_on)}
    given |= {"conditions": "\n".join(line.conditions)}
    return await _renewal_page(request, session, actor, licence, Form.of(LicenceIn, given))


@post("/licences/{licence_id:uuid}/renewal", name="licence_requests.renew")
async def renew(
    request: AnyRequest, licence_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    form = Form(LicenceIn, typed)
    try:
        renewal = await actions.renew_licence(session, actor, licence, form.value)
    except Refused as refusal:
        return await _renewal_page(request, session, actor, licence, form.refuse(refusal), status=422)
    return await done(request, f"/licences/{renewal.id}", "Asked. Until it is answered the present licence goes on.")


@get("/licences/{licence_id:uuid}/links/new", name="licence_requests.new_link")
async def new_link(request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    return await _link_page(request, session, actor, licence, Form(LinkIn))


@post("/licences/{licence_id:uuid}/links", name="licence_requests.send_link")
async def send_link(
    request: AnyRequest, licence_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    form = Form(LinkIn, typed)
    try:
        link = await link_actions.send_link(session, actor, licence, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _link_page(request, session, actor, licence, form.refuse(refusal), status=422)
    return await done(request, f"/licences/{licence.id}", f"The letter to {link.address} leaves within a minute.")


@get("/licences/{licence_id:uuid}/handing-back", name="licence_requests.confirm_handing_back")
async def confirm_handing_back(
    request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    return await _handing_back_page(request, session, actor, licence, Form(Empty))


@post("/licences/{licence_id:uuid}/handing-back", name="licence_requests.hand_back")
async def hand_back(
    request: AnyRequest, licence_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    try:
        await actions.hand_back_licence(session, actor, licence)
    except Refused as refusal:
        form = Form(Empty, typed).refuse(refusal)
        return await _handing_back_page(request, session, actor, licence, form, status=422)
    return await done(request, f"/licences/{licence.id}", "Handed back.")


def _usual_dates(actor: Actor) -> dict[str, Any]:
    return {"starts_on": actor.today, "ends_on": actor.today + timedelta(days=USUAL_DAYS)}


async def _turf_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[TurfIn], status: int = 200
) -> AnyResponse:
    if not turf_rules.may_name_turf(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead says on whose ground an idea works.")
    partners = await people_queries.list_partners(session, actor)
    return await page(
        request,
        "licences/turf.html",
        status=status,
        idea=idea,
        form=form,
        partners=[(str(row.id), row.name) for row in partners],
        crumbs=_under(idea),
    )


async def _request_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[LicenceIn], status: int = 200
) -> AnyResponse:
    if not rules.may_request(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead asks for a licence, while the idea is open.")
    return await page(
        request,
        "licences/new.html",
        status=status,
        idea=idea,
        form=form,
        footing=await turf_queries.find_footing(session, actor, idea),
        crumbs=_under(idea),
    )


async def _our_ground_page(request: AnyRequest, actor: Actor, form: Form[LicenceIn], status: int = 200) -> AnyResponse:
    if not rules.may_request_our_ground(actor):
        raise NotAllowed("Only a partner’s person asks to work on this organisation’s ground.")
    return await page(
        request, "licences/new_on_our_ground.html", status=status, form=form, crumbs=[("Licences", "/licences")]
    )


async def _renewal_page(
    request: AnyRequest, session: DbSession, actor: Actor, licence: Licence, form: Form[LicenceIn], status: int = 200
) -> AnyResponse:
    line = await queries.get_line(session, actor, licence)
    if not rules.may_renew(actor, licence, await queries.find_standing_of(session, licence), line.state):
        raise NotAllowed("Only whoever asked for a licence renews it, once it was granted.")
    crumbs = _under_licence(licence)
    return await page(request, "licences/renewal.html", status=status, line=line, form=form, crumbs=crumbs)


async def _link_page(
    request: AnyRequest, session: DbSession, actor: Actor, licence: Licence, form: Form[LinkIn], status: int = 200
) -> AnyResponse:
    line = await queries.get_line(session, actor, licence)
    if not rules.may_send_link(actor, licence, await queries.find_standing_of(session, licence), line.state):
        raise NotAllowed("Only the lead sends a link, and only while the request waits for an answer.")
    crumbs = _under_licence(licence)
    return await page(request, "licences/link.html", status=status, line=line, form=form, crumbs=crumbs)


async def _handing_back_page(
    request: AnyRequest, session: DbSession, actor: Actor, licence: Licence, form: Form[Empty], status: int = 200
) -> AnyResponse:
    line = await queries.get_line(session, actor, licence)
    if not rules.is_asking_side(actor, licence, await queries.find_standing_of(session, licence)):
        raise NotAllowed("Only whoever asked for a licence hands it back.")
    return await page(request, "licences/handing_back.html", status=status, line=line, form=form)


def _under(idea: Idea) -> list[tuple[str, str | None]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


def _under_licence(licence: Licence) -> list[tuple[str, str | None]]:
    return [("Licences", "/licences"), ("One licence", f"/licences/{licence.id}")]


routes = [
    edit_turf,
    update_turf,
    new,
    create,
    new_on_our_ground,
    create_on_our_ground,
    new_renewal,
    renew,
    new_link,
    send_link,
    confirm_handing_back,
    hand_back,
]
