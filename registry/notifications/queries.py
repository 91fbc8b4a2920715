from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.accounts.models import Account
from registry.frameworks.models import Framework
from registry.history.rules import people_in, with_names
from registry.ideas.models import IdeaSummary, Stage
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.notifications.models import Notice
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, PersonRole, Role
from registry.pledges.models import Pledge

COUNTED_AT_MOST = 100


@dataclass(frozen=True)
class NoticeRow:
    """A notice as its reader sees it.

    actor_name   empty where the sentence stands alone
    """

    id: UUID
    actor_name: str
    sentence: str
    address: str
    made_at: datetime
    is_read: bool


async def count_unread(session: AsyncSession, actor: Actor) -> int:
    """Up to a hundred; more are a hundred, too."""
    return (await _count_unread(session, actor)).one()


async def get_notice(session: AsyncSession, actor: Actor, notice_id: UUID) -> Notice:
    """Another person's notice is NotFound."""
    notice = await session.get(Notice, (actor.organisation_id, notice_id))
    if notice is None or not actor.is_person(notice.person_id):
        raise NotFound("notice")
    return notice


async def page_of_notices(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[NoticeRow]:
    """The newest first."""
    statement = (
        select(Notice)
        .where(col(Notice.organisation_id) == actor.organisation_id, col(Notice.person_id) == actor.person_id)
        .order_by(col(Notice.id).desc())
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(Notice.id) < read_cursor(cursor, UUID)[0])
    notices = (await session.exec(statement)).all()
    rows = await _rows(session, actor, notices)
    return page_of(rows, size, lambda row: [row.id])


async def _rows(session: AsyncSession, actor: Actor, notices: Sequence[Notice]) -> list[NoticeRow]:
    named = people_in(*(notice.sentence for notice in notices))
    faces = await people_queries.list_faces(session, actor, [*named, *(notice.actor_id for notice in notices)])
    names = {person_id: face.name for person_id, face in faces.items()}
    return [
        NoticeRow(
            id=notice.id,
            actor_name=names.get(notice.actor_id, "Someone") if notice.actor_id else "",
            sentence=with_names(notice.sentence, names),
            address=notice.address,
            made_at=notice.made_at,
            is_read=notice.read_at is not None,
        )
        for notice in notices
    ]


async def partners_of_people(
    session: AsyncSession, organisation_id: UUID, person_ids: Iterable[UUID]
) -> dict[UUID, UUID | None]:
    """Of those who are still here, for which partner organisation each speaks."""
    statement = select(Person.id, Person.partner_id).where(
        col(Person.organisation_id) == organisation_id,
        col(Person.id).in_(list(person_ids)),
        col(Person.left_at).is_(None),
    )
    return dict((await session.exec(statement)).all())


async def list_ids_with_role(
    session: AsyncSession, organisation_id: UUID, role: Role, *, partner_id: UUID | None = None
) -> Sequence[UUID]:
    """People who hold a role, at most five hundred; of one partner organisation, where one is named."""
    statement = (
        select(Person.id)
        .join(
            PersonRole,
            (col(PersonRole.organisation_id) == Person.organisation_id) & (col(PersonRole.person_id) == Person.id),
        )
        .where(
            col(Person.organisation_id) == organisation_id,
            col(PersonRole.role) == role,
            col(PersonRole.ended_at).is_(None),
        )
        .order_by(col(Person.id))
        .limit(people_queries.LIST_LIMIT)
    )
    if partner_id:
        statement = statement.where(col(Person.partner_id) == partner_id)
    return (await session.exec(statement)).all()


async def list_ids_of_leads(session: AsyncSession, framework: Framework) -> Sequence[UUID]:
    """Of the ideas under a framework that have not ended; at most five hundred."""
    statement = (
        select(IdeaSummary.lead_id)
        .where(
            col(IdeaSummary.organisation_id) == framework.organisation_id,
            col(IdeaSummary.framework_id) == framework.id,
            col(IdeaSummary.stage) != Stage.ENDED,
            col(IdeaSummary.lead_id).is_not(None),
        )
        .distinct()
        .limit(people_queries.LIST_LIMIT)
    )
    return [lead_id for lead_id in (await session.exec(statement)).all() if lead_id]


async def list_ids_of_pledgers(session: AsyncSession, organisation_id: UUID, idea_id: UUID) -> Sequence[UUID]:
    """Those with an offer or a promise to this idea that nobody has declined, taken back or released."""
    statement = (
        select(Pledge.pledger_id)
        .where(
            col(Pledge.organisation_id) == organisation_id,
            col(Pledge.idea_id) == idea_id,
            col(Pledge.declined_at).is_(None),
            col(Pledge.withdrawn_at).is_(None),
            col(Pledge.released_at).is_(None),
            col(Pledge.told_state).is_(None),
        )
        .distinct()
        .limit(people_queries.LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def has_account(session: AsyncSession, person: Person) -> bool:
    statement = select(Account.id).where(
        col(Account.organisation_id) == person.organisation_id, col(Account.person_id) == person.id
    )
    return (await session.exec(statement)).first() is not None


@stated
def _count_unread(actor: Actor) -> SelectOfScalar[int]:
    unread = (
        select(Notice.id)
        .where(
            col(Notice.organisation_id) == actor.organisation_id,
            col(Notice.person_id) == actor.person_id,
            col(Notice.read_at).is_(None),
        )
        .limit(COUNTED_AT_MOST)
    )
    return select(func.count()).select_from(unread.subquery())
