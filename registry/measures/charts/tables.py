"""The same numbers as a table: on the page, and to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.kit.text import day_words
from registry.measures.charts.contents import Content
from registry.measures.charts.sentences import signal_words
from registry.measures.rules.results import Judged

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    centres = _centres(content)
    rows = [_row(content, point, *centres[place]) for place, point in enumerate(content.points)]
    return Table(
        unit=content.figures.unit,
        centre_name="Mean" if content.runs is None else "Median",
        has_counts=content.measure.per is not None,
        has_limits=any(stretch.limits for stretch in content.stretches),
        has_notes=any(row.note for row in rows),
        rows=rows,
    )


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


def _centres(content: Content) -> list[tuple[float | None, tuple[float, float] | None]]:
    """Of each row."""
    lines: list[tuple[float | None, tuple[float, float] | None]] = [(None, None)] * len(content.points)
    for stretch in content.stretches:
        for place in range(stretch.first, stretch.last + 1):
            lines[place] = stretch.centre, stretch.limits
    return lines
