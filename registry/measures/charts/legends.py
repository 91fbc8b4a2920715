"""The names of what a chart draws, of that alone."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from registry.measures.charts.contents import Content
from registry.measures.charts.frames import drawn_change_days
from registry.measures.charts.marks import KINDS

KIND_WORDS = {
    "common": "Chance alone",
    "improvement": "Improvement",
    "concern": "Concern",
    "neutral-high": "Higher than chance",
    "neutral-low": "Lower than chance",
    "left-out": "Left out",
}


class Key(NamedTuple):
    """
    kind    as in the drawing: of a mark, or mean, median, signal, limits, target, boundary, crossed, baseline
    """

    kind: str
    words: str


class ToldChange(NamedTuple):
    """A change with its number in the chart; `place` says where it lies when it is not drawn."""

    number: int
    what: str
    tried_on: date
    place: str


def legend_of(content: Content) -> list[Key]:
    return [*_kinds(content), *_lines(content), *_boundaries(content)]


def told_changes(content: Content) -> list[ToldChange]:
    drawn = {number for number, _ in drawn_change_days(content)}
    first = content.series.counted[0].measured_on if content.series.counted else None
    return [
        ToldChange(number, change.what, change.tried_on, "" if number in drawn else _place(change.tried_on, first))
        for number, change in enumerate(content.series.changes, 1)
    ]


def _kinds(content: Content) -> Iterator[Key]:
    if content.runs is None:
        causes = {point.cause for point in content.points}
        yield from (Key(kind, KIND_WORDS[kind]) for cause, kind in KINDS.items() if cause in causes)
    if any(point.counted.is_ghosted and point.counted.value is not None for point in content.points):
        yield Key("left-out", KIND_WORDS["left-out"])


def _lines(content: Content) -> Iterator[Key]:
    figures = content.figures
    last = content.stretches[-1] if content.stretches else None
    now = ", now" if len(content.stretches) > 1 else ""
    if last and last.centre is not None:
        name = "Mean" if content.runs is None else "Median"
        yield Key(name.lower(), f"{name}{now} {figures.line(last.centre)}")
    if any(stretch.has_signal for stretch in content.stretches):
        yield Key("signal", "More than chance")
    if last and last.limits:
        yield Key("limits", f"Process limits{now} {figures.line(last.limits[0])} to {figures.line(last.limits[1])}")
    elif any(stretch.limits for stretch in content.stretches):
        yield Key("limits", "Process limits")
    if content.measure.target is not None:
        yield Key("target", f"Target {figures.given(content.measure.target)}")
    if content.baselines:
        yield Key("baseline", "Baseline")


def _boundaries(content: Content) -> Iterator[Key]:
    yield from (Key("boundary", limit.words) for limit in content.limits_in_force)
    if any(limit.crossed_on for limit in content.limits):
        yield Key("crossed", "Crossed it")


def _place(day: date, first: date | None) -> str:
    if first is None:
        return ""
    return "before the first number" if day < first else "after the newest number"
