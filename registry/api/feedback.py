"""Feedback rounds, answers, results and the pulse, for programs."""

from functools import partial

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from registry.feedback.actions import answers as answer_actions
from registry.feedback.actions import letters
from registry.feedback.actions import pulse as pulse_actions
from registry.feedback.actions import raters as rater_actions
from registry.feedback.actions import rounds as actions
from registry.feedback.actions import shares as share_actions
from registry.feedback.models import Group, Share
from registry.feedback.queries import pulse as pulse_queries
from registry.feedback.queries import results as result_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.queries.rounds import Asked
from registry.feedback.rules import questions
from registry.feedback.rules import rounds as rules
from registry.feedback.schemas import (
    AskedOut,
    FeedbackIn,
    LettersIn,
    LinkGroupIn,
    LinksIn,
    NamerIn,
    NamingIn,
    PartOut,
    PulseIn,
    PulseOut,
    PulseWeekOut,
    RaterIn,
    RaterOut,
    ResultsOut,
    ResultsShareIn,
    ResultsShareOut,
    RoundIn,
    RoundOut,
)
from registry.kit.errors import NotAllowed, NotFound
from registry.people.models import Role
from registry.web import auth
from registry.web.doors import AnyRequest, CurrentActor, Cursor, DbSession, PathId
from registry.web.pages import settings_of
from registry.web.transactions import after_keeping


class RoundsOut(BaseModel):
    """The actor's own rounds, the newest first; `next` goes into `after` for the page behind it."""

    rounds: list[RoundOut]
    next: str | None


class RoundWithRatersOut(RoundOut):
    """With those whom the actor named; whom the other one named is told to nobody."""

    raters: list[RaterOut]


class LinksOut(BaseModel):
    """Shown once and kept nowhere."""

    links: list[str]


class LettersOut(BaseModel):
    """To how many addresses a letter goes; the links in them are shown to nobody else."""

    sent: int


class SentOut(BaseModel):
    """That an answer is kept; it has no address, because nobody can find it again."""

    is_kept: bool = True


@get("/feedback", name="api.feedback.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> RoundsOut:
    listed = await queries.page_of_own_rounds(session, actor, cursor=after)
    return RoundsOut(rounds=[RoundOut.model_validate(row) for row in listed.rows], next=listed.next_cursor)


@post("/feedback", name="api.feedback.create")
async def create(data: JSONBody[RoundIn], session: DbSession, actor: CurrentActor) -> RoundOut:
    return RoundOut.model_validate(await actions.open_round(session, actor, data))


@get("/feedback/{round_id:uuid}", name="api.feedback.show")
async def show(round_id: PathId, session: DbSession, actor: CurrentActor) -> RoundWithRatersOut:
    found = await queries.get_round(session, actor, round_id)
    raters = await queries.list_raters(session, found, named_by_id=actor.person_id)
    said = RoundOut.model_validate(found).model_dump()
    return RoundWithRatersOut(
        **said, raters=[RaterOut(id=rater.id, person_id=rater.person_id, group=rater.group) for rater in raters]
    )


@post("/feedback/{round_id:uuid}/naming", name="api.feedback.answer_naming")
async def answer_naming(
    round_id: PathId, data: JSONBody[NamingIn], session: DbSession, actor: CurrentActor
) -> RoundOut:
    found = await queries.get_round(session, actor, round_id)
    await actions.answer_naming(session, actor, found, data)
    return RoundOut.model_validate(found)


@post("/feedback/{round_id:uuid}/namer", name="api.feedback.ask_namer")
async def ask_namer(round_id: PathId, data: JSONBody[NamerIn], session: DbSession, actor: CurrentActor) -> RoundOut:
    found = await queries.get_own_round(session, actor, round_id)
    await actions.ask_namer(session, actor, found, data)
    return RoundOut.model_validate(found)


@post("/feedback/{round_id:uuid}/calling-off", name="api.feedback.call_off")
async def call_off(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> RoundOut:
    found = await queries.get_own_round(session, actor, round_id)
    await actions.call_off_round(session, actor, found)
    after_keeping(session, partial(letters.take_letters_back, data_dir=settings_of(request).data_dir))
    return RoundOut.model_validate(found)


@post("/feedback/{round_id:uuid}/raters", name="api.feedback_raters.create")
async def name_rater(round_id: PathId, data: JSONBody[RaterIn], session: DbSession, actor: CurrentActor) -> RaterOut:
    found = await queries.get_round(session, actor, round_id)
    invitation = await rater_actions.name_rater(session, actor, found, data)
    return RaterOut(id=invitation.id, person_id=invitation.person_id, group=invitation.group)


# Without a kept answer: it would keep the links themselves.
@post("/feedback/{round_id:uuid}/links", name="api.feedback_raters.make_links", opt={"repeatable": True})
async def make_links(
    request: AnyRequest, round_id: PathId, data: JSONBody[LinksIn], session: DbSession, actor: CurrentActor
) -> LinksOut:
    found = await queries.get_round(session, actor, round_id)
    secrets = await rater_actions.make_links(session, actor, found, data, auth.keys_of(request))
    return LinksOut(links=[f"{settings_of(request).base_url}/feedback/answer/{secret}" for secret in secrets])


@post("/feedback/{round_id:uuid}/letters", name="api.feedback_raters.send_letters")
async def send_letters(
    request: AnyRequest, round_id: PathId, data: JSONBody[LettersIn], session: DbSession, actor: CurrentActor
) -> LettersOut:
    found = await queries.get_round(session, actor, round_id)
    return LettersOut(sent=await rater_actions.send_letters(session, actor, found, data, auth.keys_of(request)))


@post("/feedback/raters/{invitation_id:uuid}/taking-back", name="api.feedback_raters.take_back")
async def take_back(invitation_id: PathId, session: DbSession, actor: CurrentActor) -> RaterOut:
    invitation, _ = await queries.get_rater(session, actor, invitation_id)
    await rater_actions.take_back_rater(session, actor, invitation)
    return RaterOut(id=invitation.id, person_id=invitation.person_id, group=invitation.group)


@post("/feedback/{round_id:uuid}/links/taking-back", name="api.feedback_raters.take_links_back")
async def take_links_back(
    round_id: PathId, data: JSONBody[LinkGroupIn], session: DbSession, actor: CurrentActor
) -> RoundOut:
    found = await queries.get_round(session, actor, round_id)
    await rater_actions.take_back_links(session, actor, found, data)
    return RoundOut.model_validate(found)


@get("/feedback/{round_id:uuid}/answer", name="api.feedback_answers.new")
async def asked_of_me(round_id: PathId, session: DbSession, actor: CurrentActor) -> AskedOut:
    return _asked(await queries.get_asked(session, actor, round_id))


@post("/feedback/{round_id:uuid}/answer", name="api.feedback_answers.create", opt={"repeatable": True})
async def answer(
    request: AnyRequest, round_id: PathId, data: JSONBody[FeedbackIn], session: DbSession, actor: CurrentActor
) -> SentOut:
    asked = await queries.get_asked(session, actor, round_id)
    await answer_actions.give_answer(session, asked, data, auth.keys_of(request))
    return SentOut()


@get("/feedback/answer/{secret:str}", name="api.feedback_answers.by_link", opt={"public": True})
async def asked_by_link(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AskedOut:
    return _asked(await _by_link(request, session, secret))


@post("/feedback/answer/{secret:str}", name="api.feedback_answers.send", opt={"public": True, "repeatable": True})
async def answer_by_link(
    request: AnyRequest, secret: FromPath[str], data: JSONBody[FeedbackIn], session: DbSession
) -> SentOut:
    asked = await _by_link(request, session, secret)
    await answer_actions.give_answer(session, asked, data, auth.keys_of(request))
    return SentOut()


@get("/feedback/{round_id:uuid}/results", name="api.feedback_results.show")
async def results(request: AnyRequest, round_id: PathId, session: DbSession, actor: CurrentActor) -> ResultsOut:
    _, found = await result_queries.get_results(session, actor, round_id, auth.keys_of(request))
    parts = [
        PartOut(
            groups=list(part.groups),
            count=part.count,
            means=dict(part.means),
            words={name: list(said) for name, said in part.words.items()},
            by_id=part.by_id,
        )
        for part in found.parts
    ]
    return ResultsOut(parts=parts, withheld=list(found.withheld))


@post("/feedback/{round_id:uuid}/shares", name="api.feedback_results.share")
async def share(
    round_id: PathId, data: JSONBody[ResultsShareIn], session: DbSession, actor: CurrentActor
) -> ResultsShareOut:
    found = await queries.get_own_round(session, actor, round_id)
    return _share(await share_actions.share_results(session, actor, found, data))


@post("/feedback/shares/{share_id:uuid}/end", name="api.feedback_results.end_share")
async def end_share(share_id: PathId, session: DbSession, actor: CurrentActor) -> ResultsShareOut:
    found = await result_queries.get_share(session, actor, share_id)
    await share_actions.end_share(session, actor, found)
    return _share(found)


@get("/pulse", name="api.pulse.show")
async def pulse(session: DbSession, actor: CurrentActor) -> list[PulseOut]:
    if actor.has(Role.PARTNER):
        raise NotAllowed("The pulse is for the teams of this organisation.")
    return [
        PulseOut(
            idea_id=team.idea_id,
            title=team.title,
            may_answer=not team.has_answered,
            offers_support=team.offers_support,
            weeks=[PulseWeekOut.model_validate(week) for week in team.weeks],
        )
        for team in await pulse_queries.list_team_pulses(session, actor)
    ]


@post("/pulse", name="api.pulse.create", opt={"repeatable": True})
async def answer_pulse(
    request: AnyRequest, data: JSONBody[PulseIn], session: DbSession, actor: CurrentActor
) -> SentOut:
    await pulse_actions.answer_pulse(session, actor, data, auth.keys_of(request))
    return SentOut()


async def _by_link(request: AnyRequest, session: DbSession, secret: str) -> Asked:
    asked = await queries.find_asked_by_link(session, auth.keys_of(request), secret)
    if asked is None:
        raise NotFound("link")
    return asked


def _asked(asked: Asked) -> AskedOut:
    group = asked.invitation.group
    said = questions.SCORED + questions.WRITTEN
    return AskedOut(
        name=asked.name,
        group=group,
        closes_on=asked.found.closes_on,
        threshold=asked.found.threshold,
        focus=asked.found.focus,
        is_named=group.is_named,
        questions={row.name: row.of_self if group is Group.SELF else row.of_other for row in said},
    )


def _share(found: Share) -> ResultsShareOut:
    shown = [group for group in Group if group in rules.groups_shared(found)]
    return ResultsShareOut.model_validate({**found.model_dump(), "groups": shown})


routes = [
    index,
    create,
    show,
    answer_naming,
    ask_namer,
    call_off,
    name_rater,
    make_links,
    send_letters,
    take_back,
    take_links_back,
    asked_of_me,
    answer,
    asked_by_link,
    answer_by_link,
    results,
    share,
    end_share,
    pulse,
    answer_pulse,
]
