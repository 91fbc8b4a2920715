"""The numbers of a chart, each judgement in a shape of its own. Source: spc/RULES.md, section 9."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.kit.text import day_words
from registry.measures.charts.contents import Content
from registry.measures.charts.frames import Frame
from registry.measures.charts.signals import signal_words
from registry.measures.rules.results import Judged
from registry.spc.causes import SpecialCause

KINDS = {
    SpecialCause.COMMON_CAUSE: "common",
    SpecialCause.IMPROVEMENT: "improvement",
    SpecialCause.CONCERN: "concern",
    SpecialCause.NEUTRAL_HIGH: "neutral-high",
    SpecialCause.NEUTRAL_LOW: "neutral-low",
}
SHAPES: dict[str, Callable[[float], tuple[float, float, str]]] = {
    # From its middle to where the pen starts, and the way from there.
    "common": lambda r: (-r, 0, f"a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"),
    "left-out": lambda r: (-r, 0, f"a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"),
    "improvement": lambda r: (-r, -r, f"h{2 * r:g}v{2 * r:g}h{-2 * r:g}z"),
    "concern": lambda r: (0, -1.4 * r, f"l{1.4 * r:g} {1.4 * r:g} {-1.4 * r:g} {1.4 * r:g} {-1.4 * r:g} {-1.4 * r:g}z"),
    "neutral-high": lambda r: (0, -1.3 * r, f"l{1.3 * r:g} {2.2 * r:g}h{-2.6 * r:g}z"),
    "neutral-low": lambda r: (0, 1.3 * r, f"l{1.3 * r:g} {-2.2 * r:g}h{-2.6 * r:g}z"),
    "crossed": lambda r: (-2 * r, -2 * r, f"h{4 * r:g}v{4 * r:g}h{-4 * r:g}z"),
}


class Mark(NamedTuple):
    """One number.

    kind     common, improvement, concern, neutral-high, neutral-low or left-out: each has a shape of its own
    words    its date, number and signal; in the narrow chart, where nothing points at it, empty
    """

    kind: str
    x: float
    y: float
    path: str
    words: str


def marks_of(content: Content, frame: Frame) -> list[Mark]:
    """Every number, also those left out."""
    radius = _radius(frame)
    return [
        _mark(content, point, x, y, radius, has_words=frame.is_wide)
        for point, (x, y) in zip(content.points, frame.places, strict=True)
        if y is not None
    ]


def rings_of(content: Content, frame: Frame) -> str:
    """About the numbers that crossed a boundary."""
    crossed = frozenset[date]().union(*(limit.crossed_on for limit in content.limits))
    radius = max(4.0, _radius(frame))
    return "".join(
        path_of("crossed", x, y, radius)
        for point, (x, y) in zip(content.points, frame.places, strict=True)
        if y is not None and point.counted.measured_on in crossed
    )


def path_of(kind: str, x: float, y: float, radius: float) -> str:
    """A shape about its middle."""
    across, down, way = _shape(kind, radius)
    return f"M{x + across:.1f} {y + down:.1f}{way}"


@lru_cache(maxsize=256)
def _shape(kind: str, radius: float) -> tuple[float, float, str]:
    return SHAPES[kind](radius)


def _mark(content: Content, point: Judged, x: float, y: float, radius: float, *, has_words: bool) -> Mark:
    kind = _kind(content, point)
    signal_radius = radius if kind in {"common", "left-out"} else max(3.5, radius)
    return Mark(kind, x, y, path_of(kind, x, y, signal_radius), _words(content, point) if has_words else "")


def _radius(frame: Frame) -> float:
    """Smaller where numbers are many, so that one can still be told from the next."""
    return round(min(4.5, max(2.0, (frame.right - frame.left) / max(1, len(frame.places)) * 0.42)), 1)


def _kind(content: Content, point: Judged) -> str:
    if point.cause is None:
        return "left-out"
    return "common" if content.runs is not None else KINDS[point.cause]


def _words(content: Content, point: Judged) -> str:
    number = content.figures.with_unit(content.figures.number(point.counted.value))
    said = "" if content.runs is not None else signal_words(point, content.measure.direction)
    return f"{day_words(point.counted.measured_on)}: {number}" + (f". {said}" if said else "")
