from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_idea


def test_a_program_reads_ideas_side_by_side(visit: Visit, cast: Cast) -> None:
    first = visit.write(lambda session: make_idea(session, cast.clinician, title="Sooner in sepsis"))
    second = visit.write(lambda session: make_idea(session, cast.colleague, title="Warm hands"))
    visit.write(lambda session: make_boundary(session, cast.clinician, first, "No dose before senior review"))

    program = visit.program(cast.sponsor)
    found = program.get("/api/v1/compare", params={"idea": [str(second.id), str(first.id)]}).json()
    assert [idea["title"] for idea in found] == ["Warm hands", "Sooner in sepsis"]
    assert [row["sentence"] for row in found[1]["boundaries"]] == ["No dose before senior review"]
    assert found[0]["why"] == second.why


def test_a_program_is_told_how_many_fit(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    refused = visit.program(cast.sponsor).get("/api/v1/compare", params={"idea": str(idea.id)})
    assert refused.status_code == 422
    assert refused.json()["fields"] == {"idea": "Choose 2 to 4 ideas."}
    other = visit.program(cast.stranger).get("/api/v1/compare", params={"idea": [str(idea.id)] * 1 + [str(idea.id)]})
    assert other.status_code == 422
