from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.history.actions import record_event
from registry.kit.errors import NotAllowed
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import pictures, recordings
from registry.stories.models import Consent, Story, StoryAnswer, StoryTopic
from registry.stories.queries import stories as queries
from registry.stories.rules import Reader


async def withdraw_story(session: AsyncSession, guest: Actor, story: Story) -> None:
    """By its storyteller, from their own page. Nothing is left but that a story was withdrawn."""
    await record_event(session, guest, "story_withdrawn", story)
    await _delete(session, story)


async def withdraw_for_storyteller(session: AsyncSession, reader: Reader, story: Story) -> None:
    """By a checker or by whoever wrote it down, because its storyteller asks."""
    if not rules.may_withdraw(reader, story):
        raise NotAllowed("Only its storyteller, whoever wrote it down, and the checkers withdraw a story.")
    await withdraw_story(session, reader.actor, story)


async def end_expired(session: AsyncSession, actor: Actor) -> int:
    """Those whose last day has passed leave as if they were withdrawn; answers how many.

    actor   the registry itself
    """
    expired = await queries.list_expired(session, actor)
    for story in expired:
        await record_event(session, actor, "story_expired", story)
        await _delete(session, story)
    return len(expired)


async def withdraw_again(session: AsyncSession, actor: Actor, story_ids: Collection[UUID]) -> int:
    """What had left before an older state was put back, leaves once more; answers how many stood there.

    actor   the registry itself
    """
    count = 0
    for story_id in story_ids:
        story = await session.get(Story, (actor.organisation_id, story_id))
        if story is not None:
            await withdraw_story(session, actor, story)
            count += 1
    return count


async def _delete(session: AsyncSession, story: Story) -> None:
    await account_actions.leave_directory(session, story.organisation_id, [story.id])
    await pictures.drop_picture(session, story)
    await recordings.drop_recording(session, story)
    for model in (StoryAnswer, StoryTopic, Consent):
        of_story = (col(model.organisation_id) == story.organisation_id) & (col(model.story_id) == story.id)
        await session.exec(delete(model).where(of_story))
    await session.delete(story)
    await session.flush()
