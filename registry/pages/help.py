"""Help, in the words of those who use it; open to all, because somebody may need it to get in."""

from litestar import get

from registry.measures.charts.icons import EVERY_ICON
from registry.measures.charts.legends import KIND_WORDS
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.web.doors import AnyRequest, AnyResponse, DbSession
from registry.web.pages import page

KEYS = [
    *KIND_WORDS.items(),
    ("mean", "The mean"),
    ("limits", "The limits of chance"),
    ("target", "The target"),
    ("boundary", "A boundary, and what lies beyond it"),
    ("crossed", "A number that crossed it"),
    ("baseline", "The numbers on which mean and limits rest"),
]


@get("/help", name="help.show", opt={"public": True})
async def show(request: AnyRequest, session: DbSession) -> AnyResponse:
    actor: Actor | None = request.scope.get("user")
    people = await people_queries.list_people_with_role(session, actor, Role.ADMINISTRATOR) if actor else []
    return await page(
        request,
        "help/show.html",
        administrators=[person.name for person in people],
        roles=list(Role),
        keys=KEYS,
        icons=EVERY_ICON,
    )


routes = [show]
