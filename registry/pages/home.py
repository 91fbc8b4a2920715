"""The first page: what waits for the reader, one line for each act."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get

from registry.feedback.queries import pulse as pulse_queries
from registry.ideas.queries import skills as skill_queries
from registry.ideas.rules import ideas as idea_rules
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.queries import answers as answer_queries
from registry.portfolio.queries import home as queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession
from registry.web.pages import page

SEEKING_SHOWN = 3


@get("/", name="home.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    shows_all = request.query_params.get("all") == "1"
    home = await queries.get_home(session, actor, shown=None if shows_all else queries.LINES_SHOWN)
    return await page(
        request,
        "home/index.html",
        part="home/_lines.html",
        home=home,
        here="/?all=1" if shows_all else "/",
        has_pulse=not actor.has(Role.PARTNER) and await pulse_queries.may_be_answered(session, actor),
        makes_pack=bool(actor.roles & {Role.QUALITY, Role.BOARD}),
        may_register=idea_rules.may_register_ideas(actor),
        seeking=await _seeking(session, actor),
        **await _answer_times(session, actor),
    )


async def _seeking(session: DbSession, actor: Actor) -> Sequence[tuple[UUID, str, str]]:
    """A few teams that look for what the reader offers."""
    if actor.has(Role.PARTNER):
        return []
    return await skill_queries.list_seeking_what_is_offered(session, actor, SEEKING_SHOWN)


async def _answer_times(session: DbSession, actor: Actor) -> dict[str, Any]:
    is_shown = actor.has(Role.BOARD)
    return {"times": await answer_queries.get_answer_times(session, actor) if is_shown else None}


routes = [index]
