"""Whatever two people do to one idea at once, they take turns: neither waits for what the other holds.

One holds the idea's summary, as every verb of the ledger does first; another begins a verb; then the first goes on to
the history and to the idea itself. Had the second gone there first, each would wait for the other, and PostgreSQL would
undo one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing
from registry.boundaries.models import Answer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaIn, InvitationIn, JoinIn, ShareIn
from registry.kit.database import Database, transaction
from registry.people import actions as people_actions
from registry.pledges.actions import asks as ask_actions
from registry.pledges.models import Kind
from registry.pledges.schemas import AskIn
from registry.progress.actions import stages, updates
from registry.progress.schemas import EndIn, PeriodIn, UpdateIn
from tests.cast import Cast
from tests.factories import make_exploring_idea

Verb = Callable[[AsyncSession, Cast, Idea], Awaitable[object]]
WORDS = {"title": "Twelve weeks", "better": "Families hear sooner.", "why": "I meet them."}
AS_A_WRITER = {"key_share": True}
LONGEST_WAIT_SECONDS = 20


async def edit(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    form = IdeaIn(**WORDS, outcome="An answer within ten weeks")
    await idea_actions.edit_idea(session, cast.clinician, idea, form)


async def tell(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    [row] = await boundary_queries.list_boundaries(session, cast.clinician, idea)
    form = UpdateIn(tried="One clinic", answers={row.id: AnswerIn(answer=Answer.KEPT)})
    await updates.tell_update(session, cast.clinician, idea, form)


async def answer(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    [row] = await boundary_queries.list_boundaries(session, cast.clinician, idea)
    boundary, _ = await boundary_queries.get_boundary(session, cast.clinician, row.id)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED))


async def draw(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    await drawing.draw_boundary(session, cast.clinician, idea, BoundaryIn(sentence="Nobody waits longer"))


async def invite(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    form = InvitationIn(person_id=cast.colleague.person_id)
    mate = await idea_actions.invite(session, cast.clinician, idea, form)
    await idea_actions.answer_joining(session, cast.colleague, idea, mate, is_accepted=True)
    await idea_actions.leave_team(session, cast.colleague, idea, mate)


async def ask(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    form = AskIn(kind=Kind.INTRODUCTION, what="Somebody at the school", needed_from_on=cast.clinician.today)
    made = await ask_actions.make_ask(session, cast.clinician, idea, form)
    await ask_actions.withdraw_ask(session, cast.clinician, idea, made)


async def change_period(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    await stages.change_period(
        session, cast.clinician, idea, PeriodIn(ends_on=cast.clinician.today + timedelta(days=120))
    )


async def end_and_learn(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    await stages.end_idea(session, cast.clinician, idea, EndIn(learning="Begin with one clinic."))
    await idea_actions.write_learning(session, cast.clinician, idea, "Ask the families.")
    await stages.reopen_idea(session, cast.clinician, idea)


VERBS: dict[str, Verb] = {
    "edit": edit,
    "tell": tell,
    "answer": answer,
    "draw": draw,
    "invite": invite,
    "ask to join": lambda session, cast, idea: idea_actions.ask_to_join(session, cast.board, idea, JoinIn()),
    "share": lambda session, cast, idea: idea_actions.share_with_partner(
        session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id)
    ),
    "ask": ask,
    "change the period": change_period,
    "pause": lambda session, cast, idea: stages.pause_idea(session, cast.clinician, idea),
    "sustain": lambda session, cast, idea: stages.sustain_idea(session, cast.clinician, idea),
    "end and learn": end_and_learn,
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
async def test_a_verb_waits_for_its_idea_before_it_holds_anything(database: Database, cast: Cast, verb: Verb) -> None:
    async with transaction(database) as session:
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)

    async def second() -> None:
        async with transaction(database) as session:
            await verb(session, cast, await idea_queries.get_idea(session, cast.clinician, idea.id))

    async with transaction(database) as first:
        await idea_actions.hold_ideas(first, cast.sponsor, [idea.id])
        task = asyncio.create_task(second())
        await _until_somebody_waits(database, task)
        await record_event(first, cast.sponsor, "pledge_made", idea, idea_id=idea.id)
        await first.refresh(await first.get_one(Idea, (idea.organisation_id, idea.id)), with_for_update=AS_A_WRITER)
    await asyncio.wait_for(task, LONGEST_WAIT_SECONDS)


async def test_an_idea_is_registered_while_the_settings_change(database: Database, cast: Cast) -> None:
    async def register() -> None:
        async with transaction(database) as session:
            await idea_actions.register_idea(session, cast.clinician, None, IdeaIn(**WORDS))

    async with transaction(database) as first:
        await people_actions.next_reference(first, cast.administrator)
        task = asyncio.create_task(register())
        await _until_somebody_waits(database, task)
        thing = Idea(organisation_id=cast.administrator.organisation_id, author_id=cast.clinician.person_id)
        await record_event(first, cast.administrator, "settings_changed", thing)
    await asyncio.wait_for(task, LONGEST_WAIT_SECONDS)


async def _until_somebody_waits(database: Database, task: asyncio.Task[None]) -> None:
    """On SQLite the second waits for the first by itself, before its first word."""
    if database.engine.dialect.name == "sqlite":
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid')")
    async with database.readers() as session, asyncio.timeout(LONGEST_WAIT_SECONDS):
        while not task.done() and not (await session.connection()).closed:
            if (await (await session.connection()).execute(waiting)).scalar_one():
                return
            await session.rollback()
            await asyncio.sleep(0.01)
