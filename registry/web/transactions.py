"""One request, one session, one transaction, settled before the first byte leaves.

A changing request that answers 2xx or 3xx keeps its changes, everything else leaves no trace. The key of the
form is kept in the same transaction with the address that answered it, so that the same form sent twice is
answered twice and done once.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.kit.database import Database
from registry.people.actors import Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_REFUSAL = 400

AfterRefusal = Callable[[AsyncSession], Awaitable[None]]


class AnsweredAlready(Exception):
    """The same form was answered by another request meanwhile; `address` is where that answer stands."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Transactions(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "without_session"

    def __init__(self, database: Database) -> None:
        self.database = database

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        writes = scope.get("method", "") not in SAFE_METHODS
        async with (self.database.writers if writes else self.database.readers)() as session:
            scope["state"]["session"] = session
            settlement = _Settlement(self.database, session, scope, writes=writes)

            async def settle_first(message: Message) -> None:
                if message["type"] == "http.response.start":
                    await settlement.settle(message)
                await send(message)

            await next_app(scope, receive, settle_first)


def after_refusal(session: AsyncSession, work: AfterRefusal) -> None:
    """Leaves work for a second transaction, done only when the first is rolled back: a failed sign-in, say."""
    session.info.setdefault("after_refusal", []).append(work)


class _Settlement:
    def __init__(self, database: Database, session: AsyncSession, scope: Scope, *, writes: bool) -> None:
        self.database, self.session, self.scope = database, session, scope
        self.keeps = writes

    async def settle(self, start: HTTPResponseStartEvent) -> None:
        if self.keeps and start["status"] < FIRST_REFUSAL:
            # A failing commit becomes an error answer, which comes through here again and must not be kept.
            self.keeps = False
            await self._keep_form_key()
            await self.session.commit()
            return
        self.keeps = False
        await self.session.rollback()
        leftovers: list[AfterRefusal] = self.session.info.pop("after_refusal", [])
        if leftovers:
            async with self.database.writers() as second:
                for work in leftovers:
                    await work(second)
                await second.commit()

    async def _keep_form_key(self) -> None:
        state: dict[str, Any] = self.scope["state"]
        key, address, actor = state.get("form_key"), state.get("answered_at"), self.scope.get("user")
        if not (key and address and isinstance(actor, Actor)):
            return
        try:
            await account_actions.keep_form_key(self.session, actor, key, address)
        except IntegrityError as error:
            await self.session.rollback()
            async with self.database.writers() as second:
                kept = await account_queries.find_form_key(second, actor, key)
            if kept is None:
                raise
            raise AnsweredAlready(kept.address) from error
