"""How a page is answered: whole, as the part that htmx asked for, or as the way to the next one."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from litestar import Request, Response
from litestar.plugins.htmx import ClientRedirect
from litestar.response import Redirect, Template
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock, text
from registry.kit.paging import Page
from registry.people.actors import Actor
from registry.people.models import Organisation, Role
from registry.settings import Settings
from registry.web import auth
from registry.web.forms import Form
from registry.web.transactions import SAFE_METHODS

AnyRequest = Request[Any, Any, Any]
FrameSource = Callable[[AsyncSession, Actor], Awaitable[dict[str, Any]]]

frame_sources: list[FrameSource] = []
"""Filled in app.py: what every page shows and only an upper room knows, such as the count of unread notices."""

FLASH_COOKIE = "registry-flash"
FLASH_LENGTH = 300
LONGEST_ADDRESS = 500
PAGES_IN_HEADER = 5
PLACE = re.compile(r"div#(([a-z-]{1,40})--[\w-]{1,80})")
STANDS_IN_MONITOR = ("/measures/", "/ideas/", "/boundaries/", "/watches/", "/crossings/", "/frameworks/")
KEPT_BY_NOBODY = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, noarchive"}
WATCHING = {Role.QUALITY, Role.BOARD, Role.STEWARD, Role.SPONSOR}


@dataclass(frozen=True)
class Link:
    label: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Place:
    """Where in a line of a list htmx opens a form, which without scripts is a page of its own.

    lines   the id of the list, drawn anew when the form is done
    """

    id: str
    lines: str


@dataclass(frozen=True)
class Pager:
    """The ways out of a page of a list; addresses keep the list's filters."""

    count_words: str
    next_address: str | None
    previous_address: str | None


def pager_of(request: AnyRequest, listed: Page[Any], one: str, many: str) -> Pager:
    """How many stand on this page, and where the next ones are."""
    words = f"{text.count_words(len(listed.rows), one, many)} on this page" if listed.rows else f"No {many} here"
    narrowed = [(name, value) for name, value in request.query_params.multi_items() if name != "after" and value]
    here = request.url.path

    def address(*more: tuple[str, str]) -> str:
        query = urlencode([*narrowed, *more])
        return f"{here}?{query}" if query else here

    return Pager(
        count_words=words,
        next_address=address(("after", listed.next_cursor)) if listed.next_cursor else None,
        previous_address=address() if request.query_params.get("after") else None,
    )


async def page(
    request: AnyRequest, template: str, *, part: str | None = None, status: int = 200, **context: Any
) -> Response[Any]:
    """The whole page, or `part` alone for htmx; both come from the same files with the same context.

    A page of a form is drawn without its frame when htmx asks for it from a line's place: layouts/form.html.
    """
    frame = frame_of(request) | {"back_to": await _back_to(request)}
    actor: Actor | None = request.scope.get("user")
    if part and wants_part(request):
        return Template(part, context=frame | context, status_code=status, headers={"Vary": "HX-Request"})
    if place := _place_asked(request):
        if isinstance(form := context.get("form"), Form):
            form.place = f"{place.id}-"
        context |= {"place": place}
        return Template(template, context=frame | context, status_code=status, headers={"Vary": "HX-Request"})
    frame["back_to_monitor"] = _monitor_before(request)
    if actor is not None:
        for source in frame_sources:
            frame |= await source(request.scope["state"]["session"], actor)
    answer = Template(template, context=frame | context, status_code=status, headers={"Vary": "HX-Request"})
    return with_cookies(request, answer)


async def page_for_anybody(
    request: AnyRequest, template: str, organisation: Organisation | None = None, **context: Any
) -> Response[Any]:
    """What is read without an account, in the name of the organisation that publishes it, if it is one's."""
    if organisation:
        name = organisation.name
        frame = {"organisation_name": name, "site_name": name, "zone": organisation.zone, "organisation": organisation}
        context = frame | context
    return for_anybody(await page(request, template, **context))


def for_anybody(answer: Response[Any]) -> Response[Any]:
    """No browser keeps it, and no search engine should: what is taken back has to be gone."""
    answer.headers.update(KEPT_BY_NOBODY)
    return answer


async def done(
    request: AnyRequest, address: str, flash: str = "", *, part: str | None = None, **context: Any
) -> Response[Any]:
    """After a change: the way to where it shows, or to htmx the changed part, when there is one.

    A form that stands on a page of another noun says in its field `back_to` where it stands: there the way leads, and
    htmx follows it to fetch that page's own part.
    """
    back_to = await _back_to(request)
    request.scope["state"]["answered_at"] = back_to or address
    if back_to and wants_part(request):
        return Redirect(back_to, status_code=303)
    if part and wants_part(request):
        return Template(part, context=frame_of(request) | context, headers={"Vary": "HX-Request"})
    way = back_to or address
    answer: Response[Any] = ClientRedirect(way) if is_htmx(request) else Redirect(way, status_code=303)
    if flash:
        answer.set_cookie(flash_cookie(settings_of(request), flash))
    return answer


def kept_nowhere(answer: Response[Any]) -> Response[Any]:
    """For what two people read: the browser of a ward's computer keeps no copy for whoever comes next."""
    answer.set_header("Cache-Control", "no-store")
    return answer


def with_cookies(request: AnyRequest, answer: Template) -> Template:
    """Sets the cookie to which the forms of someone not signed in are bound, and lets go of the sentence just shown."""
    settings = settings_of(request)
    if FLASH_COOKIE in request.cookies:
        answer.delete_cookie(FLASH_COOKIE, path="/")
    if "door_secret" in request.scope["state"]:
        answer.set_cookie(
            auth.safe_cookie(settings, auth.door_cookie_name(settings), auth.door_secret(request), max_age=86400)
        )
    return answer


def frame_of(request: AnyRequest) -> dict[str, Any]:
    """What every page needs that asks no question of the database."""
    actor: Actor | None = request.scope.get("user")
    pages = navigation(actor, request.url.path) if actor else []
    return {
        "actor": actor,
        "organisation_name": actor.organisation_name if actor else "",
        "site_name": f"{actor.organisation_name} improvement" if actor else "Improvement registry",
        "navigation": pages[:PAGES_IN_HEADER],
        "more_pages": pages[PAGES_IN_HEADER:],
        "csrf_token": auth.form_token(request),
        "flash": unquote(request.cookies.get(FLASH_COOKIE, "")),
        "path": request.url.path,
        "today": actor.today if actor else None,
        "unread_count": 0,
        "back_to_monitor": "",
        "back_to": "",
        "place": None,
        "crumbs": [],
    }


def navigation(actor: Actor, path: str) -> list[Link]:
    """The pages of the actor, those that they need most first."""
    keeps_frameworks = actor.has(Role.STEWARD)
    pages = [
        ("For me", "/", True),
        ("Ideas", "/ideas", True),
        ("Monitor", "/monitor", bool(actor.roles & WATCHING)),
        ("Frameworks", "/frameworks", keeps_frameworks),
        ("Administration", "/administration", actor.has(Role.ADMINISTRATOR)),
        ("Waiting", "/waiting", True),
        ("Pledges", "/pledges", True),
        ("Promises kept", "/promises", True),
        ("Board pack", "/board-pack", bool(actor.roles & {Role.QUALITY, Role.BOARD, Role.SPONSOR, Role.ADMINISTRATOR})),
        ("Frameworks", "/frameworks", not keeps_frameworks and not actor.has(Role.PARTNER)),
        ("Vision", "/vision", not actor.has(Role.PARTNER)),
        ("People", "/people", not actor.has(Role.PARTNER)),
        ("Stories", "/stories", True),
        ("Licences", "/licences", True),
        ("Discretion", "/discretion", not actor.has(Role.PARTNER)),
        ("Feedback", "/feedback", True),
        ("Coaching", "/coaching", not actor.has(Role.PARTNER)),
        ("History", "/history", bool(actor.roles & {Role.QUALITY, Role.BOARD, Role.ADMINISTRATOR})),
    ]
    return [
        Link(label, address, path == address if address == "/" else path.startswith(address))
        for label, address, is_theirs in pages
        if is_theirs
    ]


def _monitor_before(request: AnyRequest) -> str:
    """The place in the monitor from which the reader came straight to something that stands there, or nothing."""
    before, path = urlsplit(request.headers.get("referer", "")), request.url.path
    came_from_us = before.netloc == request.headers.get("host") and before.path == "/monitor"
    if not came_from_us or not path.startswith(STANDS_IN_MONITOR) or len(before.query) > LONGEST_ADDRESS:
        return ""
    row = f"#measure-{path.split('/')[2]}" if path.startswith("/measures/") else ""
    return f"/monitor?{before.query}{row}" if before.query else f"/monitor{row}"


def is_htmx(request: AnyRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def wants_part(request: AnyRequest) -> bool:
    return is_htmx(request) and request.headers.get("HX-Request-Type", "partial") == "partial"


def settings_of(request: AnyRequest) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def flash_cookie(settings: Settings, sentence: str) -> Any:
    return auth.safe_cookie(settings, FLASH_COOKIE, quote(sentence[:FLASH_LENGTH]), max_age=60)


def dom_id(thing: Any, part: str = "") -> str:
    """pledge-7-card: the one id of a fragment, from the row it shows and the part of it."""
    noun = thing if isinstance(thing, str) else f"{type(thing).__name__.lower().removesuffix('row')}-{thing.id}"
    return f"{noun}-{part}" if part else noun


def day_filter(day: date | datetime | None) -> str:
    return text.day_words(day) if day else ""


def day_in_filter(moment: datetime, zone: str) -> str:
    """The day of a moment where the organisation is: what its hour and minute would add is nobody's business."""
    return text.day_words(clock.day_of(moment, zone))


def short_day_filter(day: date | None) -> str:
    return text.short_day_words(day) if day else ""


def count_filter(count: int, one: str, many: str | None = None) -> str:
    return text.count_words(count, one, many)


def place_in(lines: str, line: str) -> Place:
    """The place of a line's forms; `line` tells it from the others of its list."""
    return Place(f"{lines}--{line}", lines)


def leading_back(address: str, back_to: str) -> str:
    """The address of a form's page that leads back when it is done."""
    return f"{address}{'&' if '?' in address else '?'}back_to={quote(back_to, safe='/')}" if back_to else address


def _place_asked(request: AnyRequest) -> Place | None:
    found = PLACE.fullmatch(request.headers.get("HX-Target", "")) if wants_part(request) else None
    return Place(found[1], found[2]) if found else None


async def _back_to(request: AnyRequest) -> str:
    """Where the page stood from which a form was opened: an address of ours, or nothing."""
    given = request.query_params if request.method in SAFE_METHODS else await request.form()
    address = str(given.get("back_to") or "")
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours and len(address) < LONGEST_ADDRESS else ""
