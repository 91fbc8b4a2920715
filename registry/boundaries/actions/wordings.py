"""The wordings of a boundary: proposed, agreed to or set aside, put in force; redrawing is a new one with a reason."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.crossings import close_crossing, end_crossings
from registry.boundaries.actions.standing import (
    hold,
    refresh_shared_watch,
    refresh_watches,
    refresh_watches_under,
)
from registry.boundaries.actions.watching import judge_boundary
from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.watching import Terms
from registry.boundaries.schemas import RedrawingIn
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.database import new_id
from registry.kit.errors import NotAllowed, Refused
from registry.measures.models import Measure
from registry.people.actors import Actor
from registry.pledges.actions.settling import the_registry


async def redraw_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn
) -> BoundaryWording:
    """New words and terms, of which nothing has been said yet; with a sponsor they wait and the old ones stand."""
    await hold_boundary(session, actor, boundary)
    owner = await queries.get_owner(session, boundary)
    if not rules.may_redraw(actor, owner):
        raise NotAllowed("Only the lead redraws a boundary." if owner.idea else "Only its stewards redraw it.")
    wording, was = await propose_redrawing(session, actor, boundary, form)
    if owner.idea and rules.needs_agreement(owner.idea):
        await record_wording(session, actor, "boundary_proposed", boundary, wording, was=was)
        return wording
    await put_in_force(session, actor, boundary, wording)
    await record_wording(session, actor, "boundary_drawn", boundary, wording, was=was)
    await follow_wording(session, actor, boundary)
    return wording


async def agree_wording(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> None:
    """Puts a proposed wording in force; when it answers a crossing, the crossing is answered by it."""
    boundary = await _boundary_of(session, wording)
    await hold_boundary(session, actor, boundary)
    await session.refresh(wording)
    owner = await queries.get_owner(session, boundary)
    if owner.idea is None or not rules.may_agree(actor, owner.idea, wording):
        raise NotAllowed("The sponsor of the idea agrees to a boundary, once.")
    before = await wording_queries.find_wording_in_force(session, boundary)
    await put_in_force(session, actor, boundary, wording)
    was = before.sentence if before else ""
    await record_wording(session, actor, "boundary_agreed", boundary, wording, was=was)
    if wording.crossing_id:
        await _answer_by(session, actor, wording)
    await follow_wording(session, actor, boundary)


async def set_aside_wording(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> None:
    boundary = await _boundary_of(session, wording)
    await hold_boundary(session, actor, boundary)
    await session.refresh(wording)
    owner = await queries.get_owner(session, boundary)
    if owner.idea is None or not rules.may_set_aside(actor, owner.idea, wording):
        raise NotAllowed("The sponsor sets a proposed boundary aside, or the lead takes it back.")
    wording.set_aside_at, wording.set_aside_by_id = clock.now(), actor.person_id
    session.add(wording)
    await session.flush()
    await record_event(session, actor, "boundary_set_aside", boundary, idea_id=boundary.idea_id, words=wording.sentence)


async def hold_boundary(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """All that stands under it."""
    await hold(
        session,
        actor,
        framework_id=boundary.framework_id,
        is_all_under=True,
        idea_ids=[boundary.idea_id] if boundary.idea_id else [],
        measure_id=boundary.measure_id,
    )


async def propose_redrawing(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn, *, crossing: Crossing | None = None
) -> tuple[BoundaryWording, str]:
    """The new wording, and the sentence in force before it.

    crossing   to which it is the answer
    """
    wordings = await wording_queries.list_wordings(session, boundary)
    in_force = next((wording for wording in wordings if wording.agreed_at), None)
    sentence, terms = await _new_words_of(session, boundary, form, in_force)
    has_open_crossing = crossing is None and await _is_asked_of_lead(session, boundary)
    if objections := rules.objections_to_redrawing(
        sentence, terms, in_force, wordings, has_open_crossing=has_open_crossing
    ):
        raise Refused(*objections)
    wording = await propose_wording(session, actor, boundary, sentence, terms, reason=form.reason, crossing=crossing)
    return wording, in_force.sentence if in_force else ""


async def put_in_force(session: AsyncSession, actor: Actor, boundary: Boundary, wording: BoundaryWording) -> None:
    """From now on it is what is said of the boundary; `follow_wording` comes after the event that tells of it."""
    now = clock.now()
    wording.agreed_at, wording.agreed_by_id = now, actor.person_id
    session.add(wording)
    await session.flush()
    if wording.number == 1:
        await _begin_watching(session, boundary, now)
    else:
        await end_crossings(session, boundary, now)
        await _forget_what_was_said(session, boundary)


async def follow_wording(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """What the words in force make of the numbers of today, and until when silence tells."""
    if boundary.framework_id and boundary.measure_id is None:
        await refresh_watches_under(session, actor, boundary, boundary.framework_id)
    await judge_boundary(session, actor, boundary)
    if boundary.idea_id:
        idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
        await refresh_watches(session, actor, idea)
    elif boundary.measure_id and (watch := await watch_queries.find_watch(session, boundary, None)):
        await refresh_shared_watch(session, actor, await watch_queries.get_facts(session, watch))


async def record_wording(
    session: AsyncSession, actor: Actor, kind: str, boundary: Boundary, wording: BoundaryWording, *, was: str = ""
) -> None:
    """One event for new words; the first ones of a boundary have no past and no reason."""
    await record_event(
        session,
        actor,
        kind,
        boundary,
        idea_id=boundary.idea_id,
        words=wording.reason if was else wording.sentence,
        was=was,
        became=wording.sentence if was else "",
    )


async def _answer_by(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> None:
    """The redrawing agreed to was proposed as the answer to a crossing."""
    crossing = await session.get_one(Crossing, (wording.organisation_id, wording.crossing_id))
    if crossing.answered_at:
        return
    await close_crossing(session, actor.person_id, crossing, CrossingAnswer.REDRAWN, wording.reason)
    idea_id = (await crossing_queries.get_crossing(session, actor, crossing.id)).watch.idea_id
    words = f"{CrossingAnswer.REDRAWN.label}: {wording.reason}"
    await record_event(session, the_registry(actor), "crossing_answered", crossing, idea_id=idea_id, words=words)


async def _new_words_of(
    session: AsyncSession, boundary: Boundary, form: RedrawingIn, in_force: BoundaryWording | None
) -> tuple[str, Terms | None]:
    if boundary.kind is BoundaryKind.DECLARED or in_force is None:
        refuse(rules.objections_to_words(form.sentence))
        return form.sentence, None
    measure_id = boundary.measure_id
    measure = await session.get_one(Measure, (boundary.organisation_id, measure_id)) if measure_id else None
    refuse(
        rules.objections_to_terms(in_force.comparison, form.limit_value, form.margin)
        | rules.objections_to_words(form.sentence, can_be_proposed=measure is not None)
    )
    terms = form.terms(in_force.comparison)
    refuse(rules.objections_to_old_words(form.sentence, terms, in_force))
    if boundary.narrows_id and terms and measure:
        await check_narrowing(session, boundary, terms, measure, is_new=False)
    return form.sentence or proposed_sentence(measure, terms), terms


async def _begin_watching(session: AsyncSession, boundary: Boundary, since_at: datetime) -> None:
    """One watch for an idea's own boundary or a shared measure, otherwise one for each idea under the framework."""
    ids: Sequence[UUID | None] = [boundary.idea_id]
    if boundary.framework_id and boundary.measure_id is None:
        ids = await watch_queries.list_idea_ids_under(session, boundary)
    held = {"organisation_id": boundary.organisation_id, "boundary_id": boundary.id, "since_at": since_at}
    rows = [
        held | {"id": new_id(), "version": 1, "idea_id": idea_id, "measure_id": boundary.measure_id} for idea_id in ids
    ]
    if rows:
        await session.exec(insert(Watch), params=rows)


async def _is_asked_of_lead(session: AsyncSession, boundary: Boundary) -> bool:
    """Whether the question of a crossing waits in its idea; a framework's waits in each idea by itself."""
    if boundary.idea_id is None:
        return False
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    watch = await watch_queries.find_watch(session, boundary, idea)
    return watch is not None and await watch_queries.has_open_crossing(session, [watch])


async def _forget_what_was_said(session: AsyncSession, boundary: Boundary) -> None:
    """It was said of the words before."""
    await session.exec(
        update(Watch)
        .where(
            col(Watch.organisation_id) == boundary.organisation_id,
            col(Watch.boundary_id) == boundary.id,
            col(Watch.ended_at).is_(None),
        )
        .values(status=None)
        .execution_options(synchronize_session=False)
    )


async def _boundary_of(session: AsyncSession, wording: BoundaryWording) -> Boundary:
    return await session.get_one(Boundary, (wording.organisation_id, wording.boundary_id))


async def check_narrowing(
    session: AsyncSession, boundary: Boundary, terms: Terms, measure: Measure, *, is_new: bool = True
) -> None:
    """Against the terms in force of the framework's boundary; none hold for an idea that has left the framework."""
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    wider, wider_measure = await watch_queries.find_terms(session, idea, boundary.narrows_id)
    if is_new or wider:
        refuse(rules.objections_to_narrowing(terms, measure, wider, wider_measure))


async def propose_wording(
    session: AsyncSession,
    actor: Actor,
    boundary: Boundary,
    sentence: str,
    terms: Terms | None,
    *,
    reason: str = "",
    crossing: Crossing | None = None,
) -> BoundaryWording:
    wordings = await wording_queries.list_wordings(session, boundary)
    wording = BoundaryWording(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        number=wordings[0].number + 1 if wordings else 1,
        sentence=sentence,
        reason=reason,
        crossing_id=crossing.id if crossing else None,
        proposed_at=clock.now(),
        proposed_by_id=actor.person_id,
        **(asdict(terms) if terms else {}),
    )
    session.add(wording)
    await session.flush()
    return wording


def proposed_sentence(measure: Measure | None, terms: Terms | None) -> str:
    return rules.sentence_for(measure, terms) if measure and terms else ""


def refuse(objections: dict[str, str]) -> None:
    if objections:
        raise Refused(fields=objections)
