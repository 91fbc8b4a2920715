"""A weekly promise, week by week, without a database."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from registry.pledges.charts import HEIGHT, draw_weeks
from registry.pledges.models import Kind, Pledge, Side
from registry.pledges.rules.amounts import pledge_total
from registry.pledges.rules.weeks import WEEKS_SHOWN, Given, Week, weeks_of, weeks_words
from tests.pledges.ledger import on


def promise(days: int = 28, **said: object) -> Pledge:
    """Four hours in each week from the first day on."""
    facts = {
        "organisation_id": uuid4(),
        "idea_id": uuid4(),
        "pledger_id": uuid4(),
        "side": Side.ORGANISATION,
        "kind": Kind.TIME,
        "what": "A nurse",
        "quantity_minor": 240,
        "is_each_week": True,
        "starts_on": on(0),
        "ends_on": on(days - 1),
    }
    return Pledge(**(facts | said))


def week(confirmed: int, *, is_over: bool = True) -> Week:
    return Week(on(0), on(6), 240, confirmed, 0, 0, is_over)


def test_a_week_counts_from_the_first_day_of_the_promise() -> None:
    came = [Given(on(6), confirmed_minor=60), Given(on(7), confirmed_minor=120, pending_minor=30)]
    first, second = weeks_of(promise(), came, on(8))

    assert (first.starts_on, first.ends_on, first.confirmed_minor, first.is_over) == (on(0), on(6), 60, True)
    assert (second.confirmed_minor, second.pending_minor, second.is_over) == (120, 30, False)


def test_weeks_that_have_not_begun_are_not_shown() -> None:
    assert weeks_of(promise(), [], on(-1)) == []
    assert len(weeks_of(promise(), [], on(0))) == 1
    assert len(weeks_of(promise(), [], on(400))) == 4


def test_a_withdrawal_ends_the_weeks() -> None:
    withdrawn = promise(70, withdrawal_effective_on=on(16))

    assert [found.ends_on for found in weeks_of(withdrawn, [], on(60))] == [on(6), on(13), on(16)]
    assert weeks_of(promise(withdrawal_effective_on=on(-3)), [], on(60)) == []


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ([week(0, is_over=False)], "The first week is not over yet."),
        ([week(0), week(0, is_over=False)], "Nothing of the 4 hours due by now has come yet."),
        ([week(240)], "All 4 hours due by now have come, written down in 1 of 1 week."),
        ([week(90), week(0, is_over=False)], "1.5 of 4 hours due by now have come, written down in 1 of 2 weeks."),
        ([week(0), week(0), week(720)], "All 12 hours due by now have come, written down in 1 of 3 weeks."),
    ],
)
def test_the_weeks_are_said_in_a_sentence(weeks: list[Week], words: str) -> None:
    assert weeks_words(Kind.TIME, weeks, "GBP") == words


@settings(deadline=None)
@given(
    days=some.integers(1, 400),
    given_on=some.lists(some.tuples(some.integers(0, 399), some.integers(1, 5000)), max_size=30),
)
def test_what_is_due_in_all_weeks_is_the_whole_and_nothing_that_came_is_lost(
    days: int, given_on: list[tuple[int, int]]
) -> None:
    pledge = promise(days)
    came = [Given(on(day), confirmed_minor=minor) for day, minor in given_on if day < days]
    weeks = weeks_of(pledge, came, on(1000))

    assert sum(found.due_minor for found in weeks) == pledge_total(pledge)
    assert sum(found.confirmed_minor for found in weeks) == sum(each.confirmed_minor for each in came)
    for earlier, later in pairwise(weeks):
        assert later.starts_on == earlier.ends_on + timedelta(days=1)


@settings(deadline=None)
@given(sums=some.lists(some.tuples(some.integers(0, 10**9), some.integers(0, 10**9)), min_size=1, max_size=40))
def test_no_bar_leaves_the_picture_and_the_table_leaves_no_week_out(sums: list[tuple[int, int]]) -> None:
    weeks = [
        Week(on(7 * place), on(7 * place + 6), 240, confirmed, pending, 0, True)
        for place, (confirmed, pending) in enumerate(sums)
    ]
    picture = draw_weeks(Kind.TIME, weeks, "GBP")

    assert picture
    assert len(picture.bars) == min(len(sums), WEEKS_SHOWN)
    assert len(picture.rows) == len(sums)
    assert picture.left_out == len(sums) - len(picture.bars)
    for bar in picture.bars:
        assert min(bar.due_y, bar.came_y, bar.pending_y) >= 0
        assert bar.pending_y + bar.pending_height == bar.came_y
        assert bar.came_y + bar.came_height == HEIGHT - 1
        assert bar.x < picture.width


def test_the_table_speaks_in_the_words_of_the_kind() -> None:
    pledge, said = promise(14), [Given(on(1), 240, 0, 60), Given(on(8), 0, 90, 0)]
    picture = draw_weeks(Kind.TIME, weeks_of(pledge, said, on(9)), "GBP")

    assert picture
    assert [list(row) for row in picture.rows] == [
        ["1 June 2026", "4 hours", "4 hours", "none", "1 hour"],
        ["8 June 2026, not over yet", "4 hours", "none", "1.5 hours", "none"],
    ]
    assert draw_weeks(Kind.TIME, [], "GBP") is None
