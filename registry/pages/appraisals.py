"""Appraisal conversations, for the two who hold one: written down by either, agreed by both, ended by either."""

from typing import Any

from litestar import get, post
from litestar.params import FromQuery

from registry.coaching.actions import appraisals as actions
from registry.coaching.models import Appraisal
from registry.coaching.queries import appraisals as queries
from registry.coaching.queries.appraisals import Wording
from registry.coaching.rules import appraisals as rules
from registry.coaching.rules.pairs import may_coach
from registry.coaching.schemas import AppraisalIn, AppraisalWordingIn, WordingAgreementIn
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.text import day_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, kept_nowhere, page, pager_of

CRUMBS = [("Coaching", "/coaching"), ("Appraisal conversations", "/coaching/appraisals")]


@get("/coaching/appraisals", name="appraisals.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    _must_be_a_colleague(actor)
    found = await queries.page_of_appraisals(session, actor, cursor=after)
    pager = pager_of(request, found, "conversation", "conversations")
    return await page(request, "appraisals/index.html", appraisals=found, pager=pager, crumbs=CRUMBS[:1])


@get("/coaching/appraisals/new", name="appraisals.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor, person: FromQuery[str] = "") -> AnyResponse:
    form = Form.of(AppraisalIn, {"person_id": person, "talked_on": actor.today})
    return await _new_page(request, session, actor, form)


@post("/coaching/appraisals", name="appraisals.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(AppraisalIn, typed)
    _must_be_a_colleague(actor)
    try:
        found = await actions.begin_appraisal(session, actor, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/coaching/appraisals/{found.id}", "It waits for the other’s agreement.")


@get("/coaching/appraisals/{appraisal_id:uuid}", name="appraisals.show")
async def show(request: AnyRequest, appraisal_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    return await _show_page(request, session, actor, found, Form(WordingAgreementIn))


@post("/coaching/appraisals/{appraisal_id:uuid}/agreement", name="appraisals.agree")
async def agree(
    request: AnyRequest, appraisal_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    form = Form(WordingAgreementIn, typed, carried=("wording_id",))
    try:
        await actions.agree_to_wording(session, actor, found, form.value)
    except Refused as refusal:
        return await _show_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(request, f"/coaching/appraisals/{found.id}", "You have both agreed to these words.")


@get("/coaching/appraisals/{appraisal_id:uuid}/wording", name="appraisals.edit")
async def edit(request: AnyRequest, appraisal_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    last = (await queries.list_wordings(session, found, auth.keys_of(request)))[-1:]
    said = vars(last[0]) | {"words": last[0].words or ""} if last else {}
    form = Form.of(
        AppraisalWordingIn, {name: said.get(name) for name in AppraisalWordingIn.model_fields}, found.version
    )
    return await _wording_page(request, session, actor, found, form)


@post("/coaching/appraisals/{appraisal_id:uuid}/wording", name="appraisals.word")
async def word(
    request: AnyRequest, appraisal_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    form, keys = Form(AppraisalWordingIn, typed), auth.keys_of(request)
    try:
        value = form.value
        form.check_version(found.version)
        await actions.word_appraisal(session, actor, found, value, keys)
    except Refused as refusal:
        return await _wording_page(request, session, actor, found, form.refuse(refusal), status=422)
    except Changed:
        form.meet(found.version, _now((await queries.list_wordings(session, found, keys))[-1:]))
        return await _wording_page(request, session, actor, found, form, status=409)
    return await done(request, f"/coaching/appraisals/{found.id}", "These words wait for the other’s agreement.")


@post("/coaching/appraisals/{appraisal_id:uuid}/setting-aside", name="appraisals.set_aside")
async def set_aside(
    request: AnyRequest, appraisal_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    try:
        await actions.set_wording_aside(session, actor, found)
    except Refused as refusal:
        refused = Form(WordingAgreementIn, typed).refuse(refusal)
        return await _show_page(request, session, actor, found, refused, status=422)
    return await done(request, f"/coaching/appraisals/{found.id}", "What you both agreed to goes on to hold.")


@get("/coaching/appraisals/{appraisal_id:uuid}/ending", name="appraisals.confirm_ending")
async def confirm_ending(
    request: AnyRequest, appraisal_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    return await _ending_page(request, session, actor, found, Form(Empty))


@post("/coaching/appraisals/{appraisal_id:uuid}/ending", name="appraisals.end")
async def end(
    request: AnyRequest, appraisal_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    form = Form(Empty, typed)
    try:
        await actions.end_appraisal(session, actor, found)
    except Refused as refusal:
        return await _ending_page(request, session, actor, found, form.refuse(refusal), status=422)
    return await done(request, "/coaching", "It has ended.")


async def _show_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    found: Appraisal,
    agreement: Form[WordingAgreementIn],
    status: int = 200,
) -> AnyResponse:
    wordings = await queries.list_wordings(session, found, auth.keys_of(request))
    standing = rules.standing_of(wordings)
    faces = await people_queries.list_faces(session, actor, found.people)
    person = await people_queries.get_person(session, actor, found.person_id)
    is_own = actor.is_person(found.person_id)
    shown = await page(
        request,
        "appraisals/show.html",
        status=status,
        found=found,
        other=faces[found.other_than(actor.id)],
        names={person_id: "You" if actor.is_person(person_id) else face.name for person_id, face in faces.items()},
        is_own=is_own,
        standing=standing,
        earlier=[row for row in reversed(wordings) if row.agreed_on and row is not standing.agreed],
        aspiration=None if is_own else await people_queries.find_aspiration(session, actor, person),
        may_agree=rules.may_agree(actor, found, standing),
        may_word=rules.may_word(actor, found),
        may_set_aside=rules.may_set_aside(actor, found, standing),
        is_time_to_talk=found.ended_on is None and rules.is_time_to_talk(standing, actor.today),
        agreement=agreement,
        crumbs=CRUMBS,
    )
    return kept_nowhere(shown)


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[AppraisalIn], status: int = 200
) -> AnyResponse:
    _must_be_a_colleague(actor)
    faces = await queries.list_people_to_talk_with(session, actor)
    people = [(str(face.id), f"{face.name}, {face.position}" if face.position else face.name) for face in faces]
    return await page(request, "appraisals/new.html", status=status, form=form, people=people, crumbs=CRUMBS)


async def _wording_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Appraisal, form: Form[Any], status: int = 200
) -> AnyResponse:
    other, crumbs = await _other(session, actor, found)
    standing = await queries.get_standing(session, found)
    return await page(
        request,
        "appraisals/wording.html",
        status=status,
        found=found,
        other=other,
        is_agreed=standing.agreed is not None,
        form=form,
        crumbs=crumbs,
    )


async def _ending_page(
    request: AnyRequest, session: DbSession, actor: Actor, found: Appraisal, form: Form[Empty], status: int = 200
) -> AnyResponse:
    other, crumbs = await _other(session, actor, found)
    standing = await queries.get_standing(session, found)
    return await page(
        request,
        "appraisals/ending.html",
        status=status,
        found=found,
        other=other,
        is_agreed=standing.agreed is not None,
        form=form,
        crumbs=crumbs,
    )


async def _other(session: DbSession, actor: Actor, found: Appraisal) -> tuple[Any, list[tuple[str, str]]]:
    faces = await people_queries.list_faces(session, actor, found.people)
    other = faces[found.other_than(actor.id)]
    return other, [*CRUMBS, (f"With {other.name}", f"/coaching/appraisals/{found.id}")]


def _now(last: Any) -> list[tuple[str, str]]:
    return [label for row in last for label in _told(row)]


def _told(row: Wording) -> list[tuple[str, str]]:
    again = day_words(row.look_again_on) if row.look_again_on else ""
    return [("You talked on", day_words(row.talked_on)), ("What you agreed", row.words or ""), ("Talk again on", again)]


def _must_be_a_colleague(actor: Actor) -> None:
    if not may_coach(actor):
        raise NotAllowed("These conversations are for the people of this organisation.")


routes = [index, new, create, show, agree, edit, word, set_aside, confirm_ending, end]
