"""What people say of themselves, for programs."""

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


def test_a_program_writes_its_persons_words_and_others_read_what_is_shared(visit: Visit, cast: Cast) -> None:
    own, other = visit.program(cast.clinician), visit.program(cast.colleague)
    said = {"cares_about": "Quiet nights", "why": "I slept badly myself", "skills": ["Run charts", "run charts"]}
    written = own.put("/api/v1/account/profile", json=said)
    assert (written.status_code, written.json()["skills"]) == (200, ["run charts"])
    assert own.put("/api/v1/account/profile", json=said).status_code == 409
    read = other.get(f"/api/v1/people/{cast.clinician.person_id}/profile").json()
    assert (read["cares_about"], read["why"]) == ("Quiet nights", "")
    again = said | {"version": written.json()["version"], "is_why_shared": True}
    assert own.put("/api/v1/account/profile", json=again).status_code == 200
    read = other.get(f"/api/v1/people/{cast.clinician.person_id}/profile").json()
    assert read["why"] == "I slept badly myself"


def test_a_program_reads_only_the_values_and_hopes_that_are_for_its_person(visit: Visit, cast: Cast) -> None:
    own, manager = visit.program(cast.clinician), visit.program(cast.manager)
    values = {"values": [{"name": "Patience", "is_shared": True}, {"name": "Candour"}]}
    assert len(own.put("/api/v1/account/values", json=values).json()) == 2
    own.put("/api/v1/account/aspirations", json={"hopes": "To teach", "is_for_manager": True})
    person = f"/api/v1/people/{cast.clinician.person_id}"
    assert [value["name"] for value in manager.get(f"{person}/values").json()] == ["Patience"]
    assert manager.get(f"{person}/aspirations").json()["hopes"] == "To teach"
    assert visit.program(cast.administrator).get(f"{person}/aspirations").json() is None
    six = {"values": [{"name": f"Value {number}"} for number in range(6)]}
    assert "at most 5" in own.put("/api/v1/account/values", json=six).text


def test_only_the_team_says_which_skills_its_idea_looks_for(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    address, looked_for = f"/api/v1/ideas/{idea.id}/skills", {"skills": ["Run charts"]}
    assert visit.program(cast.colleague).put(address, json=looked_for).status_code == 403
    assert visit.program(cast.clinician).put(address, json=looked_for).json() == ["Run charts"]
    assert visit.program(cast.colleague).get(address).json() == ["Run charts"]
