"""A measure's chart to take away: as a drawing that brings its own style, and as a picture."""

from litestar import get

from registry.boundaries.queries.limits import list_limits
from registry.kit.errors import NotFound
from registry.kit.png import png_of
from registry.kit.text import day_words
from registry.measures import charts, queries
from registry.measures.charts.files import drawing_of
from registry.measures.rules.results import judge
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, ChartView, CurrentActor, DbSession, PathId
from registry.web.downloads import download, drawn, file_name


@get("/measures/{measure_id:uuid}/chart.svg", name="measure_files.svg")
async def svg(
    request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor, chart: ChartView = ""
) -> AnyResponse:
    name, drawing = await _drawing(request, session, actor, measure_id, chart)
    return download(drawing, file_name(name, "svg"), "image/svg+xml")


@get("/measures/{measure_id:uuid}/chart.png", name="measure_files.png")
async def png(
    request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor, chart: ChartView = ""
) -> AnyResponse:
    name, drawing = await _drawing(request, session, actor, measure_id, chart)
    return download(await png_of(drawing, request.app.state.face), file_name(name, "png"), "image/png")


async def _drawing(
    request: AnyRequest, session: DbSession, actor: Actor, measure_id: PathId, chart: str
) -> tuple[str, str]:
    """The measure's name and its chart; without a number there is none."""
    measure = await queries.get_measure(session, actor, measure_id)
    series = await queries.get_series(session, actor, measure)
    limits = await list_limits(session, actor, series)
    picture = charts.picture_of(series, judge(series, actor.today), limits=limits, as_run=chart == "run")
    if not picture.has_numbers:
        raise NotFound("chart")
    source = f"{actor.organisation_name}, {day_words(actor.today)}"
    return measure.name, drawn(request, "measures/chart.svg", drawing=drawing_of(picture, source))


routes = [svg, png]
