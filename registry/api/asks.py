"""What teams ask for, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.queries import ideas as idea_queries
from registry.pledges.actions import asks as actions
from registry.pledges.actions import barriers as barrier_actions
from registry.pledges.queries import asks as queries
from registry.pledges.queries.asks import AskLine
from registry.pledges.schemas import AskIn, AskOut, GivingBackIn
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/asks", name="api.asks.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[AskOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [_out(line) for line in await queries.list_asks_for_idea(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/asks", name="api.asks.create")
async def create(idea_id: PathId, data: JSONBody[AskIn], session: DbSession, actor: CurrentActor) -> AskOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    ask = await actions.make_ask(session, actor, idea, data)
    return _out(await queries.get_line(session, actor, ask))


@get("/asks/{ask_id:uuid}", name="api.asks.show")
async def show(ask_id: PathId, session: DbSession, actor: CurrentActor) -> AskOut:
    ask, _ = await queries.get_ask(session, actor, ask_id)
    return _out(await queries.get_line(session, actor, ask))


@post("/asks/{ask_id:uuid}/withdrawal", name="api.asks.withdraw")
async def withdraw(ask_id: PathId, session: DbSession, actor: CurrentActor) -> AskOut:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await actions.withdraw_ask(session, actor, idea, ask)
    return _out(await queries.get_line(session, actor, ask))


@post("/asks/{ask_id:uuid}/taking", name="api.asks.take")
async def take(ask_id: PathId, session: DbSession, actor: CurrentActor) -> AskOut:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await barrier_actions.take_barrier(session, actor, idea, ask)
    return _out(await queries.get_line(session, actor, ask))


@post("/asks/{ask_id:uuid}/giving-back", name="api.asks.give_back")
async def give_back(ask_id: PathId, data: JSONBody[GivingBackIn], session: DbSession, actor: CurrentActor) -> AskOut:
    ask, idea = await queries.get_ask(session, actor, ask_id)
    await barrier_actions.give_back_barrier(session, actor, idea, ask, data)
    return _out(await queries.get_line(session, actor, ask))


def _out(line: AskLine) -> AskOut:
    worked_out = {
        "state": line.state,
        "amount": line.amount,
        "total_minor": line.total_minor,
        "met_minor": line.met_minor,
        "owner_id": line.ownership.owner.id if line.ownership else None,
    }
    return AskOut.model_validate(line.ask.model_dump() | worked_out)


routes = [index, create, show, withdraw, take, give_back]
