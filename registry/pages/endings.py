"""A framework's boundary is left out of its next version, or kept after all."""

from litestar import get, post

from registry.boundaries.actions import publishing as actions
from registry.boundaries.models import Boundary
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.rules import drawing as rules
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/boundaries/{boundary_id:uuid}/ending", name="endings.confirm")
async def confirm(request: AnyRequest, boundary_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    boundary, _ = await queries.get_boundary(session, actor, boundary_id)
    return await _page(request, session, actor, boundary, Form(Empty))


@post("/boundaries/{boundary_id:uuid}/ending", name="endings.end")
async def end(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, _ = await queries.get_boundary(session, actor, boundary_id)
    try:
        await actions.end_boundary(session, actor, boundary)
    except Refused as refusal:
        return await _page(request, session, actor, boundary, Form(Empty, typed).refuse(refusal), status=422)
    flash = "The boundary is left out from the next version on."
    return await done(request, f"/frameworks/{boundary.framework_id}", flash)


@post("/boundaries/{boundary_id:uuid}/keeping", name="endings.keep")
async def keep(
    request: AnyRequest, boundary_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    boundary, _ = await queries.get_boundary(session, actor, boundary_id)
    try:
        await actions.keep_boundary(session, actor, boundary)
    except Refused as refusal:
        return await _page(request, session, actor, boundary, Form(Empty, typed).refuse(refusal), status=422)
    return await done(request, f"/frameworks/{boundary.framework_id}", "The boundary stays.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    boundary: Boundary,
    form: Form[Empty],
    *,
    status: int = 200,
) -> AnyResponse:
    if boundary.framework_id is None:
        raise NotFound("boundary")
    if not rules.may_redraw(actor, await queries.get_owner(session, boundary)):
        raise NotAllowed("Only its stewards end a boundary of a framework.")
    row = await queries.get_framework_row(session, actor, boundary)
    return await page(
        request,
        "boundaries/ending.html",
        status=status,
        form=form,
        row=row,
        is_ending=boundary.ended_at is not None,
        crumbs=[("Frameworks", "/frameworks"), (row.framework_name, f"/frameworks/{row.framework_id}")],
    )


routes = [confirm, end, keep]
