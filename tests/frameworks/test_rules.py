from datetime import date
from uuid import uuid4

import pytest

from registry.frameworks.rules import frameworks as rules
from registry.people.models import Role
from tests.cast import Cast

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "sentence",
    [
        "Every ward must use the falls bundle",
        "No harm comes to patients by completing the checklist each day",
        "Care is given in line with procedure",
        "Assessments are made in line with the policy for falls",
        "Staff are required to attend a huddle",
        "Nurses shall always document the reason",
        "People wait less by following the pathway",
    ],
)
def test_words_that_say_how_to_work_are_advised_against(sentence: str) -> None:
    assert "tells people how to work" in rules.advice_on(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody waits longer than an hour in the emergency department",
        "People who use our services say that they were heard",
        "Every older person goes home as able as they came",
        "The waiting list must not grow",
        "No one falls because nobody was by",
    ],
)
def test_words_that_say_what_should_be_true_are_left_alone(sentence: str) -> None:
    assert not rules.advice_on(sentence)


def test_a_steward_or_the_board_opens_a_framework(cast: Cast) -> None:
    may = {actor.name for actor in vars(cast).values() if hasattr(actor, "roles") and rules.may_open(actor)}

    assert may == {cast.steward.name, cast.board.name}


def test_only_its_own_stewards_keep_it_and_the_board_names_them(cast: Cast) -> None:
    assert rules.may_keep(cast.steward, [cast.steward.person_id])
    assert not rules.may_keep(cast.steward, [uuid4()])
    assert not rules.may_keep(cast.board, [cast.steward.person_id])
    assert rules.may_name_stewards(cast.board, [])
    assert not rules.may_name_stewards(cast.quality, [cast.steward.person_id])


def test_a_partner_sees_no_framework(cast: Cast) -> None:
    assert cast.partner.has(Role.PARTNER)
    assert not rules.may_see(cast.partner)
    assert rules.may_see(cast.clinician)


def test_a_review_lies_ahead_unless_it_stood_already() -> None:
    day, past = date(2026, 12, 1), date(2026, 11, 1)
    starts_on = date(2026, 1, 1)

    assert not rules.objections_to_dates(starts_on, day, TODAY, before_on=None)
    assert rules.objections_to_dates(starts_on, past, TODAY, before_on=None) == {
        "review_on": "Choose a day that lies ahead."
    }
    assert not rules.objections_to_dates(starts_on, past, TODAY, before_on=past)
    assert rules.objections_to_dates(day, day, TODAY, before_on=None) == {
        "review_on": "Choose a day after the one from which it holds."
    }


def test_a_framework_is_not_nested_in_itself_or_in_what_it_holds() -> None:
    own, inner, innermost, other = uuid4(), uuid4(), uuid4(), uuid4()

    assert rules.objections_to_nesting(own, own, [])
    assert rules.objections_to_nesting(own, innermost, [inner, own])
    assert not rules.objections_to_nesting(own, other, [inner])
    assert not rules.objections_to_nesting(None, other, [inner, own])


def test_a_framework_has_at_most_five_outcomes_and_at_least_one_steward() -> None:
    assert not rules.objections_to_outcome(4)
    assert rules.objections_to_outcome(5) == ["A framework has at most 5 outcomes. End one before you add another."]
    assert rules.objections_to_ending_stewardship(1)
    assert not rules.objections_to_ending_stewardship(2)
