"""What people say: how a declared boundary stands, and what follows from a crossing."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.crossings import close_crossing, locked_crossings, open_crossing
from registry.boundaries.actions.publishing import publish_redrawing
from registry.boundaries.actions.standing import hold, hold_watch, refresh_watches
from registry.boundaries.actions.wordings import (
    follow_wording,
    hold_boundary,
    propose_redrawing,
    put_in_force,
    record_wording,
)
from registry.boundaries.models import (
    Answer,
    Boundary,
    BoundaryAnswer,
    BoundaryKind,
    BoundaryWording,
    Crossing,
    CrossingAnswer,
    Watch,
)
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import watches as queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.rules import answering as rules
from registry.boundaries.rules.crossings import (
    answers_open_to,
    crossing_that_grows,
    objections_to_crossing_answer,
    who_answers,
)
from registry.boundaries.rules.drawing import needs_agreement, told_apart
from registry.boundaries.schemas import AnswerIn, CrossingAnswerIn
from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor


async def answer_boundary(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: AnswerIn, *, idea: Idea | None = None
) -> BoundaryAnswer:
    """Says how a boundary stands. 'Crossed' opens a question, or adds to the one before; 'kept' ends the crossing.

    idea   in which it is answered, where the boundary is a framework's
    """
    if idea is None:
        idea = await session.get_one(Idea, (boundary.organisation_id, boundary.idea_id))
    await hold(session, actor, idea_ids=[idea.id])
    if not rules.may_answer(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the team answers for its boundaries.")
    if boundary.kind is BoundaryKind.MEASURED:
        raise Refused("Numbers watch this boundary. Nobody need answer it.")
    watch = await queries.find_watch(session, boundary, idea)
    if watch is None:
        raise Refused("This boundary waits for the sponsor's agreement. Nobody need answer it yet.")
    wording = await wording_queries.get_wording_at(session, watch)
    answer = await _say(session, actor, watch, wording, form)
    words = f"{form.answer.label}: {wording.sentence}" + (f" ({form.note})" if form.note else "")
    await record_event(session, actor, "boundary_answered", boundary, idea_id=idea.id, words=words)
    if await _goes_on_or_clears(session, watch, answer):
        await open_crossing(session, actor, _crossing(answer), idea, wording.sentence)
    await refresh_watches(session, actor, idea)
    return answer


async def answer_crossing(session: AsyncSession, actor: Actor, crossing: Crossing, form: CrossingAnswerIn) -> None:
    """The one answer. A redrawing that the sponsor has not agreed to leaves the question open."""
    facts = await crossing_queries.get_crossing(session, actor, crossing.id)
    boundary, idea = facts.boundary, facts.idea
    if form.answer is CrossingAnswer.REDRAWN:
        await hold_boundary(session, actor, boundary)
    else:
        await hold_watch(session, actor, boundary, idea)
    await session.refresh(crossing)
    owner = await boundary_queries.get_owner(session, boundary)
    watched = await idea_queries.get_standing(session, idea) if idea else None
    answers = answers_open_to(actor, owner, watched, crossing)
    if not answers:
        raise NotAllowed(who_answers(owner, watched))
    if objections := objections_to_crossing_answer(form.answer, answers, owner):
        raise Refused(fields=objections)
    was = became = ""
    if form.answer is CrossingAnswer.REDRAWN:
        wording, before = await propose_redrawing(session, actor, boundary, form.redrawing, crossing=crossing)
        if owner.idea and needs_agreement(owner.idea):
            await record_wording(session, actor, "boundary_proposed", boundary, wording, before=before)
            return
        if owner.idea:
            await put_in_force(session, actor, boundary, wording)
        was, became = told_apart(before, wording) if before else ("", wording.sentence)
    await close_crossing(session, actor.person_id, crossing, form.answer, form.words)
    idea_id = idea.id if idea else None
    words = f"{form.answer.label}: {form.words}"
    await record_event(
        session, actor, "crossing_answered", crossing, idea_id=idea_id, words=words, was=was, became=became
    )
    if became and owner.idea:
        await follow_wording(session, actor, boundary)
    elif became:
        await publish_redrawing(session, actor, boundary, wording)


async def _say(
    session: AsyncSession, actor: Actor, watch: Watch, wording: BoundaryWording, form: AnswerIn
) -> BoundaryAnswer:
    answer = BoundaryAnswer(
        organisation_id=watch.organisation_id,
        watch_id=watch.id,
        wording_id=wording.id,
        answer=form.answer,
        note=form.note,
        answered_at=clock.now(),
        answered_by_id=actor.person_id,
    )
    session.add(answer)
    await session.flush()
    return answer


async def _goes_on_or_clears(session: AsyncSession, watch: Watch, answer: BoundaryAnswer) -> bool:
    """What an answer does to the crossings before it; True when it opens a new one."""
    growing = [crossing for crossing in await locked_crossings(session, watch) if crossing.cleared_at is None]
    if answer.answer is Answer.KEPT:
        for crossing in growing:
            crossing.cleared_at = answer.answered_at
            session.add(crossing)
    elif answer.answer is Answer.CROSSED and (grown := crossing_that_grows(growing)):
        grown.times += 1
        session.add(grown)
    await session.flush()
    return answer.answer is Answer.CROSSED and not growing


def _crossing(answer: BoundaryAnswer) -> Crossing:
    return Crossing(
        organisation_id=answer.organisation_id,
        watch_id=answer.watch_id,
        opened_at=answer.answered_at,
        opened_by_id=answer.answered_by_id,
    )
