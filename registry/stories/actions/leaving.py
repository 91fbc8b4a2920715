from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import letters, pictures, recordings
from registry.stories.actions.beside import Allowed
from registry.stories.models import Consent, Story, StoryAnswer, StoryTopic
from registry.stories.queries import letters as letter_queries
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


async def take_back_address_again(session: AsyncSession, actor: Actor, kind: str, story_id: UUID) -> bool:
    """An address that was taken back, or another named, and a page in place of which another was made.

    actor   the registry itself
    """
    story = await session.get(Story, (actor.organisation_id, story_id))
    if story is None:
        return False
    had_address = await letter_queries.find_address(session, story) is not None
    await letters.take_address_back(session, actor, story)
    if kind == "story_page_made":
        await account_actions.leave_directory(session, story.organisation_id, [story.id])
    return had_address


async def narrow_again(session: AsyncSession, actor: Actor, changed: Collection[Allowed]) -> int:
    """What may be shown less than in an older state that was put back, is shown less once more; answers how many.

    actor   the registry itself
    """
    count = 0
    for allowed in changed:
        story = await session.get(Story, (actor.organisation_id, allowed.story_id))
        if story is not None and await _narrow(session, story, allowed):
            await record_event(session, actor, "story_changed", story)
            count += 1
    return count


async def _narrow(session: AsyncSession, story: Story, allowed: Allowed) -> bool:
    held = await queries.get_held(session, story)
    audience = rules.narrower_audience(held.audience, allowed.audience)
    naming = rules.less_of_a_name(held.naming, allowed.naming)
    until_on = min(held.until_on, allowed.until_on)
    has_less = (audience, naming, until_on) != (held.audience, held.naming, held.until_on)
    if has_less:
        name, held.name, held.replaced_at = rules.shown_name(naming, held.name), "", clock.now()
        session.add(held)
        await session.flush()
        newer = Consent(
            organisation_id=story.organisation_id,
            story_id=story.id,
            audience=audience,
            naming=naming,
            name=name,
            until_on=until_on,
            given_at=clock.now(),
        )
        session.add(newer)
    is_unseen = not allowed.is_shown and story.checked_at is not None and story.checked_at < allowed.at
    if is_unseen:
        story.checked_at = story.checked_by_id = None
        session.add(story)
    await session.flush()
    has_fewer = await _drop_files(session, story, allowed) if allowed.says_files else False
    return has_less or is_unseen or has_fewer


async def _drop_files(session: AsyncSession, story: Story, allowed: Allowed) -> bool:
    """A picture or a recording that stood there before and no more; newer ones are left alone."""
    picture, recording = await queries.find_picture(session, story), await queries.find_recording(session, story)
    has_old_picture = picture is not None and picture.added_at < allowed.at and picture.file_id != allowed.file_id
    has_old_recording = (
        recording is not None and recording.added_at < allowed.at and recording.recording_id != allowed.recording_id
    )
    if has_old_picture:
        await pictures.drop_picture(session, story)
    if has_old_recording:
        await recordings.drop_recording(session, story)
    return has_old_picture or has_old_recording


async def _delete(session: AsyncSession, story: Story) -> None:
    await account_actions.leave_directory(session, story.organisation_id, [story.id])
    await pictures.drop_picture(session, story)
    await recordings.drop_recording(session, story)
    await letters.forget(session, story)
    for model in (StoryAnswer, StoryTopic, Consent):
        of_story = (col(model.organisation_id) == story.organisation_id) & (col(model.story_id) == story.id)
        await session.exec(delete(model).where(of_story))
    await session.delete(story)
    await session.flush()
