"""Where the data of tests stand: places of their own, and one that a worker's tests use in turn.

Making a database costs more than most tests. So a test that commits nothing, and one that visits the running program,
come to the common place of their engine, which is put back as it was; who opens databases, runs commands or migrates
gets a copy for itself.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from anyio.from_thread import BlockingPortal
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import SQLModel

from registry import migrations
from registry.kit.database import open_database, put_to_rest, transaction
from tests.cast import Cast, gather_cast

# What is lost when the machine stops may be lost: no test outlives it. A real server keeps its own settings.
HASTE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")


@dataclass(frozen=True)
class Template:
    """A migrated database with the cast in it, of which tests get copies."""

    url: str
    cast: Cast


class Keeper(Protocol):
    """Makes places on one engine, and throws them away."""

    name: str

    def new_place(self, copied: str | None = None) -> str:
        """The address of a place without tables, or of a copy of the one given."""

    def drop(self, url: str) -> None: ...

    def remember(self, url: str) -> None:
        """Keeps in mind how this place stands now."""

    def put_back(self, url: str) -> None:
        """Makes it as it was remembered, while others hold connections to it."""


class SQLiteKeeper:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new_place(self, copied: str | None = None) -> str:
        folder = self.folder / uuid4().hex
        folder.mkdir()
        if copied:
            shutil.copy(_file(copied), folder / "registry.db")
        return f"sqlite+aiosqlite:///{folder / 'registry.db'}"

    def drop(self, url: str) -> None:
        shutil.rmtree(Path(_file(url)).parent)

    def remember(self, url: str) -> None:
        shutil.copy(_file(url), _file(url) + ".kept")

    def put_back(self, url: str) -> None:
        with closing(sqlite3.connect(_file(url) + ".kept")) as kept, closing(sqlite3.connect(_file(url))) as place:
            kept.backup(place)


class PostgresKeeper:
    name = "postgresql"

    def __init__(self, server: str, portal: BlockingPortal, *, is_for_us_alone: bool) -> None:
        self.server, self.portal, self.is_for_us_alone = server, portal, is_for_us_alone
        self.engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
        self.made: set[str] = set()
        self.remembered: dict[str, AsyncEngine] = {}
        if is_for_us_alone:
            for setting in HASTE:
                self._run(self.engine, f"ALTER SYSTEM SET {setting}")
            self._run(self.engine, "SELECT pg_reload_conf()")

    def new_place(self, copied: str | None = None) -> str:
        name = f"test_{uuid4().hex}"
        template = make_url(copied).database if copied else "template1"
        # Copying files is quicker than writing each page to the log first.
        self._run(self.engine, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        url = make_url(self.server).set(database=name).render_as_string(hide_password=False)
        self.made.add(url)
        return url

    def drop(self, url: str) -> None:
        if url in self.remembered:
            self.portal.call(self.remembered.pop(url).dispose)
        self.made.remove(url)
        self._run(self.engine, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def remember(self, url: str) -> None:
        """A table of the same name in a schema beside holds what each table has, and a function puts it back."""
        engine = self.remembered[url] = create_async_engine(url, isolation_level="AUTOCOMMIT")
        names = [table.name for table in SQLModel.metadata.sorted_tables]
        keeps = [f'CREATE TABLE kept."{name}" AS TABLE "{name}"' for name in names]
        empties = [f'DELETE FROM "{name}"' for name in reversed(names)]
        fills = [f'INSERT INTO "{name}" TABLE kept."{name}"' for name in names]
        body = "; ".join(empties + fills)
        for statement in (
            "CREATE SCHEMA kept",
            *keeps,
            f"CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {body}; END $$",
        ):
            self._run(engine, statement)

    def put_back(self, url: str) -> None:
        self._run(self.remembered[url], "SELECT kept.put_back()")

    def close(self) -> None:
        for url in () if self.is_for_us_alone else tuple(self.made):
            self.drop(url)
        for engine in self.remembered.values():
            self.portal.call(engine.dispose)
        self.portal.call(self.engine.dispose)

    def _run(self, engine: AsyncEngine, statement: str) -> None:
        async def run() -> None:
            async with engine.connect() as connection:
                await connection.exec_driver_sql(statement)

        self.portal.call(run)


async def migrate(url: str) -> None:
    database = open_database(url)
    await migrations.upgrade(database)
    await put_to_rest(database)


async def gather(url: str) -> Cast:
    database = open_database(url)
    async with transaction(database) as session:
        cast = await gather_cast(session)
    await put_to_rest(database)
    return cast


def _file(url: str) -> str:
    return str(make_url(url).database)
