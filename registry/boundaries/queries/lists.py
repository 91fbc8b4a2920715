"""Watches, crossings and wordings over several ideas and frameworks; a partner's people see none of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, column, false, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryKind, BoundaryWording, Crossing, Watch
from registry.boundaries.queries.watches import is_in_force, is_newest_agreed, is_newest_answer, is_watch
from registry.boundaries.rules.answering import ASKED_BEFORE_DAYS
from registry.boundaries.rules.standing import WATCHED_STAGES
from registry.frameworks.models import Framework, FrameworkVersion
from registry.ideas.models import IdeaFramework, IdeaSummary, Stage, Teammate
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules import ideas as idea_rules
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.text import count_words
from registry.people.actors import Actor
from registry.people.models import Person, Role

IDEAS_LOOKED_AT = 200
IDEAS_COUNTED = 50
NO_DAY = date.max


@dataclass(frozen=True)
class Held:
    """What a line of a list is about: a boundary, and the idea or the framework of which it tells there.

    idea_id         None where a framework's shared measure tells for all its ideas
    idea_reference  empty with it
    framework_id    of whose framework the boundary is; None for one of the idea's own
    """

    watch_id: UUID
    boundary_id: UUID
    kind: BoundaryKind
    sentence: str
    framework_id: UUID | None
    framework_name: str
    idea_id: UUID | None
    idea_reference: str
    idea_title: str

    @property
    def where(self) -> str:
        return self.idea_title or self.framework_name

    @property
    def where_address(self) -> str:
        return f"/ideas/{self.idea_id}" if self.idea_id else f"/frameworks/{self.framework_id}"

    @property
    def address(self) -> str:
        """Where one reads how it stands there."""
        return f"/watches/{self.watch_id}" if self.framework_id and self.idea_id else f"/boundaries/{self.boundary_id}"


@dataclass(frozen=True)
class BoundaryLine:
    """A watch in a list; its id is the watch's.

    measure_id   measured: the one that tells; None while none is chosen
    """

    id: UUID
    held: Held
    due_on: date
    answered_at: datetime | None
    measure_id: UUID | None


@dataclass(frozen=True)
class CrossingLine:
    """A crossing that waits for its answer.

    first_on   measured: the date of the first number beyond the limit
    """

    id: UUID
    held: Held
    opened_at: datetime
    first_on: date | None
    times: int


@dataclass(frozen=True)
class UnknownUnder:
    """A framework's boundary of which too little is known, in how many of its ideas, and since when; its id is its own.

    due_on       the earliest day on which what was known told for the last time
    idea_count   1 also where a shared measure tells for all ideas; one more than IDEAS_COUNTED where there are more
    """

    id: UUID
    sentence: str
    framework_name: str
    due_on: date
    idea_count: int

    @property
    def ideas_words(self) -> str:
        """12 ideas, or more than 50 ideas."""
        if self.idea_count > IDEAS_COUNTED:
            return f"more than {count_words(IDEAS_COUNTED, 'idea')}"
        return count_words(self.idea_count, "idea")


@dataclass(frozen=True)
class WordingLine:
    """A wording that waits for a sponsor's agreement.

    number   1 for a new boundary, more for one that is to be redrawn
    """

    id: UUID
    boundary_id: UUID
    number: int
    sentence: str
    idea_id: UUID
    idea_reference: str
    idea_title: str
    proposed_at: datetime
    proposed_by: str


@dataclass(frozen=True)
class NewerLine:
    """An idea whose framework has a newer version than its lead accepted; its id is the idea's."""

    id: UUID
    idea_title: str
    framework_name: str
    number: int
    published_at: datetime


async def page_of_newer_versions(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[NewerLine]:
    """Of open ideas that the actor leads: what their framework published since they accepted a version."""
    statement = (
        select_columns(
            col(IdeaSummary.id),
            col(IdeaSummary.title),
            col(FrameworkVersion.name),
            col(FrameworkVersion.number),
            col(FrameworkVersion.published_at),
        )
        .select_from(IdeaSummary)
        .join(
            IdeaFramework,
            (col(IdeaFramework.organisation_id) == IdeaSummary.organisation_id)
            & (col(IdeaFramework.idea_id) == IdeaSummary.id)
            & col(IdeaFramework.left_at).is_(None),
        )
        .join(
            FrameworkVersion,
            (col(FrameworkVersion.organisation_id) == IdeaFramework.organisation_id)
            & (col(FrameworkVersion.framework_id) == IdeaFramework.framework_id)
            & col(FrameworkVersion.published_at).is_not(None)
            & col(FrameworkVersion.superseded_at).is_(None),
        )
        .where(
            col(IdeaSummary.organisation_id) == actor.organisation_id,
            col(IdeaSummary.id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
            col(IdeaSummary.lead_id) == actor.person_id,
            col(IdeaSummary.stage) != Stage.ENDED,
            col(FrameworkVersion.id) != IdeaFramework.version_id,
        )
        .order_by(col(IdeaSummary.id))
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(IdeaSummary.id) > read_cursor(cursor, UUID)[0])
    return page_of([NewerLine(*row) for row in await _read(session, statement)], size, lambda line: [line.id])


async def page_of_boundaries_to_answer(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[BoundaryLine]:
    """Declared ones of ideas in whose team the actor is: not answered yet, or within a week; the longest first."""
    soon = actor.today + timedelta(days=ASKED_BEFORE_DAYS)
    statement = _lines(actor).where(
        col(Watch.idea_id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
        col(Boundary.kind) == BoundaryKind.DECLARED,
        col(IdeaSummary.stage).in_(WATCHED_STAGES),
        (col(Watch.due_on) <= soon) | (col(Watch.due_on).is_not(None) & col(BoundaryAnswer.id).is_(None)),
    )
    return await _page_of_lines(session, actor, statement, cursor, size, is_of_few=True)


async def page_of_measures_to_choose(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[BoundaryLine]:
    """Of ideas that the actor leads: boundaries of their framework for which no measure tells yet; the oldest first."""
    statement = _lines(actor).where(
        col(Watch.idea_id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
        col(IdeaSummary.lead_id) == actor.person_id,
        col(Boundary.kind) == BoundaryKind.MEASURED,
        col(Watch.measure_id).is_(None),
        col(IdeaSummary.stage).in_(WATCHED_STAGES),
        col(Watch.due_on).is_not(None),
    )
    return await _page_of_lines(session, actor, statement, cursor, size, is_of_few=True)


async def page_of_unknown_boundaries(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[BoundaryLine]:
    """Of the whole organisation: those of which nobody has said or counted anything for too long; the longest first."""
    statement = _lines(actor).where(col(Watch.due_on) < actor.today, _is_worked_on())
    return await _page_of_lines(session, actor, statement, cursor, size)


async def list_unknown_under(
    session: AsyncSession, actor: Actor, framework_ids: Collection[UUID], limit: int
) -> list[UnknownUnder]:
    """The same for some frameworks, a line for each boundary; the longest first."""
    unknown = _unknown_of_boundary(actor)
    since = unknown.with_only_columns(col(Watch.due_on)).limit(1).scalar_subquery()
    counted = unknown.limit(IDEAS_COUNTED + 1).subquery()
    statement = (
        select_columns(
            col(Boundary.id),
            col(BoundaryWording.sentence),
            col(Framework.name),
            since.label("since"),
            select_columns(func.count()).select_from(counted).scalar_subquery(),
        )
        .select_from(Boundary)
        .join(BoundaryWording, is_newest_agreed())
        .join(
            Framework,
            (col(Framework.organisation_id) == Boundary.organisation_id) & (col(Framework.id) == Boundary.framework_id),
        )
        .where(_is_seen_by(actor, Boundary), col(Boundary.framework_id).in_(list(framework_ids)), since.is_not(None))
        .order_by(column("since"), col(Boundary.id))
        .limit(limit)
    )
    return [UnknownUnder(*row) for row in await _read(session, statement)]


async def page_of_open_crossings(
    session: AsyncSession,
    actor: Actor,
    *,
    led_by_id: UUID | None = None,
    sponsored_by_id: UUID | None = None,
    framework_ids: Collection[UUID] | None = None,
    cursor: str = "",
    size: int = PAGE_ROWS,
) -> Page[CrossingLine]:
    """Crossings that wait for an answer: of the organisation, of ideas one leads or sponsors, of frameworks one keeps;
    the oldest first.
    """
    # As a selection of their ids, so that a database begins with these few and not with all watches.
    waiting = select_columns(col(Crossing.id)).where(
        col(Crossing.organisation_id) == actor.organisation_id, col(Crossing.answered_at).is_(None)
    )
    if led_by_id or sponsored_by_id:
        watches = select_columns(col(Watch.id)).where(
            col(Watch.organisation_id) == actor.organisation_id,
            col(Watch.idea_id).in_(_ids_of_ideas(actor, led_by_id, sponsored_by_id)),
        )
        waiting = waiting.where(col(Crossing.watch_id).in_(watches))
    statement = (
        _held(col(Crossing.id), col(Crossing.opened_at), col(Crossing.first_on), col(Crossing.times))
        .join(Crossing, (col(Crossing.organisation_id) == Watch.organisation_id) & (col(Crossing.watch_id) == Watch.id))
        .where(_is_seen_by(actor, Crossing), col(Crossing.id).in_(waiting))
        .order_by(col(Crossing.id))
        .limit(size + 1)
    )
    if framework_ids is not None:
        statement = statement.where(col(Boundary.framework_id).in_(list(framework_ids)))
    if cursor:
        statement = statement.where(col(Crossing.id) > read_cursor(cursor, UUID)[0])
    lines = [CrossingLine(row[9], _held_of(actor, row), *row[10:]) for row in await _read(session, statement)]
    return page_of(lines, size, lambda line: [line.id])


async def page_of_wordings_to_agree(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[WordingLine]:
    """Wordings proposed in ideas that the actor sponsors; the oldest first."""
    statement = (
        select_columns(
            col(BoundaryWording.id),
            col(Boundary.id),
            col(BoundaryWording.number),
            col(BoundaryWording.sentence),
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(BoundaryWording.proposed_at),
            col(Person.name),
        )
        .select_from(BoundaryWording)
        .join(
            Boundary,
            (col(Boundary.organisation_id) == BoundaryWording.organisation_id)
            & (col(Boundary.id) == BoundaryWording.boundary_id),
        )
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Boundary.organisation_id) & (col(IdeaSummary.id) == Boundary.idea_id),
        )
        .join(
            Person,
            (col(Person.organisation_id) == BoundaryWording.organisation_id)
            & (col(Person.id) == BoundaryWording.proposed_by_id),
        )
        .where(
            _is_seen_by(actor, BoundaryWording),
            col(BoundaryWording.agreed_at).is_(None),
            col(BoundaryWording.set_aside_at).is_(None),
            col(IdeaSummary.sponsor_id) == actor.person_id,
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(BoundaryWording.id))
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(BoundaryWording.id) > read_cursor(cursor, UUID)[0])
    lines = [_wording_line(actor, *row) for row in await _read(session, statement)]
    return page_of(lines, size, lambda line: [line.id])


def _ids_of_ideas(actor: Actor, led_by_id: UUID | None, sponsored_by_id: UUID | None) -> Any:
    """A selection of the newest ideas that one leads or sponsors."""
    here = col(IdeaSummary.organisation_id) == actor.organisation_id
    statement = select_columns(col(IdeaSummary.id)).where(here).order_by(col(IdeaSummary.id).desc())
    if led_by_id:
        in_team = select_columns(col(Teammate.idea_id)).where(
            col(Teammate.organisation_id) == actor.organisation_id,
            col(Teammate.person_id) == led_by_id,
            col(Teammate.is_lead),
        )
        statement = statement.where(col(IdeaSummary.lead_id) == led_by_id, col(IdeaSummary.id).in_(in_team))
    if sponsored_by_id:
        statement = statement.where(col(IdeaSummary.sponsor_id) == sponsored_by_id)
    return statement.limit(IDEAS_LOOKED_AT)


def _wording_line(
    actor: Actor,
    wording_id: UUID,
    boundary_id: UUID,
    number: int,
    sentence: str,
    idea_id: UUID,
    reference_number: int,
    *more: Any,
) -> WordingLine:
    reference = idea_rules.reference(actor.reference_prefix, reference_number)
    return WordingLine(wording_id, boundary_id, number, sentence, idea_id, reference, *more)


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        _held(col(Watch.due_on), col(BoundaryAnswer.answered_at), col(Watch.measure_id))
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .where(_is_seen_by(actor, Watch), col(Watch.ended_at).is_(None))
    )


def _unknown_of_boundary(actor: Actor) -> Select[Any]:
    """The watches of the boundary of the statement around it of which too little is known, the longest first."""
    return (
        select_columns(col(Watch.id))
        .select_from(Watch)
        .outerjoin(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Watch.organisation_id) & (col(IdeaSummary.id) == Watch.idea_id),
        )
        .where(
            is_watch(),
            col(Watch.ended_at).is_(None),
            col(Watch.due_on) < actor.today,
            _is_worked_on(),
        )
        .order_by(col(Watch.due_on))
        .correlate(Boundary)
    )


def _is_worked_on() -> ColumnElement[bool]:
    """Not of an idea at rest, of which nobody is asked anything; a framework's shared measure never rests."""
    return col(Watch.idea_id).is_(None) | col(IdeaSummary.stage).in_(WATCHED_STAGES)


def _held(*more: Any) -> Select[*tuple[Any, ...]]:
    """The columns of `Held`, the reference as a number, and more."""
    return (
        select_columns(
            col(Watch.id),
            col(Boundary.id),
            col(Boundary.kind),
            col(BoundaryWording.sentence),
            col(Boundary.framework_id),
            col(Framework.name),
            col(Watch.idea_id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            *more,
        )
        .select_from(Watch)
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .outerjoin(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Watch.organisation_id) & (col(IdeaSummary.id) == Watch.idea_id),
        )
        .outerjoin(
            Framework,
            (col(Framework.organisation_id) == Boundary.organisation_id) & (col(Framework.id) == Boundary.framework_id),
        )
    )


def _held_of(actor: Actor, row: Sequence[Any]) -> Held:
    watch_id, boundary_id, kind, sentence, framework_id, framework_name, idea_id, number, title = row[:9]
    reference = idea_rules.reference(actor.reference_prefix, number) if number else ""
    return Held(
        watch_id, boundary_id, kind, sentence, framework_id, framework_name or "", idea_id, reference, title or ""
    )


async def _page_of_lines(
    session: AsyncSession,
    actor: Actor,
    statement: Select[*tuple[Any, ...]],
    cursor: str,
    size: int,
    *,
    is_of_few: bool = False,
) -> Page[BoundaryLine]:
    """
    is_of_few   of some ideas alone: they are found by these and then put in order, not along the days of everybody's
    """
    order = func.coalesce(col(Watch.due_on), NO_DAY) if is_of_few else col(Watch.due_on)
    if cursor:
        due_on, watch_id = read_cursor(cursor, date, UUID)
        same = (col(Watch.due_on) == due_on) & (col(Watch.id) > watch_id)
        statement = statement.where((col(Watch.due_on) > due_on) | same)
    statement = statement.order_by(order, col(Watch.id)).limit(size + 1)
    lines = [BoundaryLine(row[0], _held_of(actor, row), *row[9:]) for row in await _read(session, statement)]
    return page_of(lines, size, lambda line: [line.due_on, line.id])


async def _read(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    rows: Sequence[Any] = (await session.exec(statement)).all()  # type: ignore[call-overload]  # for SQLModel's select
    return rows


def _is_seen_by(actor: Actor, rows: type[Boundary | Watch | Crossing | BoundaryWording]) -> ColumnElement[bool]:
    if actor.has(Role.PARTNER):
        return false()
    return col(rows.organisation_id) == actor.organisation_id
