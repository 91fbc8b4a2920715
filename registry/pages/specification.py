"""The minimum specification of an idea: one sheet to read first, to print and to pin on a wall."""

from litestar import get

from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import ideas as idea_rules
from registry.portfolio.queries import specification as queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId
from registry.web.pages import page


@get("/ideas/{idea_id:uuid}/specification", name="specification.show")
async def show(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    found = await queries.get_specification(session, actor, idea)
    return await page(
        request,
        "specification/show.html",
        spec=found,
        fit=found.fit,
        may_mend=idea_rules.is_lead(actor, found.standing),
        crumbs=[("Ideas", "/ideas"), (found.reference, f"/ideas/{idea.id}"), ("On one page", None)],
    )


routes = [show]
