"""The steps of an idea for programs: begin, change the period, pause, resume, sustain, end, open again; learning."""

from collections.abc import Awaitable, Callable

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.people.actors import Actor
from registry.progress.actions import stages as actions
from registry.progress.queries import periods as queries
from registry.progress.schemas import BeginIn, EndIn, LearningIn, PeriodIn, PeriodOut, StageOut
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/exploration", name="api.progress.period")
async def period(idea_id: PathId, session: DbSession, actor: CurrentActor) -> PeriodOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return PeriodOut.model_validate(await queries.get_period(session, idea))


@post("/ideas/{idea_id:uuid}/exploration", name="api.progress.begin")
async def begin(idea_id: PathId, data: JSONBody[BeginIn], session: DbSession, actor: CurrentActor) -> PeriodOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return PeriodOut.model_validate(await actions.begin_exploring(session, actor, idea, data))


@post("/ideas/{idea_id:uuid}/exploration/period", name="api.progress.change_period")
async def change_period(
    idea_id: PathId, data: JSONBody[PeriodIn], session: DbSession, actor: CurrentActor
) -> PeriodOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return PeriodOut.model_validate(await actions.change_period(session, actor, idea, data))


@post("/ideas/{idea_id:uuid}/pause", name="api.progress.pause")
async def pause(idea_id: PathId, session: DbSession, actor: CurrentActor) -> StageOut:
    return await _move(session, actor, idea_id, actions.pause_idea)


@post("/ideas/{idea_id:uuid}/resumption", name="api.progress.resume")
async def resume(idea_id: PathId, session: DbSession, actor: CurrentActor) -> StageOut:
    return await _move(session, actor, idea_id, actions.resume_idea)


@post("/ideas/{idea_id:uuid}/sustaining", name="api.progress.sustain")
async def sustain(idea_id: PathId, session: DbSession, actor: CurrentActor) -> StageOut:
    return await _move(session, actor, idea_id, actions.sustain_idea)


@post("/ideas/{idea_id:uuid}/ending", name="api.progress.end")
async def end(idea_id: PathId, data: JSONBody[EndIn], session: DbSession, actor: CurrentActor) -> StageOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await actions.end_idea(session, actor, idea, data)
    return await _out(session, idea)


@post("/ideas/{idea_id:uuid}/reopening", name="api.progress.reopen")
async def reopen(idea_id: PathId, session: DbSession, actor: CurrentActor) -> StageOut:
    return await _move(session, actor, idea_id, actions.reopen_idea)


@post("/ideas/{idea_id:uuid}/learning", name="api.progress.write_learning")
async def write_learning(
    idea_id: PathId, data: JSONBody[LearningIn], session: DbSession, actor: CurrentActor
) -> StageOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await idea_actions.write_learning(session, actor, idea, data.learning)
    return await _out(session, idea)


async def _move(
    session: DbSession,
    actor: Actor,
    idea_id: PathId,
    move: Callable[[DbSession, Actor, Idea], Awaitable[None]],
) -> StageOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await move(session, actor, idea)
    return await _out(session, idea)


async def _out(session: DbSession, idea: Idea) -> StageOut:
    standing = await idea_queries.get_standing(session, idea)
    return StageOut(idea_id=idea.id, stage=standing.stage, learning=idea.learning)


routes = [period, begin, change_period, pause, resume, sustain, end, reopen, write_learning]
