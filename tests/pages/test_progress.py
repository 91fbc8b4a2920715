from datetime import timedelta
from uuid import UUID

import pytest

from registry.ideas.models import Stage
from registry.ideas.queries import ideas as idea_queries
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_exploring_idea, make_idea, make_sponsorship

MOVES = ("pause", "resumption", "sustaining", "ending", "reopening")


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor)).id


def stage_of(visit: Visit, cast: Cast, idea_id: UUID) -> Stage:
    async def find(session: object) -> Stage:
        idea = await idea_queries.get_idea(session, cast.clinician, idea_id)
        return (await idea_queries.get_standing(session, idea)).stage

    return visit.write(find)


def test_what_is_missing_stands_in_sentences_with_the_way_to_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    page = visit(cast.clinician).get(f"/ideas/{idea.id}/exploration/new")

    assert "Missing: No sponsorship is accepted yet." in page
    assert "Missing: No boundary stands yet." in page
    assert page.link("Draw a boundary") == f"/ideas/{idea.id}/boundaries/new"
    assert not page.has_button("Begin exploring")


def test_a_lead_begins_when_all_is_there(visit: Visit, cast: Cast) -> None:
    async def prepare(session: object) -> UUID:
        idea = await make_idea(session, cast.clinician)
        await make_boundary(session, cast.clinician, idea)
        until_on = cast.clinician.today + timedelta(days=120)
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, until_on)
        return idea.id

    idea_id = visit.write(prepare)
    form = visit(cast.clinician).get(f"/ideas/{idea_id}/exploration/new")
    assert "There: Priya Raman sponsors this idea until" in form

    short = {"ends_on": (cast.clinician.today + timedelta(days=30)).isoformat()}
    refused = form.submit("Begin exploring", short, status=422)
    assert "Say in a sentence which outcome this serves." in refused
    assert "Explore for at least 90 days" in refused
    assert refused.form_fields("Begin exploring")["ends_on"] == [short["ends_on"]]
    form.submit("Begin exploring", short | {"outcome": "Sooner", "is_shorter_wanted": "true"})

    assert stage_of(visit, cast, idea_id) is Stage.EXPLORING


def test_each_step_says_first_what_will_happen(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead = visit(cast.clinician)
    lead.get(f"/ideas/{idea_id}/pause").submit("Pause the idea")
    assert stage_of(visit, cast, idea_id) is Stage.PAUSED
    back = lead.get(f"/ideas/{idea_id}/resumption")
    assert "You explore again, until" in back
    back.submit("Go on")
    assert stage_of(visit, cast, idea_id) is Stage.EXPLORING

    ending = lead.get(f"/ideas/{idea_id}/ending")
    assert "The 1 promise or offer still open is released, and never counted as broken." in ending
    assert "You need not say why." in ending
    ending.submit("End the idea")
    assert stage_of(visit, cast, idea_id) is Stage.ENDED

    learning = lead.get(f"/ideas/{idea_id}/learning")
    assert "Write what you learnt." in learning.submit("Keep what we learnt", status=422)
    learning.submit("Keep what we learnt", {"learning": "Three clinics were one too many."})
    lead.get(f"/ideas/{idea_id}/reopening").submit("Open it again")
    assert stage_of(visit, cast, idea_id) is Stage.REGISTERED


def test_an_idea_becomes_how_people_work(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    visit(cast.clinician).get(f"/ideas/{idea_id}/sustaining").submit("Yes, this is how we work now")

    assert stage_of(visit, cast, idea_id) is Stage.SUSTAINED


def test_the_time_for_exploring_is_lengthened(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    form = visit(cast.clinician).get(f"/ideas/{idea_id}/exploration/edit")
    assert "Priya Raman sponsors the idea until" in form

    late = (cast.clinician.today + timedelta(days=400)).isoformat()
    assert "The sponsorship by Priya Raman lasts until" in form.submit(
        "Carry on until then", {"ends_on": late}, status=422
    )
    form.submit("Carry on until then", {"ends_on": (cast.clinician.today + timedelta(days=120)).isoformat()})


def test_learning_written_over_an_unseen_change_shows_both(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    lead = visit(cast.clinician)
    lead.get(f"/ideas/{idea.id}/ending").submit("End the idea")
    first, second = (lead.get(f"/ideas/{idea.id}/learning") for _ in range(2))

    first.submit("Keep what we learnt", {"learning": "Ask the ward first."})
    both = second.submit("Keep what we learnt", {"learning": "Begin small."}, status=409)

    assert "Ask the ward first." in both
    assert both.form_fields("Keep what we learnt")["learning"] == ["Begin small."]
    both.submit("Keep what we learnt", {"learning": "Ask the ward first. Begin small."})


def test_nobody_but_the_lead_moves_it(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    for other in (cast.colleague, cast.sponsor, cast.quality, cast.administrator):
        browser = visit(other)
        token = browser.form_token()
        for noun in MOVES:
            browser.get(f"/ideas/{idea_id}/{noun}", status=403)
            browser.post(f"/ideas/{idea_id}/{noun}", {"csrf_token": token}, status=403)
        for address in ("exploration/new", "exploration/edit", "learning"):
            browser.get(f"/ideas/{idea_id}/{address}", status=403)


def test_a_stranger_is_turned_away(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    for outsider in (cast.stranger, cast.partner):
        browser = visit(outsider)
        token = browser.form_token()
        for noun in (*MOVES, "learning"):
            browser.get(f"/ideas/{idea_id}/{noun}", status=404)
            browser.post(f"/ideas/{idea_id}/{noun}", {"csrf_token": token, "learning": "Mine."}, status=404)
        for noun in ("exploration", "exploration/period"):
            browser.post(f"/ideas/{idea_id}/{noun}", {"csrf_token": token}, status=404)
