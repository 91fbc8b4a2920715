"""The numbers of a measure as the lines of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from registry.kit.paging import Page, page_of, read_cursor
from registry.measures.models import Measure
from registry.measures.rules.results import Judged
from registry.measures.rules.series import Counted
from registry.measures.rules.words import number_words, value_words

LINES_SHOWN = 24
COUNTED_AT_ONCE = 500


class Dated(Protocol):
    @property
    def measured_on(self) -> date: ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True)
class Line:
    """
    said          the number with its unit, or that nobody could count
    counts        3 of 120, where the measure is a share or a rate
    corrections   how many numbers stood for this date before
    """

    judged: Judged
    measured_on: date
    said: str
    counts: str
    note: str
    corrections: int
    recorded_at: datetime | None
    recorded_by_id: UUID | None


def page_of_lines(
    measure: Measure, points: Sequence[Judged], *, cursor: str = "", size: int = LINES_SHOWN
) -> Page[Line]:
    """The newest first."""
    lines = [line_of(measure, point) for point in reversed(points)]
    return _page(lines, cursor, size)


def page_of_counted(counted: Sequence[Counted], *, cursor: str = "", size: int = COUNTED_AT_ONCE) -> Page[Counted]:
    """The newest first, for programs."""
    return _page([*reversed(counted)], cursor, size)


def line_of(measure: Measure, point: Judged) -> Line:
    counted = point.counted
    counts = ""
    if counted.numerator is not None and counted.denominator is not None:
        counts = f"{number_words(counted.numerator)} of {number_words(counted.denominator)}"
    return Line(
        judged=point,
        measured_on=counted.measured_on,
        said=value_words(measure, counted.value),
        counts=counts,
        note=counted.note,
        corrections=counted.corrections,
        recorded_at=counted.recorded_at,
        recorded_by_id=counted.recorded_by_id,
    )


def _page(newest_first: Sequence[T], cursor: str, size: int) -> Page[T]:
    if cursor:
        before = read_cursor(cursor, date)[0]
        newest_first = [row for row in newest_first if row.measured_on < before]
    return page_of(newest_first[: size + 1], size, lambda row: [row.measured_on])
