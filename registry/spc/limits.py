"""Mean and limits of one segment. Source: spc/RULES.md, section 3."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from registry.spc.series import Options

LIMIT_HUNDREDTHS = 266  # 2.66 times the average moving range
FENCE_THOUSANDTHS = 3267  # 3.267 times the average moving range


class Lines(NamedTuple):
    """The lines of a segment in whole numbers of a finer grid, on which all of them lie exactly.

    step     how many of its numbers make one whole number of the series
    mean     the centre line
    near     from the mean to either near limit, two thirds of the reach
    reach    from the mean to either limit; near and reach are None where there are no limits
    """

    step: int
    mean: int
    near: int | None = None
    reach: int | None = None

    def distances(self, wholes: Sequence[int]) -> list[int]:
        """How far whole numbers of the series lie above the mean; below it, negative."""
        step, mean = self.step, self.mean
        return [whole * step - mean for whole in wholes]

    def without_limits(self) -> "Lines":
        return Lines(self.step, self.mean)


def lines_of(wholes: Sequence[int], options: Options) -> Lines:
    """Mean and limits from a segment's counted points.

    wholes    at least one, in time order; in nhsr only the first `fix_after_n_points` are used
    returns   without limits where no moving range is left: one point, or a constant series screened (RULES, section 6)
    """
    points = wholes[: options.fix_after_n_points] if options.is_nhsr else wholes
    ranges = [abs(later - earlier) for earlier, later in pairwise(points)]
    if options.is_screened:
        points, ranges = _screened(points, ranges, options)
    return _lines(points, ranges)


def _screened(points: Sequence[int], ranges: list[int], options: Options) -> tuple[Sequence[int], list[int]]:
    """Leaves out outlying moving ranges, once; in mdc the points that they lead to as well."""
    times, fence = 1000 * len(ranges), FENCE_THOUSANDTHS * sum(ranges)
    if options.is_nhsr:
        return points, [size for size in ranges if size * times < fence]
    kept = [(point, size) for point, size in zip(points[1:], ranges, strict=True) if size * times <= fence]
    return [points[0], *(point for point, _ in kept)], [size for _, size in kept]


def _lines(points: Sequence[int], ranges: Sequence[int]) -> Lines:
    if not ranges:
        return Lines(step=len(points), mean=sum(points))
    near = LIMIT_HUNDREDTHS * 2 * len(points) * sum(ranges)
    return Lines(
        step=300 * len(points) * len(ranges), mean=300 * len(ranges) * sum(points), near=near, reach=near // 2 * 3
    )
