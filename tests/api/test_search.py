from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


def test_a_program_finds_ideas_by_their_words_and_by_likeness(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician, title="Fewer falls at night"))
    program = visit.program(cast.sponsor)

    found = program.get("/api/v1/search", params={"q": "fall nig"}).json()
    assert [row["title"] for row in found["ideas"]] == ["Fewer falls at night"]
    alike = program.get("/api/v1/search/similar", params={"title": "Falls in the garden"}).json()
    assert [row["title"] for row in alike] == ["Fewer falls at night"]


def test_a_search_stays_in_the_organisation_and_with_what_a_partner_may_see(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician, title="Fewer falls at night"))

    for other in (cast.stranger, cast.partner):
        assert visit.program(other).get("/api/v1/search", params={"q": "falls"}).json()["ideas"] == []


def test_a_search_says_what_is_missing_or_too_long(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.sponsor)

    assert program.get("/api/v1/search").status_code == 422
    assert program.get("/api/v1/search", params={"q": "x" * 1001}).status_code == 422
    assert program.get("/api/v1/search", params={"q": '" OR (NEAR'}).status_code == 200
