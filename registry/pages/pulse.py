"""The pulse: two questions a week for each team, and what its weeks came to."""

from litestar import get, post

from registry.feedback.actions import pulse as actions
from registry.feedback.queries import pulse as queries
from registry.feedback.rules import pulse as rules
from registry.feedback.schemas import PulseIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.people.models import Role
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/pulse", name="pulse.show")
async def show(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _pulse_page(request, session, actor, Form(PulseIn))


# Without a form's key, which would keep who sent it beside the moment; that they answered this week does as well.
@post("/pulse", name="pulse.create", opt={"repeatable": True})
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(PulseIn, typed, carried=("idea_id",))
    try:
        await actions.answer_pulse(session, actor, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _pulse_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, "/pulse", "Thank you. It counts without your name.")


async def _pulse_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[PulseIn], status: int = 200
) -> AnyResponse:
    if actor.has(Role.PARTNER):
        raise NotAllowed("The pulse is for the teams of this organisation.")
    teams = await queries.list_team_pulses(session, actor)
    return await page(
        request,
        "pulse/show.html",
        status=status,
        form=form,
        teams=teams,
        to_answer=[(str(team.idea_id), team.title) for team in teams if not team.has_answered],
        energy=list(rules.ENERGY.items()),
        support=list(rules.SUPPORT.items()),
        week_on=rules.week_of(actor.today),
        least=rules.LEAST_ANSWERS,
    )


routes = [show, create]
