from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary, Question
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules import questions as rules
from registry.ideas.rules.ideas import Standing
from registry.kit.clock import day_of
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role

SHOWN_ON_IDEA = 5


@dataclass(frozen=True)
class QuestionLine:
    """A question as pages show it.

    to            the sponsor who is asked; empty where it is the team
    waited_days   how long it waits, or waited until it was answered or taken back
    """

    question: Question
    id: UUID
    asked_by: str
    to: str
    answered_by: str
    waited_days: int
    is_open: bool
    idea_title: str


async def get_question(session: AsyncSession, actor: Actor, question_id: UUID) -> tuple[Question, Idea]:
    question = await session.get(Question, (actor.organisation_id, question_id))
    if question is None:
        raise NotFound("question")
    return question, await idea_queries.get_idea(session, actor, question.idea_id)


async def get_line(session: AsyncSession, actor: Actor, question: Question, idea: Idea) -> QuestionLine:
    [line] = await _lines(session, actor, [(question, idea.title)])
    return line


async def page_of_questions(
    session: AsyncSession, actor: Actor, idea: Idea, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[QuestionLine]:
    """All about an idea, also those to sponsors, the newest first; without those that were taken back."""
    if cursor:
        rows = await _earlier(session, actor, idea, read_cursor(cursor, UUID)[0], size + 1)
    else:
        rows = await _newest(session, actor, idea, size + 1)
    lines = await _lines(session, actor, [(row, idea.title) for row in rows])
    return page_of(lines, size, lambda line: [line.id])


async def list_questions_to_answer(session: AsyncSession, actor: Actor, limit: int) -> Sequence[QuestionLine]:
    """What the actor is asked, as a sponsor or in a team; the longest waiting first."""
    return await _lines(session, actor, (await _to_answer(session, actor, limit)).all())


async def list_sponsors_to_ask(session: AsyncSession, actor: Actor, standing: Standing) -> list[tuple[str, str]]:
    """Ids and words for a choice; the idea's own sponsor first."""
    if not rules.may_ask_sponsor(actor, standing):
        return []
    people = await people_queries.list_people_with_role(session, actor, Role.SPONSOR)
    outside = [person for person in people if person.id not in standing.member_ids]
    outside.sort(key=lambda person: person.id != standing.sponsor_id)
    return [(str(person.id), ", ".join(filter(None, (person.name, person.position)))) for person in outside]


@stated
def _newest(actor: Actor, idea: Idea, most: int) -> SelectOfScalar[Question]:
    return _asked(actor, idea).limit(most)


@stated
def _earlier(actor: Actor, idea: Idea, before_id: UUID, most: int) -> SelectOfScalar[Question]:
    return _asked(actor, idea).where(col(Question.id) < before_id).limit(most)


def _asked(actor: Actor, idea: Idea) -> SelectOfScalar[Question]:
    return (
        select(Question)
        .where(
            col(Question.organisation_id) == actor.organisation_id,
            col(Question.idea_id) == idea.id,
            col(Question.taken_back_at).is_(None),
        )
        .order_by(col(Question.id).desc())
    )


@stated
def _to_answer(actor: Actor, most: int) -> Select[Question, str]:
    is_theirs = col(Question.to_id) == actor.person_id
    is_teams = col(Question.to_id).is_(None) & col(Question.idea_id).in_(team_queries.ids_of_team(actor))
    return (
        select(Question, IdeaSummary.title)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == Question.organisation_id) & (col(IdeaSummary.id) == Question.idea_id),
        )
        .where(
            col(Question.organisation_id) == actor.organisation_id,
            col(Question.answered_at).is_(None),
            col(Question.taken_back_at).is_(None),
            col(Question.asked_by_id) != actor.person_id,
            is_theirs | is_teams,
        )
        .order_by(col(Question.id))
        .limit(most)
    )


async def _lines(session: AsyncSession, actor: Actor, rows: Sequence[tuple[Question, str]]) -> list[QuestionLine]:
    named = {each for row, _ in rows for each in (row.asked_by_id, row.to_id, row.answered_by_id)}
    faces = await people_queries.list_faces(session, actor, named)
    return [
        QuestionLine(
            question=row,
            id=row.id,
            asked_by=faces[row.asked_by_id].name,
            to=faces[row.to_id].name if row.to_id else "",
            answered_by=faces[row.answered_by_id].name if row.answered_by_id else "",
            waited_days=_waited_days(actor, row),
            is_open=rules.can_answer_question(row),
            idea_title=title,
        )
        for row, title in rows
    ]


def _waited_days(actor: Actor, question: Question) -> int:
    ended_at = question.answered_at or question.taken_back_at
    until_on = day_of(ended_at, actor.zone) if ended_at else actor.today
    return (until_on - day_of(question.asked_at, actor.zone)).days
