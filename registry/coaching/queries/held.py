"""All words of coaching and appraisal that somebody may read, for the file of what is held on them."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.coaching.models import Appraisal, AppraisalWording, CoachingNote, CoachingPair
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.queries import pairs as pair_queries
from registry.coaching.queries.notes import words_of
from registry.coaching.queries.sealed import opened
from registry.people.actors import Actor

MOST_ROWS = 10_000


async def list_words(session: AsyncSession, actor: Actor, keys: Keys) -> list[dict[str, Any]]:
    """What they wrote themselves and what the other wrote to them, the newest first; plain JSON values."""
    pairs = {
        pair.id: pair for pair in (await session.exec(select(CoachingPair).where(pair_queries.stands_in(actor)))).all()
    }
    notes = select(CoachingNote).where(
        col(CoachingNote.organisation_id) == actor.organisation_id, col(CoachingNote.pair_id).in_(pairs)
    )
    found = [
        _said(
            "coaching_pair", pair.id, pair.asked_by_id, pair.asked_on, opened(keys, "about", pair.id, pair.sealed_about)
        )
        for pair in pairs.values()
    ]
    found += [
        _said("coaching_pair", pair.id, pair.other_than(pair.asked_by_id), pair.agreed_on or pair.ended_on, words)
        for pair in pairs.values()
        if (words := opened(keys, "answer", pair.id, pair.sealed_answer)) != ""
    ]
    found += [
        _said("coaching_pair", note.pair_id, note.author_id, note.written_on, words_of(keys, note))
        for note in (await session.exec(notes.limit(MOST_ROWS))).all()
    ]
    wordings = (
        select(AppraisalWording)
        .join(
            Appraisal,
            (col(Appraisal.organisation_id) == AppraisalWording.organisation_id)
            & (col(Appraisal.id) == AppraisalWording.appraisal_id),
        )
        .where(appraisal_queries.stands_in(actor))
        .limit(MOST_ROWS)
    )
    found += [
        _said(
            "appraisal",
            row.appraisal_id,
            row.written_by_id,
            row.written_on,
            opened(keys, "wording", row.id, row.sealed),
        )
        for row in (await session.exec(wordings)).all()
    ]
    return sorted(found, key=lambda said: str(said["written_on"]), reverse=True)


def _said(noun: str, thing_id: Any, by_id: Any, on: Any, words: str | None) -> dict[str, Any]:
    return {"of": noun, "id": str(thing_id), "written_by_id": str(by_id), "written_on": on.isoformat(), "words": words}
