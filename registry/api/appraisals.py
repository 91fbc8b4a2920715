"""Appraisal conversations, for programs of the two who hold one. Answers to changes hold no words."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.coaching.actions import appraisals as actions
from registry.coaching.queries import appraisals as queries
from registry.coaching.rules.pairs import may_coach
from registry.coaching.schemas import (
    AppraisalIn,
    AppraisalOut,
    AppraisalWithWordsOut,
    AppraisalWordingEditIn,
    AppraisalWordingOut,
    WordingAgreementIn,
)
from registry.kit.errors import Changed, NotAllowed
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId


class AppraisalsOut(BaseModel):
    """The actor's own, the newest first; `next` goes into `after` for the page behind it."""

    appraisals: list[AppraisalOut]
    next: str | None


@get("/coaching/appraisals", name="api.appraisals.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> AppraisalsOut:
    _must_be_a_colleague(actor)
    found = await queries.page_of_own_appraisals(session, actor, cursor=after)
    return AppraisalsOut(appraisals=[AppraisalOut.model_validate(row) for row in found.rows], next=found.next_cursor)


@post("/coaching/appraisals", name="api.appraisals.create")
async def create(
    request: AnyRequest, data: JSONBody[AppraisalIn], session: DbSession, actor: CurrentActor
) -> AppraisalOut:
    _must_be_a_colleague(actor)
    return AppraisalOut.model_validate(await actions.begin_appraisal(session, actor, data, auth.keys_of(request)))


@get("/coaching/appraisals/{appraisal_id:uuid}", name="api.appraisals.show")
async def show(
    request: AnyRequest, appraisal_id: PathId, session: DbSession, actor: CurrentActor
) -> AppraisalWithWordsOut:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    wordings = await queries.list_wordings(session, found, auth.keys_of(request))
    return AppraisalWithWordsOut(
        **AppraisalOut.model_validate(found).model_dump(),
        wordings=[AppraisalWordingOut.model_validate(row) for row in wordings],
    )


@post("/coaching/appraisals/{appraisal_id:uuid}/wording", name="api.appraisals.word")
async def word(
    request: AnyRequest,
    appraisal_id: PathId,
    data: JSONBody[AppraisalWordingEditIn],
    session: DbSession,
    actor: CurrentActor,
) -> AppraisalOut:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    if data.version != found.version:
        raise Changed
    await actions.word_appraisal(session, actor, found, data, auth.keys_of(request))
    return AppraisalOut.model_validate(found)


@post("/coaching/appraisals/{appraisal_id:uuid}/agreement", name="api.appraisals.agree")
async def agree(
    appraisal_id: PathId, data: JSONBody[WordingAgreementIn], session: DbSession, actor: CurrentActor
) -> AppraisalOut:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    await actions.agree_to_wording(session, actor, found, data)
    return AppraisalOut.model_validate(found)


@post("/coaching/appraisals/{appraisal_id:uuid}/setting-aside", name="api.appraisals.set_aside")
async def set_aside(appraisal_id: PathId, session: DbSession, actor: CurrentActor) -> AppraisalOut:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    await actions.set_wording_aside(session, actor, found)
    return AppraisalOut.model_validate(found)


@post("/coaching/appraisals/{appraisal_id:uuid}/ending", name="api.appraisals.end")
async def end(appraisal_id: PathId, session: DbSession, actor: CurrentActor) -> AppraisalOut:
    found = await queries.get_appraisal(session, actor, appraisal_id)
    await actions.end_appraisal(session, actor, found)
    return AppraisalOut.model_validate(found)


def _must_be_a_colleague(actor: Actor) -> None:
    if not may_coach(actor):
        raise NotAllowed("These conversations are for the people of this organisation.")


routes = [index, create, show, word, agree, set_aside, end]
