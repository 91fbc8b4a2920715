"""The weeks of a pulse, what of them is shown, and when support is offered. Source: MODEL, 'Feedback, coaching, pulse'.

Weeks share no answer, and are shown in whole points without a count, rounded up or down by chance, once, and moving one
point a week at most: so that one week taken from another tells of no single person, even where somebody joined between
them and all others said the same again. Halves, rounding to the nearest or a longer step would tell of the newcomer (a
test tries them all). Chance is fair, so over the weeks the figures are true; the price is that one week says little.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.feedback.models import PulseWeek
from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor

LEAST_ANSWERS = 5
LOW_POINTS = 2
LOW_WEEKS = 3
WEEKS_SHOWN = 12
ENERGY = {1: "None left", 2: "Little", 3: "Some", 4: "Good", 5: "Plenty"}
SUPPORT = {1: "Not at all", 2: "Little", 3: "Partly", 4: "Well", 5: "Very well"}

Draw = Callable[[int], int]
Score = tuple[int, int]
"""Energy and support, each 1 to 5."""


@dataclass(frozen=True)
class Figure:
    energy: int
    support: int
    is_folded: bool = False


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def may_answer_pulse(actor: Actor, standing: Standing) -> bool:
    return actor.id in standing.member_ids and standing.is_open


def figures_of(
    answers: Mapping[UUID, Sequence[Score]],
    framework_of: Mapping[UUID, UUID | None],
    last: Mapping[UUID, Figure],
    draw: Draw,
) -> dict[UUID, Figure | None]:
    """What each team's week came to; None where too few answered.

    answers        by team, of one week
    framework_of   the framework over each team; small teams under the same one are put together
    last           what was shown of each team before
    draw           a whole number under the one given, by chance
    """
    figures: dict[UUID, Figure | None] = {}
    small: dict[UUID, list[UUID]] = defaultdict(list)
    for idea_id, scores in answers.items():
        figures[idea_id] = _figure(scores, draw, is_folded=False)
        framework_id = framework_of.get(idea_id)
        if figures[idea_id] is None and framework_id:
            small[framework_id].append(idea_id)
    for idea_ids in small.values():
        together = [score for idea_id in idea_ids for score in answers[idea_id]]
        figure = _figure(together, draw, is_folded=True)
        figures |= dict.fromkeys(idea_ids, figure)
    return {idea_id: figure and _a_step_from(last.get(idea_id), figure) for idea_id, figure in figures.items()}


def is_low(weeks: Sequence[PulseWeek], today: date) -> bool:
    """Whether the last three weeks were all low, in energy or in support.

    weeks   of one team, the newest first
    """
    last = week_of(today) - timedelta(weeks=1)
    wanted = [last - timedelta(weeks=back) for back in range(LOW_WEEKS)]
    by_week = {week.week_on: week for week in weeks}
    found = [by_week[monday] for monday in wanted if monday in by_week]
    return len(found) == LOW_WEEKS and all(_is_low(week) for week in found)


def _is_low(week: PulseWeek) -> bool:
    both = [points for points in (week.energy, week.support) if points is not None]
    return bool(both) and min(both) <= LOW_POINTS


def _figure(scores: Sequence[Score], draw: Draw, *, is_folded: bool) -> Figure | None:
    if len(scores) < LEAST_ANSWERS:
        return None
    energy, support = [energy for energy, _ in scores], [support for _, support in scores]
    return Figure(_points(energy, draw), _points(support, draw), is_folded)


def _a_step_from(last: Figure | None, figure: Figure) -> Figure:
    if last is None:
        return figure
    energy = min(max(figure.energy, last.energy - 1), last.energy + 1)
    support = min(max(figure.support, last.support - 1), last.support + 1)
    return Figure(energy, support, figure.is_folded)


def _points(scores: Sequence[int], draw: Draw) -> int:
    """The mean as a whole point: the upper one as often as it is near to it."""
    whole, rest = divmod(sum(scores), len(scores))
    return whole + (draw(len(scores)) < rest)
