"""The vision and its values: what holds now, publishing another, and what was published before."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery

from registry.ideas.queries import values as value_queries
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.stories.queries import stories as story_queries
from registry.stories.queries.stories import StoryLine
from registry.vision import actions, queries, rules
from registry.vision.queries import PublishedVision
from registry.vision.schemas import PLACES, VisionForm
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of

HERE = [("Vision", "/vision")]
STORIES_SHOWN, IDEAS_SHOWN = 2, 2
STORIES_OF_A_VALUE = 5


@get("/vision", name="vision.show")
async def show(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_read(actor)
    values = await queries.list_values(session, actor)
    ids = [value.id for value in values]
    reader = await story_queries.reader_of(session, actor)
    stories = await story_queries.list_about(session, reader, limit=STORIES_SHOWN)
    return await page(
        request,
        "vision/show.html",
        found=await queries.find_vision(session, actor),
        values=values,
        counts=await value_queries.count_ideas_by_value(session, actor, ids),
        most_counted=value_queries.MOST_COUNTED,
        serving=await value_queries.list_newest_serving(session, actor, ids, each=IDEAS_SHOWN),
        meetings=await queries.list_meetings(session, actor),
        stories=stories,
        stories_of=_each_once(stories, await story_queries.list_of_values(session, reader, ids)),
        may_publish=rules.may_publish_vision(actor),
        may_change_aims=rules.may_change_aims(actor),
    )


@get("/vision/values/{value_id:uuid}", name="vision.value")
async def value(
    request: AnyRequest,
    value_id: PathId,
    session: DbSession,
    actor: CurrentActor,
    after: Cursor = "",
    people_after: FromQuery[str] = "",
) -> AnyResponse:
    """Where a value meets what people tell, do and hold to."""
    _must_read(actor)
    found = await queries.get_value(session, actor, value_id)
    reader = await story_queries.reader_of(session, actor)
    stories = await story_queries.list_of_values(session, reader, [value_id], each=STORIES_OF_A_VALUE)
    ideas = await value_queries.page_of_serving(session, actor, value_id, cursor=after)
    people = await queries.page_of_shared_values(session, actor, value_id, cursor=people_after)
    return await page(
        request,
        "vision/value.html",
        value=found,
        stories=stories.get(value_id, []),
        ideas=ideas,
        people=people,
        pager=pager_of(request, ideas, "idea", "ideas"),
        more_people=f"/vision/values/{value_id}?people_after={quote(people.next_cursor)}" if people.next_cursor else "",
        is_first=not people_after,
        crumbs=HERE,
    )


@get("/vision/versions", name="vision.versions")
async def versions(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    _must_read(actor)
    found = await queries.page_of_visions(session, actor, cursor=after)
    return await page(
        request, "vision/versions.html", visions=found, pager=pager_of(request, found, "vision", "visions"), crumbs=HERE
    )


@get("/vision/new", name="vision.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_publish(actor)
    found = await queries.find_vision(session, actor)
    said = {"statement": found.vision.statement if found else ""}
    for n, value in enumerate(await queries.list_values(session, actor)):
        said |= {f"value_{n}": str(value.id), f"name_{n}": value.name, f"meaning_{n}": value.meaning}
    return await _form_page(request, Form.of(VisionForm, said, version=_number(found)))


@post("/vision", name="vision.publish")
async def publish(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_publish(actor)
    form = Form(VisionForm, typed, carried=[f"value_{n}" for n in PLACES])
    try:
        await actions.publish_vision(session, actor, form.value.published, after=form.version or 0)
    except Refused as refusal:
        return await _form_page(request, form.refuse(refusal), status=422)
    except Changed:
        found = await queries.find_vision(session, actor)
        now = [("The vision", found.vision.statement), *found.values] if found else []
        return await _form_page(request, form.meet(_number(found), now), status=409)
    return await done(request, "/vision", "The vision is published in your name.")


def _each_once(shown: Sequence[StoryLine], by_value: dict[UUID, list[StoryLine]]) -> dict[UUID, list[StoryLine]]:
    """A story that speaks to two values, or stands above, is not told again."""
    told = {line.id for line in shown}
    found: dict[UUID, list[StoryLine]] = {}
    for value_id, lines in by_value.items():
        found[value_id] = [line for line in lines if line.id not in told]
        told |= {line.id for line in lines}
    return found


def _number(found: PublishedVision | None) -> int:
    return found.vision.number if found else 0


def _must_read(actor: Actor) -> None:
    if not rules.may_read_vision(actor):
        raise NotFound("vision")


def _must_publish(actor: Actor) -> None:
    if not rules.may_publish_vision(actor):
        raise NotAllowed("Only a member of the board publishes the vision.")


async def _form_page(request: AnyRequest, form: Form[Any], status: int = 200) -> AnyResponse:
    return await page(request, "vision/new.html", status=status, form=form, places=PLACES, crumbs=HERE)


routes = [show, value, versions, new, publish]
