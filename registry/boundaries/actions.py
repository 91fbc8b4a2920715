from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries import rules
from registry.boundaries.models import (
    Answer,
    Boundary,
    BoundaryAnswer,
    BoundaryWording,
    Crossing,
    CrossingAnswer,
    Watch,
)
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, CrossingAnswerIn, RedrawingIn
from registry.history.actions import record_event
from registry.ideas import actions as idea_actions
from registry.ideas import queries as idea_queries
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor


async def draw_boundary(session: AsyncSession, actor: Actor, idea: Idea, form: BoundaryIn) -> Boundary:
    """By the lead alone while there is no sponsor; otherwise it waits for the sponsor's agreement."""
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead of a registered idea draws its boundaries.")
    if objections := rules.objections_to_drawing(await queries.count_boundaries(session, idea)):
        raise Refused(*objections)
    boundary = Boundary(
        organisation_id=idea.organisation_id, idea_id=idea.id, drawn_at=clock.now(), drawn_by_id=actor.person_id
    )
    session.add(boundary)
    await session.flush()
    wording = await _propose(session, actor, boundary, form.sentence)
    if rules.needs_agreement(standing):
        await record_event(session, actor, "boundary_proposed", boundary, idea_id=idea.id, words=form.sentence)
    else:
        await _put_in_force(session, actor, boundary, wording)
        await record_event(session, actor, "boundary_drawn", boundary, idea_id=idea.id, words=form.sentence)
    return boundary


async def redraw_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: RedrawingIn
) -> BoundaryWording:
    """New words, which nobody has answered yet; with a sponsor they wait for agreement and the old ones stand."""
    idea = await _idea_of(session, boundary)
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead redraws a boundary.")
    row = await queries.get_row(session, actor, boundary, idea)
    wordings = await queries.list_wordings(session, boundary)
    if objections := rules.objections_to_redrawing(
        form.sentence, row.wording, wordings, has_open_crossing=bool(row.crossing_ids)
    ):
        raise Refused(*objections)
    wording = await _propose(session, actor, boundary, form.sentence, reason=form.reason)
    kind = "boundary_proposed"
    if not rules.needs_agreement(standing):
        await _put_in_force(session, actor, boundary, wording)
        kind = "boundary_drawn"
    await _record_wording(session, actor, kind, boundary, wording, was=row.sentence)
    return wording


async def agree_wording(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> None:
    """Puts a proposed wording in force; when it answers a crossing, the crossing is answered by it."""
    boundary = await _boundary_of(session, wording)
    idea = await _idea_of(session, boundary)
    if not rules.may_agree(actor, await idea_queries.get_standing(session, idea), wording):
        raise NotAllowed("The sponsor of the idea agrees to a boundary, once.")
    was = (await queries.get_row(session, actor, boundary, idea)).wording
    await _put_in_force(session, actor, boundary, wording)
    await _record_wording(session, actor, "boundary_agreed", boundary, wording, was=was.sentence if was else "")
    if wording.crossing_id is None:
        return
    crossing, _, _ = await queries.get_crossing(session, actor, wording.crossing_id)
    if crossing.answered_at is None:
        await _close(session, actor, crossing, CrossingAnswer.REDRAWN, wording.reason)
        await record_event(
            session,
            await _registry(session, actor),
            "crossing_answered",
            crossing,
            idea_id=idea.id,
            words=f"{CrossingAnswer.REDRAWN.label}: {wording.reason}",
        )


async def set_aside_wording(session: AsyncSession, actor: Actor, wording: BoundaryWording) -> None:
    boundary = await _boundary_of(session, wording)
    idea = await _idea_of(session, boundary)
    if not rules.may_set_aside(actor, await idea_queries.get_standing(session, idea), wording):
        raise NotAllowed("The sponsor sets a proposed boundary aside, or the lead takes it back.")
    wording.set_aside_at, wording.set_aside_by_id = clock.now(), actor.person_id
    session.add(wording)
    await session.flush()
    await record_event(session, actor, "boundary_set_aside", boundary, idea_id=idea.id, words=wording.sentence)


async def answer_boundary(session: AsyncSession, actor: Actor, boundary: Boundary, form: AnswerIn) -> BoundaryAnswer:
    """Says how a boundary stands. 'Crossed' opens a question, or adds to the one before; 'kept' ends the crossing."""
    idea = await _idea_of(session, boundary)
    if not rules.may_answer(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the team answers for its boundaries.")
    row = await queries.get_row(session, actor, boundary, idea)
    if row.wording is None:
        raise Refused("This boundary waits for the sponsor's agreement. Nobody need answer it yet.")
    watch = await _locked_watch(session, boundary)
    answer = BoundaryAnswer(
        organisation_id=idea.organisation_id,
        watch_id=watch.id,
        wording_id=row.wording.id,
        answer=form.answer,
        note=form.note,
        answered_at=clock.now(),
        answered_by_id=actor.person_id,
    )
    session.add(answer)
    await session.flush()
    words = f"{form.answer.label}: {row.wording.sentence}" + (f" ({form.note})" if form.note else "")
    await record_event(session, actor, "boundary_answered", boundary, idea_id=idea.id, words=words)
    if await _open_or_clear(session, watch, answer):
        await _open_crossing(session, actor, idea, answer, row.wording.sentence)
    await refresh_watches(session, actor, idea)
    return answer


async def answer_crossing(session: AsyncSession, actor: Actor, crossing: Crossing, form: CrossingAnswerIn) -> None:
    """The one answer. A redrawing that the sponsor has not agreed to leaves the question open."""
    crossing, boundary, idea = await queries.get_crossing(session, actor, crossing.id)
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_answer_crossing(actor, standing, crossing):
        raise NotAllowed("The lead answers a crossing, once.")
    if objections := rules.objections_to_crossing_answer(
        form.answer, form.sentence, can_be_redrawn=rules.may_draw(actor, standing)
    ):
        raise Refused(fields=objections)
    was = became = ""
    if form.answer is CrossingAnswer.REDRAWN:
        row = await queries.get_row(session, actor, boundary, idea)
        if reasons := await _objections_to_words(session, boundary, row, form.sentence):
            raise Refused(fields={"sentence": reasons[0]})
        wording = await _propose(session, actor, boundary, form.sentence, reason=form.words, crossing_id=crossing.id)
        if rules.needs_agreement(standing):
            await _record_wording(session, actor, "boundary_proposed", boundary, wording, was=row.sentence)
            return
        await _put_in_force(session, actor, boundary, wording)
        was, became = row.sentence, wording.sentence
    await _close(session, actor, crossing, form.answer, form.words)
    words = f"{form.answer.label}: {form.words}"
    await record_event(
        session, actor, "crossing_answered", crossing, idea_id=idea.id, words=words, was=was, became=became
    )


async def refresh_watches(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Works out anew until when each answer tells, and the worst of them; after each answer, wording and stage."""
    steps = await queries.list_steps(session, actor, idea)
    newest = await queries.list_newest_answers(session, idea)
    for watch, boundary, wording in await queries.list_watches(session, idea):
        answer = newest.get(watch.id)
        asked_at = answer.answered_at if answer else wording.agreed_at or watch.since_at
        asked_on = clock.day_of(asked_at, actor.zone)
        watch.due_on = rules.next_due_on(asked_on, boundary.answer_days, actor.today, steps)
        session.add(watch)
    await session.flush()
    worst = rules.worst_of(answer.answer for answer in newest.values())
    await idea_actions.note_worst_boundary(session, idea, worst)


async def _open_or_clear(session: AsyncSession, watch: Watch, answer: BoundaryAnswer) -> bool:
    """What an answer does to the crossings before it; True when it opens a new one."""
    crossings = await _locked_crossings(session, watch)
    if answer.answer is Answer.KEPT:
        for crossing in crossings:
            crossing.cleared_at = answer.answered_at
            session.add(crossing)
    elif answer.answer is Answer.CROSSED and (growing := rules.crossing_that_grows(crossings)):
        growing.times += 1
        session.add(growing)
    await session.flush()
    return answer.answer is Answer.CROSSED and not crossings


async def _open_crossing(
    session: AsyncSession, actor: Actor, idea: Idea, answer: BoundaryAnswer, sentence: str
) -> None:
    crossing = Crossing(
        organisation_id=idea.organisation_id,
        watch_id=answer.watch_id,
        opened_at=answer.answered_at,
        opened_by_id=answer.answered_by_id,
    )
    session.add(crossing)
    await session.flush()
    registry = await _registry(session, actor)
    await record_event(session, registry, "crossing_opened", crossing, idea_id=idea.id, words=sentence)


async def _objections_to_words(
    session: AsyncSession, boundary: Boundary, row: queries.BoundaryRow, sentence: str
) -> list[str]:
    wordings = await queries.list_wordings(session, boundary)
    return rules.objections_to_wording(sentence, row.wording, wordings)


async def _propose(
    session: AsyncSession,
    actor: Actor,
    boundary: Boundary,
    sentence: str,
    *,
    reason: str = "",
    crossing_id: UUID | None = None,
) -> BoundaryWording:
    wordings = await queries.list_wordings(session, boundary)
    wording = BoundaryWording(
        organisation_id=boundary.organisation_id,
        boundary_id=boundary.id,
        number=wordings[0].number + 1 if wordings else 1,
        sentence=sentence,
        reason=reason,
        crossing_id=crossing_id,
        proposed_at=clock.now(),
        proposed_by_id=actor.person_id,
    )
    session.add(wording)
    await session.flush()
    return wording


async def _put_in_force(session: AsyncSession, actor: Actor, boundary: Boundary, wording: BoundaryWording) -> None:
    wording.agreed_at, wording.agreed_by_id = clock.now(), actor.person_id
    session.add(wording)
    if wording.number == 1:
        session.add(
            Watch(
                organisation_id=boundary.organisation_id,
                boundary_id=boundary.id,
                idea_id=boundary.idea_id,
                since_at=wording.agreed_at,
            )
        )
    await session.flush()
    await refresh_watches(session, actor, await _idea_of(session, boundary))


async def _close(session: AsyncSession, actor: Actor, crossing: Crossing, answer: CrossingAnswer, words: str) -> None:
    crossing.answer, crossing.words = answer, words
    crossing.answered_at, crossing.answered_by_id = clock.now(), actor.person_id
    session.add(crossing)
    await session.flush()


async def _record_wording(
    session: AsyncSession, actor: Actor, kind: str, boundary: Boundary, wording: BoundaryWording, *, was: str
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


async def _locked_watch(session: AsyncSession, boundary: Boundary) -> Watch:
    # Two members who answer at once take turns, so that one crossing is opened and not two.
    statement = (
        select(Watch)
        .where(col(Watch.organisation_id) == boundary.organisation_id, col(Watch.boundary_id) == boundary.id)
        .with_for_update()
    )
    return (await session.exec(statement)).one()


async def _locked_crossings(session: AsyncSession, watch: Watch) -> list[Crossing]:
    statement = (
        select(Crossing)
        .where(col(Crossing.organisation_id) == watch.organisation_id, col(Crossing.watch_id) == watch.id)
        .where(col(Crossing.cleared_at).is_(None))
        .order_by(col(Crossing.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list((await session.exec(statement)).all())


async def _registry(session: AsyncSession, actor: Actor) -> Actor:
    """What follows from an act is told by the registry itself."""
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    return registry_actor(organisation, actor.history_key)


async def _idea_of(session: AsyncSession, boundary: Boundary) -> Idea:
    return await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))


async def _boundary_of(session: AsyncSession, wording: BoundaryWording) -> Boundary:
    return await session.get_one(Boundary, (wording.organisation_id, wording.boundary_id))
