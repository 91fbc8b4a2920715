"""A line for each act that waits, and none when it is done."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.schemas import PasswordIn
from registry.boundaries.actions import answering, choosing, joining, publishing, watching, wordings
from registry.boundaries.models import Answer, Boundary, BoundaryKind, Comparison, CrossingAnswer
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import lists as boundary_lists
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, ChoiceIn, CrossingAnswerIn
from registry.feedback.actions import rounds as round_actions
from registry.feedback.models import PulseWeek
from registry.feedback.rules import pulse as pulse_rules
from registry.feedback.schemas import RoundIn
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.schemas import FrameworkIn
from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import IdeaIn, InvitationIn, JoinIn, ShareIn
from registry.kit import clock
from registry.measures.actions import measures as measure_actions
from registry.measures.schemas import MeasureIn
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.people.models import Role
from registry.pledges.actions import answers as answer_actions
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Pledge, Verdict
from registry.pledges.schemas import DeclineIn, DeliveryIn, NotNowIn, PledgeIn, VerdictIn
from registry.portfolio import actions as monitor_actions
from registry.portfolio.queries.home import Line, LineKind, get_home
from registry.progress.actions import stages
from registry.progress.schemas import BeginIn, EndIn, PeriodIn
from tests.cast import HISTORY_KEY, KEYS, Cast
from tests.factories import (
    MEASURE,
    make_boundary,
    make_discretion,
    make_draft,
    make_framework,
    make_idea,
    make_measure,
    make_numbers,
    stand_under,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def noon() -> AsyncIterator[None]:
    with clock.stopped_at(NOON):
        yield


async def lines(session: AsyncSession, actor: Actor, kind: LineKind) -> list[Line]:
    return [line for line in (await get_home(session, actor, shown=None)).lines if line.kind is kind]


async def offer(session: AsyncSession, pledger: Actor, idea: Idea, **given: Any) -> Pledge:
    said = {"kind": "skills", "what": "A coach", "quantity": "4", "starts_on": pledger.today}
    said |= {"ends_on": pledger.today + timedelta(days=20)}
    return await pledge_actions.make_pledge(session, pledger, idea, PledgeIn(**(said | given)))


async def promise(session: AsyncSession, pledger: Actor, lead: Actor, idea: Idea, **given: Any) -> Pledge:
    pledge = await offer(session, pledger, idea, **given)
    await pledge_actions.accept_pledge(session, lead, pledge)
    return pledge


async def explore(session: AsyncSession, cast: Cast) -> tuple[Idea, Boundary]:
    """An idea of the clinician's, sponsored, with a boundary, begun today for 100 days."""
    idea = await make_idea(session, cast.clinician, outcome="An answer within twelve weeks.")
    boundary = await make_boundary(session, cast.clinician, idea)
    until = cast.sponsor.today + timedelta(days=120)
    await promise(session, cast.sponsor, cast.clinician, idea, kind="sponsorship", quantity="", ends_on=until)
    form = BeginIn(starts_on=cast.clinician.today, ends_on=cast.clinician.today + timedelta(days=100))
    await stages.begin_exploring(session, cast.clinician, idea, form)
    return idea, boundary


async def answer(session: AsyncSession, actor: Actor, boundary: Boundary, said: Answer) -> None:
    await answering.answer_boundary(session, actor, boundary, AnswerIn(answer=said))


async def test_an_offer_waits_for_the_lead_until_it_is_answered(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    accepted, declined = [await offer(session, cast.colleague, idea) for _ in range(2)]

    assert [line.id for line in await lines(session, cast.clinician, LineKind.OFFER)] == [accepted.id, declined.id]
    assert not await lines(session, cast.colleague, LineKind.OFFER)

    await pledge_actions.accept_pledge(session, cast.clinician, accepted)
    await pledge_actions.decline_pledge(session, cast.clinician, declined, DeclineIn())
    assert not await lines(session, cast.clinician, LineKind.OFFER)


async def test_an_offer_waits_no_longer_than_its_day_to_reply(session: AsyncSession, cast: Cast) -> None:
    await offer(session, cast.colleague, await make_idea(session, cast.clinician))

    with clock.stopped_at(NOON + timedelta(days=15)):
        assert not await lines(session, cast.clinician, LineKind.OFFER)


async def test_a_delivery_waits_for_the_team_until_it_is_confirmed(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await promise(session, cast.colleague, cast.clinician, idea)
    form = DeliveryIn(quantity="2", delivered_on=cast.colleague.today)
    delivery = await delivery_actions.record_delivery(session, cast.colleague, pledge, form)

    [line] = await lines(session, cast.clinician, LineKind.DELIVERY)
    assert (line.id, line.about.amount, line.about.recorded_by) == (delivery.id, "2 hours", "Ben Osei")
    assert not await lines(session, cast.colleague, LineKind.DELIVERY)

    await delivery_actions.confirm_delivery(session, cast.clinician, pledge, delivery)
    assert not await lines(session, cast.clinician, LineKind.DELIVERY)


async def test_a_promise_without_an_amount_waits_for_the_teams_word_when_its_time_is_over(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    given = {"kind": "introduction", "quantity": ""}
    pledge = await promise(session, cast.colleague, cast.clinician, idea, **given)
    assert not await lines(session, cast.clinician, LineKind.VERDICT)

    with clock.stopped_at(NOON + timedelta(days=21)):
        assert [line.id for line in await lines(session, cast.clinician, LineKind.VERDICT)] == [pledge.id]
        await pledge_actions.give_verdict(session, cast.clinician, pledge, VerdictIn(verdict=Verdict.KEPT))
        assert not await lines(session, cast.clinician, LineKind.VERDICT)


async def test_a_boundary_waits_for_the_team_until_it_is_answered(session: AsyncSession, cast: Cast) -> None:
    _, boundary = await explore(session, cast)

    [line] = await lines(session, cast.clinician, LineKind.BOUNDARY)
    assert line.about.held.boundary_id == boundary.id
    assert not await lines(session, cast.colleague, LineKind.BOUNDARY)

    await answer(session, cast.clinician, boundary, Answer.KEPT)
    assert not await lines(session, cast.clinician, LineKind.BOUNDARY)


async def test_a_crossing_waits_for_the_lead_the_sponsor_and_quality_until_it_is_answered(
    session: AsyncSession, cast: Cast
) -> None:
    _, boundary = await explore(session, cast)
    await answer(session, cast.clinician, boundary, Answer.CROSSED)

    for actor, is_mine in ((cast.clinician, True), (cast.sponsor, False), (cast.quality, False)):
        [line] = await lines(session, actor, LineKind.CROSSING)
        assert line.is_mine is is_mine
    assert not await lines(session, cast.second_sponsor, LineKind.CROSSING)
    assert not await lines(session, cast.board, LineKind.CROSSING)

    crossing = (await crossing_queries.get_crossing(session, cast.clinician, line.id)).crossing
    form = CrossingAnswerIn(answer=CrossingAnswer.ADAPTED, words="Two of us look now.")
    await answering.answer_crossing(session, cast.clinician, crossing, form)
    for actor in (cast.clinician, cast.sponsor, cast.quality):
        assert not await lines(session, actor, LineKind.CROSSING)


async def test_a_crossing_stands_once_for_a_person_with_several_roles(session: AsyncSession, cast: Cast) -> None:
    _, boundary = await explore(session, cast)
    await answer(session, cast.clinician, boundary, Answer.CROSSED)
    both = with_roles(cast.sponsor, Role.SPONSOR, Role.QUALITY)

    assert len(await lines(session, both, LineKind.CROSSING)) == 1


async def test_a_boundary_is_unknown_to_quality_until_somebody_answers_it(session: AsyncSession, cast: Cast) -> None:
    _, boundary = await explore(session, cast)
    assert not await lines(session, cast.quality, LineKind.UNKNOWN)

    with clock.stopped_at(NOON + timedelta(days=29)):
        [line] = await lines(session, cast.quality, LineKind.UNKNOWN)
        assert line.about.held.boundary_id == boundary.id
        await answer(session, cast.clinician, boundary, Answer.KEPT)
        assert not await lines(session, cast.quality, LineKind.UNKNOWN)


async def test_an_exploration_that_ends_soon_waits_for_its_lead_until_it_is_decided(
    session: AsyncSession, cast: Cast
) -> None:
    idea, _ = await explore(session, cast)
    assert not await lines(session, cast.clinician, LineKind.PERIOD)

    with clock.stopped_at(NOON + timedelta(days=71)):
        assert [line.id for line in await lines(session, cast.clinician, LineKind.PERIOD)] == [idea.id]
        form = PeriodIn(ends_on=cast.clinician.today + timedelta(days=49))
        await stages.change_period(session, cast.clinician, idea, form)
        assert not await lines(session, cast.clinician, LineKind.PERIOD)


async def test_somebody_who_asks_to_join_waits_for_the_lead(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help."))

    [line] = await lines(session, cast.clinician, LineKind.JOINING)
    assert (line.about.name, line.about.is_asked, line.about.words) == ("Ben Osei", True, "I can help.")

    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    assert not await lines(session, cast.clinician, LineKind.JOINING)


async def test_an_invitation_waits_for_who_is_invited_unless_the_draft_is_discarded(
    session: AsyncSession, cast: Cast
) -> None:
    draft = await make_draft(session, cast.clinician)
    await idea_actions.invite(session, cast.clinician, draft, InvitationIn(person_id=cast.colleague.person_id))
    [line] = await lines(session, cast.colleague, LineKind.JOINING)
    assert (line.about.name, line.about.is_asked) == ("Amara Okafor", False)

    await idea_actions.discard_draft(session, cast.clinician, draft)
    assert not await lines(session, cast.colleague, LineKind.JOINING)


async def test_a_draft_waits_for_its_author_until_it_is_registered(session: AsyncSession, cast: Cast) -> None:
    draft = await make_draft(session, cast.clinician)
    assert [line.id for line in await lines(session, cast.clinician, LineKind.DRAFT)] == [draft.id]

    form = IdeaIn(title="Sooner", better="An answer sooner.", why="They wait.")
    await idea_actions.register_idea(session, cast.clinician, draft, form)
    assert not await lines(session, cast.clinician, LineKind.DRAFT)


async def test_a_promise_that_ends_soon_waits_for_who_made_it_until_all_has_come(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    pledge = await promise(session, cast.sponsor, cast.clinician, idea)
    [line] = await lines(session, cast.sponsor, LineKind.PROMISE)
    assert line.id == pledge.id

    form = DeliveryIn(quantity="4", delivered_on=cast.sponsor.today)
    await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)
    assert not await lines(session, cast.sponsor, LineKind.PROMISE)


async def test_an_idea_waits_for_every_sponsor_until_one_answers(session: AsyncSession, cast: Cast) -> None:
    first = await make_idea(session, cast.clinician)
    second = await make_idea(session, cast.colleague, title="Steady on your feet")

    with clock.stopped_at(NOON + timedelta(days=16)):
        [longest, _] = await lines(session, cast.sponsor, LineKind.WAITING)
        assert (longest.id, longest.about.waited_days, longest.about.late_days) == (first.id, 16, 2)
        assert not await lines(session, cast.board, LineKind.WAITING)

        form = NotNowIn(reason="After the winter.", look_again_on=cast.sponsor.today + timedelta(days=60))
        await answer_actions.say_not_now(session, cast.sponsor, first, form)
        await offer(session, cast.second_sponsor, second)
        assert not await lines(session, cast.sponsor, LineKind.WAITING)


async def test_a_wording_waits_for_the_sponsor_until_it_is_agreed(session: AsyncSession, cast: Cast) -> None:
    idea, _ = await explore(session, cast)
    await make_boundary(session, cast.clinician, idea, "Nobody waits longer than now")
    [line] = await lines(session, cast.sponsor, LineKind.AGREEMENT)
    assert not await lines(session, cast.second_sponsor, LineKind.AGREEMENT)

    wording, *_ = await wording_queries.get_wording(session, cast.sponsor, line.id)
    await wordings.agree_wording(session, cast.sponsor, wording)
    assert not await lines(session, cast.sponsor, LineKind.AGREEMENT)


async def test_a_number_waits_for_the_team_until_it_is_counted(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Sooner")
    measure = await make_measure(session, cast.clinician, idea, name="Minutes")
    [line] = await lines(session, cast.clinician, LineKind.NUMBER)
    assert (line.id, line.since_on, line.about.of, line.about.last_words) == (measure.id, NOON.date(), "Sooner", "")
    assert line.about.offered_on(cast.clinician.today) == NOON.date()

    wednesday = NOON.date() - timedelta(days=5)
    await make_numbers(session, cast.clinician, measure, [60, 50], until_on=wednesday)
    assert not await lines(session, cast.clinician, LineKind.NUMBER)
    with clock.stopped_at(NOON + timedelta(days=3)):
        [line] = await lines(session, cast.clinician, LineKind.NUMBER)
        assert (line.since_on, line.about.last_words) == (wednesday + timedelta(days=7), "50 minutes")
        assert line.about.offered_on(cast.clinician.today) == wednesday + timedelta(days=7)
        for other in (cast.colleague, cast.quality, cast.stranger):
            assert not await lines(session, other, LineKind.NUMBER)

        await make_numbers(session, cast.clinician, measure, [55], until_on=wednesday + timedelta(days=7))
        assert not await lines(session, cast.clinician, LineKind.NUMBER)


async def test_no_number_is_asked_for_while_an_idea_pauses_or_when_a_measure_is_closed(
    session: AsyncSession, cast: Cast
) -> None:
    paused, open_ = [await make_idea(session, cast.clinician, title=title) for title in ("Paused", "Open")]
    await make_measure(session, cast.clinician, paused)
    closed = await make_measure(session, cast.clinician, open_)
    assert len(await lines(session, cast.clinician, LineKind.NUMBER)) == 2

    await stages.pause_idea(session, cast.clinician, paused)
    await measure_actions.close_measure(session, cast.clinician, closed)
    assert not await lines(session, cast.clinician, LineKind.NUMBER)


async def test_a_frameworks_number_waits_for_its_stewards(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward, name="Older people")
    form = MeasureIn(**MEASURE)
    measure = await measure_actions.add_measure_to_framework(session, cast.steward, framework, form)

    [line] = await lines(session, cast.steward, LineKind.NUMBER)
    assert (line.id, line.about.of) == (measure.id, "Older people")
    await make_numbers(session, cast.steward, measure, [3])
    assert not await lines(session, cast.steward, LineKind.NUMBER)


async def test_new_signals_wait_for_quality_and_stewards_until_they_have_seen_them(
    session: AsyncSession, cast: Cast
) -> None:
    held, other = [await make_framework(session, cast.steward, name=name) for name in ("Held", "Other")]
    keeper = with_roles(cast.manager, Role.STEWARD)
    ideas = [await make_idea(session, cast.clinician, title=title) for title in ("In it", "Outside")]
    await stand_under(session, cast.clinician, ideas[0], held)
    for idea in ideas:
        measure = await make_measure(session, cast.clinician, idea)
        await make_numbers(session, cast.clinician, measure, [50, 52, 49, 51, 50, 48, 52, 51, 90])

    [line] = await lines(session, cast.quality, LineKind.SIGNALS)
    assert (line.about.count_words, line.about.kinds_words) == ("2 new signals", "2 of concern")
    [line] = await lines(session, cast.steward, LineKind.SIGNALS)
    assert line.about.count_words == "1 new signal"
    for nobody in (cast.clinician, cast.board, keeper, cast.partner):
        assert not await lines(session, nobody, LineKind.SIGNALS)

    for actor in (cast.quality, cast.steward):
        await monitor_actions.note_look(session, actor, clock.now())
        assert not await lines(session, actor, LineKind.SIGNALS)
    assert other


async def test_a_review_waits_for_a_frameworks_stewards_until_its_day_is_moved(
    session: AsyncSession, cast: Cast
) -> None:
    review_on = cast.steward.today + timedelta(days=90)
    framework = await make_framework(session, cast.steward, review_on=review_on)
    assert not await lines(session, cast.steward, LineKind.REVIEW)

    with clock.stopped_at(NOON + timedelta(days=60)):
        assert [line.id for line in await lines(session, cast.steward, LineKind.REVIEW)] == [framework.id]
        assert not await lines(session, cast.quality, LineKind.REVIEW)
        form = FrameworkIn(**framework.model_dump() | {"review_on": review_on + timedelta(days=365)})
        await framework_actions.edit_framework(session, cast.steward, framework, form)
        assert not await lines(session, cast.steward, LineKind.REVIEW)


async def test_an_area_that_ends_soon_waits_for_the_board_until_it_is_declared_again(
    session: AsyncSession, cast: Cast
) -> None:
    soon = cast.board.today + timedelta(days=30)
    ending = await make_discretion(session, cast.board, ends_on=soon)
    await make_discretion(session, cast.board, sentence="buy what one patient needs", ends_on=soon + timedelta(days=1))

    [line] = await lines(session, cast.board, LineKind.AREA)
    assert (line.id, line.since_on) == (ending.id, cast.board.today)
    assert not await lines(session, cast.sponsor, LineKind.AREA)

    await make_discretion(session, cast.board, starts_on=soon, ends_on=soon + timedelta(days=365))
    assert not await lines(session, cast.board, LineKind.AREA)


async def test_a_person_without_a_way_in_waits_for_the_administrator(session: AsyncSession, cast: Cast) -> None:
    before = await lines(session, cast.administrator, LineKind.PERSON)
    assert cast.colleague.id in {line.id for line in before}
    account = await account_queries.get_account(session, cast.administrator, cast.accounts[cast.colleague.person_id])

    secret = await account_actions.make_setup_link(session, cast.administrator, account, KEYS)
    link = await account_queries.find_setup_link(session, KEYS, secret)
    assert link
    phrase = "a long enough pass phrase"
    await account_actions.set_password(session, link, PasswordIn(password=phrase, again=phrase), KEYS)

    after = await lines(session, cast.administrator, LineKind.PERSON)
    assert cast.colleague.id not in {line.id for line in after}
    assert not await lines(session, cast.quality, LineKind.PERSON)


async def test_a_partner_sees_what_is_shared_until_it_offers_something_and_its_offer_until_it_is_answered(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    assert [line.id for line in await lines(session, cast.partner, LineKind.SHARED)] == [idea.id]

    pledge = await offer(session, cast.partner, idea)
    assert not await lines(session, cast.partner, LineKind.SHARED)
    assert [line.id for line in (await get_home(session, cast.partner)).open_offers] == [pledge.id]

    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    assert not (await get_home(session, cast.partner)).open_offers


async def test_the_longest_waiting_comes_first_and_the_rest_is_counted(session: AsyncSession, cast: Cast) -> None:
    for day in range(12):
        with clock.stopped_at(NOON + timedelta(days=day)):
            await make_idea(session, cast.clinician, title=f"Idea {day}")

    with clock.stopped_at(NOON + timedelta(days=12)):
        home = await get_home(session, cast.sponsor)
        everything = await get_home(session, cast.sponsor, shown=None)

    assert [line.about.idea.title for line in home.lines] == [f"Idea {day}" for day in range(10)]
    assert (home.rest, home.has_more) == (2, False)
    assert (len(everything.lines), everything.rest) == (12, 0)


async def test_an_ended_idea_asks_nothing_of_anybody(session: AsyncSession, cast: Cast) -> None:
    idea, _ = await explore(session, cast)
    await offer(session, cast.colleague, idea)
    await stages.end_idea(session, cast.clinician, idea, EndIn())

    for actor in (cast.clinician, cast.colleague, cast.sponsor, cast.quality):
        assert not (await get_home(session, actor)).lines


async def test_nobodys_home_shows_another_organisation(session: AsyncSession, cast: Cast) -> None:
    await explore(session, cast)
    everything = with_roles(cast.stranger, *(role for role in Role if role is not Role.PARTNER))

    home = await get_home(session, everything)

    assert {line.kind for line in home.lines} <= {LineKind.PERSON}


def with_roles(actor: Actor, *roles: Role) -> Actor:
    return replace(actor, roles=frozenset(roles))


async def test_a_steward_sees_what_is_crossed_or_unknown_under_the_framework_and_answers_for_its_shared_measure(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [watching.listen])
    with clock.stopped_at(NOON):
        framework = await make_framework(session, cast.steward)
        idea, _ = await explore(session, cast)
        declared = await publishing.draw_framework_boundary(
            session, cast.steward, framework, BoundaryIn(sentence="No patient is moved at night")
        )
        given = MeasureIn(**(MEASURE | {"name": "Come back", "unit": "%"}))
        measure = await measure_actions.add_measure_to_framework(session, cast.steward, framework, given)
        terms = {"measure_id": measure.id, "comparison": Comparison.NOT_OVER, "limit_value": "8"}
        form = BoundaryIn(kind=BoundaryKind.MEASURED, **terms)
        await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        await joining.join_framework(session, cast.clinician, idea, framework)
        said = AnswerIn(answer=Answer.CROSSED)
        await answering.answer_boundary(session, cast.clinician, declared, said, idea=idea)
        await make_numbers(session, cast.quality, measure, [9])

        shown = await lines(session, cast.steward, LineKind.CROSSING)
        assert [(line.about.held.where, line.is_mine) for line in shown] == [
            ("Twelve weeks to an answer", False),
            ("Older people", True),
        ]
        assert [line.is_mine for line in await lines(session, cast.clinician, LineKind.CROSSING)] == [True]
    with clock.stopped_at(NOON + timedelta(days=29)):
        unknown = await lines(session, cast.steward, LineKind.UNKNOWN_UNDER)
        assert {(line.about.framework_name, line.about.idea_count) for line in unknown} == {("Older people", 1)}
        assert len(unknown) == 2


async def test_a_steward_reads_of_more_unknown_ideas_than_are_counted(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_lists, "IDEAS_COUNTED", 1)
    with clock.stopped_at(NOON):
        framework = await make_framework(session, cast.steward)
        form = BoundaryIn(sentence="No patient is moved at night")
        await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        for _ in range(3):
            idea, _ = await explore(session, cast)
            await joining.join_framework(session, cast.clinician, idea, framework)
    with clock.stopped_at(NOON + timedelta(days=29)):
        [line] = await lines(session, cast.steward, LineKind.UNKNOWN_UNDER)
        assert line.about.ideas_words == "more than 1 idea"


async def test_a_lead_is_asked_which_measure_tells_for_a_framework_boundary(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        framework = await make_framework(session, cast.steward)
        idea, _ = await explore(session, cast)
        terms = {
            "comparison": Comparison.NOT_OVER,
            "limit_value": "8",
            "sentence": "Fewer than one in twelve comes back",
        }
        form = BoundaryIn(kind=BoundaryKind.MEASURED, **terms)
        await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        await joining.join_framework(session, cast.clinician, idea, framework)

        [line] = await lines(session, cast.clinician, LineKind.CHOICE)
        assert (line.about.held.framework_name, line.since_on) == ("Older people", NOON.date())
        measure = await make_measure(session, cast.clinician, idea)
        watch, _, _ = await watch_queries.get_watch(session, cast.clinician, line.id)
        await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
        assert not await lines(session, cast.clinician, LineKind.CHOICE)


async def test_who_is_told_that_it_is_time_to_ask_reads_it_until_they_do(session: AsyncSession, cast: Cast) -> None:
    organisation = await people_queries.get_organisation(session, cast.sponsor.organisation_id)
    await round_actions.offer_rounds(session, registry_actor(organisation, HISTORY_KEY), 50)
    [line] = await lines(session, cast.sponsor, LineKind.ROUND_DUE)
    assert line.since_on == NOON.date()
    assert not await lines(session, cast.clinician, LineKind.ROUND_DUE)
    form = RoundIn(namer_id=cast.board.person_id, closes_on=NOON.date() + timedelta(days=21))
    await round_actions.open_round(session, cast.sponsor, form)
    assert not await lines(session, cast.sponsor, LineKind.ROUND_DUE)


@pytest.mark.parametrize(("points", "is_low"), [((2, 1, 2), True), ((2, 3, 2), False), ((2, None, 2), False)])
async def test_help_is_offered_to_a_team_after_three_low_weeks_and_told_to_nobody_else(
    session: AsyncSession, cast: Cast, points: tuple[int | None, ...], is_low: bool
) -> None:
    idea = await make_idea(session, cast.clinician)
    monday = pulse_rules.week_of(NOON.date())
    for back, energy in enumerate(points, 1):
        session.add(
            PulseWeek(
                organisation_id=idea.organisation_id,
                idea_id=idea.id,
                week_on=monday - timedelta(weeks=back),
                energy=energy,
                support=None if energy is None else 4,
            )
        )
    await session.flush()
    assert bool(await lines(session, cast.clinician, LineKind.LOW_TEAM)) is is_low
    for other in (cast.sponsor, cast.quality, cast.manager, cast.administrator, cast.colleague):
        assert not await lines(session, other, LineKind.LOW_TEAM)
