"""What can be taken away from a measure's page."""

import csv
import io
import json
from xml.etree import ElementTree

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.measures import queries
from registry.measures.charts import picture_of
from registry.measures.charts.tables import Table
from registry.measures.models import Measure
from registry.measures.rules.results import judge
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers
from tests.measures.charts.given import CHANGED

PNG = b"\x89PNG\r\n\x1a\n"


def counted(visit: Visit, cast: Cast, **given: object) -> Measure:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea, **given))
    visit.write(lambda session: make_numbers(session, cast.clinician, measure, [*CHANGED, None]))
    return measure


def test_the_page_leads_to_each_file(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast)
    page = visit(cast.clinician).get(f"/measures/{measure.id}")

    for words, kind in (
        ("a drawing (SVG)", "image/svg+xml"),
        ("a picture (PNG)", "image/png"),
        ("a sheet (CSV)", "text/csv; charset=utf-8"),
    ):
        answer = page.browser.client.get(page.link(words))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"].startswith(
            'attachment; filename="minutes-from-door-to-first-dose.'
        )


def test_the_drawing_is_whole_and_says_whose_it_is(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast, name="Doses </text><script>alert(1)</script>")
    answer = visit(cast.quality).client.get(f"/measures/{measure.id}/chart.svg")
    root = ElementTree.fromstring(answer.text)

    assert "<script" not in answer.text
    words = [text.text or "" for text in root.iter() if text.tag.endswith("}text")]
    assert any(cast.quality.organisation_name in line for line in words)


def test_the_picture_is_twice_as_large_as_the_drawing(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast)
    client = visit(cast.clinician).client
    root = ElementTree.fromstring(client.get(f"/measures/{measure.id}/chart.svg").text)
    picture = client.get(f"/measures/{measure.id}/chart.png").content

    assert picture.startswith(PNG)
    size = [int.from_bytes(picture[start : start + 4]) for start in (16, 20)]
    assert size == [2 * int(root.get("width", "")), 2 * int(root.get("height", ""))]
    assert len(picture) > 20_000


def test_the_sheet_equals_the_table(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast, unit="%", per=100)

    async def table(session: AsyncSession) -> Table:
        series = await queries.get_series(session, cast.clinician, measure)
        return picture_of(series, judge(series, cast.clinician.today)).table

    expected = visit.write(table)
    sheet = visit(cast.clinician).client.get(f"/measures/{measure.id}?format=csv").text
    rows = [*csv.DictReader(io.StringIO(sheet))]

    assert len(rows) == len(expected.rows) == 25
    for row, shown in zip(rows, expected.rows, strict=True):
        assert row["Date"] == shown.measured_on.isoformat()
        assert row["Number"] == shown.number
        assert (f"{row['Numerator']} of {row['Denominator']}" if row["Numerator"] else "") == shown.counts
        assert row["What the rules say"] == shown.signal
        assert f"{float(row['Mean']):.1f}" == shown.centre
        assert f"{float(row['Lower limit']):.1f} to {float(row['Upper limit']):.1f}" == shown.limits
        assert row["Note"] == shown.note


def test_a_note_that_a_sheet_would_run_is_kept_as_text(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    page = visit(cast.clinician).get(f"/measures/{measure.id}/observations")
    page.submit("Add the number", {"value": "-3", "note": "=1+1"})

    [_, row] = csv.reader(io.StringIO(page.browser.client.get(f"/measures/{measure.id}?format=csv").text))
    assert (row[1], row[-1]) == ("-3", "'=1+1")


def test_programs_get_the_same_as_json(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast)
    facts = json.loads(visit(cast.clinician).client.get(f"/measures/{measure.id}?format=json").text)

    assert facts["name"] == "Minutes from door to first dose"
    assert facts["variation"] == "improvement_low"
    assert facts["says"].startswith("Fell to 21 minutes")
    assert [number["number"] for number in facts["numbers"]] == [*map(float, CHANGED), None]
    assert facts["numbers"][-1]["what_the_rules_say"] == "Could not count"


def test_the_run_chart_is_taken_away_as_it_is_seen(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast)
    page = visit(cast.clinician).get(f"/measures/{measure.id}").follow("See it as a run chart")
    client = page.browser.client

    assert "median of 25.5" in page
    assert "Median 25.5" in client.get(page.link("a drawing (SVG)")).text
    assert client.get(page.link("a sheet (CSV)")).text.startswith("Date,Number,What the rules say,Median,Note")


def test_without_a_number_there_is_no_chart_to_take(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    client = visit(cast.clinician).client

    assert client.get(f"/measures/{measure.id}/chart.svg").status_code == 404
    assert client.get(f"/measures/{measure.id}/chart.png").status_code == 404
    assert client.get(f"/measures/{measure.id}?format=csv").text.startswith("Date,Number,")


def test_a_stranger_takes_nothing(visit: Visit, cast: Cast) -> None:
    measure = counted(visit, cast)
    client = visit(cast.stranger).client
    for address in ("chart.svg", "chart.png"):
        assert client.get(f"/measures/{measure.id}/{address}").status_code == 404
    assert client.get(f"/measures/{measure.id}?format=csv").status_code == 404
