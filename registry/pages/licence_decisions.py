"""Deciding on a licence, with an account or through a link without one, and revoking it.

What is granted is read once more in its exact wording before it is agreed to: the form's second page.
"""

from typing import Any

from litestar import get, post
from litestar.params import FromPath

from registry.kit.errors import NotAllowed, Refused
from registry.licences.actions import decisions as actions
from registry.licences.models import Licence
from registry.licences.queries import licences as queries
from registry.licences.queries import links as link_queries
from registry.licences.queries.links import Visit
from registry.licences.rules import decisions as rules
from registry.licences.rules import licences as licence_rules
from registry.licences.schemas import DecisionIn, RevocationIn
from registry.people.actors import Actor
from registry.web import auth, guesses
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page

CHANGE = "change"
"""What the second page says when its reader wants the first one again, with all that they wrote."""


@get("/licences/{licence_id:uuid}/decision", name="licence_decisions.new")
async def new(request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    form = await _first_form(session, actor, licence)
    return await _decision_page(request, session, actor, licence, form)


# The second page answers the same form as the first, so it is asked anew each time; a request is decided only once.
@post("/licences/{licence_id:uuid}/decision", name="licence_decisions.decide", opt={"repeatable": True})
async def decide(
    request: AnyRequest, licence_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    form = Form(DecisionIn, typed)
    if form.typed("intent") == CHANGE:
        return await _decision_page(request, session, actor, licence, form)
    try:
        said = form.value
        if wording := await _to_read(session, actor, licence, form):
            return await _decision_page(request, session, actor, licence, form, wording=wording)
        await actions.decide(session, actor, licence, said)
    except Refused as refusal:
        return await _decision_page(request, session, actor, licence, form.refuse(refusal), status=422)
    told = "Granted. Whoever asked hears of it now." if said.is_granted else "Refused. Whoever asked reads your reason."
    return await done(request, f"/licences/{licence.id}", told)


@get("/licences/{licence_id:uuid}/revocation", name="licence_decisions.confirm_revocation")
async def confirm_revocation(
    request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    return await _revocation_page(request, session, actor, licence, Form(RevocationIn))


@post("/licences/{licence_id:uuid}/revocation", name="licence_decisions.revoke")
async def revoke(
    request: AnyRequest, licence_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    form = Form(RevocationIn, typed)
    try:
        await actions.revoke_licence(session, actor, licence, form.value)
    except Refused as refusal:
        return await _revocation_page(request, session, actor, licence, form.refuse(refusal), status=422)
    return await done(request, f"/licences/{licence.id}", "Revoked, from this moment.")


@get("/decide/{secret:str}", name="licence_decisions.new_by_link", opt={"public": True})
async def new_by_link(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    visit = await _visit(request, session, secret)
    if not isinstance(visit, Visit):
        return visit
    form = await _first_form(session, visit.guest, visit.licence)
    return await _guest_page(request, session, visit, secret, form)


@post("/decide/{secret:str}", name="licence_decisions.decide_by_link", opt={"public": True, "repeatable": True})
async def decide_by_link(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    visit = await _visit(request, session, secret)
    if not isinstance(visit, Visit):
        return visit
    form = Form(DecisionIn, typed)
    if form.typed("intent") == CHANGE:
        return await _guest_page(request, session, visit, secret, form)
    try:
        said = form.value
        if wording := await _to_read(session, visit.guest, visit.licence, form):
            return await _guest_page(request, session, visit, secret, form, wording=wording)
        decision = await actions.decide_by_link(session, visit, said, auth.keys_of(request))
    except Refused as refusal:
        return await _guest_page(request, session, visit, secret, form.refuse(refusal), status=422)
    return await page(request, "licences/decided.html", decision=decision, organisation=visit.guest.organisation_name)


async def _visit(request: AnyRequest, session: DbSession, secret: str) -> Visit | AnyResponse:
    """Or the kind page that a link leads to when it works no more; ten of those in five minutes slow an address."""
    if slow := await guesses.slowed(request, session, "decide", "licences/link_over.html"):
        return slow
    visit = await link_queries.find_visit(session, auth.keys_of(request), secret)
    if visit is None:
        guesses.note_wrong(request, session, "decide")
        return await page(request, "licences/link_over.html", status=404, is_slowed=False, is_private=False)
    return visit


async def _first_form(session: DbSession, actor: Actor, licence: Licence) -> Form[DecisionIn]:
    """With the conditions that were proposed, for the granting side to keep or change."""
    line = await queries.get_line(session, actor, licence)
    return Form.of(DecisionIn, {"conditions": "\n".join(line.conditions)})


async def _to_read(session: DbSession, actor: Actor, licence: Licence, form: Form[DecisionIn]) -> str:
    """The wording that its reader has not agreed to yet; empty when there is nothing more to read.

    raises   Refused with what is wrong with the first page, before the second is shown
    """
    said = form.value
    is_guest = actor.id is None
    name = said.name if is_guest else actor.name
    wrong = rules.objections_to_answer(
        is_granted=said.is_granted, name=name, position=said.position, reason=said.reason
    )
    conditions = licence_rules.conditions_in(said.conditions)
    if wrong := wrong | licence_rules.objections_to_conditions(conditions):
        raise Refused(fields=wrong)
    if not said.is_granted:
        return ""
    wording = await actions.wording_of(session, actor, licence, conditions)
    return "" if said.agreed == rules.digest_of(wording) else wording


async def _decision_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    licence: Licence,
    form: Form[DecisionIn],
    *,
    wording: str = "",
    status: int = 200,
) -> AnyResponse:
    if not rules.is_deciding_side(actor, licence):
        raise NotAllowed("Only the side on whose ground it is decides on a licence.")
    address, leave = f"/licences/{licence.id}/decision", f"/licences/{licence.id}"
    crumbs = [("Licences", "/licences"), ("One licence", leave)]
    context: dict[str, Any] = {"form": form, "address": address, "leave": leave, "crumbs": crumbs}
    context["line"] = await queries.get_line(session, actor, licence)
    if wording:
        context |= {"wording": wording, "digest": rules.digest_of(wording), "is_guest": False}
        return await page(request, "licences/agree.html", **context)
    return await page(request, "licences/decide.html", status=status, **context)


async def _guest_page(
    request: AnyRequest,
    session: DbSession,
    visit: Visit,
    secret: str,
    form: Form[DecisionIn],
    *,
    wording: str = "",
    status: int = 200,
) -> AnyResponse:
    context: dict[str, Any] = {"form": form, "address": f"/decide/{secret}"}
    context["line"] = await queries.get_line(session, visit.guest, visit.licence)
    context |= {"link": visit.link, "organisation": visit.guest.organisation_name, "zone": visit.guest.zone}
    if wording:
        context |= {"wording": wording, "digest": rules.digest_of(wording), "is_guest": True}
        return await page(request, "licences/agree.html", **context)
    return await page(request, "licences/guest.html", status=status, **context)


async def _revocation_page(
    request: AnyRequest, session: DbSession, actor: Actor, licence: Licence, form: Form[RevocationIn], status: int = 200
) -> AnyResponse:
    if not rules.is_deciding_side(actor, licence):
        raise NotAllowed("Only whoever grants a licence revokes it.")
    line = await queries.get_line(session, actor, licence)
    return await page(request, "licences/revocation.html", status=status, line=line, form=form)


routes = [new, decide, confirm_revocation, revoke, new_by_link, decide_by_link]
