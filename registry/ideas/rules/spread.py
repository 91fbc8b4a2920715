"""Where the ideas of a tree stand in its picture: each generation in a column, whoever it began from in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

COLUMN, ROW, RADIUS = 68, 40, 15
NARROW_COLUMN, WIDE_UP_TO = 44, 3
MARGIN = RADIUS + 5


@dataclass(frozen=True)
class Branch:
    """An idea in the order of the list beside the picture, and the one it was begun from."""

    id: UUID
    depth: int
    from_id: UUID | None


@dataclass(frozen=True)
class Node:
    """
    number   its place in the list, from 1
    x, y     the middle of its circle, in the picture's own units
    """

    id: UUID
    number: int
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """From the edge of one circle to the edge of the one begun from it; `bend` is where it turns."""

    from_x: int
    from_y: int
    bend: int
    to_x: int
    to_y: int


@dataclass(frozen=True)
class Drawn:
    width: int
    height: int
    radius: int
    nodes: Sequence[Node]
    lines: Sequence[Line]


def drawn(branches: Sequence[Branch]) -> Drawn:
    """
    branches   the tree from its root, each before those begun from it
    returns    narrower columns where the tree is deep, so that a phone shows most trees at full size
    """
    deepest = max((branch.depth for branch in branches), default=0)
    column = COLUMN if deepest <= WIDE_UP_TO else NARROW_COLUMN
    begun: dict[UUID, list[UUID]] = {}
    for branch in branches:
        if branch.from_id:
            begun.setdefault(branch.from_id, []).append(branch.id)
    heights: dict[UUID, int] = {}
    ends = [branch.id for branch in branches if branch.id not in begun]
    heights |= {idea_id: MARGIN + ROW * row for row, idea_id in enumerate(ends)}
    for branch in reversed(branches):
        if below := [heights[idea_id] for idea_id in begun.get(branch.id, ())]:
            heights[branch.id] = (below[0] + below[-1]) // 2
    nodes = [
        Node(branch.id, number, MARGIN + column * branch.depth, heights[branch.id])
        for number, branch in enumerate(branches, 1)
    ]
    places = {node.id: node for node in nodes}
    lines = [
        Line(
            from_x=places[branch.from_id].x + RADIUS,
            from_y=places[branch.from_id].y,
            bend=places[branch.id].x - column // 2,
            to_x=places[branch.id].x - RADIUS,
            to_y=places[branch.id].y,
        )
        for branch in branches
        if branch.from_id in places
    ]
    height = 2 * MARGIN + ROW * max(0, len(ends) - 1)
    return Drawn(2 * MARGIN + column * deepest, height, RADIUS, nodes, lines)
