"""What htmx swaps in equals what stands there when the page is loaded whole, for every handler that answers a part."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import registry.pages
from tests.browser import Browser, Element, Page
from tests.house.world import World
from tests.htmx import Node, ask, fetch_part, must_equal_reloaded

REFUSAL = "errors/_message.html"  # says why nothing was done, so there is nothing to load anew
Case = Callable[[World], tuple[Node, Page]]


def act_on_first_page(world: World) -> tuple[Node, Page]:
    """The button stands on the page of another noun; the change is answered with that page's own part."""
    page = browser_of(world, "clinician").get("/")
    form = first(page, lambda element: element.tag == "form" and "hx-post" in element.attributes)
    return ask(page, form, page.fields_of(form)), page.browser.get("/")


def narrow_ideas(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "clinician").get("/ideas")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"q": "weeks"})
    return part, page.browser.get("/ideas?q=weeks")


def narrow_waiting(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "sponsor").get("/waiting")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"kind": "data"})
    return part, page.browser.get("/waiting?kind=data")


def narrow_stories(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "quality").get("/stories")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"words": "night"})
    return part, page.browser.get("/stories?words=night")


def find_a_skill(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "quality").get("/people")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"skill": "run charts"})
    return part, page.browser.get("/people?skill=run+charts")


def find_a_coach(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "sponsor").get("/coaching/coaches")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"words": "stuck"})
    return part, page.browser.get("/coaching/coaches?words=stuck")


def narrow_monitor(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "quality").get("/monitor")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"kind": "outcome"})
    return part, page.browser.get("/monitor?kind=outcome&rows=100&by=framework")


def read_pledges(world: World) -> tuple[Node, Page]:
    browser = browser_of(world, "sponsor")
    return fetch_part(browser, "/pledges"), browser.get("/pledges")


def narrow_promises(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "quality").get("/promises")
    part = ask(page, filters(page), page.fields_of(filters(page)) | {"kind": "time"})
    return part, page.browser.get("/promises?kind=time")


def read_who_keeps_older_words(world: World) -> tuple[Node, Page]:
    browser, address = browser_of(world, "steward"), f"/frameworks/{world.things['framework']}/versions/behind"
    return fetch_part(browser, address), browser.get(address)


def read_numbers(world: World) -> tuple[Node, Page]:
    browser, address = browser_of(world, "clinician"), f"/measures/{world.things['measure']}"
    return fetch_part(browser, address), browser.get(address)


def type_a_title(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "clinician").get("/ideas/new")
    title = first(page, lambda element: element.attributes.get("name") == "title")
    part = ask(page, title, {"title": "Twelve weeks"})
    return part, page.browser.get("/ideas/similar?title=Twelve+weeks")


def type_a_draft(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "clinician").get("/ideas/new")
    form = first(page, lambda element: element.attributes.get("hx-post") == "/ideas/drafts")
    part = ask(page, form, page.fields_of(form) | {"title": "Half a thought"})
    draft_id = next(node.attributes["value"] for node in part.all() if node.attributes.get("name") == "draft_id")
    return part, page.browser.get(f"/ideas/{draft_id}/edit")


def answer_a_boundary(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "clinician").get(f"/ideas/{world.things['exploring_idea']}")
    form = first(page, lambda element: element.attributes.get("hx-post", "").endswith("/answers"))
    return ask(page, form, page.fields_of(form) | {"answer": "near"}), page.browser.get(page.path)


def answer_a_boundary_with_nothing(world: World) -> tuple[Node, Page]:
    page = browser_of(world, "clinician").get(f"/ideas/{world.things['exploring_idea']}")
    form = first(page, lambda element: element.attributes.get("hx-post", "").endswith("/answers"))
    return ask(page, form, page.fields_of(form) | {"answer": ""}, status=422), page.browser.get(page.path)


def answer_a_watch(world: World) -> tuple[Node, Page]:
    return answered_watch(world, "near", 200)


def answer_a_watch_with_nothing(world: World) -> tuple[Node, Page]:
    return answered_watch(world, "", 422)


def answered_watch(world: World, answer: str, status: int) -> tuple[Node, Page]:
    """On the page of an idea under a framework, whose boundary it answers."""
    page = browser_of(world, "clinician").get(f"/ideas/{world.things['exploring_idea']}")
    form = first(page, lambda element: element.attributes.get("hx-post", "").startswith("/watches/"))
    part = ask(page, form, page.fields_of(form) | {"answer": answer}, status=status)
    return part, page.browser.get(page.path)


SWAPS: dict[str, Case] = {
    # the function that answers `part=...`: how somebody comes to ask it for the part, and the page to compare it with
    "boundaries._page": answer_a_boundary_with_nothing,
    "boundaries.answer": answer_a_boundary,
    "watches._page": answer_a_watch_with_nothing,
    "watches.answer": answer_a_watch,
    "home.index": act_on_first_page,
    "ideas.index": narrow_ideas,
    "ideas.keep_draft": type_a_draft,
    "ideas.similar": type_a_title,
    "measures.show": read_numbers,
    "monitor.index": narrow_monitor,
    "pledges.index": read_pledges,
    "versions.behind": read_who_keeps_older_words,
    "promises.index": narrow_promises,
    "stories.index": narrow_stories,
    "people.index": find_a_skill,
    "coaching.coaches": find_a_coach,
    "waiting.index": narrow_waiting,
}


@pytest.mark.parametrize("name", SWAPS)
def test_what_is_swapped_in_is_what_a_reload_shows(world: World, name: str) -> None:
    with world.rehearsal():
        part, reloaded = SWAPS[name](world)
        must_equal_reloaded(part, reloaded)


def test_a_difference_would_be_seen(world: World) -> None:
    part, reloaded = narrow_ideas(world)
    with pytest.raises(AssertionError, match="--- reloaded"):
        must_equal_reloaded(part, reloaded.browser.get("/ideas"))


def test_every_handler_that_answers_a_part_is_tried() -> None:
    found = set(answering_parts())
    assert found - set(SWAPS) == set(), "say in SWAPS of tests/house/test_swaps.py how these are asked for their part"
    assert set(SWAPS) - found == set(), "SWAPS names functions that answer no part"


def answering_parts() -> Iterator[str]:
    for path in Path(*registry.pages.__path__).glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.AsyncFunctionDef) and any(parts_in(function)):
                yield f"{path.stem}.{function.name}"


def parts_in(function: ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"page", "done"}:
            for keyword in call.keywords:
                is_refusal = isinstance(keyword.value, ast.Constant) and keyword.value.value in {None, REFUSAL}
                if keyword.arg == "part" and not is_refusal:
                    yield keyword.value


def browser_of(world: World, who: str) -> Browser:
    return world.visit(getattr(world.visit.cast, who))


def first(page: Page, fits: Callable[[Element], bool]) -> Element:
    return next(element for element in page.elements if fits(element))


def filters(page: Page) -> Element:
    return first(page, lambda element: element.attributes.get("role") == "search")
