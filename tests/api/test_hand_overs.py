from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_idea


def test_a_program_hands_over_the_lead(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    lead, colleague = visit.program(cast.clinician), visit.program(cast.colleague)
    address, offer = f"/api/v1/ideas/{idea.id}/lead-hand-overs", {"to_id": str(cast.colleague.person_id)}

    assert colleague.post(address, json=offer).status_code == 403
    assert list(lead.post(address, json={}).json()["fields"]) == ["to_id"]
    made = lead.post(address, json=offer)
    assert (made.status_code, made.json()["is_accepted"]) == (201, False)
    answer = f"/api/v1/lead-hand-overs/{made.json()['id']}"
    assert lead.post(f"{answer}/acceptance").status_code == 403
    assert colleague.post(f"{answer}/acceptance").json()["is_accepted"] is True
    assert colleague.get(f"/api/v1/ideas/{idea.id}").json()["lead_id"] == str(cast.colleague.person_id)
    assert [row["is_accepted"] for row in colleague.get(address).json()] == [True]
    assert visit.program(cast.stranger).get(address).status_code == 404


def test_a_sponsors_program_hands_her_promises_over(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    sponsor, second = visit.program(cast.sponsor), visit.program(cast.second_sponsor)
    address = f"/api/v1/ideas/{idea.id}/pledge-hand-overs"

    made = sponsor.post(address, json={"to_id": str(cast.second_sponsor.person_id)})
    assert made.status_code == 201
    again = sponsor.post(address, json={"to_id": str(cast.second_sponsor.person_id)})
    assert again.json()["reasons"] == ["Somebody is asked already. Take that back first, or wait for the answer."]
    taken = second.post(f"/api/v1/pledge-hand-overs/{made.json()['id']}/acceptance")
    assert (taken.json()["is_accepted"], taken.json()["pledges_moved"]) == (True, 1)
    assert second.get(f"/api/v1/ideas/{idea.id}").json()["sponsor_id"] == str(cast.second_sponsor.person_id)
    assert [row["pledges_moved"] for row in second.get(address).json()] == [1]
