from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules.ideas import reference
from registry.kit.errors import NotFound
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.models import Pledge
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.rules import states
from registry.pledges.rules.amounts import amount_in_words
from registry.progress.models import ExplorationPeriod, ExplorationReview, ReviewPledge
from registry.progress.rules import reviews as rules
from registry.progress.rules.reviews import Protected
from registry.progress.rules.stages import ENDS_SOON_DAYS

SHOWN = 10


@dataclass(frozen=True)
class PeriodLine:
    """An exploration that ends soon, in a list over several ideas."""

    idea_id: UUID
    idea_reference: str
    idea_title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class ReviewLine:
    """A review as pages show it.

    sponsor     the name of who was asked; empty where nobody sponsored
    decided_by  empty while it is open
    protected   the promises on which it was carried on, as they stood then
    """

    review: ExplorationReview
    sponsor: str
    decided_by: str
    protected: Sequence[Protected]

    @property
    def sooner(self) -> Sequence[Protected]:
        return rules.ending_sooner(self.protected, self.review.new_ends_on) if self.review.new_ends_on else []


async def get_review(session: AsyncSession, actor: Actor, review_id: UUID) -> tuple[ExplorationReview, Idea]:
    review = await session.get(ExplorationReview, (actor.organisation_id, review_id))
    if review is None:
        raise NotFound("review")
    return review, await idea_queries.get_idea(session, actor, review.idea_id)


async def find_newest(session: AsyncSession, idea: Idea) -> ExplorationReview | None:
    found: ExplorationReview | None = (await session.exec(_of(idea).limit(1))).first()
    return found


async def find_open(session: AsyncSession, idea: Idea) -> ExplorationReview | None:
    """Not decided yet: one at most."""
    is_open = col(ExplorationReview.decided_at).is_(None)
    found: ExplorationReview | None = (await session.exec(_of(idea).where(is_open).limit(1))).first()
    return found


async def list_reviews(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[ReviewLine]:
    """The newest ten first, an open one among them."""
    reviews = (await session.exec(_of(idea).limit(SHOWN))).all()
    if not reviews:
        return []
    named = [person_id for review in reviews for person_id in (review.sponsor_id, review.decided_by_id)]
    faces = await people_queries.list_faces(session, actor, named)
    protected = await _protected_by_review(session, actor, [review.id for review in reviews])
    return [
        ReviewLine(
            review,
            sponsor=faces[review.sponsor_id].name if review.sponsor_id else "",
            decided_by=faces[review.decided_by_id].name if review.decided_by_id else "",
            protected=protected.get(review.id, []),
        )
        for review in reviews
    ]


async def list_protected(session: AsyncSession, actor: Actor, idea: Idea) -> list[Protected]:
    """The accepted promises in force, the first to end first."""
    pledges = await pledge_queries.list_open_pledges(session, idea, actor.today)
    found = [_protected(actor, pledge) for pledge in pledges if states.is_in_force(pledge, actor.today)]
    return sorted(found, key=lambda each: each.ends_on)


async def list_periods_ending(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PeriodLine]:
    """Explorations led by the actor that end within 30 days, or ended and wait for a decision; the first end first."""
    led = col(ExplorationPeriod.idea_id).in_(await team_queries.list_led_idea_ids(session, actor))
    return await _lines(session, actor, led, ENDS_SOON_DAYS, limit)


async def list_reviews_to_view(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PeriodLine]:
    """Those that the actor sponsors, near or come, of which they have not said how they see them."""
    has_said = (
        select(ExplorationReview.id)
        .where(
            col(ExplorationReview.organisation_id) == IdeaSummary.organisation_id,
            col(ExplorationReview.idea_id) == IdeaSummary.id,
            col(ExplorationReview.decided_at).is_(None),
            col(ExplorationReview.sponsor_said_at).is_not(None),
        )
        .exists()
    )
    sponsored = col(IdeaSummary.sponsor_id) == actor.person_id
    return await _lines(session, actor, sponsored & ~has_said, rules.TOLD_BEFORE_DAYS, limit)


async def list_reviews_near(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PeriodLine]:
    """Of the whole organisation, the first end first."""
    return await _lines(session, actor, None, rules.TOLD_BEFORE_DAYS, limit)


async def list_periods_to_tell(session: AsyncSession, registry: Actor, limit: int) -> Sequence[ExplorationPeriod]:
    """Near and not told yet, or come and not told since."""
    review_on, told_on = col(ExplorationPeriod.review_on), col(ExplorationPeriod.told_on)
    statement = (
        select(ExplorationPeriod)
        .where(
            col(ExplorationPeriod.organisation_id) == registry.organisation_id,
            review_on <= registry.today + timedelta(days=rules.TOLD_BEFORE_DAYS),
            told_on.is_(None) | ((review_on <= registry.today) & (told_on < review_on)),
        )
        .order_by(review_on, col(ExplorationPeriod.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


def _of(idea: Idea) -> Any:
    return (
        select(ExplorationReview)
        .where(
            col(ExplorationReview.organisation_id) == idea.organisation_id, col(ExplorationReview.idea_id) == idea.id
        )
        .order_by(col(ExplorationReview.id).desc())
    )


def _protected(actor: Actor, pledge: Pledge, ends_on: date | None = None) -> Protected:
    amount = amount_in_words(pledge.kind, pledge.quantity_minor, pledge.is_each_week, actor.currency)
    last_on = min(pledge.ends_on, pledge.withdrawal_effective_on or pledge.ends_on)
    return Protected(pledge.id, f"{amount}: {pledge.what}", ends_on or last_on)


async def _protected_by_review(
    session: AsyncSession, actor: Actor, review_ids: Sequence[UUID]
) -> dict[UUID, list[Protected]]:
    statement: Any = (
        select(ReviewPledge, Pledge)
        .join(
            Pledge,
            (col(Pledge.organisation_id) == ReviewPledge.organisation_id) & (col(Pledge.id) == ReviewPledge.pledge_id),
        )
        .where(col(ReviewPledge.organisation_id) == actor.organisation_id, col(ReviewPledge.review_id).in_(review_ids))
        .order_by(col(ReviewPledge.ends_on), col(ReviewPledge.id))
    )
    found: dict[UUID, list[Protected]] = {}
    for row, pledge in (await session.exec(statement)).all():
        found.setdefault(row.review_id, []).append(_protected(actor, pledge, row.ends_on))
    return found


async def _lines(
    session: AsyncSession, actor: Actor, narrowed: ColumnElement[bool] | None, within_days: int, limit: int
) -> Sequence[PeriodLine]:
    statement: Any = (
        select_columns(
            col(IdeaSummary.id),
            col(IdeaSummary.reference_number),
            col(IdeaSummary.title),
            col(ExplorationPeriod.starts_on),
            col(ExplorationPeriod.ends_on),
        )
        .select_from(ExplorationPeriod)
        .join(
            IdeaSummary,
            (col(IdeaSummary.organisation_id) == ExplorationPeriod.organisation_id)
            & (col(IdeaSummary.id) == ExplorationPeriod.idea_id),
        )
        .where(
            col(ExplorationPeriod.organisation_id) == actor.organisation_id,
            col(ExplorationPeriod.review_on) <= actor.today + timedelta(days=within_days),
        )
        .order_by(col(ExplorationPeriod.review_on), col(ExplorationPeriod.id))
        .limit(limit)
    )
    rows = (await session.exec(statement if narrowed is None else statement.where(narrowed))).all()
    return [PeriodLine(row[0], reference(actor.reference_prefix, row[1]), *row[2:]) for row in rows]
