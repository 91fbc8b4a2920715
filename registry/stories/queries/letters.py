"""Where storytellers wish to hear of their stories, and the letters that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Event
from registry.kit import clock
from registry.people.actors import Actor
from registry.stories.models import Consent, LetterSubject, Story, StoryAddress, StoryLetter

TOLD_DAYS_BEFORE = 14
TOLD_AT_ONCE = 100


@dataclass(frozen=True)
class LetterLine:
    letter: StoryLetter
    address: StoryAddress
    until_on: date


async def find_address(session: AsyncSession, story: Story) -> StoryAddress | None:
    statement = select(StoryAddress).where(
        col(StoryAddress.organisation_id) == story.organisation_id, col(StoryAddress.story_id) == story.id
    )
    return (await session.exec(statement)).first()


async def count_left_within_a_day(session: AsyncSession, story: Story) -> int:
    """Also those that were taken back since."""
    statement = select(Event.id).where(
        col(Event.organisation_id) == story.organisation_id,
        col(Event.subject_id) == story.id,
        col(Event.kind) == "story_address_left",
        col(Event.at) > clock.now() - timedelta(days=1),
    )
    return len((await session.exec(statement)).all())


async def waits(session: AsyncSession, story: Story, about: LetterSubject) -> bool:
    statement = select(StoryLetter.id).where(
        col(StoryLetter.organisation_id) == story.organisation_id,
        col(StoryLetter.story_id) == story.id,
        col(StoryLetter.about) == about,
    )
    return (await session.exec(statement)).first() is not None


async def list_due(session: AsyncSession, organisation_id: UUID, limit: int) -> list[LetterLine]:
    """Each locked for whoever sends it."""
    statement: Any = (
        select_columns(StoryLetter, StoryAddress, col(Consent.until_on))
        .join(
            StoryAddress,
            (col(StoryAddress.organisation_id) == StoryLetter.organisation_id)
            & (col(StoryAddress.story_id) == StoryLetter.story_id),
        )
        .join(Consent, _holds(StoryLetter))
        .where(col(StoryLetter.organisation_id) == organisation_id, col(StoryLetter.next_try_at) <= clock.now())
        .order_by(col(StoryLetter.next_try_at), col(StoryLetter.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=StoryLetter)
    )
    return [LetterLine(*row) for row in (await session.exec(statement)).all()]


async def list_ending(session: AsyncSession, actor: Actor) -> Sequence[tuple[StoryAddress, Story, date]]:
    """Whose last day comes within two weeks, and who have not been told of that day."""
    statement: Any = (
        select_columns(StoryAddress, Story, col(Consent.until_on))
        .join(
            Story,
            (col(Story.organisation_id) == StoryAddress.organisation_id) & (col(Story.id) == StoryAddress.story_id),
        )
        .join(Consent, _holds(StoryAddress))
        .where(
            col(StoryAddress.organisation_id) == actor.organisation_id,
            col(Consent.until_on).between(actor.today, actor.today + timedelta(days=TOLD_DAYS_BEFORE)),
            col(StoryAddress.told_until_on).is_(None) | (col(StoryAddress.told_until_on) != Consent.until_on),
        )
        .limit(TOLD_AT_ONCE)
    )
    return [(row[0], row[1], row[2]) for row in (await session.exec(statement)).all()]


def _holds(model: type[StoryLetter] | type[StoryAddress]) -> Any:
    return (
        (col(Consent.organisation_id) == model.organisation_id)
        & (col(Consent.story_id) == model.story_id)
        & col(Consent.replaced_at).is_(None)
    )
