"""Who is asked in a feedback round: people named, and links for people without an account."""

from litestar import get, post

from registry.feedback.actions import raters as actions
from registry.feedback.models import Group, Invitation, Round
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import LettersIn, LinkGroupIn, LinksIn, RaterIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
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


@get("/feedback/{round_id:uuid}/letters/new", name="feedback_raters.new_letters")
async def new_letters(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    return await _letters_page(request, session, actor, found, Form(LettersIn))


@post("/feedback/{round_id:uuid}/letters", name="feedback_raters.send_letters")
async def send_letters(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    form = Form(LettersIn, typed)
    try:
        count = await actions.send_letters(session, actor, found, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _letters_page(request, session, actor, found, form.refuse(refusal), status=422)
    said = "The letter is on its way." if count == 1 else f"{count} letters are on their way."
    return await done(request, f"/feedback/{round_id}", f"{said} The addresses are deleted when they have left.")


@get("/feedback/raters/{invitation_id:uuid}/taking-back", name="feedback_raters.confirm_taking_back")
async def confirm_taking_back(
    request: AnyRequest, invitation_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    invitation, face = await queries.get_rater(session, actor, invitation_id)
    return await _taking_back_page(request, session, actor, invitation, face, Form(Empty))


@post("/feedback/raters/{invitation_id:uuid}/taking-back", name="feedback_raters.take_back")
async def take_back(request: AnyRequest, invitation_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    invitation, face = await queries.get_rater(session, actor, invitation_id)
    try:
        await actions.take_back_rater(session, actor, invitation)
    except Refused as refusal:
        form = Form(Empty).refuse(refusal)
        return await _taking_back_page(request, session, actor, invitation, face, form, status=422)
    return await done(request, f"/feedback/{invitation.round_id}", f"{face.name} is asked no longer.")


@get("/feedback/{round_id:uuid}/links/taking-back", name="feedback_raters.choose_links")
async def choose_links(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    return await _links_back_page(request, session, actor, found, Form(LinkGroupIn))


@post("/feedback/{round_id:uuid}/links/taking-back", name="feedback_raters.take_links_back")
async def take_links_back(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    form = Form(LinkGroupIn, typed)
    try:
        await actions.take_back_links(session, actor, found, form.value)
    except Refused as refusal:
        return await _links_back_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(request, f"/feedback/{round_id}", "Links that nobody had used work no longer.")


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
    _must_make_links(actor, found)
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


async def _letters_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[LettersIn], status: int = 200
) -> AnyResponse:
    _must_make_links(actor, found)
    faces = await people_queries.list_faces(session, actor, [found.person_id])
    return await page(
        request,
        "feedback/letters.html",
        status=status,
        found=found,
        form=form,
        person=faces[found.person_id],
        groups=[(group.value, group.label, group.explanation) for group in rules.BY_LETTER],
        most=rules.MOST_LINKS,
        crumbs=_crumbs(found),
    )


async def _taking_back_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    invitation: Invitation,
    face: Face,
    form: Form[Empty],
    status: int = 200,
) -> AnyResponse:
    found = await queries.get_round(session, actor, invitation.round_id)
    return await page(
        request,
        "feedback/taking_back.html",
        status=status,
        form=form,
        found=found,
        invitation=invitation,
        face=face,
        crumbs=_crumbs(found),
    )


async def _links_back_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[LinkGroupIn], status: int = 200
) -> AnyResponse:
    _must_make_links(actor, found)
    raters = await queries.list_raters(session, found, named_by_id=actor.person_id)
    groups = {rater.group for rater in raters if rater.person_id is None}
    return await page(
        request,
        "feedback/links_back.html",
        status=status,
        found=found,
        form=form,
        groups=[(group.value, group.label) for group in Group if group in groups],
        crumbs=_crumbs(found),
    )


def _must_make_links(actor: Actor, found: Round) -> None:
    if not rules.may_make_links(actor, found):
        raise NotAllowed("Only the colleague who names raters makes links, so that nobody can answer about themselves.")


def _crumbs(found: Round) -> list[tuple[str, str]]:
    return [("Feedback", "/feedback"), ("One round", f"/feedback/{found.id}")]


routes = [
    new,
    create,
    new_links,
    make_links,
    new_letters,
    send_letters,
    confirm_taking_back,
    take_back,
    choose_links,
    take_links_back,
]
