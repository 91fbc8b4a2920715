"""The newest numbers of a measure in a line small enough for a list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.measures.charts.marks import SHAPES

WIDTH, HEIGHT = 132, 36
INSET = 6.0
RADIUS = 2.6
KINDS = {"c": "common", "i": "improvement", "o": "concern", "n": "neutral-high"}
MARKS = {letter: (name, *SHAPES[name](RADIUS)) for letter, name in KINDS.items()}


@dataclass(frozen=True)
class Sparkline:
    """
    lines    join the numbers, broken at gaps
    marks    of each kind of signal its name and its path; the newest number is marked whatever the rules say of it
    """

    lines: str
    marks: Sequence[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(stored: str) -> Sparkline | None:
    """
    stored    as in `StoredResult.sparkline`: JSON, a list of [value, kind]
    returns   None where there is no number
    """
    points: list[tuple[float | None, str]] = json.loads(stored) if stored else []
    values = [value for value, _ in points if value is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    span = high / 2 - low / 2  # Halves, because the whole could be more than a float holds.
    scale, base = ((HEIGHT - 2 * INSET) / span, low / 2) if span else (0.0, 0.0)
    foot = HEIGHT - INSET if span else HEIGHT / 2
    newest = len(points) - 1
    while points[newest][0] is None:
        newest -= 1
    path, marks, pen = [], dict[str, list[str]](), "M"
    for place, ((value, kind), (x, written_x)) in enumerate(zip(points, _places(len(points)), strict=True)):
        if value is None:
            pen = "M"
            continue
        y = foot - (value / 2 - base) * scale
        path.append(f"{pen}{written_x} {y:.1f}")
        pen = "L"
        if kind != "c" or place == newest:
            name, across, down, way = MARKS[kind]
            marks.setdefault(name, []).append(f"M{x + across:.1f} {y + down:.1f}{way}")
    return Sparkline("".join(path), [(name, "".join(paths)) for name, paths in marks.items()])


@lru_cache(maxsize=64)
def _places(count: int) -> Sequence[tuple[float, str]]:
    """How far from the left each of so many numbers stands, and the same in writing."""
    step = (WIDTH - 2 * INSET) / max(1, count - 1)
    places = [INSET + place * step if count > 1 else WIDTH / 2 for place in range(count)]
    return [(x, f"{x:.1f}") for x in places]
