"""Every answer carries the security headers: `World.knock` looks at each one, and here stand those seldom given."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.app import create_app
from tests.conftest import settings_for_tests
from tests.house.headers import faults_of
from tests.house.world import NOBODY, World

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
JSON = {"Content-Type": "application/json"}
TOO_MUCH = "x" * (3 * 1024 * 1024)


@pytest.mark.parametrize(
    ("status", "who", "method", "address", "sends", "headers"),
    [
        (200, "clinician", "GET", "/ideas", None, {}),
        (200, "clinician", "GET", "/ideas", None, PART),
        (200, NOBODY, "GET", "/static/site.css", None, {}),
        (200, "clinician", "GET", "/api/v1/ideas", None, {}),
        (204, "clinician", "POST", "/api/v1/notices/{notice}/reading", None, {}),
        (303, NOBODY, "GET", "/ideas", None, {}),
        (303, "clinician", "POST", "/ideas/{exploring_idea}/pause", {}, {}),
        (401, NOBODY, "GET", "/api/v1/ideas", None, {}),
        (401, NOBODY, "POST", "/ideas", {"title": "Warm"}, {"Sec-Fetch-Site": "same-origin"}),
        (403, "sponsor", "GET", "/ideas/new", None, {}),
        (403, "sponsor", "GET", "/ideas/new", None, PART),
        (403, "clinician", "POST", "/ideas", {}, {"X-CSRF-Token": "wrong"}),
        (403, "sponsor", "POST", "/api/v1/ideas/{exploring_idea}/pause", None, {}),
        (404, "clinician", "GET", "/nothing/here", None, {}),
        (404, "clinician", "GET", "/nothing/here", None, PART),
        (404, NOBODY, "GET", "/static/nothing.css", None, {}),
        (404, "stranger", "GET", "/api/v1/ideas/{idea}", None, {}),
        (405, "clinician", "POST", "/ideas/new", {}, {}),
        (405, "clinician", "DELETE", "/api/v1/ideas", None, {}),
        (409, "clinician", "POST", "/ideas/{idea}", {"version": "999"}, {}),
        (413, "clinician", "POST", "/ideas", {"why": TOO_MUCH}, {}),
        (422, "clinician", "POST", "/ideas", {}, {}),
        (422, "clinician", "POST", "/boundaries/{boundary}/answers", {}, PART),
        (422, "clinician", "POST", "/api/v1/ideas", {}, {}),
    ],
)
def test_every_kind_of_answer_carries_the_headers(
    world: World,
    status: int,
    who: str,
    method: str,
    address: str,
    sends: dict[str, Any] | None,
    headers: dict[str, str],
) -> None:
    with world.rehearsal():
        answer = world.knock(who, method, address.format(**world.things), sends=sends, **headers)
    assert (answer.status_code, faults_of(answer)) == (status, [])


@pytest.mark.parametrize("address", ["/ideas", "/api/v1/ideas"])
@pytest.mark.parametrize("headers", [{}, PART])
def test_a_failure_of_ours_carries_the_headers_and_no_word_of_what_failed(
    world: World, address: str, headers: dict[str, str]
) -> None:
    def fail(statement: str) -> None:
        if "idea_summary" in statement:
            raise RuntimeError("a cable is cut")

    with world.rehearsal(), world.before_statements(fail):
        answer = world.knock("clinician", "GET", address, **headers)
    assert (answer.status_code, faults_of(answer)) == (500, [])
    assert "cable" not in answer.text


def test_over_https_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    settings = settings_for_tests(f"sqlite+aiosqlite:///{tmp_path / 'registry.db'}", tmp_path)
    secure = replace(settings, base_url="https://registry.example")
    with TestClient(create_app(secure), base_url="https://registry.example") as program:
        for address, status in (("/help", 200), ("/nothing", 404), ("/static/site.js", 200)):
            answer = program.get(address, headers={"Accept": "text/html"})
            assert (answer.status_code, faults_of(answer)) == (status, [])
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
