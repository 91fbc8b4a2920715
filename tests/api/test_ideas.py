from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea

THREE = {"title": "Calm wards", "better": "Fewer people are hurt.", "why": "I go home shaken."}


def test_a_program_registers_reads_and_lists_ideas(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    made = program.post("/api/v1/ideas", json=THREE)
    assert made.status_code == 201
    assert made.json()["reference"] == "NH-1"
    assert program.get(f"/api/v1/ideas/{made.json()['id']}").json()["why"] == "I go home shaken."
    listed = program.get("/api/v1/ideas", params={"q": "calm"}).json()
    assert [row["title"] for row in listed["ideas"]] == ["Calm wards"]
    assert listed["next"] is None


def test_refusals_come_as_problems_in_the_forms_words(visit: Visit, cast: Cast) -> None:
    answer = visit.program(cast.clinician).post("/api/v1/ideas", json={"title": "Only this"})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert set(answer.json()["fields"]) == {"better", "why"}

    refused = visit.program(cast.sponsor).post("/api/v1/ideas", json=THREE)
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("Only clinicians register ideas")


def test_an_edit_of_an_older_version_is_refused(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    program = visit.program(cast.clinician)
    version = program.get(f"/api/v1/ideas/{idea.id}").json()["version"]
    assert program.put(f"/api/v1/ideas/{idea.id}", json=THREE | {"version": version}).status_code == 200
    assert program.put(f"/api/v1/ideas/{idea.id}", json=THREE | {"version": version}).status_code == 409


def test_a_reading_token_changes_nothing(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician, may_change=False)
    assert program.get("/api/v1/ideas").status_code == 200
    answer = program.post("/api/v1/ideas", json=THREE)
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This token may only read. Make another on your account page.",
    )


def test_without_a_token_nothing_is_told(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    assert browser.client.get("/api/v1/ideas").status_code == 401


def test_a_stranger_and_a_colleague_find_no_draft_and_a_stranger_no_idea(visit: Visit, cast: Cast) -> None:
    draft = visit.write(lambda session: make_draft(session, cast.clinician))
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    assert visit.program(cast.colleague).get(f"/api/v1/ideas/{draft.id}").status_code == 404
    assert visit.program(cast.stranger).get(f"/api/v1/ideas/{idea.id}").status_code == 404
    assert visit.program(cast.stranger).get("/api/v1/ideas").json()["ideas"] == []


def test_a_team_forms_through_the_json_door_by_the_same_rules(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    asked = visit.program(cast.colleague).post(f"/api/v1/ideas/{idea.id}/joining", json={"words": "May I?"}).json()
    own = visit.program(cast.colleague).post(f"/api/v1/teammates/{asked['id']}/acceptance")
    assert own.status_code == 403
    accepted = visit.program(cast.clinician).post(f"/api/v1/teammates/{asked['id']}/acceptance")
    assert accepted.json()["is_member"] is True


def test_the_description_of_the_door_is_open_and_names_its_addresses(visit: Visit, cast: Cast) -> None:
    described = visit().client.get("/api/v1/openapi.json")
    assert "/api/v1/ideas" in described.json()["paths"]
    assert visit(cast.clinician).get("/api").heading == "The JSON door"


def test_a_program_writes_a_draft_registers_it_and_discards_another(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    draft = program.post("/api/v1/ideas/drafts", json={"title": "Warm blankets"}).json()
    address = f"/api/v1/ideas/{draft['id']}"
    words = {"title": "Warm blankets", "better": "Nobody waits cold.", "why": "I see them shiver."}

    kept = program.put(f"{address}/draft", json=words | {"version": draft["version"]}).json()
    assert program.put(f"{address}/draft", json=words | {"version": draft["version"]}).status_code == 409
    assert [row["title"] for row in program.get("/api/v1/ideas/drafts").json()] == ["Warm blankets"]
    assert visit.program(cast.sponsor).get(address).status_code == 404
    registered = program.post(f"{address}/registration", json=words | {"version": kept["version"]})

    assert (registered.status_code, registered.json()["stage"]) == (201, "registered")
    assert program.get("/api/v1/ideas/drafts").json() == []
    other = program.post("/api/v1/ideas/drafts", json={}).json()
    assert program.post(f"/api/v1/ideas/{other['id']}/discarding").status_code == 204
    assert program.post(f"/api/v1/ideas/{other['id']}/discarding").status_code == 403
