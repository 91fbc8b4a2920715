"""What the sheet of an idea lacks, for whom it stands first, and how its words are set; without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor, ActorKind
from registry.people.models import Role
from registry.portfolio.rules.specification import NEW_FOR, Box, Density, fit, list_missing, stands_first

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
WHOLE = {
    "stage": Stage.EXPLORING,
    "names_outcome": True,
    "boundaries": 2,
    "without_measure": 0,
    "promises": 1,
    "open_asks": 0,
    "has_permission": True,
    "ground": "",
    "has_period": True,
}


def missing(**given: Any) -> list[tuple[Box, str]]:
    return [(each.box, each.sentence) for each in list_missing(**(WHOLE | given))]


@pytest.mark.parametrize(
    ("given", "box", "sentence"),
    [
        ({"names_outcome": False}, Box.DIRECTION, "It does not say yet which outcome it serves."),
        ({"boundaries": 0}, Box.BOUNDARIES, "No boundary stands yet. It needs one before it begins."),
        ({"without_measure": 1}, Box.BOUNDARIES, "One boundary has no measure yet that tells."),
        ({"without_measure": 2}, Box.BOUNDARIES, "2 boundaries have no measure yet that tells."),
        ({"promises": 0}, Box.RESOURCES, "Nothing is asked for or promised yet."),
        ({"open_asks": 1}, Box.RESOURCES, "One ask waits to be met."),
        ({"has_period": False}, Box.RESOURCES, "It is not said yet from when until when it is explored."),
        ({"ground": "No licence covers Rosehill."}, Box.PERMISSIONS, "No licence covers Rosehill."),
    ],
)
def test_what_the_sheet_cannot_say_stands_in_its_box(given: dict[str, Any], box: Box, sentence: str) -> None:
    assert missing(**given) == [(box, sentence)]


def test_an_idea_needs_an_area_or_a_sponsor_until_it_is_how_people_work() -> None:
    assert [box for box, _ in missing(has_permission=False)] == [Box.PERMISSIONS]
    assert not missing(has_permission=False, stage=Stage.SUSTAINED)
    assert not missing(names_outcome=False, boundaries=0, promises=0, stage=Stage.ENDED)
    assert not missing()


def test_the_sheet_is_first_for_executives_partners_and_whoever_is_new_to_the_team() -> None:
    lead, new = uuid4(), uuid4()
    standing = Standing(uuid4(), Stage.EXPLORING, lead, lead, member_ids=frozenset({lead, new}))

    def first(person: Any, roles: set[Role], joined_at: datetime | None = None, stands: Standing = standing) -> bool:
        actor = Actor(
            kind=ActorKind.PERSON,
            id=person,
            organisation_id=uuid4(),
            name="Somebody",
            roles=frozenset(roles),
            organisation_name="Northmoor",
            reference_prefix="NH",
            zone="Europe/London",
            currency="GBP",
            answer_days=14,
            exploration_days=90,
            partner_id=None,
            history_key="",
        )
        return stands_first(actor, stands, joined_at, NOON)

    for role in (Role.SPONSOR, Role.BOARD, Role.PARTNER):
        assert first(uuid4(), {role})
    assert not first(uuid4(), {Role.QUALITY})
    assert not first(lead, {Role.CLINICIAN}, NOON)
    assert first(new, {Role.CLINICIAN}, NOON - NEW_FOR + timedelta(days=1))
    assert not first(new, {Role.CLINICIAN}, NOON - NEW_FOR)
    assert first(new, set(), stands=replace(standing, member_ids=frozenset(), invited_ids=frozenset({new})))


def sheet(count: int, letters: int) -> list[list[str]]:
    return [[("wide words " * letters)[:letters]] * count] * 4


def test_words_grow_smaller_as_there_are_more_and_are_cut_only_at_the_smallest() -> None:
    sizes = [fit("A title", "Why", sheet(count, 60)) for count in range(1, 40)]
    assert sizes[0].density is Density.LARGE
    order = list(Density)
    places = [order.index(each.density) for each in sizes]
    assert places == sorted(places)
    assert {each.density for each in sizes if each.lines_each} == {Density.DENSE}


def test_a_word_without_end_is_broken_and_counted() -> None:
    short, long = sheet(5, 20), [["x" * 400] * 5] * 4
    assert fit("", "", short).density is Density.LARGE
    assert fit("", "", long) != fit("", "", short)
    assert fit("", "", [["漢" * 300] * 7, [], [], []]).density is Density.DENSE
