"""An idea comes under a framework and its boundaries, or leaves it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.standing import hold, refresh_watches
from registry.boundaries.actions.watching import judge_watch
from registry.boundaries.actions.wordings import begin_watch, word_watch
from registry.boundaries.queries import versions as held_queries
from registry.boundaries.queries import watches as queries
from registry.boundaries.rules import joining as rules
from registry.frameworks.models import Framework, FrameworkVersion
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor


async def join_framework(session: AsyncSession, actor: Actor, idea: Idea, framework: Framework) -> None:
    """By the lead, who accepts the newest published version.

    It is watched from now on; of a measured boundary nothing is known until a measure is chosen.
    """
    await hold(session, actor, framework_id=framework.id, idea_ids=[idea.id])
    if not rules.may_join(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead puts an idea under a framework, while it is open.")
    present = await place_queries.find_framework_of(session, actor, idea)
    if objections := rules.objections_to_joining(present.name if present else None):
        raise Refused(*objections)
    version = await version_queries.get_newest(session, framework)
    await idea_actions.note_framework(session, actor, idea, version)
    for boundary, wording in await held_queries.list_held(session, version):
        if boundary.measure_id is None:
            await begin_watch(session, boundary, wording, idea.id)
    await record_event(session, actor, "framework_joined", framework, idea_id=idea.id, words=framework.name)
    await refresh_watches(session, actor, idea)


async def accept_version(session: AsyncSession, actor: Actor, idea: Idea, version: FrameworkVersion) -> None:
    """By the lead: the idea stands under the newest version from now on.

    New boundaries begin to be watched; those left out are watched no longer, and a limit that moved judges what is
    dated from today on. A question that waits for an answer goes on waiting.
    """
    await hold(session, actor, framework_id=version.framework_id, idea_ids=[idea.id])
    await session.refresh(version)
    framework = await framework_queries.get_framework(session, actor, version.framework_id)
    if not rules.may_accept(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead accepts a version for an idea, while it is open.")
    place = await place_queries.find_place_in_framework(session, idea)
    watches = {
        watch.boundary_id: watch for watch in await queries.list_watches_under(session, idea, version.framework_id)
    }
    held = {boundary.id: (boundary, wording) for boundary, wording in await held_queries.list_held(session, version)}
    left_out = [watch for boundary_id, watch in watches.items() if boundary_id not in held]
    if objections := rules.objections_to_accepting(
        version, place, has_open_crossing=await queries.has_open_crossing(session, left_out)
    ):
        raise Refused(*objections)
    await idea_actions.note_version(session, actor, idea, version)
    for watch in left_out:
        watch.ended_at, watch.ended_by_id = clock.now(), actor.person_id
        session.add(watch)
    moved = []
    for boundary, wording in held.values():
        kept = watches.get(boundary.id)
        if kept is None and boundary.measure_id is None:
            await begin_watch(session, boundary, wording, idea.id)
        elif kept and kept.wording_number != wording.number:
            await word_watch(session, kept, wording, clock.now())
            moved.append((kept, boundary))
    await session.flush()
    words = f"Version {version.number}"
    await record_event(session, actor, "version_accepted", framework, idea_id=idea.id, words=words, became=version.name)
    for watch, boundary in moved:
        await judge_watch(session, actor, watch, boundary)
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
    watches = await queries.list_watches_under(session, idea, framework.id)
    has_open_crossing = await queries.has_open_crossing(session, watches)
    if objections := rules.objections_to_leaving(has_open_crossing=has_open_crossing):
        raise Refused(*objections)
    for watch in watches:
        watch.ended_at, watch.ended_by_id = clock.now(), actor.person_id
        session.add(watch)
    await idea_actions.note_framework(session, actor, idea, None)
    await record_event(session, actor, "framework_left", framework, idea_id=idea.id, words=framework.name)
    await refresh_watches(session, actor, idea)
