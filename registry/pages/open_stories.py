"""Stories with public consent, for anybody, where the organisation opens them."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from registry.kit.errors import NotFound
from registry.media import queries as media_queries
from registry.people import queries as people_queries
from registry.people.actors import guest_actor
from registry.people.models import Organisation
from registry.stories.queries import stories as queries
from registry.stories.queries.stories import StoryLine
from registry.stories.rules import Reader
from registry.stories.schemas import StoryFilter
from registry.web.doors import AnyRequest, AnyResponse, Cursor, DbSession, PathId
from registry.web.downloads import played, shown_picture
from registry.web.pages import for_anybody, page_for_anybody, pager_of

ANYBODY = {"public": True}
HERE = "/open/{name:str}/stories"


@get(HERE, name="open_stories.index", opt=ANYBODY)
async def index(request: AnyRequest, name: FromPath[str], session: DbSession, after: Cursor = "") -> AnyResponse:
    organisation, reader = await _opened(session, name)
    stories = await queries.page_of_stories(session, reader, StoryFilter(), cursor=after)
    pager = pager_of(request, stories, "story", "stories")
    return await _page(request, "open_stories/index.html", organisation, stories=stories, pager=pager)


@get(HERE + "/{story_id:uuid}", name="open_stories.show", opt=ANYBODY)
async def show(request: AnyRequest, name: FromPath[str], story_id: PathId, session: DbSession) -> AnyResponse:
    organisation, reader = await _opened(session, name)
    line = await queries.get_story(session, reader, story_id)
    answers = await queries.list_answers(session, line.story)
    return await _page(request, "open_stories/show.html", organisation, line=line, answers=answers)


@get(HERE + "/{story_id:uuid}/picture.jpg", name="open_stories.picture", opt=ANYBODY)
async def picture(name: FromPath[str], story_id: PathId, session: DbSession) -> AnyResponse:
    line = await _line(session, name, story_id)
    found = await queries.find_picture(session, line.story)
    if found is None:
        raise NotFound("picture")
    return for_anybody(shown_picture(await media_queries.read_file(session, found.organisation_id, found.file_id)))


@get(HERE + "/{story_id:uuid}/recording.mp4", name="open_stories.recording", opt=ANYBODY)
async def recording(request: AnyRequest, name: FromPath[str], story_id: PathId, session: DbSession) -> AnyResponse:
    found = (await _line(session, name, story_id)).recording
    if found is None:
        raise NotFound("recording")
    read = partial(media_queries.read_part, request.app.state.database, found.organisation_id, found.id)
    return for_anybody(played(request, found.media_type, found.size, read))


async def _opened(session: DbSession, name: str) -> tuple[Organisation, Reader]:
    """An organisation that shows none is NotFound, exactly as one that is not here."""
    organisation = await people_queries.find_organisation_by_slug(session, name)
    if organisation is None or not organisation.publishes_stories:
        raise NotFound("stories")
    return organisation, Reader(guest_actor(organisation, ""), is_checker=False)


async def _line(session: DbSession, name: str, story_id: UUID) -> StoryLine:
    _, reader = await _opened(session, name)
    return await queries.get_story(session, reader, story_id)


async def _page(request: AnyRequest, template: str, organisation: Organisation, **context: Any) -> AnyResponse:
    here = f"/open/{organisation.slug}/stories"
    return await page_for_anybody(request, template, organisation, here=here, **context)


routes = [index, show, picture, recording]
