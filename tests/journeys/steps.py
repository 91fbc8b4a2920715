"""The words in which stories are told. Every step that leads to a page looks at it with the eyes of `eyes.py`."""

from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.eyes import Eyes
from tests.journeys.world import IS_CALM, PASSWORD, Way

PLAYS_ON = """async (selector) => {
  const player = document.querySelector(selector)
  player.muted = true
  await player.play()
  player.currentTime = 0.4
  await new Promise((done) => player.addEventListener("timeupdate", () => player.currentTime > 0.4 && done()))
  return !player.error
}"""


class Reader:
    """Somebody at a browser. Steps answer the reader, so that a story reads as one."""

    def __init__(self, page: Page, way: Way, address: str) -> None:
        self.page, self.way, self.address = page, way, address
        self.eyes = Eyes(page, way, address)
        self.taps = 0

    def signs_in_as(self, who: str) -> "Reader":
        email = who if "@" in who else f"{who}@northmoor.example"
        self.opens("/sign-in").writes("email", email).writes("password", PASSWORD)
        return self.presses("Sign in")

    def opens(self, path: str) -> "Reader":
        self.page.goto(self.address + path)
        return self._looks()

    def is_refused(self, path: str, status: int) -> "Reader":
        self.eyes.refusals = {status}
        self.opens(path)
        assert self.eyes.status == status
        self.eyes.refusals = set()
        return self

    def follows(self, words: str) -> "Reader":
        self.taps += 1
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
        return self._looks()

    def opens_in_line(self, words: str, *, beside: str = "") -> "Reader":
        """Follows a link to a form: with scripts it opens where it stands, without them on a page of its own."""
        self.taps += 1
        link = self._place(beside).get_by_role("link", name=words).first
        if self.way.has_scripts:
            link.click()
            self.page.wait_for_function(IS_CALM)
            expect(self.page.locator(".in-place__title:focus")).to_be_visible()
        else:
            with self.page.expect_navigation():
                link.click()
        return self._looks()

    def writes(self, field: str, words: str, *, beside: str = "") -> "Reader":
        self._place(beside).locator(f"[name={field}]:not([type=hidden])").first.fill(words)
        return self

    def selects(self, field: str, words: str) -> "Reader":
        self.page.locator("main").get_by_label(field, exact=True).select_option(words)
        return self

    def chooses(self, words: str) -> "Reader":
        self.taps += 1
        self.page.locator("main").get_by_label(words, exact=True).first.check()
        return self

    def marks(self, field: str, step: int) -> "Reader":
        """A step of a scale; 0 says 'I cannot say'."""
        self.taps += 1
        self.page.locator(f"main [name={field}][value='{step}']").check()
        return self

    def narrows(self, field: str, words: str) -> "Reader":
        """Chooses in a field of a list's filters, opening the rest of them first; without scripts sends them, too."""
        choice = self.page.locator("main").get_by_label(field, exact=True)
        if not choice.is_visible():
            self.page.locator("main summary", has_text="Narrow the list").click()
        if not self.way.has_scripts:
            choice.select_option(words)
            return self.presses("Show these")
        with self.page.expect_response(lambda response: response.request.resource_type == "fetch"):
            choice.select_option(words)
        self.page.wait_for_load_state("networkidle")
        return self._looks()

    def goes_back(self) -> "Reader":
        self.page.go_back()
        return self._looks()

    def presses(self, words: str, *, beside: str = "", status: int = 200) -> "Reader":
        """The button with these words; where several have them, the one in the line that says `beside`."""
        self.taps += 1
        self.eyes.refusals = {status} if status >= 400 else set()
        button = self._place(beside).get_by_role("button", name=words).first
        if self.way.has_scripts:
            button.click()
            self.page.wait_for_function(IS_CALM)
        else:
            with self.page.expect_navigation():
                button.click()
        self._looks()
        self.eyes.refusals = set()
        return self

    def records(self, what: str) -> "Reader":
        """A second of what the browser plays to itself; it is heard before it is sent."""
        recorder = self.page.locator("[data-recorder]")
        recorder.get_by_role("button", name=what).click()
        expect(recorder.locator(".recorder__time")).to_contain_text("0:01")
        recorder.get_by_role("button", name="Stop").click()
        expect(recorder).to_contain_text("Recorded.")
        assert self.page.evaluate(PLAYS_ON, ".recorder video")
        return self._looks()

    def plays(self) -> "Reader":
        """The recording on the page plays, from its middle too."""
        assert self.page.evaluate(PLAYS_ON, ".player video, .player audio")
        return self

    def sees(self, words: str) -> "Reader":
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def no_longer_sees(self, words: str) -> "Reader":
        expect(self.page.locator("main")).not_to_contain_text(words)
        return self

    def is_at(self, heading: str) -> "Reader":
        expect(self.page.locator("h1")).to_contain_text(heading)
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def _place(self, beside: str) -> Locator:
        main = self.page.locator("main")
        return main.locator("li", has_text=beside).first if beside else main

    def _looks(self) -> "Reader":
        self.page.wait_for_load_state("load")
        self.eyes.look()
        return self


def in_days(count: int) -> str:
    """A day as a date field takes it."""
    return (date.today() + timedelta(days=count)).isoformat()  # noqa: DTZ011 - the demonstration's own day
