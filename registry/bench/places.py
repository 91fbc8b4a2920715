"""What is measured: an invented organisation with as many ideas as asked for, seeded once into a folder."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry import migrations
from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.queries import Keys
from registry.accounts.schemas import AccountIn
from registry.app import join_rooms
from registry.bench.serving import settings_in
from registry.ideas.models import Idea, IdeaSummary, Stage, Teammate
from registry.kit.database import note_sizes, open_database, put_to_rest, transaction
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.people.models import Person, PersonRole, Role
from registry.pledges.models import Pledge
from registry.sample import loading
from registry.sample.bulk import adding
from registry.sample.people import NORTHMOOR

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
WHO = ("clinician", "sponsor", "quality")
WRITERS = 16
PROMISES_A_SPONSOR = 1300
FILE = "registry.db"


@dataclass(frozen=True)
class Place:
    """
    cookies   of each of WHO: as many as there are writers, each a sign-in of its own, of several people
    ideas     being explored, the newest first
    waiting   that wait for an answer; of no framework, whose envelope may be used up
    """

    folder: Path
    organisation_id: str
    service_id: str
    cookies: dict[str, list[str]]
    ideas: list[str]
    waiting: list[str]


def seeded(folder: Path, ideas: int, progress: Progress, *, on: Place | None = None) -> Place:
    """What stands in the folder from before is used again.

    on   a smaller place that the larger one is begun with
    """
    folder.mkdir(parents=True, exist_ok=True)
    if on and not (folder / FILE).exists():
        shutil.copy(on.folder / FILE, folder / FILE)
    join_rooms()
    return asyncio.run(_seeded(folder, ideas, progress))


async def _seeded(folder: Path, ideas: int, progress: Progress) -> Place:
    settings = settings_in(folder)
    keys = Keys(secret=settings.secret_key, history=settings.history_key)
    database = open_database(settings.database_url)
    await migrations.upgrade(database)
    async with transaction(database) as session:
        if await loading.is_missing(session):
            with progress("Telling a year of an invented organisation", loading.DAYS) as tell:
                await loading.load(session, keys, tell)
        northmoor = await _northmoor(session, keys)
        missing = ideas - await _count_ideas(session, northmoor)
        if missing > 0:
            with progress("Adding ideas", missing) as tell:
                await adding.add_ideas(session, northmoor, missing, 1, tell)
    await note_sizes(database)
    async with transaction(database) as session:
        place = await _place(session, folder, keys)
    await put_to_rest(database)
    return place


async def _count_ideas(session: AsyncSession, actor: Actor) -> int:
    statement = select(func.count()).select_from(Idea).where(col(Idea.organisation_id) == actor.organisation_id)
    return (await session.exec(statement)).one()


async def _place(session: AsyncSession, folder: Path, keys: Keys) -> Place:
    actor = await _northmoor(session, keys)
    services = await people_queries.list_services(session, actor)
    return Place(
        folder=folder,
        organisation_id=actor.organisation_id.hex,
        service_id=str(services[0].id),
        cookies={who: await _sign_ins(session, actor, keys, who) for who in WHO},
        ideas=await _ideas(session, actor, Stage.EXPLORING),
        waiting=await _ideas(session, actor, Stage.REGISTERED, col(IdeaSummary.framework_id).is_(None)),
    )


async def _northmoor(session: AsyncSession, keys: Keys) -> Actor:
    organisation = await people_queries.find_organisation_by_slug(session, NORTHMOOR)
    if organisation is None:
        raise LookupError(f"{NORTHMOOR} is not in this folder's database")
    return registry_actor(organisation, keys.history)


async def _sign_ins(session: AsyncSession, actor: Actor, keys: Keys, who: str) -> list[str]:
    if who == "quality":
        accounts = [await account_queries.find_account_by_email(session, keys, f"{who}@northmoor.example")]
    else:
        # By chance one alone may have much or little to do.
        people = await _people_who_have(session, actor, *_usual(actor, who))
        accounts = [await _account_of(session, actor, keys, person) for person in people]
    found = [account for account in accounts if account]
    if not found:
        raise LookupError(f"{who} has no account in this folder's database")
    return [await _cookie(session, keys, account) for account in islice(cycle(found), WRITERS)]


def _usual(actor: Actor, who: str) -> tuple[SelectOfScalar[UUID], int]:
    """Whose each idea is to lead, or each promise to keep, and how many a seeding gives to one of them."""
    if who == "clinician":
        led = select(Teammate.person_id).where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.is_lead),
            col(Teammate.left_at).is_(None),
        )
        return led, adding.IDEAS_A_CLINICIAN
    sponsors = select(PersonRole.person_id).where(
        col(PersonRole.organisation_id) == actor.organisation_id,
        col(PersonRole.role) == Role.SPONSOR,
        col(PersonRole.ended_at).is_(None),
    )
    promised = select(Pledge.pledger_id).where(
        col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.pledger_id).in_(sponsors)
    )
    return promised, PROMISES_A_SPONSOR


async def _people_who_have(
    session: AsyncSession, actor: Actor, owners: SelectOfScalar[UUID], usual: int
) -> Sequence[Person]:
    """Those who have as much in a large place as in a small one: what grows is then the registry alone."""
    owner = owners.subquery().c[0]
    owned = select(owner.label("person_id"), func.count().label("count")).group_by(owner).subquery()
    statement = (
        select(Person)
        .join(owned, col(Person.id) == owned.c.person_id)
        .where(col(Person.organisation_id) == actor.organisation_id)
        .order_by(func.abs(owned.c.count - usual), col(Person.id))
        .limit(WRITERS)
    )
    return (await session.exec(statement)).all()


async def _account_of(session: AsyncSession, actor: Actor, keys: Keys, person: Person) -> Account:
    found = await account_queries.find_account_of_person(session, actor, person.id)
    form = AccountIn(email=f"{person.id.hex}@northmoor.example")
    return found or await account_actions.add_account(session, actor, person, form, keys)


async def _cookie(session: AsyncSession, keys: Keys, account: Account) -> str:
    return f"registry={await account_actions.sign_in(session, account, 'a benchmark', keys)}"


async def _ideas(session: AsyncSession, actor: Actor, stage: Stage, *more: ColumnElement[bool]) -> list[str]:
    statement = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.stage) == stage, *more)
        .order_by(col(IdeaSummary.registered_at).desc())
        .limit(200)
    )
    return [str(idea_id) for idea_id in (await session.exec(statement)).all()]
