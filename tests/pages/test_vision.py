"""The vision's page, publishing it, and an idea that says what it serves."""

import pytest

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea

SAID = {
    "statement": "Nobody waits without knowing why.",
    "reason": "It was time.",
    "name_0": "Kindness",
    "meaning_0": "We see the person first.",
}


@pytest.fixture
def published(visit: Visit, cast: Cast) -> None:
    visit(cast.board).get("/vision").follow("Publish the vision").submit("Publish it in my name", SAID)


def test_before_the_first_the_board_is_invited_and_others_are_told(visit: Visit, cast: Cast) -> None:
    assert "No vision is published yet" in visit(cast.clinician).get("/vision")
    assert "Publish the vision" not in visit(cast.clinician).get("/vision").text
    assert "No vision is published yet" in visit(cast.quality).get("/vision/versions")


def test_a_form_that_lacks_something_keeps_what_was_typed(visit: Visit, cast: Cast) -> None:
    form = visit(cast.board).get("/vision/new")
    refused = form.submit("Publish it in my name", SAID | {"meaning_0": "", "reason": ""}, status=422)
    assert "Say why you publish it, or what has changed." in refused
    assert refused.form_fields("Publish it in my name")["name_0"] == ["Kindness"]
    refused = form.submit("Publish it in my name", SAID | {"meaning_0": ""}, status=422)
    assert "Say in a sentence what ‘Kindness’ means here." in refused


@pytest.mark.usefixtures("published")
def test_it_stands_in_the_name_of_who_published_it_and_can_be_published_anew(visit: Visit, cast: Cast) -> None:
    board = visit(cast.board).get("/vision")
    assert "Nobody waits without knowing why." in board
    assert "None names it yet" in board

    board.follow("Publish it anew").submit(
        "Publish it in my name", {"meaning_0": "We look up when somebody comes in.", "reason": "Said in plainer words."}
    )

    shown = visit(cast.quality).get("/vision")
    assert "We look up when somebody comes in." in shown
    versions = shown.follow("What was published, and why")
    assert "Said in plainer words." in versions
    assert "We see the person first." in versions


@pytest.mark.usefixtures("published")
def test_a_team_says_what_its_idea_serves_and_the_queue_is_narrowed_by_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    other = visit.write(lambda session: make_idea(session, cast.clinician, title="Serves nothing yet"))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Say which values it serves")
    fields = {field.attributes.get("name", ""): field.attributes.get("value", "") for field in form.all("input")}
    value_id, how = fields["value_ids"], next(name for name in fields if name.startswith("how_"))

    shown = form.submit("Keep these", {"value_ids": value_id, how: "We ring back the same day."})

    assert "It serves Kindness: We ring back the same day." in shown
    shown = visit(cast.board).get("/vision")
    assert idea.title in shown
    assert "We ring back the same day." in shown
    alone = shown.follow("Kindness")
    assert "We ring back the same day." in alone
    assert other.title not in alone.text
    assert "Nobody has said so yet" in alone
    waiting = visit(cast.sponsor).get(f"/waiting?value_id={value_id}")
    assert idea.title in waiting
    assert other.title not in waiting
    assert "Those that serve" in visit(cast.sponsor).get(f"/ideas?value_id={value_id}")


def test_a_partners_people_are_shown_nothing_of_it(visit: Visit, cast: Cast) -> None:
    visit(cast.partner).get("/vision", status=404)
    visit(cast.partner).get("/vision/versions", status=404)
