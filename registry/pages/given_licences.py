"""What somebody of a partner granted without an account, by their private link: read it, take it back, ask anew."""

from litestar import get, post
from litestar.params import FromPath

from registry.kit.errors import Refused
from registry.licences.actions import decisions as actions
from registry.licences.actions import givers as giver_actions
from registry.licences.queries import givers as queries
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import partners as partner_queries
from registry.licences.queries.givers import GiverVisit
from registry.licences.rules import decisions as rules
from registry.licences.schemas import RevocationIn
from registry.web import auth, guesses
from registry.web.doors import AnyRequest, AnyResponse, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of


@get("/given/{secret:str}", name="given_licences.index", opt={"public": True})
async def index(request: AnyRequest, secret: FromPath[str], session: DbSession, after: Cursor = "") -> AnyResponse:
    visit = await _visit(request, session, secret)
    if not isinstance(visit, GiverVisit):
        return visit
    licences = await queries.page_of_given(session, visit, cursor=after)
    resting = await partner_queries.resting_ideas(session, visit.guest, licences.rows)
    return await page(
        request,
        "licences/given.html",
        licences=licences,
        resting=resting,
        revocable={line.id for line in licences.rows if rules.may_revoke_given(visit.giver, line.decision, line.state)},
        organisation=visit.guest.organisation_name,
        expires_at=visit.giver.expires_at,
        zone=visit.guest.zone,
        here=f"/given/{secret}",
        pager=pager_of(request, licences, "licence", "licences"),
    )


@get("/given/{secret:str}/licences/{licence_id:uuid}/revocation", name="given_licences.new", opt={"public": True})
async def new(request: AnyRequest, secret: FromPath[str], licence_id: PathId, session: DbSession) -> AnyResponse:
    visit = await _visit(request, session, secret)
    if not isinstance(visit, GiverVisit):
        return visit
    return await _revocation_page(request, session, visit, secret, licence_id, Form(RevocationIn))


@post("/given/{secret:str}/licences/{licence_id:uuid}/revocation", name="given_licences.revoke", opt={"public": True})
async def revoke(
    request: AnyRequest, secret: FromPath[str], licence_id: PathId, typed: Typed, session: DbSession
) -> AnyResponse:
    visit = await _visit(request, session, secret)
    if not isinstance(visit, GiverVisit):
        return visit
    form = Form(RevocationIn, typed)
    licence = await queries.get_given(session, visit, licence_id)
    try:
        await actions.revoke_given(session, visit, licence, form.value)
    except Refused as refusal:
        refused = form.refuse(refusal)
        return await _revocation_page(request, session, visit, secret, licence_id, refused, status=422)
    return await done(request, f"/given/{secret}", "Revoked, from this moment. Whoever asked reads your reason.")


@post("/given/{secret:str}/fresh-link", name="given_licences.send_fresh_link", opt={"public": True})
async def send_fresh_link(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    visit = await _found(request, session, secret)
    if not isinstance(visit, GiverVisit):
        return visit
    form = Form(Empty, typed)
    try:
        await giver_actions.send_fresh_link(session, visit, auth.keys_of(request))
    except Refused as refusal:
        return await _over(request, secret, form.refuse(refusal), status=422)
    return await page(request, "licences/given_sent.html")


async def _visit(request: AnyRequest, session: DbSession, secret: str) -> GiverVisit | AnyResponse:
    """Or the kind page that leads to a fresh link."""
    visit = await _found(request, session, secret)
    if isinstance(visit, GiverVisit) and not visit.is_open:
        return await _over(request, secret, Form(Empty))
    return visit


async def _found(request: AnyRequest, session: DbSession, secret: str) -> GiverVisit | AnyResponse:
    if slow := await guesses.slowed(request, session, "given", "licences/link_over.html"):
        return slow
    visit = await queries.find_giver_visit(session, auth.keys_of(request), secret)
    if visit is None:
        guesses.note_wrong(request, session, "given")
        return await page(request, "licences/link_over.html", status=404, is_slowed=False, is_private=True)
    return visit


async def _over(request: AnyRequest, secret: str, form: Form[Empty], *, status: int = 404) -> AnyResponse:
    return await page(request, "licences/given_over.html", status=status, form=form, here=f"/given/{secret}")


async def _revocation_page(
    request: AnyRequest,
    session: DbSession,
    visit: GiverVisit,
    secret: str,
    licence_id: PathId,
    form: Form[RevocationIn],
    *,
    status: int = 200,
) -> AnyResponse:
    licence = await queries.get_given(session, visit, licence_id)
    line = await licence_queries.get_line(session, visit.guest, licence)
    here = f"/given/{secret}"
    return await page(request, "licences/given_revocation.html", status=status, line=line, form=form, here=here)


routes = [index, new, revoke, send_fresh_link]
