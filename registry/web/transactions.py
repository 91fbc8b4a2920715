"""One request, one session, one transaction, settled before the first byte leaves.

A changing request that answers 2xx or 3xx keeps its changes, everything else leaves no trace. What a form or a
program was answered is kept in the same transaction under the key it sent, so that the same sent twice is answered
twice and done once.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeVar

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.kit.database import Database
from registry.people.actors import Actor

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_REFUSAL = 400

AfterRefusal = Callable[[AsyncSession], Awaitable[None]]
AfterKeeping = Callable[[Database], Awaitable[object]]
T = TypeVar("T")


class Transactions(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "without_session"

    def __init__(self, database: Database) -> None:
        self.database = database

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        is_late = scope["route_handler"].opt.get("writes_late") if "route_handler" in scope else False
        async with AsyncExitStack() as sessions:
            settlement = _Settlement(self.database, sessions, scope, send)
            await settlement.begin(writes=scope.get("method", "") not in SAFE_METHODS and not is_late)
            scope["state"]["settlement"] = settlement
            await next_app(scope, receive, settlement.pass_on)


def after_refusal(session: AsyncSession, work: AfterRefusal) -> None:
    """Leaves work for a second transaction, done only when the first is rolled back: a failed sign-in, say."""
    session.info.setdefault("after_refusal", []).append(work)


def after_keeping(session: AsyncSession, work: AfterKeeping) -> None:
    """Leaves work for after the commit and before the answer, such as clearing files of what was deleted.

    It must not raise for what may be done later.
    """
    session.info.setdefault("after_keeping", []).append(work)


async def after_long_work(scope: Scope, work: Awaitable[T]) -> tuple[T, AsyncSession]:
    """What the work answers, and a session that writes; no transaction is open while it lasts.

    For routes with opt={"writes_late": True}, whose session reads until then. What was read before is to be read again.
    """
    settlement: _Settlement = scope["state"]["settlement"]
    await settlement.session.rollback()
    answer = await work
    await settlement.begin(writes=True)
    return answer, settlement.session


class _Settlement:
    """Stands between the program and the wire: the transaction is settled, then the answer goes out."""

    session: AsyncSession

    def __init__(self, database: Database, sessions: AsyncExitStack, scope: Scope, send: Send) -> None:
        self.database, self.sessions, self.scope, self.send = database, sessions, scope, send
        self.keeps = False
        self.held: HTTPResponseStartEvent | None = None
        self.body = b""

    async def begin(self, *, writes: bool) -> None:
        ways = self.database.writers if writes else self.database.readers
        self.session = self.scope["state"]["session"] = await self.sessions.enter_async_context(ways())
        self.keeps = writes

    async def pass_on(self, message: Message) -> None:
        """The answer to a program that sent a key is held back whole, because it is kept beside the key."""
        if message["type"] == "http.response.start":
            if self.keeps and message["status"] < FIRST_REFUSAL and self.scope["state"].get("keeps_answer"):
                self.held = message
                return
            await self._settle(message)
        elif message["type"] == "http.response.body" and self.held:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            start, self.held = self.held, None
            await self._settle(start)
            await self.send(start)
            message["body"] = self.body
        await self.send(message)

    async def _settle(self, start: HTTPResponseStartEvent) -> None:
        if self.keeps and start["status"] < FIRST_REFUSAL:
            self.keeps = False
            try:
                await self._keep_answer(start["status"])
                await self.session.commit()
            except Exception:
                # Litestar believes that an answer has begun; none has left, so an error page may take its place. That
                # comes through here once more, and is not kept.
                ScopeState.from_scope(self.scope).response_started = False
                raise
            await self.session.close()
            for work in self.session.info.pop("after_keeping", []):
                await work(self.database)
            return
        self.keeps = False
        await self.session.rollback()
        leftovers: list[AfterRefusal] = self.session.info.pop("after_refusal", [])
        if leftovers:
            async with self.database.writers() as second:
                for work in leftovers:
                    await work(second)
                await second.commit()

    async def _keep_answer(self, status: int) -> None:
        state: dict[str, Any] = self.scope["state"]
        key_id, actor = state.get("key_id"), self.scope.get("user")
        if key_id is None or not isinstance(actor, Actor):
            return
        if state.get("keeps_answer"):
            await account_actions.keep_answer(self.session, actor, key_id, status=status, answer=self.body.decode())
        else:
            address = state.get("answered_at") or "/"
            await account_actions.keep_answer(self.session, actor, key_id, address=address)
