"""Everybody walks through every page they can reach, and sends its forms back empty.

A page of one make is looked at once, on a phone, by the first who comes to it, and things (an idea, a pledge) in some
of their states: REGISTRY_EVERY_ROLE=1 lets everybody look at all of theirs, at a desk too. What is looked for
stands in `eyes.py`.
"""

import os
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.steps import Reader
from tests.journeys.world import DESK, PHONE, Way

WHO = ("clinician", "sponsor", "board", "quality", "steward", "manager", "partner", "administrator")
LOOKS_AT_ALL = bool(os.environ.get("REGISTRY_EVERY_ROLE"))
MOST_PAGES = 400  # a walk that does not end has met addresses without end
MOST_THINGS = 8
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z]{2}-\d+\b|\b\d{4}-\d\d-\d\d\b")
THING = re.compile(r"^(?:\w+ )?/\w+/ID\?$")
ENDS_SOMETHING = re.compile(r"/(ending|discarding|withdrawal|declining|leaving|closing|dispute)$")  # sent last
LEADS_NOWHERE = ("/sign-out", "/static/", "/api/v1", "/docs", "/account/held")
TAKEN_AWAY = re.compile(r"\.(svg|png|csv|xlsx)$")
MAKES = {"kind", "by", "part", "state"}  # words of an address that make another page of it
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"
HREF = re.compile(r'<a [^>]*href="(/[^"#]*)')
EMPTIED = """() => {
  const writable = 'textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file])'
  const forms = [...document.querySelectorAll('main form')].filter(form =>
    form.method === 'post' && [...form.querySelectorAll(writable)].some(field => field.checkVisibility()))
  return forms.map(form => {
    form.noValidate = true
    for (const typed of form.querySelectorAll(writable)) typed.value = ''
    return form.action
  })
}"""
SENT = """([action]) => {
  const form = [...document.querySelectorAll('main form')].find(form => form.action === action && form.noValidate)
  form.submit()
}"""


@dataclass
class Walk:
    """What was seen in one width. A page's make is its address without the ids in it."""

    seen: Counter[str] = field(default_factory=Counter)
    paths: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    with_forms: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def is_new(self, who: str, address: str) -> bool:
        whose = f"{who} " if LOOKS_AT_ALL else ""
        make = whose + make_of(address)
        if whose + address in self.paths or self.seen[make] >= (MOST_THINGS if THING.match(make) else 1):
            return False
        self.paths.add(whose + address)
        self.seen[make] += 1
        return True

    def note(self, who: str, fault: AssertionError) -> None:
        self.faults.append(f"as {who}: {fault}")


@pytest.mark.parametrize("way", [PHONE, DESK] if LOOKS_AT_ALL else [PHONE], ids=str)
def test_everybody_can_use_every_page_and_every_form_sent_back_empty(arrive: Arrive, way: Way) -> None:
    walk = Walk()
    readers = {who: arrive(who, way) for who in WHO}
    for who, reader in readers.items():
        walks_everywhere(walk, who, reader)
    for who, path in sorted(walk.with_forms, key=lambda found: bool(ENDS_SOMETHING.search(found[1]))):
        sends_nothing(walk, who, readers[who], path)
    assert not walk.faults, "\n\n".join(walk.faults)
    assert len(walk.sent) > 25, "hardly any form was sent: has the way to find them changed?"


def test_no_link_leads_a_partners_person_to_a_closed_door(arrive: Arrive) -> None:
    """They see least of all, so it is they who would meet a link that is not for them."""
    reader = arrive("partner", PHONE)
    waiting, seen, closed = deque(["/"]), {"/"}, []
    while waiting:
        path = waiting.popleft()
        answer = reader.page.context.request.get(reader.address + path)
        if answer.status >= 400:
            closed.append(f"{answer.status} {path}")
        for link in HREF.findall(answer.text()):
            following = unescape(link)
            if leads_on(reader.address + following, reader.address) and following not in seen:
                seen.add(following)
                waiting.append(following)
        assert len(seen) < MOST_PAGES, "the walk comes to no end"
    assert not closed


def walks_everywhere(walk: Walk, who: str, reader: Reader) -> None:
    waiting = deque(["/", "/nothing-stands-here"])
    count = 0
    while waiting:
        path = waiting.popleft()
        count += 1
        assert count < MOST_PAGES, f"{who} comes to no end: {path}"
        reader.eyes.refusals = {403, 404}
        looks(walk, who, reader, path)
        reader.eyes.refusals = set()
        for link in reader.page.evaluate(LINKS):
            if leads_on(link, reader.address) and walk.is_new(who, link.removeprefix(reader.address)):
                waiting.append(link.removeprefix(reader.address))
        if reader.page.evaluate(EMPTIED):
            walk.with_forms.append((who, path))


def sends_nothing(walk: Walk, who: str, reader: Reader, path: str) -> None:
    """Sends each form of a page with nothing in it, and looks at what comes back. A form that asks nothing is kept."""
    reader.eyes.refusals = {403, 404, 409, 422}
    reader.page.goto(reader.address + path)
    for action in reader.page.evaluate(EMPTIED):
        make = make_of(action.removeprefix(reader.address))
        reader.page.goto(reader.address + path)
        if make in walk.sent or action not in reader.page.evaluate(EMPTIED):
            continue
        walk.sent.add(make)
        with reader.page.expect_navigation():
            reader.page.evaluate(SENT, [action])
        looks(walk, who, reader)
    reader.eyes.refusals = set()


def looks(walk: Walk, who: str, reader: Reader, path: str = "") -> None:
    try:
        if path:
            reader.opens(path)
        else:
            reader.eyes.look()
    except AssertionError as fault:
        walk.note(who, fault)


def leads_on(link: str, address: str) -> bool:
    parts = urlsplit(link)
    is_ours = link.startswith(address) and not parts.path.startswith(LEADS_NOWHERE)
    return is_ours and not TAKEN_AWAY.search(parts.path) and "format=" not in parts.query


def make_of(path: str) -> str:
    parts = urlsplit(path)
    query = sorted(f"{name}={value}" if name in MAKES else name for name, value in parse_qsl(parts.query))
    return "?".join([ID.sub("ID", parts.path), "&".join(query)])
