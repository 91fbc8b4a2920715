from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea


def test_programs_look_back_and_ask_who_keeps_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    lead, sponsor, colleague = visit.program(cast.clinician), visit.program(cast.sponsor), visit.program(cast.colleague)
    address = f"/api/v1/ideas/{idea.id}"
    said = sponsor.post(f"{address}/review/view", json={"words": "Go on."})
    assert (said.status_code, said.json()["decision"]) == (201, None)
    refused = lead.post(f"{address}/review", json={"decision": "carry_on", "words": "On."})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["ends_on"])
    ends_on = (cast.clinician.today + timedelta(days=120)).isoformat()

    carried = lead.post(f"{address}/review", json={"decision": "carry_on", "words": "On.", "ends_on": ends_on})

    assert (carried.status_code, carried.json()["new_ends_on"]) == (201, ends_on)
    assert [row["sponsor_words"] for row in lead.get(f"{address}/reviews").json()] == ["Go on."]
    assert len(carried.json()["protected"]) == 1
    assert sponsor.post(f"{address}/review", json={"decision": "end"}).status_code == 403

    keep = {"decision": "sustain", "words": "It holds.", "owner_id": str(cast.colleague.person_id)}
    assert lead.post(f"{address}/review", json=keep).status_code == 201
    [asked] = lead.get(f"{address}/owners").json()
    assert lead.post(f"/api/v1/owners/{asked['id']}/acceptance").status_code == 403
    assert colleague.post(f"/api/v1/owners/{asked['id']}/acceptance").json()["is_accepted"]
    assert colleague.post(f"/api/v1/owners/{asked['id']}/acceptance").status_code == 422
    assert colleague.post(f"/api/v1/owners/{asked['id']}/ending").json()["ended_at"]


def test_the_monitor_tells_programs_what_is_near(visit: Visit, cast: Cast) -> None:
    assert visit.program(cast.quality).get("/api/v1/monitor").json()["reviews"] == []
