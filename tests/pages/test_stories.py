"""Stories: told on a phone without an account, checked, read first, answered, and taken back until nothing is left."""

import asyncio
import email
import email.policy
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import backup
from registry.app import shipped
from registry.history.models import Event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.database import Database, Row, open_database
from registry.letters import Post
from registry.media.models import File, RecordingPiece
from registry.periodic import post_letters, work_once
from registry.stories.actions import beside, leaving
from registry.stories.actions import links as link_actions
from registry.stories.models import StoryAddress, TellingLink
from tests.browser import Page, Visit
from tests.cast import KEYS, SECRET_KEY, Cast
from tests.factories import STORY, make_idea, make_story, make_telling_link
from tests.media.test_recordings import a_tone
from tests.media.test_rules import a_picture

RARE = "Zwiebelkuchen"
TOLD = STORY | {"words": f"I waited all night and thought of {RARE}.", "months": "12"}


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    return visit.write(lambda session: make_idea(session, cast.clinician, title="Bells beside every bed"))


@pytest.fixture
def link(visit: Visit, cast: Cast, idea: Idea) -> TellingLink:
    reference = f"NH-{idea.reference_number}"
    return visit.write(lambda session: make_telling_link(session, cast.clinician, reference=reference))


def told(visit: Visit, link: TellingLink, **said: str) -> Page:
    """The storyteller's own page."""
    form = visit().get(f"/tell/{link_actions.secret_of(link, KEYS)}")
    return form.submit("Send my story", TOLD | said)


def test_a_person_makes_a_link_and_its_code_can_be_printed_again(visit: Visit, cast: Cast, idea: Idea) -> None:
    browser = visit(cast.manager)
    form = browser.get(f"/telling-links/new?reference=NH-{idea.reference_number}")
    refused = form.submit("Make the link", {"about": "", "reference": "NH-9999"}, status=422)
    assert "Say where people will find it" in refused
    shown = form.submit("Make the link", {"about": "Waiting room of ward 7"})
    assert "Bells beside every bed" in shown
    assert shown.all("svg")
    assert "Waiting room of ward 7" in browser.get("/telling-links")
    closing = browser.get(shown.path + "/closing")
    assert "Take the posters down" in closing
    closing.submit("Close it")
    assert "Waiting room of ward 7" not in browser.get("/telling-links")
    assert not browser.get(shown.path).all("svg")


def test_what_is_missing_is_asked_for_in_plain_words(visit: Visit, link: TellingLink) -> None:
    form = visit().get(f"/tell/{link_actions.secret_of(link, KEYS)}")
    assert "999" in form
    refused = form.submit("Send my story", {"words": "", "name": "Rosa"}, status=422)
    for sentence in ("Choose whose story it is.", "Tell us what happened.", "Choose who may read it."):
        assert sentence in refused
    assert refused.form_fields("Send my story")["name"] == ["Rosa"]
    nameless = form.submit("Send my story", TOLD | {"name": ""}, status=422)
    assert "Write the name to show, or choose ‘No name’." in nameless


def test_the_same_form_sent_twice_is_one_story(visit: Visit, cast: Cast, link: TellingLink) -> None:
    form = visit().get(f"/tell/{link_actions.secret_of(link, KEYS)}")
    assert form.submit("Send my story", TOLD).path == form.submit("Send my story", TOLD).path
    assert len(visit(cast.quality).get("/stories").text.split(RARE)) == 2


def test_a_worry_reaches_the_checkers_without_a_word_of_the_story(visit: Visit, cast: Cast, link: TellingLink) -> None:
    own = told(visit, link, is_worried="true")
    assert "999" in own
    notices = visit(cast.quality).get("/notices")
    assert "A storyteller worries that somebody is not safe." in notices
    assert RARE not in notices
    shown = visit(cast.quality).get("/stories?only=worries").follow("Read the story")
    assert "It is being looked after" not in own
    assert not shown.submit("It is being looked after").has_button("It is being looked after")
    assert "The right people are looking after this." in visit().get(own.path)


def test_a_story_is_told_checked_read_first_answered_and_changed(
    visit: Visit, cast: Cast, link: TellingLink, idea: Idea
) -> None:
    own = told(visit, link, is_offered="true")
    assert "First someone here checks that it names no other person." in own
    reader, checker = visit(cast.colleague), visit(cast.quality)
    assert RARE not in reader.get(f"/ideas/{idea.id}")

    checker.get("/stories?only=waiting").follow("Read the story").submit("It names no one")
    for address in (
        f"/ideas/{idea.id}",
        "/vision",
        "/stories",
        f"/compare?idea={idea.id}&idea={_other(visit, cast).id}",
    ):
        page = reader.get(address)
        assert RARE in page, address
    assert "They would tell it in person." in reader.get("/stories?only=offered").follow("Read the story")
    assert RARE in reader.get("/ideas/similar?title=Nobody+waits+all+night+alone")
    assert "lets you read a story" in visit(cast.clinician).get("/notices")

    lead = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Read it on its page")
    lead.follow("Say what happened because of it").submit("Tell them", {"words": "Bells hang nearer now."})
    assert "Bells hang nearer now." in visit().get(own.path)

    changed = visit().get(own.path).follow("Change my story")
    assert changed.form_fields("Keep the changes")["name"] == ["Rosa"]
    assert changed.form_fields("Keep the changes")["is_offered"] == ["true"]
    changed.submit("Keep the changes", {"words": f"I waited, and the nurse laughed. {RARE}"})
    assert RARE not in reader.get(f"/ideas/{idea.id}"), "other words are checked again"


def test_a_storyteller_adds_a_picture_and_takes_it_out_again(
    visit: Visit, cast: Cast, link: TellingLink, common_url: str
) -> None:
    own, checker = told(visit, link), visit(cast.quality)
    shown = checker.get("/stories").follow("Read the story").submit("It names no one")
    form = visit().get(own.path).follow("Add a picture")
    fields = {"csrf_token": form.form_fields("Add the picture")["csrf_token"][0], "description": "A bell on the floor"}
    client, address = form.browser.client, f"{own.path}/picture"
    refused = client.post(address, data=fields, files={"picture": ("bell.jpg", b"<svg/>", "image/jpeg")})
    assert refused.status_code == 422
    assert "This is no picture that we can read." in refused.text
    kept = client.post(address, data=fields, files={"picture": ("bell.txt", a_picture("PNG"), "text/plain")})
    assert "Change the picture" in kept.text

    visit(cast.colleague).get(shown.path, status=404)
    assert visit(cast.colleague).client.get(f"{shown.path}/picture.jpg").status_code == 404
    looked = checker.get(shown.path)
    assert "Does it name or show anyone" in looked
    assert [picture.attributes["alt"] for picture in looked.all("img")] == ["A bell on the floor"]
    looked.submit("It names no one")
    answer = visit(cast.colleague).client.get(f"{shown.path}/picture.jpg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content[:2] == b"\xff\xd8"

    visit().get(own.path).follow("Take the picture out").submit("Take it out")
    assert visit().client.get(f"{own.path}/picture.jpg").status_code == 404
    assert asyncio.run(count_rows_of(common_url, File)) == 0


def test_a_picture_leaves_with_its_story(visit: Visit, cast: Cast, link: TellingLink, common_url: str) -> None:
    _, secret = visit.write(lambda session: make_story(session, link, cast.quality))
    form = visit().get(f"/tell/{secret}/picture")
    fields = {"csrf_token": form.form_fields("Add the picture")["csrf_token"][0], "description": "A bell"}
    form.browser.client.post(f"/tell/{secret}/picture", data=fields, files={"picture": ("b", a_picture(), "")})
    visit().get(f"/tell/{secret}/address").submit("Write to me", {"email": "rosa@example.org"})
    assert asyncio.run(count_rows_of(common_url, File)) == 1
    visit().get(f"/tell/{secret}/withdrawal").submit("Take it back", status=200)
    assert asyncio.run(count_rows_of(common_url, File)) == 0


def test_a_story_is_spoken_checked_heard_and_the_recording_taken_out(
    visit: Visit, cast: Cast, link: TellingLink, common_url: str
) -> None:
    form = visit().get(f"/tell/{link_actions.secret_of(link, KEYS)}")
    own = form.submit("Send, then record it", TOLD)
    assert "Say it or film it" in own
    assert own.headers["permissions-policy"] == "camera=(self), geolocation=(), microphone=(self)"
    client, address = own.browser.client, own.path
    fields = {name: own.form_fields("Send the recording")[name][0] for name in ("csrf_token", "words")}
    assert RARE in fields["words"], "what was written before stands here"

    for sent, sentence in (
        ({}, "Record something first, or choose a file."),
        ({"recording": ("bell.mp3", a_picture(), "audio/mpeg")}, "This is no recording that we can play."),
    ):
        refused = client.post(address, data=fields | {"words": "Not yet"}, files=sent or None)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert "Not yet" in refused.text
        assert 'id="recording-error"' in refused.text, "it is said beside the field"
        assert "microphone=(self)" in refused.headers["permissions-policy"]
    kept = client.post(address, data=fields, files={"recording": ("bell.txt", a_tone(), "text/plain")})
    assert "Record it again" in kept.text

    checker = visit(cast.quality)
    shown = checker.get("/stories?only=waiting").follow("Listen to the story, 1 second")
    assert "Listen to all of it first." in shown
    visit(cast.colleague).get(f"{shown.path}/recording.mp4", status=404)
    shown.submit("It names no one")
    player = visit(cast.colleague).client
    whole = player.get(f"{shown.path}/recording.mp4", headers={"accept-encoding": "gzip"})
    assert whole.headers["content-type"] == "audio/mp4"
    assert whole.headers["cache-control"] == "no-store"
    assert whole.headers["content-length"] == str(len(whole.content))
    assert "content-encoding" not in whole.headers
    part = player.get(f"{shown.path}/recording.mp4", headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{len(whole.content)}"
    beyond = player.get(f"{shown.path}/recording.mp4", headers={"range": "bytes=9999999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.content)}")
    assert "Listen to it, 1 second" in visit(cast.colleague).get("/vision")

    out = visit().get(address.removesuffix("/recording")).follow("Take the recording out").submit("Take it out")
    assert RARE in out, "the words stay"
    assert visit().client.get(f"{address}.mp4").status_code == 404
    assert asyncio.run(count_rows_of(common_url, RecordingPiece)) == 0


def test_staff_write_one_down_and_give_its_storyteller_a_page(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/stories").follow("Write one down with somebody")
    assert "Read it to them, and tick this when they agree." in form.submit("Keep the story", TOLD, status=422)
    shown = form.submit("Keep the story", TOLD | {"is_agreed": "true"})
    assert "written down with them by Amara Okafor" in shown
    page = shown.submit("Make its storyteller a page", status=200)
    [address] = [field.attributes["value"] for field in page.all("input") if field.attributes.get("id") == "link"]
    own = visit().get(address.removeprefix("http://testserver.local"))
    assert "Amara Okafor wrote it down with you." in own
    shown.follow("Change it as its storyteller wishes").submit("Keep the changes", {"audience": "team"})
    assert "You allow" not in own
    shown.follow("Withdraw it for its storyteller").submit("Withdraw it")
    assert "There is no story here" in visit().get(own.path, status=404)


def test_whoever_reads_it_hides_it_with_one_page(visit: Visit, cast: Cast, link: TellingLink) -> None:
    story, _ = visit.write(lambda session: make_story(session, link, cast.quality))
    page = visit(cast.sponsor).get(f"/stories/{story.id}").follow("This names someone")
    page.submit("Hide its words")
    noted = beside.read_allowed(visit.app.state.settings.data_dir)[story.id]
    assert (noted.audience, noted.is_shown) == ("organisation", False), "a restore hides it once more"
    visit(cast.sponsor).get(f"/stories/{story.id}", status=404)
    assert "says that it names someone" in visit(cast.quality).get(f"/stories/{story.id}")


def test_the_public_reads_what_is_allowed_to_anyone_where_the_organisation_opens_it(
    visit: Visit, cast: Cast, link: TellingLink
) -> None:
    here = "/open/northmoor/stories"
    open_, secret = visit.write(
        lambda session: make_story(session, link, cast.quality, **TOLD | {"audience": "public"})
    )
    kept, _ = visit.write(lambda session: make_story(session, link, cast.quality, audience="partners"))
    anybody = visit()
    anybody.get(here, status=404)
    settings = visit(cast.administrator).get("/administration/settings")
    assert settings.form_fields("Keep the settings")["publishes_stories"] == ["false"]
    settings.submit("Keep the settings", {"publishes_stories": "true"})

    listed = anybody.get(here)
    assert RARE in listed
    assert (listed.headers["cache-control"], listed.headers["x-robots-tag"]) == ("no-store", "noindex, noarchive")
    shown = listed.follow("Read the story")
    assert "Bells beside every bed" not in shown, "what ideas are called is not theirs to read"
    assert "Sign in" not in shown
    anybody.get(f"{here}/{kept.id}", status=404)
    anybody.get("/open/southlea/stories", status=404)

    visit(cast.quality).get(f"/stories/{open_.id}").follow("This names someone").submit("Hide its words")
    anybody.get(shown.path, status=404)
    visit(cast.quality).get(f"/stories/{open_.id}").submit("It names no one")
    assert RARE in anybody.get(shown.path)
    anybody.get(f"/tell/{secret}/withdrawal").submit("Take it back", status=200)
    anybody.get(shown.path, status=404)
    assert RARE not in anybody.get(here)


def test_a_storyteller_hears_by_letter_as_long_as_they_wish(
    visit: Visit, cast: Cast, link: TellingLink, common_url: str, tmp_path: Path
) -> None:
    own = told(visit, link, months="3")
    form = own.follow("Hear about my story")
    assert "Write your e-mail address." in form.submit("Write to me", {"email": ""}, status=422)
    form.submit("Write to me", {"email": "Rosa@example.org"})
    assert "We write to you when something happens" in form.submit("Write to me", {"email": "rosa@example.org"})
    post = Post("", "registry@localhost", tmp_path, shipped("templates"), "http://here", SECRET_KEY)
    assert asyncio.run(left_in(common_url, tmp_path / "all.zip", "rosa@example.org")) == [], "it is sealed"

    def letters(after: timedelta = timedelta()) -> list[str]:
        asyncio.run(post_by(common_url, post, visit.app.state.settings.data_dir, clock.now() + after))
        found = [path.read_bytes() for path in sorted(tmp_path.glob("*.eml"))]
        return [email.message_from_bytes(letter, policy=email.policy.default)["subject"] for letter in found]

    assert letters() == ["The page of your story at Northmoor Health and Care"]
    [letter] = tmp_path.glob("*.eml")
    assert own.path in letter.read_text()
    assert "rosa@example.org" in letter.read_text()
    assert RARE not in letter.read_text()
    shown = visit(cast.quality).get("/stories").follow("Read the story")
    shown.follow("Say what happened because of it").submit("Tell them", {"words": f"We bake {RARE} now."})
    assert letters()[1:] == ["Something happened because of your story"]
    assert letters(timedelta(days=80))[2:] == ["The time of your story is over soon"]
    assert len(letters(timedelta(days=81))) == 3, "once"

    assert "Hear about my story" in visit().get(own.path).submit("Write to me no more")
    assert asyncio.run(count_rows_of(common_url, StoryAddress)) == 0


def test_an_administrator_names_checkers(visit: Visit, cast: Cast) -> None:
    page = visit(cast.administrator).get("/administration").follow("Checkers")
    page.submit("Name a checker", {"person_id": str(cast.manager.id)})
    assert "asks you to check stories" in visit(cast.manager).get("/notices")
    assert "Those that wait to be checked" in visit(cast.manager).get("/stories?only=waiting")
    visit(cast.administrator).get("/administration/checkers").submit("Ask no longer")
    assert "Those that wait to be checked" not in visit(cast.manager).get("/stories?only=waiting")


@pytest.mark.parametrize("way", ["withdrawn", "expired"])
def test_nothing_is_left_of_a_story_that_leaves(
    visit: Visit, cast: Cast, link: TellingLink, idea: Idea, common_url: str, tmp_path: Path, way: str
) -> None:
    """Searched for: every page that may show it, what programs read, exports, a backup, tables and raw files."""
    own = told(visit, link, is_worried="true", name=f"{RARE} Marsh")
    heard = speak(own, common_url)
    checker = visit(cast.quality)
    shown = checker.get("/stories").follow("Listen to the story, 1 second").submit("It names no one")
    shown.follow("Say what happened because of it").submit("Tell them", {"words": f"We bake {RARE} now."})
    own.follow("Change my story").submit("Keep the changes", {"words": f"{RARE}, many times. " * 140})
    checker.get(shown.path).submit("It names no one")
    for address in (f"/ideas/{idea.id}", "/board-pack"):
        assert RARE in visit(cast.colleague).get(address)
    for needle in (RARE, heard):
        found = asyncio.run(left_in(common_url, tmp_path / f"{needle[:9]}.zip", needle))
        assert "the backup" in found, "the search finds what is there"

    data_dir = visit.app.state.settings.data_dir
    if way == "withdrawn":
        gone = visit().get(own.path).follow("Take my story back").submit("Take it back", status=200)
        assert "Your story is gone" in gone
    else:
        after_the_day = clock.now() + timedelta(days=367)
        asyncio.run(let_time_pass(common_url, data_dir, after_the_day))

    for needle in (RARE, heard):
        assert asyncio.run(left_in(common_url, tmp_path / f"no-{needle[:9]}.zip", needle)) == []
    story_id = shown.path.rpartition("/")[2]
    assert story_id in (data_dir / beside.FILE).read_text()
    everywhere = ("/", "/stories", f"/stories?words={RARE}", f"/ideas/{idea.id}", "/vision", "/notices", "/history")
    everywhere += ("/ideas/similar?title=Many+times+Zwiebelkuchen", f"/ideas?q={RARE}", "/search?q=" + RARE)
    everywhere += ("/board-pack", "/board-pack?format=csv")
    for person in (cast.quality, cast.clinician, cast.administrator, cast.partner):
        browser = visit(person)
        for address in everywhere:
            answer = browser.client.get(address, follow_redirects=True)
            assert RARE not in answer.text.replace(f'value="{RARE}"', "").replace(f"={RARE}", ""), address
        browser.get(shown.path, status=404)
        program = visit.program(person)
        for address in ("/stories", "/history", "/notices", "/board-pack", f"/compare?idea={idea.id}"):
            assert RARE not in program.get(f"/api/v1{address}").text, address
    assert "There is no story here" in visit().get(own.path, status=404)
    history = visit(cast.quality).get("/history")
    assert "withdrew a story" in history or "A story ended, because its time was over" in history


def test_a_restored_backup_withdraws_again_what_was_withdrawn_since(
    visit: Visit, cast: Cast, link: TellingLink, tmp_path: Path
) -> None:
    story, _ = visit.write(lambda session: make_story(session, link, cast.quality))

    async def again(session: AsyncSession) -> tuple[int, int]:
        registry = cast.quality
        first = await leaving.withdraw_again(session, registry, {story.id, cast.quality.person_id})
        return first, await leaving.withdraw_again(session, registry, {story.id})

    assert visit.write(again) == (1, 0)
    (tmp_path / beside.FILE).write_text(f"{story.id}\n")
    assert beside.read_left(tmp_path) == {story.id}
    visit(cast.quality).get(f"/stories/{story.id}", status=404)


async def count_rows_of(url: str, table: type[Row]) -> int:
    database = open_database(url)
    async with database.readers() as session:
        count = len((await session.exec(select(table.id))).all())
    await database.close()
    return count


async def post_by(url: str, post: Post, data_dir: Path, moment: datetime) -> None:
    database = open_database(url)
    with clock.stopped_at(moment):
        await work_once(database, KEYS, data_dir)
        await post_letters(database, post)
    await database.close()


async def let_time_pass(url: str, data_dir: Path, moment: datetime) -> None:
    database = open_database(url)
    with clock.stopped_at(moment):
        await work_once(database, KEYS, data_dir)
    await database.close()


def speak(own: Page, url: str) -> str:
    """Adds a recording to a story; answers a part of it as it stands in the database."""
    form = own.follow("Say it or film it")
    fields = {name: form.form_fields("Send the recording")[name][0] for name in ("csrf_token", "words")}
    kept = own.browser.client.post(form.path, data=fields, files={"recording": ("r", a_tone(), "audio/wav")})
    assert "Your recording is kept." in kept.text
    return asyncio.run(_heard(url))


async def _heard(url: str) -> str:
    database = open_database(url)
    async with database.readers() as session:
        content = (await session.exec(select(RecordingPiece.content))).one()
    await database.close()
    return content[3000:3060]


async def left_in(url: str, file: Path, needle: str) -> list[str]:
    """Where something rare still stands: tables, the search index, a backup, and on SQLite the raw files."""
    database = open_database(url)
    try:
        found = [place async for place in _tables_with(database, needle)]
        await backup.back_up(database, file)
        async with database.readers() as session:
            assert (await session.exec(select(Event.id).where(col(Event.kind) == "story_told"))).all()
    finally:
        await database.close()
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        found += [
            raw.name
            for raw in path.parent.glob(f"{path.name}*")
            if needle.encode() in (content := raw.read_bytes()) or needle.lower().encode() in content
        ]
    return found + (["the backup"] if _stands_in_backup(file, needle) else [])


def _stands_in_backup(file: Path, needle: str) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(needle.encode() in archive.read(name) for name in archive.namelist())


async def _tables_with(database: Database, needle: str) -> AsyncIterator[str]:
    async with database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            cells = " || ' ' || ".join(f"coalesce(CAST(\"{column.name}\" AS text), '')" for column in table.columns)
            statement = text(f'SELECT count(*) FROM "{table.name}" WHERE lower({cells}) LIKE :word')
            if await connection.scalar(statement, {"word": f"%{needle.lower()}%"}):
                yield table.name


def _other(visit: Visit, cast: Cast) -> Idea:
    return visit.write(lambda session: make_idea(session, cast.colleague, title="Quiet doors"))
