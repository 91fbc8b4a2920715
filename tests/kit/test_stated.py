"""Statements that are put together once; what they answer stands in the tests of those who ask."""

from collections.abc import Collection
from uuid import UUID

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person, PersonRole, Role
from tests.cast import Cast

pytestmark = pytest.mark.anyio

built: list[str] = []


@stated
def ids_named(actor: Actor, names: Collection[str], most: int) -> SelectOfScalar[UUID]:
    built.append("ids_named")
    return (
        select(Person.id)
        .where(col(Person.organisation_id) == actor.organisation_id, col(Person.name).in_(names))
        .order_by(col(Person.id))
        .limit(most)
    )


@stated
def names_with_role(person: Person, role: Role) -> Select[UUID, str]:
    return (
        select(Person.id, Person.name)
        .join(PersonRole, col(PersonRole.person_id) == Person.id)
        .where(col(Person.organisation_id) == person.organisation_id, col(Person.id) == person.id)
        .where(col(PersonRole.role) == role)
    )


@stated
def ids_of_service(service_id: UUID) -> SelectOfScalar[UUID]:
    return select(Person.id).where(col(Person.id) == service_id)


@stated
def ids_of_long_ago(actor: Actor) -> SelectOfScalar[UUID]:
    return select(Person.id).where(col(Person.organisation_id) == actor.has(Role.SPONSOR))


async def test_each_call_answers_for_its_own_values_and_the_statement_is_built_once(
    session: AsyncSession, cast: Cast
) -> None:
    amara, priya = cast.clinician, cast.sponsor
    names = {amara.name, priya.name, cast.stranger.name}
    both = (await ids_named(session, amara, names, 9)).all()
    assert set(both) == {amara.person_id, priya.person_id}
    assert (await ids_named(session, amara, names, 1)).all() == both[:1]
    assert (await ids_named(session, cast.stranger, names, 9)).all() == [cast.stranger.person_id]
    assert (await ids_named(session, amara, [], 9)).all() == []
    assert built == ["ids_named"]


async def test_a_row_stands_for_its_fields(session: AsyncSession, cast: Cast) -> None:
    person = await session.get_one(Person, (cast.sponsor.organisation_id, cast.sponsor.person_id))
    assert (await names_with_role(session, person, Role.SPONSOR)).all() == [(person.id, person.name)]
    assert (await names_with_role(session, person, Role.BOARD)).all() == []


async def test_nothing_to_compare_with_is_an_error_and_not_an_empty_answer(session: AsyncSession) -> None:
    with pytest.raises(ValueError, match="None for service_id"):
        await ids_of_service(session, None)  # type: ignore[arg-type]


async def test_a_statement_cannot_hang_on_who_asked_first(session: AsyncSession, cast: Cast) -> None:
    with pytest.raises(TypeError):
        await ids_of_long_ago(session, cast.sponsor)
