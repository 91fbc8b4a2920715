"""The team of an idea: asking to join, inviting, answering, leaving; the lead; partners who may see it."""

from typing import Any

from litestar import get, post
from litestar.params import FromQuery

from registry.ideas.actions import ideas as actions
from registry.ideas.models import Idea, Teammate
from registry.ideas.queries import ideas as queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import InvitationIn, JoinIn, NoToJoiningIn, ShareIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/team", name="team.index")
async def index(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor, person_id: FromQuery[str] = ""
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    return await _page(request, session, actor, idea, invitation=Form.of(InvitationIn, {"person_id": person_id}))


@post("/ideas/{idea_id:uuid}/joining", name="team.ask")
async def ask(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    form = Form(JoinIn, typed)
    try:
        await actions.ask_to_join(session, actor, idea, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, idea, joining=form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/team", "You asked to join. The lead answers.")


@post("/ideas/{idea_id:uuid}/invitations", name="team.invite")
async def invite(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    form = Form(InvitationIn, typed)
    try:
        await actions.invite(session, actor, idea, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, idea, invitation=form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/team", "The invitation is sent. They answer when they wish.")


@post("/teammates/{teammate_id:uuid}/acceptance", name="team.accept")
async def accept(request: AnyRequest, teammate_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    return await _answer(request, session, actor, teammate, idea, is_accepted=True)


@get("/teammates/{teammate_id:uuid}/declining", name="team.confirm_declining")
async def confirm_declining(
    request: AnyRequest, teammate_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    return await _declining(request, session, actor, teammate, idea, Form(NoToJoiningIn))


@post("/teammates/{teammate_id:uuid}/declining", name="team.decline")
async def decline(
    request: AnyRequest, teammate_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    form = Form(NoToJoiningIn, typed)
    try:
        words = form.value.words
    except Refused as refusal:
        return await _declining(request, session, actor, teammate, idea, form.refuse(refusal), status=422)
    return await _answer(request, session, actor, teammate, idea, is_accepted=False, words=words)


@post("/teammates/{teammate_id:uuid}/leaving", name="team.leave")
async def leave(request: AnyRequest, teammate_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    teammate, idea = await queries.get_teammate(session, actor, teammate_id)
    await actions.leave_team(session, actor, idea, teammate)
    still_sees = rules.may_see(actor, await queries.get_standing(session, idea))
    return await done(request, f"/ideas/{idea.id}" if still_sees else "/", "You have left the team.")


@post("/ideas/{idea_id:uuid}/lead", name="team.take_lead")
async def take_lead(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    await actions.take_lead(session, actor, idea)
    return await done(request, f"/ideas/{idea.id}", "You lead this idea now.")


@post("/ideas/{idea_id:uuid}/shares", name="team.share")
async def share(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    form = Form(ShareIn, typed)
    try:
        await actions.share_with_partner(session, actor, idea, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, idea, sharing=form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}/team", "The partner’s people can read this idea now.")


@post("/ideas/{idea_id:uuid}/shares/{partner_id:uuid}/ending", name="team.end_share")
async def end_share(
    request: AnyRequest, idea_id: PathId, partner_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await queries.get_idea(session, actor, idea_id)
    await actions.end_share(session, actor, idea, partner_id)
    return await done(request, f"/ideas/{idea.id}/team", "The partner’s people can no longer read this idea.")


async def _answer(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    teammate: Teammate,
    idea: Idea,
    *,
    is_accepted: bool,
    words: str = "",
) -> AnyResponse:
    await actions.answer_joining(session, actor, idea, teammate, is_accepted=is_accepted, words=words)
    is_still_seen = rules.may_see(actor, await queries.get_standing(session, idea))
    said = "The team has one more." if is_accepted else "Your answer is sent."
    return await done(request, f"/ideas/{idea.id}/team" if is_still_seen else "/", said)


async def _declining(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    teammate: Teammate,
    idea: Idea,
    form: Form[NoToJoiningIn],
    status: int = 200,
) -> AnyResponse:
    if not rules.may_answer_joining(actor, await queries.get_standing(session, idea), teammate):
        raise NotAllowed("Someone else answers this, or it is answered already.")
    faces = await people_queries.list_faces(session, actor, [teammate.opened_by_id])
    return await page(
        request,
        "ideas/declining.html",
        status=status,
        idea=idea,
        mate=teammate,
        name=faces[teammate.opened_by_id].name,
        is_asked=teammate.opened_by_id == teammate.person_id,
        form=form,
        crumbs=[("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}"), ("The team", f"/ideas/{idea.id}/team")],
    )


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    *,
    status: int = 200,
    joining: Form[JoinIn] | None = None,
    invitation: Form[InvitationIn] | None = None,
    sharing: Form[ShareIn] | None = None,
) -> AnyResponse:
    standing = await queries.get_standing(session, idea)
    team = await team_queries.list_teammates(session, idea)
    answers = await team_queries.list_answers_to(session, actor, idea)
    ids = [*(mate.person_id for mate in team), *(mate.answered_by_id for mate in answers if mate.answered_by_id)]
    faces = await people_queries.list_faces(session, actor, ids)
    partners = await people_queries.list_partners(session, actor) if rules.may_share(actor, standing) else []
    invited = standing.member_ids | standing.invited_ids | standing.asking_ids
    people = await people_queries.list_people_to_choose(session, actor) if rules.may_invite(actor, standing) else []
    context: dict[str, Any] = {
        "idea": idea,
        "standing": standing,
        "members": [(mate, faces[mate.person_id]) for mate in team if mate.is_member],
        "waiting": [
            (mate, faces[mate.person_id], rules.may_answer_joining(actor, standing, mate))
            for mate in team
            if mate.is_open
        ],
        "answers": [(mate, faces[mate.answered_by_id]) for mate in answers if mate.answered_by_id],
        "mine": next((mate for mate in team if rules.may_leave(actor, mate)), None),
        "may_ask": rules.may_ask_to_join(actor, standing),
        "may_invite": rules.may_invite(actor, standing),
        "may_share": rules.may_share(actor, standing),
        "may_take_lead": rules.may_take_lead(actor, standing, clock.now()),
        "people": [(str(face.id), f"{face.name}, {face.position}") for face in people if face.id not in invited],
        "partners": [(str(partner.id), partner.name) for partner in partners if partner.id not in standing.partner_ids],
        "shared_with": [partner for partner in partners if partner.id in standing.partner_ids],
        "joining": joining or Form(JoinIn),
        "invitation": invitation or Form(InvitationIn),
        "sharing": sharing or Form(ShareIn),
        "one_button": Form(Empty),
        "crumbs": [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    }
    return await page(request, "ideas/team.html", status=status, **context)


routes = [index, ask, invite, accept, confirm_declining, decline, leave, take_lead, share, end_share]
