"""The team looks back with its sponsor: the lead records what it says and moves the idea by the verbs of `stages`."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import owners as owner_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import OwnerIn
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.progress.actions import stages, views
from registry.progress.models import Decision, ExplorationReview, ReviewPledge
from registry.progress.queries import periods as period_queries
from registry.progress.queries import reviews as queries
from registry.progress.rules import reviews as rules
from registry.progress.schemas import EndIn, PeriodIn, ReviewIn


async def record_review(session: AsyncSession, actor: Actor, idea: Idea, form: ReviewIn) -> ExplorationReview:
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_review(actor, standing):
        raise NotAllowed("Only the lead records the review, and only of an idea that is explored.")
    before_on = (await period_queries.get_period(session, idea)).ends_on
    if objections := rules.objections_to_review(form.decision, form.model_dump(), before_on):
        raise Refused(fields=objections)
    review = await views.open_review(session, idea, standing.sponsor_id, form.words)
    if form.decision is Decision.CARRY_ON:
        await _carry_on(session, actor, idea, form, review)
    elif form.decision is Decision.SUSTAIN:
        await _sustain(session, actor, idea, form)
    else:
        await stages.end_idea(session, actor, idea, EndIn(learning=form.learning))
    return review


async def tell_reviews(session: AsyncSession, registry: Actor, limit: int) -> int:
    """Tells history of each exploration that ends within 14 days, and of each whose day has come, once; how many."""
    due = await queries.list_periods_to_tell(session, registry, limit)
    await idea_actions.hold_ideas(session, registry, {period.idea_id for period in due})
    for period in due:
        await session.refresh(period)
        if period.review_on and rules.must_tell(period.review_on, period.told_on, registry.today):
            kind = "exploration_review_near" if registry.today < period.review_on else "exploration_review_come"
            period.told_on = registry.today
            session.add(period)
            await session.flush()
            words = day_words(period.review_on)
            await record_event(session, registry, kind, period, idea_id=period.idea_id, words=words)
    return len(due)


async def _carry_on(session: AsyncSession, actor: Actor, idea: Idea, form: ReviewIn, review: ExplorationReview) -> None:
    """A time that was shorter than the least by wish may go on being so."""
    if form.ends_on is None:
        raise ValueError("A review that carries on has a new end.")
    promises = await queries.list_protected(session, actor, idea)
    if objections := rules.objections_to_sooner(promises, form.ends_on, is_known=form.is_sooner_known):
        raise Refused(fields=objections)
    await stages.change_period(session, actor, idea, PeriodIn(ends_on=form.ends_on, is_shorter_wanted=True))
    for each in promises:
        session.add(
            ReviewPledge(
                organisation_id=idea.organisation_id,
                review_id=review.id,
                pledge_id=each.pledge_id,
                ends_on=each.ends_on,
            )
        )
    await session.flush()


async def _sustain(session: AsyncSession, actor: Actor, idea: Idea, form: ReviewIn) -> None:
    if form.owner_id is None:
        raise ValueError("A review that sustains names who keeps it.")
    owner = await owner_actions.choose_owner(session, actor, idea, form.owner_id)
    await stages.sustain_idea(session, actor, idea)
    await owner_actions.ask_owner(session, actor, idea, OwnerIn(owner_id=owner.id))
