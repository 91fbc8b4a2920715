"""Promises kept, for programs: the counts, and a page of the promises behind them."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.params import FromQuery
from pydantic import BaseModel

from registry.pledges.models import Kind, Side
from registry.pledges.queries import promises as queries
from registry.pledges.rules.promises import Group, usual_since
from registry.pledges.schemas import CountedOut, PledgeOut, PromisesFilter
from registry.web.doors import CurrentActor, Cursor, DbSession


class PromisesOut(BaseModel):
    """
    since      the last day of a promise that is counted lies on this day or later
    words      '41 of 46 due are kept.' and what else there is
    counted    every group, also those in which there is nothing; a promise may stand in more than one
    promises   a page of those in the group asked for, or of all; `next` goes into `after` for the page behind it
    """

    since: date
    words: str
    counted: list[CountedOut]
    promises: list[PledgeOut]
    next: str | None


@get("/promises", name="api.promises.index")
async def index(
    session: DbSession,
    actor: CurrentActor,
    sponsor: FromQuery[UUID | None] = None,
    framework: FromQuery[UUID | None] = None,
    kind: FromQuery[Kind | None] = None,
    side: FromQuery[Side | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    group: FromQuery[Group | None] = None,
    after: Cursor = "",
) -> PromisesOut:
    narrowed = PromisesFilter(
        sponsor=sponsor, framework=framework, kind=kind, side=side, since=since, until=until, group=group
    )
    kept = await queries.count_promises(session, actor, narrowed)
    listed = await queries.page_of_promises(session, actor, narrowed, cursor=after)
    return PromisesOut(
        since=since or usual_since(actor.today),
        words=kept.words,
        counted=[CountedOut.model_validate(each) for each in kept.counted],
        promises=[PledgeOut.model_validate(line.facts) for line in listed.rows],
        next=listed.next_cursor,
    )


routes = [index]
