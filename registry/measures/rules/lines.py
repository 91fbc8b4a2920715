"""Long rows of dates, a page at a time."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from registry.kit.paging import Page, page_of, read_cursor

LINES_SHOWN = 24


class Dated(Protocol):
    @property
    def measured_on(self) -> date: ...


T = TypeVar("T", bound=Dated)


def page_newest_first(in_order: Sequence[T], *, cursor: str = "", size: int = LINES_SHOWN) -> Page[T]:
    """
    in_order   by date, no date twice
    """
    rows = [*reversed(in_order)]
    if cursor:
        before = read_cursor(cursor, date)[0]
        rows = [row for row in rows if row.measured_on < before]
    return page_of(rows[: size + 1], size, lambda row: [row.measured_on])
