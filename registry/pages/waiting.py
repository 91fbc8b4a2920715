"""The ideas that wait for the organisation's answer, and 'not now'."""

from datetime import timedelta
from itertools import groupby

from litestar import get, post
from litestar.datastructures import FormMultiDict

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.actions.answers import say_not_now
from registry.pledges.models import Kind, WaitingOrder
from registry.pledges.queries import answers as queries
from registry.pledges.rules import pledges as rules
from registry.pledges.schemas import NotNowIn
from registry.vision import queries as vision_queries
from registry.vision import rules as vision_rules
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, pager_of


class WaitingFilter(IdeaFilter):
    kind: Kind | None = None
    order: WaitingOrder = WaitingOrder.WAITED


@get("/waiting", name="waiting.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    form = Form(WaitingFilter, FormMultiDict(request.query_params.multi_items()))
    narrowed = form.value
    listed = await queries.page_of_waiting(
        session, actor, narrowed, kind=narrowed.kind, order=narrowed.order, cursor=after
    )
    return await page(
        request,
        "waiting/index.html",
        part="waiting/_list.html",
        form=form,
        groups=[(words, list(rows)) for words, rows in groupby(listed.rows, key=lambda row: row.group_words)],
        pager=pager_of(request, listed, "idea", "ideas"),
        # A partner sees what is shared with it, and so no counts of the whole.
        times=None if actor.has(Role.PARTNER) else await queries.get_answer_times(session, actor),
        kinds=[(kind.value, kind.label) for kind in Kind],
        aims=[(str(aim.id), aim.label) for aim in await vision_queries.list_aims(session, actor)],
        frameworks=await _frameworks(session, actor),
        values=await _values(session, actor),
        orders=[(order.value, order.label) for order in WaitingOrder],
        services=[(str(row.id), row.name) for row in await people_queries.list_services(session, actor)],
        is_narrowed=bool(narrowed.model_dump(exclude_defaults=True)) or bool(after),
        may_answer=actor.has(Role.SPONSOR),
    )


@get("/ideas/{idea_id:uuid}/not-now/new", name="waiting.new_not_now")
async def new_not_now(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form.of(NotNowIn, {"look_again_on": actor.today + timedelta(days=actor.exploration_days)})
    return await _form_page(request, session, actor, idea, form)


@post("/ideas/{idea_id:uuid}/not-now", name="waiting.say_not_now")
async def create_not_now(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(NotNowIn, typed)
    try:
        await say_not_now(session, actor, idea, form.value)
    except Refused as refusal:
        return await _form_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "Your answer is sent. The idea stays open to offers.")


async def _frameworks(session: DbSession, actor: Actor) -> list[tuple[str, str]]:
    """None for a partner, who sees no frameworks."""
    if actor.has(Role.PARTNER):
        return []
    return [(str(row.id), row.name) for row in await framework_queries.list_frameworks_to_choose(session, actor)]


async def _values(session: DbSession, actor: Actor) -> list[tuple[str, str]]:
    if not vision_rules.may_read_vision(actor):
        return []
    return [(str(value.id), value.name) for value in await vision_queries.list_values(session, actor)]


async def _form_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[NotNowIn], status: int = 200
) -> AnyResponse:
    if not rules.may_say_not_now(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("A sponsor who is not in the team answers for the organisation.")
    return await page(request, "waiting/not_now.html", status=status, form=form, idea=idea)


routes = [index, new_not_now, create_not_now]
