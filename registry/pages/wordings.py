"""The wordings of a boundary: new words with a reason; the sponsor agrees to a proposal or sets it aside."""

from litestar import get, post

from registry.boundaries.actions import publishing
from registry.boundaries.actions import wordings as actions
from registry.boundaries.models import Boundary
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.queries.boundaries import BoundaryRow
from registry.boundaries.rules import drawing as rules
from registry.boundaries.schemas import RedrawingIn
from registry.ideas.models import Idea
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/boundaries/{boundary_id:uuid}/wordings/new", name="wordings.new")
async def new(request: AnyRequest, boundary_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    boundary, idea = await queries.get_boundary(session, actor, boundary_id)
    row = await _row(session, actor, boundary, idea)
    return await _page(
        request, session, actor, boundary, idea, row, Form.of(RedrawingIn, _shown(row), version=_number(row))
    )


@post("/boundaries/{boundary_id:uuid}/wordings", name="wordings.redraw")
async def redraw(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, idea = await queries.get_boundary(session, actor, boundary_id)
    form = Form(RedrawingIn, typed)
    row = await _row(session, actor, boundary, idea)
    try:
        form.check_version(_number(row) or 0)
        wording = await publishing.redraw_boundary(session, actor, boundary, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, boundary, idea, row, form.refuse(refusal), status=422)
    except Changed:
        form.meet(_number(row) or 0, _now(row))
        return await _page(request, session, actor, boundary, idea, row, form, status=409)
    waits = "when your sponsor agrees" if idea else "with the next version of the framework"
    flash = "The new words stand." if wording.agreed_at else f"The new words stand {waits}."
    return await done(request, f"/boundaries/{boundary.id}", flash)


@post("/wordings/{wording_id:uuid}/agreement", name="wordings.agree")
async def agree(request: AnyRequest, wording_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    wording, boundary, _ = await wording_queries.get_wording(session, actor, wording_id)
    await actions.agree_wording(session, actor, wording)
    return await done(request, f"/boundaries/{boundary.id}", "You agreed. The boundary stands in these words.")


@post("/wordings/{wording_id:uuid}/setting-aside", name="wordings.set_aside")
async def set_aside(request: AnyRequest, wording_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    wording, boundary, _ = await wording_queries.get_wording(session, actor, wording_id)
    await actions.set_aside_wording(session, actor, wording)
    return await done(request, f"/boundaries/{boundary.id}", "Those words are set aside.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    idea: Idea | None,
    row: BoundaryRow,
    form: Form[RedrawingIn],
    *,
    status: int = 200,
) -> AnyResponse:
    owner = await queries.get_owner(session, boundary)
    if not rules.may_redraw(actor, owner):
        raise NotAllowed("Only the lead redraws a boundary." if idea else "Only its stewards redraw it.")
    home = (idea.title, f"/ideas/{idea.id}") if idea else (row.framework_name, f"/frameworks/{row.framework_id}")
    return await page(
        request,
        "boundaries/redraw.html",
        status=status,
        form=form,
        row=row,
        measure=row.measure,
        needs_agreement=owner.idea is not None and rules.needs_agreement(owner.idea),
        crumbs=[("Ideas", "/ideas") if idea else ("Frameworks", "/frameworks"), home, (row.sentence, row.address)],
    )


async def _row(session: DbSession, actor: Actor, boundary: Boundary, idea: Idea | None) -> BoundaryRow:
    if idea:
        return await queries.get_row(session, actor, boundary, idea)
    return await queries.get_framework_row(session, actor, boundary)


def _number(row: BoundaryRow) -> int | None:
    """Of the version in force, which a redrawing changes."""
    return row.wording.number if row.wording else None


def _now(row: BoundaryRow) -> list[tuple[str, str]]:
    """What somebody else drew meanwhile."""
    reason = row.wording.reason if row.wording else ""
    asked = f"{row.sentence} ({rules.asked_words(row.wording, row.measure)})" if row.wording else row.sentence
    return [("The boundary from now on", asked), ("Why it changes", reason)]


def _shown(row: BoundaryRow) -> dict[str, object]:
    """What stands; a sentence that was made from the terms is made anew."""
    terms = row.terms
    if terms is None:
        return {"sentence": row.sentence, "answer_days": row.answer_days}
    is_made = row.measure is not None and rules.sentence_for(row.measure, terms) == row.sentence
    shown = {"limit_value": terms.limit_value, "margin": terms.margin, "points_in_a_row": terms.points_in_a_row}
    return shown | {"sentence": "" if is_made else row.sentence}


routes = [new, redraw, agree, set_aside]
