"""The newest numbers of a measure in a line small enough for a list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from registry.measures.charts.drawing import SHAPES

WIDTH, HEIGHT = 132, 36
INSET = 6.0
RADIUS = 2.6
KINDS = {"c": "common", "i": "improvement", "o": "concern", "n": "neutral-high"}


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
    span = high / 2 - low / 2
    step = (WIDTH - 2 * INSET) / max(1, len(points) - 1)
    path, marks, is_down = [], dict[str, list[str]](), False
    newest = max(place for place, (value, _) in enumerate(points) if value is not None)
    for place, (value, kind) in enumerate(points):
        if value is None:
            is_down = False
            continue
        x = INSET + place * step if len(points) > 1 else WIDTH / 2
        share = (value / 2 - low / 2) / span if span else 0.5
        y = HEIGHT - INSET - share * (HEIGHT - 2 * INSET)
        path.append(f"{'L' if is_down else 'M'}{x:.1f} {y:.1f}")
        is_down = True
        if kind != "c" or place == newest:
            across, down, way = SHAPES[KINDS[kind]](RADIUS)
            marks.setdefault(KINDS[kind], []).append(f"M{x + across:.1f} {y + down:.1f}{way}")
    return Sparkline("".join(path), [(kind, "".join(paths)) for kind, paths in marks.items()])
