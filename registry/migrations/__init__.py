"""The database's shape, one numbered file a change, run by the program itself.

`upgrade` is safe to run twice, at the same time, and again after being killed: on SQLite one write lock and on
PostgreSQL one advisory lock let a single process through, and each change stands in a transaction of its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from registry.kit.database import Database

ADVISORY_LOCK = 7_264_001


def config_for(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    head = ScriptDirectory.from_config(config_for()).get_current_head()
    if head is None:
        raise RuntimeError("no migration stands in the folder")
    return head


def knows(revision: str) -> bool:
    """Whether a change is among this program's; a backup of a newer program stands at one that is not."""
    return revision in {script.revision for script in ScriptDirectory.from_config(config_for()).walk_revisions()}


async def present_revision(database: Database) -> str | None:
    """The change the database stands at; None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda plain: MigrationContext.configure(plain).get_current_revision())


async def upgrade(database: Database, revision: str = "head") -> None:
    """Brings the database to this program's version."""
    engine = database.engine.execution_options(write=True)
    async with engine.connect() as connection, _without_references(connection), connection.begin():
        await connection.run_sync(_upgrade, revision)


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
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
    command.upgrade(config_for(connection), revision)
    if connection.dialect.name == "sqlite" and (
        broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise RuntimeError(f"a row of '{broken[0]}' would point at nothing; nothing was changed")
