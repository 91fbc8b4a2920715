"""Promises, for programs: offering, answering, withdrawing, the team's verdict."""

from enum import StrEnum

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel

from registry.boundaries.actions.conditions import make_offer
from registry.boundaries.queries.conditions import list_conditions
from registry.boundaries.schemas import ConditionOut, OfferIn, OfferOut
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.people.actors import Actor
from registry.pledges.actions import look_backs as look_back_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.models import Pledge
from registry.pledges.queries import look_backs as look_back_queries
from registry.pledges.queries import pledges as queries
from registry.pledges.queries.pledges import PledgeLine
from registry.pledges.schemas import (
    AgreementIn,
    DeclineIn,
    LookBackIn,
    LookBackOut,
    PledgeOut,
    ReductionIn,
    VerdictIn,
    WithdrawalIn,
)
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class View(StrEnum):
    """Promises that one made, or that were made to the teams one is in."""

    MADE = "made"
    RECEIVED = "received"


class PledgesOut(BaseModel):
    """A page of promises; `next` goes into `after` for the page behind it."""

    pledges: list[PledgeOut]
    next: str | None


@get("/pledges", name="api.pledges.mine")
async def mine(
    session: DbSession, actor: CurrentActor, view: FromQuery[View] = View.MADE, after: Cursor = ""
) -> PledgesOut:
    listing = queries.page_of_pledges_to if view is View.RECEIVED else queries.page_of_pledges_by
    listed = await listing(session, actor, cursor=after)
    return PledgesOut(pledges=[_out(line) for line in listed.rows], next=listed.next_cursor)


@get("/ideas/{idea_id:uuid}/pledges", name="api.pledges.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[PledgeOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [_out(line) for line in await queries.list_pledges_for_idea(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/pledges", name="api.pledges.create")
async def create(idea_id: PathId, data: JSONBody[OfferIn], session: DbSession, actor: CurrentActor) -> OfferOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _with_conditions(session, actor, await make_offer(session, actor, idea, data), idea)


@get("/pledges/{pledge_id:uuid}", name="api.pledges.show")
async def show(pledge_id: PathId, session: DbSession, actor: CurrentActor) -> OfferOut:
    pledge, idea = await queries.get_pledge(session, actor, pledge_id)
    return await _with_conditions(session, actor, pledge, idea)


@post("/pledges/{pledge_id:uuid}/acceptance", name="api.pledges.accept")
async def accept(pledge_id: PathId, session: DbSession, actor: CurrentActor) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.accept_pledge(session, actor, pledge)
    return await _line(session, actor, pledge)


@post("/pledges/{pledge_id:uuid}/declining", name="api.pledges.decline")
async def decline(pledge_id: PathId, data: JSONBody[DeclineIn], session: DbSession, actor: CurrentActor) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.decline_pledge(session, actor, pledge, data)
    return await _line(session, actor, pledge)


@post("/pledges/{pledge_id:uuid}/withdrawal", name="api.pledges.withdraw")
async def withdraw(
    pledge_id: PathId, data: JSONBody[WithdrawalIn], session: DbSession, actor: CurrentActor
) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.withdraw_pledge(session, actor, pledge, data)
    return await _line(session, actor, pledge)


@post("/pledges/{pledge_id:uuid}/agreement", name="api.pledges.agree")
async def agree(pledge_id: PathId, data: JSONBody[AgreementIn], session: DbSession, actor: CurrentActor) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.agree_to_withdrawal(session, actor, pledge, data)
    return await _line(session, actor, pledge)


@post("/pledges/{pledge_id:uuid}/reduction", name="api.pledges.reduce")
async def reduce(
    pledge_id: PathId, data: JSONBody[ReductionIn], session: DbSession, actor: CurrentActor
) -> list[PledgeOut]:
    """The pledge that was reduced, then its new parts, the one cut off last."""
    pledge = await _pledge(session, actor, pledge_id)
    parts = await reduce_pledge(session, actor, pledge, data)
    return [_out(line) for line in await queries.lines_of(session, actor, [pledge, *parts])]


@post("/pledges/{pledge_id:uuid}/release", name="api.pledges.release")
async def release(pledge_id: PathId, session: DbSession, actor: CurrentActor) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.release_pledge(session, actor, pledge)
    return await _line(session, actor, pledge)


@post("/pledges/{pledge_id:uuid}/verdict", name="api.pledges.give_verdict")
async def give_verdict(
    pledge_id: PathId, data: JSONBody[VerdictIn], session: DbSession, actor: CurrentActor
) -> PledgeOut:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.give_verdict(session, actor, pledge, data)
    return await _line(session, actor, pledge)


@get("/pledges/{pledge_id:uuid}/look-back", name="api.pledges.show_look_back")
async def show_look_back(pledge_id: PathId, session: DbSession, actor: CurrentActor) -> LookBackOut | None:
    pledge = await _pledge(session, actor, pledge_id)
    found = (await look_back_queries.list_look_backs(session, actor, [pledge.id])).get(pledge.id)
    return LookBackOut.model_validate(found.look_back) if found else None


@post("/pledges/{pledge_id:uuid}/look-back", name="api.pledges.look_back")
async def look_back(
    pledge_id: PathId, data: JSONBody[LookBackIn], session: DbSession, actor: CurrentActor
) -> LookBackOut:
    pledge = await _pledge(session, actor, pledge_id)
    return LookBackOut.model_validate(await look_back_actions.look_back(session, actor, pledge, data))


async def _pledge(session: DbSession, actor: Actor, pledge_id: PathId) -> Pledge:
    pledge, _ = await queries.get_pledge(session, actor, pledge_id)
    return pledge


async def _line(session: DbSession, actor: Actor, pledge: Pledge) -> PledgeOut:
    return _out(await queries.get_line(session, actor, pledge))


async def _with_conditions(session: DbSession, actor: Actor, pledge: Pledge, idea: Idea) -> OfferOut:
    line = await queries.get_line(session, actor, pledge)
    conditions = await list_conditions(session, actor, pledge, idea) if line.idea else []
    told = [ConditionOut.model_validate(each) for each in conditions]
    return OfferOut.model_validate(line.facts | {"conditions": told})


def _out(line: PledgeLine) -> PledgeOut:
    return PledgeOut.model_validate(line.facts)


routes = [
    mine,
    index,
    create,
    show,
    accept,
    decline,
    withdraw,
    agree,
    reduce,
    release,
    give_verdict,
    show_look_back,
    look_back,
]
