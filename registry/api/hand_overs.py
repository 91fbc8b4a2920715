"""Handing over the lead of an idea and a sponsor's promises to it, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.actions import hand_overs as lead_actions
from registry.ideas.queries import hand_overs as lead_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import HandOverIn, HandOverOut
from registry.pledges.actions import hand_overs as pledge_actions
from registry.pledges.queries import hand_overs as pledge_queries
from registry.pledges.schemas import PledgeHandOverIn, PledgeHandOverOut, TakingOverIn
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/lead-hand-overs", name="api.hand_overs.index_of_lead")
async def index_of_lead(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[HandOverOut]:
    """The offers that stand open, with what was offered before; the newest first."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    rows = await lead_queries.list_all_hand_overs(session, actor, idea)
    return [HandOverOut.model_validate(row) for row in rows]


@post("/ideas/{idea_id:uuid}/lead-hand-overs", name="api.hand_overs.offer_lead")
async def offer_lead(
    idea_id: PathId, data: JSONBody[HandOverIn], session: DbSession, actor: CurrentActor
) -> HandOverOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return HandOverOut.model_validate(await lead_actions.offer_lead(session, actor, idea, data))


@post("/lead-hand-overs/{hand_over_id:uuid}/acceptance", name="api.hand_overs.accept_lead")
async def accept_lead(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> HandOverOut:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.accept_lead(session, actor, idea, hand_over)
    return HandOverOut.model_validate(hand_over)


@post("/lead-hand-overs/{hand_over_id:uuid}/declining", name="api.hand_overs.decline_lead")
async def decline_lead(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> HandOverOut:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.decline_lead(session, actor, idea, hand_over)
    return HandOverOut.model_validate(hand_over)


@post("/lead-hand-overs/{hand_over_id:uuid}/withdrawal", name="api.hand_overs.take_lead_back")
async def take_lead_back(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> HandOverOut:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.take_lead_back(session, actor, idea, hand_over)
    return HandOverOut.model_validate(hand_over)


@get("/ideas/{idea_id:uuid}/pledge-hand-overs", name="api.hand_overs.index_of_pledges")
async def index_of_pledges(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[PledgeHandOverOut]:
    """The newest first."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    rows = await pledge_queries.list_all_hand_overs(session, actor, idea)
    return [PledgeHandOverOut.model_validate(row) for row in rows]


@post("/ideas/{idea_id:uuid}/pledge-hand-overs", name="api.hand_overs.offer_pledges")
async def offer_pledges(
    idea_id: PathId, data: JSONBody[PledgeHandOverIn], session: DbSession, actor: CurrentActor
) -> PledgeHandOverOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return PledgeHandOverOut.model_validate(await pledge_actions.offer_hand_over(session, actor, idea, data))


@post("/pledge-hand-overs/{hand_over_id:uuid}/acceptance", name="api.hand_overs.accept_pledges")
async def accept_pledges(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> PledgeHandOverOut:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.accept_hand_over(session, actor, idea, hand_over)
    return PledgeHandOverOut.model_validate(hand_over)


@post("/pledge-hand-overs/{hand_over_id:uuid}/declining", name="api.hand_overs.decline_pledges")
async def decline_pledges(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> PledgeHandOverOut:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.decline_hand_over(session, actor, idea, hand_over)
    return PledgeHandOverOut.model_validate(hand_over)


@post("/pledge-hand-overs/{hand_over_id:uuid}/withdrawal", name="api.hand_overs.take_pledges_back")
async def take_pledges_back(hand_over_id: PathId, session: DbSession, actor: CurrentActor) -> PledgeHandOverOut:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.take_hand_over_back(session, actor, idea, hand_over)
    return PledgeHandOverOut.model_validate(hand_over)


@post("/ideas/{idea_id:uuid}/taking-over", name="api.hand_overs.take_over")
async def take_over(
    idea_id: PathId, data: JSONBody[TakingOverIn], session: DbSession, actor: CurrentActor
) -> PledgeHandOverOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return PledgeHandOverOut.model_validate(await pledge_actions.take_over(session, actor, idea, data))


routes = [
    index_of_lead,
    offer_lead,
    accept_lead,
    decline_lead,
    take_lead_back,
    index_of_pledges,
    offer_pledges,
    accept_pledges,
    decline_pledges,
    take_pledges_back,
    take_over,
]
