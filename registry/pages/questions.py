"""Questions: of an idea's team by whoever reads it, of a sponsor by the team; how long each waits, and the answers."""

from typing import Any

from litestar import get, post

from registry.ideas.actions import questions as actions
from registry.ideas.models import Idea, Question
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import questions as queries
from registry.ideas.rules import questions as rules
from registry.ideas.schemas import QuestionAnswerIn, QuestionIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of


@get("/ideas/{idea_id:uuid}/questions", name="questions.index")
async def index(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    words = ""
    if request.query_params.get("about") == "claim" and (claimed := await claim_queries.find_claim(session, idea)):
        words = f"About your claim to the area of discretion, ‘{claimed[0].sentence}’: "
    return await _index_page(request, session, actor, idea, Form.of(QuestionIn, {"words": words}), after=after)


@post("/ideas/{idea_id:uuid}/questions", name="questions.ask")
async def ask(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(QuestionIn, typed)
    try:
        question = await actions.ask_question(session, actor, idea, form.value)
    except Refused as refusal:
        return await _index_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/questions/{question.id}", "Asked. You hear of the answer.")


@get("/questions/{question_id:uuid}", name="questions.show")
async def show(request: AnyRequest, question_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    question, idea = await queries.get_question(session, actor, question_id)
    standing = await idea_queries.get_standing(session, idea)
    line = await queries.get_line(session, actor, question, idea)
    return await page(
        request,
        "questions/show.html",
        idea=idea,
        line=line,
        may_answer=line.is_open and rules.may_answer_question(actor, standing, question),
        may_take_back=line.is_open and rules.may_take_question_back(actor, question),
        form=Form(Empty),
        crumbs=[*_crumbs(idea), ("Questions", f"/ideas/{idea.id}/questions")],
    )


@get("/questions/{question_id:uuid}/answer", name="questions.new_answer")
async def new_answer(request: AnyRequest, question_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    question, idea = await queries.get_question(session, actor, question_id)
    return await _answer_page(request, session, actor, question, idea, Form(QuestionAnswerIn))


@post("/questions/{question_id:uuid}/answer", name="questions.answer")
async def answer(
    request: AnyRequest, question_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    question, idea = await queries.get_question(session, actor, question_id)
    form = Form(QuestionAnswerIn, typed)
    try:
        await actions.answer_question(session, actor, idea, question, form.value)
    except Refused as refusal:
        return await _answer_page(request, session, actor, question, idea, form.refuse(refusal), status=422)
    return await done(request, f"/questions/{question.id}", "Your answer is sent.")


@post("/questions/{question_id:uuid}/withdrawal", name="questions.take_back")
async def take_back(request: AnyRequest, question_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    question, idea = await queries.get_question(session, actor, question_id)
    await actions.take_question_back(session, actor, idea, question)
    return await done(request, f"/ideas/{idea.id}/questions", "Taken back.")


async def _index_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    form: Form[QuestionIn],
    *,
    after: str = "",
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    questions = await queries.page_of_questions(session, actor, idea, cursor=after)
    context: dict[str, Any] = {
        "idea": idea,
        "form": form,
        "questions": questions,
        "may_ask_team": rules.may_ask_team(actor, standing),
        "sponsors": await queries.list_sponsors_to_ask(session, actor, standing),
        "pager": pager_of(request, questions, "question", "questions"),
        "crumbs": _crumbs(idea),
    }
    return await page(request, "questions/index.html", status=status, **context)


async def _answer_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    question: Question,
    idea: Idea,
    form: Form[QuestionAnswerIn],
    status: int = 200,
) -> AnyResponse:
    if not rules.may_answer_question(actor, await idea_queries.get_standing(session, idea), question):
        raise NotAllowed("A question is answered by whom it asks: the team, or the sponsor it names.")
    line = await queries.get_line(session, actor, question, idea)
    return await page(request, "questions/answer.html", status=status, idea=idea, line=line, form=form)


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [index, ask, show, new_answer, answer, take_back]
