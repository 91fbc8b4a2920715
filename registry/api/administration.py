"""What an administrator keeps, for programs: settings, services, partners, aims, people and their accounts."""

from functools import partial
from uuid import UUID

from litestar import get, post, put
from litestar.params import JSONBody
from pydantic import BaseModel, ConfigDict

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.schemas import PersonWithEmailIn
from registry.kit.errors import Changed, NotAllowed, NotFound
from registry.people import actions, queries, rules
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.schemas import (
    ErasureIn,
    OrganisationEditIn,
    OrganisationIn,
    OrganisationOut,
    PartnerIn,
    ServiceEditIn,
    ServiceIn,
    ServiceOut,
)
from registry.portfolio import personal
from registry.stories.actions import forgetting
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision import rules as vision_rules
from registry.vision.schemas import AimEditIn, AimIn
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, DbSession, PathId
from registry.web.pages import settings_of
from registry.web.transactions import after_keeping


class NamedOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class KeptPersonOut(BaseModel):
    """A person as their administrator keeps them.

    has_way_in   there is an account that is on and has a password
    """

    id: UUID
    version: int
    name: str
    position: str
    roles: list[Role]
    manager_id: UUID | None
    partner_id: UUID | None
    email: str
    is_off: bool
    has_way_in: bool
    has_left: bool


class PersonEditIn(PersonWithEmailIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


class LinkOut(BaseModel):
    """A one-time link, shown once."""

    link: str


@get("/settings", name="api.administration.settings")
async def settings(session: DbSession, actor: CurrentActor) -> OrganisationOut:
    _must_administer(actor)
    return OrganisationOut.model_validate(await queries.get_organisation(session, actor.organisation_id))


@put("/settings", name="api.administration.change_settings")
async def change_settings(
    data: JSONBody[OrganisationEditIn], session: DbSession, actor: CurrentActor
) -> OrganisationOut:
    _must_administer(actor)
    organisation = await queries.get_organisation(session, actor.organisation_id)
    if data.version != organisation.version:
        raise Changed
    form = OrganisationIn(**data.model_dump(exclude={"version"}, exclude_unset=True))
    await actions.change_organisation(session, actor, organisation, form)
    return OrganisationOut.model_validate(organisation)


@post("/services", name="api.administration.add_service")
async def add_service(data: JSONBody[ServiceIn], session: DbSession, actor: CurrentActor) -> ServiceOut:
    return ServiceOut.model_validate(await actions.add_service(session, actor, data))


@put("/services/{service_id:uuid}", name="api.administration.rename_service")
async def rename_service(
    service_id: PathId, data: JSONBody[ServiceEditIn], session: DbSession, actor: CurrentActor
) -> ServiceOut:
    _must_administer(actor)
    service = await queries.get_service(session, actor, service_id)
    if data.version != service.version:
        raise Changed
    await actions.rename_service(session, actor, service, ServiceIn(name=data.name))
    return ServiceOut.model_validate(service)


@post("/services/{service_id:uuid}/closing", name="api.administration.close_service")
async def close_service(service_id: PathId, session: DbSession, actor: CurrentActor) -> ServiceOut:
    _must_administer(actor)
    service = await queries.get_service(session, actor, service_id)
    await actions.close_service(session, actor, service)
    return ServiceOut.model_validate(service)


@post("/services/{service_id:uuid}/opening", name="api.administration.reopen_service")
async def reopen_service(service_id: PathId, session: DbSession, actor: CurrentActor) -> ServiceOut:
    _must_administer(actor)
    service = await queries.get_service(session, actor, service_id)
    await actions.reopen_service(session, actor, service)
    return ServiceOut.model_validate(service)


@post("/partners", name="api.administration.add_partner")
async def add_partner(data: JSONBody[PartnerIn], session: DbSession, actor: CurrentActor) -> NamedOut:
    return NamedOut.model_validate(await actions.add_partner(session, actor, data))


@post("/aims", name="api.administration.add_aim")
async def add_aim(data: JSONBody[AimIn], session: DbSession, actor: CurrentActor) -> NamedOut:
    return NamedOut.model_validate(await vision_actions.add_aim(session, actor, data))


@put("/aims/{aim_id:uuid}", name="api.administration.change_aim")
async def change_aim(aim_id: PathId, data: JSONBody[AimEditIn], session: DbSession, actor: CurrentActor) -> NamedOut:
    _must_keep_aims(actor)
    aim = await vision_queries.get_aim(session, actor, aim_id)
    if data.version != aim.version:
        raise Changed
    await vision_actions.change_aim(session, actor, aim, data)
    return NamedOut.model_validate(aim)


@post("/aims/{aim_id:uuid}/removal", name="api.administration.remove_aim")
async def remove_aim(aim_id: PathId, session: DbSession, actor: CurrentActor) -> NamedOut:
    _must_keep_aims(actor)
    aim = await vision_queries.get_aim(session, actor, aim_id)
    removed = NamedOut.model_validate(aim)
    await vision_actions.remove_aim(session, actor, aim)
    return removed


@post("/aims/{aim_id:uuid}/retirement", name="api.administration.retire_aim")
async def retire_aim(aim_id: PathId, session: DbSession, actor: CurrentActor) -> NamedOut:
    """It stays where it stands, and nothing new is given it."""
    _must_keep_aims(actor)
    aim = await vision_queries.get_aim(session, actor, aim_id)
    await vision_actions.retire_aim(session, actor, aim)
    return NamedOut.model_validate(aim)


@post("/aims/{aim_id:uuid}/return", name="api.administration.bring_aim_back")
async def bring_aim_back(aim_id: PathId, session: DbSession, actor: CurrentActor) -> NamedOut:
    _must_keep_aims(actor)
    aim = await vision_queries.get_aim(session, actor, aim_id)
    await vision_actions.bring_aim_back(session, actor, aim)
    return NamedOut.model_validate(aim)


@post("/people", name="api.administration.add_person")
async def add_person(
    request: AnyRequest, data: JSONBody[PersonWithEmailIn], session: DbSession, actor: CurrentActor
) -> KeptPersonOut:
    person = await account_actions.add_person(session, actor, data, auth.keys_of(request))
    return await _out(session, actor, person)


@get("/people/{person_id:uuid}/account", name="api.administration.person")
async def kept_person(person_id: PathId, session: DbSession, actor: CurrentActor) -> KeptPersonOut:
    return await _out(session, actor, await _person(session, actor, person_id))


@put("/people/{person_id:uuid}", name="api.administration.change_person")
async def change_person(
    request: AnyRequest, person_id: PathId, data: JSONBody[PersonEditIn], session: DbSession, actor: CurrentActor
) -> KeptPersonOut:
    person = await _person(session, actor, person_id)
    if data.version != person.version:
        raise Changed
    form = PersonWithEmailIn(**data.model_dump(exclude={"version"}))
    await account_actions.change_person(session, actor, person, form, auth.keys_of(request))
    return await _out(session, actor, person)


@post("/people/{person_id:uuid}/leaving", name="api.administration.record_leaving")
async def record_leaving(person_id: PathId, session: DbSession, actor: CurrentActor) -> KeptPersonOut:
    person = await _person(session, actor, person_id)
    await account_actions.record_leaving(session, actor, person)
    return await _out(session, actor, person)


@post("/people/{person_id:uuid}/erasure", name="api.administration.erase")
async def erase(
    request: AnyRequest, person_id: PathId, data: JSONBody[ErasureIn], session: DbSession, actor: CurrentActor
) -> KeptPersonOut:
    person = await _person(session, actor, person_id)
    await personal.erase_person(session, actor, person, data.name)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await _out(session, actor, person)


@post("/people/{person_id:uuid}/link", name="api.administration.make_link", opt={"repeatable": True})
async def make_link(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> LinkOut:
    """Links made before stop working; none is kept, so a key sent along makes no difference."""
    account = await _account(session, actor, person_id)
    secret = await account_actions.make_setup_link(session, actor, account, auth.keys_of(request))
    return LinkOut(link=f"{settings_of(request).base_url}/set-password/{secret}")


@post("/people/{person_id:uuid}/switching-off", name="api.administration.disable")
async def disable(person_id: PathId, session: DbSession, actor: CurrentActor) -> KeptPersonOut:
    await account_actions.disable_account(session, actor, await _account(session, actor, person_id))
    return await _out(session, actor, await _person(session, actor, person_id))


@post("/people/{person_id:uuid}/switching-on", name="api.administration.enable")
async def enable(person_id: PathId, session: DbSession, actor: CurrentActor) -> KeptPersonOut:
    await account_actions.enable_account(session, actor, await _account(session, actor, person_id))
    return await _out(session, actor, await _person(session, actor, person_id))


def _must_keep_aims(actor: Actor) -> None:
    if not vision_rules.may_change_aims(actor):
        raise NotAllowed("The board and the administrators keep the list of aims.")


def _must_administer(actor: Actor) -> None:
    if not rules.may_administer(actor):
        raise NotAllowed("Only an administrator looks after people, services and settings.")


async def _person(session: DbSession, actor: Actor, person_id: UUID) -> Person:
    _must_administer(actor)
    return await queries.get_person(session, actor, person_id)


async def _account(session: DbSession, actor: Actor, person_id: UUID) -> Account:
    person = await _person(session, actor, person_id)
    account = await account_queries.find_account_of_person(session, actor, person.id)
    if account is None:
        raise NotFound("account")
    return account


async def _out(session: DbSession, actor: Actor, person: Person) -> KeptPersonOut:
    account = await account_queries.find_account_of_person(session, actor, person.id)
    roles = await queries.roles_by_person(session, actor, [person.id])
    is_off = bool(account and account.disabled_at)
    return KeptPersonOut(
        **person.model_dump(include={"id", "version", "name", "position", "manager_id", "partner_id"}),
        roles=roles.get(person.id, []),
        email=account.email if account else "",
        is_off=is_off,
        has_way_in=bool(account and account.password_hash and not is_off and not person.left_at),
        has_left=person.left_at is not None,
    )


routes = [
    settings,
    change_settings,
    add_service,
    rename_service,
    close_service,
    reopen_service,
    add_partner,
    add_aim,
    change_aim,
    remove_aim,
    retire_aim,
    bring_aim_back,
    add_person,
    kept_person,
    change_person,
    record_leaving,
    erase,
    make_link,
    disable,
    enable,
]
