from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries
from registry.measures.actions.results import locked, refresh_result
from registry.measures.models import Measure
from registry.measures.rules import numbers, rights, words
from registry.measures.rules.rights import Keeping
from registry.measures.schemas import MeasureIn
from registry.people.actors import Actor


async def add_measure_to_idea(session: AsyncSession, actor: Actor, idea: Idea, form: MeasureIn) -> Measure:
    keeping = await queries.keeping_of_idea(session, idea)
    measure = Measure(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        added_at=clock.now(),
        added_by_id=actor.person_id,
        **form.model_dump(),
    )
    return await _add(session, actor, measure, keeping)


async def add_measure_to_framework(
    session: AsyncSession, actor: Actor, framework: Framework, form: MeasureIn
) -> Measure:
    keeping = await queries.keeping_of_framework(session, framework)
    measure = Measure(
        organisation_id=framework.organisation_id,
        framework_id=framework.id,
        added_at=clock.now(),
        added_by_id=actor.person_id,
        **form.model_dump(),
    )
    return await _add(session, actor, measure, keeping)


async def edit_measure(session: AsyncSession, actor: Actor, measure: Measure, form: MeasureIn) -> None:
    """What is counted, in other words or under other rules; the numbers stay as they were given."""
    await must_keep(session, actor, measure)
    measure = await locked(session, actor, measure)
    result = await queries.get_result(session, measure)
    if objections := numbers.objections_to_edit(measure, form.per, has_numbers=result.recorded_at is not None):
        raise Refused(fields=objections)
    was = words.facts_of(measure)
    measure.sqlmodel_update(form.model_dump())
    session.add(measure)
    await session.flush()
    became = words.facts_of(measure)
    changed = [name for name in became if was[name] != became[name]]
    if not changed:
        return
    await refresh_result(session, actor, measure)
    await record_event(
        session,
        actor,
        "measure_edited",
        measure,
        idea_id=measure.idea_id,
        words=measure.name,
        was="\n".join(f"{name}: {was[name]}" for name in changed),
        became="\n".join(f"{name}: {became[name]}" for name in changed),
    )


async def close_measure(session: AsyncSession, actor: Actor, measure: Measure) -> None:
    """No longer counted, and no longer asked for; what was counted stays."""
    await must_keep(session, actor, measure)
    measure = await locked(session, actor, measure)
    if measure.closed_at:
        raise Refused("This measure is closed already.")
    measure.closed_at, measure.closed_by_id = clock.now(), actor.person_id
    await _settle(session, actor, measure, "measure_closed")


async def reopen_measure(session: AsyncSession, actor: Actor, measure: Measure) -> None:
    await must_keep(session, actor, measure)
    measure = await locked(session, actor, measure)
    if measure.closed_at is None:
        raise Refused("This measure is open already.")
    if objections := rights.objections_to_adding(await queries.count_open_measures(session, measure)):
        raise Refused(*objections)
    measure.closed_at = measure.closed_by_id = None
    await _settle(session, actor, measure, "measure_reopened")


async def must_keep(session: AsyncSession, actor: Actor, measure: Measure) -> Keeping:
    """Turns away who does not keep the measure."""
    keeping = await queries.get_keeping(session, measure)
    if not rights.may_keep(actor, keeping):
        raise NotAllowed(f"A measure is kept by {rights.who_keeps(keeping)}.")
    return keeping


async def _add(session: AsyncSession, actor: Actor, measure: Measure, keeping: Keeping) -> Measure:
    if not rights.may_keep(actor, keeping):
        raise NotAllowed(f"A measure is added by {rights.who_keeps(keeping)}.")
    if objections := rights.objections_to_adding(await queries.count_open_measures(session, measure)):
        raise Refused(*objections)
    await _settle(session, actor, measure, "measure_added")
    return measure


async def _settle(session: AsyncSession, actor: Actor, measure: Measure, kind: str) -> None:
    session.add(measure)
    await session.flush()
    await refresh_result(session, actor, measure)
    await record_event(session, actor, kind, measure, idea_id=measure.idea_id, words=measure.name)
