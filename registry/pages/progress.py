"""The lead moves an idea: begin exploring, carry on, pause, resume, sustain, end, open again; and what was learnt."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from litestar import get, post

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules import ideas as idea_rules
from registry.ideas.rules.ideas import Standing
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.progress.actions import stages as actions
from registry.progress.queries import periods as queries
from registry.progress.rules import stages as rules
from registry.progress.schemas import BeginIn, EndIn, LearningIn, PeriodIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page

Move = Callable[[DbSession, Actor, Idea], Awaitable[None]]


@get("/ideas/{idea_id:uuid}/exploration/new", name="progress.new")
async def new(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    ready = await queries.get_readiness(session, actor, idea)
    ends_on = actor.today + timedelta(days=actor.exploration_days)
    form = Form.of(BeginIn, {"starts_on": actor.today, "ends_on": min(ends_on, ready.sponsorship_ends_on or ends_on)})
    return await _begin_page(request, session, actor, idea, form=form)


@post("/ideas/{idea_id:uuid}/exploration", name="progress.begin")
async def begin(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(BeginIn, typed)
    try:
        await actions.begin_exploring(session, actor, idea, form.value)
    except Refused as refusal:
        return await _begin_page(request, session, actor, idea, form=form.refuse(refusal), status=422)
    return await done(request, f"/ideas/{idea.id}", "You are exploring. Tell what happens as you go.")


@get("/ideas/{idea_id:uuid}/exploration/edit", name="progress.edit_period")
async def edit_period(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _period_page(request, session, actor, idea, form=None)


@post("/ideas/{idea_id:uuid}/exploration/period", name="progress.change_period")
async def change_period(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(PeriodIn, typed)
    ends_on = (await queries.get_period(session, idea)).ends_on
    try:
        form.check_version(ends_on.toordinal())
        await actions.change_period(session, actor, idea, form.value)
    except Refused as refusal:
        return await _period_page(request, session, actor, idea, form=form.refuse(refusal), status=422)
    except Changed:
        form.meet(ends_on.toordinal(), [("Until", day_words(ends_on))])
        return await _period_page(request, session, actor, idea, form=form, status=409)
    return await done(request, f"/ideas/{idea.id}", "The time for exploring is changed.")


@get("/ideas/{idea_id:uuid}/pause", name="progress.confirm_pause")
async def confirm_pause(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, rules.may_pause)
    return await _confirm(request, session, actor, idea, "progress/pause.html")


@post("/ideas/{idea_id:uuid}/pause", name="progress.pause")
async def pause(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _move(request, session, actor, idea_id, actions.pause_idea, "The idea is paused.")


@get("/ideas/{idea_id:uuid}/resumption", name="progress.confirm_resumption")
async def confirm_resumption(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, rules.may_resume)
    return await _confirm(request, session, actor, idea, "progress/resumption.html")


@post("/ideas/{idea_id:uuid}/resumption", name="progress.resume")
async def resume(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _move(request, session, actor, idea_id, actions.resume_idea, "The idea goes on.")


@get("/ideas/{idea_id:uuid}/sustaining", name="progress.confirm_sustaining")
async def confirm_sustaining(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, rules.may_sustain)
    return await _confirm(request, session, actor, idea, "progress/sustaining.html")


@post("/ideas/{idea_id:uuid}/sustaining", name="progress.sustain")
async def sustain(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _move(request, session, actor, idea_id, actions.sustain_idea, "This is how you work now.")


@get("/ideas/{idea_id:uuid}/ending", name="progress.confirm_ending")
async def confirm_ending(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, rules.may_end)
    form = Form.of(EndIn, {"learning": idea.learning})
    return await _confirm(request, session, actor, idea, "progress/ending.html", form=form)


@post("/ideas/{idea_id:uuid}/ending", name="progress.end")
async def end(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(EndIn, typed)
    try:
        await actions.end_idea(session, actor, idea, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await _confirm(request, session, actor, idea, "progress/ending.html", form=form, status=422)
    flash = (
        "The idea has ended. What you learnt stays." if idea.learning else "The idea has ended. Learning can follow."
    )
    return await done(request, f"/ideas/{idea.id}", flash)


@get("/ideas/{idea_id:uuid}/reopening", name="progress.confirm_reopening")
async def confirm_reopening(
    request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, rules.may_reopen)
    return await _confirm(request, session, actor, idea, "progress/reopening.html")


@post("/ideas/{idea_id:uuid}/reopening", name="progress.reopen")
async def reopen(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _move(request, session, actor, idea_id, actions.reopen_idea, "The idea is registered again.")


@get("/ideas/{idea_id:uuid}/learning", name="progress.edit_learning")
async def edit_learning(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await _idea_for(session, actor, idea_id, idea_rules.may_write_learning)
    form = Form.of(LearningIn, {"learning": idea.learning}, version=idea.version)
    return await page(request, "progress/learning.html", idea=idea, form=form, crumbs=_crumbs(idea))


@post("/ideas/{idea_id:uuid}/learning", name="progress.write_learning")
async def write_learning(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(LearningIn, typed)
    try:
        form.check_version(idea.version)
        await idea_actions.write_learning(session, actor, idea, form.value.learning)
    except Refused as refusal:
        status, form = 422, form.refuse(refusal)
    except Changed:
        status, form = 409, form.meet(idea.version, [("What was learnt", idea.learning)])
    else:
        return await done(request, f"/ideas/{idea.id}", "What you learnt is kept, for everybody to read.")
    crumbs = _crumbs(idea)
    return await page(request, "progress/learning.html", status=status, idea=idea, form=form, crumbs=crumbs)


async def _idea_for(session: DbSession, actor: Actor, idea_id: PathId, may: Callable[[Actor, Standing], bool]) -> Idea:
    """The idea, when the actor may do this with it now."""
    idea = await idea_queries.get_idea(session, actor, idea_id)
    if not may(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead moves an idea, and not every step can be taken from where it stands.")
    return idea


async def _move(
    request: AnyRequest, session: DbSession, actor: Actor, idea_id: PathId, move: Move, flash: str
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await move(session, actor, idea)
    return await done(request, f"/ideas/{idea.id}", flash)


async def _confirm(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    template: str,
    *,
    form: Form[EndIn] | None = None,
    status: int = 200,
) -> AnyResponse:
    """What will happen, before it does."""
    return await page(
        request,
        template,
        status=status,
        idea=idea,
        form=form or Form(Empty),
        outlook=await queries.get_outlook(session, actor, idea),
        crumbs=_crumbs(idea),
    )


async def _begin_page(
    request: AnyRequest, session: DbSession, actor: Actor, idea: Idea, *, form: Form[BeginIn], status: int = 200
) -> AnyResponse:
    if not rules.may_begin(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead begins, and only an idea that is registered.")
    ready = await queries.get_readiness(session, actor, idea)
    return await page(
        request,
        "progress/begin.html",
        status=status,
        idea=idea,
        form=form,
        requirements=rules.requirements(ready),
        is_ready=not rules.objections_to_beginning(ready),
        outcomes=await _outcomes_to_serve(session, idea),
        exploration_days=actor.exploration_days,
        crumbs=_crumbs(idea),
    )


async def _outcomes_to_serve(session: DbSession, idea: Idea) -> list[tuple[str, str]]:
    outcomes = await place_queries.list_outcomes_to_serve(session, idea)
    return [(str(said.outcome_id), said.sentence) for said in outcomes]


async def _period_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    *,
    form: Form[PeriodIn] | None,
    status: int = 200,
) -> AnyResponse:
    if not rules.may_change_period(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead changes how long an idea is explored.")
    period = await queries.get_period(session, idea)
    return await page(
        request,
        "progress/period.html",
        status=status,
        idea=idea,
        period=period,
        ready=await queries.get_readiness(session, actor, idea),
        form=form or Form.of(PeriodIn, {"ends_on": period.ends_on}, version=period.ends_on.toordinal()),
        crumbs=_crumbs(idea),
    )


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")]


routes = [
    new,
    begin,
    edit_period,
    change_period,
    confirm_pause,
    pause,
    confirm_resumption,
    resume,
    confirm_sustaining,
    sustain,
    confirm_ending,
    end,
    confirm_reopening,
    reopen,
    edit_learning,
    write_learning,
]
