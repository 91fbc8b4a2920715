"""The end of an exploration: team and sponsor look back, and the lead says how the idea goes on."""

from typing import Any

from litestar import get, post

from registry.boundaries.queries import boundaries as boundary_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.progress.actions import reviews as actions
from registry.progress.actions import views as view_actions
from registry.progress.models import Decision
from registry.progress.queries import periods as period_queries
from registry.progress.queries import reviews as queries
from registry.progress.rules import reviews as rules
from registry.progress.schemas import ReviewIn, ViewIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page

DONE = {
    Decision.CARRY_ON: "Recorded. You carry on.",
    Decision.SUSTAIN: "Recorded. This is how you work now.",
    Decision.END: "Recorded. The idea has ended.",
}


@get("/ideas/{idea_id:uuid}/review", name="reviews.show")
async def show(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _show_page(request, session, actor, idea, None)


@post("/ideas/{idea_id:uuid}/review/view", name="reviews.say_view")
async def say_view(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(ViewIn, typed)
    try:
        await view_actions.say_view(session, actor, idea, form.value)
    except Refused as refusal:
        return await _show_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/review", "The team reads it with the review.")


@get("/ideas/{idea_id:uuid}/review/new", name="reviews.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """The form of one decision, which stands in `decision`."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form.of(ReviewIn, {"decision": request.query_params.get("decision", ""), "owner_id": actor.person_id})
    return await _new_page(request, session, actor, idea, form)


@post("/ideas/{idea_id:uuid}/review", name="reviews.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    unseen = () if typed.get("decision") == Decision.CARRY_ON else ("is_sooner_known",)
    form = Form(ReviewIn, typed, carried=("decision", *unseen))
    try:
        review = await actions.record_review(session, actor, idea, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", DONE[review.decision or Decision.CARRY_ON])


async def _show_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[ViewIn] | None, status: int = 200
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    period = await period_queries.find_period(session, idea)
    if period is None:
        raise NotFound("exploration")
    reviews = await queries.list_reviews(session, actor, idea)
    newest = reviews[0].review if reviews else None
    sponsor_id = standing.sponsor_id
    faces = await people_queries.list_faces(session, actor, [sponsor_id])
    said = newest.sponsor_words if newest and newest.decision is None else ""
    may_say = rules.may_say_view(actor, standing, newest)
    return await page(
        request,
        "reviews/show.html",
        status=status,
        idea=idea,
        period=period,
        due_words=rules.due_words(period.review_on, actor.today) if period.review_on else "",
        sponsor=faces[sponsor_id].name if sponsor_id else "",
        reviews=reviews,
        protected=await queries.list_protected(session, actor, idea),
        boundaries=await boundary_queries.list_boundaries(session, actor, idea),
        decisions=list(Decision),
        may_review=rules.may_review(actor, standing),
        form=(form or Form.of(ViewIn, {"words": said})) if may_say else None,
        crumbs=_crumbs(idea),
    )


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[ReviewIn], status: int = 200
) -> AnyResponse:
    if not rules.may_review(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead records the review, and only of an idea that is explored.")
    try:
        decision = Decision(form.typed("decision"))
    except ValueError:
        decision = None
    context: dict[str, Any] = {}
    if decision is Decision.SUSTAIN:
        people = await people_queries.list_people_to_choose(session, actor)
        named = [(str(face.id), ", ".join(filter(None, (face.name, face.position)))) for face in people]
        context["people"] = named
    if decision is Decision.CARRY_ON:
        context["protected"] = await queries.list_protected(session, actor, idea)
    return await page(
        request,
        "reviews/new.html",
        status=status,
        idea=idea,
        form=form,
        decision=decision,
        decisions=list(Decision),
        period=await period_queries.get_period(session, idea),
        outlook=await period_queries.get_outlook(session, actor, idea),
        ready=await period_queries.get_readiness(session, actor, idea),
        crumbs=[*_crumbs(idea), ("Look back together", f"/ideas/{idea.id}/review")],
        **context,
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [show, say_view, new, create]
