from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts import queries as account_queries
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.feedback.models import Group, Invitation, LinkUse, Offer, Round
from registry.feedback.rules import rounds as rules
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation, Person, PersonRole, Role
from registry.people.queries import Face

RATERS_LIMIT = 200


@dataclass(frozen=True)
class Rater:
    """Somebody who is asked; name and position are empty for those who answer by a link."""

    id: UUID
    group: Group
    person_id: UUID | None
    name: str
    position: str
    named_by_id: UUID


@dataclass(frozen=True)
class Asked:
    """What a rater needs to answer.

    today   in the organisation of the round, which somebody with a link does not know
    """

    found: Round
    invitation: Invitation
    name: str
    position: str
    organisation_name: str
    today: date


@dataclass(frozen=True)
class AskedLine:
    round_id: UUID
    name: str
    position: str
    group: Group
    opened_on: date
    closes_on: date


@dataclass(frozen=True)
class NamingLine:
    """A colleague who asks the actor to name raters."""

    round_id: UUID
    name: str
    position: str
    opened_on: date
    closes_on: date
    is_accepted: bool


async def get_round(session: AsyncSession, actor: Actor, round_id: UUID) -> Round:
    """For the person it is about and the colleague who names raters; to all others it does not exist."""
    found = await session.get(Round, (actor.organisation_id, round_id))
    if found is None or not (actor.is_person(found.person_id) or actor.is_person(found.namer_id)):
        raise NotFound("round")
    return found


async def get_own_round(session: AsyncSession, actor: Actor, round_id: UUID) -> Round:
    found = await get_round(session, actor, round_id)
    if not actor.is_person(found.person_id):
        raise NotFound("round")
    return found


async def hold_round(session: AsyncSession, organisation_id: UUID, round_id: UUID) -> Round:
    """The round as it stands now; whoever else wants to write to it waits."""
    statement = (
        select(Round)
        .where(col(Round.organisation_id) == organisation_id, col(Round.id) == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = (await session.exec(statement)).first()
    if found is None:
        raise NotFound("round")
    return found


async def page_of_own_rounds(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Round]:
    """The newest first."""
    statement = select(Round).where(
        col(Round.organisation_id) == actor.organisation_id, col(Round.person_id) == actor.person_id
    )
    if cursor:
        statement = statement.where(col(Round.id) < read_cursor(cursor, UUID)[0])
    rows = (await session.exec(statement.order_by(col(Round.id).desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: [row.id])


async def find_last_days(session: AsyncSession, actor: Actor) -> tuple[bool, date | None, date | None]:
    """Whether the actor has a round open, when the last one closed with results, when they last opened one."""
    statement = select(
        func.count().filter(col(Round.closed_on).is_(None), col(Round.called_off_on).is_(None)),
        func.max(Round.closed_on),
        func.max(Round.opened_on).filter(col(Round.called_off_on).is_(None)),
    ).where(col(Round.organisation_id) == actor.organisation_id, col(Round.person_id) == actor.person_id)
    count, closed_on, opened_on = (await session.exec(statement)).one()
    return bool(count), closed_on, opened_on


async def list_raters(session: AsyncSession, found: Round, *, named_by_id: UUID | None = None) -> Sequence[Rater]:
    """
    named_by_id   only those whom this person named: nobody sees whom the other one named
    """
    statement: Any = (
        select_columns(Invitation, col(Person.name), col(Person.position))
        .outerjoin(
            Person,
            (col(Person.organisation_id) == Invitation.organisation_id) & (col(Person.id) == Invitation.person_id),
        )
        .where(
            col(Invitation.organisation_id) == found.organisation_id,
            col(Invitation.round_id) == found.id,
            col(Invitation.taken_back_on).is_(None),
        )
        .order_by(col(Person.name), col(Invitation.id))
        .limit(RATERS_LIMIT)
    )
    if named_by_id:
        statement = statement.where(col(Invitation.named_by_id) == named_by_id)
    rows = (await session.exec(statement)).all()
    return [
        Rater(row.id, row.group, row.person_id, name or "", position or "", row.named_by_id)
        for row, name, position in rows
    ]


async def list_asked_ids(session: AsyncSession, found: Round) -> set[UUID | None]:
    statement = select(Invitation.person_id).where(
        col(Invitation.organisation_id) == found.organisation_id, col(Invitation.round_id) == found.id
    )
    return set((await session.exec(statement)).all())


async def list_links(session: AsyncSession, found: Round, group: Group) -> Sequence[Invitation]:
    """For people without an account, those taken back among them."""
    statement = select(Invitation).where(
        col(Invitation.organisation_id) == found.organisation_id,
        col(Invitation.round_id) == found.id,
        col(Invitation.group) == group,
        col(Invitation.person_id).is_(None),
    )
    return (await session.exec(statement)).all()


async def find_invitation_of(session: AsyncSession, found: Round, person_id: UUID) -> Invitation | None:
    """Also one that is taken back."""
    statement = select(Invitation).where(
        col(Invitation.organisation_id) == found.organisation_id,
        col(Invitation.round_id) == found.id,
        col(Invitation.person_id) == person_id,
    )
    return (await session.exec(statement)).first()


async def get_rater(session: AsyncSession, actor: Actor, invitation_id: UUID) -> tuple[Invitation, Face]:
    """Somebody whom the actor named; to all others there is none."""
    invitation = await session.get(Invitation, (actor.organisation_id, invitation_id))
    if invitation is None or invitation.person_id is None or not rules.may_take_back(actor, invitation):
        raise NotFound("rater")
    faces = await people_queries.list_faces(session, actor, [invitation.person_id])
    return invitation, faces[invitation.person_id]


async def get_asked(session: AsyncSession, actor: Actor, round_id: UUID) -> Asked:
    """The round in which the actor is a rater who has not answered yet."""
    statement = select(Invitation).where(
        col(Invitation.organisation_id) == actor.organisation_id,
        col(Invitation.round_id) == round_id,
        col(Invitation.person_id) == actor.person_id,
    )
    invitation = (await session.exec(statement)).first()
    if invitation is None:
        raise NotFound("invitation")
    return await _asked(session, invitation)


async def find_asked_by_link(session: AsyncSession, keys: Keys, secret: str) -> Asked | None:
    """None for a link that was used, that never was, or whose round is over."""
    entry = await account_queries.find_directory_entry(session, keys, DirectoryKind.FEEDBACK, secret)
    invitation = await session.get(Invitation, (entry.organisation_id, entry.target_id)) if entry else None
    if invitation is None:
        return None
    asked = await _asked(session, invitation)
    return asked if rules.is_open(asked.found, asked.today) and invitation.taken_back_on is None else None


async def has_answered(session: AsyncSession, invitation: Invitation) -> bool:
    return await session.get(LinkUse, (invitation.organisation_id, invitation.id)) is not None


async def can_answer(session: AsyncSession, asked: Asked) -> bool:
    is_asked = rules.is_open(asked.found, asked.today) and asked.invitation.taken_back_on is None
    return is_asked and not await has_answered(session, asked.invitation)


async def list_asked(session: AsyncSession, actor: Actor, limit: int) -> Sequence[AskedLine]:
    """Of whom the actor is asked and has not answered yet, the first to close first."""
    return [
        AskedLine(found.id, name, position, group, found.opened_on, found.closes_on)
        for found, name, position, group in await _waiting_for(session, actor, limit)
    ]


async def list_namings(session: AsyncSession, actor: Actor, limit: int) -> Sequence[NamingLine]:
    """Who asks the actor to name raters, in rounds that are open."""
    return [
        NamingLine(found.id, name, position, found.opened_on, found.closes_on, found.namer_accepted_on is not None)
        for found, name, position in await _named_by(session, actor, limit)
    ]


async def list_rounds_to_close(session: AsyncSession, actor: Actor, limit: int) -> Sequence[UUID]:
    statement = (
        select(Round.id)
        .where(
            col(Round.organisation_id) == actor.organisation_id,
            col(Round.closed_on).is_(None),
            col(Round.called_off_on).is_(None),
            col(Round.closes_on) < actor.today,
        )
        .order_by(col(Round.closes_on), col(Round.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def list_people_due(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Person]:
    """Sponsors and line managers for whom it is time for a round and who have not been told."""
    not_before = rules.due_before(actor.today)
    manages = select(Person.manager_id).where(
        col(Person.organisation_id) == actor.organisation_id,
        col(Person.manager_id).is_not(None),
        col(Person.left_at).is_(None),
    )
    sponsors = select(PersonRole.person_id).where(
        col(PersonRole.organisation_id) == actor.organisation_id,
        col(PersonRole.role) == Role.SPONSOR,
        col(PersonRole.ended_at).is_(None),
    )
    opened = select(Round.person_id).where(
        col(Round.organisation_id) == actor.organisation_id,
        col(Round.opened_on) > not_before,
        col(Round.called_off_on).is_(None),
    )
    offered = select(Offer.person_id).where(
        col(Offer.organisation_id) == actor.organisation_id, col(Offer.offered_on) > not_before
    )
    person_id = col(Person.id)
    statement = (
        select(Person)
        .where(
            col(Person.organisation_id) == actor.organisation_id,
            col(Person.left_at).is_(None),
            person_id.in_(manages) | person_id.in_(sponsors),
            person_id.not_in(opened),
            person_id.not_in(offered),
        )
        .order_by(person_id)
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def find_offer(session: AsyncSession, actor: Actor) -> Offer | None:
    """That it is time for a round, where the actor was told so and has opened none since."""
    return (await _offer(session, actor, rules.due_before(actor.today))).first()


async def _asked(session: AsyncSession, invitation: Invitation) -> Asked:
    found = await session.get_one(Round, (invitation.organisation_id, invitation.round_id))
    person = await session.get_one(Person, (found.organisation_id, found.person_id))
    organisation: Organisation = await people_queries.get_organisation(session, found.organisation_id)
    return Asked(found, invitation, person.name, person.position, organisation.name, clock.today(organisation.zone))


@stated
def _waiting_for(actor: Actor, limit: int) -> Select[Round, str, str, Group]:
    return (
        select_columns(Round, col(Person.name), col(Person.position), col(Invitation.group))
        .join(
            Invitation,
            (col(Invitation.organisation_id) == Round.organisation_id) & (col(Invitation.round_id) == Round.id),
        )
        .join(Person, _is_subject())
        .outerjoin(
            LinkUse,
            (col(LinkUse.organisation_id) == Invitation.organisation_id) & (col(LinkUse.id) == Invitation.id),
        )
        .where(
            col(Invitation.organisation_id) == actor.organisation_id,
            col(Invitation.person_id) == actor.person_id,
            col(Invitation.taken_back_on).is_(None),
            col(LinkUse.id).is_(None),
            *_is_open(actor),
        )
        .order_by(col(Round.closes_on), col(Round.id))
        .limit(limit)
    )


@stated
def _named_by(actor: Actor, limit: int) -> Select[Round, str, str]:
    return (
        select(Round, Person.name, Person.position)
        .join(Person, _is_subject())
        .where(
            col(Round.organisation_id) == actor.organisation_id,
            col(Round.namer_id) == actor.person_id,
            *_is_open(actor),
        )
        .order_by(col(Round.closes_on), col(Round.id))
        .limit(limit)
    )


def _is_subject() -> ColumnElement[bool]:
    """Ties whom it is about to the round of the same statement."""
    return (col(Person.organisation_id) == Round.organisation_id) & (col(Person.id) == Round.person_id)


def _is_open(actor: Actor) -> list[ColumnElement[bool]]:
    return [col(Round.closed_on).is_(None), col(Round.called_off_on).is_(None), col(Round.closes_on) >= actor.today]


@stated
def _offer(actor: Actor, not_before: date) -> SelectOfScalar[Offer]:
    opened = (
        select(Round.id)
        .where(
            col(Round.organisation_id) == Offer.organisation_id,
            col(Round.person_id) == Offer.person_id,
            col(Round.opened_on) >= Offer.offered_on,
            col(Round.called_off_on).is_(None),
        )
        .correlate(Offer)
    )
    return (
        select(Offer)
        .where(
            col(Offer.organisation_id) == actor.organisation_id,
            col(Offer.person_id) == actor.person_id,
            col(Offer.offered_on) > not_before,
            ~opened.exists(),
        )
        .order_by(col(Offer.offered_on).desc())
        .limit(1)
    )
