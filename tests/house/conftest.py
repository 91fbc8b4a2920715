from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from registry.app import create_app
from tests.browser import Visit
from tests.conftest import Template, copy_of, settings_for_tests
from tests.house.world import World, end_world, make_world


@pytest.fixture(scope="session")
def world(
    template: Template, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[World]:
    """One of everything behind the running program; knock inside `with world.rehearsal()` to leave no trace."""
    folder = tmp_path_factory.mktemp("world")
    with copy_of(template, folder, request) as url, ExitStack() as stack:
        app = create_app(settings_for_tests(url, folder))
        world = make_world(app, Visit(app, template.cast, stack), template.cast)
        yield world
        end_world(world)
