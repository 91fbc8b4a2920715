from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.coaching.models import CoachingPair, PairStage
from registry.coaching.queries import pairs as queries
from registry.coaching.queries.sealed import sealed_words
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import PairAnswerIn, PairIn, Way
from registry.history.actions import record_event
from registry.kit.database import new_id
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person


async def ask_for_pair(session: AsyncSession, actor: Actor, form: PairIn, keys: Keys) -> CoachingPair:
    """To be coached by somebody, or to coach them; it waits for their word."""
    if not rules.may_coach(actor):
        raise NotAllowed("Coaching is for the people of this organisation.")
    with chosen("person_id"):
        person = await people_queries.get_person(session, actor, form.person_id)
    offers = form.way is Way.COACH
    coach_id, coached_id = (actor.person_id, person.id) if offers else (person.id, actor.person_id)
    await _hold(session, actor, coach_id)
    if objections := await _objections(session, actor, person, coach_id, coached_id):
        raise Refused(fields={"person_id": objections[0]})
    pair_id = new_id()
    pair = CoachingPair(
        organisation_id=actor.organisation_id,
        id=pair_id,
        coach_id=coach_id,
        coached_id=coached_id,
        asked_by_id=actor.person_id,
        asked_on=actor.today,
        sealed_about=sealed_words(keys, "about", pair_id, form.about),
    )
    session.add(pair)
    await session.flush()
    await record_event(session, actor, "coaching_offered" if offers else "coaching_asked", pair)
    return pair


async def answer_pair(session: AsyncSession, actor: Actor, pair: CoachingPair, form: PairAnswerIn, keys: Keys) -> None:
    """The other one's own word; whoever cannot owes no reason."""
    if actor.is_person(pair.asked_by_id):
        raise NotAllowed("Only the one who is asked says whether they can.")
    if not rules.may_answer(actor, pair):
        raise Refused("This is answered already, or was taken back.")
    pair.sealed_answer = sealed_words(keys, "answer", pair.id, form.words) if form.words else ""
    if form.accepts:
        pair.agreed_on = actor.today
    else:
        pair.ended_on, pair.ended_by_id = actor.today, actor.person_id
    session.add(pair)
    await session.flush()
    await record_event(session, actor, "coaching_agreed" if form.accepts else "coaching_declined", pair)


async def end_pair(session: AsyncSession, actor: Actor, pair: CoachingPair) -> None:
    """By either, without a reason; before it is agreed whoever asked takes it back."""
    if pair.ended_on:
        raise Refused("This has ended already.")
    if not rules.may_end(actor, pair):
        raise NotAllowed("You are asked: say whether you can.")
    was_agreed = pair.stage is PairStage.AGREED
    pair.ended_on, pair.ended_by_id = actor.today, actor.person_id
    session.add(pair)
    await session.flush()
    await record_event(session, actor, "coaching_ended" if was_agreed else "coaching_taken_back", pair)


async def _hold(session: AsyncSession, actor: Actor, coach_id: UUID) -> None:
    """Two who ask each other at once make one pair: the second waits here and then finds the first."""
    coach = (col(Person.organisation_id) == actor.organisation_id) & (col(Person.id) == coach_id)
    await session.exec(select(Person.id).where(coach).with_for_update())


async def _objections(
    session: AsyncSession, actor: Actor, person: Person, coach_id: UUID, coached_id: UUID
) -> list[str]:
    there = await queries.find_open_pair(session, actor.organisation_id, coach_id, coached_id)
    coached = await people_queries.get_person(session, actor, coached_id)
    return rules.objections_to_asking(
        is_oneself=actor.is_person(person.id),
        has_left=person.left_at is not None,
        is_partners=person.partner_id is not None,
        is_managed_by_coach=coached.manager_id == coach_id,
        open_stage=there.stage if there else None,
        is_open_by_other=there is not None and there.asked_by_id == person.id,
        declined_on=await queries.find_last_declined(session, actor, coach_id, coached_id),
        waiting=await queries.count_unanswered(session, actor),
        today=actor.today,
    )
