"""What a deleted row leaves in the files of a database, and how it goes from there.

SQLite writes noughts over what is deleted, but its log holds older pages until it is emptied, and a page that was
balanced may keep a copy of a cell in its gap (seen in few of many trials). Emptying the log and writing the file anew
leaves neither; a file that takes long to write is written by `registry forget` alone. PostgreSQL keeps deleted rows
until their table is written anew; its log of changes turns over by itself or by that command.

The ids of stories that have left are noted `beside` the data once that is done: what is missing there is what the
periodic work still has to do. Letters that lie in the folder, where there is no mail server, go with their address.
"""

import logging
import sqlite3
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from anyio import to_thread
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.history.models import Event
from registry.kit import laid
from registry.kit.database import Database
from registry.stories.actions import beside, letters
from registry.stories.models import StoryAddress

LEFT = ("story_withdrawn", "story_expired")
# fmt: off
TABLES = (
    "story", "consent", "story_topic", "story_answer", "story_picture", "file", "story_recording", "recording",
    "recording_piece", "story_address", "story_letter",
)
# fmt: on
BUSY_MILLISECONDS = 2000
LOCK = "2s"
QUICKLY_WRITTEN = 256 * 1024 * 1024
log = logging.getLogger("registry.stories")


async def forget(database: Database, data_dir: Path) -> bool:
    """Clears the files of what has left since the last time; False where somebody was in the way, to be tried again."""
    await note_quietly(database, data_dir)
    await take_letters_back(database, data_dir)
    known = beside.read_left(data_dir)
    async with database.readers() as session:
        left = (await session.exec(select(Event.subject_id).where(col(Event.kind).in_(LEFT)))).all()
    if not (new := set(left) - known):
        return True
    if not await clear_quietly(database):
        return False
    beside.note_left(data_dir, new)
    return True


async def note_and_clear(database: Database, data_dir: Path) -> None:
    """After other words, another picture or recording, or less consent."""
    await note_quietly(database, data_dir)
    await take_letters_back(database, data_dir)
    await clear_quietly(database)


async def take_letters_back(database: Database, data_dir: Path) -> None:
    """Deletes the letters laid into the folder whose storyteller took the address or the story back, or named another
    address.
    """
    await laid.take_back(database, data_dir, letters.LIES_FOR, _standing_addresses)


async def note_quietly(database: Database, data_dir: Path) -> None:
    """What a restore has to know; where it could not be written, the periodic work does."""
    try:
        await beside.note_changes(database, data_dir)
    except (SQLAlchemyError, OSError) as error:
        log.warning("what a restore has to know could not be noted yet: %s", type(error).__name__)


async def clear_quietly(database: Database) -> bool:
    """False where somebody was in the way."""
    try:
        await clear_files(database)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        log.warning("the files could not be cleared yet: %s", type(error).__name__)
        return False
    return True


async def clear_files(database: Database, *, is_whole: bool = False) -> None:
    """
    is_whole   also what takes long, or hinders others meanwhile: the whole of a large file on SQLite, the turning over
               of the log on PostgreSQL, where the role may do so
    """
    if database.is_sqlite:
        path = str(database.engine.url.database)
        await to_thread.run_sync(_clear_sqlite, path, is_whole)
        return
    async with database.engine.connect() as connection:
        free = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await free.execute(text(f"SET lock_timeout = '{LOCK}'"))
        for table in TABLES:
            await free.execute(text(f"VACUUM (FULL) {table}"))
        await free.execute(text("RESET lock_timeout"))
        if is_whole:
            await _turn_over_log(free)


def _standing_addresses(ids: Collection[UUID]) -> SelectOfScalar[UUID]:
    return select(StoryAddress.id).where(col(StoryAddress.id).in_(ids))


async def _turn_over_log(connection: AsyncConnection) -> None:
    """PostgreSQL gives a part of its log that it needs no longer another name and writes over it later: what it held
    stands there until then. Leaving a part fills the rest of it with noughts, so each is entered once and left.
    """
    for statement in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        await connection.execute(text(statement))
    parts = (await connection.execute(text("SELECT name FROM pg_ls_waldir() WHERE length(name) = 24"))).scalars().all()
    for _ in parts:
        now = (await connection.execute(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())"))).scalar()
        if str(now) > max(parts):
            break
        await connection.execute(text("SELECT pg_logical_emit_message(false, 'registry', 'forget')"))
        await connection.execute(text("SELECT pg_switch_wal()"))


def _clear_sqlite(path: str, is_whole: bool) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "secure_delete=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if is_whole or Path(path).stat().st_size <= QUICKLY_WRITTEN:
            connection.execute("VACUUM")
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise sqlite3.OperationalError("a reader still needs the log")
    finally:
        connection.close()
