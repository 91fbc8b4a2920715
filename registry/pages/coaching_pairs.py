"""A coaching pair, for the two who are it: what about, the answer, the notes, and its end."""

from litestar import get, post

from registry.coaching.actions import pairs as actions
from registry.coaching.models import CoachingPair
from registry.coaching.queries import notes as note_queries
from registry.coaching.queries import pairs as queries
from registry.coaching.queries.sealed import opened
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import PairAnswerIn
from registry.kit.errors import Refused
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, kept_nowhere, page, pager_of

CRUMBS = [("Coaching", "/coaching")]


@get("/coaching/{pair_id:uuid}", name="coaching_pairs.show")
async def show(
    request: AnyRequest, pair_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    pair = await queries.get_pair(session, actor, pair_id)
    return await _show_page(request, session, actor, pair, Form(PairAnswerIn), after=after)


@post("/coaching/{pair_id:uuid}/answer", name="coaching_pairs.answer")
async def answer(
    request: AnyRequest, pair_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pair = await queries.get_pair(session, actor, pair_id)
    form = Form(PairAnswerIn, typed)
    try:
        await actions.answer_pair(session, actor, pair, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _show_page(request, session, actor, pair, form.refuse(refusal), status=422)
    said = (
        "You have agreed. Arrange a first talk when it suits you both."
        if pair.agreed_on
        else "They know that you cannot."
    )
    return await done(request, f"/coaching/{pair.id}" if pair.agreed_on else "/coaching", said)


@get("/coaching/{pair_id:uuid}/ending", name="coaching_pairs.confirm_ending")
async def confirm_ending(request: AnyRequest, pair_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    pair = await queries.get_pair(session, actor, pair_id)
    return await _ending_page(request, session, actor, pair, Form(Empty))


@post("/coaching/{pair_id:uuid}/ending", name="coaching_pairs.end")
async def end(
    request: AnyRequest, pair_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    pair = await queries.get_pair(session, actor, pair_id)
    form = Form(Empty, typed)
    try:
        await actions.end_pair(session, actor, pair)
    except Refused as refusal:
        return await _ending_page(request, session, actor, pair, form.refuse(refusal), status=422)
    return await done(request, "/coaching", "It has ended." if pair.agreed_on else "It is taken back.")


async def _show_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    pair: CoachingPair,
    form: Form[PairAnswerIn],
    *,
    after: str = "",
    status: int = 200,
) -> AnyResponse:
    keys = auth.keys_of(request)
    notes = await note_queries.page_of_notes(session, actor, pair, keys, cursor=after)
    shown = await page(
        request,
        "coaching/show.html",
        status=status,
        pair=pair,
        line=await queries.get_line(session, actor, pair),
        about=opened(keys, "about", pair.id, pair.sealed_about),
        answer=opened(keys, "answer", pair.id, pair.sealed_answer),
        notes=notes,
        may_answer=rules.may_answer(actor, pair),
        may_end=rules.may_end(actor, pair),
        may_write=rules.may_write(actor, pair),
        form=form,
        pager=pager_of(request, notes, "note", "notes"),
        crumbs=CRUMBS,
    )
    return kept_nowhere(shown)


async def _ending_page(
    request: AnyRequest, session: DbSession, actor: Actor, pair: CoachingPair, form: Form[Empty], status: int = 200
) -> AnyResponse:
    line = await queries.get_line(session, actor, pair)
    crumbs = [*CRUMBS, (f"With {line.name}", f"/coaching/{pair.id}")]
    return await page(request, "coaching/ending.html", status=status, pair=pair, line=line, form=form, crumbs=crumbs)


routes = [show, answer, confirm_ending, end]
