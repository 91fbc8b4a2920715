from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.coaching.models import Appraisal, AppraisalWording
from registry.coaching.queries import appraisals as queries
from registry.coaching.queries.sealed import sealed_words
from registry.coaching.rules import appraisals as rules
from registry.coaching.schemas import AppraisalIn, AppraisalWordingIn, WordingAgreementIn
from registry.history.actions import record_event
from registry.kit.database import new_id
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person


async def begin_appraisal(session: AsyncSession, actor: Actor, form: AppraisalIn, keys: Keys) -> Appraisal:
    """Written down by one of the two; it is agreed when the other says so."""
    person, manager = await _two(session, actor, form.person_id)
    objections = rules.objections_to_days(form.talked_on, form.look_again_on, actor.today)
    if await queries.find_open_appraisal(session, actor.organisation_id, person.id, manager.id):
        objections |= {"person_id": "You have one with them that has not ended. Write a new wording there, or end it."}
    if objections:
        raise Refused(fields=objections)
    appraisal = Appraisal(
        organisation_id=actor.organisation_id,
        person_id=person.id,
        manager_id=manager.id,
        begun_by_id=actor.person_id,
        begun_on=actor.today,
    )
    session.add(appraisal)
    await session.flush()
    await _propose(session, actor, appraisal, form, keys)
    await record_event(session, actor, "appraisal_begun", appraisal)
    return appraisal


async def word_appraisal(
    session: AsyncSession, actor: Actor, appraisal: Appraisal, form: AppraisalWordingIn, keys: Keys
) -> None:
    """By either; what was agreed holds until the other agrees to these words instead."""
    _must_be_open(actor, appraisal)
    if objections := rules.objections_to_days(form.talked_on, form.look_again_on, actor.today):
        raise Refused(fields=objections)
    await drop_proposed(session, appraisal)
    await _propose(session, actor, appraisal, form, keys)
    await _keep_change(session, appraisal)
    await record_event(session, actor, "appraisal_worded", appraisal)


async def agree_to_wording(session: AsyncSession, actor: Actor, appraisal: Appraisal, form: WordingAgreementIn) -> None:
    """By whoever did not write it, to the words that they read."""
    _must_be_open(actor, appraisal)
    standing = await queries.get_standing(session, appraisal)
    proposed = standing.proposed
    if proposed is None or proposed.id != form.wording_id:
        raise Refused("The words have changed since you read them. Read them once more.")
    if not rules.may_agree(actor, appraisal, standing):
        raise NotAllowed("You wrote these words. The other one agrees to them.")
    wording = await session.get_one(AppraisalWording, (appraisal.organisation_id, proposed.id))
    wording.agreed_on = actor.today
    session.add(wording)
    await _keep_change(session, appraisal)
    await record_event(session, actor, "appraisal_agreed", appraisal)


async def set_wording_aside(session: AsyncSession, actor: Actor, appraisal: Appraisal) -> None:
    """Either lets a change be: what both agreed to before goes on to hold."""
    _must_be_open(actor, appraisal)
    if not rules.may_set_aside(actor, appraisal, await queries.get_standing(session, appraisal)):
        raise Refused("There are no words to set aside.")
    await drop_proposed(session, appraisal)
    await _keep_change(session, appraisal)
    await record_event(session, actor, "appraisal_kept", appraisal)


async def end_appraisal(session: AsyncSession, actor: Actor, appraisal: Appraisal) -> None:
    """By either. Words to which not both have agreed are deleted; agreed ones stay for the two to read."""
    _must_be_open(actor, appraisal)
    standing = await queries.get_standing(session, appraisal)
    await close_appraisal(session, appraisal, actor.person_id, actor)
    await record_event(session, actor, "appraisal_ended" if standing.agreed else "appraisal_withdrawn", appraisal)


async def close_appraisal(session: AsyncSession, appraisal: Appraisal, by_id: UUID, actor: Actor) -> None:
    """
    by_id   one of the two: who ends it, or who has left
    """
    await drop_proposed(session, appraisal)
    appraisal.ended_on, appraisal.ended_by_id = actor.today, by_id
    session.add(appraisal)
    await session.flush()


async def _two(session: AsyncSession, actor: Actor, other_id: UUID) -> tuple[Person, Person]:
    """The person and their line manager, one of whom is the actor."""
    me = (
        await session.exec(
            # Two forms sent at once begin one: the second waits here and then finds the first.
            select(Person)
            .where(col(Person.organisation_id) == actor.organisation_id, col(Person.id) == actor.person_id)
            .with_for_update()
        )
    ).one()
    allowed = {face.id for face in await queries.list_people_to_talk_with(session, actor)}
    if other_id not in allowed:
        raise Refused(fields={"person_id": "Choose your line manager, or somebody whose line manager you are."})
    other = await people_queries.get_person(session, actor, other_id)
    return (me, other) if me.manager_id == other.id else (other, me)


async def _propose(
    session: AsyncSession, actor: Actor, appraisal: Appraisal, form: AppraisalWordingIn, keys: Keys
) -> None:
    wording_id = new_id()
    session.add(
        AppraisalWording(
            organisation_id=appraisal.organisation_id,
            id=wording_id,
            appraisal_id=appraisal.id,
            sealed=sealed_words(keys, "wording", wording_id, form.words),
            talked_on=form.talked_on,
            look_again_on=form.look_again_on,
            written_by_id=actor.person_id,
            written_on=actor.today,
        )
    )
    await session.flush()


async def drop_proposed(session: AsyncSession, appraisal: Appraisal) -> bool:
    """Words to which not both have agreed; False where there are none."""
    dropped = await session.exec(
        delete(AppraisalWording).where(
            col(AppraisalWording.organisation_id) == appraisal.organisation_id,
            col(AppraisalWording.appraisal_id) == appraisal.id,
            col(AppraisalWording.agreed_on).is_(None),
        )
    )
    return dropped.rowcount > 0


async def _keep_change(session: AsyncSession, appraisal: Appraisal) -> None:
    """A new version for other words alone, too, so that nobody writes over what they have not read."""
    flag_modified(appraisal, key="begun_on")
    session.add(appraisal)
    await session.flush()


def _must_be_open(actor: Actor, appraisal: Appraisal) -> None:
    if not rules.may_word(actor, appraisal):
        raise Refused("This has ended. What you both agreed to stays for you to read.")
