"""Where everything of a chart stands, in the unit of the drawing. Source: spc/RULES.md, section 9."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from registry.kit.text import day_words
from registry.measures.charts.contents import Content
from registry.measures.charts.figures import brief
from registry.measures.charts.letters import width_of
from registry.measures.charts.scales import Scale, Tick, date_ticks, span_of, spread, value_ticks
from registry.measures.charts.sentences import signal_words
from registry.measures.models import Interval
from registry.measures.rules.results import Judged
from registry.spc.causes import SpecialCause

NARROW, WIDE = 340, 720
HEIGHTS = {NARROW: 300, WIDE: 380}
SIZES = {NARROW: 17.0, WIDE: 18.0}
LINE_HEIGHT = 1.2
EDGE = 7.0  # Between the frame and what is written about it.
INSET = 9.0  # Between the frame and the outermost numbers.
FLAG = 22.0  # Across the ring with a change's number.
BREAK = 3.0  # From the end of a line to the re-calculation.
LABELS_AT_MOST = 5
LATE = 0.15  # A change tried later than the newest number by more than so much of the chart's time is not drawn.

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
    words    its date, number and signal
    """

    kind: str
    x: float
    y: float
    path: str
    words: str


class Flag(NamedTuple):
    """The number over the line of a change, or the numbers of those that stand too near each other: 2–4."""

    x: float
    half_width: float
    words: str


class Label(NamedTuple):
    """What is written at the right-hand edge; kind is target, centre or boundary."""

    kind: str
    at: float
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
    def name(self) -> str:
        return "wide" if self.width == WIDE else "narrow"

    @property
    def shapes(self) -> list[Mark]:
        """The marks, signals above the others; in the narrow chart, where nothing points at one, in one path a kind."""
        if self.width == WIDE:
            return sorted(self.marks, key=lambda mark: mark.kind != "common")
        kinds = dict.fromkeys(sorted((mark.kind for mark in self.marks), key=lambda kind: kind != "common"))
        paths = {kind: "".join(mark.path for mark in self.marks if mark.kind == kind) for kind in kinds}
        return [Mark(kind, 0, 0, path, "") for kind, path in paths.items()]


@dataclass(frozen=True)
class Frame:
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale

    def on(self, day: date) -> float:
        return self.x(day.toordinal())


def lay_out(content: Content, width: int) -> Chart:
    """
    width    NARROW or WIDE
    """
    size = SIZES[width]
    days = drawn_change_days(content)
    y = _value_scale(content, size, HEIGHTS[width], has_flags=bool(days))
    ticks = value_ticks(y, size)
    said = _labels(content, y, size, is_wide=width == WIDE)
    frame = _frame(content, y, width, size, ticks, said, days)
    return Chart(
        width=width,
        height=HEIGHTS[width],
        size=size,
        left=frame.left,
        right=frame.right,
        top=frame.top,
        bottom=frame.bottom,
        unit=content.figures.unit if width_of(content.figures.unit, size) <= width else "",
        value_ticks=ticks,
        date_ticks=_date_ticks(content, frame, size),
        lines=_lines(content, frame),
        centres=_centres(content, frame, has_signal=False),
        signal_centres=_centres(content, frame, has_signal=True),
        limits=_limits(content, frame),
        baselines=_baselines(content, frame),
        target=None if content.measure.target is None else y(float(content.measure.target)),
        boundaries=_boundaries(content, frame),
        marks=_marks(content, frame),
        rings=_rings(content, frame),
        changes=[frame.on(day) for _, day in days],
        flags=_flags([(number, frame.on(day)) for number, day in days], frame, size),
        labels=said,
    )


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


def _frame(
    content: Content,
    y: Scale,
    width: int,
    size: float,
    ticks: Sequence[Tick],
    labels: Sequence[Label],
    changes: Sequence[tuple[int, date]],
) -> Frame:
    left = max([width_of(tick.words, size) + EDGE for tick in ticks] + [size * 1.4])
    right = width - max([width_of(label.words, size) + EDGE for label in labels] + [size * 1.4])
    days = [counted.measured_on.toordinal() for counted in content.series.counted]
    days += [day.toordinal() for _, day in changes]
    first, last = min(days, default=0), max(days, default=1)
    alone = first == last
    x = Scale(first - alone, last + alone, left + INSET, right - INSET)
    return Frame(left, right, y.end, y.start, x, y)


def _date_ticks(content: Content, frame: Frame, size: float) -> list[Tick]:
    days = [counted.measured_on for counted in content.series.counted]
    return date_ticks(days, frame.on, size, years_alone=content.measure.interval is Interval.YEAR)


def _lines(content: Content, frame: Frame) -> str:
    starts = {stretch.first for stretch in content.stretches}
    path, is_down = [], False
    for place, point in enumerate(content.points):
        is_down = is_down and place not in starts
        counted = point.counted
        if counted.value is None:
            is_down = False
        elif not counted.is_ghosted:
            path.append(
                f"{'L' if is_down else 'M'}{frame.on(counted.measured_on):.1f} {frame.y(float(counted.value)):.1f}"
            )
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
    places = [frame.on(point.counted.measured_on) for point in content.points]
    middles = [(places[left.last] + places[right.first]) / 2 for left, right in pairwise(content.stretches)]
    starts = [frame.left, *(middle + BREAK for middle in middles)]
    ends = [*(middle - BREAK for middle in middles), frame.right]
    return [(start, max(start, end)) for start, end in zip(starts, ends, strict=True)] if content.stretches else []


def _baselines(content: Content, frame: Frame) -> list[tuple[float, float]]:
    days = [point.counted.measured_on for point in content.points]
    return [(frame.on(days[first]) - INSET, frame.on(days[last]) + INSET) for first, last in content.baselines]


def _boundaries(content: Content, frame: Frame) -> list[Beyond]:
    lines = []
    for limit in content.limits:
        at = frame.y(float(limit.value))
        start, end = _within(limit.since_on, frame, frame.left), _within(limit.until_on, frame, frame.right)
        lines.append(Beyond(start, end, at, *((frame.top, at) if limit.is_upper else (at, frame.bottom))))
    return lines


def _within(day: date | None, frame: Frame, otherwise: float) -> float:
    return otherwise if day is None else min(max(frame.on(day), frame.left), frame.right)


def _marks(content: Content, frame: Frame) -> list[Mark]:
    radius = _radius(content, frame)
    drawn = [point for point in content.points if point.counted.value is not None]
    marks = []
    for point in drawn:
        kind = _kind(content, point)
        x, y = frame.on(point.counted.measured_on), frame.y(float(point.counted.value or 0))
        marks.append(Mark(kind, x, y, _shape(kind, x, y, radius), _words(content, point)))
    return marks


def _rings(content: Content, frame: Frame) -> str:
    crossed = frozenset[date]().union(*(limit.crossed_on for limit in content.limits))
    radius = max(4.0, _radius(content, frame))
    return "".join(
        _shape("crossed", frame.on(point.counted.measured_on), frame.y(float(point.counted.value)), radius)
        for point in content.points
        if point.counted.value is not None and point.counted.measured_on in crossed
    )


def _radius(content: Content, frame: Frame) -> float:
    return round(min(4.5, max(2.0, (frame.right - frame.left) / max(1, len(content.points)) * 0.42)), 1)


def _kind(content: Content, point: Judged) -> str:
    if point.cause is None:
        return "left-out"
    return "common" if content.runs is not None else KINDS[point.cause]


def _shape(kind: str, x: float, y: float, radius: float) -> str:
    across, down, way = SHAPES[kind](radius if kind in {"common", "left-out", "crossed"} else max(3.5, radius))
    return f"M{x + across:.1f} {y + down:.1f}{way}"


def _words(content: Content, point: Judged) -> str:
    number = content.figures.with_unit(content.figures.number(point.counted.value))
    said = "" if content.runs is not None else signal_words(point, content.measure.direction)
    return f"{day_words(point.counted.measured_on)}: {number}" + (f". {said}" if said else "")


def _flags(changes: Sequence[tuple[int, float]], frame: Frame, size: float) -> list[Flag]:
    """One over each change; those that would touch are told by one."""
    groups = [[change] for change in changes]
    while True:
        flags = [_flag(group, frame, size) for group in groups]
        touching = next((place for place, pair in enumerate(pairwise(flags)) if _touch(*pair)), None)
        if touching is None:
            return flags
        groups[touching : touching + 2] = [groups[touching] + groups[touching + 1]]


def _flag(group: Sequence[tuple[int, float]], frame: Frame, size: float) -> Flag:
    numbers = [number for number, _ in group]
    words = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
    half = max(FLAG, width_of(words, size) + 8) / 2
    middle = (group[0][1] + group[-1][1]) / 2
    return Flag(min(max(middle, frame.left + half), frame.right - half), half, words)


def _touch(left: Flag, right: Flag) -> bool:
    return left.x + left.half_width + 1 > right.x - right.half_width
