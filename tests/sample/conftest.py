import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.app import join_rooms
from registry.history import actions as history_actions
from registry.kit.database import open_database, transaction
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.sample import loading
from registry.sample.people import NORTHMOOR, SOUTHLEA
from tests.cast import HISTORY_KEY, KEYS
from tests.conftest import NewPlace

PASSWORD = "four words of one demo"


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def loaded_url(request: pytest.FixtureRequest, new_place: NewPlace) -> str:
    """The sample, told once for each engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_actions, "listeners", [])
        join_rooms()
        url = new_place(request.param, has_tables=True)
        asyncio.run(_load(url))
    return url


@pytest.fixture
async def told(loaded_url: str) -> AsyncIterator[AsyncSession]:
    """Reads what was told; whatever a test writes is undone."""
    database = open_database(loaded_url)
    async with database.writers() as session:
        yield session
        await session.rollback()
    await database.close()


@pytest.fixture
async def northmoor(told: AsyncSession) -> Actor:
    return await _organisation(told, NORTHMOOR)


@pytest.fixture
async def southlea(told: AsyncSession) -> Actor:
    return await _organisation(told, SOUTHLEA)


async def _load(url: str) -> None:
    database = open_database(url)
    async with transaction(database) as session:
        assert await loading.is_missing(session)
        await loading.load(session, KEYS, lambda _days: None)
        await loading.set_password(session, KEYS, PASSWORD)
        assert not await loading.is_missing(session)
    await database.close()


async def _organisation(session: AsyncSession, slug: str) -> Actor:
    organisation = await people_queries.find_organisation_by_slug(session, slug)
    assert organisation
    return registry_actor(organisation, HISTORY_KEY)
