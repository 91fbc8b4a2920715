"""What htmx does with a page, as far as tests need it: it asks as an element says, and swaps what comes.

`swapped = ask(page, fields={"q": "weeks"}, of=...)`, then `must_equal_reloaded(swapped, browser.get(address))`.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.browser import VOID, Browser, Element, Page, gist

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass
class Node:
    """An element with what is in it; words stand among the children."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    def all(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.all()

    def lines(self, depth: int = 0) -> list[str]:
        """One line for each element and each run of words, without what differs each time it is drawn."""
        attributes = dict(sorted(self.attributes.items()))
        if attributes.get("name") == "form_key":
            attributes["value"] = "drawn anew"
        said = "".join(f' {name}="{value}"' for name, value in attributes.items())
        found = [f"{'  ' * depth}<{self.tag}{said}>"]
        if attributes.get("role") == "status":
            return found  # A sentence that is said once.
        for child in self.children:
            found += child.lines(depth + 1) if isinstance(child, Node) else [f"{'  ' * (depth + 1)}{child}"]
        return found


def ask(page: Page, element: Element | Node, fields: dict[str, Any], status: int = 200) -> Node:
    """What an element with hx-get or hx-post fetches, which takes the place of its target.

    fields   what its form holds, as `page.form_fields` says
    """
    said = element.attributes
    place, target, swap = said["hx-target"], *_swap_of(said, status)
    named = {found.attributes["id"]: found for found in page.elements if "id" in found.attributes}
    assert target in named, f"{page.path} has no '{target}'"
    assert swap == "outerHTML", f"{target} is not replaced by one element of the same id"
    sends = ({"params": fields} if fields else {}) if "hx-get" in said else {"data": fields}
    method, address = ("GET", said["hx-get"]) if "hx-get" in said else ("POST", said["hx-post"])
    headers = PART | {"HX-Target": named[place.removeprefix("#")].tag + place}
    response = page.browser.client.request(method, address, headers=headers, follow_redirects=True, **sends)
    assert response.status_code == status, f"{address} answered {response.status_code}: {gist(response.text)}"
    assert "HX-Redirect" not in response.headers, f"{address} leads away: {response.headers['HX-Redirect']}"
    part = only_root(response.text)
    assert part.id == target, f"'{target}' is replaced by '{part.id}'"
    return part


def _swap_of(said: dict[str, str], status: int) -> tuple[str, str]:
    """The id of what an answer replaces, and how: as the element says of this status, or of all."""
    found = {"target": said["hx-target"], "swap": said["hx-swap"]}
    of_status = said.get(f"hx-status:{status}") or said.get(f"hx-status:{status // 100}xx", "")
    found |= dict(part.split(":", 1) for part in of_status.split())
    return found["target"].removeprefix("#"), found["swap"]


def fetch_part(browser: Browser, address: str) -> Node:
    return only_root(browser.get(address, **PART).html)


def must_equal_reloaded(part: Node, reloaded: Page) -> None:
    """What was swapped in is what stands there when the page is loaded whole."""
    found = [node for node in tree(reloaded.html).all() if node.id == part.id]
    assert found, f"{reloaded.path} has no '{part.id}'"
    difference = difflib.unified_diff(found[0].lines(), part.lines(), "reloaded", "swapped", lineterm="")
    assert found[0].lines() == part.lines(), "\n".join(difference)


def only_root(html: str) -> Node:
    roots = tree(html).children
    assert len(roots) == 1, f"not one element: {html[:300]}"
    assert isinstance(roots[0], Node), f"words outside of an element: {html[:300]}"
    assert roots[0].tag != "html", "a whole page came where a part was asked for"
    return roots[0]


def tree(html: str) -> Node:
    reader = _TreeReader()
    reader.feed(html)
    reader.close()
    return reader.open[0]


class _TreeReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.open[-1].children.append(words)
