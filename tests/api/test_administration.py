from tests.browser import Visit
from tests.cast import Cast


def test_settings_are_read_and_changed_over_no_unseen_change(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.administrator)
    settings = program.get("/api/v1/settings").json()
    changed = program.put("/api/v1/settings", json=settings | {"answer_days": 21})
    assert (changed.status_code, changed.json()["answer_days"]) == (200, 21)
    assert program.put("/api/v1/settings", json=settings | {"answer_days": 7}).status_code == 409
    refused = program.put("/api/v1/settings", json=changed.json() | {"zone": "Middle-earth"})
    assert refused.json()["fields"]["zone"] == "Choose a time zone such as Europe/London."


def test_a_person_is_added_changed_switched_off_and_has_left(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.administrator)
    una = {"name": "Una Bright", "email": "una@northmoor.example", "roles": ["clinician"]}

    added = program.post("/api/v1/people", json=una)
    assert (added.status_code, added.json()["has_way_in"]) == (201, False)
    address = f"/api/v1/people/{added.json()['id']}"
    link = program.post(f"{address}/link").json()["link"]
    page = visit().get(link.removeprefix("http://testserver.local"))
    page.submit("Set the password", {"password": "three quiet words", "again": "three quiet words"})
    kept = program.get(f"{address}/account").json()
    assert kept["has_way_in"]

    changed = program.put(address, json=una | {"version": kept["version"], "roles": ["clinician", "quality"]}).json()
    assert changed["roles"] == ["clinician", "quality"]
    assert program.put(address, json=una | {"version": kept["version"]}).status_code == 409
    assert program.post(f"{address}/switching-off").json()["is_off"]
    assert not program.post(f"{address}/switching-on").json()["is_off"]
    assert program.post(f"{address}/leaving").json()["has_left"]


def test_services_partners_and_aims_are_added_and_a_service_closed(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.administrator)
    service = program.post("/api/v1/services", json={"name": "Day surgery"}).json()
    address = f"/api/v1/services/{service['id']}"
    renamed = program.put(address, json={"name": "Short stay", "version": service["version"]}).json()
    assert renamed["name"] == "Short stay"
    assert program.put(address, json={"name": "Other", "version": service["version"]}).status_code == 409
    assert program.post(f"{address}/closing").json()["closed_at"]
    assert program.post(f"{address}/closing").status_code == 422
    assert program.post(f"{address}/opening").json()["closed_at"] is None
    assert program.post("/api/v1/partners", json={"name": "Fell ambulances"}).status_code == 201
    assert program.post("/api/v1/aims", json={"name": "noise"}).status_code == 201
    assert "noise" in [aim["name"].removeprefix("No needless ") for aim in program.get("/api/v1/aims").json()]


def test_nobody_else_administers(visit: Visit, cast: Cast) -> None:
    for person in (cast.clinician, cast.quality, cast.board):
        program = visit.program(person)
        assert program.get("/api/v1/settings").status_code == 403
        assert program.post("/api/v1/services", json={"name": "Mine"}).status_code == 403
        assert program.get(f"/api/v1/people/{cast.colleague.person_id}/account").status_code == 403
