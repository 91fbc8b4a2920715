"""Boundaries that hold for all ideas under a framework."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, choosing, drawing, joining, publishing, watching, wordings
from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.models import Answer, Boundary, BoundaryKind, Comparison, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import frameworks as under_queries
from registry.boundaries.queries import versions as version_lines
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.queries.records import get_record
from registry.boundaries.schemas import AnswerIn, BoundaryIn, ChoiceIn, CrossingAnswerIn, RedrawingIn
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.models import Framework
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.schemas import StewardIn
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import BoundaryStatus, Idea, IdeaSummary, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations
from registry.measures.models import Measure
from registry.measures.schemas import MeasureIn, ObservationIn
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor
from registry.people.models import Role
from registry.people.schemas import PersonIn
from tests.cast import Cast
from tests.factories import MEASURE, make_boundary, make_framework, make_idea, make_measure, publish_and_accept

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLEAR, NEAR, CROSSED = BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED
UNKNOWN = BoundaryStatus.UNKNOWN
DECLARED = BoundaryIn(sentence="No patient is moved at night")
MEASURED = {"kind": BoundaryKind.MEASURED, "comparison": Comparison.NOT_OVER, "limit_value": "8", "margin": "1"}
ADAPTED = CrossingAnswerIn(answer=CrossingAnswer.ADAPTED, words="We call two days earlier.")
REDRAWN = CrossingAnswerIn(
    answer=CrossingAnswer.REDRAWN, words="Winter.", limit_value="10", sentence="No more than ten in a hundred"
)


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [watching.listen])


def week(count: int) -> datetime:
    return MONDAY + timedelta(weeks=count)


def on(count: int) -> date:
    return week(count).date()


def measured(**given: Any) -> BoundaryIn:
    return BoundaryIn(**(MEASURED | {"sentence": "No more than eight in a hundred come back"} | given))


async def explored(session: AsyncSession, lead: Actor, framework: Framework | None = None) -> Idea:
    """An idea that is being explored, under a framework if one is given."""
    idea = await make_idea(session, lead)
    await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
    await refresh_watches(session, lead, idea)
    if framework:
        await joining.join_framework(session, lead, idea, framework)
    return idea


async def count(session: AsyncSession, actor: Actor, measure: Measure, week_count: int, value: str) -> None:
    with clock.stopped_at(week(week_count)):
        await observations.record_observation(
            session, actor, measure, ObservationIn(measured_on=on(week_count), value=value)
        )


async def shared_measure(session: AsyncSession, cast: Cast, framework: Framework) -> Measure:
    form = MeasureIn(**(MEASURE | {"name": "Come back within 30 days", "unit": "%"}))
    return await measure_actions.add_measure_to_framework(session, cast.steward, framework, form)


async def status(session: AsyncSession, boundary: Boundary, idea: Idea, actor: Actor) -> BoundaryStatus:
    return (await queries.get_row(session, actor, boundary, idea)).status


async def watches_of(session: AsyncSession, boundary: Boundary) -> list[Watch]:
    statement = select(Watch).where(col(Watch.boundary_id) == boundary.id, col(Watch.ended_at).is_(None))
    found = await session.exec(statement.order_by(col(Watch.id)).execution_options(populate_existing=True))
    return list(found.all())


async def worst(session: AsyncSession, idea: Idea) -> BoundaryStatus | None:
    statement = select(IdeaSummary.worst_boundary).where(col(IdeaSummary.id) == idea.id)
    return (await session.exec(statement)).one()


async def newest_kind(session: AsyncSession, actor: Actor) -> str:
    return (await history_queries.page_of_entries(session, actor)).rows[0].kind


async def test_a_boundary_drawn_by_a_steward_holds_for_all_ideas_under_the_framework(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    ideas = [await explored(session, cast.clinician, framework) for _ in range(3)]
    outside = await explored(session, cast.clinician)

    for other in (cast.clinician, cast.sponsor, cast.quality, cast.board, cast.stranger):
        with pytest.raises(NotAllowed, match="Only its stewards"):
            await publishing.draw_framework_boundary(session, other, framework, DECLARED)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    assert await newest_kind(session, cast.steward) == "boundary_prepared"
    assert await watches_of(session, boundary) == [], "nothing changes for ideas before their lead accepts"
    await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas)

    assert {watch.idea_id for watch in await watches_of(session, boundary)} == {idea.id for idea in ideas}
    assert {watch.due_on for watch in await watches_of(session, boundary)} == {cast.steward.today + timedelta(days=28)}
    for idea in ideas:
        [row] = await queries.list_boundaries(session, cast.clinician, idea)
        assert (row.id, row.framework_name, row.status) == (boundary.id, framework.name, UNKNOWN)
        assert row.is_asked
    assert await queries.list_boundaries(session, cast.clinician, outside) == []


async def test_a_framework_has_at_most_seven_boundaries(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    for number in range(7):
        form = BoundaryIn(sentence=f"Boundary {number}")
        await publishing.draw_framework_boundary(session, cast.steward, framework, form)

    with pytest.raises(Refused, match="A framework has at most 7 boundaries"):
        await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    idea = await explored(session, cast.clinician, framework)
    await make_boundary(session, cast.clinician, idea)


async def test_only_the_lead_puts_an_open_idea_under_one_framework_at_a_time(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    idea = await make_idea(session, cast.clinician)

    for other in (cast.colleague, cast.sponsor, cast.steward, cast.quality):
        with pytest.raises(NotAllowed, match="Only the lead"):
            await joining.join_framework(session, other, idea, framework)
    await joining.join_framework(session, cast.clinician, idea, framework)

    assert (await idea_queries.get_summary(session, idea)).framework_id == framework.id
    assert await newest_kind(session, cast.clinician) == "framework_joined"
    other_framework = await make_framework(session, cast.steward, name="Another one")
    with pytest.raises(Refused, match="Leave that first"):
        await joining.join_framework(session, cast.clinician, idea, other_framework)


async def test_an_idea_that_joins_is_watched_from_then_on_and_one_that_leaves_no_longer(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    with clock.stopped_at(MONDAY):
        idea = await explored(session, cast.clinician, framework)
    [watch] = await watches_of(session, boundary)
    assert (watch.idea_id, watch.since_at, watch.due_on) == (idea.id, MONDAY, on(4))
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.NEAR), idea=idea)
    assert await worst(session, idea) is NEAR

    with pytest.raises(NotAllowed, match="Only the lead"):
        await joining.leave_framework(session, cast.colleague, idea)
    await joining.leave_framework(session, cast.clinician, idea)

    assert (await watches_of(session, boundary), await worst(session, idea)) == ([], None)
    assert await queries.list_boundaries(session, cast.clinician, idea) == []
    assert (await idea_queries.get_summary(session, idea)).framework_id is None
    assert await newest_kind(session, cast.clinician) == "framework_left"
    with pytest.raises(NotFound):
        await queries.get_row(session, cast.clinician, boundary, idea)
    with pytest.raises(NotFound):
        await joining.leave_framework(session, cast.clinician, idea)


async def test_an_idea_does_not_leave_with_an_open_crossing(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    idea = await explored(session, cast.clinician, framework)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED), idea=idea)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    with pytest.raises(Refused, match="Answer that first: then the idea may leave"):
        await joining.leave_framework(session, cast.clinician, idea)
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    await joining.leave_framework(session, cast.clinician, idea)

    assert [found.id for found in await crossing_queries.list_crossings(session, boundary)] == [crossing.id]


async def test_who_joins_again_is_watched_anew(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    idea = await explored(session, cast.clinician, framework)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.KEPT), idea=idea)
    await joining.leave_framework(session, cast.clinician, idea)

    await joining.join_framework(session, cast.clinician, idea, framework)

    assert await status(session, boundary, idea, cast.clinician) is UNKNOWN


async def test_each_idea_answers_a_framework_boundary_for_itself(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    first, second = [await explored(session, cast.clinician, framework) for _ in range(2)]

    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED), idea=first)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.KEPT), idea=second)

    assert await status(session, boundary, first, cast.clinician) is CROSSED
    assert await status(session, boundary, second, cast.clinician) is CLEAR
    assert (await worst(session, first), await worst(session, second)) == (CROSSED, CLEAR)
    [crossing] = await crossing_queries.list_crossings(session, boundary, first)
    assert await crossing_queries.list_crossings(session, boundary, second) == []
    facts = await crossing_queries.get_crossing(session, cast.steward, crossing.id)
    assert facts.idea is not None
    assert (facts.idea.id, facts.address) == (first.id, f"/watches/{facts.watch.id}")


async def test_no_measure_chosen_is_unknown_and_the_lead_chooses_one_of_the_ideas_own(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
        idea = await explored(session, cast.clinician, framework)
        measure = await make_measure(session, cast.clinician, idea)
        other = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
    await count(session, cast.clinician, measure, 0, "9")
    [watch] = await watches_of(session, boundary)
    assert (await status(session, boundary, idea, cast.clinician), watch.due_on) == (UNKNOWN, on(4))

    for outsider in (cast.colleague, cast.steward, cast.quality):
        with pytest.raises(NotAllowed, match="Only the lead chooses"):
            await choosing.choose_measure(session, outsider, watch, ChoiceIn(measure_id=measure.id))
    with pytest.raises(Refused) as refusal:
        await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=other.id))
    assert set(refusal.value.fields) == {"measure_id"}
    with clock.stopped_at(week(1)):
        chosen = await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))

    assert chosen.id == watch.id
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    assert crossing.first_on == on(0), "the boundary has held here since the idea joined"
    assert await worst(session, idea) is CROSSED


async def test_another_measure_tells_from_now_on_and_not_while_a_question_waits(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
        idea = await explored(session, cast.clinician, framework)
        first, second = [await make_measure(session, cast.clinician, idea) for _ in range(2)]
        [watch] = await watches_of(session, boundary)
        await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=first.id))
    await count(session, cast.clinician, first, 0, "9")
    await count(session, cast.clinician, second, 0, "9")
    choice = ChoiceIn(measure_id=second.id)
    with pytest.raises(Refused, match="Answer that first"):
        await choosing.choose_measure(session, cast.clinician, watch, choice)
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)

    with clock.stopped_at(week(1)):
        await choosing.choose_measure(session, cast.clinician, watch, choice)
        assert await status(session, boundary, idea, cast.clinician) is UNKNOWN
    await count(session, cast.clinician, first, 2, "9")
    await count(session, cast.clinician, second, 2, "5")

    assert len(await crossing_queries.list_crossings(session, boundary)) == 1
    assert await worst(session, idea) is CLEAR
    with pytest.raises(Refused, match="Another measure tells already"):
        await choosing.choose_measure(session, cast.clinician, watch, choice)


async def test_a_crossing_on_a_shared_measure_is_one_and_the_first_stewards_to_answer(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        second = await another_steward(session, cast)
        await framework_actions.name_steward(session, cast.steward, framework, StewardIn(person_id=second.person_id))
        ideas = [await explored(session, cast.clinician, framework) for _ in range(2)]
        measure = await shared_measure(session, cast, framework)
        form = measured(measure_id=measure.id, sentence="")
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas)
        ideas.append(await explored(session, cast.clinician, framework))
    [watch] = await watches_of(session, boundary)
    assert (watch.idea_id, watch.measure_id, watch.due_on) == (None, measure.id, on(2))

    await count(session, cast.quality, measure, 0, "9")

    [crossing] = await crossing_queries.list_crossings(session, boundary)
    assert await newest_kind(session, cast.quality) == "crossing_opened"
    for idea in ideas:
        [row] = await queries.list_boundaries(session, cast.clinician, idea)
        assert (row.sentence, row.status, row.is_shared) == ("Come back within 30 days: not over 8%", CROSSED, True)
        assert (row.address, list(row.crossing_ids)) == (f"/boundaries/{boundary.id}", [crossing.id])
        assert await worst(session, idea) is None, "what a shared measure says is the framework's"
    for other in (cast.clinician, cast.quality, second):
        with pytest.raises((NotAllowed, Refused)):
            await answering.answer_crossing(session, other, crossing, ADAPTED)
    await answering.answer_crossing(session, cast.steward, crossing, ADAPTED)
    await joining.leave_framework(session, cast.clinician, ideas[0])


async def test_a_shared_measure_goes_on_when_ideas_rest_and_is_unknown_after_twice_its_interval(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        idea = await explored(session, cast.clinician, framework)
        measure = await shared_measure(session, cast, framework)
        form = measured(measure_id=measure.id)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        await publish_and_accept(session, cast.steward, framework, cast.clinician, [idea])
        await idea_actions.move_idea(session, cast.clinician, idea, Stage.PAUSED, "idea_paused")
        await refresh_watches(session, cast.clinician, idea)
    await count(session, cast.quality, measure, 1, "5")

    with clock.stopped_at(week(3)):
        assert await status(session, boundary, idea, cast.clinician) is CLEAR
    with clock.stopped_at(week(4)):
        assert await status(session, boundary, idea, cast.clinician) is UNKNOWN
    await count(session, cast.quality, measure, 4, "9")
    with clock.stopped_at(week(9)):
        assert await status(session, boundary, idea, cast.clinician) is CROSSED


async def test_redrawn_by_a_steward_it_is_redrawn_for_all_and_nothing_is_said_of_it_yet(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    crossed, kept = [await explored(session, cast.clinician, framework) for _ in range(2)]
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED), idea=crossed)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.KEPT), idea=kept)
    form = RedrawingIn(sentence="No patient is moved after ten at night", reason="Ten is when wards are quiet.")

    with pytest.raises(NotAllowed, match="Only its stewards redraw it"):
        await publishing.redraw_boundary(session, cast.clinician, boundary, form)
    await publishing.redraw_boundary(session, cast.steward, boundary, form)
    await publish_and_accept(session, cast.steward, framework, cast.clinician, [crossed, kept])

    for idea in (crossed, kept):
        [row] = await queries.list_boundaries(session, cast.clinician, idea)
        assert (row.sentence, row.status, row.answer) == (form.sentence, UNKNOWN, None)
        assert await worst(session, idea) is None
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    assert crossing.answered_at is None, "the question goes on waiting for the lead"
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)


async def test_an_answer_tells_for_as_long_as_the_version_says_that_the_idea_accepted(
    session: AsyncSession, cast: Cast
) -> None:
    said = AnswerIn(answer=Answer.KEPT)
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
        ideas = [await explored(session, cast.clinician, framework) for _ in range(2)]
        sooner = RedrawingIn(sentence=DECLARED.sentence, answer_days=7, reason="A month hides too much.")
        await publishing.redraw_boundary(session, cast.steward, boundary, sooner)
        await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas[:1])
        [line, _] = (await version_lines.page_of_version_lines(session, cast.clinician, framework)).rows
        assert [(one.was, one.became) for one in line.differences] == [
            (DECLARED.sentence, f"{DECLARED.sentence} (An answer tells for 7 days)")
        ]
        for idea in ideas:
            await answering.answer_boundary(session, cast.clinician, boundary, said, idea=idea)
            [row] = await queries.list_boundaries(session, cast.clinician, idea)
            assert row.answer_days == (7 if idea is ideas[0] else 28)
    for days, expected in ((7, [CLEAR, CLEAR]), (8, [UNKNOWN, CLEAR]), (29, [UNKNOWN, UNKNOWN])):
        with clock.stopped_at(MONDAY + timedelta(days=days)):
            assert [await status(session, boundary, idea, cast.clinician) for idea in ideas] == expected


async def test_the_steward_answers_an_ideas_crossing_by_redrawing_and_the_lead_in_the_other_ways(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
        idea = await explored(session, cast.clinician, framework)
        measure = await make_measure(session, cast.clinician, idea)
        [watch] = await watches_of(session, boundary)
        await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
    await count(session, cast.clinician, measure, 0, "9")
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    with pytest.raises(Refused) as refusal:
        await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)
    assert "stewards redraw" in refusal.value.fields["answer"]
    with pytest.raises(Refused):
        await answering.answer_crossing(session, cast.steward, crossing, ADAPTED)
    with clock.stopped_at(week(1)):
        await answering.answer_crossing(session, cast.steward, crossing, REDRAWN)

    assert (crossing.answer, crossing.answered_by_id) == (CrossingAnswer.REDRAWN, cast.steward.id)
    with clock.stopped_at(week(1)):
        assert await status(session, boundary, idea, cast.clinician) is CROSSED, "the idea keeps the words it accepted"
        newer = await version_queries.get_newest(session, framework)
        assert (newer.number, newer.reason) == (2, "Winter.")
        await joining.accept_version(session, cast.clinician, idea, newer)
    await count(session, cast.clinician, measure, 1, "9")
    with clock.stopped_at(week(1)):
        assert await status(session, boundary, idea, cast.clinician) is CLEAR


async def test_numbers_of_the_day_of_a_redrawing_are_judged_by_the_new_terms_in_every_idea(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(MONDAY):
        framework = await make_framework(session, cast.steward)
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
        ideas = [await explored(session, cast.clinician, framework) for _ in range(2)]
        for idea, watch in zip(ideas, await watches_of(session, boundary), strict=True):
            measure = await make_measure(session, cast.clinician, idea)
            await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
            await observations.record_observation(
                session, cast.clinician, measure, ObservationIn(measured_on=on(0), value="7.5")
            )
        form = RedrawingIn(sentence="Fewer", limit_value="7", reason="We can do better.")
        await publishing.redraw_boundary(session, cast.steward, boundary, form)
        await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas)

        assert [await worst(session, idea) for idea in ideas] == [CROSSED, CROSSED]
        assert len(await crossing_queries.list_crossings(session, boundary)) == 2


async def test_an_idea_narrows_a_framework_boundary_and_never_widens_it(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured(points_in_a_row=2))
    idea = await explored(session, cast.clinician, framework)
    measure, other = [await make_measure(session, cast.clinician, idea) for _ in range(2)]

    async def narrow(**given: Any) -> Boundary:
        form = BoundaryIn(**(MEASURED | {"measure_id": measure.id, "narrows_id": boundary.id} | given))
        return await drawing.draw_boundary(session, cast.clinician, idea, form)

    async def refused(**given: Any) -> set[str]:
        with pytest.raises(Refused) as refusal:
            await narrow(**given)
        return set(refusal.value.fields)

    assert await refused(limit_value="5") == {"narrows_id"}, "no measure tells for the framework's yet"
    [watch] = await watches_of(session, boundary)
    await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
    assert await refused(limit_value="9") == {"limit_value"}
    assert await refused(limit_value="8", points_in_a_row=2) == {"limit_value"}
    assert await refused(limit_value="5", points_in_a_row=3) == {"points_in_a_row"}
    assert await refused(limit_value="5", comparison=Comparison.NOT_UNDER) == {"comparison"}
    assert await refused(limit_value="5", measure_id=other.id) == {"measure_id"}
    own = await narrow(limit_value="7", points_in_a_row=2)
    await narrow(limit_value="8", points_in_a_row=1)

    assert own.narrows_id == boundary.id
    form = RedrawingIn(limit_value="9", points_in_a_row=2, reason="Too strict.")
    with pytest.raises(Refused) as refusal:
        await publishing.redraw_boundary(session, cast.clinician, own, form)
    assert set(refusal.value.fields) == {"limit_value"}
    await joining.leave_framework(session, cast.clinician, idea)
    await publishing.redraw_boundary(session, cast.clinician, own, form)


async def test_a_boundary_that_waited_while_the_frameworks_became_stricter_is_not_agreed_to(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
    idea = await explored(session, cast.clinician, framework)
    await summaries.note_sponsor(session, idea, cast.sponsor.id)
    measure = await make_measure(session, cast.clinician, idea)
    [watch] = await watches_of(session, boundary)
    await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
    narrowing = MEASURED | {"measure_id": measure.id, "narrows_id": boundary.id}
    early, late = [
        await drawing.draw_boundary(session, cast.clinician, idea, BoundaryIn(**(narrowing | {"limit_value": limit})))
        for limit in ("6", "7")
    ]

    async def no_longer_narrower(own: Boundary) -> str:
        return (await get_record(session, cast.clinician, own, idea)).no_longer_narrower

    [[first], [second]] = [await wording_queries.list_wordings(session, own) for own in (early, late)]
    words = {"sentence": "Not more than five in a hundred", "reason": "Eight was a guess."}
    stricter = RedrawingIn(limit_value="5", points_in_a_row=1, **words)
    await publishing.redraw_boundary(session, cast.steward, boundary, stricter)
    version = await publish_and_accept(session, cast.steward, framework, cast.clinician)

    await wordings.agree_wording(session, cast.sponsor, first)
    assert not await no_longer_narrower(early), "what the idea accepted is what holds"
    await joining.accept_version(session, cast.clinician, idea, version)
    with pytest.raises(Refused, match="stricter than this one now"):
        await wordings.agree_wording(session, cast.sponsor, second)

    assert second.agreed_at is None
    assert [bool(await no_longer_narrower(own)) for own in (early, late)] == [True, True]


async def test_a_boundary_that_waited_while_the_frameworks_came_to_count_something_else_is_not_agreed_to(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, measured())
    idea = await explored(session, cast.clinician, framework)
    await summaries.note_sponsor(session, idea, cast.sponsor.id)
    measure, other = [
        await make_measure(session, cast.clinician, idea, name=unit, unit=unit) for unit in ("per cent", "minutes")
    ]
    [watch] = await watches_of(session, boundary)
    await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=measure.id))
    narrowing = BoundaryIn(**(MEASURED | {"measure_id": measure.id, "narrows_id": boundary.id, "limit_value": "6"}))
    own = await drawing.draw_boundary(session, cast.clinician, idea, narrowing)
    [proposed] = await wording_queries.list_wordings(session, own)

    [watch] = await watches_of(session, boundary)
    await choosing.choose_measure(session, cast.clinician, watch, ChoiceIn(measure_id=other.id))

    with pytest.raises(Refused, match="counts in minutes now and this one in per cent"):
        await wordings.agree_wording(session, cast.sponsor, proposed)
    assert "neither narrows the other" in (await get_record(session, cast.clinician, own, idea)).no_longer_narrower


async def test_the_worst_kept_at_acceptance_is_what_each_idea_would_keep_by_itself(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    ideas = [await explored(session, cast.clinician, framework) for _ in range(4)]
    for idea, answer in zip(ideas, [*Answer, None], strict=True):
        own = await make_boundary(session, cast.clinician, idea)
        if answer:
            await answering.answer_boundary(session, cast.clinician, own, AnswerIn(answer=answer))
        crossed = AnswerIn(answer=Answer.CROSSED)
        await answering.answer_boundary(session, cast.clinician, boundary, crossed, idea=idea)

    form = RedrawingIn(sentence="No patient is moved after ten", reason="Clearer.")
    await publishing.redraw_boundary(session, cast.steward, boundary, form)
    await publish_and_accept(session, cast.steward, framework, cast.clinician, ideas)

    in_bulk = [(await worst(session, idea)) for idea in ideas]
    due = [watch.due_on for watch in await watches_of(session, boundary)]
    assert in_bulk == [CLEAR, NEAR, CROSSED, None]
    for idea in ideas:
        await refresh_watches(session, cast.clinician, idea)
    assert in_bulk == [(await worst(session, idea)) for idea in ideas]
    assert due == [watch.due_on for watch in await watches_of(session, boundary)]


async def test_an_idea_that_joins_while_a_version_is_published_is_watched_once(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        framework = await make_framework(session, cast.steward)
        ideas = [await explored(session, cast.clinician) for _ in range(3)]
        await joining.join_framework(session, cast.clinician, ideas[0], framework)
        for sentence in ("No one waits alone", "No one is sent home at night"):
            await publishing.draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence=sentence))
        await session.commit()

    async def publish() -> None:
        async with both_sessions() as session:
            found = await session.get_one(Framework, (framework.organisation_id, framework.id))
            await publish_and_accept(session, cast.steward, found, cast.clinician)
            await session.commit()

    async def join(idea_id: Any) -> None:
        async with both_sessions() as session:
            idea = await idea_queries.get_idea(session, cast.clinician, idea_id)
            found = await session.get_one(Framework, (framework.organisation_id, framework.id))
            await joining.join_framework(session, cast.clinician, idea, found)
            await session.commit()

    await asyncio.gather(join(ideas[1].id), publish(), join(ideas[2].id))
    async with both_sessions() as session:
        for idea in ideas:
            found = await idea_queries.get_idea(session, cast.clinician, idea.id)
            if await version_lines.find_newer(session, cast.clinician, found):
                newest = await version_queries.get_newest(session, framework)
                await joining.accept_version(session, cast.clinician, found, newest)
            rows = await queries.list_boundaries(session, cast.clinician, found)
            assert len([row for row in rows if row.watch_id]) == 2
        statement = select(Watch).where(col(Watch.organisation_id) == framework.organisation_id)
        assert len((await session.exec(statement)).all()) == 6


async def test_two_numbers_of_a_shared_measure_and_an_answer_at_once_make_one_crossing(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        with clock.stopped_at(MONDAY):
            framework = await make_framework(session, cast.steward)
            measure = await shared_measure(session, cast, framework)
            form = measured(measure_id=measure.id)
            boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        await count(session, cast.quality, measure, 0, "9")
        [crossing] = await crossing_queries.list_crossings(session, boundary)
        await session.commit()

    async def record(week_count: int) -> None:
        async with both_sessions() as session:
            found = await session.get_one(Measure, (measure.organisation_id, measure.id))
            form = ObservationIn(measured_on=on(week_count), value="9")
            await observations.record_observation(session, cast.quality, found, form)
            await session.commit()

    async def answer() -> None:
        async with both_sessions() as session:
            found = await session.get_one(Crossing, (crossing.organisation_id, crossing.id))
            await answering.answer_crossing(session, cast.steward, found, ADAPTED)
            await session.commit()

    with clock.stopped_at(week(2)):
        await asyncio.gather(record(1), answer(), record(2))
    async with both_sessions() as session:
        [kept] = await crossing_queries.list_crossings(session, boundary)
        assert (kept.times, kept.answer) == (3, CrossingAnswer.ADAPTED)


async def another_steward(session: AsyncSession, cast: Cast) -> Actor:
    form = PersonIn(name="Sefa Amadi", position="Matron", roles={Role.STEWARD})
    person = await people_actions.add_person(session, cast.administrator, form)
    organisation = await people_queries.get_organisation(session, cast.steward.organisation_id)
    return person_actor(person, frozenset({Role.STEWARD}), organisation, cast.steward.history_key)


async def test_the_map_counts_each_boundary_once_as_the_worst_of_its_watches(session: AsyncSession, cast: Cast) -> None:
    lead, framework = cast.clinician, await make_framework(session, cast.steward)
    bare = await make_framework(session, cast.steward, name="Ward 7")
    boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, DECLARED)
    count_by_framework = under_queries.count_boundaries_by_framework

    async def counted(day: int = 0) -> dict[BoundaryStatus, int]:
        with clock.stopped_at(week(0) + timedelta(days=day)):
            return (await count_by_framework(session, lead, [framework.id, bare.id])).get(framework.id, {})

    assert await count_by_framework(session, lead, [bare.id]) == {}
    assert await counted() == {UNKNOWN: 1}
    with clock.stopped_at(week(0)):
        first, second = [await explored(session, lead, framework) for _ in range(2)]
        for idea in (first, second):
            await answering.answer_boundary(session, lead, boundary, AnswerIn(answer=Answer.KEPT), idea=idea)
    assert await counted() == {CLEAR: 1}
    with clock.stopped_at(week(0)):
        await answering.answer_boundary(session, lead, boundary, AnswerIn(answer=Answer.NEAR), idea=second)
    assert await counted() == {NEAR: 1}
    with clock.stopped_at(week(0)):
        crossed = AnswerIn(answer=Answer.CROSSED, note="One was")
        await answering.answer_boundary(session, lead, boundary, crossed, idea=second)
        await publishing.draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence="No restraint"))
        await publish_and_accept(session, cast.steward, framework, lead)
    assert await counted() == {CROSSED: 1, UNKNOWN: 1}
    assert await counted(day=90) == {CROSSED: 1, UNKNOWN: 1}
