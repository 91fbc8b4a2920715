"""An idea comes under a framework, or leaves it, for programs."""

from litestar import post
from litestar.params import JSONBody

from registry.boundaries.actions import joining as actions
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import FrameworkChoiceIn
from registry.kit.errors import chosen
from registry.web.doors import CurrentActor, DbSession, PathId


@post("/ideas/{idea_id:uuid}/framework", name="api.joining.join", status_code=204)
async def join(idea_id: PathId, data: JSONBody[FrameworkChoiceIn], session: DbSession, actor: CurrentActor) -> None:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    with chosen("framework_id"):
        framework = await framework_queries.get_framework(session, actor, data.framework_id)
    await actions.join_framework(session, actor, idea, framework)


@post("/ideas/{idea_id:uuid}/framework/leaving", name="api.joining.leave", status_code=204)
async def leave(idea_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await actions.leave_framework(session, actor, idea)


routes = [join, leave]
