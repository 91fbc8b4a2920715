from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea


def test_a_program_tells_an_update_with_its_answers(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    program = visit.program(cast.clinician)
    [boundary] = program.get(f"/api/v1/ideas/{idea.id}/boundaries").json()

    refused = program.post(f"/api/v1/ideas/{idea.id}/updates", json={"tried": "Two clinics."})
    assert refused.status_code == 422
    body = {"tried": "Two clinics.", "answers": {boundary["id"]: {"answer": "kept", "note": "All of them."}}}
    told = program.post(f"/api/v1/ideas/{idea.id}/updates", json=body)

    assert told.status_code == 201
    [answer] = told.json()["answers"]
    assert (answer["boundary_id"], answer["answer"], answer["note"]) == (boundary["id"], "kept", "All of them.")
    listed = visit.program(cast.sponsor).get(f"/api/v1/ideas/{idea.id}/updates").json()
    assert [update["id"] for update in listed["updates"]] == [told.json()["id"]]
    assert listed["next"] is None
    assert program.get(f"/api/v1/updates/{told.json()['id']}").json()["tried"] == "Two clinics."


def test_outsiders_tell_and_read_nothing(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))

    for actor, status in ((cast.sponsor, 403), (cast.colleague, 403), (cast.stranger, 404), (cast.partner, 404)):
        answer = visit.program(actor).post(f"/api/v1/ideas/{idea.id}/updates", json={"tried": "Mine."})
        assert answer.status_code == status
    assert visit.program(cast.stranger).get(f"/api/v1/ideas/{idea.id}/updates").status_code == 404


def test_a_program_puts_its_update_in_other_words_over_no_unseen_change(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    program = visit.program(cast.clinician)
    [boundary] = program.get(f"/api/v1/ideas/{idea.id}/boundaries").json()
    body = {"tried": "Two clincs.", "answers": {boundary["id"]: {"answer": "kept"}}}
    told = program.post(f"/api/v1/ideas/{idea.id}/updates", json=body).json()
    address = f"/api/v1/updates/{told['id']}"

    changed = program.put(address, json={"tried": "Two clinics.", "version": told["version"]})

    assert (changed.status_code, changed.json()["tried"]) == (200, "Two clinics.")
    assert changed.json()["edited_at"]
    assert program.put(address, json={"tried": "Three.", "version": told["version"]}).status_code == 409
    assert visit.program(cast.colleague).put(address, json={"tried": "X", "version": 2}).status_code == 403
