"""The monitor for programs: every measure with what the rules say of it, and what changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel

from registry.ideas.models import BoundaryStatus
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.measures.models import MeasureKind
from registry.portfolio import actions, export
from registry.portfolio.queries import monitor as queries
from registry.portfolio.queries import monitor_news as news_queries
from registry.portfolio.schemas.monitor import (
    MONITOR_ROWS,
    MOST_MONITOR_ROWS,
    Grouping,
    LicenceEndingOut,
    LookIn,
    MonitorFilter,
    MonitorRowOut,
    NewsOut,
    OutsideOut,
    ReviewNearOut,
    Signal,
    StandingOut,
)
from registry.progress.queries import reviews as review_queries
from registry.progress.queries.reviews import PeriodLine
from registry.web.doors import CurrentActor, Cursor, DbSession

REVIEWS_SHOWN = 20


class MonitorOut(BaseModel):
    """A page of the monitor; `next` goes into `after` for the page behind it.

    changed      since `since`: the newest of each kind, on the first page alone
    boundaries   that are crossed or near now, on the first page alone
    reviews      explorations that end within 14 days or have ended, on the first page alone
    outside      ideas that work where no licence covers them, and `licences` that end soon; so, too
    """

    rows: list[MonitorRowOut]
    next: str | None
    since: datetime
    changed: list[NewsOut]
    boundaries: list[StandingOut]
    reviews: list[ReviewNearOut]
    outside: list[OutsideOut]
    licences: list[LicenceEndingOut]


@get("/monitor", name="api.monitor.index")
async def index(
    session: DbSession,
    actor: CurrentActor,
    by: FromQuery[Grouping] = Grouping.FRAMEWORK,
    framework_id: FromQuery[UUID | None] = None,
    service_id: FromQuery[UUID | None] = None,
    aim_id: FromQuery[UUID | None] = None,
    sponsor_id: FromQuery[UUID | None] = None,
    kind: FromQuery[MeasureKind | None] = None,
    signal: FromQuery[Signal | None] = None,
    boundary: FromQuery[BoundaryStatus | None] = None,
    is_changed: FromQuery[bool] = False,
    rows: Annotated[int, QueryParameter(ge=10, le=MOST_MONITOR_ROWS)] = MONITOR_ROWS,
    after: Cursor = "",
) -> MonitorOut:
    narrowed = MonitorFilter(
        by=by,
        framework_id=framework_id,
        service_id=service_id,
        aim_id=aim_id,
        sponsor_id=sponsor_id,
        kind=kind,
        signal=signal,
        boundary=boundary,
        is_changed=is_changed,
    )
    queries.must_see_monitor(actor)
    since, has_looked = await news_queries.get_last_look(session, actor)
    monitor = await queries.page_of_monitor(session, actor, narrowed, since=since, cursor=after, size=rows)
    changed = standing = None
    reviews: Sequence[PeriodLine] = ()
    outside, ending = [], []
    if not after:
        changed = await news_queries.get_what_changed(session, actor, since=since, has_looked=has_looked)
        standing = await news_queries.list_standing(session, actor)
        reviews = await review_queries.list_reviews_near(session, actor, REVIEWS_SHOWN)
        outside = await turf_queries.list_outside(session, actor, news_queries.NEWS_SHOWN)
        ending = await licence_queries.list_ending(session, actor, news_queries.NEWS_SHOWN)
    return MonitorOut(
        rows=[export.out_of(row, actor.today) for row in monitor.page.rows],
        next=monitor.page.next_cursor,
        since=since,
        changed=[NewsOut.model_validate(news) for news in (changed.news if changed else ())],
        boundaries=[StandingOut.model_validate(found) for found in (standing.boundaries if standing else ())],
        reviews=[ReviewNearOut.model_validate(line) for line in reviews],
        outside=[OutsideOut(idea_id=row.id, title=row.title, objection=row.footing.objection) for row in outside],
        licences=[
            LicenceEndingOut(
                id=line.id,
                partner=line.partner_name,
                title=line.title or line.licence.purpose,
                ends_on=line.licence.ends_on,
            )
            for line in ending
        ],
    )


@post("/monitor/look", name="api.monitor.look", status_code=204)
async def look(data: JSONBody[LookIn], session: DbSession, actor: CurrentActor) -> None:
    queries.must_see_monitor(actor)
    await actions.note_look(session, actor, data.until)


routes = [index, look]
