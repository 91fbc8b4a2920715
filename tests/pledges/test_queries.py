from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.schemas import IdeaFilter
from registry.kit import clock
from registry.kit.database import Database
from registry.kit.errors import NotFound
from registry.pledges.actions import answers as answer_actions
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.models import Kind
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import deliveries as delivery_queries
from registry.pledges.queries import pledges as queries
from registry.pledges.schemas import DeliveryIn, NotNowIn
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import at, make_ask, offer, offer_sponsorship, on


async def test_the_queue_shows_the_longest_waiting_first_with_what_it_asks_for(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        older = await make_idea(session, cast.clinician)
        await make_ask(session, cast.clinician, older)
    with clock.stopped_at(at(10)):
        newer = await make_idea(session, cast.clinician, title="Steady on your feet", service_id=cast.service_id)
        await make_ask(session, cast.clinician, newer, kind=Kind.BARRIER, quantity=None, what="Two doors open")
    with clock.stopped_at(at(20)):
        page = await answer_queries.page_of_waiting(session, cast.sponsor, IdeaFilter())
        assert [(row.idea.id, row.waited_days, row.late_days) for row in page.rows] == [
            (older.id, 20, 6),
            (newer.id, 10, 0),
        ]
        assert [line.amount for line in page.rows[0].asks] == ["4 hours each week"]
        barrier = await answer_queries.page_of_waiting(session, cast.sponsor, IdeaFilter(), kind=Kind.BARRIER)
        assert [row.idea.id for row in barrier.rows] == [newer.id]
        here = IdeaFilter(service_id=cast.service_id)
        assert len((await answer_queries.page_of_waiting(session, cast.sponsor, here)).rows) == 1
        first = await answer_queries.page_of_waiting(session, cast.sponsor, IdeaFilter(), size=1)
        second = await answer_queries.page_of_waiting(
            session, cast.sponsor, IdeaFilter(), size=1, cursor=first.next_cursor or ""
        )
        assert [row.idea.id for row in second.rows] == [newer.id]
        assert not (await answer_queries.page_of_waiting(session, cast.stranger, IdeaFilter())).rows


async def test_an_offer_by_a_sponsor_leaves_the_queue_until_the_day_after_it_lapses(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
    with clock.stopped_at(at(5)):
        await offer(session, cast.sponsor, idea)
    for day, waits in ((6, False), (19, False), (20, True)):
        with clock.stopped_at(at(day)):
            page = await answer_queries.page_of_waiting(session, cast.second_sponsor, IdeaFilter())
            assert bool(page.rows) is waits
    with clock.stopped_at(at(20)):
        [row] = await answer_queries.list_waiting(session, cast.second_sponsor, 5)
        assert row.waited_days == 5


async def test_the_board_sees_how_the_organisation_answers(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        late, in_time, not_now, waiting = [await make_idea(session, cast.clinician) for _ in range(4)]
    with clock.stopped_at(at(10)):
        await offer(session, cast.sponsor, in_time)
        await offer(session, cast.second_sponsor, in_time)
        form = NotNowIn(reason="After the move.", look_again_on=on(100))
        await answer_actions.say_not_now(session, cast.sponsor, not_now, form)
    with clock.stopped_at(at(20)):
        await offer(session, cast.sponsor, late)
        times = await answer_queries.get_answer_times(session, cast.board)

        assert (times.waiting, times.late, times.longest_days) == (1, 1, 20)
        assert (times.answered, times.in_time) == (3, 2)
        assert (await answer_queries.get_answer_times(session, cast.stranger)).answered == 0
    assert waiting


async def test_what_waits_for_the_lead_is_offers_still_open(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        first = await offer(session, cast.sponsor, idea)
        second = await offer(session, cast.colleague, idea)
        assert [line.pledge.id for line in await queries.list_offers_to_answer(session, cast.clinician, 10)] == [
            first.id,
            second.id,
        ]
        assert not await queries.list_offers_to_answer(session, cast.colleague, 10)
        await actions.accept_pledge(session, cast.clinician, first)
        assert len(await queries.list_offers_to_answer(session, cast.clinician, 10)) == 1
    with clock.stopped_at(at(15)):
        assert not await queries.list_offers_to_answer(session, cast.clinician, 10)


async def test_what_waits_for_the_team_is_deliveries_nobody_answered(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, pledge)
    form = DeliveryIn(quantity="4", delivered_on=cast.sponsor.today)
    delivery = await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)

    [line] = await delivery_queries.list_deliveries_to_confirm(session, cast.clinician, 10)
    assert (line.delivery.id, line.amount, line.recorded_by, line.idea_reference) == (
        delivery.id,
        "4 hours",
        "Priya Raman",
        "NH-1",
    )
    for other in (cast.sponsor, cast.colleague, cast.stranger):
        assert not await delivery_queries.list_deliveries_to_confirm(session, other, 10)
    await delivery_actions.confirm_delivery(session, cast.clinician, pledge, delivery)
    assert not await delivery_queries.list_deliveries_to_confirm(session, cast.clinician, 10)
    assert await delivery_queries.get_delivery(session, cast.quality, delivery.id)
    with pytest.raises(NotFound):
        await delivery_queries.get_delivery(session, cast.stranger, delivery.id)


async def test_promises_that_end_soon_stand_on_the_pledgers_list_until_everything_came(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea, is_each_week=False, quantity="4")
    later = await offer_sponsorship(session, cast.sponsor, idea)
    for made in (pledge, later):
        await actions.accept_pledge(session, cast.clinician, made)

    due = await queries.list_pledges_due(session, cast.sponsor, within_days=30, limit=10)
    assert [line.pledge.id for line in due] == [pledge.id]
    form = DeliveryIn(quantity="4", delivered_on=cast.sponsor.today)
    await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)
    assert not await queries.list_pledges_due(session, cast.sponsor, within_days=30, limit=10)


async def test_pledges_are_listed_by_who_made_them_and_for_whose_ideas_in_pages(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    made = [await offer(session, cast.sponsor, idea, what=f"Promise {number}") for number in range(3)]

    first = await queries.page_of_pledges_by(session, cast.sponsor, size=2)
    second = await queries.page_of_pledges_by(session, cast.sponsor, size=2, cursor=first.next_cursor or "")
    assert [line.pledge.id for line in [*first.rows, *second.rows]] == [pledge.id for pledge in reversed(made)]
    assert len((await queries.page_of_pledges_to(session, cast.clinician)).rows) == 3
    assert not (await queries.page_of_pledges_to(session, cast.sponsor)).rows
    assert not (await queries.page_of_pledges_by(session, cast.clinician)).rows


async def test_lists_ask_as_many_questions_for_one_row_as_for_many(
    session: AsyncSession, common_database: Database, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    counted: list[int] = []
    for _ in range(2):
        ask = await make_ask(session, cast.clinician, idea, kind=Kind.TIME)
        pledge = await offer(session, cast.sponsor, idea, ask_id=ask.id)
        await actions.accept_pledge(session, cast.clinician, pledge)
        form = DeliveryIn(quantity="1", delivered_on=cast.sponsor.today)
        await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)
        statements: list[str] = []

        def count(*given: object, statements: list[str] = statements) -> None:
            statements.append(str(given[2]))

        event.listen(common_database.engine.sync_engine, "before_cursor_execute", count)
        await queries.list_pledges_for_idea(session, cast.quality, idea)
        await ask_queries.list_asks_for_idea(session, cast.quality, idea)
        await queries.page_of_pledges_by(session, cast.sponsor)
        await delivery_queries.list_deliveries_to_confirm(session, cast.clinician, 10)
        await answer_queries.page_of_waiting(session, cast.sponsor, IdeaFilter())
        event.remove(common_database.engine.sync_engine, "before_cursor_execute", count)
        counted.append(len(statements))

    assert counted[0] == counted[1] > 5


async def test_a_sponsorship_in_force_is_found_for_the_begin_of_an_exploration(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer_sponsorship(session, cast.sponsor, idea)
    today = cast.clinician.today

    assert await queries.find_sponsorship(session, idea, today) is None
    await actions.accept_pledge(session, cast.clinician, pledge)
    assert await queries.find_sponsorship(session, idea, today) == pledge
    assert await queries.find_sponsorship(session, idea, today + timedelta(days=121)) is None
