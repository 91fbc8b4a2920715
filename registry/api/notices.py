"""Notices for programs: what concerns the person whose token this is."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.notifications import actions, queries
from registry.notifications.schemas import AllReadIn, NoticeOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class NoticesOut(BaseModel):
    """A page of notices, the newest first; `next` goes into `after` for the page behind it.

    unread   up to a hundred
    """

    notices: list[NoticeOut]
    unread: int
    next: str | None


@get("/notices", name="api.notices.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> NoticesOut:
    listed = await queries.page_of_notices(session, actor, cursor=after)
    return NoticesOut(
        notices=[NoticeOut.model_validate(row) for row in listed.rows],
        unread=await queries.count_unread(session, actor),
        next=listed.next_cursor,
    )


@post("/notices/{notice_id:uuid}/reading", name="api.notices.read", status_code=204)
async def read(notice_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    await actions.mark_read(session, await queries.get_notice(session, actor, notice_id))


@post("/notices/reading", name="api.notices.read_all", status_code=204)
async def read_all(data: JSONBody[AllReadIn], session: DbSession, actor: CurrentActor) -> None:
    await actions.mark_all_read(session, actor, data.until_id)


routes = [index, read, read_all]
