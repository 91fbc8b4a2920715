from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing, joining, publishing, watching, wordings
from registry.boundaries.models import Answer, Boundary, BoundaryKind, Comparison, CrossingAnswer
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, CrossingAnswerIn
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import teams as team_queries
from registry.ideas.schemas import InvitationIn, JoinIn, ShareIn
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.text import day_words
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as observation_actions
from registry.measures.actions.measures import add_measure_to_framework, close_measure
from registry.measures.actions.observations import correct_observation
from registry.measures.schemas import CorrectionIn, MeasureIn
from registry.notifications import actions, queries
from registry.notifications.models import Notice
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.people.schemas import PersonIn
from registry.pledges.actions import answers as answer_actions
from registry.pledges.actions import barriers, settling
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions.asks import withdraw_ask
from registry.pledges.models import Pledge
from registry.pledges.schemas import DeclineIn, DeliveryIn, DisputeIn, GivingBackIn, NotNowIn, PledgeIn, WithdrawalIn
from registry.progress.actions import stages, updates
from registry.progress.schemas import BeginIn, EndIn, UpdateIn
from tests.cast import Cast
from tests.factories import (
    MEASURE,
    make_boundary,
    make_draft,
    make_framework,
    make_idea,
    make_measure,
    make_numbers,
    publish_and_accept,
)
from tests.pledges.ledger import BARRIER, make_ask


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [actions.listen, watching.listen])


async def read(session: AsyncSession, actor: Actor) -> list[str]:
    """What a person's notices say, the newest first."""
    page = await queries.page_of_notices(session, actor)
    return [f"{row.actor_name} {row.sentence}".strip() for row in page.rows]


async def test_who_asks_to_join_is_answered_and_the_lead_hears_of_it(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")

    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help on Tuesdays."))
    assert await read(session, cast.clinician) == ["Ben Osei asks to join the team of “Falls”: I can help on Tuesdays."]

    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    assert await read(session, cast.colleague) == ["Amara Okafor welcomes you to the team of “Falls”."]

    await idea_actions.leave_team(session, cast.colleague, idea, asking)
    assert (await read(session, cast.clinician))[0] == "Ben Osei has left the team of “Falls”."


async def test_who_is_invited_hears_of_it_and_the_lead_of_the_answer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    form = InvitationIn(person_id=cast.colleague.person_id)

    invitation = await idea_actions.invite(session, cast.clinician, idea, form)
    assert await read(session, cast.colleague) == ["Amara Okafor invites you into the team of “Falls”."]

    await idea_actions.answer_joining(session, cast.colleague, idea, invitation, is_accepted=False)
    assert await read(session, cast.clinician) == ["Ben Osei will not join the team of “Falls”."]
    assert len(await read(session, cast.colleague)) == 1


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "invited"])
async def test_a_word_with_a_no_is_for_the_one_concerned_alone(
    session: AsyncSession, cast: Cast, *, is_asked: bool
) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    if is_asked:
        place = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    else:
        form = InvitationIn(person_id=cast.colleague.person_id)
        place = await idea_actions.invite(session, cast.clinician, idea, form)
    answering, concerned = (cast.clinician, cast.colleague) if is_asked else (cast.colleague, cast.clinician)
    said = "Come by in May, I would love to hear of it"

    await idea_actions.answer_joining(session, answering, idea, place, is_accepted=False, words=said)

    assert said in (await read(session, concerned))[0]
    assert [mate.id for mate in await team_queries.list_answers_to(session, concerned, idea)] == [place.id]
    for other in (answering, cast.quality, cast.administrator, cast.sponsor):
        assert not any(said in sentence for sentence in await read(session, other))
        assert not await team_queries.list_answers_to(session, other, idea)
    entries = await history_queries.page_of_entries(session, cast.quality, idea_id=idea.id)
    assert not any(said in f"{entry.words}{entry.was}{entry.became}" for entry in entries.rows)


async def test_an_invitation_to_a_draft_does_not_say_what_is_in_it(session: AsyncSession, cast: Cast) -> None:
    draft = await make_draft(session, cast.clinician, title="Secret thoughts")

    await idea_actions.invite(session, cast.clinician, draft, InvitationIn(person_id=cast.colleague.person_id))

    assert await read(session, cast.colleague) == ["Amara Okafor invites you into the team of a draft."]


async def test_a_partners_people_hear_of_an_idea_once_it_is_shared(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    assert not await read(session, cast.partner)

    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    assert await read(session, cast.partner) == ["Amara Okafor shares “Falls” with you."]

    await idea_actions.end_share(session, cast.clinician, idea, cast.partner_id)
    assert len(await read(session, cast.partner)) == 1


async def test_who_has_left_hears_nothing_more(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    colleague = await people_queries.get_person(session, cast.administrator, cast.colleague.person_id)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await people_actions.record_leaving(session, cast.administrator, colleague)
    before = len(await read(session, cast.colleague))

    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)

    assert len(await read(session, cast.colleague)) == before


async def test_a_change_of_roles_is_told_to_those_with_an_account(session: AsyncSession, cast: Cast) -> None:
    manager = await people_queries.get_person(session, cast.administrator, cast.manager.person_id)
    form = PersonIn(name=manager.name, position=manager.position, roles={Role.QUALITY, Role.BOARD})

    await people_actions.change_person(session, cast.administrator, manager, form)
    newcomer = await people_actions.add_person(
        session, cast.administrator, PersonIn(name="Noor Aziz", roles={Role.CLINICIAN})
    )

    assert await read(session, cast.manager) == ["Joan Price changes what you may do here: Board, Quality."]
    newcomer_notices = select(Notice.id).where(col(Notice.person_id) == newcomer.id)
    assert not (await session.exec(newcomer_notices)).all()


async def test_notices_are_unread_until_they_are_read_and_leave_no_trace_in_the_history(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    for _ in range(3):
        asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
        await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=False)
    assert await queries.count_unread(session, cast.clinician) == 3
    assert await queries.count_unread(session, cast.colleague) == 3

    newest, *_, oldest = (await queries.page_of_notices(session, cast.clinician)).rows
    await actions.mark_read(session, await queries.get_notice(session, cast.clinician, newest.id))
    assert await queries.count_unread(session, cast.clinician) == 2

    await actions.mark_all_read(session, cast.clinician, oldest.id)
    assert await queries.count_unread(session, cast.clinician) == 1
    await actions.mark_all_read(session, cast.clinician, newest.id)
    assert await queries.count_unread(session, cast.clinician) == 0
    assert await queries.count_unread(session, cast.colleague) == 3


async def test_another_persons_notice_is_not_found(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    [notice] = (await queries.page_of_notices(session, cast.clinician)).rows

    for other in (cast.colleague, cast.administrator, cast.stranger):
        with pytest.raises(NotFound):
            await queries.get_notice(session, other, notice.id)


async def test_notices_come_in_pages(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    for _ in range(3):
        asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
        await idea_actions.leave_team(session, cast.colleague, idea, asking)

    first = await queries.page_of_notices(session, cast.clinician, size=4)
    assert first.next_cursor
    second = await queries.page_of_notices(session, cast.clinician, size=4, cursor=first.next_cursor)

    assert [len(first.rows), len(second.rows)] == [4, 2]
    assert second.next_cursor is None
    assert len({row.id for row in [*first.rows, *second.rows]}) == 6


async def offer(session: AsyncSession, pledger: Actor, idea: Idea, **given: Any) -> Pledge:
    said = {"kind": "skills", "what": "A coach", "quantity": "4", "starts_on": pledger.today}
    said |= {"ends_on": pledger.today + timedelta(days=20)}
    return await pledge_actions.make_pledge(session, pledger, idea, PledgeIn(**(said | given)))


async def explore(session: AsyncSession, cast: Cast) -> tuple[Idea, Boundary]:
    """An idea of the clinician's with a sponsor and a boundary, begun; the notices of all that are read."""
    idea = await make_idea(session, cast.clinician, title="Falls", outcome="Nobody falls at night.")
    boundary = await make_boundary(session, cast.clinician, idea, "No alarm is switched off")
    until = cast.sponsor.today + timedelta(days=120)
    pledge = await offer(session, cast.sponsor, idea, kind="sponsorship", quantity="", ends_on=until)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    form = BeginIn(starts_on=cast.clinician.today, ends_on=cast.clinician.today + timedelta(days=100))
    await stages.begin_exploring(session, cast.clinician, idea, form)
    return idea, boundary


async def newest(session: AsyncSession, actor: Actor) -> str:
    return (await read(session, actor))[0]


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("noon")
async def test_an_offer_is_told_to_the_lead_and_its_answer_to_who_made_it(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    accepted, declined = [await offer(session, cast.colleague, idea) for _ in range(2)]
    promise = "4 hours, 23 November 2026 to 13 December 2026: A coach."
    assert await read(session, cast.clinician) == [f"Ben Osei makes an offer for “Falls”: {promise}"] * 2

    await pledge_actions.accept_pledge(session, cast.clinician, accepted)
    await pledge_actions.decline_pledge(session, cast.clinician, declined, DeclineIn(reason="We have one."))

    assert await read(session, cast.colleague) == [
        f"Amara Okafor declines your offer for “Falls”: {promise} We have one.",
        f"Amara Okafor accepts your offer for “Falls”: {promise}",
    ]
    page = await queries.page_of_notices(session, cast.colleague)
    assert {row.address for row in page.rows} == {f"/pledges/{accepted.id}", f"/pledges/{declined.id}"}


@pytest.mark.usefixtures("noon")
async def test_line_manager_support_is_told_to_the_person_it_names(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.colleague, title="Falls")
    asking = await idea_actions.ask_to_join(session, cast.clinician, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.colleague, idea, asking, is_accepted=True)

    await offer(session, cast.manager, idea, kind="line_manager", helped_person_id=cast.clinician.person_id)

    assert (await newest(session, cast.clinician)).startswith("Ruth Adler makes an offer for “Falls”")
    assert not any("Ruth Adler" in sentence for sentence in await read(session, cast.colleague))


@pytest.mark.usefixtures("noon")
async def test_what_came_is_told_to_the_other_side_and_the_answer_to_who_recorded_it(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    pledge = await offer(session, cast.colleague, idea)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    form = DeliveryIn(quantity="1", delivered_on=cast.colleague.today)

    first, second = [await delivery_actions.record_delivery(session, cast.colleague, pledge, form) for _ in range(2)]
    assert (await newest(session, cast.clinician)).startswith("Ben Osei recorded what came to “Falls”: 1 hour")

    await delivery_actions.confirm_delivery(session, cast.clinician, pledge, first)
    assert (await newest(session, cast.colleague)).startswith("Amara Okafor confirms what came to “Falls”: 1 hour")
    await delivery_actions.dispute_delivery(session, cast.clinician, pledge, second, DisputeIn(reason="Nobody came."))
    assert (await newest(session, cast.colleague)).endswith(" Nobody came.")

    before = len(await read(session, cast.colleague))
    await delivery_actions.record_delivery(session, cast.clinician, pledge, form)
    assert len(await read(session, cast.colleague)) == before + 1


@pytest.mark.usefixtures("noon")
async def test_a_promise_taken_back_released_or_lapsed_is_told_to_the_other_side(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    withdrawn, released, open_still = [await offer(session, cast.colleague, idea) for _ in range(3)]
    for pledge in (withdrawn, released):
        await pledge_actions.accept_pledge(session, cast.clinician, pledge)

    await pledge_actions.withdraw_pledge(session, cast.colleague, withdrawn, WithdrawalIn(reason="I move away."))
    said = await newest(session, cast.clinician)
    assert said.startswith("Ben Osei takes back a promise to “Falls”")
    assert said.endswith("I move away.")

    await pledge_actions.release_pledge(session, cast.clinician, released)
    assert any("releases you from a promise to “Falls”" in said for said in await read(session, cast.colleague))

    with clock.stopped_at(clock.now() + timedelta(days=15)):
        await settling.settle_pledge(session, cast.quality, open_still)
    assert (await newest(session, cast.colleague)).startswith(
        "Your offer for “Falls” lapsed without an answer: 4 hours"
    )
    assert (await newest(session, cast.clinician)).startswith("An offer for “Falls” lapsed without an answer: 4 hours")


@pytest.mark.usefixtures("noon")
async def test_not_now_is_told_to_the_lead_with_its_reason(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    form = NotNowIn(reason="After the winter.", look_again_on=cast.sponsor.today + timedelta(days=60))

    await answer_actions.say_not_now(session, cast.sponsor, idea, form)

    assert await read(session, cast.clinician) == [
        "Priya Raman answers “Falls” with 'not now': After the winter. To look again on 22 January 2027."
    ]


async def test_a_boundary_proposed_is_told_to_the_sponsor_and_the_answer_to_the_lead(
    session: AsyncSession, cast: Cast
) -> None:
    idea, _ = await explore(session, cast)
    agreed, aside = [await make_boundary(session, cast.clinician, idea, f"Boundary {place}") for place in (1, 2)]
    assert await newest(session, cast.sponsor) == "Amara Okafor proposes a boundary for “Falls”: Boundary 2."

    for boundary, act in ((agreed, wordings.agree_wording), (aside, wordings.set_aside_wording)):
        [wording] = await wording_queries.list_wordings(session, boundary)
        await act(session, cast.sponsor, wording)

    told = await read(session, cast.clinician)
    assert "Priya Raman agrees to a boundary of “Falls”: Boundary 1." in told
    assert "Priya Raman sets aside a boundary proposed for “Falls”: Boundary 2." in told


async def test_a_crossing_is_told_at_once_to_the_lead_the_sponsor_and_quality_and_so_is_its_answer(
    session: AsyncSession, cast: Cast
) -> None:
    idea, boundary = await explore(session, cast)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)

    form = AnswerIn(answer=Answer.CROSSED)
    await answering.answer_boundary(session, cast.colleague, boundary, form)

    sentence = "A boundary of “Falls” is crossed: No alarm is switched off."
    for actor in (cast.clinician, cast.sponsor, cast.quality):
        assert await newest(session, actor) == sentence
    assert sentence not in await read(session, cast.colleague)
    [notice] = (await queries.page_of_notices(session, cast.quality)).rows
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    assert notice.address == f"/crossings/{crossing.id}"

    answered = CrossingAnswerIn(answer=CrossingAnswer.ADAPTED, words="Two of us look now.")
    await answering.answer_crossing(session, cast.clinician, crossing, answered)
    for actor in (cast.sponsor, cast.quality):
        assert (await newest(session, actor)).startswith("Amara Okafor answers the crossing in “Falls”: ")


async def test_every_step_of_an_idea_is_told_to_its_team_its_sponsor_and_those_who_promised_something(
    session: AsyncSession, cast: Cast
) -> None:
    idea, _ = await explore(session, cast)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    await offer(session, cast.manager, idea)
    concerned = (cast.colleague, cast.sponsor, cast.manager)

    for act, told in (
        (stages.pause_idea, "pauses “Falls”."),
        (stages.resume_idea, "takes up “Falls” again."),
        (stages.sustain_idea, "says that “Falls” is how they work now."),
    ):
        await act(session, cast.clinician, idea)
        for actor in concerned:
            assert await newest(session, actor) == f"Amara Okafor {told}"
    await stages.end_idea(session, cast.clinician, idea, EndIn())
    for actor in concerned:
        assert "Amara Okafor has ended “Falls”." in await read(session, actor)
    assert not await read(session, cast.second_sponsor)
    assert not await read(session, cast.stranger)


async def test_an_update_is_told_to_the_sponsor(session: AsyncSession, cast: Cast) -> None:
    idea, boundary = await explore(session, cast)

    form = UpdateIn(tried="Softer light.", answers={boundary.id: AnswerIn(answer=Answer.KEPT)})
    await updates.tell_update(session, cast.clinician, idea, form)

    assert await newest(session, cast.sponsor) == "Amara Okafor tells how “Falls” is going."


async def test_a_partners_person_hears_of_nothing_after_the_sharing_ended(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    pledge = await offer(session, cast.partner, idea)
    await idea_actions.end_share(session, cast.clinician, idea, cast.partner_id)
    before = await read(session, cast.partner)

    await pledge_actions.accept_pledge(session, cast.clinician, pledge)

    assert await read(session, cast.partner) == before


async def test_who_counts_hears_when_another_corrects_or_closes_what_is_counted(
    session: AsyncSession, cast: Cast
) -> None:
    idea, _ = await explore(session, cast)
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    framework = await make_framework(session, cast.steward)
    ours = await make_measure(session, cast.clinician, idea)
    shared = await add_measure_to_framework(session, cast.steward, framework, MeasureIn(**MEASURE))

    for measure, writer, hears in ((ours, cast.clinician, cast.colleague), (shared, cast.quality, cast.steward)):
        [day] = await make_numbers(session, writer, measure, [68])
        right = CorrectionIn(value=64, note="Two were counted twice")
        await correct_observation(session, writer, measure, day, right)
        said = f"{writer.name} corrects a number: Minutes from door to first dose, {day_words(day)}: Two were"
        assert (await newest(session, hears)).startswith(said)
        [notice, *_] = (await queries.page_of_notices(session, hears)).rows
        assert notice.address == f"/measures/{measure.id}"
        await close_measure(session, writer, measure)
        assert await newest(session, hears) == (
            f"{writer.name} counts something no longer: Minutes from door to first dose."
        )
    assert not [said for said in await read(session, cast.sponsor) if "number" in said]


async def test_a_barrier_that_is_taken_on_is_told_to_the_team_and_to_who_had_it(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    ask = await make_ask(session, cast.clinician, idea, **BARRIER)

    await barriers.take_barrier(session, cast.sponsor, idea, ask)
    assert await newest(session, cast.clinician) == (
        "Priya Raman takes on a barrier of “Falls”: The store is locked at night."
    )
    await barriers.take_barrier(session, cast.second_sponsor, idea, ask)
    assert await newest(session, cast.sponsor) == (
        "Daniel Mensah takes over from you a barrier of “Falls”: The store is locked at night."
    )

    await barriers.give_back_barrier(session, cast.second_sponsor, idea, ask, GivingBackIn(reason="I am away."))
    page = await queries.page_of_notices(session, cast.clinician)
    assert page.rows[0].sentence == ("gives back a barrier of “Falls”: The store is locked at night. I am away.")
    assert page.rows[0].address == f"/asks/{ask.id}"


async def test_who_owns_a_barrier_hears_that_it_is_asked_for_no_longer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    ask = await make_ask(session, cast.clinician, idea, **BARRIER)
    await barriers.take_barrier(session, cast.sponsor, idea, ask)

    await withdraw_ask(session, cast.clinician, idea, ask)

    assert await newest(session, cast.sponsor) == (
        "Amara Okafor asks no longer for what you took on for “Falls”: "
        "removing a barrier: The store is locked at night."
    )


async def test_a_crossing_by_numbers_is_told_also_to_who_wrote_the_number_and_so_is_its_closing(
    session: AsyncSession, cast: Cast
) -> None:
    idea, _ = await explore(session, cast)
    measure = await make_measure(session, cast.clinician, idea, name="Falls", unit="falls")
    terms = {"measure_id": measure.id, "comparison": Comparison.NOT_OVER, "limit_value": "8"}
    boundary = await drawing.draw_boundary(
        session, cast.clinician, idea, BoundaryIn(kind=BoundaryKind.MEASURED, **terms)
    )
    [wording] = await wording_queries.list_wordings(session, boundary)
    await wordings.agree_wording(session, cast.sponsor, wording)

    [day] = await make_numbers(session, cast.clinician, measure, [9])

    sentence = f"A boundary of “Falls” is crossed: Falls: not over 8 falls (9 falls for {day_words(day)})."
    for actor in (cast.clinician, cast.sponsor, cast.quality):
        assert await newest(session, actor) == sentence
    form = CorrectionIn(value="7", note="Counted twice.")
    await observation_actions.correct_observation(session, cast.clinician, measure, day, form)
    for actor in (cast.sponsor, cast.quality):
        assert (await newest(session, actor)).startswith(
            "A number of “Falls” was corrected, and the crossing is closed"
        )


async def test_stewards_hear_who_comes_under_their_framework_and_what_is_crossed_there(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward, name="Older people")
    idea, _ = await explore(session, cast)
    await joining.join_framework(session, cast.clinician, idea, framework)
    assert await newest(session, cast.steward) == (
        "Amara Okafor puts “Falls” under a framework that you keep: Older people."
    )
    form = BoundaryIn(sentence="No patient is moved at night")
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
    version = await publish_and_accept(session, cast.steward, framework, cast.clinician)
    assert await newest(session, cast.clinician) == (
        "Karim Haddad publishes a newer version of “Older people”: see what would change for your idea: "
        "Version 2: We learnt from a year of it."
    )
    await joining.accept_version(session, cast.clinician, idea, version)
    assert await newest(session, cast.steward) == (
        "Amara Okafor accepts a newer version of your framework for “Falls”: Version 2."
    )

    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED), idea=idea)

    assert await newest(session, cast.steward) == "A boundary of “Falls” is crossed: No patient is moved at night."


async def test_a_crossing_of_a_shared_measure_is_told_to_stewards_quality_and_all_leads(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward, name="Older people")
    given = MeasureIn(**(MEASURE | {"name": "Come back", "unit": "%"}))
    measure = await measure_actions.add_measure_to_framework(session, cast.steward, framework, given)
    terms = {"measure_id": measure.id, "comparison": Comparison.NOT_OVER, "limit_value": "8"}
    form = BoundaryIn(kind=BoundaryKind.MEASURED, **terms)
    await publishing.draw_framework_boundary(session, cast.steward, framework, form)
    for lead in (cast.clinician, cast.colleague):
        await joining.join_framework(session, lead, await make_idea(session, lead), framework)

    [day] = await make_numbers(session, cast.quality, measure, [9])

    sentence = f"A boundary of “Older people” is crossed: Come back: not over 8% (9% for {day_words(day)})."
    for actor in (cast.steward, cast.quality, cast.clinician, cast.colleague):
        assert await newest(session, actor) == sentence
    assert sentence not in await read(session, cast.sponsor)
