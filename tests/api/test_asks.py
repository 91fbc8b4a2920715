from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import BARRIER, make_ask


def test_a_program_asks_reads_and_takes_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    today = cast.clinician.today
    asked = {
        "kind": "data",
        "what": "An analyst",
        "quantity": "1.5",
        "is_each_week": True,
        "needed_from_on": today.isoformat(),
        "needed_until_on": (today + timedelta(days=27)).isoformat(),
    }

    assert sponsor.post(f"/api/v1/ideas/{idea.id}/asks", json=asked).status_code == 403
    refused = lead.post(f"/api/v1/ideas/{idea.id}/asks", json=asked | {"needed_until_on": None})
    assert list(refused.json()["fields"]) == ["needed_until_on"]
    made = lead.post(f"/api/v1/ideas/{idea.id}/asks", json=asked)
    assert (made.status_code, made.json()["amount"], made.json()["total_minor"]) == (201, "1.5 hours each week", 360)
    address = f"/api/v1/asks/{made.json()['id']}"
    assert [row["state"] for row in sponsor.get(f"/api/v1/ideas/{idea.id}/asks").json()] == ["open"]
    assert sponsor.post(f"{address}/withdrawal").status_code == 403
    assert lead.post(f"{address}/withdrawal").json()["state"] == "withdrawn"


def test_a_stranger_finds_no_ask(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    stranger = visit.program(cast.stranger)

    assert stranger.get(f"/api/v1/ideas/{idea.id}/asks").status_code == 404
    assert stranger.post(f"/api/v1/ideas/{idea.id}/asks", json={}).status_code in {404, 422}
    assert stranger.get(f"/api/v1/asks/{idea.id}").status_code == 404


def test_a_sponsors_program_takes_on_a_barrier_and_gives_it_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea, **BARRIER))
    sponsor, lead = visit.program(cast.sponsor), visit.program(cast.clinician)
    address = f"/api/v1/asks/{ask.id}"

    assert lead.post(f"{address}/taking").status_code == 403
    assert sponsor.post(f"{address}/taking").json()["owner_id"] == str(cast.sponsor.person_id)
    assert sponsor.post(f"{address}/taking").json()["reasons"] == ["You have taken this on already."]
    assert list(sponsor.post(f"{address}/giving-back", json={"reason": ""}).json()["fields"]) == ["reason"]
    given_back = sponsor.post(f"{address}/giving-back", json={"reason": "I am away until May."})
    assert (given_back.status_code, given_back.json()["owner_id"]) == (201, None)
