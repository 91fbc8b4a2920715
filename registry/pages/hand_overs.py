"""Handing over: the lead of an idea, and a sponsor's promises to it. Who is to have them accepts."""

from uuid import UUID

from litestar import get, post

from registry.ideas.actions import hand_overs as lead_actions
from registry.ideas.models import Idea
from registry.ideas.queries import hand_overs as lead_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import hand_overs as lead_rules
from registry.ideas.schemas import HandOverIn
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.actions import hand_overs as pledge_actions
from registry.pledges.queries import hand_overs as pledge_queries
from registry.pledges.rules import hand_overs as pledge_rules
from registry.pledges.schemas import PledgeHandOverIn, TakingOverIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/ideas/{idea_id:uuid}/lead-hand-overs/new", name="hand_overs.new_of_lead")
async def new_of_lead(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _lead_page(request, session, actor, idea, Form(HandOverIn))


@post("/ideas/{idea_id:uuid}/lead-hand-overs", name="hand_overs.offer_lead")
async def offer_lead(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(HandOverIn, typed)
    try:
        await lead_actions.offer_lead(session, actor, idea, form.value)
    except Refused as refusal:
        return await _lead_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "Offered. You lead until it is accepted.")


@post("/lead-hand-overs/{hand_over_id:uuid}/acceptance", name="hand_overs.accept_lead")
async def accept_lead(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.accept_lead(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "You lead this idea now.")


@post("/lead-hand-overs/{hand_over_id:uuid}/declining", name="hand_overs.decline_lead")
async def decline_lead(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.decline_lead(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "Your answer is sent.")


@post("/lead-hand-overs/{hand_over_id:uuid}/withdrawal", name="hand_overs.take_lead_back")
async def take_lead_back(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await lead_queries.get_hand_over(session, actor, hand_over_id)
    await lead_actions.take_lead_back(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "Taken back. You lead on.")


@get("/ideas/{idea_id:uuid}/pledge-hand-overs/new", name="hand_overs.new_of_pledges")
async def new_of_pledges(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    """The actor's own promises; with `from_id` those of somebody who has left."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form.of(PledgeHandOverIn, {"from_id": request.query_params.get("from_id") or actor.person_id})
    return await _pledges_page(request, session, actor, idea, form)


@post("/ideas/{idea_id:uuid}/pledge-hand-overs", name="hand_overs.offer_pledges")
async def offer_pledges(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(PledgeHandOverIn, typed, carried=("from_id",))
    try:
        await pledge_actions.offer_hand_over(session, actor, idea, form.value)
    except Refused as refusal:
        return await _pledges_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "Offered. Nothing changes until it is accepted.")


@post("/pledge-hand-overs/{hand_over_id:uuid}/acceptance", name="hand_overs.accept_pledges")
async def accept_pledges(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.accept_hand_over(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "These are your promises now. The team hears of it.")


@post("/pledge-hand-overs/{hand_over_id:uuid}/declining", name="hand_overs.decline_pledges")
async def decline_pledges(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.decline_hand_over(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "Your answer is sent.")


@post("/pledge-hand-overs/{hand_over_id:uuid}/withdrawal", name="hand_overs.take_pledges_back")
async def take_pledges_back(
    request: AnyRequest, hand_over_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    hand_over, idea = await pledge_queries.get_hand_over(session, actor, hand_over_id)
    await pledge_actions.take_hand_over_back(session, actor, idea, hand_over)
    return await done(request, f"/ideas/{idea.id}", "Taken back. Nothing has changed.")


@post("/ideas/{idea_id:uuid}/taking-over", name="hand_overs.take_over")
async def take_over(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await pledge_actions.take_over(session, actor, idea, Form(TakingOverIn, typed, carried=("from_id",)).value)
    return await done(request, f"/ideas/{idea.id}", "These are your promises now. The team hears of it.")


async def _lead_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, form: Form[HandOverIn], status: int = 200
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    if not lead_rules.may_offer_lead(actor, standing):
        raise NotAllowed("Only the lead hands over the lead of an idea that has not ended.")
    people = await _choices(session, actor, Role.CLINICIAN, {actor.person_id, standing.sponsor_id})
    return await page(request, "hand_overs/lead.html", status=status, idea=idea, form=form, people=people)


async def _pledges_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    form: Form[PledgeHandOverIn],
    status: int = 200,
) -> AnyResponse:
    standing = await idea_queries.get_standing(session, idea)
    pledger = await _pledger(session, actor, form.typed("from_id"))
    roles = await people_queries.list_roles_of(session, actor.organisation_id, pledger.id)
    if not pledge_rules.may_hand_over(actor, standing, pledger, roles):
        raise NotAllowed("Who promised hands their promises over. When they have left, the lead asks another sponsor.")
    pledges = await pledge_queries.list_pledges_to_hand_over(session, idea, pledger.id, actor.today)
    people = await _choices(session, actor, Role.SPONSOR, {pledger.id, *standing.member_ids})
    return await page(
        request,
        "hand_overs/pledges.html",
        status=status,
        idea=idea,
        form=form,
        people=people,
        pledger=pledger,
        pledges=pledges,
    )


async def _pledger(session: DbSession, actor: Actor, written: str) -> Person:
    try:
        person_id = UUID(written) if written else actor.person_id
    except ValueError as error:
        raise NotFound("person") from error
    return await people_queries.get_person(session, actor, person_id)


async def _choices(session: DbSession, actor: Actor, role: Role, without: set[UUID | None]) -> list[tuple[str, str]]:
    people = await people_queries.list_people_with_role(session, actor, role)
    named = [(str(person.id), ", ".join(filter(None, (person.name, person.position)))) for person in people]
    return [(person_id, words) for person_id, words in named if UUID(person_id) not in without]


routes = [
    new_of_lead,
    offer_lead,
    accept_lead,
    decline_lead,
    take_lead_back,
    new_of_pledges,
    offer_pledges,
    accept_pledges,
    decline_pledges,
    take_pledges_back,
    take_over,
]
