"""The weeks of a promise as a small picture and as a table; `rules.weeks` works them out."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.kit.text import day_words
from registry.pledges.models import Kind
from registry.pledges.rules.amounts import bare_words
from registry.pledges.rules.weeks import WEEKS_SHOWN, Week, weeks_words

STEP, BAR, HEIGHT = 24, 16, 56


@dataclass(frozen=True)
class Bar:
    """One week: an outline as high as what was due, filled from below by what came, then by what is not confirmed."""

    x: int
    due_y: int
    due_height: int
    came_y: int
    came_height: int
    pending_y: int
    pending_height: int


@dataclass(frozen=True)
class WeeksPicture:
    """
    words       what the picture says
    bars        the newest 26 weeks, the oldest first
    from_words  the first and the last week of the picture
    head, rows  every week as a table
    left_out    how many weeks came before those drawn
    """

    words: str
    bars: Sequence[Bar]
    width: int
    from_words: str
    until_words: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int
    height: int = HEIGHT
    bar: int = BAR


def draw_weeks(kind: Kind, weeks: Sequence[Week], currency: str) -> WeeksPicture | None:
    """None before the first week has begun."""
    if not weeks:
        return None
    shown = weeks[-WEEKS_SHOWN:]
    most = max(max(week.due_minor, week.confirmed_minor + week.pending_minor) for week in shown)
    return WeeksPicture(
        words=weeks_words(kind, weeks, currency),
        bars=[_bar(place, week, most) for place, week in enumerate(shown)],
        width=STEP * len(shown),
        from_words=day_words(shown[0].starts_on),
        until_words=day_words(shown[-1].ends_on),
        head=("Week from", "Due", "Came", "Not confirmed yet", "Disputed"),
        rows=[_row(kind, week, currency) for week in weeks],
        left_out=len(weeks) - len(shown),
    )


def _bar(place: int, week: Week, most: int) -> Bar:
    due, came = _high(week.due_minor, most), _high(week.confirmed_minor, most)
    with_pending = _high(week.confirmed_minor + week.pending_minor, most)
    return Bar(
        x=STEP * place + (STEP - BAR) // 2,
        due_y=HEIGHT - 1 - due,
        due_height=due,
        came_y=HEIGHT - 1 - came,
        came_height=came,
        pending_y=HEIGHT - 1 - with_pending,
        pending_height=with_pending - came,
    )


def _high(minor: int, most: int) -> int:
    return round((HEIGHT - 2) * minor / most)


def _row(kind: Kind, week: Week, currency: str) -> list[str]:
    amounts = (week.due_minor, week.confirmed_minor, week.pending_minor, week.disputed_minor)
    words = [bare_words(kind, minor, currency) if minor else "none" for minor in amounts]
    return [day_words(week.starts_on) + ("" if week.is_over else ", not over yet"), *words]
