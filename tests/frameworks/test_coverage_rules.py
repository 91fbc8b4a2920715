"""Where an area of discretion holds in the grid; without a database."""

from uuid import UUID, uuid4

import pytest

from registry.frameworks.models import Discretion
from registry.frameworks.rules.coverage import Cover, Hold, cover_of, hold_in_framework, hold_in_service
from registry.frameworks.rules.discretion import Area

WARD, CLINIC, HARM, WASTE = (uuid4() for _ in range(4))
TRUST, SERVICE, PLACE, OTHER = (uuid4() for _ in range(4))


def area(*, services: set[UUID] | None = None, aims: set[UUID] | None = None, under: UUID | None = None) -> Area:
    return Area(Discretion(framework_id=under), frozenset(services or ()), frozenset(aims or ()))


@pytest.mark.parametrize(
    ("declared", "held"),
    [
        (area(), Hold.WHOLLY),
        (area(services={WARD}), Hold.WHOLLY),
        (area(services={CLINIC}), Hold.NOT),
        (area(aims={HARM}), Hold.WHOLLY),
        (area(aims={WASTE}), Hold.NOT),
        (area(under=TRUST), Hold.IN_PART),
        (area(services={CLINIC}, under=TRUST), Hold.NOT),
    ],
)
def test_an_area_holds_in_its_services_for_its_aims_and_under_a_framework_in_part(declared: Area, held: Hold) -> None:
    assert hold_in_service(declared, WARD, HARM) is held


@pytest.mark.parametrize(
    ("declared", "held"),
    [
        (area(), Hold.WHOLLY),
        (area(under=SERVICE), Hold.WHOLLY),
        (area(under=TRUST), Hold.WHOLLY),
        (area(under=PLACE), Hold.IN_PART),
        (area(under=OTHER), Hold.NOT),
        (area(services={WARD}), Hold.IN_PART),
        (area(aims={WASTE}), Hold.NOT),
    ],
)
def test_an_area_of_a_framework_holds_in_those_nested_in_it(declared: Area, held: Hold) -> None:
    assert hold_in_framework(declared, SERVICE, HARM, wider=[TRUST], nested=[PLACE]) is held


def test_a_cell_says_the_most_that_people_may_do_there() -> None:
    assert cover_of([Hold.NOT, Hold.IN_PART, Hold.WHOLLY], 0) is Cover.FREE
    assert cover_of([Hold.NOT, Hold.IN_PART], 3) is Cover.PARTLY
    assert cover_of([Hold.NOT], 3) is Cover.SPONSORED
    assert cover_of([], 0) is Cover.NOTHING
