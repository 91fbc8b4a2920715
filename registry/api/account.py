"""Whose token this is, for programs, and their sessions and tokens.

A program can end these and make none: who proves anew who they are does so in person, with a password.
"""

from typing import Any
from uuid import UUID

from litestar import get, post
from pydantic import BaseModel

from registry.accounts import actions, queries
from registry.accounts.schemas import SignInOut, TokenOut
from registry.people import queries as people_queries
from registry.people.models import Role
from registry.portfolio import personal
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, CurrentProof, DbSession, PathId


class AccountOut(BaseModel):
    """
    may_change   whether the token that asks may change things
    """

    person_id: UUID
    name: str
    position: str
    email: str
    roles: list[Role]
    organisation: str
    may_change: bool
    sessions: list[SignInOut]
    tokens: list[TokenOut]


@get("/account", name="api.account.show")
async def show(session: DbSession, actor: CurrentActor, proof: CurrentProof) -> AccountOut:
    person = await people_queries.get_person(session, actor, actor.person_id)
    account = await queries.get_account(session, actor, proof.account_id)
    return AccountOut(
        person_id=person.id,
        name=person.name,
        position=person.position,
        email=account.email,
        roles=sorted(actor.roles),
        organisation=actor.organisation_name,
        may_change=proof.may_change,
        sessions=[SignInOut.model_validate(row) for row in await queries.list_sign_ins(session, actor, account.id)],
        tokens=[TokenOut.model_validate(row) for row in await queries.list_tokens(session, actor, account.id)],
    )


@get("/account/held", name="api.account.held")
async def held(request: AnyRequest, session: DbSession, actor: CurrentActor) -> dict[str, list[dict[str, Any]]]:
    """By table, every row that is held under the name of who asks."""
    return await personal.held_on(session, actor, auth.keys_of(request))


@post("/account/sessions/ending", name="api.account.end_all_sessions", status_code=204)
async def end_all_sessions(session: DbSession, actor: CurrentActor, proof: CurrentProof) -> None:
    await actions.end_all_sign_ins(session, await queries.get_account(session, actor, proof.account_id))


@post("/account/sessions/{sign_in_id:uuid}/ending", name="api.account.end_session", status_code=204)
async def end_session(sign_in_id: PathId, session: DbSession, actor: CurrentActor, proof: CurrentProof) -> None:
    await actions.end_sign_in(session, actor, proof.account_id, sign_in_id)


@post("/account/tokens/{token_id:uuid}/revocation", name="api.account.revoke_token", status_code=204)
async def revoke_token(token_id: PathId, session: DbSession, actor: CurrentActor, proof: CurrentProof) -> None:
    await actions.revoke_token(session, actor, proof.account_id, token_id)


routes = [show, held, end_all_sessions, end_session, revoke_token]
