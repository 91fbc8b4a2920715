from uuid import UUID

import pytest

from registry.boundaries.actions import joining
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_framework, make_idea, make_measure

SENTENCE = {"sentence": "No added paper form"}


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    return visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor)).id


def test_a_program_draws_answers_and_reads_boundaries(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    program = visit.program(cast.clinician)

    made = program.post(f"/api/v1/ideas/{idea.id}/boundaries", json=SENTENCE)
    assert (made.status_code, made.json()["status"]) == (201, "unknown")
    boundary_id = made.json()["id"]
    given = program.post(f"/api/v1/boundaries/{boundary_id}/answers", json={"answer": "near", "note": "Nearly."})
    assert given.status_code == 201

    [row] = program.get(f"/api/v1/ideas/{idea.id}/boundaries").json()
    assert (row["sentence"], row["status"], row["note"]) == ("No added paper form", "near", "Nearly.")
    page = program.get(f"/api/v1/boundaries/{boundary_id}").json()
    assert [answer["answer"] for answer in page["answers"]] == ["near"]
    assert [wording["number"] for wording in page["wordings"]] == [1]


def test_a_proposal_is_agreed_and_a_crossing_answered_once(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    made = lead.post(f"/api/v1/ideas/{idea_id}/boundaries", json=SENTENCE).json()
    assert made["wording"] is None

    agreed = sponsor.post(f"/api/v1/wordings/{made['proposed']['id']}/agreement")
    assert agreed.json()["agreed_by_id"] == str(cast.sponsor.id)
    lead.post(f"/api/v1/boundaries/{made['id']}/answers", json={"answer": "crossed"})
    [crossing_id] = lead.get(f"/api/v1/boundaries/{made['id']}").json()["crossing_ids"]
    words = {"answer": "adapted", "words": "A shared list instead."}
    assert sponsor.post(f"/api/v1/crossings/{crossing_id}/answer", json=words).status_code == 403
    assert lead.post(f"/api/v1/crossings/{crossing_id}/answer", json=words).status_code == 201
    assert lead.post(f"/api/v1/crossings/{crossing_id}/answer", json=words).status_code == 403
    assert lead.get(f"/api/v1/crossings/{crossing_id}").json()["answer"] == "adapted"


def test_a_redrawing_is_set_aside(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    [row] = lead.get(f"/api/v1/ideas/{idea_id}/boundaries").json()

    same = {"sentence": row["sentence"], "reason": "So."}
    refused = lead.post(f"/api/v1/boundaries/{row['id']}/wordings", json=same)
    assert refused.status_code == 422
    assert refused.json()["reasons"] == ["The new words are those that stand already."]
    new = lead.post(f"/api/v1/boundaries/{row['id']}/wordings", json=same | {"sentence": "Other"}).json()
    aside = sponsor.post(f"/api/v1/wordings/{new['id']}/setting-aside")

    assert aside.json()["set_aside_by_id"] == str(cast.sponsor.id)
    assert lead.get(f"/api/v1/boundaries/{row['id']}").json()["sentence"] == row["sentence"]


def test_strangers_and_partners_find_nothing(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead = visit.program(cast.clinician)
    [row] = lead.get(f"/api/v1/ideas/{idea_id}/boundaries").json()
    lead.post(f"/api/v1/boundaries/{row['id']}/answers", json={"answer": "crossed"})
    [crossing_id] = lead.get(f"/api/v1/boundaries/{row['id']}").json()["crossing_ids"]

    for outsider in (cast.stranger, cast.partner):
        program = visit.program(outsider)
        for address in (f"ideas/{idea_id}/boundaries", f"boundaries/{row['id']}", f"crossings/{crossing_id}"):
            assert program.get(f"/api/v1/{address}").status_code == 404
        answered = program.post(f"/api/v1/boundaries/{row['id']}/answers", json={"answer": "kept"})
        assert answered.status_code == 404
        wording = row["wording"]["id"]
        assert program.post(f"/api/v1/wordings/{wording}/setting-aside").status_code == 404


def test_a_program_draws_a_limit_counts_and_reads_what_was_crossed(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea, name="Cold newborns", unit="%"))
    lead = visit.program(cast.clinician)
    terms = {"kind": "measured", "measure_id": str(measure.id), "comparison": "not_over", "limit_value": "8"}

    made = lead.post(f"/api/v1/ideas/{idea.id}/boundaries", json=terms).json()
    assert (made["sentence"], made["status"], made["measure_id"]) == (
        "Cold newborns: not over 8%",
        "unknown",
        str(measure.id),
    )
    number = {"measured_on": cast.clinician.today.isoformat(), "value": "9"}
    lead.post(f"/api/v1/measures/{measure.id}/observations", json=number)

    page = lead.get(f"/api/v1/boundaries/{made['id']}").json()
    [crossing] = page["crossings"]
    assert (page["status"], crossing["first_on"], crossing["times"]) == ("crossed", number["measured_on"], 1)
    wider = {"answer": "redrawn", "words": "It was a guess.", "limit_value": "10"}
    assert lead.post(f"/api/v1/crossings/{crossing['id']}/answer", json=wider).json()["answer"] == "redrawn"
    assert lead.get(f"/api/v1/boundaries/{made['id']}").json()["wording"]["limit_value"] == "10"
    refused = lead.post(f"/api/v1/ideas/{idea.id}/boundaries", json=terms | {"limit_value": "many"})
    assert refused.status_code == 422
    assert refused.json()["fields"] == {"limit_value": "Write a number, such as 68 or 4.5."}


def test_a_program_holds_ideas_under_a_framework_boundary(visit: Visit, cast: Cast) -> None:
    framework = visit.write(lambda session: make_framework(session, cast.steward))
    steward, lead = visit.program(cast.steward), visit.program(cast.clinician)
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    terms = {"kind": "measured", "comparison": "not_over", "limit_value": "8", "sentence": "Few come back"}

    made = steward.post(f"/api/v1/frameworks/{framework.id}/boundaries", json=terms).json()
    visit.write(lambda session: joining.join_framework(session, cast.clinician, idea, framework))
    assert [row["id"] for row in lead.get(f"/api/v1/frameworks/{framework.id}/boundaries").json()] == [made["id"]]
    [under] = lead.get(f"/api/v1/boundaries/{made['id']}/ideas").json()["ideas"]
    assert (under["idea_reference"], under["status"]) == ("NH-1", "unknown")
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    chosen = lead.post(f"/api/v1/watches/{under['id']}/measure", json={"measure_id": str(measure.id)})
    assert chosen.json()["measure_id"] == str(measure.id)
    assert lead.get(f"/api/v1/watches/{under['id']}").json()["sentence"] == "Few come back"
    assert visit.program(cast.stranger).get(f"/api/v1/watches/{under['id']}").status_code == 404
