"""Starting an idea of one's own from another team's, and how ideas spread, for programs."""

from uuid import UUID

from litestar import get, post
from pydantic import BaseModel

from registry.ideas.actions import adoptions as actions
from registry.ideas.queries import adoptions as queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import adoptions as rules
from registry.ideas.schemas import DraftOut, IdeaRowOut
from registry.kit.errors import NotFound
from registry.progress.queries import updates as update_queries
from registry.web.doors import CurrentActor, DbSession, PathId


class SpreadOut(BaseModel):
    """
    depth     0 for the idea that the tree begins with
    from_id   the idea it was begun from; None there
    learning  what its team learnt at the end; empty before
    learnt    what it told in its newest update that says so
    """

    idea: IdeaRowOut
    depth: int
    from_id: UUID | None
    learning: str
    learnt: str


@post("/ideas/{idea_id:uuid}/adoptions", name="api.adoptions.create")
async def create(idea_id: PathId, session: DbSession, actor: CurrentActor) -> DraftOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return DraftOut.model_validate(await actions.adopt_idea(session, actor, idea))


@get("/ideas/{idea_id:uuid}/spread", name="api.adoptions.spread")
async def spread(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[SpreadOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    if not (rules.may_see_spread(actor) and (await idea_queries.get_standing(session, idea)).is_public):
        raise NotFound("spread")
    tree = await queries.list_spread(session, actor, idea)
    learnt = await update_queries.list_newest_learnt(session, actor, [found.row.id for found in tree])
    return [
        SpreadOut(
            idea=IdeaRowOut.model_validate(found.row),
            depth=found.depth,
            from_id=found.from_id,
            learning=found.learning,
            learnt=learnt.get(found.row.id, ""),
        )
        for found in tree
    ]


routes = [create, spread]
