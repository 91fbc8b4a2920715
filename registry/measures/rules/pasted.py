"""Columns of a spreadsheet as people paste them. Each line is read, passed over, or told what is wrong with it.

Here the text alone is read; `comparing` holds what was read against the numbers that stand.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from registry.kit import workbooks
from registry.measures.rules.dates import SERIAL, date_at_start, read_date
from registry.measures.rules.reading import Unreadable, decides_the_comma, read_number

LARGEST_FILE = 1024 * 1024
LINES_AT_MOST = 2000
LINE_LENGTH = 1000
NOTE_LENGTH = 400
SHOWN_LENGTH = 40
LINE_END = re.compile(r"\r\n|\r|\n")
LETTER = re.compile(r"[^\W\d_]")
NOT_COUNTED = {"n/a", "na", "#n/a", "-", "–", "—", "not counted", "missing", "none", "null"}
BEFORE_THE_NUMBER = re.compile(r"[\s,:|=]*(?:[-–—]\s+)?")
BETWEEN_COUNTS = re.compile(r"\s*(?:/|\bout of\b|\bof\b)\s*|\s*[,;|]\s+|\s+")
TOO_MANY = f"Paste at most {LINES_AT_MOST:,} lines at once, and the rest in a second step."


@dataclass(frozen=True)
class Line:
    """One line of what was pasted.

    number       from 1
    text         as it was typed
    has_date     whether something in it is meant as a date
    cells        what stands beside the date, before it is read
    values       the number, or the two counts
    is_gap       says that nobody could count
    is_heading   the first line, where nothing in it can be read
    fault        why it cannot be taken, in a sentence; empty where it can
    """

    number: int
    text: str
    measured_on: date | None = None
    has_date: bool = False
    cells: Sequence[str] = ()
    values: Sequence[Decimal] = ()
    note: str = ""
    is_gap: bool = False
    is_heading: bool = False
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing, or a date without a number."""
        return not (self.values or self.is_gap or self.is_heading or self.fault)


@dataclass(frozen=True)
class Pasted:
    """
    lines       every line up to the last that is not empty
    is_dated    whether any line has a date; otherwise they are counted on from a first one
    """

    lines: Sequence[Line]
    is_dated: bool


def read_paste(text: str, *, has_counts: bool) -> Pasted:
    """
    has_counts   whether a date has two counts, how many and out of how many, rather than one number
    raises       Unreadable for too many lines
    """
    texts = LINE_END.split(text.rstrip())
    if len(texts) > LINES_AT_MOST:
        raise Unreadable(TOO_MANY)
    lines = [_cut(Line(number, written), has_counts=has_counts) for number, written in enumerate(texts, 1)]
    is_dated = any(line.has_date for line in lines)
    comma_is_point = _comma_is_point(lines)
    read = [_read(line, has_counts=has_counts, is_dated=is_dated, comma_is_point=comma_is_point) for line in lines]
    return Pasted([*_with_heading(read)], is_dated)


def text_of_file(content: bytes) -> str:
    """An uploaded file, CSV or Excel, as if its columns had been pasted; a line for each row.

    raises   Unreadable for what is neither
    """
    if content.startswith(workbooks.MARK):
        return _text_of_workbook(content)
    text = _decoded(content)
    if "\t" in text or ";" in text:
        return text
    rows = [*csv.reader(LINE_END.split(text))]
    widths = {len(row) for row in rows if any(cell.strip() for cell in row)}
    if len(widths) != 1 or widths == {1}:
        return text
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _text_of_workbook(content: bytes) -> str:
    try:
        return workbooks.first_sheet(content)
    except workbooks.NoWorkbook as error:
        raise Unreadable("This workbook cannot be read. Save it as CSV, or copy the columns and paste them.") from error


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("This file is no text. Save it as CSV, or copy the columns and paste them.")


def _cut(line: Line, *, has_counts: bool) -> Line:
    """The line with its date, where it has one, apart from what stands beside it."""
    if len(line.text) > LINE_LENGTH:
        return replace(line, fault="This line is too long for a date and a number.")
    try:
        cells = _cells_of(line.text)
        if len(cells) > 1:
            return _with_date_cell(line, cells, least=2 if has_counts else 1)
        return _with_date_before(line, cells[0] if cells else "", has_counts=has_counts)
    except Unreadable as error:
        return replace(line, has_date=True, fault=str(error))
    except csv.Error:
        return replace(line, fault="This line cannot be read. Write a date and a number.")


def _cells_of(text: str) -> list[str]:
    """What tabs, semicolons or the quotes of a CSV file hold apart; otherwise the whole line."""
    mark = "\t" if "\t" in text else ";" if ";" in text else "," if '"' in text else ""
    cells = next(csv.reader([text], delimiter=mark), []) if mark else [text]
    cells = [" ".join(cell.split()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _with_date_cell(line: Line, cells: Sequence[str], *, least: int) -> Line:
    first, second = cells[:2]
    if date_at_start(first) or (SERIAL.fullmatch(first) and len(cells) > least):
        return replace(line, has_date=True, measured_on=read_date(first), cells=cells[1:])
    if date_at_start(second):
        return replace(line, has_date=True, measured_on=read_date(second), cells=[first, *cells[2:]])
    return replace(line, cells=cells if first else cells[1:])


def _with_date_before(line: Line, written: str, *, has_counts: bool) -> Line:
    if found := date_at_start(written):
        _, rest = found
        day = read_date(written[: len(written) - len(rest)])
        beside = BEFORE_THE_NUMBER.sub("", rest, count=1)
        return replace(
            line, has_date=True, measured_on=day, cells=_counts_in(beside) if has_counts else _filled(beside)
        )
    return replace(line, cells=_counts_in(written) if has_counts else _filled(written))


def _filled(written: str) -> list[str]:
    return [written.strip()] if written.strip() else []


def _counts_in(written: str) -> list[str]:
    """3/120, 3 of 120, 3 120 or 3,120."""
    if written.strip().lower() in NOT_COUNTED:
        return [written.strip()]
    parts = [part for part in BETWEEN_COUNTS.split(written.strip()) if part]
    if len(parts) == 1 and re.fullmatch(r"[0-9]+,[0-9]+", parts[0]):
        return parts[0].split(",")
    return parts


def _comma_is_point(lines: Sequence[Line]) -> bool | None:
    """Whether commas are decimal points, by the numbers that leave no doubt; None where these disagree."""
    said = {decides_the_comma(cell) for line in lines for cell in line.cells[:2] if len(cell) <= SHOWN_LENGTH} - {None}
    return None if len(said) > 1 else said == {True}


def _read(line: Line, *, has_counts: bool, is_dated: bool, comma_is_point: bool | None) -> Line:
    """The line with its values, or with what is wrong."""
    if line.fault or not any(line.cells):
        return line
    if is_dated and not line.has_date:
        return replace(line, fault="There is no date that can be read. Begin with one, such as 24/03/2026.")
    if line.cells[0].lower() in NOT_COUNTED:
        return replace(line, is_gap=True, note=_note(line.cells[1:]))
    wanted = 2 if has_counts else 1
    cells = _counts_in(line.cells[0]) if has_counts and len(line.cells) == 1 else line.cells
    if len(cells) < wanted:
        return replace(line, fault="Write two counts: how many, and out of how many.")
    try:
        values = [_value(cell, comma_is_point) for cell in cells[:wanted]]
    except Unreadable as error:
        return replace(line, fault=str(error))
    beside = cells[wanted:]
    if beside and _is_number(beside[0]):
        return replace(
            line, fault=f"There is a number more than expected: ‘{_shown(beside[0])}’. Take that column out."
        )
    return replace(line, values=values, note=_note(beside))


def _value(cell: str, comma_is_point: bool | None) -> Decimal:
    try:
        if comma_is_point is None and "," in cell and decides_the_comma(cell) is None:
            raise Unreadable("Its comma can be read in two ways here. Write it without.")
        return read_number(cell, comma_is_point=bool(comma_is_point))
    except Unreadable as error:
        raise Unreadable(f"‘{_shown(cell)}’ is no number that can be read. {error}") from error


def _is_number(cell: str) -> bool:
    try:
        read_number(cell)
    except Unreadable:
        return False
    return True


def _note(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell)[:NOTE_LENGTH]


def _shown(text: str) -> str:
    even = " ".join(text.split())
    return even if len(even) <= SHOWN_LENGTH else f"{even[:SHOWN_LENGTH]}…"


def _with_heading(lines: Sequence[Line]) -> Iterator[Line]:
    """The first line that says anything is a heading when it is words alone."""
    first = next((line.number for line in lines if line.text.strip()), None)
    for line in lines:
        if line.number == first and line.fault and not line.has_date and _is_heading(line):
            yield Line(line.number, line.text, is_heading=True)
        else:
            yield line


def _is_heading(line: Line) -> bool:
    return bool(LETTER.search(line.text)) and not any(_is_number(cell) for cell in line.cells)
