"""What follows from every step in the ledger: the idea's clock, its sponsor, and the states that time brings.

`refresh_wait`, `release_open_pledges` and `settle_by_time` are called by upper rooms and by the periodic work as well.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.people.actors import Actor, the_registry
from registry.pledges.actions.envelopes import draw, hold_envelopes
from registry.pledges.models import Kind, Pledge, PledgeState
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.came import came_of
from registry.pledges.rules import amounts, states
from registry.pledges.rules.waits import Step, next_wait

ENDED_REASON = "The idea has ended."


async def refresh_wait(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Works out anew from when the idea waits for the organisation's answer, and keeps it for lists."""
    steps = [Step(state.stage, state.at) for state in await idea_queries.list_states(session, idea)]
    answers = await answer_queries.list_answers(session, idea)
    not_nows = await answer_queries.list_not_nows(session, idea)
    since_on, from_on = next_wait(steps, answers, not_nows, actor.zone) or (None, None)
    await summaries.note_wait(session, idea, since_on, from_on)


async def refresh_sponsor(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Keeps for lists whose accepted sponsorship is in force."""
    sponsorship = await pledge_queries.find_sponsorship(session, idea, actor.today)
    sponsor_id = sponsorship.pledger_id if sponsorship else None
    if (await idea_queries.get_summary(session, idea)).sponsor_id != sponsor_id:
        await summaries.note_sponsor(session, idea, sponsor_id)


async def settle_pledge(session: AsyncSession, actor: Actor, pledge: Pledge) -> None:
    """Tells history of a state that time or a number brought, once, and keeps when to look again."""
    came = await came_of(session, actor, pledge)
    state = states.pledge_state(pledge, came, actor.today)
    is_news = state in {*states.SETTLED, PledgeState.LAPSED} and state is not pledge.told_state
    pledge.told_state = state if is_news else pledge.told_state
    pledge.changes_on = states.next_change_on(pledge, came, actor.today)
    pledge.counted_state, pledge.counted_minor = state, amounts.pledge_total(pledge) or 0
    pledge.came_minor, pledge.disputed_count = came.confirmed_minor, came.disputed_count
    session.add(pledge)
    await session.flush()
    await draw(session, actor, pledge, came)
    if is_news:
        await _tell(session, actor, pledge, state)
    if pledge.kind is Kind.SPONSORSHIP:
        await refresh_sponsor(session, actor, await pledge_queries.idea_of(session, pledge))


async def settle_by_time(session: AsyncSession, actor: Actor, limit: int = 500) -> int:
    """What days have brought since the last time: lapses, ends of periods, deliveries that nobody answered.

    actor     the registry itself
    returns   how many pledges and ideas were looked at; fewer than the limit when nothing is left
    """
    due = await pledge_queries.list_pledges_to_settle(session, actor, limit)
    await idea_actions.hold_ideas(session, actor, {pledge.idea_id for pledge in due})
    await hold_envelopes(session, actor, {pledge.envelope_id for pledge in due})
    for pledge in due:
        await session.refresh(pledge)
        await settle_pledge(session, actor, pledge)
    ideas = await answer_queries.list_ideas_that_lost_their_sponsor(session, actor, limit - len(due))
    for idea in ideas:
        await refresh_sponsor(session, actor, idea)
    return len(due) + len(ideas)


async def settle_due(session: AsyncSession, actor: Actor, envelope: Envelope, pledge_ids: Sequence[UUID]) -> None:
    """Gives back to an envelope what a day has freed since the periodic work last ran; its caller holds all of them."""
    for pledge_id in pledge_ids:
        pledge = await session.get_one(Pledge, (envelope.organisation_id, pledge_id), populate_existing=True)
        if pledge.envelope_id == envelope.id:
            await settle_pledge(session, actor, pledge)


async def hold_open_pledges(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Holds an idea about to end and what its promises draw on, before history is told."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    pledges = await pledge_queries.list_open_pledges(session, idea, actor.today)
    await hold_envelopes(session, actor, {pledge.envelope_id for pledge in pledges})


async def release_open_pledges(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """The idea has ended: accepted promises are released, offers without an answer declined with that reason."""
    for pledge in await pledge_queries.list_open_pledges(session, idea, actor.today):
        state = states.pledge_state(pledge, await came_of(session, actor, pledge), actor.today)
        if state is PledgeState.ACCEPTED:
            await _close(session, actor, pledge, "pledge_released")
        elif state is PledgeState.OFFERED:
            await _close(session, actor, pledge, "pledge_declined")
    await refresh_wait(session, actor, idea)


async def record_on_pledge(
    session: AsyncSession, actor: Actor, kind: str, pledge: Pledge, *, was: str = "", became: str = ""
) -> None:
    """One event about a pledge, in the words of its promise."""
    words = amounts.promise_words(pledge, actor.currency)
    await record_event(session, actor, kind, pledge, idea_id=pledge.idea_id, words=words, was=was, became=became)


async def _tell(session: AsyncSession, actor: Actor, pledge: Pledge, state: PledgeState) -> None:
    kind = "pledge_lapsed" if state is PledgeState.LAPSED else "pledge_settled"
    words = amounts.promise_words(pledge, actor.currency) if state is PledgeState.LAPSED else state.label.lower()
    await record_event(session, the_registry(actor), kind, pledge, idea_id=pledge.idea_id, words=words)


async def _close(session: AsyncSession, actor: Actor, pledge: Pledge, kind: str) -> None:
    if kind == "pledge_released":
        pledge.released_at, pledge.released_by_id = clock.now(), actor.person_id
    else:
        pledge.declined_at, pledge.declined_by_id = clock.now(), actor.person_id
        pledge.declined_reason = ENDED_REASON
    session.add(pledge)
    await session.flush()
    await record_on_pledge(session, actor, kind, pledge)
    await settle_pledge(session, actor, pledge)
