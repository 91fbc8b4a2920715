"""The notes of a coaching pair: written by either, corrected and removed by whoever wrote them."""

from functools import partial
from typing import Any

from litestar import get, post

from registry.coaching.actions import notes as actions
from registry.coaching.models import CoachingNote, CoachingPair
from registry.coaching.queries import notes as queries
from registry.coaching.queries import pairs as pair_queries
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import NoteIn
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people.actors import Actor
from registry.stories.actions import forgetting
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_keeping


@get("/coaching/{pair_id:uuid}/notes/new", name="coaching_notes.new")
async def new(request: AnyRequest, pair_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pair = await pair_queries.get_pair(session, actor, pair_id)
    return await _form_page(request, session, actor, pair, Form(NoteIn))


@post("/coaching/{pair_id:uuid}/notes", name="coaching_notes.write")
async def write(
    request: AnyRequest, pair_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pair = await pair_queries.get_pair(session, actor, pair_id)
    form = Form(NoteIn, typed)
    try:
        await actions.write_note(session, actor, pair, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _form_page(request, session, actor, pair, form.refuse(refusal), status=422)
    return await done(request, f"/coaching/{pair.id}", "Your note is kept for the two of you.")


@get("/coaching/notes/{note_id:uuid}", name="coaching_notes.edit")
async def edit(request: AnyRequest, note_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    note = await _own_note(session, actor, note_id)
    pair = await pair_queries.get_pair(session, actor, note.pair_id)
    words = queries.words_of(auth.keys_of(request), note) or ""
    return await _form_page(request, session, actor, pair, Form.of(NoteIn, {"words": words}, note.version), note=note)


@post("/coaching/notes/{note_id:uuid}", name="coaching_notes.correct")
async def correct(
    request: AnyRequest, note_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    note = await _own_note(session, actor, note_id)
    pair = await pair_queries.get_pair(session, actor, note.pair_id)
    form, keys = Form(NoteIn, typed), auth.keys_of(request)
    try:
        value = form.value
        form.check_version(note.version)
        await actions.correct_note(session, actor, note, value, keys)
    except Refused as refusal:
        return await _form_page(request, session, actor, pair, form.refuse(refusal), note=note, status=422)
    except Changed:
        form.meet(note.version, [("The note", queries.words_of(keys, note) or "")])
        return await _form_page(request, session, actor, pair, form, note=note, status=409)
    return await done(request, f"/coaching/{pair.id}", "Your note is corrected.")


@get("/coaching/notes/{note_id:uuid}/removal", name="coaching_notes.confirm_removal")
async def confirm_removal(request: AnyRequest, note_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    note = await _own_note(session, actor, note_id)
    crumbs = await _crumbs(session, actor, await pair_queries.get_pair(session, actor, note.pair_id))
    return await page(request, "coaching/removal.html", note=note, form=Form(Empty), crumbs=crumbs)


@post("/coaching/notes/{note_id:uuid}/removal", name="coaching_notes.remove")
async def remove(request: AnyRequest, note_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    note = await _own_note(session, actor, note_id)
    await actions.remove_note(session, actor, note)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await done(request, f"/coaching/{note.pair_id}", "Your note is removed.")


async def _own_note(session: DbSession, actor: Actor, note_id: PathId) -> CoachingNote:
    note = await queries.get_note(session, actor, note_id)
    if not rules.may_correct(actor, note):
        raise NotAllowed("Only whoever wrote a note changes it.")
    return note


async def _form_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pair: CoachingPair,
    form: Form[Any],
    *,
    note: CoachingNote | None = None,
    status: int = 200,
) -> AnyResponse:
    line = await pair_queries.get_line(session, actor, pair)
    crumbs = await _crumbs(session, actor, pair)
    may_write = note is not None or rules.may_write(actor, pair)
    return await page(
        request,
        "coaching/note.html",
        status=status,
        pair=pair,
        line=line,
        note=note,
        form=form,
        may_write=may_write,
        crumbs=crumbs,
    )


async def _crumbs(session: DbSession, actor: Actor, pair: CoachingPair) -> list[tuple[str, str]]:
    line = await pair_queries.get_line(session, actor, pair)
    return [("Coaching", "/coaching"), (f"With {line.name}", f"/coaching/{pair.id}")]


routes = [new, write, edit, correct, confirm_removal, remove]
