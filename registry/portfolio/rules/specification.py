"""The minimum specification of an idea on one sheet: for whom it stands first, what it lacks, and how it fits.

Source: MODEL, P7, and 'Frameworks, boundaries, discretion'.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor
from registry.people.models import Role

Widths = list[int]

WIDE = re.compile("[A-Zmw%@]")
OTHER_SCRIPTS = re.compile("[\u2e80-\U0010ffff]")
NEW_FOR = timedelta(days=28)
PROMISES_SHOWN = 8
LICENCES_SHOWN = 2
SHEET_POINTS = 770  # of the 782 that static/css/spec.css gives the sheet


class Box(StrEnum):
    """A quarter of the sheet; the value names the answer of a program, too."""

    DIRECTION = "direction"
    BOUNDARIES = "boundaries"
    RESOURCES = "resources"
    PERMISSIONS = "permissions"


@dataclass(frozen=True)
class Missing:
    """
    noun   where its team mends it, under the idea's address; empty where time or others do
    """

    box: Box
    sentence: str
    noun: str = ""


class Density(StrEnum):
    LARGE = "large"
    ROOMY = "roomy"
    CLOSE = "close"
    DENSE = "dense"


@dataclass(frozen=True)
class Fit:
    """How the sheet is set. lines_each: after so many lines a sentence is cut on paper; 0 for never."""

    density: Density
    lines_each: int = 0


@dataclass(frozen=True)
class Setting:
    """How much room words take, in points and in letters of common width.

    line, letters   of a sentence in a box; `gap` stands between two
    box             a box without its sentences
    around          what stands above and below the boxes, without title and quotation
    title, quoted   points a line, letters in it, and lines shown at most
    """

    line: float
    letters: int
    gap: float
    box: float
    around: float
    title: tuple[float, int, int]
    quoted: tuple[float, int, int]


# static/css/spec.css sets these sizes.
SETTINGS = {
    Density.LARGE: Setting(19, 34, 7, 72, 112, (34, 38, 2), (22.2, 70, 3)),
    Density.ROOMY: Setting(15, 43, 5, 54, 90, (27, 47, 2), (18.2, 85, 3)),
    Density.CLOSE: Setting(11.8, 53, 3.5, 50, 76, (21.3, 60, 2), (15, 103, 2)),
    Density.DENSE: Setting(9.4, 64, 2, 38, 68, (16.8, 76, 2), (11.7, 132, 2)),
}
TIGHTER = (
    Fit(Density.LARGE),
    Fit(Density.ROOMY),
    Fit(Density.CLOSE),
    Fit(Density.DENSE),
    Fit(Density.DENSE, 4),
    Fit(Density.DENSE, 3),
    Fit(Density.DENSE, 2),
)
TIGHTEST = Fit(Density.DENSE, 1)


def stands_first(actor: Actor, standing: Standing, joined_at: datetime | None, now: datetime) -> bool:
    """For an executive, a partner, and whoever comes new to the team, the sheet is the first thing they see.

    joined_at   when the actor came into the team; None where they are not in it
    """
    if actor.has(Role.SPONSOR) or actor.has(Role.BOARD) or actor.has(Role.PARTNER):
        return True
    if actor.is_person(standing.lead_id) or actor.is_person(standing.author_id):
        return False
    return actor.id in standing.invited_ids or (joined_at is not None and now - joined_at < NEW_FOR)


def list_missing(
    *,
    stage: Stage,
    names_outcome: bool,
    boundaries: int,
    without_measure: int,
    promises: int,
    open_asks: int,
    has_permission: bool,
    ground: str,
    has_period: bool,
) -> list[Missing]:
    """What the sheet cannot say yet, in plain words, in the order of its boxes.

    ground   why no licence covers a partner's ground on which it works; empty where one does, or none is needed
    """
    if stage is Stage.ENDED:
        return []
    found = []
    if not names_outcome:
        found.append(Missing(Box.DIRECTION, "It does not say yet which outcome it serves.", "edit"))
    if not boundaries:
        found.append(
            Missing(Box.BOUNDARIES, "No boundary stands yet. It needs one before it begins.", "boundaries/new")
        )
    if without_measure:
        some = "One boundary has" if without_measure == 1 else f"{without_measure} boundaries have"
        found.append(Missing(Box.BOUNDARIES, f"{some} no measure yet that tells."))
    if not promises:
        asked = "Nothing is promised yet." if open_asks else "Nothing is asked for or promised yet."
        found.append(Missing(Box.RESOURCES, asked, "" if open_asks else "asks/new"))
    if open_asks:
        asks = "One ask waits" if open_asks == 1 else f"{open_asks} asks wait"
        found.append(Missing(Box.RESOURCES, f"{asks} to be met."))
    if not has_period:
        found.append(Missing(Box.RESOURCES, "It is not said yet from when until when it is explored."))
    if not has_permission and stage is not Stage.SUSTAINED:
        sentence = "Neither an area of discretion nor a sponsor stands behind it yet. It needs one before it begins."
        found.append(Missing(Box.PERMISSIONS, sentence, "claims/new" if stage is Stage.REGISTERED else ""))
    if ground:
        found.append(Missing(Box.PERMISSIONS, ground))
    return found


def fit(title: str, quoted: str, boxes: Sequence[Sequence[str]]) -> Fit:
    """The largest setting with which all words of the four boxes stand on one sheet.

    boxes   the sentences of each, in the order of the sheet: two beside each other, twice
    """
    head = (_widths(title), _widths(quoted) + [0] * quoted.count("\n"))
    measured = [[_widths(said) for said in box] for box in boxes]
    return next((each for each in TIGHTER if _height(head, measured, each) <= SHEET_POINTS), TIGHTEST)


def _height(head: tuple[Widths, Widths], boxes: Sequence[Sequence[Widths]], tried: Fit) -> float:
    setting = SETTINGS[tried.density]
    most = tried.lines_each or sys.maxsize
    height = setting.around
    for words, (line, letters, shown) in zip(head, (setting.title, setting.quoted), strict=True):
        height += line * min(shown, _lines(words, letters))
    heights = [
        sum(min(most, _lines(said, setting.letters)) * setting.line + setting.gap for said in box) for box in boxes
    ]
    return height + 2 * setting.box + max(heights[:2]) + max(heights[2:])


def _widths(said: str) -> Widths:
    """Of each word in letters of common width: capitals and signs of other scripts take more room."""
    return [
        len(word) + len(WIDE.findall(word)) + (0 if word.isascii() else 2 * len(OTHER_SCRIPTS.findall(word)))
        for word in said.split()
    ]


def _lines(words: Widths, letters: int) -> int:
    """A word that is longer than a line is broken, and a width of 0 begins a new line."""
    lines, used = 1, 0
    for width in words:
        if width == 0 or (used and used + 1 + width > letters):
            lines, used = lines + 1, 0
        used += width + (1 if used else 0)
        if used > letters:
            lines, used = lines + (used - 1) // letters, (used - 1) % letters + 1
    return lines
