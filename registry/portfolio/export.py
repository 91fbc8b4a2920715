"""The monitor, and the grid of areas of discretion, as they are taken away: as cells of a sheet, or as objects."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.measures.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from registry.people.actors import Actor
from registry.portfolio.queries.coverage import Coverage, CoverageRow
from registry.portfolio.queries.monitor import page_of_monitor
from registry.portfolio.queries.monitor_rows import NOBODY, MonitorRow
from registry.portfolio.schemas.coverage import CellOut, CoveredPlaceOut
from registry.portfolio.schemas.monitor import MOST_MONITOR_ROWS, MonitorFilter, MonitorRowOut

SHEET_HEAD = (
    "Group",
    "Measure",
    "What it tells",
    "Idea",
    "Idea or framework",
    "Last number",
    "Unit",
    "Date",
    "Days since",
    "Target",
    "Variation",
    "Assurance",
    "Boundary",
)

COVERAGE_HEAD = ("Aim", "People may act", "Areas of discretion", "Ideas")


async def every_row(
    session: AsyncSession, actor: Actor, narrowed: MonitorFilter, since: datetime
) -> AsyncIterator[MonitorRow]:
    """All that the filters let through, in the order of the page, a page at a time."""
    cursor: str | None = ""
    while cursor is not None:
        size = MOST_MONITOR_ROWS
        monitor = await page_of_monitor(session, actor, narrowed, since=since, cursor=cursor, size=size)
        for row in monitor.page.rows:
            yield row
        cursor = monitor.page.next_cursor


def cells_of(row: MonitorRow, today: date) -> list[Any]:
    """In the order of SHEET_HEAD."""
    return [
        row.group,
        row.name,
        row.kind.label,
        row.reference,
        row.of,
        row.last_value,
        row.unit,
        row.last_on,
        row.days_since(today),
        row.target,
        VARIATION_WORDS[row.variation] if row.variation else None,
        ASSURANCE_WORDS[row.assurance] if row.assurance else None,
        ", ".join(status.value for status, _ in row.boundaries),
    ]


def out_of(row: MonitorRow, today: date) -> MonitorRowOut:
    facts = {name: getattr(row, name) for name in MonitorRowOut.model_fields if name in MonitorRow._fields}
    return MonitorRowOut(
        **facts
        | {
            "idea_id": None if row.idea_id == NOBODY else row.idea_id,
            "boundaries": [status for status, _ in row.boundaries],
            "days_since": row.days_since(today),
        }
    )


def coverage_cells_of(found: Coverage, row: CoverageRow) -> list[list[Any]]:
    """A line for each aim: the place, then as in COVERAGE_HEAD."""
    return [
        [
            row.name,
            cell.aim.label,
            cell.cover.label,
            "; ".join(f"You may {found.areas[number].discretion.sentence}" for number in cell.areas),
            cell.ideas,
        ]
        for cell in row.cells
    ]


def coverage_out_of(found: Coverage, row: CoverageRow) -> CoveredPlaceOut:
    return CoveredPlaceOut(
        id=row.id,
        name=row.name,
        aims=[
            CellOut(
                aim_id=cell.aim.id,
                aim=cell.aim.label,
                cover=cell.cover,
                area_ids=[found.areas[number].id for number in cell.areas],
                ideas=cell.ideas,
            )
            for cell in row.cells
        ],
    )
