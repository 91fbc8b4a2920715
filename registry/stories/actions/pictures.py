from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit import clock
from registry.media.actions import pictures as media_actions
from registry.people.actors import Actor
from registry.stories.models import Story, StoryPicture
from registry.stories.queries import stories as queries
from registry.stories.schemas import PictureIn


async def add_picture(session: AsyncSession, guest: Actor, story: Story, form: PictureIn, sent: bytes) -> None:
    """By its storyteller, in place of one before. A checker looks at it before others see it, and the story with it."""
    file = await media_actions.add_picture(session, story.organisation_id, sent)
    await drop_picture(session, story)
    picture = StoryPicture(
        organisation_id=story.organisation_id,
        story_id=story.id,
        file_id=file.id,
        description=form.description,
        added_at=clock.now(),
    )
    story.checked_at = story.checked_by_id = story.hidden_at = story.hidden_by_id = None
    session.add_all([picture, story])
    await session.flush()
    await record_event(session, guest, "story_changed", story)


async def remove_picture(session: AsyncSession, guest: Actor, story: Story) -> None:
    if await drop_picture(session, story):
        await record_event(session, guest, "story_changed", story)


async def drop_picture(session: AsyncSession, story: Story) -> bool:
    """Deletes it with its file; False where there is none."""
    picture = await queries.find_picture(session, story)
    if picture is None:
        return False
    await session.delete(picture)
    await session.flush()
    await media_actions.delete_file(session, story.organisation_id, picture.file_id)
    return True
