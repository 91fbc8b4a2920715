from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea


def test_a_program_reads_the_history_of_an_idea(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician, title="Falls"))

    listed = visit.program(cast.sponsor).get(f"/api/v1/ideas/{idea.id}/history").json()

    assert [entry["kind"] for entry in listed["entries"]] == ["idea_registered", "draft_started"]
    assert listed["entries"][0]["actor_name"] == "Amara Okafor"
    assert listed["entries"][0]["idea_id"] == str(idea.id)


def test_a_program_reads_no_more_of_the_history_than_its_person(visit: Visit, cast: Cast) -> None:
    draft = visit.write(lambda session: make_draft(session, cast.clinician))

    entries = visit.program(cast.quality).get("/api/v1/history").json()["entries"]
    assert not {"draft_started", "account_added"} & {entry["kind"] for entry in entries}
    assert visit.program(cast.quality).get(f"/api/v1/ideas/{draft.id}/history").status_code == 404
    assert visit.program(cast.stranger).get(f"/api/v1/ideas/{draft.id}/history").status_code == 404


def test_the_registry_is_named_where_it_acted(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.administrator)
    listed = program.get("/api/v1/history").json()
    while listed["next"]:
        listed = program.get("/api/v1/history", params={"after": listed["next"]}).json()

    first = listed["entries"][-1]
    assert (first["number"], first["kind"], first["actor_id"]) == (1, "organisation_added", None)
    assert first["actor_name"] == "The registry"
