"""Holding frameworks for programs: the list, one with its outcomes and stewards, opening, changing."""

from dataclasses import asdict
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel

from registry.frameworks.actions import frameworks as actions
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.schemas import (
    FrameworkIn,
    FrameworkOut,
    OpeningIn,
    OutcomeIn,
    OutcomeOut,
    StewardIn,
    StewardOut,
)
from registry.kit.errors import Changed
from registry.portfolio.queries import frameworks as map_queries
from registry.portfolio.schemas.frameworks import MappedOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class FrameworksOut(BaseModel):
    """A page of frameworks, each followed by those nested in it; `next` goes into `after` for the page behind it."""

    frameworks: list[MappedOut]
    next: str | None


class FrameworkEditIn(FrameworkIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


class OutcomeEditIn(OutcomeIn):
    version: int


@get("/frameworks", name="api.frameworks.index")
async def index(
    session: DbSession, actor: CurrentActor, under: FromQuery[UUID | None] = None, after: Cursor = ""
) -> FrameworksOut:
    """
    under   only those nested in this one, at any depth
    """
    found = await map_queries.get_map(session, actor, under=under, cursor=after)
    return FrameworksOut(
        frameworks=[
            MappedOut(**asdict(row), ideas=found.stands[row.id].ideas, boundaries=dict(found.stands[row.id].boundaries))
            for row in found.nested.rows
        ],
        next=found.nested.next_cursor,
    )


@post("/frameworks", name="api.frameworks.create")
async def create(data: JSONBody[OpeningIn], session: DbSession, actor: CurrentActor) -> FrameworkOut:
    return await _out(session, await actions.open_framework(session, actor, data))


@get("/frameworks/{framework_id:uuid}", name="api.frameworks.show")
async def show(framework_id: PathId, session: DbSession, actor: CurrentActor) -> FrameworkOut:
    return await _out(session, await queries.get_framework(session, actor, framework_id))


@put("/frameworks/{framework_id:uuid}", name="api.frameworks.update")
async def update(
    framework_id: PathId, data: JSONBody[FrameworkEditIn], session: DbSession, actor: CurrentActor
) -> FrameworkOut:
    framework = await queries.get_framework(session, actor, framework_id)
    if data.version != framework.version:
        raise Changed
    await actions.edit_framework(session, actor, framework, FrameworkIn(**data.model_dump(exclude={"version"})))
    return await _out(session, framework)


@post("/frameworks/{framework_id:uuid}/outcomes", name="api.outcomes.add")
async def add_outcome(
    framework_id: PathId, data: JSONBody[OutcomeIn], session: DbSession, actor: CurrentActor
) -> OutcomeOut:
    framework = await queries.get_framework(session, actor, framework_id)
    return OutcomeOut.model_validate(await outcome_actions.add_outcome(session, actor, framework, data))


@put("/outcomes/{outcome_id:uuid}", name="api.outcomes.change")
async def change_outcome(
    outcome_id: PathId, data: JSONBody[OutcomeEditIn], session: DbSession, actor: CurrentActor
) -> OutcomeOut:
    outcome, _ = await queries.get_outcome(session, actor, outcome_id)
    if data.version != outcome.version:
        raise Changed
    await outcome_actions.change_outcome(session, actor, outcome, OutcomeIn(**data.model_dump(exclude={"version"})))
    return OutcomeOut.model_validate(outcome)


@post("/outcomes/{outcome_id:uuid}/ending", name="api.outcomes.end")
async def end_outcome(outcome_id: PathId, session: DbSession, actor: CurrentActor) -> OutcomeOut:
    outcome, _ = await queries.get_outcome(session, actor, outcome_id)
    await outcome_actions.end_outcome(session, actor, outcome)
    return OutcomeOut.model_validate(outcome)


@post("/frameworks/{framework_id:uuid}/stewards", name="api.stewards.name")
async def name_steward(
    framework_id: PathId, data: JSONBody[StewardIn], session: DbSession, actor: CurrentActor
) -> FrameworkOut:
    framework = await queries.get_framework(session, actor, framework_id)
    await actions.name_steward(session, actor, framework, data)
    return await _out(session, framework)


@post("/stewardships/{stewardship_id:uuid}/ending", name="api.stewards.end")
async def end_stewardship(stewardship_id: PathId, session: DbSession, actor: CurrentActor) -> FrameworkOut:
    stewardship, framework = await queries.get_stewardship(session, actor, stewardship_id)
    await actions.end_stewardship(session, actor, stewardship)
    return await _out(session, framework)


async def _out(session: DbSession, framework: Framework) -> FrameworkOut:
    facts = framework.model_dump(exclude={"organisation_id", "opened_at", "opened_by_id", "told_review_on"})
    return FrameworkOut(
        **facts,
        outcomes=[OutcomeOut.model_validate(outcome) for outcome in await queries.list_outcomes(session, framework)],
        stewards=[StewardOut.model_validate(steward) for steward in await queries.list_stewards(session, framework)],
    )


routes = [
    index,
    create,
    show,
    update,
    add_outcome,
    change_outcome,
    end_outcome,
    name_steward,
    end_stewardship,
]
