"""The newest numbers of a measure in a line small enough for a list."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pydantic_core import from_json

from registry.measures.charts.marks import SHAPES

WIDTH, HEIGHT = 132, 36
INSET = 6.0
ROOM = HEIGHT - 2 * INSET
RADIUS = 2.6
KINDS = {"c": "common", "i": "improvement", "o": "concern", "n": "neutral-high"}
GAP = "g"
MARKS = {letter: (name, *SHAPES[name](RADIUS)) for letter, name in KINDS.items()}


class Sparkline(NamedTuple):
    """
    lines    join the numbers, broken at gaps
    marks    of each kind of signal its name and its path; the newest number is marked whatever the rules say of it
    """

    lines: str
    marks: Sequence[tuple[str, str]]


class _Ways(NamedTuple):
    """Paths in which the heights are still to be written.

    marks   of each kind its name, its path, and for each of its heights the number's place and how far below it stands
    """

    lines: str
    marks: Sequence[tuple[str, str, Sequence[tuple[int, float]]]]


def sparkline(stored: str) -> Sparkline | None:
    """
    stored    as in `StoredResult.sparkline`: JSON, a list of [value, kind]
    returns   None where there is no number
    """
    points: list[tuple[float | None, str]] = from_json(stored) if stored else []
    values = [value for value, _ in points if value is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    span = high / 2 - low / 2  # Halves, because the whole could be more than a float holds.
    base = low / 2
    if span:  # Shares of it first, because what is divided by the smallest floats can be more than one holds.
        heights = [HEIGHT - INSET - (value / 2 - base) / span * ROOM for value in values]
    else:
        heights = [HEIGHT / 2] * len(values)
    ways = _ways("".join([kind for _, kind in points]))
    return Sparkline(
        ways.lines % tuple(heights),
        [(name, path % tuple([heights[at] + down for at, down in places])) for name, path, places in ways.marks],
    )


@lru_cache(maxsize=512)
def _ways(kinds: str) -> _Ways:
    """For numbers of these kinds, a letter each: most lines of a list are of the same few."""
    step = (WIDTH - 2 * INSET) / max(1, len(kinds) - 1)
    newest = max(place for place, kind in enumerate(kinds) if kind != GAP)
    lines, marks, pen, at = [], dict[str, list[tuple[str, int, float]]](), "M", 0
    for place, kind in enumerate(kinds):
        if kind == GAP:
            pen = "M"
            continue
        x = INSET + place * step if len(kinds) > 1 else WIDTH / 2
        lines.append(f"{pen}{x:.1f} %.1f")
        pen = "L"
        if kind != "c" or place == newest:
            name, across, down, way = MARKS[kind]
            marks.setdefault(name, []).append((f"M{x + across:.1f} %.1f{way}", at, down))
        at += 1
    return _Ways(
        "".join(lines),
        [
            (name, "".join(path for path, _, _ in drawn), [(at, down) for _, at, down in drawn])
            for name, drawn in marks.items()
        ],
    )
