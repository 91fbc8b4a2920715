"""What the team of an idea tried, and from which day, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.queries import ideas as idea_queries
from registry.measures import queries
from registry.measures.actions import changes as actions
from registry.measures.schemas import ChangeIn, ChangeOut
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/changes", name="api.changes.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[ChangeOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [ChangeOut.model_validate(change) for change in await queries.list_changes(session, actor, idea.id)]


@post("/ideas/{idea_id:uuid}/changes", name="api.changes.tell")
async def tell(idea_id: PathId, data: JSONBody[ChangeIn], session: DbSession, actor: CurrentActor) -> ChangeOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return ChangeOut.model_validate(await actions.tell_change(session, actor, idea, data))


@post("/changes/{change_id:uuid}/withdrawal", name="api.changes.take_back")
async def take_back(change_id: PathId, session: DbSession, actor: CurrentActor) -> ChangeOut:
    change, idea = await queries.get_change(session, actor, change_id)
    await actions.take_back_change(session, actor, change, idea)
    return ChangeOut.model_validate(change)


routes = [index, tell, take_back]
