"""How a page of the monitor is read: from group to group along the index of each, so that it costs the same in an
organisation of any size. What few measures answer to (a signal, a boundary, a change) is looked up first and then put
in order; of those the newest thousand are shown, and the page says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Subquery, func, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Watch
from registry.frameworks.models import Framework
from registry.ideas.models import BoundaryStatus, IdeaAim, IdeaSummary, Stage
from registry.ideas.rules import ideas as idea_rules
from registry.kit.errors import NotFound
from registry.measures.models import Measure, StoredResult
from registry.people.actors import Actor
from registry.people.models import Person, Service
from registry.portfolio.queries import monitor_news
from registry.portfolio.queries.monitor_news import NARROW_LIMIT, has_open_crossing
from registry.portfolio.queries.monitor_rows import (
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
    found: list[MonitorRow] = []
    for statement in _statements(actor, narrowed, since, place, limit):
        rows: Sequence[Any] = (await session.exec(statement)).all()
        found += [_row(actor, narrowed.by, columns, place.section) for columns in rows]
        if len(found) >= limit:
            break
    return found[:limit]


async def has_more_than_looked_up(
    session: AsyncSession, actor: Actor, narrowed: MonitorFilter, since: datetime
) -> bool:
    """Whether so many measures answer to the filters that the oldest of them are left out."""
    parts = [part for asked in _looked_up(actor, narrowed, since) for part in asked]
    if not parts or _is_of_one_thing(narrowed):
        return False
    counts: Statement = select_columns(
        *(select_columns(func.count()).select_from(part).scalar_subquery() for part in parts)
    )
    return any(count >= NARROW_LIMIT for count in (await session.exec(counts)).one())


def _looked_up(actor: Actor, narrowed: MonitorFilter, since: datetime) -> Iterator[list[Subquery]]:
    """For each filter that few measures answer to: those ids, in parts; of each part the newest, unless one framework,
    service, aim or sponsor is asked about.
    """
    most = None if _is_of_one_thing(narrowed) else NARROW_LIMIT
    if narrowed.signal and narrowed.signal is not Signal.NONE:
        yield _with_signal(actor, narrowed.signal, most)
    if narrowed.boundary:
        yield _with_boundary(actor, narrowed.boundary, most)
    if narrowed.is_changed:
        yield monitor_news.changed(actor, since, most)


def _is_of_one_thing(narrowed: MonitorFilter) -> bool:
    return bool(narrowed.framework_id or narrowed.service_id or narrowed.aim_id or narrowed.sponsor_id)


def _row(actor: Actor, by: Grouping, columns: Any, section: int) -> MonitorRow:
    *facts, number, of, stage, registered_at, group_id, group, ordered_by = columns
    reference = idea_rules.reference(actor.reference_prefix, number) if number else ""
    shown = rules.aim_words(group) if by is Grouping.AIM and group else group
    return MonitorRow._make(
        (*facts, reference, of, stage, registered_at, group_id, shown, str(ordered_by), section, (), False)
    )


def _statements(
    actor: Actor, narrowed: MonitorFilter, since: datetime, place: Place, limit: int
) -> Iterator[Statement]:
    """Those that read a section from a place on, one after another until enough is found."""
    reading = _Reading(actor, narrowed, since)
    if place.section == UNGROUPED:
        yield reading.ideas_without_group(place).limit(limit)
    elif place.section == OF_FRAMEWORKS:
        if reading.shows_frameworks and narrowed.by is not Grouping.FRAMEWORK:
            yield reading.measures_of_frameworks(place).limit(limit)
    else:
        if place.is_begun:
            yield reading.rest_of_group(place, limit)
        yield reading.later_groups(place, limit)


@dataclass(frozen=True)
class _Reading:
    """What is asked for, and the statements that find it."""

    actor: Actor
    narrowed: MonitorFilter
    since: datetime

    @property
    def shows_frameworks(self) -> bool:
        """Whether a framework's own measures can be among what is asked for."""
        return not (self.narrowed.service_id or self.narrowed.aim_id or self.narrowed.sponsor_id)

    @property
    def is_narrow(self) -> bool:
        """Whether few measures are asked for, so that finding them first is quicker than walking."""
        narrowed, by = self.narrowed, self.narrowed.by
        asked = {
            Grouping.FRAMEWORK: narrowed.framework_id,
            Grouping.SERVICE: narrowed.service_id,
            Grouping.AIM: narrowed.aim_id,
            Grouping.SPONSOR: narrowed.sponsor_id,
        }
        has_rare_signal = narrowed.signal not in {None, Signal.NONE}
        is_rare = bool(narrowed.is_changed or narrowed.boundary or has_rare_signal)
        return is_rare or any(thing_id for grouping, thing_id in asked.items() if grouping is not by)

    def rest_of_group(self, place: Place, limit: int) -> Statement:
        is_same = _group_order(self.narrowed.by) == _group_key(self.narrowed.by, place.group)
        ideas = self._grouped_ideas().where(is_same, _is_after(_idea_order(self.narrowed.by), place))
        if self.narrowed.by is not Grouping.FRAMEWORK:
            return ideas.limit(limit)
        own = self._own_measures().where(is_same, col(Measure.id) > place.measure_id)
        return _together(ideas, None if place.idea_id != NOBODY else own, limit)

    def later_groups(self, place: Place, limit: int) -> Statement:
        order = _group_order(self.narrowed.by)
        ideas, own = self._grouped_ideas(), self._own_measures()
        if place.is_begun:
            is_later = order > _group_key(self.narrowed.by, place.group)
            ideas, own = ideas.where(is_later), own.where(is_later)
        if self.narrowed.by is not Grouping.FRAMEWORK:
            return ideas.limit(limit)
        return _together(ideas, own if self.shows_frameworks else None, limit)

    def ideas_without_group(self, place: Place) -> Statement:
        by = self.narrowed.by
        columns = select_columns(*fact_columns(), *idea_columns(), *no_group_columns()).select_from(IdeaSummary)
        statement = self._with_measures(columns).where(self._is_here(IdeaSummary), _has_no_group(by))
        return self._begun(statement, place, _idea_order(by, is_grouped=False))

    def measures_of_frameworks(self, place: Place) -> Statement:
        """As the last group of a monitor that is not grouped by framework."""
        columns = select_columns(*fact_columns(), *framework_columns(), *no_group_columns(ordered_by=Framework.name))
        statement = self._narrowed_own(columns)
        order = [col(Framework.name), col(Measure.id)]
        if place.is_begun:
            statement = statement.where(_comes_after(order, [place.group, place.measure_id]))
        return statement.order_by(*order)

    def _grouped_ideas(self) -> Statement:
        by = self.narrowed.by
        statement = self._with_measures(self._from_groups())
        if by is Grouping.AIM and self.narrowed.aim_id:
            statement = statement.where(col(Aim.id) == self.narrowed.aim_id)
        return statement.order_by(_group_order(by), *_idea_order(by))

    def _from_groups(self) -> Statement:
        by, walks = self.narrowed.by, not self.is_narrow
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
        walks = not self.is_narrow
        narrowed = self.narrowed
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
        if narrowed.framework_id:
            statement = statement.where(col(IdeaSummary.framework_id) == narrowed.framework_id)
        if narrowed.service_id:
            statement = statement.where(col(IdeaSummary.service_id) == narrowed.service_id)
        if narrowed.sponsor_id:
            statement = statement.where(col(IdeaSummary.sponsor_id) == narrowed.sponsor_id)
        if narrowed.aim_id:
            statement = statement.where(_has_aim(narrowed.aim_id))
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
        if self.narrowed.framework_id:
            statement = statement.where(col(Framework.id) == self.narrowed.framework_id)
        return statement

    def _is_asked_for(self) -> Iterator[ColumnElement[bool]]:
        narrowed = self.narrowed
        yield col(Measure.closed_at).is_(None)
        if narrowed.kind:
            yield _is(Measure.kind, narrowed.kind)
        if narrowed.signal is Signal.NONE:
            yield _is(StoredResult.variation, Variation.COMMON_CAUSE)
        for parts in _looked_up(self.actor, narrowed, self.since):
            yield col(Measure.id).in_(_ids_of(parts))

    def _is_here(self, table: Any) -> ColumnElement[bool]:
        is_here: ColumnElement[bool] = col(table.organisation_id) == self.actor.organisation_id
        return is_here

    def _begun(self, statement: Statement, place: Place, order: Sequence[Any]) -> Statement:
        if place.is_begun:
            statement = statement.where(_is_after(order, place))
        return statement.order_by(*order)


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


def _is_after(order: Sequence[Any], place: Place) -> ColumnElement[bool]:
    return _comes_after(order, [place.registered_at, place.idea_id, place.measure_id][-len(order) :])


def _comes_after(order: Sequence[Any], key: Sequence[Any]) -> ColumnElement[bool]:
    """The first comparison stands twice, because only alone can an index answer it."""
    after: Any = order[-1] > key[-1]
    for column, value in reversed(list(zip(order[:-1], key[:-1], strict=True))):
        after = (column > value) | ((column == value) & after)
    return (order[0] >= key[0]) & after  # type: ignore[no-any-return]


def _together(ideas: Statement, own: Statement | None, limit: int) -> Statement:
    """The measures of ideas and a framework's own, in one order."""
    if own is None:
        return ideas.limit(limit)
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


def _has_aim(aim_id: UUID) -> ColumnElement[bool]:
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
