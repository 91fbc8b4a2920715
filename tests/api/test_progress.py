from datetime import timedelta
from uuid import UUID

import pytest

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_exploring_idea, make_idea, make_sponsorship


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor)).id


def test_a_program_begins_when_all_is_there_and_is_told_what_is_missing(visit: Visit, cast: Cast) -> None:
    async def prepare(session: object) -> UUID:
        return (await make_idea(session, cast.clinician)).id

    async def complete(session: object) -> None:
        from registry.ideas.queries import ideas as queries

        idea = await queries.get_idea(session, cast.clinician, idea_id)
        await make_boundary(session, cast.clinician, idea)
        await make_sponsorship(session, cast.sponsor, cast.clinician, idea, today + timedelta(days=120))

    today = cast.clinician.today
    idea_id = visit.write(prepare)
    program = visit.program(cast.clinician)
    period = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=100)).isoformat(), "outcome": "Sooner"}
    refused = program.post(f"/api/v1/ideas/{idea_id}/exploration", json=period)
    assert (refused.status_code, len(refused.json()["reasons"])) == (422, 2)
    assert program.get(f"/api/v1/ideas/{idea_id}/exploration").status_code == 404

    visit.write(complete)
    begun = program.post(f"/api/v1/ideas/{idea_id}/exploration", json=period)

    assert (begun.status_code, begun.json()["ends_on"]) == (201, period["ends_on"])
    later = {"ends_on": (today + timedelta(days=110)).isoformat()}
    assert program.post(f"/api/v1/ideas/{idea_id}/exploration/period", json=later).status_code == 201
    assert program.get(f"/api/v1/ideas/{idea_id}/exploration").json()["ends_on"] == later["ends_on"]


def test_a_program_takes_an_idea_through_its_steps(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    program = visit.program(cast.clinician)

    for noun, stage in (("pause", "paused"), ("resumption", "exploring"), ("sustaining", "sustained")):
        assert program.post(f"/api/v1/ideas/{idea_id}/{noun}").json()["stage"] == stage
    ended = program.post(f"/api/v1/ideas/{idea_id}/ending", json={})
    assert ended.json() == {"idea_id": str(idea_id), "stage": "ended", "learning": ""}
    written = program.post(f"/api/v1/ideas/{idea_id}/learning", json={"learning": "Begin small."})
    assert written.json()["learning"] == "Begin small."
    assert program.post(f"/api/v1/ideas/{idea_id}/reopening").json()["stage"] == "registered"
    assert program.post(f"/api/v1/ideas/{idea_id}/sustaining").status_code == 422


def test_only_the_lead_moves_and_strangers_find_nothing(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    for actor, status in ((cast.sponsor, 403), (cast.colleague, 403), (cast.stranger, 404), (cast.partner, 404)):
        program = visit.program(actor)
        for noun in ("pause", "resumption", "sustaining", "reopening"):
            assert program.post(f"/api/v1/ideas/{idea_id}/{noun}").status_code == status
        assert program.post(f"/api/v1/ideas/{idea_id}/ending", json={}).status_code == status
