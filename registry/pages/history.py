"""What has happened: to one idea, to one framework, and to the whole organisation as far as its reader may know."""

from litestar import get

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.portfolio.queries import history as history_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import page, pager_of


@get("/history", name="history.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    history = await history_queries.page_of_history(session, actor, cursor=after)
    pager = pager_of(request, history, "change", "changes")
    return await page(request, "history/index.html", about="", history=history, names_ideas=True, pager=pager)


@get("/ideas/{idea_id:uuid}/history", name="history.of_idea")
async def of_idea(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    history = await history_queries.page_of_idea_history(session, actor, idea, cursor=after)
    return await page(
        request,
        "history/index.html",
        about=idea.title or "a draft",
        history=history,
        names_ideas=False,
        pager=pager_of(request, history, "change", "changes"),
        crumbs=[("Ideas", "/ideas"), (idea.title or "A draft", f"/ideas/{idea.id}"), ("History", "")],
    )


@get("/frameworks/{framework_id:uuid}/history", name="history.of_framework")
async def of_framework(
    request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    history = await history_queries.page_of_framework_history(session, actor, framework, cursor=after)
    return await page(
        request,
        "history/index.html",
        about=framework.name,
        history=history,
        names_ideas=True,
        pager=pager_of(request, history, "change", "changes"),
        crumbs=[("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}"), ("History", "")],
    )


routes = [index, of_idea, of_framework]
