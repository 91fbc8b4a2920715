"""The lead moves the idea; what depends on its stage (wait, watches, promises) follows in the same breath."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.actions.watching import judge_idea
from registry.boundaries.queries.watches import list_steps
from registry.frameworks.queries import frameworks as framework_queries
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import owners as owner_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.pledges.actions.settling import hold_open_pledges, refresh_wait, release_open_pledges
from registry.progress.actions.views import close_review
from registry.progress.models import Decision, ExplorationPeriod
from registry.progress.queries import periods as queries
from registry.progress.rules import stages as rules
from registry.progress.schemas import BeginIn, EndIn, PeriodIn


async def begin_exploring(session: AsyncSession, actor: Actor, idea: Idea, form: BeginIn) -> ExplorationPeriod:
    """Needs accepted sponsorship, an outcome, a boundary in force, and a period that the sponsorship covers."""
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_begin(actor, standing):
        raise NotAllowed("Only the lead begins, and only an idea that is registered.")
    ready = await queries.get_readiness(session, actor, idea)
    chosen = await framework_queries.find_outcome(session, idea.organisation_id, form.outcome_id)
    if form.outcome or chosen:
        ready = rules.with_outcome(ready, form.outcome or (chosen.sentence if chosen else ""))
    objections = rules.objections_to_outcome(ready) | rules.objections_to_start(form.starts_on, actor.today)
    objections |= rules.objections_to_period(
        ready,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        is_shorter_wanted=form.is_shorter_wanted,
        today=actor.today,
        exploration_days=actor.exploration_days,
    )
    missing = rules.objections_to_beginning(ready)
    if missing or objections:
        raise Refused(*missing, fields=objections)
    await _name_outcome(session, actor, idea, form)
    words = rules.period_words(form.starts_on, form.ends_on)
    await idea_actions.move_idea(session, actor, idea, Stage.EXPLORING, "idea_begun", words)
    period = await _set_period(session, actor, idea, form.starts_on, form.ends_on)
    await _follow(session, actor, idea)
    return period


async def change_period(session: AsyncSession, actor: Actor, idea: Idea, form: PeriodIn) -> ExplorationPeriod:
    """Carries on for longer, or ends sooner; the beginning stays."""
    if not rules.may_change_period(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead changes how long an idea is explored.")
    before = await queries.get_period(session, idea)
    ready = await queries.get_readiness(session, actor, idea)
    objections = rules.objections_to_change(before.ends_on, form.ends_on) | rules.objections_to_period(
        ready,
        starts_on=before.starts_on,
        ends_on=form.ends_on,
        is_shorter_wanted=form.is_shorter_wanted,
        today=actor.today,
        exploration_days=actor.exploration_days,
    )
    if objections := objections | rules.objections_to_lengthening(ready, before.ends_on, form.ends_on):
        raise Refused(fields=objections)
    period = await _set_period(session, actor, idea, before.starts_on, form.ends_on)
    await _record_change(session, actor, idea, before, period)
    if form.ends_on > before.ends_on:
        await close_review(session, actor, idea, Decision.CARRY_ON, before_on=before.ends_on, new_ends_on=form.ends_on)
    return period


async def pause_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    await idea_actions.move_idea(session, actor, idea, Stage.PAUSED, "idea_paused")
    await _follow(session, actor, idea)


async def resume_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Back to where it was; the period is lengthened by the days of the pause."""
    if not rules.may_resume(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead resumes an idea, and only one that is paused.")
    steps = await list_steps(session, actor, idea)
    stage = rules.next_after_pause(steps)
    await idea_actions.move_idea(session, actor, idea, stage, "idea_resumed")
    if stage is Stage.EXPLORING:
        await _lengthen_period(session, actor, idea, steps[-1].from_on)
    await _follow(session, actor, idea)


async def sustain_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """It is how people work now."""
    await idea_actions.move_idea(session, actor, idea, Stage.SUSTAINED, "idea_sustained")
    await _follow(session, actor, idea)
    await _decide(session, actor, idea, Decision.SUSTAIN)


async def end_idea(session: AsyncSession, actor: Actor, idea: Idea, form: EndIn) -> None:
    """Without a reason. Learning may be written now or later; promises that still hold are released."""
    if not rules.may_end(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead ends an idea.")
    await hold_open_pledges(session, actor, idea)
    await idea_actions.move_idea(session, actor, idea, Stage.ENDED, "idea_ended")
    if form.learning:
        await idea_actions.write_learning(session, actor, idea, form.learning)
    await release_open_pledges(session, actor, idea)
    await owner_actions.end_owning(session, actor, idea)
    await _follow(session, actor, idea)
    await _decide(session, actor, idea, Decision.END)


async def reopen_idea(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """Registered again: it waits for an answer from today on. What was learnt stays."""
    if not rules.may_reopen(actor, await idea_queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead opens an ended idea again.")
    await idea_actions.move_idea(session, actor, idea, Stage.REGISTERED, "idea_reopened")
    await _follow(session, actor, idea)


async def _follow(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    await refresh_wait(session, actor, idea)
    await refresh_watches(session, actor, idea)
    await judge_idea(session, actor, idea)
    await _note_review(session, idea)


async def _note_review(session: AsyncSession, idea: Idea) -> None:
    """Keeps for lists when its exploration asks for a review."""
    period = await queries.find_period(session, idea)
    if period is None:
        return
    is_explored = (await idea_queries.get_standing(session, idea)).stage is Stage.EXPLORING
    review_on = period.ends_on if is_explored else None
    if period.review_on != review_on:
        period.review_on = review_on
        session.add(period)
        await session.flush()


async def _decide(session: AsyncSession, actor: Actor, idea: Idea, decision: Decision) -> None:
    if period := await queries.find_period(session, idea):
        await close_review(session, actor, idea, decision, before_on=period.ends_on, new_ends_on=None)


async def _name_outcome(session: AsyncSession, actor: Actor, idea: Idea, named: BeginIn) -> None:
    outcome, outcome_id = named.outcome or idea.outcome, named.outcome_id or idea.outcome_id
    if (outcome, outcome_id) == (idea.outcome, idea.outcome_id):
        return
    aims = await idea_queries.list_idea_aims(session, idea)
    form = IdeaIn(
        title=idea.title,
        better=idea.better,
        why=idea.why,
        outcome=outcome,
        outcome_id=outcome_id,
        service_id=idea.service_id,
        aim_ids={aim.aim_id for aim in aims},
    )
    await idea_actions.edit_idea(session, actor, idea, form)


async def _lengthen_period(session: AsyncSession, actor: Actor, idea: Idea, paused_on: date) -> None:
    before = await queries.get_period(session, idea)
    ends_on = rules.end_after_pause(before.ends_on, paused_on, actor.today)
    if ends_on == before.ends_on:
        return
    period = await _set_period(session, actor, idea, before.starts_on, ends_on)
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    await _record_change(session, registry_actor(organisation, actor.history_key), idea, before, period)


async def _set_period(
    session: AsyncSession, actor: Actor, idea: Idea, starts_on: date, ends_on: date
) -> ExplorationPeriod:
    """The newest is in force, and it alone asks for a review."""
    if before := await queries.find_period(session, idea):
        before.review_on = None
        session.add(before)
    period = ExplorationPeriod(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        starts_on=starts_on,
        ends_on=ends_on,
        set_at=clock.now(),
        set_by_id=actor.person_id,
        review_on=ends_on,
    )
    session.add(period)
    await session.flush()
    return period


async def _record_change(
    session: AsyncSession, actor: Actor, idea: Idea, before: ExplorationPeriod, period: ExplorationPeriod
) -> None:
    became = rules.period_words(period.starts_on, period.ends_on)
    await record_event(
        session,
        actor,
        "exploration_period_changed",
        period,
        idea_id=idea.id,
        words=became,
        was=rules.period_words(before.starts_on, before.ends_on),
        became=became,
    )
