"""Who asks: one connection kept open, with the cookie of one sign-in."""

import json
import re
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from registry.bench.serving import COUNTS, Counts

FORM_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class WrongAnswer(Exception):
    """A page that was to be measured did not come."""


class Visitor:
    """Closed like a file."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Accept": "text/html"} | ({"Cookie": cookie} if cookie else {})

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def get(self, address: str, **headers: str) -> str:
        return self._ask("GET", address, None, self.headers | headers, {200})

    def counts(self) -> Counts:
        return Counts(**json.loads(self.get(COUNTS)))

    def form_token(self) -> str:
        found = FORM_TOKEN.search(self.get("/account"))
        if found is None:
            raise WrongAnswer("/account has no form")
        return found[1]

    def post(self, address: str, token: str, fields: dict[str, str]) -> None:
        """Sends a form as a browser does; each has a key of its own."""
        body = urlencode({"csrf_token": token, "form_key": uuid4().hex} | fields)
        headers = self.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask("POST", address, body, headers, {303})

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str], wanted: set[int]) -> str:
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in wanted:
            raise WrongAnswer(f"{method} {address} answered {answer.status}")
        return text
