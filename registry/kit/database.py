"""The database: how rows are keyed, how columns are typed, how connections are opened and settled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import (
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Enum,
    ForeignKeyConstraint,
    Index,
    String,
    event,
    make_url,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import sqlite

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NO_LAZY_LOADS: dict[str, Any] = {"lazy": "raise", "viewonly": True}
"""For every Relationship: rows are tied by their id columns, and read only where a query says so."""


SAMPLED_ROWS = 1000
RECYCLE_SECONDS = 3600


def new_id() -> UUID:
    """A UUIDv7: later ids are greater, so the primary key is also the order of making."""
    return uuid_utils.compat.uuid7()


def first_id_within(past: timedelta) -> UUID:
    """Less than every id made within so much time, greater than those made before: rows are found by it along the
    primary key.
    """
    return UUID(int=((new_id().int >> 80) - past // timedelta(milliseconds=1)) << 80)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and read back aware; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal exactly as it was given, kept as text in plain notation.

    SQLite has no decimals and would make floats of them; scaled whole numbers would round what spreadsheets hand out
    with fifteen digits. The price: the database neither sums nor sorts by such a column.
    """

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else plain_decimal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def plain_decimal(value: Decimal) -> str:
    """Without an exponent and without noughts at its end: 1E+3 is 1000, 12.50 is 12.5."""
    written = f"{value:f}" if value else "0"
    return written.rstrip("0").rstrip(".") if "." in written else written


def enum_type(kind: type[StrEnum], name: str | None = None) -> Enum:
    """Stores an enum's values, checked by the database, without a type of PostgreSQL's own to migrate.

    name   of the check, where a table has two columns of one kind
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Row(SQLModel):
    """What every row has: its organisation first in the key, so that no reference can leave it."""

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    id: UUID = Field(default_factory=new_id, primary_key=True)


class VersionedRow(Row):
    """A row that two people may edit: writing over an unseen change raises StaleDataError."""

    version: int = 1

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands the class
        return {"version_id_col": cls.__table__.c.version} if "__table__" in cls.__dict__ else {}  # type: ignore[attr-defined]


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that stays inside the organisation."""
    return ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"])


def indexed(table: str, *columns: str, unique: bool = False) -> Index:
    """An index inside the organisation; `unique` ones are unique there, not in the installation."""
    prefix = "uq" if unique else "ix"
    return Index(f"{prefix}_{table}_{'_'.join(columns)}", "organisation_id", *columns, unique=unique)


def both_or_neither(at: str, by: str) -> CheckConstraint:
    """Who and when travel as a pair."""
    return CheckConstraint(f"({at} IS NULL) = ({by} IS NULL)", name=f"{at}_with_{by}")


@dataclass(frozen=True)
class Database:
    """The engine with its two ways in: readers take no lock, writers take SQLite's at once."""

    engine: AsyncEngine
    readers: async_sessionmaker[AsyncSession]
    writers: async_sessionmaker[AsyncSession]
    read_engine: AsyncEngine

    PRAGMAS: ClassVar[tuple[str, ...]] = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",
    )

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def close(self) -> None:
        await self.engine.dispose()
        if self.read_engine is not self.engine:
            await self.read_engine.dispose()


def open_database(url: str, read_url: str | None = None) -> Database:
    """Opens no connection yet; the first query does."""
    engine = _engine(url)
    read_engine = _engine(read_url) if read_url else engine
    return Database(
        engine=engine,
        readers=async_sessionmaker(read_engine, class_=AsyncSession, expire_on_commit=False),
        writers=async_sessionmaker(engine.execution_options(write=True), class_=AsyncSession, expire_on_commit=False),
        read_engine=read_engine,
    )


@asynccontextmanager
async def transaction(database: Database) -> AsyncIterator[AsyncSession]:
    """One transaction for the command line: kept when the block ends well, undone otherwise."""
    async with database.writers() as session:
        yield session
        await session.commit()


async def note_sizes(database: Database) -> None:
    """Has the database look at how its rows are spread: PostgreSQL does so by itself, but later; SQLite never does.

    Without it SQLite takes an index that begins with the organisation to lead to few rows, although nearly all belong
    to one, and reads them all. A sample of each index takes milliseconds. What it finds is known to connections opened
    afterwards, and those of SQLite are opened anew after RECYCLE_SECONDS.
    """
    async with database.engine.execution_options(write=True).begin() as connection:
        if database.is_sqlite:
            await connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLED_ROWS}")
        await connection.exec_driver_sql("ANALYZE")


async def put_to_rest(database: Database) -> None:
    """Lets go of the database; of one on SQLite a single file is left, which may be copied."""
    if database.is_sqlite:
        await _outside_transactions(database, "wal_checkpoint(TRUNCATE)")
    await database.close()


@asynccontextmanager
async def written_once(database: Database) -> AsyncIterator[None]:
    """Lets SQLite write gigabytes without its log: each page once, not twice. Nobody else can read meanwhile.

    Where somebody else has the file open already, all stays as it was.
    """
    if database.is_sqlite:
        with suppress(OperationalError):
            await _outside_transactions(database, "journal_mode=DELETE")
    try:
        yield
    finally:
        if database.is_sqlite:
            with suppress(OperationalError):
                await _outside_transactions(database, "journal_mode=WAL")


async def _outside_transactions(database: Database, pragma: str) -> None:
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("COMMIT")
        try:
            await connection.exec_driver_sql(f"PRAGMA {pragma}")
        finally:
            await connection.exec_driver_sql("BEGIN")


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
    connector = sqlite.connector(make_url(url))
    engine = create_async_engine(
        url, pool_size=10, max_overflow=20, async_creator=connector, hide_parameters=True, pool_recycle=RECYCLE_SECONDS
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN would come too late and would not cover DDL, so it is switched off.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in Database.PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
