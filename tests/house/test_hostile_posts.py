"""Every form on every page, as everybody whom the page lets in, is sent what nobody should send.

No answer is an error of ours, nothing that was sent comes alive, and who is refused keeps what they typed and is told
in a summary what to mend. The table of access says which pages there are, so a new form is attacked once it is listed.
Each attack is undone, so none spoils the next.

REGISTRY_HOSTILE_POSTS=10000 sends as many, chosen by chance; see 'Change it' in the README.
"""

import os
import random
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from httpx import Response

from tests.house.access import TABLE
from tests.house.hostile import Attack, Form, attacks, faults_of, faults_of_life, forms_on, page_of, plain, told
from tests.house.test_access import address_of, filled, routes_of
from tests.house.world import CAST, World

POSTS = int(os.environ.get("REGISTRY_HOSTILE_POSTS", "0"))
SEED = 20_261_125
FEW = 1
SHOWS_A_PAGE = {200, 404}  # A link that is over may offer another.
WHERE_WORDS_ARE_SHOWN = ("/history", "/ideas?q=alert")

Found = tuple[str, Form]


@pytest.fixture(scope="module")
def forms(world: World) -> list[Found]:
    """Who finds which form; each make of a form once for each of them. On PostgreSQL one looks at each page, since who
    sees which form is decided before any statement runs.
    """
    return list(_find(world, most=1 if world.is_on_postgresql and not POSTS else len(CAST)))


@pytest.mark.one_engine
def test_every_route_that_takes_a_form_has_one_that_is_attacked(world: World, forms: list[Found]) -> None:
    reached = {form.make[0] for _, form in forms}
    routes = {row.route: address_of(world, row) for row in TABLE if row.method == "POST" and not row.is_api}
    assert set(routes) <= set(routes_of(world))
    missed = [route for route, address in routes.items() if plain(address) not in reached]
    assert not missed, f"no page of the table of access shows a form for {missed}"


def test_no_form_gives_way(world: World, forms: list[Found]) -> None:
    faults, sent = [], 0
    for who, form, attack in _chosen(forms, is_short=world.is_on_postgresql):
        sent += 1
        faults += [(fault, form, attack) for fault in _attacked(world, who, form, attack)]

    assert not faults, f"{len(faults)} faults in {sent} posts:\n{told(faults)}"
    assert sent >= POSTS


def _chosen(forms: list[Found], *, is_short: bool) -> Iterator[tuple[str, Form, Attack]]:
    """By chance as many as are asked for; else one of every second family for each make of a form, and a few for its
    likes.

    is_short   a few for every form: what a form refuses it refuses before the engine is asked
    """
    chance, every, makes = random.Random(SEED), attacks(), set()
    for _ in range(POSTS):
        yield *chance.choice(forms), chance.choice(every)
    for who, form in forms if not POSTS else ():
        families = {attack.family: attack for attack in chance.sample(every, len(every))}
        half = chance.sample(sorted(families), len(families) // 2)
        some = chance.sample(every, FEW) if is_short or form.make in makes else [families[name] for name in half]
        makes.add(form.make)
        for attack in some:
            yield who, form, attack


def _attacked(world: World, who: str, form: Form, attack: Attack) -> list[str]:
    with world.rehearsal():
        pairs = attack.make(form)
        answer = _send(world, who, form, attack)
        faults = faults_of(form, attack, pairs, answer)
        if answer.status_code < 400 and not faults:
            faults += _faults_of_what_follows(world, who, form, attack, answer)
        return faults


def _faults_of_what_follows(world: World, who: str, form: Form, attack: Attack, answer: Response) -> list[str]:
    """The same again is answered the same, and what is shown now is harmless."""
    faults = []
    if answer.status_code == 303 and "form_key" in dict(attack.make(form)) and not _is_signed_anew(answer):
        again = _send(world, who, form, attack)
        if again.headers.get("location") != answer.headers["location"]:
            faults.append(f"sent twice, answered {again.status_code} {again.headers.get('location')}")
    if attack.may_live and answer.status_code == 303:
        for address in (answer.headers["location"], *WHERE_WORDS_ARE_SHOWN):
            shown = world.knock(who, "GET", address)
            if shown.status_code == 200:
                faults += [f"{address}: {fault}" for fault in faults_of_life(page_of(shown))]
            elif shown.status_code >= 500:
                faults.append(f"{address} then answered {shown.status_code}")
    return faults


def _is_signed_anew(answer: Response) -> bool:
    """Signed in or out by this answer: the same cookie proves nothing any more."""
    return any(cookie.startswith("registry=") for cookie in answer.headers.get_list("set-cookie"))


def _send(world: World, who: str, form: Form, attack: Attack) -> Response:
    person, program = world.people[who], world.visit.running
    program.cookies.clear()
    headers = {"Accept": "text/html", "Cookie": person.cookie, "Content-Type": attack.kind}
    headers["Sec-Fetch-Site"] = "same-origin"
    body = attack.body
    if body is None:
        body = urlencode(attack.make(form), errors="surrogatepass").encode()
    else:
        headers["X-CSRF-Token"] = form.token
    return program.post(form.action, content=body, headers=headers, follow_redirects=False)


def _find(world: World, most: int) -> Iterator[Found]:
    """On what is answered by a page: by GET, and by a form that asks once more.

    most   of those who may, how many look at each page
    """
    seen = set()
    for row in TABLE:
        shown = sorted(person for person in row.may if row.status_for(person) in SHOWS_A_PAGE and not row.is_api)
        for who in shown[:most]:
            with world.rehearsal():
                answer = world.knock(who, row.method, address_of(world, row), sends=filled(world, row))
            is_page = answer.headers["content-type"].startswith("text/html")
            for form in forms_on(page_of(answer)) if is_page else ():
                if (who, form.make) not in seen:
                    seen.add((who, form.make))
                    yield who, form
