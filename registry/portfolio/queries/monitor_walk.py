"""How a page of the monitor is read: from group to group along the index of each, so that it costs the same in an
organisation of any size. What few measures answer to (a signal, a boundary, a change) is looked up first and then put
in order; of those the newest thousand are shown, and the page says so.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, func, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.engine.result import TupleResult
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Watch
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, IdeaAim, IdeaSummary, Stage
from registry.ideas.rules import ideas as idea_rules
from registry.kit.clock import day_of
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.measures.models import Measure, MeasureKind, StoredResult
from registry.people.actors import Actor
from registry.people.models import Person, Service
from registry.portfolio.queries import monitor_news
from registry.portfolio.queries.monitor_news import NARROW_LIMIT, has_open_crossing
from registry.portfolio.queries.monitor_rows import (
    GROUPED,
    NOBODY,
    OF_FRAMEWORKS,
    UNGROUPED,
    MonitorRow,
    Place,
    fact_columns,
    framework_columns,
    group_columns,
    idea_columns,
    no_group_columns,
)
from registry.portfolio.rules import monitor as rules
from registry.portfolio.schemas.monitor import Grouping, MonitorFilter, Signal
from registry.spc.assurance import Variation
from registry.vision.models import Aim

Tag = aliased(IdeaAim)

Statement = Any  # A selection of columns; SQLModel types only its own.


# True of every row, and of none that an outer join filled up.
HAS_MEASURE = (func.length(col(Measure.name)) > 0, func.length(col(StoredResult.sparkline)) > 0)


async def rows_of_section(
    session: AsyncSession, actor: Actor, narrowed: MonitorFilter, since: datetime, place: Place, limit: int
) -> list[MonitorRow]:
    shape, asked = _shape_of(narrowed, place), _asked(actor, narrowed, since, place)
    found: list[MonitorRow] = []
    for part in _parts(shape, place):
        rows: Sequence[Any] = (await _query(shape, part)(session, actor, asked, limit)).all()
        found += [_row(actor, narrowed.by, columns, place.section) for columns in rows]
        if len(found) >= limit:
            break
    return found[:limit]


async def has_more_than_looked_up(
    session: AsyncSession, actor: Actor, narrowed: MonitorFilter, since: datetime
) -> bool:
    """Whether so many measures answer to the filters that the oldest of them are left out."""
    shape = _shape_of(narrowed, Place())
    if shape.is_of_one_thing:
        return False
    asked = _asked(actor, narrowed, since, Place())
    parts = [part for found in _looked_up(shape, actor, asked) for part in found]
    if not parts:
        return False
    counts: Statement = select_columns(
        *(select_columns(func.count()).select_from(part).scalar_subquery() for part in parts)
    )
    return any(count >= NARROW_LIMIT for count in (await session.exec(counts)).one())


@dataclass(frozen=True)
class _Shape:
    """By what statements differ that are put together once each; all else are values of theirs.

    goes_on        after a place, not from the beginning of the section
    is_past_own    that place is behind the framework's own measures
    """

    by: Grouping
    kind: MeasureKind | None
    signal: Signal | None
    boundary: BoundaryStatus | None
    is_changed: bool
    of_framework: bool
    of_service: bool
    of_aim: bool
    of_sponsor: bool
    goes_on: bool
    is_past_own: bool

    @property
    def is_of_one_thing(self) -> bool:
        return self.of_framework or self.of_service or self.of_aim or self.of_sponsor

    @property
    def shows_frameworks(self) -> bool:
        """Whether a framework's own measures can be among what is asked for."""
        return not (self.of_service or self.of_aim or self.of_sponsor)

    @property
    def is_narrow(self) -> bool:
        """Whether few measures are asked for, so that finding them first is quicker than walking."""
        asked = {
            Grouping.FRAMEWORK: self.of_framework,
            Grouping.SERVICE: self.of_service,
            Grouping.AIM: self.of_aim,
            Grouping.SPONSOR: self.of_sponsor,
        }
        has_rare_signal = self.signal not in {None, Signal.NONE}
        is_rare = bool(self.is_changed or self.boundary or has_rare_signal)
        return is_rare or any(is_asked for grouping, is_asked in asked.items() if grouping is not self.by)


@dataclass(frozen=True)
class _Asked:
    """The values of a statement: what the monitor is narrowed to, and the place to go on from.

    newest   so many are looked up of what few measures answer to
    group    by what that place's group is put in order
    """

    since: datetime
    since_on: date
    newest: int
    framework_id: UUID | None
    service_id: UUID | None
    aim_id: UUID | None
    sponsor_id: UUID | None
    group: str | UUID
    registered_at: datetime
    idea_id: UUID
    measure_id: UUID


def _shape_of(narrowed: MonitorFilter, place: Place) -> _Shape:
    return _Shape(
        by=narrowed.by,
        kind=narrowed.kind,
        signal=narrowed.signal,
        boundary=narrowed.boundary,
        is_changed=narrowed.is_changed,
        of_framework=narrowed.framework_id is not None,
        of_service=narrowed.service_id is not None,
        of_aim=narrowed.aim_id is not None,
        of_sponsor=narrowed.sponsor_id is not None,
        goes_on=place.is_begun,
        is_past_own=place.idea_id != NOBODY,
    )


def _asked(actor: Actor, narrowed: MonitorFilter, since: datetime, place: Place) -> _Asked:
    is_in_group = place.is_begun and place.section == GROUPED
    return _Asked(
        since=since,
        since_on=day_of(since, actor.zone),
        newest=NARROW_LIMIT,
        framework_id=narrowed.framework_id,
        service_id=narrowed.service_id,
        aim_id=narrowed.aim_id,
        sponsor_id=narrowed.sponsor_id,
        group=_group_key(narrowed.by, place.group) if is_in_group else place.group,
        registered_at=place.registered_at,
        idea_id=place.idea_id,
        measure_id=place.measure_id,
    )


def _parts(shape: _Shape, place: Place) -> Iterator["_Part"]:
    """Those that read a section from a place on, one after another until enough is found."""
    if place.section == UNGROUPED:
        yield _Reading.ideas_without_group
    elif place.section == OF_FRAMEWORKS:
        if shape.shows_frameworks and shape.by is not Grouping.FRAMEWORK:
            yield _Reading.measures_of_frameworks
    else:
        if place.is_begun:
            yield _Reading.rest_of_group
        yield _Reading.later_groups


@lru_cache(maxsize=64)
def _query(shape: _Shape, part: "_Part") -> Callable[[AsyncSession, Actor, _Asked, int], Awaitable[TupleResult[Any]]]:
    @stated
    def rows(actor: Actor, asked: _Asked, limit: int) -> Select[*tuple[Any, ...]]:
        statement: Select[*tuple[Any, ...]] = part(_Reading(shape, actor, asked, limit))
        return statement

    return rows


def _looked_up(shape: _Shape, actor: Actor, asked: _Asked) -> Iterator[list[Subquery]]:
    """For each filter that few measures answer to: those ids, in parts; of each part the newest, unless one framework,
    service, aim or sponsor is asked about.
    """
    most = None if shape.is_of_one_thing else asked.newest
    if shape.signal and shape.signal is not Signal.NONE:
        yield _with_signal(actor, shape.signal, most)
    if shape.boundary:
        yield _with_boundary(actor, shape.boundary, most)
    if shape.is_changed:
        yield monitor_news.changed(actor, asked.since, asked.since_on, most)


def _row(actor: Actor, by: Grouping, columns: Any, section: int) -> MonitorRow:
    *facts, number, of, stage, registered_at, group_id, group, ordered_by = columns
    reference = idea_rules.reference(actor.reference_prefix, number) if number else ""
    shown = rules.aim_words(group) if by is Grouping.AIM and group else group
    return MonitorRow._make(
        (*facts, reference, of, stage, registered_at, group_id, shown, str(ordered_by), section, (), False)
    )


@dataclass(frozen=True)
class _Reading:
    """What is asked for, and the statements that find it. Their values are placeholders as they are put together."""

    shape: _Shape
    actor: Actor
    asked: _Asked
    limit: int

    def rest_of_group(self) -> Statement:
        is_same = _group_order(self.shape.by) == self.asked.group
        ideas = self._grouped_ideas().where(is_same, _is_after(_idea_order(self.shape.by), self.asked))
        if self.shape.by is not Grouping.FRAMEWORK or self.shape.is_past_own:
            return ideas.limit(self.limit)
        own = self._own_measures().where(is_same, col(Measure.id) > self.asked.measure_id)
        return _together(ideas, own, self.limit)

    def later_groups(self) -> Statement:
        ideas, own = self._grouped_ideas(), self._own_measures()
        if self.shape.goes_on:
            is_later = _group_order(self.shape.by) > self.asked.group
            ideas, own = ideas.where(is_later), own.where(is_later)
        if self.shape.by is not Grouping.FRAMEWORK or not self.shape.shows_frameworks:
            return ideas.limit(self.limit)
        return _together(ideas, own, self.limit)

    def ideas_without_group(self) -> Statement:
        by = self.shape.by
        columns = select_columns(*fact_columns(), *idea_columns(), *no_group_columns()).select_from(IdeaSummary)
        statement = self._with_measures(columns).where(self._is_here(IdeaSummary), _has_no_group(by))
        order = _idea_order(by, is_grouped=False)
        if self.shape.goes_on:
            statement = statement.where(_is_after(order, self.asked))
        return statement.order_by(*order).limit(self.limit)

    def measures_of_frameworks(self) -> Statement:
        """As the last group of a monitor that is not grouped by framework."""
        columns = select_columns(*fact_columns(), *framework_columns(), *no_group_columns(ordered_by=Framework.name))
        statement = self._narrowed_own(columns)
        order = [col(Framework.name), col(Measure.id)]
        if self.shape.goes_on:
            statement = statement.where(_comes_after(order, [self.asked.group, self.asked.measure_id]))
        return statement.order_by(*order).limit(self.limit)

    def _grouped_ideas(self) -> Statement:
        by = self.shape.by
        statement = self._with_measures(self._from_groups())
        if by is Grouping.AIM and self.shape.of_aim:
            statement = statement.where(col(Aim.id) == self.asked.aim_id)
        return statement.order_by(_group_order(by), *_idea_order(by))

    def _from_groups(self) -> Statement:
        by, walks = self.shape.by, not self.shape.is_narrow
        if by is Grouping.SPONSOR:
            columns = select_columns(
                *fact_columns(), *idea_columns(), *group_columns(IdeaSummary.sponsor_id, Person.name, by)
            )
            return (
                columns.select_from(IdeaSummary)
                .join(Person, _same(Person, IdeaSummary) & (col(Person.id) == IdeaSummary.sponsor_id), isouter=walks)
                .where(self._is_here(IdeaSummary), col(IdeaSummary.sponsor_id).is_not(None))
            )
        thing = GROUPS[by]
        columns = select_columns(*fact_columns(), *idea_columns(), *group_columns(thing.id, thing.name, by))
        columns = columns.select_from(thing).where(self._is_here(thing))
        if by is Grouping.AIM:
            tagged = columns.join(IdeaAim, _same(IdeaAim, Aim) & (col(IdeaAim.aim_id) == Aim.id), isouter=walks)
            is_tagged = _same(IdeaSummary, IdeaAim) & (col(IdeaSummary.id) == IdeaAim.idea_id)
            return tagged.join(IdeaSummary, is_tagged, isouter=walks)
        column = IdeaSummary.framework_id if by is Grouping.FRAMEWORK else IdeaSummary.service_id
        return columns.join(IdeaSummary, _same(IdeaSummary, thing) & (col(column) == thing.id), isouter=walks)

    def _with_measures(self, statement: Statement) -> Statement:
        """With what is counted in each idea.

        Outer joins keep SQLite, which knows nothing of how many rows an organisation has, from beginning with all its
        measures; HAS_MEASURE then leaves out what has none, in a form that SQLite does not see through.
        """
        walks = not self.shape.is_narrow
        statement = (
            statement.join(
                Measure, _same(Measure, IdeaSummary) & (col(Measure.idea_id) == IdeaSummary.id), isouter=walks
            )
            .join(StoredResult, _same(StoredResult, Measure) & (col(StoredResult.id) == Measure.id), isouter=walks)
            .where(
                col(IdeaSummary.stage) != Stage.ENDED,
                func.length(IdeaSummary.title) > 0,
                *HAS_MEASURE,
                *self._is_asked_for(),
            )
        )
        if self.shape.of_framework:
            statement = statement.where(col(IdeaSummary.framework_id) == self.asked.framework_id)
        if self.shape.of_service:
            statement = statement.where(col(IdeaSummary.service_id) == self.asked.service_id)
        if self.shape.of_sponsor:
            statement = statement.where(col(IdeaSummary.sponsor_id) == self.asked.sponsor_id)
        if self.shape.of_aim:
            statement = statement.where(_has_aim(self.asked.aim_id))
        return statement

    def _own_measures(self) -> Statement:
        columns = select_columns(
            *fact_columns(), *framework_columns(), *group_columns(Framework.id, Framework.name, Grouping.FRAMEWORK)
        )
        return self._narrowed_own(columns).order_by(col(Framework.name), col(Measure.id))

    def _narrowed_own(self, statement: Statement) -> Statement:
        statement = (
            statement.select_from(Framework)
            .outerjoin(Measure, _same(Measure, Framework) & (col(Measure.framework_id) == Framework.id))
            .outerjoin(StoredResult, _same(StoredResult, Measure) & (col(StoredResult.id) == Measure.id))
            .where(self._is_here(Framework), *HAS_MEASURE, *self._is_asked_for())
        )
        if self.shape.of_framework:
            statement = statement.where(col(Framework.id) == self.asked.framework_id)
        return statement

    def _is_asked_for(self) -> Iterator[ColumnElement[bool]]:
        yield col(Measure.closed_at).is_(None)
        if self.shape.kind:
            yield _is(Measure.kind, self.shape.kind)
        if self.shape.signal is Signal.NONE:
            yield _is(StoredResult.variation, Variation.COMMON_CAUSE)
        for parts in _looked_up(self.shape, self.actor, self.asked):
            yield col(Measure.id).in_(_ids_of(parts))

    def _is_here(self, table: Any) -> ColumnElement[bool]:
        is_here: ColumnElement[bool] = col(table.organisation_id) == self.actor.organisation_id
        return is_here


_Part = Callable[[_Reading], Statement]

GROUPS: dict[Grouping, Any] = {Grouping.FRAMEWORK: Framework, Grouping.SERVICE: Service, Grouping.AIM: Aim}


def _group_order(by: Grouping) -> Any:
    return col(IdeaSummary.sponsor_id) if by is Grouping.SPONSOR else col(GROUPS[by].name)


def _group_key(by: Grouping, written: str) -> Any:
    """raises   NotFound for the place of a list that was grouped otherwise"""
    if by is not Grouping.SPONSOR:
        return written
    try:
        return UUID(written)
    except ValueError as error:
        raise NotFound(written) from error


def _idea_order(by: Grouping, *, is_grouped: bool = True) -> list[Any]:
    """In a group, as the index of each grouping has it."""
    if by in {Grouping.FRAMEWORK, Grouping.SERVICE}:
        return [col(IdeaSummary.registered_at), col(IdeaSummary.id), col(Measure.id)]
    is_tagged = by is Grouping.AIM and is_grouped
    return [col(IdeaAim.idea_id) if is_tagged else col(IdeaSummary.id), col(Measure.id)]


def _is_after(order: Sequence[Any], asked: _Asked) -> ColumnElement[bool]:
    return _comes_after(order, [asked.registered_at, asked.idea_id, asked.measure_id][-len(order) :])


def _comes_after(order: Sequence[Any], key: Sequence[Any]) -> ColumnElement[bool]:
    """The first comparison stands twice, because only alone can an index answer it."""
    after: Any = order[-1] > key[-1]
    for column, value in reversed(list(zip(order[:-1], key[:-1], strict=True))):
        after = (column > value) | ((column == value) & after)
    return (order[0] >= key[0]) & after  # type: ignore[no-any-return]


def _together(ideas: Statement, own: Statement, limit: int) -> Statement:
    """The measures of ideas and a framework's own, in one order."""
    both = union_all(
        select_columns(ideas.limit(limit).subquery()), select_columns(own.limit(limit).subquery())
    ).subquery()
    return (
        select_columns(both).order_by(both.c.ordered_by, both.c.registered_at, both.c.idea_id, both.c.id).limit(limit)
    )


def _has_no_group(by: Grouping) -> ColumnElement[bool]:
    if by is Grouping.AIM:
        tagged = select(IdeaAim.id).where(_same(IdeaAim, IdeaSummary), col(IdeaAim.idea_id) == IdeaSummary.id)
        return ~tagged.exists()
    columns: dict[Grouping, Any] = {
        Grouping.FRAMEWORK: IdeaSummary.framework_id,
        Grouping.SERVICE: IdeaSummary.service_id,
        Grouping.SPONSOR: IdeaSummary.sponsor_id,
    }
    return col(columns[by]).is_(None)


def _has_aim(aim_id: UUID | None) -> ColumnElement[bool]:
    tagged = select(Tag.id).where(
        _same(Tag, IdeaSummary), col(Tag.aim_id) == aim_id, col(Tag.idea_id) == IdeaSummary.id
    )
    return tagged.exists()


def _with_signal(actor: Actor, signal: Signal, most: int | None) -> list[Subquery]:
    """Of each variation those whose signal is newest."""
    return [
        select(StoredResult.id)
        .where(col(StoredResult.organisation_id) == actor.organisation_id, col(StoredResult.variation) == variation)
        .order_by(col(StoredResult.signal_at).desc())
        .limit(most)
        .subquery()
        for variation in signal.variations
    ]


def _with_boundary(actor: Actor, status: BoundaryStatus, most: int | None) -> list[Subquery]:
    """Of a status as of today; the newest watches first."""
    is_silent = col(Watch.due_on) < actor.today
    is_crossed = (col(Watch.status) == BoundaryStatus.CROSSED) & has_open_crossing()
    tells = col(Watch.due_on).is_(None) | ~is_silent
    stands: ColumnElement[bool]
    if status is BoundaryStatus.UNKNOWN:
        stands = col(Watch.status).is_(None) | (is_silent & ~is_crossed)
    elif status is BoundaryStatus.CROSSED:
        stands = (col(Watch.status) == status) & (tells | has_open_crossing())
    else:
        stands = (col(Watch.status) == status) & tells
    statement = select(Watch.measure_id).where(
        col(Watch.organisation_id) == actor.organisation_id,
        col(Watch.measure_id).is_not(None),
        col(Watch.ended_at).is_(None),
        stands,
    )
    return [statement.order_by(col(Watch.id).desc()).limit(most).subquery()]


def _ids_of(parts: Sequence[Subquery]) -> Any:
    return union_all(*(select_columns(*part.c) for part in parts))


def _is(column: Any, value: StrEnum) -> ColumnElement[bool]:
    """As `column == value`, in a form that keeps outer joins what they are: see `_with_measures`."""
    is_value: ColumnElement[bool] = func.lower(col(column), type_=String) == value.value
    return is_value


def _same(table: Any, other: Any) -> ColumnElement[bool]:
    is_same: ColumnElement[bool] = col(table.organisation_id) == other.organisation_id
    return is_same
