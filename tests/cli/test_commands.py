import asyncio
import base64
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import URL, make_url, update
from sqlmodel import col, select

from registry.accounts import actions as account_actions
from registry.accounts.models import Account
from registry.cli import main
from registry.coaching.actions import notes
from registry.coaching.models import CoachingNote
from registry.history import actions as history_actions
from registry.history.models import Event
from registry.ideas.models import Idea, IdeaSummary
from registry.kit import clock
from registry.kit.database import open_database, transaction
from registry.media.models import File, Recording, RecordingPiece
from registry.media.rules.recordings import Drawn
from registry.open_register import actions as open_register
from registry.open_register.models import OpenIdea
from registry.open_register.schemas import OpenRegisterIn
from registry.people import queries as people_queries
from registry.people.actors import guest_actor
from registry.people.models import Person
from registry.portfolio import personal
from registry.portfolio.models import SearchText
from registry.stories.actions import forgetting
from registry.stories.actions import letters as story_letters
from registry.stories.actions import pictures as picture_actions
from registry.stories.actions import recordings as recording_actions
from registry.stories.actions.beside import FILE, Allowed
from registry.stories.models import (
    Audience,
    Consent,
    Naming,
    Story,
    StoryAddress,
    StoryLetter,
    StoryPicture,
    StoryRecording,
)
from registry.stories.schemas import AddressIn, PictureIn, RecordingIn
from tests.cast import HISTORY_KEY, KEYS, SECRET_KEY, Cast
from tests.coaching.people import make_two
from tests.factories import make_idea, make_story, make_telling_link, make_told_story
from tests.media.test_rules import a_picture
from tests.stories.test_raw_files import files_with

Run = Callable[..., Result]

ENVIRONMENT = {
    "REGISTRY_SECRET_KEY": SECRET_KEY,
    "REGISTRY_HISTORY_KEY": HISTORY_KEY,
    "REGISTRY_BASE_URL": "https://improve.example.org",
}


def runner(url: str, folder: Path) -> Run:
    """Runs a command as somebody would who set these variables; `exit_code` is the one expected."""
    environment = ENVIRONMENT | {"REGISTRY_DATABASE_URL": url, "REGISTRY_DATA_DIR": str(folder)}

    def run(*arguments: object, exit_code: int = 0, **changed: str) -> Result:
        result = CliRunner().invoke(main, [str(part) for part in arguments], env=environment | changed)
        assert result.exit_code == exit_code, result.output
        return result

    return run


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """On a database in which the cast has begun to work."""
    return runner(database_url, tmp_path / "data")


@pytest.fixture
def run_empty(empty_database_url: str, tmp_path: Path) -> Run:
    return runner(empty_database_url, tmp_path / "empty data")


def test_a_missing_key_is_named_and_nothing_is_done(run_empty: Run) -> None:
    for command in ("migrate", "serve", "check", "verify-history"):
        result = run_empty(command, REGISTRY_SECRET_KEY="", exit_code=2)
        assert "REGISTRY_SECRET_KEY must be set" in result.stderr
        assert not result.stdout


def test_a_database_that_cannot_be_reached_is_named_without_its_password(run: Run) -> None:
    result = run(
        "verify-history", REGISTRY_DATABASE_URL="postgresql://registry:very-secret@127.0.0.1:9/none", exit_code=2
    )
    assert "127.0.0.1:9/none" in result.stderr
    assert "very-secret" not in result.output


def test_migrating_twice_is_as_good_as_once(run_empty: Run) -> None:
    assert json.loads(run_empty("migrate", "--json").stdout)["before"] is None
    assert "as before" in run_empty("migrate").stdout


def test_nothing_is_done_on_an_unmigrated_database(run_empty: Run, tmp_path: Path) -> None:
    for command in (["serve"], ["verify-history"], ["backup", tmp_path / "b.zip"]):
        assert "Run 'registry migrate' first" in run_empty(*command, exit_code=2).stderr


def test_serving_other_machines_without_https_is_refused(run: Run) -> None:
    result = run("serve", "--host", "0.0.0.0", REGISTRY_BASE_URL="http://improve.example.org", exit_code=2)
    assert "REGISTRY_BASE_URL must begin with https://" in result.stderr


def test_serving_with_one_key_for_both_is_refused(run: Run) -> None:
    assert "different keys" in run("serve", REGISTRY_HISTORY_KEY=SECRET_KEY, exit_code=2).stderr


def test_an_organisation_and_its_first_administrator_are_added(run_empty: Run) -> None:
    run_empty("migrate")
    added = run_empty("organisation", "add", "Fell Trust", "--short", "fell", "--prefix", "ft", "--answer-days", "21")
    assert "Fell Trust was added" in added.stdout

    told = run_empty(
        "person", "add", "Joan Price", "--organisation", "fell", "--email", "joan@fell.example",
        "--role", "administrator", "--role", "quality", "--json",
    )  # fmt: skip

    link = json.loads(told.stdout)["link"]
    assert re.fullmatch(r"https://improve\.example\.org/set-password/[\w-]{40,}", link)
    assert "every one holds" in run_empty("verify-history").stdout


def test_what_is_wrong_with_a_new_organisation_or_person_is_said(run: Run) -> None:
    assert "northmoor" in run("organisation", "add", "X", "--short", "northmoor", "--prefix", "X", exit_code=2).stderr
    assert "--short" in run("organisation", "add", "X", "--short", "No Good", "--prefix", "X", exit_code=2).stderr
    assert "zone" in run(
        "organisation", "add", "X", "--short", "x", "--prefix", "X", "--zone", "Nowhere", exit_code=2
    ).stderr  # fmt: skip
    unknown = run("person", "add", "Y", "--organisation", "nowhere", "--email", "y@x.example", exit_code=2)
    assert "There are: northmoor, southlea" in unknown.stderr
    taken = run("person", "add", "Y", "--organisation", "southlea", "--email", "amara@northmoor.example", exit_code=2)
    assert "in use" in taken.stderr


def test_a_manager_of_another_organisation_is_nobody(run: Run) -> None:
    result = run(
        "person", "add", "Y", "--organisation", "southlea", "--email", "y@southlea.example",
        "--manager", "amara@northmoor.example", exit_code=2,
    )  # fmt: skip
    assert "Nobody has the e-mail address amara@northmoor.example" in result.stderr


def test_a_partners_person_is_added_by_the_partners_name(run: Run) -> None:
    result = run(
        "person", "add", "Y", "--organisation", "northmoor", "--email", "y@elms.example", "--role", "partner",
        "--partner", "Four Elms care homes",
    )  # fmt: skip
    assert "/set-password/" in result.stdout


def test_roles_are_given_and_taken_and_the_last_administrator_stays(run: Run) -> None:
    changed = run("person", "role", "amara@northmoor.example", "--add", "quality", "--remove", "clinician", "--json")
    assert json.loads(changed.stdout) == {"roles": ["quality"], "link": None}
    assert "has quality" in run("person", "role", "amara@northmoor.example").stdout
    refused = run("person", "role", "joan@northmoor.example", "--remove", "administrator", exit_code=2)
    assert "only administrator" in refused.stderr
    assert "/set-password/" in run("person", "role", "joan@northmoor.example", "--link").stdout


def test_check_says_a_sentence_of_everything(run: Run) -> None:
    findings = json.loads(run("check", "--json").stdout)["findings"]
    assert [(finding["about"], finding["is_right"]) for finding in findings] == [
        ("configuration", True), ("mail", True), ("database", True), ("migrations", True), ("secret_key", True),
        ("history_key", True),
    ]  # fmt: skip


def test_check_finds_a_key_that_is_not_the_one(run: Run) -> None:
    assert "REGISTRY_SECRET_KEY is not the key" in run("check", REGISTRY_SECRET_KEY="x" * 40, exit_code=1).stdout
    assert "REGISTRY_HISTORY_KEY is not the key" in run("check", REGISTRY_HISTORY_KEY="x" * 40, exit_code=1).stdout


def test_check_says_that_the_tables_are_missing(run_empty: Run) -> None:
    assert "WRONG  The database has no tables yet. Run 'registry migrate'." in run_empty("check", exit_code=1).stdout


def test_check_says_that_the_database_is_away(run: Run) -> None:
    result = run("check", REGISTRY_DATABASE_URL="postgresql://registry@127.0.0.1:9/none", exit_code=1)
    assert "does not answer" in result.stdout


def test_the_first_changed_entry_of_the_history_is_named(run: Run, database_url: str, cast: Cast) -> None:
    assert "Northmoor Health and Care" in run("verify-history").stdout
    asyncio.run(_change(database_url, cast))

    result = run("verify-history", exit_code=1)

    assert "Northmoor Health and Care: the history breaks at entry 3" in result.stdout
    verdicts = json.loads(run("verify-history", "--json", exit_code=1).stdout)["organisations"]
    assert {verdict["organisation"]: verdict["first_bad_entry"] for verdict in verdicts} == {
        "Northmoor Health and Care": 3,
        "Southlea Community Trust": None,
    }


def test_a_history_put_back_to_an_older_state_is_found_by_the_heads_kept_elsewhere(
    run: Run, run_empty: Run, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.json"
    run("backup", tmp_path / "older.zip")
    run("person", "role", "amara@northmoor.example", "--add", "quality")
    run("verify-history", "--heads", heads)
    was = heads.read_text()

    run_empty("restore", tmp_path / "older.zip")
    assert "every one holds" in run_empty("verify-history").stdout
    result = run_empty("verify-history", "--heads", heads, exit_code=1)

    assert "it is missing, though it was sealed" in result.stdout
    assert heads.read_text() == was
    run("person", "role", "amara@northmoor.example", "--remove", "quality")
    run("verify-history", "--heads", heads)
    assert heads.read_text() != was


def test_a_file_of_heads_that_was_changed_is_refused(run: Run, tmp_path: Path) -> None:
    heads = tmp_path / "heads.json"
    run("verify-history", "--heads", heads)
    told = json.loads(heads.read_text())
    told[0]["number"] -= 1
    heads.write_text(json.dumps(told))
    assert "was changed" in run("verify-history", "--heads", heads, exit_code=1).stderr
    heads.write_text("no heads at all")
    assert "not a file of heads" in run("verify-history", "--heads", heads, exit_code=2).stderr


def test_a_backup_comes_back_by_the_documented_commands(run: Run, run_empty: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    told = json.loads(run("backup", file, "--json").stdout)
    assert "Backing up: 100 %" in run("backup", tmp_path / "again.zip").stderr

    result = json.loads(run_empty("restore", file, "--json").stdout)

    assert result["rows"] == told["rows"]
    assert all(verdict["first_bad_entry"] is None for verdict in result["history"])
    assert "not empty" in run_empty("restore", file, exit_code=2).stderr


def test_a_restore_takes_out_again_what_was_withdrawn_since(
    run: Run, run_empty: Run, database_url: str, empty_database_url: str, cast: Cast, tmp_path: Path
) -> None:
    words, file = "I waited and thought of Zwiebelkuchen.", tmp_path / "all.zip"

    async def tell() -> UUID:
        database = open_database(database_url)
        async with transaction(database) as session:
            link = await make_telling_link(session, cast.clinician)
            story, _ = await make_told_story(session, link, words=words)
        await database.close()
        return story.id

    async def left() -> list[str]:
        database = open_database(empty_database_url)
        async with database.readers() as session:
            rows = [story.words for story in (await session.exec(select(Story))).all()]
        await database.close()
        return rows

    story_id = asyncio.run(tell())
    run("backup", file)
    (tmp_path / "empty data").mkdir(exist_ok=True)
    (tmp_path / "empty data" / FILE).write_text(f"{story_id}\n")

    result = json.loads(run_empty("restore", file, "--json").stdout)

    assert result["withdrawn_again"] == 1
    assert all(verdict["first_bad_entry"] is None for verdict in result["history"])
    assert asyncio.run(left()) == []
    if empty_database_url.startswith("sqlite"):
        path = Path(str(make_url(empty_database_url).database))
        assert not [raw for raw in path.parent.glob(f"{path.name}*") if b"Zwiebelkuchen" in raw.read_bytes()]
    assert "hold nothing of what was withdrawn" in run_empty("forget").stdout


def test_a_restore_shows_no_more_of_a_story_than_its_storyteller_allows_since(
    run: Run, run_empty: Run, database_url: str, empty_database_url: str, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "all.zip"

    async def tell() -> list[UUID]:
        database = open_database(database_url)
        async with transaction(database) as session:
            link = await make_telling_link(session, cast.clinician)
            stories = [(await make_story(session, link, cast.quality, audience="public"))[0] for _ in range(3)]
        await database.close()
        return [story.id for story in stories]

    async def held() -> list[tuple[bool, str, str, str]]:
        database = open_database(empty_database_url)
        held_now = (col(Consent.story_id) == Story.id) & col(Consent.replaced_at).is_(None)
        async with database.readers() as session:
            rows = (await session.exec(select(Story, Consent).join(Consent, held_now).order_by(Story.id))).all()
        await database.close()
        return [(story.is_shown, consent.audience, consent.naming, consent.name) for story, consent in rows]

    named, narrowed, _ = asyncio.run(tell())
    run("backup", file)
    now, later = clock.now(), date(2099, 1, 1)
    (tmp_path / "empty data").mkdir(exist_ok=True)
    lines = [
        Allowed(named, named, now, Audience.PUBLIC, Naming.OWN, later, is_shown=False),
        Allowed(narrowed, narrowed, now, Audience.TEAM, Naming.NONE, later, is_shown=True),
    ]
    (tmp_path / "empty data" / FILE).write_text("".join(f"{each.line}\n" for each in lines))

    result = json.loads(run_empty("restore", file, "--json").stdout)

    assert (result["withdrawn_again"], result["narrowed_again"]) == (0, 2)
    assert all(verdict["first_bad_entry"] is None for verdict in result["history"])
    assert asyncio.run(held()) == [
        (False, "public", "first_name", "Rosa"),
        (True, "team", "anonymous", ""),
        (True, "public", "first_name", "Rosa"),
    ]


def test_a_restore_takes_out_again_what_people_took_back_since(
    run: Run, run_empty: Run, database_url: str, empty_database_url: str, cast: Cast, tmp_path: Path
) -> None:
    """A picture, a recording, an address, a note between two, somebody who was erased, and an idea shown to anyone."""
    file = tmp_path / "all.zip"
    heard = b"nobody hears this any more " * 3

    async def begin() -> tuple[UUID, UUID]:
        database = open_database(database_url)
        async with transaction(database) as session:
            organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
            guest = guest_actor(organisation, HISTORY_KEY)
            link = await make_telling_link(session, cast.clinician)
            story, told = await make_told_story(session, link)
            kept, _ = await make_told_story(session, link, words="I came by the other door, and was seen.")
            for each in (story, kept):
                await picture_actions.add_picture(session, guest, each, PictureIn(description="A bell"), a_picture())
            spoken = Drawn(is_film=False, seconds=4, width=0, height=0, content=heard)
            await recording_actions.add_recording(session, guest, story, RecordingIn(words=story.words), spoken)
            await story_letters.leave_address(session, guest, story, AddressIn(email="rosa@example.org"), told, KEYS)
            two = await make_two(session, cast)
            await open_register.open_register(session, cast.administrator, organisation, OpenRegisterIn())
            for title in ("Shown", "Taken back"):
                idea = await make_idea(session, cast.clinician, title=title)
                await open_register.publish_idea(session, cast.clinician, idea)
        await forgetting.note_quietly(database, tmp_path / "empty data")
        await database.close()
        return story.id, two.own_note.id

    async def take_back(story_id: UUID, note_id: UUID) -> None:
        database = open_database(database_url)
        async with transaction(database) as session:
            organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
            guest = guest_actor(organisation, HISTORY_KEY)
            story = await session.get_one(Story, (organisation.id, story_id))
            await picture_actions.remove_picture(session, guest, story)
            await recording_actions.remove_recording(session, guest, story)
            await story_letters.take_address_back(session, guest, story)
            note = await session.get_one(CoachingNote, (organisation.id, note_id))
            await notes.remove_note(session, cast.clinician, note)
            person = await session.get_one(Person, (organisation.id, cast.second_sponsor.person_id))
            await account_actions.record_leaving(session, cast.administrator, person)
            await personal.erase_person(session, cast.administrator, person, person.name)
            idea = (await session.exec(select(Idea).where(col(Idea.title) == "Taken back"))).one()
            await open_register.take_back(session, cast.clinician, idea)
        await forgetting.note_quietly(database, tmp_path / "empty data")
        await forgetting.clear_files(database, is_whole=True)
        await database.close()

    async def standing() -> dict[str, int]:
        database = open_database(empty_database_url)
        of_stories = (StoryPicture, File, StoryRecording, Recording, RecordingPiece, StoryAddress, StoryLetter)
        async with database.readers() as session:
            found = {
                model.__name__: len((await session.exec(select(model.id))).all())
                for model in (*of_stories, CoachingNote)
            }
            people = list((await session.exec(select(Person.name))).all())
            shown = (await session.exec(select(OpenIdea.title))).all()
        await database.close()
        assert shown == ["Shown"]
        return found | {"named": people.count(cast.second_sponsor.name)}

    async def raw_files() -> list[str]:
        database = open_database(empty_database_url)
        found = await files_with(database, base64.b64encode(heard).decode())
        await database.close()
        return found

    story_id, note_id = asyncio.run(begin())
    run("backup", file)
    asyncio.run(take_back(story_id, note_id))

    result = json.loads(run_empty("restore", file, "--json").stdout)

    assert (result["withdrawn_again"], result["narrowed_again"], result["taken_back_again"]) == (0, 1, 4)
    assert all(verdict["first_bad_entry"] is None for verdict in result["history"])
    assert asyncio.run(standing()) == {
        **{"StoryPicture": 1, "File": 1, "StoryRecording": 0, "Recording": 0, "RecordingPiece": 0},
        **{"StoryAddress": 0, "StoryLetter": 0, "CoachingNote": 1, "named": 0},
    }
    assert asyncio.run(raw_files()) == []


def test_a_restore_says_when_the_history_key_is_another(run: Run, run_empty: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "all.zip")
    result = run_empty("restore", tmp_path / "all.zip", REGISTRY_HISTORY_KEY="x" * 40, exit_code=1)
    assert "the history breaks at entry 1" in result.stdout


def test_a_restore_of_nothing_leaves_nothing(run_empty: Run, tmp_path: Path) -> None:
    assert "nothing.zip" in run_empty("restore", tmp_path / "nothing.zip", exit_code=2).stderr
    (tmp_path / "broken.zip").write_text("no backup")
    assert "is not a backup" in run_empty("restore", tmp_path / "broken.zip", exit_code=2).stderr
    assert json.loads(run_empty("migrate", "--json").stdout)["before"] is None


def test_seeding_an_empty_place_brings_the_sample_with_its_search_and_a_way_in(
    run_empty: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_actions, "listeners", [])
    run_empty("migrate")
    told = json.loads(run_empty("seed", "--ideas", 20, "--json", REGISTRY_DEMO_PASSWORD="").stdout)
    first, _, _, _ = asyncio.run(_read(empty_database_url))
    with somebody_reading(make_url(empty_database_url)):
        again = json.loads(run_empty("seed", "--ideas", 5, "--json").stdout)

    second, registered, searchable, hashes = asyncio.run(_read(empty_database_url))

    assert first >= 15 + 20
    assert second == first + 5
    assert searchable == registered <= second, "drafts are found by nobody"
    assert all(hashes)
    assert len(told["password"]) >= 10
    assert again["password"] is None
    assert "every one holds" in run_empty("verify-history").stdout


@contextmanager
def somebody_reading(url: URL) -> Iterator[None]:
    """Holds SQLite's file open, which seeding then must leave with its log."""
    if url.get_backend_name() != "sqlite":
        yield
        return
    with closing(sqlite3.connect(str(url.database))) as reader:
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        yield
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def _read(url: str) -> tuple[int, int, int, list[str | None]]:
    database = open_database(url)
    async with database.readers() as session:
        ideas = len((await session.exec(select(Idea.id))).all())
        registered = len((await session.exec(select(IdeaSummary.id))).all())
        searchable = len((await session.exec(select(SearchText.id))).all())
        hashes = list((await session.exec(select(Account.password_hash))).all())
    await database.close()
    return ideas, registered, searchable, hashes


async def _change(url: str, cast: Cast) -> None:
    """What somebody would do who has the database and not the key."""
    database = open_database(url)
    of_northmoor = (col(Event.organisation_id) == cast.clinician.organisation_id) & (col(Event.number) == 3)
    async with database.engine.execution_options(write=True).begin() as connection:
        await connection.execute(update(Event).where(of_northmoor).values(kind="idea_ended"))
    await database.close()
