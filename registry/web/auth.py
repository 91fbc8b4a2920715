"""Who is asking, and whether the form they send was drawn for them."""

import hmac
import json
import secrets
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, FormMultiDict
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts import rules as account_rules
from registry.accounts.models import FormKey
from registry.accounts.queries import Keys, Proof
from registry.kit.errors import NotAllowed, RegistryError
from registry.settings import Settings
from registry.web.transactions import SAFE_METHODS

API_PREFIX = "/api/v1"
SECRET_FIELDS = frozenset({"csrf_token", "form_key", "password", "again", "present"})


class NotSignedIn(RegistryError):
    """Nobody, or somebody whose session ended; what they typed is kept for after signing in."""


class AnsweredAlready(Exception):
    """The same was sent before under the same key, and what answered it then answers it now."""

    def __init__(self, kept: FormKey) -> None:
        super().__init__()
        self.kept = kept


class SentBefore(RegistryError):
    """The key came before, with something else."""


class WrongFormToken(NotAllowed):
    def __init__(self) -> None:
        super().__init__("This form was drawn for another session. Load its page again and send it once more.")


class Proving(ASGIMiddleware):
    """Puts the actor into scope["user"] and the proof into scope["auth"]; None where nothing was proved."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "without_session"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        proof = await _find_proof(connection)
        scope["auth"], scope["user"] = proof, proof.actor if proof else None
        await next_app(scope, receive, send)


async def must_be_signed_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Every route is private unless it says opt={"public": True}."""
    if handler.opt.get("public") or connection.scope.get("user") is not None:
        return
    if isinstance(connection, Request) and comes_from_us(connection) and not is_api(connection):
        await _read(connection)
    raise NotSignedIn


async def must_carry_form_token(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A changing request from a browser carries the token of the session for which its form was drawn."""
    if (
        not isinstance(connection, Request)
        or connection.method in SAFE_METHODS
        or handler.opt.get("without_form_token")
    ):
        return
    proof: Proof | None = connection.scope.get("auth")
    if is_api(connection):
        if proof and not proof.may_change:
            raise NotAllowed("This token may only read. Make another on your account page.")
        return
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise WrongFormToken
    form = await _read(connection)
    given = connection.headers.get("x-csrf-token") or str(form.get("csrf_token") or "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), form_token(connection).encode()):
        raise WrongFormToken


async def must_be_new(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """What was sent a second time under the same key gets the answer of the first; programs send it as a header."""
    if not isinstance(connection, Request) or connection.method in SAFE_METHODS or handler.opt.get("repeatable"):
        return
    actor, state = connection.scope.get("user"), connection.scope["state"]
    key = connection.headers.get("idempotency-key", "") if is_api(connection) else await _form_key(connection)
    if actor is None or not key.strip():
        return
    keys, session = keys_of(connection), state["session"]
    kind = "program" if is_api(connection) else "form"
    key, digest = account_rules.digest(keys.secret, kind, key), await _digest(connection, keys)
    key_id = await account_actions.claim_form_key(session, actor, key, digest)
    if key_id is None:
        kept = await account_queries.get_form_key(session, actor, key)
        raise AnsweredAlready(kept) if kept.digest == digest else SentBefore
    state["key_id"], state["keeps_answer"] = key_id, is_api(connection)


def is_api(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.url.path.startswith(API_PREFIX)


def keys_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Keys:
    settings: Settings = connection.app.state.settings
    return Keys(secret=settings.secret_key, history=settings.history_key)


def session_cookie_name(settings: Settings) -> str:
    return "__Host-registry" if settings.is_https else "registry"


def door_cookie_name(settings: Settings) -> str:
    """The cookie to which the forms of people who are not signed in are bound."""
    return "__Host-registry-door" if settings.is_https else "registry-door"


def form_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The token that forms drawn for this browser carry, bound to its session, or to its door cookie before that."""
    settings: Settings = connection.app.state.settings
    if connection.scope.get("user") is not None:
        bound_to = connection.cookies.get(session_cookie_name(settings), "")
    else:
        bound_to = connection.cookies.get(door_cookie_name(settings)) or door_secret(connection)
    return hmac.new(settings.secret_key.encode(), f"form:{bound_to}".encode(), sha256).hexdigest()


def door_secret(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The secret of a browser that has no door cookie yet; the page that draws a form sets it."""
    state: dict[str, Any] = connection.scope["state"]
    return str(state.setdefault("door_secret", secrets.token_urlsafe(24)))


def safe_cookie(settings: Settings, key: str, value: str, max_age: int | None = None) -> Cookie:
    return Cookie(
        key=key, value=value, path="/", httponly=True, samesite="lax", secure=settings.is_https, max_age=max_age
    )


def safe_return_address(address: str) -> str:
    """An address of ours to go on to after signing in, or the front page."""
    parts = urlsplit(address)
    is_ours = (
        not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    )
    return address if is_ours else "/"


async def _find_proof(connection: ASGIConnection[Any, Any, Any, Any]) -> Proof | None:
    session, keys = connection.scope["state"]["session"], keys_of(connection)
    if is_api(connection):
        scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
        return await account_queries.find_proof_by_token(session, keys, secret) if scheme.lower() == "bearer" else None
    cookie = connection.cookies.get(session_cookie_name(connection.app.state.settings))
    return await account_queries.find_proof_by_cookie(session, keys, cookie) if cookie else None


def comes_from_us(request: Request[Any, Any, Any]) -> bool:
    """Whether the browser itself says that a page of ours sent this."""
    return request.method not in SAFE_METHODS and request.headers.get("sec-fetch-site") == "same-origin"


async def _form_key(request: Request[Any, Any, Any]) -> str:
    key = (await request.form()).get("form_key")
    return key if isinstance(key, str) else ""


async def _digest(request: Request[Any, Any, Any], keys: Keys) -> str:
    """Of everything that was sent but secrets, and of where it was sent to."""
    sent = (await request.body()).decode(errors="replace") if is_api(request) else request.scope["state"].get("sent")
    return account_rules.digest(keys.secret, "sent", json.dumps([request.method, request.url.path, sent]))


async def _read(request: Request[Any, Any, Any]) -> FormMultiDict:
    """What was sent, kept in the request's state as well, so that whoever refuses it can show it again."""
    form = await request.form()
    request.scope["state"]["sent"] = [
        (name, value) for name, value in form.items() if isinstance(value, str) and name not in SECRET_FIELDS
    ]
    return form
