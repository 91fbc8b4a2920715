"""What has happened: to one idea, and to the whole organisation as far as its reader may know."""

from litestar import get

from registry.ideas import queries as idea_queries
from registry.portfolio.queries import history as history_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import page, pager_of


@get("/history", name="history.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    history = await history_queries.page_of_history(session, actor, cursor=after)
    pager = pager_of(request, history, "change", "changes")
    return await page(request, "history/index.html", idea=None, history=history, names_ideas=True, pager=pager)


@get("/ideas/{idea_id:uuid}/history", name="history.of_idea")
async def of_idea(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    history = await history_queries.page_of_idea_history(session, actor, idea, cursor=after)
    return await page(
        request,
        "history/index.html",
        idea=idea,
        history=history,
        names_ideas=False,
        pager=pager_of(request, history, "change", "changes"),
        crumbs=[("Ideas", "/ideas"), (idea.title or "A draft", f"/ideas/{idea.id}"), ("History", "")],
    )


routes = [index, of_idea]
