from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.coaching.models import CoachingNote, CoachingPair
from registry.coaching.queries.sealed import sealed_words
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import NoteIn
from registry.history.actions import record_event
from registry.kit.database import new_id
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor


async def write_note(session: AsyncSession, actor: Actor, pair: CoachingPair, form: NoteIn, keys: Keys) -> CoachingNote:
    if not rules.may_write(actor, pair):
        raise Refused("Notes are written while you have agreed on coaching, and not before or after.")
    note_id = new_id()
    note = CoachingNote(
        organisation_id=actor.organisation_id,
        id=note_id,
        pair_id=pair.id,
        author_id=actor.person_id,
        sealed=sealed_words(keys, "note", note_id, form.words),
        written_on=actor.today,
    )
    session.add(note)
    await session.flush()
    await record_event(session, actor, "coaching_note_written", note)
    return note


async def correct_note(session: AsyncSession, actor: Actor, note: CoachingNote, form: NoteIn, keys: Keys) -> None:
    """What stood before is gone: these are notes, and not a record."""
    _must_be_author(actor, note)
    note.sealed, note.corrected_on = sealed_words(keys, "note", note.id, form.words), actor.today
    session.add(note)
    await session.flush()
    await record_event(session, actor, "coaching_note_corrected", note)


async def remove_note(session: AsyncSession, actor: Actor, note: CoachingNote) -> None:
    _must_be_author(actor, note)
    await record_event(session, actor, "coaching_note_removed", note)
    await session.delete(note)
    await session.flush()


def _must_be_author(actor: Actor, note: CoachingNote) -> None:
    if not rules.may_correct(actor, note):
        raise NotAllowed("Only whoever wrote a note changes it.")
