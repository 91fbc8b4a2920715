"""The monitor, the grid of areas of discretion and the board pack as they are taken away: as cells, or as objects."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.clock import day_of
from registry.measures.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from registry.people.actors import Actor
from registry.pledges.schemas import AnswerTimesOut, CountedOut
from registry.portfolio.queries.board_pack import BoardPack
from registry.portfolio.queries.coverage import Coverage, CoverageRow
from registry.portfolio.queries.monitor import page_of_monitor
from registry.portfolio.queries.monitor_rows import NOBODY, MonitorRow
from registry.portfolio.rules.board_pack import MOVE_TITLES, last_told_words
from registry.portfolio.rules.monitor import BOUNDARY_WORDS, SIGNAL_WORDS
from registry.portfolio.schemas.board_pack import (
    AimServedOut,
    BoardPackOut,
    MoveOut,
    MovesOut,
    QuietOut,
    StandingCountOut,
    WaitsOut,
    WithdrawnOut,
)
from registry.portfolio.schemas.coverage import CellOut, CoveredPlaceOut
from registry.portfolio.schemas.monitor import (
    MOST_MONITOR_ROWS,
    LicenceEndingOut,
    MonitorFilter,
    MonitorRowOut,
    NewsOut,
    StandingOut,
)

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

PACK_HEAD = ("Part", "What", "How it stands", "Day", "Address")

COVERAGE_HEAD = ("Aim", "People may act", "Areas of discretion", "Ideas", "Stories that speak to the aim anywhere")


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
    """A line for each aim: the place, then as in COVERAGE_HEAD.

    Stories speak to an aim and to no place, so each line of an aim says the same of them.
    """
    told = {aim.id: count for aim, count in found.stories}
    return [
        [
            row.name,
            cell.aim.label,
            cell.cover.label,
            "; ".join(f"You may {found.areas[number].discretion.sentence}" for number in cell.areas),
            cell.ideas,
            told.get(cell.aim.id, 0),
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


def pack_cells_of(pack: BoardPack, zone: str) -> Iterator[list[Any]]:
    """In the order of PACK_HEAD: of each part the sentence, then its rows. A story gives its last day and no words."""
    yield ["Stories", "Stories that may be put before everyone who works here", len(pack.stories), None, "/stories"]
    for story in pack.stories:
        how = "Would be told in person" if story.story.is_offered else None
        yield [
            "Stories",
            "A story; the day is the last on which it may be used",
            how,
            story.consent.until_on,
            f"/stories/{story.id}",
        ]
    yield ["Numbers", "Signals", pack.signals_words, None, "/monitor"]
    for news in pack.signals:
        said = SIGNAL_WORDS[news.variation] if news.variation else None
        yield ["Numbers", f"{news.name}: {news.of}", said, news.on, news.address]
    yield ["Numbers", "Boundaries", pack.boundaries_words, None, "/monitor"]
    for found in pack.boundaries:
        yield ["Numbers", f"{found.sentence} {found.of}", BOUNDARY_WORDS[found.status], None, found.address]
    yield ["Promises", "Promises that end in this time", pack.kept.words, None, f"/promises?{pack.span.query}"]
    for counted in pack.kept.counted:
        address = f"/promises?{pack.span.query}&group={counted.group.value}"
        yield ["Promises", counted.group.label, "; ".join([f"{counted.count:,}", *counted.amounts]), None, address]
    yield ["Promises", "Promises taken back in this time", pack.withdrawn_words, None, "/promises?group=withdrawn"]
    for line in pack.withdrawn:
        day = day_of(line.pledge.withdrawn_at, zone) if line.pledge.withdrawn_at else None
        yield ["Promises", line.pledge.what, line.pledge.withdrawal_reason, day, f"/pledges/{line.pledge.id}"]
    yield ["Answers", "Ideas that wait", pack.times.waiting_words, None, "/waiting"]
    for row in pack.waiting:
        yield ["Answers", row.idea.title, row.words, row.idea.waits_since_on, f"/ideas/{row.idea.id}"]
    yield ["Ideas", "What ideas came to", pack.moves_words, None, "/ideas"]
    for stage, moves in pack.moves.items():
        for move in moves:
            yield ["Ideas", move.title, MOVE_TITLES[stage], move.on, f"/ideas/{move.id}"]
    for licence in pack.ending:
        title = licence.title or licence.licence.purpose
        yield ["Ideas", title, licence.state_words, licence.licence.ends_on, f"/licences/{licence.id}"]
    yield ["Ideas", "Teams gone quiet", pack.quiet_words, None, "/ideas"]
    for idea in pack.quiet:
        yield ["Ideas", idea.title, last_told_words(idea.last_on), idea.last_on, f"/ideas/{idea.id}"]
    for aim, count in pack.aims:
        yield ["Aims", aim.label, count, None, f"/ideas?aim_id={aim.id}"]


def pack_out_of(pack: BoardPack, zone: str) -> BoardPackOut:
    return BoardPackOut(
        since=pack.span.since,
        until=pack.span.until,
        made_at=pack.made_at,
        stories=[line.out for line in pack.stories],
        has_more_stories=pack.has_more_stories,
        signals_words=pack.signals_words,
        signals=[NewsOut.model_validate(news) for news in pack.signals],
        boundaries_words=pack.boundaries_words,
        boundary_counts=[StandingCountOut(status=status, count=n) for status, n in pack.boundary_counts.items()],
        boundaries=[StandingOut.model_validate(found) for found in pack.boundaries],
        promises_words=pack.kept.words,
        promises=[CountedOut.model_validate(each) for each in pack.kept.counted],
        withdrawn_words=pack.withdrawn_words,
        withdrawn=[
            WithdrawnOut(
                id=line.pledge.id,
                what=line.pledge.what,
                by=line.pledger.name,
                on=day_of(line.pledge.withdrawn_at, zone),
                reason=line.pledge.withdrawal_reason,
            )
            for line in pack.withdrawn
            if line.pledge.withdrawn_at
        ],
        answers_words=pack.times.waiting_words,
        answers=AnswerTimesOut.model_validate(pack.times),
        waiting=[
            WaitsOut(idea_id=row.idea.id, title=row.idea.title, waited_days=row.waited_days, late_days=row.late_days)
            for row in pack.waiting
        ],
        ideas_words=pack.moves_words,
        ideas=[
            MovesOut(stage=stage, count=pack.move_counts[stage], ideas=[MoveOut.model_validate(move) for move in moves])
            for stage, moves in pack.moves.items()
        ],
        licences_ending=[
            LicenceEndingOut(
                id=line.id,
                partner=line.partner_name,
                title=line.title or line.licence.purpose,
                ends_on=line.licence.ends_on,
            )
            for line in pack.ending
        ],
        quiet_words=pack.quiet_words,
        quiet=[QuietOut.model_validate(idea) for idea in pack.quiet],
        aims_words=pack.aims_words,
        aims=[AimServedOut(aim_id=aim.id, aim=aim.label, ideas=count) for aim, count in pack.aims],
    )
