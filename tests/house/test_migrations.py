"""Models and migrations agree on both engines, and running them is safe at any time."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import anyio
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel, col, select

from registry import migrations
from registry.boundaries.models import (
    Boundary,
    BoundaryKind,
    BoundaryWording,
    Crossing,
    CrossingAnswer,
    VersionBoundary,
    Watch,
    WatchWording,
)
from registry.frameworks.models import FrameworkVersion, VersionOutcome
from registry.ideas.models import BoundaryStatus, Idea, IdeaFramework, VersionAcceptance
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

FRAMEWORK, WANTED, ENDED, MEASURE, LIMIT, FIRST, SECOND, LEFT, JOINED, BEFORE, STANDING = (
    f"{number:032x}" for number in range(11, 22)
)
SHARED_MEASURE, SHARED, SHARED_FIRST, SHARED_SECOND, SHARED_WATCH = (f"{number:032x}" for number in range(31, 36))
LEAVING, AGAIN, REDRAWN = (f"2026-0{month}-04 05:06:07.000000" for month in (4, 5, 6))
AGREED = {"agreed_by_id": NURSE, "proposed_by_id": NURSE}
TERMS = {"comparison": "not_under", "margin": "3", "points_in_a_row": 1}
UNVERSIONED_ROWS: list[tuple[str, dict[str, Plain]]] = [
    ("framework", {
        "id": FRAMEWORK, "version": 1, "name": "Urgent care", "subsystem": "pathway", "held": "All who come at night",
        "direction": "Home sooner", "starts_on": "2026-03-04", "review_on": "2027-03-04", "opened_at": THEN,
        "opened_by_id": NURSE,
    }),
    ("outcome", {
        "id": WANTED, "version": 1, "framework_id": FRAMEWORK, "sentence": "Home today", "set_at": THEN,
        "set_by_id": NURSE,
    }),
    ("outcome", {
        "id": ENDED, "version": 1, "framework_id": FRAMEWORK, "sentence": "Nobody asks twice", "set_at": THEN,
        "set_by_id": NURSE, "ended_at": LEAVING, "ended_by_id": NURSE,
    }),
    ("measure", {
        "id": MEASURE, "version": 1, "idea_id": IDEA, "name": "Seen within an hour", "kind": "balancing", "unit": "%",
        "definition": "", "direction": "increase", "interval": "month", "rule_set": "nhsr", "added_at": THEN,
        "added_by_id": NURSE,
    }),
    ("boundary", {
        "id": LIMIT, "version": 1, "framework_id": FRAMEWORK, "kind": "measured", "answer_days": 28, "drawn_at": THEN,
        "drawn_by_id": NURSE,
    }),
    ("boundary_wording", AGREED | TERMS | {
        "id": FIRST, "version": 1, "boundary_id": LIMIT, "number": 1, "reason": "", "sentence": "Not under 70",
        "limit_value": "70", "proposed_at": THEN, "agreed_at": THEN,
    }),
    ("boundary_wording", AGREED | TERMS | {
        "id": SECOND, "version": 1, "boundary_id": LIMIT, "number": 2, "reason": "It held", "sentence": "Not under 72",
        "limit_value": "72", "proposed_at": REDRAWN, "agreed_at": REDRAWN,
    }),
    ("idea_framework", {
        "id": LEFT, "idea_id": IDEA, "framework_id": FRAMEWORK, "joined_at": THEN, "joined_by_id": NURSE,
        "left_at": LEAVING, "left_by_id": NURSE,
    }),
    ("idea_framework", {
        "id": JOINED, "idea_id": IDEA, "framework_id": FRAMEWORK, "joined_at": AGAIN, "joined_by_id": NURSE,
    }),
    ("watch", {
        "id": BEFORE, "version": 1, "boundary_id": LIMIT, "idea_id": IDEA, "measure_id": MEASURE, "since_at": THEN,
        "ended_at": LEAVING, "ended_by_id": NURSE,
    }),
    ("watch", {
        "id": STANDING, "version": 1, "boundary_id": LIMIT, "idea_id": IDEA, "measure_id": MEASURE, "since_at": AGAIN,
    }),
    ("measure", {
        "id": SHARED_MEASURE, "version": 1, "framework_id": FRAMEWORK, "name": "Come back", "kind": "balancing",
        "unit": "%", "definition": "", "direction": "decrease", "interval": "month", "rule_set": "nhsr",
        "added_at": THEN, "added_by_id": NURSE,
    }),
    ("boundary", {
        "id": SHARED, "version": 1, "framework_id": FRAMEWORK, "kind": "measured", "answer_days": 28, "drawn_at": THEN,
        "drawn_by_id": NURSE, "measure_id": SHARED_MEASURE,
    }),
    ("boundary_wording", AGREED | TERMS | {
        "id": SHARED_FIRST, "version": 1, "boundary_id": SHARED, "number": 1, "reason": "", "sentence": "Not under 5",
        "limit_value": "5", "proposed_at": THEN, "agreed_at": THEN,
    }),
    ("boundary_wording", AGREED | TERMS | {
        "id": SHARED_SECOND, "version": 1, "boundary_id": SHARED, "number": 2, "reason": "Safe", "limit_value": "6",
        "sentence": "Not under 6", "proposed_at": REDRAWN, "agreed_at": REDRAWN,
    }),
    ("watch", {
        "id": SHARED_WATCH, "version": 1, "boundary_id": SHARED, "measure_id": SHARED_MEASURE, "since_at": THEN,
        "status": "crossed",
    }),
    ("crossing", {
        "id": CROSSING, "version": 1, "watch_id": SHARED_WATCH, "opened_at": REDRAWN, "times": 1, "words": "",
        "first_on": "2026-06-04", "last_on": "2026-06-04",
    }),
]  # fmt: skip
"""An idea that left a framework and came back before its limit was redrawn, in the tables of 0012.

Beside it a limit of the framework's own measure, redrawn as well and crossed, with the one watch for all ideas.
"""


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
    await _add(older, OLDER_ROWS.items())
    await migrations.upgrade(older)
    async with older.readers() as session:
        statement = (
            select(Boundary, BoundaryWording, Watch, Crossing, Idea)
            .join(BoundaryWording, col(BoundaryWording.boundary_id) == Boundary.id)
            .join(Watch, col(Watch.boundary_id) == Boundary.id)
            .join(Crossing, col(Crossing.watch_id) == Watch.id)
            .join(Idea, col(Idea.id) == Watch.idea_id)
        )
        boundary, wording, watch, crossing, idea = (await session.exec(statement)).one()
    assert (boundary.kind, wording.answer_days) == (BoundaryKind.DECLARED, 21)
    assert (watch.version, watch.status) == (1, BoundaryStatus.CLEAR)
    assert (crossing.times, crossing.answer, crossing.opened_by_id) == (3, CrossingAnswer.ADAPTED, idea.author_id)
    assert idea.title == "Twelve weeks to an answer"
    await older.close()


async def test_what_a_framework_said_becomes_the_first_version_which_its_ideas_and_watches_keep(
    empty_database_url: str,
) -> None:
    older = open_database(empty_database_url)
    await migrations.upgrade(older, "0001")
    await _add(older, [(table, OLDER_ROWS[table]) for table in ("organisation", "person", "idea")])
    await migrations.upgrade(older, "0012")
    await _add(older, [(table, {"organisation_id": TRUST} | row) for table, row in UNVERSIONED_ROWS])
    await migrations.upgrade(older)
    async with older.readers() as session:
        version = (await session.exec(select(FrameworkVersion))).one()
        outcome = (await session.exec(select(VersionOutcome))).one()
        held = (await session.exec(select(VersionBoundary).order_by(col(VersionBoundary.boundary_id)))).all()
        joined = (await session.exec(select(IdeaFramework).order_by(col(IdeaFramework.id)))).all()
        accepted = (await session.exec(select(VersionAcceptance).order_by(col(VersionAcceptance.accepted_at)))).all()
        watches = (await session.exec(select(Watch).order_by(col(Watch.id)))).all()
        past = (await session.exec(select(WatchWording).order_by(col(WatchWording.watch_id)))).all()
        crossing = (await session.exec(select(Crossing))).one()
        days = (await session.exec(select(BoundaryWording.answer_days).distinct())).all()
    then, again, redrawn = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (THEN, AGAIN, REDRAWN))
    assert (version.number, version.direction, version.published_at) == (1, "Home sooner", then)
    assert version.in_use_since_at == then
    assert (outcome.version_id, outcome.outcome_id, outcome.sentence) == (version.id, UUID(WANTED), "Home today")
    assert [(row.version_id, row.wording_id) for row in held] == [
        (version.id, UUID(SECOND)), (version.id, UUID(SHARED_SECOND)),
    ]  # fmt: skip
    assert [row.version_id for row in joined] == [version.id] * 2
    assert [(row.version_id, row.accepted_at) for row in accepted] == [(version.id, then), (version.id, again)]
    assert [(watch.wording_number, watch.worded_at) for watch in watches] == [
        (1, then), (2, redrawn), (2, redrawn),
    ]  # fmt: skip
    assert [(row.watch_id, row.wording_id, row.from_at, row.until_at) for row in past] == [
        (UUID(STANDING), UUID(FIRST), again, redrawn), (UUID(SHARED_WATCH), UUID(SHARED_FIRST), then, redrawn),
    ]  # fmt: skip
    shared = watches[-1]
    assert (shared.idea_id, shared.status, crossing.watch_id) == (None, BoundaryStatus.CROSSED, shared.id)
    assert days == [None]
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


async def _add(place: Database, rows: Iterable[tuple[str, dict[str, Plain]]]) -> None:
    async with place.engine.execution_options(write=True).begin() as connection:
        for table, row in rows:
            await add_rows(connection, table, list(row), [list(row.values())])


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
