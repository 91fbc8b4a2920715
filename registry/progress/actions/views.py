"""A review while it is open: the sponsor says how they see it, and whichever way the lead moves the idea decides it."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed
from registry.people.actors import Actor
from registry.progress.models import Decision, ExplorationReview
from registry.progress.queries import periods as period_queries
from registry.progress.queries import reviews as queries
from registry.progress.rules import reviews as rules
from registry.progress.schemas import ViewIn


async def say_view(session: AsyncSession, actor: Actor, idea: Idea, form: ViewIn) -> ExplorationReview:
    """Until the lead decides other words may take their place; the history keeps those before."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    newest = await queries.find_newest(session, idea)
    if not rules.may_say_view(actor, standing, newest):
        raise NotAllowed("Only the sponsor adds a view, and only while the idea is explored or was just reviewed.")
    period = await period_queries.get_period(session, idea)
    review = rules.belongs_to(newest, period.review_on, actor.today)
    if review is None:
        review = ExplorationReview(organisation_id=idea.organisation_id, idea_id=idea.id, ends_on=period.ends_on)
    was = review.sponsor_words
    review.sponsor_id = actor.person_id
    review.sponsor_words, review.sponsor_said_at = form.words, clock.now()
    session.add(review)
    await session.flush()
    await record_event(session, actor, "review_view_said", review, idea_id=idea.id, words=form.words, was=was)
    return review


async def open_review(session: AsyncSession, idea: Idea, sponsor_id: UUID | None, words: str) -> ExplorationReview:
    """The one that the sponsor opened, or a new one, with what the team says and who is asked."""
    review = await queries.find_open(session, idea)
    if review is None:
        ends_on = (await period_queries.get_period(session, idea)).ends_on
        review = ExplorationReview(organisation_id=idea.organisation_id, idea_id=idea.id, ends_on=ends_on)
    review.sponsor_id = review.sponsor_id or sponsor_id
    review.words = words
    session.add(review)
    await session.flush()
    return review


async def close_review(
    session: AsyncSession, actor: Actor, idea: Idea, decision: Decision, *, before_on: date, new_ends_on: date | None
) -> None:
    """What the lead did decides the open review, if there is one.

    before_on   the end of the exploration as it was
    """
    review = await queries.find_open(session, idea)
    if review is None:
        return
    review.ends_on = before_on
    review.decision, review.new_ends_on = decision, new_ends_on
    review.decided_at, review.decided_by_id = clock.now(), actor.person_id
    session.add(review)
    await session.flush()
    became = rules.decision_words(decision, new_ends_on)
    words = review.words
    await record_event(session, actor, "exploration_reviewed", review, idea_id=idea.id, words=words, became=became)
