from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import BoundaryStatus
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers
from tests.portfolio.monitor_world import BETTER, WORSE, watch_measure


async def given(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls at night", service_id=cast.service_id)
    for name, numbers in (("Falls", BETTER), ("Bells", WORSE)):
        measure = await make_measure(session, cast.clinician, idea, name=name, target=45)
        await make_numbers(session, cast.clinician, measure, numbers)
        await watch_measure(session, cast, measure, BoundaryStatus.NEAR)


def test_a_program_reads_every_measure_page_by_page_with_what_changed(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given(session, cast))
    program = visit.program(cast.quality)

    found = program.get("/api/v1/monitor", params={"by": "service"}).json()

    assert [(row["group"], row["name"], row["of"]) for row in found["rows"]] == [
        ("Children's services", "Falls", "Falls at night"),
        ("Children's services", "Bells", "Falls at night"),
    ]
    row = found["rows"][0]
    assert (row["last_value"], row["target"], row["variation"]) == ("40", "45", "improvement_low")
    assert (row["assurance"], row["boundaries"], row["days_since"]) == ("hit_or_miss", ["near"], 0)
    assert {(news["kind"], news["name"]) for news in found["changed"]} == {("signal", "Falls"), ("signal", "Bells")}
    near = [(boundary["status"], boundary["sentence"]) for boundary in found["boundaries"]]
    assert near == [("near", "Bells not over 55"), ("near", "Falls not over 55")]
    assert found["next"] is None

    narrowed = program.get("/api/v1/monitor", params={"signal": "concern"}).json()
    assert [row["name"] for row in narrowed["rows"]] == ["Bells"]
    assert program.get("/api/v1/monitor", params={"signal": "dreadful"}).status_code in {400, 422}
    assert program.get("/api/v1/monitor", params={"rows": 501}).status_code in {400, 422}


def test_a_program_says_what_its_person_has_seen(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given(session, cast))
    program = visit.program(cast.quality)

    assert program.post("/api/v1/monitor/look", json={"until": "2099-01-01T00:00:00Z"}).status_code == 204

    found = program.get("/api/v1/monitor").json()
    assert (len(found["rows"]), found["changed"]) == (2, [])
    assert len(visit.program(cast.board).get("/api/v1/monitor").json()["changed"]) == 2
    assert program.post("/api/v1/monitor/look", json={"until": "yesterday"}).status_code == 422
    assert program.post("/api/v1/monitor/look", json={"until": "2026-01-01T00:00:00"}).status_code == 422


def test_a_program_of_another_organisation_or_of_a_partner_reads_nothing(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given(session, cast))

    assert visit.program(cast.stranger).get("/api/v1/monitor").json()["rows"] == []
    assert visit.program(cast.partner).get("/api/v1/monitor").status_code == 403
    assert (
        visit.program(cast.partner).post("/api/v1/monitor/look", json={"until": "2026-01-01T00:00:00Z"}).status_code
        == 403
    )
