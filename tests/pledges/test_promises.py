"""Promises kept: counts and amounts that hide nothing."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import ShareIn
from registry.kit import clock
from registry.people.actors import Actor
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.actions.settling import settle_by_time
from registry.pledges.models import Kind, Pledge, PledgeState, Side, Verdict
from registry.pledges.queries import promises as queries
from registry.pledges.queries.pledges import lines_of
from registry.pledges.queries.promises import PromisesKept
from registry.pledges.rules import promises as rules
from registry.pledges.rules.promises import Group, Sum
from registry.pledges.schemas import (
    DeliveryIn,
    DisputeIn,
    PromisesFilter,
    ReductionIn,
    VerdictIn,
    WithdrawalIn,
)
from tests.cast import Cast
from tests.factories import make_framework, make_idea, stand_under
from tests.pledges.ledger import at, offer, offer_sponsorship, on, the_registry_of

ALL = PromisesFilter()


def summed(state: PledgeState, kind: Kind = Kind.TIME, **given: int) -> Sum:
    return Sum(
        state=state,
        kind=kind,
        is_over=bool(given.get("is_over", 0)),
        has_disputed=bool(given.get("has_disputed", 0)),
        count=given.get("count", 1),
        promised=given.get("promised", 0),
        came=given.get("came", 0),
    )


@pytest.mark.parametrize(
    ("kept", "due", "words"),
    [
        (41, 46, "41 of 46 due are kept."),
        (1, 3, "1 of 3 due is kept."),
        (0, 2, "0 of 2 due are kept."),
        (5, 5, "All 5 due are kept."),
        (1, 1, "The one promise due is kept."),
        (0, 1, "The one promise due is not kept whole."),
        (0, 0, "Nothing was due in this time."),
        (1200, 1204, "1,200 of 1,204 due are kept."),
    ],
)
def test_what_was_due_and_kept_is_one_sentence(kept: int, due: int, words: str) -> None:
    assert rules.kept_words(kept, due) == words


def test_what_nobody_can_know_and_what_was_needed_no_longer_is_never_due() -> None:
    sums = [summed(state) for state in PledgeState]
    counts = {each.group: each.count for each in rules.counted(sums, "GBP")}

    assert counts[Group.DUE] == 3
    assert [counts[group] for group in (Group.UNCONFIRMED, Group.RELEASED, Group.WITHDRAWN)] == [1, 1, 1]


def test_a_promise_under_way_is_over_when_its_last_day_has_passed() -> None:
    sums = [summed(PledgeState.ACCEPTED, count=3), summed(PledgeState.ACCEPTED, is_over=1)]
    counts = {each.group: each.count for each in rules.counted(sums, "GBP")}

    assert (counts[Group.ON_THE_WAY], counts[Group.OVER], counts[Group.DUE]) == (3, 1, 0)


def test_amounts_are_added_for_each_unit_and_never_across_units() -> None:
    sums = [
        summed(PledgeState.KEPT, Kind.TIME, promised=600, came=600),
        summed(PledgeState.KEPT, Kind.DATA, promised=60, came=90),
        summed(PledgeState.PARTLY_KEPT, Kind.MONEY, promised=300_000, came=200_050),
        summed(PledgeState.NOT_KEPT, Kind.SPACE, promised=3),
        summed(PledgeState.KEPT, Kind.BARRIER),
    ]
    amounts = {each.group: each.amounts for each in rules.counted(sums, "GBP")}

    assert amounts[Group.KEPT] == ["11.5 of 11 hours"]
    assert amounts[Group.DUE] == ["11.5 of 11 hours", "£2,000.50 of £3,000", "0 of 3 days"]
    assert amounts[Group.RELEASED] == []


async def kept_of(session: AsyncSession, actor: Actor, narrowed: PromisesFilter = ALL) -> PromisesKept:
    return await queries.count_promises(session, actor, narrowed)


def counts_of(kept: PromisesKept) -> dict[str, int]:
    return {each.group.value: each.count for each in kept.counted if each.count}


async def accepted(session: AsyncSession, cast: Cast, idea: Idea, by: Actor | None = None, **given: object) -> Pledge:
    pledge = await offer(session, by or cast.sponsor, idea, **given)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    return pledge


async def deliver(session: AsyncSession, actor: Actor, pledge: Pledge, hours: str) -> None:
    form = DeliveryIn(quantity=hours, delivered_on=actor.today)
    await delivery_actions.record_delivery(session, actor, pledge, form)


async def every_state(session: AsyncSession, cast: Cast, idea: Idea) -> Sequence[Pledge]:
    """Sixteen hours each, begun on the first day: one in every state that a promise comes to by the 70th day."""
    with clock.stopped_at(at(0)):
        kept, partly, not_kept, unconfirmed, released, disputed = [
            await accepted(session, cast, idea) for _ in range(6)
        ]
        long = {"ends_on": on(200)}
        under_way, reduced = [await accepted(session, cast, idea, **long) for _ in range(2)]
        word = await offer(session, cast.sponsor, idea, kind=Kind.INTRODUCTION, quantity=None, is_each_week=False)
        await pledge_actions.accept_pledge(session, cast.clinician, word)
        await offer(session, cast.sponsor, idea)
        await deliver(session, cast.clinician, kept, "16")
        await deliver(session, cast.clinician, partly, "5")
        await deliver(session, cast.sponsor, unconfirmed, "5")
        form = DeliveryIn(quantity="2", delivered_on=cast.sponsor.today)
        delivery = await delivery_actions.record_delivery(session, cast.sponsor, disputed, form)
        await delivery_actions.dispute_delivery(session, cast.clinician, disputed, delivery, DisputeIn(reason="No."))
        await pledge_actions.release_pledge(session, cast.clinician, released)
        late = await accepted(session, cast, idea, **long)
        await pledge_actions.withdraw_pledge(session, cast.sponsor, late, WithdrawalIn(reason="No nurse."))
        await reduce_pledge(session, cast.sponsor, reduced, ReductionIn(quantity=Decimal(1), reason="No nurse."))
    registry = await the_registry_of(session, cast.clinician)
    for day in (29, 31, 60, 70):
        with clock.stopped_at(at(day)):
            await settle_by_time(session, registry)
    with clock.stopped_at(at(40)):
        await pledge_actions.give_verdict(session, cast.clinician, word, VerdictIn(verdict=Verdict.KEPT))
    return [kept, partly, not_kept, unconfirmed, released, disputed, under_way, reduced, word, late]


async def test_every_promise_is_counted_where_it_stands(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await every_state(session, cast, idea)

    with clock.stopped_at(at(70)):
        kept = await kept_of(session, cast.quality)
        counts = counts_of(kept)
        for group in Group:
            listed = await queries.page_of_promises(session, cast.quality, PromisesFilter(group=group), size=100)
            assert len(listed.rows) == counts.get(group.value, 0)
        # The whole of the reduced promise held for five weeks, and nothing came of it.
        assert kept.words.startswith("2 of 6 due are kept. 1 in part and 3 not at all.")
        assert counts["disputed"] == counts["unconfirmed"] == counts["released"] == 1
        assert counts["due"] == counts["kept"] + counts["partly_kept"] + counts["not_kept"]
        assert kept.of(Group.PARTLY_KEPT).amounts == ["5 of 16 hours"]


async def test_what_is_kept_for_sums_is_what_the_rules_work_out(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await every_state(session, cast, idea)

    with clock.stopped_at(at(70)):
        rows = (await session.exec(select(Pledge).where(col(Pledge.idea_id) == idea.id))).all()
        for line in await lines_of(session, cast.quality, rows):
            pledge = line.pledge
            assert pledge.counted_state is line.state
            assert pledge.counted_minor == (line.total_minor or 0)
            assert (pledge.came_minor, pledge.disputed_count) == (line.came.confirmed_minor, line.came.disputed_count)


async def test_promises_are_narrowed_by_sponsor_framework_kind_side_and_days(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    under, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician)
    await stand_under(session, cast.clinician, under, framework)
    await idea_actions.share_with_partner(session, cast.clinician, other, ShareIn(partner_id=cast.partner_id))
    today = cast.clinician.today
    await accepted(session, cast, under)
    await accepted(session, cast, other, cast.second_sponsor, kind=Kind.DATA)
    await accepted(session, cast, other, cast.colleague, ends_on=today + timedelta(days=99))
    await accepted(session, cast, other, cast.partner)

    async def count(**given: object) -> int:
        kept = await kept_of(session, cast.quality, PromisesFilter(**given))
        return kept.of(Group.ON_THE_WAY).count

    assert await count() == 4
    assert await count(sponsor=cast.sponsor.id) == 1
    assert await count(sponsor=cast.colleague.id) == 0
    assert await count(framework=framework.id) == 1
    assert await count(kind=Kind.DATA) == 1
    assert [await count(side=side) for side in Side] == [1, 2, 1]
    assert await count(since=today + timedelta(days=50)) == 1
    assert await count(until=today + timedelta(days=50)) == 3
    assert counts_of(await kept_of(session, cast.partner)) == {"on_the_way": 1}
    assert counts_of(await kept_of(session, cast.stranger)) == {}


async def test_promises_that_ended_longer_than_a_year_ago_are_counted_when_asked_for(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    await every_state(session, cast, idea)

    with clock.stopped_at(at(27 + 366)):
        assert "kept" not in counts_of(await kept_of(session, cast.quality))
        assert counts_of(await kept_of(session, cast.quality, PromisesFilter(since=on(0))))["kept"] == 2


async def test_the_list_behind_a_number_goes_on_from_page_to_page(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    made = [await accepted(session, cast, idea) for _ in range(5)]
    await offer_sponsorship(session, cast.sponsor, idea)

    seen, cursor = [], ""
    while True:
        listed = await queries.page_of_promises(session, cast.quality, ALL, cursor=cursor, size=2)
        seen += [line.pledge.id for line in listed.rows]
        if not listed.next_cursor:
            break
        cursor = listed.next_cursor
    assert seen == [pledge.id for pledge in reversed(made)]
    assert [line.pledge.id async for line in queries.every_promise(session, cast.quality, ALL)] == seen
