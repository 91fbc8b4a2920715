"""Where everything of a chart stands, in the unit of the drawing. Source: spc/RULES.md, section 9."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from registry.measures.charts.contents import Content
from registry.measures.charts.frames import FLAG, HEIGHTS, INSET, WIDE, Frame, Label, frame_of
from registry.measures.charts.letters import width_of
from registry.measures.charts.marks import Mark, marks_of, rings_of
from registry.measures.charts.scales import Tick, date_ticks
from registry.measures.models import Interval

BREAK = 3.0  # From the end of a line to the re-calculation.


class Flag(NamedTuple):
    """The number over the line of a change, or the numbers of those that stand too near each other: 2–4."""

    x: float
    half_width: float
    words: str


class Beyond(NamedTuple):
    """The line of a boundary, from the day on which it was agreed, and the field above or below it."""

    start: float
    end: float
    at: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn at one width, as numbers and as paths.

    left, right, top, bottom    of the frame in which the numbers stand
    lines         join the numbers; broken at gaps and re-calculations
    centres       mean or median in steps; signal_centres those of a run chart that are signals
    limits        upper and lower process limit in steps
    baselines     from where to where
    rings         about numbers that crossed a boundary
    changes       where a change was tried
    """

    width: int
    height: int
    size: float
    left: float
    right: float
    top: float
    bottom: float
    unit: str
    value_ticks: Sequence[Tick]
    date_ticks: Sequence[Tick]
    lines: str
    centres: str
    signal_centres: str
    limits: str
    baselines: Sequence[tuple[float, float]]
    target: float | None
    boundaries: Sequence[Beyond]
    marks: Sequence[Mark]
    rings: str
    changes: Sequence[float]
    flags: Sequence[Flag]
    labels: Sequence[Label]

    @property
    def is_wide(self) -> bool:
        return self.width == WIDE

    @property
    def name(self) -> str:
        return "wide" if self.is_wide else "narrow"

    @property
    def shapes(self) -> list[Mark]:
        """The marks, signals above the others; in the narrow chart, where nothing points at one, in one path a kind."""
        if self.is_wide:
            return sorted(self.marks, key=lambda mark: mark.kind != "common")
        kinds = dict.fromkeys(sorted((mark.kind for mark in self.marks), key=lambda kind: kind != "common"))
        paths = {kind: "".join(mark.path for mark in self.marks if mark.kind == kind) for kind in kinds}
        return [Mark(kind, 0, 0, path, "") for kind, path in paths.items()]


def lay_out(content: Content, width: int) -> Chart:
    """
    width    NARROW or WIDE
    """
    frame = frame_of(content, width)
    unit, target = content.figures.unit, content.measure.target
    return Chart(
        width=width,
        height=HEIGHTS[width],
        size=frame.size,
        left=frame.left,
        right=frame.right,
        top=frame.top,
        bottom=frame.bottom,
        unit=unit if width_of(unit, frame.size) <= width else "",
        value_ticks=frame.value_ticks,
        date_ticks=_date_ticks(content, frame),
        lines=_lines(content, frame),
        centres=_centres(content, frame, has_signal=False),
        signal_centres=_centres(content, frame, has_signal=True),
        limits=_limits(content, frame),
        baselines=_baselines(content, frame),
        target=None if target is None else frame.y(float(target)),
        boundaries=_boundaries(content, frame),
        marks=marks_of(content, frame),
        rings=rings_of(content, frame),
        changes=[frame.on(day) for _, day in frame.days],
        flags=_flags(frame),
        labels=frame.labels,
    )


def _date_ticks(content: Content, frame: Frame) -> list[Tick]:
    days = [counted.measured_on for counted in content.series.counted]
    return date_ticks(days, frame.on, frame.size, years_alone=content.measure.interval is Interval.YEAR)


def _lines(content: Content, frame: Frame) -> str:
    starts = {stretch.first for stretch in content.stretches}
    path, is_down = [], False
    for place, (counted, (x, y)) in enumerate(zip(content.series.counted, frame.places, strict=True)):
        is_down = is_down and place not in starts
        if y is None:
            is_down = False
        elif not counted.is_ghosted:
            path.append(f"{'L' if is_down else 'M'}{x:.1f} {y:.1f}")
            is_down = True
    return "".join(path)


def _centres(content: Content, frame: Frame, *, has_signal: bool) -> str:
    steps = zip(content.stretches, _reaches(content, frame), strict=True)
    return "".join(
        _level(reach, frame.y(stretch.centre))
        for stretch, reach in steps
        if stretch.centre is not None and stretch.has_signal is has_signal
    )


def _limits(content: Content, frame: Frame) -> str:
    steps = zip(content.stretches, _reaches(content, frame), strict=True)
    return "".join(_level(reach, frame.y(limit)) for stretch, reach in steps for limit in stretch.limits or ())


def _level(reach: tuple[float, float], at: float) -> str:
    return f"M{reach[0]:.1f} {at:.1f}H{reach[1]:.1f}"


def _reaches(content: Content, frame: Frame) -> list[tuple[float, float]]:
    """From where to where each stretch's lines go: half-way to its neighbours, and to the frame at both ends."""
    across = [x for x, _ in frame.places]
    middles = [(across[left.last] + across[right.first]) / 2 for left, right in pairwise(content.stretches)]
    starts = [frame.left, *(middle + BREAK for middle in middles)]
    ends = [*(middle - BREAK for middle in middles), frame.right]
    return [(start, max(start, end)) for start, end in zip(starts, ends, strict=True)] if content.stretches else []


def _baselines(content: Content, frame: Frame) -> list[tuple[float, float]]:
    return [(frame.places[first][0] - INSET, frame.places[last][0] + INSET) for first, last in content.baselines]


def _boundaries(content: Content, frame: Frame) -> list[Beyond]:
    lines = []
    for limit in content.limits:
        at = frame.y(float(limit.value))
        start, end = _within(limit.since_on, frame, frame.left), _within(limit.until_on, frame, frame.right)
        lines.append(Beyond(start, end, at, *((frame.top, at) if limit.is_upper else (at, frame.bottom))))
    return lines


def _within(day: date | None, frame: Frame, otherwise: float) -> float:
    return otherwise if day is None else min(max(frame.on(day), frame.left), frame.right)


def _flags(frame: Frame) -> list[Flag]:
    """One over each change; those that would touch are told by one."""
    groups = [[(number, frame.on(day))] for number, day in frame.days]
    while True:
        flags = [_flag(group, frame) for group in groups]
        touching = next((place for place, pair in enumerate(pairwise(flags)) if _touch(*pair)), None)
        if touching is None:
            return flags
        groups[touching : touching + 2] = [groups[touching] + groups[touching + 1]]


def _flag(group: Sequence[tuple[int, float]], frame: Frame) -> Flag:
    numbers = [number for number, _ in group]
    words = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
    half = max(FLAG, width_of(words, frame.size) + 8) / 2
    middle = (group[0][1] + group[-1][1]) / 2
    return Flag(min(max(middle, frame.left + half), frame.right - half), half, words)


def _touch(left: Flag, right: Flag) -> bool:
    return left.x + left.half_width + 1 > right.x - right.half_width
