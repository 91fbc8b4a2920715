"""The first sheet of an Excel workbook (xlsx) as lines of text, with the standard library.

Weighed against a package that reads workbooks: what is asked for is one small sheet of dates and numbers from somebody
who may mean harm. Here every part is read within a bound, and no document type definition passes, so that neither a zip
nor an entity grows beyond it; that takes fewer lines than holding a package to the same.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from io import BytesIO
from lzma import LZMAError
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

MARK = b"PK\x03\x04"
LARGEST_PART = 8 * 1024 * 1024
MOST_TAGS = 400_000
MOST_ROWS = 5000
MOST_COLUMNS = 40
DIGITS = Context(prec=15)  # What Excel itself shows of a number; the rest is binary noise.
DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
PERCENT_FORMATS = {9, 10}
NOT_OF_THE_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


# What a file that was cut, changed or never was a workbook makes the library say.
BROKEN = (
    BadZipFile,
    ElementTree.ParseError,
    LZMAError,
    struct.error,
    zlib.error,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)


class NoWorkbook(ValueError):
    """It cannot be read as a workbook."""


def first_sheet(content: bytes) -> str:
    """A line for each row, its cells apart by tabs; dates as 2026-03-24, percentages as 68%.

    raises   NoWorkbook
    """
    try:
        with ZipFile(BytesIO(content)) as workbook:
            return "\n".join("\t".join(row).rstrip("\t") for row in _rows(workbook))
    except BROKEN as error:
        raise NoWorkbook from error


def _rows(workbook: ZipFile) -> Iterator[Sequence[str]]:
    """Rows that are not in the file are empty ones, so that a row's number is its place."""
    book = _part(workbook, "xl/workbook.xml")
    strings = [_text(item) for item in _part(workbook, "xl/sharedStrings.xml", is_needed=False)]
    styles = _part(workbook, "xl/styles.xml", is_needed=False)
    percents, dates = _styles(styles)
    epoch = date(1904, 1, 1) if _is_from_1904(book) else date(1899, 12, 30)
    place = 0
    for row in _all(_part(workbook, _address_of_first_sheet(workbook, book)), "row"):
        number = int(row.get("r") or place + 1)
        if number > MOST_ROWS:
            raise NoWorkbook
        while place < number - 1:
            place += 1
            yield []
        place = number
        cells: list[str] = []
        for cell in _all(row, "c"):
            column = _column(cell.get("r"), len(cells))
            if column < MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _said(cell, strings, percents, dates, epoch)
        yield cells


def _part(workbook: ZipFile, name: str, *, is_needed: bool = True) -> Element:
    if not is_needed and name not in workbook.namelist():
        return Element("none")
    with workbook.open(name) as file:
        content = file.read(LARGEST_PART + 1)
    is_too_large = len(content) > LARGEST_PART or content.count(b"<") > MOST_TAGS
    if is_too_large or b"<!DOCTYPE" in content or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise NoWorkbook
    return ElementTree.fromstring(content)  # noqa: S314 - it is bounded, and no definition of entities passes.


def _address_of_first_sheet(workbook: ZipFile, book: Element) -> str:
    shown = [sheet for sheet in _all(book, "sheet") if sheet.get("state", "visible") == "visible"]
    wanted = next(value for name, value in shown[0].attrib.items() if name.endswith("}id"))
    relations = _part(workbook, "xl/_rels/workbook.xml.rels")
    target = next(each.get("Target", "") for each in relations if each.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _styles(styles: Element) -> tuple[set[int], set[int]]:
    """The numbers of the cell styles that show percentages, and of those that show dates."""
    codes = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in _all(styles, "numFmt")}
    cells = next(iter(_all(styles, "cellXfs")), Element("none"))
    formats = [int(each.get("numFmtId", 0)) for each in cells]
    percents = {place for place, each in enumerate(formats) if each in PERCENT_FORMATS or "%" in codes.get(each, "")}
    dates = {place for place, each in enumerate(formats) if each in DATE_FORMATS or _shows_dates(codes.get(each, ""))}
    return percents, dates - percents


def _shows_dates(code: str) -> bool:
    bare = NOT_OF_THE_DATE.sub("", code).lower()
    return "d" in bare or "y" in bare or "mmm" in bare


def _is_from_1904(book: Element) -> bool:
    return any(each.get("date1904") in {"1", "true"} for each in _all(book, "workbookPr"))


def _said(cell: Element, strings: Sequence[str], percents: set[int], dates: set[int], epoch: date) -> str:
    kind, style = cell.get("t", "n"), int(cell.get("s", 0))
    value = next((each.text or "" for each in _all(cell, "v")), "")
    if kind == "inlineStr":
        return _even(_text(cell))
    if kind == "s":
        return _even(strings[int(value)])
    if kind != "n" or not value:
        return _even(value)
    try:
        number = DIGITS.create_decimal(value)
    except InvalidOperation:
        return _even(value)
    if style in dates:
        return (epoch + timedelta(days=int(number))).isoformat() if 0 < number < 1_000_000 else value
    return f"{_plain(DIGITS.multiply(number, Decimal(100)))}%" if style in percents else _plain(number)


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _text(item: Element) -> str:
    """What an item says, without the reading aids that stand in it."""
    aids = {text for aid in _all(item, "rPh") for text in _all(aid, "t")}
    return "".join(each.text or "" for each in _all(item, "t") if each not in aids)


def _column(reference: str | None, following: int) -> int:
    """From 0: C7 is 2; a cell that does not say stands behind the one before it."""
    column = 0
    for letter in (reference or "").rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if column else following


def _all(element: Element, name: str) -> Iterator[Element]:
    """Those of a name, whatever its namespace."""
    return (each for each in element.iter() if each.tag.rpartition("}")[2] == name)


def _even(text: str) -> str:
    return " ".join(text.split())
