"""Rows as spreadsheets read them, one line at a time."""

import csv
import io
from collections.abc import Iterable
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[Any]) -> str:
    """A line of CSV with its end; None is an empty cell.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers and days stay as they are.
    """
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return written.getvalue()


def _cell(cell: Any) -> Any:
    is_formula = isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_SIGNS)
    return f"'{cell}" if is_formula else cell
