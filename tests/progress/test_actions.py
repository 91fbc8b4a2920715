from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import joining, publishing
from registry.boundaries.models import Answer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.schemas import OutcomeIn
from registry.history import queries as history_queries
from registry.history.models import ActorKind
from registry.ideas.models import BoundaryStatus, Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.pledges.models import PledgeState
from registry.pledges.queries import pledges as pledge_queries
from registry.progress.actions import stages as actions
from registry.progress.actions import updates as update_actions
from registry.progress.queries import periods as queries
from registry.progress.queries import reviews as review_queries
from registry.progress.queries import updates as update_queries
from registry.progress.schemas import BeginIn, EndIn, PeriodIn, UpdateIn
from tests.cast import Cast
from tests.factories import make_boundary, make_exploring_idea, make_framework, make_idea, make_sponsorship, stand_under

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 2), date(2027, 1, 30)
BEGIN = BeginIn(starts_on=FIRST, ends_on=LAST)
SPONSORED_UNTIL = date(2027, 4, 30)


async def stage_of(session: AsyncSession, idea: Idea) -> Stage:
    return (await idea_queries.get_standing(session, idea)).stage


async def kinds(session: AsyncSession, actor: Actor, idea: Idea) -> list[tuple[str, ActorKind]]:
    page = await history_queries.page_of_entries(session, actor, idea_id=idea.id)
    return [(entry.kind, entry.actor_kind) for entry in page.rows]


async def test_the_boundary_of_a_framework_is_enough_to_begin_and_each_update_answers_it_for_the_idea_alone(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        framework = await make_framework(session, cast.steward)
        form = BoundaryIn(sentence="No patient is moved at night")
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        idea, other = [await make_idea(session, cast.clinician, outcome="Quiet nights") for _ in range(2)]
        for joining_idea in (idea, other):
            await joining.join_framework(session, cast.clinician, joining_idea, framework)
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, SPONSORED_UNTIL)
        await actions.begin_exploring(session, cast.clinician, idea, BEGIN)

        with pytest.raises(Refused) as refusal:
            await update_actions.tell_update(session, cast.clinician, idea, UpdateIn(tried="Fewer moves", answers={}))
        assert list(refusal.value.fields.values()) == ["Say whether it was kept."]
        told = UpdateIn(tried="Fewer moves", answers={boundary.id: AnswerIn(answer=Answer.NEAR)})
        await update_actions.tell_update(session, cast.clinician, idea, told)

        for shown, status in ((idea, BoundaryStatus.NEAR), (other, BoundaryStatus.UNKNOWN)):
            assert (await boundary_queries.get_row(session, cast.clinician, boundary, shown)).status is status


async def test_an_idea_begins_with_sponsorship_an_outcome_and_a_boundary(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        with pytest.raises(Refused) as refusal:
            await actions.begin_exploring(session, cast.clinician, idea, BEGIN)
        assert list(refusal.value.reasons) == [
            "No sponsorship is accepted yet. No area of discretion is claimed. Either of the two is enough.",
            "No boundary stands yet. Draw at least one: what may not be crossed.",
        ]
        assert refusal.value.fields == {"outcome": "Say in a sentence which outcome this serves."}

        await make_boundary(session, cast.clinician, idea)
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, SPONSORED_UNTIL)
        with pytest.raises(Refused, match="which outcome"):
            await actions.begin_exploring(session, cast.clinician, idea, BEGIN)
        form = BEGIN.model_copy(update={"outcome": "An answer within twelve weeks"})
        period = await actions.begin_exploring(session, cast.clinician, idea, form)

    assert (period.starts_on, period.ends_on) == (FIRST, LAST)
    assert await stage_of(session, idea) is Stage.EXPLORING
    assert idea.outcome == "An answer within twelve weeks"
    summary = await idea_queries.get_summary(session, idea)
    assert summary.waits_since_on is None
    assert [kind for kind, _ in await kinds(session, cast.clinician, idea)][:2] == ["idea_begun", "idea_edited"]


async def test_an_outcome_of_its_framework_is_outcome_enough(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        framework = await make_framework(session, cast.steward)
        form = OutcomeIn(sentence="Nobody falls")
        outcome = await outcome_actions.add_outcome(session, cast.steward, framework, form)
        idea = await make_idea(session, cast.clinician)
        await make_boundary(session, cast.clinician, idea)
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, SPONSORED_UNTIL)
        named = BEGIN.model_copy(update={"outcome_id": outcome.id})
        with pytest.raises(Refused, match="under which this idea stands"):
            await actions.begin_exploring(session, cast.clinician, idea, named)
        await stand_under(session, cast.clinician, idea, framework)

        await actions.begin_exploring(session, cast.clinician, idea, named)

    assert (idea.outcome, idea.outcome_id) == ("", outcome.id)


async def test_a_proposed_boundary_does_not_let_an_idea_begin(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician, outcome="Sooner")
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, SPONSORED_UNTIL)
        await make_boundary(session, cast.clinician, idea)

        with pytest.raises(Refused, match="It stands when the sponsor agrees"):
            await actions.begin_exploring(session, cast.clinician, idea, BEGIN)


async def test_nobody_but_the_lead_moves_an_idea(session: AsyncSession, cast: Cast) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)

    for other in (cast.sponsor, cast.colleague, cast.quality, cast.administrator):
        for act in (actions.pause_idea, actions.resume_idea, actions.sustain_idea, actions.reopen_idea):
            with pytest.raises(NotAllowed, match="Only the lead"):
                await act(session, other, idea)
        with pytest.raises(NotAllowed, match="Only the lead"):
            await actions.end_idea(session, other, idea, EndIn())
        with pytest.raises(NotAllowed, match="Only the lead"):
            await actions.begin_exploring(session, other, idea, BEGIN)
        with pytest.raises(NotAllowed, match="Only the lead"):
            await actions.change_period(session, other, idea, PeriodIn(ends_on=LAST))


async def test_a_pause_goes_back_to_where_it_was_and_lengthens_the_period(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
        ends_on = (await queries.get_period(session, idea)).ends_on
    with clock.stopped_at(NOON + timedelta(days=10)):
        await actions.pause_idea(session, cast.clinician, idea)
        with pytest.raises(Refused):
            await actions.pause_idea(session, cast.clinician, idea)
    with clock.stopped_at(NOON + timedelta(days=30)):
        await actions.resume_idea(session, cast.clinician, idea)
        with pytest.raises(NotAllowed):
            await actions.resume_idea(session, cast.clinician, idea)

    assert await stage_of(session, idea) is Stage.EXPLORING
    assert (await queries.get_period(session, idea)).ends_on == ends_on + timedelta(days=20)
    assert (await kinds(session, cast.clinician, idea))[:3] == [
        ("exploration_period_changed", ActorKind.REGISTRY),
        ("idea_resumed", ActorKind.PERSON),
        ("idea_paused", ActorKind.PERSON),
    ]


async def test_an_idea_paused_before_it_began_is_registered_again_and_waits_from_where_it_stood(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
    with clock.stopped_at(NOON + timedelta(days=5)):
        await actions.pause_idea(session, cast.clinician, idea)
        assert (await idea_queries.get_summary(session, idea)).waits_since_on is None
    with clock.stopped_at(NOON + timedelta(days=15)):
        await actions.resume_idea(session, cast.clinician, idea)

    assert await stage_of(session, idea) is Stage.REGISTERED
    assert (await idea_queries.get_summary(session, idea)).waits_since_on == FIRST + timedelta(days=10)
    assert await queries.find_period(session, idea) is None


async def test_an_idea_ends_without_a_reason_and_its_promises_are_released(session: AsyncSession, cast: Cast) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)

    await actions.end_idea(session, cast.clinician, idea, EndIn())

    assert await stage_of(session, idea) is Stage.ENDED
    assert idea.learning == ""
    [line] = await pledge_queries.list_pledges_for_idea(session, cast.clinician, idea)
    assert line.state is PledgeState.RELEASED
    assert (await idea_queries.get_standing(session, idea)).sponsor_id is None


async def test_learning_may_be_written_while_ending(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    await actions.end_idea(session, cast.clinician, idea, EndIn(learning="Three clinics were one too many."))

    assert idea.learning == "Three clinics were one too many."
    assert [kind for kind, _ in await kinds(session, cast.clinician, idea)][:2] == ["learning_written", "idea_ended"]


async def test_an_ended_idea_is_opened_again_and_waits_for_an_answer(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
        await actions.end_idea(session, cast.clinician, idea, EndIn(learning="Not yet."))
    with clock.stopped_at(NOON + timedelta(days=100)):
        await actions.reopen_idea(session, cast.clinician, idea)

    assert await stage_of(session, idea) is Stage.REGISTERED
    assert idea.learning == "Not yet."
    assert (await idea_queries.get_summary(session, idea)).waits_since_on == FIRST + timedelta(days=100)


async def test_an_explored_idea_becomes_how_people_work(session: AsyncSession, cast: Cast) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)

    await actions.sustain_idea(session, cast.clinician, idea)

    assert await stage_of(session, idea) is Stage.SUSTAINED
    with pytest.raises(Refused):
        await actions.pause_idea(session, cast.clinician, idea)


async def test_a_period_is_changed_within_the_sponsorship(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
        before = await queries.get_period(session, idea)
        with pytest.raises(Refused, match="That is the end already"):
            await actions.change_period(session, cast.clinician, idea, PeriodIn(ends_on=before.ends_on))
        with pytest.raises(Refused, match="The sponsorship by Priya Raman lasts until"):
            await actions.change_period(session, cast.clinician, idea, PeriodIn(ends_on=date(2028, 1, 1)))
        later = before.ends_on + timedelta(days=14)
        await actions.change_period(session, cast.clinician, idea, PeriodIn(ends_on=later))

    assert (await queries.get_period(session, idea)).ends_on == later
    assert (await kinds(session, cast.clinician, idea))[0] == ("exploration_period_changed", ActorKind.PERSON)


async def test_the_lead_hears_30_days_before_a_period_ends_until_it_is_decided(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
        ends_on = (await queries.get_period(session, idea)).ends_on
    days = (ends_on - FIRST).days
    with clock.stopped_at(NOON + timedelta(days=days - 31)):
        assert not await review_queries.list_periods_ending(session, cast.clinician, 10)
    with clock.stopped_at(NOON + timedelta(days=days - 30)):
        [line] = await review_queries.list_periods_ending(session, cast.clinician, 10)
        assert (line.idea_id, line.idea_reference, line.ends_on) == (idea.id, "NH-1", ends_on)
        assert not await review_queries.list_periods_ending(session, cast.colleague, 10)
        assert not await review_queries.list_periods_ending(session, cast.stranger, 10)
        await actions.change_period(session, cast.clinician, idea, PeriodIn(ends_on=ends_on + timedelta(days=20)))
        assert not await review_queries.list_periods_ending(session, cast.clinician, 10)
    with clock.stopped_at(NOON + timedelta(days=days + 40)):
        assert await review_queries.list_periods_ending(session, cast.clinician, 10)
        await actions.sustain_idea(session, cast.clinician, idea)
        assert not await review_queries.list_periods_ending(session, cast.clinician, 10)


async def test_an_update_answers_each_boundary_and_each_change_leaves_its_own_event(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
    [row] = await boundary_queries.list_boundaries(session, cast.clinician, idea)

    with pytest.raises(Refused) as refusal:
        await update_actions.tell_update(session, cast.clinician, idea, UpdateIn(tried="Two clinics a week."))
    assert refusal.value.fields == {f"answer_{row.id.hex}": "Say whether it was kept."}
    form = UpdateIn(tried="Two clinics a week.", answers={row.id: AnswerIn(answer=Answer.CROSSED, note="Two at 80.")})
    update = await update_actions.tell_update(session, cast.clinician, idea, form)

    assert (await kinds(session, cast.clinician, idea))[:3] == [
        ("crossing_opened", ActorKind.REGISTRY),
        ("boundary_answered", ActorKind.PERSON),
        ("update_told", ActorKind.PERSON),
    ]
    summary = await idea_queries.get_summary(session, idea)
    assert (summary.last_update_at, summary.worst_boundary) == (update.told_at, BoundaryStatus.CROSSED)
    shown, _ = await update_queries.get_update(session, cast.sponsor, update.id)
    assert (shown.told_by, shown.tried) == ("Amara Okafor", "Two clinics a week.")
    [line] = shown.answers
    assert (line.sentence, line.answer, line.note) == (row.sentence, Answer.CROSSED, "Two at 80.")


async def test_an_empty_update_and_one_by_an_outsider_are_refused(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    with pytest.raises(Refused, match="Say at least one of the four"):
        await update_actions.tell_update(session, cast.clinician, idea, UpdateIn())
    for other in (cast.colleague, cast.sponsor, cast.quality):
        with pytest.raises(NotAllowed, match="Only the team tells"):
            await update_actions.tell_update(session, other, idea, UpdateIn(tried="Something."))


async def test_an_answer_to_another_ideas_boundary_is_not_found(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    other = await make_boundary(session, cast.clinician, await make_idea(session, cast.clinician))

    form = UpdateIn(tried="Something.", answers={other.id: AnswerIn(answer=Answer.KEPT)})
    with pytest.raises(NotFound):
        await update_actions.tell_update(session, cast.clinician, idea, form)


async def test_the_timeline_shows_the_newest_first_and_goes_on(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    told = [
        await update_actions.tell_update(session, cast.clinician, idea, UpdateIn(tried=f"Step {number}"))
        for number in range(5)
    ]

    first = await update_queries.page_of_updates(session, cast.sponsor, idea, size=3)
    assert first.next_cursor is not None
    rest = await update_queries.page_of_updates(session, cast.sponsor, idea, size=3, cursor=first.next_cursor)

    assert [row.id for row in [*first.rows, *rest.rows]] == [update.id for update in reversed(told)]
    with pytest.raises(NotFound):
        await update_queries.get_update(session, cast.stranger, told[0].id)
    with pytest.raises(NotFound):
        await update_queries.get_update(session, cast.partner, told[0].id)
