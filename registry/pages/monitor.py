"""The monitor: what has changed, and every measure as a row."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import get, post
from litestar.datastructures import FormMultiDict

from registry.ideas.models import BoundaryStatus
from registry.kit import clock
from registry.kit.database import Database
from registry.kit.errors import NotFound, Refused
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.measures.charts.icons import icons_of
from registry.measures.models import MeasureKind
from registry.people.actors import Actor
from registry.portfolio import actions, export
from registry.portfolio.queries import monitor as queries
from registry.portfolio.queries import monitor_news as news_queries
from registry.portfolio.queries.monitor_rows import MonitorRow
from registry.portfolio.rules.monitor import BOUNDARY_WORDS, SIGNAL_WORDS
from registry.portfolio.schemas.monitor import Grouping, LookIn, MonitorFilter, Signal
from registry.progress.queries import reviews as review_queries
from registry.progress.queries.reviews import PeriodLine
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of
from registry.web.streams import csv_download, json_download

REVIEWS_SHOWN = 20
SIZES = (100, 500)
DRAWN = {
    "icons": icons_of,
    "boundary_words": BOUNDARY_WORDS,
    "signal_words": SIGNAL_WORDS,
}


@get("/monitor", name="monitor.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    queries.must_see_monitor(actor)
    form = Form(MonitorFilter, FormMultiDict(request.query_params.multi_items()))
    narrowed = form.value
    since, has_looked = await news_queries.get_last_look(session, actor)
    if form_of := request.query_params.get("format"):
        return _download(request, actor, narrowed, since, str(form_of))
    monitor = await queries.page_of_monitor(session, actor, narrowed, since=since, cursor=after, size=narrowed.rows)
    changed = standing = None
    reviews: Sequence[PeriodLine] = ()
    outside, ending = [], []
    if not after:
        changed = await news_queries.get_what_changed(session, actor, since=since, has_looked=has_looked)
        standing = await news_queries.list_standing(session, actor)
        reviews = await review_queries.list_reviews_near(session, actor, REVIEWS_SHOWN)
        outside = await turf_queries.list_outside(session, actor, news_queries.NEWS_SHOWN)
        ending = await licence_queries.list_ending(session, actor, news_queries.NEWS_SHOWN)
    return await page(
        request,
        "monitor/index.html",
        part="monitor/_list.html",
        form=form,
        by=narrowed.by,
        monitor=monitor,
        changed=changed,
        standing=standing,
        reviews=reviews,
        outside=outside,
        ending=ending,
        drawn_at=clock.now(),
        drawn=DRAWN,
        looked_up=news_queries.NARROW_LIMIT,
        here=_address(request),
        downloads={kind: _address(request, format=kind) for kind in ("csv", "json")},
        pager=pager_of(request, monitor.page, "measure", "measures"),
        is_narrowed=bool(narrowed.model_dump(exclude_defaults=True, exclude={"by", "rows"})) or bool(after),
        **await _choices(session, actor),
    )


@post("/monitor/look", name="monitor.look")
async def look(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    queries.must_see_monitor(actor)
    try:
        await actions.note_look(session, actor, Form(LookIn, typed).value.until)
    except Refused:
        return await done(request, "/monitor", "Nothing was marked: load this page again first.")
    return await done(request, "/monitor", "What changes from now on will stand here.")


def _address(request: AnyRequest, **more: str) -> str:
    """This page's first, with its filters; in one order, because the framework's own is that of a set."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"after", "format"}]
    query = urlencode([*sorted((name, value) for name, value in kept if value), *more.items()])
    return f"/monitor?{query}" if query else "/monitor"


async def _choices(session: DbSession, actor: Actor) -> dict[str, Any]:
    choices = await queries.list_choices(session, actor)
    return {
        "groupings": [(by.value, by.label) for by in Grouping],
        "frameworks": choices.frameworks,
        "services": choices.services,
        "aims": choices.aims,
        "sponsors": choices.sponsors,
        "kinds": [(kind.value, kind.label) for kind in MeasureKind],
        "signals": [(signal.value, signal.label) for signal in Signal],
        "statuses": [(status.value, status.value.capitalize()) for status in BoundaryStatus],
        "sizes": [(size, f"{size} measures") for size in SIZES],
    }


def _download(request: AnyRequest, actor: Actor, narrowed: MonitorFilter, since: datetime, form_of: str) -> AnyResponse:
    """Every row that the filters let through, in the page's order."""
    if form_of not in {"csv", "json"}:
        raise NotFound(form_of)
    name, rows = f"monitor-{actor.today.isoformat()}", _rows(request, actor, narrowed, since)
    if form_of == "json":
        return json_download(name, (export.out_of(row, actor.today).model_dump_json() async for row in rows))
    return csv_download(name, export.SHEET_HEAD, (export.cells_of(row, actor.today) async for row in rows))


async def _rows(
    request: AnyRequest, actor: Actor, narrowed: MonitorFilter, since: datetime
) -> AsyncIterator[MonitorRow]:
    database: Database = request.app.state.database
    async with database.readers() as session:
        async for row in export.every_row(session, actor, narrowed, since):
            yield row


routes = [index, look]
