"""What is held against what: watches with their boundaries, the words that judge them, and the numbers that tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.boundaries.models import Boundary, BoundaryAnswer, BoundaryWording, Crossing, VersionBoundary, Watch
from registry.boundaries.rules import watching
from registry.boundaries.rules.standing import Step
from registry.boundaries.rules.watching import Terms
from registry.frameworks.models import Framework, FrameworkVersion
from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotFound
from registry.kit.stated import stated
from registry.measures.models import Measure, StoredResult
from registry.people.actors import Actor

NewerWording = aliased(BoundaryWording)
NewerAnswer = aliased(BoundaryAnswer)


@dataclass(frozen=True)
class WatchFacts:
    """A watch with what it needs to be worked out anew.

    answer    the newest to the wording in force
    measure   the one that tells
    last_on   the date of its newest number
    """

    watch: Watch
    boundary: Boundary
    wording: BoundaryWording
    answer: BoundaryAnswer | None
    measure: Measure | None
    last_on: date | None


async def get_watch(session: AsyncSession, actor: Actor, watch_id: UUID) -> tuple[Watch, Boundary, Idea]:
    """Of an idea; the one of a framework's shared measure is its boundary's own, and NotFound here."""
    watch = await session.get(Watch, (actor.organisation_id, watch_id))
    if watch is None or watch.idea_id is None:
        raise NotFound("watch")
    idea = await idea_queries.get_idea(session, actor, watch.idea_id)
    return watch, await session.get_one(Boundary, (watch.organisation_id, watch.boundary_id)), idea


async def find_watch(session: AsyncSession, boundary: Boundary, idea: Idea | None) -> Watch | None:
    """The standing one; of a framework's shared measure where no idea is given."""
    statement = select(Watch).where(
        col(Watch.organisation_id) == boundary.organisation_id,
        col(Watch.boundary_id) == boundary.id,
        col(Watch.idea_id) == idea.id if idea else col(Watch.idea_id).is_(None),
        col(Watch.ended_at).is_(None),
    )
    return (await session.exec(statement)).first()


async def list_facts(session: AsyncSession, idea: Idea) -> Sequence[WatchFacts]:
    """The standing watches of an idea whose boundaries are in force; one statement however many."""
    statement = _facts().where(
        col(Watch.organisation_id) == idea.organisation_id,
        col(Watch.idea_id) == idea.id,
        col(Watch.ended_at).is_(None),
    )
    return [WatchFacts(*row) for row in await _read(session, statement)]


async def get_facts(session: AsyncSession, watch: Watch) -> WatchFacts:
    statement = _facts().where(col(Watch.organisation_id) == watch.organisation_id, col(Watch.id) == watch.id)
    [row] = await _read(session, statement)
    return WatchFacts(*row)


async def find_terms(
    session: AsyncSession, idea: Idea, boundary_id: UUID | None
) -> tuple[Terms | None, Measure | None]:
    """What numbers are asked for by a framework's boundary under which an idea stands, and the measure that tells."""
    statement = (
        _facts()
        .where(
            col(Watch.organisation_id) == idea.organisation_id,
            col(Watch.boundary_id) == boundary_id,
            col(Watch.idea_id).is_(None) | (col(Watch.idea_id) == idea.id),
            col(Watch.ended_at).is_(None),
            col(Boundary.framework_id)
            == select(IdeaSummary.framework_id)
            .where(col(IdeaSummary.organisation_id) == idea.organisation_id, col(IdeaSummary.id) == idea.id)
            .scalar_subquery(),
        )
        .limit(1)
    )
    for row in await _read(session, statement):
        facts = WatchFacts(*row)
        return watching.terms_of(facts.wording), facts.measure
    return None, None


async def list_shared_watches(session: AsyncSession, framework: Framework) -> Sequence[tuple[Watch, Boundary]]:
    """The standing watches of the framework's own measures, which tell for all its ideas."""
    statement = (
        select(Watch, Boundary)
        .join(Boundary, is_watch())
        .where(
            col(Boundary.organisation_id) == framework.organisation_id,
            col(Boundary.framework_id) == framework.id,
            col(Watch.idea_id).is_(None),
            col(Watch.ended_at).is_(None),
        )
        .order_by(col(Watch.id))
    )
    return (await session.exec(statement)).all()


async def list_watches_under(session: AsyncSession, idea: Idea, framework_id: UUID) -> Sequence[Watch]:
    """The standing watches of an idea for the boundaries of a framework."""
    statement = (
        select(Watch)
        .join(Boundary, is_watch())
        .where(
            col(Watch.organisation_id) == idea.organisation_id,
            col(Watch.idea_id) == idea.id,
            col(Watch.ended_at).is_(None),
            col(Boundary.framework_id) == framework_id,
        )
    )
    return (await session.exec(statement)).all()


async def has_open_crossing(session: AsyncSession, watches: Sequence[Watch]) -> bool:
    """Whether the question of a crossing waits at any of them."""
    statement = (
        select(Crossing.id)
        .where(
            col(Crossing.organisation_id).in_({watch.organisation_id for watch in watches}),
            col(Crossing.watch_id).in_([watch.id for watch in watches]),
            col(Crossing.answered_at).is_(None),
        )
        .limit(1)
    )
    return (await session.exec(statement)).first() is not None


async def list_watches_of_measure(session: AsyncSession, measure: Measure) -> Sequence[tuple[Watch, Boundary]]:
    """Those standing for which it tells, whatever they belong to."""
    return (await _watches_of_measure(session, measure)).all()


async def list_counted_watches(
    session: AsyncSession, idea: Idea, from_on: date
) -> Sequence[tuple[Measure, Sequence[tuple[Watch, Boundary]]]]:
    """The standing watches of an idea for which a measure tells that has a number of that day or later."""
    statement = (
        select(Watch, Boundary, Measure)
        .join(Boundary, is_watch())
        .join(Measure, is_measure())
        .join(StoredResult, is_result())
        .where(
            col(Watch.organisation_id) == idea.organisation_id,
            col(Watch.idea_id) == idea.id,
            col(Watch.ended_at).is_(None),
            col(StoredResult.last_on) >= from_on,
        )
        .order_by(col(Watch.id))
    )
    found: dict[UUID, tuple[Measure, list[tuple[Watch, Boundary]]]] = {}
    for watch, boundary, measure in (await session.exec(statement)).all():
        found.setdefault(measure.id, (measure, []))[1].append((watch, boundary))
    return list(found.values())


async def list_steps(session: AsyncSession, actor: Actor, idea: Idea) -> list[Step]:
    """The idea's stages with their days in the organisation's zone, in order."""
    states = await idea_queries.list_states(session, idea)
    return [Step(state.stage, clock.day_of(state.at, actor.zone)) for state in states]


@cache
def is_in_force() -> ColumnElement[bool]:
    """Ties a wording to the watch of the same statement: the one that is in force there."""
    return (
        (col(BoundaryWording.organisation_id) == Watch.organisation_id)
        & (col(BoundaryWording.boundary_id) == Watch.boundary_id)
        & (col(BoundaryWording.number) == Watch.wording_number)
    )


def is_of_newest_version() -> ColumnElement[bool]:
    """That the newest published version of its framework has the boundary of the same statement."""
    return (
        select(VersionBoundary.id)
        .join(
            FrameworkVersion,
            (col(FrameworkVersion.organisation_id) == VersionBoundary.organisation_id)
            & (col(FrameworkVersion.id) == VersionBoundary.version_id),
        )
        .where(
            col(VersionBoundary.organisation_id) == Boundary.organisation_id,
            col(VersionBoundary.boundary_id) == Boundary.id,
            col(FrameworkVersion.published_at).is_not(None),
            col(FrameworkVersion.superseded_at).is_(None),
        )
        .correlate(Boundary)
        .exists()
    )


@cache
def is_newest_agreed() -> ColumnElement[bool]:
    """Ties a wording to the boundary of the same statement: the newest one agreed to; a framework's, published."""
    newest = (
        select(func.max(col(NewerWording.number)))
        .where(
            col(NewerWording.organisation_id) == Boundary.organisation_id,
            col(NewerWording.boundary_id) == Boundary.id,
            col(NewerWording.agreed_at).is_not(None),
        )
        .correlate(Boundary)
        .scalar_subquery()
    )
    return is_wording_of(BoundaryWording) & (col(BoundaryWording.number) == newest)


def is_wording_of(wording: type[BoundaryWording]) -> ColumnElement[bool]:
    """Ties a wording, or an alias of it, to the boundary of the same statement."""
    return (col(wording.organisation_id) == Boundary.organisation_id) & (col(wording.boundary_id) == Boundary.id)


@cache
def is_watch() -> ColumnElement[bool]:
    """Ties a watch to the boundary of the same statement."""
    return (col(Watch.organisation_id) == Boundary.organisation_id) & (col(Watch.boundary_id) == Boundary.id)


@cache
def is_newest_answer() -> ColumnElement[bool]:
    """Ties an answer to the watch and the wording of the same statement: the newest one."""
    return (col(BoundaryAnswer.organisation_id) == Watch.organisation_id) & (
        col(BoundaryAnswer.id) == _newest_answer_id()
    )


@cache
def is_measure() -> ColumnElement[bool]:
    """Ties a measure to the watch of the same statement."""
    return (col(Measure.organisation_id) == Watch.organisation_id) & (col(Measure.id) == Watch.measure_id)


@cache
def is_result() -> ColumnElement[bool]:
    """Ties what its rules found to the watch of the same statement."""
    return (col(StoredResult.organisation_id) == Watch.organisation_id) & (col(StoredResult.id) == Watch.measure_id)


@stated
def _watches_of_measure(measure: Measure) -> Select[Watch, Boundary]:
    return (
        select(Watch, Boundary)
        .join(Boundary, is_watch())
        .where(
            col(Watch.organisation_id) == measure.organisation_id,
            col(Watch.measure_id) == measure.id,
            col(Watch.ended_at).is_(None),
        )
        .order_by(col(Watch.id))
    )


@cache
def _facts() -> Any:
    return (
        select_columns(Watch, Boundary, BoundaryWording, BoundaryAnswer, Measure, col(StoredResult.last_on))
        .select_from(Watch)
        .join(Boundary, is_watch())
        .join(BoundaryWording, is_in_force())
        .outerjoin(BoundaryAnswer, is_newest_answer())
        .outerjoin(Measure, is_measure())
        .outerjoin(StoredResult, is_result())
        .order_by(col(Watch.id))
    )


async def _read(session: AsyncSession, statement: Any) -> Sequence[Any]:
    # Statements for many watches at once pass by the rows that the session holds.
    rows: Sequence[Any] = (await session.exec(statement.execution_options(populate_existing=True))).all()
    return rows


def _newest_answer_id() -> ScalarSelect[Any]:
    return (
        select(NewerAnswer.id)
        .where(
            col(NewerAnswer.organisation_id) == Watch.organisation_id,
            col(NewerAnswer.watch_id) == Watch.id,
            col(NewerAnswer.wording_id) == BoundaryWording.id,
        )
        .order_by(col(NewerAnswer.id).desc())
        .limit(1)
        .correlate(Watch, BoundaryWording)
        .scalar_subquery()
    )
