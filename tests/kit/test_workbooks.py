import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.kit.workbooks import NoWorkbook, first_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr/><sheets>'
    '<sheet name="Notes" sheetId="2" state="hidden" r:id="rId2"/><sheet name="Weeks" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
TARGETS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/>'
    "</Relationships>"
)
STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>Week</t></si><si><r><t>Min</t></r><r><t xml:space="preserve">utes </t></r>'
    "<rPh><t>aid</t></rPh></si></sst>"
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="166" formatCode="0&quot;days&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    "</cellXfs>"
    "</styleSheet>"
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="3"><c r="A3" s="1"><v>46105</v></c><c r="B3"><v>68.5</v></c>'
    '<c r="D3" t="inlineStr"><is><t>busy</t></is></c></row>'
    '<row r="4"><c r="A4" s="2"><v>46106.5</v></c><c r="B4" s="3"><v>0.67999999999999994</v></c></row>'
    '<row r="5"><c r="A5" s="1"><v>46107</v></c><c r="B5" t="e"><v>#N/A</v></c></row>'
    '<row r="6"><c r="A6" t="str"><v>27 March 2026</v></c><c r="B6" s="4"><v>1.2E3</v></c><c r="C6"/></row>'
)


def workbook(rows: str = ROWS, **parts: str | None) -> bytes:
    given = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": TARGETS,
        "xl/sharedStrings.xml": STRINGS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    given |= {f"xl/{name}.xml": content for name, content in parts.items()}  # type: ignore[misc]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in given.items():
            if content is not None:
                archive.writestr(name, HEAD + content)
    return packed.getvalue()


def test_the_first_sheet_that_is_shown_is_read_row_by_row() -> None:
    assert first_sheet(workbook()).split("\n") == [
        "Week\tMinutes",
        "",
        "2026-03-24\t68.5\t\tbusy",
        "2026-03-25\t68%",
        "2026-03-26\t#N/A",
        "27 March 2026\t1200",
    ]


def test_a_workbook_that_counts_from_1904_means_the_same_days() -> None:
    book = BOOK.replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    rows = '<row><c s="1"><v>44643</v></c><c><v>1</v></c></row>'

    assert first_sheet(workbook(rows, workbook=book)) == "2026-03-24\t1"


def test_a_workbook_without_strings_or_styles_is_read() -> None:
    rows = '<row r="1"><c r="A1"><v>46105</v></c><c r="B1"><v>3</v></c></row>'

    assert first_sheet(workbook(rows, sharedStrings=None, styles=None)) == "46105\t3"


# Named here: a workbook holds the moment of its making, by which the workers would know their tests apart.
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04 and nothing more", id="a beginning alone"),
        pytest.param(b"", id="nothing"),
        pytest.param(workbook(workbook=None), id="no workbook within"),
        pytest.param(workbook(workbook=f'<workbook xmlns="{MAIN}"/>'), id="no sheet"),
        pytest.param(workbook('<row r="1"><c t="s"><v>9</v></c></row>'), id="a string that is not there"),
        pytest.param(workbook('<row r="9999999"/>'), id="a row too far down"),
        pytest.param(workbook('<row r="x"/>'), id="a row without a number"),
        pytest.param(workbook("<row>"), id="a row without an end"),
        pytest.param(workbook(styles='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'), id="an entity of its own"),
        pytest.param(workbook(f"<row><c t='inlineStr'><is><t>{'a' * 9_000_000}</t></is></c></row>"), id="a long cell"),
        pytest.param(workbook("<row/>" * 500_000), id="too many rows"),
    ],
)
def test_what_cannot_be_read_within_bounds_is_refused(content: bytes) -> None:
    with pytest.raises(NoWorkbook):
        first_sheet(content)


@given(some.data())
def test_a_broken_workbook_is_read_or_refused(data: some.DataObject) -> None:
    whole = workbook()
    place = data.draw(some.integers(0, len(whole) - 1))
    broken = whole[:place] + data.draw(some.binary(max_size=8)) + whole[place + data.draw(some.integers(0, 8)) :]

    with suppress(NoWorkbook):
        first_sheet(broken)


@given(some.text("<>/crovsti=\"'0123456789 nAB", max_size=80))
def test_odd_rows_are_read_or_refused(rows: str) -> None:
    with suppress(NoWorkbook):
        first_sheet(workbook(f"<row><c {rows}><v>1</v></c></row>{rows}"))
