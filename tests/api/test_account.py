from tests.browser import Visit
from tests.cast import Cast


def test_a_program_learns_whose_token_it_holds(visit: Visit, cast: Cast) -> None:
    account = visit.program(cast.clinician, may_change=False).get("/api/v1/account").json()
    assert account["name"] == "Amara Okafor"
    assert account["roles"] == ["clinician"]
    assert account["organisation"] == "Northmoor Health and Care"
    assert account["may_change"] is False
    assert [token["name"] for token in account["tokens"]] == ["a test"]


def test_a_program_ends_sessions_and_its_own_token(visit: Visit, cast: Cast) -> None:
    browser, program = visit(cast.clinician), visit.program(cast.clinician)
    account = program.get("/api/v1/account").json()
    [session], [token] = account["sessions"], account["tokens"]

    assert program.post(f"/api/v1/account/sessions/{session['id']}/ending").status_code == 204
    assert browser.get("/").heading == "Sign in"
    assert program.post("/api/v1/account/sessions/ending").status_code == 204
    assert program.post(f"/api/v1/account/tokens/{token['id']}/revocation").status_code == 204
    assert program.get("/api/v1/account").status_code == 401


def test_a_program_ends_nothing_of_another(visit: Visit, cast: Cast) -> None:
    [token] = visit.program(cast.colleague).get("/api/v1/account").json()["tokens"]
    program = visit.program(cast.clinician)
    assert program.post(f"/api/v1/account/tokens/{token['id']}/revocation").status_code == 404
