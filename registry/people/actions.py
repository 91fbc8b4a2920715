from collections.abc import Container
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import open_chain, record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.kit.fields import folded
from registry.people import queries, rules
from registry.people.actors import Actor, registry_actor
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
from registry.people.schemas import AspirationIn, OrganisationIn, PartnerIn, PersonIn, ProfileIn, ServiceIn


async def add_organisation(session: AsyncSession, name: str, slug: str, prefix: str, history_key: str) -> Actor:
    """A new tenant with its chain begun; answers the registry as an actor inside it."""
    if await queries.find_organisation_by_slug(session, slug):
        raise Refused(f"An organisation with the short name '{slug}' exists already.")
    organisation = Organisation(name=name, slug=slug, reference_prefix=prefix)
    session.add(organisation)
    await session.flush()
    await open_chain(session, organisation.id, history_key)
    actor = registry_actor(organisation, history_key)
    await record_event(session, actor, "organisation_added", recorded(organisation), became=name)
    return actor


async def change_organisation(
    session: AsyncSession, actor: Actor, organisation: Organisation, form: OrganisationIn
) -> None:
    if not rules.may_change_settings(actor):
        raise NotAllowed("Only an administrator changes the settings.")
    was, became = _settings_words(organisation), None
    organisation.sqlmodel_update(form.model_dump(exclude_unset=True))
    became = _settings_words(organisation)
    if was == became:
        return
    organisation.version += 1
    session.add(organisation)
    await session.flush()
    await record_event(session, actor, "settings_changed", recorded(organisation), was=was, became=became)


async def add_person(session: AsyncSession, actor: Actor, form: PersonIn) -> Person:
    """Adds a person and gives their roles; an account for them stands in `accounts`."""
    _must_administer(actor)
    person = Person(
        organisation_id=actor.organisation_id,
        name=form.name,
        position=form.position,
        manager_id=form.manager_id,
        partner_id=form.partner_id,
    )
    await _check_references(session, actor, form)
    if objections := rules.objections_to_roles(form.roles, person):
        raise Refused(fields=objections)
    session.add(person)
    await session.flush()
    await record_event(session, actor, "person_added", person)
    await _set_roles(session, actor, person, form.roles)
    return person


async def change_person(session: AsyncSession, actor: Actor, person: Person, form: PersonIn) -> None:
    _must_administer(actor)
    await _check_references(session, actor, form)
    if form.manager_id == person.id:
        raise Refused(fields={"manager_id": "Nobody can be their own line manager."})
    person.sqlmodel_update(form.model_dump(exclude={"roles"}))
    if objections := rules.objections_to_roles(form.roles, person):
        raise Refused(fields=objections)
    flag_modified(person, "name")  # A new version for new roles alone, too: they stand in the same form.
    session.add(person)
    await session.flush()
    await record_event(session, actor, "person_changed", person)
    await _set_roles(session, actor, person, form.roles)


async def change_roles(session: AsyncSession, actor: Actor, person: Person, roles: set[Role]) -> None:
    _must_administer(actor)
    if objections := rules.objections_to_roles(roles, person):
        raise Refused(*objections.values(), fields=objections)
    await _set_roles(session, actor, person, roles)


async def record_leaving(session: AsyncSession, actor: Actor, person: Person) -> None:
    """The person has left: their roles end, and with their account's sessions so do their rights, at once."""
    _must_administer(actor)
    if person.left_at:
        raise Refused(f"{person.name} has left already.")
    # Before the roles end: whoever hears of that can tell leaving from staying without a role.
    person.left_at, person.left_by_id = clock.now(), actor.id or person.id
    session.add(person)
    await _set_roles(session, actor, person, set())
    await session.flush()
    await record_event(session, actor, "person_left", person)


async def write_profile(session: AsyncSession, actor: Actor, form: ProfileIn) -> Profile:
    """The actor's own. History keeps none of the words: some of them are for nobody else."""
    profile = await queries.find_profile(session, actor, actor.person_id)
    profile = profile or Profile(organisation_id=actor.organisation_id, id=actor.person_id)
    profile.sqlmodel_update(form.model_dump(exclude={"skills"}))
    flag_modified(profile, "why")  # A new version for other skills alone, too: they stand in the same form.
    session.add(profile)
    statement = select(OfferedSkill).where(
        col(OfferedSkill.organisation_id) == actor.organisation_id, col(OfferedSkill.person_id) == actor.person_id
    )
    held = {skill.folded: skill for skill in (await session.exec(statement)).all()}
    wanted = {folded(name): name for name in form.skills}
    for key in held.keys() - wanted.keys():
        await session.delete(held[key])
    for key, name in wanted.items():
        skill = held.get(key) or OfferedSkill(
            organisation_id=actor.organisation_id, person_id=actor.person_id, folded=key, name=name
        )
        skill.name = name
        session.add(skill)
    await session.flush()
    await record_event(session, actor, "profile_written", profile)
    return profile


async def write_aspiration(session: AsyncSession, actor: Actor, form: AspirationIn) -> Aspiration:
    """The actor's own; history keeps none of the words."""
    aspiration = await session.get(Aspiration, (actor.organisation_id, actor.person_id))
    aspiration = aspiration or Aspiration(organisation_id=actor.organisation_id, id=actor.person_id)
    aspiration.sqlmodel_update(form.model_dump())
    session.add(aspiration)
    await session.flush()
    await record_event(session, actor, "aspiration_written", aspiration)
    return aspiration


async def add_service(session: AsyncSession, actor: Actor, form: ServiceIn) -> Service:
    _must_administer(actor)
    await _check_name_is_free(session, actor, Service, form.name, "service")
    service = Service(organisation_id=actor.organisation_id, name=form.name)
    session.add(service)
    await session.flush()
    await record_event(session, actor, "service_added", service, became=service.name)
    return service


async def rename_service(session: AsyncSession, actor: Actor, service: Service, form: ServiceIn) -> None:
    _must_administer(actor)
    if service.name == form.name:
        return
    await _check_name_is_free(session, actor, Service, form.name, "service")
    was, service.name = service.name, form.name
    session.add(service)
    await session.flush()
    await record_event(session, actor, "service_renamed", service, was=was, became=service.name)


async def close_service(session: AsyncSession, actor: Actor, service: Service) -> None:
    """A closed service stays on its ideas and leaves the choices for new ones."""
    _must_administer(actor)
    if service.closed_at:
        raise Refused(f"{service.name} is closed already.")
    service.closed_at, service.closed_by_id = clock.now(), actor.person_id
    session.add(service)
    await session.flush()
    await record_event(session, actor, "service_closed", service, words=service.name)


async def reopen_service(session: AsyncSession, actor: Actor, service: Service) -> None:
    _must_administer(actor)
    if not service.closed_at:
        raise Refused(f"{service.name} is open.")
    service.closed_at, service.closed_by_id = None, None
    session.add(service)
    await session.flush()
    await record_event(session, actor, "service_reopened", service, words=service.name)


async def add_partner(session: AsyncSession, actor: Actor, form: PartnerIn) -> Partner:
    _must_administer(actor)
    await _check_name_is_free(session, actor, Partner, form.name, "partner")
    partner = Partner(organisation_id=actor.organisation_id, name=form.name, description=form.description)
    session.add(partner)
    await session.flush()
    await record_event(session, actor, "partner_added", partner, became=partner.name)
    return partner


async def next_reference(session: AsyncSession, actor: Actor) -> int:
    """The next number of an idea in this organisation; each is given once."""
    statement = (
        update(Organisation)
        .where(col(Organisation.id) == actor.organisation_id)
        .values(last_reference=Organisation.last_reference + 1)
        .returning(col(Organisation.last_reference))
        .execution_options(synchronize_session=False)
    )
    return int((await session.exec(statement)).scalar_one())


def _must_administer(actor: Actor) -> None:
    if actor.id is not None and not rules.may_administer(actor):
        raise NotAllowed("Only an administrator looks after people and services.")


async def _set_roles(session: AsyncSession, actor: Actor, person: Person, wanted: set[Role]) -> None:
    statement = select(PersonRole).where(
        col(PersonRole.organisation_id) == actor.organisation_id,
        col(PersonRole.person_id) == person.id,
        col(PersonRole.ended_at).is_(None),
    )
    held = {row.role: row for row in (await session.exec(statement)).all()}
    if set(held) == wanted:
        return
    administrators = await queries.count_people_with_role(session, actor, Role.ADMINISTRATOR)
    had = Role.ADMINISTRATOR in held
    if objections := rules.objections_to_ending_administration(wanted, person, administrators, had):
        raise Refused(*objections)
    now, by = clock.now(), actor.id or person.id
    for role in wanted - set(held):
        session.add(
            PersonRole(
                organisation_id=actor.organisation_id, person_id=person.id, role=role, given_at=now, given_by_id=by
            )
        )
    for role in set(held) - wanted:
        held[role].ended_at, held[role].ended_by_id = now, by
        session.add(held[role])
    await session.flush()
    await record_event(session, actor, "roles_changed", person, was=_role_words(held), became=_role_words(wanted))


async def _check_references(session: AsyncSession, actor: Actor, form: PersonIn) -> None:
    if form.manager_id:
        with chosen("manager_id"):
            await queries.get_person(session, actor, form.manager_id)
    if form.partner_id:
        with chosen("partner_id"):
            await queries.get_partner(session, actor, form.partner_id)


async def _check_name_is_free(
    session: AsyncSession, actor: Actor, model: type[Service] | type[Partner], name: str, noun: str
) -> None:
    statement = select(model.id).where(col(model.organisation_id) == actor.organisation_id, col(model.name) == name)
    if (await session.exec(statement)).first():
        raise Refused(fields={"name": f"There is a {noun} of this name already."})


def _role_words(held: Container[Role]) -> str:
    return ", ".join(role.label for role in Role if role in held) or "no role"


def _settings_words(organisation: Organisation) -> str:
    return (
        f"{organisation.name}; references {organisation.reference_prefix}; {organisation.zone}; an answer within "
        f"{organisation.answer_days} days; at least {organisation.exploration_days} days to explore; groups of "
        f"{organisation.feedback_threshold} answers in feedback; "
        f"in danger call {organisation.urgent_number}; stories with public consent are "
        f"{'open to anybody' if organisation.publishes_stories else 'not open to anybody'}"
    )


class _Organisation:
    def __init__(self, organisation_id: UUID) -> None:
        self.id = self.organisation_id = organisation_id


def recorded(organisation: Organisation) -> _Organisation:
    """An organisation as history sees a thing: it stands in itself."""
    return _Organisation(organisation.id)
