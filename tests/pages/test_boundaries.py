from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing, joining
from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.models import Answer, BoundaryKind, Comparison
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn
from registry.frameworks.models import Framework
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import Idea, Stage
from registry.kit import clock
from registry.measures.actions import measures as measure_actions
from registry.measures.schemas import MeasureIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import (
    MEASURE,
    make_boundary,
    make_exploring_idea,
    make_framework,
    make_idea,
    make_measure,
    make_numbers,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SENTENCE = "No child seen for under 90 minutes"


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    """An idea that is being explored, sponsored, under one boundary that nobody has answered."""
    return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor)).id


@pytest.fixture
def boundary_id(visit: Visit, cast: Cast, idea_id: UUID) -> UUID:
    return boundary_ids(visit, cast, idea_id)[0]


def boundary_ids(visit: Visit, cast: Cast, idea_id: UUID) -> list[UUID]:
    async def find(session: object) -> list[UUID]:
        idea = await queries.idea_queries.get_idea(session, cast.clinician, idea_id)
        return [row.id for row in await queries.list_boundaries(session, cast.clinician, idea)]

    return visit.write(find)


def test_a_lead_without_a_sponsor_draws_a_boundary_that_stands_at_once(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    page = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new").follow("We answer it ourselves")
    shown = page.submit("Draw this boundary", {"sentence": SENTENCE})

    assert shown.path.startswith("/boundaries/")
    assert shown.heading == SENTENCE
    assert "The boundary stands." in shown
    assert "Not answered yet." in shown


def test_an_empty_boundary_is_refused_beside_its_field(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    form = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new").follow("We answer it ourselves")
    page = form.submit("Draw this boundary", status=422)

    assert "There is something to mend" in page
    assert "Write what may not happen." in page


def test_nobody_but_the_lead_is_offered_the_form(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    for other in (cast.colleague, cast.sponsor, cast.quality):
        visit(other).get(f"/ideas/{idea.id}/boundaries/new", status=403)


def test_a_sponsor_agrees_to_a_boundary_or_sets_it_aside(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit(cast.clinician), visit(cast.sponsor)
    for words in ("A parent is in the room", "No extra letter"):
        form = lead.get(f"/ideas/{idea_id}/boundaries/new?kind=declared")
        shown = form.submit("Propose this boundary", {"sentence": words})
        assert "Proposed. It stands when the sponsor agrees." in shown
        assert not shown.has_button("Agree")
    _, first, second = boundary_ids(visit, cast, idea_id)

    agreed = sponsor.get(f"/boundaries/{first}").submit("Agree")
    assert "You agreed." in agreed
    assert "Agreed by Priya Raman" in agreed
    aside = sponsor.get(f"/boundaries/{second}").submit("Set it aside")
    assert "Set aside by Priya Raman" in aside


def test_a_boundary_is_answered_with_one_press(visit: Visit, cast: Cast, boundary_id: UUID) -> None:
    shown = visit(cast.clinician).get(f"/boundaries/{boundary_id}").submit("Near", {"note": "One at 92 minutes."})

    assert "Near. Answered" in shown
    assert "One at 92 minutes." in shown
    assert "By Amara Okafor." in shown


def test_only_the_team_is_offered_the_answer(visit: Visit, cast: Cast, boundary_id: UUID) -> None:
    for other in (cast.sponsor, cast.colleague, cast.quality, cast.board, cast.administrator):
        browser = visit(other)
        assert not browser.get(f"/boundaries/{boundary_id}").has_button("Kept")
        token = browser.form_token()
        browser.post(f"/boundaries/{boundary_id}/answers", {"csrf_token": token, "answer": "kept"}, status=403)


def test_crossed_asks_what_follows_and_is_answered_once(visit: Visit, cast: Cast, boundary_id: UUID) -> None:
    lead = visit(cast.clinician)
    crossed = lead.get(f"/boundaries/{boundary_id}").submit("Crossed")
    assert "What follows from it is not answered yet." in crossed

    asked = crossed.follow("Say what follows")
    refused = asked.submit("Keep this answer", status=422)
    assert "Say what you did." in refused
    assert "Say in your own words what followed." in refused
    shown = asked.submit("Keep this answer", {"answer": "adapted", "words": "Two clinics a week instead of three."})

    assert "We changed what we do." in shown
    assert "Two clinics a week instead of three." in shown
    again = lead.get(asked.path)
    assert not again.has_button("Keep this answer")
    assert "We changed what we do" in again


def test_a_redrawing_waits_for_the_sponsor_and_the_question_stays_open(
    visit: Visit, cast: Cast, boundary_id: UUID
) -> None:
    lead = visit(cast.clinician)
    asked = lead.get(f"/boundaries/{boundary_id}").submit("Crossed").follow("Say what follows")
    missing = asked.submit("Keep this answer", {"answer": "redrawn", "words": "So.", "sentence": ""}, status=422)
    assert "Write what may not happen." in missing

    fields = {"answer": "redrawn", "words": "Ninety was never measured.", "sentence": "Not under 80 minutes"}
    shown = asked.submit("Keep this answer", fields)
    assert "The question stays open until your sponsor agrees." in shown
    assert "What follows from it is not answered yet." in shown
    agreed = visit(cast.sponsor).get(f"/boundaries/{boundary_id}").submit("Agree")

    assert agreed.heading == "Not under 80 minutes"
    assert "The boundary was redrawn." in agreed


def test_new_words_carry_their_reason(visit: Visit, cast: Cast) -> None:
    boundary = visit.write(lambda session: _boundary_of_new_idea(session, cast))

    page = visit(cast.clinician).get(f"/boundaries/{boundary.id}").follow("Put it in new words")
    same = page.submit("Keep the new words", {"reason": "So."}, status=422)
    assert "The new words are those that stand already." in same
    shown = page.submit("Keep the new words", {"sentence": "Not under 80 minutes", "reason": "Travel was counted."})

    assert shown.heading == "Not under 80 minutes"
    assert "Travel was counted." in shown
    assert SENTENCE in shown


def test_answering_in_place_swaps_the_line_as_a_reload_would_show_it(
    visit: Visit, cast: Cast, idea_id: UUID, boundary_id: UUID
) -> None:
    lead = visit(cast.clinician)
    fields = lead.get(f"/boundaries/{boundary_id}").form_fields("Kept") | {"answer": "kept"}
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    swapped = lead.client.post(f"/boundaries/{boundary_id}/answers", data=fields, headers=headers)

    assert swapped.status_code == 200
    line = " ".join(swapped.text.split())
    assert line.startswith(f'<li id="boundary-{boundary_id}-line">')
    assert "Kept. Answered" in line
    assert line in " ".join(lead.get(f"/ideas/{idea_id}").html.split())


def test_a_stranger_and_a_partner_are_turned_away(visit: Visit, cast: Cast, idea_id: UUID, boundary_id: UUID) -> None:
    async def cross(session: object) -> UUID:
        boundary, _ = await queries.get_boundary(session, cast.clinician, boundary_id)
        await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED))
        return (await crossing_queries.list_crossings(session, boundary))[0].id

    crossing_id = visit.write(cross)
    for outsider in (cast.stranger, cast.partner):
        browser = visit(outsider)
        for address in (
            f"/boundaries/{boundary_id}",
            f"/boundaries/{boundary_id}/wordings/new",
            f"/ideas/{idea_id}/boundaries/new",
            f"/crossings/{crossing_id}",
        ):
            browser.get(address, status=404)
        token = browser.form_token()
        for address in (
            f"/boundaries/{boundary_id}/answers",
            f"/boundaries/{boundary_id}/wordings",
            f"/ideas/{idea_id}/boundaries",
            f"/crossings/{crossing_id}/answer",
        ):
            browser.post(address, {"csrf_token": token, "answer": "kept", "sentence": "Mine"}, status=404)


def test_somebody_who_is_not_signed_in_is_asked_to(visit: Visit, boundary_id: UUID) -> None:
    assert visit().get(f"/boundaries/{boundary_id}").path.startswith("/sign-in")


def test_a_measured_boundary_is_drawn_over_its_measures_chart(visit: Visit, cast: Cast) -> None:
    lead = cast.clinician

    async def draw(session: AsyncSession) -> UUID:
        idea = await make_idea(session, lead)
        measure = await make_measure(session, lead, idea, name="Newborns under 36.5 °C", unit="%")
        words = BoundaryIn(
            sentence="Not more than 8% of newborns are cold",
            kind=BoundaryKind.MEASURED,
            measure_id=measure.id,
            comparison=Comparison.NOT_OVER,
            limit_value="8",
        )
        boundary = await drawing.draw_boundary(session, lead, idea, words)
        await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
        await make_numbers(session, lead, measure, [4, 6, 9])
        return boundary.id

    page = visit(cast.quality).get(f"/boundaries/{visit.write(draw)}")
    assert "Not over 8%" in page
    assert "Crossed it" in page
    assert page.html.count('class="chart__boundary"') == 3  # in both drawings and in the legend
    assert page.follow("All about this measure").heading == "Newborns under 36.5 °C"


def test_the_kind_is_asked_first_and_numbers_need_a_measure(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    asked = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new")
    assert not asked.has_button("Draw this boundary")
    measured = asked.follow("We watch it with numbers")

    assert "This idea has none yet." in measured
    assert measured.follow("Add a measure first").path == f"/ideas/{idea.id}/measures/new"


def test_a_lead_draws_a_measured_boundary_and_what_was_typed_stays_when_it_is_refused(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea, name="Cold newborns", unit="%"))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new").follow("We watch it with numbers")
    terms = {"measure_id": str(measure.id), "limit_value": "8", "margin": "a little", "points_in_a_row": "2"}

    refused = form.submit("Draw this boundary", terms, status=422)
    assert "Write a number, such as 68 or 4.5." in refused
    refused = refused.submit("Draw this boundary", {"margin": ""}, status=422)
    assert "Choose on which side of the limit it is kept." in refused
    shown = refused.submit("Draw this boundary", {"comparison": "not_over"})

    assert shown.heading == "Cold newborns: not over 8% twice in a row"
    assert "Not over 8%; crossed by 2 numbers in a row." in shown
    assert "Watched with ‘Cold newborns’. No number yet." in shown


def test_a_crossing_by_numbers_is_read_and_answered_by_redrawing(visit: Visit, cast: Cast) -> None:
    boundary_id = visit.write(lambda session: _crossed_by_numbers(session, cast))
    lead = visit(cast.clinician)

    page = lead.get(f"/boundaries/{boundary_id}")
    assert "2 numbers beyond the limit" in page
    assert "It is not clear again yet." in page
    asked = page.follow("Say what follows")
    assert "Nobody is blamed for what numbers show." in asked
    refused = asked.submit("Keep this answer", {"answer": "redrawn", "words": "It was a guess."}, status=422)
    assert "Write the limit, as a number." in refused
    shown = refused.submit("Keep this answer", {"limit_value": "10"})

    assert shown.heading == "Cold newborns: not over 10%"
    assert "It ended when the boundary was redrawn." in shown
    assert "Redrawn: Cold newborns: not over 10%" in shown


def test_a_measured_boundary_is_redrawn_with_its_limit_filled_in(visit: Visit, cast: Cast) -> None:
    boundary_id = visit.write(lambda session: _crossed_by_numbers(session, cast, [1, 2]))

    form = visit(cast.clinician).get(f"/boundaries/{boundary_id}").follow("Redraw it")
    assert form.form_fields("Keep the change")["limit_value"] == ["8"]
    shown = form.submit("Keep the change", {"limit_value": "6", "reason": "We can do better."})

    assert shown.heading == "Cold newborns: not over 6%"
    assert "We can do better." in shown


def test_for_how_long_an_answer_tells_is_redrawn_on_the_page_of_the_new_words(
    visit: Visit, cast: Cast, idea_id: UUID
) -> None:
    lead = visit(cast.clinician)
    form = lead.get(f"/ideas/{idea_id}").follow(SENTENCE).follow("Put it in new words")
    assert form.form_fields("Propose the new words")["answer_days"] == ["28"]
    wrong = form.submit("Propose the new words", {"answer_days": "0", "reason": "We forget."}, status=422)
    shown = wrong.submit("Propose the new words", {"answer_days": "14"})

    assert "An answer tells for 14 days." in shown


def test_a_framework_boundary_is_drawn_by_its_steward_and_lists_its_ideas_the_worst_first(
    visit: Visit, cast: Cast
) -> None:
    framework = visit.write(lambda session: make_framework(session, cast.steward))
    steward = visit(cast.steward)

    form = steward.get(f"/frameworks/{framework.id}").follow("Draw a boundary").follow("We answer it ourselves")
    drawn = form.submit("Draw this boundary", {"sentence": "No patient is moved at night"})
    for title in ("Walking early", "Quiet nights"):
        visit.write(lambda session, title=title: _explored_under(session, cast, framework, title))
    assert "2 ideas not known" in steward.get(drawn.path)
    lead = visit(cast.clinician)
    lead.get(drawn.path).follow("Quiet nights").submit("Crossed")

    page = steward.get(drawn.path)
    assert page.text.index("Quiet nights") < page.text.index("Walking early")
    assert "1 idea crossed" in page
    watch = page.follow("Quiet nights")
    assert watch.heading == "No patient is moved at night"
    assert "how ‘Quiet nights’ stands under it" in watch
    assert "No patient is moved at night" in steward.get(f"/frameworks/{framework.id}")


def test_the_lead_chooses_the_measure_that_tells_for_a_framework_boundary(visit: Visit, cast: Cast) -> None:
    framework = visit.write(lambda session: make_framework(session, cast.steward))
    form = visit(cast.steward).get(f"/frameworks/{framework.id}/boundaries/new?kind=measured")
    terms = {"comparison": "not_over", "limit_value": "8", "sentence": "Fewer than one in twelve comes back"}
    drawn = form.submit("Draw this boundary", terms)
    idea = visit.write(lambda session: _explored_under(session, cast, framework, "Quiet nights"))
    lead = visit(cast.clinician)
    watch = lead.get(drawn.path).follow("Quiet nights")
    assert "Nobody has chosen yet which measure tells." in watch

    empty = watch.follow("Choose the measure that tells")
    assert "This idea has no measure yet" in empty
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea, name="Come back", unit="%"))
    choice = lead.get(empty.path)
    assert "Choose the measure that tells." in choice.submit("Let it tell", status=422)
    chosen = choice.submit("Let it tell", {"measure_id": str(measure.id)})

    assert "Watched with ‘Come back’. No number yet." in chosen
    assert not visit(cast.colleague).get(watch.path).has_button("Let it tell")


def test_a_shared_measure_shows_its_one_crossing_on_the_boundary_and_in_every_idea(visit: Visit, cast: Cast) -> None:
    framework = visit.write(lambda session: make_framework(session, cast.steward))
    measure = visit.write(
        lambda session: measure_actions.add_measure_to_framework(
            session, cast.steward, framework, MeasureIn(**(MEASURE | {"name": "Come back", "unit": "%"}))
        )
    )
    form = visit(cast.steward).get(f"/frameworks/{framework.id}/boundaries/new?kind=measured")
    drawn = form.submit(
        "Draw this boundary", {"measure_id": str(measure.id), "comparison": "not_over", "limit_value": "8"}
    )
    idea = visit.write(lambda session: _explored_under(session, cast, framework, "Quiet nights"))
    visit.write(lambda session: make_numbers(session, cast.quality, measure, [9]))

    page = visit(cast.steward).get(drawn.path)
    assert "for all its ideas at once" in page
    assert page.follow("Say what follows").has_button("Keep this answer")
    told = visit(cast.clinician).get(f"/ideas/{idea.id}")
    assert "Come back: not over 8%" in told
    assert "Of the framework ‘Older people’." in told
    assert "The lead or a steward" not in visit(cast.clinician).get(page.link("Say what follows"))


async def _crossed_by_numbers(session: AsyncSession, cast: Cast, values: Sequence[float] = (9, 9)) -> UUID:
    """A boundary of an idea of the clinician's, drawn three weeks ago, with the numbers of the last weeks."""
    lead = cast.clinician
    with clock.stopped_at(clock.now() - timedelta(weeks=3)):
        idea = await make_idea(session, lead)
        measure = await make_measure(session, lead, idea, name="Cold newborns", unit="%")
        terms = {"measure_id": measure.id, "comparison": Comparison.NOT_OVER, "limit_value": "8"}
        form = BoundaryIn(kind=BoundaryKind.MEASURED, **terms)
        boundary = await drawing.draw_boundary(session, lead, idea, form)
        await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
        await refresh_watches(session, lead, idea)
    await make_numbers(session, lead, measure, values)
    return boundary.id


async def _explored_under(session: AsyncSession, cast: Cast, framework: Framework, title: str) -> Idea:
    idea = await make_idea(session, cast.clinician, title=title)
    await idea_actions.move_idea(session, cast.clinician, idea, Stage.EXPLORING, "idea_begun")
    await joining.join_framework(session, cast.clinician, idea, framework)
    return idea


async def _boundary_of_new_idea(session: object, cast: Cast) -> object:
    idea = await make_idea(session, cast.clinician)
    await summaries.note_sponsor(session, idea, None)
    return await make_boundary(session, cast.clinician, idea)
