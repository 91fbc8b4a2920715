"""The same sent twice is answered twice and done once, by people and by programs, one after the other or at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.models import Account, FormKey, SignIn
from registry.app import create_app
from registry.ideas.models import IdeaSummary
from registry.kit import clock
from registry.kit.database import Database, transaction
from registry.periodic import work_once
from tests.browser import Visit
from tests.cast import KEYS, Cast
from tests.conftest import settings_for_tests

IDEA = {"title": "Warm blankets", "better": "Nobody waits cold.", "why": "I see them shiver."}


def test_a_form_sent_twice_makes_one_idea_and_leads_to_it_twice(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/ideas/new")
    first, second = form.submit("Register", IDEA), form.submit("Register", IDEA)
    assert first.path == second.path
    assert visit.program(cast.clinician).get("/api/v1/ideas").json()["ideas"][1:] == []


def test_a_form_changed_after_it_was_sent_is_shown_before_it_is_sent_again(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/ideas/new")
    form.submit("Register", IDEA)
    changed = form.submit("Register", IDEA | {"title": "Warm socks"}, status=409)
    assert changed.heading == "You have sent this form already"
    assert changed.submit("Send it as a new one").heading == "Warm socks"


def test_two_buttons_of_one_page_are_never_taken_for_the_same(visit: Visit, cast: Cast) -> None:
    visit(cast.clinician), visit(cast.clinician)
    account = visit(cast.clinician).get("/account")
    keys = [element.attributes["value"] for element in account.all("input") if element.attributes["name"] == "form_key"]
    assert len(set(keys)) == len(keys) > 4
    account.submit("End it", nth=0)
    page = account.submit("End it", nth=1)
    assert not page.has_button("End it")


def test_a_refused_form_may_be_mended_and_sent_under_its_key(visit: Visit, cast: Cast) -> None:
    refused = visit(cast.clinician).get("/ideas/new").submit("Register", IDEA | {"why": ""}, status=422)
    assert refused.submit("Register", {"why": "I see them shiver."}).heading == "Warm blankets"


def test_a_program_gets_the_same_answer_to_the_same_key(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    headers = {"Idempotency-Key": "a key of its own", "Accept-Encoding": "gzip"}
    first = program.post("/api/v1/ideas", json=IDEA, headers=headers)
    second = program.post("/api/v1/ideas", json=IDEA, headers=headers)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(program.get("/api/v1/ideas").json()["ideas"]) == 1


def test_a_programs_key_with_something_else_is_refused(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    headers = {"Idempotency-Key": "a key of its own"}
    program.post("/api/v1/ideas", json=IDEA, headers=headers)
    other = program.post("/api/v1/ideas", json=IDEA | {"title": "Warm socks"}, headers=headers)
    assert (other.status_code, other.headers["content-type"]) == (422, "application/problem+json")
    assert "a key of its own" in other.json()["detail"]


def test_a_refused_request_leaves_its_key_free(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    headers = {"Idempotency-Key": "a key of its own"}
    assert program.post("/api/v1/ideas", json={"title": ""}, headers=headers).status_code == 422
    assert program.post("/api/v1/ideas", json=IDEA, headers=headers).status_code == 201


def test_an_empty_answer_is_repeated_empty(visit: Visit, cast: Cast) -> None:
    program = visit.program(cast.clinician)
    idea_id = program.post("/api/v1/ideas", json=IDEA).json()["id"]
    share = {"partner_id": str(cast.partner_id)}
    for _ in range(2):
        answer = program.post(f"/api/v1/ideas/{idea_id}/shares", json=share, headers={"Idempotency-Key": "share"})
        assert (answer.status_code, answer.content) == (204, b"")


def test_keys_of_two_people_do_not_meet(visit: Visit, cast: Cast) -> None:
    headers = {"Idempotency-Key": "the same words"}
    for person in (cast.clinician, cast.colleague):
        assert visit.program(person).post("/api/v1/ideas", json=IDEA, headers=headers).status_code == 201


@pytest.fixture
async def browser(database_url: str, tmp_path: Path, cast: Cast) -> AsyncIterator[AsyncClient]:
    """The clinician's, of which several requests may be under way at once."""
    app = create_app(settings_for_tests(database_url, tmp_path))
    database: Database = app.state.database
    async with transaction(database) as session:
        secret = await account_actions.sign_in(session, await _account(session, cast), "a test", KEYS)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver.local") as client:
        client.cookies.set("registry", secret)
        client.headers["accept"] = "text/html"
        yield client
    await database.close()


async def test_a_form_sent_four_times_at_once_makes_one_idea(browser: AsyncClient, database: Database) -> None:
    page = (await browser.get("/ideas/new")).text
    held = dict(re.findall(r'name="(csrf_token|form_key)" value="([^"]+)"', page.partition("<main")[2]))
    answers = await asyncio.gather(
        *(browser.post("/ideas", data=held | IDEA, follow_redirects=False) for _ in range(4))
    )
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.headers["location"] for answer in answers}) == 1
    async with database.readers() as session:
        assert (await session.exec(select(func.count(col(IdeaSummary.id))))).one() == 1


async def test_what_is_over_is_forgotten_and_what_lasts_is_kept(database: Database, cast: Cast) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        await _sign_in_with_a_key(database, cast, "an old key")
    await _sign_in_with_a_key(database, cast, "a new key")

    await work_once(database, KEYS)

    async with database.readers() as session:
        assert (await session.exec(select(FormKey.key))).all() == ["a new key"]
        assert (await session.exec(select(func.count(col(SignIn.id))))).one() == 1


async def _sign_in_with_a_key(database: Database, cast: Cast, key: str) -> None:
    async with transaction(database) as session:
        await account_actions.sign_in(session, await _account(session, cast), "a test", KEYS)
        await account_actions.claim_form_key(session, cast.clinician, key, "digest")


async def _account(session: AsyncSession, cast: Cast) -> Account:
    return await session.get_one(Account, (cast.clinician.organisation_id, cast.accounts[cast.clinician.person_id]))
