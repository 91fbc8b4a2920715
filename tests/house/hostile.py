"""What nobody should send, and what every answer owes to whoever typed it.

`forms_on` finds the forms of a page; an `Attack` makes of a form what is sent; `faults_of` says what an answer did
wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from httpx import Response

from tests.browser import Browser, Element, Page

Pairs = list[tuple[str, str]]

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
HELD = {"csrf_token", "form_key", "version", "back_to"}
WRITTEN = {"text", "email", "search", "date", "number", "tel", "url"}
CALCULATED = str(7919 * 7919)
MEBIBYTE = 1024 * 1024
URLENCODED, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"

WORDS = {
    "emoji": "👩🏽‍⚕️🏳️‍🌈 e\u0301 Z͑ͫ̓ͪ̂ͫ̽͏a̴l͠g̡o \U0001f600",
    "right to left": "\u202eesrever\u202c שלום مرحبا \u2067\u2069",
    "control characters": "be\x00fore\x01\x08\x1b[31m\x7f\ufeff\u2028 after",
    "markup": "\"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)><a href=vbscript:1>",
    "a template": "{{7919*7919}}${7919*7919}#{7919*7919}{0.__class__}{idea}%s%n{%",
    "a query": "'; DROP TABLE idea; -- \" OR 1=1 NEAR(x* ^:) \\' %",
    "a formula": '=HYPERLINK("http://evil.example","x")|+1@SUM(A1)',
}
NUMBERS = ("NaN", "inf", "-Infinity", "1e309", "-1", "0", "9" * 4000, "٣", "1_000", "0x10", "1e400", "1.005")
DAYS = ("31/02/2027", "2027-02-30", "9999-12-31", "0000-00-00", "10000-01-01", "-1", "2027-13-01", "2027-01-01T00:00")
TOKENS = ("", "wrong", "ünïcödé", "\x00", "a" * 20_000, "' OR 1=1", "\ud7ff")
VERSIONS = ("0", "999999999", "9" * 400, "-1", "one", "", "1.0", "٣")
ADDRESSES = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
)
BODIES = {
    "bytes that are no text": (b"title=%ff%fe%00&why=\xff\xfe&better=%u0041%", URLENCODED),
    "another coding": ("title=Größe".encode("utf-16"), URLENCODED + "; charset=utf-16"),
    "thousands of fields": (urlencode([(f"field{number}", "x") for number in range(5000)]).encode(), URLENCODED),
    "a name a thousand times": (urlencode([("title", "x")] * 5000).encode(), URLENCODED),
    "json": (b'{"title": {"$gt": ""}, "why": NaN}', "application/json"),
    "parts without a boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "parts cut short": (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nWarm', PARTS),
    "a file for a text": (
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.txt"\r\n\r\nWarm\r\n--x--\r\n',
        PARTS,
    ),
    "a strange kind": (b"title=x", "text/plain; charset=nonsense"),
    "a strange charset": (b"title=x", URLENCODED + "; charset=nonsense"),
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page.

    held     what a browser would send untouched, without the button
    presses  the name and value of its buttons
    """

    page: str
    action: str
    fields: tuple[Element, ...]
    held: tuple[tuple[str, str], ...]
    presses: tuple[tuple[str, str], ...]

    @property
    def make(self) -> tuple[str, ...]:
        """Forms of one make ask the same of the same handler."""
        names = {name for name, _ in self.held} | {field.attributes["name"] for field in self.fields}
        return (plain(self.action), *sorted(re.sub("[0-9a-f]{32}", "ID", name) for name in names))

    @property
    def token(self) -> str:
        return dict(self.held)["csrf_token"]

    @property
    def written(self) -> list[str]:
        """The names of fields that people write into, secrets left out."""
        kinds = [(field.attributes["name"], field.tag, field.attributes.get("type", "text")) for field in self.fields]
        return [name for name, tag, kind in kinds if tag == "textarea" or (tag == "input" and kind in WRITTEN)]

    @property
    def chosen(self) -> list[str]:
        """The names of fields whose values nobody writes: choices, and what a form carries along."""
        names = [field.attributes["name"] for field in self.fields] + [name for name, _ in self.held]
        return [name for name in dict.fromkeys(names) if name not in self.written and name not in HELD]

    def filled(self, words: str = "Warm blankets", /, **given: str) -> Pairs:
        """As a person would fill it in; what is given stands instead."""
        blank = {*self.written, *(f.attributes["name"] for f in self.fields if f.attributes.get("type") == "password")}
        held = [(name, words if name in blank and not value else value) for name, value in self.held]
        return [pair for pair in held if pair[0] not in given] + list(given.items()) + list(self.presses[:1])


@dataclass(frozen=True)
class Attack:
    """
    family   attacks of one family try one thing in several ways
    make     what is sent, from a form's fields
    status   what is answered, where only one answer is right
    """

    family: str
    name: str
    make: Callable[[Form], Pairs]
    status: int | None = None
    body: bytes | None = None
    kind: str = URLENCODED

    @property
    def may_live(self) -> bool:
        """Whether what it sends would do harm where it is shown."""
        return self.family in {"markup", "a template"}


def forms_on(page: Page) -> list[Form]:
    """The forms that post; one that a button, or htmx, posts elsewhere as well is another for each place."""
    return [
        _form(page, place, action)
        for place, form in enumerate(page.all("form"))
        if _method(form) == "post"
        for action in dict.fromkeys([form.attributes["action"], *_elsewhere(page, place, form)])
    ]


def _elsewhere(page: Page, place: int, form: Element) -> list[str]:
    buttons = [element for element in page.elements if element.form == place and element.tag == "button"]
    asked = [form.attributes.get("hx-post"), *(button.attributes.get("formaction") for button in buttons)]
    return [action for action in asked if action]


def _method(form: Element) -> str:
    return form.attributes.get("method", "get").lower()


def _form(page: Page, place: int, action: str) -> Form:
    inside = [element for element in page.elements if element.form == place and element.attributes.get("name")]
    fields = [e for e in inside if e.tag in {"input", "select", "textarea"} and e.attributes.get("type") != "hidden"]
    buttons = [element for element in inside if element.tag == "button"]
    return Form(
        page=page.path,
        action=action,
        fields=tuple(fields),
        held=tuple((element.attributes["name"], _value(element)) for element in inside if _is_sent(element)),
        presses=tuple((button.attributes["name"], button.attributes.get("value", "")) for button in buttons),
    )


def _is_sent(element: Element) -> bool:
    is_choice = element.attributes.get("type") in {"checkbox", "radio"}
    return element.tag != "button" and not (is_choice and "checked" not in element.attributes)


def _value(element: Element) -> str:
    return element.text.removeprefix("\n") if element.tag == "textarea" else element.attributes.get("value", "")


def attacks() -> list[Attack]:
    return [
        *(Attack("token", repr(token[:20]), _given("csrf_token", token), status=403) for token in TOKENS),
        Attack("token", "none", _without("csrf_token"), status=403),
        Attack("nothing", "", lambda form: [("csrf_token", form.token)]),
        Attack("empty", "", lambda form: [(name, value if name in HELD else "") for name, value in form.held]),
        Attack("choices", "bogus", lambda form: form.filled(**dict.fromkeys(form.chosen, "nonsense ' \x00"))),
        Attack(
            "choices",
            "of ids unknown",
            lambda form: form.filled(**dict.fromkeys(form.chosen, str(UUID(int=2**127 - 1)))),
        ),
        Attack("mebibyte", "", lambda form: form.filled(**dict.fromkeys(form.written[:1], "1" * MEBIBYTE))),
        Attack("twice", "", _doubled),
        *(Attack("number", number[:20], _everywhere(number)) for number in NUMBERS),
        *(Attack("day", day, _everywhere(day)) for day in DAYS),
        *(Attack("version", repr(version[:20]), _given("version", version)) for version in VERSIONS),
        *(Attack("address", address, _given("back_to", address)) for address in ADDRESSES),
        *(Attack(name, "", _everywhere(words)) for name, words in WORDS.items()),
        *(Attack("body", name, lambda form: [], body=body, kind=kind) for name, (body, kind) in BODIES.items()),
    ]


def _everywhere(words: str) -> Callable[[Form], Pairs]:
    return lambda form: form.filled(words, **dict.fromkeys(form.written, words))


def _given(name: str, value: str) -> Callable[[Form], Pairs]:
    return lambda form: form.filled(**{name: value})


def _without(name: str) -> Callable[[Form], Pairs]:
    return lambda form: [pair for pair in form.filled() if pair[0] != name]


def _doubled(form: Form) -> Pairs:
    once = form.filled()
    return [*once, *((name, f"{value} again") for name, value in once if name not in HELD)]


def faults_of(form: Form, attack: Attack, pairs: Pairs, answer: Response) -> list[str]:
    """What is wrong with the answer to an attack; a page is inspected as every page is."""
    status = answer.status_code
    if status >= 500:
        return [f"answered {status}"]
    if attack.status and status != attack.status:
        return [f"answered {status}, not {attack.status}"]
    if status < 400:
        return _faults_of_acceptance(answer)
    if not answer.headers["content-type"].startswith("text/html"):
        return [f"answered {answer.headers['content-type']} to a form"]
    try:
        page = page_of(answer)
    except AssertionError as error:
        return [str(error)]
    return [*faults_of_life(page), *_faults_of_summary(page), *_faults_of_loss(page, form, pairs)]


def plain(address: str) -> str:
    return ID.sub("ID", address)


def page_of(answer: Response) -> Page:
    nobodys: Browser = None  # type: ignore[assignment]  # This page is looked at, and nobody goes on from it.
    return Page(nobodys, str(answer.url), answer.status_code, answer.text, dict(answer.headers))


def faults_of_life(page: Page) -> list[str]:
    """What was sent and would now be run, or was calculated."""
    faults = ["calculated what was sent"] if CALCULATED in page.html else []
    for element in page.elements:
        faults += [
            f"a live payload: <{element.tag} {name}={value[:60]}>"
            for name, value in element.attributes.items()
            if name.startswith("on") or (name in {"href", "src", "action"} and "script:" in value.lower())
        ]
        if element.tag == "script" and "src" not in element.attributes:
            faults.append("a live script")
    return faults


def _faults_of_acceptance(answer: Response) -> list[str]:
    leads = urlsplit(answer.headers.get("location", "/"))
    if leads.netloc or leads.scheme or leads.path.startswith(("//", "/\\")):
        return [f"leads away to {answer.headers['location']}"]
    return ["sets a cookie of the sender's"] if "a=b" in answer.headers.get("set-cookie", "") else []


def _faults_of_summary(page: Page) -> list[str]:
    """One summary; each line of it leads to something there, and each fault beside a field stands in it."""
    summaries = [e for e in page.elements if "nhsuk-error-summary" in e.attributes.get("class", "").split()]
    if len(summaries) != 1:
        return [f"has {len(summaries)} error summaries"]
    ids = {element.attributes.get("id") for element in page.elements}
    leads = [link.attributes["href"][1:] for link in page.all("a") if link.attributes.get("href", "").startswith("#")]
    beside = [
        element.attributes["id"] for element in page.elements if element.attributes.get("id", "").endswith("-error")
    ]
    faults = [f"its summary leads to '{lead}', which is not there" for lead in leads if lead not in ids]
    faults += [f"'{fault}' is not in the summary" for fault in beside if fault.removesuffix("-error") not in leads]
    return faults


def _faults_of_loss(page: Page, form: Form, pairs: Pairs) -> list[str]:
    """The written fields whose words stand nowhere on the page; of a field sent twice a form can show the last."""
    kept = {_comparable(_value(element)) for element in page.elements if element.tag in {"input", "textarea"}}
    return [
        f"lost what was typed as {name}"
        for name, words in dict(pairs).items()
        if name in form.written and words and _comparable(words) not in kept
    ]


def _comparable(words: str) -> str:
    """Without what a browser does not show, and whatever its line ends."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffd\s]+", "", words)


def told(faults: Sequence[tuple[str, Form, Attack]]) -> str:
    counted = Counter(f"{form.make[0]}: {attack.family} {attack.name}: {fault}" for fault, form, attack in faults)
    return "\n".join(f"{count} times {fault}" for fault, count in counted.most_common(80))
