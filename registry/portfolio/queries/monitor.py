"""The monitor: every measure as a row, gathered by framework, service, aim or sponsor.

Nothing is judged here: the rows show what `StoredResult` and `Watch` keep.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, Watch
from registry.boundaries.queries.watches import is_watch
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus
from registry.kit.errors import NotAllowed
from registry.kit.paging import Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person, PersonRole, Role, Service
from registry.portfolio.queries import monitor_walk as walk
from registry.portfolio.queries.monitor_news import has_open_crossing, has_own_place
from registry.portfolio.queries.monitor_rows import SECTIONS, MonitorRow, Place
from registry.portfolio.rules import monitor as rules
from registry.portfolio.schemas.monitor import MONITOR_ROWS, MonitorFilter
from registry.vision.models import Aim

CHOICES_LIMIT = 500


@dataclass(frozen=True)
class MonitorGroup:
    """Rows that stand together.

    id             None for those that have no such group
    section        one of monitor_rows.SECTIONS: in a group, in none, or of frameworks
    is_continued   it began on the page before
    goes_on        more of it stands on the next page
    """

    id: UUID | None
    name: str
    section: int
    rows: Sequence[MonitorRow]
    is_continued: bool
    goes_on: bool


@dataclass(frozen=True)
class Monitor:
    """A page of the monitor.

    leaves_out   more answer to the filters than are looked up, so that the oldest of them are missing
    """

    groups: Sequence[MonitorGroup]
    page: Page[MonitorRow]
    leaves_out: bool


@dataclass(frozen=True)
class Choices:
    """By what the monitor can be narrowed: (id, name) pairs, by name."""

    frameworks: Sequence[tuple[UUID, str]]
    services: Sequence[tuple[UUID, str]]
    aims: Sequence[tuple[UUID, str]]
    sponsors: Sequence[tuple[UUID, str]]


def must_see_monitor(actor: Actor) -> None:
    """Everybody of the organisation does; a partner's people see only what is shared with them."""
    if actor.has(Role.PARTNER):
        raise NotAllowed("The monitor is for the people of this organisation.")


async def list_choices(session: AsyncSession, actor: Actor) -> Choices:
    """All in one statement."""
    kinds: list[list[tuple[UUID, str]]] = [[], [], [], []]
    for kind, thing_id, name in (await _choices(session, actor)).all():
        kinds[kind].append((thing_id, name))
    frameworks, services, aims, sponsors_found = (sorted(kind, key=lambda pair: pair[1].casefold()) for kind in kinds)
    return Choices(frameworks, services, [(aim_id, rules.aim_words(name)) for aim_id, name in aims], sponsors_found)


async def page_of_monitor(
    session: AsyncSession,
    actor: Actor,
    narrowed: MonitorFilter,
    *,
    since: datetime,
    cursor: str = "",
    size: int = MONITOR_ROWS,
) -> Monitor:
    """Groups by name, in each a framework's own measures before those of ideas; what has no group comes last.

    since   from when on something counts as changed, where the filter asks for that
    """
    must_see_monitor(actor)
    place = _place_of(cursor)
    found: list[MonitorRow] = []
    for section in SECTIONS[place.section :]:
        begins = place if section == place.section else Place(section)
        found += await walk.rows_of_section(session, actor, narrowed, since, begins, size + 1 - len(found))
        if len(found) > size:
            break
    page = page_of(found, size, lambda row: [row.section, row.ordered_by, row.registered_at, row.idea_id, row.id])
    boundaries = await _boundaries_by_measure(session, actor, [row.id for row in page.rows])
    rows = list(_told(page.rows, boundaries))
    following = found[size] if len(found) > size else None
    leaves_out = await walk.has_more_than_looked_up(session, actor, narrowed, since)
    return Monitor(_groups(rows, place, following), Page(rows, page.next_cursor), leaves_out)


@stated
def _choices(actor: Actor) -> Select[*tuple[int, UUID, str]]:
    sponsors = select(PersonRole.person_id).where(
        col(PersonRole.organisation_id) == actor.organisation_id, col(PersonRole.role) == Role.SPONSOR
    )
    every = union_all(
        _named(actor, 0, Framework),
        _named(actor, 1, Service),
        _named(actor, 2, Aim),
        _named(actor, 3, Person).where(col(Person.id).in_(sponsors)),
    ).subquery()
    return select_columns(*every.c).limit(4 * CHOICES_LIMIT)


def _named(
    actor: Actor, kind: int, thing: type[Framework] | type[Service] | type[Aim] | type[Person]
) -> Select[*tuple[int, UUID, str]]:
    return select_columns(literal(kind), col(thing.id), col(thing.name)).where(
        col(thing.organisation_id) == actor.organisation_id
    )


def _place_of(cursor: str) -> Place:
    if not cursor:
        return Place()
    section, group, registered_at, idea_id, measure_id = read_cursor(cursor, int, str, datetime, UUID, UUID)
    return Place(section, group, registered_at, idea_id, measure_id, is_begun=True)


def _told(
    rows: Iterable[MonitorRow], boundaries: Mapping[UUID, Sequence[tuple[BoundaryStatus, str]]]
) -> Iterator[MonitorRow]:
    seen: set[UUID] = set()
    for row in rows:
        is_again = row.id in seen
        if is_again or row.id in boundaries:
            yield row._replace(boundaries=boundaries.get(row.id, ()), is_again=is_again)
        else:  # Most rows are as they were read.
            yield row
        seen.add(row.id)


def _groups(rows: Sequence[MonitorRow], begun: Place, following: MonitorRow | None) -> list[MonitorGroup]:
    gathered = [(key, list(found)) for key, found in groupby(rows, key=_group_of)]
    return [
        MonitorGroup(
            id=key[1],
            name=found[0].group,
            section=key[0],
            rows=found,
            is_continued=found is gathered[0][1] and begun.is_in(found[0]),
            goes_on=following is not None and key == _group_of(following),
        )
        for key, found in gathered
    ]


def _group_of(row: MonitorRow) -> tuple[int, UUID | None]:
    return row.section, row.group_id


async def _boundaries_by_measure(
    session: AsyncSession, actor: Actor, measure_ids: Iterable[UUID]
) -> dict[UUID, list[tuple[BoundaryStatus, str]]]:
    """How the boundaries that each measure tells of stand today, and where that shows; the worst first."""
    today = actor.today
    found: dict[UUID, list[tuple[BoundaryStatus, str]]] = {}
    for watch_id, measure_id, said, due_on, boundary_id, has_place, is_open in await _watches_of(
        session, actor, list(measure_ids)
    ):
        status = rules.status_today(said, due_on, today, has_open_crossing=is_open)
        address = rules.address_of_watch(watch_id, boundary_id, has_own_place=has_place)
        found.setdefault(measure_id, []).append((status, address))
    return {measure_id: sorted(standing, key=rules.worst_first) for measure_id, standing in found.items()}


@stated
def _watches_of(actor: Actor, measure_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    columns = (Watch.id, Watch.measure_id, Watch.status, Watch.due_on, Boundary.id)
    statement: Select[*tuple[Any, ...]] = select_columns(*map(col, columns), has_own_place(), has_open_crossing())
    return statement.join(Boundary, is_watch()).where(
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.measure_id).in_(measure_ids),
        col(Watch.ended_at).is_(None),
    )
