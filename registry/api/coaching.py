"""Coaching, for programs of the two who are a pair. Answers to changes hold no words."""

from functools import partial

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel

from registry.coaching.actions import notes as note_actions
from registry.coaching.actions import offers as offer_actions
from registry.coaching.actions import pairs as actions
from registry.coaching.queries import notes as note_queries
from registry.coaching.queries import offers as offer_queries
from registry.coaching.queries import pairs as queries
from registry.coaching.queries.sealed import opened
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import (
    CoachingOfferIn,
    CoachingOfferOut,
    CoachOut,
    NoteEditIn,
    NoteIn,
    NoteOut,
    NoteWithWordsOut,
    PairAnswerIn,
    PairIn,
    PairOut,
    PairWithWordsOut,
)
from registry.kit.errors import Changed, NotAllowed
from registry.people.actors import Actor
from registry.stories.actions import forgetting
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import settings_of
from registry.web.transactions import after_keeping

LONGEST_SEARCH = 100


class PairsOut(BaseModel):
    """The actor's own, the newest first; `next` goes into `after` for the page behind it."""

    pairs: list[PairOut]
    next: str | None


class NotesOut(BaseModel):
    notes: list[NoteWithWordsOut]
    next: str | None


class CoachesOut(BaseModel):
    coaches: list[CoachOut]
    next: str | None


@get("/coaching", name="api.coaching.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> PairsOut:
    _must_be_a_colleague(actor)
    found = await queries.page_of_pairs(session, actor, cursor=after)
    return PairsOut(pairs=[PairOut.model_validate(row) for row in found.rows], next=found.next_cursor)


@post("/coaching", name="api.coaching.create")
async def create(request: AnyRequest, data: JSONBody[PairIn], session: DbSession, actor: CurrentActor) -> PairOut:
    return PairOut.model_validate(await actions.ask_for_pair(session, actor, data, auth.keys_of(request)))


@get("/coaching/coaches", name="api.coaching.coaches")
async def coaches(
    session: DbSession, actor: CurrentActor, words: FromQuery[str] = "", after: Cursor = ""
) -> CoachesOut:
    """Narrowed by `words` of what they offer, their name or their position."""
    _must_be_a_colleague(actor)
    found = await offer_queries.page_of_coaches(session, actor, words=words[:LONGEST_SEARCH], cursor=after)
    return CoachesOut(coaches=[CoachOut.model_validate(row) for row in found.rows], next=found.next_cursor)


@post("/coaching/offer", name="api.coaching.write_offer")
async def write_offer(data: JSONBody[CoachingOfferIn], session: DbSession, actor: CurrentActor) -> CoachingOfferOut:
    return CoachingOfferOut.model_validate(await offer_actions.offer_coaching(session, actor, data))


@post("/coaching/offer/ending", name="api.coaching.end_offer", status_code=204)
async def end_offer(session: DbSession, actor: CurrentActor) -> None:
    await offer_actions.end_offer(session, actor)


@get("/coaching/{pair_id:uuid}", name="api.coaching_pairs.show")
async def show(request: AnyRequest, pair_id: PathId, session: DbSession, actor: CurrentActor) -> PairWithWordsOut:
    pair, keys = await queries.get_pair(session, actor, pair_id), auth.keys_of(request)
    return PairWithWordsOut(
        **PairOut.model_validate(pair).model_dump(),
        about=opened(keys, "about", pair.id, pair.sealed_about),
        answer=opened(keys, "answer", pair.id, pair.sealed_answer),
    )


@post("/coaching/{pair_id:uuid}/answer", name="api.coaching_pairs.answer")
async def answer(
    request: AnyRequest, pair_id: PathId, data: JSONBody[PairAnswerIn], session: DbSession, actor: CurrentActor
) -> PairOut:
    pair = await queries.get_pair(session, actor, pair_id)
    await actions.answer_pair(session, actor, pair, data, auth.keys_of(request))
    return PairOut.model_validate(pair)


@post("/coaching/{pair_id:uuid}/ending", name="api.coaching_pairs.end")
async def end(pair_id: PathId, session: DbSession, actor: CurrentActor) -> PairOut:
    pair = await queries.get_pair(session, actor, pair_id)
    await actions.end_pair(session, actor, pair)
    return PairOut.model_validate(pair)


@get("/coaching/{pair_id:uuid}/notes", name="api.coaching_notes.index")
async def notes(
    request: AnyRequest, pair_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> NotesOut:
    pair = await queries.get_pair(session, actor, pair_id)
    found = await note_queries.page_of_notes(session, actor, pair, auth.keys_of(request), cursor=after)
    said = [NoteWithWordsOut(**NoteOut.model_validate(row.note).model_dump(), words=row.words) for row in found.rows]
    return NotesOut(notes=said, next=found.next_cursor)


@post("/coaching/{pair_id:uuid}/notes", name="api.coaching_notes.write")
async def write_note(
    request: AnyRequest, pair_id: PathId, data: JSONBody[NoteIn], session: DbSession, actor: CurrentActor
) -> NoteOut:
    pair = await queries.get_pair(session, actor, pair_id)
    return NoteOut.model_validate(await note_actions.write_note(session, actor, pair, data, auth.keys_of(request)))


@post("/coaching/notes/{note_id:uuid}", name="api.coaching_notes.correct")
async def correct_note(
    request: AnyRequest, note_id: PathId, data: JSONBody[NoteEditIn], session: DbSession, actor: CurrentActor
) -> NoteOut:
    note = await note_queries.get_note(session, actor, note_id)
    if rules.may_correct(actor, note) and data.version != note.version:
        raise Changed
    await note_actions.correct_note(session, actor, note, data, auth.keys_of(request))
    return NoteOut.model_validate(note)


@post("/coaching/notes/{note_id:uuid}/removal", name="api.coaching_notes.remove", status_code=204)
async def remove_note(request: AnyRequest, note_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    await note_actions.remove_note(session, actor, await note_queries.get_note(session, actor, note_id))
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))


def _must_be_a_colleague(actor: Actor) -> None:
    if not rules.may_coach(actor):
        raise NotAllowed("Coaching is for the people of this organisation.")


routes = [
    index,
    create,
    coaches,
    write_offer,
    end_offer,
    show,
    answer,
    end,
    notes,
    write_note,
    correct_note,
    remove_note,
]
