"""Who reads which story, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.stories.actions import checking, leaving, telling
from registry.stories.models import Story
from registry.stories.queries import links as link_queries
from registry.stories.queries import stories as queries
from registry.stories.schemas import StoryAnswerIn, StoryChangeIn, StoryFilter, TopicsIn
from tests.cast import KEYS, Cast
from tests.factories import (
    STORY,
    make_idea,
    make_story,
    make_telling_link,
    make_told_story,
    make_written_story,
)

pytestmark = pytest.mark.anyio

CHANGE = {name: STORY[name] for name in ("words", "audience", "naming", "name")} | {"months": 0}


async def reads(session: AsyncSession, actor: Actor, story: Story) -> bool:
    reader = await queries.reader_of(session, actor)
    try:
        await queries.get_story(session, reader, story.id)
    except NotFound:
        return False
    listed = await queries.page_of_stories(session, reader, StoryFilter())
    assert story.id in {line.id for line in listed.rows}, "what is read alone is in the list as well"
    return True


async def test_a_story_waits_for_a_checker_before_others_read_it(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, _ = await make_told_story(session, link)
    assert not await reads(session, cast.colleague, story)
    assert not await reads(session, cast.administrator, story)
    assert await reads(session, cast.quality, story)

    await checking.check_story(session, await queries.reader_of(session, cast.quality), story)

    assert await reads(session, cast.colleague, story)
    assert not await reads(session, cast.partner, story)
    assert not await reads(session, cast.stranger, story)


async def test_the_team_alone_reads_what_is_allowed_to_the_team(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    link = await make_telling_link(session, cast.manager, reference=f"NH-{idea.reference_number}")
    story, _ = await make_story(session, link, cast.quality, audience="team")

    assert await reads(session, cast.clinician, story), "who is in the team of the idea"
    assert await reads(session, cast.manager, story), "who made the link"
    assert not await reads(session, cast.colleague, story)


@pytest.mark.parametrize("audience", ["partners", "public"])
async def test_partners_read_what_is_allowed_to_them(session: AsyncSession, cast: Cast, audience: str) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, _ = await make_story(session, link, cast.quality, audience=audience)
    assert await reads(session, cast.partner, story)
    line = await queries.get_story(session, await queries.reader_of(session, cast.partner), story.id)
    assert not line.topics, "what ideas are called is not theirs to read"


async def test_this_names_someone_hides_it_at_once(session: AsyncSession, cast: Cast) -> None:
    story = await make_written_story(session, cast.clinician)
    quality = await queries.reader_of(session, cast.quality)
    await checking.check_story(session, quality, story)
    await checking.say_it_names_someone(session, await queries.reader_of(session, cast.sponsor), story)

    assert not await reads(session, cast.sponsor, story)
    assert await reads(session, cast.clinician, story), "its writer mends it"
    line = await queries.get_story(session, quality, story.id)
    await telling.change_story(session, cast.clinician, line, StoryChangeIn(**CHANGE))
    assert not await reads(session, cast.sponsor, story), "mended, it is checked again"
    await checking.check_story(session, quality, story)
    assert await reads(session, cast.sponsor, story)
    with pytest.raises(Refused):
        await checking.check_story(session, quality, story)


async def test_nobody_checks_what_they_wrote_down(session: AsyncSession, cast: Cast) -> None:
    story = await make_written_story(session, cast.quality)
    with pytest.raises(NotAllowed):
        await checking.check_story(session, await queries.reader_of(session, cast.quality), story)


async def test_a_storyteller_narrows_what_they_allow_at_once(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, secret = await make_story(session, link, cast.quality, audience="public", naming="own_name")
    opened = await link_queries.find_opened(session, KEYS, secret)
    assert opened
    assert opened.line
    change = StoryChangeIn(**(CHANGE | {"audience": "organisation", "naming": "anonymous"}))
    await telling.change_story(session, opened.guest, opened.line, change)

    assert not await reads(session, cast.partner, story)
    line = await queries.get_story(session, await queries.reader_of(session, cast.colleague), story.id)
    assert line.by == "Somebody who used our services", "less of a name needs no check"


async def test_other_words_are_checked_again(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, secret = await make_story(session, link, cast.quality)
    opened = await link_queries.find_opened(session, KEYS, secret)
    assert opened
    assert opened.line
    change = StoryChangeIn(**(CHANGE | {"words": "I waited, and Nurse Smith came."}))
    await telling.change_story(session, opened.guest, opened.line, change)
    assert not await reads(session, cast.colleague, story)


async def test_once_its_day_has_passed_nobody_reads_it(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, secret = await make_story(session, link, cast.quality, months=3)
    with clock.stopped_at(clock.now() + timedelta(days=93)):
        assert not await reads(session, cast.quality, story)
        assert await link_queries.find_opened(session, KEYS, secret) is None
        assert await queries.list_expired(session, cast.quality)


async def test_a_story_stands_where_it_speaks_to_something(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    link = await make_telling_link(session, cast.clinician)
    story, _ = await make_story(session, link, cast.quality)
    quality = await queries.reader_of(session, cast.quality)
    form = TopicsIn(references=f"nh-{idea.reference_number}")
    await checking.name_topics(session, quality, story, form)
    about = await queries.list_about(session, quality, idea_ids=[idea.id], limit=5)
    assert [line.id for line in about] == [story.id]
    assert [topic.name for topic in about[0].topics] == [idea.title]

    await checking.name_topics(session, quality, story, TopicsIn())
    assert not await queries.list_about(session, quality, idea_ids=[idea.id], limit=5)
    with pytest.raises(Refused, match="There is no idea NH-9999"):
        await checking.name_topics(session, quality, story, TopicsIn(references="NH-9999"))


async def test_stories_speak_to_what_is_being_written(session: AsyncSession, cast: Cast) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, _ = await make_story(session, link, cast.quality, words="I fell on the way to the bathroom at night.")
    reader = await queries.reader_of(session, cast.colleague)
    found = await queries.list_speaking_to(session, reader, "Bathrooms that are lit at night")
    assert [line.id for line in found] == [story.id]
    assert not await queries.list_speaking_to(session, reader, "Theatre within thirty hours")
    assert not await queries.list_speaking_to(session, reader, "%%%% ____")


async def test_only_the_team_and_the_checkers_answer_a_storyteller(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    link = await make_telling_link(session, cast.clinician, reference=f"NH-{idea.reference_number}")
    story, _ = await make_story(session, link, cast.quality)
    answer = StoryAnswerIn(words="The bells hang nearer now.")
    await telling.answer_story(session, await queries.reader_of(session, cast.clinician), story, answer)
    with pytest.raises(NotAllowed):
        await telling.answer_story(session, await queries.reader_of(session, cast.sponsor), story, answer)
    assert [row.by for row in await queries.list_answers(session, story)] == [cast.clinician.name]


async def test_only_its_writer_and_the_checkers_withdraw_it_for_its_storyteller(
    session: AsyncSession, cast: Cast
) -> None:
    link = await make_telling_link(session, cast.clinician)
    story, secret = await make_story(session, link, cast.quality)
    with pytest.raises(NotAllowed):
        await leaving.withdraw_for_storyteller(session, await queries.reader_of(session, cast.clinician), story)
    await leaving.withdraw_for_storyteller(session, await queries.reader_of(session, cast.quality), story)
    assert await link_queries.find_opened(session, KEYS, secret) is None
    assert not await reads(session, cast.quality, story)
