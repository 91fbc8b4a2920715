from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, drawing
from registry.boundaries.models import Answer, BoundaryKind, Comparison
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Stage
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_exploring_idea, make_idea, make_measure, make_numbers

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

    page = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new")
    shown = page.submit("Draw this boundary", {"sentence": SENTENCE})

    assert shown.path.startswith("/boundaries/")
    assert shown.heading == SENTENCE
    assert "The boundary stands." in shown
    assert "Not answered yet." in shown


def test_an_empty_boundary_is_refused_beside_its_field(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    page = visit(cast.clinician).get(f"/ideas/{idea.id}/boundaries/new").submit("Draw this boundary", status=422)

    assert "There is something to mend" in page
    assert "Write what may not happen." in page


def test_nobody_but_the_lead_is_offered_the_form(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    for other in (cast.colleague, cast.sponsor, cast.quality):
        visit(other).get(f"/ideas/{idea.id}/boundaries/new", status=403)


def test_a_sponsor_agrees_to_a_boundary_or_sets_it_aside(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit(cast.clinician), visit(cast.sponsor)
    for words in ("A parent is in the room", "No extra letter"):
        shown = lead.get(f"/ideas/{idea_id}/boundaries/new").submit("Propose this boundary", {"sentence": words})
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
    assert refused.text.count("Fill this in.") >= 2
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


async def _boundary_of_new_idea(session: object, cast: Cast) -> object:
    idea = await make_idea(session, cast.clinician)
    await idea_actions.note_sponsor(session, idea, None)
    return await make_boundary(session, cast.clinician, idea)
