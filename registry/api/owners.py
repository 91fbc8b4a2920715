"""Who keeps an idea that is how people work now, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.actions import owners as actions
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as queries
from registry.ideas.schemas import OwnerIn, OwnerOut
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/owners", name="api.owners.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[OwnerOut]:
    """Who keeps it, who is asked, and who was before; the newest first."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [OwnerOut.model_validate(row) for row in await queries.list_all_owners(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/owners", name="api.owners.ask")
async def ask(idea_id: PathId, data: JSONBody[OwnerIn], session: DbSession, actor: CurrentActor) -> OwnerOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return OwnerOut.model_validate(await actions.ask_owner(session, actor, idea, data))


@post("/owners/{owner_id:uuid}/acceptance", name="api.owners.accept")
async def accept(owner_id: PathId, session: DbSession, actor: CurrentActor) -> OwnerOut:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.accept_owning(session, actor, idea, owner)
    return OwnerOut.model_validate(owner)


@post("/owners/{owner_id:uuid}/declining", name="api.owners.decline")
async def decline(owner_id: PathId, session: DbSession, actor: CurrentActor) -> OwnerOut:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.decline_owning(session, actor, idea, owner)
    return OwnerOut.model_validate(owner)


@post("/owners/{owner_id:uuid}/withdrawal", name="api.owners.take_back")
async def take_back(owner_id: PathId, session: DbSession, actor: CurrentActor) -> OwnerOut:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.take_owning_back(session, actor, idea, owner)
    return OwnerOut.model_validate(owner)


@post("/owners/{owner_id:uuid}/ending", name="api.owners.give_up")
async def give_up(owner_id: PathId, session: DbSession, actor: CurrentActor) -> OwnerOut:
    owner, idea = await queries.get_owner(session, actor, owner_id)
    await actions.give_up_owning(session, actor, idea, owner)
    return OwnerOut.model_validate(owner)


routes = [index, ask, accept, decline, take_back, give_up]
