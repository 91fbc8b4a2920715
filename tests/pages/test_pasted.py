import pytest

from registry.measures import queries
from registry.measures.models import Measure
from tests.browser import Page, Visit
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers
from tests.kit.test_workbooks import workbook

COLUMNS = "Date\tMinutes\n05/10/2026\t68,5\n12 Oct 26\t64\n2026-10-19\t n/a\n\n26.10.2026\t61 %\n"


@pytest.fixture
def measure(visit: Visit, cast: Cast) -> Measure:
    async def make(session):  # type: ignore[no-untyped-def]
        return await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))

    return visit.write(make)


def counted(visit: Visit, measure: Measure) -> dict[str, str | None]:
    async def read(session):  # type: ignore[no-untyped-def]
        return {
            str(row.measured_on): row.value and str(row.value) for row in await queries.list_counted(session, measure)
        }

    return visit.write(read)


def test_two_columns_are_looked_at_and_then_added_in_one_step(visit: Visit, cast: Cast, measure: Measure) -> None:
    form = visit(cast.clinician).get(f"/measures/{measure.id}").follow("Add many at once")

    looked = form.submit("Look at them first", {"text": COLUMNS}, status=200)

    assert "4 new numbers, 1 line without a number and 1 heading" in looked
    assert "68.5 minutes" in looked
    assert looked.form_fields("Add 4 numbers")["text"] == [COLUMNS]
    assert counted(visit, measure) == {}

    page = looked.submit("Add 4 numbers")

    assert "Added: 4 numbers." in page
    assert counted(visit, measure) == {"2026-10-05": "68.5", "2026-10-12": "64", "2026-10-19": None, "2026-10-26": "61"}


def test_each_fault_is_named_by_its_line_and_everything_typed_is_kept(
    visit: Visit, cast: Cast, measure: Measure
) -> None:
    text = "05/10/2026\t68\n31/02/2026\t64\n19/10/2026\tlots"
    looked = visit(cast.clinician).get(f"/measures/{measure.id}/observations/paste")

    refused = looked.submit("Look at them first", {"text": text}, status=200).submit("Add 1 number", status=422)

    assert "Line 2: 31/02/2026 64" in refused
    assert "There is no 31 February 2026." in refused
    assert "Line 3: 19/10/2026 lots" in refused
    assert "2 lines cannot be taken. Mend them here, or say above that you leave them out." in refused
    assert refused.form_fields("Add 1 number")["text"] == [text]
    assert counted(visit, measure) == {}
    refused.submit("Add 1 number", {"leaves_out": "true"})
    assert counted(visit, measure) == {"2026-10-05": "68"}


def test_numbers_that_stand_already_are_corrected_only_when_that_is_said_and_why(
    visit: Visit, cast: Cast, measure: Measure
) -> None:
    [day] = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [68]))
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations/paste")

    looked = form.submit("Look at them first", {"text": f"{day}\t64"}, status=200)
    assert "68 minutes becomes 64 minutes" in looked
    refused = looked.submit("Add 1 number", status=422)
    assert "Say that these are to be corrected." in refused
    refused = refused.submit("Add 1 number", {"corrects": "true"}, status=422)
    assert "Say why the numbers are corrected" in refused
    refused.submit("Add 1 number", {"note": "Counted anew"})

    assert counted(visit, measure) == {str(day): "64"}
    past = visit(cast.quality).get(f"/measures/{measure.id}/observations/{day}")
    assert "Counted anew" in past
    assert "68 minutes stood before" in past


def test_numbers_without_dates_are_counted_on_from_a_date_that_can_be_said(
    visit: Visit, cast: Cast, measure: Measure
) -> None:
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations/paste")

    looked = form.submit("Look at them first", {"text": "68\n64\n61"}, status=200)
    assert "They have no dates" in looked
    again = looked.submit("Look again", {"starts_on": "2026-10-05"}, status=200)
    assert "5 October 2026 to 19 October 2026" in again
    again.submit("Add 3 numbers")

    assert counted(visit, measure) == {"2026-10-05": "68", "2026-10-12": "64", "2026-10-19": "61"}


def test_the_same_paste_sent_twice_is_added_once(visit: Visit, cast: Cast, measure: Measure) -> None:
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations/paste")
    looked = form.submit("Look at them first", {"text": COLUMNS}, status=200)

    looked.submit("Add 4 numbers")
    looked.submit("Add 4 numbers")

    assert len(counted(visit, measure)) == 4


def test_an_empty_paste_and_one_too_long_are_told(visit: Visit, cast: Cast, measure: Measure) -> None:
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations/paste")

    assert "Paste the numbers here" in form.submit("Look at them first", status=422)
    long = form.submit("Look at them first", {"text": "68\n" * 2001}, status=422)
    assert "Paste at most 2,000 lines at once" in long
    assert len(long.form_fields("Look at them first")["text"][0].split("\n")) == 2002


def test_a_file_is_looked_at_as_if_it_had_been_pasted(visit: Visit, cast: Cast, measure: Measure) -> None:
    form = (
        visit(cast.clinician)
        .get(f"/measures/{measure.id}/observations/paste")
        .follow("Take the numbers from a CSV or Excel file")
    )

    looked = upload(form, "minutes.csv", b"Date,Minutes\n05/10/2026,68.5\n12/10/2026,64\n")
    assert "2 new numbers and 1 heading" in looked
    looked.submit("Add 2 numbers")

    assert counted(visit, measure) == {"2026-10-05": "68.5", "2026-10-12": "64"}
    assert "Choose a file." in upload(form, "empty.csv", b"", status=422)
    assert "at most 1 MB" in upload(form, "long.csv", b"1\n" * 600_000, status=422)
    assert "Save it as CSV" in upload(form, "picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00", status=422)


def test_a_workbook_is_looked_at_by_its_rows(visit: Visit, cast: Cast, measure: Measure) -> None:
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations/file")
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Week</t></is></c></row>'
        '<row r="3"><c r="A3" s="1"><v>46300</v></c><c r="B3"><v>68.5</v></c></row>'
        '<row r="4"><c r="A4" s="1"><v>46307</v></c><c r="B4" t="inlineStr"><is><t>lots</t></is></c></row>'
    )

    looked = upload(form, "minutes.xlsx", workbook(rows))

    assert "Line 4: 2026-10-12 lots" in looked
    looked.submit("Add 1 number", {"leaves_out": "true"})
    assert counted(visit, measure) == {"2026-10-05": "68.5"}
    assert "Save it as CSV" in upload(form, "minutes.xlsx", workbook(rows)[:900], status=422)


def test_only_who_writes_numbers_pastes_them(visit: Visit, cast: Cast, measure: Measure) -> None:
    for noun in ("paste", "file"):
        visit(cast.quality).get(f"/measures/{measure.id}/observations/{noun}", status=403)
        visit(cast.stranger).get(f"/measures/{measure.id}/observations/{noun}", status=404)


def upload(form: Page, name: str, content: bytes, status: int = 200) -> Page:
    fields = {key: values[-1] for key, values in form.form_fields("Look at the numbers").items() if key != "file"}
    client = form.browser.client
    response = client.post(form.path, data=fields, files={"file": (name, content)})
    assert response.status_code == status, response.text[:300]
    return Page(form.browser, str(response.url), response.status_code, response.text, dict(response.headers))
