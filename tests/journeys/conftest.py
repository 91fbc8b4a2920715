from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.__main__ import find_browser
from tests.journeys.steps import Reader
from tests.journeys.world import BROWSER_FLAGS, Way, demo_on_copy, make_sample

Arrive = Callable[..., Reader]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "data")


@pytest.fixture
def address(sample: Path, tmp_path: Path) -> Iterator[str]:
    """The demonstration, served afresh from a copy of its first day."""
    with demo_on_copy(sample, tmp_path / "data") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    assert path, "Install Chromium (on Debian: apt-get install chromium) or name one in REGISTRY_TEST_CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def arrive(chromium: Browser, address: str) -> Iterator[Arrive]:
    """`arrive("clinician", PHONE)` is that person, signed in, on their first page."""
    contexts = []

    def arrive(who: str, way: Way) -> Reader:
        context = chromium.new_context(
            viewport={"width": way.width, "height": way.height},
            java_script_enabled=way.has_scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Reader(context.new_page(), way, address).signs_in_as(who)

    yield arrive
    for context in contexts:
        context.close()
