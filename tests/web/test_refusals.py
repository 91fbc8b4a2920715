"""Whoever is refused keeps what they typed, whatever the reason."""

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from registry.kit.database import Database
from tests.browser import Page, Visit
from tests.cast import Cast

IDEA = {"title": "Warm blankets", "better": "Nobody waits cold.", "why": "I see them shiver."}
OURS = {"sec-fetch-site": "same-origin"}


def test_a_form_of_an_older_session_is_shown_and_sent_by_one_press(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    form = browser.get("/ideas/new").form_fields("Register")
    browser.client.cookies = visit(cast.clinician).client.cookies

    shown = browser.post("/ideas", form | IDEA, status=403, **OURS)

    assert shown.heading == "Your session has changed"
    assert shown.submit("Carry on").heading == "Warm blankets"


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}])
def test_a_form_from_elsewhere_can_be_sent_by_no_press(visit: Visit, cast: Cast, headers: dict[str, str]) -> None:
    refused = visit(cast.clinician).post("/ideas", IDEA, status=403, **headers)
    assert refused.all("form") == []


def test_a_refusal_without_a_form_of_its_own_shows_what_was_typed(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.sponsor)
    refused = browser.post("/ideas", {"csrf_token": browser.form_token()} | IDEA, status=403)
    assert "Only clinicians register ideas." in refused
    assert [area.text.strip() for area in refused.all("textarea")] == list(IDEA.values())


def test_a_password_is_never_shown_again(visit: Visit, cast: Cast) -> None:
    refused = visit(cast.clinician).post("/account/password", {"present": "hush hush", "password": "quiet"}, status=403)
    assert "hush" not in refused.html
    assert "quiet" not in refused.html


def test_a_part_of_a_page_says_that_the_session_ended_and_leaves_the_page_alone(visit: Visit, cast: Cast) -> None:
    for address in ("/ideas/similar?title=Warm", "/ideas?q=warm"):
        part = visit().get(address, status=401, **{"HX-Request": "true", "HX-Request-Type": "partial"})
        assert "Your session has ended" in part
        assert "HX-Redirect" not in part.headers


def test_a_commit_that_fails_is_answered_with_what_was_typed(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    form = browser.get("/ideas/new")
    database: Database = visit.app.state.database

    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is full"))

    event.listen(database.engine.sync_engine, "commit", fail)
    failed = form.submit("Register", IDEA, status=503)
    event.remove(database.engine.sync_engine, "commit", fail)

    assert "I see them shiver." in failed
    assert failed.headers["retry-after"] == "10"
    assert form.submit("Register", IDEA).heading == "Warm blankets"


def test_a_program_hears_of_a_commit_that_fails(visit: Visit, cast: Cast) -> None:
    program, database = visit.program(cast.clinician), visit.app.state.database

    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, OSError("the disk is full"))

    headers = {"Idempotency-Key": "once"}
    event.listen(database.engine.sync_engine, "commit", fail)
    failed = program.post("/api/v1/ideas", json=IDEA, headers=headers)
    event.remove(database.engine.sync_engine, "commit", fail)

    assert (failed.status_code, failed.headers["content-type"]) == (503, "application/problem+json")
    assert program.post("/api/v1/ideas", json=IDEA, headers=headers).status_code == 201


def test_the_page_after_signing_in_again_shows_the_words(visit: Visit, cast: Cast) -> None:
    browser = visit()
    response = browser.client.post("/ideas", data=IDEA, headers=OURS, follow_redirects=False)
    signing_in = Page(browser, "http://testserver.local/ideas", 401, response.text, dict(response.headers))
    assert "What you typed is kept" in signing_in
