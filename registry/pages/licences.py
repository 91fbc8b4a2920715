"""Licences and the partners who give them; to a partner's people the page of all that they have given."""

from typing import Any

from litestar import get

from registry.ideas.rules.ideas import Standing
from registry.licences.models import LicenceState
from registry.licences.queries import licences as queries
from registry.licences.queries import links as link_queries
from registry.licences.queries import partners as partner_queries
from registry.licences.queries.licences import LicenceLine
from registry.licences.rules import decisions as decision_rules
from registry.licences.rules import licences as rules
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import Link, page, pager_of


@get("/licences", name="licences.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    licences = await queries.page_of_licences(session, actor, cursor=after)
    return await page(
        request,
        "licences/index.html",
        licences=licences,
        resting=await partner_queries.resting_ideas(session, actor, licences.rows),
        pager=pager_of(request, licences, "licence", "licences"),
        may_request=rules.may_request_our_ground(actor),
    )


@get("/licences/{licence_id:uuid}", name="licences.show")
async def show(request: AnyRequest, licence_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    licence = await queries.get_licence(session, actor, licence_id)
    line = await queries.get_line(session, actor, licence)
    standing = await queries.find_standing_of(session, licence)
    resting = await partner_queries.resting_ideas(session, actor, [line])
    links = await link_queries.list_links(session, licence) if rules.is_asking_side(actor, licence, standing) else []
    is_own = rules.may_see_partners(actor)
    return await page(
        request,
        "licences/show.html",
        line=line,
        resting=resting.get(licence.idea_id) if licence.idea_id else None,
        sees_idea=licence.idea_id is not None and (is_own or actor.partner_id in _shared_with(standing)),
        links=links,
        acts=await _acts(session, actor, line, standing),
        rare_acts=_rare_acts(actor, line, standing),
        crumbs=[("Licences", "/licences"), (line.partner_name, None)],
    )


@get("/partners", name="partners.index")
async def partners(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    lines = await partner_queries.list_partner_lines(session, actor)
    return await page(request, "licences/partners.html", lines=lines)


@get("/partners/{partner_id:uuid}", name="partners.show")
async def partner(
    request: AnyRequest, partner_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    partner_queries.must_see_partners(actor)
    found = await people_queries.get_partner(session, actor, partner_id)
    licences = await queries.page_of_licences(session, actor, partner_id=partner_id, cursor=after)
    context: dict[str, Any] = {
        "partner": found,
        "licences": licences,
        "resting": await partner_queries.resting_ideas(session, actor, licences.rows),
        "pager": pager_of(request, licences, "licence", "licences"),
        "crumbs": [("Partners", "/partners"), (found.name, None)],
    }
    return await page(request, "licences/partner.html", **context)


def _shared_with(standing: Standing | None) -> frozenset[Any]:
    return standing.partner_ids if standing else frozenset()


async def _acts(session: DbSession, actor: Actor, line: LicenceLine, standing: Standing | None) -> list[Link]:
    """What the reader can do next, the likeliest first."""
    licence, here = line.licence, f"/licences/{line.id}"
    acts = []
    if decision_rules.may_decide(actor, licence, line.state):
        acts.append(Link("Decide on it", f"{here}/decision"))
    if rules.may_send_link(actor, licence, standing, line.state):
        acts.append(Link("Send a link for deciding", f"{here}/links/new"))
    if rules.may_renew(actor, licence, standing, line.state) and (line.is_ending or line.state is LicenceState.EXPIRED):
        is_renewed = await queries.is_renewed(session, licence, actor.today)
        acts += [] if is_renewed else [Link("Ask to renew it", f"{here}/renewal/new")]
    return acts


def _rare_acts(actor: Actor, line: LicenceLine, standing: Standing | None) -> list[Link]:
    here = f"/licences/{line.id}"
    may_renew = rules.may_renew(actor, line.licence, standing, line.state)
    allowed = [
        (may_renew and not line.is_ending and line.state in rules.GRANTED_STATES, "Renew it early", "renewal/new"),
        (rules.may_hand_back(actor, line.licence, standing, line.state), "Hand it back", "handing-back"),
        (decision_rules.may_revoke(actor, line.licence, line.state), "Revoke it", "revocation"),
    ]
    return [Link(label, f"{here}/{noun}") for may, label, noun in allowed if may]


routes = [index, show, partners, partner]
