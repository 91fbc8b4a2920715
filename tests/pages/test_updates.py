from uuid import UUID

import pytest

from registry.boundaries.queries import boundaries as queries
from registry.ideas.queries import ideas as idea_queries
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_idea


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor)).id


def answer_field(visit: Visit, cast: Cast, idea_id: UUID) -> str:
    async def find(session: object) -> UUID:
        idea = await idea_queries.get_idea(session, cast.clinician, idea_id)
        return (await queries.list_boundaries(session, cast.clinician, idea))[0].id

    return f"answer_{visit.write(find).hex}"


def test_an_update_tells_what_happened_and_how_the_boundaries_stand(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    answer = answer_field(visit, cast, idea_id)
    form = visit(cast.clinician).get(f"/ideas/{idea_id}/updates/new")

    shown = form.submit(
        "Tell it", {"tried": "Two clinics a week.", answer: "near", answer.replace("answer", "note"): "92"}
    )

    assert shown.path.startswith("/updates/")
    assert "Two clinics a week." in shown
    assert "Near: No child seen for under 90 minutes" in shown
    assert "92" in shown
    listed = visit(cast.sponsor).get(f"/ideas/{idea_id}/updates")
    assert "Two clinics a week." in listed
    assert listed.follow("Link to this update").path == shown.path


def test_a_refused_update_loses_nothing_and_says_what_is_missing(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    answer = answer_field(visit, cast, idea_id)
    form = visit(cast.clinician).get(f"/ideas/{idea_id}/updates/new")

    unanswered = form.submit("Tell it", {"learnt": "Fridays are quiet."}, status=422)
    assert "Say whether it was kept." in unanswered
    assert unanswered.form_fields("Tell it")["learnt"] == ["Fridays are quiet."]
    empty = form.submit("Tell it", {answer: "kept"}, status=422)
    assert "Say at least one of the four" in empty
    assert empty.form_fields("Tell it")[answer] == ["kept"]


def test_the_same_update_sent_twice_is_told_once(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}/updates/new")

    first = form.submit("Tell it", {"tried": "Once."})
    second = form.submit("Tell it", {"tried": "Once."})

    assert first.path == second.path
    assert visit(cast.clinician).get(f"/ideas/{idea.id}/updates").text.count("Once.") == 1


def test_nobody_outside_the_team_tells(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    for other in (cast.colleague, cast.sponsor, cast.quality):
        browser = visit(other)
        browser.get(f"/ideas/{idea_id}/updates/new", status=403)
        fields = {"csrf_token": browser.form_token(), "tried": "Mine."}
        browser.post(f"/ideas/{idea_id}/updates", fields, status=403)


def test_strangers_and_partners_find_no_update(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    told = visit(cast.clinician).get(f"/ideas/{idea.id}/updates/new").submit("Tell it", {"tried": "Once."})

    for outsider in (cast.stranger, cast.partner):
        browser = visit(outsider)
        for address in (told.path, f"/ideas/{idea.id}/updates", f"/ideas/{idea.id}/updates/new"):
            browser.get(address, status=404)
        fields = {"csrf_token": browser.form_token(), "tried": "Mine."}
        browser.post(f"/ideas/{idea.id}/updates", fields, status=404)


def test_who_told_it_puts_it_in_other_words_and_the_history_keeps_the_first(
    visit: Visit, cast: Cast, idea_id: UUID
) -> None:
    answer = answer_field(visit, cast, idea_id)
    form = visit(cast.clinician).get(f"/ideas/{idea_id}/updates/new")
    told = form.submit("Tell it", {"tried": "Two clincs a week.", answer: "kept"})

    changed = told.follow("Put it in other words").submit("Keep these words", {"tried": "Two clinics a week."})

    assert "Two clinics a week." in changed
    assert "put in other words" in changed
    assert "Kept: No child seen" in changed
    history = visit(cast.sponsor).get(f"/ideas/{idea_id}/history")
    assert "Amara Okafor put an update in other words" in history
    assert "Two clincs a week." in history
    again = changed.follow("Put it in other words").submit("Keep these words")
    assert visit(cast.sponsor).get(f"/ideas/{idea_id}/history").text.count("put an update in other words") == 1
    empty = again.follow("Put it in other words").submit("Keep these words", {"tried": " "}, status=422)
    assert "Say at least one of the four" in empty


def test_nobody_else_puts_an_update_in_other_words(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    answer = answer_field(visit, cast, idea_id)
    told = visit(cast.clinician).get(f"/ideas/{idea_id}/updates/new").submit("Tell it", {"tried": "A", answer: "kept"})
    for person, status in ((cast.colleague, 403), (cast.sponsor, 403), (cast.stranger, 404)):
        browser = visit(person)
        token = browser.form_token()
        browser.get(f"{told.path}/edit", status=status)
        browser.post(told.path, {"csrf_token": token, "tried": "B"}, status=status)
