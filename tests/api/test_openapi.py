"""openapi.json says what the JSON door does: who may ask, with which key, and how a request is refused."""

import re
from collections import Counter
from typing import Any

import pytest

from tests.browser import Visit
from tests.cast import Cast


@pytest.fixture
def described(visit: Visit) -> dict[str, Any]:
    answer = visit().client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "delete", "patch"}
    ]


def test_every_reference_leads_somewhere_and_every_operation_has_its_own_name(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/([^']+)'", str(described)):
        assert name in schemas
    names = Counter(operation["operationId"] for _, _, operation in operations(described))
    assert names.most_common(1)[0][1] == 1


def test_every_operation_wants_a_token_and_says_how_it_refuses(described: dict[str, Any]) -> None:
    assert described["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for method, path, operation in operations(described):
        for status in ("400", "401", "403", "404", "409", "422"):
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], f"{method} {path} {status}"


# Where the answer holds a secret, or a key would keep who answered beside what was answered.
WITHOUT_KEY = (
    "/link",
    "/feedback/{round_id}/links",
    "/feedback/{round_id}/answer",
    "/feedback/answer/{secret}",
    "/pulse",
)


def test_what_changes_something_takes_a_key(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        named = {parameter["name"] for parameter in operation.get("parameters", [])}
        takes_key = method != "get" and not path.endswith(WITHOUT_KEY)
        assert ("Idempotency-Key" in named) is takes_key, f"{method} {path}"


def test_what_is_described_is_what_is_answered(visit: Visit, cast: Cast, described: dict[str, Any]) -> None:
    refused = visit.program(cast.clinician).post("/api/v1/ideas", json={"title": ""}).json()
    assert set(refused) == set(described["components"]["schemas"]["Problem"]["properties"])
