"""The grid of areas of discretion: aims by service or by framework, to read and to take away."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import get

from registry.frameworks.queries import discretion as area_queries
from registry.frameworks.rules import discretion as area_rules
from registry.kit.database import Database
from registry.kit.errors import NotFound
from registry.people.actors import Actor
from registry.portfolio import export
from registry.portfolio.queries import coverage as queries
from registry.portfolio.queries.coverage import Coverage, CoverageRow
from registry.portfolio.schemas.coverage import CoverageBy
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession
from registry.web.pages import Link, page, pager_of
from registry.web.streams import csv_download, json_download


@get("/discretion/coverage", name="coverage.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    area_queries.must_see(actor)
    by = _by(str(request.query_params.get("by") or CoverageBy.SERVICE.value))
    if form_of := request.query_params.get("format"):
        return _download(request, actor, by, str(form_of))
    found = await queries.get_coverage(session, actor, by, cursor=after)
    here = f"/discretion/coverage?by={by.value}"
    context: dict[str, Any] = {
        "coverage": found,
        "ways": [Link(f"By {each.value}", f"/discretion/coverage?by={each.value}", each is by) for each in CoverageBy],
        "downloads": {kind: f"{here}&format={kind}" for kind in ("csv", "json")},
        "pager": pager_of(request, found.page, by.value, f"{by.value}s"),
        "may_declare": area_rules.may_declare(actor),
        "crumbs": [("Areas of discretion", "/discretion"), ("Where people may act freely", None)],
    }
    return await page(request, "discretion/coverage.html", **context)


def _by(written: str) -> CoverageBy:
    try:
        return CoverageBy(written)
    except ValueError as error:
        raise NotFound(written) from error


def _download(request: AnyRequest, actor: Actor, by: CoverageBy, form_of: str) -> AnyResponse:
    """Every row, in the page's order."""
    if form_of not in {"csv", "json"}:
        raise NotFound(form_of)
    name, rows = f"coverage-{actor.today.isoformat()}", _rows(request, actor, by)
    if form_of == "json":
        return json_download(name, (export.coverage_out_of(*each).model_dump_json() async for each in rows))
    cells = (line async for each in rows for line in export.coverage_cells_of(*each))
    return csv_download(name, (by.label, *export.COVERAGE_HEAD), cells)


async def _rows(request: AnyRequest, actor: Actor, by: CoverageBy) -> AsyncIterator[tuple[Coverage, CoverageRow]]:
    database: Database = request.app.state.database
    async with database.readers() as session:
        async for each in queries.every_row(session, actor, by):
            yield each


routes = [index]
