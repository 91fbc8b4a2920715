"""Who is asked in a feedback round: people named, and links for people without an account."""

from litestar import get, post

from registry.feedback.actions import rounds as actions
from registry.feedback.models import Round
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import LinksIn, RaterIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page, settings_of


@get("/feedback/{round_id:uuid}/raters/new", name="feedback_raters.new")
async def new(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    return await _rater_page(request, session, actor, found, Form(RaterIn))


@post("/feedback/{round_id:uuid}/raters", name="feedback_raters.create")
async def create(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    form = Form(RaterIn, typed)
    try:
        await actions.name_rater(session, actor, found, form.value)
    except Refused as refusal:
        return await _rater_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(request, f"/feedback/{round_id}", "They are asked. They see that it was you who named them.")


@get("/feedback/{round_id:uuid}/links/new", name="feedback_raters.new_links")
async def new_links(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    return await _links_page(request, session, actor, found, Form(LinksIn))


# Sent again it makes more links: the ones that it made first are shown once and kept nowhere.
@post("/feedback/{round_id:uuid}/links", name="feedback_raters.make_links", opt={"repeatable": True})
async def make_links(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    form = Form(LinksIn, typed)
    try:
        secrets = await actions.make_links(session, actor, found, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _links_page(request, session, actor, found, form.refuse(refusal), status=422)
    base = settings_of(request).base_url
    links = [f"{base}/feedback/answer/{secret}" for secret in secrets]
    return await page(
        request, "feedback/links.html", found=found, links=links, group=form.value.group, crumbs=_crumbs(found)
    )


async def _rater_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[RaterIn], status: int = 200
) -> AnyResponse:
    if not rules.may_name_raters(actor, found):
        raise NotAllowed("First say that you will name raters.")
    people = await people_queries.list_people_to_choose(session, actor)
    faces = await people_queries.list_faces(session, actor, [found.person_id])
    return await page(
        request,
        "feedback/rater.html",
        status=status,
        found=found,
        form=form,
        person=faces[found.person_id],
        people=[(str(face.id), f"{face.name}, {face.position}") for face in people if face.id != found.person_id],
        groups=[(group.value, group.label, group.explanation) for group in rules.BY_COLLEAGUE],
        crumbs=_crumbs(found),
    )


async def _links_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[LinksIn], status: int = 200
) -> AnyResponse:
    if not rules.may_make_links(actor, found):
        raise NotAllowed("Only the colleague who names raters makes links, so that nobody can answer about themselves.")
    faces = await people_queries.list_faces(session, actor, [found.person_id])
    return await page(
        request,
        "feedback/new_links.html",
        status=status,
        found=found,
        form=form,
        person=faces[found.person_id],
        groups=[(group.value, group.label) for group in rules.BY_LINK],
        most=rules.MOST_LINKS,
        crumbs=_crumbs(found),
    )


def _crumbs(found: Round) -> list[tuple[str, str]]:
    return [("Feedback", "/feedback"), ("One round", f"/feedback/{found.id}")]


routes = [new, create, new_links, make_links]
