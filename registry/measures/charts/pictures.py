"""A chart with all that stands about it, for a page or a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.kit.text import count_words, day_words
from registry.measures.charts.contents import BoundaryLimit, Content, content_of
from registry.measures.charts.drawing import Chart, lay_out
from registry.measures.charts.frames import NARROW, WIDE
from registry.measures.charts.icons import Icon, icons_of
from registry.measures.charts.legends import Key, ToldChange, legend_of, told_changes
from registry.measures.charts.sentences import Said, said_of, said_of_runs
from registry.measures.charts.tables import Cell, Table, as_json, sheet_of, table_of
from registry.measures.models import DIRECTION_WORDS, Measure
from registry.measures.rules.results import Result
from registry.measures.rules.series import MeasureSeries


@dataclass(frozen=True)
class Picture:
    """Everything that a page shows of a measure's numbers; each part is worked out when it is asked for."""

    content: Content

    @property
    def measure(self) -> Measure:
        return self.content.measure

    @property
    def result(self) -> Result:
        return self.content.result

    @property
    def has_numbers(self) -> bool:
        return self.content.has_numbers

    @property
    def is_run(self) -> bool:
        return self.content.runs is not None

    @property
    def icons(self) -> list[Icon]:
        return [] if self.is_run else icons_of(self.result.variation, self.result.assurance)

    @property
    def subtitle(self) -> str:
        """Outcome. Lower is better. Monthly, in weeks."""
        measure = self.measure
        unit = f", in {measure.unit}" if measure.unit else ""
        return f"{measure.kind.label}. {DIRECTION_WORDS[measure.direction]}. {measure.interval.label}{unit}."

    @cached_property
    def charts(self) -> tuple[Chart, Chart]:
        """The narrow one and the wide one."""
        return lay_out(self.content, NARROW), lay_out(self.content, WIDE)

    @cached_property
    def said(self) -> Said:
        if self.content.runs is not None:
            return said_of_runs(self.content.series, self.content.runs, self.content.figures)
        return said_of(self.content.series, self.result, self.content.figures)

    @cached_property
    def description(self) -> str:
        """For those who hear the chart."""
        drawn = [point.counted for point in self.content.points if point.counted.value is not None]
        if not drawn:
            return self.said.sentence
        values = sorted(counted.value for counted in drawn if counted.value is not None)
        figures = self.content.figures
        return (
            f"{self.said.sentence} {count_words(len(drawn), 'number')} from {day_words(drawn[0].measured_on)} to "
            f"{day_words(drawn[-1].measured_on)}, between {figures.number(values[0])} and "
            f"{figures.with_unit(figures.number(values[-1]))}. The table has each of them."
        )

    @cached_property
    def legend(self) -> list[Key]:
        return legend_of(self.content)

    @cached_property
    def changes(self) -> list[ToldChange]:
        return told_changes(self.content)

    @property
    def sheet(self) -> list[list[Cell]]:
        """The table for spreadsheets: numbers as numbers, to all their places, and a line of names before them."""
        return sheet_of(self.content)

    @property
    def facts(self) -> dict[str, Any]:
        """The same for programs, as JSON has it; numbers of the chart's lines to six places."""
        result, measure = self.result, self.measure
        names, *rows = self.sheet
        keys = [name.lower().replace(" ", "_") for name in map(str, names)]
        return {
            "name": measure.name,
            "unit": measure.unit,
            "direction": measure.direction,
            "target": None if measure.target is None else float(measure.target),
            "says": self.said.sentence,
            "remarks": [*self.said.remarks],
            "variation": None if self.is_run else result.variation,
            "assurance": None if self.is_run else result.assurance,
            "numbers": [dict(zip(keys, map(as_json, row), strict=True)) for row in rows],
        }

    @cached_property
    def table(self) -> Table:
        return table_of(self.content)


def picture_of(
    series: MeasureSeries, result: Result, *, limits: Sequence[BoundaryLimit] = (), as_run: bool = False
) -> Picture:
    """
    result    what the rules find in the same series
    limits    of the boundaries over this measure
    as_run    a run chart: medians, no limits, and no judgement of single numbers
    """
    return Picture(content_of(series, result, limits, as_run=as_run))


def draw(
    series: MeasureSeries, result: Result, *, limits: Sequence[BoundaryLimit] = (), width: int, as_run: bool = False
) -> Chart:
    """The drawing alone, at one of the two widths."""
    return lay_out(content_of(series, result, limits, as_run=as_run), width)
