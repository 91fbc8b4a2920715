from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from registry.app import create_app, join_rooms
from tests.browser import Visit
from tests.conftest import settings_for_tests
from tests.house.world import World, end_world, make_world
from tests.places import Keeper, Template


@pytest.fixture(autouse=True)
def rooms_alone() -> None:
    """Here they are not: these tests are about the whole."""
    join_rooms()


@pytest.fixture(scope="session")
def world(template: Template, keeper: Keeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One of everything behind the running program; knock inside `with world.rehearsal()` to leave no trace."""
    join_rooms()
    url = keeper.new_place(template.url)
    with TestClient(create_app(settings_for_tests(url, tmp_path_factory.mktemp("world")))) as running:
        world = make_world(Visit(running, template.cast), template.cast)
        yield world
        end_world(world)
    keeper.drop(url)
