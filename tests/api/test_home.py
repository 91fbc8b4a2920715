from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea


def test_a_program_is_told_what_waits_for_its_person(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    draft = visit.write(lambda session: make_draft(session, cast.clinician))

    [line] = visit.program(cast.sponsor).get("/api/v1/home").json()["lines"]
    assert (line["kind"], line["id"], line["since_on"]) == ("waiting", str(idea.id), str(cast.sponsor.today))
    home = visit.program(cast.clinician).get("/api/v1/home").json()
    assert [(line["kind"], line["id"]) for line in home["lines"]] == [("draft", str(draft.id))]
    assert (home["has_more"], home["open_offers"]) == (False, [])


def test_a_program_is_told_how_the_organisation_answers(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician))
    times = visit.program(cast.board).get("/api/v1/waiting").json()["times"]
    assert (times["promised_days"], times["waiting"], times["late"], times["answered"]) == (14, 1, 0, 0)
    assert visit.program(cast.partner).get("/api/v1/waiting").json()["times"] is None
