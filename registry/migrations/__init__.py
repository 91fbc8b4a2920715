"""The database's shape, one numbered file a change, run by the program itself.

`upgrade` is safe to run twice, at the same time, and again after being killed: on SQLite one write lock and on
PostgreSQL one advisory lock let a single process through, and each change stands in a transaction of its own.

Alembic is brought in only where something is to be changed: to say where a database stands takes a look at one row and
at the names of the files here, and a process that serves asks for no more.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from registry.kit.database import Database

MILLISECONDS_TO_WAIT = 120_000
ADVISORY_LOCK = 7_264_001
FOLDER = Path(__file__).parent


def newest_revision() -> str:
    return max(_revisions())


def knows(revision: str) -> bool:
    """Whether a change is among this program's; a backup of a newer program stands at one that is not."""
    return revision in _revisions()


async def present_revision(database: Database) -> str | None:
    """The change the database stands at; None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_present_revision)


async def upgrade(database: Database, revision: str = "") -> None:
    """Brings the database to this program's version, or to an older one."""
    revision = revision or newest_revision()
    if await present_revision(database) == revision:
        return
    engine = database.engine.execution_options(write=True)
    async with engine.connect() as connection, _without_references(connection), connection.begin():
        await connection.run_sync(_upgrade, revision)


def config_for(connection: Connection | None = None) -> Any:
    """What Alembic's commands ask for."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _revisions() -> set[str]:
    """A change is named by the number with which its file's name begins."""
    return {path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py")}


def _present_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@asynccontextmanager
async def _without_references(connection: AsyncConnection) -> AsyncIterator[None]:
    """SQLite changes a column by making its table anew, which references to the old one would forbid.

    They are switched off before the transaction, since inside one that does nothing, and all are looked at before it
    is kept (`_upgrade`).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute("PRAGMA foreign_keys=OFF")
    # Another process may be at it, and all the changes together take longer than any request waits.
    await driver.execute(f"PRAGMA busy_timeout={MILLISECONDS_TO_WAIT}")
    try:
        yield
    finally:
        for pragma in Database.PRAGMAS:
            await driver.execute(f"PRAGMA {pragma}")


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
    command.upgrade(config_for(connection), revision)
    if connection.dialect.name == "sqlite" and (
        broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise RuntimeError(f"a row of '{broken[0]}' would point at nothing; nothing was changed")
