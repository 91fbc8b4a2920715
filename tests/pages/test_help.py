from registry.measures.charts.icons import EVERY_ICON
from registry.measures.charts.legends import KIND_WORDS
from tests.browser import Visit
from tests.cast import Cast


def test_help_is_read_before_one_can_get_in(visit: Visit) -> None:
    page = visit().get("/help")

    assert page.heading == "Help"
    assert "ask them for a new link" in page


def test_help_names_who_to_ask_and_the_organisations_own_days(visit: Visit, cast: Cast) -> None:
    page = visit(cast.clinician).get("/help")

    assert "Joan Price looks after accounts and settings here" in page
    assert "within 14 days" in page
    assert "usually at least 90 days" in page


def test_every_place_in_the_contents_is_on_the_page(visit: Visit) -> None:
    page = visit().get("/help")
    ids = {element.attributes.get("id") for element in page.elements}

    places = [link.attributes["href"] for link in page.all("a") if link.attributes["href"].startswith("#")]

    assert len(places) > 10
    assert {place.removeprefix("#") for place in places} <= ids


def test_the_place_that_finders_of_a_fault_are_sent_to_is_on_the_page(visit: Visit) -> None:
    told = visit().client.get("/.well-known/security.txt").text
    place = told.partition("#")[2].partition("\n")[0]

    assert f"#{place}" in {link.attributes["href"] for link in visit().get("/help").all("a")}


def test_help_shows_every_mark_and_every_icon_of_a_chart(visit: Visit) -> None:
    page = visit().get("/help")

    assert {f"#icon-{icon.name}" for icon in EVERY_ICON} == {use.attributes["href"] for use in page.all("use")}
    for words in (*KIND_WORDS.values(), *(icon.words for icon in EVERY_ICON)):
        assert words in page
