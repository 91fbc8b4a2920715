import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import (
    BoundaryStatus,
    Idea,
    IdeaAim,
    IdeaShare,
    IdeaSummary,
    IdeaValue,
    Stage,
    State,
    Teammate,
)
from registry.ideas.queries import teams
from registry.ideas.rules import ideas as rules
from registry.ideas.rules.ideas import Standing
from registry.ideas.schemas import IdeaFilter
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people.actors import Actor
from registry.people.models import Person, Role, Service
from registry.vision.models import Aim


@dataclass(frozen=True)
class IdeaRow:
    """An idea as lists show it."""

    id: UUID
    reference: str
    title: str
    better: str
    stage: Stage
    lead_id: UUID | None
    lead_name: str
    service_name: str | None
    registered_at: datetime
    waits_since_on: date | None
    waits_from_on: date | None
    sponsor_id: UUID | None
    discretion_id: UUID | None
    last_update_at: datetime | None
    worst_boundary: BoundaryStatus | None

    @property
    def looks_for_lead(self) -> bool:
        return self.lead_id is None and self.stage is not Stage.ENDED

    @property
    def looks_for_sponsor(self) -> bool:
        """Explored, neither with a sponsor nor under an area of discretion."""
        return not (self.sponsor_id or self.discretion_id) and self.stage in {Stage.EXPLORING, Stage.PAUSED}

    def waits_on(self, day: date) -> bool:
        """Whether the organisation owes it an answer on that day."""
        return self.waits_from_on is not None and self.waits_from_on <= day


async def get_idea(session: AsyncSession, actor: Actor, idea_id: UUID) -> Idea:
    """What the actor may not see is NotFound, exactly as what does not exist."""
    idea = await session.get(Idea, (actor.organisation_id, idea_id))
    if idea is None or not rules.may_see(actor, await get_standing(session, idea)):
        raise NotFound("idea")
    return idea


async def get_standing(session: AsyncSession, idea: Idea) -> Standing:
    summary = await session.get(IdeaSummary, (idea.organisation_id, idea.id), populate_existing=True)
    # A team has at least its author's place, and one row for each of its places and each partner.
    rows = (await _team_and_shares(session, idea)).all()
    team = [teammate for teammate, person_left_at, _ in rows if person_left_at is None]
    leads = [(mate, mate.left_at or person_left_at) for mate, person_left_at, _ in rows if mate.is_lead]
    lead, lead_left_at = leads[-1] if leads else (None, None)
    return Standing(
        idea_id=idea.id,
        stage=summary.stage if summary else await _stage_before_registration(session, idea),
        author_id=idea.author_id,
        lead_id=lead.person_id if lead else None,
        lead_left_at=lead_left_at,
        sponsor_id=summary.sponsor_id if summary else None,
        member_ids=frozenset(mate.person_id for mate in team if mate.is_member),
        invited_ids=frozenset(mate.person_id for mate in team if mate.is_open and mate.opened_by_id != mate.person_id),
        asking_ids=frozenset(mate.person_id for mate in team if mate.is_open and mate.opened_by_id == mate.person_id),
        partner_ids=frozenset(partner_id for _, _, partner_id in rows if partner_id),
    )


async def get_summary(session: AsyncSession, idea: Idea) -> IdeaSummary:
    summary = await session.get(IdeaSummary, (idea.organisation_id, idea.id))
    if summary is None:
        raise NotFound("idea")
    return summary


async def find_idea_by_reference(session: AsyncSession, actor: Actor, reference: str) -> Idea | None:
    """NH-42 or nh-42, in the actor's organisation."""
    match = re.fullmatch(r"([A-Za-z]{1,6})-(\d{1,9})", reference)
    if not match or match[1].upper() != actor.reference_prefix:
        return None
    statement = select(Idea).where(
        col(Idea.organisation_id) == actor.organisation_id, col(Idea.reference_number) == int(match[2])
    )
    return (await session.exec(statement)).first()


async def list_states(session: AsyncSession, idea: Idea) -> Sequence[State]:
    """Every stage it came to, in order."""
    return (await _states(session, idea)).all()


async def list_idea_aims(session: AsyncSession, idea: Idea) -> Sequence[IdeaAim]:
    return (await _idea_aims(session, idea)).all()


async def list_aims_with_ideas(
    session: AsyncSession, actor: Actor, idea_ids: Iterable[UUID]
) -> Sequence[tuple[Aim, set[UUID]]]:
    """All aims in the organisation's own order, each with those of some ideas that serve it."""
    found: dict[UUID, tuple[Aim, set[UUID]]] = {}
    for aim, idea_id in await _aims_with_ideas(session, actor, list(idea_ids)):
        found.setdefault(aim.id, (aim, set()))[1].update({idea_id} - {None})
    return list(found.values())


async def list_ideas_led_by(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[Idea]:
    """Every idea that somebody leads and that has not ended, in order."""
    return (await session.exec(_of_summaries(actor, col(IdeaSummary.lead_id) == person_id))).all()


async def list_ideas_sponsored_by(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[Idea]:
    """Every idea that somebody sponsors and that has not ended, in order."""
    return (await session.exec(_of_summaries(actor, col(IdeaSummary.sponsor_id) == person_id))).all()


async def list_ideas_without_lead(session: AsyncSession, actor: Actor, limit: int) -> Sequence[IdeaRow]:
    """Ideas in whose team the actor is and whose lead has left."""
    rows = await list_rows(session, actor, (await _ids_without_lead(session, actor, limit)).all())
    return sorted(rows.values(), key=lambda row: row.id)


async def list_shares(session: AsyncSession, idea: Idea) -> Sequence[IdeaShare]:
    statement = (
        select(IdeaShare)
        .where(
            col(IdeaShare.organisation_id) == idea.organisation_id,
            col(IdeaShare.idea_id) == idea.id,
            col(IdeaShare.ended_at).is_(None),
        )
        .order_by(col(IdeaShare.id))
    )
    return (await session.exec(statement)).all()


async def get_teammate(session: AsyncSession, actor: Actor, teammate_id: UUID) -> tuple[Teammate, Idea]:
    teammate = await session.get(Teammate, (actor.organisation_id, teammate_id))
    if teammate is None:
        raise NotFound("teammate")
    return teammate, await get_idea(session, actor, teammate.idea_id)


async def list_drafts(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Idea]:
    """The actor's own drafts, oldest first."""
    return (await _drafts(session, actor, limit)).all()


async def page_of_ideas(
    session: AsyncSession,
    actor: Actor,
    narrowed: IdeaFilter,
    *,
    cursor: str = "",
    size: int = PAGE_ROWS,
    among: Any = None,
) -> Page[IdeaRow]:
    """Registered ideas, newest first.

    among   a selection of idea ids, such as those that a search found
    """
    statement = _narrowed(_rows_of(actor), actor, narrowed)
    if among is not None:
        statement = statement.where(col(IdeaSummary.id).in_(among))
    return await _page_of_newest(session, actor, statement, cursor, size)


async def page_of_waiting_ideas(
    session: AsyncSession,
    actor: Actor,
    narrowed: IdeaFilter,
    today: date,
    *,
    newest_first: bool = False,
    cursor: str = "",
    size: int = PAGE_ROWS,
    among: Any = None,
) -> Page[IdeaRow]:
    """Ideas the organisation owes an answer, the longest waiting first, or the newest.

    among   a selection of idea ids, such as those that ask for something
    """
    statement = _narrowed(_rows_of(actor), actor, narrowed).where(
        col(IdeaSummary.waits_since_on).is_not(None), col(IdeaSummary.waits_from_on) <= today
    )
    if among is not None:
        statement = statement.where(col(IdeaSummary.id).in_(among))
    if newest_first:
        return await _page_of_newest(session, actor, statement, cursor, size)
    if cursor:
        since_on, idea_id = read_cursor(cursor, date, UUID)
        later = col(IdeaSummary.waits_since_on) > since_on
        same = (col(IdeaSummary.waits_since_on) == since_on) & (col(IdeaSummary.id) > idea_id)
        statement = statement.where(later | same)
    statement = statement.order_by(col(IdeaSummary.waits_since_on), col(IdeaSummary.id))
    rows = await _read_rows(session, actor, statement.limit(size + 1))
    return page_of(rows, size, lambda row: [row.waits_since_on, row.id])


async def _page_of_newest(session: AsyncSession, actor: Actor, statement: Any, cursor: str, size: int) -> Page[IdeaRow]:
    if cursor:
        registered_at, idea_id = read_cursor(cursor, datetime, UUID)
        earlier = col(IdeaSummary.registered_at) < registered_at
        same = (col(IdeaSummary.registered_at) == registered_at) & (col(IdeaSummary.id) < idea_id)
        statement = statement.where(earlier | same)
    statement = statement.order_by(col(IdeaSummary.registered_at).desc(), col(IdeaSummary.id).desc())
    rows = await _read_rows(session, actor, statement.limit(size + 1))
    return page_of(rows, size, lambda row: [row.registered_at, row.id])


async def list_rows(session: AsyncSession, actor: Actor, idea_ids: Iterable[UUID]) -> dict[UUID, IdeaRow]:
    """Rows of some ideas by id, in one query; for pages of other rooms that name ideas."""
    wanted = set(idea_ids)
    if not wanted:
        return {}
    ask = _shared_rows_among if actor.has(Role.PARTNER) else _rows_among
    return {columns[0]: _row(actor, *columns) for columns in await ask(session, actor, wanted)}


async def list_ideas_of_person(session: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[IdeaRow]:
    """The newest fifty ideas in whose team a person is, as far as the actor may read them."""
    in_team = select(Teammate.idea_id).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == person_id,
        col(Teammate.is_accepted),
        col(Teammate.left_at).is_(None),
    )
    statement = _rows_of(actor).where(col(IdeaSummary.id).in_(in_team))
    return await _read_rows(session, actor, statement.order_by(col(IdeaSummary.registered_at).desc()).limit(50))


@stated
def _aims_with_ideas(actor: Actor, idea_ids: Collection[UUID]) -> Select[Aim, UUID]:
    of_aim = (
        (col(IdeaAim.organisation_id) == col(Aim.organisation_id))
        & (col(IdeaAim.aim_id) == col(Aim.id))
        & col(IdeaAim.idea_id).in_(idea_ids)
    )
    return (
        select(Aim, IdeaAim.idea_id)
        .outerjoin(IdeaAim, of_aim)
        .where(col(Aim.organisation_id) == actor.organisation_id)
        .order_by(col(Aim.place), col(Aim.name))
    )


def _of_summaries(actor: Actor, narrowed: Any) -> SelectOfScalar[Idea]:
    return (
        select(Idea)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Idea.organisation_id) & (col(IdeaSummary.id) == Idea.id),
        )
        .where(col(Idea.organisation_id) == actor.organisation_id, narrowed, col(IdeaSummary.stage) != Stage.ENDED)
        .order_by(col(Idea.id))
    )


@stated
def _ids_without_lead(actor: Actor, most: int) -> SelectOfScalar[UUID]:
    return (
        select(IdeaSummary.id)
        .where(
            col(IdeaSummary.organisation_id) == actor.organisation_id,
            col(IdeaSummary.lead_id).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
            col(IdeaSummary.id).in_(teams.ids_of_team(actor)),
        )
        .order_by(col(IdeaSummary.id))
        .limit(most)
    )


@stated
def _drafts(actor: Actor, most: int) -> SelectOfScalar[Idea]:
    discarded = select(State.idea_id).where(
        col(State.organisation_id) == actor.organisation_id,
        col(State.idea_id) == Idea.id,
        col(State.stage) == Stage.DISCARDED,
    )
    return (
        select(Idea)
        .where(
            col(Idea.organisation_id) == actor.organisation_id,
            col(Idea.author_id) == actor.person_id,
            col(Idea.reference_number).is_(None),
            ~discarded.exists(),
        )
        .order_by(col(Idea.id))
        .limit(most)
    )


def _rows_of(actor: Actor) -> Any:
    statement = _rows().where(col(IdeaSummary.organisation_id) == actor.organisation_id)
    return statement.where(_is_shared(actor)) if actor.has(Role.PARTNER) else statement


@stated
def _rows_among(actor: Actor, idea_ids: Collection[UUID]) -> Select[UUID, int, *tuple[Any, ...]]:
    return _among(actor, idea_ids)


@stated
def _shared_rows_among(actor: Actor, idea_ids: Collection[UUID]) -> Select[UUID, int, *tuple[Any, ...]]:
    return _among(actor, idea_ids).where(_is_shared(actor))


def _among(actor: Actor, idea_ids: Collection[UUID]) -> Select[UUID, int, *tuple[Any, ...]]:
    rows: Select[UUID, int, *tuple[Any, ...]] = _rows()
    return rows.where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id).in_(idea_ids))


def _is_shared(actor: Actor) -> ColumnElement[bool]:
    """Within a statement: whether the idea is one of those shared with the actor's partner organisation."""
    shared = select(IdeaShare.idea_id).where(
        col(IdeaShare.organisation_id) == actor.organisation_id,
        col(IdeaShare.partner_id) == actor.partner_id,
        col(IdeaShare.ended_at).is_(None),
    )
    return col(IdeaSummary.id).in_(shared)


@cache
def _rows() -> Any:
    lead, service = Person, Service
    return (
        select_columns(
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(IdeaSummary.better),
            col(IdeaSummary.stage),
            col(IdeaSummary.lead_id),
            col(lead.name),
            col(service.name),
            col(IdeaSummary.registered_at),
            col(IdeaSummary.waits_since_on),
            col(IdeaSummary.waits_from_on),
            col(IdeaSummary.sponsor_id),
            col(IdeaSummary.discretion_id),
            col(IdeaSummary.last_update_at),
            col(IdeaSummary.worst_boundary),
        )
        .outerjoin(
            lead,
            (col(lead.organisation_id) == IdeaSummary.organisation_id) & (col(lead.id) == IdeaSummary.lead_id),
        )
        .outerjoin(
            service,
            (col(service.organisation_id) == IdeaSummary.organisation_id) & (col(service.id) == IdeaSummary.service_id),
        )
    )


def _narrowed(statement: Any, actor: Actor, narrowed: IdeaFilter) -> Any:
    if narrowed.stage:
        statement = statement.where(col(IdeaSummary.stage) == narrowed.stage)
    if narrowed.service_id:
        statement = statement.where(col(IdeaSummary.service_id) == narrowed.service_id)
    if narrowed.framework_id:
        statement = statement.where(col(IdeaSummary.framework_id) == narrowed.framework_id)
    if narrowed.value_id:
        serves = select(IdeaValue.id).where(
            col(IdeaValue.organisation_id) == actor.organisation_id,
            col(IdeaValue.value_id) == narrowed.value_id,
            col(IdeaValue.idea_id) == IdeaSummary.id,
        )
        statement = statement.where(serves.exists())
    if narrowed.aim_id:
        tagged = select(IdeaAim.id).where(
            col(IdeaAim.organisation_id) == actor.organisation_id,
            col(IdeaAim.aim_id) == narrowed.aim_id,
            col(IdeaAim.idea_id) == IdeaSummary.id,
        )
        statement = statement.where(tagged.exists())
    if narrowed.is_waiting:
        statement = statement.where(
            col(IdeaSummary.waits_since_on).is_not(None), col(IdeaSummary.waits_from_on) <= actor.today
        )
    if narrowed.is_mine:
        statement = statement.where(col(IdeaSummary.id).in_(teams.ids_of_team(actor)))
    return statement


async def _read_rows(session: AsyncSession, actor: Actor, statement: Any) -> list[IdeaRow]:
    rows: Sequence[Any] = (await session.exec(statement)).all()
    return [_row(actor, *columns) for columns in rows]


def _row(actor: Actor, idea_id: UUID, number: int, *columns: Any) -> IdeaRow:
    title, better, stage, lead_id, lead_name, *rest = columns
    facts = (idea_id, rules.reference(actor.reference_prefix, number), title, better, stage, lead_id, lead_name or "")
    return IdeaRow(*facts, *rest)


@stated
def _team_and_shares(idea: Idea) -> Select[Teammate, datetime | None, UUID | None]:
    return (
        select(Teammate, Person.left_at, IdeaShare.partner_id)
        .join(
            Person,
            (col(Person.organisation_id) == Teammate.organisation_id) & (col(Person.id) == Teammate.person_id),
        )
        .outerjoin(
            IdeaShare,
            (col(IdeaShare.organisation_id) == Teammate.organisation_id)
            & (col(IdeaShare.idea_id) == Teammate.idea_id)
            & col(IdeaShare.ended_at).is_(None),
        )
        .where(col(Teammate.organisation_id) == idea.organisation_id, col(Teammate.idea_id) == idea.id)
        .order_by(col(Teammate.id))
    )


@stated
def _states(idea: Idea) -> SelectOfScalar[State]:
    return (
        select(State)
        .where(col(State.organisation_id) == idea.organisation_id, col(State.idea_id) == idea.id)
        .order_by(col(State.id))
    )


@stated
def _idea_aims(idea: Idea) -> SelectOfScalar[IdeaAim]:
    return select(IdeaAim).where(col(IdeaAim.organisation_id) == idea.organisation_id, col(IdeaAim.idea_id) == idea.id)


async def _stage_before_registration(session: AsyncSession, idea: Idea) -> Stage:
    states = await list_states(session, idea)
    return states[-1].stage if states else Stage.DRAFT
