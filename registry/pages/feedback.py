"""Feedback rounds: what the reader is asked, their own rounds, opening one and calling it off."""

from collections import Counter
from datetime import timedelta
from functools import partial

from litestar import get, post

from registry.feedback.actions import letters
from registry.feedback.actions import rounds as actions
from registry.feedback.models import Group, Round
from registry.feedback.queries import results as result_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import NamerIn, NamingIn, RoundIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of, settings_of
from registry.web.transactions import after_keeping

CRUMBS = [("Feedback", "/feedback")]
LINES = 50


@get("/feedback", name="feedback.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    rounds = await queries.page_of_own_rounds(session, actor, cursor=after)
    has_open, last_closed_on, last_opened_on = await queries.find_last_days(session, actor)
    is_manager = bool(await people_queries.list_people_managed_by(session, actor, actor.person_id))
    return await page(
        request,
        "feedback/index.html",
        rounds=rounds,
        asked=await queries.list_asked(session, actor, LINES),
        namings=await queries.list_namings(session, actor, LINES),
        shared=await result_queries.list_shared_with(session, actor),
        may_ask=rules.may_open_round(actor),
        may_open=rules.may_open_round(actor) and not has_open,
        again_on=rules.next_round_on(last_closed_on, actor.today),
        is_due=not has_open and rules.is_due(actor, is_manager=is_manager, last_opened_on=last_opened_on),
        pager=pager_of(request, rounds, "round", "rounds"),
    )


@get("/feedback/new", name="feedback.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    closes_on = actor.today + timedelta(days=rules.USUAL_DAYS)
    return await _new_page(request, session, actor, Form.of(RoundIn, {"closes_on": closes_on}))


@post("/feedback", name="feedback.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(RoundIn, typed)
    try:
        found = await actions.open_round(session, actor, form.value)
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/feedback/{found.id}", "Your round is open. Now name the people you want to hear.")


@get("/feedback/{round_id:uuid}", name="feedback.show")
async def show(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _round_page(request, session, actor, await queries.get_round(session, actor, round_id))


@post("/feedback/{round_id:uuid}/naming", name="feedback.answer_naming")
async def answer_naming(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_round(session, actor, round_id)
    form = Form(NamingIn, typed)
    try:
        await actions.answer_naming(session, actor, found, form.value)
    except Refused as refusal:
        return await _round_page(request, session, actor, found, form.refuse(refusal), status=422)
    if found.namer_accepted_on:
        return await done(request, f"/feedback/{round_id}", "Thank you. Name people who work with them.")
    return await done(request, "/feedback", "They hear that you cannot, and ask somebody else.")


@get("/feedback/{round_id:uuid}/namer", name="feedback.choose_namer")
async def choose_namer(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_own_round(session, actor, round_id)
    return await _namer_page(request, session, actor, found, Form(NamerIn))


@post("/feedback/{round_id:uuid}/namer", name="feedback.ask_namer")
async def ask_namer(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_own_round(session, actor, round_id)
    form = Form(NamerIn, typed)
    try:
        await actions.ask_namer(session, actor, found, form.value)
    except Refused as refusal:
        return await _namer_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(request, f"/feedback/{round_id}", "They are asked.")


@get("/feedback/{round_id:uuid}/calling-off", name="feedback.confirm_calling_off")
async def confirm_calling_off(
    request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_own_round(session, actor, round_id)
    return await _calling_off_page(request, found, Form(Empty))


@post("/feedback/{round_id:uuid}/calling-off", name="feedback.call_off")
async def call_off(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_own_round(session, actor, round_id)
    try:
        await actions.call_off_round(session, actor, found)
    except Refused as refusal:
        return await _calling_off_page(request, found, Form(Empty).refuse(refusal), status=422)
    after_keeping(session, partial(letters.take_letters_back, data_dir=settings_of(request).data_dir))
    return await done(request, "/feedback", "The round is called off. What was answered is deleted, unread.")


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[RoundIn], status: int = 200
) -> AnyResponse:
    if not rules.may_open_round(actor):
        raise NotAllowed("Rounds are for the people of this organisation.")
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    has_open, last_closed_on, _ = await queries.find_last_days(session, actor)
    return await page(
        request,
        "feedback/new.html",
        status=status,
        form=form,
        objections=rules.objections_to_another(actor.today, has_open=has_open, last_closed_on=last_closed_on),
        people=await _others(session, actor),
        threshold=organisation.feedback_threshold,
        crumbs=CRUMBS,
    )


async def _round_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    found: Round,
    form: Form[NamingIn] | None = None,
    status: int = 200,
) -> AnyResponse:
    faces = await people_queries.list_faces(session, actor, [found.person_id, found.namer_id])
    is_own = actor.is_person(found.person_id)
    raters = await queries.list_raters(session, found, named_by_id=actor.person_id)
    links = Counter(rater.group for rater in raters if rater.person_id is None)
    return await page(
        request,
        "feedback/show.html" if is_own else "feedback/naming.html",
        status=status,
        found=found,
        person=faces[found.person_id],
        namer=faces.get(found.namer_id) if found.namer_id else None,
        raters=raters,
        links={group: links[group] for group in Group if links[group]},
        not_ours=(Group.SELF, Group.MANAGER),
        shares=await result_queries.list_shares(session, found) if is_own else [],
        is_open=rules.is_open(found, actor.today),
        form=form or Form(NamingIn),
        crumbs=CRUMBS,
    )


async def _namer_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Round, form: Form[NamerIn], status: int = 200
) -> AnyResponse:
    people = await _others(session, actor)
    return await page(
        request, "feedback/namer.html", status=status, found=found, form=form, people=people, crumbs=CRUMBS
    )


async def _calling_off_page(request: AnyRequest, found: Round, form: Form[Empty], status: int = 200) -> AnyResponse:
    return await page(request, "feedback/calling_off.html", status=status, found=found, form=form, crumbs=CRUMBS)


async def _others(session: DbSession, actor: Actor) -> list[tuple[str, str]]:
    people = await people_queries.list_people_to_choose(session, actor)
    return [
        (str(face.id), f"{face.name}, {face.position}" if face.position else face.name)
        for face in people
        if face.id != actor.id
    ]


routes = [index, new, create, show, answer_naming, choose_namer, ask_namer, confirm_calling_off, call_off]
