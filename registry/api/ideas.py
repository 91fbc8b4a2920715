"""Ideas for programs: the list, one idea, registering, editing, drafts."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel

from registry.ideas.actions import ideas as actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import DraftIn, DraftOut, IdeaFilter, IdeaIn, IdeaOut, IdeaRowOut
from registry.kit.errors import Changed, NotAllowed
from registry.people.actors import Actor
from registry.portfolio import search
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId

DRAFTS_SHOWN = 50


class IdeasOut(BaseModel):
    """A page of ideas; `next` goes into `after` for the page behind it."""

    ideas: list[IdeaRowOut]
    next: str | None


class IdeaEditIn(IdeaIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


class DraftEditIn(DraftIn):
    version: int


@get("/ideas", name="api.ideas.index")
async def index(
    session: DbSession,
    actor: CurrentActor,
    q: Annotated[str, QueryParameter(max_length=160)] = "",
    stage: FromQuery[Stage | None] = None,
    aim_id: FromQuery[UUID | None] = None,
    value_id: FromQuery[UUID | None] = None,
    service_id: FromQuery[UUID | None] = None,
    framework_id: FromQuery[UUID | None] = None,
    is_waiting: FromQuery[bool] = False,
    is_mine: FromQuery[bool] = False,
    after: Cursor = "",
) -> IdeasOut:
    narrowed = IdeaFilter(
        stage=stage,
        aim_id=aim_id,
        value_id=value_id,
        service_id=service_id,
        framework_id=framework_id,
        is_waiting=is_waiting,
        is_mine=is_mine,
    )
    among = search.matching_ids(session, actor, q) if q else None
    listed = await queries.page_of_ideas(session, actor, narrowed, cursor=after, among=among)
    return IdeasOut(ideas=[IdeaRowOut.model_validate(row) for row in listed.rows], next=listed.next_cursor)


@get("/ideas/drafts", name="api.ideas.drafts")
async def drafts(session: DbSession, actor: CurrentActor) -> list[DraftOut]:
    """One's own, the oldest first, at most fifty."""
    return [DraftOut.model_validate(idea) for idea in await queries.list_drafts(session, actor, DRAFTS_SHOWN)]


@post("/ideas/drafts", name="api.ideas.keep_draft")
async def keep_draft(data: JSONBody[DraftIn], session: DbSession, actor: CurrentActor) -> IdeaOut:
    return await _out(session, actor, await actions.save_draft(session, actor, None, data))


@put("/ideas/{idea_id:uuid}/draft", name="api.ideas.change_draft")
async def change_draft(
    idea_id: PathId, data: JSONBody[DraftEditIn], session: DbSession, actor: CurrentActor
) -> IdeaOut:
    idea = await _unchanged(session, actor, idea_id, data.version)
    form = DraftIn(**data.model_dump(exclude={"version"}))
    return await _out(session, actor, await actions.save_draft(session, actor, idea, form))


@post("/ideas/{idea_id:uuid}/registration", name="api.ideas.register")
async def register(idea_id: PathId, data: JSONBody[IdeaEditIn], session: DbSession, actor: CurrentActor) -> IdeaOut:
    """Makes a draft visible to the organisation, in the words sent along."""
    idea = await _unchanged(session, actor, idea_id, data.version)
    form = IdeaIn(**data.model_dump(exclude={"version"}))
    return await _out(session, actor, await actions.register_idea(session, actor, idea, form))


@post("/ideas/{idea_id:uuid}/discarding", name="api.ideas.discard", status_code=204)
async def discard(idea_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    await actions.discard_draft(session, actor, await queries.get_idea(session, actor, idea_id))


@get("/ideas/{idea_id:uuid}", name="api.ideas.show")
async def show(idea_id: PathId, session: DbSession, actor: CurrentActor) -> IdeaOut:
    return await _out(session, actor, await queries.get_idea(session, actor, idea_id))


@post("/ideas", name="api.ideas.create")
async def create(data: JSONBody[IdeaIn], session: DbSession, actor: CurrentActor) -> IdeaOut:
    return await _out(session, actor, await actions.register_idea(session, actor, None, data))


@put("/ideas/{idea_id:uuid}", name="api.ideas.update")
async def update(idea_id: PathId, data: JSONBody[IdeaEditIn], session: DbSession, actor: CurrentActor) -> IdeaOut:
    idea = await _unchanged(session, actor, idea_id, data.version)
    await actions.edit_idea(session, actor, idea, IdeaIn(**data.model_dump(exclude={"version"})))
    return await _out(session, actor, idea)


async def _unchanged(session: DbSession, actor: Actor, idea_id: UUID, version: int) -> Idea:
    """The idea, for those who may edit it, when nobody has changed it since the program read it."""
    idea = await queries.get_idea(session, actor, idea_id)
    if not rules.may_edit(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only its team changes an idea.")
    if version != idea.version:
        raise Changed
    return idea


async def _out(session: DbSession, actor: Actor, idea: Idea) -> IdeaOut:
    standing = await queries.get_standing(session, idea)
    aims = await queries.list_idea_aims(session, idea)
    facts = idea.model_dump(include={"id", "version", "title", "better", "why", "outcome", "service_id"})
    framework = await place_queries.find_framework_of(session, actor, idea)
    return IdeaOut(
        **facts,
        outcome_id=idea.outcome_id if framework else None,
        framework_id=framework.id if framework else None,
        reference=rules.reference(actor.reference_prefix, idea.reference_number) if idea.reference_number else "",
        aim_ids=[aim.aim_id for aim in aims],
        stage=standing.stage,
        lead_id=standing.lead_id if standing.has_lead else None,
        sponsor_id=standing.sponsor_id,
    )


routes = [index, drafts, keep_draft, change_draft, register, discard, show, create, update]
