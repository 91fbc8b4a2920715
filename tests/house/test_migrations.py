"""Models and migrations agree on both engines, and running them is safe at any time."""

import anyio
from alembic import command
from sqlmodel import col, select

from registry import migrations
from registry.kit.database import Database, open_database
from registry.people.models import Organisation
from tests.cast import Cast


async def test_models_and_migrations_agree(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda plain: command.check(migrations.config_for(plain)))


async def test_migrating_twice_changes_nothing_and_keeps_the_data(database: Database, cast: Cast) -> None:
    await migrations.upgrade(database)
    async with database.readers() as session:
        names = (await session.exec(select(Organisation.name).order_by(col(Organisation.id)))).all()
    assert names == ["Northmoor Health and Care", "Southlea Community Trust"]
    assert await migrations.present_revision(database) == migrations.newest_revision()


async def test_four_processes_migrating_an_empty_database_at_once_all_succeed(empty_database_url: str) -> None:
    databases = [open_database(empty_database_url) for _ in range(4)]
    async with anyio.create_task_group() as group:
        for database in databases:
            group.start_soon(migrations.upgrade, database)
    assert await migrations.present_revision(databases[0]) == migrations.newest_revision()
    for database in databases:
        await database.close()
