"""What follows when somebody leaves, and when they are erased."""

from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.actions.appraisals import close_appraisal
from registry.coaching.models import Appraisal, AppraisalWording, CoachingNote, CoachingOffer, CoachingPair
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.queries import pairs as queries
from registry.history.actions import record_event
from registry.history.models import Asking, Event, Recorded
from registry.people.actors import Actor, the_registry
from registry.people.models import Person


async def listen(session: AsyncSession, actor: Asking, event: Event, subject: Recorded) -> None:
    """Ends what a person who has left was part of; one of the history's listeners."""
    if event.kind != "person_left" or not isinstance(subject, Person) or not isinstance(actor, Actor):
        return
    for pair in await queries.list_open_pairs_of(session, subject.organisation_id, subject.id):
        pair.ended_on, pair.ended_by_id = actor.today, subject.id
        session.add(pair)
        await session.flush()
        await record_event(session, the_registry(actor), "coaching_lost", pair)
    for appraisal in await appraisal_queries.list_open_appraisals_of(session, subject.organisation_id, subject.id):
        await close_appraisal(session, appraisal, subject.id, actor)
        await record_event(session, the_registry(actor), "appraisal_lost", appraisal)
    await session.exec(delete(CoachingOffer).where(*_is(CoachingOffer, subject, "id")))


async def forget_coaching_of(session: AsyncSession, person: Person) -> None:
    """What was written of a person who is erased, and what they wrote; see the door plate for what stays, and why."""
    of_coached = select(CoachingPair.id).where(*_is(CoachingPair, person, "coached_id"))
    of_person = select(Appraisal.id).where(*_is(Appraisal, person, "person_id"))
    organisation_id = person.organisation_id
    await session.exec(
        delete(CoachingNote).where(
            col(CoachingNote.organisation_id) == organisation_id,
            col(CoachingNote.pair_id).in_(of_coached) | (col(CoachingNote.author_id) == person.id),
        )
    )
    await session.exec(delete(CoachingPair).where(*_is(CoachingPair, person, "coached_id")))
    await session.exec(
        delete(AppraisalWording).where(
            col(AppraisalWording.organisation_id) == organisation_id, col(AppraisalWording.appraisal_id).in_(of_person)
        )
    )
    await session.exec(delete(Appraisal).where(*_is(Appraisal, person, "person_id")))
    for pair in (await session.exec(select(CoachingPair).where(*_is(CoachingPair, person, "coach_id")))).all():
        _empty_words_of(pair, person)
        session.add(pair)
    await session.flush()


def _empty_words_of(pair: CoachingPair, coach: Person) -> None:
    """What the coach said when they asked, or answered."""
    if pair.asked_by_id == coach.id:
        pair.sealed_about = ""
    else:
        pair.sealed_answer = ""


def _is(model: Any, person: Person, column: str) -> tuple[Any, Any]:
    return col(model.organisation_id) == person.organisation_id, col(getattr(model, column)) == person.id
