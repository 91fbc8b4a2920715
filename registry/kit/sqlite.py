"""SQLite's connections, each in a thread of its own, and one trip to it for each statement.

aiosqlite makes four trips (a cursor, the statement, its rows, the close), each of which wakes two threads: together
they cost more than the statement, and many times that on a busy machine. To run statements in the event loop would cost
less still, but then a writer that waits for another's lock would hold up everybody.
"""

import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import URL
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

ROWS_AT_ONCE = 1000
"""How many rows come with the statement; a stream of more fetches as many again with each further trip."""


def connector(url: URL) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """What opens connections to this database, for SQLAlchemy's `async_creator`."""
    places, options = SQLiteDialect_aiosqlite().create_connect_args(url)
    opens: Callable[..., sqlite3.Connection] = sqlite3.connect

    async def connect() -> aiosqlite.Connection:
        connection = Connection(partial(opens, *places, **options), ROWS_AT_ONCE)
        connection._thread.daemon = True  # A connection that nobody closed shall not keep a command from ending.
        return await connection

    return connect


class Connection(aiosqlite.Connection):
    def cursor(self) -> "Cursor":  # type: ignore[override]  # there is nothing to open yet
        return Cursor(self)

    async def trip(self, work: Callable[..., None], *given: Any) -> None:
        """Does the work in the connection's thread."""
        await self._execute(work, *given)  # type: ignore[no-untyped-call]


class Cursor:
    """As much of a cursor as SQLAlchemy uses."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: deque[Any] = deque()
        self._open: sqlite3.Cursor | None = None

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        await self.connection.trip(self._run, sqlite3.Cursor.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        await self.connection.trip(self._run, sqlite3.Cursor.executemany, statement, parameters)

    async def fetchone(self) -> Any:
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = size or self.arraysize
        while self._open and len(self._rows) < size:
            await self.connection.trip(self._fetch, self._open, ROWS_AT_ONCE)
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    async def fetchall(self) -> list[Any]:
        if self._open:
            await self.connection.trip(self._fetch, self._open, None)
        return await self.fetchmany(len(self._rows)) if self._rows else []

    async def close(self) -> None:
        self._rows.clear()
        if self._open:
            await self.connection.trip(self._open.close)
            self._open = None

    # What follows happens in the connection's thread.

    def _run(self, how: Callable[..., sqlite3.Cursor], statement: str, parameters: Any) -> None:
        self._open = how(self.connection._conn.cursor(), statement, parameters)
        self.description, self.lastrowid = self._open.description, self._open.lastrowid
        self._fetch(self._open, ROWS_AT_ONCE)

    def _fetch(self, cursor: sqlite3.Cursor, count: int | None) -> None:
        """Takes as many rows, or all that are left; a cursor that has no more is closed at once."""
        rows = cursor.fetchall() if count is None else cursor.fetchmany(count)
        self._rows.extend(rows)
        self.rowcount = cursor.rowcount
        if count is None or len(rows) < count:
            cursor.close()
            self._open = None
