"""A boundary is drawn, agreed to or set aside, and redrawn with a reason."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.crossings import close_crossing, end_crossings
from registry.boundaries.actions.standing import hold, refresh_watches
from registry.boundaries.actions.watching import judge_boundary
from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.watching import Terms
from registry.boundaries.schemas import BoundaryIn, RedrawingIn
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries as measure_queries
from registry.measures.models import Measure
from registry.people.actors import Actor
from registry.pledges.actions.settling import the_registry


async def draw_boundary(session: AsyncSession, actor: Actor, idea: Idea, form: BoundaryIn) -> Boundary:
    """By the lead alone while there is no sponsor; otherwise it waits for the sponsor's agreement."""
    await hold(session, actor, idea_ids=[idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead of a registered idea draws its boundaries.")
    boundary = _new(actor, form, idea_id=idea.id)
    if objections := rules.objections_to_drawing(await queries.count_boundaries(session, boundary)):
        raise Refused(*objections)
    sentence, terms = await _words_of(session, actor, boundary, form)
    session.add(boundary)
    await session.flush()
    wording = await _propose(session, actor, boundary, sentence, terms)
    if rules.needs_agreement(standing):
        await record_wording(session, actor, "boundary_proposed", boundary, wording)
        return boundary
    await put_in_force(session, actor, boundary, wording)
    await record_wording(session, actor, "boundary_drawn", boundary, wording)
    await follow_wording(session, actor, boundary)
    return boundary


async def redraw_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn
) -> BoundaryWording:
    """New words and terms, of which nothing has been said yet; with a sponsor they wait and the old ones stand."""
    await hold_boundary(session, actor, boundary)
    owner = await queries.get_owner(session, boundary)
    if not rules.may_redraw(actor, owner):
        raise NotAllowed("Only the lead redraws a boundary.")
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
    before = await queries.find_wording_in_force(session, boundary)
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
    idea_ids = [boundary.idea_id] if boundary.idea_id else []
    await hold(session, actor, framework_id=boundary.framework_id, idea_ids=idea_ids, measure_id=boundary.measure_id)


async def propose_redrawing(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn, *, crossing: Crossing | None = None
) -> tuple[BoundaryWording, str]:
    """The new wording, and the sentence in force before it.

    crossing   to which it is the answer
    """
    wordings = await queries.list_wordings(session, boundary)
    in_force = next((wording for wording in wordings if wording.agreed_at), None)
    sentence, terms = await _new_words_of(session, boundary, form, in_force)
    is_asked = crossing is None and boundary.idea_id is not None
    has_open_crossing = is_asked and await queries.has_open_crossing(session, boundary)
    if objections := rules.objections_to_redrawing(
        sentence, terms, in_force, wordings, has_open_crossing=has_open_crossing
    ):
        raise Refused(*objections)
    wording = await _propose(session, actor, boundary, sentence, terms, reason=form.reason, crossing=crossing)
    return wording, in_force.sentence if in_force else ""


async def put_in_force(session: AsyncSession, actor: Actor, boundary: Boundary, wording: BoundaryWording) -> None:
    """From now on it is what is said of the boundary; `follow_wording` comes after the event that tells of it."""
    now = clock.now()
    wording.agreed_at, wording.agreed_by_id = now, actor.person_id
    session.add(wording)
    if wording.number == 1:
        session.add(
            Watch(
                organisation_id=boundary.organisation_id,
                boundary_id=boundary.id,
                idea_id=boundary.idea_id,
                measure_id=boundary.measure_id,
                since_at=now,
            )
        )
    await session.flush()
    if wording.number > 1:
        await end_crossings(session, boundary, now)
        await _forget_what_was_said(session, boundary)


async def follow_wording(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """What the words in force make of the numbers of today, and until when silence tells."""
    await judge_boundary(session, actor, boundary)
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    await refresh_watches(session, actor, idea)


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


def _new(actor: Actor, form: BoundaryIn, *, idea_id: UUID | None = None, framework_id: UUID | None = None) -> Boundary:
    is_measured = form.kind is BoundaryKind.MEASURED
    return Boundary(
        organisation_id=actor.organisation_id,
        kind=form.kind,
        measure_id=form.measure_id if is_measured else None,
        drawn_at=clock.now(),
        drawn_by_id=actor.person_id,
        idea_id=idea_id,
        framework_id=framework_id,
    )


async def _words_of(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: BoundaryIn
) -> tuple[str, Terms | None]:
    """The sentence and the terms of a new boundary; the sentence is made from the terms where none is written."""
    if boundary.kind is BoundaryKind.DECLARED:
        _refuse(rules.objections_to_words(form.sentence))
        return form.sentence, None
    measure_id = boundary.measure_id
    measure = await measure_queries.get_measure(session, actor, measure_id) if measure_id else None
    _refuse(
        rules.objections_to_measure(measure, boundary)
        | rules.objections_to_terms(form.comparison, form.limit_value, form.margin)
        | rules.objections_to_words(form.sentence, can_be_proposed=bool(measure or boundary.idea_id))
    )
    terms = form.terms(form.comparison)
    return form.sentence or _proposed(measure, terms), terms


async def _new_words_of(
    session: AsyncSession, boundary: Boundary, form: RedrawingIn, in_force: BoundaryWording | None
) -> tuple[str, Terms | None]:
    if boundary.kind is BoundaryKind.DECLARED or in_force is None:
        _refuse(rules.objections_to_words(form.sentence))
        return form.sentence, None
    measure_id = boundary.measure_id
    measure = await session.get_one(Measure, (boundary.organisation_id, measure_id)) if measure_id else None
    _refuse(
        rules.objections_to_terms(in_force.comparison, form.limit_value, form.margin)
        | rules.objections_to_words(form.sentence, can_be_proposed=measure is not None)
    )
    terms = form.terms(in_force.comparison)
    return form.sentence or _proposed(measure, terms), terms


def _proposed(measure: Measure | None, terms: Terms | None) -> str:
    return rules.sentence_for(measure, terms) if measure and terms else ""


def _refuse(objections: dict[str, str]) -> None:
    if objections:
        raise Refused(fields=objections)


async def _propose(
    session: AsyncSession,
    actor: Actor,
    boundary: Boundary,
    sentence: str,
    terms: Terms | None,
    *,
    reason: str = "",
    crossing: Crossing | None = None,
) -> BoundaryWording:
    wordings = await queries.list_wordings(session, boundary)
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
        .execution_options(synchronize_session="fetch")
    )


async def _boundary_of(session: AsyncSession, wording: BoundaryWording) -> Boundary:
    return await session.get_one(Boundary, (wording.organisation_id, wording.boundary_id))
