"""The frame in which the numbers stand: how wide it is beside its labels, and where values and days lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.measures.charts.contents import Content
from registry.measures.charts.figures import brief
from registry.measures.charts.letters import width_of
from registry.measures.charts.scales import Scale, Tick, span_of, spread, value_ticks

NARROW, WIDE = 340, 720
HEIGHTS = {NARROW: 300, WIDE: 380}
SIZES = {NARROW: 17.0, WIDE: 18.0}
LINE_HEIGHT = 1.2
EDGE = 7.0  # Between the frame and what is written about it.
INSET = 9.0  # Between the frame and the outermost numbers.
FLAG = 22.0  # Across the ring with a change's number.
LABELS_AT_MOST = 5
LATE = 0.15  # A change tried later than the newest number by more than so much of the chart's time is not drawn.


class Label(NamedTuple):
    """What is written at the right-hand edge; kind is target, centre or boundary."""

    kind: str
    at: float
    words: str


@dataclass(frozen=True)
class Frame:
    """
    size      of the letters
    places    of each row of the content: across, and down where it has a number
    days      the changes that lie within the chart's time: their number, counted from 1, and their day
    """

    width: int
    size: float
    left: float
    right: float
    x: Scale
    y: Scale
    value_ticks: Sequence[Tick]
    labels: Sequence[Label]
    days: Sequence[tuple[int, date]]
    places: Sequence[tuple[float, float | None]]

    @property
    def is_wide(self) -> bool:
        return self.width == WIDE

    @property
    def top(self) -> float:
        return self.y.end

    @property
    def bottom(self) -> float:
        return self.y.start

    def on(self, day: date) -> float:
        return self.x(day.toordinal())


def frame_of(content: Content, width: int) -> Frame:
    """
    width    NARROW or WIDE
    """
    size, days = SIZES[width], drawn_change_days(content)
    y = _value_scale(content, size, HEIGHTS[width], has_flags=bool(days))
    ticks, labels = value_ticks(y, size), _labels(content, y, size, is_wide=width == WIDE)
    left = max([width_of(tick.words, size) + EDGE for tick in ticks] + [size * 1.4])
    right = width - max([width_of(label.words, size) + EDGE for label in labels] + [size * 1.4])
    x = _day_scale(content, [day for _, day in days], left + INSET, right - INSET)
    places = [
        (x(counted.measured_on.toordinal()), None if counted.value is None else y(float(counted.value)))
        for counted in content.series.counted
    ]
    return Frame(width, size, left, right, x, y, ticks, labels, days, places)


def drawn_change_days(content: Content) -> list[tuple[int, date]]:
    """The changes that lie within the chart's time: their number, counted from 1, and their day."""
    counted = content.series.counted
    if not counted:
        return []
    first, last = counted[0].measured_on, counted[-1].measured_on
    latest = last.toordinal() + max((last - first).days * LATE, 31)
    changes = enumerate(content.series.changes, 1)
    return [
        (number, change.tried_on)
        for number, change in changes
        if first <= change.tried_on and change.tried_on.toordinal() <= latest
    ]


def _value_scale(content: Content, size: float, height: float, *, has_flags: bool) -> Scale:
    values = [float(point.counted.value) for point in content.points if point.counted.value is not None]
    lines = [stretch.centre for stretch in content.stretches if stretch.centre is not None]
    lines += [limit for stretch in content.stretches for limit in stretch.limits or ()]
    lines += [float(limit.value) for limit in content.limits]
    if content.measure.target is not None:
        lines.append(float(content.measure.target))
    low, high = span_of([*values, *lines])
    top = size * LINE_HEIGHT + (FLAG + 4 if has_flags else 0) + EDGE
    return Scale(low, high, height - 2 * size * LINE_HEIGHT - EDGE, top)


def _labels(content: Content, y: Scale, size: float, *, is_wide: bool) -> list[Label]:
    """What the lines at the right-hand edge are worth; in the wide chart, and what they are."""
    figures, target = content.figures, content.measure.target
    lines: list[tuple[str, str, float, str]] = []
    if target is not None:
        lines.append(("target", "Target", float(target), figures.given(target)))
    if content.stretches and content.stretches[-1].centre is not None:
        centre = content.stretches[-1].centre
        lines.append(("centre", "Mean" if content.runs is None else "Median", centre, figures.line(centre)))
    lines += [
        ("boundary", "Limit", float(limit.value), figures.given(limit.value)) for limit in content.limits_in_force
    ]
    lines = sorted(lines[:LABELS_AT_MOST], key=lambda line: y(line[2]))
    places = spread([y(value) for _, _, value, _ in lines], size * 1.1, y.end, y.start)
    return [
        Label(kind, at, f"{name} {words}" if is_wide else brief(value, words))
        for at, (kind, name, value, words) in zip(places, lines, strict=True)
    ]


def _day_scale(content: Content, changes: Sequence[date], start: float, end: float) -> Scale:
    days = [counted.measured_on.toordinal() for counted in content.series.counted]
    days += [day.toordinal() for day in changes]
    first, last = min(days, default=0), max(days, default=1)
    alone = first == last
    return Scale(first - alone, last + alone, start, end)
