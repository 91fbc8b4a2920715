"""Stories, for those who are signed in: read, written down with somebody, checked, answered, withdrawn."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.media import queries as media_queries
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import checking, forgetting, leaving, telling
from registry.stories.models import Story
from registry.stories.queries import stories as queries
from registry.stories.queries.stories import StoryLine
from registry.stories.rules import Reader
from registry.stories.schemas import (
    StoryAnswerIn,
    StoryChangeIn,
    StoryFilter,
    TopicsIn,
    WrittenDownIn,
    values_of,
)
from registry.vision import queries as vision_queries
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.downloads import played, shown_picture
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of, settings_of
from registry.web.transactions import after_keeping

HERE = [("Stories", "/stories")]


@get("/stories", name="stories.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    reader = await queries.reader_of(session, actor)
    form = Form(StoryFilter, FormMultiDict(request.query_params.multi_items()))
    try:
        narrowed = form.value
    except Refused:
        narrowed = StoryFilter()
    stories = await queries.page_of_stories(session, reader, narrowed, cursor=after)
    return await page(
        request,
        "stories/index.html",
        part="stories/_list.html",
        form=form,
        stories=stories,
        pager=pager_of(request, stories, "story", "stories"),
        is_narrowed=narrowed != StoryFilter(),
        is_checker=reader.is_checker,
        may_write_down=rules.may_write_down(actor),
        **await _choices(session, actor),
    )


@get("/stories/new", name="stories.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _new_page(request, session, actor, Form(WrittenDownIn))


@post("/stories", name="stories.write_down")
async def write_down(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(WrittenDownIn, typed)
    try:
        story = await telling.write_down(session, actor, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/stories/{story.id}", "Written down. A checker reads it before anybody else does.")


@get("/stories/{story_id:uuid}", name="stories.show")
async def show(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader = await queries.reader_of(session, actor)
    line = await queries.get_story(session, reader, story_id)
    story = line.story
    answers = await queries.list_answers(session, story)
    named = [story.checked_by_id, story.hidden_by_id]
    return await page(
        request,
        "stories/show.html",
        line=line,
        answers=answers,
        faces=await people_queries.list_faces(session, actor, named),
        may_check=rules.may_check(reader, story),
        needs_check=rules.needs_check(story),
        may_change=rules.may_change(reader, story),
        may_withdraw=rules.may_withdraw(reader, story),
        may_name_topics=rules.may_name_topics(reader, story),
        may_answer=rules.may_answer(reader, await queries.list_team_ids(session, story)),
        crumbs=[*HERE, ("One story", None)],
    )


@get("/stories/{story_id:uuid}/picture.jpg", name="stories.picture")
async def picture(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _, story = await _asked_about(session, actor, story_id)
    found = await queries.find_picture(session, story)
    if found is None:
        raise NotFound("picture")
    return shown_picture(await media_queries.read_file(session, actor.organisation_id, found.file_id))


@get("/stories/{story_id:uuid}/recording.mp4", name="stories.recording")
async def recording(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    line = await queries.get_story(session, await queries.reader_of(session, actor), story_id)
    if line.recording is None:
        raise NotFound("recording")
    found = line.recording
    read = partial(media_queries.read_part, request.app.state.database, found.organisation_id, found.id)
    return played(request, found.media_type, found.size, read)


@post("/stories/{story_id:uuid}/check", name="stories.check")
async def check(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.check_story(session, reader, story)
    return await done(
        request, f"/stories/{story_id}", "It names no one. Others read it now, as far as its consent goes."
    )


@get("/stories/{story_id:uuid}/names", name="stories.confirm_names")
async def confirm_names(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _, story = await _asked_about(session, actor, story_id)
    return await page(request, "stories/names.html", story=story, form=Form(Empty), crumbs=HERE)


@post("/stories/{story_id:uuid}/names", name="stories.say_names")
async def say_names(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.say_it_names_someone(session, reader, story)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await done(request, "/stories", "Thank you. Its words are hidden until a checker has looked at them.")


@post("/stories/{story_id:uuid}/worry", name="stories.answer_worry")
async def answer_worry(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    await checking.answer_worry(session, reader, story)
    return await done(request, f"/stories/{story_id}", "Kept: the right people look after it.")


@get("/stories/{story_id:uuid}/edit", name="stories.edit")
async def edit(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    line = await _to_change(session, actor, story_id)
    form = Form.of(StoryChangeIn, values_of(line.consent, line.story), version=line.story.version)
    return await _edit_page(request, line, form)


@post("/stories/{story_id:uuid}", name="stories.update")
async def update(
    request: AnyRequest, story_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    line = await _to_change(session, actor, story_id)
    form = Form(StoryChangeIn, typed)
    try:
        form.check_version(line.story.version)
        await telling.change_story(session, actor, line, form.value)
    except Refused as refusal:
        return await _edit_page(request, line, form.refuse(refusal), status=422)
    except Changed:
        return await _edit_page(
            request, line, form.meet(line.story.version, [("The story", line.story.words)]), status=409
        )
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/stories/{story_id}", "The changes are kept.")


@post("/stories/{story_id:uuid}/own-page", name="stories.make_own_page", opt={"repeatable": True})
async def make_own_page(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    secret = await telling.make_own_page(session, reader, story, auth.keys_of(request))
    address = f"{settings_of(request).base_url}/tell/{secret}"
    return await page(request, "stories/own_page.html", story=story, address=address, crumbs=HERE)


@get("/stories/{story_id:uuid}/topics", name="stories.edit_topics")
async def edit_topics(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    standing = (await queries.list_topics(session, actor, [story_id])).get(story_id, [])
    ideas = await idea_queries.list_rows(session, actor, [row.idea_id for row, _ in standing if row.idea_id])
    said: dict[str, Any] = {"references": ", ".join(sorted(row.reference for row in ideas.values()))}
    for noun in ("framework", "value", "aim"):
        said[f"{noun}_ids"] = [topic.id for _, topic in standing if topic.noun == noun]
    return await _topics_page(request, session, reader, story, Form.of(TopicsIn, said))


@post("/stories/{story_id:uuid}/topics", name="stories.name_topics")
async def name_topics(
    request: AnyRequest, story_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    form = Form(TopicsIn, typed)
    try:
        await checking.name_topics(session, reader, story, form.value)
    except Refused as refusal:
        return await _topics_page(request, session, reader, story, form.refuse(refusal), status=422)
    return await done(request, f"/stories/{story_id}", "Kept: it stands where it speaks to something.")


@get("/stories/{story_id:uuid}/answers/new", name="stories.new_answer")
async def new_answer(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    return await _answer_page(request, session, reader, story, Form(StoryAnswerIn))


@post("/stories/{story_id:uuid}/answers", name="stories.answer")
async def answer(
    request: AnyRequest, story_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    form = Form(StoryAnswerIn, typed)
    try:
        await telling.answer_story(session, reader, story, form.value)
    except Refused as refusal:
        return await _answer_page(request, session, reader, story, form.refuse(refusal), status=422)
    return await done(request, f"/stories/{story_id}", "Its storyteller reads this on their own page.")


@get("/stories/{story_id:uuid}/withdrawal", name="stories.confirm_withdrawal")
async def confirm_withdrawal(
    request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    if not rules.may_withdraw(reader, story):
        raise NotAllowed("Only its storyteller, whoever wrote it down, and the checkers withdraw a story.")
    return await page(request, "stories/withdrawal.html", story=story, form=Form(Empty), crumbs=HERE)


@post("/stories/{story_id:uuid}/withdrawal", name="stories.withdraw")
async def withdraw(request: AnyRequest, story_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    reader, story = await _asked_about(session, actor, story_id)
    await leaving.withdraw_for_storyteller(session, reader, story)
    after_keeping(session, partial(forgetting.forget, data_dir=settings_of(request).data_dir))
    return await done(request, "/stories", "The story is gone, and nothing of it is kept.")


async def _asked_about(session: DbSession, actor: Actor, story_id: UUID) -> tuple[Reader, Story]:
    reader = await queries.reader_of(session, actor)
    return reader, (await queries.get_story(session, reader, story_id)).story


async def _to_change(session: DbSession, actor: Actor, story_id: UUID) -> StoryLine:
    reader = await queries.reader_of(session, actor)
    line = await queries.get_story(session, reader, story_id)
    if not rules.may_change(reader, line.story):
        raise NotAllowed("Only the storyteller, and whoever wrote the story down, changes it.")
    return line


async def _choices(session: DbSession, actor: Actor) -> dict[str, Any]:
    frameworks = await framework_queries.list_frameworks_to_choose(session, actor)
    return {
        "values": [(str(value.id), value.name) for value in await vision_queries.list_values(session, actor)],
        "aims": [(str(aim.id), aim.label) for aim in await vision_queries.list_aims(session, actor)],
        "frameworks": [(str(row.id), f"{'– ' * row.depth}{row.name}") for row in frameworks],
    }


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[WrittenDownIn], status: int = 200
) -> AnyResponse:
    if not rules.may_write_down(actor):
        raise NotAllowed("Only people of the organisation write stories down.")
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    context: dict[str, Any] = {"form": form, "urgent_number": organisation.urgent_number, "crumbs": HERE}
    return await page(request, "stories/new.html", status=status, **context)


async def _edit_page(request: AnyRequest, line: StoryLine, form: Form[StoryChangeIn], status: int = 200) -> AnyResponse:
    return await page(request, "stories/edit.html", status=status, line=line, form=form, crumbs=HERE)


async def _topics_page(
    request: AnyRequest, session: DbSession, reader: Reader, story: Story, form: Form[TopicsIn], status: int = 200
) -> AnyResponse:
    if not rules.may_name_topics(reader, story):
        raise NotAllowed("Only a checker, or whoever wrote the story down, says what it speaks to.")
    choices = await _choices(session, reader.actor)
    standing = await queries.list_topics(session, reader.actor, [story.id])
    held = {topic.id for _, topic in standing.get(story.id, [])}
    aims = await vision_queries.list_aims_to_choose(session, reader.actor, held)
    choices["aims"] = [(str(aim.id), aim.label) for aim in aims]
    return await page(request, "stories/topics.html", status=status, story=story, form=form, crumbs=HERE, **choices)


async def _answer_page(
    request: AnyRequest, session: DbSession, reader: Reader, story: Story, form: Form[StoryAnswerIn], status: int = 200
) -> AnyResponse:
    if not rules.may_answer(reader, await queries.list_team_ids(session, story)):
        raise NotAllowed("The team to whose idea this story speaks, and the checkers, say what happened because of it.")
    return await page(request, "stories/answer.html", status=status, story=story, form=form, crumbs=HERE)


routes = [
    index,
    new,
    write_down,
    show,
    picture,
    recording,
    check,
    confirm_names,
    say_names,
    answer_worry,
    edit,
    update,
    make_own_page,
    edit_topics,
    name_topics,
    new_answer,
    answer,
    confirm_withdrawal,
    withdraw,
]
