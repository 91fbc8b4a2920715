import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import Reader, in_days
from tests.journeys.world import DESK, EVERY_WAY, Way

IDEA = "Twelve weeks to an answer"
MEASURE = "Children who are diagnosed"
A4_WITHIN_MARGINS = ViewportSize(width=672, height=993)  # CSS pixels
BOUNDARY = "The share of children who are diagnosed does not fall under 55 in 100."


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_a_quality_lead_goes_from_what_changed_to_one_measure_and_to_a_sheet(arrive: Arrive, way: Way) -> None:
    # A team pastes what it counted: fewer children are diagnosed than its boundary allows.
    a_team_pastes(arrive("clinician", way), f"{in_days(-8)}\t20\t60", f"{in_days(-1)}\t18\t60")

    # The quality lead sees on her first page that something is new, and in the monitor what.
    quality = arrive("quality", way).sees("new signals").follows("See what has changed").is_at("What has changed?")
    quality.sees("Crossed").sees(BOUNDARY).sees(MEASURE)

    # At a glance: every measure in a row, with what its numbers say and how its boundary stands.
    for said in ("Chance alone", "Improvement", "Within its boundary", "Near its boundary", "Boundary crossed"):
        quality.sees(said)

    # She narrows it to what is crossed, by service.
    quality.narrows("Grouped by", "Service").narrows("Boundary", "Crossed")
    expect(rows_of(quality)).to_have_count(1)
    expect(rows_of(quality)).to_contain_text(MEASURE)
    assert {"by=service", "boundary=crossed"} <= set(quality.path.partition("?")[2].split("&"))

    # She looks into it, and comes back to the same place, by the page's own way and by the browser's.
    quality.follows(MEASURE).is_at(MEASURE).follows("Back to the monitor")
    expect(rows_of(quality)).to_have_count(1)
    expect(rows_of(quality)).to_be_in_viewport()
    quality.follows("Boundary crossed").sees(BOUNDARY).goes_back()
    expect(rows_of(quality)).to_have_count(1)

    # She takes away exactly what she sees.
    [line] = takes_away(quality, "as a sheet (CSV)")
    assert (line["Measure"], line["Idea or framework"], line["Last number"]) == (MEASURE, IDEA, "30")
    assert "crossed" in line["Boundary"]

    # She has seen it; from now on only what is new stands first, and the boundary among those that are crossed.
    quality.opens("/monitor").presses("I have seen these").is_at("Nothing has changed").sees(BOUNDARY)
    quality.opens("/").no_longer_sees("See what has changed")

    # For the board she prints the pack: what people say comes first, and until when it may be used.
    quality.opens("/monitor").follows("Make the board pack").is_at("Board pack")
    quality.sees("would come and tell this story in person").sees("May be used until").sees(BOUNDARY)
    quality.page.get_by_text("Another time").click()
    quality.writes("since", in_days(-30)).presses("Make it for these days").is_at("Board pack").sees(
        "May be used until"
    )
    assert_prints_on_a4(quality.page)


def test_a_long_list_is_left_and_come_back_to_where_one_was(arrive: Arrive) -> None:
    quality = arrive("quality", DESK).opens("/monitor")
    last = rows_of(quality).last
    name = last.locator("a").first.inner_text()
    last.scroll_into_view_if_needed()

    last.locator("a").first.click()
    quality.is_at(name).goes_back()

    expect(last).to_be_in_viewport()


def a_team_pastes(clinician: Reader, *lines: str) -> None:
    clinician.opens("/ideas?q=Twelve+weeks").follows(IDEA).follows(MEASURE).follows("Add many at once")
    clinician.writes("text", "\n".join(lines)).presses("Look at them first").presses(f"Add {len(lines)} numbers")
    clinician.is_at(MEASURE).sees("30%")


def assert_prints_on_a4(page: Page) -> None:
    """Few sheets, nothing wider than the paper, and the last day of the first story on the first of them."""
    size = page.viewport_size
    page.emulate_media(media="print")
    page.set_viewport_size(A4_WITHIN_MARGINS)
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WITHIN_MARGINS["width"]
    last_day = page.get_by_text("May be used until").first
    expect(last_day).to_be_visible()
    expect(last_day).to_be_in_viewport()
    expect(page.get_by_role("link", name="as a sheet (CSV)")).to_be_hidden()
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 8
    page.emulate_media(media="screen")
    if size:
        page.set_viewport_size(size)


def rows_of(reader: Reader) -> Locator:
    return reader.page.locator(".monitor-row")


def takes_away(reader: Reader, words: str) -> list[dict[str, str]]:
    with reader.page.expect_download() as coming:
        reader.page.get_by_role("link", name=words).click()
    text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
