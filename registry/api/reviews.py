"""The reviews at the end of an exploration, for programs."""

from litestar import get, post
from litestar.params import JSONBody

from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.progress.actions import reviews as actions
from registry.progress.actions import views as view_actions
from registry.progress.queries import reviews as queries
from registry.progress.queries.reviews import ReviewLine
from registry.progress.schemas import ProtectedOut, ReviewIn, ReviewOut, ViewIn
from registry.web.doors import CurrentActor, DbSession, PathId


@get("/ideas/{idea_id:uuid}/reviews", name="api.reviews.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[ReviewOut]:
    """The newest ten first; one without a decision holds only what the sponsor said."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return [_out(line) for line in await queries.list_reviews(session, actor, idea)]


@post("/ideas/{idea_id:uuid}/review", name="api.reviews.create")
async def create(idea_id: PathId, data: JSONBody[ReviewIn], session: DbSession, actor: CurrentActor) -> ReviewOut:
    """Only the lead; the idea moves with it."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await actions.record_review(session, actor, idea, data)
    return await _newest(session, actor, idea)


@post("/ideas/{idea_id:uuid}/review/view", name="api.reviews.say_view")
async def say_view(idea_id: PathId, data: JSONBody[ViewIn], session: DbSession, actor: CurrentActor) -> ReviewOut:
    """Only the sponsor."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await view_actions.say_view(session, actor, idea, data)
    return await _newest(session, actor, idea)


async def _newest(session: DbSession, actor: CurrentActor, idea: Idea) -> ReviewOut:
    return _out((await queries.list_reviews(session, actor, idea))[0])


def _out(line: ReviewLine) -> ReviewOut:
    protected = [ProtectedOut(pledge_id=each.pledge_id, ends_on=each.ends_on) for each in line.protected]
    names = set(ReviewOut.model_fields) - {"protected"}
    return ReviewOut(**line.review.model_dump(include=names), protected=protected)


routes = [index, create, say_view]
