from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules.ideas import reference
from registry.kit.errors import NotFound
from registry.kit.stated import stated
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
    return (await _newest(session, idea, 1)).first()


async def find_open(session: AsyncSession, idea: Idea) -> ExplorationReview | None:
    """Not decided yet: one at most."""
    return (await _open(session, idea)).first()


async def list_reviews(session: AsyncSession, actor: Actor, idea: Idea) -> Sequence[ReviewLine]:
    """The newest ten first, an open one among them."""
    reviews = (await _newest(session, idea, SHOWN)).all()
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
    led_ids = await team_queries.list_led_idea_ids(session, actor)
    until_on = actor.today + timedelta(days=ENDS_SOON_DAYS)
    return _lines(actor, (await _of_ideas(session, actor, until_on, led_ids, limit)).all())


async def list_reviews_to_view(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PeriodLine]:
    """Those that the actor sponsors, near or come, of which they have not said how they see them."""
    until_on = actor.today + timedelta(days=rules.TOLD_BEFORE_DAYS)
    return _lines(actor, (await _to_view(session, actor, until_on, limit)).all())


async def list_reviews_near(session: AsyncSession, actor: Actor, limit: int) -> Sequence[PeriodLine]:
    """Of the whole organisation, the first end first."""
    until_on = actor.today + timedelta(days=rules.TOLD_BEFORE_DAYS)
    return _lines(actor, (await _near(session, actor, until_on, limit)).all())


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


@stated
def _newest(idea: Idea, most: int) -> SelectOfScalar[ExplorationReview]:
    return _reviews(idea).limit(most)


@stated
def _open(idea: Idea) -> SelectOfScalar[ExplorationReview]:
    return _reviews(idea).where(col(ExplorationReview.decided_at).is_(None)).limit(1)


def _reviews(idea: Idea) -> SelectOfScalar[ExplorationReview]:
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


@stated
def _of_ideas(
    actor: Actor, until_on: date, idea_ids: Collection[UUID], most: int
) -> Select[UUID, int, str, date, date]:
    return _ending(actor, until_on).where(col(ExplorationPeriod.idea_id).in_(idea_ids)).limit(most)


@stated
def _to_view(actor: Actor, until_on: date, most: int) -> Select[UUID, int, str, date, date]:
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
    return _ending(actor, until_on).where(col(IdeaSummary.sponsor_id) == actor.person_id, ~has_said).limit(most)


@stated
def _near(actor: Actor, until_on: date, most: int) -> Select[UUID, int, str, date, date]:
    return _ending(actor, until_on).limit(most)


def _ending(actor: Actor, until_on: date) -> Select[UUID, int, str, date, date]:
    return (
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
            col(ExplorationPeriod.review_on) <= until_on,
        )
        .order_by(col(ExplorationPeriod.review_on), col(ExplorationPeriod.id))
    )


def _lines(actor: Actor, rows: Sequence[tuple[UUID, int, str, date, date]]) -> list[PeriodLine]:
    return [PeriodLine(row[0], reference(actor.reference_prefix, row[1]), *row[2:]) for row in rows]
