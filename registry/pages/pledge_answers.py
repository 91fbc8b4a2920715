"""What the team says to a promise: accepting, declining, releasing, agreeing to less notice, whether it was kept,
and what came of it."""

from litestar import get, post

from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.pledges.actions import look_backs as look_back_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.models import Helped, InTime, Pledge, Verdict
from registry.pledges.queries import pledges as queries
from registry.pledges.queries.pledges import PledgeLine
from registry.pledges.rules import look_backs as look_back_rules
from registry.pledges.rules import pledges as rules
from registry.pledges.schemas import AgreementIn, DeclineIn, LookBackIn, VerdictIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@post("/pledges/{pledge_id:uuid}/acceptance", name="pledges.accept")
async def accept(request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pledge, _ = await queries.get_pledge(session, actor, pledge_id)
    await actions.accept_pledge(session, actor, pledge)
    return await done(request, f"/pledges/{pledge.id}", "Accepted. Whoever offered it hears of it now.")


@get("/pledges/{pledge_id:uuid}/declining", name="pledges.confirm_declining")
async def confirm_declining(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    line = await _line_to_answer(session, actor, await _pledge(session, actor, pledge_id))
    return await page(request, "pledges/declining.html", line=line, form=Form(DeclineIn))


@post("/pledges/{pledge_id:uuid}/declining", name="pledges.decline")
async def decline(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    form = Form(DeclineIn, typed)
    try:
        await actions.decline_pledge(session, actor, pledge, form.value)
    except Refused as refusal:
        line = await _line_to_answer(session, actor, pledge)
        return await page(request, "pledges/declining.html", status=422, line=line, form=form.refuse(refusal))
    return await done(request, f"/pledges/{pledge.id}", "Declined. Whoever offered it hears of it now.")


@get("/pledges/{pledge_id:uuid}/release", name="pledges.confirm_release")
async def confirm_release(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    line = await _line_to_answer(session, actor, await _pledge(session, actor, pledge_id))
    return await page(request, "pledges/release.html", line=line, form=Form(Empty))


@post("/pledges/{pledge_id:uuid}/release", name="pledges.release")
async def release(request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.release_pledge(session, actor, pledge)
    return await done(request, f"/pledges/{pledge.id}", "Released, with thanks.")


@get("/pledges/{pledge_id:uuid}/agreement", name="pledges.confirm_agreement")
async def confirm_agreement(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    line = await _line_to_answer(session, actor, await _pledge(session, actor, pledge_id))
    form = Form.of(AgreementIn, {"effective_on": actor.today})
    return await page(request, "pledges/agreement.html", line=line, form=form)


@post("/pledges/{pledge_id:uuid}/agreement", name="pledges.agree")
async def agree(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    form = Form(AgreementIn, typed)
    try:
        await actions.agree_to_withdrawal(session, actor, pledge, form.value)
    except Refused as refusal:
        line = await _line_to_answer(session, actor, pledge)
        return await page(request, "pledges/agreement.html", status=422, line=line, form=form.refuse(refusal))
    return await done(request, f"/pledges/{pledge.id}", "Agreed.")


@post("/pledges/{pledge_id:uuid}/verdict", name="pledges.give_verdict")
async def give_verdict(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    await actions.give_verdict(session, actor, pledge, Form(VerdictIn, typed).value)
    return await done(request, f"/pledges/{pledge.id}", "Thank you. Your word stands in the record of promises.")


@get("/pledges/{pledge_id:uuid}/look-back", name="pledges.confirm_look_back")
async def confirm_look_back(
    request: AnyRequest, pledge_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    return await _look_back_page(request, session, actor, pledge, Form(LookBackIn))


@post("/pledges/{pledge_id:uuid}/look-back", name="pledges.look_back")
async def look_back(
    request: AnyRequest, pledge_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pledge = await _pledge(session, actor, pledge_id)
    form = Form(LookBackIn, typed)
    try:
        await look_back_actions.look_back(session, actor, pledge, form.value)
    except Refused as refusal:
        return await _look_back_page(request, session, actor, pledge, form.refuse(refusal), status=422)
    return await done(request, f"/pledges/{pledge.id}", "Thank you. It stands here and with their promises.")


async def _look_back_page(
    request: AnyRequest, session: DbSession, actor: Actor, pledge: Pledge, form: Form[LookBackIn], status: int = 200
) -> AnyResponse:
    idea = await queries.idea_of(session, pledge)
    if not look_back_rules.may_look_back(actor, await idea_queries.get_standing(session, idea), pledge):
        raise NotAllowed("Only the team looks back at a promise, never who made it.")
    return await page(
        request,
        "pledges/look_back.html",
        status=status,
        line=await queries.get_line(session, actor, pledge),
        form=form,
        kept=[(verdict.value, rules.verdict_words(verdict).capitalize()) for verdict in Verdict],
        in_time=[(answer.value, answer.label) for answer in InTime],
        helped=[(answer.value, answer.label) for answer in Helped],
    )


async def _pledge(session: DbSession, actor: Actor, pledge_id: PathId) -> Pledge:
    pledge, _ = await queries.get_pledge(session, actor, pledge_id)
    return pledge


async def _line_to_answer(session: DbSession, actor: Actor, pledge: Pledge) -> PledgeLine:
    """The promise on a page that asks before an answer, for those alone who may give it."""
    idea = await queries.idea_of(session, pledge)
    if not rules.may_answer_pledge(actor, await idea_queries.get_standing(session, idea), pledge):
        raise NotAllowed("The lead answers a promise, or the person named in line-manager support; never who made it.")
    return await queries.get_line(session, actor, pledge)


routes = [
    accept,
    confirm_declining,
    decline,
    confirm_release,
    release,
    confirm_agreement,
    agree,
    give_verdict,
    confirm_look_back,
    look_back,
]
