"""Short ways to say what a chart is made from. What is not said: monthly, higher is better, nhsr."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from registry.spc.causes import Rule
from registry.spc.series import Direction, Number, Options, RuleSet, Series
from registry.spc.xmr import Segment, XmrChart, xmr_chart


def day(place: int) -> date:
    """The first of the month, `place` months after January 2023."""
    return date(2023 + place // 12, place % 12 + 1, 1)


def make_series(
    values: Sequence[Number | None],
    *,
    direction: Direction = Direction.INCREASE,
    target: Number | None = None,
    rebases: Sequence[int] = (),
    ghosts: Sequence[int] = (),
    **options: Any,
) -> Series:
    """rebases, ghosts: places of rows, counted from 0."""
    return Series(
        dates=[day(place) for place in range(len(values))],
        values=values,
        improvement_direction=direction,
        target=target,
        rebase_dates=[day(place) for place in rebases],
        ghosted_dates=[day(place) for place in ghosts],
        options=Options(**options),
    )


def draw(values: Sequence[Number | None], **given: Any) -> XmrChart:
    return xmr_chart(make_series(values, **given))


def mdc(values: Sequence[Number | None], **given: Any) -> XmrChart:
    return draw(values, rule_set=RuleSet.MDC, **given)


def places(chart: XmrChart, rule: Rule) -> list[int]:
    """Which rows meet a rule."""
    return [place for place, point in enumerate(chart.points) if rule in point.rules]


def limits(segment: Segment) -> tuple[float | None, float | None]:
    return segment.lower_limit, segment.upper_limit
