"""What a framework has to give, and what promises draw on it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func
from sqlalchemy import update as change_rows
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.models import Envelope, Framework
from registry.frameworks.schemas import StewardIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import ShareIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions.envelopes import change_envelope, close_envelope, set_envelope
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.actions.settling import settle_by_time
from registry.pledges.models import Kind, Pledge, PledgeState
from registry.pledges.queries import envelopes as queries
from registry.pledges.schemas import (
    DeclineIn,
    DeliveryIn,
    DisputeIn,
    EnvelopeEditIn,
    EnvelopeIn,
    ReductionIn,
    WithdrawalIn,
)
from registry.progress.actions import stages as progress_actions
from registry.progress.schemas import EndIn
from tests.cast import Cast
from tests.factories import make_framework, make_idea, stand_under
from tests.history.kinds import recorded_kinds
from tests.pledges.ledger import at, events_of_framework, offer, the_registry_of

ONCE = {"is_each_week": False}


async def make_envelope(session: AsyncSession, actor: Actor, framework: Framework, **given: Any) -> Envelope:
    """A hundred hours from today on, for a year."""
    said = {
        "kind": Kind.TIME,
        "quantity": Decimal(100),
        "starts_on": actor.today,
        "ends_on": actor.today + timedelta(days=364),
    }
    return await set_envelope(session, actor, framework, EnvelopeIn(**(said | given)))


async def make_idea_under(session: AsyncSession, cast: Cast, framework: Framework) -> Idea:
    idea = await make_idea(session, cast.clinician)
    await stand_under(session, cast.clinician, idea, framework)
    return idea


async def hours(session: AsyncSession, envelope: Envelope) -> float:
    await session.refresh(envelope)
    return envelope.drawn_minor / 60


async def accepted(session: AsyncSession, cast: Cast, idea: Idea, **given: Any) -> Pledge:
    pledge = await offer(session, cast.sponsor, idea, **given)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    return pledge


async def test_stewards_and_sponsors_say_what_a_framework_has_to_give(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)

    await make_envelope(session, cast.steward, framework)
    await make_envelope(session, cast.sponsor, framework, kind=Kind.MONEY, quantity=Decimal(20_000))
    for person in (cast.clinician, cast.board, cast.quality, cast.administrator, cast.manager):
        with pytest.raises(NotAllowed, match="The stewards of a framework, or a sponsor"):
            await make_envelope(session, person, framework, kind=Kind.SPACE, quantity=Decimal(1))
    lines = await queries.list_envelopes(session, cast.clinician, framework)
    assert [(line.amount, line.drawn_words) for line in lines] == [
        ("100 hours", "Nothing of it is promised yet."),
        ("£20,000", "Nothing of it is promised yet."),
    ]
    assert await events_of_framework(session, framework) == ["framework_opened", "envelope_set", "envelope_set"]
    assert {"envelope_set", "envelope_changed", "envelope_closed"} <= recorded_kinds()


async def test_an_envelope_is_seen_by_its_own_organisation_alone(session: AsyncSession, cast: Cast) -> None:
    envelope = await make_envelope(session, cast.steward, await make_framework(session, cast.steward))

    for person in (cast.stranger, cast.partner):
        with pytest.raises(NotFound):
            await queries.get_envelope(session, person, envelope.id)


async def test_what_an_offer_comes_to_is_drawn_at_once_and_given_back_when_it_is_declined(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)

    pledge = await offer(session, cast.sponsor, idea)
    assert (pledge.framework_id, pledge.envelope_id) == (framework.id, envelope.id)
    assert await hours(session, envelope) == 16
    await pledge_actions.decline_pledge(session, cast.clinician, pledge, DeclineIn())
    assert await hours(session, envelope) == 0


async def test_only_its_kind_its_days_and_its_own_framework_draw_on_it(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    nested = await make_framework(session, cast.steward, name="Falls", parent_id=framework.id)
    today = cast.steward.today
    envelope = await make_envelope(session, cast.steward, framework, ends_on=today + timedelta(days=10))
    under, within = [await make_idea_under(session, cast, each) for each in (framework, nested)]

    await offer(session, cast.sponsor, under, kind=Kind.DATA)
    late = {"starts_on": today + timedelta(days=11), "ends_on": today + timedelta(days=20)}
    await offer(session, cast.sponsor, under, **late)
    await offer(session, cast.sponsor, within)
    await offer(session, cast.sponsor, await make_idea(session, cast.clinician))
    assert await hours(session, envelope) == 0
    await offer(session, cast.sponsor, under, ends_on=today + timedelta(days=60))
    assert await hours(session, envelope) == 36


async def test_a_colleagues_own_hours_draw_and_a_partners_do_not(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))

    await offer(session, cast.partner, idea)
    assert await hours(session, envelope) == 0
    await offer(session, cast.colleague, idea)
    assert await hours(session, envelope) == 16


async def test_more_than_is_left_is_refused_beside_the_amount_and_says_how_much_is_left(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    until = {"ends_on": cast.steward.today.replace(month=12, day=31)}
    envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(20), **until)
    idea = await make_idea_under(session, cast, framework)
    await offer(session, cast.sponsor, idea)

    with pytest.raises(Refused) as refusal:
        await offer(session, cast.sponsor, idea)
    year = cast.steward.today.year
    assert refusal.value.fields == {
        "quantity": f"4 hours are left in the envelope of Older people until 31 December {year}, and this comes to "
        "16 hours. Offer less for now."
    }
    await offer(session, cast.second_sponsor, idea, quantity="4", **ONCE)
    with pytest.raises(Refused) as refusal:
        await offer(session, cast.sponsor, idea, quantity="0.25", **ONCE)
    assert refusal.value.fields["quantity"].startswith("Nothing of this is left in the envelope of Older people until")
    assert await hours(session, envelope) == 20


async def test_the_database_itself_refuses_an_overdrawn_envelope(session: AsyncSession, cast: Cast) -> None:
    envelope = await make_envelope(session, cast.steward, await make_framework(session, cast.steward))

    with pytest.raises(IntegrityError, match="never_overdrawn"):
        await session.exec(change_rows(Envelope).where(col(Envelope.id) == envelope.id).values(drawn_minor=6001))


async def test_what_is_taken_back_before_it_is_accepted_is_given_back(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    pledge = await offer(session, cast.sponsor, await make_idea_under(session, cast, framework))

    await pledge_actions.withdraw_pledge(session, cast.sponsor, pledge, WithdrawalIn(reason="No nurse."))
    assert await hours(session, envelope) == 0


async def test_a_withdrawal_gives_back_the_weeks_in_which_it_no_longer_holds(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    pledge = await accepted(session, cast, idea, ends_on=cast.sponsor.today + timedelta(days=69))

    assert await hours(session, envelope) == 40
    await pledge_actions.withdraw_pledge(session, cast.sponsor, pledge, WithdrawalIn(reason="No nurse."))
    assert await hours(session, envelope) == 20


async def test_a_released_promise_gives_back_what_has_not_come(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    pledge = await accepted(session, cast, await make_idea_under(session, cast, framework))
    for quantity in ("2", "3"):
        form = DeliveryIn(quantity=quantity, delivered_on=cast.sponsor.today)
        delivery = await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)
    await delivery_actions.dispute_delivery(session, cast.clinician, pledge, delivery, DisputeIn(reason="Nobody came."))

    await pledge_actions.release_pledge(session, cast.clinician, pledge)
    assert await hours(session, envelope) == 2


async def test_a_promise_cut_gives_back_what_is_cut(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    weekly = await accepted(session, cast, idea, ends_on=cast.sponsor.today + timedelta(days=69))

    await reduce_pledge(session, cast.sponsor, weekly, ReductionIn(quantity=Decimal(1), reason="A nurse is ill."))
    assert await hours(session, envelope) == 5 * 4 + 5 * 1


async def test_the_end_of_an_idea_gives_back_what_is_left_of_its_promises(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    await accepted(session, cast, idea)
    await offer(session, cast.sponsor, idea)

    assert await hours(session, envelope) == 32
    await progress_actions.end_idea(session, cast.clinician, idea, EndIn(learning=""))
    assert await hours(session, envelope) == 0


async def test_time_gives_back_an_offer_that_lapsed_and_what_did_not_come(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework)
        idea = await make_idea_under(session, cast, framework)
        pledge = await accepted(session, cast, idea)
        await offer(session, cast.sponsor, idea)
        form = DeliveryIn(quantity="3", delivered_on=cast.clinician.today)
        await delivery_actions.record_delivery(session, cast.clinician, pledge, form)
        assert await hours(session, envelope) == 32
    with clock.stopped_at(at(15)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        assert await hours(session, envelope) == 16
    with clock.stopped_at(at(29)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        assert await hours(session, envelope) == 3


async def test_an_offer_that_lapsed_at_midnight_is_given_back_to_whoever_promises_next(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(16))
        lapsed = await offer(session, cast.sponsor, await make_idea_under(session, cast, framework))
        other = await make_idea_under(session, cast, framework)
    with clock.stopped_at(at(15)):
        await offer(session, cast.sponsor, other)
        assert await hours(session, envelope) == 16
        await session.refresh(lapsed)
        assert (lapsed.drawn_minor, lapsed.told_state) == (0, PledgeState.LAPSED)


async def test_an_envelope_counts_what_was_promised_for_its_days_before_it_was_set(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    idea = await make_idea_under(session, cast, framework)
    before = await offer(session, cast.sponsor, idea)
    declined = await offer(session, cast.sponsor, idea)
    await pledge_actions.decline_pledge(session, cast.clinician, declined, DeclineIn())
    later = {"starts_on": cast.sponsor.today + timedelta(days=40), "ends_on": cast.sponsor.today + timedelta(days=50)}
    await offer(session, cast.sponsor, idea, quantity="10", **ONCE, **later)
    await offer(session, cast.sponsor, idea, kind=Kind.DATA)

    until = cast.steward.today + timedelta(days=30)
    with pytest.raises(Refused, match="16 hours are promised already, so it cannot be less than that"):
        await make_envelope(session, cast.steward, framework, quantity=Decimal(15), ends_on=until)
    envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(20), ends_on=until)
    assert await hours(session, envelope) == 16

    longer = {"starts_on": envelope.starts_on, "ends_on": until + timedelta(days=30)}
    with pytest.raises(Refused, match="26 hours are promised already"):
        await change_envelope(session, cast.steward, envelope, EnvelopeEditIn(quantity=Decimal(25), **longer))
    await change_envelope(session, cast.steward, envelope, EnvelopeEditIn(quantity=Decimal(26), **longer))
    assert await hours(session, envelope) == 26
    await pledge_actions.decline_pledge(session, cast.clinician, before, DeclineIn())
    assert await hours(session, envelope) == 10


async def test_what_comes_late_to_an_empty_envelope_is_recorded_and_does_not_overdraw_it(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(20))
        idea = await make_idea_under(session, cast, framework)
        pledge = await accepted(session, cast, idea)
    with clock.stopped_at(at(29)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        await offer(session, cast.sponsor, idea, quantity="18", **ONCE)
        form = DeliveryIn(quantity="5", delivered_on=at(20).date())
        await delivery_actions.record_delivery(session, cast.clinician, pledge, form)
        assert await hours(session, envelope) == 20
        assert pledge.drawn_minor == 120


async def test_an_envelope_is_never_made_smaller_than_what_is_drawn_nor_moved_from_under_it(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    await offer(session, cast.sponsor, await make_idea_under(session, cast, framework))
    today = cast.steward.today

    async def change(**given: Any) -> None:
        said = {"quantity": Decimal(50), "starts_on": today, "ends_on": today + timedelta(days=90)}
        await change_envelope(session, cast.steward, envelope, EnvelopeEditIn(**(said | given)))

    with pytest.raises(Refused, match="16 hours are promised already, so it cannot be less than that"):
        await change(quantity=Decimal(15))
    with pytest.raises(Refused, match=r"draws on it\. Begin on that day or earlier"):
        await change(starts_on=today + timedelta(days=1))
    with pytest.raises(Refused, match=r"draws on it\. End on that day or later"):
        await change(starts_on=today - timedelta(days=20), ends_on=today - timedelta(days=1))
    with pytest.raises(Refused, match="whole minutes"):
        await change(quantity=Decimal("16.001"))
    await change(quantity=Decimal(16))
    [line] = await queries.list_envelopes(session, cast.clinician, framework)
    assert line.left_minor == 0


async def test_two_envelopes_of_a_kind_never_hold_for_the_same_day(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    await make_envelope(session, cast.steward, framework)
    after = cast.steward.today + timedelta(days=365)

    with pytest.raises(Refused, match="There is an envelope of this kind for some of these days"):
        await make_envelope(session, cast.steward, framework, ends_on=after)
    second = await make_envelope(session, cast.steward, framework, starts_on=after, ends_on=after)
    form = EnvelopeEditIn(quantity=Decimal(1), starts_on=after - timedelta(days=1), ends_on=after)
    with pytest.raises(Refused, match="some of these days"):
        await change_envelope(session, cast.steward, second, form)
    with pytest.raises(Refused, match="has no amount, so there is no envelope of it"):
        await make_envelope(session, cast.steward, framework, kind=Kind.BARRIER, quantity=None)
    with pytest.raises(Refused, match="The last day comes before the first"):
        await make_envelope(session, cast.steward, framework, kind=Kind.DATA, ends_on=after - timedelta(days=366))
    with pytest.raises(Refused, match="at most five years"):
        await make_envelope(session, cast.steward, framework, kind=Kind.DATA, ends_on=after + timedelta(days=2000))


async def test_nothing_draws_on_a_closed_envelope_and_what_is_promised_stands(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    pledge = await offer(session, cast.sponsor, idea)

    await close_envelope(session, cast.sponsor, envelope)
    with pytest.raises(Refused, match="This envelope is closed"):
        await close_envelope(session, cast.sponsor, envelope)
    assert (await offer(session, cast.sponsor, idea)).envelope_id is None
    assert await hours(session, envelope) == 16
    await pledge_actions.decline_pledge(session, cast.clinician, pledge, DeclineIn())
    assert await hours(session, envelope) == 0
    assert (await queries.get_line(session, cast.quality, envelope)).left_words == "100 hours are left over."


async def test_a_steward_who_keeps_another_framework_sets_none_here(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    envelope = await make_envelope(session, cast.steward, framework)

    with pytest.raises(Refused):
        await framework_actions.name_steward(
            session, cast.steward, framework, StewardIn(person_id=cast.clinician.person_id)
        )
    with pytest.raises(NotAllowed):
        await close_envelope(session, cast.clinician, envelope)


async def test_its_page_says_what_is_promised_what_has_come_and_what_is_left(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    await make_envelope(session, cast.steward, framework)
    idea = await make_idea_under(session, cast, framework)
    pledge = await accepted(session, cast, idea)

    async def words() -> tuple[str, str]:
        [line] = await queries.list_envelopes(session, cast.clinician, framework)
        return line.drawn_words, line.left_words.partition(" until")[0]

    assert await words() == ("16 hours are promised, and nothing of it has come yet.", "84 hours are left")
    await delivery_actions.record_delivery(
        session, cast.clinician, pledge, DeliveryIn(quantity="1", delivered_on=cast.clinician.today)
    )
    assert await words() == ("16 hours are promised, and 1 hour of it has come.", "84 hours are left")
    await delivery_actions.record_delivery(
        session, cast.clinician, pledge, DeliveryIn(quantity="30", delivered_on=cast.clinician.today)
    )
    assert await words() == ("16 hours are promised, and all of it has come.", "84 hours are left")


async def test_a_hundred_who_promise_at_once_never_overdraw_an_envelope_for_five(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    """To ten ideas, so that it is the envelope at which they meet."""
    async with both_sessions() as session:
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(5))
        ideas = [await make_idea_under(session, cast, framework) for _ in range(10)]
        await session.commit()

    async def promise(number: int) -> str:
        sponsor = cast.sponsor if number % 2 else cast.second_sponsor
        async with both_sessions() as session:
            try:
                await offer(session, sponsor, ideas[number % 10], quantity="1", **ONCE)
            except Refused as refusal:
                return refusal.fields["quantity"]
            await session.commit()
            return "promised"

    said = await asyncio.gather(*[promise(number) for number in range(100)])
    refused = [words for words in said if words != "promised"]
    assert len(said) - len(refused) == 5
    assert all(words.startswith("Nothing of this is left in the envelope of Older people") for words in refused)
    async with both_sessions() as session:
        assert (await session.get_one(Envelope, (envelope.organisation_id, envelope.id))).drawn_minor == 300
        assert (await session.exec(select(func.count()).select_from(Pledge))).one() == 5


async def test_of_those_who_give_back_and_those_who_draw_at_once_nobody_waits_for_ever_and_no_sum_is_lost(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework, quantity=Decimal(20))
        ideas = [await make_idea_under(session, cast, framework) for _ in range(4)]
        offers = [(await offer(session, cast.sponsor, idea, quantity="5", **ONCE)).id for idea in ideas]
        await session.commit()

    async def decline(number: int) -> None:
        async with both_sessions() as session:
            pledge = await session.get_one(Pledge, (envelope.organisation_id, offers[number]))
            await pledge_actions.decline_pledge(session, cast.clinician, pledge, DeclineIn())
            await session.commit()

    async def end(number: int) -> None:
        async with both_sessions() as session:
            idea = await session.get_one(Idea, (envelope.organisation_id, ideas[number].id))
            await progress_actions.end_idea(session, cast.clinician, idea, EndIn(learning=""))
            await session.commit()

    async def promise(number: int) -> None:
        async with both_sessions() as session:
            try:
                await offer(session, cast.second_sponsor, ideas[number % 3], quantity="1", **ONCE)
            except Refused:
                return
            await session.commit()

    async def widen() -> None:
        async with both_sessions() as session:
            found = await session.get_one(Envelope, (envelope.organisation_id, envelope.id))
            form = EnvelopeEditIn(quantity=Decimal(21), starts_on=found.starts_on, ends_on=found.ends_on)
            await change_envelope(session, cast.steward, found, form)
            await session.commit()

    await asyncio.gather(decline(0), end(3), *[promise(number) for number in range(20)], decline(1), widen())
    async with both_sessions() as session:
        kept = await session.get_one(Envelope, (envelope.organisation_id, envelope.id))
        drawn = (await session.exec(select(func.sum(Pledge.drawn_minor)))).one()
        assert (kept.amount_minor, kept.drawn_minor) == (21 * 60, drawn)
        assert 5 * 60 <= drawn <= 21 * 60


async def test_of_those_who_promise_while_an_envelope_is_set_all_are_counted(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        framework = await make_framework(session, cast.steward)
        ideas = [await make_idea_under(session, cast, framework) for _ in range(4)]
        await session.commit()

    async def promise(number: int) -> None:
        async with both_sessions() as session:
            await offer(session, cast.sponsor, ideas[number % 4], quantity="1", **ONCE)
            await session.commit()

    async def provide() -> None:
        async with both_sessions() as session:
            kept = await session.get_one(Framework, (framework.organisation_id, framework.id))
            await make_envelope(session, cast.steward, kept)
            await session.commit()

    await asyncio.gather(
        *[promise(number) for number in range(8)], provide(), *[promise(number) for number in range(8)]
    )
    async with both_sessions() as session:
        assert (await session.exec(select(Envelope.drawn_minor))).one() == 16 * 60
        assert (await session.exec(select(func.sum(col(Pledge.drawn_minor))))).one() == 16 * 60
