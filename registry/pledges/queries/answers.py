"""Whether and when the organisation answers its ideas."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.ideas.schemas import IdeaFilter
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.paging import COUNT_LIMIT, PAGE_ROWS, Page, read_cursor, write_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.queries import Face
from registry.pledges.models import Kind, NotNow, Pledge, WaitingOrder
from registry.pledges.queries.asks import AskLine, asks_by_idea, ids_of_ideas_asking
from registry.pledges.rules import sentences

ANSWERS_COUNTED = 200
ANSWERS_WITHIN_DAYS = 365
NOT_NOWS_SHOWN = 100


@dataclass(frozen=True)
class WaitingIdea:
    """An idea the organisation owes an answer.

    waited_days   since the clock began, without the days on which it stood still
    late_days     beyond the days the organisation promised; 0 while there is time
    words         'Has waited 41 days: 27 more than promised'
    group         the kind under which it is read, where the list is read by what is asked, as word and in words
    """

    idea: IdeaRow
    asks: Sequence[AskLine]
    waited_days: int
    late_days: int
    words: str
    group: str = ""
    group_words: str = ""


@dataclass(frozen=True)
class NotNowLine:
    said: NotNow
    by: Face


@dataclass(frozen=True)
class AnswerTimes:
    """How the organisation answers.

    waiting     ideas that wait today, at most 1,000 counted
    late        of these, the ones past the promised days
    longest     how many days the longest waiting has waited
    answered    the last answers of the past year that an idea was waiting for, at most 200
    in_time     of these, the ones within the promised days
    """

    promised_days: int
    waiting: int
    late: int
    longest_days: int
    answered: int
    in_time: int

    @property
    def waiting_words(self) -> str:
        return sentences.waiting_words(self.waiting, self.late, self.promised_days)

    @property
    def answered_words(self) -> str:
        return sentences.answered_words(self.answered, self.in_time)


async def page_of_waiting(
    session: AsyncSession,
    actor: Actor,
    narrowed: IdeaFilter,
    *,
    kind: Kind | None = None,
    order: WaitingOrder = WaitingOrder.WAITED,
    cursor: str = "",
    size: int = PAGE_ROWS,
) -> Page[WaitingIdea]:
    """In the order asked for, each with what it still asks for."""
    if order is WaitingOrder.ASKED and kind is None:
        return await _page_by_kind(session, actor, narrowed, cursor, size)
    page = await idea_queries.page_of_waiting_ideas(
        session,
        actor,
        narrowed,
        actor.today,
        newest_first=order is WaitingOrder.NEWEST,
        cursor=cursor,
        size=size,
        among=ids_of_ideas_asking(actor, kind) if kind else None,
    )
    return Page(await _with_asks(session, actor, [(row, None) for row in page.rows]), page.next_cursor)


async def _page_by_kind(
    session: AsyncSession, actor: Actor, narrowed: IdeaFilter, cursor: str, size: int
) -> Page[WaitingIdea]:
    """Kind after kind, in each the longest waiting first; last those that ask for nothing.

    An idea that asks for several kinds stands under each of them. One statement a kind at the most, ten in all.
    """
    groups: list[Kind | None] = [*Kind, None]
    at, after = _place_in(cursor, len(groups))
    rows: list[tuple[IdeaRow, Kind | None]] = []
    while at < len(groups) and len(rows) < size:
        among = ids_of_ideas_asking(actor, groups[at])
        found = await idea_queries.page_of_waiting_ideas(
            session, actor, narrowed, actor.today, cursor=after, size=size - len(rows), among=among
        )
        rows += [(row, groups[at]) for row in found.rows]
        at, after = (at, found.next_cursor) if found.next_cursor else (at + 1, "")
    next_cursor = write_cursor([at, after]) if at < len(groups) else None
    return Page(await _with_asks(session, actor, rows, is_grouped=True), next_cursor)


def _place_in(cursor: str, groups: int) -> tuple[int, str]:
    """The group to go on with, and where in it."""
    if not cursor:
        return 0, ""
    at, after = read_cursor(cursor, int, str)
    if not 0 <= at < groups:
        raise NotFound(cursor)
    return at, after


async def _with_asks(
    session: AsyncSession, actor: Actor, rows: Sequence[tuple[IdeaRow, Kind | None]], *, is_grouped: bool = False
) -> list[WaitingIdea]:
    asks = await asks_by_idea(session, actor, [row.id for row, _ in rows])
    listed = [(_waiting(actor, row, asks.get(row.id, [])), kind) for row, kind in rows]
    return [_under(row, kind) if is_grouped else row for row, kind in listed]


def _under(row: WaitingIdea, kind: Kind | None) -> WaitingIdea:
    if kind is None:
        return replace(row, group="nothing", group_words="Asks for nothing yet")
    return replace(row, group=kind.value, group_words=kind.label)


async def list_waiting(session: AsyncSession, actor: Actor, limit: int) -> Sequence[WaitingIdea]:
    """The longest waiting first, without what they ask for: for a few lines on another page."""
    rows = await idea_queries.page_of_waiting_ideas(session, actor, IdeaFilter(), actor.today, size=limit)
    return [_waiting(actor, row, []) for row in rows.rows]


async def list_not_nows(session: AsyncSession, idea: Idea) -> Sequence[NotNow]:
    """The newest hundred, the newest first."""
    return (await _not_nows(session, idea)).all()


async def list_not_now_lines(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[NotNowLine]:
    """The newest first, with who said it."""
    rows = await list_not_nows(session, idea)
    faces = await people_queries.list_faces(session, actor, [row.said_by_id for row in rows])
    return [NotNowLine(row, faces[row.said_by_id]) for row in rows]


async def list_answers(session: AsyncSession, idea: Idea) -> Sequence[Pledge]:
    """Offers by sponsors from outside the team, which stop the clock."""
    statement = (
        select(Pledge)
        .where(
            col(Pledge.organisation_id) == idea.organisation_id,
            col(Pledge.idea_id) == idea.id,
            col(Pledge.is_answer),
        )
        .order_by(col(Pledge.id))
    )
    return (await session.exec(statement)).all()


async def get_answer_times(session: AsyncSession, actor: Actor) -> AnswerTimes:
    """In one statement, because it stands on the front of the register, which everyone reads all day."""
    late_on = actor.today - timedelta(days=actor.answer_days)
    since_at = clock.now() - timedelta(days=ANSWERS_WITHIN_DAYS)
    waiting, late, first_on, answered, in_time = (await _answer_times(session, actor, late_on, since_at)).one()
    return AnswerTimes(
        promised_days=actor.answer_days,
        waiting=waiting,
        late=late,
        longest_days=(actor.today - first_on).days if first_on else 0,
        answered=answered,
        in_time=in_time,
    )


async def list_ideas_that_lost_their_sponsor(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Idea]:
    """Ideas whose sponsor has left the organisation, or is a sponsor no longer."""
    statement = (
        select(Idea)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Idea.organisation_id) & (col(IdeaSummary.id) == Idea.id),
        )
        .join(
            Person,
            (col(Person.organisation_id) == IdeaSummary.organisation_id) & (col(Person.id) == IdeaSummary.sponsor_id),
        )
        .where(
            col(Idea.organisation_id) == actor.organisation_id,
            col(Person.left_at).is_not(None)
            | ~people_queries.holds_role(Role.SPONSOR, Person.organisation_id, Person.id),
        )
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def list_ideas_sponsored_once_by(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[Idea]:
    """Ideas without a sponsor to which somebody's accepted sponsorship is not over."""
    theirs = select(Pledge.idea_id).where(
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.pledger_id) == person_id,
        col(Pledge.kind) == Kind.SPONSORSHIP,
        col(Pledge.accepted_at).is_not(None),
        col(Pledge.ends_on) >= actor.today,
    )
    statement = (
        select(Idea)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Idea.organisation_id) & (col(IdeaSummary.id) == Idea.id),
        )
        .where(col(Idea.organisation_id) == actor.organisation_id, col(IdeaSummary.sponsor_id).is_(None))
        .where(col(Idea.id).in_(theirs))
        .order_by(col(Idea.id))
    )
    return (await session.exec(statement)).all()


def _waiting(actor: Actor, row: IdeaRow, asks: Sequence[AskLine]) -> WaitingIdea:
    waited_days = (actor.today - row.waits_since_on).days if row.waits_since_on else 0
    return WaitingIdea(
        idea=row,
        asks=asks,
        waited_days=waited_days,
        late_days=max(0, waited_days - actor.answer_days),
        words=sentences.waited_words(waited_days, actor.answer_days),
    )


@stated
def _not_nows(idea: Idea) -> SelectOfScalar[NotNow]:
    return (
        select(NotNow)
        .where(col(NotNow.organisation_id) == idea.organisation_id, col(NotNow.idea_id) == idea.id)
        .order_by(col(NotNow.id).desc())
        .limit(NOT_NOWS_SHOWN)
    )


@stated
def _answer_times(actor: Actor, late_on: date, since_at: datetime) -> Select[int, int, date | None, int, int]:
    waiting = [
        col(IdeaSummary.organisation_id) == actor.organisation_id,
        col(IdeaSummary.waits_since_on).is_not(None),
        col(IdeaSummary.waits_from_on) <= actor.today,
    ]
    since_on = col(IdeaSummary.waits_since_on)
    first = select_columns(since_on).where(*waiting).order_by(since_on).limit(1)
    answers = _last_answers(actor, since_at)
    answered = select_columns(func.count()).select_from(answers)
    return select_columns(
        _counted(waiting),
        _counted([*waiting, since_on < late_on]),
        first.scalar_subquery(),
        answered.scalar_subquery(),
        answered.where(answers.c.waited_days <= actor.answer_days).scalar_subquery(),
    )


def _counted(conditions: list[Any]) -> Any:
    some = select(IdeaSummary.id).where(*conditions).limit(COUNT_LIMIT).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _last_answers(actor: Actor, since_at: datetime) -> Any:
    """How many days ideas waited for each of the organisation's last answers, as a table."""
    offers = (
        select_columns(col(Pledge.offered_at).label("at"), col(Pledge.waited_days).label("waited_days"))
        .where(col(Pledge.organisation_id) == actor.organisation_id, col(Pledge.is_answer))
        .where(col(Pledge.waited_days).is_not(None), col(Pledge.offered_at) >= since_at)
        .order_by(col(Pledge.id).desc())
        .limit(ANSWERS_COUNTED)
        .subquery()
    )
    words = (
        select_columns(col(NotNow.said_at).label("at"), col(NotNow.waited_days).label("waited_days"))
        .where(col(NotNow.organisation_id) == actor.organisation_id)
        .where(col(NotNow.waited_days).is_not(None), col(NotNow.said_at) >= since_at)
        .order_by(col(NotNow.id).desc())
        .limit(ANSWERS_COUNTED)
        .subquery()
    )
    both = union_all(select_columns(offers), select_columns(words)).subquery()
    return select_columns(both).order_by(both.c.at.desc()).limit(ANSWERS_COUNTED).cte("last_answers")
