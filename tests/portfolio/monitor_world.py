"""A little organisation for the monitor, and what its rows must be, worked out the slow way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Comparison, Crossing, Watch
from registry.frameworks.models import Framework
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import BoundaryStatus, Idea, IdeaAim, IdeaSummary, Stage
from registry.kit import clock
from registry.kit.database import new_id
from registry.measures import queries as measure_queries
from registry.measures.actions import measures as measure_actions
from registry.measures.models import Measure, MeasureKind
from registry.measures.rules.results import Result, judge
from registry.measures.schemas import MeasureIn
from registry.people import actions as people_actions
from registry.people.actors import Actor
from registry.people.schemas import ServiceIn
from registry.portfolio.schemas.monitor import Grouping, MonitorFilter
from registry.vision import queries as vision_queries
from tests.cast import Cast
from tests.factories import MEASURE, make_framework, make_idea, make_measure, make_numbers, stand_under

STEADY = [50, 52, 49, 51, 50, 48, 52, 51, 49, 50, 51, 50]
BETTER = [*STEADY, *[40, 41, 39, 40, 41, 40, 39, 40]]
WORSE = [*STEADY, *[60, 61, 59, 60, 61, 60, 59, 60]]


@dataclass
class Known:
    """A measure with everything by which the monitor may show or leave it."""

    measure: Measure
    result: Result
    summary: IdeaSummary | None
    framework: Framework | None
    aims: set[UUID]
    watches: list[tuple[BoundaryStatus, str]] = field(default_factory=list)


async def watch_measure(
    session: AsyncSession,
    cast: Cast,
    measure: Measure,
    status: BoundaryStatus | None,
    *,
    silent_days: int | None = None,
    is_waiting: bool = False,
) -> Watch:
    """A boundary of the measure's idea or framework that this measure tells of, as its numbers left it.

    silent_days   for how long its newest number has told nothing; None while it tells
    is_waiting    it was crossed, and nobody has answered that
    """
    boundary = Boundary(
        organisation_id=measure.organisation_id,
        idea_id=measure.idea_id,
        framework_id=measure.framework_id,
        shared_measure_id=measure.id if measure.framework_id else None,
        kind=BoundaryKind.MEASURED,
        drawn_at=clock.now(),
        drawn_by_id=cast.clinician.person_id,
    )
    session.add(boundary)
    await session.flush()
    wording = BoundaryWording(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        number=1,
        sentence=f"{measure.name} not over 55",
        comparison=Comparison.NOT_OVER,
        limit_value=55,
        points_in_a_row=1,
        proposed_at=clock.now(),
        proposed_by_id=cast.clinician.person_id,
        agreed_at=clock.now(),
        agreed_by_id=cast.clinician.person_id,
    )
    watch = Watch(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        idea_id=measure.idea_id,
        measure_id=measure.id,
        wording_number=1,
        worded_at=clock.now(),
        since_at=clock.now(),
        due_on=cast.clinician.today + timedelta(days=7 if silent_days is None else -silent_days),
        status=status,
    )
    session.add_all([wording, watch])
    await session.flush()
    if is_waiting:
        session.add(Crossing(organisation_id=watch.organisation_id, watch_id=watch.id, opened_at=clock.now()))
        await session.flush()
    return watch


async def make_own_measure(session: AsyncSession, keeper: Actor, framework: Framework, **given: Any) -> Measure:
    form = MeasureIn(**(MEASURE | given))
    return await measure_actions.add_measure_to_framework(session, keeper, framework, form)


async def make_organisation(session: AsyncSession, cast: Cast) -> None:
    """Two frameworks, two services, two aims, two sponsors, six ideas of every kind with their measures."""
    aims = [aim.id for aim in await vision_queries.list_aims(session, cast.clinician)][:2]
    second = await people_actions.add_service(session, cast.administrator, ServiceIn(name="Acute medicine"))
    held, wider = [await make_framework(session, cast.steward, name=name) for name in ("Older people", "Mental health")]
    for framework, numbers in ((held, STEADY), (wider, WORSE), (wider, [])):
        own = await make_own_measure(session, cast.quality, framework, name=f"Own of {framework.name} {len(numbers)}")
        if numbers:
            await make_numbers(session, cast.quality, own, numbers)
            await watch_measure(session, cast, own, BoundaryStatus.NEAR)
    placed: Sequence[tuple[Framework | None, UUID | None, set[UUID], Actor | None, Stage | None]] = (
        (held, cast.service_id, {aims[0]}, cast.sponsor, None),
        (held, second.id, {*aims}, None, None),
        (wider, cast.service_id, set(), cast.second_sponsor, Stage.EXPLORING),
        (None, None, {aims[1]}, cast.sponsor, Stage.PAUSED),
        (None, second.id, set(), None, Stage.SUSTAINED),
        (wider, second.id, {aims[1]}, cast.sponsor, Stage.ENDED),
    )
    for place, (framework, service_id, tagged, sponsor, stage) in enumerate(placed):
        given = {"title": f"Idea {place}", "service_id": service_id, "aim_ids": tagged}
        idea = await make_idea(session, cast.clinician, **given)
        await _fill(session, cast, idea, place)
        if framework:
            await stand_under(session, cast.clinician, idea, framework)
        await summaries.note_sponsor(session, idea, sponsor.person_id if sponsor else None)
        steps = [Stage.EXPLORING, stage] if stage is Stage.SUSTAINED else [stage] if stage else []
        for step in steps:
            await idea_actions.move_idea(session, cast.clinician, idea, step, "exploration_begun")


async def _fill(session: AsyncSession, cast: Cast, idea: Idea, place: int) -> None:
    lead, long_ago = cast.clinician, cast.clinician.today - timedelta(days=60)
    numbers, kinds = [BETTER, WORSE, STEADY], list(MeasureKind)
    first = await make_measure(session, lead, idea, name=f"First of {place}", target=45, kind=kinds[place % 3])
    await make_numbers(session, lead, first, numbers[place % 3], until_on=long_ago if place == 1 else None)
    statuses = (BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED, None)
    await watch_measure(session, cast, first, statuses[place % 4], silent_days=3 if place in {1, 4} else None)
    if place % 2:
        await watch_measure(session, cast, first, BoundaryStatus.CROSSED, silent_days=9, is_waiting=place == 3)
    await make_measure(session, lead, idea, name=f"Empty of {place}", kind=MeasureKind.BALANCING)
    closed = await make_measure(session, lead, idea, name=f"Closed of {place}")
    await measure_actions.close_measure(session, lead, closed)


async def list_known(session: AsyncSession, actor: Actor) -> list[Known]:
    """Every measure of the organisation with its result judged anew."""
    known = []
    for measure in (await session.exec(select(Measure).order_by(col(Measure.id)))).all():
        here = actor.organisation_id
        summary = await session.get(IdeaSummary, (here, measure.idea_id)) if measure.idea_id else None
        aims = select(IdeaAim.aim_id).where(col(IdeaAim.idea_id) == (measure.idea_id or new_id()))
        watches = select(Watch).where(col(Watch.measure_id) == measure.id, col(Watch.ended_at).is_(None))
        known.append(
            Known(
                measure=measure,
                result=judge(await measure_queries.get_series(session, actor, measure), actor.today),
                summary=summary,
                framework=await session.get(Framework, (here, measure.framework_id)) if measure.framework_id else None,
                aims=set((await session.exec(aims)).all()),
                watches=[
                    (await _status(session, watch, actor), f"/boundaries/{watch.boundary_id}")
                    for watch in (await session.exec(watches)).all()
                ],
            )
        )
    return known


async def _status(session: AsyncSession, watch: Watch, actor: Actor) -> BoundaryStatus:
    assert watch.due_on
    waiting = select(Crossing).where(col(Crossing.watch_id) == watch.id, col(Crossing.answered_at).is_(None))
    if watch.status is BoundaryStatus.CROSSED and (await session.exec(waiting)).all():
        return BoundaryStatus.CROSSED
    return BoundaryStatus.UNKNOWN if watch.due_on < actor.today else watch.status or BoundaryStatus.UNKNOWN


def is_shown(known: Known, narrowed: MonitorFilter) -> bool:
    summary = known.summary
    if known.measure.closed_at or (summary and summary.stage is Stage.ENDED):
        return False
    placed = {
        "framework_id": summary.framework_id if summary else known.measure.framework_id,
        "service_id": summary.service_id if summary else None,
        "sponsor_id": summary.sponsor_id if summary else None,
    }
    return (
        all(not getattr(narrowed, name) or getattr(narrowed, name) == value for name, value in placed.items())
        and (not narrowed.aim_id or narrowed.aim_id in known.aims)
        and (not narrowed.kind or narrowed.kind is known.measure.kind)
        and (not narrowed.signal or known.result.variation in narrowed.signal.variations)
        and (not narrowed.boundary or narrowed.boundary in {status for status, _ in known.watches})
    )


def groups_of(known: Known, narrowed: MonitorFilter) -> set[UUID | None]:
    """The ids of the groups under which a measure stands; of its aims only the one asked for."""
    summary = known.summary
    match narrowed.by:
        case Grouping.FRAMEWORK:
            return {summary.framework_id if summary else known.measure.framework_id}
        case Grouping.SERVICE:
            return {summary.service_id if summary else None}
        case Grouping.SPONSOR:
            return {summary.sponsor_id if summary else None}
        case Grouping.AIM:
            return ({narrowed.aim_id} if narrowed.aim_id else {*known.aims}) or {None}
