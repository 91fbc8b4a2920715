"""What is held while watches change, and what is kept of them for lists."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, case, true, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import ANSWER_DAYS, Boundary, BoundaryKind, Watch
from registry.boundaries.queries import watches as queries
from registry.boundaries.queries.watches import WatchFacts
from registry.boundaries.rules import standing, watching
from registry.boundaries.rules.answering import STATUS_OF_ANSWER
from registry.frameworks.models import Framework
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import BoundaryStatus, Idea, IdeaSummary
from registry.kit import clock
from registry.measures.models import Interval, Measure
from registry.people.actors import Actor


async def hold(
    session: AsyncSession,
    actor: Actor,
    *,
    framework_id: UUID | None = None,
    is_all_under: bool = False,
    idea_ids: Iterable[UUID] = (),
    measure_id: UUID | None = None,
) -> None:
    """Waits for whoever else is at these, and lets nobody in until the transaction ends.

    is_all_under   every idea that stands under the framework as well
    """
    if framework_id:
        await _lock(session, actor, Framework, framework_id)
    if framework_id and is_all_under:
        await idea_actions.hold_ideas_under(session, actor, framework_id)
    await idea_actions.hold_ideas(session, actor, idea_ids)
    if measure_id:
        await _lock(session, actor, Measure, measure_id)


async def hold_watch(session: AsyncSession, actor: Actor, boundary: Boundary, idea: Idea | None) -> None:
    """What one watch stands for: its idea, or the measure that tells for a framework."""
    if idea:
        await hold(session, actor, idea_ids=[idea.id])
    else:
        await hold(session, actor, measure_id=boundary.measure_id)


async def refresh_watches(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Works out anew until when each answer and each number tells, and the worst of them.

    After each answer, wording and stage; what numbers say was kept when they came.
    """
    steps = await queries.list_steps(session, actor, idea)
    facts = await queries.list_facts(session, idea)
    for found in facts:
        watch = found.watch
        if found.boundary.kind is BoundaryKind.DECLARED:
            watch.status = STATUS_OF_ANSWER[found.answer.answer] if found.answer else None
        asked_on = _asked_on(actor, found)
        watch.due_on = standing.next_due_on(asked_on, _told_days(found, asked_on), actor.today, steps)
        session.add(watch)
    await session.flush()
    await note_worst(session, idea, [found.watch.status for found in facts])


async def refresh_shared_watch(session: AsyncSession, actor: Actor, found: WatchFacts) -> None:
    """The same for the one watch of a framework's shared measure, which never rests."""
    asked_on = _asked_on(actor, found)
    found.watch.due_on = asked_on + clock.in_days(_told_days(found, asked_on))
    session.add(found.watch)
    await session.flush()


async def refresh_watches_under(session: AsyncSession, actor: Actor, boundary: Boundary, framework_id: UUID) -> None:
    """The same for all ideas under a framework whose boundary was put in words today: nothing was said of them yet."""
    await session.exec(_of(boundary).values(status=None, due_on=None).execution_options(synchronize_session=False))
    is_worked_on = col(Watch.idea_id).in_(
        select(IdeaSummary.id).where(
            col(IdeaSummary.organisation_id) == boundary.organisation_id,
            col(IdeaSummary.framework_id) == framework_id,
            col(IdeaSummary.stage).in_(standing.WATCHED_STAGES),
        )
    )
    for told_days, is_told in _told_days_under(actor, boundary):
        statement = _of(boundary).where(is_worked_on, is_told).values(due_on=actor.today + timedelta(days=told_days))
        await session.exec(statement.execution_options(synchronize_session=False))
    await idea_actions.note_worst_boundaries(session, actor, framework_id, _worst())


async def note_worst(session: AsyncSession, idea: Idea, said: Sequence[BoundaryStatus | None]) -> None:
    """For lists of ideas: of its own watches. What a shared measure says is its framework's, not each idea's."""
    await idea_actions.note_worst_boundary(session, idea, standing.worst_of(said))


def _asked_on(actor: Actor, found: WatchFacts) -> date:
    """The day from which silence counts: of the newest answer or number, before any that of the words in force."""
    since_at = max(found.watch.since_at, found.wording.agreed_at or found.watch.since_at)
    since_on = clock.day_of(since_at, actor.zone)
    if found.answer:
        return clock.day_of(found.answer.answered_at, actor.zone)
    if found.watch.measure_id and found.watch.status and found.last_on:
        return max(since_on, found.last_on)
    return since_on


def _told_days(found: WatchFacts, asked_on: date) -> int:
    if found.boundary.kind is BoundaryKind.DECLARED:
        return found.boundary.answer_days
    return watching.told_days(asked_on, found.measure.interval) if found.measure else ANSWER_DAYS


def _of(boundary: Boundary) -> Update:
    return update(Watch).where(
        col(Watch.organisation_id) == boundary.organisation_id,
        col(Watch.boundary_id) == boundary.id,
        col(Watch.ended_at).is_(None),
    )


def _told_days_under(actor: Actor, boundary: Boundary) -> list[tuple[int, ColumnElement[bool]]]:
    """For how many days an answer or a number of today tells, with the watches of which that is so."""
    if boundary.kind is BoundaryKind.DECLARED:
        return [(boundary.answer_days, true())]
    chosen = [
        (
            watching.told_days(actor.today, interval),
            col(Watch.measure_id).in_(
                select(Measure.id).where(
                    col(Measure.organisation_id) == boundary.organisation_id, col(Measure.interval) == interval
                )
            ),
        )
        for interval in Interval
    ]
    return [(ANSWER_DAYS, col(Watch.measure_id).is_(None)), *chosen]


def _worst() -> ColumnElement[Any]:
    """As `rules.standing.worst_of`, over the watches of the idea of the same statement."""
    is_of_idea = (
        (col(Watch.organisation_id) == IdeaSummary.organisation_id)
        & (col(Watch.idea_id) == IdeaSummary.id)
        & col(Watch.ended_at).is_(None)
    )
    worst_first = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.CLEAR)
    return case(
        *((select(Watch.id).where(is_of_idea, col(Watch.status) == said).exists(), said.value) for said in worst_first),
        else_=None,
    )


async def _lock(session: AsyncSession, actor: Actor, table: type[Framework | Measure], row_id: UUID) -> None:
    # Without the key: rows that refer to it may be added meanwhile.
    statement = (
        select(table.id)
        .where(col(table.organisation_id) == actor.organisation_id, col(table.id) == row_id)
        .with_for_update(key_share=True)
    )
    await session.exec(statement)
