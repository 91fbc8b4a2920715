from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.kit.errors import NotFound
from registry.kit.fields import folded
from registry.kit.names import patterns_of
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import (
    Aspiration,
    OfferedSkill,
    Organisation,
    Partner,
    Person,
    PersonRole,
    Profile,
    Role,
    Service,
)
from registry.people.rules import may_read_aspirations

LIST_LIMIT = 500


@dataclass(frozen=True)
class Face:
    """A person as other pages name them."""

    id: UUID
    name: str
    position: str


async def get_organisation(session: AsyncSession, organisation_id: UUID) -> Organisation:
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("organisation")
    return organisation


async def find_organisation_by_slug(session: AsyncSession, slug: str) -> Organisation | None:
    return (await session.exec(select(Organisation).where(col(Organisation.slug) == slug))).first()


async def list_organisations(session: AsyncSession) -> Sequence[Organisation]:
    """Every organisation of the installation, for the command line and the periodic work alone."""
    return (await session.exec(select(Organisation).order_by(col(Organisation.id)))).all()


async def get_person(session: AsyncSession, actor: Actor, person_id: UUID) -> Person:
    person = await session.get(Person, (actor.organisation_id, person_id))
    if person is None:
        raise NotFound("person")
    return person


def holds_role(role: Role, organisation_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Within a statement: whether the person in these columns has a role now."""
    return (
        select(PersonRole.id)
        .where(
            col(PersonRole.organisation_id) == organisation_id,
            col(PersonRole.person_id) == person_id,
            col(PersonRole.role) == role,
            col(PersonRole.ended_at).is_(None),
        )
        .exists()
    )


async def list_roles_of(session: AsyncSession, organisation_id: UUID, person_id: UUID) -> frozenset[Role]:
    return frozenset(Role(role) for role in (await _roles_of(session, organisation_id, person_id)).all())


async def list_faces(session: AsyncSession, actor: Actor, person_ids: Iterable[UUID | None]) -> dict[UUID, Face]:
    """The names behind some ids, in one query; ids of nobody are left out."""
    wanted = {person_id for person_id in person_ids if person_id}
    if not wanted:
        return {}
    return {row[0]: Face(*row) for row in (await _faces(session, actor, wanted)).all()}


async def list_people_with_role(session: AsyncSession, actor: Actor, role: Role) -> Sequence[Person]:
    statement = (
        select(Person)
        .join(
            PersonRole,
            (col(PersonRole.organisation_id) == Person.organisation_id) & (col(PersonRole.person_id) == Person.id),
        )
        .where(
            col(Person.organisation_id) == actor.organisation_id,
            col(PersonRole.role) == role,
            col(PersonRole.ended_at).is_(None),
            col(Person.left_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def count_people_with_role(session: AsyncSession, actor: Actor, role: Role) -> int:
    statement = (
        select(func.count())
        .select_from(PersonRole)
        .join(
            Person,
            (col(PersonRole.organisation_id) == Person.organisation_id) & (col(PersonRole.person_id) == Person.id),
        )
        .where(
            col(PersonRole.organisation_id) == actor.organisation_id,
            col(PersonRole.role) == role,
            col(PersonRole.ended_at).is_(None),
            col(Person.left_at).is_(None),
        )
    )
    return (await session.exec(statement)).one()


async def page_of_people(
    session: AsyncSession, actor: Actor, *, name: str = "", cursor: str = "", size: int = PAGE_ROWS
) -> Page[Person]:
    """By name.

    name   those alone who are looked for so
    """
    statement = (
        select(Person)
        .where(col(Person.organisation_id) == actor.organisation_id, *_is_called(name))
        .order_by(col(Person.name), col(Person.id))
        .limit(size + 1)
    )
    if cursor:
        name, person_id = read_cursor(cursor, str, UUID)
        statement = statement.where(
            (col(Person.name) > name) | ((col(Person.name) == name) & (col(Person.id) > person_id))
        )
    rows = (await session.exec(statement)).all()
    return page_of(rows, size, lambda person: [person.name, person.id])


async def page_of_faces(
    session: AsyncSession, actor: Actor, *, name: str = "", skill: str = "", cursor: str = "", size: int = PAGE_ROWS
) -> Page[Face]:
    """People who are here, by name.

    name    those alone who are looked for so
    skill   those who offer it alone
    """
    statement = (
        select(Person.id, Person.name, Person.position)
        .where(
            col(Person.organisation_id) == actor.organisation_id,
            col(Person.left_at).is_(None),
            col(Person.partner_id).is_(None),
            *_is_called(name),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(size + 1)
    )
    if skill:
        offering = select(OfferedSkill.person_id).where(
            col(OfferedSkill.organisation_id) == actor.organisation_id, col(OfferedSkill.folded) == folded(skill)
        )
        statement = statement.where(col(Person.id).in_(offering))
    if cursor:
        name, person_id = read_cursor(cursor, str, UUID)
        statement = statement.where(
            (col(Person.name) > name) | ((col(Person.name) == name) & (col(Person.id) > person_id))
        )
    rows = [Face(*row) for row in (await session.exec(statement)).all()]
    return page_of(rows, size, lambda face: [face.name, face.id])


async def find_profile(session: AsyncSession, actor: Actor, person_id: UUID) -> Profile | None:
    """With the reason for which they do this work, shared or not."""
    return await session.get(Profile, (actor.organisation_id, person_id))


async def find_aspiration(session: AsyncSession, actor: Actor, person: Person) -> Aspiration | None:
    """What the actor may read of it: their own, and what somebody keeps for them as line manager."""
    found = await session.get(Aspiration, (actor.organisation_id, person.id))
    is_for_manager = found is not None and found.is_for_manager
    return found if may_read_aspirations(actor, person, is_for_manager=is_for_manager) else None


async def skills_by_person(session: AsyncSession, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By name; in one query."""
    statement = (
        select(OfferedSkill.person_id, OfferedSkill.name)
        .where(
            col(OfferedSkill.organisation_id) == actor.organisation_id,
            col(OfferedSkill.person_id).in_(list(person_ids)),
        )
        .order_by(col(OfferedSkill.folded))
    )
    skills: dict[UUID, list[str]] = {}
    for person_id, name in (await session.exec(statement)).all():
        skills.setdefault(person_id, []).append(name)
    return skills


async def list_people_to_choose(session: AsyncSession, actor: Actor, *, colleagues: bool = False) -> Sequence[Face]:
    """People who are still here, by name, for a choice on a form; the first 500.

    colleagues   without the people of partners
    """
    statement = (
        select(Person.id, Person.name, Person.position)
        .where(col(Person.organisation_id) == actor.organisation_id, col(Person.left_at).is_(None))
        .order_by(col(Person.name), col(Person.id))
        .limit(LIST_LIMIT)
    )
    if colleagues:
        statement = statement.where(col(Person.partner_id).is_(None))
    return [Face(*row) for row in (await session.exec(statement)).all()]


async def list_people_managed_by(session: AsyncSession, actor: Actor, manager_id: UUID) -> Sequence[Face]:
    statement = (
        select(Person.id, Person.name, Person.position)
        .where(
            col(Person.organisation_id) == actor.organisation_id,
            col(Person.manager_id) == manager_id,
            col(Person.left_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(LIST_LIMIT)
    )
    return [Face(*row) for row in (await session.exec(statement)).all()]


async def roles_by_person(session: AsyncSession, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, list[Role]]:
    statement = select(PersonRole.person_id, PersonRole.role).where(
        col(PersonRole.organisation_id) == actor.organisation_id,
        col(PersonRole.person_id).in_(list(person_ids)),
        col(PersonRole.ended_at).is_(None),
    )
    roles: dict[UUID, list[Role]] = {}
    for person_id, role in (await session.exec(statement)).all():
        roles.setdefault(person_id, []).append(Role(role))
    return {person_id: sorted(held, key=list(Role).index) for person_id, held in roles.items()}


async def list_services(session: AsyncSession, actor: Actor, *, with_closed: bool = False) -> Sequence[Service]:
    """By name; the first 500, which an administrator sees counted on the page of services."""
    return (await (_services if with_closed else _open_services)(session, actor)).all()


async def page_of_services(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Service]:
    """Those that are open, by name."""
    statement = select(Service).where(
        col(Service.organisation_id) == actor.organisation_id, col(Service.closed_at).is_(None)
    )
    if cursor:
        statement = statement.where(col(Service.name) > read_cursor(cursor, str)[0])
    rows = (await session.exec(statement.order_by(col(Service.name)).limit(size + 1))).all()
    return page_of(rows, size, lambda row: [row.name])


async def get_service(session: AsyncSession, actor: Actor, service_id: UUID) -> Service:
    service = await session.get(Service, (actor.organisation_id, service_id))
    if service is None:
        raise NotFound("service")
    return service


async def list_partners(session: AsyncSession, actor: Actor) -> Sequence[Partner]:
    statement = (
        select(Partner)
        .where(col(Partner.organisation_id) == actor.organisation_id)
        .order_by(col(Partner.name))
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def list_open_services(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of them that are here and not closed."""
    statement = select(Service.id).where(
        col(Service.organisation_id) == actor.organisation_id,
        col(Service.id).in_(ids),
        col(Service.closed_at).is_(None),
    )
    return set((await session.exec(statement)).all()) if ids else set()


async def find_partner_by_name(session: AsyncSession, actor: Actor, name: str) -> Partner | None:
    statement = select(Partner).where(col(Partner.organisation_id) == actor.organisation_id, col(Partner.name) == name)
    return (await session.exec(statement)).first()


async def partner_names(session: AsyncSession, actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Of those that are here, however many partners there are."""
    wanted = {each for each in ids if each}
    return dict((await _partner_names(session, actor, wanted)).all()) if wanted else {}


async def service_names(session: AsyncSession, actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Of those that are here, also of closed ones."""
    wanted = {each for each in ids if each}
    return dict((await _service_names(session, actor, wanted)).all()) if wanted else {}


async def get_partner(session: AsyncSession, actor: Actor, partner_id: UUID) -> Partner:
    partner = await session.get(Partner, (actor.organisation_id, partner_id))
    if partner is None:
        raise NotFound("partner")
    return partner


def _is_called(name: str) -> list[ColumnElement[bool]]:
    """Whether a person is looked for with these words; nothing is asked where there are none.

    Every name of the organisation is looked at, in their order, until a page is full. No index could tell, short of a
    table of the words of names without their accents, and 20,000 names are looked at in less than 50 milliseconds.
    """
    if not name:
        return []
    return [col(Person.name).regexp_match(pattern) for pattern in patterns_of(name)] or [false()]


@stated
def _roles_of(organisation_id: UUID, person_id: UUID) -> SelectOfScalar[str]:
    return select(PersonRole.role).where(
        col(PersonRole.organisation_id) == organisation_id,
        col(PersonRole.person_id) == person_id,
        col(PersonRole.ended_at).is_(None),
    )


@stated
def _faces(actor: Actor, person_ids: Collection[UUID]) -> Select[UUID, str, str]:
    return select(Person.id, Person.name, Person.position).where(
        col(Person.organisation_id) == actor.organisation_id, col(Person.id).in_(person_ids)
    )


@stated
def _services(actor: Actor) -> SelectOfScalar[Service]:
    return _by_name(actor)


@stated
def _open_services(actor: Actor) -> SelectOfScalar[Service]:
    return _by_name(actor).where(col(Service.closed_at).is_(None))


def _by_name(actor: Actor) -> SelectOfScalar[Service]:
    return (
        select(Service)
        .where(col(Service.organisation_id) == actor.organisation_id)
        .order_by(col(Service.name))
        .limit(LIST_LIMIT)
    )


@stated
def _partner_names(actor: Actor, ids: Collection[UUID]) -> Select[UUID, str]:
    return select(Partner.id, Partner.name).where(
        col(Partner.organisation_id) == actor.organisation_id, col(Partner.id).in_(ids)
    )


@stated
def _service_names(actor: Actor, ids: Collection[UUID]) -> Select[UUID, str]:
    return select(Service.id, Service.name).where(
        col(Service.organisation_id) == actor.organisation_id, col(Service.id).in_(ids)
    )
