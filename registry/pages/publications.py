"""Whether an idea is shown to the public: its lead reads what will be seen, publishes it, and takes it back."""

from functools import partial
from typing import Any

from litestar import get, post

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.clock import day_of
from registry.kit.errors import NotAllowed
from registry.open_register import actions, queries, rules
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.stories.actions import forgetting
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_keeping

HERE = "/ideas/{idea_id:uuid}/publication"


@get(HERE, name="publications.show")
async def show(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """What everybody reads of it, or would read."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    standing = await idea_queries.get_standing(session, idea)
    showing = await queries.get_showing(session, idea)
    if not rules.may_read_beforehand(actor, standing, is_published=showing.is_published):
        raise NotAllowed("Only its lead decides whether an idea is shown to the public.")
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    stands = await queries.find_published(session, idea.organisation_id, idea.id)
    published = stands or await queries.draw(session, actor, idea.id)
    context: dict[str, Any] = {
        "idea": idea,
        "showing": showing,
        "published": published,
        "reference": queries.reference_of(organisation, published),
        "registered_on": day_of(published.registered_at, organisation.zone),
        "opens_at": f"{settings_of(request).base_url}/open/{organisation.slug}",
        "form": Form(Empty),
        "crumbs": [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    }
    return await page(request, "open_register/publication.html", **context)


@post(HERE, name="publications.publish")
async def publish(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await _idea(session, actor, idea_id)
    await actions.publish_idea(session, actor, idea)
    return await done(request, f"/ideas/{idea.id}", "Anyone can read this idea now. You can take it back at any time.")


@post(HERE + "/withdrawal", name="publications.take_back")
async def take_back(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await _idea(session, actor, idea_id)
    await actions.take_back(session, actor, idea)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await done(request, f"/ideas/{idea.id}", "The idea is no longer shown to the public.")


async def _idea(session: DbSession, actor: Actor, idea_id: PathId) -> Idea:
    return await idea_queries.get_idea(session, actor, idea_id)


routes = [show, publish, take_back]
