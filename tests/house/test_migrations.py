"""Models and migrations agree on both engines, and running them is safe at any time."""

import anyio
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel, col, select

from registry import migrations
from registry.boundaries.models import Boundary, BoundaryKind, Crossing, CrossingAnswer, Watch
from registry.ideas.models import BoundaryStatus, Idea
from registry.kit.bulk import Plain, add_rows
from registry.kit.database import Database, open_database
from registry.people.models import Organisation
from tests.cast import Cast
from tests.conftest import NewPlace
from tests.places import Keeper

TRUST, NURSE, IDEA, BOUNDARY, WORDING, WATCH, ANSWER, CROSSING = (f"{number:032x}" for number in range(1, 9))
THEN = "2026-03-04 05:06:07.000000"
OLDER_ROWS: dict[str, dict[str, Plain]] = {
    "organisation": {
        "id": TRUST, "version": 1, "name": "Northmoor", "slug": "northmoor", "reference_prefix": "NH",
        "zone": "Europe/London", "currency": "GBP", "answer_days": 14, "exploration_days": 90, "last_reference": 1,
    },
    "person": {"organisation_id": TRUST, "id": NURSE, "version": 1, "name": "Amara Okafor", "position": "Nurse"},
    "idea": {
        "organisation_id": TRUST, "id": IDEA, "version": 1, "reference_number": 1, "title": "Twelve weeks to an answer",
        "better": "Sooner", "why": "I meet them", "outcome": "", "author_id": NURSE, "learning": "",
    },
    "boundary": {
        "organisation_id": TRUST, "id": BOUNDARY, "version": 1, "idea_id": IDEA, "answer_days": 21, "drawn_at": THEN,
        "drawn_by_id": NURSE,
    },
    "boundary_wording": {
        "organisation_id": TRUST, "id": WORDING, "version": 1, "boundary_id": BOUNDARY, "number": 1, "reason": "",
        "sentence": "No child waits longer", "proposed_at": THEN, "proposed_by_id": NURSE, "agreed_at": THEN,
        "agreed_by_id": NURSE,
    },
    "watch": {
        "organisation_id": TRUST, "id": WATCH, "boundary_id": BOUNDARY, "idea_id": IDEA, "since_at": THEN,
        "due_on": "2026-03-25",
    },
    "boundary_answer": {
        "organisation_id": TRUST, "id": ANSWER, "watch_id": WATCH, "wording_id": WORDING, "answer": "kept", "note": "",
        "answered_at": THEN, "answered_by_id": NURSE,
    },
    "crossing": {
        "organisation_id": TRUST, "id": CROSSING, "version": 1, "watch_id": WATCH, "opened_at": THEN, "times": 3,
        "opened_by_id": NURSE, "answer": "adapted", "words": "We ask first", "answered_at": THEN,
        "answered_by_id": NURSE,
    },
}  # fmt: skip
"""A crossing answered before numbers watched boundaries, in the plain form of the tables of 0001."""


async def test_models_and_migrations_agree(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda plain: command.check(migrations.config_for(plain)))


def test_the_numbers_of_the_files_are_the_changes_that_alembic_knows() -> None:
    folder = ScriptDirectory.from_config(migrations.config_for())
    assert folder.get_current_head() == migrations.newest_revision()
    assert all(migrations.knows(script.revision) for script in folder.walk_revisions())
    assert not migrations.knows("9999")


@pytest.fixture
def place_beside(keeper: Keeper, new_place: NewPlace) -> str:
    """A place without tables on the engine of the test's database."""
    return new_place(keeper.name)


async def test_the_database_checks_what_the_models_say(database: Database, place_beside: str) -> None:
    """Alembic's own comparison leaves checks out."""
    modelled = open_database(place_beside)
    async with modelled.engine.execution_options(write=True).begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    assert await _checks(database) == await _checks(modelled)
    await modelled.close()


async def test_an_older_database_keeps_its_rows_and_their_references(empty_database_url: str) -> None:
    older = open_database(empty_database_url)
    await migrations.upgrade(older, "0001")
    async with older.engine.execution_options(write=True).begin() as connection:
        for table, row in OLDER_ROWS.items():
            await add_rows(connection, table, list(row), [list(row.values())])
    await migrations.upgrade(older)
    async with older.readers() as session:
        statement = (
            select(Boundary, Watch, Crossing, Idea)
            .join(Watch, col(Watch.boundary_id) == Boundary.id)
            .join(Crossing, col(Crossing.watch_id) == Watch.id)
            .join(Idea, col(Idea.id) == Watch.idea_id)
        )
        boundary, watch, crossing, idea = (await session.exec(statement)).one()
    assert (boundary.kind, boundary.answer_days) == (BoundaryKind.DECLARED, 21)
    assert (watch.version, watch.status) == (1, BoundaryStatus.CLEAR)
    assert (crossing.times, crossing.answer, crossing.opened_by_id) == (3, CrossingAnswer.ADAPTED, idea.author_id)
    assert idea.title == "Twelve weeks to an answer"
    await older.close()


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


async def _checks(database: Database) -> dict[str, dict[str, str]]:
    """Table -> check -> what it demands, as the database tells it."""

    def read(connection: Connection) -> dict[str, dict[str, str]]:
        inspector = inspect(connection)
        return {
            table: {str(found["name"]): found["sqltext"] for found in inspector.get_check_constraints(table)}
            for table in SQLModel.metadata.tables
        }

    async with database.engine.connect() as connection:
        return await connection.run_sync(read)
