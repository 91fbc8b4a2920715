"""Who does what with a story, how long it may be used, and how it is named."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from registry.history.models import ActorKind
from registry.people.actors import Actor
from registry.people.models import Role
from registry.stories import rules
from registry.stories.models import Audience, Naming, Story, Teller
from registry.stories.rules import Reader

WRITER, CHECKER, OTHER = uuid4(), uuid4(), uuid4()


def an_actor(person_id: UUID | None, *roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.PERSON if person_id else ActorKind.GUEST,
        id=person_id,
        organisation_id=uuid4(),
        name="Somebody",
        roles=frozenset(roles),
        organisation_name="Northmoor",
        reference_prefix="NH",
        zone="UTC",
        currency="GBP",
        answer_days=14,
        exploration_days=90,
        partner_id=None,
        history_key="x",
    )


def reads(person_id: UUID | None, *, is_checker: bool = False) -> Reader:
    return Reader(an_actor(person_id), is_checker=is_checker)


def a_story(**given: object) -> Story:
    return Story(told_by=Teller.OWN, words="I waited.", written_by_id=WRITER, **given)


def test_a_checker_other_than_its_writer_sees_that_it_names_no_one() -> None:
    assert rules.may_check(reads(CHECKER, is_checker=True), a_story())
    assert not rules.may_check(reads(WRITER, is_checker=True), a_story())
    assert not rules.may_check(reads(OTHER), a_story())


def test_before_it_is_checked_its_writer_and_the_checkers_alone_read_it() -> None:
    assert rules.may_read_regardless(reads(WRITER), a_story())
    assert rules.may_read_regardless(reads(CHECKER, is_checker=True), a_story())
    assert not rules.may_read_regardless(reads(OTHER), a_story())


def test_only_whoever_wrote_it_down_changes_it_for_its_storyteller() -> None:
    assert rules.may_change(reads(WRITER), a_story())
    assert not rules.may_change(reads(CHECKER, is_checker=True), a_story())


def test_a_team_answers_a_story_that_speaks_to_its_idea() -> None:
    assert rules.may_answer(reads(OTHER), [OTHER])
    assert not rules.may_answer(reads(OTHER), [WRITER])
    assert not rules.may_answer(reads(None), [])
    assert rules.may_answer(reads(CHECKER, is_checker=True), [])


def test_a_partners_person_reads_what_is_allowed_to_partners_and_makes_no_link() -> None:
    partner = an_actor(OTHER, Role.PARTNER)
    assert rules.audiences_of(partner) == (Audience.PARTNERS, Audience.PUBLIC)
    assert not rules.may_make_link(partner)
    assert rules.may_make_link(an_actor(OTHER))


@pytest.mark.parametrize(
    ("naming", "typed", "kept"),
    [
        (Naming.OWN, "  Rosa   Marsh ", "Rosa Marsh"),
        (Naming.FIRST, "Rosa Marsh", "Rosa"),
        (Naming.NONE, "Rosa Marsh", ""),
        (Naming.OWN, "  ", ""),
    ],
)
def test_no_more_of_a_name_is_kept_than_may_be_shown(naming: Naming, typed: str, kept: str) -> None:
    assert rules.shown_name(naming, typed) == kept


def test_a_name_that_is_to_be_shown_is_asked_for() -> None:
    asked = {"name": "Write the name to show, or choose ‘No name’."}
    assert rules.objections_to_naming(Naming.FIRST, " ") == asked
    assert rules.objections_to_naming(Naming.NONE, "") == {}


def test_a_storyteller_without_a_name_is_somebody() -> None:
    assert rules.teller_words(Teller.OWN, "") == "Somebody who used our services"
    assert rules.teller_words(Teller.CLOSE, "Frances") == "Frances, about somebody close to them"


@pytest.mark.parametrize(
    ("today", "months", "last"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2026, 2, 14), 24, date(2028, 2, 14)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_one(today: date, months: int, last: date) -> None:
    assert rules.last_day(today, months) == last


def test_the_telling_words_of_a_title_are_its_longest_without_their_endings() -> None:
    assert rules.telling_words("Fewer falls at night on the wards") == ["fall", "night", "ward"]
    assert rules.telling_words("Do it") == []
