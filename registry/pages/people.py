"""A person's page: who they are here and which ideas they lead or are in. No figures: people are not ranked."""

from litestar import get

from registry.ideas.queries import ideas as idea_queries
from registry.people import queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId
from registry.web.pages import page


@get("/people/{person_id:uuid}", name="people.show")
async def show(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person = await queries.get_person(session, actor, person_id)
    roles = await queries.roles_by_person(session, actor, [person.id])
    ideas = await idea_queries.list_ideas_of_person(session, actor, person.id)
    return await page(
        request, "people/show.html", person=person, roles=roles.get(person.id, []), ideas=ideas, aims_of={}, marked=None
    )


routes = [show]
