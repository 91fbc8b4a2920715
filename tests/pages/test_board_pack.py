"""The board pack as a page, as a sheet and for programs."""

import csv
import io

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.text import day_words
from registry.stories import rules as story_rules
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_story, make_telling_link

WORDS = "I rang and nobody came, and then the nurse sat with me."


@pytest.fixture
def until(visit: Visit, cast: Cast) -> str:
    """A story that would be told in person, and the last day on which it may be used."""

    async def make(session: AsyncSession) -> None:
        link = await make_telling_link(session, cast.clinician)
        told = {"words": WORDS, "name": "Rosa Marsh", "naming": "first_name", "is_offered": "true", "months": 12}
        await make_story(session, link, cast.quality, **told)

    visit.write(make)
    return day_words(story_rules.last_day(cast.quality.today, 12))


def test_stories_come_first_each_with_its_last_day(visit: Visit, cast: Cast, until: str) -> None:
    page = visit(cast.quality).get("/monitor").follow("Make the board pack")
    text = page.text
    assert text.index(WORDS) < text.index("What the numbers say")
    assert f"May be used until {until}." in page
    assert "Rosa would come and tell this story in person." in page
    assert "Marsh" not in page
    assert WORDS in visit(cast.board).get("/").follow("Make the board pack")


def test_a_long_story_is_cut_on_the_screen_and_whole_on_paper(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> None:
        told = {"audience": "organisation", "words": "I waited there. " * 80 + "Then I went home."}
        await make_story(session, await make_telling_link(session, cast.clinician), cast.quality, **told)

    visit.write(make)
    page = visit(cast.quality).get("/board-pack")
    [cut] = [each.text for each in page.all("p") if each.attributes.get("class") == "not-printed"]
    [whole] = [each.text for each in page.all("p") if each.attributes.get("class") == "only-printed"]
    assert len(cut) <= 905
    assert whole.endswith("Then I went home.")


def test_other_days_are_chosen_and_wrong_ones_said(visit: Visit, cast: Cast) -> None:
    page = visit(cast.sponsor).get("/board-pack?since=2026-07-01&until=2026-09-30")
    assert "1 July to 30 September 2026" in page
    turned = page.browser.get("/board-pack?since=2026-09-30&until=2026-07-01", status=422)
    assert "Let the first day come before the last" in turned
    assert "2026-09-30" in [field.attributes.get("value") for field in turned.all("input")], "what was typed stands"
    assert "Write a day" in page.browser.get("/board-pack?since=tomorrow", status=422)
    assert page.browser.get("/board-pack").follow("The last whole quarter").all("article")


def test_what_is_taken_away_as_a_sheet_holds_no_word_of_a_story(visit: Visit, cast: Cast, until: str) -> None:
    sheet = visit(cast.quality).client.get("/board-pack?format=csv")
    assert WORDS not in sheet.text
    assert "Rosa" not in sheet.text
    rows = list(csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert {row["Part"] for row in rows} == {"Stories", "Numbers", "Promises", "Answers", "Ideas", "Aims"}
    [story] = [row for row in rows if row["How it stands"] == "Would be told in person"]
    assert day_words(story_rules.last_day(cast.quality.today, 12)) == until
    assert story["Day"] == story_rules.last_day(cast.quality.today, 12).isoformat()
    visit(cast.quality).get("/board-pack?format=xlsx", status=404)


def test_programs_read_the_same(visit: Visit, cast: Cast, until: str) -> None:
    program = visit.program(cast.board)
    found = program.get("/api/v1/board-pack").json()
    [story] = found["stories"]
    assert (story["words"], story["by"], story["is_offered"]) == (WORDS, "Rosa", True)
    assert story["until_on"] == story_rules.last_day(cast.quality.today, 12).isoformat()
    assert [moved["stage"] for moved in found["ideas"]] == ["registered", "exploring", "sustained", "ended"]
    assert program.get("/api/v1/board-pack?since=2026-09-30&until=2026-07-01").status_code == 422
    assert until
