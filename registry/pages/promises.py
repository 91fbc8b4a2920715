"""Promises kept: what was due, what came, and the list behind each number."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

from litestar import get
from litestar.datastructures import FormMultiDict

from registry.frameworks.queries import frameworks as framework_queries
from registry.kit.database import Database
from registry.kit.errors import NotFound
from registry.kit.text import decimal_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.models import Kind, Side
from registry.pledges.queries import promises as queries
from registry.pledges.queries.pledges import PledgeLine
from registry.pledges.rules.promises import usual_since
from registry.pledges.schemas import PledgeOut, PromisesFilter
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession
from registry.web.forms import Form
from registry.web.pages import page, pager_of
from registry.web.streams import csv_download, json_download

SIDES = [
    (Side.ORGANISATION.value, "The organisation"),
    (Side.SELF.value, "People themselves"),
    (Side.PARTNER.value, "Partner organisations"),
]
SHEET_HEAD = (
    "Promise",
    "Kind",
    "Promised in all",
    "Came",
    "Unit",
    "How it stands",
    "From",
    "Until",
    "Promised by",
    "For",
    "Idea",
    "Title",
    "Disputed",
)


@get("/promises", name="promises.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    form = Form(PromisesFilter, FormMultiDict(request.query_params.multi_items()))
    narrowed = form.value
    if form_of := request.query_params.get("format"):
        return _download(request, actor, narrowed, str(form_of))
    listed = await queries.page_of_promises(session, actor, narrowed, cursor=after)
    kept = await queries.count_promises(session, actor, narrowed)
    return await page(
        request,
        "promises/index.html",
        part="promises/_kept.html",
        form=form,
        kept=kept,
        group=narrowed.group,
        since=narrowed.since or usual_since(actor.today),
        until=narrowed.until,
        addresses={each.group: _address(request, group=each.group.value) for each in kept.counted},
        whole_address=_address(request),
        downloads={kind: _address(request, format=kind, group=narrowed.group or "") for kind in ("csv", "json")},
        is_narrowed=bool(narrowed.model_dump(exclude_defaults=True, exclude={"group"})),
        listed=listed,
        pager=pager_of(request, listed, "promise", "promises"),
        **await _choices(session, actor),
    )


def _address(request: AnyRequest, **more: str) -> str:
    """This page with its filters, of another group; in one order, because the framework's own is that of a set."""
    own = {"after", "format", "group"}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in own and value]
    query = urlencode([*sorted(kept), *((name, value) for name, value in more.items() if value)])
    return f"/promises?{query}" if query else "/promises"


async def _choices(session: DbSession, actor: Actor) -> dict[str, Any]:
    """A partner's people narrow what is theirs by its kind alone."""
    is_partners = actor.has(Role.PARTNER)
    sponsors = [] if is_partners else await people_queries.list_people_with_role(session, actor, Role.SPONSOR)
    frameworks = await framework_queries.list_frameworks_to_choose(session, actor)
    return {
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "sides": SIDES,
        "sponsors": [(str(person.id), person.name) for person in sponsors],
        "frameworks": [(str(row.id), row.name) for row in frameworks],
        "is_partners": is_partners,
    }


def _download(request: AnyRequest, actor: Actor, narrowed: PromisesFilter, form_of: str) -> AnyResponse:
    """Every promise behind the number, in the page's order."""
    if form_of not in {"csv", "json"}:
        raise NotFound(form_of)
    name, lines = f"promises-{actor.today.isoformat()}", _lines(request, actor, narrowed)
    if form_of == "json":
        return json_download(name, (PledgeOut.model_validate(line.facts).model_dump_json() async for line in lines))
    return csv_download(name, SHEET_HEAD, (_cells(line) async for line in lines))


async def _lines(request: AnyRequest, actor: Actor, narrowed: PromisesFilter) -> AsyncIterator[PledgeLine]:
    database: Database = request.app.state.database
    async with database.readers() as session:
        async for line in queries.every_promise(session, actor, narrowed):
            yield line


def _cells(line: PledgeLine) -> list[Any]:
    """In the order of SHEET_HEAD."""
    pledge, unit = line.pledge, line.pledge.kind.unit
    has_amount = line.total_minor is not None
    return [
        pledge.what,
        pledge.kind.label,
        decimal_words(line.total_minor or 0, unit.minor_per_unit) if has_amount else None,
        decimal_words(line.came.confirmed_minor, unit.minor_per_unit) if has_amount else None,
        unit.value if has_amount else None,
        line.state.label,
        pledge.starts_on,
        pledge.ends_on,
        line.pledger.name,
        line.partner or dict(SIDES)[pledge.side.value],
        line.idea.reference if line.idea else None,
        line.idea.title if line.idea else None,
        line.came.disputed_count,
    ]


routes = [index]
