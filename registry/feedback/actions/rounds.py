from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.feedback.actions.letters import forget_letters
from registry.feedback.actions.raters import invitation_to
from registry.feedback.models import Group, Invitation, LinkUse, Offer, Response, Round, Share
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import NamerIn, NamingIn, RoundIn
from registry.history.actions import record_event
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role


async def open_round(session: AsyncSession, actor: Actor, form: RoundIn) -> Round:
    """About the actor; they and their line manager are asked at once, in their own names."""
    if not rules.may_open_round(actor):
        raise NotAllowed("Rounds are for the people of this organisation.")
    # Two forms sent at once open one round: the second waits here and then finds the first.
    me = (
        await session.exec(
            select(Person)
            .where(col(Person.organisation_id) == actor.organisation_id, col(Person.id) == actor.person_id)
            .with_for_update()
        )
    ).one()
    has_open, last_closed_on, _ = await queries.find_last_days(session, actor)
    if objections := rules.objections_to_another(actor.today, has_open=has_open, last_closed_on=last_closed_on):
        raise Refused(*objections)
    if objections := rules.objections_to_length(form.closes_on, actor.today):
        raise Refused(fields={"closes_on": objections[0]})
    namer = await _namer(session, actor, me, form.namer_id)
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    found = Round(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        focus=form.focus,
        namer_id=namer.id,
        threshold=organisation.feedback_threshold,
        opened_on=actor.today,
        closes_on=form.closes_on,
    )
    session.add(found)
    await session.flush()
    session.add(invitation_to(found, actor, Group.SELF, actor.person_id))
    manager = await session.get(Person, (actor.organisation_id, me.manager_id)) if me.manager_id else None
    if manager and manager.left_at is None:
        session.add(invitation_to(found, actor, Group.MANAGER, manager.id))
    await session.flush()
    await record_event(session, actor, "round_opened", found)
    return found


async def ask_namer(session: AsyncSession, actor: Actor, found: Round, form: NamerIn) -> None:
    """Another colleague, where the one before could not."""
    _must_be_open(actor, found)
    if found.namer_id:
        raise Refused("Somebody is asked already.")
    me = await people_queries.get_person(session, actor, found.person_id)
    found.namer_id = (await _namer(session, actor, me, form.namer_id)).id
    session.add(found)
    await session.flush()
    await record_event(session, actor, "namer_asked", found)


async def answer_naming(session: AsyncSession, actor: Actor, found: Round, form: NamingIn) -> None:
    """The colleague's own word: they do it, or another one is asked."""
    if not actor.is_person(found.namer_id):
        raise NotAllowed("Only the colleague who is asked says whether they can.")
    _must_be_open(actor, found)
    if found.namer_accepted_on:
        raise Refused("You have said already that you name raters.")
    if form.accepts:
        found.namer_accepted_on = actor.today
    else:
        found.namer_id = None
    session.add(found)
    await session.flush()
    await record_event(session, actor, "naming_accepted" if form.accepts else "naming_declined", found)


async def call_off_round(session: AsyncSession, actor: Actor, found: Round) -> None:
    """Nobody has seen anything, and what was answered is deleted unread."""
    found = await queries.hold_round(session, found.organisation_id, found.id)
    if not rules.is_open(found, actor.today):
        raise Refused("This round is over.")
    await forget_answers(session, found)
    found.called_off_on = actor.today
    session.add(found)
    await session.flush()
    await record_event(session, actor, "round_called_off", found)


async def offer_rounds(session: AsyncSession, actor: Actor, limit: int) -> int:
    """Tells sponsors and line managers, once each time, that it is time to ask; answers how many were told.

    actor   the registry itself
    """
    people = await queries.list_people_due(session, actor, limit)
    for person in people:
        session.add(Offer(organisation_id=actor.organisation_id, person_id=person.id, offered_on=actor.today))
        await session.flush()
        await record_event(session, actor, "round_offered", person)
    return len(people)


async def forget_rounds_of(session: AsyncSession, person: Person) -> None:
    """All that was asked about a person, with the results: they are erased."""
    of_person = (col(Round.organisation_id) == person.organisation_id) & (col(Round.person_id) == person.id)
    for found in (await session.exec(select(Round).where(of_person))).all():
        await forget_answers(session, found)
        await session.exec(
            delete(Share).where(col(Share.organisation_id) == found.organisation_id, col(Share.round_id) == found.id)
        )
        await session.delete(found)
    await session.flush()


async def forget_answers(session: AsyncSession, found: Round) -> None:
    """The answers, who was asked, who answered, every link and every letter that waits."""
    of_round = (col(Invitation.organisation_id) == found.organisation_id) & (col(Invitation.round_id) == found.id)
    ids = (await session.exec(select(Invitation.id).where(of_round))).all()
    await account_actions.leave_directory(session, found.organisation_id, ids)
    await session.exec(
        delete(LinkUse).where(col(LinkUse.organisation_id) == found.organisation_id, col(LinkUse.id).in_(ids))
    )
    await session.exec(delete(Invitation).where(of_round))
    await forget_letters(session, found)
    await session.exec(
        delete(Response).where(
            col(Response.organisation_id) == found.organisation_id, col(Response.round_id) == found.id
        )
    )


async def _namer(session: AsyncSession, actor: Actor, me: Person, namer_id: UUID) -> Person:
    with chosen("namer_id"):
        namer = await people_queries.get_person(session, actor, namer_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, namer.id)
    objections = rules.objections_to_namer(me.id, namer.id, me.manager_id)
    if namer.left_at or Role.PARTNER in roles:
        objections = ["Choose somebody who works here."]
    if objections:
        raise Refused(fields={"namer_id": objections[0]})
    return namer


def _must_be_open(actor: Actor, found: Round) -> None:
    if not rules.is_open(found, actor.today):
        raise Refused("This round is over.")
