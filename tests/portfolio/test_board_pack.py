"""The board pack holds what may be put before everybody here, of its time alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Answer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.schemas import AnswerIn
from registry.ideas.models import BoundaryStatus, Stage
from registry.kit import clock
from registry.kit.errors import NotAllowed
from registry.people.actors import Actor
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.queries import promises as promise_queries
from registry.pledges.schemas import PromisesFilter, WithdrawalIn
from registry.portfolio.queries import board_pack as queries
from registry.portfolio.queries.board_pack import BoardPack
from registry.portfolio.rules.board_pack import Span
from registry.progress.actions import stages as progress_actions
from registry.progress.actions import updates as update_actions
from registry.progress.schemas import EndIn, UpdateIn
from registry.spc.assurance import Variation
from registry.stories.actions import checking
from registry.stories.queries import stories as story_queries
from registry.vision import queries as vision_queries
from tests.cast import Cast
from tests.factories import (
    make_exploring_idea,
    make_idea,
    make_measure,
    make_numbers,
    make_story,
    make_telling_link,
    make_told_story,
    make_written_story,
)
from tests.pledges.ledger import offer
from tests.portfolio.monitor_world import BETTER, watch_measure

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SPAN = Span(NOON.date() - timedelta(days=90), NOON.date())
BEFORE = Span(SPAN.since - timedelta(days=400), SPAN.since - timedelta(days=1))


@pytest.fixture(autouse=True)
async def noon() -> AsyncIterator[None]:
    with clock.stopped_at(NOON):
        yield


async def pack(session: AsyncSession, actor: Actor, span: Span = SPAN) -> BoardPack:
    return await queries.get_board_pack(session, actor, span)


async def words_in(session: AsyncSession, actor: Actor) -> list[str]:
    return [line.story.words for line in (await pack(session, actor)).stories]


async def test_stories_are_those_that_everybody_here_may_read_whoever_makes_the_pack(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    link = await make_telling_link(session, cast.clinician, reference=f"NH-{idea.reference_number}")
    ours, public = "I rang, and somebody came at once.", "They asked me first, each time."
    await make_story(session, link, cast.quality, words=ours, audience="organisation", is_offered="true")
    await make_story(session, link, cast.quality, words=public, audience="public")
    await make_story(session, link, cast.quality, audience="team")
    await make_told_story(session, link)
    await make_written_story(session, cast.clinician)
    named, _ = await make_story(session, link, cast.quality)
    await checking.say_it_names_someone(session, await story_queries.reader_of(session, cast.sponsor), named)

    for actor in (cast.clinician, cast.quality, cast.board, cast.administrator):
        assert await words_in(session, actor) == [ours, public], "the one that would be told in person first"
    assert [line.story.words for line in (await pack(session, cast.board)).offered] == [ours]
    assert await words_in(session, cast.stranger) == []


async def test_a_story_is_in_no_pack_after_its_last_day(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    await make_story(session, link, cast.quality, months=3)
    [line] = (await pack(session, cast.board)).stories
    last_day = datetime.combine(line.consent.until_on, NOON.time(), UTC)

    with clock.stopped_at(last_day):
        assert len(await words_in(session, cast.quality)) == 1
    with clock.stopped_at(last_day + timedelta(days=1)):
        assert await words_in(session, cast.quality) == []


async def test_a_partners_people_make_none(session: AsyncSession, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        await pack(session, cast.partner)


async def test_a_signal_stands_in_the_time_in_which_it_came(session: AsyncSession, cast: Cast) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Calmer nights")
    measure = await make_measure(session, cast.clinician, idea)
    await make_numbers(session, cast.clinician, measure, BETTER)
    await watch_measure(session, cast, measure, BoundaryStatus.NEAR)

    found = await pack(session, cast.quality)

    assert [(news.name, news.of) for news in found.signals] == [(measure.name, "Calmer nights")]
    assert found.signal_counts == {Variation.IMPROVEMENT_LOW: 1}
    assert found.boundary_counts[BoundaryStatus.NEAR] == 1
    assert found.boundary_counts[BoundaryStatus.CROSSED] == 0
    earlier = await pack(session, cast.quality, BEFORE)
    assert (earlier.signals, earlier.signal_counts) == ([], {})
    assert earlier.boundary_counts[BoundaryStatus.NEAR] == 1, "boundaries stand as they do today"


async def test_an_idea_is_counted_for_a_stage_once(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON - timedelta(days=200)):
        old = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Begun long ago")
    await progress_actions.pause_idea(session, cast.clinician, old)
    await progress_actions.resume_idea(session, cast.clinician, old)
    ended = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Softer soles")
    await progress_actions.end_idea(session, cast.clinician, ended, EndIn(learning="Soft soles cost nothing."))
    await make_idea(session, cast.stranger)

    found = await pack(session, cast.quality)

    assert found.move_counts == {Stage.REGISTERED: 1, Stage.EXPLORING: 1, Stage.SUSTAINED: 0, Stage.ENDED: 1}
    assert [move.title for move in found.moves[Stage.EXPLORING]] == ["Softer soles"]
    assert [(move.title, move.learning) for move in found.moves[Stage.ENDED]] == [
        ("Softer soles", "Soft soles cost nothing.")
    ]
    earlier = (await pack(session, cast.quality, BEFORE)).moves
    assert [move.title for move in earlier[Stage.EXPLORING]] == ["Begun long ago"]


async def test_a_team_is_quiet_when_it_has_told_nothing_for_six_weeks(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON - timedelta(days=50)):
        quiet = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Tea at four")
        told = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="A word at the door")
        paused = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Walks")
    await make_exploring_idea(session, cast.clinician, cast.sponsor, title="Begun today")
    await progress_actions.pause_idea(session, cast.clinician, paused)
    rows = await boundary_queries.list_boundaries(session, cast.clinician, told)
    kept = {row.id: AnswerIn(answer=Answer.KEPT) for row in rows}
    await update_actions.tell_update(session, cast.clinician, told, UpdateIn(tried="We knocked", answers=kept))

    found = await pack(session, cast.board)

    assert [idea.id for idea in found.quiet] == [quiet.id]
    assert found.quiet_count == 1


async def test_a_promise_stands_in_the_time_in_which_it_was_taken_back(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON - timedelta(days=200)):
        idea = await make_idea(session, cast.clinician)
        promise = await offer(session, cast.sponsor, idea, ends_on=NOON.date() + timedelta(days=300))
        await pledge_actions.accept_pledge(session, cast.clinician, promise)
    offered = await offer(session, cast.sponsor, idea)
    reason = WithdrawalIn(reason="I promised what I hoped.")
    for pledge in (promise, offered):
        await pledge_actions.withdraw_pledge(session, cast.sponsor, pledge, reason)

    found = await pack(session, cast.board)

    assert [line.pledge.id for line in found.withdrawn] == [promise.id], "what no team had accepted was no promise"
    assert found.withdrawn_count == 1
    assert (await pack(session, cast.board, BEFORE)).withdrawn_count == 0


async def test_promises_are_counted_as_on_their_own_page_and_aims_by_the_ideas_that_serve_them(
    session: AsyncSession, cast: Cast
) -> None:
    aims = {aim.name: aim.id for aim in await vision_queries.list_aims(session, cast.board)}
    for _ in range(2):
        await make_idea(session, cast.clinician, aim_ids={aims["waste"]})

    found = await pack(session, cast.board)

    narrowed = PromisesFilter(since=SPAN.since, until=SPAN.until)
    assert found.kept == await promise_queries.count_promises(session, cast.board, narrowed)
    assert (found.withdrawn_count, found.withdrawn) == (0, [])
    assert {aim.name: count for aim, count in found.aims} == dict.fromkeys(aims, 0) | {"waste": 2}
