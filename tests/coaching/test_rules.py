"""Who may do what between two people, and what the state allows, without a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from registry.coaching.models import Appraisal, CoachingNote, CoachingPair, PairStage
from registry.coaching.queries.sealed import KILOBYTE, opened, sealed_words
from registry.coaching.rules import appraisals, pairs
from registry.kit.database import new_id
from registry.kit.sealing import SealBroken, unseal
from tests.cast import KEYS

TODAY = date(2027, 5, 3)
COACH, COACHED, OTHER = new_id(), new_id(), new_id()


def who(person_id: UUID) -> Any:
    return SimpleNamespace(is_person=lambda asked: asked == person_id, has=lambda _role: False)


def pair(**given: Any) -> CoachingPair:
    ids = {"organisation_id": new_id(), "coach_id": COACH, "coached_id": COACHED, "asked_by_id": COACHED}
    return CoachingPair(**(ids | {"asked_on": TODAY, "sealed_about": ""} | given))


ASKED, AGREED = pair(), pair(agreed_on=TODAY)
ENDED = pair(agreed_on=TODAY, ended_on=TODAY, ended_by_id=COACH)


@pytest.mark.parametrize(
    ("found", "stage"),
    [
        (ASKED, PairStage.ASKED),
        (AGREED, PairStage.AGREED),
        (ENDED, PairStage.ENDED),
        (pair(ended_on=TODAY, ended_by_id=COACH), PairStage.DECLINED),
        (pair(ended_on=TODAY, ended_by_id=COACHED), PairStage.TAKEN_BACK),
    ],
)
def test_a_pair_stands_where_its_days_say(found: CoachingPair, stage: PairStage) -> None:
    assert found.stage is stage


def test_the_one_who_is_asked_answers_and_nobody_else() -> None:
    assert [pairs.may_answer(who(person), ASKED) for person in (COACH, COACHED, OTHER)] == [True, False, False]
    assert not pairs.may_answer(who(COACH), AGREED)


def test_either_ends_it_and_before_a_yes_only_whoever_asked_takes_it_back() -> None:
    assert [pairs.may_end(who(person), AGREED) for person in (COACH, COACHED, OTHER)] == [True, True, False]
    assert [pairs.may_end(who(person), ASKED) for person in (COACH, COACHED, OTHER)] == [False, True, False]
    assert not pairs.may_end(who(COACH), ENDED)


def test_notes_are_written_by_the_two_while_it_lasts_and_corrected_by_their_author_for_ever() -> None:
    assert [pairs.may_write(who(COACH), found) for found in (ASKED, AGREED, ENDED)] == [False, True, False]
    assert not pairs.may_write(who(OTHER), AGREED)
    note = CoachingNote(organisation_id=new_id(), pair_id=ENDED.id, author_id=COACH, sealed="", written_on=TODAY)
    assert [pairs.may_correct(who(person), note) for person in (COACH, COACHED)] == [True, False]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, None),
        ({"is_oneself": True}, "yourself"),
        ({"has_left": True}, "They have left"),
        ({"is_partners": True}, "works here"),
        ({"is_managed_by_coach": True}, "no say over whom they coach"),
        ({"open_stage": PairStage.AGREED}, "agreed on that already"),
        ({"open_stage": PairStage.ASKED}, "have not answered"),
        ({"open_stage": PairStage.ASKED, "is_open_by_other": True}, "Answer them"),
        ({"declined_on": TODAY - timedelta(days=29)}, "You may ask again from 4 May 2027"),
        ({"declined_on": TODAY - timedelta(days=30)}, None),
        ({"waiting": 9}, None),
        ({"waiting": 10}, "Wait for them"),
    ],
)
def test_whom_one_may_ask(given: dict[str, Any], sentence: str | None) -> None:
    usual: dict[str, Any] = {"is_oneself": False, "has_left": False, "is_partners": False, "open_stage": None}
    usual |= {
        "is_managed_by_coach": False,
        "is_open_by_other": False,
        "declined_on": None,
        "waiting": 0,
        "today": TODAY,
    }
    objections = pairs.objections_to_asking(**(usual | given))
    assert (sentence is None) == (not objections)
    assert (sentence or "") in "".join(objections)


@dataclass(frozen=True)
class Worded:
    written_by_id: UUID
    agreed_on: date | None = None
    look_again_on: date | None = None
    written_on: date = TODAY
    id: UUID = OTHER


def test_the_words_that_hold_are_the_last_to_which_both_agreed() -> None:
    first, second, third = Worded(COACH, TODAY), Worded(COACHED, TODAY), Worded(COACH)
    assert appraisals.standing_of([]) == appraisals.Standing(None, None)
    assert appraisals.standing_of([first, second]) == appraisals.Standing(second, None)
    assert appraisals.standing_of([first, second, third]) == appraisals.Standing(second, third)


def test_nobody_agrees_to_their_own_words_and_each_change_asks_anew() -> None:
    ids = {"organisation_id": new_id(), "person_id": COACHED, "manager_id": COACH, "begun_by_id": COACH}
    found = Appraisal(**ids, begun_on=TODAY)
    standing = appraisals.standing_of([Worded(COACHED, TODAY), Worded(COACH)])
    assert [appraisals.may_agree(who(one), found, standing) for one in (COACH, COACHED, OTHER)] == [False, True, False]
    assert [appraisals.may_set_aside(who(one), found, standing) for one in (COACH, COACHED, OTHER)] == [
        True,
        True,
        False,
    ]
    first = appraisals.standing_of([Worded(COACH)])
    assert not appraisals.may_set_aside(who(COACHED), found, first)
    found.ended_on = TODAY
    assert not appraisals.may_agree(who(COACHED), found, standing)


def test_it_is_time_to_talk_again_two_weeks_before_the_day_that_both_agreed() -> None:
    agreed = Worded(COACH, TODAY, TODAY + timedelta(days=14))
    standing = appraisals.standing_of([agreed])
    assert appraisals.due_since(standing, waits=False, today=TODAY) == TODAY
    assert appraisals.due_since(standing, waits=False, today=TODAY - timedelta(days=1)) is None
    waiting = appraisals.standing_of([agreed, Worded(COACH)])
    assert appraisals.due_since(waiting, waits=False, today=TODAY) is None
    assert appraisals.due_since(waiting, waits=True, today=TODAY) == TODAY


def test_a_talk_lies_in_the_past_and_the_next_one_after_it() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert appraisals.objections_to_days(TODAY, tomorrow, TODAY) == {}
    assert list(appraisals.objections_to_days(tomorrow, None, TODAY)) == ["talked_on"]
    assert list(appraisals.objections_to_days(TODAY, TODAY, TODAY)) == ["look_again_on"]


def test_words_for_two_open_in_their_own_place_under_their_own_key_alone() -> None:
    one, other = new_id(), new_id()
    kept = sealed_words(KEYS, "note", one, "Ask before you say yes ☕")
    assert opened(KEYS, "note", one, kept) == "Ask before you say yes ☕"
    assert opened(KEYS, "note", other, kept) is None
    assert opened(KEYS, "about", one, kept) is None
    with pytest.raises(SealBroken):
        unseal(KEYS.secret, f"note {one}", kept)  # under the key that seals feedback
    assert (
        len(kept)
        == len(sealed_words(KEYS, "note", one, "a" * KILOBYTE))
        < len(sealed_words(KEYS, "note", one, "a" * (KILOBYTE + 1)))
    )
