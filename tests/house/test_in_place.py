"""A form that htmx opens in a line is that of its page: the same fields, sent to the same address, and back again."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import Page
from tests.house.world import World
from tests.htmx import Node, ask, must_equal_reloaded, tree

READERS = ["clinician", "sponsor", "partner"]
NOT_THE_SAME = {"form_key", "csrf_token"}
FIELDS = {"input", "textarea", "select"}


@pytest.mark.parametrize("who", READERS)
def test_what_opens_in_a_line_is_what_its_own_page_shows(world: World, who: str) -> None:
    with world.rehearsal():
        page = first_page(world, who)
        opened = list(openings(page))
        assert opened, f"no line of {who} opens a form: make one in tests/house/world.py"
        for opener, part in opened:
            own = main_of(page.browser.get(opener.attributes["href"]))
            assert sent_by(part) == sent_by(own), opener.attributes["href"]
            assert words_of(part) == words_of(own), opener.attributes["href"]


@pytest.mark.parametrize("who", READERS)
def test_what_opens_in_a_line_leads_back_and_shares_no_id_with_another(world: World, who: str) -> None:
    with world.rehearsal():
        page = first_page(world, who)
        ids = {element.attributes.get("id") for element in page.elements} - {None}
        for opener, part in openings(page):
            own_ids = [node.id for node in part.all() if node.id]
            assert len(own_ids) == len(set(own_ids)), own_ids
            assert set(own_ids) & ids == {part.id}, "the page has these already"
            assert all(found.startswith(part.id) for found in own_ids), "another line's form may have these, too"
            for form in forms_of(part):
                assert fields_of(form)["back_to"] == "/?all=1", opener.attributes["href"]
                assert form.attributes["hx-target"] == f"#{part.id}"


def test_a_form_refused_in_a_line_comes_again_with_what_was_typed(world: World) -> None:
    with world.rehearsal():
        page = first_page(world, "sponsor")
        form = next(form for form in opened_forms(page) if form.attributes["action"].endswith("/not-now"))
        typed = fields_of(form) | {"reason": "Not before spring", "look_again_on": "2001-01-01"}
        refused = ask(page, form, typed, status=422)
        assert "Choose a day after today." in words_of(refused)
        [again] = forms_of(refused)
        assert fields_of(again) == typed


def test_a_form_done_in_a_line_brings_the_lines_as_a_reload_shows_them(world: World) -> None:
    with world.rehearsal():
        page = first_page(world, "sponsor")
        form = next(form for form in opened_forms(page) if form.attributes["action"].endswith("/not-now"))
        lines = ask(page, form, fields_of(form) | {"reason": "Not before spring"})
        assert lines.id == "home-lines"
        must_equal_reloaded(lines, page.browser.get("/?all=1"))
        idea = form.attributes["action"].removesuffix("/not-now")
        assert idea not in [node.attributes.get("href") for node in lines.all()]


def test_without_scripts_the_forms_page_leads_back_as_well(world: World) -> None:
    with world.rehearsal():
        page = first_page(world, "sponsor")
        form = next(link for link in page.all("a") if "/not-now/new" in link.attributes["href"])
        own = page.browser.get(form.attributes["href"])
        refused = own.submit("Send this answer", {"reason": ""}, status=422)
        assert refused.link("Leave it") == "/?all=1"
        assert refused.submit("Send this answer", {"reason": "Not before spring"}).path == "/?all=1"


def test_no_place_is_taken_from_what_somebody_made_up(world: World) -> None:
    browser = world.visit(world.visit.cast.sponsor)
    address = f"/ideas/{world.things['idea']}/pledges/new"
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for made_up in ("div#other", 'div#home--"><script>', "a#home-lines--x", "div#--x"):
        assert "<html" in browser.get(address, **htmx, **{"HX-Target": made_up}).html


def first_page(world: World, who: str) -> Page:
    return world.visit(getattr(world.visit.cast, who)).get("/?all=1")


def openings(page: Page) -> Iterator[tuple[Any, Node]]:
    """Each link of a line that opens something in it, with that; and what is opened from there."""
    for link in page.all("a"):
        if "hx-get" in link.attributes:
            part = ask(page, link, {})
            yield link, part
            for further in part.all():
                if further.tag == "a" and "hx-get" in further.attributes:
                    yield further, ask(page, further, {})


def opened_forms(page: Page) -> Iterator[Node]:
    for _, part in openings(page):
        yield from forms_of(part)


def forms_of(part: Node) -> list[Node]:
    return [node for node in part.all() if node.tag == "form"]


def fields_of(form: Node) -> dict[str, str]:
    """What a form holds that has no choices."""
    found = {}
    for node in form.all():
        name = node.attributes.get("name")
        if name and node.attributes.get("type") != "radio":
            words = " ".join(child for child in node.children if isinstance(child, str))
            found[name] = words if node.tag == "textarea" else node.attributes.get("value", "")
    return found


def sent_by(part: Node) -> list[tuple[str, ...]]:
    """Where each form sends what."""
    found: list[tuple[str, ...]] = []
    for form in forms_of(part):
        found.append((form.attributes["method"], form.attributes["action"]))
        for node in form.all():
            said = node.attributes
            if node.tag in FIELDS and said["name"] not in NOT_THE_SAME:
                found.append((node.tag, said["name"], said.get("type", ""), said.get("value", "")))
    return found


def words_of(part: Node) -> str:
    return " ".join(child for node in part.all() for child in node.children if isinstance(child, str))


def main_of(page: Page) -> Node:
    return next(node for node in tree(page.html).all() if "narrow" in node.attributes.get("class", ""))
