from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers

SAID = {
    "name": "Minutes from door to first dose",
    "kind": "outcome",
    "unit": "minutes",
    "direction": "decrease",
    "interval": "week",
}


def test_a_program_counts_something_changes_and_closes_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    program = visit.program(cast.clinician)

    refused = program.post(f"/api/v1/ideas/{idea.id}/measures", json={"name": "Minutes", "target": "soon"})
    assert refused.status_code == 422
    assert refused.json()["fields"]["unit"] == "Say in what it is counted, such as minutes or %."
    assert refused.json()["fields"]["target"] == "Write a number, such as 68 or 4.5."

    made = program.post(f"/api/v1/ideas/{idea.id}/measures", json=SAID | {"target": 55.5})
    assert made.status_code == 201
    measure = made.json()
    assert (measure["target"], measure["result"]["number_count"]) == ("55.5", 0)
    here = f"/api/v1/measures/{measure['id']}"
    changed = program.put(here, json=SAID | {"interval": "month", "version": measure["version"]})
    assert changed.json()["interval"] == "month"
    assert program.put(here, json=SAID | {"version": measure["version"]}).status_code == 409
    assert program.post(f"{here}/closing").json()["result"]["due_on"] is None
    assert program.post(f"{here}/reopening").json()["closed_at"] is None
    listed = visit.program(cast.quality).get(f"/api/v1/ideas/{idea.id}/measures").json()
    assert [row["id"] for row in listed] == [measure["id"]]


def test_a_program_records_one_number_and_many(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    program, here = visit.program(cast.clinician), f"/api/v1/measures/{measure.id}/observations"
    days = [(cast.clinician.today - timedelta(weeks=weeks)).isoformat() for weeks in range(4)]

    one = program.post(here, json={"measured_on": days[0], "value": 68.5, "note": "A busy week"})
    assert one.status_code == 201
    assert [(row["measured_on"], row["value"], row["note"]) for row in one.json()] == [(days[0], "68.5", "A busy week")]

    many = {"observations": [{"measured_on": day, "value": "60,5"} for day in days]}
    refused = program.post(here, json=many)
    assert refused.status_code == 422
    assert "68.5 minutes stands for this date already" in refused.json()["reasons"][0]
    written = program.post(here, json=many | {"corrects": True})
    assert [row["value"] for row in written.json()] == ["60.5"] * 4

    listed = visit.program(cast.quality).get(here).json()
    assert [row["measured_on"] for row in listed["observations"]] == days
    assert (listed["observations"][0]["corrections"], listed["next"]) == (1, None)
    shown = visit.program(cast.quality).get(f"/api/v1/measures/{measure.id}").json()
    assert (shown["result"]["number_count"], shown["result"]["last_value"]) == (4, "60.5")


def test_a_program_corrects_and_takes_back_a_number(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    program, here = visit.program(cast.clinician), f"/api/v1/measures/{measure.id}/observations"
    day = cast.clinician.today.isoformat()
    program.post(here, json={"measured_on": day, "value": 68})

    assert program.put(f"{here}/{day}", json={"value": 64}).json()["fields"]["note"].startswith("Say why")
    corrected = program.put(f"{here}/{day}", json={"value": 64, "note": "A slip", "number": 1})
    assert [row["value"] for row in corrected.json()] == ["64", "68"]
    assert program.put(f"{here}/{day}", json={"value": 65, "note": "A slip", "number": 1}).status_code == 409
    taken_back = program.post(f"{here}/{day}/withdrawal", json={"note": "Another ward’s"})
    assert [row["is_withdrawn"] for row in taken_back.json()] == [True, False, False]
    assert program.get(here).json()["observations"] == []
    assert len(program.get(f"{here}/{day}").json()) == 3


def test_what_is_no_number_is_refused(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    program, here = visit.program(cast.clinician), f"/api/v1/measures/{measure.id}/observations"
    day = cast.clinician.today.isoformat()

    for body in (
        '{"measured_on": "%s", "value": NaN}',
        '{"measured_on": "%s", "value": "NaN"}',
        '{"measured_on": "%s", "value": "Infinity"}',
        '{"measured_on": "%s", "value": 1e300}',
        '{"measured_on": "%s", "value": true}',
        '{"measured_on": "%s", "value": [1]}',
        '{"observations": []}',
        '{"observations": [{"measured_on": "soon", "value": 1}]}',
        '{"nothing": "%s"}',
        "[]",
    ):
        content = body % day if "%s" in body else body
        answer = program.post(here, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}, f"{content}: {answer.status_code} {answer.text}"


def test_a_program_says_what_limits_rest_on_and_what_was_tried(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    days = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [60, 64, 57] * 5))
    program, here = visit.program(cast.clinician), f"/api/v1/measures/{measure.id}"

    assert program.post(f"{here}/baseline", json={"points": 11, "reason": "Before"}).status_code == 422
    assert program.post(f"{here}/baseline", json={"points": 12, "reason": "Before"}).json()["points"] == 12
    assert [row["reason"] for row in program.get(f"{here}/baseline").json()] == ["Before"]

    point = program.post(f"{here}/recalculations", json={"starts_on": str(days[8]), "reason": "It moved"}).json()
    assert [row["id"] for row in program.get(f"{here}/recalculations").json()] == [point["id"]]
    assert program.post(f"/api/v1/recalculations/{point['id']}/lifting").json()["lifted_at"]
    assert program.get(f"{here}/recalculations").json() == []

    told = program.post(f"/api/v1/ideas/{idea.id}/changes", json={"tried_on": str(days[1]), "what": "A nurse"})
    assert told.status_code == 201
    assert [row["what"] for row in program.get(f"/api/v1/ideas/{idea.id}/changes").json()] == ["A nurse"]
    assert program.post(f"/api/v1/changes/{told.json()['id']}/withdrawal").json()["taken_back_at"]
    assert program.get(f"/api/v1/ideas/{idea.id}/changes").json() == []
