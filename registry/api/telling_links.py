"""Links through which stories are told, for programs."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.kit.errors import NotFound
from registry.stories import rules
from registry.stories.actions import links as actions
from registry.stories.queries import links as queries
from registry.stories.queries import stories as story_queries
from registry.stories.schemas import TellingLinkIn, TellingLinkOut
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import settings_of


class LinksOut(BaseModel):
    links: list[TellingLinkOut]
    next: str | None


class LinkWithAddressOut(TellingLinkOut):
    address: str


@get("/telling-links", name="api.telling_links.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> LinksOut:
    """Those that are open, the newest first."""
    if not rules.may_make_link(actor):
        raise NotFound("links")
    found = await queries.page_of_links(session, actor, cursor=after)
    return LinksOut(links=[TellingLinkOut.model_validate(link) for link in found.rows], next=found.next_cursor)


@post("/telling-links", name="api.telling_links.create")
async def create(
    request: AnyRequest, data: JSONBody[TellingLinkIn], session: DbSession, actor: CurrentActor
) -> TellingLinkOut:
    """Without its address, because answers are kept for two days: it is read from the link itself."""
    return TellingLinkOut.model_validate(await actions.make_link(session, actor, data, auth.keys_of(request)))


@get("/telling-links/{link_id:uuid}", name="api.telling_links.show")
async def show(request: AnyRequest, link_id: PathId, session: DbSession, actor: CurrentActor) -> LinkWithAddressOut:
    link = await queries.get_link(session, actor, link_id)
    address = f"{settings_of(request).base_url}/tell/{actions.secret_of(link, auth.keys_of(request))}"
    return LinkWithAddressOut(**TellingLinkOut.model_validate(link).model_dump(), address=address)


@post("/telling-links/{link_id:uuid}/closing", name="api.telling_links.close")
async def close(link_id: PathId, session: DbSession, actor: CurrentActor) -> TellingLinkOut:
    link = await queries.get_link(session, actor, link_id)
    await actions.close_link(session, await story_queries.reader_of(session, actor), link)
    return TellingLinkOut.model_validate(link)


routes = [index, create, show, close]
