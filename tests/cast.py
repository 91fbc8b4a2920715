"""The same few people in every test, in two organisations that share nothing."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.queries import Keys
from registry.accounts.schemas import AccountIn
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor
from registry.people.models import Role
from registry.people.schemas import PartnerIn, PersonIn, ServiceIn
from registry.vision import actions as vision_actions

SECRET_KEY = "a secret key that only the tests know, 1234567890"
HISTORY_KEY = "a history key that only the tests know, 1234567890"
KEYS = Keys(secret=SECRET_KEY, history=HISTORY_KEY)


@dataclass(frozen=True)
class Cast:
    """Actors by the part they play; `accounts` holds the account of each person."""

    clinician: Actor  # Amara Okafor, who leads
    colleague: Actor  # Ben Osei, another clinician, who is in no team unless a test says so
    manager: Actor  # Ruth Adler, line manager of the clinician and of the colleague
    sponsor: Actor  # Priya Raman, executive
    second_sponsor: Actor  # Daniel Mensah, another executive
    board: Actor  # Ines Calder
    quality: Actor  # Lena Fischer
    steward: Actor  # Karim Haddad
    partner: Actor  # Tom Healy, of the care homes
    administrator: Actor  # Joan Price
    stranger: Actor  # Nia Rees, a clinician of another organisation
    stranger_administrator: Actor  # Owen Pryce, the administrator there
    partner_id: UUID
    service_id: UUID
    stranger_service_id: UUID
    accounts: dict[UUID, UUID]


async def gather_cast(session: AsyncSession) -> Cast:
    northmoor = await people_actions.add_organisation(
        session, "Northmoor Health and Care", "northmoor", "NH", HISTORY_KEY
    )
    southlea = await people_actions.add_organisation(session, "Southlea Community Trust", "southlea", "SL", HISTORY_KEY)
    await vision_actions.add_first_aims(session, northmoor)
    await vision_actions.add_first_aims(session, southlea)
    service = await people_actions.add_service(session, northmoor, ServiceIn(name="Children's services"))
    other_service = await people_actions.add_service(session, southlea, ServiceIn(name="District nursing"))
    partner = await people_actions.add_partner(session, northmoor, PartnerIn(name="Four Elms care homes"))
    accounts: dict[UUID, UUID] = {}

    async def join(
        organisation: Actor,
        name: str,
        *roles: Role,
        position: str = "",
        manager: Actor | None = None,
        partner_id: UUID | None = None,
    ) -> Actor:
        form = PersonIn(
            name=name,
            position=position,
            roles=set(roles),
            manager_id=manager.id if manager else None,
            partner_id=partner_id,
        )
        person = await people_actions.add_person(session, organisation, form)
        host = "northmoor" if organisation is northmoor else "southlea"
        email = f"{name.split(maxsplit=1)[0].lower()}@{host}.example"
        account = await account_actions.add_account(session, organisation, person, AccountIn(email=email), KEYS)
        accounts[person.id] = account.id
        held = await people_queries.get_organisation(session, organisation.organisation_id)
        return person_actor(person, frozenset(roles), held, HISTORY_KEY)

    administrator = await join(northmoor, "Joan Price", Role.ADMINISTRATOR, position="Registry administrator")
    manager = await join(northmoor, "Ruth Adler", position="Ward manager")
    return Cast(
        clinician=await join(northmoor, "Amara Okafor", Role.CLINICIAN, position="Specialist nurse", manager=manager),
        colleague=await join(northmoor, "Ben Osei", Role.CLINICIAN, position="Physiotherapist", manager=manager),
        manager=manager,
        sponsor=await join(northmoor, "Priya Raman", Role.SPONSOR, position="Chief operating officer"),
        second_sponsor=await join(northmoor, "Daniel Mensah", Role.SPONSOR, position="Medical director"),
        board=await join(northmoor, "Ines Calder", Role.BOARD, position="Chair"),
        quality=await join(northmoor, "Lena Fischer", Role.QUALITY, position="Head of quality"),
        steward=await join(northmoor, "Karim Haddad", Role.STEWARD, position="Clinical director"),
        partner=await join(northmoor, "Tom Healy", Role.PARTNER, position="Care home manager", partner_id=partner.id),
        administrator=administrator,
        stranger_administrator=await join(southlea, "Owen Pryce", Role.ADMINISTRATOR),
        stranger=await join(southlea, "Nia Rees", Role.CLINICIAN, position="District nurse"),
        partner_id=partner.id,
        service_id=service.id,
        stranger_service_id=other_service.id,
        accounts=accounts,
    )
