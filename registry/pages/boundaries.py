"""The boundaries of an idea: drawing one, answering it, putting it in new words."""

from litestar import get, post

from registry.boundaries.actions import answering, drawing
from registry.boundaries.models import Answer, Boundary
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries.limits import get_picture
from registry.boundaries.rules import answering as answering_rules
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.crossings import answers_open_to
from registry.boundaries.schemas import AnswerIn, BoundaryIn, RedrawingIn
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page

SAID = {
    Answer.KEPT: "Kept. Thank you for saying so.",
    Answer.NEAR: "Near. Everybody who reads the idea can see it.",
    Answer.CROSSED: "Crossed. The lead is asked what follows from it.",
}


@get("/ideas/{idea_id:uuid}/boundaries/new", name="boundaries.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _new_page(request, session, actor, idea, Form(BoundaryIn))


@post("/ideas/{idea_id:uuid}/boundaries", name="boundaries.create")
async def create(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(BoundaryIn, typed)
    try:
        boundary = await drawing.draw_boundary(session, actor, idea, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, idea, form.refuse(refusal), status=422)
    row = await queries.get_row(session, actor, boundary, idea)
    flash = "The boundary stands." if row.wording else "The boundary is proposed. It stands when your sponsor agrees."
    return await done(request, f"/boundaries/{boundary.id}", flash)


@get("/boundaries/{boundary_id:uuid}", name="boundaries.show")
async def show(request: AnyRequest, boundary_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    return await _page(request, session, actor, boundary, idea, answering=Form(AnswerIn))


@post("/boundaries/{boundary_id:uuid}/answers", name="boundaries.answer")
async def answer(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    form = Form(AnswerIn, typed)
    try:
        given = await answering.answer_boundary(session, actor, boundary, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, session, actor, boundary, idea, answering=form, status=422)
    return await done(
        request,
        f"/boundaries/{boundary.id}",
        SAID[given.answer],
        part="boundaries/_line.html",
        row=await queries.get_row(session, actor, boundary, idea),
        may_answer=True,
        one_button=Form(Empty),
    )


@get("/boundaries/{boundary_id:uuid}/wordings/new", name="boundaries.new_wording")
async def new_wording(request: AnyRequest, boundary_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    row = await queries.get_row(session, actor, boundary, idea)
    return await _wording_page(request, session, actor, row, idea, Form.of(RedrawingIn, {"sentence": row.sentence}))


@post("/boundaries/{boundary_id:uuid}/wordings", name="boundaries.redraw")
async def redraw(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, idea = await queries.get_idea_boundary(session, actor, boundary_id)
    form = Form(RedrawingIn, typed)
    try:
        wording = await drawing.redraw_boundary(session, actor, boundary, form.value)
    except Refused as refusal:
        row = await queries.get_row(session, actor, boundary, idea)
        return await _wording_page(request, session, actor, row, idea, form.refuse(refusal), status=422)
    flash = "The new words stand." if wording.agreed_at else "The new words stand when your sponsor agrees."
    return await done(request, f"/boundaries/{boundary.id}", flash)


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[BoundaryIn], *, status: int = 200
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead of a registered idea draws its boundaries.")
    return await page(
        request,
        "boundaries/new.html",
        status=status,
        form=form,
        idea=idea,
        needs_agreement=rules.needs_agreement(standing),
        crumbs=_crumbs(idea),
    )


async def _wording_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    row: queries.BoundaryRow,
    idea: Idea,
    form: Form[RedrawingIn],
    *,
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead redraws a boundary.")
    return await page(
        request,
        "boundaries/redraw.html",
        status=status,
        form=form,
        row=row,
        needs_agreement=rules.needs_agreement(standing),
        crumbs=[*_crumbs(idea), (row.sentence, f"/boundaries/{row.id}")],
    )


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    idea: Idea,
    *,
    answering: Form[AnswerIn],
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    owner = await queries.get_owner(session, boundary)
    row = await queries.get_row(session, actor, boundary, idea)
    wordings = await queries.list_wordings(session, boundary)
    answers = await queries.list_answers(session, boundary, idea)
    crossings = await crossing_queries.list_crossings(session, boundary)
    people = [person for wording in wordings for person in (wording.proposed_by_id, wording.agreed_by_id)]
    people += [wording.set_aside_by_id for wording in wordings]
    people += [given.answered_by_id for given in answers]
    people += [person for crossing in crossings for person in (crossing.opened_by_id, crossing.answered_by_id)]
    return await page(
        request,
        "boundaries/show.html",
        part="boundaries/_line.html",
        status=status,
        row=row,
        idea=idea,
        wordings=wordings,
        answers=answers,
        crossings=crossings,
        picture=await get_picture(session, actor, boundary, row.measure) if row.measure else None,
        redrawn_at=[wording.agreed_at for wording in wordings if wording.number > 1],
        faces=await people_queries.list_faces(session, actor, [*people, standing.sponsor_id]),
        sponsor_id=standing.sponsor_id,
        answering=answering,
        one_button=Form(Empty),
        may_answer=answering_rules.may_answer(actor, standing) and row.wording is not None,
        may_agree=row.proposed is not None and rules.may_agree(actor, standing, row.proposed),
        may_set_aside=row.proposed is not None and rules.may_set_aside(actor, standing, row.proposed),
        may_redraw=rules.may_draw(actor, standing) and row.wording is not None and not row.proposed,
        may_answer_crossing=[found.id for found in crossings if answers_open_to(actor, owner, standing, found)],
        crumbs=_crumbs(idea),
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [new, create, show, answer, new_wording, redraw]
