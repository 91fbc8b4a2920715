"""Letters to a storyteller who left an address: the way to their page, what happened, and that the time ends soon.

The address is sealed with the secret of their page, and used for nothing else. A letter says no word of a story. A row
of a letter waits until it has left; `registry.periodic` hands it over.
"""

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import Refused
from registry.kit.sealing import SealBroken, seal, unseal
from registry.people.actors import Actor
from registry.stories.models import LetterSubject, Story, StoryAddress, StoryLetter
from registry.stories.queries import letters as queries
from registry.stories.schemas import AddressIn

SEALED_BYTES = 600
TRIED_AGAIN_AFTER = timedelta(minutes=5)
LEFT_A_DAY = 3
LIES_FOR = "story-address"
"""Its row's noun, where a letter is laid into the folder."""


async def leave_address(
    session: AsyncSession, guest: Actor, story: Story, form: AddressIn, secret: str, keys: Keys
) -> None:
    """In place of one before; the way to the page is sent there. The same one again changes nothing.

    secret   of the storyteller's own page
    """
    plain = json.dumps([form.email, secret])
    standing = await queries.find_address(session, story)
    if standing and _plain(standing, keys.secret) == plain:
        return
    if await queries.count_left_within_a_day(session, story) >= LEFT_A_DAY:
        raise Refused(fields={"email": "You have named three addresses today. Name another one tomorrow."})
    await forget(session, story)
    address = StoryAddress(
        organisation_id=story.organisation_id,
        story_id=story.id,
        sealed=seal(keys.secret, _purpose(story.id), plain.encode().ljust(SEALED_BYTES)),
        left_at=clock.now(),
    )
    session.add(address)
    await session.flush()
    await write_letter(session, story, LetterSubject.PAGE)
    await record_event(session, guest, "story_address_left", story)


async def take_address_back(session: AsyncSession, guest: Actor, story: Story) -> None:
    if await queries.find_address(session, story):
        await forget(session, story)
        await record_event(session, guest, "story_address_taken_back", story)


async def write_letter(session: AsyncSession, story: Story, about: LetterSubject) -> None:
    """Where its storyteller left an address, and no such letter waits already."""
    if await queries.find_address(session, story) and not await queries.waits(session, story, about):
        session.add(
            StoryLetter(organisation_id=story.organisation_id, story_id=story.id, about=about, next_try_at=clock.now())
        )
        await session.flush()


async def tell_endings(session: AsyncSession, actor: Actor) -> int:
    """Before the last day of what a storyteller allows, once; answers how many are told.

    actor   the registry itself
    """
    ending = await queries.list_ending(session, actor)
    for address, story, until_on in ending:
        address.told_until_on = until_on
        session.add(address)
        await write_letter(session, story, LetterSubject.ENDING)
    return len(ending)


async def forget(session: AsyncSession, story: Story) -> None:
    """The address, and the letters that wait."""
    for model in (StoryLetter, StoryAddress):
        of_story = (col(model.organisation_id) == story.organisation_id) & (col(model.story_id) == story.id)
        await session.exec(delete(model).where(of_story))


def opened(address: StoryAddress, secret_key: str) -> tuple[str, str]:
    """The address, and the secret of the storyteller's page.

    raises   SealBroken
    """
    email, secret = json.loads(unseal(secret_key, _purpose(address.story_id), address.sealed))
    return email, secret


async def note_try(session: AsyncSession, letter: StoryLetter) -> None:
    """Before it is handed over, so that nobody else sends it at the same time."""
    letter.next_try_at = clock.now() + TRIED_AGAIN_AFTER
    session.add(letter)
    await session.flush()


async def note_sent(session: AsyncSession, organisation_id: UUID, letter_id: UUID) -> None:
    await session.exec(
        delete(StoryLetter).where(col(StoryLetter.organisation_id) == organisation_id, col(StoryLetter.id) == letter_id)
    )


def _plain(address: StoryAddress, secret_key: str) -> str:
    try:
        return unseal(secret_key, _purpose(address.story_id), address.sealed).decode().rstrip()
    except SealBroken:
        return ""


def _purpose(story_id: UUID) -> str:
    return f"story address {story_id}"
