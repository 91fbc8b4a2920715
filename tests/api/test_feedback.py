"""Feedback and the pulse for programs: the same verbs and refusals as on the pages."""

from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea
from tests.feedback.people import SCORES, link, open_round

ANSWER = dict.fromkeys(SCORES, 4)


def test_a_round_is_opened_and_answered_by_a_program(visit: Visit, cast: Cast) -> None:
    sponsor, board = visit.program(cast.sponsor), visit.program(cast.board)
    closes_on = str(cast.sponsor.today + timedelta(days=21))
    made = sponsor.post("/api/v1/feedback", json={"namer_id": str(cast.board.id), "closes_on": closes_on})
    assert made.status_code == 201
    address = f"/api/v1/feedback/{made.json()['id']}"
    assert board.post(f"{address}/naming", json={"accepts": True}).status_code == 201
    rater = {"person_id": str(cast.clinician.id), "group": "upward"}
    assert sponsor.post(f"{address}/raters", json=rater).status_code == 201
    assert board.get(address).json()["raters"] == []

    clinician = visit.program(cast.clinician)
    asked = clinician.get(f"{address}/answer").json()
    assert (asked["name"], asked["threshold"], asked["is_named"]) == ("Priya Raman", 5, False)
    assert clinician.post(f"{address}/answer", json=ANSWER).json() == {"is_kept": True}
    again = clinician.post(f"{address}/answer", json=ANSWER)
    assert (again.status_code, "answered already" in again.text) == (422, True)
    assert sponsor.get(f"{address}/results").status_code == 404


def test_a_link_needs_no_token(visit: Visit, cast: Cast) -> None:
    found = visit.write(lambda session: open_round(session, cast))
    secret = visit.write(lambda session: link(session, found, cast))
    guest = visit().client
    guest.headers["Accept"] = "application/json"
    assert guest.get(f"/api/v1/feedback/answer/{secret}").json()["group"] == "service_users"
    assert guest.post(f"/api/v1/feedback/answer/{secret}", json=ANSWER).status_code == 201
    assert guest.get(f"/api/v1/feedback/answer/{secret}").status_code == 404


def test_the_pulse_of_a_team(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    clinician = visit.program(cast.clinician)
    [team] = clinician.get("/api/v1/pulse").json()
    assert (team["may_answer"], team["weeks"]) == (True, [])
    said = {"idea_id": str(idea.id), "energy": 3, "support": 5}
    assert clinician.post("/api/v1/pulse", json=said).status_code == 201
    assert clinician.post("/api/v1/pulse", json=said).status_code == 422
    assert visit.program(cast.sponsor).post("/api/v1/pulse", json=said).status_code == 403
