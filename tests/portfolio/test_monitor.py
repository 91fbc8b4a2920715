"""The monitor shows every measure where it belongs, and nothing else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering, joining
from registry.boundaries.models import Answer, Boundary
from registry.boundaries.schemas import AnswerIn
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, IdeaAim, Stage
from registry.kit import clock
from registry.kit.database import Database
from registry.kit.errors import NotAllowed, NotFound
from registry.measures.models import MeasureKind
from registry.people.actors import Actor
from registry.people.models import Service
from registry.portfolio import actions, export
from registry.portfolio.queries import monitor as queries
from registry.portfolio.queries import monitor_news as news_queries
from registry.portfolio.queries import monitor_walk as walk
from registry.portfolio.queries.monitor_news import NewsKind
from registry.portfolio.queries.monitor_rows import MonitorRow
from registry.portfolio.schemas.monitor import Grouping, MonitorFilter, Signal
from registry.spc.assurance import Variation
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_framework, make_idea, make_measure, make_numbers
from tests.portfolio.monitor_world import (
    BETTER,
    STEADY,
    WORSE,
    groups_of,
    is_shown,
    list_known,
    make_organisation,
    make_own_measure,
    watch_measure,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=400)


@pytest.fixture(autouse=True)
async def noon() -> AsyncIterator[None]:
    with clock.stopped_at(NOON):
        yield


async def rows_of(
    session: AsyncSession, actor: Actor, narrowed: MonitorFilter, *, size: int = 100, since: datetime = LONG_AGO
) -> list[MonitorRow]:
    """Every row, read a page at a time."""
    rows: list[MonitorRow] = []
    cursor: str | None = ""
    while cursor is not None:
        monitor = await queries.page_of_monitor(session, actor, narrowed, since=since, cursor=cursor, size=size)
        assert [row for group in monitor.groups for row in group.rows] == list(monitor.page.rows)
        rows += monitor.page.rows
        cursor = monitor.page.next_cursor
    return rows


async def filters(session: AsyncSession, cast: Cast) -> list[dict[str, Any]]:
    """Each filter by itself, and some together."""
    framework_ids = (await session.exec(select(Framework.id).order_by(col(Framework.name)))).all()
    services = select(Service.id).where(col(Service.organisation_id) == cast.quality.organisation_id)
    service_ids = (await session.exec(services)).all()
    aim_ids = set((await session.exec(select(IdeaAim.aim_id))).all())
    single: list[dict[str, Any]] = [
        {},
        *({"framework_id": each} for each in framework_ids),
        *({"service_id": each} for each in service_ids),
        *({"aim_id": each} for each in sorted(aim_ids)),
        *({"sponsor_id": each} for each in (cast.sponsor.person_id, cast.second_sponsor.person_id)),
        *({"kind": each} for each in MeasureKind),
        *({"signal": each} for each in Signal),
        *({"boundary": each} for each in BoundaryStatus),
    ]
    together = {"framework_id": framework_ids[1], "signal": Signal.IMPROVEMENT}
    return [*single, together, together | {"kind": MeasureKind.OUTCOME, "boundary": BoundaryStatus.CLEAR}]


async def test_every_filter_and_grouping_shows_what_a_fresh_look_finds(session: AsyncSession, cast: Cast) -> None:
    await make_organisation(session, cast)
    known = {each.measure.id: each for each in await list_known(session, cast.quality)}
    seen = 0
    for by, asked in product(Grouping, await filters(session, cast)):
        narrowed = MonitorFilter(by=by, **asked)
        rows = await rows_of(session, cast.quality, narrowed)
        expected = {
            (measure_id, group)
            for measure_id, each in known.items()
            if is_shown(each, narrowed)
            for group in groups_of(each, narrowed)
        }
        assert {(row.id, row.group_id) for row in rows} == expected, f"{by}, {asked}"
        assert len(rows) == len(expected)
        seen += len(rows)
        for row in rows:
            each = known[row.id]
            told = (row.last_on, row.last_value, row.variation, row.assurance, row.due_on, row.sparkline)
            fresh = each.result
            assert told == (
                fresh.last_on,
                fresh.last_value,
                fresh.variation,
                fresh.assurance,
                fresh.due_on,
                fresh.sparkline,
            )
            assert sorted(row.boundaries) == sorted(each.watches)
            assert row.of == (each.summary.title if each.summary else each.framework and each.framework.name)
    assert seen > 300


async def test_pages_of_any_size_show_each_row_once_in_one_order(session: AsyncSession, cast: Cast) -> None:
    await make_organisation(session, cast)
    for by, more in product(Grouping, ({}, {"kind": MeasureKind.BALANCING}, {"boundary": BoundaryStatus.CROSSED})):
        narrowed = MonitorFilter(by=by, **more)
        whole = await rows_of(session, cast.quality, narrowed)
        for size in (1, 2, 3, 7):
            paged = await rows_of(session, cast.quality, narrowed, size=size)
            assert [(row.id, row.group) for row in paged] == [(row.id, row.group) for row in whole], f"{by}, {size}"


async def test_groups_stand_by_name_with_a_frameworks_own_first_and_say_when_they_go_on(
    session: AsyncSession, cast: Cast
) -> None:
    await make_organisation(session, cast)
    narrowed = MonitorFilter()
    first = await queries.page_of_monitor(session, cast.quality, narrowed, since=LONG_AGO, size=5)
    [mental, older] = first.groups
    assert (mental.name, [row.name for row in mental.rows], mental.goes_on) == (
        "Mental health",
        ["Own of Mental health 20", "Own of Mental health 0", "First of 2", "Empty of 2"],
        False,
    )
    assert (older.name, older.is_continued, older.goes_on) == ("Older people", False, True)

    cursor = first.page.next_cursor or ""
    second = await queries.page_of_monitor(session, cast.quality, narrowed, since=LONG_AGO, cursor=cursor, size=5)
    older, loose = second.groups
    assert (older.name, older.is_continued, older.goes_on) == ("Older people", True, False)
    assert [row.name for row in older.rows] == ["First of 0", "Empty of 0", "First of 1", "Empty of 1"]
    assert (loose.id, loose.is_continued, loose.goes_on) == (None, False, True)


async def test_a_place_in_a_list_grouped_otherwise_is_not_found(session: AsyncSession, cast: Cast) -> None:
    await make_organisation(session, cast)
    page = (await queries.page_of_monitor(session, cast.quality, MonitorFilter(), since=LONG_AGO, size=3)).page
    by_sponsor = MonitorFilter(by=Grouping.SPONSOR)
    for cursor in (page.next_cursor or "", "nonsense"):
        with pytest.raises(NotFound):
            await queries.page_of_monitor(session, cast.quality, by_sponsor, since=LONG_AGO, cursor=cursor)


async def test_a_page_asks_as_many_questions_for_one_measure_as_for_fifty(
    session: AsyncSession, common_database: Database, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)
    counted: dict[Grouping, set[int]] = {by: set() for by in Grouping}
    for more in (1, 49):
        for place in range(more):
            if place % 10 == 0:
                idea = await make_idea(session, cast.clinician, title=f"Idea {more} {place}")
            measure = await make_measure(session, cast.clinician, idea, name=f"Measure {more} {place}")
            await make_numbers(session, cast.clinician, measure, WORSE)
            await watch_measure(session, cast, measure, BoundaryStatus.NEAR)
        for by in Grouping:
            statements: list[str] = []

            def count(*given: object, statements: list[str] = statements) -> None:
                statements.append(str(given[2]))

            event.listen(common_database.engine.sync_engine, "before_cursor_execute", count)
            since, has_looked = await news_queries.get_last_look(session, cast.quality)
            shown = await queries.page_of_monitor(session, cast.quality, MonitorFilter(by=by), since=since)
            await news_queries.get_what_changed(session, cast.quality, since=since, has_looked=has_looked)
            await queries.list_choices(session, cast.quality)
            event.remove(common_database.engine.sync_engine, "before_cursor_execute", count)
            assert len(shown.page.rows) == (1 if more == 1 else 50)
            counted[by].add(len(statements))

    assert all(len(counts) == 1 for counts in counted.values()), counted
    assert max(max(counts) for counts in counted.values()) <= 9


async def test_silence_is_asked_about_kindly_after_twice_the_usual_time(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea)
    last_on = cast.clinician.today - timedelta(days=1)
    await make_numbers(session, cast.clinician, measure, STEADY, until_on=last_on)

    [row] = await rows_of(session, cast.quality, MonitorFilter())
    twice, later = last_on + timedelta(days=14), last_on + timedelta(days=15)
    assert row.last_on_words(cast.clinician.today) == "22 November, yesterday"
    assert (row.last_on_words(twice), row.silence_words(twice)) == ("22 November, 14 days ago", "")
    assert row.silence_words(later) == "No news since 22 November: is help wanted?"
    assert row.silence_words(later.replace(year=2027)) == "No news since 22 November 2026: is help wanted?"
    assert row._replace(stage=Stage.PAUSED).silence_words(later) == ""


async def test_nothing_of_another_organisation_shows_and_a_partner_sees_nothing(
    session: AsyncSession, cast: Cast
) -> None:
    await make_organisation(session, cast)

    assert not await rows_of(session, cast.stranger, MonitorFilter())
    changed = await news_queries.get_what_changed(session, cast.stranger, since=LONG_AGO, has_looked=True)
    assert not changed.news
    choices = await queries.list_choices(session, cast.stranger)
    assert (choices.frameworks, choices.sponsors) == ([], [])
    assert [name for _, name in choices.services] == ["District nursing"]
    with pytest.raises(NotAllowed):
        await queries.page_of_monitor(session, cast.partner, MonitorFilter(), since=LONG_AGO)


async def test_a_sheet_holds_every_row_of_every_page(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_organisation(session, cast)
    monkeypatch.setattr(export, "MOST_MONITOR_ROWS", 4)
    narrowed = MonitorFilter(by=Grouping.AIM)

    every = [row async for row in export.every_row(session, cast.quality, narrowed, LONG_AGO)]

    assert [row.id for row in every] == [row.id for row in await rows_of(session, cast.quality, narrowed)]
    today = cast.quality.today
    assert all(len(export.cells_of(row, today)) == len(export.SHEET_HEAD) for row in every)
    by_name = {row.name: export.out_of(row, today) for row in every}
    own = by_name["Own of Mental health 20"]
    assert (own.idea_id, own.of, own.boundaries, own.days_since) == (None, "Mental health", [BoundaryStatus.NEAR], 0)


async def changed(session: AsyncSession, actor: Actor) -> dict[tuple[NewsKind, str], Variation | None]:
    since, has_looked = await news_queries.get_last_look(session, actor)
    found = await news_queries.get_what_changed(session, actor, since=since, has_looked=has_looked)
    narrowed = MonitorFilter(is_changed=True)
    told = {news.id for news in found.news if news.kind in {NewsKind.SIGNAL, NewsKind.SIGNAL_GONE}}
    assert told <= {row.id for row in await rows_of(session, actor, narrowed, since=since)}
    return {(news.kind, news.name): news.variation for news in found.news}


async def test_signals_that_come_and_go_are_news_until_they_were_seen(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea, name="Waits")
    with clock.stopped_at(NOON - timedelta(days=8)):
        await make_numbers(session, cast.clinician, measure, STEADY)
        assert await changed(session, cast.quality) == {}
    with clock.stopped_at(NOON - timedelta(days=2)):
        await make_numbers(session, cast.clinician, measure, [90], until_on=cast.clinician.today)
        assert await changed(session, cast.quality) == {(NewsKind.SIGNAL, "Waits"): Variation.CONCERN_HIGH}
    await actions.note_look(session, cast.quality, clock.now())
    assert await changed(session, cast.quality) == {}
    assert await changed(session, cast.board) != {}, "others have their own eyes"

    with clock.stopped_at(NOON + timedelta(days=1)):
        await make_numbers(session, cast.clinician, measure, [50], until_on=cast.clinician.today)
        assert await changed(session, cast.quality) == {(NewsKind.SIGNAL_GONE, "Waits"): Variation.CONCERN_HIGH}


async def test_a_look_goes_forward_only_and_never_past_now(session: AsyncSession, cast: Cast) -> None:
    assert await news_queries.get_last_look(session, cast.quality) == (NOON - timedelta(days=28), False)
    for until, seen in ((NOON, NOON), (NOON - timedelta(days=3), NOON), (NOON + timedelta(days=3), NOON)):
        await actions.note_look(session, cast.quality, until)
        assert await news_queries.get_last_look(session, cast.quality) == (seen, True)


async def test_crossings_and_what_is_no_longer_known_are_news(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward, name="Older people")
    own = await make_own_measure(session, cast.quality, framework, name="Falls")
    idea = await make_idea(session, cast.clinician)
    crossed, silent, old = [
        await make_measure(session, cast.clinician, idea, name=name) for name in ("Crossed", "Silent", "Old")
    ]
    for measure in (own, crossed):
        await watch_measure(session, cast, measure, BoundaryStatus.CROSSED, silent_days=2, is_waiting=True)
    await watch_measure(session, cast, silent, BoundaryStatus.CLEAR, silent_days=2)
    await watch_measure(session, cast, old, BoundaryStatus.CLEAR, silent_days=40)

    found = await changed(session, cast.quality)

    assert set(found) == {
        (NewsKind.CROSSING, "Falls not over 55"),
        (NewsKind.CROSSING, "Crossed not over 55"),
        (NewsKind.UNKNOWN, "Silent not over 55"),
    }
    names = {
        row.name
        for row in await rows_of(session, cast.quality, MonitorFilter(is_changed=True), since=NOON - timedelta(days=28))
    }
    assert names == {"Falls", "Crossed", "Silent"}


async def test_what_is_crossed_or_near_stands_whoever_tells_of_it(session: AsyncSession, cast: Cast) -> None:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
    [declared] = (await session.exec(select(Boundary).where(col(Boundary.idea_id) == idea.id))).all()
    await answering.answer_boundary(session, cast.clinician, declared, AnswerIn(answer=Answer.NEAR))
    given: tuple[tuple[str, BoundaryStatus, int | None, bool], ...] = (
        ("Crossed", BoundaryStatus.CROSSED, None, False),
        ("Crossed and waiting", BoundaryStatus.CROSSED, 3, True),
        ("Crossed long ago", BoundaryStatus.CROSSED, 3, False),
        ("Near", BoundaryStatus.NEAR, None, False),
        ("Near long ago", BoundaryStatus.NEAR, 3, False),
        ("Clear", BoundaryStatus.CLEAR, None, False),
    )
    for name, status, silent_days, is_waiting in given:
        measure = await make_measure(session, cast.clinician, idea, name=name)
        await watch_measure(session, cast, measure, status, silent_days=silent_days, is_waiting=is_waiting)

    standing = await news_queries.list_standing(session, cast.quality)

    assert [(found.status, found.sentence) for found in standing.boundaries] == [
        (BoundaryStatus.CROSSED, "Crossed and waiting not over 55"),
        (BoundaryStatus.CROSSED, "Crossed not over 55"),
        (BoundaryStatus.NEAR, "Near not over 55"),
        (BoundaryStatus.NEAR, "No child seen for under 90 minutes"),
    ]
    assert {found.of for found in standing.boundaries} == {"Twelve weeks to an answer"}
    changed = await news_queries.get_what_changed(session, cast.quality, since=LONG_AGO, has_looked=True)
    assert standing.besides(changed)[0].sentence == "Crossed not over 55"
    assert not (await news_queries.list_standing(session, cast.stranger)).boundaries
    assert (await news_queries.list_standing(session, cast.quality, shown=1)).has_more


async def test_of_much_news_the_newest_is_told_and_that_there_is_more(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    for place in range(4):
        measure = await make_measure(session, cast.clinician, idea, name=f"Measure {place}")
        with clock.stopped_at(NOON - timedelta(hours=4 - place)):
            await make_numbers(session, cast.clinician, measure, BETTER)

    found = await news_queries.get_what_changed(session, cast.quality, since=LONG_AGO, has_looked=True, shown=3)

    assert [news.name for news in found.news] == ["Measure 3", "Measure 2", "Measure 1"]
    assert found.has_more


async def test_what_answers_to_a_filter_beyond_the_newest_is_said_and_found_under_one_thing(
    session: AsyncSession, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "NARROW_LIMIT", 1)
    framework = await make_framework(session, cast.steward)
    ideas = [await make_idea(session, cast.clinician, title=f"Beds {number}") for number in range(3)]
    for idea in ideas:
        await make_numbers(session, cast.clinician, await make_measure(session, cast.clinician, idea), BETTER)
        await joining.join_framework(session, cast.clinician, idea, framework)
    asked = {"signal": Signal.IMPROVEMENT}

    of_all = await queries.page_of_monitor(session, cast.quality, MonitorFilter(**asked), since=LONG_AGO)
    of_one = await queries.page_of_monitor(
        session, cast.quality, MonitorFilter(**asked, framework_id=framework.id), since=LONG_AGO
    )

    assert (of_all.leaves_out, len(of_all.page.rows)) == (True, 1)
    assert (of_one.leaves_out, len(of_one.page.rows)) == (False, 3)
