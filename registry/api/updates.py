"""Updates for programs: an idea's timeline, one update, telling a new one, putting it in other words."""

from litestar import get, post, put
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.ideas.queries import ideas as idea_queries
from registry.progress.actions import updates as actions
from registry.progress.queries import updates as queries
from registry.progress.schemas import UpdateEditIn, UpdateIn, UpdateOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class UpdatesOut(BaseModel):
    """A page of updates; `next` goes into `after` for the page behind it."""

    updates: list[UpdateOut]
    next: str | None


@get("/ideas/{idea_id:uuid}/updates", name="api.updates.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> UpdatesOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    listed = await queries.page_of_updates(session, actor, idea, cursor=after)
    return UpdatesOut(updates=[UpdateOut.model_validate(row) for row in listed.rows], next=listed.next_cursor)


@get("/updates/{update_id:uuid}", name="api.updates.show")
async def show(update_id: PathId, session: DbSession, actor: CurrentActor) -> UpdateOut:
    row, _ = await queries.get_update(session, actor, update_id)
    return UpdateOut.model_validate(row)


@put("/updates/{update_id:uuid}", name="api.updates.update")
async def update(update_id: PathId, data: JSONBody[UpdateEditIn], session: DbSession, actor: CurrentActor) -> UpdateOut:
    await queries.get_update(session, actor, update_id)
    await actions.edit_update(session, actor, update_id, data, data.version)
    row, _ = await queries.get_update(session, actor, update_id)
    return UpdateOut.model_validate(row)


@post("/ideas/{idea_id:uuid}/updates", name="api.updates.create")
async def create(idea_id: PathId, data: JSONBody[UpdateIn], session: DbSession, actor: CurrentActor) -> UpdateOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    told = await actions.tell_update(session, actor, idea, data)
    row, _ = await queries.get_update(session, actor, told.id)
    return UpdateOut.model_validate(row)


routes = [index, show, create, update]
