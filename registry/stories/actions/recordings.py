from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit import clock
from registry.media.actions import recordings as media_actions
from registry.media.rules.recordings import Drawn
from registry.people.actors import Actor
from registry.stories.models import Story, StoryRecording
from registry.stories.queries import stories as queries
from registry.stories.schemas import RecordingIn


async def add_recording(session: AsyncSession, guest: Actor, story: Story, form: RecordingIn, drawn: Drawn) -> None:
    """By its storyteller, in place of one before. A checker listens to it before others do."""
    recording = await media_actions.add_recording(session, story.organisation_id, drawn)
    await drop_recording(session, story)
    kept = StoryRecording(
        organisation_id=story.organisation_id, story_id=story.id, recording_id=recording.id, added_at=clock.now()
    )
    story.words = form.words
    story.checked_at = story.checked_by_id = story.hidden_at = story.hidden_by_id = None
    session.add_all([kept, story])
    await session.flush()
    await record_event(session, guest, "story_changed", story)


async def remove_recording(session: AsyncSession, guest: Actor, story: Story) -> None:
    """The words stay."""
    if await drop_recording(session, story):
        await record_event(session, guest, "story_changed", story)


async def drop_recording(session: AsyncSession, story: Story) -> bool:
    """Deletes it with all its pieces; False where there is none."""
    kept = await queries.find_recording(session, story)
    if kept is None:
        return False
    await session.delete(kept)
    await session.flush()
    await media_actions.delete_recording(session, story.organisation_id, kept.recording_id)
    return True
