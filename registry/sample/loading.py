"""Puts the sample into an empty database."""

from collections.abc import Callable

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.queries import Keys
from registry.accounts.schemas import AccountIn
from registry.frameworks.actions import frameworks as framework_actions
from registry.history.actions import record_event
from registry.kit import clock
from registry.licences.actions import telling as licence_telling
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import person_actor
from registry.people.schemas import PartnerIn, PersonIn, ServiceIn
from registry.pledges.actions.settling import settle_by_time
from registry.progress.actions import reviews as review_actions
from registry.sample.people import NORTHMOOR, PARTNERS, PEOPLE, SERVICES, SOUTHLEA, SOUTHLEA_SERVICES, SamplePerson
from registry.sample.play import Play, Telling, perform
from registry.sample.stories import ALL
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries

DAYS, AT_ONCE = 430, 100
NAMES = {
    NORTHMOOR: ("Northmoor Health and Care", "NH", SERVICES),
    SOUTHLEA: ("Southlea Community Trust", "SL", SOUTHLEA_SERVICES),
}


async def is_missing(session: AsyncSession) -> bool:
    """Whether no organisation stands in the database yet."""
    return not await people_queries.list_organisations(session)


async def load(session: AsyncSession, keys: Keys, tell: Callable[[int], None]) -> None:
    """Both organisations, their people and everything that became of their ideas, up to this moment.

    tell   told how many of the DAYS have passed, each time one has
    """
    play = Play(session, today=clock.today("Europe/London"), zone="Europe/London", keys=keys)
    with clock.stopped_at(play.at(DAYS, "09:00")):
        for slug in (NORTHMOOR, SOUTHLEA):
            await _found(play, slug, keys)
        for person in PEOPLE:
            await _welcome(play, person, keys)
        administrator = play.people["administrator"]
        closed = await people_queries.get_service(session, administrator, play.services["closed"])
        await people_actions.close_service(session, administrator, closed)
    await perform(play, [*ALL, lambda play: _nights(play, tell)])


async def set_password(session: AsyncSession, keys: Keys, password: str) -> None:
    """Makes one password true of every sample account; hashed once, and only where it is not true already."""
    accounts = [await account_queries.find_account_by_email(session, keys, person.email) for person in PEOPLE]
    found = [account for account in accounts if account]
    if not found or await account_actions.check_password(password, found[0].password_hash):
        return
    password_hash = await account_actions.hash_password(password)
    for account in found:
        await _let_in(session, keys, account, password_hash)


async def _let_in(session: AsyncSession, keys: Keys, account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    session.add(account)
    await account_actions.end_all_sign_ins(session, account)
    await session.flush()
    actor = await account_queries.find_actor_of_account(session, keys, account)
    if actor:
        await record_event(session, actor, "password_set", account)


async def _found(play: Play, slug: str, keys: Keys) -> None:
    name, prefix, services = NAMES[slug]
    registry = await people_actions.add_organisation(play.session, name, slug, prefix, keys.history)
    play.registries[slug] = registry
    organisation = await people_queries.get_organisation(play.session, registry.organisation_id)
    organisation.publishes_stories = slug == NORTHMOOR
    play.session.add(organisation)
    await vision_actions.add_first_aims(play.session, registry)
    for aim in await vision_queries.list_aims(play.session, registry):
        play.aims[registry.organisation_id, aim.name] = aim.id
    for call, service_name in services.items():
        service = await people_actions.add_service(play.session, registry, ServiceIn(name=service_name))
        play.services[call] = service.id
    for call, (partner_name, description) in PARTNERS.items() if slug == NORTHMOOR else ():
        form = PartnerIn(name=partner_name, description=description)
        play.partners[call] = (await people_actions.add_partner(play.session, registry, form)).id


async def _welcome(play: Play, person: SamplePerson, keys: Keys) -> None:
    registry = play.registries[person.organisation]
    form = PersonIn(
        name=person.name,
        position=person.position,
        roles=set(person.roles),
        manager_id=play.people[person.manager].id if person.manager else None,
        partner_id=play.partners[person.partner] if person.partner else None,
    )
    row = await people_actions.add_person(play.session, registry, form)
    organisation = await people_queries.get_organisation(play.session, registry.organisation_id)
    play.people[person.call] = person_actor(row, person.roles, organisation, keys.history)
    if person.has_account:
        await account_actions.add_account(play.session, registry, row, AccountIn(email=person.email), keys)


async def _nights(play: Play, tell: Callable[[int], None]) -> Telling:
    """What time brings, each night: offers lapse, periods end, frameworks are to be looked at again, licences end."""
    for days_ago in range(DAYS - 1, -1, -1):
        yield play.at(days_ago, "00:10")
        tell(1)
        for registry in play.registries.values() if play.has_news() else ():
            await settle_by_time(play.session, registry)
            await framework_actions.tell_reviews(play.session, registry, AT_ONCE)
            await review_actions.tell_reviews(play.session, registry, AT_ONCE)
            await licence_telling.tell_by_time(play.session, registry, AT_ONCE)
