"""One file with everything, the same for both engines, taken while serving and restored into an empty place.

A zip of one file of JSON lines a table, an array of values a line, and a manifest that says what is in it: the change
the database stood at, and each table's columns, rows and sha256. All is read in one transaction, so it is one moment's
truth. Values are written in the plain form of `kit.bulk`, which either engine takes. The keys are not in the file:
without REGISTRY_SECRET_KEY nobody can sign in, without REGISTRY_HISTORY_KEY the history cannot be verified.

A restore needs no model of its own version: the manifest describes the columns, the migrations make the tables.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Float, Integer, Row, String, Uuid, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import registry.migrations.tables  # noqa: F401 - fills the metadata
from registry.kit.bulk import add_rows
from registry.kit.database import Database, ExactDecimal, UTCDateTime, note_sizes
from registry.kit.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
BATCH_ROWS, BATCH_FILES = 2000, 20
FILES = frozenset(("file", "recording_piece"))
"""Tables with rows of hundreds of kilobytes, of which few at a time are held in memory."""

KINDS: dict[type[Any], str] = {
    Uuid: "uuid",
    UTCDateTime: "moment",
    Date: "date",
    Boolean: "bool",
    Integer: "int",
    Float: "float",
    ExactDecimal: "text",
    String: "text",
    AutoString: "text",
}

Progress = Callable[[int], None]
"""Told how many rows more are done."""


class Damaged(Refused):
    """The file is not what was written."""


@dataclass(frozen=True)
class Field:
    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """What the manifest says of one table; `key` is the order in which its rows stand in the file."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Manifest:
    revision: str
    version: str
    made_at: str
    tables: tuple[Table, ...]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


async def back_up(database: Database, path: Path, tell: Progress | None = None) -> Manifest:
    """Writes the file, reads it back, and only then gives it its name.

    raises   Refused where the name is taken, or where the database has tables that this program does not know
    """
    if path.exists():
        raise Refused(f"{path} is there already. Give the backup a new name.")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            manifest = await _write(database, file, tell or _tell_nobody)
            file.flush()
            os.fsync(file.fileno())
        check_file(unfinished, manifest)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


async def count_rows(database: Database) -> int:
    """How many rows a backup would hold now, for a progress bar."""
    async with _snapshot(database) as connection:
        counts = [await connection.scalar(text(f'SELECT count(*) FROM "{table.name}"')) for table in _known_tables()]
    return sum(counts)


def read_manifest(path: Path) -> Manifest:
    """raises   Damaged for anything that is no backup of ours"""
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
        if told["format"] != FORMAT:
            raise Damaged(f"{path} was written in a form that this program does not know: {told['format']}.")
        tables = [
            Table(
                **{
                    **table,
                    "fields": tuple(Field(**field) for field in table["fields"]),
                    "key": tuple(table["key"]),
                }
            )
            for table in told["tables"]
        ]
        return Manifest(**{**told, "tables": tuple(tables)})
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"{path} is not a backup of the registry, or is damaged.") from error


def check_file(path: Path, manifest: Manifest) -> None:
    """raises   Damaged where a table's rows are not what the manifest says"""
    for table, lines in _read_tables(path, manifest):
        digest, rows = hashlib.sha256(), 0
        for line in lines:
            digest.update(line)
            rows += 1
        _check_sums(table, rows, digest.hexdigest())


async def check_is_empty(database: Database) -> None:
    async with _snapshot(database) as connection:
        names = await connection.run_sync(_table_names)
        await _refuse_rows(connection, names)


async def restore(database: Database, path: Path, tell: Progress | None = None) -> Manifest:
    """Fills the empty tables that the manifest's change made, all or nothing, and reads them back.

    raises   Refused where something stands in them already; Damaged where the file is not what was written
    """
    manifest = read_manifest(path)
    check_file(path, manifest)
    async with database.engine.execution_options(write=True).begin() as connection:
        await _refuse_rows(connection, [table.name for table in manifest.tables])
        deferred = await _defer_references(connection, manifest)
        for table, lines in _read_tables(path, manifest):
            await _fill(connection, table, lines, tell or _tell_nobody)
        await _enforce_references(connection, deferred)
        for table in manifest.tables:
            await _compare(connection, table)
    await note_sizes(database)
    return manifest


async def _write(database: Database, file: io.BufferedRandom, tell: Progress) -> Manifest:
    written = []
    async with _snapshot(database) as connection:
        await connection.run_sync(_refuse_another_shape)
        revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for table in _known_tables():
                with archive.open(_file_name(table), "w", force_zip64=True) as member:
                    written.append(await _write_table(connection, table, member.write, tell))
            manifest = Manifest(
                revision=revision,
                version=_program_version(),
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                tables=tuple(written),
            )
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


async def _write_table(
    connection: AsyncConnection, table: Table, write: Callable[[bytes], object], tell: Progress
) -> Table:
    digest, rows = hashlib.sha256(), 0
    async for batch in _batches(connection, table):
        lines = "".join([json.dumps(tuple(row), ensure_ascii=False) + "\n" for row in batch]).encode()
        digest.update(lines)
        write(lines)
        rows += len(batch)
        tell(len(batch))
    return Table(table.name, table.fields, table.key, rows, digest.hexdigest())


async def _fill(connection: AsyncConnection, table: Table, lines: Iterator[bytes], tell: Progress) -> None:
    columns = [field.name for field in table.fields]
    while batch := list(islice(lines, _rows_at_once(table))):
        await add_rows(connection, table.name, columns, [json.loads(line) for line in batch])
        tell(len(batch))


async def _compare(connection: AsyncConnection, table: Table) -> None:
    """What stands in the database now is what stood there when the backup was made."""
    stored = await _write_table(connection, table, _keep_nothing, _tell_nobody)
    _check_sums(table, stored.rows, stored.sha256)


def _check_sums(table: Table, rows: int, sha256: str) -> None:
    if (rows, sha256) != (table.rows, table.sha256):
        raise Damaged(f"The rows of '{table.name}' are not those that were backed up.")


def _read_tables(path: Path, manifest: Manifest) -> Iterator[tuple[Table, Iterator[bytes]]]:
    """raises   Damaged where the file breaks off or cannot be read"""
    with zipfile.ZipFile(path) as archive:
        for table in manifest.tables:
            yield table, _lines(archive, table)


def _lines(archive: zipfile.ZipFile, table: Table) -> Iterator[bytes]:
    try:
        with archive.open(_file_name(table)) as member:
            yield from member
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise Damaged(f"The part of the backup that holds '{table.name}' is damaged.") from error


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction that sees one moment to its end, and hinders no writer."""
    async with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


async def _batches(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    values = ", ".join(_value(connection, table, field) for field in table.fields)
    order = ", ".join(f'"{name}"' for name in table.key)
    statement = text(f'SELECT {values} FROM "{table.name}" ORDER BY {order}')
    result = await connection.stream(statement, execution_options={"yield_per": _rows_at_once(table)})
    async for batch in result.partitions():
        yield batch


def _rows_at_once(table: Table) -> int:
    return BATCH_FILES if table.name in FILES else BATCH_ROWS


def _value(connection: AsyncConnection, table: Table, field: Field) -> str:
    """How a column is read in the plain form."""
    # With its table's name: SQLite takes a lone quoted name that is no column for a text.
    name = f'"{table.name}"."{field.name}"'
    if connection.dialect.name == "sqlite":
        return name
    return {
        "uuid": f"replace({name}::text, '-', '')",
        "moment": f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24\\:MI\\:SS.US')",
        "date": f"{name}::text",
        "bool": f"{name}::int",
    }.get(field.kind, name)


async def _defer_references(connection: AsyncConnection, manifest: Manifest) -> list[tuple[str, str]]:
    """Lets rows point at rows that come later; answers what _enforce_references must put back."""
    if connection.dialect.name == "sqlite":
        await connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        return []
    rows = await connection.execute(
        text(
            "SELECT conrelid::regclass::text, confrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    )
    place = {table.name: number for number, table in enumerate(manifest.tables)}
    looking_ahead = [(table, name) for table, other, name in rows if place.get(other, 0) >= place.get(table, 0)]
    for table, name in looking_ahead:
        await connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED'))
    return looking_ahead


async def _enforce_references(connection: AsyncConnection, deferred: Sequence[tuple[str, str]]) -> None:
    if deferred:
        await connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in deferred:
        await connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))


async def _refuse_rows(connection: AsyncConnection, names: Sequence[str]) -> None:
    for name in names:
        if await connection.scalar(text(f'SELECT 1 FROM "{name}" LIMIT 1')):
            raise Refused(f"The database is not empty: '{name}' has rows. Restore into an empty one.")


def _refuse_another_shape(connection: Connection) -> None:
    """Nothing may be left out in silence because the program is older or newer than the database."""
    known = {table.name: {field.name for field in table.fields} for table in _known_tables()}
    inspector = inspect(connection)
    found = {name: {column["name"] for column in inspector.get_columns(name)} for name in _table_names(connection)}
    if strange := sorted(name for name in known.keys() | found.keys() if known.get(name) != found.get(name)):
        raise Refused(
            f"The database is not of this program's version ({', '.join(strange)}). Run 'registry migrate' first."
        )


def _table_names(connection: Connection) -> list[str]:
    """The tables that hold what people entered; search's are made from these."""
    names = inspect(connection).get_table_names()
    return [name for name in names if name != "alembic_version" and not name.startswith("search_fts")]


def _known_tables() -> list[Table]:
    """In an order in which rows point back, but for those that point at their own table."""
    return [
        Table(
            table.name,
            tuple(Field(column.name, _kind(column)) for column in table.columns),
            tuple(column.name for column in table.primary_key),
        )
        for table in SQLModel.metadata.sorted_tables
    ]


def _kind(column: Column[Any]) -> str:
    for kind, name in KINDS.items():
        if isinstance(column.type, kind):
            return name
    raise NotImplementedError(f"A backup does not know yet how to keep {column}, a {column.type}.")


def _program_version() -> str:
    try:
        return version("improvement-registry")
    except PackageNotFoundError:
        return "not installed"


def _file_name(table: Table) -> str:
    return f"{table.name}.jsonl"


def _keep_nothing(_lines: bytes) -> None:
    pass


def _tell_nobody(_rows: int) -> None:
    pass
