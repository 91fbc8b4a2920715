import csv
import io
import json
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import BoundaryStatus
from registry.measures.charts.sparklines import HEIGHT, WIDTH
from registry.people.actors import Actor
from tests.browser import Page, Visit
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers
from tests.portfolio.monitor_world import BETTER, STEADY, WORSE, make_organisation, watch_measure

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def given_one_idea(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Sooner in sepsis", service_id=cast.service_id)
    for name, numbers, status in (
        ("Door to dose", BETTER, BoundaryStatus.CLEAR),
        ("Doses not needed", WORSE, BoundaryStatus.CROSSED),
        ("Nurse hours", STEADY, BoundaryStatus.NEAR),
    ):
        measure = await make_measure(session, cast.clinician, idea, name=name, target=45)
        await make_numbers(session, cast.clinician, measure, numbers)
        await watch_measure(session, cast, measure, status, is_waiting=status is BoundaryStatus.CROSSED)
    await make_measure(session, cast.clinician, idea, name="Not counted yet")


def rows_of(page: Page) -> list[str]:
    return [item.text for item in page.all("li") if item.attributes.get("class") == "monitor-row"]


def test_what_changed_stands_first_and_goes_when_it_was_seen(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    quality = visit(cast.quality)
    page = quality.get("/monitor")
    assert page.heading == "What has changed?"
    for said in ("1 boundary crossed", "2 new signals", "Doses not needed not over 55", "In the last four weeks."):
        assert said in page
    assert "signals gone" not in page

    seen = page.submit("I have seen these")
    assert (seen.path, seen.heading) == ("/monitor", "Nothing has changed")
    assert not seen.has_button("I have seen these")
    assert len(rows_of(seen)) == 4
    assert visit(cast.board).get("/monitor").heading == "What has changed?"


def test_boundaries_near_or_crossed_stand_at_a_glance(visit: Visit, cast: Cast) -> None:
    assert "Every boundary that somebody answers or counts is kept." in visit(cast.quality).get("/monitor")
    visit.write(lambda session: given_one_idea(session, cast))

    page = visit(cast.quality).get("/monitor")
    section = page.html.partition('id="monitor-standing"')[2].partition("</section>")[0]
    assert "Nurse hours not over 55" in section
    assert "Doses not needed" not in section, "it is news, and stands above"

    seen = page.submit("I have seen these")
    section = seen.html.partition('id="monitor-standing"')[2].partition("</section>")[0]
    assert section.index("Doses not needed not over 55") < section.index("Nurse hours not over 55")


def test_to_read_the_monitor_leaves_no_trace(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    quality = visit(cast.quality)

    first, second = quality.get("/monitor"), quality.get("/monitor")

    assert first.heading == second.heading == "What has changed?"


def test_a_row_says_everything_in_words(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    page = visit(cast.quality).get("/monitor?by=service")
    better, worse, steady, empty = rows_of(page)

    assert "Children's services" in page
    for said in ("Outcome · Sooner in sepsis", "40 minutes", "today", "Target 45", "Within its boundary"):
        assert said in " ".join(better.split()), said
    assert "Boundary crossed" in worse
    assert "Near its boundary" in steady
    assert "Not counted yet" in empty
    shown = {svg.attributes["aria-label"] for svg in page.all("svg") if "aria-label" in svg.attributes}
    assert {"A signal of improvement: lower numbers", "Chance alone: no significant change"} <= shown
    assert page.html.count(f'class="sparkline" viewBox="0 0 {WIDTH} {HEIGHT}"') == 3


def test_the_address_holds_the_place_and_a_row_can_be_named_in_it(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    quality = visit(cast.quality)
    page = quality.get("/monitor").submit("Show these", {"signal": "concern", "by": "sponsor"})

    assert "signal=concern" in page.path
    assert "Looking for a sponsor" in page
    [row] = rows_of(page)
    assert "Doses not needed" in row
    assert quality.get(page.path).html.count('class="monitor-row"') == 1
    part = quality.get(page.path, **HTMX)
    assert part.html.strip().startswith("<div")
    assert part.html.strip() in page.html


def test_what_is_opened_from_the_monitor_leads_back_to_the_same_place(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    quality = visit(cast.quality)
    here = "/monitor?by=service&signal=concern"
    page = quality.get(here)
    measure, idea = page.link("Doses not needed"), page.link("Sooner in sepsis")
    came = {"Referer": f"http://testserver.local{here}"}

    opened = quality.get(measure, **came)
    place = f"{here}#measure-{measure.removeprefix('/measures/')}"
    assert opened.link("← Back to the monitor") == place
    assert f'id="{place.partition("#")[2]}"' in page.html
    assert quality.get(idea, **came).link("← Back to the monitor") == here

    for elsewhere in ("http://testserver.local/ideas", f"https://elsewhere.example{here}", "not an address"):
        assert "Back to the monitor" not in quality.get(measure, Referer=elsewhere)
    assert "Back to the monitor" not in quality.get("/account", **came)


def test_nothing_fits_and_nothing_is_counted_say_what_to_do(visit: Visit, cast: Cast) -> None:
    assert "Nothing is counted yet" in visit(cast.quality).get("/monitor")
    visit.write(lambda session: given_one_idea(session, cast))

    narrowed = visit(cast.quality).get("/monitor?signal=neutral")

    assert "No measure fits" in narrowed
    assert len(rows_of(narrowed.follow("Show every measure"))) == 4


def test_pages_go_on_where_the_one_before_ended(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_organisation(session, cast))
    quality = visit(cast.quality)
    whole = [row.split()[0:3] for row in rows_of(quality.get("/monitor"))]

    page = quality.get("/monitor?rows=10")
    first = [row.split()[0:3] for row in rows_of(page)]
    assert "More of this on the next page." in page
    following = page.follow("Further down the list →")
    assert "continued" in following
    assert following.heading == "Every measure, further down the list"
    assert first + [row.split()[0:3] for row in rows_of(following)] == whole


@pytest.mark.parametrize(
    "query", ["", "?by=aim", "?by=service&signal=improvement", "?boundary=unknown", "?by=sponsor&kind=balancing"]
)
def test_a_sheet_holds_exactly_what_the_page_shows(visit: Visit, cast: Cast, query: str) -> None:
    visit.write(lambda session: make_organisation(session, cast))
    quality = visit(cast.quality)
    page = quality.get(f"/monitor{query}")

    answer = quality.client.get(page.link("as a sheet (CSV)"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="monitor-')
    sheet = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    rows = [" ".join(row.split()) for row in rows_of(page)]
    assert len(sheet) == len(rows) > 0
    for line, row in zip(sheet, rows, strict=True):
        for said in (line["Measure"], line["Idea or framework"], line["Last number"], line["Target"]):
            assert said in row, f"{said} is not in {row}"
        assert line["Group"] in page

    listed = json.loads(quality.client.get(page.link("for programs (JSON)")).text)
    assert [each["name"] for each in listed] == [line["Measure"] for line in sheet]
    assert quality.client.get("/monitor?format=pdf").status_code == 404


def test_a_sheet_runs_no_formula(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        idea = await make_idea(session, cast.clinician, title='=HYPERLINK("https://elsewhere.example")')
        await make_measure(session, cast.clinician, idea, name="+1 for all", unit="@home")

    visit.write(given)

    text = visit(cast.quality).client.get("/monitor?format=csv").text

    assert "'+1 for all" in text
    assert "'@home" in text
    assert "\"'=HYPERLINK" in text


def test_a_partners_people_and_strangers_see_nothing_of_it(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))

    for address in ("/monitor", "/monitor?format=csv"):
        assert "Door to dose" not in visit(cast.partner).get(address, status=403)
        assert "Door to dose" not in visit(cast.stranger).client.get(address).text
    partner = visit(cast.partner)
    partner.post("/monitor/look", {"csrf_token": partner.form_token(), "until": "2026-01-01T00:00:00Z"}, status=403)


def test_a_look_without_a_moment_marks_nothing(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_one_idea(session, cast))
    quality = visit(cast.quality)

    page = quality.post("/monitor/look", {"csrf_token": quality.form_token(), "until": "now"})

    assert "Nothing was marked" in page
    assert page.heading == "What has changed?"


def test_who_watches_finds_the_monitor_among_the_pages(visit: Visit, cast: Cast) -> None:
    watching: list[Actor] = [cast.quality, cast.board, cast.steward, cast.sponsor]
    for actor in watching:
        assert visit(actor).get("/").follow("Monitor").status == 200
    others: list[Any] = [cast.clinician, cast.partner, cast.manager]
    for actor in others:
        assert "Monitor" not in [link.text.strip() for link in visit(actor).get("/").all("a")]
