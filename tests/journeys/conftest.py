from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.__main__ import find_browser
from tests.journeys.steps import Reader
from tests.journeys.world import BROWSER_FLAGS, NOTES_WHAT_IS_SENT, PHONE, Demo, Way, demo_in

Arrive = Callable[..., Reader]
WALK = "test_every_page"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker takes the journeys of one file and one width together: a page of one make is looked at once in a width.

    The walk through every page stands first, since it is the longest: the other worker does journeys meanwhile.
    """
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        name, width = item.path.stem, given.get("way", PHONE).width
        item.add_marker(pytest.mark.xdist_group(name if name == WALK else f"{name} {width}"))
    items.sort(key=lambda item: item.path.stem != WALK)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo_in(tmp_path_factory.mktemp("demo") / "data") as demo:
        yield demo


@pytest.fixture
def address(demo: Demo) -> Iterator[str]:
    """The demonstration on its first day; faults that its server notes fail the journey."""
    yield demo.address
    demo.put_back()
    faults = demo.faults()
    assert not faults, "the server noted faults:\n" + "\n".join(faults)


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
    """`arrive("clinician", PHONE)` is that person, signed in, on their first page; "" has no account."""
    contexts = []

    def arrive(who: str, way: Way) -> Reader:
        context = chromium.new_context(
            viewport={"width": way.width, "height": way.height},
            java_script_enabled=way.has_scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(NOTES_WHAT_IS_SENT)
        reader = Reader(context.new_page(), way, address)
        return reader.signs_in_as(who) if who else reader

    yield arrive
    for context in contexts:
        context.close()
