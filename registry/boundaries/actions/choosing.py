"""Each idea chooses which of its measures tells for a framework's boundary, where the framework has none for all."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.standing import hold, refresh_watches
from registry.boundaries.actions.watching import judge_watches
from registry.boundaries.models import Watch
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import watches as queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.schemas import ChoiceIn
from registry.history.actions import record_event
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries as measure_queries
from registry.measures.models import Measure
from registry.people.actors import Actor


async def choose_measure(session: AsyncSession, actor: Actor, watch: Watch, form: ChoiceIn) -> Watch:
    """The first choice tells since the boundary holds here; another one from now on, in a watch of its own.

    returns   the watch for which it tells
    """
    watch, boundary, idea = await queries.get_watch(session, actor, watch.id)
    await hold(session, actor, idea_ids=[idea.id], measure_id=form.measure_id)
    await session.refresh(watch)
    if not rules.may_choose_measure(actor, await idea_queries.get_standing(session, idea), boundary):
        raise NotAllowed("Only the lead chooses which measure tells.")
    measure = await measure_queries.get_measure(session, actor, form.measure_id)
    reasons = rules.objections_to_choosing(watch, has_open_crossing=await queries.has_open_crossing(session, [watch]))
    fields = rules.objections_to_choice(measure, watch)
    if reasons or fields:
        raise Refused(*reasons, fields=fields)
    before = await boundary_queries.find_measure(session, watch)
    chosen = await _told_by(session, actor, watch, measure)
    wording = await wording_queries.get_wording_at(session, chosen)
    await record_event(
        session,
        actor,
        "measure_chosen",
        boundary,
        idea_id=idea.id,
        words=wording.sentence,
        was=before.name if before else "",
        became=measure.name,
    )
    await judge_watches(session, actor, measure, [(chosen, boundary)])
    await refresh_watches(session, actor, idea)
    return chosen


async def _told_by(session: AsyncSession, actor: Actor, watch: Watch, measure: Measure) -> Watch:
    if watch.measure_id is None:
        watch.measure_id = measure.id
        session.add(watch)
        await session.flush()
        return watch
    watch.ended_at, watch.ended_by_id = clock.now(), actor.person_id
    session.add(watch)
    await session.flush()
    chosen = Watch(
        organisation_id=watch.organisation_id,
        boundary_id=watch.boundary_id,
        idea_id=watch.idea_id,
        measure_id=measure.id,
        wording_number=watch.wording_number,
        worded_at=clock.now(),
        since_at=clock.now(),
    )
    session.add(chosen)
    await session.flush()
    return chosen
