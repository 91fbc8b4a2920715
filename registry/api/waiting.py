"""The ideas that wait for the organisation's answer, for programs, and 'not now'."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel

from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter
from registry.people.models import Role
from registry.pledges.actions.answers import say_not_now
from registry.pledges.models import Kind, WaitingOrder
from registry.pledges.queries import answers as queries
from registry.pledges.schemas import AnswerTimesOut, NotNowIn, NotNowOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class WaitingIdeaOut(BaseModel):
    id: UUID
    reference: str
    title: str
    waits_since_on: date | None
    waited_days: int
    late_days: int
    asked_kinds: list[Kind]


class WaitingOut(BaseModel):
    """A page of the queue; `next` goes into `after` for the page behind it. A partner is told no times."""

    times: AnswerTimesOut | None
    ideas: list[WaitingIdeaOut]
    next: str | None


@get("/waiting", name="api.waiting.index")
async def index(
    session: DbSession,
    actor: CurrentActor,
    kind: FromQuery[Kind | None] = None,
    aim_id: FromQuery[UUID | None] = None,
    value_id: FromQuery[UUID | None] = None,
    service_id: FromQuery[UUID | None] = None,
    framework_id: FromQuery[UUID | None] = None,
    order: FromQuery[WaitingOrder] = WaitingOrder.WAITED,
    after: Cursor = "",
) -> WaitingOut:
    narrowed = IdeaFilter(aim_id=aim_id, value_id=value_id, service_id=service_id, framework_id=framework_id)
    listed = await queries.page_of_waiting(session, actor, narrowed, kind=kind, order=order, cursor=after)
    times = None if actor.has(Role.PARTNER) else await queries.get_answer_times(session, actor)
    return WaitingOut(
        times=AnswerTimesOut.model_validate(times) if times else None,
        ideas=[_out(row) for row in listed.rows],
        next=listed.next_cursor,
    )


@get("/ideas/{idea_id:uuid}/not-now", name="api.waiting.list_not_nows")
async def list_not_nows(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[NotNowOut]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [NotNowOut.model_validate(row) for row in await queries.list_not_nows(session, idea)]


@post("/ideas/{idea_id:uuid}/not-now", name="api.waiting.say_not_now")
async def create(idea_id: PathId, data: JSONBody[NotNowIn], session: DbSession, actor: CurrentActor) -> NotNowOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return NotNowOut.model_validate(await say_not_now(session, actor, idea, data))


def _out(row: queries.WaitingIdea) -> WaitingIdeaOut:
    return WaitingIdeaOut(
        id=row.idea.id,
        reference=row.idea.reference,
        title=row.idea.title,
        waits_since_on=row.idea.waits_since_on,
        waited_days=row.waited_days,
        late_days=row.late_days,
        asked_kinds=[line.ask.kind for line in row.asks],
    )


routes = [index, list_not_nows, create]
