from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing, wordings
from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.models import Answer, CrossingAnswer
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import lists
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, CrossingAnswerIn, RedrawingIn
from registry.history import queries as history_queries
from registry.history.models import ActorKind
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import BoundaryStatus, Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from tests.cast import Cast
from tests.factories import make_boundary, make_idea

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
KEPT, NEAR, CROSSED = (AnswerIn(answer=answer) for answer in Answer)
ADAPTED = CrossingAnswerIn(answer=CrossingAnswer.ADAPTED, words="Two clinics a week instead of three.")
REDRAWN = CrossingAnswerIn(
    answer=CrossingAnswer.REDRAWN, words="Ninety was never measured.", sentence="No child seen for under 80 minutes"
)


async def have_sponsor(session: AsyncSession, idea: Idea, sponsor: Actor) -> None:
    await summaries.note_sponsor(session, idea, sponsor.id)


async def explore(session: AsyncSession, lead: Actor, idea: Idea) -> None:
    await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
    await refresh_watches(session, lead, idea)


async def kinds(session: AsyncSession, actor: Actor, idea: Idea) -> list[tuple[str, ActorKind]]:
    page = await history_queries.page_of_entries(session, actor, idea_id=idea.id)
    return [(entry.kind, entry.actor_kind) for entry in page.rows]


async def test_a_lead_without_a_sponsor_draws_a_boundary_alone(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    boundary = await drawing.draw_boundary(session, cast.clinician, idea, BoundaryIn(sentence="No added paper form"))

    [row] = await queries.list_boundaries(session, cast.quality, idea)
    assert (row.id, row.sentence, row.status) == (boundary.id, "No added paper form", BoundaryStatus.UNKNOWN)
    assert row.wording is not None
    assert row.proposed is None
    assert (await kinds(session, cast.clinician, idea))[0] == ("boundary_drawn", ActorKind.PERSON)


async def test_nobody_but_the_lead_draws_a_boundary(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)

    for other in (cast.colleague, cast.sponsor, cast.quality, cast.administrator):
        with pytest.raises(NotAllowed, match="Only the lead"):
            await drawing.draw_boundary(session, other, idea, BoundaryIn(sentence="No added paper form"))


async def test_with_a_sponsor_a_boundary_stands_when_the_sponsor_agrees(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await have_sponsor(session, idea, cast.sponsor)
    boundary = await make_boundary(session, cast.clinician, idea)
    [row] = await queries.list_boundaries(session, cast.clinician, idea)
    assert row.wording is None
    assert row.proposed is not None

    with pytest.raises(Refused, match="waits for the sponsor's agreement"):
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
    for other in (cast.clinician, cast.second_sponsor, cast.quality):
        with pytest.raises(NotAllowed, match="The sponsor of the idea agrees"):
            await wordings.agree_wording(session, other, row.proposed)
    await wordings.agree_wording(session, cast.sponsor, row.proposed)

    [row] = await queries.list_boundaries(session, cast.clinician, idea)
    assert row.wording is not None
    assert row.proposed is None
    assert [kind for kind, _ in await kinds(session, cast.clinician, idea)][:2] == [
        "boundary_agreed",
        "boundary_proposed",
    ]
    with pytest.raises(NotAllowed):
        await wordings.agree_wording(session, cast.sponsor, row.wording)


async def test_a_boundary_set_aside_is_no_longer_shown_but_can_be_read(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await have_sponsor(session, idea, cast.sponsor)
    boundary = await make_boundary(session, cast.clinician, idea)
    [wording] = await wording_queries.list_wordings(session, boundary)

    with pytest.raises(NotAllowed):
        await wordings.set_aside_wording(session, cast.second_sponsor, wording)
    await wordings.set_aside_wording(session, cast.sponsor, wording)

    assert not await queries.list_boundaries(session, cast.clinician, idea)
    assert (await queries.get_row(session, cast.clinician, boundary, idea)).wording is None
    with pytest.raises(NotAllowed):
        await wordings.agree_wording(session, cast.sponsor, wording)


async def test_when_the_sponsor_is_lost_the_lead_agrees_alone(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    await have_sponsor(session, idea, cast.sponsor)
    boundary = await make_boundary(session, cast.clinician, idea)
    [wording] = await wording_queries.list_wordings(session, boundary)

    await summaries.note_sponsor(session, idea, None)
    await wordings.agree_wording(session, cast.clinician, wording)

    assert wording.agreed_by_id == cast.clinician.id


async def test_the_eighth_boundary_is_refused(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    for number in range(7):
        await make_boundary(session, cast.clinician, idea, f"Boundary {number}")

    with pytest.raises(Refused, match="at most 7 boundaries"):
        await make_boundary(session, cast.clinician, idea, "One too many")


async def test_the_team_answers_and_nobody_else(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)

    for other in (cast.colleague, cast.sponsor, cast.quality, cast.administrator):
        with pytest.raises(NotAllowed, match="Only the team answers"):
            await answering.answer_boundary(session, other, boundary, KEPT)
    await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.NEAR, note="One at 92."))

    [row] = await queries.list_boundaries(session, cast.sponsor, idea)
    assert (row.status, row.note, row.answered_by) == (BoundaryStatus.NEAR, "One at 92.", "Amara Okafor")
    assert (await idea_queries.get_summary(session, idea)).worst_boundary is BoundaryStatus.NEAR


async def test_a_boundary_nobody_answered_for_28_days_is_unknown_and_a_pause_does_not_count(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        boundary = await make_boundary(session, cast.clinician, idea)
        await explore(session, cast.clinician, idea)
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)

    async def status() -> BoundaryStatus:
        return (await queries.get_row(session, cast.clinician, boundary, idea)).status

    with clock.stopped_at(NOON + timedelta(days=28)):
        assert await status() is BoundaryStatus.CLEAR
        assert not await lists.list_unknown_boundaries(session, cast.quality, limit=9)
        await idea_actions.move_idea(session, cast.clinician, idea, Stage.PAUSED, "idea_paused")
        await refresh_watches(session, cast.clinician, idea)
    with clock.stopped_at(NOON + timedelta(days=90)):
        assert await status() is BoundaryStatus.CLEAR
        assert not await lists.list_unknown_boundaries(session, cast.quality, limit=9)
        assert not await lists.list_boundaries_to_answer(session, cast.clinician, limit=9)
        await explore(session, cast.clinician, idea)
    with clock.stopped_at(NOON + timedelta(days=91)):
        assert await status() is BoundaryStatus.UNKNOWN
        [line] = await lists.list_unknown_boundaries(session, cast.quality, limit=9)
        held = line.held
        assert (held.boundary_id, held.where) == (boundary.id, "Twelve weeks to an answer")
        assert not await lists.list_unknown_boundaries(session, cast.stranger, limit=9)


async def test_an_answer_tells_for_28_days_unless_the_lead_has_set_another_time(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        form = BoundaryIn(sentence="No added paper form", answer_days=90)
        boundary = await drawing.draw_boundary(session, cast.clinician, idea, form)
        await explore(session, cast.clinician, idea)
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
    with clock.stopped_at(NOON + timedelta(days=90)):
        assert (await queries.get_row(session, cast.clinician, boundary, idea)).status is BoundaryStatus.CLEAR
    with clock.stopped_at(NOON + timedelta(days=91)):
        assert (await queries.get_row(session, cast.clinician, boundary, idea)).status is BoundaryStatus.UNKNOWN
        assert len(await lists.list_unknown_boundaries(session, cast.quality, limit=9)) == 1


async def test_for_how_long_an_answer_tells_is_redrawn_with_a_reason_and_stays_where_nothing_is_said(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        form = BoundaryIn(sentence="No added paper form", answer_days=90)
        boundary = await drawing.draw_boundary(session, cast.clinician, idea, form)
        await explore(session, cast.clinician, idea)
        sooner = RedrawingIn(sentence=form.sentence, answer_days=14, reason="We forget in three months.")
        await wordings.redraw_boundary(session, cast.clinician, boundary, sooner)
        entry = (await history_queries.page_of_entries(session, cast.clinician)).rows[0]
        assert (entry.was, entry.became) == (
            "No added paper form (An answer tells for 90 days)", "No added paper form (An answer tells for 14 days)",
        )  # fmt: skip
        other = RedrawingIn(sentence="No added form", reason="Screens are forms, too.")
        await wordings.redraw_boundary(session, cast.clinician, boundary, other)
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
    for days, expected in ((14, BoundaryStatus.CLEAR), (15, BoundaryStatus.UNKNOWN)):
        with clock.stopped_at(NOON + timedelta(days=days)):
            assert (await queries.get_row(session, cast.clinician, boundary, idea)).status is expected


async def test_a_team_is_asked_at_the_beginning_and_a_week_before_silence(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        boundary = await make_boundary(session, cast.clinician, idea)
        assert not await lists.list_boundaries_to_answer(session, cast.clinician, limit=9)
        await explore(session, cast.clinician, idea)
        [line] = await lists.list_boundaries_to_answer(session, cast.clinician, limit=9)
        assert (line.held.boundary_id, line.held.address) == (boundary.id, f"/boundaries/{boundary.id}")
        assert not await lists.list_boundaries_to_answer(session, cast.colleague, limit=9)
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
        assert not await lists.list_boundaries_to_answer(session, cast.clinician, limit=9)
    with clock.stopped_at(NOON + timedelta(days=21)):
        [line] = await lists.list_boundaries_to_answer(session, cast.clinician, limit=9)
        assert line.answered_at == NOON


async def test_crossed_opens_one_question_to_which_further_answers_add(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)

    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    await answering.answer_boundary(session, cast.clinician, boundary, NEAR)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)

    [crossing] = await crossing_queries.list_crossings(session, boundary)
    assert crossing.times == 2
    assert (await kinds(session, cast.clinician, idea))[:4] == [
        ("boundary_answered", ActorKind.PERSON),
        ("boundary_answered", ActorKind.PERSON),
        ("crossing_opened", ActorKind.REGISTRY),
        ("boundary_answered", ActorKind.PERSON),
    ]
    assert (await idea_queries.get_summary(session, idea)).worst_boundary is BoundaryStatus.CROSSED


async def test_an_answered_crossing_still_grows_and_a_new_one_opens_after_a_return_to_clear(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    assert [crossing.times for crossing in await crossing_queries.list_crossings(session, boundary)] == [2]

    await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    newest, first = await crossing_queries.list_crossings(session, boundary)
    assert first.cleared_at is not None
    assert (newest.times, newest.cleared_at, newest.answer) == (1, None, None)


async def test_a_crossing_is_answered_once_and_by_the_lead(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    for other in (cast.colleague, cast.sponsor, cast.quality):
        with pytest.raises(NotAllowed, match="The lead answers a crossing, once"):
            await answering.answer_crossing(session, other, crossing, ADAPTED)
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    with pytest.raises(NotAllowed, match="once"):
        await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)

    assert (crossing.answer, crossing.answered_by_id) == (CrossingAnswer.ADAPTED, cast.clinician.id)
    assert not await lists.list_open_crossings(session, cast.quality, limit=9)


async def test_a_lead_without_a_sponsor_redraws_alone_and_nobody_has_answered_the_new_words(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)

    [row] = await queries.list_boundaries(session, cast.clinician, idea)
    assert (row.sentence, row.status) == (REDRAWN.sentence, BoundaryStatus.UNKNOWN)
    assert crossing.answer is CrossingAnswer.REDRAWN
    assert [wording.number for wording in await wording_queries.list_wordings(session, boundary)] == [2, 1]
    assert (await idea_queries.get_summary(session, idea)).worst_boundary is None


async def test_until_the_sponsor_agrees_to_a_redrawing_the_crossing_is_open(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await have_sponsor(session, idea, cast.sponsor)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)

    assert crossing.answered_at is None
    [row] = await queries.list_boundaries(session, cast.clinician, idea)
    assert (row.sentence, row.status) == ("No child seen for under 90 minutes", BoundaryStatus.CROSSED)
    [line] = await wording_queries.list_wordings_to_agree(session, cast.sponsor, limit=9)
    assert (line.sentence, line.number, line.proposed_by) == (REDRAWN.sentence, 2, "Amara Okafor")
    assert not await wording_queries.list_wordings_to_agree(session, cast.second_sponsor, limit=9)
    with pytest.raises(Refused, match="waits for an answer already"):
        await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)

    assert row.proposed is not None
    await wordings.agree_wording(session, cast.sponsor, row.proposed)

    assert (crossing.answer, crossing.words) == (CrossingAnswer.REDRAWN, REDRAWN.words)
    assert (await kinds(session, cast.clinician, idea))[:3] == [
        ("crossing_answered", ActorKind.REGISTRY),
        ("boundary_agreed", ActorKind.PERSON),
        ("boundary_proposed", ActorKind.PERSON),
    ]
    assert not await wording_queries.list_wordings_to_agree(session, cast.sponsor, limit=9)


async def test_a_redrawing_set_aside_leaves_the_question_for_another_answer(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await have_sponsor(session, idea, cast.sponsor)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)
    [wording, _] = await wording_queries.list_wordings(session, boundary)

    await wordings.set_aside_wording(session, cast.sponsor, wording)

    assert crossing.answered_at is None
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    assert crossing.answer is CrossingAnswer.ADAPTED


async def test_words_change_without_a_crossing_too_with_a_reason_that_stays(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    form = RedrawingIn(sentence="No child is seen for under 90 minutes, travel apart", reason="Travel was counted.")

    with pytest.raises(NotAllowed, match="Only the lead redraws"):
        await wordings.redraw_boundary(session, cast.colleague, boundary, form)
    await wordings.redraw_boundary(session, cast.clinician, boundary, form)
    with pytest.raises(Refused, match="those that stand already"):
        await wordings.redraw_boundary(session, cast.clinician, boundary, form)

    entry = (await history_queries.page_of_entries(session, cast.clinician, idea_id=idea.id)).rows[0]
    assert (entry.words, entry.was, entry.became) == (
        "Travel was counted.",
        "No child seen for under 90 minutes",
        form.sentence,
    )
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    with pytest.raises(Refused, match="Answer that first"):
        await wordings.redraw_boundary(session, cast.clinician, boundary, RedrawingIn(sentence="Other", reason="So."))


async def test_open_crossings_are_listed_for_quality_and_for_the_sponsor_of_the_idea(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await have_sponsor(session, idea, cast.sponsor)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)

    [line] = await lists.list_open_crossings(session, cast.quality, limit=9)
    assert (line.held.boundary_id, line.held.idea_id, line.times) == (boundary.id, idea.id, 1)
    mine = await lists.list_open_crossings(session, cast.sponsor, 9, sponsored_by_id=cast.sponsor.id)
    assert [found.id for found in mine] == [line.id]
    assert not await lists.list_open_crossings(session, cast.sponsor, 9, sponsored_by_id=cast.second_sponsor.id)
    for outsider in (cast.stranger, cast.partner):
        assert not await lists.list_open_crossings(session, outsider, limit=9)


async def test_a_list_tells_the_oldest_and_no_more_than_asked_for(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    made = [await make_boundary(session, cast.clinician, idea, f"Boundary {number}") for number in range(5)]
    await explore(session, cast.clinician, idea)

    listed = await lists.list_boundaries_to_answer(session, cast.clinician, limit=3)
    assert [line.held.boundary_id for line in listed] == [boundary.id for boundary in made[:3]]


async def test_another_organisation_and_an_outsider_find_no_boundary(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [wording] = await wording_queries.list_wordings(session, boundary)
    [crossing] = await crossing_queries.list_crossings(session, boundary)

    for outsider in (cast.stranger, cast.partner):
        for get, thing in ((queries.get_boundary, boundary), (wording_queries.get_wording, wording)):
            with pytest.raises(NotFound):
                await get(session, outsider, thing.id)
        with pytest.raises(NotFound):
            await crossing_queries.get_crossing(session, outsider, crossing.id)


async def test_an_ended_idea_is_not_answered_but_its_crossing_still_is(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    boundary = await make_boundary(session, cast.clinician, idea)
    await answering.answer_boundary(session, cast.clinician, boundary, CROSSED)
    [crossing] = await crossing_queries.list_crossings(session, boundary)
    await idea_actions.move_idea(session, cast.clinician, idea, Stage.ENDED, "idea_ended")

    with pytest.raises(NotAllowed):
        await answering.answer_boundary(session, cast.clinician, boundary, KEPT)
    with pytest.raises(Refused, match="has ended is not redrawn"):
        await answering.answer_crossing(session, cast.clinician, crossing, REDRAWN)
    await answering.answer_crossing(session, cast.clinician, crossing, ADAPTED)
    assert crossing.answer is CrossingAnswer.ADAPTED


async def test_the_worst_boundary_and_the_due_day_kept_agree_with_fresh_sums(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        made = [await make_boundary(session, cast.clinician, idea, f"Boundary {number}") for number in range(3)]
        await explore(session, cast.clinician, idea)
    for day, (boundary, form) in enumerate(zip(made, (KEPT, CROSSED, NEAR), strict=True)):
        with clock.stopped_at(NOON + timedelta(days=day)):
            await answering.answer_boundary(session, cast.clinician, boundary, form)

    for day in (0, 27, 28, 29, 30, 31, 60):
        with clock.stopped_at(NOON + timedelta(days=day)):
            rows = await queries.list_boundaries(session, cast.clinician, idea)
            listed = await lists.list_unknown_boundaries(session, cast.quality, limit=9)
            unknown = {line.held.boundary_id for line in listed}
            hidden_by_time = {row.id for row in rows if row.status is BoundaryStatus.UNKNOWN}
            assert hidden_by_time <= unknown
            assert {row.id for row in rows if row.id in unknown and row.status is not BoundaryStatus.UNKNOWN} <= {
                made[1].id
            }, "only an open crossing is longer known than its answer"
    assert (await idea_queries.get_summary(session, idea)).worst_boundary is BoundaryStatus.CROSSED
