from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.frameworks.models import Discretion
from registry.frameworks.rules import discretion as rules
from registry.frameworks.rules.discretion import Area

TODAY = date(2027, 3, 1)
WARD, CLINIC, FRAMEWORK = uuid4(), uuid4(), uuid4()


def an_area(*services: UUID, aims: Iterable[UUID] = (), **given: Any) -> Area:
    said = {
        "sentence": "change how your ward works, if you lead it",
        "money_limit_pence": 200_000,
        "time_limit_minutes": 2400,
        "starts_on": TODAY - timedelta(days=10),
        "ends_on": TODAY + timedelta(days=10),
    }
    return Area(Discretion(**(said | given)), frozenset(services), frozenset(aims))


def objections(area: Area, **given: Any) -> list[str]:
    said = {"service_id": None, "framework_ids": [], "asked_pence": 0, "asked_minutes": 0}
    return rules.objections_to_claim(area, today=TODAY, currency="GBP", **(said | given))


def test_an_idea_that_asks_for_no_more_than_the_limits_is_inside() -> None:
    assert objections(an_area(), asked_pence=200_000, asked_minutes=2400) == []


def test_each_limit_that_is_exceeded_is_named_with_the_way_that_remains() -> None:
    assert objections(an_area(), asked_pence=200_001, asked_minutes=2430) == [
        "It asks for £2,000.01; the area allows up to £2,000. The way is sponsorship, or to ask for less.",
        "It asks for 40.5 hours; the area allows up to 40 hours. The way is sponsorship, or to ask for less.",
    ]


def test_an_area_without_a_limit_sets_none_and_one_of_nought_allows_nothing() -> None:
    assert objections(an_area(money_limit_pence=None), asked_pence=9_000_000) == []
    assert objections(an_area(money_limit_pence=0), asked_pence=1) != []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_on": TODAY + timedelta(days=1)}, "This area holds from 2 March 2027. Claim it then."),
        ({"ends_on": TODAY - timedelta(days=1)}, "This area held until 28 February 2027."),
        ({"withdrawn_at": datetime(2027, 2, 1, tzinfo=UTC)}, "This area was withdrawn. Nobody can claim it any more."),
        (
            {"framework_id": FRAMEWORK},
            "This area belongs to a framework under which the idea does not stand. Put it under it first.",
        ),
    ],
)
def test_outside_its_days_or_its_framework_it_is_refused_with_words(given: dict[str, Any], sentence: str) -> None:
    assert objections(an_area(**given)) == [sentence]


def test_the_first_and_the_last_day_belong_to_it() -> None:
    assert objections(an_area(starts_on=TODAY, ends_on=TODAY)) == []


def test_it_holds_in_its_services_alone() -> None:
    assert objections(an_area(WARD), service_id=WARD) == []
    assert objections(an_area(WARD), service_id=CLINIC) == [
        "This area does not hold in the service where the idea happens."
    ]
    assert objections(an_area(WARD)) == ["This area holds in certain services. Say first where the idea happens."]


def test_an_idea_under_a_nested_framework_stands_under_the_wider_one() -> None:
    assert objections(an_area(framework_id=FRAMEWORK), framework_ids=[uuid4(), FRAMEWORK]) == []


def test_the_place_weighs_more_than_an_aim_and_that_more_than_a_word() -> None:
    aim = uuid4()
    weighed = [
        rules.likeness(an_area(WARD), words="", service_id=WARD, aim_ids=[]),
        rules.likeness(an_area(aims=[aim]), words="", service_id=WARD, aim_ids=[aim]),
        rules.likeness(an_area(), words="A calmer ward", service_id=None, aim_ids=[]),
        rules.likeness(an_area(), words="", service_id=None, aim_ids=[]),
        rules.likeness(an_area(CLINIC), words="A calmer ward", service_id=WARD, aim_ids=[]),
    ]
    assert weighed == sorted(weighed, reverse=True)
    assert weighed[-1] == -1


def test_limits_are_said_as_people_say_them() -> None:
    assert rules.limit_words(an_area().discretion, "GBP") == ["up to £2,000", "up to 40 hours of staff time"]
