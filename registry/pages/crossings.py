"""A boundary that was crossed: the question it asks, and the one answer to it."""

from litestar import get, post

from registry.boundaries.actions import answering
from registry.boundaries.models import CrossingAnswer
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.queries.crossings import CrossingFacts
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.crossings import answers_open_to, who_answers
from registry.boundaries.schemas import CrossingAnswerIn
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/crossings/{crossing_id:uuid}", name="crossings.show")
async def show(request: AnyRequest, crossing_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    facts = await crossing_queries.get_crossing(session, actor, crossing_id)
    in_force = await wording_queries.get_wording_at(session, facts.watch)
    shown = in_force.model_dump(include={"points_in_a_row", "margin", "answer_days"})
    return await _page(request, session, actor, facts, Form.of(CrossingAnswerIn, shown))


@post("/crossings/{crossing_id:uuid}/answer", name="crossings.answer")
async def answer(
    request: AnyRequest, crossing_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    facts = await crossing_queries.get_crossing(session, actor, crossing_id)
    form = Form(CrossingAnswerIn, typed)
    try:
        await answering.answer_crossing(session, actor, facts.crossing, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, facts, form.refuse(refusal), status=422)
    is_answered = facts.crossing.answered_at is not None
    flash = "Your answer stands." if is_answered else "The question stays open until your sponsor agrees."
    return await done(request, facts.address, flash)


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    facts: CrossingFacts,
    form: Form[CrossingAnswerIn],
    *,
    status: int = 200,
) -> AnyResponse:
    crossing, boundary = facts.crossing, facts.boundary
    owner = await queries.get_owner(session, boundary)
    watched = await idea_queries.get_standing(session, facts.idea) if facts.idea else None
    wordings = await wording_queries.list_wordings(session, boundary)
    people = [crossing.opened_by_id, crossing.answered_by_id]
    return await page(
        request,
        "boundaries/crossing.html",
        status=status,
        facts=facts,
        crossing=crossing,
        sentence=next(wording.sentence for wording in wordings if wording.agreed_at),
        measure=await queries.find_measure(session, facts.watch),
        is_proposed=any(wording.is_open and wording.crossing_id == crossing.id for wording in wordings),
        faces=await people_queries.list_faces(session, actor, people),
        form=form,
        answers=[(kind.value, kind.label) for kind in answers_open_to(actor, owner, watched, crossing)],
        redrawn=CrossingAnswer.REDRAWN.value,
        who_answers=who_answers(owner, watched),
        needs_agreement=owner.idea is not None and rules.needs_agreement(owner.idea),
        crumbs=[*await _crumbs(session, actor, facts), ("The boundary", facts.address)],
    )


async def _crumbs(session: DbSession, actor: Actor, facts: CrossingFacts) -> list[tuple[str, str]]:
    if facts.idea:
        return [("Ideas", "/ideas"), (facts.idea.title, f"/ideas/{facts.idea.id}")]
    framework = await queries.get_framework_of(session, actor, facts.boundary)
    return [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]


routes = [show, answer]
