"""What is held while watches change, and what is kept of them for lists."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import ANSWER_DAYS, Boundary, BoundaryKind
from registry.boundaries.queries import watches as queries
from registry.boundaries.queries.watches import WatchFacts
from registry.boundaries.rules import standing, watching
from registry.boundaries.rules.answering import STATUS_OF_ANSWER
from registry.frameworks.models import Framework
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import BoundaryStatus, Idea
from registry.kit import clock
from registry.measures.models import Measure
from registry.people.actors import Actor


async def hold(
    session: AsyncSession,
    actor: Actor,
    *,
    framework_id: UUID | None = None,
    idea_ids: Iterable[UUID] = (),
    measure_id: UUID | None = None,
) -> None:
    """Waits for whoever else is at these, and lets nobody in until the transaction ends."""
    if framework_id:
        await _lock(session, actor, Framework, framework_id)
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


async def note_worst(session: AsyncSession, idea: Idea, said: Sequence[BoundaryStatus | None]) -> None:
    """For lists of ideas: of its own watches. What a shared measure says is its framework's, not each idea's."""
    await summaries.note_worst_boundary(session, idea, standing.worst_of(said))


def _asked_on(actor: Actor, found: WatchFacts) -> date:
    """The day from which silence counts: of the newest answer or number, before any that of the words in force."""
    since_on = clock.day_of(found.watch.worded_at, actor.zone)
    if found.answer:
        return clock.day_of(found.answer.answered_at, actor.zone)
    if found.watch.measure_id and found.watch.status and found.last_on:
        return max(since_on, found.last_on)
    return since_on


def _told_days(found: WatchFacts, asked_on: date) -> int:
    if found.boundary.kind is BoundaryKind.DECLARED:
        return found.wording.answer_days or ANSWER_DAYS
    return watching.told_days(asked_on, found.measure.interval) if found.measure else ANSWER_DAYS


async def _lock(session: AsyncSession, actor: Actor, table: type[Framework | Measure], row_id: UUID) -> None:
    # Without the key: rows that refer to it may be added meanwhile.
    statement = (
        select(table.id)
        .where(col(table.organisation_id) == actor.organisation_id, col(table.id) == row_id)
        .with_for_update(key_share=True)
    )
    await session.exec(statement)
