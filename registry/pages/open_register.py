"""Open registers, for anybody: who has one, the ideas published in one, and one idea."""

from typing import Any

from litestar import get
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from registry.ideas.models import LISTED_STAGES
from registry.kit.clock import day_of
from registry.open_register import queries
from registry.open_register.schemas import OpenFilter
from registry.web.doors import AnyRequest, AnyResponse, Cursor, DbSession
from registry.web.forms import Form
from registry.web.pages import page_for_anybody, pager_of

ANYBODY = {"public": True}


@get("/open", name="open_register.index", opt=ANYBODY)
async def index(request: AnyRequest, session: DbSession, after: Cursor = "") -> AnyResponse:
    listed = await queries.page_of_open_organisations(session, cursor=after)
    pager = pager_of(request, listed, "organisation", "organisations")
    return await page_for_anybody(request, "open_register/index.html", organisations=listed, pager=pager)


@get("/open/{name:str}", name="open_register.show", opt=ANYBODY)
async def show(request: AnyRequest, name: FromPath[str], session: DbSession, after: Cursor = "") -> AnyResponse:
    organisation = await queries.get_open_organisation(session, name)
    form = Form(OpenFilter, FormMultiDict(request.query_params.multi_items()))
    narrowed = form.value
    ideas = await queries.page_of_open_ideas(session, organisation, narrowed, cursor=after)
    context: dict[str, Any] = {
        "form": form,
        "ideas": ideas,
        "pager": pager_of(request, ideas, "idea", "ideas"),
        "stages": [(stage.value, stage.label) for stage in LISTED_STAGES],
        "aims": [(name, f"No needless {name}") for name in await queries.list_open_aims(session, organisation)],
        "is_narrowed": bool(narrowed.model_dump(exclude_defaults=True)) or bool(after),
    }
    part = "open_register/_list.html"
    return await page_for_anybody(request, "open_register/show.html", organisation, part=part, **context)


@get("/open/{name:str}/{reference:str}", name="open_register.idea", opt=ANYBODY)
async def idea(request: AnyRequest, name: FromPath[str], reference: FromPath[str], session: DbSession) -> AnyResponse:
    organisation = await queries.get_open_organisation(session, name)
    published = await queries.get_open_idea(session, organisation, reference)
    context: dict[str, Any] = {
        "published": published,
        "reference": queries.reference_of(organisation, published),
        "registered_on": day_of(published.registered_at, organisation.zone),
    }
    return await page_for_anybody(request, "open_register/idea.html", organisation, **context)


routes = [index, show, idea]
