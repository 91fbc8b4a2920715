"""A framework's boundaries change with its versions: drawn, redrawn and ended for the next one, which is published.

Until an idea accepts it the first version grows in place: what is drawn then holds at once.
"""

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import wordings
from registry.boundaries.actions.drawing import new_boundary, words_of
from registry.boundaries.actions.standing import hold, refresh_shared_watch
from registry.boundaries.actions.watching import judge_watch
from registry.boundaries.actions.wordings import (
    agree,
    begin_watch,
    hold_boundary,
    propose_redrawing,
    propose_wording,
    record_wording,
    word_watch,
)
from registry.boundaries.models import Boundary, BoundaryWording, VersionBoundary
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import versions as queries
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.schemas import BoundaryIn, PublishingIn, RedrawingIn
from registry.frameworks.actions import versions as version_actions
from registry.frameworks.models import Framework, FrameworkVersion
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules import versions as version_rules
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor, the_registry


async def draw_framework_boundary(
    session: AsyncSession, actor: Actor, framework: Framework, form: BoundaryIn
) -> Boundary:
    """By a steward, for the next version."""
    boundary = new_boundary(actor, form, framework)
    await hold_boundary(session, actor, boundary)
    if not rules.may_redraw(actor, await boundary_queries.get_owner(session, boundary)):
        raise NotAllowed("Only its stewards draw the boundaries of a framework.")
    if objections := rules.objections_to_drawing(
        await boundary_queries.count_boundaries(session, boundary), "framework"
    ):
        raise Refused(*objections)
    sentence, terms = await words_of(session, actor, boundary, form)
    session.add(boundary)
    await session.flush()
    days = None if terms else form.answer_days
    wording = await propose_wording(session, actor, boundary, sentence, terms, answer_days=days)
    await _prepare(session, actor, framework, boundary, wording)
    return boundary


async def redraw_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn
) -> BoundaryWording:
    """A framework's by a steward, for the next version; an idea's own as `wordings.redraw_boundary` says."""
    if boundary.framework_id is None:
        return await wordings.redraw_boundary(session, actor, boundary, form)
    await hold_boundary(session, actor, boundary)
    if not rules.may_redraw(actor, await boundary_queries.get_owner(session, boundary)):
        raise NotAllowed("Only its stewards redraw it.")
    if boundary.ended_at:
        raise Refused("This boundary ends with the next version, or has ended. Keep it first.")
    framework = await boundary_queries.get_framework_of(session, actor, boundary)
    wording, before = await propose_redrawing(session, actor, boundary, form)
    await _prepare(session, actor, framework, boundary, wording, before=before)
    return wording


async def end_boundary(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """The next version leaves it out; ideas that keep an older version stay under it."""
    framework = await _held_by_steward(session, actor, boundary)
    if boundary.ended_at:
        raise Refused("This boundary ends already.")
    version = await version_actions.version_to_change(session, actor, framework)
    said = await wording_queries.list_wordings(session, boundary)
    boundary.ended_at, boundary.ended_by_id = clock.now(), actor.person_id
    session.add(boundary)
    for wording in said:
        if wording.is_open:
            wording.set_aside_at, wording.set_aside_by_id = clock.now(), actor.person_id
            session.add(wording)
    await session.flush()
    if version.is_published:
        await _leave_out(session, version, boundary)
        await _follow(session, actor, framework, version)
    kind = "boundary_ended" if version.is_published else "boundary_ending_prepared"
    await record_event(session, actor, kind, boundary, words=said[0].sentence)


async def keep_boundary(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """The next version does not leave it out after all."""
    framework = await _held_by_steward(session, actor, boundary)
    newest = await version_queries.get_newest(session, framework)
    stands = {held.id: wording for held, wording in await queries.list_held(session, newest)}
    if boundary.ended_at is None or boundary.id not in stands:
        raise Refused("This boundary does not end with the next version.")
    boundary.ended_at = boundary.ended_by_id = None
    session.add(boundary)
    await session.flush()
    await record_event(session, actor, "boundary_kept", boundary, words=stands[boundary.id].sentence)


async def publish_version(
    session: AsyncSession, actor: Actor, framework: Framework, form: PublishingIn
) -> FrameworkVersion:
    """What was prepared is what ideas that join accept from now on; others keep theirs until their lead accepts."""
    await hold(session, actor, framework_id=framework.id)
    if not rules.may_publish(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards publish a version of a framework.")
    version = await version_queries.find_prepared(session, framework)
    if version is None:
        raise Refused("Nothing is being prepared. Change an outcome, a boundary or the direction first.")
    found = await queries.get_preparation(session, framework, version)
    objections = version_rules.objections_to_publishing(
        found.differences, found.after, boundaries_at_most=rules.BOUNDARIES_AT_MOST
    )
    fields = await version_actions.objections_to_name(session, actor, framework, version.name)
    if objections or fields:
        raise Refused(*objections, *fields.values())
    for boundary, wording in await queries.list_prepared(session, framework):
        if wording.is_open:
            agree(session, actor, wording)
        _hold_in(session, version, boundary, wording)
    await session.flush()
    await version_actions.put_in_force(session, actor, framework, version, form.reason)
    await _record_publishing(session, actor, framework, version, found.differences)
    await _follow(session, actor, framework, version)
    return version


async def publish_redrawing(session: AsyncSession, actor: Actor, boundary: Boundary, wording: BoundaryWording) -> None:
    """The answer to a crossing: a version at once, which differs from the one before by these words alone."""
    framework = await boundary_queries.get_framework_of(session, actor, boundary)
    newest = await version_queries.get_newest(session, framework)
    agree(session, actor, wording)
    await session.flush()
    if version_rules.can_be_changed(newest):
        await _put_in(session, newest, boundary, wording)
        await _follow(session, actor, framework, newest)
        return
    before = await queries.get_said(session, newest)
    if prepared := await version_queries.find_prepared(session, framework):
        await version_actions.make_way(session, prepared)
    version = await version_actions.begin_version(session, actor, framework, newest)
    for held, words in await queries.list_held(session, newest):
        _hold_in(session, version, held, wording if held.id == boundary.id else words)
    await session.flush()
    await version_actions.put_in_force(session, actor, framework, version, wording.reason)
    found = version_rules.differences(before, await queries.get_said(session, version))
    await _record_publishing(session, the_registry(actor), framework, version, found)
    await _follow(session, actor, framework, version)


async def drop_preparation(session: AsyncSession, actor: Actor, framework: Framework) -> None:
    """Begins again from the version that stands; what had been prepared stays in history."""
    await hold(session, actor, framework_id=framework.id)
    if not rules.may_publish(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards prepare a version of a framework.")
    version = await version_queries.find_prepared(session, framework)
    if version is None:
        raise Refused("Nothing is being prepared.")
    found = await queries.get_preparation(session, framework, version)
    stands = {boundary.id for boundary, _ in await queries.list_held(session, found.newest)}
    for boundary in await queries.list_boundaries_of(session, framework):
        if boundary.ended_at and boundary.id in stands:
            boundary.ended_at = boundary.ended_by_id = None
            session.add(boundary)
        for wording in await wording_queries.list_wordings(session, boundary):
            if wording.is_open:
                wording.set_aside_at, wording.set_aside_by_id = clock.now(), actor.person_id
                session.add(wording)
    await version_actions.remove_prepared(session, version)
    words = queries.differences_words(found.differences)
    await record_event(session, actor, "preparation_dropped", framework, words=framework.name, was=words)


async def _held_by_steward(session: AsyncSession, actor: Actor, boundary: Boundary) -> Framework:
    await hold_boundary(session, actor, boundary)
    framework = await boundary_queries.get_framework_of(session, actor, boundary)
    if not rules.may_redraw(actor, await boundary_queries.get_owner(session, boundary)):
        raise NotAllowed("Only its stewards end a boundary of a framework.")
    await session.refresh(boundary)
    return framework


async def _prepare(
    session: AsyncSession,
    actor: Actor,
    framework: Framework,
    boundary: Boundary,
    wording: BoundaryWording,
    *,
    before: BoundaryWording | None = None,
) -> None:
    """Words for the next version; in a first version that no idea has accepted they hold at once."""
    version = await version_actions.version_to_change(session, actor, framework)
    if not version.is_published:
        await record_wording(session, actor, "boundary_prepared", boundary, wording, before=before)
        return
    agree(session, actor, wording)
    await _put_in(session, version, boundary, wording)
    await record_wording(session, actor, "boundary_drawn", boundary, wording, before=before)
    await _follow(session, actor, framework, version)


async def _follow(session: AsyncSession, actor: Actor, framework: Framework, version: FrameworkVersion) -> None:
    """What tells for all ideas at once follows the newest version, whatever each of them accepted."""
    watches = {boundary.id: watch for watch, boundary in await watch_queries.list_shared_watches(session, framework)}
    held = {boundary.id: (boundary, wording) for boundary, wording in await queries.list_held(session, version)}
    for boundary_id, watch in watches.items():
        if boundary_id not in held:
            watch.ended_at, watch.ended_by_id = clock.now(), actor.person_id
            session.add(watch)
    await session.flush()
    for boundary, wording in held.values():
        if boundary.measure_id is None:
            continue
        standing = watches.get(boundary.id)
        if standing and standing.wording_number == wording.number:
            continue
        await hold(session, actor, measure_id=boundary.measure_id)
        if standing:
            await word_watch(session, standing, wording, wording.agreed_at or clock.now())
        watch = standing or await begin_watch(session, boundary, wording, None)
        await judge_watch(session, actor, watch, boundary)
        await refresh_shared_watch(session, actor, await watch_queries.get_facts(session, watch))


async def _put_in(
    session: AsyncSession, version: FrameworkVersion, boundary: Boundary, wording: BoundaryWording
) -> None:
    """Into a version that may still be changed."""
    await _leave_out(session, version, boundary)
    _hold_in(session, version, boundary, wording)
    await session.flush()


def _hold_in(session: AsyncSession, version: FrameworkVersion, boundary: Boundary, wording: BoundaryWording) -> None:
    session.add(
        VersionBoundary(
            organisation_id=version.organisation_id,
            version_id=version.id,
            boundary_id=boundary.id,
            wording_id=wording.id,
        )
    )


async def _leave_out(session: AsyncSession, version: FrameworkVersion, boundary: Boundary) -> None:
    await session.exec(
        delete(VersionBoundary).where(
            col(VersionBoundary.organisation_id) == version.organisation_id,
            col(VersionBoundary.version_id) == version.id,
            col(VersionBoundary.boundary_id) == boundary.id,
        )
    )


async def _record_publishing(
    session: AsyncSession,
    actor: Actor,
    framework: Framework,
    version: FrameworkVersion,
    found: list[version_rules.Difference],
) -> None:
    words = f"Version {version.number}: {version.reason}" if version.reason else f"Version {version.number}"
    became = queries.differences_words(found)
    await record_event(session, actor, "version_published", framework, words=words, became=became)
