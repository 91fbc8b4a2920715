"""The open register for programs: what anybody reads needs no token; the rest is for administrators and for leads."""

from functools import partial

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import BaseModel

from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Changed, NotAllowed
from registry.open_register import actions, queries, rules
from registry.open_register.schemas import (
    OpenFilter,
    OpenIdeaOut,
    OpenLineOut,
    OpenOrganisationOut,
    OpenRegisterEditIn,
    OpenRegisterIn,
    OpenRegisterOut,
    PublicationOut,
)
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation
from registry.stories.actions import forgetting
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import KEPT_BY_NOBODY, settings_of
from registry.web.transactions import after_keeping

ANYBODY = {"public": True}


class OpenOrganisationsOut(BaseModel):
    """A page of organisations; `next` goes into `after` for the page behind it."""

    organisations: list[OpenOrganisationOut]
    next: str | None


class OpenIdeasOut(OpenOrganisationOut):
    """An organisation with a page of the ideas that it publishes; `next` goes into `after` for the page behind it."""

    ideas: list[OpenLineOut]
    next: str | None


@get("/open", name="api.open_register.index", opt=ANYBODY, response_headers=KEPT_BY_NOBODY)
async def index(session: DbSession, after: Cursor = "") -> OpenOrganisationsOut:
    """The organisations with an open register, by name; without a token."""
    listed = await queries.page_of_open_organisations(session, cursor=after)
    return OpenOrganisationsOut(
        organisations=[OpenOrganisationOut(**_facts(row)) for row in listed.rows], next=listed.next_cursor
    )


@get("/open/{name:str}", name="api.open_register.show", opt=ANYBODY, response_headers=KEPT_BY_NOBODY)
async def show(
    name: FromPath[str],
    session: DbSession,
    stage: FromQuery[Stage | None] = None,
    aim: FromQuery[str] = "",
    after: Cursor = "",
) -> OpenIdeasOut:
    """One open register, the ideas that were registered last first; without a token."""
    organisation = await queries.get_open_organisation(session, name)
    listed = await queries.page_of_open_ideas(session, organisation, OpenFilter(stage=stage, aim=aim), cursor=after)
    ideas = [OpenLineOut.model_validate(line) for line in listed.rows]
    return OpenIdeasOut(**_facts(organisation), ideas=ideas, next=listed.next_cursor)


@get("/open/{name:str}/{reference:str}", name="api.open_register.idea", opt=ANYBODY, response_headers=KEPT_BY_NOBODY)
async def idea(name: FromPath[str], reference: FromPath[str], session: DbSession) -> OpenIdeaOut:
    """One published idea, by a reference such as NH-42; without a token."""
    organisation = await queries.get_open_organisation(session, name)
    return queries.out_of(organisation, await queries.get_open_idea(session, organisation, reference))


@get("/open-register", name="api.register_settings.show")
async def settings(session: DbSession, actor: CurrentActor) -> OpenRegisterOut:
    return _out(await _organisation(session, actor))


@put("/open-register", name="api.register_settings.open")
async def open_it(data: JSONBody[OpenRegisterEditIn], session: DbSession, actor: CurrentActor) -> OpenRegisterOut:
    """Opens the register with these words, or puts one that is open in other words."""
    organisation = await _organisation(session, actor)
    if data.version != organisation.version:
        raise Changed
    await actions.open_register(session, actor, organisation, OpenRegisterIn(words=data.words))
    return _out(organisation)


@post("/open-register/closing", name="api.register_settings.close")
async def close(request: AnyRequest, session: DbSession, actor: CurrentActor) -> OpenRegisterOut:
    organisation = await _organisation(session, actor)
    await actions.close_register(session, actor, organisation)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return _out(organisation)


@get("/ideas/{idea_id:uuid}/publication", name="api.publications.show")
async def publication(idea_id: PathId, session: DbSession, actor: CurrentActor) -> PublicationOut:
    """For the lead: what everybody reads of the idea, or would read."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    standing, showing = await idea_queries.get_standing(session, idea), await queries.get_showing(session, idea)
    if not rules.may_read_beforehand(actor, standing, is_published=showing.is_published):
        raise NotAllowed("Only its lead decides whether an idea is shown to the public.")
    return await _publication(session, actor, idea)


@post("/ideas/{idea_id:uuid}/publication", name="api.publications.publish")
async def publish(idea_id: PathId, session: DbSession, actor: CurrentActor) -> PublicationOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await actions.publish_idea(session, actor, idea)
    return await _publication(session, actor, idea)


@post("/ideas/{idea_id:uuid}/publication/withdrawal", name="api.publications.take_back", status_code=204)
async def take_back(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    await actions.take_back(session, actor, await idea_queries.get_idea(session, actor, idea_id))
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))


async def _organisation(session: DbSession, actor: Actor) -> Organisation:
    if not rules.may_open_register(actor):
        raise NotAllowed("Only an administrator opens and closes the open register.")
    return await people_queries.get_organisation(session, actor.organisation_id)


async def _publication(session: DbSession, actor: Actor, idea: Idea) -> PublicationOut:
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    showing = await queries.get_showing(session, idea)
    stands = await queries.find_published(session, idea.organisation_id, idea.id)
    shown = queries.out_of(organisation, stands or await queries.draw(session, actor, idea.id))
    return PublicationOut(is_published=showing.is_published, address=showing.address, shown=shown)


def _facts(organisation: Organisation) -> dict[str, str]:
    return {"name": organisation.slug, "title": organisation.name, "words": organisation.register_words}


def _out(organisation: Organisation) -> OpenRegisterOut:
    return OpenRegisterOut(
        version=organisation.version,
        is_open=organisation.publishes_register,
        name=organisation.slug,
        words=organisation.register_words,
    )


routes = [index, show, idea, settings, open_it, close, publication, publish, take_back]
