"""Notices: what concerns the reader, and what of it they have read."""

from litestar import get, post

from registry.kit.errors import Refused
from registry.notifications import actions, queries
from registry.notifications.schemas import AllReadIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of


@get("/notices", name="notices.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    notices = await queries.page_of_notices(session, actor, cursor=after)
    return await page(
        request,
        "notices/index.html",
        notices=notices,
        unread=await queries.count_unread(session, actor),
        pager=pager_of(request, notices, "notice", "notices"),
    )


@post("/notices/{notice_id:uuid}/reading", name="notices.read")
async def read(request: AnyRequest, notice_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """Marks it read and leads to what it is about."""
    notice = await queries.get_notice(session, actor, notice_id)
    await actions.mark_read(session, notice)
    return await done(request, notice.address)


@post("/notices/reading", name="notices.read_all")
async def read_all(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    try:
        await actions.mark_all_read(session, actor, Form(AllReadIn, typed).value.until_id)
    except Refused:
        return await done(request, "/notices", "Nothing was marked: load this page again first.")
    return await done(request, "/notices", "All are marked as read.")


routes = [index, read, read_all]
