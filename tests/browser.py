"""A test client that behaves as a browser without scripts, and looks at every page it is given.

`page.submit("Accept")` sends the form that has this button, with everything its fields hold, as a browser would.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, TypeVar

from httpx import Cookies, Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.models import Account
from registry.kit.database import Database, transaction
from registry.people.actors import Actor
from tests.cast import KEYS, Cast

T = TypeVar("T")
VOID = {"input", "br", "img", "meta", "link", "hr", "source", "col"}
REDIRECTS = {301, 302, 303, 307, 308}


class Client:
    """One jar of cookies and headers; all clients share one running program, as browsers do."""

    def __init__(self, program: TestClient) -> None:
        self.program = program
        self.cookies = Cookies()
        self.headers: dict[str, str] = {}

    def request(self, method: str, address: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
        self.program.cookies = self.cookies
        response = self.program.request(method, address, headers=self.headers | (headers or {}), **more)
        self.cookies = self.program.cookies
        return response

    def get(self, address: str, **more: Any) -> Response:
        return self.request("GET", address, **more)

    def post(self, address: str, **more: Any) -> Response:
        return self.request("POST", address, **more)

    def put(self, address: str, **more: Any) -> Response:
        return self.request("PUT", address, **more)

    def delete(self, address: str, **more: Any) -> Response:
        return self.request("DELETE", address, **more)


class Visit:
    """Browsers and programs of people, all at one running program."""

    def __init__(self, running: TestClient, cast: Cast) -> None:
        self.running, self.cast = running, cast
        self.app: Litestar = running.app

    def __call__(self, actor: Actor | None = None) -> "Browser":
        client = Client(self.running)
        if actor:
            client.cookies.set("registry", self.write(lambda session: self._sign_in(session, actor)))
        return Browser(client)

    def write(self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Does something in the database, as the test's 'given'."""
        database: Database = self.app.state.database

        async def in_transaction() -> T:
            async with transaction(database) as session:
                return await work(session)

        return self.running.blocking_portal.call(in_transaction)

    def program(self, actor: Actor, *, may_change: bool = True) -> Client:
        """A program with a personal token of this person, for the JSON door."""
        client = Client(self.running)
        secret = self.write(lambda session: self._make_token(session, actor, may_change=may_change))
        client.headers |= {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
        return client

    async def _sign_in(self, session: AsyncSession, actor: Actor) -> str:
        return await account_actions.sign_in(session, await self._account(session, actor), "a test", KEYS)

    async def _make_token(self, session: AsyncSession, actor: Actor, *, may_change: bool) -> str:
        form = account_actions.TokenIn(name="a test", may_change=may_change)
        _, secret = await account_actions.make_token(session, actor, await self._account(session, actor), form, KEYS)
        return secret

    async def _account(self, session: AsyncSession, actor: Actor) -> Account:
        account = await session.get(Account, (actor.organisation_id, self.cast.accounts[actor.person_id]))
        assert account
        return account


class Browser:
    """One person's browser; it remembers the page it is on."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.headers["Accept"] = "text/html"

    def get(self, address: str, status: int = 200, **headers: str) -> "Page":
        response = self.client.get(address, headers=headers, follow_redirects=True)
        assert response.status_code == status, f"{address} answered {response.status_code}: {gist(response.text)}"
        return Page(self, str(response.url), response.status_code, response.text, dict(response.headers))

    def post(self, address: str, fields: dict[str, Any], status: int = 303, **headers: str) -> "Page":
        """Sends fields as they are; `Page.submit` is the way of a person."""
        response = self.client.post(address, data=fields, headers=headers, follow_redirects=False)
        assert response.status_code == status, f"{address} answered {response.status_code}: {gist(response.text)}"
        if response.status_code in REDIRECTS:
            return self.get(response.headers["location"])
        return Page(self, str(response.url), response.status_code, response.text, dict(response.headers))

    def form_token(self) -> str:
        """The token that this browser's forms carry, from the account page."""
        return self.get("/account").form_fields("Sign out")["csrf_token"][0]


def gist(html: str) -> str:
    """What the middle of a page says, for a failed test."""
    reader = _Reader()
    reader.feed(html.partition("<main")[2].partition("</main>")[0] or html)
    return " ".join(" ".join(reader.words).split())[:600]


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    form: int | None = None


class Page:
    """A page as it was answered; making one inspects it."""

    def __init__(self, browser: Browser, address: str, status: int, html: str, headers: dict[str, str]) -> None:
        self.browser, self.address, self.status, self.html, self.headers = browser, address, status, html, headers
        reader = _Reader()
        reader.feed(html)
        self.elements = reader.elements
        self.text = " ".join(" ".join(reader.words).split())
        if "<html" in html:
            self._inspect()

    def __contains__(self, words: str) -> bool:
        return words in self.text

    @property
    def path(self) -> str:
        return self.address.removeprefix("http://testserver.local")

    @property
    def heading(self) -> str:
        return " ".join(self.all("h1")[0].text.split())

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def link(self, words: str) -> str:
        """The address behind a link with these words."""
        found = [link for link in self.all("a") if " ".join(link.text.split()) == words]
        assert found, f"no link '{words}' among {[' '.join(link.text.split()) for link in self.all('a')]}"
        return found[0].attributes["href"]

    def follow(self, words: str) -> "Page":
        return self.browser.get(self.link(words))

    def has_button(self, words: str) -> bool:
        return any(" ".join(button.text.split()) == words for button in self.all("button"))

    def form_fields(self, button: str, nth: int = 0) -> dict[str, list[str]]:
        return self.fields_of(self._button(button, nth))

    def submit(self, button: str, fields: dict[str, Any] | None = None, status: int = 303, nth: int = 0) -> "Page":
        """Presses a button as a person would: what the form holds, changed by what is typed here."""
        pressed = self._button(button, nth)
        form = self.all("form")[pressed.form or 0]
        sent: dict[str, Any] = dict(self.fields_of(pressed))
        for name in fields or {}:
            known = any(element.attributes.get("name") == name for element in self._of_form(pressed.form))
            assert known, f"the form has no field '{name}'"
        sent |= fields or {}
        if pressed.attributes.get("name"):
            sent[pressed.attributes["name"]] = pressed.attributes.get("value", "")
        address = pressed.attributes.get("formaction") or form.attributes.get("action") or self.path
        if form.attributes.get("method", "get").lower() == "get":
            response = self.browser.client.get(address, params=sent, follow_redirects=True)
            return Page(self.browser, str(response.url), response.status_code, response.text, dict(response.headers))
        return self.browser.post(address, sent, status)

    def _button(self, words: str, nth: int) -> Element:
        found = [button for button in self.all("button") if " ".join(button.text.split()) == words]
        assert len(found) > nth, f"no button '{words}' among {[' '.join(b.text.split()) for b in self.all('button')]}"
        return found[nth]

    def _of_form(self, form: int | None) -> list[Element]:
        return [element for element in self.elements if element.form == form and element.form is not None]

    def fields_of(self, pressed: Element) -> dict[str, list[str]]:
        """What the form of an element holds."""
        held: dict[str, list[str]] = {}
        for element in self._of_form(pressed.form):
            name, kind = element.attributes.get("name"), element.attributes.get("type", "")
            if not name or element.tag == "button" or "disabled" in element.attributes:
                continue
            if kind in {"checkbox", "radio"} and "checked" not in element.attributes:
                continue
            value = element.text if element.tag == "textarea" else element.attributes.get("value", "")
            held.setdefault(name, []).append(value.removeprefix("\n") if element.tag == "textarea" else value)
        return held

    def _inspect(self) -> None:
        body = next(place for place, element in enumerate(self.elements) if element.tag == "body")
        titles = [element.text for element in self.elements[:body] if element.tag == "title"]  # Drawings have theirs.
        assert len(titles) == 1, f"{self.path} has {len(titles)} titles"
        assert titles[0].strip(), f"{self.path} has an empty title"
        assert len(self.all("h1")) == 1, f"{self.path} has {len(self.all('h1'))} h1"
        ids = Counter(element.attributes["id"] for element in self.elements if "id" in element.attributes)
        assert not [twice for twice, count in ids.items() if count > 1], f"{self.path} has ids twice: {ids}"
        labelled = {label.attributes.get("for") for label in self.all("label")}
        for element in self.elements:
            said = element.attributes
            assert "style" not in said, f"{self.path} has an inline style"
            assert not [name for name in said if name.startswith("on")], f"{self.path} has an inline script"
            if element.tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
                has_name = said.get("id") in labelled or said.get("aria-label") or said.get("aria-labelledby")
                assert has_name, f"{self.path} has a field without a label: {said}"
            if element.tag == "script":
                assert "src" in said, f"{self.path} has an inline script"
            for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
                for target in said.get(attribute, "").split():
                    assert target in ids, f"{self.path}: {attribute} names '{target}', which is not there"
        for place, form in enumerate(self.all("form")):
            if form.attributes.get("method", "").lower() == "post":
                names = {element.attributes.get("name") for element in self._of_form(place)}
                assert "csrf_token" in names, f"{self.path} has a form without a token"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.words: list[str] = []
        self.forms = 0
        self.select: Element | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        inside = next((element.form for element in reversed(self.open) if element.tag == "form"), None)
        element = Element(tag, attributes, form=inside)
        if tag == "form":
            element.form, self.forms = self.forms, self.forms + 1
        if tag == "select":
            self.select = element
        if tag == "option" and self.select:
            is_first = "value" not in self.select.attributes
            if "selected" in attributes or is_first:
                self.select.attributes["value"] = attributes.get("value", "")
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
        if not any(element.tag in {"script", "style", "title"} for element in self.open):
            self.words.append(data)
