from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


@pytest.fixture
def idea_id(visit: Visit, cast: Cast) -> UUID:
    return visit.write(lambda session: make_idea(session, cast.clinician)).id


def offered(cast: Cast, **given: Any) -> dict[str, Any]:
    today = cast.clinician.today
    said = {
        "kind": "time",
        "what": "A nurse to help",
        "quantity": 4,
        "is_each_week": True,
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=27)).isoformat(),
    }
    return said | given


def test_a_program_offers_accepts_delivers_and_confirms(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    made = sponsor.post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast))
    assert (made.status_code, made.json()["state"], made.json()["amount"]) == (201, "offered", "4 hours each week")
    address = f"/api/v1/pledges/{made.json()['id']}"

    assert sponsor.post(f"{address}/acceptance").status_code == 403
    assert lead.post(f"{address}/acceptance").json()["state"] == "accepted"
    assert lead.post(f"{address}/acceptance").json()["reasons"] == ["This offer is accepted already."]
    given = {"quantity": "16", "delivered_on": cast.clinician.today.isoformat(), "note": "All of it."}
    delivery = sponsor.post(f"{address}/deliveries", json=given).json()
    assert delivery["confirmed_at"] is None
    assert sponsor.post(f"/api/v1/deliveries/{delivery['id']}/confirmation").status_code == 403
    assert lead.post(f"/api/v1/deliveries/{delivery['id']}/confirmation").status_code == 201

    kept = lead.get(address).json()
    assert (kept["state"], kept["confirmed_minor"], kept["total_minor"]) == ("kept", 960, 960)
    assert [row["id"] for row in sponsor.get("/api/v1/pledges").json()["pledges"]] == [kept["id"]]
    assert [row["state"] for row in lead.get(f"/api/v1/ideas/{idea_id}/pledges").json()] == ["kept"]
    assert [row["quantity_minor"] for row in lead.get(f"{address}/deliveries").json()] == [960]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quantity": "four"}, "quantity"),
        ({"quantity": 0.001}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"kind": "labour"}, "kind"),
        ({"what": " "}, "what"),
        ({"kind": "sponsorship", "quantity": None}, "ends_on"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    visit: Visit, cast: Cast, idea_id: UUID, wrong: dict[str, Any], field: str
) -> None:
    refused = visit.program(cast.sponsor).post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast, **wrong))

    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == [field]


def test_a_withdrawal_a_reduction_and_a_release_by_program(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    until = (cast.clinician.today + timedelta(days=139)).isoformat()

    def accepted() -> str:
        made = sponsor.post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast, ends_on=until)).json()
        lead.post(f"/api/v1/pledges/{made['id']}/acceptance")
        return f"/api/v1/pledges/{made['id']}"

    withdrawn, reduced, released = accepted(), accepted(), accepted()
    answer = sponsor.post(f"{withdrawn}/withdrawal", json={"reason": "The post is vacant."}).json()
    assert (answer["state"], answer["withdrawal_reason"]) == ("accepted", "The post is vacant.")
    assert answer["withdrawal_effective_on"] == (cast.clinician.today + timedelta(days=28)).isoformat()
    sooner = {"effective_on": cast.clinician.today.isoformat()}
    assert lead.post(f"{withdrawn}/agreement", json=sooner).json()["withdrawal_effective_on"] == sooner["effective_on"]
    parts = sponsor.post(f"{reduced}/reduction", json={"quantity": "1", "reason": "Winter."}).json()
    assert [part["quantity_minor"] for part in parts] == [240, 60, 180]
    assert lead.post(f"{released}/release").json()["state"] == "released"
    assert lead.post(f"{released}/verdict", json={"verdict": "kept"}).status_code == 422


def test_a_decline_and_a_dispute_keep_their_reasons(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    lead, sponsor = visit.program(cast.clinician), visit.program(cast.sponsor)
    first, second = (
        sponsor.post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast)).json()["id"] for _ in range(2)
    )
    declined = lead.post(f"/api/v1/pledges/{first}/declining", json={"reason": "We have someone."}).json()
    assert (declined["state"], declined["declined_reason"]) == ("declined", "We have someone.")
    lead.post(f"/api/v1/pledges/{second}/acceptance")
    given = {"quantity": 1, "delivered_on": cast.clinician.today.isoformat()}
    delivery = sponsor.post(f"/api/v1/pledges/{second}/deliveries", json=given).json()
    disputed = lead.post(f"/api/v1/deliveries/{delivery['id']}/dispute", json={"reason": "Nobody came."}).json()
    assert disputed["dispute_reason"] == "Nobody came."


def test_the_queue_and_not_now_by_program(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    sponsor = visit.program(cast.sponsor)
    [row] = sponsor.get("/api/v1/waiting").json()["ideas"]
    assert (row["id"], row["waited_days"], row["late_days"]) == (str(idea_id), 0, 0)
    form = {"reason": "After the move.", "look_again_on": (cast.sponsor.today + timedelta(days=60)).isoformat()}

    assert visit.program(cast.board).post(f"/api/v1/ideas/{idea_id}/not-now", json=form).status_code == 403
    said = sponsor.post(f"/api/v1/ideas/{idea_id}/not-now", json=form)

    assert (said.status_code, said.json()["reason"]) == (201, "After the move.")
    assert sponsor.get("/api/v1/waiting").json()["ideas"] == []
    assert len(sponsor.get(f"/api/v1/ideas/{idea_id}/not-now").json()) == 1


def test_a_stranger_is_turned_away(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    made = visit.program(cast.sponsor).post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast)).json()
    stranger = visit.program(cast.stranger)
    address = f"/api/v1/pledges/{made['id']}"

    for found in (
        stranger.get(address),
        stranger.get(f"{address}/deliveries"),
        stranger.get(f"/api/v1/ideas/{idea_id}/pledges"),
        stranger.get(f"/api/v1/ideas/{idea_id}/not-now"),
        stranger.post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast)),
        stranger.post(f"{address}/acceptance"),
        stranger.post(f"{address}/release"),
        stranger.post(f"{address}/withdrawal", json={"reason": "No."}),
    ):
        assert found.status_code == 404
    assert stranger.get("/api/v1/pledges").json()["pledges"] == []
    assert stranger.get("/api/v1/waiting").json()["ideas"] == []


def test_a_token_that_only_reads_promises_nothing(visit: Visit, cast: Cast, idea_id: UUID) -> None:
    reader = visit.program(cast.sponsor, may_change=False)

    assert reader.post(f"/api/v1/ideas/{idea_id}/pledges", json=offered(cast)).status_code == 403
    assert reader.get(f"/api/v1/ideas/{idea_id}/pledges").json() == []
