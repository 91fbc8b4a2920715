"""Areas of discretion and claims to them, for programs."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.frameworks.actions import discretion as actions
from registry.frameworks.queries import discretion as queries
from registry.frameworks.queries.discretion import AreaLine
from registry.frameworks.rules.discretion import Area
from registry.frameworks.schemas import DiscretionIn, DiscretionOut, DiscretionWithdrawalIn
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import ClaimIn, ClaimOut
from registry.people.actors import Actor
from registry.progress.actions import discretion as claim_actions
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class AreasOut(BaseModel):
    """A page of areas, the newest first; `next` goes into `after` for the page behind it."""

    areas: list[DiscretionOut]
    next: str | None


@get("/discretion", name="api.discretion.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> AreasOut:
    queries.must_see(actor)
    listed = await queries.page_of_areas(session, actor, cursor=after)
    return AreasOut(areas=[_out(line) for line in listed.rows], next=listed.next_cursor)


@post("/discretion", name="api.discretion.create")
async def create(data: JSONBody[DiscretionIn], session: DbSession, actor: CurrentActor) -> DiscretionOut:
    found = await actions.declare_discretion(session, actor, data)
    return await _line(session, actor, await queries.get_area(session, actor, found.id))


@get("/discretion/{discretion_id:uuid}", name="api.discretion.show")
async def show(discretion_id: PathId, session: DbSession, actor: CurrentActor) -> DiscretionOut:
    return await _line(session, actor, await queries.get_area(session, actor, discretion_id))


@post("/discretion/{discretion_id:uuid}/withdrawal", name="api.discretion.withdraw")
async def withdraw(
    discretion_id: PathId, data: JSONBody[DiscretionWithdrawalIn], session: DbSession, actor: CurrentActor
) -> DiscretionOut:
    area = await queries.get_area(session, actor, discretion_id)
    await actions.withdraw_discretion(session, actor, area.discretion, data)
    return await _line(session, actor, area)


@post("/ideas/{idea_id:uuid}/claims", name="api.claims.create")
async def claim(idea_id: PathId, data: JSONBody[ClaimIn], session: DbSession, actor: CurrentActor) -> ClaimOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return ClaimOut.model_validate(await claim_actions.claim_discretion(session, actor, idea, data))


@post("/claims/{claim_id:uuid}/handing-back", name="api.claims.hand_back")
async def hand_back(claim_id: PathId, session: DbSession, actor: CurrentActor) -> ClaimOut:
    found, idea = await claim_queries.get_claim(session, actor, claim_id)
    await claim_actions.hand_claim_back(session, actor, idea, found)
    return ClaimOut.model_validate(found)


async def _line(session: DbSession, actor: Actor, area: Area) -> DiscretionOut:
    [line] = await queries.lines_of(session, actor, [area])
    return _out(line)


def _out(line: AreaLine) -> DiscretionOut:
    told = {
        "limits": list(line.limits),
        "service_ids": sorted(line.area.service_ids),
        "aim_ids": sorted(line.area.aim_ids),
        "is_in_force": line.is_in_force,
    }
    return DiscretionOut.model_validate(line.discretion.model_dump() | told)


routes = [index, create, show, withdraw, claim, hand_back]
