import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import JoinIn, ShareIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.actions import answers as answer_actions
from registry.pledges.actions import asks as ask_actions
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.actions.settling import refresh_wait, release_open_pledges, settle_by_time
from registry.pledges.models import AskState, Kind, Pledge, PledgeState, Side, Verdict
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import pledges as queries
from registry.pledges.schemas import (
    AgreementIn,
    DeclineIn,
    DeliveryIn,
    DisputeIn,
    NotNowIn,
    ReductionIn,
    VerdictIn,
    WithdrawalIn,
)
from tests.cast import Cast
from tests.factories import make_draft, make_idea
from tests.pledges.ledger import at, events_of, make_ask, offer, offer_sponsorship, on, the_registry_of

WITHDRAWAL = WithdrawalIn(reason="The post is vacant.")


async def state_of(session: AsyncSession, actor: Actor, pledge: Pledge) -> PledgeState:
    return (await queries.get_line(session, actor, pledge)).state


async def wait_of(session: AsyncSession, idea: Idea) -> tuple[object, object]:
    summary = await idea_queries.get_summary(session, idea)
    return summary.waits_since_on, summary.waits_from_on


async def join(session: AsyncSession, cast: Cast, idea: Idea, person: Actor) -> None:
    asking = await idea_actions.ask_to_join(session, person, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)


async def deliver(session: AsyncSession, actor: Actor, pledge: Pledge, hours: str = "4") -> object:
    form = DeliveryIn(quantity=hours, delivered_on=actor.today)
    return await delivery_actions.record_delivery(session, actor, pledge, form)


async def test_the_organisation_answers_and_the_lead_accepts(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    ask = await make_ask(session, cast.clinician, idea, kind=Kind.TIME)
    pledge = await offer(session, cast.sponsor, idea, ask_id=ask.id)

    assert pledge.side is Side.ORGANISATION
    assert (await ask_queries.get_line(session, cast.quality, ask)).state is AskState.OPEN
    await actions.accept_pledge(session, cast.clinician, pledge)

    assert await state_of(session, cast.quality, pledge) is PledgeState.ACCEPTED
    line = await ask_queries.get_line(session, cast.quality, ask)
    assert (line.state, line.met_words) == (AskState.MET, "16 of 16 hours promised")
    assert await events_of(session, pledge) == ["pledge_made", "pledge_accepted"]


async def test_a_pledge_asks_nothing_of_a_draft_and_nothing_of_another_organisation(
    session: AsyncSession, cast: Cast
) -> None:
    draft = await make_draft(session, cast.clinician)
    idea, other = await make_idea(session, cast.clinician), await make_idea(session, cast.stranger)
    foreign = await make_ask(session, cast.stranger, other)

    with pytest.raises(NotAllowed, match="takes no offers"):
        await offer(session, cast.sponsor, draft)
    with pytest.raises(NotFound):
        await offer(session, cast.sponsor, idea, ask_id=foreign.id)
    pledge = await offer(session, cast.sponsor, idea)
    with pytest.raises(NotFound):
        await queries.get_pledge(session, cast.stranger, pledge.id)


async def test_a_colleague_may_not_promise_what_is_the_organisations(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    with pytest.raises(NotAllowed, match="Sponsors promise more"):
        await offer(session, cast.colleague, idea, kind=Kind.MONEY, quantity="2000", is_each_week=False)
    own = await offer(session, cast.colleague, idea, kind=Kind.SKILLS)
    assert (own.side, own.is_answer) == (Side.SELF, False)


async def test_a_partners_person_promises_for_the_partner_and_sees_the_pledge_after_the_sharing_ends(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    pledge = await offer(session, cast.partner, idea, kind=Kind.SPACE, quantity="3", is_each_week=False)
    await idea_actions.end_share(session, cast.clinician, idea, cast.partner_id)

    assert (pledge.side, pledge.partner_id) == (Side.PARTNER, cast.partner_id)
    assert await queries.get_pledge(session, cast.partner, pledge.id)
    assert (await queries.get_line(session, cast.partner, pledge)).idea is None


async def test_line_manager_support_is_between_the_manager_and_the_person_it_names(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    await join(session, cast, idea, cast.colleague)
    support = {"kind": Kind.LINE_MANAGER, "what": "Protected time", "helped_person_id": cast.colleague.id}

    with pytest.raises(NotAllowed, match="line manager of the person"):
        await offer(session, cast.sponsor, idea, **support)
    pledge = await offer(session, cast.manager, idea, **support)
    with pytest.raises(NotAllowed):
        await actions.accept_pledge(session, cast.clinician, pledge)
    assert [line.pledge.id for line in await queries.list_offers_to_answer(session, cast.colleague, 10)] == [pledge.id]
    assert not await queries.list_offers_to_answer(session, cast.clinician, 10)
    await actions.accept_pledge(session, cast.colleague, pledge)
    with pytest.raises(NotAllowed):
        await deliver(session, cast.clinician, pledge)
    await deliver(session, cast.colleague, pledge)


async def test_only_the_lead_answers_and_only_once(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea)

    for other in (cast.sponsor, cast.second_sponsor, cast.colleague, cast.administrator):
        with pytest.raises(NotAllowed):
            await actions.accept_pledge(session, other, pledge)
    await actions.decline_pledge(session, cast.clinician, pledge, DeclineIn(reason="We have found someone."))
    with pytest.raises(Refused, match="declined already"):
        await actions.accept_pledge(session, cast.clinician, pledge)


async def test_an_accepted_sponsorship_makes_the_sponsor_and_there_is_one_at_a_time(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    first = await offer_sponsorship(session, cast.sponsor, idea)
    second = await offer_sponsorship(session, cast.second_sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, first)

    assert (await idea_queries.get_summary(session, idea)).sponsor_id == cast.sponsor.id
    with pytest.raises(Refused, match="one at a time"):
        await actions.accept_pledge(session, cast.clinician, second)
    with pytest.raises(Refused) as refusal:
        await offer_sponsorship(session, cast.second_sponsor, idea)
    assert "has a sponsor" in refusal.value.fields["kind"]


async def test_two_sponsorships_accepted_at_once_make_one_sponsor(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        idea = await make_idea(session, cast.clinician)
        offers = [
            (await offer_sponsorship(session, sponsor, idea)).id for sponsor in (cast.sponsor, cast.second_sponsor)
        ]
        await session.commit()

    async def accept(place: int) -> bool:
        async with both_sessions() as session:
            pledge, _ = await queries.get_pledge(session, cast.clinician, offers[place])
            try:
                await actions.accept_pledge(session, cast.clinician, pledge)
            except Refused:
                return False
            await session.commit()
            return True

    assert sorted(await asyncio.gather(accept(0), accept(1))) == [False, True]


async def test_an_offer_is_never_left_accepted_in_an_idea_that_ends_at_the_same_moment(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        idea = await make_idea(session, cast.clinician)
        offers = [(await offer(session, cast.sponsor, idea)).id for _ in range(3)]
        await session.commit()

    async def accept(pledge_id: UUID) -> None:
        async with both_sessions() as session:
            pledge, _ = await queries.get_pledge(session, cast.clinician, pledge_id)
            with suppress(Refused):
                await actions.accept_pledge(session, cast.clinician, pledge)
                await session.commit()

    async def end() -> None:
        async with both_sessions() as session:
            found = await idea_queries.get_idea(session, cast.clinician, idea.id)
            await idea_actions.move_idea(session, cast.clinician, found, Stage.ENDED, "idea_ended")
            await release_open_pledges(session, cast.clinician, found)
            await session.commit()

    await asyncio.gather(accept(offers[0]), accept(offers[1]), end(), accept(offers[2]))
    async with both_sessions() as session:
        lines = await queries.list_pledges_for_idea(session, cast.quality, idea)
        assert {line.state for line in lines} <= {PledgeState.RELEASED, PledgeState.DECLINED}


async def test_the_sponsor_is_lost_when_the_sponsorship_ends(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer_sponsorship(session, cast.sponsor, idea)
        await actions.accept_pledge(session, cast.clinician, pledge)
        await actions.withdraw_pledge(session, cast.sponsor, pledge, WITHDRAWAL)
        assert (await idea_queries.get_summary(session, idea)).sponsor_id == cast.sponsor.id
    with clock.stopped_at(at(28)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        assert (await idea_queries.get_summary(session, idea)).sponsor_id == cast.sponsor.id
    with clock.stopped_at(at(29)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        assert (await idea_queries.get_summary(session, idea)).sponsor_id is None
        assert await state_of(session, cast.quality, pledge) is PledgeState.WITHDRAWN


async def test_the_lead_may_agree_to_a_shorter_notice(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer_sponsorship(session, cast.sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, pledge)
    await actions.withdraw_pledge(session, cast.sponsor, pledge, WITHDRAWAL)
    today = cast.clinician.today

    with pytest.raises(NotAllowed):
        await actions.agree_to_withdrawal(session, cast.sponsor, pledge, AgreementIn(effective_on=today))
    late = AgreementIn(effective_on=today + timedelta(days=29))
    with pytest.raises(Refused):
        await actions.agree_to_withdrawal(session, cast.clinician, pledge, late)
    await actions.agree_to_withdrawal(session, cast.clinician, pledge, AgreementIn(effective_on=today))
    assert pledge.withdrawal_effective_on == today
    with pytest.raises(Refused):
        await actions.agree_to_withdrawal(session, cast.clinician, pledge, AgreementIn(effective_on=today))


async def test_an_idea_whose_sponsor_has_left_looks_for_one(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer_sponsorship(session, cast.sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, pledge)
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)
    await people_actions.record_leaving(session, cast.administrator, person)
    await settle_by_time(session, await the_registry_of(session, cast.clinician))

    assert (await idea_queries.get_summary(session, idea)).sponsor_id is None
    second = await offer_sponsorship(session, cast.second_sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, second)
    assert (await idea_queries.get_summary(session, idea)).sponsor_id == cast.second_sponsor.id


async def test_deliveries_confirmed_by_the_team_make_a_pledge_kept_and_the_registry_says_so_once(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea, is_each_week=False, quantity="8")
    await actions.accept_pledge(session, cast.clinician, pledge)
    first = await deliver(session, cast.sponsor, pledge)
    with pytest.raises(NotAllowed, match="never who promised"):
        await delivery_actions.confirm_delivery(session, cast.sponsor, pledge, first)
    await delivery_actions.confirm_delivery(session, cast.clinician, pledge, first)
    with pytest.raises(Refused, match="answered this already"):
        await delivery_actions.dispute_delivery(session, cast.clinician, pledge, first, DisputeIn(reason="No."))
    assert await state_of(session, cast.quality, pledge) is PledgeState.ACCEPTED

    own = await deliver(session, cast.clinician, pledge)

    assert own.confirmed_by_id == cast.clinician.id
    assert await state_of(session, cast.quality, pledge) is PledgeState.KEPT
    kinds = await events_of(session, idea)
    assert kinds[-4:] == ["delivery_recorded", "delivery_confirmed", "delivery_confirmed", "pledge_settled"]


async def test_a_disputed_delivery_stays_visible_and_does_not_count(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea)
    await actions.accept_pledge(session, cast.clinician, pledge)
    delivery = await deliver(session, cast.sponsor, pledge)
    await delivery_actions.dispute_delivery(
        session, cast.clinician, pledge, delivery, DisputeIn(reason="Nobody came on Tuesday.")
    )

    came = (await queries.get_line(session, cast.quality, pledge)).came
    assert (came.confirmed_minor, came.pending_count, came.disputed_count) == (0, 0, 1)


async def test_nothing_is_delivered_of_an_offer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await offer(session, cast.sponsor, idea)

    with pytest.raises(Refused, match="Nothing can be recorded"):
        await deliver(session, cast.sponsor, pledge)
    await actions.accept_pledge(session, cast.clinician, pledge)
    with pytest.raises(Refused) as refusal:
        await deliver(session, cast.sponsor, pledge, hours="0.001")
    assert "whole minutes" in refusal.value.fields["quantity"]


async def test_what_time_brings_is_told_once(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        lapsing = await offer(session, cast.sponsor, idea)
        ending = await offer(session, cast.colleague, idea)
        await actions.accept_pledge(session, cast.clinician, ending)
    registry = await the_registry_of(session, cast.clinician)
    for day in (14, 15, 16, 27, 28, 29, 60):
        with clock.stopped_at(at(day)):
            await settle_by_time(session, registry)
            await settle_by_time(session, registry)

    assert await events_of(session, lapsing) == ["pledge_made", "pledge_lapsed"]
    assert await events_of(session, ending) == ["pledge_made", "pledge_accepted", "pledge_settled"]
    with clock.stopped_at(at(60)):
        assert await settle_by_time(session, registry) == 0
        assert await state_of(session, cast.quality, ending) is PledgeState.NOT_KEPT


async def test_what_came_late_to_the_record_mends_the_state_and_history_tells_it(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer(session, cast.sponsor, idea, is_each_week=False)
        await actions.accept_pledge(session, cast.clinician, pledge)
    with clock.stopped_at(at(30)):
        await settle_by_time(session, await the_registry_of(session, cast.clinician))
        form = DeliveryIn(quantity="4", delivered_on=on(20))
        await delivery_actions.record_delivery(session, cast.clinician, pledge, form)

        assert await state_of(session, cast.quality, pledge) is PledgeState.KEPT
    assert (await events_of(session, pledge))[-2:] == ["pledge_settled", "pledge_settled"]


async def test_deliveries_that_nobody_answered_leave_a_pledge_unconfirmed(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer(session, cast.sponsor, idea)
        await actions.accept_pledge(session, cast.clinician, pledge)
    with clock.stopped_at(at(27)):
        await deliver(session, cast.sponsor, pledge)
    registry = await the_registry_of(session, cast.clinician)
    with clock.stopped_at(at(28)):
        await settle_by_time(session, registry)
        assert await state_of(session, cast.quality, pledge) is PledgeState.ACCEPTED
    with clock.stopped_at(at(57)):
        await settle_by_time(session, registry)
        assert await state_of(session, cast.quality, pledge) is PledgeState.UNCONFIRMED
    assert (await events_of(session, pledge))[-1] == "pledge_settled"


async def test_without_a_quantity_the_team_says_whether_a_promise_was_kept(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer(session, cast.sponsor, idea, kind=Kind.BARRIER, quantity=None, what="The lock")
        await actions.accept_pledge(session, cast.clinician, pledge)
        with pytest.raises(Refused, match="when the time"):
            await actions.give_verdict(session, cast.clinician, pledge, VerdictIn(verdict=Verdict.KEPT))
    with clock.stopped_at(at(30)):
        with pytest.raises(NotAllowed):
            await actions.give_verdict(session, cast.sponsor, pledge, VerdictIn(verdict=Verdict.KEPT))
        assert len(await queries.list_verdicts_to_give(session, cast.clinician, 10)) == 1
        await actions.give_verdict(session, cast.clinician, pledge, VerdictIn(verdict=Verdict.PARTLY_KEPT))

        assert await state_of(session, cast.quality, pledge) is PledgeState.PARTLY_KEPT
        assert not await queries.list_verdicts_to_give(session, cast.clinician, 10)
    assert (await events_of(session, pledge))[-2:] == ["verdict_given", "pledge_settled"]


async def test_only_the_lead_releases_and_an_end_releases_all(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    released = await offer(session, cast.colleague, idea)
    accepted = await offer_sponsorship(session, cast.sponsor, idea)
    for pledge in (released, accepted):
        await actions.accept_pledge(session, cast.clinician, pledge)
    offered = await offer(session, cast.second_sponsor, idea)
    with pytest.raises(NotAllowed):
        await actions.release_pledge(session, cast.colleague, released)
    await actions.release_pledge(session, cast.clinician, released)

    await idea_actions.move_idea(session, cast.clinician, idea, Stage.ENDED, "idea_ended")
    await release_open_pledges(session, cast.clinician, idea)

    assert await state_of(session, cast.quality, accepted) is PledgeState.RELEASED
    assert await state_of(session, cast.quality, offered) is PledgeState.DECLINED
    summary = await idea_queries.get_summary(session, idea)
    assert (summary.sponsor_id, summary.waits_since_on) == (None, None)
    assert (await events_of(session, released)).count("pledge_released") == 1


async def test_reducing_an_amount_in_all_splits_it_at_once(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    until = cast.sponsor.today + timedelta(days=100)
    pledge = await offer(session, cast.sponsor, idea, quantity="40", is_each_week=False, ends_on=until)
    await actions.accept_pledge(session, cast.clinician, pledge)
    form = ReductionIn(quantity="30", reason="Winter pressures.")
    with pytest.raises(NotAllowed):
        await reduce_pledge(session, cast.clinician, pledge, form)
    [cut] = await reduce_pledge(session, cast.sponsor, pledge, form)

    assert (pledge.quantity_minor, cut.quantity_minor) == (30 * 60, 10 * 60)
    assert cut.split_from_id == pledge.id
    assert cut.withdrawal_effective_on == cast.sponsor.today + timedelta(days=28)
    assert await events_of(session, pledge) == ["pledge_made", "pledge_accepted", "pledge_reduced"]


async def test_reducing_a_weekly_promise_keeps_what_was_promised_until_the_notice_is_over(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        pledge = await offer(session, cast.sponsor, idea, ends_on=on(139))
        await actions.accept_pledge(session, cast.clinician, pledge)
        rest, cut = await reduce_pledge(session, cast.sponsor, pledge, ReductionIn(quantity="1", reason="Winter."))

        assert (pledge.ends_on, rest.starts_on, cut.starts_on) == (on(34), on(35), on(35))
        assert (pledge.quantity_minor, rest.quantity_minor, cut.quantity_minor) == (240, 60, 180)
        assert await state_of(session, cast.quality, rest) is PledgeState.ACCEPTED
    with clock.stopped_at(at(36)):
        assert await state_of(session, cast.quality, rest) is PledgeState.ACCEPTED
        assert await state_of(session, cast.quality, cut) is PledgeState.WITHDRAWN
        with pytest.raises(Refused):
            await actions.withdraw_pledge(session, cast.sponsor, cut, WITHDRAWAL)


async def test_the_clock_of_an_idea_follows_its_offers(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
        assert await wait_of(session, idea) == (on(0), on(0))
    with clock.stopped_at(at(3)):
        await offer(session, cast.colleague, idea)
        assert await wait_of(session, idea) == (on(0), on(0))
    with clock.stopped_at(at(5)):
        pledge = await offer(session, cast.sponsor, idea)
        assert (pledge.is_answer, pledge.waited_days) == (True, 5)
        assert await wait_of(session, idea) == (on(15), on(20))
    with clock.stopped_at(at(8)):
        await actions.decline_pledge(session, cast.clinician, pledge, DeclineIn())
        assert await wait_of(session, idea) == (on(3), on(8))
        another = await offer(session, cast.sponsor, idea)
        await actions.accept_pledge(session, cast.clinician, another)
        assert await wait_of(session, idea) == (None, None)


async def test_a_sponsor_in_the_team_does_not_answer_for_the_organisation(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await join(session, cast, idea, cast.sponsor)

    with pytest.raises(NotAllowed, match="Another sponsor"):
        await offer_sponsorship(session, cast.sponsor, idea)
    own = await offer(session, cast.sponsor, idea, side=Side.SELF)
    assert not own.is_answer
    form = NotNowIn(reason="Later.", look_again_on=cast.sponsor.today + timedelta(days=30))
    with pytest.raises(NotAllowed, match="not in the team"):
        await answer_actions.say_not_now(session, cast.sponsor, idea, form)


async def test_not_now_gives_a_reason_and_a_day_on_which_a_new_clock_starts(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(20)):
        idea = await make_idea(session, cast.clinician)
    with clock.stopped_at(at(30)):
        form = NotNowIn(reason="After the move.", look_again_on=on(60))
        with pytest.raises(NotAllowed):
            await answer_actions.say_not_now(session, cast.board, idea, form)
        with pytest.raises(Refused):
            await answer_actions.say_not_now(
                session, cast.sponsor, idea, NotNowIn(reason="Never.", look_again_on=on(30))
            )
        said = await answer_actions.say_not_now(session, cast.sponsor, idea, form)

    assert said.waited_days == 10
    assert await wait_of(session, idea) == (on(60), on(60))


async def test_a_paused_idea_waits_for_nothing_and_goes_on_where_it_stood(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(at(0)):
        idea = await make_idea(session, cast.clinician)
    for day, stage, kind in ((4, Stage.PAUSED, "idea_paused"), (30, Stage.REGISTERED, "idea_resumed")):
        with clock.stopped_at(at(day)):
            await idea_actions.move_idea(session, cast.clinician, idea, stage, kind)
            await refresh_wait(session, cast.clinician, idea)

    assert await wait_of(session, idea) == (on(26), on(30))


async def test_the_team_takes_back_what_it_asked_and_what_was_promised_for_it_stands(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    ask = await make_ask(session, cast.clinician, idea, kind=Kind.TIME)
    pledge = await offer(session, cast.sponsor, idea, ask_id=ask.id)
    await actions.accept_pledge(session, cast.clinician, pledge)
    with pytest.raises(NotAllowed):
        await ask_actions.withdraw_ask(session, cast.sponsor, idea, ask)
    await ask_actions.withdraw_ask(session, cast.clinician, idea, ask)

    assert (await ask_queries.get_line(session, cast.quality, ask)).state is AskState.WITHDRAWN
    assert await state_of(session, cast.quality, pledge) is PledgeState.ACCEPTED
    with pytest.raises(NotAllowed):
        await make_ask(session, cast.sponsor, idea)
