"""What changed in the monitor since somebody last looked."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func
from sqlalchemy import select as select_columns
from sqlalchemy.engine.result import TupleResult
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.boundaries.models import Boundary, BoundaryWording, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries.watches import is_in_force, is_watch
from registry.boundaries.rules.standing import WATCHED_STAGES
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, IdeaSummary, Stage
from registry.kit import clock
from registry.kit.clock import day_of
from registry.kit.paging import COUNT_LIMIT
from registry.kit.stated import stated
from registry.measures.models import Measure, StoredResult
from registry.people.actors import Actor
from registry.portfolio.models import MonitorLook
from registry.portfolio.rules import monitor as rules
from registry.spc.assurance import Variation

Statement = Any  # A selection of columns; SQLModel types only its own.

FIRST_LOOK_DAYS = 28
NEWS_SHOWN = 20
NARROW_LIMIT = 1000

NO_SIGNAL = (None, Variation.COMMON_CAUSE)


class NewsKind(StrEnum):
    SIGNAL = "signal"
    SIGNAL_GONE = "signal_gone"
    CROSSING = "crossing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class News:
    """Something that changed.

    id          of the measure, the crossing or the watch
    on          the day on which it changed
    name        of the measure, or the boundary's sentence
    of          the title of the idea, or the framework's name
    address     where it shows
    variation   of a signal, or of the one that is gone
    """

    kind: NewsKind
    id: UUID
    on: date
    name: str
    of: str
    address: str
    variation: Variation | None = None


@dataclass(frozen=True)
class WhatChanged:
    """
    has_looked   whether `since` is the actor's own last look
    has_more     of some kind there is more than is shown
    """

    since: datetime
    has_looked: bool
    news: Sequence[News]
    has_more: bool

    def of_kind(self, kind: str) -> list[News]:
        return [news for news in self.news if news.kind == kind]


@dataclass(frozen=True)
class StandingBoundary:
    """A boundary crossed or near, as of today.

    of   the title of the idea, or the framework's name
    """

    status: BoundaryStatus
    watch_id: UUID
    sentence: str
    of: str
    address: str


@dataclass(frozen=True)
class Standing:
    """
    has_more   of some status there is more than is shown
    """

    boundaries: Sequence[StandingBoundary]
    has_more: bool

    def besides(self, changed: WhatChanged) -> Sequence[StandingBoundary]:
        """Those whose crossing is not told as news already."""
        told = {(news.name, news.of) for news in changed.of_kind(NewsKind.CROSSING)}
        return [found for found in self.boundaries if (found.sentence, found.of) not in told]


async def get_last_look(session: AsyncSession, actor: Actor) -> tuple[datetime, bool]:
    """When the actor last looked; four weeks ago for somebody who never did, and then False."""
    seen_until = (await _seen_until(session, actor)).first()
    return (seen_until, True) if seen_until else (clock.now() - timedelta(days=FIRST_LOOK_DAYS), False)


async def get_what_changed(
    session: AsyncSession, actor: Actor, *, since: datetime, has_looked: bool, shown: int = NEWS_SHOWN
) -> WhatChanged:
    """Of each kind the newest; signals, crossings and what is no longer known, in one statement each."""
    news: list[News] = []
    has_more = False
    for told, found in (
        (_crossing, await _new_crossings(session, actor, since, shown + 1)),
        (_signal, await _changed_signals(session, actor, since, shown + 1)),
        (_unknown_watch, await _newly_unknown(session, actor, day_of(since, actor.zone), shown + 1)),
    ):
        rows = found.all()
        has_more = has_more or len(rows) > shown
        news += [told(actor, *row) for row in rows[:shown]]
    return WhatChanged(since, has_looked, news, has_more)


async def count_new_signals(
    session: AsyncSession, actor: Actor, since: datetime, until: datetime
) -> dict[Variation, int]:
    """By what they say, those that came between two moments, among the newest thousand."""
    came = _came(actor, since).where(col(StoredResult.signal_at) < until)
    some = came.with_only_columns(col(StoredResult.variation)).limit(COUNT_LIMIT).subquery()
    counts = select_columns(some.c.variation, func.count()).group_by(some.c.variation)
    rows = (await session.exec(counts)).all()  # type: ignore[call-overload]  # typed for SQLModel's own select
    return dict(rows)


async def count_standing(session: AsyncSession, actor: Actor) -> dict[BoundaryStatus, int]:
    """How many boundaries stand in each way but clear, up to 1,000 of each; in one statement."""
    statuses = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.UNKNOWN)
    counts = []
    for status in statuses:
        watches = select_columns(col(Watch.id)).outerjoin(
            IdeaSummary, _same(IdeaSummary, Watch) & (col(IdeaSummary.id) == Watch.idea_id)
        )
        some = watches.where(*_stands_in(actor, status)).limit(COUNT_LIMIT).subquery()
        counts.append(select_columns(func.count()).select_from(some).scalar_subquery())
    row: Any = (await session.exec(select_columns(*counts))).one()  # type: ignore[call-overload]  # as above
    return dict(zip(statuses, row, strict=True))


async def list_standing(
    session: AsyncSession,
    actor: Actor,
    *,
    shown: int = NEWS_SHOWN,
    statuses: Sequence[BoundaryStatus] = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR),
) -> Standing:
    """The boundaries that stand so now, whether numbers tell of them or teams do; one statement for each status."""
    found: list[StandingBoundary] = []
    has_more = False
    for status in statuses:
        rows = (await _standing_as(status)(session, actor, shown + 1)).all()
        has_more = has_more or len(rows) > shown
        found += [_standing(status, *row) for row in rows[:shown]]
    return Standing(found, has_more)


async def list_new_signals(
    session: AsyncSession,
    actor: Actor,
    since: datetime,
    limit: int,
    *,
    until: datetime | None = None,
    framework_ids: Collection[UUID] | None = None,
) -> list[News]:
    """Those that came, the newest first.

    until           and before this moment, of the whole organisation
    framework_ids   of these frameworks and their ideas, among the newest thousand of the organisation
    """
    if framework_ids is not None:
        found = await _new_signals_of(session, actor, since, list(framework_ids), limit)
    elif until is not None:
        found = await _new_signals_until(session, actor, since, until, limit)
    else:
        found = await _new_signals(session, actor, since, limit)
    return [_signal(actor, *row) for row in found.all()]


def changed(actor: Actor, since: datetime, since_on: date, most: int | None) -> list[Subquery]:
    """The ids of measures of which something changed, by what it was; of each the newest.

    since_on   the day of `since` where the organisation is
    """
    signals = _narrowed_signals(select_columns(col(StoredResult.id)), actor, since)
    crossed = _narrowed_crossings(select_columns(col(Watch.measure_id)), actor, since)
    unknown = _narrowed_unknown(select_columns(col(Watch.measure_id)), actor, since_on)
    told = [statement.where(col(Watch.measure_id).is_not(None)) for statement in (crossed, unknown)]
    return [statement.limit(most).subquery() for statement in (signals, *told)]


def has_open_crossing() -> ColumnElement[bool]:
    """Whether the question of a crossing of the watch of the same statement waits for its answer."""
    waiting = select(Crossing.id).where(
        _same(Crossing, Watch), col(Crossing.watch_id) == Watch.id, col(Crossing.answered_at).is_(None)
    )
    return waiting.exists()


def has_own_place() -> ColumnElement[bool]:
    """Whether the watch of the same statement holds a framework's boundary against one idea."""
    return col(Boundary.framework_id).is_not(None) & col(Watch.idea_id).is_not(None)


def _signal(
    actor: Actor,
    measure_id: UUID,
    at: datetime,
    name: str,
    of: str,
    variation: Variation | None,
    before: Variation | None,
) -> News:
    is_gone = variation in NO_SIGNAL
    kind, told = (NewsKind.SIGNAL_GONE, before) if is_gone else (NewsKind.SIGNAL, variation)
    return News(kind, measure_id, day_of(at, actor.zone), name, of, f"/measures/{measure_id}", told)


def _crossing(actor: Actor, crossing_id: UUID, at: datetime, sentence: str, of: str) -> News:
    return News(NewsKind.CROSSING, crossing_id, day_of(at, actor.zone), sentence, of, f"/crossings/{crossing_id}")


def _unknown_watch(
    _actor: Actor, watch_id: UUID, due_on: date, sentence: str, of: str, boundary_id: UUID, has_own_place: bool
) -> News:
    address = rules.address_of_watch(watch_id, boundary_id, has_own_place=has_own_place)
    return News(NewsKind.UNKNOWN, watch_id, due_on + timedelta(days=1), sentence, of, address)


def _standing(
    status: BoundaryStatus, watch_id: UUID, sentence: str, of: str, boundary_id: UUID, has_own_place: bool
) -> StandingBoundary:
    address = rules.address_of_watch(watch_id, boundary_id, has_own_place=has_own_place)
    return StandingBoundary(status, watch_id, sentence, of, address)


def _stands_in(actor: Actor, status: BoundaryStatus) -> list[ColumnElement[bool]]:
    """Watches that stand so as of today; of what was silent for too long too little is known, unless it is crossed."""
    tells = col(Watch.due_on).is_(None) | (col(Watch.due_on) >= actor.today)
    is_open = (col(Watch.status) == BoundaryStatus.CROSSED) & has_open_crossing()
    is_worked_on = col(IdeaSummary.id).is_(None) | (col(IdeaSummary.stage) != Stage.ENDED)
    if status is BoundaryStatus.UNKNOWN:
        stands = (col(Watch.due_on) < actor.today) & (col(Watch.status).is_(None) | ~is_open)
        is_worked_on = col(IdeaSummary.id).is_(None) | col(IdeaSummary.stage).in_(WATCHED_STAGES)
    elif status is BoundaryStatus.CROSSED:
        stands = (col(Watch.status) == status) & (tells | has_open_crossing())
    else:
        stands = (col(Watch.status) == status) & tells
    return [
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.ended_at).is_(None),
        stands,
        is_worked_on,
    ]


@stated
def _seen_until(actor: Actor) -> SelectOfScalar[datetime]:
    return select(MonitorLook.seen_until).where(
        col(MonitorLook.organisation_id) == actor.organisation_id, col(MonitorLook.person_id) == actor.person_id
    )


@cache
def _standing_as(status: BoundaryStatus) -> Callable[[AsyncSession, Actor, int], Awaitable[TupleResult[Any]]]:
    """The query for boundaries that stand so."""

    @stated
    def standing(actor: Actor, most: int) -> Select[*tuple[Any, ...]]:
        columns = select_columns(
            col(Watch.id),
            col(BoundaryWording.sentence),
            func.coalesce(col(IdeaSummary.title), col(Framework.name)),
            col(Boundary.id),
            has_own_place(),
        )
        found = _with_boundary(columns.select_from(Watch)).where(*_stands_in(actor, status))
        return _first(found.order_by(col(Watch.id).desc()), most)

    return standing


@stated
def _changed_signals(actor: Actor, since: datetime, most: int) -> Select[*tuple[Any, ...]]:
    return _first(_signals(actor, since), most)


@stated
def _new_signals(actor: Actor, since: datetime, most: int) -> Select[*tuple[Any, ...]]:
    return _first(_came(actor, since), most)


@stated
def _new_signals_until(actor: Actor, since: datetime, until: datetime, most: int) -> Select[*tuple[Any, ...]]:
    return _first(_came(actor, since).where(col(StoredResult.signal_at) < until), most)


@stated
def _new_signals_of(
    actor: Actor, since: datetime, framework_ids: Collection[UUID], most: int
) -> Select[*tuple[Any, ...]]:
    newest = _narrowed_signals(select_columns(col(StoredResult.id)), actor, since).limit(NARROW_LIMIT).subquery()
    found = _came(actor, since).where(
        col(StoredResult.id).in_(select_columns(newest.c.id)),
        col(IdeaSummary.framework_id).in_(framework_ids) | col(Measure.framework_id).in_(framework_ids),
    )
    return _first(found, most)


def _came(actor: Actor, since: datetime) -> Statement:
    return _signals(actor, since).where(_is_signal(StoredResult.variation))


def _signals(actor: Actor, since: datetime) -> Statement:
    """Those that came and those that went, the newest first."""
    columns = select_columns(
        col(Measure.id),
        col(StoredResult.signal_at),
        col(Measure.name),
        func.coalesce(col(IdeaSummary.title), col(Framework.name)),
        col(StoredResult.variation),
        col(StoredResult.variation_before),
    )
    statement = (
        columns.select_from(StoredResult)
        .join(Measure, _same(Measure, StoredResult) & (col(Measure.id) == StoredResult.id))
        .outerjoin(IdeaSummary, _same(IdeaSummary, Measure) & (col(IdeaSummary.id) == Measure.idea_id))
        .outerjoin(Framework, _same(Framework, Measure) & (col(Framework.id) == Measure.framework_id))
        .where(
            col(Measure.closed_at).is_(None),
            col(IdeaSummary.id).is_(None) | (col(IdeaSummary.stage) != Stage.ENDED),
        )
    )
    return _narrowed_signals(statement, actor, since)


@stated
def _new_crossings(actor: Actor, since: datetime, most: int) -> Select[*tuple[Any, ...]]:
    columns = select_columns(
        col(Crossing.id),
        col(Crossing.opened_at),
        col(BoundaryWording.sentence),
        func.coalesce(col(IdeaSummary.title), col(Framework.name)),
    )
    return _first(_with_boundary(_narrowed_crossings(columns, actor, since)), most)


@stated
def _newly_unknown(actor: Actor, since_on: date, most: int) -> Select[*tuple[Any, ...]]:
    """Those whose newest answer or number tells no more since then."""
    columns = select_columns(
        col(Watch.id),
        col(Watch.due_on),
        col(BoundaryWording.sentence),
        func.coalesce(col(IdeaSummary.title), col(Framework.name)),
        col(Boundary.id),
        has_own_place(),
    )
    found = _narrowed_unknown(_with_boundary(columns.select_from(Watch)), actor, since_on)
    return _first(found, most)


def _with_boundary(statement: Statement) -> Statement:
    """What a watch watches, and for what."""
    return (
        statement.join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .outerjoin(IdeaSummary, _same(IdeaSummary, Watch) & (col(IdeaSummary.id) == Watch.idea_id))
        .outerjoin(Framework, _same(Framework, Boundary) & (col(Framework.id) == Boundary.framework_id))
    )


def _narrowed_signals(statement: Statement, actor: Actor, since: datetime) -> Statement:
    return statement.where(
        col(StoredResult.organisation_id) == actor.organisation_id,
        col(StoredResult.signal_at) > since,
        _is_signal(StoredResult.variation) | _is_signal(StoredResult.variation_before),
    ).order_by(col(StoredResult.signal_at).desc(), col(StoredResult.id).desc())


def _narrowed_crossings(statement: Statement, actor: Actor, since: datetime) -> Statement:
    """With the watch of each; a number that was corrected crossed nothing."""
    return (
        statement.select_from(Crossing)
        .join(Watch, _same(Watch, Crossing) & (col(Watch.id) == Crossing.watch_id))
        .where(
            col(Crossing.organisation_id) == actor.organisation_id,
            col(Crossing.opened_at) > since,
            col(Crossing.answer).is_(None) | (col(Crossing.answer) != CrossingAnswer.NUMBER_CORRECTED),
        )
        .order_by(col(Crossing.opened_at).desc(), col(Crossing.id).desc())
    )


def _narrowed_unknown(statement: Statement, actor: Actor, since_on: date) -> Statement:
    return statement.where(
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.due_on) >= since_on,
        col(Watch.due_on) < actor.today,
        col(Watch.ended_at).is_(None),
        col(Watch.status).is_(None) | (col(Watch.status) != BoundaryStatus.CROSSED) | ~has_open_crossing(),
    ).order_by(col(Watch.due_on).desc(), col(Watch.id).desc())


def _first(statement: Statement, most: int) -> Select[*tuple[Any, ...]]:
    first: Select[*tuple[Any, ...]] = statement.limit(most)
    return first


def _is_signal(variation: Any) -> ColumnElement[bool]:
    is_signal: ColumnElement[bool] = col(variation).is_not(None) & (col(variation) != Variation.COMMON_CAUSE)
    return is_signal


def _same(table: Any, other: Any) -> ColumnElement[bool]:
    is_same: ColumnElement[bool] = col(table.organisation_id) == other.organisation_id
    return is_same
