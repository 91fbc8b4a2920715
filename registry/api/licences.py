"""Licences, the ground that ideas work on, and partners, for programs."""

from litestar import get, post, put
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.licences.actions import decisions as decision_actions
from registry.licences.actions import licences as actions
from registry.licences.actions import links as link_actions
from registry.licences.actions import turf as turf_actions
from registry.licences.models import Licence, LicenceDecision
from registry.licences.queries import licences as queries
from registry.licences.queries import partners as partner_queries
from registry.licences.queries import turf as turf_queries
from registry.licences.queries.licences import LicenceLine
from registry.licences.rules import licences as rules
from registry.licences.schemas import (
    DecisionIn,
    LicenceDecisionOut,
    LicenceIn,
    LicenceOut,
    LinkIn,
    LinkOut,
    PartnerOut,
    RestingIdeaOut,
    RevocationIn,
    TurfIn,
    TurfOut,
)
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId


class LicencesOut(BaseModel):
    """A page of licences, the newest first; `next` goes into `after` for the page behind it.

    ideas   what is told of the ideas that rest on them, by the id of the licence
    """

    licences: list[LicenceOut]
    ideas: dict[str, RestingIdeaOut]
    next: str | None


@get("/licences", name="api.licences.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> LicencesOut:
    listed = await queries.page_of_licences(session, actor, cursor=after)
    resting = await partner_queries.resting_ideas(session, actor, listed.rows)
    ideas = {
        str(line.id): RestingIdeaOut.model_validate(resting[line.licence.idea_id], from_attributes=True)
        for line in listed.rows
        if line.licence.idea_id in resting and line.decision and line.decision.is_granted
    }
    return LicencesOut(licences=[_out(actor, line) for line in listed.rows], ideas=ideas, next=listed.next_cursor)


@get("/licences/{licence_id:uuid}", name="api.licences.show")
async def show(licence_id: PathId, session: DbSession, actor: CurrentActor) -> LicenceOut:
    return await _line(session, actor, await queries.get_licence(session, actor, licence_id))


@get("/ideas/{idea_id:uuid}/licences", name="api.licences.of_idea")
async def of_idea(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[LicenceOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [_out(actor, line) for line in await queries.list_licences_for_idea(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/licences", name="api.licences.create")
async def create(idea_id: PathId, data: JSONBody[LicenceIn], session: DbSession, actor: CurrentActor) -> LicenceOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _line(session, actor, await actions.request_licence(session, actor, idea, data))


@post("/licences", name="api.licences.create_on_our_ground")
async def create_on_our_ground(data: JSONBody[LicenceIn], session: DbSession, actor: CurrentActor) -> LicenceOut:
    return await _line(session, actor, await actions.request_our_ground(session, actor, data))


@post("/licences/{licence_id:uuid}/renewal", name="api.licences.renew")
async def renew(licence_id: PathId, data: JSONBody[LicenceIn], session: DbSession, actor: CurrentActor) -> LicenceOut:
    licence = await queries.get_licence(session, actor, licence_id)
    return await _line(session, actor, await actions.renew_licence(session, actor, licence, data))


@post("/licences/{licence_id:uuid}/handing-back", name="api.licences.hand_back")
async def hand_back(licence_id: PathId, session: DbSession, actor: CurrentActor) -> LicenceOut:
    licence = await queries.get_licence(session, actor, licence_id)
    await actions.hand_back_licence(session, actor, licence)
    return await _line(session, actor, licence)


@post("/licences/{licence_id:uuid}/decision", name="api.licences.decide")
async def decide(licence_id: PathId, data: JSONBody[DecisionIn], session: DbSession, actor: CurrentActor) -> LicenceOut:
    licence = await queries.get_licence(session, actor, licence_id)
    await decision_actions.decide(session, actor, licence, data)
    return await _line(session, actor, licence)


@post("/licences/{licence_id:uuid}/revocation", name="api.licences.revoke")
async def revoke(
    licence_id: PathId, data: JSONBody[RevocationIn], session: DbSession, actor: CurrentActor
) -> LicenceOut:
    licence = await queries.get_licence(session, actor, licence_id)
    await decision_actions.revoke_licence(session, actor, licence, data)
    return await _line(session, actor, licence)


@post("/licences/{licence_id:uuid}/links", name="api.licences.send_link")
async def send_link(
    request: AnyRequest, licence_id: PathId, data: JSONBody[LinkIn], session: DbSession, actor: CurrentActor
) -> LinkOut:
    licence = await queries.get_licence(session, actor, licence_id)
    link = await link_actions.send_link(session, actor, licence, data, auth.keys_of(request))
    return LinkOut.model_validate(link, from_attributes=True)


@get("/ideas/{idea_id:uuid}/turf", name="api.turf.show")
async def turf(idea_id: PathId, session: DbSession, actor: CurrentActor) -> TurfOut:
    return await _turf(session, actor, await idea_queries.get_idea(session, actor, idea_id))


@put("/ideas/{idea_id:uuid}/turf", name="api.turf.update")
async def update_turf(idea_id: PathId, data: JSONBody[TurfIn], session: DbSession, actor: CurrentActor) -> TurfOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await turf_actions.name_turf(session, actor, idea, data)
    return await _turf(session, actor, idea)


@get("/partners/{partner_id:uuid}", name="api.partners.show")
async def partner(partner_id: PathId, session: DbSession, actor: CurrentActor) -> PartnerOut:
    line = await partner_queries.get_partner_line(session, actor, partner_id)
    told = line.partner.model_dump(include={"id", "name", "description"})
    return PartnerOut(**told, in_force=line.in_force, waiting=line.waiting)


async def _turf(session: DbSession, actor: Actor, idea: Idea) -> TurfOut:
    footing = await turf_queries.find_footing(session, actor, idea)
    if footing is None:
        return TurfOut(idea_id=idea.id, partner_id=None, partner_name="", place="", objection="")
    ground = footing.ground
    return TurfOut(
        idea_id=idea.id,
        partner_id=ground.partner_id,
        partner_name=ground.partner_name,
        place=ground.place,
        objection=footing.objection,
    )


async def _line(session: DbSession, actor: Actor, licence: Licence) -> LicenceOut:
    return _out(actor, await queries.get_line(session, actor, licence))


def _out(actor: Actor, line: LicenceLine) -> LicenceOut:
    told = {
        "idea_id": line.licence.idea_id if rules.may_see_partners(actor) else None,
        "partner_name": line.partner_name,
        "conditions": list(line.conditions),
        "state": line.state,
        "is_on_our_ground": line.licence.is_on_our_ground,
        "decision": _decision(line.decision) if line.decision else None,
    }
    return LicenceOut.model_validate(line.licence.model_dump() | told)


def _decision(decision: LicenceDecision) -> LicenceDecisionOut:
    return LicenceDecisionOut.model_validate(decision.model_dump() | {"by_link": decision.link_id is not None})


routes = [
    index,
    show,
    of_idea,
    create,
    create_on_our_ground,
    renew,
    hand_back,
    decide,
    revoke,
    send_link,
    turf,
    update_turf,
    partner,
]
