"""One's own account: password, sessions, tokens."""

import json
from typing import Any

from litestar import get, post

from registry.accounts import actions, queries, rules
from registry.accounts.queries import Proof
from registry.accounts.schemas import PasswordChangeIn, TokenIn
from registry.kit.errors import Refused
from registry.people import queries as people_queries
from registry.people import rules as people_rules
from registry.people.actors import Actor
from registry.portfolio import personal
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, CurrentProof, DbSession, PathId, Typed
from registry.web.downloads import download
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of


@get("/account", name="account.show")
async def show(request: AnyRequest, session: DbSession, actor: CurrentActor, proof: CurrentProof) -> AnyResponse:
    return await _page(request, session, actor, proof)


@get("/account/held", name="account.held")
async def held(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """Everything that is held on the reader, as a file."""
    body = json.dumps(await personal.held_on(session, actor, auth.keys_of(request)), indent=1, ensure_ascii=False)
    return download(body.encode(), "held-on-me.json", "application/json")


@post("/account/password", name="account.change_password")
async def change_password(
    request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor, proof: CurrentProof
) -> AnyResponse:
    account = await queries.get_account(session, actor, proof.account_id)
    form = Form(PasswordChangeIn, typed)
    try:
        await actions.change_password(session, actor, account, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, proof, password=form.refuse(refusal), status=422)
    browser = request.headers.get("user-agent", "")
    secret = await actions.sign_in(session, account, browser, auth.keys_of(request))
    answer = await done(request, "/account", "Your password is changed, and every other session is ended.")
    settings = settings_of(request)
    answer.set_cookie(auth.safe_cookie(settings, auth.session_cookie_name(settings), secret))
    return answer


@post("/account/sessions/ending", name="account.end_all_sessions")
async def end_all_sessions(
    request: AnyRequest, session: DbSession, actor: CurrentActor, proof: CurrentProof
) -> AnyResponse:
    await actions.end_all_sign_ins(session, await queries.get_account(session, actor, proof.account_id))
    answer = await done(request, "/sign-in", "You are signed out everywhere.")
    answer.delete_cookie(auth.session_cookie_name(settings_of(request)), path="/")
    return answer


@post("/account/sessions/{sign_in_id:uuid}/ending", name="account.end_session")
async def end_session(
    request: AnyRequest, sign_in_id: PathId, session: DbSession, actor: CurrentActor, proof: CurrentProof
) -> AnyResponse:
    await actions.end_sign_in(session, actor, proof.account_id, sign_in_id)
    return await done(request, "/account", "That session is ended.")


@post("/account/tokens", name="account.make_token", opt={"repeatable": True})
async def make_token(
    request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor, proof: CurrentProof
) -> AnyResponse:
    account = await queries.get_account(session, actor, proof.account_id)
    form = Form(TokenIn, typed)
    try:
        token, secret = await actions.make_token(session, actor, account, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _page(request, session, actor, proof, token=form.refuse(refusal), status=422)
    return await page(request, "accounts/token.html", token=token, secret=secret)


@post("/account/tokens/{token_id:uuid}/revocation", name="account.revoke_token")
async def revoke_token(
    request: AnyRequest, token_id: PathId, session: DbSession, actor: CurrentActor, proof: CurrentProof
) -> AnyResponse:
    await actions.revoke_token(session, actor, proof.account_id, token_id)
    return await done(request, "/account", "That token no longer works.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    proof: Proof,
    *,
    status: int = 200,
    password: Form[PasswordChangeIn] | None = None,
    token: Form[TokenIn] | None = None,
) -> AnyResponse:
    context: dict[str, Any] = {
        "person": await people_queries.get_person(session, actor, actor.person_id),
        "account": await queries.get_account(session, actor, proof.account_id),
        "sign_ins": [
            (sign_in, rules.browser_words(sign_in.browser))
            for sign_in in await queries.list_sign_ins(session, actor, proof.account_id)
        ],
        "tokens": await queries.list_tokens(session, actor, proof.account_id),
        "present_id": proof.sign_in_id,
        "password": password or Form(PasswordChangeIn),
        "token": token or Form(TokenIn),
        "one_button": Form(Empty),
        "may_write_profile": people_rules.may_read_profiles(actor),
    }
    return await page(request, "accounts/show.html", status=status, **context)


routes = [show, held, change_password, end_all_sessions, end_session, make_token, revoke_token]
