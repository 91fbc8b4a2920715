"""What nobody should ask of an address or send as a program: no answer is an error of ours, each says what is wrong."""

import random
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response

from tests.conftest import EVERY_ENGINE
from tests.house.access import TABLE, Row
from tests.house.hostile import DAYS, NUMBERS, WORDS, faults_of_life, page_of
from tests.house.test_access import address_of, filled
from tests.house.world import World

ASKED = {
    "/": ["all"],
    "/ideas": ["q", "stage", "aim_id", "framework_id", "is_mine", "after"],
    "/ideas/similar": ["title"],
    "/search": ["q"],
    "/waiting": ["kind", "service_id", "after"],
    "/pledges": ["view", "after"],
    "/notices": ["after"],
    "/history": ["after"],
    "/sign-in": ["next"],
    "/ideas/{idea}/pledges/new": ["kind", "ask_id"],
    "/ideas/{idea}/asks/new": ["kind"],
    "/administration/people": ["after"],
    "/api/v1/ideas": ["q", "stage", "is_mine", "after"],
    "/api/v1/search": ["q", "after"],
    "/api/v1/search/similar": ["title"],
    "/api/v1/waiting": ["kind", "aim_id"],
    "/api/v1/history": ["after"],
}
SAID = [
    *WORDS.values(),
    *NUMBERS[:4],
    *DAYS[:2],
    "\x00",
    "a" * 5000,
    "%ff%fe",
    '"',
    "*",
    "AND",
    "NEAR(",
    "ß" * 200,
    "-",
    "",
]
BODIES: list[Any] = [
    b"", b"{", b"null", b"[]", b'"words"', b"1e999", b"NaN", b'{"title": NaN}', b"\xff\xfe", b"[" * 20_000, b"{}",
    b'{"__proto__": {}, "title": {"$gt": ""}}', b'{"title": "\\ud800"}', b'{"title": "\\u0000", "name": "\\u0000"}',
]  # fmt: skip


@pytest.mark.parametrize("place", ASKED)
def test_an_address_with_anything_behind_it_is_answered(world: World, place: str) -> None:
    address, wrong = place.format(**world.things), []
    for name in ASKED[place]:
        for words in [*(quote(words) for words in SAID), "%ff%fe", "%ed%a0%80"]:
            asked = f"{address}?{name}={words}"
            who = "administrator" if "administration" in place else "clinician"
            with world.rehearsal():
                answer = world.knock(who, "GET", asked)
            if answer.status_code >= 500:
                wrong.append(f"{asked[:120]} answered {answer.status_code}")
            elif answer.headers.get("content-type", "").startswith("text/html"):
                wrong += [f"{asked[:120]}: {fault}" for fault in faults_of_life(page_of(answer))]
            elif answer.headers.get("location", "/").startswith(("//", "http", "/\\")):
                wrong.append(f"{asked[:120]} leads away")
    assert not wrong, "\n".join(wrong[:20])


EACH = 12 if EVERY_ENGINE else 3
ROWS = {row.route: row for row in TABLE if row.is_api and row.method != "GET" and row.may}


@pytest.mark.parametrize("row", ROWS.values(), ids=str)
def test_a_program_may_send_anything(world: World, row: Row) -> None:
    address, wrong = address_of(world, row), []
    token = world.people[min(row.may)].token
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Content-Type": "application/json"}
    # What cannot be read as JSON is refused before the engine is asked.
    for body in [*([] if world.is_on_postgresql else BODIES), *_spoilt(filled(world, row) or {})]:
        content: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
        world.visit.running.cookies.clear()
        with world.rehearsal():
            answer = world.visit.running.request(row.method, address, headers=headers, **content)
        wrong += [f"{str(body)[:120]} {fault}" for fault in _faults_of(answer)]
    assert not wrong, f"{row}:\n" + "\n".join(wrong)


def _faults_of(answer: Response) -> list[str]:
    if answer.status_code >= 500:
        return [f"answered {answer.status_code}"]
    if answer.status_code < 400:
        return []
    if answer.headers["content-type"] != "application/problem+json":
        return [f"answered {answer.headers['content-type']}"]
    problem = answer.json()
    has_words = problem["reasons"] or problem["fields"] or problem["detail"]
    return [] if has_words else [f"was refused with {answer.status_code} without a word"]


def _spoilt(right: dict[str, Any]) -> list[dict[str, Any]]:
    """A right request with one thing wrong each time, by chance what."""
    chance = random.Random(len(right))
    spoilers: list[Any] = [None, [], {}, -1, 1e308, 10**30, True, "\x00", "x" * 100_000, "9999-12-31", "NaN", [["x"]]]
    return [right | {name: spoiler} for name in right for spoiler in chance.sample(spoilers, EACH)]
