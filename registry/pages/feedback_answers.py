"""Answering in a feedback round: signed in, or by a link. A form's key, which would keep who sent it, is not kept."""

from litestar import get, post
from litestar.params import FromPath

from registry.feedback.actions import answers as actions
from registry.feedback.queries import rounds as queries
from registry.feedback.queries.rounds import Asked
from registry.feedback.rules import questions
from registry.feedback.schemas import FeedbackIn
from registry.kit.errors import Refused
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page

THANKS = "/feedback/answered"


@get("/feedback/{round_id:uuid}/answer", name="feedback_answers.new")
async def new(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    asked = await queries.get_asked(session, actor, round_id)
    if not await queries.can_answer(session, asked):
        return await page(request, "feedback/over.html")
    return await _answer_page(request, asked, Form(FeedbackIn), f"/feedback/{round_id}/answer")


@post("/feedback/{round_id:uuid}/answer", name="feedback_answers.create", opt={"repeatable": True})
async def create(
    request: AnyRequest, round_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    asked = await queries.get_asked(session, actor, round_id)
    return await _answer(request, session, asked, typed, f"/feedback/{round_id}/answer")


@get("/feedback/answer/{secret:str}", name="feedback_answers.by_link", opt={"public": True})
async def by_link(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    asked = await queries.find_asked_by_link(session, auth.keys_of(request), secret)
    if asked is None:
        return await page(request, "feedback/link_used.html", status=404)
    return await _answer_page(request, asked, Form(FeedbackIn), f"/feedback/answer/{secret}", is_link=True)


@post("/feedback/answer/{secret:str}", name="feedback_answers.send", opt={"public": True, "repeatable": True})
async def send(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    asked = await queries.find_asked_by_link(session, auth.keys_of(request), secret)
    if asked is None:
        return await page(request, "feedback/link_used.html", status=404)
    return await _answer(request, session, asked, typed, f"/feedback/answer/{secret}", is_link=True)


@get(THANKS, name="feedback_answers.thank", opt={"public": True})
async def thank(request: AnyRequest) -> AnyResponse:
    return await page(request, "feedback/answered.html")


async def _answer(
    request: AnyRequest, session: DbSession, asked: Asked, typed: Typed, address: str, *, is_link: bool = False
) -> AnyResponse:
    form = Form(FeedbackIn, typed)
    try:
        await actions.give_answer(session, asked, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _answer_page(request, asked, form.refuse(refusal), address, status=422, is_link=is_link)
    return await done(request, THANKS)


async def _answer_page(
    request: AnyRequest, asked: Asked, form: Form[FeedbackIn], address: str, *, status: int = 200, is_link: bool = False
) -> AnyResponse:
    return await page(
        request,
        "feedback/answer_by_link.html" if is_link else "feedback/answer.html",
        status=status,
        asked=asked,
        organisation_name=asked.organisation_name,
        form=form,
        address=address,
        scored=questions.SCORED,
        written=questions.WRITTEN,
        scale=list(questions.SCALE.items()),
        crumbs=[] if is_link else [("Feedback", "/feedback")],
    )


routes = [new, create, by_link, send, thank]
