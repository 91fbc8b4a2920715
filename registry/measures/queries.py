from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotFound, Refused
from registry.kit.stated import stated
from registry.measures.charts import BoundaryLimit, Icon, Picture, Sparkline, icons_of, picture_of, sparkline
from registry.measures.models import (
    Baseline,
    Change,
    Measure,
    MeasureKind,
    Observation,
    RecalculationPoint,
    StoredResult,
)
from registry.measures.rules import rights
from registry.measures.rules.comparing import Looked, look_at
from registry.measures.rules.pasted import read_paste
from registry.measures.rules.reading import Unreadable
from registry.measures.rules.results import judge
from registry.measures.rules.rights import Keeping
from registry.measures.rules.series import Counted, MeasureSeries
from registry.measures.rules.words import value_words
from registry.measures.schemas import PasteIn
from registry.people.actors import Actor

LimitSource = Callable[[MeasureSeries], Awaitable[Sequence[BoundaryLimit]]]

LIST_LIMIT = 100
ROW_LIMIT = 20_000


@dataclass(frozen=True)
class MeasureRow:
    """A measure as lists show it, with what the rules found when its numbers last changed."""

    measure: Measure
    result: StoredResult

    @property
    def newest_words(self) -> str:
        """The newest number with its unit; empty without one."""
        value = self.result.last_value
        return "" if value is None else value_words(self.measure, value)

    @property
    def icons(self) -> list[Icon]:
        return icons_of(self.result.variation, self.result.assurance)

    @property
    def sparkline(self) -> Sparkline | None:
        return sparkline(self.result.sparkline)

    def is_due(self, today: date) -> bool:
        return self.result.due_on is not None and self.result.due_on <= today


@dataclass(frozen=True)
class Shown:
    """The measures of an idea or a framework on its page.

    picture     of the one that says most, which is the first outcome still counted; None where nothing is counted
    rows        all others
    first_due   the first whose next number is asked for
    """

    picture: Picture | None
    rows: Sequence[MeasureRow]
    first_due: Measure | None


@dataclass(frozen=True)
class Owner:
    """Whose measure it is, for pages that lead there: the noun of its address, its id, and what it is called."""

    noun: str
    id: UUID
    title: str


async def get_measure(session: AsyncSession, actor: Actor, measure_id: UUID) -> Measure:
    """What the actor may not see is NotFound, exactly as what does not exist."""
    measure = await session.get(Measure, (actor.organisation_id, measure_id))
    if measure is None or not rights.may_see(actor, await get_keeping(session, measure)):
        raise NotFound("measure")
    return measure


async def get_keeping(session: AsyncSession, measure: Measure) -> Keeping:
    """Who keeps a measure."""
    if measure.framework_id:
        key = (measure.organisation_id, measure.framework_id)
        return await keeping_of_framework(session, await session.get_one(Framework, key))
    return await keeping_of_idea(session, await session.get_one(Idea, (measure.organisation_id, measure.idea_id)))


async def get_owner(session: AsyncSession, measure: Measure) -> Owner:
    if measure.framework_id:
        framework = await session.get_one(Framework, (measure.organisation_id, measure.framework_id))
        return Owner("frameworks", framework.id, framework.name)
    idea = await session.get_one(Idea, (measure.organisation_id, measure.idea_id))
    return Owner("ideas", idea.id, idea.title)


async def keeping_of_idea(session: AsyncSession, idea: Idea) -> Keeping:
    return Keeping(idea=await idea_queries.get_standing(session, idea))


async def keeping_of_framework(session: AsyncSession, framework: Framework) -> Keeping:
    return Keeping(steward_ids=frozenset(await framework_queries.list_steward_ids(session, framework)))


async def get_series(session: AsyncSession, actor: Actor, measure: Measure) -> MeasureSeries:
    """All that its chart is made from, in four statements; the caller got the measure through `get_measure`."""
    return MeasureSeries(
        measure=measure,
        counted=await list_counted(session, measure),
        recalculations=await list_recalculations(session, measure),
        baseline=await find_baseline(session, measure),
        changes=await list_changes(session, actor, measure.idea_id) if measure.idea_id else (),
    )


async def list_counted(session: AsyncSession, measure: Measure) -> list[Counted]:
    """What stands for each date, in order; dates of which the number was taken back have none."""
    standing: dict[date, Counted] = {}
    for is_withdrawn, *facts in await _counted(session, measure):
        if is_withdrawn:
            standing.pop(facts[0], None)
        else:
            standing[facts[0]] = Counted(*facts)
    return [standing[day] for day in sorted(standing)]


async def list_measures_for_idea(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[MeasureRow]:
    """Those still counted first, each in the order of adding."""
    return [MeasureRow(*row) for row in await _of_idea(session, actor, idea)]


async def list_measures_for_framework(
    session: AsyncSession, actor: Actor, framework: Framework
) -> Sequence[MeasureRow]:
    return [MeasureRow(*row) for row in await _of_framework(session, actor, framework)]


async def show_measures(
    session: AsyncSession, actor: Actor, rows: Sequence[MeasureRow], limits_of: LimitSource
) -> Shown:
    """One chart and a line for each other measure, in a fixed number of statements.

    limits_of    asked for the boundaries over the measure of the chart, of which an upper room knows
    """
    placed = sorted(rows, key=_place_on_page)
    due = next((row.measure for row in placed if row.is_due(actor.today)), None)
    if not placed:
        return Shown(None, [], None)
    series = await get_series(session, actor, placed[0].measure)
    picture = picture_of(series, judge(series, actor.today), limits=await limits_of(series))
    return Shown(picture, placed[1:], due)


async def get_result(session: AsyncSession, measure: Measure) -> StoredResult:
    return await session.get_one(StoredResult, (measure.organisation_id, measure.id))


async def count_open_measures(session: AsyncSession, measure: Measure) -> int:
    """Of the idea or the framework that this one is of."""
    statement = (
        select(func.count())
        .select_from(Measure)
        .where(
            col(Measure.organisation_id) == measure.organisation_id,
            col(Measure.idea_id) == measure.idea_id
            if measure.idea_id
            else col(Measure.framework_id) == measure.framework_id,
            col(Measure.closed_at).is_(None),
        )
    )
    return (await session.exec(statement)).one()


async def get_rows_of_date(session: AsyncSession, measure: Measure, measured_on: date) -> Sequence[Observation]:
    """What stands for a date and what stood before it, the newest first; NotFound where nothing ever stood."""
    statement = (
        select(Observation)
        .where(
            col(Observation.organisation_id) == measure.organisation_id,
            col(Observation.measure_id) == measure.id,
            col(Observation.measured_on) == measured_on,
        )
        .order_by(col(Observation.number).desc())
        .limit(LIST_LIMIT)
    )
    rows = (await session.exec(statement)).all()
    if not rows:
        raise NotFound("observation")
    return rows


async def newest_numbers(session: AsyncSession, measure: Measure, days: Iterable[date]) -> dict[date, int]:
    """The number of the newest row of each of some dates; dates without rows are left out."""
    statement: Any = (
        select_columns(col(Observation.measured_on), func.max(col(Observation.number)))
        .where(
            col(Observation.organisation_id) == measure.organisation_id,
            col(Observation.measure_id) == measure.id,
            col(Observation.measured_on).in_(list(days)),
        )
        .group_by(col(Observation.measured_on))
    )
    return dict((await session.exec(statement)).all())


async def look_at_paste(session: AsyncSession, actor: Actor, measure: Measure, form: PasteIn) -> Looked:
    """What would become of a pasted text.

    raises   Refused for too many lines
    """
    try:
        pasted = read_paste(form.text, has_counts=measure.per is not None)
    except Unreadable as error:
        raise Refused(fields={"text": str(error)}) from error
    standing = await list_counted(session, measure)
    return look_at(measure, pasted, standing, actor.today, starts_on=form.starts_on or form.counted_from)


async def list_baselines(session: AsyncSession, measure: Measure) -> Sequence[Baseline]:
    """The newest first; it holds."""
    statement = (
        select(Baseline)
        .where(col(Baseline.organisation_id) == measure.organisation_id, col(Baseline.measure_id) == measure.id)
        .order_by(col(Baseline.id).desc())
        .limit(LIST_LIMIT)
    )
    return (await session.exec(statement)).all()


async def get_recalculation(session: AsyncSession, actor: Actor, point_id: UUID) -> tuple[RecalculationPoint, Measure]:
    point = await session.get(RecalculationPoint, (actor.organisation_id, point_id))
    if point is None:
        raise NotFound("recalculation")
    return point, await get_measure(session, actor, point.measure_id)


async def get_change(session: AsyncSession, actor: Actor, change_id: UUID) -> tuple[Change, Idea]:
    change = await session.get(Change, (actor.organisation_id, change_id))
    if change is None:
        raise NotFound("change")
    return change, await idea_queries.get_idea(session, actor, change.idea_id)


async def find_baseline(session: AsyncSession, measure: Measure) -> Baseline | None:
    return (await _newest_baseline(session, measure)).first()


async def list_recalculations(session: AsyncSession, measure: Measure) -> Sequence[RecalculationPoint]:
    """Those that are not lifted, in order."""
    return (await _recalculations(session, measure)).all()


async def list_changes(session: AsyncSession, actor: Actor, idea_id: UUID) -> Sequence[Change]:
    """What the team of an idea tried, in order of days, as far as it is not taken back."""
    return (await _changes(session, actor, idea_id)).all()


@stated
def _counted(measure: Measure) -> Select[*tuple[Any, ...]]:
    """Columns in the order of `Counted`, after whether it was taken back: objects would cost five times as much."""
    return (
        select_columns(
            col(Observation.is_withdrawn),
            col(Observation.measured_on),
            col(Observation.value),
            col(Observation.numerator),
            col(Observation.denominator),
            col(Observation.note),
            col(Observation.is_ghosted),
            col(Observation.number) - 1,
            col(Observation.recorded_at),
            col(Observation.recorded_by_id),
        )
        .where(
            col(Observation.organisation_id) == measure.organisation_id,
            col(Observation.measure_id) == measure.id,
        )
        .order_by(col(Observation.measured_on), col(Observation.number))
        .limit(ROW_LIMIT)
    )


@stated
def _of_idea(actor: Actor, idea: Idea) -> Select[Measure, StoredResult]:
    return _with_results(actor).where(col(Measure.idea_id) == idea.id)


@stated
def _of_framework(actor: Actor, framework: Framework) -> Select[Measure, StoredResult]:
    return _with_results(actor).where(col(Measure.framework_id) == framework.id)


def _with_results(actor: Actor) -> Select[Measure, StoredResult]:
    return (
        select_columns(Measure, StoredResult)
        .join(
            StoredResult,
            (col(StoredResult.organisation_id) == Measure.organisation_id) & (col(StoredResult.id) == Measure.id),
        )
        .where(col(Measure.organisation_id) == actor.organisation_id)
        .order_by(col(Measure.closed_at).is_not(None), col(Measure.id))
        .limit(LIST_LIMIT)
    )


def _place_on_page(row: MeasureRow) -> tuple[bool, bool]:
    """What is still counted before what is not, and outcomes before all others."""
    return row.measure.closed_at is not None, row.measure.kind is not MeasureKind.OUTCOME


@stated
def _newest_baseline(measure: Measure) -> SelectOfScalar[Baseline]:
    return (
        select(Baseline)
        .where(col(Baseline.organisation_id) == measure.organisation_id, col(Baseline.measure_id) == measure.id)
        .order_by(col(Baseline.id).desc())
        .limit(1)
    )


@stated
def _recalculations(measure: Measure) -> SelectOfScalar[RecalculationPoint]:
    return (
        select(RecalculationPoint)
        .where(
            col(RecalculationPoint.organisation_id) == measure.organisation_id,
            col(RecalculationPoint.measure_id) == measure.id,
            col(RecalculationPoint.lifted_at).is_(None),
        )
        .order_by(col(RecalculationPoint.starts_on))
        .limit(LIST_LIMIT)
    )


@stated
def _changes(actor: Actor, idea_id: UUID) -> SelectOfScalar[Change]:
    return (
        select(Change)
        .where(
            col(Change.organisation_id) == actor.organisation_id,
            col(Change.idea_id) == idea_id,
            col(Change.taken_back_at).is_(None),
        )
        .order_by(col(Change.tried_on), col(Change.id))
        .limit(LIST_LIMIT)
    )
