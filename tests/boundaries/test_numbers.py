"""What numbers do to the boundaries of an idea, by whatever way they come."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing, watching, wordings
from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.models import (
    Answer,
    Boundary,
    BoundaryKind,
    Comparison,
    Crossing,
    CrossingAnswer,
    Watch,
)
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import lists
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, CrossingAnswerIn, RedrawingIn
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import BoundaryStatus, Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations
from registry.measures.models import Interval, Measure
from registry.measures.schemas import CorrectionIn, MeasureIn, ObservationIn, WithdrawalIn
from registry.people.actors import Actor
from registry.portfolio.rules.monitor import status_today
from registry.progress.actions import stages
from registry.progress.models import ExplorationPeriod
from tests.cast import Cast
from tests.factories import make_boundary, make_idea, make_measure

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLEAR, NEAR, CROSSED = BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED
UNKNOWN = BoundaryStatus.UNKNOWN
ADAPTED = CrossingAnswerIn(answer=CrossingAnswer.ADAPTED, words="We call two days earlier.")
REDRAWN = CrossingAnswerIn(answer=CrossingAnswer.REDRAWN, words="Eight was a guess.", limit_value="10")


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [watching.listen])


def week(count: int) -> datetime:
    return MONDAY + timedelta(weeks=count)


def on(count: int) -> date:
    return week(count).date()


async def explore(session: AsyncSession, lead: Actor, idea: Idea) -> None:
    await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
    await refresh_watches(session, lead, idea)


async def draw(session: AsyncSession, lead: Actor, idea: Idea, measure: Measure, **given: object) -> Boundary:
    """Not over 8, near from 7 on, one number enough."""
    terms = {"measure_id": measure.id, "comparison": Comparison.NOT_OVER, "limit_value": "8", "margin": "1"}
    form = BoundaryIn(kind=BoundaryKind.MEASURED, **(terms | given))
    return await drawing.draw_boundary(session, lead, idea, form)


async def count(session: AsyncSession, member: Actor, measure: Measure, week_count: int, value: object) -> None:
    """A number for a week, told on its day."""
    with clock.stopped_at(week(week_count)):
        form = ObservationIn(measured_on=on(week_count), value=value, is_gap=value is None)
        await observations.record_observation(session, member, measure, form)


async def correct(session: AsyncSession, member: Actor, measure: Measure, week_count: int, value: str) -> None:
    form = CorrectionIn(value=value, note="The register was read wrongly.")
    await observations.correct_observation(session, member, measure, on(week_count), form)


async def status(session: AsyncSession, actor: Actor, boundary: Boundary, idea: Idea) -> BoundaryStatus:
    return (await queries.get_row(session, actor, boundary, idea)).status


async def spans(session: AsyncSession, boundary: Boundary) -> list[tuple[date | None, date | None, int]]:
    """The crossings of a boundary, the oldest first."""
    found = await crossing_queries.list_crossings(session, boundary)
    return [(crossing.first_on, crossing.last_on, crossing.times) for crossing in reversed(found)]


async def kinds(session: AsyncSession, actor: Actor, idea: Idea, newest: int) -> list[str]:
    page = await history_queries.page_of_entries(session, actor, idea_id=idea.id)
    return [entry.kind for entry in page.rows][:newest]


class Watched:
    """An idea that is explored under one measured boundary, drawn on MONDAY."""

    def __init__(self, session: AsyncSession, cast: Cast) -> None:
        self.session, self.lead = session, cast.clinician

    async def draw(self, **given: object) -> "Watched":
        with clock.stopped_at(MONDAY):
            self.idea = await make_idea(self.session, self.lead)
            self.measure = await make_measure(self.session, self.lead, self.idea, name="Newborns under 36.5", unit="%")
            self.boundary = await draw(self.session, self.lead, self.idea, self.measure, **given)
            await explore(self.session, self.lead, self.idea)
        return self

    async def count(self, week_count: int, value: object) -> None:
        await count(self.session, self.lead, self.measure, week_count, value)

    async def correct(self, week_count: int, value: str) -> None:
        await correct(self.session, self.lead, self.measure, week_count, value)

    async def status(self, week_count: int) -> BoundaryStatus:
        with clock.stopped_at(week(week_count)):
            return await status(self.session, self.lead, self.boundary, self.idea)

    async def worst(self) -> BoundaryStatus | None:
        return (await idea_queries.get_summary(self.session, self.idea)).worst_boundary

    async def spans(self) -> list[tuple[date | None, date | None, int]]:
        return await spans(self.session, self.boundary)

    async def crossing(self) -> Crossing:
        return (await crossing_queries.list_crossings(self.session, self.boundary))[0]

    async def watch(self) -> Watch:
        statement = select(Watch).where(col(Watch.boundary_id) == self.boundary.id)
        return (await self.session.exec(statement)).one()


@pytest.fixture
async def watched(session: AsyncSession, cast: Cast) -> Watched:
    return await Watched(session, cast).draw()


async def test_a_measured_boundary_is_drawn_with_a_sentence_from_its_terms(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea, name="Checks declined", unit="%")

    boundary = await draw(session, cast.clinician, idea, measure, limit_value="10", points_in_a_row=2)

    row = await queries.get_row(session, cast.quality, boundary, idea)
    assert (row.sentence, row.status, row.measure_id) == (
        "Checks declined: not over 10% twice in a row",
        UNKNOWN,
        measure.id,
    )
    assert (await kinds(session, cast.clinician, idea, 1)) == ["boundary_drawn"]


async def test_a_sentence_of_ones_own_is_kept(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea)

    boundary = await draw(session, cast.clinician, idea, measure, sentence="Nobody waits longer than before")

    assert (await queries.get_row(session, cast.quality, boundary, idea)).sentence == "Nobody waits longer than before"


async def test_a_measured_boundary_names_a_measure_of_its_idea_and_its_terms(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea)
    other = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
    theirs = await make_measure(session, cast.stranger, await make_idea(session, cast.stranger))
    closed = await make_measure(session, cast.clinician, idea)
    await measure_actions.close_measure(session, cast.clinician, closed)

    for wrong, field in (
        ({"limit_value": None}, "limit_value"),
        ({"comparison": None}, "comparison"),
        ({"margin": "0"}, "margin"),
        ({"measure_id": None}, "measure_id"),
        ({"measure_id": other.id}, "measure_id"),
        ({"measure_id": closed.id}, "measure_id"),
    ):
        with pytest.raises(Refused) as refusal:
            await draw(session, cast.clinician, idea, measure, **wrong)
        assert set(refusal.value.fields) == {field}
    with pytest.raises(NotFound):
        await draw(session, cast.clinician, idea, theirs)


async def test_with_a_sponsor_it_watches_from_the_day_on_which_the_sponsor_agrees(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        idea = await make_idea(session, cast.clinician)
        await summaries.note_sponsor(session, idea, cast.sponsor.id)
        measure = await make_measure(session, cast.clinician, idea)
        boundary = await draw(session, cast.clinician, idea, measure)
    await count(session, cast.clinician, measure, 0, "9")
    [wording] = await wording_queries.list_wordings(session, boundary)
    with clock.stopped_at(week(1)):
        await wordings.agree_wording(session, cast.sponsor, wording)
    assert await spans(session, boundary) == []

    await count(session, cast.clinician, measure, 1, "9")

    assert await spans(session, boundary) == [(on(1), on(1), 1)]


async def test_a_number_tells_at_the_moment_it_comes(watched: Watched) -> None:
    for week_count, (value, expected) in enumerate((("5", CLEAR), ("7", NEAR), ("8", NEAR), ("8.01", CROSSED))):
        await watched.count(week_count, value)
        assert (await watched.status(week_count), await watched.worst()) == (expected, expected)


async def test_a_crossing_is_opened_by_the_registry_with_an_event_of_its_own(
    watched: Watched, session: AsyncSession, cast: Cast
) -> None:
    await watched.count(0, "9")

    entries = (await history_queries.page_of_entries(session, cast.clinician, idea_id=watched.idea.id)).rows
    assert [entry.kind for entry in entries][:2] == ["crossing_opened", "observation_recorded"]
    assert (entries[0].actor_id, entries[0].words) == (
        None,
        "Newborns under 36.5: not over 8% (9% for 2 November 2026)",
    )
    crossing = await watched.crossing()
    assert (crossing.opened_by_id, crossing.first_on, crossing.answered_at) == (None, on(0), None)


async def test_numbers_pasted_at_once_cross_from_the_day_the_boundary_was_agreed_and_not_before(
    watched: Watched,
) -> None:
    with clock.stopped_at(week(4)):
        rows = [ObservationIn(measured_on=on(day), value="9" if day in {-2, -1, 1, 3} else "5") for day in range(-3, 5)]
        await observations.record_observations(watched.session, watched.lead, watched.measure, rows)

    assert await watched.spans() == [(on(1), on(1), 1), (on(3), on(3), 1)]
    assert await watched.status(4) is CLEAR


async def test_fewer_in_a_row_than_make_a_crossing_are_near(session: AsyncSession, cast: Cast) -> None:
    watched = await Watched(session, cast).draw(points_in_a_row=2)
    await watched.count(0, "9")
    assert await watched.status(0) is NEAR
    assert await watched.spans() == []

    await watched.count(1, None)
    await watched.count(2, "9")

    assert await watched.spans() == [(on(0), on(2), 2)]


async def test_further_numbers_add_to_a_crossing_also_after_its_answer_until_it_is_clear_again(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    await watched.count(1, "9")
    await answering.answer_crossing(session, watched.lead, await watched.crossing(), ADAPTED)
    await watched.count(2, "7.5")
    await watched.count(3, "9")
    assert await watched.spans() == [(on(0), on(3), 3)]
    assert (await watched.crossing()).cleared_at is None

    await watched.count(4, "5")
    await watched.count(5, "9")

    assert await watched.spans() == [(on(0), on(3), 3), (on(5), on(5), 1)]
    newest, first = await crossing_queries.list_crossings(session, watched.boundary)
    assert first.cleared_at == week(4)
    assert (newest.answered_at, first.answer) == (None, CrossingAnswer.ADAPTED)


async def test_a_correction_that_leaves_nothing_beyond_closes_the_crossing_on_record(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")

    await watched.correct(0, "6")

    crossing = await watched.crossing()
    assert (crossing.answer, crossing.answered_by_id) == (CrossingAnswer.NUMBER_CORRECTED, watched.lead.id)
    assert (crossing.first_on, crossing.times) == (on(0), 1), "what it was stays readable"
    assert (await watched.status(0), await watched.worst()) == (CLEAR, CLEAR)
    assert await kinds(session, watched.lead, watched.idea, 2) == ["crossing_closed", "observation_corrected"]
    with pytest.raises(NotAllowed):
        await answering.answer_crossing(session, watched.lead, crossing, ADAPTED)


async def test_a_number_taken_back_closes_the_crossing_and_one_put_right_again_opens_a_new_question(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    await observations.withdraw_observation(
        session, watched.lead, watched.measure, on(0), WithdrawalIn(note="Another ward's.")
    )
    assert (await watched.crossing()).answer is CrossingAnswer.NUMBER_CORRECTED
    assert await watched.status(0) is UNKNOWN

    await watched.count(0, "9")

    assert await watched.spans() == [(on(0), on(0), 1), (on(0), on(0), 1)]
    assert (await watched.crossing()).answered_at is None


async def test_an_answer_given_stays_when_the_number_is_corrected_afterwards(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    await answering.answer_crossing(session, watched.lead, await watched.crossing(), ADAPTED)

    await watched.correct(0, "6")

    crossing = await watched.crossing()
    assert (crossing.answer, crossing.words) == (CrossingAnswer.ADAPTED, ADAPTED.words)
    assert crossing.cleared_at is not None


async def test_a_number_corrected_into_a_crossing_opens_it(watched: Watched) -> None:
    await watched.count(0, "6")

    await watched.correct(0, "9")

    assert await watched.spans() == [(on(0), on(0), 1)]


async def test_a_number_that_comes_late_is_judged_by_its_date(watched: Watched) -> None:
    await watched.count(3, "9")
    await watched.count(1, "9")
    assert await watched.spans() == [(on(1), on(3), 2)]

    await watched.count(2, "5")

    assert sorted(await watched.spans()) == [(on(1), on(1), 1), (on(3), on(3), 1)]


async def test_without_a_number_for_twice_the_interval_it_is_unknown(watched: Watched) -> None:
    await watched.count(0, "5")

    assert await watched.status(2) is CLEAR
    assert await watched.status(3) is UNKNOWN
    assert (await watched.watch()).due_on == on(2)


async def test_silence_does_not_hide_an_open_crossing(watched: Watched, session: AsyncSession) -> None:
    await watched.count(0, "9")
    assert await watched.status(9) is CROSSED

    await answering.answer_crossing(session, watched.lead, await watched.crossing(), ADAPTED)

    assert await watched.status(9) is UNKNOWN


async def test_a_longer_interval_tells_for_longer(watched: Watched, session: AsyncSession) -> None:
    await watched.count(0, "5")
    with clock.stopped_at(week(1)):
        form = watched.measure.model_dump() | {"interval": Interval.MONTH}
        await measure_actions.edit_measure(session, watched.lead, watched.measure, MeasureIn(**form))

    assert await watched.status(8) is CLEAR
    assert (await watched.watch()).due_on == date(2027, 1, 2)


async def test_while_the_idea_is_paused_nothing_is_judged_and_silence_is_not_counted(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "5")
    with clock.stopped_at(week(1)):
        await idea_actions.move_idea(session, watched.lead, watched.idea, Stage.PAUSED, "idea_paused")
        await refresh_watches(session, watched.lead, watched.idea)
    await watched.count(3, "9")
    assert (await watched.spans(), await watched.status(9)) == ([], CLEAR)
    with clock.stopped_at(week(9)):
        await explore(session, watched.lead, watched.idea)

    assert await watched.status(9) is CLEAR
    await watched.count(10, "9")
    assert await watched.spans() == [(on(10), on(10), 1)]


async def test_what_nobody_counted_for_too_long_stays_unknown_in_a_pause_and_nobody_is_asked(
    watched: Watched, session: AsyncSession, cast: Cast
) -> None:
    await watched.count(0, "5")
    with clock.stopped_at(week(4)):
        assert len(await lists.list_unknown_boundaries(session, cast.quality, limit=9)) == 1
        await stages.pause_idea(session, watched.lead, watched.idea)

    watch = await watched.watch()
    assert status_today(watch.status, watch.due_on, on(5), has_open_crossing=False) is UNKNOWN
    assert await watched.status(5) is UNKNOWN
    with clock.stopped_at(week(5)):
        assert not await lists.list_unknown_boundaries(session, cast.quality, limit=9)
        assert (await queries.get_row(session, watched.lead, watched.boundary, watched.idea)).due_on is None


async def test_a_number_told_on_the_morning_on_which_an_idea_goes_on_is_judged(
    watched: Watched, session: AsyncSession
) -> None:
    with clock.stopped_at(week(1)):
        session.add(
            ExplorationPeriod(
                organisation_id=watched.idea.organisation_id,
                idea_id=watched.idea.id,
                starts_on=on(0),
                ends_on=on(12),
                set_at=clock.now(),
                set_by_id=watched.lead.person_id,
            )
        )
        await stages.pause_idea(session, watched.lead, watched.idea)
    await watched.count(2, "9")
    await watched.count(3, "9")
    assert await watched.spans() == []
    with clock.stopped_at(week(3)):
        await stages.resume_idea(session, watched.lead, watched.idea)

    assert await watched.spans() == [(on(3), on(3), 1)]
    assert (await watched.status(3), await watched.worst()) == (CROSSED, CROSSED)


async def test_an_ended_idea_is_watched_no_longer_and_its_open_question_stays(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    with clock.stopped_at(week(1)):
        await idea_actions.move_idea(session, watched.lead, watched.idea, Stage.ENDED, "idea_ended")
        await refresh_watches(session, watched.lead, watched.idea)
        assert (await watched.watch()).due_on is None
        await answering.answer_crossing(session, watched.lead, await watched.crossing(), ADAPTED)


async def test_the_lead_alone_answers_adapted_or_stopped_once(
    watched: Watched, session: AsyncSession, cast: Cast
) -> None:
    await watched.count(0, "9")
    crossing = await watched.crossing()

    for other in (cast.colleague, cast.sponsor, cast.quality, cast.steward):
        with pytest.raises(NotAllowed, match="The lead answers a crossing, once"):
            await answering.answer_crossing(session, other, crossing, ADAPTED)
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    with pytest.raises(NotAllowed, match="once"):
        await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)


async def test_redrawn_as_the_answer_new_terms_judge_from_that_day_on(watched: Watched, session: AsyncSession) -> None:
    await watched.count(0, "9")
    await watched.count(1, "9")
    with clock.stopped_at(week(1) + timedelta(days=1)):
        await answering.answer_crossing(session, watched.lead, await watched.crossing(), REDRAWN)

    assert await watched.status(1) is UNKNOWN
    await watched.count(2, "9")
    assert (await watched.status(2), await watched.spans()) == (CLEAR, [(on(0), on(1), 2)])
    await watched.count(3, "11")
    assert await watched.spans() == [(on(0), on(1), 2), (on(3), on(3), 1)]
    [newest, first] = await wording_queries.list_wordings(session, watched.boundary)
    assert (newest.sentence, newest.limit_value, first.limit_value) == (
        "Newborns under 36.5: not over 10%",
        Decimal(10),
        Decimal(8),
    )
    assert newest.comparison is Comparison.NOT_OVER


async def test_numbers_of_the_day_of_the_redrawing_are_judged_by_the_new_terms_at_once(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    with clock.stopped_at(MONDAY + timedelta(hours=2)):
        await answering.answer_crossing(session, watched.lead, await watched.crossing(), REDRAWN)

    assert (await watched.status(0), await watched.worst()) == (CLEAR, CLEAR)
    assert await watched.spans() == [(on(0), on(0), 1)]


async def test_after_a_redrawing_a_number_beyond_the_new_limit_is_a_new_question(
    watched: Watched, session: AsyncSession
) -> None:
    await watched.count(0, "9")
    with clock.stopped_at(week(1)):
        await answering.answer_crossing(session, watched.lead, await watched.crossing(), REDRAWN)

    await watched.count(2, "12")

    assert (await watched.crossing()).answered_at is None
    await watched.correct(0, "9.5")
    assert [found.answer for found in await crossing_queries.list_crossings(session, watched.boundary)] == [
        None,
        CrossingAnswer.REDRAWN,
    ], "what the old terms made stays"


async def test_new_words_also_end_the_crossings_of_a_declared_boundary(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    crossed = AnswerIn(answer=Answer.CROSSED)
    await answering.answer_boundary(session, cast.clinician, boundary, crossed)
    [first] = await crossing_queries.list_crossings(session, boundary)
    form = CrossingAnswerIn(answer=CrossingAnswer.REDRAWN, words="Too narrow.", sentence="Under 80 minutes")
    await answering.answer_crossing(session, cast.clinician, first, form)

    await answering.answer_boundary(session, cast.clinician, boundary, crossed)

    newest, _ = await crossing_queries.list_crossings(session, boundary)
    assert (newest.times, newest.answered_at) == (1, None)


async def test_terms_change_without_a_crossing_too_and_with_a_sponsor_they_wait(
    watched: Watched, session: AsyncSession, cast: Cast
) -> None:
    same = RedrawingIn(limit_value="8", margin="1", reason="Again.")
    with pytest.raises(Refused, match="those that stand already"):
        await wordings.redraw_boundary(session, watched.lead, watched.boundary, same)
    await summaries.note_sponsor(session, watched.idea, cast.sponsor.id)
    wider = RedrawingIn(limit_value="9", reason="The scale changed.")
    wording = await wordings.redraw_boundary(session, watched.lead, watched.boundary, wider)
    await watched.count(0, "8.5")
    assert await watched.status(0) is CROSSED

    await answering.answer_crossing(session, watched.lead, await watched.crossing(), ADAPTED)
    with clock.stopped_at(week(1)):
        await wordings.agree_wording(session, cast.sponsor, wording)
    await watched.count(1, "8.5")

    assert await watched.status(1) is CLEAR


async def test_nobody_answers_a_measured_boundary_and_an_update_asks_only_declared_ones(
    watched: Watched, session: AsyncSession
) -> None:
    with pytest.raises(Refused, match="Numbers watch this boundary"):
        await answering.answer_boundary(session, watched.lead, watched.boundary, AnswerIn(answer=Answer.KEPT))
    declared = await make_boundary(session, watched.lead, watched.idea)

    rows = await queries.list_boundaries(session, watched.lead, watched.idea)

    assert [row.id for row in rows if row.asks_the_team] == [declared.id]
    assert not any(row.is_asked for row in rows if row.is_measured)


async def test_the_worst_of_both_kinds_is_kept_for_lists(watched: Watched, session: AsyncSession) -> None:
    declared = await make_boundary(session, watched.lead, watched.idea)
    await answering.answer_boundary(session, watched.lead, declared, AnswerIn(answer=Answer.NEAR))
    await watched.count(0, "5")
    assert await watched.worst() is NEAR

    await watched.count(1, "9")

    assert await watched.worst() is CROSSED


async def test_every_boundary_of_a_measure_is_judged(watched: Watched, session: AsyncSession) -> None:
    with clock.stopped_at(MONDAY):
        other = await draw(session, watched.lead, watched.idea, watched.measure, limit_value="4", margin=None)

    await watched.count(0, "5")

    assert await status(session, watched.lead, other, watched.idea) is CROSSED
    assert (await watched.status(0), await watched.worst()) == (CLEAR, CROSSED)


async def test_what_is_kept_of_a_watch_is_what_its_numbers_say_afresh(watched: Watched, session: AsyncSession) -> None:
    for week_count, value in enumerate(["5", None, "9", "7", "9", "5", "8", "9"]):
        await watched.count(week_count, value)
        before = (await watched.watch()).model_dump(exclude={"version"}), await watched.spans(), await watched.worst()
        with clock.stopped_at(week(week_count)):
            watches = [(await watched.watch(), watched.boundary)]
            await watching.judge_watches(session, watched.lead, watched.measure, watches)
        assert before == (
            (await watched.watch()).model_dump(exclude={"version"}),
            await watched.spans(),
            await watched.worst(),
        )


async def test_two_numbers_at_once_open_one_crossing_that_both_make(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        watched = await Watched(session, cast).draw()
        await session.commit()

    async def record(week_count: int) -> None:
        async with both_sessions() as session:
            measure = await session.get_one(Measure, (watched.measure.organisation_id, watched.measure.id))
            form = ObservationIn(measured_on=on(week_count), value="9")
            await observations.record_observation(session, cast.clinician, measure, form)
            await session.commit()

    with clock.stopped_at(week(4)):
        await asyncio.gather(*(record(week_count) for week_count in range(4)))
    async with both_sessions() as session:
        assert await spans(session, watched.boundary) == [(on(0), on(3), 4)]


async def test_a_number_an_answer_and_a_step_of_the_idea_at_once_wait_for_one_another(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        watched = await Watched(session, cast).draw()
        await watched.count(0, "9")
        crossing = await watched.crossing()
        declared = await make_boundary(session, cast.clinician, watched.idea)
        await session.commit()

    async def record() -> None:
        async with both_sessions() as session:
            measure = await session.get_one(Measure, (watched.measure.organisation_id, watched.measure.id))
            form = ObservationIn(measured_on=on(1), value="9")
            await observations.record_observation(session, cast.clinician, measure, form)
            await session.commit()

    async def answer() -> None:
        async with both_sessions() as session:
            found = await crossing_queries.get_crossing(session, cast.clinician, crossing.id)
            await answering.answer_crossing(session, cast.clinician, found.crossing, ADAPTED)
            await session.commit()

    async def say() -> None:
        async with both_sessions() as session:
            boundary, _ = await queries.get_boundary(session, cast.clinician, declared.id)
            await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.NEAR))
            await session.commit()

    async def pause() -> None:
        async with both_sessions() as session:
            idea = await idea_queries.get_idea(session, cast.clinician, watched.idea.id)
            await idea_actions.move_idea(session, cast.clinician, idea, Stage.PAUSED, "idea_paused")
            await refresh_watches(session, cast.clinician, idea)
            await session.commit()

    with clock.stopped_at(week(1)):
        await asyncio.gather(record(), answer(), say(), pause())
    async with both_sessions() as session:
        assert await spans(session, watched.boundary) == [(on(0), on(1), 2)]
        [kept] = await crossing_queries.list_crossings(session, watched.boundary)
        assert kept.answer is CrossingAnswer.ADAPTED
        assert (await idea_queries.get_summary(session, watched.idea)).worst_boundary is CROSSED
