"""What numbers say of the boundaries that they watch, in the transaction in which they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.crossings import close_crossing, locked_crossings, open_crossing
from registry.boundaries.actions.standing import refresh_shared_watch, refresh_watches
from registry.boundaries.models import Boundary, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries import watches as queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import watching as rules
from registry.boundaries.rules.crossings import Reckoning, reckon
from registry.boundaries.rules.watching import Run
from registry.history.actions import record_event
from registry.history.models import Asking, Event, Recorded
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.text import day_words
from registry.measures import queries as measure_queries
from registry.measures.models import Measure
from registry.measures.rules.series import MeasureSeries
from registry.measures.rules.words import value_words
from registry.people.actors import Actor, the_registry

NUMBERS_CHANGED = frozenset(
    {
        "observation_recorded",
        "observations_recorded",
        "observation_corrected",
        "observation_withdrawn",
        "measure_edited",
    }
)


@dataclass(frozen=True)
class Telling:
    """What judges the watches of one measure.

    by_id   who changed its numbers; None where no number changed
    """

    measure: Measure
    series: MeasureSeries
    by_id: UUID | None


async def listen(session: AsyncSession, actor: Asking, event: Event, subject: Recorded) -> None:
    """Judges anew each watch of a measure whose numbers changed; one of the history's listeners."""
    if event.kind not in NUMBERS_CHANGED or not isinstance(subject, Measure) or not isinstance(actor, Actor):
        return
    watches = await queries.list_watches_of_measure(session, subject)
    if watches:
        await judge_watches(session, actor, subject, watches, by_id=event.actor_id)


async def judge_watches(
    session: AsyncSession,
    actor: Actor,
    measure: Measure,
    watches: Iterable[tuple[Watch, Boundary]],
    *,
    by_id: UUID | None = None,
) -> None:
    """How watches stand by the numbers of the measure that tells for them.

    by_id   who changed a number
    """
    registry = the_registry(actor)
    telling = Telling(measure, await measure_queries.get_series(session, registry, measure), by_id)
    ideas: dict[UUID, Idea] = {}
    for watch, _ in watches:
        idea = await session.get_one(Idea, (watch.organisation_id, watch.idea_id)) if watch.idea_id else None
        await _judge(session, registry, telling, await _locked(session, watch), idea)
        if idea:
            ideas[idea.id] = idea
        else:
            await refresh_shared_watch(session, registry, await queries.get_facts(session, watch))
    for idea in ideas.values():
        await refresh_watches(session, registry, idea)


async def judge_watch(session: AsyncSession, actor: Actor, watch: Watch, boundary: Boundary) -> None:
    """After new words: the numbers dated from today on are judged by them."""
    if watch.measure_id is None:
        return
    measure = await session.get_one(Measure, (watch.organisation_id, watch.measure_id))
    await judge_watches(session, actor, measure, [(watch, boundary)])


async def judge_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """After a change of stage: a day on which an idea goes on is no day of rest, and its numbers are judged."""
    for measure, watches in await queries.list_counted_watches(session, idea, actor.today):
        await judge_watches(session, actor, measure, watches)


async def _judge(session: AsyncSession, registry: Actor, telling: Telling, watch: Watch, idea: Idea | None) -> None:
    worded = (await wording_queries.list_worded(session, [watch]))[watch.id]
    versions = rules.versions_of(worded, registry.zone)
    steps = await queries.list_steps(session, registry, idea) if idea else []
    judgement = rules.judge(telling.series.counted, versions, steps)
    watch.status = judgement.status
    session.add(watch)
    reckoning = reckon(judgement.runs, await locked_crossings(session, watch))
    await _carry(session, reckoning, in_force=len(versions) - 1)
    words = worded[-1].wording.sentence
    for run in reckoning.opened:
        await open_crossing(session, registry, _crossing(watch, run), idea, _crossed_words(telling, run, words))
    if telling.by_id:
        await _lift(session, registry, reckoning.lifted, idea, words, telling.by_id)


async def _carry(session: AsyncSession, reckoning: Reckoning, *, in_force: int) -> None:
    """
    in_force   which version is; runs of those before it were ended by the redrawing, whatever came after
    """
    for crossing, run in reckoning.carried:
        crossing.first_on, crossing.last_on, crossing.times = run.first_on, run.last_on, run.times
        if run.cleared_on:
            crossing.cleared_at = crossing.cleared_at or clock.now()
        elif run.version == in_force:
            crossing.cleared_at = None
        session.add(crossing)
    await session.flush()


def _crossing(watch: Watch, run: Run) -> Crossing:
    return Crossing(
        organisation_id=watch.organisation_id,
        watch_id=watch.id,
        opened_at=clock.now(),
        first_on=run.first_on,
        last_on=run.last_on,
        times=run.times,
        cleared_at=clock.now() if run.cleared_on else None,
    )


async def _lift(
    session: AsyncSession, registry: Actor, lifted: Sequence[Crossing], idea: Idea | None, words: str, by_id: UUID
) -> None:
    """A correction leaves nothing of it: the question closes on record, and an answer given before stays."""
    for crossing in lifted:
        crossing.cleared_at = crossing.cleared_at or clock.now()
        if crossing.answered_at:
            session.add(crossing)
            continue
        await close_crossing(session, by_id, crossing, CrossingAnswer.NUMBER_CORRECTED)
        idea_id = idea.id if idea else None
        await record_event(session, registry, "crossing_closed", crossing, idea_id=idea_id, words=words)
    await session.flush()


def _crossed_words(telling: Telling, run: Run, sentence: str) -> str:
    """The boundary with the newest number beyond it: No more than 8% (8.4% for 2 November 2026)."""
    newest = next(found for found in telling.series.counted if found.measured_on == run.last_on)
    return f"{sentence} ({value_words(telling.measure, newest.value)} for {day_words(run.last_on)})"


async def _locked(session: AsyncSession, watch: Watch) -> Watch:
    await session.refresh(watch, with_for_update=True)
    return watch
