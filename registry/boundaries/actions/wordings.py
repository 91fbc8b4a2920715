"""The wordings of a boundary: proposed, agreed to or set aside, put in force; redrawing is a new one with a reason."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.crossings import close_crossing, end_crossings
from registry.boundaries.actions.standing import hold, refresh_watches
from registry.boundaries.actions.watching import judge_watch
from registry.boundaries.models import (
    Boundary,
    BoundaryKind,
    BoundaryWording,
    Crossing,
    CrossingAnswer,
    Watch,
    WatchWording,
)
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.watching import Terms, terms_of
from registry.boundaries.schemas import RedrawingIn
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.measures.models import Measure
from registry.people.actors import Actor, the_registry


async def redraw_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn
) -> BoundaryWording:
    """New words and terms, of which nothing has been said yet; with a sponsor they wait and the old ones stand."""
    await hold_boundary(session, actor, boundary)
    owner = await queries.get_owner(session, boundary)
    if owner.idea is None:
        raise NotFound("boundary")
    if not rules.may_redraw(actor, owner):
        raise NotAllowed("Only the lead redraws a boundary.")
    wording, before = await propose_redrawing(session, actor, boundary, form)
    if rules.needs_agreement(owner.idea):
        await record_wording(session, actor, "boundary_proposed", boundary, wording, before=before)
        return wording
    await put_in_force(session, actor, boundary, wording)
    await record_wording(session, actor, "boundary_drawn", boundary, wording, before=before)
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
    await _check_still_narrower(session, boundary, wording)
    before = await wording_queries.find_newest_agreed(session, boundary)
    await put_in_force(session, actor, boundary, wording)
    await record_wording(session, actor, "boundary_agreed", boundary, wording, before=before)
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
    """Whose it is, and the measure that tells for it."""
    await hold(
        session,
        actor,
        framework_id=boundary.framework_id,
        idea_ids=[boundary.idea_id] if boundary.idea_id else [],
        measure_id=boundary.measure_id,
    )


async def propose_redrawing(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn, *, crossing: Crossing | None = None
) -> tuple[BoundaryWording, BoundaryWording | None]:
    """The new wording, and the one in force before it.

    crossing   to which it is the answer
    """
    wordings = await wording_queries.list_wordings(session, boundary)
    in_force = next((wording for wording in wordings if wording.agreed_at), None)
    sentence, terms = await _new_words_of(session, boundary, form, in_force)
    days = rules.days_from_now_on(boundary, form.answer_days, in_force)
    has_open_crossing = crossing is None and await _is_asked_of_lead(session, boundary)
    if objections := rules.objections_to_redrawing(
        sentence, terms, days, in_force, wordings, has_open_crossing=has_open_crossing
    ):
        raise Refused(*objections)
    wording = await propose_wording(
        session, actor, boundary, sentence, terms, answer_days=days, reason=form.reason, crossing=crossing
    )
    return wording, in_force


async def put_in_force(session: AsyncSession, actor: Actor, boundary: Boundary, wording: BoundaryWording) -> None:
    """Of an idea's own: from now on it is what is said of it; `follow_wording` comes after the event that tells."""
    now = agree(session, actor, wording)
    await session.flush()
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    if watch := await watch_queries.find_watch(session, boundary, idea):
        await word_watch(session, watch, wording, now)
    else:
        await begin_watch(session, boundary, wording, boundary.idea_id)


def agree(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> datetime:
    wording.agreed_at, wording.agreed_by_id = clock.now(), actor.person_id
    session.add(wording)
    return wording.agreed_at


async def begin_watch(
    session: AsyncSession, boundary: Boundary, wording: BoundaryWording, idea_id: UUID | None
) -> Watch:
    """
    idea_id   None where a measure of the framework tells for all its ideas
    """
    now = clock.now()
    watch = Watch(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        idea_id=idea_id,
        measure_id=boundary.measure_id,
        wording_number=wording.number,
        worded_at=now,
        since_at=now,
    )
    session.add(watch)
    await session.flush()
    return watch


async def word_watch(session: AsyncSession, watch: Watch, wording: BoundaryWording, now: datetime) -> None:
    """Other words are in force here from now on; what was said and crossed before was of those before."""
    before = await wording_queries.get_wording_at(session, watch)
    session.add(
        WatchWording(
            organisation_id=watch.organisation_id,
            watch_id=watch.id,
            wording_id=before.id,
            from_at=watch.worded_at,
            until_at=now,
        )
    )
    watch.wording_number, watch.worded_at, watch.status = wording.number, now, None
    session.add(watch)
    await session.flush()
    await end_crossings(session, watch, now)


async def follow_wording(session: AsyncSession, actor: Actor, boundary: Boundary) -> None:
    """Of an idea's own: what the words in force make of the numbers of today, and until when silence tells."""
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    if watch := await watch_queries.find_watch(session, boundary, idea):
        await judge_watch(session, actor, watch, boundary)
    await refresh_watches(session, actor, idea)


async def record_wording(
    session: AsyncSession,
    actor: Actor,
    kind: str,
    boundary: Boundary,
    wording: BoundaryWording,
    *,
    before: BoundaryWording | None = None,
) -> None:
    """One event for new words; the first ones of a boundary have no past and no reason."""
    was, became = rules.told_apart(before, wording) if before else ("", "")
    await record_event(
        session,
        actor,
        kind,
        boundary,
        idea_id=boundary.idea_id,
        words=wording.reason if before else wording.sentence,
        was=was,
        became=became,
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


async def _is_asked_of_lead(session: AsyncSession, boundary: Boundary) -> bool:
    """Whether the question of a crossing waits in its idea; a framework's waits in each idea by itself."""
    if boundary.idea_id is None:
        return False
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    watch = await watch_queries.find_watch(session, boundary, idea)
    return watch is not None and await watch_queries.has_open_crossing(session, [watch])


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


async def _check_still_narrower(session: AsyncSession, boundary: Boundary, wording: BoundaryWording) -> None:
    """While it waited, the idea may have accepted a stricter one of its framework, or chosen another measure for it."""
    terms = terms_of(wording)
    if boundary.narrows_id is None or terms is None:
        return
    idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    wider, wider_measure = await watch_queries.find_terms(session, idea, boundary.narrows_id)
    measure = await session.get_one(Measure, (boundary.organisation_id, boundary.measure_id))
    if wider and (why := rules.why_no_longer_narrower(terms, measure, wider, wider_measure)):
        raise Refused(f"{why} Set this one aside, and the lead can propose another.")


async def propose_wording(
    session: AsyncSession,
    actor: Actor,
    boundary: Boundary,
    sentence: str,
    terms: Terms | None,
    *,
    answer_days: int | None,
    reason: str = "",
    crossing: Crossing | None = None,
) -> BoundaryWording:
    wordings = await wording_queries.list_wordings(session, boundary)
    wording = BoundaryWording(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        number=wordings[0].number + 1 if wordings else 1,
        sentence=sentence,
        answer_days=answer_days,
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
