from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Question
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import questions as rules
from registry.ideas.rules.ideas import Standing, is_member
from registry.ideas.schemas import QuestionAnswerIn, QuestionIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor


async def ask_question(session: AsyncSession, actor: Actor, idea: Idea, form: QuestionIn) -> Question:
    """Asks the team; with a person in the form the team asks that sponsor."""
    standing = await idea_queries.get_standing(session, idea)
    if form.to_id is None and not rules.may_ask_team(actor, standing):
        raise _refusal(actor, standing)
    if form.to_id is not None:
        await _check_asked(session, actor, standing, form)
    question = Question(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        to_id=form.to_id,
        words=form.words,
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
    )
    session.add(question)
    await session.flush()
    kind = "sponsor_asked" if form.to_id else "question_asked"
    was = f"{{{form.to_id}}}" if form.to_id else ""
    await record_event(session, actor, kind, question, idea_id=idea.id, words=form.words, was=was)
    return question


async def answer_question(
    session: AsyncSession, actor: Actor, idea: Idea, question: Question, form: QuestionAnswerIn
) -> None:
    await _hold(session, actor, idea, question)
    if not rules.may_answer_question(actor, await idea_queries.get_standing(session, idea), question):
        raise NotAllowed("A question is answered by whom it asks: the team, or the sponsor it names.")
    _must_be_open(question)
    question.answer = form.answer
    question.answered_at, question.answered_by_id = clock.now(), actor.person_id
    session.add(question)
    await session.flush()
    await record_event(
        session, actor, "question_answered", question, idea_id=idea.id, words=question.words, became=form.answer
    )


async def take_question_back(session: AsyncSession, actor: Actor, idea: Idea, question: Question) -> None:
    await _hold(session, actor, idea, question)
    if not rules.may_take_question_back(actor, question):
        raise NotAllowed("Only who asked takes a question back.")
    _must_be_open(question)
    question.taken_back_at, question.taken_back_by_id = clock.now(), actor.person_id
    session.add(question)
    await session.flush()
    await record_event(session, actor, "question_taken_back", question, idea_id=idea.id, words=question.words)


async def _check_asked(session: AsyncSession, actor: Actor, standing: Standing, form: QuestionIn) -> None:
    if not rules.may_ask_sponsor(actor, standing):
        raise NotAllowed("The team of an idea asks a sponsor, from its registration until its end.")
    with chosen("to_id"):
        person = await people_queries.get_person(session, actor, form.to_id or actor.person_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if objections := rules.objections_to_asked(standing, person, roles):
        raise Refused(fields=objections)


def _refusal(actor: Actor, standing: Standing) -> NotAllowed | Refused:
    if is_member(actor, standing) and standing.is_open:
        return Refused(fields={"to_id": "Choose a sponsor to ask."})
    return NotAllowed("Anyone who reads a registered idea asks its team; the team asks sponsors until it ends.")


async def _hold(session: AsyncSession, actor: Actor, idea: Idea, question: Question) -> None:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    await session.refresh(question)


def _must_be_open(question: Question) -> None:
    if not rules.can_answer_question(question):
        raise Refused("This question is answered or taken back already.")
