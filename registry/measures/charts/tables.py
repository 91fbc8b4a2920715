"""The same numbers as a table: on the page, and to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.kit.text import day_words
from registry.measures.charts.contents import Content
from registry.measures.charts.signals import signal_words
from registry.measures.rules.results import Judged

PLACES = 6
Cell = str | float | Decimal | date | None
Lines = tuple[float | None, tuple[float, float] | None]


@dataclass(frozen=True)
class Row:
    """
    limits     lower to upper
    signal     what the rules say, in words
    """

    measured_on: date
    number: str
    counts: str
    signal: str
    centre: str
    limits: str
    note: str


@dataclass(frozen=True)
class Table:
    """
    centre_name    Mean, or Median in a run chart
    rows           of each date, in order
    """

    unit: str
    centre_name: str
    has_counts: bool
    has_limits: bool
    has_notes: bool
    rows: Sequence[Row]

    @property
    def head(self) -> list[str]:
        return [
            *self._cells("Date", self._number_name, "Counted", "What the rules say", self.centre_name, "Limits", "Note")
        ]

    @property
    def cells(self) -> list[list[str]]:
        return [
            self._cells(
                day_words(row.measured_on), row.number, row.counts, row.signal, row.centre, row.limits, row.note
            )
            for row in self.rows
        ]

    @property
    def number_places(self) -> list[int]:
        """Which columns hold figures."""
        numbers = {self._number_name, "Counted", self.centre_name, "Limits"}
        return [place for place, words in enumerate(self.head) if words in numbers]

    @property
    def _number_name(self) -> str:
        return f"Number ({self.unit})" if self.unit else "Number"

    def _cells(self, day: str, number: str, counts: str, signal: str, centre: str, limits: str, note: str) -> list[str]:
        cells = [day, number]
        if self.has_counts:
            cells.append(counts)
        cells += [signal, centre]
        if self.has_limits:
            cells.append(limits)
        return [*cells, note] if self.has_notes else cells


def table_of(content: Content) -> Table:
    rows = [_row(content, point, *lines) for point, lines in _with_lines(content)]
    return Table(
        unit=content.figures.unit,
        centre_name="Mean" if content.runs is None else "Median",
        has_counts=content.measure.per is not None,
        has_limits=any(stretch.limits for stretch in content.stretches),
        has_notes=any(row.note for row in rows),
        rows=rows,
    )


def sheet_of(content: Content) -> list[list[Cell]]:
    """Names, then a row for each date: of a run chart the median and no limits."""
    is_run = content.runs is not None
    has_counts = content.measure.per is not None
    names: list[Cell] = ["Date", "Number", *(["Numerator", "Denominator"] if has_counts else []), "What the rules say"]
    names += ["Median"] if is_run else ["Mean", "Lower limit", "Upper limit"]
    return [[*names, "Note"], *(_cells(content, point, *lines) for point, lines in _with_lines(content))]


def as_json(cell: Cell) -> str | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    return float(cell) if isinstance(cell, Decimal) else cell


def _cells(content: Content, point: Judged, centre: float | None, limits: tuple[float, float] | None) -> list[Cell]:
    counted = point.counted
    cells: list[Cell] = [counted.measured_on, counted.value]
    if content.measure.per is not None:
        cells += [counted.numerator, counted.denominator]
    cells += [_signal(content, point), _rounded(centre)]
    if content.runs is None:
        cells += [_rounded(limit) for limit in limits or (None, None)]
    return [*cells, counted.note]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def _row(content: Content, point: Judged, centre: float | None, limits: tuple[float, float] | None) -> Row:
    counted, figures = point.counted, content.figures
    counts = ""
    if counted.numerator is not None and counted.denominator is not None:
        counts = f"{counted.numerator.normalize():,f} of {counted.denominator.normalize():,f}"
    return Row(
        measured_on=counted.measured_on,
        number=figures.number(counted.value),
        counts=counts,
        signal=_signal(content, point),
        centre=figures.line(centre),
        limits=f"{figures.line(limits[0])} to {figures.line(limits[1])}" if limits else "",
        note=counted.note,
    )


def _signal(content: Content, point: Judged) -> str:
    if content.runs is not None and point.cause is not None:
        return ""
    return signal_words(point, content.measure.direction)


def _with_lines(content: Content) -> Iterator[tuple[Judged, Lines]]:
    """Each row with mean or median and limits."""
    lines: list[Lines] = [(None, None)] * len(content.points)
    for stretch in content.stretches:
        for place in range(stretch.first, stretch.last + 1):
            lines[place] = stretch.centre, stretch.limits
    return zip(content.points, lines, strict=True)
