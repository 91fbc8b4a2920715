"""The ways of saying no, and of failing, as a page or as problem+json."""

import logging
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.plugins.htmx import ClientRedirect
from litestar.response import Redirect, Template
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.web import auth, pages
from registry.web.auth import AnsweredAlready, NotSignedIn, SentBefore, WrongFormToken
from registry.web.forms import Empty, Form, carried_of, words_of
from registry.web.transactions import SAFE_METHODS

AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("registry.errors")

TITLES = {
    400: "The request could not be read",
    401: "Sign in first",
    403: "You may not do this",
    404: "There is nothing here",
    405: "There is nothing here",
    409: "Somebody else changed this meanwhile",
    413: "That is too much at once",
    422: "There is something to mend",
    429: "Too many tries",
    500: "Something went wrong on our side",
    503: "The registry cannot reach its data just now",
}


TAKES_TURNS = frozenset({"40001", "40P01"})
"""What PostgreSQL says when two waited for each other, or for what the other changed, and it undid one of them."""


def refuse_sign_in(request: AnyRequest, _error: NotSignedIn) -> Response[Any]:
    """To the sign-in page; what was typed in a form goes along and is there again afterwards."""
    if auth.is_api(request):
        return _problem(401, "Send a personal token: 'Authorization: Bearer ...'. Make one on your account page.")
    if pages.wants_part(request):
        return _say_ended(request)
    sent = request.scope["state"].get("sent")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"/sign-in?next={quote(here)}"
    if sent is None:
        if pages.is_htmx(request):
            return ClientRedirect(address)
        return Redirect(address if request.method in SAFE_METHODS else "/sign-in", status_code=303)
    context = pages.frame_of(request) | {
        "form": Form(Empty),
        "kept": sent,
        "kept_address": request.url.path,
        "next": "/",
    }
    return pages.with_cookies(request, Template("accounts/sign_in.html", context=context, status_code=401))


def _say_ended(request: AnyRequest) -> Response[Any]:
    """The page stays as it is, with what was typed on it; a form's own button leads to signing in."""
    here = urlsplit(request.headers.get("HX-Current-URL", "/"))
    context = {
        "title": "Your session has ended",
        "sentence": "Your session has ended. What you typed is still here: send it with its button, and sign in.",
        "way": f"/sign-in?next={quote(auth.safe_return_address(here.path + (f'?{here.query}' if here.query else '')))}",
    }
    return Template("errors/_message.html", context=context, status_code=401, media_type=MediaType.HTML)


def repeat_answer(request: AnyRequest, answered: AnsweredAlready) -> Response[Any]:
    kept = answered.kept
    if auth.is_api(request):
        answer = kept.answer.encode() or None
        return Response(answer, status_code=kept.status or 200, media_type=MediaType.JSON)
    if pages.is_htmx(request):
        return ClientRedirect(kept.address)
    return Redirect(kept.address, status_code=303)


def say_not_found(request: AnyRequest, _error: Exception) -> Response[Any]:
    return _answer(request, 404, "It may have been moved, or the address may have a letter too many.")


def say_wrong_token(request: AnyRequest, error: WrongFormToken) -> Response[Any]:
    """Where the browser says that a page of ours sent it, one press sends it anew; nothing is sent by itself."""
    if not auth.comes_from_us(request) or request.scope.get("user") is None:
        return say_not_allowed(request, error)
    sentence = "You have signed in anew since this page was drawn. Look at what you typed, and carry on."
    return _send_again(request, 403, "Your session has changed", sentence, "Carry on")


def say_not_allowed(request: AnyRequest, error: NotAllowed) -> Response[Any]:
    return _answer(request, 403, error.sentence)


def say_refused(request: AnyRequest, error: Refused) -> Response[Any]:
    sentences = [*error.reasons, *error.fields.values()]
    return _answer(request, 422, " ".join(sentences), reasons=list(error.reasons), fields=dict(error.fields))


def say_changed(request: AnyRequest, _error: Exception) -> Response[Any]:
    return _answer(request, 409, "Load the page again to see what stands there now, then make your change once more.")


def say_sent_before(request: AnyRequest, _error: SentBefore) -> Response[Any]:
    if auth.is_api(request):
        return _problem(422, "This key came before with another request. Give each request a key of its own.")
    sentence = "What it said then is kept. Since then you changed it: send it once more if you want both."
    return _send_again(request, 409, "You have sent this form already", sentence, "Send it as a new one")


def say_database_refused(request: AnyRequest, error: DBAPIError) -> Response[Any]:
    is_a_turn_lost = getattr(error.orig, "sqlstate", None) in TAKES_TURNS
    return say_changed(request, error) if is_a_turn_lost else say_failed(request, error)


def say_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    if isinstance(error, ValidationException) and auth.is_api(request):
        fields = {
            str(part.get("key", "")).removeprefix("data."): str(part.get("message", ""))
            for part in error.extra or []
            if isinstance(part, dict)
        }
        return _problem(422, "There is something to mend.", fields=fields)
    if error.status_code == 404 or isinstance(error, ValidationException):
        return say_not_found(request, error)
    sentence = "Go back and try once more." if error.status_code < 500 else ""
    return _answer(request, error.status_code, sentence)


def say_too_deep(request: AnyRequest, _error: Exception) -> Response[Any]:
    """Brackets within brackets without end, as nobody writes them."""
    return _answer(request, 400, "It has more layers than can be read.")


def say_database_away(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error("database away", exc_info=error)
    answer = _answer(
        request,
        503,
        "Nothing you sent was lost on your side: keep this page open, wait a little, and send it again.",
    )
    answer.headers["Retry-After"] = "10"
    return answer


def say_failed(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error("unexpected", exc_info=error, extra={"request_id": request.scope["state"].get("request_id")})
    return _answer(
        request, 500, "We have noted it. Go back and try once more; if it happens again, tell your administrator."
    )


handlers: dict[int | type[Exception], Any] = {
    NotSignedIn: refuse_sign_in,
    AnsweredAlready: repeat_answer,
    NotFound: say_not_found,
    WrongFormToken: say_wrong_token,
    SentBefore: say_sent_before,
    NotAllowed: say_not_allowed,
    Refused: say_refused,
    Changed: say_changed,
    StaleDataError: say_changed,
    IntegrityError: say_changed,
    DBAPIError: say_database_refused,
    OperationalError: say_database_away,
    InterfaceError: say_database_away,
    ConnectionError: say_database_away,
    TimeoutError: say_database_away,
    HTTPException: say_http,
    RecursionError: say_too_deep,
    Exception: say_failed,
}


def _answer(
    request: AnyRequest,
    status: int,
    sentence: str,
    *,
    reasons: list[str] | None = None,
    fields: dict[str, str] | None = None,
) -> Response[Any]:
    accepts = request.headers.get("accept", "")
    if auth.is_api(request) or not ("text/html" in accepts or "*/*" in accepts or pages.is_htmx(request)):
        return _problem(status, sentence, reasons=reasons, fields=fields)
    title = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    typed = words_of(request.scope["state"].get("sent", []))
    context = pages.frame_of(request) | {"title": title, "sentence": sentence, "status": status, "typed": typed}
    context |= {"is_refused": request.method not in SAFE_METHODS, "way": ""}
    name = "errors/_message.html" if pages.wants_part(request) else "errors/error.html"
    return Template(name, context=context, status_code=status, media_type=MediaType.HTML)


def _send_again(request: AnyRequest, status: int, title: str, sentence: str, act: str) -> Response[Any]:
    """What was sent, for the person to look at and to send once more by a button of its own."""
    if pages.wants_part(request):
        return _answer(request, status, sentence)
    sent = request.scope["state"].get("sent", [])
    context = pages.frame_of(request) | {
        "title": title,
        "sentence": sentence,
        "act": act,
        "form": Form(Empty),
        "typed": words_of(sent),
        "carried": carried_of(sent),
        "address": request.url.path,
        "is_refused": True,
    }
    return Template("errors/again.html", context=context, status_code=status, media_type=MediaType.HTML)


def _problem(
    status: int, sentence: str, *, reasons: list[str] | None = None, fields: dict[str, str] | None = None
) -> Response[Any]:
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, TITLES[400]),
        "status": status,
        "detail": sentence,
        "reasons": reasons or [],
        "fields": fields or {},
    }
    return Response(body, status_code=status, media_type="application/problem+json")
