"""The picture of how an idea spreads. No database."""

from uuid import UUID

from registry.ideas.rules.spread import COLUMN, ROW, Branch, drawn

TREE = {1: None, 2: 1, 3: 2, 4: 2, 5: 1, 6: 5, 7: 6, 8: 1}
DEPTHS = {1: 0, 2: 1, 3: 2, 4: 2, 5: 1, 6: 2, 7: 3, 8: 1}


def tree() -> list[Branch]:
    return [
        Branch(UUID(int=number), DEPTHS[number], UUID(int=source) if source else None)
        for number, source in TREE.items()
    ]


def test_each_generation_has_a_column_and_each_idea_a_place_of_its_own() -> None:
    picture = drawn(tree())
    first = picture.nodes[0]
    assert [(node.x - first.x) // COLUMN for node in picture.nodes] == list(DEPTHS.values())
    assert len({(node.x, node.y) for node in picture.nodes}) == len(TREE)
    assert all(0 < node.x < picture.width and 0 < node.y < picture.height for node in picture.nodes)
    assert len(picture.lines) == len(TREE) - 1


def test_an_idea_stands_in_the_middle_of_those_begun_from_it_and_no_two_of_a_column_overlap() -> None:
    places = {node.number: node for node in drawn(tree()).nodes}
    assert places[2].y == (places[3].y + places[4].y) // 2
    assert places[1].y == (places[2].y + places[8].y) // 2
    assert places[5].y == places[6].y == places[7].y
    columns: dict[int, list[int]] = {}
    for node in places.values():
        columns.setdefault(node.x, []).append(node.y)
    for heights in columns.values():
        assert all(below - above >= ROW for above, below in zip(sorted(heights), sorted(heights)[1:], strict=False))


def test_one_alone_is_one_circle() -> None:
    picture = drawn([Branch(UUID(int=1), 0, None)])
    assert (len(picture.nodes), picture.lines) == (1, [])
