"""An idea comes under a framework and its boundaries, or leaves it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.standing import hold, refresh_watches
from registry.boundaries.models import Watch
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import watches as queries
from registry.boundaries.rules import joining as rules
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor


async def join_framework(session: AsyncSession, actor: Actor, idea: Idea, framework: Framework) -> None:
    """By the lead. It is watched from now on; of a measured boundary nothing is known until a measure is chosen."""
    await hold(session, actor, framework_id=framework.id, idea_ids=[idea.id])
    if not rules.may_join(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead puts an idea under a framework, while it is open.")
    present = await idea_queries.find_framework_of(session, actor, idea)
    if objections := rules.objections_to_joining(present.name if present else None):
        raise Refused(*objections)
    await idea_actions.note_framework(session, actor, idea, framework)
    boundaries = await boundary_queries.list_boundaries_of_framework(session, framework)
    session.add_all(
        Watch(organisation_id=idea.organisation_id, boundary_id=boundary.id, idea_id=idea.id, since_at=clock.now())
        for boundary in boundaries
        if boundary.measure_id is None
    )
    await session.flush()
    await record_event(session, actor, "framework_joined", framework, idea_id=idea.id, words=framework.name)
    await refresh_watches(session, actor, idea)


async def leave_framework(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """By the lead, except with an open crossing. What its watches saw stays on record."""
    summary = await idea_queries.get_summary(session, idea)
    await hold(session, actor, framework_id=summary.framework_id, idea_ids=[idea.id])
    if not rules.may_leave(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead takes an idea out of its framework.")
    framework = await framework_queries.find_framework(session, actor, summary.framework_id)
    if framework is None:
        raise NotFound("framework")
    watches = await queries.list_watches_under(session, idea, framework)
    has_open_crossing = await queries.has_open_crossing(session, watches)
    if objections := rules.objections_to_leaving(has_open_crossing=has_open_crossing):
        raise Refused(*objections)
    for watch in watches:
        watch.ended_at, watch.ended_by_id = clock.now(), actor.person_id
        session.add(watch)
    await idea_actions.note_framework(session, actor, idea, None)
    await record_event(session, actor, "framework_left", framework, idea_id=idea.id, words=framework.name)
    await refresh_watches(session, actor, idea)
