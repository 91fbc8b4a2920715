"""The vision and its values, and which of them an idea serves, for programs."""

from litestar import get, post, put
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.ideas.actions import values as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import values as value_queries
from registry.ideas.schemas import ServedValueOut, ServedValuesIn
from registry.kit.errors import NotFound
from registry.people.actors import Actor
from registry.vision import actions, queries, rules
from registry.vision.schemas import ValueOut, VisionIn, VisionOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class PublishingIn(VisionIn):
    """
    after   the number of the vision that was read; 0 where there was none
    """

    after: int = 0


class VersionOut(BaseModel):
    """A vision as it was published; its values as (name, meaning)."""

    vision: VisionOut
    values: list[tuple[str, str]]


class VersionsOut(BaseModel):
    rows: list[VersionOut]
    next: str | None


@get("/vision", name="api.vision.show")
async def show(session: DbSession, actor: CurrentActor) -> VisionOut | None:
    _must_read(actor)
    found = await queries.find_vision(session, actor)
    if found is None:
        return None
    values = [ValueOut.model_validate(value) for value in await queries.list_values(session, actor)]
    return VisionOut.model_validate(found.vision).model_copy(update={"values": values})


@get("/vision/versions", name="api.vision.versions")
async def versions(session: DbSession, actor: CurrentActor, after: Cursor = "") -> VersionsOut:
    _must_read(actor)
    found = await queries.page_of_visions(session, actor, cursor=after)
    rows = [VersionOut(vision=VisionOut.model_validate(row.vision), values=list(row.values)) for row in found.rows]
    return VersionsOut(rows=rows, next=found.next_cursor)


@post("/vision", name="api.vision.publish")
async def publish(data: JSONBody[PublishingIn], session: DbSession, actor: CurrentActor) -> VisionOut:
    return VisionOut.model_validate(await actions.publish_vision(session, actor, data, after=data.after))


@get("/ideas/{idea_id:uuid}/values", name="api.values.index")
async def served(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[ServedValueOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _served(session, idea)


@put("/ideas/{idea_id:uuid}/values", name="api.values.name")
async def name(
    idea_id: PathId, data: JSONBody[ServedValuesIn], session: DbSession, actor: CurrentActor
) -> list[ServedValueOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await idea_actions.name_values(session, actor, idea, data)
    return await _served(session, idea)


async def _served(session: DbSession, idea: Idea) -> list[ServedValueOut]:
    found = await value_queries.list_served(session, idea)
    return [ServedValueOut(value_id=value.value_id, name=value.name, how=value.how) for value in found]


def _must_read(actor: Actor) -> None:
    if not rules.may_read_vision(actor):
        raise NotFound("vision")


routes = [show, versions, publish, served, name]
