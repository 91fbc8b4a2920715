from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework


def framework(cast: Cast, **given: str) -> dict[str, str]:
    today = cast.steward.today
    return {
        "name": "Urgent care",
        "subsystem": "pathway",
        "held": "From the call to the ward",
        "direction": "Seen by the right person first.",
        "starts_on": today.isoformat(),
        "review_on": (today + timedelta(days=300)).isoformat(),
    } | given


def test_a_program_opens_reads_and_changes_a_framework(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.steward)

    made = program.post("/api/v1/frameworks", json=framework(cast))
    assert made.status_code == 201
    address = f"/api/v1/frameworks/{made.json()['id']}"
    assert [steward["name"] for steward in made.json()["stewards"]] == ["Karim Haddad"]

    outcome = program.post(f"{address}/outcomes", json={"sentence": "Nobody waits in a corridor"}).json()
    words = {"sentence": "Nobody lies in a corridor", "version": outcome["version"]}
    changed = program.put(f"/api/v1/outcomes/{outcome['id']}", json=words)
    assert changed.json()["sentence"] == "Nobody lies in a corridor"
    assert program.put(f"/api/v1/outcomes/{outcome['id']}", json=words).status_code == 409

    edit = framework(cast, direction="Seen once, and by the right person.") | {"version": made.json()["version"]}
    assert program.put(address, json=edit).json()["direction"] == "Seen once, and by the right person."
    assert program.put(address, json=edit).status_code == 409
    shown = visit.program(cast.clinician).get(address).json()
    assert [found["sentence"] for found in shown["outcomes"]] == ["Nobody lies in a corridor"]
    assert program.post(f"/api/v1/outcomes/{outcome['id']}/ending").json()["ended_at"]
    kinds = [entry["kind"] for entry in program.get(f"{address}/history").json()["entries"]]
    assert kinds == ["outcome_ended", "framework_edited", "outcome_changed", "outcome_added", "framework_opened"]


def test_refusals_stand_beside_their_fields(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.steward)

    refused = program.post("/api/v1/frameworks", json=framework(cast, review_on="2001-01-01"))
    assert refused.status_code == 422
    assert refused.json()["fields"] == {"review_on": "Choose a day after the one from which it holds."}
    empty = program.post("/api/v1/frameworks", json={})
    assert empty.json()["fields"]["held"] == "Say what it holds, such as a ward or a pathway."


def test_the_list_is_paged_and_hidden_from_outsiders(visit: Visit, cast: Cast) -> None:
    older = visit.write(lambda session: make_framework(session, cast.steward))
    visit.write(lambda session: make_framework(session, cast.steward, name="Ward 7", parent_id=older.id))

    rows = visit.program(cast.clinician).get("/api/v1/frameworks").json()["frameworks"]
    assert [(row["name"], row["depth"], row["has_nested"]) for row in rows] == [
        ("Older people", 0, True),
        ("Ward 7", 1, False),
    ]
    assert (rows[0]["ideas"], rows[0]["boundaries"]) == (0, {})
    nested = visit.program(cast.clinician).get(f"/api/v1/frameworks?under={older.id}").json()["frameworks"]
    assert [(row["name"], row["depth"]) for row in nested] == [("Ward 7", 0)]
    for outsider in (cast.partner, cast.stranger):
        assert visit.program(outsider).get(f"/api/v1/frameworks/{older.id}").status_code == 404
    assert visit.program(cast.stranger).get("/api/v1/frameworks").json() == {"frameworks": [], "next": None}
    assert visit.program(cast.partner).get("/api/v1/frameworks").status_code == 403


def test_stewardships_are_named_and_ended(visit: Visit, cast: Cast) -> None:
    older = visit.write(lambda session: make_framework(session, cast.steward))
    program = visit.program(cast.board)

    again = program.post(f"/api/v1/frameworks/{older.id}/stewards", json={"person_id": str(cast.steward.id)})
    assert again.json()["fields"] == {"person_id": "This person keeps the framework already."}
    [steward] = program.get(f"/api/v1/frameworks/{older.id}").json()["stewards"]
    ended = program.post(f"/api/v1/stewardships/{steward['id']}/ending")
    assert ended.json()["reasons"] == ["A framework has at least one steward. Name another one first."]
