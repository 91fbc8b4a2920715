"""Questions of ideas and of sponsors, for programs."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.ideas.actions import questions as actions
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import questions as queries
from registry.ideas.schemas import QuestionAnswerIn, QuestionIn, QuestionOut
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class QuestionPage(BaseModel):
    rows: list[QuestionOut]
    next_cursor: str | None


@get("/ideas/{idea_id:uuid}/questions", name="api.questions.index")
async def index(idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> QuestionPage:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    page = await queries.page_of_questions(session, actor, idea, cursor=after)
    rows = [QuestionOut.model_validate(line.question) for line in page.rows]
    return QuestionPage(rows=rows, next_cursor=page.next_cursor)


@post("/ideas/{idea_id:uuid}/questions", name="api.questions.ask")
async def ask(idea_id: PathId, data: JSONBody[QuestionIn], session: DbSession, actor: CurrentActor) -> QuestionOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return QuestionOut.model_validate(await actions.ask_question(session, actor, idea, data))


@get("/questions/{question_id:uuid}", name="api.questions.show")
async def show(question_id: PathId, session: DbSession, actor: CurrentActor) -> QuestionOut:
    question, _ = await queries.get_question(session, actor, question_id)
    return QuestionOut.model_validate(question)


@post("/questions/{question_id:uuid}/answer", name="api.questions.answer")
async def answer(
    question_id: PathId, data: JSONBody[QuestionAnswerIn], session: DbSession, actor: CurrentActor
) -> QuestionOut:
    question, idea = await queries.get_question(session, actor, question_id)
    await actions.answer_question(session, actor, idea, question, data)
    return QuestionOut.model_validate(question)


@post("/questions/{question_id:uuid}/withdrawal", name="api.questions.take_back")
async def take_back(question_id: PathId, session: DbSession, actor: CurrentActor) -> QuestionOut:
    question, idea = await queries.get_question(session, actor, question_id)
    await actions.take_question_back(session, actor, idea, question)
    return QuestionOut.model_validate(question)


routes = [index, ask, show, answer, take_back]
