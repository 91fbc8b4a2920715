"""The team of an idea for programs."""

from uuid import UUID

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.ideas.actions import ideas as actions
from registry.ideas.models import Idea, JoinedBy, Teammate
from registry.ideas.queries import ideas as queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.schemas import InvitationIn, JoinIn, NoToJoiningIn, ShareIn
from registry.web.doors import CurrentActor, DbSession, PathId


class TeammateOut(BaseModel):
    id: UUID
    person_id: UUID
    is_lead: bool
    is_member: bool
    joined_by: JoinedBy


@get("/ideas/{idea_id:uuid}/team", name="api.team.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[TeammateOut]:
    return await _team(session, await queries.get_idea(session, actor, idea_id))


@post("/ideas/{idea_id:uuid}/joining", name="api.team.ask")
async def ask(idea_id: PathId, data: JSONBody[JoinIn], session: DbSession, actor: CurrentActor) -> TeammateOut:
    idea = await queries.get_idea(session, actor, idea_id)
    return _out(await actions.ask_to_join(session, actor, idea, data))


@post("/ideas/{idea_id:uuid}/invitations", name="api.team.invite")
async def invite(idea_id: PathId, data: JSONBody[InvitationIn], session: DbSession, actor: CurrentActor) -> TeammateOut:
    idea = await queries.get_idea(session, actor, idea_id)
    return _out(await actions.invite(session, actor, idea, data))


@post("/teammates/{teammate_id:uuid}/acceptance", name="api.team.accept")
async def accept(teammate_id: PathId, session: DbSession, actor: CurrentActor) -> TeammateOut:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    await actions.answer_joining(session, actor, idea, teammate, is_accepted=True)
    return _out(teammate)


@post("/teammates/{teammate_id:uuid}/declining", name="api.team.decline")
async def decline(
    teammate_id: PathId, data: JSONBody[NoToJoiningIn], session: DbSession, actor: CurrentActor
) -> TeammateOut:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    await actions.answer_joining(session, actor, idea, teammate, is_accepted=False, words=data.words)
    return _out(teammate)


@post("/teammates/{teammate_id:uuid}/leaving", name="api.team.leave")
async def leave(teammate_id: PathId, session: DbSession, actor: CurrentActor) -> TeammateOut:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    await actions.leave_team(session, actor, idea, teammate)
    return _out(teammate)


@post("/ideas/{idea_id:uuid}/lead", name="api.team.take_lead")
async def take_lead(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[TeammateOut]:
    idea = await queries.get_idea(session, actor, idea_id)
    await actions.take_lead(session, actor, idea)
    return await _team(session, idea)


@post("/ideas/{idea_id:uuid}/shares", name="api.team.share", status_code=204)
async def share(idea_id: PathId, data: JSONBody[ShareIn], session: DbSession, actor: CurrentActor) -> None:
    await actions.share_with_partner(session, actor, await queries.get_idea(session, actor, idea_id), data)


@post("/ideas/{idea_id:uuid}/shares/{partner_id:uuid}/ending", name="api.team.end_share", status_code=204)
async def end_share(idea_id: PathId, partner_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    await actions.end_share(session, actor, await queries.get_idea(session, actor, idea_id), partner_id)


async def _team(session: DbSession, idea: Idea) -> list[TeammateOut]:
    return [_out(teammate) for teammate in await team_queries.list_teammates(session, idea)]


def _out(teammate: Teammate) -> TeammateOut:
    return TeammateOut(
        **teammate.model_dump(include={"id", "person_id", "is_lead", "joined_by"}), is_member=teammate.is_member
    )


routes = [index, ask, invite, accept, decline, leave, take_lead, share, end_share]
