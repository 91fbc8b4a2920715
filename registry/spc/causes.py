"""The special cause rules, and the one judgement of each point. Source: spc/RULES.md, section 4."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby, pairwise

from registry.spc.limits import Lines
from registry.spc.series import Direction, Options

UP, NONE, DOWN = 1, 0, -1
Found = Iterator[tuple[int, int]]  # the place of a point among its segment's and its side: UP or DOWN


class Rule(StrEnum):
    ABOVE_UPPER_LIMIT = "above_upper_limit"
    BELOW_LOWER_LIMIT = "below_lower_limit"
    TREND_INCREASING = "trend_increasing"
    TREND_DECREASING = "trend_decreasing"
    TWO_OF_THREE_ABOVE = "two_of_three_above"
    TWO_OF_THREE_BELOW = "two_of_three_below"
    SHIFT_ABOVE = "shift_above"
    SHIFT_BELOW = "shift_below"


class SpecialCause(StrEnum):
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    COMMON_CAUSE = "common_cause"


OUTSIDE = {UP: Rule.ABOVE_UPPER_LIMIT, DOWN: Rule.BELOW_LOWER_LIMIT}
TREND = {UP: Rule.TREND_INCREASING, DOWN: Rule.TREND_DECREASING}
TWO_OF_THREE = {UP: Rule.TWO_OF_THREE_ABOVE, DOWN: Rule.TWO_OF_THREE_BELOW}
SHIFT = {UP: Rule.SHIFT_ABOVE, DOWN: Rule.SHIFT_BELOW}
SIDE = {rule: side for kind in (OUTSIDE, TREND, TWO_OF_THREE, SHIFT) for side, rule in kind.items()}

ORDER = {rule: place for place, rule in enumerate(Rule)}  # nhsr: the first one met decides
STRENGTH = {
    rule: strength for strength, kind in enumerate((OUTSIDE, TWO_OF_THREE, SHIFT, TREND), 1) for rule in kind.values()
}  # mdc: the strongest one decides


def rules_met(segments: Sequence[tuple[Sequence[int], Lines]], options: Options) -> list[list[Rule]]:
    """The rules that each counted point meets.

    segments    of each, its counted points as whole numbers in time order, and the lines they are judged against
    returns     one list for each point of all segments; a trend runs over a rebase in mdc and in no other case
    """
    met = [rules for wholes, lines in segments for rules in _met_within(wholes, lines, options)]
    if not options.is_nhsr:
        wholes = [whole for wholes, _ in segments for whole in wholes]
        _note(met, TREND, _trends(_steps(wholes), options.least_trend))
    return met


def deciding_rule(rules: Sequence[Rule]) -> Rule | None:
    """The first in the fixed order of nhsr: outside a limit, trend, two of three, shift."""
    return min(rules, key=ORDER.__getitem__, default=None)


def special_cause(rules: Sequence[Rule], direction: Direction, options: Options) -> SpecialCause:
    """The judgement of a counted point: the side of the rule that decides, told by what is better."""
    if not rules:
        return SpecialCause.COMMON_CAUSE
    side = SIDE[min(rules, key=ORDER.__getitem__)] if options.is_nhsr else _strongest_side(rules, direction)
    if direction is Direction.NEUTRAL:
        return SpecialCause.NEUTRAL_HIGH if side == UP else SpecialCause.NEUTRAL_LOW
    return SpecialCause.IMPROVEMENT if side == _better(direction) else SpecialCause.CONCERN


def _met_within(wholes: Sequence[int], lines: Lines, options: Options) -> list[list[Rule]]:
    met: list[list[Rule]] = [[] for _ in wholes]
    distances = lines.distances(wholes)
    sides = _signs(distances)
    if lines.near is not None and lines.reach is not None:
        near = _beyond(distances, lines.near)
        outside = _beyond(distances, lines.reach)
        _note(met, OUTSIDE, ((place, sides[place]) for place in outside))
        _note(met, TWO_OF_THREE, _two_of_three(near - outside if options.is_nhsr else near, sides))
    _note(met, SHIFT, _long_runs(sides, options.least_shift))
    if options.is_nhsr:
        _note(met, TREND, _one_way_trends(_steps(wholes), options.least_trend))
    return met


def _note(met: list[list[Rule]], names: dict[int, Rule], found: Found) -> None:
    for place, side in found:
        if names[side] not in met[place]:
            met[place].append(names[side])


def _beyond(distances: Sequence[int], reach: int) -> set[int]:
    return {place for place, distance in enumerate(distances) if abs(distance) > reach}


def _two_of_three(near: set[int], sides: Sequence[int]) -> Found:
    """The near points of every window of three on one side that has two of them or more."""
    for start in range(len(sides) - 2 if len(near) >= 2 else 0):
        window = range(start, start + 3)
        if len(near.intersection(window)) >= 2 and abs(sum(sides[start : start + 3])) == 3:
            yield from ((place, sides[place]) for place in window if place in near)


def _long_runs(signs: Sequence[int], least: int) -> Found:
    """Every member of an unbroken run of at least `least` equal signs, none of them NONE."""
    start = 0
    for sign, run in groupby(signs):
        length = len([*run])
        if sign != NONE and length >= least:
            yield from ((place, sign) for place in range(start, start + length))
        start += length


def _trends(steps: Sequence[int], least: int) -> Found:
    """Every point of a trend, both ends included; where two trends meet the point is found twice.

    steps    from each point to the next: UP, NONE or DOWN
    """
    for step, side in _long_runs(steps, least - 1):
        yield step, side
        yield step + 1, side


def _one_way_trends(steps: Sequence[int], least: int) -> Found:
    """The same, each point once: the step to the next point decides if that is in a trend too, else the step before.

    As in the reference a step that does not rise counts as falling, also between the end of one trend and the start of
    another (RULES, section 4, tag `degenerate`).
    """
    inside = {place for place, _ in _trends(steps, least)}
    return ((place, UP if steps[place if place + 1 in inside else place - 1] == UP else DOWN) for place in inside)


def _steps(wholes: Sequence[int]) -> list[int]:
    return _signs([later - earlier for earlier, later in pairwise(wholes)])


def _strongest_side(rules: Sequence[Rule], direction: Direction) -> int:
    up, down = (max((STRENGTH[rule] for rule in rules if SIDE[rule] == side), default=0) for side in (UP, DOWN))
    if up and down and (direction is Direction.NEUTRAL or up == down):
        return _better(direction)
    return UP if up > down else DOWN


def _better(direction: Direction) -> int:
    """The side that improvement lies on; where neither is better, high."""
    return DOWN if direction is Direction.DECREASE else UP


def _signs(numbers: Sequence[int]) -> list[int]:
    return [UP if number > 0 else DOWN if number < 0 else NONE for number in numbers]
