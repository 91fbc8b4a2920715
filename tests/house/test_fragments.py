"""Fragments and pages as they are drawn, whoever looks: one file, one element, one id; and nothing inline.

Every page of the table of access is drawn with a mark before and behind each fragment, so that nothing is guessed from
the source.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from httpx import Response
from jinja2 import BaseLoader, Environment

from tests.browser import VOID, Page
from tests.house.access import TABLE, Row
from tests.house.test_access import address_of
from tests.house.test_templates import NAMES
from tests.house.world import NOBODY, World

pytestmark = pytest.mark.one_engine  # A template knows of no engine.

LOOK = [NOBODY, "clinician", "sponsor", "partner", "administrator"]
LOOK_TOO = [
    "colleague",
    "quality",
    "manager",
    "board",
    "steward",
    "stranger",
]  # at their own first page, and where few may look

PIECES = {
    # what is included as a piece of a form, a list or a sentence, and never stands or is swapped alone
    "appraisals/_fields.html",
    "boundaries/_counted.html",
    "boundaries/_crossed.html",
    "boundaries/_days.html",
    "boundaries/_limits.html",
    "boundaries/_standing.html",
    "discretion/_coverage_cell.html",
    "envelopes/_fields.html",
    "feedback/_questions.html",
    "frameworks/_fields.html",
    "ideas/_fields.html",
    "licences/_fields.html",
    "licences/_mark.html",
    "outcomes/_fields.html",
    "stories/_fields.html",
    "stories/_told.html",  # a macro
    "measures/_chart_key.html",  # macros, as the next three
    "measures/_chart_plot.html",
    "measures/_icons.html",
    "measures/_sparkline.html",
    "measures/_fields.html",
    "monitor/_mark.html",
    "monitor/_rows.html",  # a macro
    "observations/_fields.html",
    "observations/_number.html",
    "pasted/_looked.html",
    "reviews/_line.html",
    "reviews/_protected.html",
    "pledges/_each_week.html",
    "pledges/_quantity.html",
    "pledges/_undertaking.html",
    "updates/_questions.html",
    "updates/_texts.html",
    "versions/_differences.html",
    "history/_sentence.html",  # a macro
}
FRAGMENTS = [name for name in NAMES if "/_" in name and name not in PIECES]


@dataclass
class Drawn:
    """A fragment as one page shows it.

    roots   tag and id of the elements it consists of; two empty strings for words outside of them
    """

    name: str
    page: str
    roots: list[tuple[str, str]] = field(default_factory=list)
    depth: int = 0


@pytest.fixture(scope="module")
def answers(world: World) -> dict[str, Response]:
    """Every page, drawn for those whom it shows something of its own."""
    found = {}
    with marked(world.visit.app.template_engine.engine):
        for row in TABLE:
            if row.method == "GET" and not row.is_api and row.opens == 200:
                address = address_of(world, row)
                for who in lookers(row):
                    found[f"{address} for {who}"] = rehearsed(world, who, "GET", address)
        edit = f"/ideas/{world.things['idea']}"
        found["an edit over another's"] = rehearsed(world, "clinician", "POST", edit, {"version": "999"})
        strange = {"X-CSRF-Token": "drawn for somebody else"}
        found["a form from elsewhere"] = rehearsed(world, "clinician", "POST", "/ideas", {"title": "Warm"}, **strange)
        found["a part that is not there"] = rehearsed(world, "clinician", "GET", "/nothing", **{"HX-Request": "true"})
    return {page: answer for page, answer in found.items() if answer.headers["content-type"].startswith("text/html")}


@pytest.fixture(scope="module")
def fragments(answers: dict[str, Response]) -> list[Drawn]:
    return [fragment for page, answer in answers.items() for fragment in fragments_of(page, answer)]


def test_each_fragment_is_one_element_with_one_id(fragments: list[Drawn]) -> None:
    wrong = {
        f"{fragment.name} on {fragment.page}: {fragment.roots}"
        for fragment in fragments
        if fragment.name not in PIECES and (len(fragment.roots) != 1 or not all(fragment.roots[0]))
    }
    assert not wrong, "give these one root element with one id, or name them in PIECES:\n" + "\n".join(sorted(wrong))


def test_each_fragment_is_drawn_for_somebody(fragments: list[Drawn]) -> None:
    missing = sorted(set(FRAGMENTS) - {fragment.name for fragment in fragments})
    assert not missing, f"make in tests/house/world.py, or ask for in access.py, what shows {missing}"


def test_each_page_stands_inspection(world: World, answers: dict[str, Response]) -> None:
    """One title and heading, labels, unique ids, form tokens, and no script or style of its own."""
    for page, answer in answers.items():
        inspected = Page(world.visit(), page, answer.status_code, answer.text, {})
        assert not inspected.all("style"), f"{page} has an inline style"


def lookers(row: Row) -> list[str]:
    few = [who for who in LOOK if who in row.may]
    return few if len(few) > 1 and row.path != "/" else [who for who in LOOK + LOOK_TOO if who in row.may]


def rehearsed(
    world: World, who: str, method: str, address: str, sends: dict[str, str] | None = None, **headers: str
) -> Response:
    with world.rehearsal():
        return world.knock(who, method, address, sends=sends, **headers)


def fragments_of(page: str, answer: Response) -> list[Drawn]:
    reader = Reader(page)
    reader.feed(answer.text)
    return reader.found


@contextmanager
def marked(environment: Environment) -> Iterator[None]:
    loader = environment.loader
    assert loader
    environment.loader = Marking(loader)
    environment.cache.clear()
    try:
        yield
    finally:
        environment.loader = loader
        environment.cache.clear()


class Marking(BaseLoader):
    """Hands templates out with comments around those that are fragments."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, path, is_fresh = self.loader.get_source(environment, template)
        if "/_" in template:
            source = f"<!--[{template}-->{source}<!--]{template}-->"
        return source, path, is_fresh


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.open, self.found = page, list[Drawn](), list[Drawn]()

    def handle_comment(self, data: str) -> None:
        if data.startswith("["):
            self.open.append(Drawn(data[1:], self.page))
        elif data.startswith("]"):
            self.found.append(self.open.pop())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for fragment in self.open:
            if not fragment.depth:
                fragment.roots.append((tag, dict(attrs).get("id") or ""))
            if tag not in VOID:
                fragment.depth += 1

    def handle_endtag(self, tag: str) -> None:
        for fragment in self.open:
            fragment.depth -= 1

    def handle_data(self, data: str) -> None:
        for fragment in self.open:
            if not fragment.depth and data.strip():
                fragment.roots.append(("", ""))
