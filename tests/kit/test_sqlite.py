"""Statements give what they always gave, in fewer trips."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from registry.kit.database import open_database
from registry.kit.sqlite import ROWS_AT_ONCE


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """With a table of the numbers from 1 to somewhat more than come at once."""
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'numbers.db'}")
    async with database.engine.execution_options(write=True).connect() as connection:
        await connection.execute(text("CREATE TABLE number (value INTEGER PRIMARY KEY)"))
        added = [{"value": value} for value in range(1, ROWS_AT_ONCE * 2 + 6)]
        assert (await connection.execute(text("INSERT INTO number VALUES (:value)"), added)).rowcount == len(added)
        yield connection
    await database.close()


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, ROWS_AT_ONCE * 2 + 5])
async def test_all_rows_come_in_their_order(connection: AsyncConnection, count: int) -> None:
    found = await connection.execute(text("SELECT value FROM number ORDER BY value LIMIT :count"), {"count": count})
    assert list(found.scalars()) == list(range(1, count + 1))


async def test_a_stream_brings_rows_as_they_are_asked_for(connection: AsyncConnection) -> None:
    async with connection.stream(text("SELECT value FROM number ORDER BY value")) as found:
        assert await found.fetchone() == (1,)
        assert [value for (value,) in await found.fetchmany(ROWS_AT_ONCE + 1)] == list(range(2, ROWS_AT_ONCE + 3))
        assert len([row async for row in found]) == ROWS_AT_ONCE + 3


async def test_a_stream_may_be_left_before_its_end(connection: AsyncConnection) -> None:
    async with connection.stream(text("SELECT value FROM number ORDER BY value")) as found:
        await found.fetchone()
    await connection.execute(text("DROP TABLE number"))


async def test_a_change_says_how_many_rows_it_met(connection: AsyncConnection) -> None:
    assert (await connection.execute(text("UPDATE number SET value = -value WHERE value <= 7"))).rowcount == 7
    gone = await connection.execute(text("DELETE FROM number WHERE value < 0 RETURNING value"))
    assert sorted(gone.scalars()) == [-7, -6, -5, -4, -3, -2, -1]


async def test_what_is_refused_says_why_and_the_connection_goes_on(connection: AsyncConnection) -> None:
    with pytest.raises(IntegrityError, match="UNIQUE"):
        await connection.execute(text("INSERT INTO number VALUES (1)"))
    assert await connection.scalar(text("SELECT count(*) FROM number")) == ROWS_AT_ONCE * 2 + 5


async def test_what_was_written_is_never_in_the_words_of_a_fault(connection: AsyncConnection) -> None:
    with pytest.raises(IntegrityError) as fault:
        await connection.execute(text("INSERT INTO number SELECT 1 WHERE :said != ''"), {"said": "She cried."})
    assert "She cried." not in str(fault.value)
