"""Eyes that look at every page somebody comes to, so that no journey has to say it.

No fault in the console, no violation of the content security policy, no request to another place, no broken file, one
heading, no sideways scroll, nothing laid over its neighbour, no small letters in a chart, and nothing that axe-core
finds by WCAG 2.0 to 2.2, A and AA.
"""

import json
import re
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.journeys.world import Way

Scheme = Literal["dark", "light"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
VIOLATIONS = "options => axe.run(document, options).then(found => found.violations)"
CONTRAST_ALONE = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "rules": {}}
ALL_BUT_CONTRAST = AXE_OPTIONS | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
NO_NEWS = "Failed to load resource: the server responded with a status of 4"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

# What axe judges by: every element with its classes, roles and states, once, and whether it holds words.
SKELETON = """() => [...new Set([...document.querySelectorAll('body *')].map(element => {
  const said = ['role', 'type', 'aria-label', 'aria-hidden', 'hidden', 'open', 'href', 'disabled', 'alt', 'for']
  const states = said.filter(name => element.hasAttribute(name)).join(',')
  const parent = element.parentElement
  return [parent.tagName, parent.className, element.tagName, element.getAttribute('class'), states,
    element.textContent.trim() ? 1 : 0].join('|')
}))].sort().join('\\n')"""

# What contrast follows from, for all the words that can be seen: the colours of letters and of what lies behind them.
COLOURS = """() => [...new Set([...document.querySelectorAll('body *')].filter(element => {
  const isSaid = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  const isSeen = element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1
  return isSeen && (isSaid || element.matches('input, select, textarea, button'))
}).map(element => {
  const { color, fill, fontSize, fontWeight } = getComputedStyle(element)
  const behind = []
  for (let under = element; under; under = under.parentElement) {
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(under)
    behind.push(backgroundColor, backgroundImage, opacity)
    if (/^rgb\\(/.test(backgroundColor)) break
  }
  return [color, fill, fontSize, fontWeight, ...behind].join('|')
}))]"""

# The words of charts in letters under 14 px, as they come out on the screen.
SMALL_LETTERS = """() => [...document.querySelectorAll('.chart__drawing text')].filter(text => {
  const drawing = text.ownerSVGElement
  const shown = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width
  return shown && parseFloat(getComputedStyle(text).fontSize) * shown < 14
}).map(text => text.textContent).slice(0, 5)"""

# Neighbours in a grid or a row of which one lies over the other. The design system's own choices are made that way.
LAID_OVER = """() => [...document.querySelectorAll('main *')].flatMap(frame => {
  if (!/grid|flex/.test(getComputedStyle(frame).display)) return []
  if (frame.matches('.nhsuk-radios__item, .nhsuk-checkboxes__item')) return []
  const parts = [...frame.children]
    .filter(part => !['absolute', 'fixed'].includes(getComputedStyle(part).position))
    .map(part => [part, part.getBoundingClientRect()])
    .filter(([, box]) => box.width > 2 && box.height > 2)
  return parts.flatMap(([part, box], place) => parts.slice(place + 1)
    .filter(([, other]) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 2
      && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 2)
    .map(([other]) => `${part.className || part.tagName} and ${other.className || other.tagName}`))
}).slice(0, 3)"""

_looked_at: set[tuple[int, str, str]] = set()
_contrasted: dict[Scheme, set[str]] = {"dark": set(), "light": set()}


class Eyes:
    """Looks at one browser window. `refusals` are the statuses that the story expects of a page."""

    def __init__(self, page: Page, way: Way, address: str) -> None:
        self.page, self.way, self.address = page, way, address
        self.faults: list[str] = []
        self.refusals: set[int] = set()
        self.status = 200
        self.measuring = page.context.new_cdp_session(page)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._mind)
        page.on("response", self._receive)

    def look(self) -> None:
        """Fails with everything that is wrong with the page as it stands now."""
        faults = [*self.faults, *self._of_layout()]
        self.faults.clear()
        if self.way.has_scripts and not faults:
            faults += self._of_access()
        assert not faults, f"{self.where}:\n" + "\n".join(faults)

    @property
    def where(self) -> str:
        parts = urlsplit(self.page.url)
        return f"{parts.path}{'?' if parts.query else ''}{parts.query} ({self.way})"

    def _of_layout(self) -> list[str]:
        faults = []
        if not self.page.title().strip():
            faults.append("the page has no title")
        if (count := self.page.locator("h1:visible").count()) != 1:
            faults.append(f"the page has {count} first headings")
        wide = self.measuring.send("Page.getLayoutMetrics")["cssContentSize"]["width"]
        if wide > self.page.viewport_size["width"]:
            faults.append(
                f"the page scrolls sideways: {wide} px in {self.page.viewport_size['width']}: {self._widest()}"
            )
        if laid_over := self.page.evaluate(LAID_OVER):
            faults.append(f"parts lie over one another: {laid_over}")
        if small := self.page.evaluate(SMALL_LETTERS):
            faults.append(f"a chart's letters are too small: {small}")
        return faults

    def _of_access(self) -> list[str]:
        """By axe, once for each make of a page: the same elements in the same states are judged the same. Its contrast,
        which takes axe most of its time, once for the colours that stand on it.
        """
        pattern = ID.sub("ID", urlsplit(self.page.url).path)
        make = self.page.evaluate(SKELETON)
        key = (self.page.viewport_size["width"], pattern, make)
        if key in _looked_at:
            return []
        self.page.evaluate(AXE_SCRIPT)
        faults = [*self._of_contrast("dark"), *self._of_contrast("light"), *self._by_axe("light", ALL_BUT_CONTRAST)]
        _looked_at.add(key)
        return faults

    def _of_contrast(self, scheme: Scheme) -> list[str]:
        self.page.emulate_media(color_scheme=scheme)
        colours = set(self.page.evaluate(COLOURS))
        if colours <= _contrasted[scheme]:
            return []
        faults = self._by_axe(scheme, CONTRAST_ALONE)
        _contrasted[scheme] |= set() if faults else colours
        return faults

    def _by_axe(self, scheme: str, options: dict[str, Any]) -> list[str]:
        return [f"axe, {scheme}: {_told(violation)}" for violation in self.page.evaluate(VIOLATIONS, options)]

    def _widest(self) -> str:
        reach = """() => [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
          .map(e => e.tagName.toLowerCase() + '.' + e.className).slice(0, 5).join(', ')"""
        return str(self.page.evaluate(reach))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or message.text.startswith(NO_NEWS):
            return  # A refused page is judged by its status; the console merely repeats it.
        self.faults.append(f"console: {message.text}")

    def _mind(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:", "chrome-error:")):
            self.faults.append(f"a request left for {request.url}")

    def _receive(self, response: Response) -> None:
        is_page = response.request.is_navigation_request() or response.request.resource_type in {"fetch", "xhr"}
        if is_page and response.request.is_navigation_request():
            self.status = response.status
        if response.status >= 400 and not (is_page and response.status in self.refusals):
            self.faults.append(f"{response.request.method} {response.url} answered {response.status}")


def _told(violation: dict[str, Any]) -> str:
    nodes = [
        f"{' '.join(map(str, node['target']))} {json.dumps(node['html'][:160])}" for node in violation["nodes"][:4]
    ]
    messages = {
        check["message"] for node in violation["nodes"] for check in [*node["any"], *node["all"], *node["none"]]
    }
    return f"{violation['id']}: {violation['help']}: {'; '.join(nodes)} [{'; '.join(sorted(messages)[:3])}]"
