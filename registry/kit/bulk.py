"""Rows by the thousand, in one plain form, into either engine.

The plain form is the one SQLite keeps: ids as 32 hex digits, moments as '2027-04-30 13:05:00.000000' in UTC, days as
'2027-04-30', yes and no as 1 and 0. SQLite takes such rows as they are, PostgreSQL by COPY, which reads them all.
"""

import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

Plain = str | int | float | None
CACHE_KIB = 262_144
SORTERS = 2
PUT_ASIDE = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
WORDS_OF_TABLES = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%content=%'"


def plain(value: Any) -> Plain:
    """What a model's column holds, in the plain form."""
    kind = type(value)
    if kind is UUID:
        return str(value.hex)
    if kind is datetime:
        return str(value.astimezone(UTC).isoformat(" ", "microseconds"))[:26]
    if kind is date:
        return str(value.isoformat())
    if kind is bool:
        return int(value)
    return value  # type: ignore[no-any-return]  # a text, one of an enum's values, a number, or nothing


@asynccontextmanager
async def many_rows(connection: AsyncConnection) -> AsyncIterator[None]:
    """Makes SQLite ready for rows by the hundred thousand within one transaction; PostgreSQL needs nothing.

    What finds rows (indexes, and the words of search) is put aside and made anew at the end, in order, rather than
    written in places all over the file with each row. A row that may stand once alone is refused then.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    await connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
    await connection.exec_driver_sql(f"PRAGMA threads = {SORTERS}")
    aside: Sequence[Any] = (await connection.exec_driver_sql(PUT_ASIDE)).all()
    for kind, name, _ in aside:
        await connection.exec_driver_sql(f'DROP {kind} "{name}"')
    yield
    for _, _, made_by in aside:
        await connection.exec_driver_sql(made_by)
    for name in (await connection.exec_driver_sql(WORDS_OF_TABLES)).scalars().all():
        await connection.exec_driver_sql(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')


async def add_rows(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Plain]]
) -> None:
    """Adds rows whose columns stand in the order given; foreign keys are checked as for any other row."""
    if connection.dialect.name == "postgresql":
        await _copy(connection, table, columns, rows)
        return
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'
    await connection.exec_driver_sql(statement, [tuple(row) for row in rows])


async def _copy(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Plain]]
) -> None:
    # This also begins the transaction, of which COPY, unknown to SQLAlchemy, must be a part.
    await connection.execute(text("SET LOCAL timezone TO 'UTC'"))
    lines = "".join(["\t".join([_copied(value) for value in row]) + "\n" for row in rows])
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.copy_to_table(table, source=io.BytesIO(lines.encode()), columns=list(columns))


def _copied(value: Plain) -> str:
    if value is None:
        return r"\N"
    if not isinstance(value, str):
        return str(value)
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return value
