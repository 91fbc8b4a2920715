"""Every cell of the table of routes and rights is tried at the running program."""

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.routes import HTTPRoute

from tests.house.access import PARTNER, STRANGERS, TABLE, Row, plain
from tests.house.world import CAST, NOBODY, World

HOUSE = [NOBODY, *CAST]


def test_every_route_is_in_the_table_and_every_row_has_a_route(world: World) -> None:
    routes = routes_of(world)
    rows = {row.route for row in TABLE}
    new = sorted(set(routes) - rows)
    gone = sorted(rows - set(routes))
    assert not new, f"say in tests/house/access.py who may ask {new}"
    assert not gone, f"tests/house/access.py has rows for routes that are gone: {gone}"


def test_a_route_is_public_exactly_where_the_table_lets_nobody_in(world: World) -> None:
    public = {route for route, is_public in routes_of(world).items() if is_public}
    assert public == {row.route for row in TABLE if NOBODY in row.may}


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_row_lets_in_whom_it_says_and_nobody_else(world: World, row: Row) -> None:
    address, sends = address_of(world, row), filled(world, row)
    turned_away, let_in = cells_of(world, row)
    wrong = []
    with world.rehearsal():
        wrong += [said for who in turned_away if (said := unlike(world, row, who, address, sends))]
        if row.method != "GET":
            assert world.fingerprint() == world.unchanged, f"{row}: somebody turned away left a trace"
    for who in let_in:
        with world.rehearsal():
            wrong += [said] if (said := unlike(world, row, who, address, sends)) else []
    assert not wrong, f"{row}:\n" + "\n".join(wrong)


@pytest.mark.one_engine
@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET" and not row.is_api], ids=str)
def test_asking_for_a_part_shows_no_more_than_asking_for_the_page(world: World, row: Row) -> None:
    address, wrong = address_of(world, row), []
    for who in [NOBODY, *sorted(PARTNER | STRANGERS)]:
        with world.rehearsal():
            said = unlike(world, row, who, address, None, **{"HX-Request": "true"})
        wrong += [said] if said else []
    assert not wrong, f"{row}:\n" + "\n".join(wrong)


def cells_of(world: World, row: Row) -> tuple[list[str], list[str]]:
    """Who is turned away and who is let in: every cell on SQLite. Rights are decided before any statement runs, and no
    engine has rights of its own, so on PostgreSQL one of each outcome shows that the statements run.
    """
    turned_away = [who for who in HOUSE if who not in row.may]
    if not world.is_on_postgresql:
        return turned_away, sorted(row.may)
    return list({row.status_for(who): who for who in turned_away}.values()), sorted(row.may)[:1]


def unlike(world: World, row: Row, who: str, address: str, sends: dict[str, Any] | None, **headers: str) -> str:
    """What is wrong with the answer to somebody, or nothing."""
    answer, expected = world.knock(who, row.method, address, sends=sends, **headers), row.status_for(who)
    way = answer.headers.get("HX-Redirect")
    status, way = (303, way) if way else (answer.status_code, answer.headers.get("location", ""))
    if headers.get("HX-Request") and expected == 303 and who == NOBODY:
        expected = 401  # Said in the page that stands, which may hold what somebody typed.
    if status != expected:
        return f"{who} got {status}, not {expected}: {words(answer)}"
    if expected == 303 and who == NOBODY and NOBODY not in row.may and not way.startswith("/sign-in"):
        return f"{who} was sent to {way}"
    if leaked := world.leaks(who, address, answer):
        return f"{who} was told of {leaked}"
    return ""


def words(answer: Response) -> str:
    body = answer.text.partition("<main")[2].partition("</main>")[0] or answer.text
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())[:300]


def routes_of(world: World) -> dict[str, bool]:
    """Every route of the program, and whether it says that it is public."""
    found = {}
    for route in world.visit.app.routes:
        assert isinstance(route, HTTPRoute), f"the table does not know routes such as {route.path}"
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                found[f"{method} {plain(route.path)}"] = bool(handler.opt.get("public"))
    return found


def address_of(world: World, row: Row) -> str:
    ids = {name: world.things.get(thing, thing) for name, thing in row.things.items()}
    return (row.path + row.query).format(**ids)


def filled(world: World, row: Row) -> dict[str, Any] | None:
    """The form of a row with ids and days in it."""
    today = world.visit.cast.clinician.today

    def fill(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return world.things[value[1:]]
        if isinstance(value, str) and (days := re.fullmatch(r"\+(\d+) days", value)):
            return (today + timedelta(days=int(days[1]))).isoformat()
        return value

    return None if row.sends is None else {name: fill(value) for name, value in row.sends.items()}
