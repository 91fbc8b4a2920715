import secrets
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts import rules as account_rules
from registry.accounts.models import DirectoryKind
from registry.accounts.queries import Keys
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.actions import letters
from registry.stories.models import Consent, LetterSubject, Story, StoryAnswer, StoryTopic, TellingLink
from registry.stories.queries import links as link_queries
from registry.stories.queries import stories as queries
from registry.stories.queries.links import Opened
from registry.stories.queries.stories import StoryLine
from registry.stories.rules import Reader
from registry.stories.schemas import StoryAnswerIn, StoryChangeIn, StoryIn, Telling, WrittenDownIn


async def tell_story(
    session: AsyncSession, opened: Opened, form: StoryIn, keys: Keys, *, form_key: str, is_limited: bool = True
) -> str:
    """Told through a link without an account; answers the secret of the storyteller's own page.

    form_key     of the form that was sent: the same sent twice is one story, and leads to the same page
    is_limited   refuses more in an hour than people tell
    """
    guest, link = opened.guest, opened.link
    if link is None:
        raise NotAllowed("This link opens a story that is told already.")
    secret = account_rules.derived_secret(
        keys.secret, DirectoryKind.STORY, f"{link.id} {form_key or secrets.token_hex()}"
    )
    if await account_queries.find_directory_entry(session, keys, DirectoryKind.STORY, secret):
        return secret
    if is_limited and await link_queries.has_too_many(session, link):
        raise Refused("Many people are telling stories just now. Keep this page open, and send yours in an hour.")
    story = await _add(session, guest, form, telling_link=link)
    await account_actions.enter_directory(session, keys, DirectoryKind.STORY, story, secret)
    await _tell_of(session, guest, story)
    return secret


async def write_down(session: AsyncSession, actor: Actor, form: WrittenDownIn) -> Story:
    """Written down with the storyteller by a member of staff, who says so."""
    if not rules.may_write_down(actor):
        raise NotAllowed("Only people of the organisation write stories down.")
    story = await _add(session, actor, form, written_by_id=actor.person_id)
    await _tell_of(session, actor, story)
    return story


async def make_own_page(session: AsyncSession, reader: Reader, story: Story, keys: Keys) -> str:
    """The secret of the storyteller's own page, for whom it was written down; one made before stops working."""
    if not rules.may_change(reader, story):
        raise NotAllowed("Only whoever wrote this story down makes its storyteller a page.")
    await account_actions.leave_directory(session, story.organisation_id, [story.id])
    await letters.forget(session, story)
    secret = secrets.token_urlsafe(32)
    await account_actions.enter_directory(session, keys, DirectoryKind.STORY, story, secret)
    await record_event(session, reader.actor, "story_page_made", story)
    return secret


async def change_story(session: AsyncSession, actor: Actor, line: StoryLine, form: StoryChangeIn) -> None:
    """By the storyteller, or by whoever wrote it down with them. Other words are checked before others read them.

    actor   a guest with the storyteller's own link, or the writer
    """
    story, held = line.story, line.consent
    if actor.id is not None and not actor.is_person(story.written_by_id):
        raise NotAllowed("Only the storyteller, and whoever wrote the story down, changes it.")
    _must_be_named(form)
    has_new_words = form.words != story.words
    has_new_name = rules.shown_name(form.naming, form.name) not in {"", held.name}
    if has_new_words or has_new_name or story.hidden_at:
        story.words = form.words
        story.checked_at = story.checked_by_id = story.hidden_at = story.hidden_by_id = None
    story.is_offered = form.is_offered
    until_on = rules.last_day(actor.today, form.months) if form.months else held.until_on
    held.replaced_at, held.name = clock.now(), ""
    session.add_all([story, held])
    await session.flush()
    session.add(_consent(story, form, until_on=until_on))
    await session.flush()
    await record_event(session, actor, "story_changed", story)


async def answer_story(session: AsyncSession, reader: Reader, story: Story, form: StoryAnswerIn) -> StoryAnswer:
    """What happened because of it, which goes back to the storyteller."""
    if not rules.may_answer(reader, await queries.list_team_ids(session, story)):
        raise NotAllowed("The team to whose idea this story speaks, and the checkers, say what happened because of it.")
    answer = StoryAnswer(
        organisation_id=story.organisation_id,
        story_id=story.id,
        words=form.words,
        answered_at=clock.now(),
        answered_by_id=reader.actor.person_id,
    )
    session.add(answer)
    await session.flush()
    await letters.write_letter(session, story, LetterSubject.ANSWER)
    await record_event(session, reader.actor, "story_answered", story)
    return answer


async def _add(
    session: AsyncSession,
    actor: Actor,
    form: StoryIn,
    *,
    telling_link: TellingLink | None = None,
    written_by_id: UUID | None = None,
) -> Story:
    _must_be_named(form)
    story = Story(
        organisation_id=actor.organisation_id,
        told_by=form.told_by,
        words=form.words,
        told_at=clock.now(),
        written_by_id=written_by_id,
        telling_link_id=telling_link.id if telling_link else None,
        is_offered=form.is_offered,
        worry_at=clock.now() if form.is_worried else None,
    )
    session.add(story)
    await session.flush()
    session.add(_consent(story, form, until_on=rules.last_day(actor.today, form.months)))
    for noun in ("idea_id", "framework_id"):
        if topic_id := getattr(telling_link, noun, None):
            session.add(StoryTopic(organisation_id=story.organisation_id, story_id=story.id, **{noun: topic_id}))
    await session.flush()
    return story


async def _tell_of(session: AsyncSession, actor: Actor, story: Story) -> None:
    await record_event(session, actor, "story_told", story)
    if story.worry_at:
        await record_event(session, actor, "story_worry_told", story)


def _must_be_named(form: Telling) -> None:
    if objections := rules.objections_to_naming(form.naming, form.name):
        raise Refused(fields=objections)


def _consent(story: Story, form: Telling, *, until_on: date) -> Consent:
    return Consent(
        organisation_id=story.organisation_id,
        story_id=story.id,
        audience=form.audience,
        naming=form.naming,
        name=rules.shown_name(form.naming, form.name),
        until_on=until_on,
        given_at=clock.now(),
    )
