"""Areas of discretion: where people may act without asking, and who said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Discretion, DiscretionAim, DiscretionPlace
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.rules import discretion as rules
from registry.frameworks.rules.discretion import Area
from registry.kit.errors import NotAllowed, NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face
from registry.vision import queries as vision_queries

Again = aliased(Discretion)

WEIGHED = 50
SHOWN_WHILE_WRITING = 3


@dataclass(frozen=True)
class AreaLine:
    """An area as pages show it.

    limits       'up to £2,000'
    places       the names of its services; none where it holds everywhere
    state        'In force'
    """

    area: Area
    id: UUID
    declared_by: Face
    withdrawn_by: str
    limits: Sequence[str]
    places: Sequence[str]
    aims: Sequence[str]
    framework_name: str
    state: str
    is_in_force: bool

    @property
    def discretion(self) -> Discretion:
        return self.area.discretion


def must_see(actor: Actor) -> None:
    if not rules.may_see(actor):
        raise NotAllowed("Areas of discretion are read by the people of the organisation itself.")


async def get_area(session: AsyncSession, actor: Actor, discretion_id: UUID) -> Area:
    found = await session.get(Discretion, (actor.organisation_id, discretion_id))
    if found is None or not rules.may_see(actor):
        raise NotFound("discretion")
    return (await areas_of(session, actor, [found]))[0]


async def page_of_areas(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[AreaLine]:
    """All that were ever declared, the newest first."""
    statement = select(Discretion).where(col(Discretion.organisation_id) == actor.organisation_id)
    if cursor:
        statement = statement.where(col(Discretion.id) < read_cursor(cursor, UUID)[0])
    found = (await session.exec(statement.order_by(col(Discretion.id).desc()).limit(size + 1))).all()
    lines = await lines_of(session, actor, await areas_of(session, actor, found))
    return page_of(lines, size, lambda line: [line.id])


async def list_areas_in_force(session: AsyncSession, actor: Actor, *, limit: int = WEIGHED) -> list[Area]:
    """The newest first."""
    if not rules.may_see(actor):
        return []
    statement = (
        select(Discretion)
        .where(
            col(Discretion.organisation_id) == actor.organisation_id,
            col(Discretion.withdrawn_at).is_(None),
            col(Discretion.starts_on) <= actor.today,
            col(Discretion.ends_on) >= actor.today,
        )
        .order_by(col(Discretion.id).desc())
        .limit(limit)
    )
    return await areas_of(session, actor, (await session.exec(statement)).all())


async def list_areas_like(
    session: AsyncSession, actor: Actor, *, words: str, service_id: UUID | None, aim_ids: Iterable[UUID]
) -> list[AreaLine]:
    """Those in force in which what is being written may fall, the likeliest first; three at most."""
    aims = frozenset(aim_ids)
    weighed = [
        (rules.likeness(area, words=words, service_id=service_id, aim_ids=aims), area)
        for area in await list_areas_in_force(session, actor)
    ]
    fitting = sorted((pair for pair in weighed if pair[0] >= 0), key=lambda pair: -pair[0])
    return await lines_of(session, actor, [area for _, area in fitting[:SHOWN_WHILE_WRITING]])


async def list_areas_ending(session: AsyncSession, actor: Actor, limit: int) -> list[AreaLine]:
    """Those that end within 30 days and are not declared again, in the same words for longer; the first first."""
    is_declared_again = (
        select(Again.id)
        .where(
            col(Again.organisation_id) == Discretion.organisation_id,
            col(Again.sentence) == Discretion.sentence,
            col(Again.withdrawn_at).is_(None),
            col(Again.ends_on) > Discretion.ends_on,
        )
        .exists()
    )
    statement = (
        select(Discretion)
        .where(
            col(Discretion.organisation_id) == actor.organisation_id,
            col(Discretion.withdrawn_at).is_(None),
            col(Discretion.ends_on) >= actor.today,
            col(Discretion.ends_on) <= actor.today + timedelta(days=rules.ENDS_SOON_DAYS),
            ~is_declared_again,
        )
        .order_by(col(Discretion.ends_on), col(Discretion.id))
        .limit(limit)
    )
    return await lines_of(session, actor, await areas_of(session, actor, (await session.exec(statement)).all()))


async def lines_of(session: AsyncSession, actor: Actor, areas: Sequence[Area]) -> list[AreaLine]:
    if not areas:
        return []
    found = [area.discretion for area in areas]
    named = {person_id for each in found for person_id in (each.declared_by_id, each.withdrawn_by_id)}
    faces = await people_queries.list_faces(session, actor, named)
    service_ids = {service_id for area in areas for service_id in area.service_ids}
    services = await people_queries.service_names(session, actor, service_ids)
    aims = {aim.id: aim.label for aim in await vision_queries.list_aims(session, actor)}
    framework_ids = [area.discretion.framework_id for area in areas]
    frameworks = await framework_queries.framework_names(session, actor, framework_ids)
    return [
        AreaLine(
            area=area,
            id=area.discretion.id,
            declared_by=faces[area.discretion.declared_by_id],
            withdrawn_by=faces[area.discretion.withdrawn_by_id].name if area.discretion.withdrawn_by_id else "",
            limits=rules.limit_words(area.discretion, actor.currency),
            places=sorted(services[each] for each in area.service_ids if each in services),
            aims=[label for aim_id, label in aims.items() if aim_id in area.aim_ids],
            framework_name=frameworks.get(area.discretion.framework_id, "") if area.discretion.framework_id else "",
            state=rules.state_words(area.discretion, actor.today),
            is_in_force=rules.is_in_force(area.discretion, actor.today),
        )
        for area in areas
    ]


async def areas_of(session: AsyncSession, actor: Actor, found: Sequence[Discretion]) -> list[Area]:
    """With their places and aims, in two queries."""
    ids = [each.id for each in found]
    if not ids:
        return []
    place = select(DiscretionPlace).where(
        col(DiscretionPlace.organisation_id) == actor.organisation_id, col(DiscretionPlace.discretion_id).in_(ids)
    )
    aim = select(DiscretionAim).where(
        col(DiscretionAim.organisation_id) == actor.organisation_id, col(DiscretionAim.discretion_id).in_(ids)
    )
    places, aims = (await session.exec(place)).all(), (await session.exec(aim)).all()
    return [
        Area(
            each,
            frozenset(row.service_id for row in places if row.discretion_id == each.id),
            frozenset(row.aim_id for row in aims if row.discretion_id == each.id),
        )
        for each in found
    ]
