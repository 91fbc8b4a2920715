"""People, services and aims for programs: what other addresses take ids of."""

from uuid import UUID

from litestar import get
from litestar.params import FromQuery
from pydantic import BaseModel, ConfigDict

from registry.kit.errors import NotFound
from registry.people import queries, rules
from registry.people.schemas import PersonOut
from registry.vision import queries as vision_queries
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class NamedOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class PeopleOut(BaseModel):
    people: list[PersonOut]
    next: str | None


@get("/people", name="api.people.index")
async def index(session: DbSession, actor: CurrentActor, name: FromQuery[str] = "", after: Cursor = "") -> PeopleOut:
    if not rules.may_read_profiles(actor):
        raise NotFound("people")
    listed = await queries.page_of_people(session, actor, name=name.strip(), cursor=after)
    roles = await queries.roles_by_person(session, actor, [person.id for person in listed.rows])
    people = [
        PersonOut(id=person.id, name=person.name, position=person.position, roles=roles.get(person.id, []))
        for person in listed.rows
    ]
    return PeopleOut(people=people, next=listed.next_cursor)


@get("/people/{person_id:uuid}", name="api.people.show")
async def show(person_id: PathId, session: DbSession, actor: CurrentActor) -> PersonOut:
    person = await queries.get_person(session, actor, person_id)
    roles = await queries.roles_by_person(session, actor, [person.id])
    return PersonOut(id=person.id, name=person.name, position=person.position, roles=roles.get(person.id, []))


@get("/services", name="api.people.services")
async def services(session: DbSession, actor: CurrentActor) -> list[NamedOut]:
    return [NamedOut.model_validate(service) for service in await queries.list_services(session, actor)]


@get("/partners", name="api.people.partners")
async def partners(session: DbSession, actor: CurrentActor) -> list[NamedOut]:
    return [NamedOut.model_validate(partner) for partner in await queries.list_partners(session, actor)]


@get("/aims", name="api.people.aims")
async def aims(session: DbSession, actor: CurrentActor) -> list[NamedOut]:
    return [NamedOut.model_validate(aim) for aim in await vision_queries.list_aims(session, actor)]


routes = [index, show, services, partners, aims]
