"""Signing in and out, and the one-time link with which a person sets a password."""

from math import ceil
from typing import Annotated, Any

from litestar import get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from registry.accounts import actions, queries, rules
from registry.accounts.models import Account
from registry.accounts.schemas import PasswordIn, SignInIn
from registry.kit import clock
from registry.kit.errors import NotFound, Refused
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, CurrentProof, DbSession, Typed
from registry.web.forms import Empty, Form, carried_of, words_of
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_refusal

WRONG = (
    "That e-mail address and password do not belong together. Try once more, or ask your administrator for a new link."
)
SLOWED = "There were too many wrong tries. Wait five minutes, then try once more."


class Slowed(Refused):
    """Too many wrong tries for this address from this place; `seconds` until the next one counts."""

    def __init__(self, seconds: int) -> None:
        super().__init__(SLOWED)
        self.seconds = seconds


@get("/sign-in", name="sessions.new", opt={"public": True})
async def new(
    request: AnyRequest, next_address: Annotated[str, QueryParameter(name="next", max_length=2000)] = "/"
) -> AnyResponse:
    if request.scope.get("user"):
        return Redirect("/")
    return await page(request, "accounts/sign_in.html", form=Form(SignInIn), next=next_address, kept=None)


@post("/sign-in", name="sessions.create", opt={"public": True})
async def create(request: AnyRequest, typed: Typed, session: DbSession) -> AnyResponse:
    form = Form(SignInIn, typed)
    next_address = auth.safe_return_address(form.typed("next"))
    kept = [(name.removeprefix("kept:"), value) for name, value in typed.items() if name.startswith("kept:")]
    kept_address = auth.safe_return_address(form.typed("kept_address"))
    try:
        account = await _prove(request, session, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        context: dict[str, Any] = {
            "form": form,
            "next": next_address,
            "kept": kept or None,
            "kept_address": kept_address,
        }
        if not isinstance(refusal, Slowed):
            return await page(request, "accounts/sign_in.html", status=422, **context)
        answer = await page(request, "accounts/sign_in.html", status=429, **context)
        answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    secret = await _begin(request, session, account)
    if kept:
        request.scope["user"] = await queries.find_actor_of_account(session, auth.keys_of(request), account)
        request.cookies[auth.session_cookie_name(settings_of(request))] = secret
        answer = await page(
            request,
            "errors/again.html",
            title="You are signed in again",
            sentence="Nothing was lost. Carry on, and what you typed is sent.",
            act="Carry on",
            form=Form(Empty),
            typed=words_of(kept),
            carried=carried_of(kept),
            address=kept_address,
            is_refused=False,
        )
    else:
        answer = await done(request, next_address)
    return _with_session(request, answer, secret)


@post("/sign-out", name="sessions.end")
async def end(request: AnyRequest, session: DbSession, actor: CurrentActor, proof: CurrentProof) -> AnyResponse:
    if proof.sign_in_id:
        await actions.end_sign_in(session, actor, proof.account_id, proof.sign_in_id)
    answer = await done(request, "/sign-in", "You are signed out.")
    answer.delete_cookie(auth.session_cookie_name(settings_of(request)), path="/")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@get("/set-password/{secret:str}", name="sessions.edit_password", opt={"public": True})
async def edit_password(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    if not await queries.find_setup_link(session, auth.keys_of(request), secret):
        return await page(request, "accounts/link_used.html", status=404)
    return await page(request, "accounts/set_password.html", form=Form(PasswordIn), secret=secret)


@post("/set-password/{secret:str}", name="sessions.set_password", opt={"public": True})
async def set_password(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    keys = auth.keys_of(request)
    link = await queries.find_setup_link(session, keys, secret)
    if link is None:
        return await page(request, "accounts/link_used.html", status=404)
    form = Form(PasswordIn, typed)
    try:
        actor = await actions.set_password(session, link, form.value, keys)
    except Refused as refusal:
        return await page(request, "accounts/set_password.html", status=422, form=form.refuse(refusal), secret=secret)
    account = await queries.find_account_of_person(session, actor, actor.person_id)
    if account is None:
        raise NotFound("account")
    answer = await done(request, "/", f"Welcome, {actor.name}. Your password is set.")
    return _with_session(request, answer, await _begin(request, session, account))


async def _prove(request: AnyRequest, session: DbSession, form: SignInIn) -> Account:
    """The account behind a right pair; a wrong one is counted, and ten within five minutes slow that pair."""
    keys, settings = auth.keys_of(request), settings_of(request)
    address = request.client.host if request.client else ""
    pair = rules.digest(keys.secret, "try", f"{form.email.strip().lower()} {address}")
    tries = [row.at for row in await queries.list_wrong_tries(session, pair)]
    if settings.has_rate_limits and rules.is_slowed(tries, clock.now()):
        raise Slowed(ceil((rules.next_try_at(tries) - clock.now()).total_seconds()))
    account = await queries.find_account_by_email(session, keys, form.email)
    is_right = await actions.check_password(form.password, account.password_hash if account else None)
    actor = await queries.find_actor_of_account(session, keys, account) if account else None
    if not is_right or account is None or account.disabled_at or actor is None:
        after_refusal(session, lambda second: actions.count_wrong_try(second, pair))
        raise Refused(WRONG)
    return account


async def _begin(request: AnyRequest, session: DbSession, account: Account) -> str:
    return await actions.sign_in(session, account, request.headers.get("user-agent", ""), auth.keys_of(request))


def _with_session(request: AnyRequest, answer: AnyResponse, secret: str) -> AnyResponse:
    settings = settings_of(request)
    max_age = int(rules.SIGN_IN_LASTS.total_seconds())
    answer.set_cookie(auth.safe_cookie(settings, auth.session_cookie_name(settings), secret, max_age=max_age))
    return answer


routes = [new, create, end, edit_password, set_password]
