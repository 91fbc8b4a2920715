"""Two to four ideas side by side, and choosing which."""

from uuid import UUID

from litestar import get

from registry.ideas.queries import ideas as idea_queries
from registry.people.actors import Actor
from registry.pledges.rules import pledges as pledge_rules
from registry.portfolio import compare
from registry.portfolio.compare import Compared
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, id_in
from registry.web.pages import Link, page

MOST_READ = 20


@get("/compare", name="compare.show")
async def show(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """Fewer than two, or more than four, and it asks which."""
    named = [str(name) for name in request.query_params.getall("idea", [])][:MOST_READ]
    chosen = list(dict.fromkeys([await _id_of(session, actor, name) for name in named]))
    if compare.objections_to_choice(len(chosen)) or request.query_params.get("choose"):
        return await _choosing(request, session, actor, chosen)
    compared = await compare.list_compared(session, actor, chosen)
    return await page(
        request,
        "compare/show.html",
        compared=compared,
        acts={found.idea.id: _acts(actor, found) for found in compared},
        choosing="&".join(["/compare?choose=yes", *(f"idea={found.idea.id}" for found in compared)]),
    )


async def _choosing(request: AnyRequest, session: DbSession, actor: Actor, chosen: list[UUID]) -> AnyResponse:
    return await page(
        request,
        "compare/choose.html",
        rows=await compare.list_candidates(session, actor, chosen),
        chosen=chosen,
        has_too_many=len(chosen) > compare.AT_MOST,
    )


async def _id_of(session: DbSession, actor: Actor, name: str) -> UUID:
    """Of an id, or of a reference such as NH-42."""
    found = await idea_queries.find_idea_by_reference(session, actor, name)
    return found.id if found else id_in(name)


def _acts(actor: Actor, found: Compared) -> list[Link]:
    here = f"/ideas/{found.idea.id}"
    acts = []
    if pledge_rules.kinds_to_offer(actor, found.standing, manages_someone=False):
        acts.append(Link("Offer something", f"{here}/pledges/new"))
    if pledge_rules.may_say_not_now(actor, found.standing) and pledge_rules.can_say_not_now(found.standing):
        acts.append(Link("Not now, and why", f"{here}/not-now/new"))
    return acts


routes = [show]
