"""When a watch rests, until when what was last heard still tells, and how an idea stands in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.clock import days_between

WATCHED_STAGES = frozenset({Stage.EXPLORING, Stage.SUSTAINED})
RESTING_STAGES = frozenset({Stage.PAUSED, Stage.ENDED})


@dataclass(frozen=True)
class Step:
    """A stage, and the day on which the idea came to it."""

    stage: Stage
    from_on: date


def watched_days(from_on: date, to_on: date, steps: Sequence[Step]) -> int:
    """Days between two days in which the idea was worked on; registered, paused and ended days do not count.

    steps   every stage the idea came to, in order
    """
    ends = [step.from_on for step in steps[1:]] + [to_on]
    return sum(
        max(0, days_between(max(step.from_on, from_on), min(end, to_on)))
        for step, end in zip(steps, ends, strict=True)
        if step.stage in WATCHED_STAGES
    )


def is_at_rest(day: date, steps: Sequence[Step]) -> bool:
    """Whether the idea was paused or ended all day long: what is counted then is drawn, not judged."""
    before = [step.stage for step in steps if step.from_on < day]
    of_the_day = [step.stage for step in steps if step.from_on == day]
    return bool(before) and {before[-1], *of_the_day} <= RESTING_STAGES


def status_now(
    said: BoundaryStatus | None, silent_days: int, told_days: int, *, has_open_crossing: bool = False
) -> BoundaryStatus:
    """How a watch stands.

    said               by the newest answer or number, of the words in force
    silent_days        watched days since then
    told_days          for how many days it tells
    has_open_crossing  its question waits; silence does not hide it
    """
    if said is None:
        return BoundaryStatus.UNKNOWN
    if said is BoundaryStatus.CROSSED and has_open_crossing:
        return BoundaryStatus.CROSSED
    return BoundaryStatus.UNKNOWN if silent_days > told_days else said


def next_due_on(asked_on: date, told_days: int, today: date, steps: Sequence[Step]) -> date | None:
    """The last day on which what was said or agreed on `asked_on` still tells.

    returns   None while at rest, unless it told no more when the rest began: a pause makes nothing known again
    """
    if not steps:
        return None
    rest_on = _rest_began_on(steps)
    until_on = today if rest_on is None else max(asked_on, rest_on)
    watched = watched_days(asked_on, until_on, steps)
    if rest_on and watched <= told_days:
        return None
    return asked_on + timedelta(days=told_days + days_between(asked_on, until_on) - watched)


def _rest_began_on(steps: Sequence[Step]) -> date | None:
    """From which day the idea is not worked on; None while it is."""
    began_on = None
    for step in reversed(steps):
        if step.stage in WATCHED_STAGES:
            break
        began_on = step.from_on
    return began_on


def worst_of(said: Iterable[BoundaryStatus | None]) -> BoundaryStatus | None:
    """The worst of what was last said, leaving out the time since; None when nothing was said of any boundary."""
    known = [status for status in said if status is not None]
    return max(known, key=[BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED].index, default=None)
