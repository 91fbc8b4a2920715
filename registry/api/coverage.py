"""The grid of areas of discretion, for programs."""

from litestar import get
from litestar.params import FromQuery

from registry.portfolio.export import coverage_out_of
from registry.portfolio.queries import coverage as queries
from registry.portfolio.schemas.coverage import AimStoriesOut, CoverageBy, CoverageOut
from registry.web.doors import CurrentActor, Cursor, DbSession


@get("/discretion/coverage", name="api.coverage.index")
async def index(
    session: DbSession, actor: CurrentActor, by: FromQuery[CoverageBy] = CoverageBy.SERVICE, after: Cursor = ""
) -> CoverageOut:
    found = await queries.get_coverage(session, actor, by, cursor=after)
    places = [coverage_out_of(found, row) for row in found.page.rows]
    stories = [AimStoriesOut(aim_id=aim.id, aim=aim.label, stories=count) for aim, count in found.stories]
    return CoverageOut(by=by, places=places, stories=stories, next=found.page.next_cursor)


routes = [index]
