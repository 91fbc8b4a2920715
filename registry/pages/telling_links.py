"""Links and QR codes through which stories are told: made by any person, printed, closed."""

import io

import segno
from litestar import get, post

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import links as actions
from registry.stories.queries import links as queries
from registry.stories.queries import stories as story_queries
from registry.stories.schemas import TellingLinkIn
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of, settings_of

HERE = [("Stories", "/stories"), ("Links for telling", "/telling-links")]


@get("/telling-links", name="telling_links.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    if not rules.may_make_link(actor):
        raise NotFound("links")
    links = await queries.page_of_links(session, actor, cursor=after)
    makers = await people_queries.list_faces(session, actor, [link.made_by_id for link in links.rows])
    return await page(
        request,
        "telling_links/index.html",
        links=links,
        makers=makers,
        pager=pager_of(request, links, "link", "links"),
        crumbs=HERE[:1],
    )


@get("/telling-links/new", name="telling_links.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    said = {}
    if asked_for := str(request.query_params.get("reference") or ""):
        said["reference"] = asked_for[:20]
    return await _new_page(request, session, actor, Form.of(TellingLinkIn, said))


@post("/telling-links", name="telling_links.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(TellingLinkIn, typed)
    try:
        link = await actions.make_link(session, actor, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/telling-links/{link.id}", "Print it, or send it on.")


@get("/telling-links/{link_id:uuid}", name="telling_links.show")
async def show(request: AnyRequest, link_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    link = await queries.get_link(session, actor, link_id)
    reader = await story_queries.reader_of(session, actor)
    address = f"{settings_of(request).base_url}/tell/{actions.secret_of(link, auth.keys_of(request))}"
    ideas = await idea_queries.list_rows(session, actor, [link.idea_id] if link.idea_id else [])
    return await page(
        request,
        "telling_links/show.html",
        link=link,
        address=address,
        code=_code(address),
        idea=ideas.get(link.idea_id) if link.idea_id else None,
        framework=await framework_queries.find_framework(session, actor, link.framework_id),
        may_close=rules.may_close_link(reader, link),
        form=Form(Empty),
        crumbs=[*HERE, ("One link", None)],
    )


@get("/telling-links/{link_id:uuid}/closing", name="telling_links.confirm_closing")
async def confirm_closing(request: AnyRequest, link_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    link = await queries.get_link(session, actor, link_id)
    if not rules.may_close_link(await story_queries.reader_of(session, actor), link):
        raise NotAllowed("Only whoever made this link, or a checker, closes it.")
    return await page(request, "telling_links/closing.html", link=link, form=Form(Empty), crumbs=HERE)


@post("/telling-links/{link_id:uuid}/closing", name="telling_links.close")
async def close(request: AnyRequest, link_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    link = await queries.get_link(session, actor, link_id)
    await actions.close_link(session, await story_queries.reader_of(session, actor), link)
    return await done(request, "/telling-links", "Closed. What was told through it stays.")


def _code(address: str) -> str:
    """A QR code as a drawing without words or styles of its own."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, light="#fff")
    return drawn.getvalue().decode()


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[TellingLinkIn], status: int = 200
) -> AnyResponse:
    if not rules.may_make_link(actor):
        raise NotAllowed("Only people of the organisation make links for stories.")
    frameworks = await framework_queries.list_frameworks_to_choose(session, actor)
    choices = [(str(row.id), f"{'– ' * row.depth}{row.name}") for row in frameworks]
    return await page(request, "telling_links/new.html", status=status, form=form, frameworks=choices, crumbs=HERE)


routes = [index, new, create, show, confirm_closing, close]
