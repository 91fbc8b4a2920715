"""The grid of areas of discretion: where people may act freely, where ideas are, and where nothing is."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.queries import discretion as area_queries
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries.discretion import AreaLine
from registry.frameworks.queries.frameworks import FrameworkRow
from registry.frameworks.rules import coverage as rules
from registry.frameworks.rules.coverage import Cover, Hold
from registry.frameworks.rules.discretion import Area
from registry.ideas.queries import coverage as idea_queries
from registry.kit.paging import PAGE_ROWS, Page
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.portfolio.schemas.coverage import CoverageBy
from registry.stories.queries import stories as story_queries
from registry.vision import queries as vision_queries
from registry.vision.models import Aim

MOST_AREAS = 500
ROWS_TAKEN_AWAY = 200


@dataclass(frozen=True)
class Cell:
    """One aim in one place. areas: as numbered below the grid, the newest first."""

    aim: Aim
    cover: Cover
    areas: Sequence[int]
    ideas: int


@dataclass(frozen=True)
class CoverageRow:
    """
    depth   of a framework: in how many others it is nested
    """

    id: UUID
    name: str
    depth: int
    cells: Sequence[Cell]

    @property
    def by_cover(self) -> list[tuple[Cover, list[Cell]]]:
        """For a narrow screen: what may be done freely first, nothing last."""
        found = [(cover, [cell for cell in self.cells if cell.cover is cover]) for cover in Cover]
        return [(cover, cells) for cover, cells in found if cells]


@dataclass(frozen=True)
class Coverage:
    """
    areas     in force, by their numbers from 1
    everywhere   the numbers of those that are kept to no place and no aim
    stories   of each aim, in the order of the aims: how many that the reader may read speak to it
    nowhere   ideas that no row can show, because they say no service or stand under no framework; up to 1,000
    """

    by: CoverageBy
    aims: Sequence[Aim]
    areas: Mapping[int, AreaLine]
    everywhere: Sequence[int]
    page: Page[CoverageRow]
    stories: Sequence[tuple[Aim, int]]
    nowhere: int


async def get_coverage(
    session: AsyncSession, actor: Actor, by: CoverageBy, *, cursor: str = "", size: int = PAGE_ROWS
) -> Coverage:
    """Services by name, or frameworks as they are nested; as many statements for one as for a page of them."""
    area_queries.must_see(actor)
    aims = await vision_queries.list_aims(session, actor)
    areas = await area_queries.list_areas_in_force(session, actor, limit=MOST_AREAS)
    lines = await area_queries.lines_of(session, actor, areas)
    if by is CoverageBy.SERVICE:
        page = await _services(session, actor, aims, areas, cursor, size)
        nowhere = await idea_queries.count_ideas_without_service(session, actor)
    else:
        page = await _frameworks(session, actor, aims, areas, cursor, size)
        nowhere = await idea_queries.count_ideas_without_framework(session, actor)
    everywhere = [number for number, area in enumerate(areas, 1) if rules.holds_everywhere(area)]
    told = await story_queries.count_by_aim(session, await story_queries.reader_of(session, actor))
    stories = [(aim, told.get(aim.id, 0)) for aim in aims]
    return Coverage(by, aims, dict(enumerate(lines, 1)), everywhere, page, stories, nowhere)


async def every_row(session: AsyncSession, actor: Actor, by: CoverageBy) -> AsyncIterator[tuple[Coverage, CoverageRow]]:
    """All of the grid, some rows at a time, each with the page on which it stands."""
    cursor: str | None = ""
    while cursor is not None:
        found = await get_coverage(session, actor, by, cursor=cursor, size=ROWS_TAKEN_AWAY)
        for row in found.page.rows:
            yield found, row
        cursor = found.page.next_cursor


async def _services(
    session: AsyncSession, actor: Actor, aims: Sequence[Aim], areas: Sequence[Area], cursor: str, size: int
) -> Page[CoverageRow]:
    listed = await people_queries.page_of_services(session, actor, cursor=cursor, size=size)
    counts = await idea_queries.count_ideas_by_service_and_aim(session, actor, [row.id for row in listed.rows])
    rows = [
        CoverageRow(row.id, row.name, 0, _cells(row.id, aims, areas, counts, rules.hold_in_service))
        for row in listed.rows
    ]
    return Page(rows, listed.next_cursor)


async def _frameworks(
    session: AsyncSession, actor: Actor, aims: Sequence[Aim], areas: Sequence[Area], cursor: str, size: int
) -> Page[CoverageRow]:
    listed = await framework_queries.page_of_frameworks(session, actor, cursor=cursor, size=size)
    counts = await idea_queries.count_ideas_by_framework_and_aim(session, actor, [row.id for row in listed.rows])
    wider = _wider(await framework_queries.list_frameworks_to_choose(session, actor))

    def hold(area: Area, framework_id: UUID, aim_id: UUID) -> Hold:
        nested = [each for each, above in wider.items() if framework_id in above]
        return rules.hold_in_framework(area, framework_id, aim_id, wider=wider.get(framework_id, []), nested=nested)

    rows = [CoverageRow(row.id, row.name, row.depth, _cells(row.id, aims, areas, counts, hold)) for row in listed.rows]
    return Page(rows, listed.next_cursor)


def _wider(frameworks: Sequence[FrameworkRow]) -> dict[UUID, list[UUID]]:
    """Of each framework those in which it is nested; they are listed before it."""
    found: dict[UUID, list[UUID]] = {}
    for row in frameworks:
        found[row.id] = [row.parent_id, *found.get(row.parent_id, [])] if row.parent_id else []
    return found


def _cells(
    place_id: UUID,
    aims: Sequence[Aim],
    areas: Sequence[Area],
    counts: Mapping[tuple[UUID, UUID], int],
    hold: Callable[[Area, UUID, UUID], Hold],
) -> list[Cell]:
    cells = []
    for aim in aims:
        holds = [hold(area, place_id, aim.id) for area in areas]
        ideas = counts.get((place_id, aim.id), 0)
        numbers = [number for number, held in enumerate(holds, 1) if held is not Hold.NOT]
        cells.append(Cell(aim, rules.cover_of(holds, ideas), numbers, ideas))
    return cells
