"""Tests that use one place in turn find it as the first of them did."""

from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel, select

from registry.kit.database import Database, open_database, transaction
from tests.cast import Cast
from tests.factories import make_exploring_idea
from tests.places import Keeper, Template


@pytest.fixture
def remembered_url(template: Template, keeper: Keeper) -> Iterator[str]:
    url = keeper.new_place(template.url)
    keeper.remember(url)
    yield url
    keeper.drop(url)


async def test_a_place_that_was_used_is_put_back_for_who_is_connected(
    remembered_url: str, keeper: Keeper, cast: Cast
) -> None:
    database = open_database(remembered_url)
    was = await _rows(database)
    for _ in range(2):
        async with transaction(database) as session:
            await make_exploring_idea(session, cast.clinician, cast.sponsor)
        assert await _rows(database) != was
        keeper.put_back(remembered_url)
        assert await _rows(database) == was
    await database.close()


async def _rows(database: Database) -> list[str]:
    async with database.engine.connect() as connection:
        return [
            f"{table.name}: {tuple(row)}"
            for table in SQLModel.metadata.sorted_tables
            for row in sorted(map(repr, await connection.execute(select(table))))
        ]
