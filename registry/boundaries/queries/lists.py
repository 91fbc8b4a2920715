"""Watches and crossings over several ideas and frameworks; a partner's people see none of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, column, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryKind, BoundaryWording, Crossing, Watch
from registry.boundaries.queries.watches import is_in_force, is_newest_agreed, is_newest_answer, is_watch
from registry.boundaries.rules.answering import ASKED_BEFORE_DAYS
from registry.boundaries.rules.standing import WATCHED_STAGES
from registry.frameworks.models import Framework
from registry.ideas.models import IdeaSummary, Teammate
from registry.ideas.queries import teams as team_queries
from registry.kit.stated import stated
from registry.kit.text import count_words
from registry.people.actors import Actor
from registry.people.models import Role

Rows = Select[*tuple[Any, ...]]

IDEAS_LOOKED_AT = 200
IDEAS_COUNTED = 50
NO_DAY = date.max


@dataclass(frozen=True)
class Held:
    """What a line of a list is about: a boundary, and the idea or the framework of which it tells there.

    framework_id   of whose framework the boundary is; None, as its name is, for one of the idea's own
    idea_id        None, as its title is, where a framework's shared measure tells for all its ideas
    """

    watch_id: UUID
    boundary_id: UUID
    sentence: str
    framework_id: UUID | None
    framework_name: str | None
    idea_id: UUID | None
    idea_title: str | None

    @property
    def where(self) -> str:
        return self.idea_title or self.framework_name or ""

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


async def list_boundaries_to_answer(session: AsyncSession, actor: Actor, limit: int) -> list[BoundaryLine]:
    """Declared ones of ideas in whose team the actor is: not answered yet, or within a week; the longest first."""
    if actor.has(Role.PARTNER):
        return []
    soon_on = actor.today + timedelta(days=ASKED_BEFORE_DAYS)
    return _lines(await _to_answer(session, actor, soon_on, limit))


async def list_measures_to_choose(session: AsyncSession, actor: Actor, limit: int) -> list[BoundaryLine]:
    """Of ideas that the actor leads: boundaries of their framework for which no measure tells yet; the oldest first."""
    if actor.has(Role.PARTNER):
        return []
    return _lines(await _to_choose(session, actor, limit))


async def list_unknown_boundaries(session: AsyncSession, actor: Actor, limit: int) -> list[BoundaryLine]:
    """Of the whole organisation: those of which nobody has said or counted anything for too long; the longest first."""
    if actor.has(Role.PARTNER):
        return []
    return _lines(await _unknown(session, actor, limit))


async def list_unknown_under(
    session: AsyncSession, actor: Actor, framework_ids: Collection[UUID], limit: int
) -> list[UnknownUnder]:
    """The same for some frameworks, a line for each boundary; the longest first."""
    if actor.has(Role.PARTNER):
        return []
    return [UnknownUnder(*row) for row in await _unknown_under(session, actor, framework_ids, limit)]


async def list_open_crossings(
    session: AsyncSession,
    actor: Actor,
    limit: int,
    *,
    led_by_id: UUID | None = None,
    sponsored_by_id: UUID | None = None,
    framework_ids: Collection[UUID] | None = None,
) -> list[CrossingLine]:
    """Crossings that wait for an answer, the oldest first: of the whole organisation, or, by one of the three at most,
    of ideas that somebody leads or sponsors, or of some frameworks.
    """
    if actor.has(Role.PARTNER):
        return []
    if led_by_id:
        found = await _crossings_led(session, actor, led_by_id, limit)
    elif sponsored_by_id:
        found = await _crossings_sponsored(session, actor, sponsored_by_id, limit)
    elif framework_ids is not None:
        found = await _crossings_under(session, actor, framework_ids, limit)
    else:
        found = await _all_crossings(session, actor, limit)
    return [CrossingLine(row[7], Held(*row[:7]), *row[8:]) for row in found]


@stated
def _to_answer(actor: Actor, soon_on: date, limit: int) -> Rows:
    return (
        _watched(actor)
        .where(
            col(Watch.idea_id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
            col(Boundary.kind) == BoundaryKind.DECLARED,
            col(IdeaSummary.stage).in_(WATCHED_STAGES),
            (col(Watch.due_on) <= soon_on) | (col(Watch.due_on).is_not(None) & col(BoundaryAnswer.id).is_(None)),
        )
        .order_by(*_of_few())
        .limit(limit)
    )


@stated
def _to_choose(actor: Actor, limit: int) -> Rows:
    return (
        _watched(actor)
        .where(
            col(Watch.idea_id).in_(team_queries.ids_of_team(actor, IDEAS_LOOKED_AT)),
            col(IdeaSummary.lead_id) == actor.person_id,
            col(Boundary.kind) == BoundaryKind.MEASURED,
            col(Watch.measure_id).is_(None),
            col(IdeaSummary.stage).in_(WATCHED_STAGES),
            col(Watch.due_on).is_not(None),
        )
        .order_by(*_of_few())
        .limit(limit)
    )


@stated
def _unknown(actor: Actor, limit: int) -> Rows:
    return (
        _watched(actor)
        .where(col(Watch.due_on) < actor.today, _is_worked_on())
        .order_by(col(Watch.due_on), col(Watch.id))
        .limit(limit)
    )


def _watched(actor: Actor) -> Rows:
    return (
        _held(col(Watch.due_on), col(BoundaryAnswer.answered_at), col(Watch.measure_id))
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .where(col(Watch.organisation_id) == actor.organisation_id, col(Watch.ended_at).is_(None))
    )


def _of_few() -> tuple[Any, ...]:
    """The order of watches that are found by some ideas, and not along the days of everybody's."""
    return func.coalesce(col(Watch.due_on), NO_DAY), col(Watch.id)


@stated
def _unknown_under(actor: Actor, framework_ids: Collection[UUID], limit: int) -> Rows:
    unknown = _unknown_of_boundary(actor)
    since = unknown.with_only_columns(col(Watch.due_on)).limit(1).scalar_subquery()
    counted = unknown.limit(IDEAS_COUNTED + 1).subquery()
    return (
        select_columns(
            col(Boundary.id),
            col(BoundaryWording.sentence),
            col(Framework.name),
            since.label("since"),
            select_columns(func.count()).select_from(counted).scalar_subquery(),
        )
        .select_from(Boundary)
        .join(BoundaryWording, is_newest_agreed())
        .join(Framework, _is_framework())
        .where(
            col(Boundary.organisation_id) == actor.organisation_id,
            col(Boundary.framework_id).in_(framework_ids),
            since.is_not(None),
        )
        .order_by(column("since"), col(Boundary.id))
        .limit(limit)
    )


def _unknown_of_boundary(actor: Actor) -> Select[Any]:
    """The watches of the boundary of the statement around it of which too little is known, the longest first."""
    return (
        select_columns(col(Watch.id))
        .select_from(Watch)
        .outerjoin(IdeaSummary, _is_idea())
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


@stated
def _crossings_led(actor: Actor, lead_id: UUID, limit: int) -> Rows:
    in_team = select_columns(col(Teammate.idea_id)).where(
        col(Teammate.organisation_id) == actor.organisation_id,
        col(Teammate.person_id) == lead_id,
        col(Teammate.is_lead),
    )
    led = _newest_ideas(actor).where(col(IdeaSummary.lead_id) == lead_id, col(IdeaSummary.id).in_(in_team))
    return _crossings(actor, _waiting_in(actor, led), limit)


@stated
def _crossings_sponsored(actor: Actor, sponsor_id: UUID, limit: int) -> Rows:
    sponsored = _newest_ideas(actor).where(col(IdeaSummary.sponsor_id) == sponsor_id)
    return _crossings(actor, _waiting_in(actor, sponsored), limit)


@stated
def _crossings_under(actor: Actor, framework_ids: Collection[UUID], limit: int) -> Rows:
    return _crossings(actor, _waiting(actor), limit).where(col(Boundary.framework_id).in_(framework_ids))


@stated
def _all_crossings(actor: Actor, limit: int) -> Rows:
    return _crossings(actor, _waiting(actor), limit)


def _newest_ideas(actor: Actor) -> Select[UUID]:
    here = col(IdeaSummary.organisation_id) == actor.organisation_id
    newest = col(IdeaSummary.id).desc()
    return select_columns(col(IdeaSummary.id)).where(here).order_by(newest).limit(IDEAS_LOOKED_AT)


def _waiting_in(actor: Actor, ideas: Select[UUID]) -> Select[UUID]:
    watches = select_columns(col(Watch.id)).where(
        col(Watch.organisation_id) == actor.organisation_id, col(Watch.idea_id).in_(ideas)
    )
    return _waiting(actor).where(col(Crossing.watch_id).in_(watches))


def _waiting(actor: Actor) -> Select[UUID]:
    return select_columns(col(Crossing.id)).where(
        col(Crossing.organisation_id) == actor.organisation_id, col(Crossing.answered_at).is_(None)
    )


def _crossings(actor: Actor, waiting: Select[UUID], limit: int) -> Rows:
    """
    waiting   a selection of their ids, so that a database begins with these few and not with all watches
    """
    return (
        _held(col(Crossing.id), col(Crossing.opened_at), col(Crossing.first_on), col(Crossing.times))
        .join(Crossing, (col(Crossing.organisation_id) == Watch.organisation_id) & (col(Crossing.watch_id) == Watch.id))
        .where(col(Crossing.organisation_id) == actor.organisation_id, col(Crossing.id).in_(waiting))
        .order_by(col(Crossing.id))
        .limit(limit)
    )


def _held(*more: Any) -> Rows:
    """The columns of `Held`, and more."""
    return (
        select_columns(
            col(Watch.id),
            col(Boundary.id),
            col(BoundaryWording.sentence),
            col(Boundary.framework_id),
            col(Framework.name),
            col(Watch.idea_id),
            col(IdeaSummary.title),
            *more,
        )
        .select_from(Watch)
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .outerjoin(IdeaSummary, _is_idea())
        .outerjoin(Framework, _is_framework())
    )


def _is_idea() -> ColumnElement[bool]:
    """Ties an idea's summary to the watch of the same statement."""
    return (col(IdeaSummary.organisation_id) == Watch.organisation_id) & (col(IdeaSummary.id) == Watch.idea_id)


def _is_framework() -> ColumnElement[bool]:
    """Ties a framework to its boundary of the same statement."""
    return (col(Framework.organisation_id) == Boundary.organisation_id) & (col(Framework.id) == Boundary.framework_id)


def _lines(rows: Iterable[Sequence[Any]]) -> list[BoundaryLine]:
    return [BoundaryLine(row[0], Held(*row[:7]), *row[7:]) for row in rows]
