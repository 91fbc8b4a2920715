"""A chart as one drawing to take away: its title, what it says, the wide chart, and the legend, each in its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from registry.kit.text import day_words
from registry.measures.charts.drawing import Chart
from registry.measures.charts.letters import lines_of, width_of
from registry.measures.charts.looks import FACE, LOOKS, PAPER, Look
from registry.measures.charts.pictures import Picture

MARGIN = 40
KEY_WIDTH, KEY_GAP = 30, 22
LEADING = 1.4


class Line(NamedTuple):
    """A line of words; `look` is the name of its look, `at` where its letters stand."""

    look: str
    x: float
    at: float
    words: str


class PlacedKey(NamedTuple):
    kind: str
    x: float
    at: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """
    plot_at    the height at which the chart begins
    """

    picture: Picture
    width: int
    height: int
    plot_at: float
    lines: list[Line]
    keys: list[PlacedKey]
    margin: int = MARGIN
    face: str = FACE
    paper: str = PAPER

    @property
    def chart(self) -> Chart:
        return self.picture.charts[1]

    @property
    def looks(self) -> dict[str, Look]:
        return LOOKS


class Column:
    """Fills a drawing from above: each call sets words below what stands there."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.at = float(MARGIN)
        self.lines: list[Line] = []
        self.keys: list[PlacedKey] = []

    def write(self, look: str, words: str, indent: float = 0) -> None:
        size = float(LOOKS[look]["font-size"])
        for line in lines_of(words, size, self.width - indent):
            self.lines.append(Line(look, MARGIN + indent, self.at + size, line))
            self.at += size * LEADING

    def leave(self, space: float) -> float:
        """Keeps a space free, and says where it begins."""
        begin = self.at
        self.at += space
        return begin

    def name(self, keys: Iterable[tuple[str, str]]) -> None:
        """Keys beside each other as far as they fit."""
        size = float(LOOKS["key"]["font-size"])
        x = float(MARGIN)
        for kind, words in keys:
            wide = KEY_WIDTH + width_of(words, size)
            if x > MARGIN and x + wide > MARGIN + self.width:
                x = MARGIN
                self.at += size * LEADING
            self.keys.append(PlacedKey(kind, x, self.at + size, words))
            x += wide + KEY_GAP
        self.at += size * LEADING


def drawing_of(picture: Picture, source: str) -> Drawing:
    """
    picture    with numbers
    source     whose chart it is and when it was drawn, for the last line
    """
    chart = picture.charts[1]
    column = Column(chart.width)
    column.write("title", picture.measure.name)
    column.write("subtitle", picture.subtitle)
    column.leave(10)
    column.write("sentence", picture.said.sentence)
    plot_at = column.leave(14) + 14
    column.leave(chart.height + 10)
    column.name(picture.legend)
    column.leave(6)
    for words in _notes(picture):
        column.write("key", words)
    for words in [*picture.said.remarks, source]:
        column.write("remark", words)
    height = round(column.at + MARGIN - 10)
    return Drawing(picture, chart.width + 2 * MARGIN, height, plot_at, column.lines, column.keys)


def _notes(picture: Picture) -> Iterator[str]:
    for change in picture.changes:
        place = f", {change.place}" if change.place else ""
        yield f"{change.number}. {change.what}, {day_words(change.tried_on)}{place}"
