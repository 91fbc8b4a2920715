"""Stories, as far as the person whose token it is may read them, for programs."""

from functools import partial
from uuid import UUID

from litestar import get, post, put
from litestar.datastructures import FormMultiDict
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.people.actors import Actor
from registry.stories.actions import checking, forgetting, leaving, telling
from registry.stories.models import Story
from registry.stories.queries import stories as queries
from registry.stories.rules import Reader
from registry.stories.schemas import (
    StoryAnswerIn,
    StoryAnswerOut,
    StoryFilter,
    StoryOut,
    StoryStateOut,
    TopicsIn,
    WrittenDownIn,
)
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId
from registry.web.forms import Form
from registry.web.pages import settings_of
from registry.web.transactions import after_keeping


class StoriesOut(BaseModel):
    """A page of stories, the newest first; `next` goes into `after` for the page behind it."""

    stories: list[StoryOut]
    next: str | None


@get("/stories", name="api.stories.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> StoriesOut:
    """Narrowed by `words`, `idea_id`, `framework_id`, `value_id` and `aim_id`, and for checkers by `only`."""
    reader = await queries.reader_of(session, actor)
    narrowed = Form(StoryFilter, FormMultiDict(request.query_params.multi_items())).value
    found = await queries.page_of_stories(session, reader, narrowed, cursor=after)
    return StoriesOut(stories=[line.out for line in found.rows], next=found.next_cursor)


@post("/stories", name="api.stories.write_down")
async def write_down(data: JSONBody[WrittenDownIn], session: DbSession, actor: CurrentActor) -> StoryStateOut:
    return StoryStateOut.model_validate(await telling.write_down(session, actor, data))


@get("/stories/{story_id:uuid}", name="api.stories.show")
async def show(story_id: PathId, session: DbSession, actor: CurrentActor) -> StoryOut:
    reader = await queries.reader_of(session, actor)
    line = await queries.get_story(session, reader, story_id)
    answers = await queries.list_answers(session, line.story)
    return line.out.model_copy(update={"answers": [StoryAnswerOut.model_validate(row.answer) for row in answers]})


@post("/stories/{story_id:uuid}/check", name="api.stories.check")
async def check(story_id: PathId, session: DbSession, actor: CurrentActor) -> StoryStateOut:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.check_story(session, reader, story)
    return StoryStateOut.model_validate(story)


@post("/stories/{story_id:uuid}/names", name="api.stories.say_names")
async def say_names(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> StoryStateOut:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.say_it_names_someone(session, reader, story)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return StoryStateOut.model_validate(story)


@post("/stories/{story_id:uuid}/worry", name="api.stories.answer_worry")
async def answer_worry(story_id: PathId, session: DbSession, actor: CurrentActor) -> StoryStateOut:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.answer_worry(session, reader, story)
    return StoryStateOut.model_validate(story)


@put("/stories/{story_id:uuid}/topics", name="api.stories.name_topics")
async def name_topics(
    story_id: PathId, data: JSONBody[TopicsIn], session: DbSession, actor: CurrentActor
) -> StoryStateOut:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.name_topics(session, reader, story, data)
    return StoryStateOut.model_validate(story)


@post("/stories/{story_id:uuid}/answers", name="api.stories.answer")
async def answer(
    story_id: PathId, data: JSONBody[StoryAnswerIn], session: DbSession, actor: CurrentActor
) -> StoryStateOut:
    reader, story = await _asked_about(session, actor, story_id)
    await telling.answer_story(session, reader, story, data)
    return StoryStateOut.model_validate(story)


@post("/stories/{story_id:uuid}/withdrawal", name="api.stories.withdraw")
async def withdraw(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    reader, story = await _asked_about(session, actor, story_id)
    await leaving.withdraw_for_storyteller(session, reader, story)
    after_keeping(session, partial(forgetting.forget, data_dir=settings_of(request).data_dir))


async def _asked_about(session: DbSession, actor: Actor, story_id: UUID) -> tuple[Reader, Story]:
    reader = await queries.reader_of(session, actor)
    return reader, (await queries.get_story(session, reader, story_id)).story


routes = [index, write_down, show, check, say_names, answer_worry, name_topics, answer, withdraw]
