"""Each rule in the sentence it keeps; no database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.history.models import ActorKind
from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.models import Ask, AskState, Kind, NotNow, Pledge, PledgeState, Side, Unit, Verdict
from registry.pledges.rules import amounts, asks, deliveries, states
from registry.pledges.rules import pledges as rules
from registry.pledges.rules.states import Came
from registry.pledges.rules.waits import Step, next_wait

ORGANISATION = uuid4()
TODAY = date(2026, 12, 1)
LONDON = "Europe/London"


def someone(*roles: Role, partner_id: UUID | None = None) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        id=uuid4(),
        organisation_id=ORGANISATION,
        name="Someone",
        roles=frozenset(roles),
        organisation_name="Northmoor",
        reference_prefix="NH",
        zone=LONDON,
        currency="GBP",
        answer_days=14,
        exploration_days=90,
        partner_id=partner_id,
        history_key="a key",
    )


LEAD, MEMBER, OUTSIDER = someone(Role.CLINICIAN), someone(Role.CLINICIAN), someone()
SPONSOR, SPONSOR_IN_TEAM = someone(Role.SPONSOR), someone(Role.SPONSOR)
PARTNER = someone(Role.PARTNER, partner_id=uuid4())


def standing(stage: Stage = Stage.REGISTERED, sponsor: Actor | None = None) -> Standing:
    return Standing(
        idea_id=UUID(int=1),
        stage=stage,
        author_id=LEAD.person_id,
        lead_id=LEAD.id,
        sponsor_id=sponsor.id if sponsor else None,
        member_ids=frozenset({LEAD.person_id, MEMBER.person_id, SPONSOR_IN_TEAM.person_id}),
    )


def pledge(**given_: Any) -> Pledge:
    said: dict[str, Any] = {
        "idea_id": UUID(int=1),
        "organisation_id": ORGANISATION,
        "pledger_id": SPONSOR.person_id,
        "side": Side.ORGANISATION,
        "kind": Kind.TIME,
        "what": "An analyst",
        "quantity_minor": 240,
        "is_each_week": True,
        "starts_on": TODAY,
        "ends_on": date(2027, 2, 28),
        "reply_by_on": TODAY + timedelta(days=14),
        "offered_at": datetime(2026, 12, 1, 9, tzinfo=UTC),
    }
    return Pledge(**(said | given_))


def accepted(**given_: Any) -> Pledge:
    moment = datetime(2026, 12, 1, 10, tzinfo=UTC)
    return pledge(**({"accepted_at": moment, "accepted_by_id": LEAD.person_id} | given_))


def objections(**given_: Any) -> dict[str, str]:
    said: dict[str, Any] = {
        "kind": Kind.TIME,
        "quantity_minor": 240,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=100),
        "reply_by_on": TODAY + timedelta(days=14),
        "helped_person_id": None,
        "today": TODAY,
        "exploration_days": 90,
    }
    where = given_.pop("standing", standing())
    return rules.objections_to_pledge(where, given_.pop("ask", None), **(said | given_))


class TestWhoMayPromise:
    @pytest.mark.parametrize("kind", [Kind.TIME, Kind.SKILLS, Kind.INTRODUCTION])
    def test_anyone_promises_their_own_time_skills_or_an_introduction(self, kind: Kind) -> None:
        assert rules.may_promise(OUTSIDER, standing(), kind, Side.SELF)
        assert rules.may_promise(MEMBER, standing(), kind, Side.SELF)

    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {*rules.ONES_OWN, Kind.LINE_MANAGER}])
    def test_nobody_but_a_sponsor_promises_more_for_themselves(self, kind: Kind) -> None:
        assert not rules.may_promise(OUTSIDER, standing(), kind, Side.SELF)
        assert not rules.may_promise(OUTSIDER, standing(), kind, Side.ORGANISATION)

    @pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.LINE_MANAGER])
    def test_sponsors_promise_anything_for_the_organisation(self, kind: Kind) -> None:
        assert rules.may_promise(SPONSOR, standing(), kind, rules.usual_side(SPONSOR, kind))

    def test_a_partners_person_promises_for_the_partner_alone_and_sponsors_nothing(self) -> None:
        assert rules.usual_side(PARTNER, Kind.SPACE) is Side.PARTNER
        assert rules.may_promise(PARTNER, standing(), Kind.SPACE, Side.PARTNER)
        assert not rules.may_promise(PARTNER, standing(), Kind.SPONSORSHIP, Side.PARTNER)
        assert not rules.may_promise(PARTNER, standing(), Kind.TIME, Side.SELF)
        assert not rules.may_promise(PARTNER, standing(), Kind.MONEY, Side.ORGANISATION)

    def test_line_manager_support_comes_only_from_the_line_manager_of_the_person_named(self) -> None:
        manager = someone()
        helped = Person(id=MEMBER.person_id, organisation_id=ORGANISATION, name="M", manager_id=manager.id)
        elsewhere = Person(id=uuid4(), organisation_id=ORGANISATION, name="N", manager_id=manager.id)

        assert rules.may_make_pledge(manager, standing(), Kind.LINE_MANAGER, Side.SELF, helped)
        assert not rules.may_make_pledge(OUTSIDER, standing(), Kind.LINE_MANAGER, Side.SELF, helped)
        assert not rules.may_make_pledge(SPONSOR, standing(), Kind.LINE_MANAGER, Side.ORGANISATION, helped)
        assert not rules.may_make_pledge(manager, standing(), Kind.LINE_MANAGER, Side.SELF, elsewhere)

    def test_nobody_promises_where_they_stand_on_both_sides(self) -> None:
        assert not rules.may_promise(LEAD, standing(), Kind.TIME, Side.SELF)
        assert not rules.may_promise(SPONSOR_IN_TEAM, standing(), Kind.SPONSORSHIP, Side.ORGANISATION)
        assert not rules.is_answer(SPONSOR_IN_TEAM, standing())
        assert not rules.may_say_not_now(SPONSOR_IN_TEAM, standing())
        assert rules.may_say_not_now(SPONSOR, standing())

    def test_someone_who_may_not_is_told_who_may(self) -> None:
        assert "own time, skills" in rules.who_may_pledge(OUTSIDER, standing(), Kind.MONEY)
        assert "You lead this idea" in rules.who_may_pledge(LEAD, standing(), Kind.TIME)
        assert "Another sponsor" in rules.who_may_pledge(SPONSOR_IN_TEAM, standing(), Kind.MONEY)
        assert "partner organisation" in rules.who_may_pledge(PARTNER, standing(), Kind.SPONSORSHIP)
        assert "line manager" in rules.who_may_pledge(OUTSIDER, standing(), Kind.LINE_MANAGER)
        assert "takes no offers" in rules.who_may_pledge(SPONSOR, standing(Stage.ENDED), Kind.TIME)

    def test_the_kinds_on_the_form_are_those_the_person_may_promise(self) -> None:
        assert set(rules.kinds_to_offer(OUTSIDER, standing(), manages_someone=False)) == rules.ONES_OWN
        assert Kind.LINE_MANAGER in rules.kinds_to_offer(OUTSIDER, standing(), manages_someone=True)
        assert rules.kinds_to_offer(LEAD, standing(), manages_someone=False) == []
        assert rules.kinds_to_offer(SPONSOR, standing(Stage.ENDED), manages_someone=True) == []


class TestWhatAPromiseSays:
    def test_a_promise_that_says_everything_has_no_objection(self) -> None:
        assert objections() == {}

    @pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.DISCARDED, Stage.ENDED])
    def test_no_pledge_to_a_draft_or_an_ended_idea(self, stage: Stage) -> None:
        assert "takes no offers" in objections(standing=standing(stage))[""]

    def test_the_dates_are_in_order(self) -> None:
        assert "before the first" in objections(ends_on=TODAY - timedelta(days=1))["ends_on"]
        assert "today or later" in objections(starts_on=TODAY - timedelta(days=1))["starts_on"]
        assert "today or later" in objections(reply_by_on=TODAY - timedelta(days=1))["reply_by_on"]
        assert "before the promise ends" in objections(reply_by_on=TODAY + timedelta(days=101))["reply_by_on"]
        assert "five years" in objections(ends_on=TODAY + timedelta(days=3000))["ends_on"]

    def test_the_unit_is_fixed_by_the_kind(self) -> None:
        assert "how much" in objections(quantity_minor=None)["quantity"]
        assert "no amount" in objections(kind=Kind.BARRIER)["quantity"]

    def test_sponsorship_lasts_at_least_as_long_as_the_least_exploration_period(self) -> None:
        short = objections(kind=Kind.SPONSORSHIP, quantity_minor=None, ends_on=TODAY + timedelta(days=88))
        assert "at least 90 days" in short["ends_on"]
        assert not objections(kind=Kind.SPONSORSHIP, quantity_minor=None, ends_on=TODAY + timedelta(days=89))

    def test_one_sponsor_at_a_time(self) -> None:
        found = objections(kind=Kind.SPONSORSHIP, quantity_minor=None, standing=standing(sponsor=SPONSOR))
        assert "has a sponsor" in found["kind"]
        offer = pledge(kind=Kind.SPONSORSHIP, quantity_minor=None)
        assert rules.objections_to_accepting(standing(sponsor=SPONSOR), offer)
        assert not rules.objections_to_accepting(standing(), offer)

    def test_nobody_sponsors_their_own_work(self) -> None:
        offer = pledge(kind=Kind.SPONSORSHIP, quantity_minor=None, pledger_id=SPONSOR_IN_TEAM.person_id)
        assert "own work" in rules.objections_to_accepting(standing(), offer)[0]

    def test_an_ask_that_is_answered_belongs_to_the_idea_and_is_of_the_same_kind(self) -> None:
        ask = Ask(
            idea_id=UUID(int=1),
            kind=Kind.DATA,
            what="An analyst",
            needed_from_on=TODAY,
            asked_at=datetime(2026, 11, 1, tzinfo=UTC),
            asked_by_id=LEAD.person_id,
        )
        assert "Data and analysis" in objections(ask=ask)["kind"]
        assert objections(ask=ask, kind=Kind.DATA) == {}
        ask.idea_id = UUID(int=2)
        assert "another idea" in objections(ask=ask, kind=Kind.DATA)["ask_id"]
        ask.idea_id, ask.withdrawn_at = UUID(int=1), datetime(2026, 11, 2, tzinfo=UTC)
        assert "no longer" in objections(ask=ask, kind=Kind.DATA)["ask_id"]

    def test_only_line_manager_support_names_a_person(self) -> None:
        assert "Only line-manager" in objections(helped_person_id=uuid4())["helped_person_id"]
        assert "Choose the person" in objections(kind=Kind.LINE_MANAGER)["helped_person_id"]


class TestWhoAnswers:
    def test_the_lead_answers_an_offer_and_nobody_else(self) -> None:
        assert rules.may_answer_pledge(LEAD, standing(), pledge())
        for other in (MEMBER, SPONSOR, OUTSIDER, PARTNER):
            assert not rules.may_answer_pledge(other, standing(), pledge())

    def test_a_pledger_who_became_lead_neither_accepts_nor_confirms_nor_releases_their_own(self) -> None:
        own = pledge(pledger_id=LEAD.person_id)
        assert not rules.may_answer_pledge(LEAD, standing(), own)
        assert not rules.may_release_pledge(LEAD, standing(), own)
        assert not rules.may_give_verdict(LEAD, standing(), own)
        assert not deliveries.may_answer_delivery(LEAD, standing(), own)
        assert deliveries.may_record_delivery(LEAD, standing(), own)

    def test_line_manager_support_is_accepted_and_confirmed_by_the_person_named_alone(self) -> None:
        support = pledge(kind=Kind.LINE_MANAGER, side=Side.SELF, helped_person_id=MEMBER.person_id)
        assert rules.may_answer_pledge(MEMBER, standing(), support)
        assert not rules.may_answer_pledge(LEAD, standing(), support)
        assert deliveries.may_answer_delivery(MEMBER, standing(), support)
        assert not deliveries.may_answer_delivery(LEAD, standing(), support)

    def test_only_the_team_confirms_and_either_side_records(self) -> None:
        assert deliveries.may_answer_delivery(MEMBER, standing(), pledge())
        for other in (SPONSOR, OUTSIDER):
            assert not deliveries.may_answer_delivery(other, standing(), pledge())
        assert deliveries.may_record_delivery(SPONSOR, standing(), pledge())
        assert deliveries.may_record_delivery(MEMBER, standing(), pledge())
        assert not deliveries.may_record_delivery(OUTSIDER, standing(), pledge())

    def test_the_team_asks(self) -> None:
        assert asks.may_ask(MEMBER, standing())
        assert not asks.may_ask(SPONSOR, standing())
        assert not asks.may_ask(MEMBER, standing(Stage.ENDED))

    def test_an_ask_says_how_much_and_each_week_until_when(self) -> None:
        assert asks.objections_to_ask(Kind.TIME, 240, False, TODAY, None) == {}
        assert "how much" in asks.objections_to_ask(Kind.TIME, None, False, TODAY, None)["quantity"]
        assert "no amount" in asks.objections_to_ask(Kind.BARRIER, 1, False, TODAY, None)["quantity"]
        assert "until when" in asks.objections_to_ask(Kind.TIME, 240, True, TODAY, None)["needed_until_on"]
        assert "before" in asks.objections_to_ask(Kind.TIME, 240, False, TODAY, date(2026, 1, 1))["needed_until_on"]


class TestStates:
    def test_an_offer_lapses_when_the_reply_day_is_over_in_the_organisations_zone(self) -> None:
        offer = pledge()
        assert states.pledge_state(offer, Came(), offer.reply_by_on) is PledgeState.OFFERED
        assert states.pledge_state(offer, Came(), offer.reply_by_on + timedelta(days=1)) is PledgeState.LAPSED

    def test_declined_and_taken_back_offers_stay_so(self) -> None:
        moment = datetime(2026, 12, 2, tzinfo=UTC)
        assert states.pledge_state(pledge(declined_at=moment), Came(), date(2030, 1, 1)) is PledgeState.DECLINED
        assert states.pledge_state(pledge(withdrawn_at=moment), Came(), date(2030, 1, 1)) is PledgeState.WITHDRAWN

    def test_thirteen_weeks_begun_at_four_hours_are_fifty_two_hours(self) -> None:
        assert amounts.weeks_begun(TODAY, date(2027, 2, 28)) == 13
        assert amounts.pledge_total(pledge()) == 52 * 60

    @pytest.mark.parametrize(
        ("came", "on", "state"),
        [
            (Came(), date(2027, 2, 28), PledgeState.ACCEPTED),
            (Came(confirmed_minor=52 * 60), date(2027, 1, 1), PledgeState.KEPT),
            (Came(confirmed_minor=52 * 60 - 1), date(2027, 3, 1), PledgeState.PARTLY_KEPT),
            (Came(), date(2027, 3, 1), PledgeState.NOT_KEPT),
            (Came(disputed_count=3), date(2027, 3, 1), PledgeState.NOT_KEPT),
            (
                Came(pending_minor=60, pending_count=1, oldest_pending_on=date(2027, 2, 20)),
                date(2027, 3, 21),
                PledgeState.ACCEPTED,
            ),
            (
                Came(pending_minor=60, pending_count=1, oldest_pending_on=date(2027, 2, 20)),
                date(2027, 3, 22),
                PledgeState.UNCONFIRMED,
            ),
        ],
    )
    def test_the_state_follows_from_confirmed_amounts_at_the_end_or_when_all_is_confirmed(
        self, came: Came, on: date, state: PledgeState
    ) -> None:
        assert states.pledge_state(accepted(), came, on) is state

    def test_everything_recorded_and_unanswered_for_30_days_is_unconfirmed_before_the_end_as_well(self) -> None:
        came = Came(pending_minor=52 * 60, pending_count=1, oldest_pending_on=date(2026, 12, 10))
        assert states.pledge_state(accepted(), came, date(2027, 1, 8)) is PledgeState.ACCEPTED
        assert states.pledge_state(accepted(), came, date(2027, 1, 9)) is PledgeState.UNCONFIRMED

    def test_without_a_quantity_the_team_says_and_after_30_days_nobody_knows(self) -> None:
        promise = accepted(kind=Kind.BARRIER, quantity_minor=None, is_each_week=False)
        assert states.pledge_state(promise, Came(), date(2027, 3, 29)) is PledgeState.ACCEPTED
        assert states.pledge_state(promise, Came(), date(2027, 3, 30)) is PledgeState.UNCONFIRMED
        promise.verdict = Verdict.PARTLY_KEPT
        assert states.pledge_state(promise, Came(), date(2027, 3, 30)) is PledgeState.PARTLY_KEPT

    def test_a_withdrawal_takes_effect_after_28_days(self) -> None:
        promise = accepted()
        effective_on = rules.withdrawal_effective_on(promise, TODAY)
        promise.withdrawn_at, promise.withdrawal_effective_on = datetime(2026, 12, 1, tzinfo=UTC), effective_on
        assert effective_on == TODAY + timedelta(days=28)
        assert states.pledge_state(promise, Came(), effective_on) is PledgeState.ACCEPTED
        assert states.pledge_state(promise, Came(), effective_on + timedelta(days=1)) is PledgeState.WITHDRAWN

    def test_a_withdrawal_whose_notice_outlasts_the_promise_does_not_hide_that_it_was_not_kept(self) -> None:
        promise = accepted(ends_on=TODAY + timedelta(days=10), is_each_week=False)
        promise.withdrawn_at = datetime(2026, 12, 1, tzinfo=UTC)
        promise.withdrawal_effective_on = TODAY + timedelta(days=28)
        assert states.pledge_state(promise, Came(), TODAY + timedelta(days=29)) is PledgeState.NOT_KEPT

    def test_a_withdrawal_does_not_reach_back_over_what_was_settled_when_it_took_effect(self) -> None:
        promise = accepted(is_each_week=False, quantity_minor=240)
        promise.withdrawn_at = datetime(2026, 12, 1, tzinfo=UTC)
        promise.withdrawal_effective_on = TODAY + timedelta(days=28)
        unanswered = Came(pending_minor=240, pending_count=1, oldest_pending_on=TODAY - timedelta(days=10))
        assert states.pledge_state(promise, unanswered, TODAY + timedelta(days=19)) is PledgeState.ACCEPTED
        assert states.pledge_state(promise, unanswered, TODAY + timedelta(days=20)) is PledgeState.UNCONFIRMED
        assert states.pledge_state(promise, unanswered, TODAY + timedelta(days=29)) is PledgeState.UNCONFIRMED
        disputed = Came(disputed_count=1)
        assert states.pledge_state(promise, disputed, TODAY + timedelta(days=29)) is PledgeState.WITHDRAWN

    def test_a_released_promise_is_released_whatever_came(self) -> None:
        promise = accepted(released_at=datetime(2026, 12, 3, tzinfo=UTC))
        assert states.pledge_state(promise, Came(), date(2030, 1, 1)) is PledgeState.RELEASED

    def test_an_ask_is_met_by_what_accepted_pledges_come_to(self) -> None:
        ask = Ask(
            idea_id=UUID(int=1),
            kind=Kind.TIME,
            what="An analyst",
            quantity_minor=240,
            is_each_week=True,
            needed_from_on=TODAY,
            needed_until_on=date(2027, 2, 28),
            asked_at=datetime(2026, 11, 1, tzinfo=UTC),
            asked_by_id=LEAD.person_id,
        )
        assert states.ask_state(ask, *states.met_by([], TODAY)) is AskState.OPEN
        half = accepted(quantity_minor=120)
        assert states.ask_state(ask, *states.met_by([(half, Came())], TODAY)) is AskState.PARTLY_MET
        both = [(half, Came()), (accepted(quantity_minor=120), Came())]
        assert states.ask_state(ask, *states.met_by(both, TODAY)) is AskState.MET
        assert states.ask_state(ask, *states.met_by([(pledge(), Came())], TODAY)) is AskState.OPEN
        broken = [(half, Came()), (accepted(quantity_minor=120), Came(confirmed_minor=60, confirmed_count=1))]
        assert states.met_by(broken, date(2027, 3, 1)) == (60, 1)

    @settings(deadline=None)  # Timings on a shared machine say nothing.
    @given(
        confirmed=st.integers(0, 4000),
        pending=st.integers(0, 4000),
        waited=st.integers(0, 60),
        day=st.integers(-10, 200),
        withdrawn_after=st.none() | st.integers(0, 120),
        is_weekly=st.booleans(),
        is_accepted=st.booleans(),
    )
    def test_between_the_days_on_which_time_may_change_it_a_state_stays(
        self,
        confirmed: int,
        pending: int,
        waited: int,
        day: int,
        withdrawn_after: int | None,
        is_weekly: bool,
        is_accepted: bool,
    ) -> None:
        today = TODAY + timedelta(days=day)
        promise = (accepted if is_accepted else pledge)(is_each_week=is_weekly)
        if withdrawn_after is not None and is_accepted:
            promise.withdrawn_at = datetime(2026, 12, 1, tzinfo=UTC)
            promise.withdrawal_effective_on = TODAY + timedelta(days=withdrawn_after)
        oldest = today - timedelta(days=waited) if pending else None
        came = Came(confirmed, pending, bool(confirmed), bool(pending), 0, oldest)
        state = states.pledge_state(promise, came, today)
        change_on = states.next_change_on(promise, came, today)

        until = change_on or today + timedelta(days=400)
        for ahead in range((until - today).days):
            assert states.pledge_state(promise, came, today + timedelta(days=ahead)) is state
        if state in states.SETTLED:
            assert change_on is None


class TestAmounts:
    @pytest.mark.parametrize(
        ("kind", "written", "minor"),
        [
            (Kind.TIME, "4", 240),
            (Kind.TIME, "1.25", 75),
            (Kind.MONEY, "2000", 200_000),
            (Kind.MONEY, "49.50", 4950),
            (Kind.EQUIPMENT, "3", 3),
            (Kind.SPACE, "12", 12),
        ],
    )
    def test_peoples_decimals_become_exact_minor_units(self, kind: Kind, written: str, minor: int) -> None:
        assert amounts.minor_units(kind, Decimal(written)) == minor

    @pytest.mark.parametrize(
        ("kind", "written", "sentence"),
        [
            (Kind.TIME, "0", "greater than nought"),
            (Kind.TIME, "-4", "greater than nought"),
            (Kind.TIME, "0.001", "whole minutes"),
            (Kind.TIME, "4.00000000000000000000000000000001", "whole minutes"),
            (Kind.MONEY, "1.005", "pounds and pence"),
            (Kind.EQUIPMENT, "1.5", "whole number of pieces"),
            (Kind.MONEY, "1e400", "at most 10,000,000"),
            (Kind.SPONSORSHIP, "1", "no amount"),
        ],
    )
    def test_what_is_not_exact_is_refused_with_a_way_to_mend_it(self, kind: Kind, written: str, sentence: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            amounts.minor_units(kind, Decimal(written))

    def test_amounts_are_said_as_people_say_them(self) -> None:
        assert amounts.amount_words(Kind.TIME, 240, True, "GBP") == "4 hours each week"
        assert amounts.amount_words(Kind.TIME, 60, False, "GBP") == "1 hour"
        assert amounts.amount_words(Kind.TIME, 90, False, "GBP") == "1.5 hours"
        assert amounts.amount_words(Kind.MONEY, 200_000, False, "GBP") == "£2,000"
        assert amounts.amount_words(Kind.EQUIPMENT, 1, False, "GBP") == "1 piece"
        assert amounts.amount_words(Kind.SPONSORSHIP, None, False, "GBP") == "Sponsorship"
        assert amounts.came_words(Kind.SPACE, 22, 24, "GBP") == "22 of 24 days came"
        assert amounts.came_words(Kind.MONEY, 50_000, 200_000, "GBP") == "£500 of £2,000 came"
        expected = "4 hours each week, 1 December 2026 to 28 February 2027: An analyst"
        assert amounts.promise_words(pledge(), "GBP") == expected

    @settings(deadline=None)  # Timings on a shared machine say nothing.
    @given(
        kind=st.sampled_from([kind for kind in Kind if kind.unit is not Unit.NONE]),
        minor=st.integers(1, amounts.MOST_MINOR // 2),
    )
    def test_every_minor_unit_comes_back_from_its_decimal(self, kind: Kind, minor: int) -> None:
        quantity = Decimal(minor) / kind.unit.minor_per_unit
        if quantity.as_tuple().exponent >= -6:  # Hours of 20 minutes have no exact decimal.
            assert amounts.minor_units(kind, quantity) == minor

    @settings(deadline=None)  # Timings on a shared machine say nothing.
    @given(days=st.integers(0, 2000))
    def test_a_week_begun_counts_as_a_week(self, days: int) -> None:
        assert amounts.weeks_begun(TODAY, TODAY + timedelta(days=days)) == -(-(days + 1) // 7)


class TestReductions:
    def test_a_weekly_promise_is_cut_at_the_end_of_a_week_once_the_notice_is_over(self) -> None:
        cuts_on = rules.reduction_cuts_on(accepted(), TODAY + timedelta(days=10))
        assert (cuts_on - TODAY).days % 7 == 6
        assert 28 <= (cuts_on - (TODAY + timedelta(days=10))).days < 35

    def test_only_less_is_a_reduction_and_not_less_than_what_came(self) -> None:
        weekly, in_all = accepted(), accepted(is_each_week=False)
        assert "less" in rules.objections_to_reduction(weekly, Came(), 240, TODAY)["quantity"]
        came = Came(confirmed_minor=120)
        assert "has come already" in rules.objections_to_reduction(in_all, came, 60, TODAY)["quantity"]
        assert "ends before" in rules.objections_to_reduction(weekly, Came(), 60, weekly.ends_on)["quantity"]
        assert rules.objections_to_reduction(weekly, Came(), 60, TODAY) == {}

    @settings(deadline=None)  # Timings on a shared machine say nothing.
    @given(day=st.integers(0, 60))
    def test_the_parts_of_a_cut_promise_come_to_what_was_promised(self, day: int) -> None:
        whole = accepted()
        cuts_on = rules.reduction_cuts_on(whole, TODAY + timedelta(days=day))
        if cuts_on < whole.ends_on:
            before = amounts.total_minor(240, True, whole.starts_on, cuts_on) or 0
            after = amounts.total_minor(240, True, cuts_on + timedelta(days=1), whole.ends_on) or 0
            assert before + after == amounts.pledge_total(whole)


class TestDeliveries:
    def test_a_delivery_lies_within_the_promise_and_not_in_the_future(self) -> None:
        promise = accepted()
        assert deliveries.objections_to_delivery(promise, 240, TODAY, TODAY) == {}
        early = deliveries.objections_to_delivery(promise, 240, TODAY - timedelta(days=1), TODAY)
        assert "within the time" in early["delivered_on"]
        late = deliveries.objections_to_delivery(promise, 240, TODAY + timedelta(days=1), TODAY)
        assert "has come" in late["delivered_on"]
        assert "how much" in deliveries.objections_to_delivery(promise, None, TODAY, TODAY)["quantity"]

    def test_after_the_end_what_came_late_to_the_record_can_still_be_written_down(self) -> None:
        assert deliveries.can_record_delivery(accepted(), PledgeState.NOT_KEPT, date(2027, 3, 1))
        for state in (PledgeState.OFFERED, PledgeState.KEPT, PledgeState.RELEASED, PledgeState.WITHDRAWN):
            assert not deliveries.can_record_delivery(accepted(), state, date(2027, 3, 1))


# The clock of the answer. Days are counted from the registration on day 0.

REGISTERED_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at(day: int) -> datetime:
    return REGISTERED_AT + timedelta(days=day)


def on(day: int) -> date:
    return at(day).date()


def offer(day: int, **given_: Any) -> Pledge:
    said = {"offered_at": at(day), "reply_by_on": on(day + 14), "is_answer": True}
    return pledge(**(said | given_))


def not_now(day: int, again: int) -> NotNow:
    return NotNow(
        idea_id=UUID(int=1), reason="Later", look_again_on=on(again), said_at=at(day), said_by_id=SPONSOR.person_id
    )


def waits(*steps: tuple[Stage, int], answers: Any = (), not_nows: Any = ()) -> tuple[date, date] | None:
    all_steps = [Step(Stage.DRAFT, at(-1)), Step(Stage.REGISTERED, at(0))]
    all_steps += [Step(stage, at(day)) for stage, day in steps]
    return next_wait(all_steps, answers, not_nows, LONDON)


class TestTheClock:
    def test_it_counts_from_registration_asks_or_not(self) -> None:
        assert waits() == (on(0), on(0))

    def test_a_draft_has_none(self) -> None:
        assert next_wait([Step(Stage.DRAFT, at(0))], [], [], LONDON) is None

    def test_it_counts_days_in_the_organisations_zone(self) -> None:
        late_evening = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # In London it is past midnight.
        assert next_wait([Step(Stage.REGISTERED, late_evening)], [], [], LONDON) == (on(1), on(1))

    def test_an_accepted_pledge_of_a_sponsor_stops_it(self) -> None:
        assert waits(answers=[offer(5, accepted_at=at(6))]) is None

    def test_an_open_offer_stops_it_until_the_day_after_its_reply_day(self) -> None:
        assert waits(answers=[offer(5)]) == (on(15), on(20))

    def test_a_declined_offer_starts_it_where_it_stood(self) -> None:
        assert waits(answers=[offer(5, declined_at=at(9))]) == (on(4), on(9))

    def test_an_offer_taken_back_starts_it_where_it_stood(self) -> None:
        assert waits(answers=[offer(5, withdrawn_at=at(9))]) == (on(4), on(9))

    def test_an_offer_declined_or_lapsed_after_more_than_14_days_was_an_answer(self) -> None:
        assert waits(answers=[offer(5, reply_by_on=on(60), declined_at=at(20))]) is None
        assert waits(answers=[offer(5, reply_by_on=on(60), declined_at=at(19))]) == (on(14), on(19))
        assert waits(answers=[offer(5, reply_by_on=on(20))]) is None

    def test_two_offers_stop_it_until_neither_is_open(self) -> None:
        first, second = offer(5, declined_at=at(7)), offer(6, declined_at=at(10))
        assert waits(answers=[first, second]) == (on(5), on(10))

    def test_not_now_starts_a_new_clock_on_its_date(self) -> None:
        assert waits(not_nows=[not_now(5, 60)]) == (on(60), on(60))
        assert waits(answers=[offer(2, accepted_at=at(3))], not_nows=[not_now(5, 60)]) == (on(60), on(60))

    def test_the_last_not_now_counts(self) -> None:
        assert waits(not_nows=[not_now(5, 60), not_now(10, 30)]) == (on(30), on(30))

    def test_a_pledge_after_not_now_stops_the_new_clock(self) -> None:
        assert waits(answers=[offer(20, accepted_at=at(21))], not_nows=[not_now(5, 60)]) is None

    @pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.PAUSED, Stage.ENDED])
    def test_it_stops_when_the_idea_begins_pauses_or_ends(self, stage: Stage) -> None:
        assert waits((stage, 4)) is None

    def test_after_a_pause_it_goes_on_where_it_stood(self) -> None:
        assert waits((Stage.PAUSED, 4), (Stage.REGISTERED, 30)) == (on(26), on(30))

    def test_an_idea_registered_again_after_its_end_waits_anew(self) -> None:
        steps = [(Stage.EXPLORING, 4), (Stage.ENDED, 30), (Stage.REGISTERED, 40)]
        assert waits(*steps, answers=[offer(2, accepted_at=at(3))]) == (on(40), on(40))

    @settings(deadline=None)  # Timings on a shared machine say nothing.
    @given(st.data())
    def test_it_counts_the_same_days_as_someone_who_counts_them_one_by_one(self, data: st.DataObject) -> None:
        begins = sorted(data.draw(st.lists(st.integers(0, 60), max_size=4)))
        answers = [offer(day, **_end(data.draw, day)) for day in begins]
        found = waits(answers=answers)

        counted, day = 0, 0
        while any(_stands(answer, day) for answer in answers) or any(begin > day for begin in begins):
            counted += not any(_stands(answer, day) for answer in answers)
            day += 1
            if day > 400:
                assert found is None
                return
        assert found == (on(day - counted), on(day))


def _end(draw: Callable[[Any], Any], day: int) -> dict[str, Any]:
    """An offer that is open, or was accepted, declined or taken back after some days."""
    how = draw(st.sampled_from(["open", "accepted_at", "declined_at", "withdrawn_at"]))
    reply = {"reply_by_on": on(day + draw(st.integers(0, 30)))}
    return reply if how == "open" else reply | {how: at(day + draw(st.integers(0, 20)))}


def _stands(answer: Pledge, day: int) -> bool:
    """Whether the clock stands still on that day because of the offer."""
    if on(day) < answer.offered_at.date():
        return False
    if answer.accepted_at:
        return True
    ended_at = answer.declined_at or answer.withdrawn_at
    last = ended_at.date() - timedelta(days=1) if ended_at else answer.reply_by_on
    was_an_answer = ((ended_at.date() if ended_at else answer.reply_by_on) - answer.offered_at.date()).days > 14
    return was_an_answer or on(day) <= last
