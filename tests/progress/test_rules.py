from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.boundaries.rules.standing import Step
from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.progress.rules import stages as rules
from registry.progress.rules import updates as update_rules
from registry.progress.rules.stages import Need, Readiness

TODAY = date(2026, 11, 2)
READY = Readiness(
    sponsor_name="Priya Raman",
    sponsorship_ends_on=date(2027, 4, 30),
    outcome="An answer within twelve weeks",
    boundaries=1,
    proposed=0,
)


def objections(ready: Readiness = READY, **given: object) -> dict[str, str]:
    known = {
        "starts_on": TODAY,
        "ends_on": date(2027, 1, 30),
        "is_shorter_wanted": False,
        "today": TODAY,
        "exploration_days": 90,
    }
    return rules.objections_to_period(ready, **(known | given))


def test_an_idea_with_everything_may_begin() -> None:
    assert all(found.is_met for found in rules.requirements(READY))
    assert rules.objections_to_beginning(READY) == []
    assert objections() == {}


@pytest.mark.parametrize(
    ("missing", "need", "sentence"),
    [
        (
            {"sponsorship_ends_on": None},
            Need.SPONSOR,
            "No sponsorship is accepted yet. No area of discretion is claimed. Either of the two is enough.",
        ),
        ({"outcome": ""}, Need.OUTCOME, "No outcome is named yet. You can name it below."),
        ({"boundaries": 0}, Need.BOUNDARY, "No boundary stands yet. Draw at least one: what may not be crossed."),
        (
            {"boundaries": 0, "proposed": 1},
            Need.BOUNDARY,
            "A boundary is proposed. It stands when the sponsor agrees.",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(missing: dict[str, object], need: Need, sentence: str) -> None:
    [found] = [found for found in rules.requirements(replace(READY, **missing)) if not found.is_met]

    assert (found.need, found.sentence) == (need, sentence)


def test_an_outcome_may_be_named_while_beginning() -> None:
    bare = replace(READY, outcome="")

    assert rules.objections_to_beginning(bare) == []
    assert rules.objections_to_outcome(bare) == {"outcome": "Say in a sentence which outcome this serves."}
    assert rules.objections_to_outcome(rules.with_outcome(bare, "Sooner")) == {}


def test_a_period_is_not_shorter_than_the_least_unless_the_lead_wishes() -> None:
    assert objections(ends_on=date(2027, 1, 29)) == {
        "ends_on": "Explore for at least 90 days, until 30 January 2027 or later."
        " If you wish a shorter time, tick that you do."
    }
    assert objections(ends_on=date(2027, 1, 29), is_shorter_wanted=True) == {}


def test_sponsorship_lasts_as_long_as_the_period() -> None:
    assert objections(ends_on=date(2027, 4, 30)) == {}
    assert objections(ends_on=date(2027, 5, 1)) == {
        "ends_on": "The sponsorship by Priya Raman lasts until 30 April 2027."
        " End by then, or ask for longer sponsorship first."
    }


def test_a_period_has_a_sensible_beginning_and_end() -> None:
    assert objections(ends_on=date(2026, 11, 1)) == {"ends_on": "The end comes before the start. Change one of them."}
    assert objections(starts_on=date(2026, 10, 1), ends_on=TODAY, is_shorter_wanted=True) == {
        "ends_on": "Choose an end that lies ahead."
    }
    assert objections(ends_on=date(2033, 1, 1)) == {
        "ends_on": "Choose an end within five years. You can go on from there."
    }
    assert rules.objections_to_start(TODAY + timedelta(days=29), TODAY) == {
        "starts_on": "Choose a start within four weeks of today."
    }
    assert rules.objections_to_start(TODAY - timedelta(days=28), TODAY) == {}


@given(
    starts_in=st.integers(-28, 28),
    lasts=st.integers(1, 400),
    least=st.integers(7, 365),
    sponsored_for=st.integers(0, 500),
    shorter=st.booleans(),
)
def test_a_period_is_agreed_exactly_when_it_is_long_enough_ahead_and_sponsored(
    starts_in: int, lasts: int, least: int, sponsored_for: int, shorter: bool
) -> None:
    starts_on = TODAY + timedelta(days=starts_in)
    days = [starts_on + timedelta(days=day) for day in range(lasts)]
    ready = replace(READY, sponsorship_ends_on=TODAY + timedelta(days=sponsored_for))

    found = objections(ready, starts_on=starts_on, ends_on=days[-1], is_shorter_wanted=shorter, exploration_days=least)

    is_sponsored = days[-1] <= TODAY + timedelta(days=sponsored_for)
    assert (not found) == (days[-1] > TODAY and (shorter or len(days) >= least) and is_sponsored)


def test_an_update_says_something() -> None:
    assert update_rules.objections_to_update(["", "", "Fewer were late.", ""]) == []
    assert update_rules.objections_to_update(["", "", "", ""]) == [
        "Say at least one of the four: what you tried, what happened, what you learnt, or what is next."
    ]


@pytest.mark.parametrize(
    ("stage", "is_asked"),
    [(Stage.REGISTERED, False), (Stage.EXPLORING, True), (Stage.PAUSED, False), (Stage.SUSTAINED, True)],
)
def test_an_update_answers_each_boundary_while_the_idea_is_worked_on(stage: Stage, is_asked: bool) -> None:
    first, second = uuid4(), uuid4()
    standing = Standing(idea_id=uuid4(), stage=stage, author_id=uuid4(), lead_id=uuid4())

    assert update_rules.unanswered(standing, [first, second], {first: "kept"}) == ([second] if is_asked else [])


def test_a_paused_idea_goes_back_to_where_it_was_and_its_period_is_lengthened() -> None:
    steps = [Step(Stage.REGISTERED, TODAY), Step(Stage.EXPLORING, TODAY), Step(Stage.PAUSED, TODAY)]

    assert rules.next_after_pause(steps) is Stage.EXPLORING
    assert rules.next_after_pause([steps[0], steps[2]]) is Stage.REGISTERED
    assert rules.end_after_pause(date(2027, 1, 30), TODAY, TODAY + timedelta(days=10)) == date(2027, 2, 9)
