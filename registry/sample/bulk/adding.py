"""Brings any number of ideas into an organisation, and more people as there are more ideas."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import BoundaryKind
from registry.boundaries.queries import versions as held_queries
from registry.frameworks.actions import versions as version_actions
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.history.models import ChainHead
from registry.kit import clock
from registry.kit.bulk import many_rows
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation, Person, PersonRole, Role
from registry.portfolio.search import scope_of
from registry.sample.bulk import words
from registry.sample.bulk.chain import Chain
from registry.sample.bulk.lives import tell_a_life
from registry.sample.bulk.rows import Moment, Sheets, moment
from registry.sample.bulk.telling import Declared, Holding, Scene
from registry.vision import queries as vision_queries

BATCH = 500
YEARS_BACK = timedelta(days=700)
IDEAS_A_CLINICIAN = 25
IDEAS_A_SPONSOR = 1000


async def add_ideas(session: AsyncSession, actor: Actor, count: int, seed: int, tell: Callable[[int], None]) -> None:
    """Adds `count` ideas to the actor's organisation, oldest first, a batch at a time.

    tell   told how many more are there, batch by batch
    """
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    scene = await _scene(session, actor, organisation, seed)
    connection = await session.connection()
    first, step = scene.now.at - YEARS_BACK, YEARS_BACK / count
    _add_people(scene, scene.at(first), count)
    async with many_rows(connection):
        for start in range(0, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            for number in numbers:
                tell_a_life(scene, scene.at(first + step * number))
            await scene.sheets.write(connection)
            tell(len(numbers))
    organisation.last_reference = scene.last_reference
    session.add_all([scene.chain.seal(), organisation])
    await session.flush()


async def _scene(session: AsyncSession, actor: Actor, organisation: Organisation, seed: int) -> Scene:
    head = await session.get(ChainHead, (organisation.id, organisation.id), with_for_update=True)
    clinicians = await people_queries.list_people_with_role(session, actor, Role.CLINICIAN)
    sponsors = await people_queries.list_people_with_role(session, actor, Role.SPONSOR)
    services = await people_queries.list_services(session, actor)
    aims = await vision_queries.list_aims(session, actor)
    if head is None or not (clinicians and sponsors and services and aims):
        raise ValueError("the organisation needs clinicians, sponsors, services and aims first")
    zone = ZoneInfo(actor.zone)
    return Scene(
        # What is there already counts, so that the same seed once more makes other ids.
        chance=random.Random(f"{seed} after {organisation.last_reference}"),  # noqa: S311 - they need no secret
        sheets=Sheets(organisation.id.hex),
        chain=Chain(head, actor.history_key),
        zone=zone,
        currency=actor.currency,
        now=moment(clock.now().replace(microsecond=0), zone),
        scope=scope_of(organisation.id),
        clinicians=_ids([person.id for person in clinicians]),
        sponsors=_ids([person.id for person in sponsors]),
        services=_ids([service.id for service in services]),
        aims=_ids([aim.id for aim in aims]),
        holdings=await _holdings(session, actor),
        last_reference=organisation.last_reference,
    )


async def _holdings(session: AsyncSession, actor: Actor) -> list[Holding]:
    """The frameworks that are there."""
    found = []
    for row in await framework_queries.list_frameworks_to_choose(session, actor):
        framework = await framework_queries.get_framework(session, actor, row.id)
        version = await version_queries.get_newest(session, framework)
        await version_actions.note_use(session, version)
        outcomes = await framework_queries.list_outcomes(session, framework)
        declared = [
            Declared(boundary.id.hex, wording.id.hex, wording.number, wording.sentence)
            for boundary, wording in await held_queries.list_held(session, version)
            if boundary.kind is BoundaryKind.DECLARED
        ]
        found.append(
            Holding(row.id.hex, version.id.hex, row.name, _ids([outcome.id for outcome in outcomes]), declared)
        )
    return found


def _ids(found: list[UUID]) -> list[str]:
    return [row_id.hex for row_id in found]


def _add_people(scene: Scene, at: Moment, ideas: int) -> None:
    """Nobody leads more than a few dozen ideas, however many there are."""
    for role, known, wanted in (
        (Role.CLINICIAN, scene.clinicians, ideas // IDEAS_A_CLINICIAN),
        (Role.SPONSOR, scene.sponsors, ideas // IDEAS_A_SPONSOR),
    ):
        known += [_add_person(scene, at, role) for _ in range(wanted)]


def _add_person(scene: Scene, at: Moment, role: Role) -> str:
    chance = scene.chance
    person_id = scene.new_id(at)
    position = "Executive director" if role is Role.SPONSOR else chance.choice(words.POSITIONS)
    name = f"{chance.choice(words.GIVEN_NAMES)} {chance.choice(words.FAMILY_NAMES)}"
    scene.sheets.add(Person, id=person_id, name=name, position=position)
    scene.sheets.add(
        PersonRole,
        id=scene.new_id(at),
        person_id=person_id,
        role=role.value,
        given_at=at.text,
        given_by_id=person_id,
    )
    scene.tell(at, None, "person_added", "person", person_id)
    scene.tell(at, None, "roles_changed", "person", person_id, was="no role", became=role.label)
    return person_id
