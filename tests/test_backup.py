import asyncio
import json
import threading
import zipfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import backup, migrations
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.ideas.schemas import IdeaFilter
from registry.kit.database import Database, open_database, transaction
from registry.kit.errors import Refused
from registry.notifications import actions as notice_actions
from registry.people import actions as people_actions
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.schemas import PersonIn
from registry.portfolio import search
from tests.cast import HISTORY_KEY, Cast
from tests.factories import make_draft, make_idea

pytestmark = pytest.mark.anyio

TITLE = '"Twelve weeks",\n\tfür Zoë – 50 % \\ done?'


@pytest.fixture
async def empty_database(migrated_url: str) -> AsyncIterator[Database]:
    database = open_database(migrated_url)
    yield database
    await database.close()


@pytest.fixture
async def lived_in(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database in which people have worked; the manager of one of them was added later than she was."""
    monkeypatch.setattr(history_actions, "listeners", [search.listen, notice_actions.listen])
    async with transaction(database) as session:
        await make_idea(session, cast.clinician, title=TITLE)
        await make_draft(session, cast.colleague)
        first = await people_actions.add_person(
            session, cast.administrator, PersonIn(name="Early Bird", roles={Role.CLINICIAN})
        )
        later = await people_actions.add_person(session, cast.administrator, PersonIn(name="Later Lark"))
        first.manager_id = later.id
        session.add(first)
    return database


@pytest.fixture
async def file(lived_in: Database, tmp_path: Path) -> Path:
    await backup.back_up(lived_in, tmp_path / "all.zip")
    return tmp_path / "all.zip"


async def test_everything_comes_back_on_either_engine(lived_in: Database, file: Path, empty_database: Database) -> None:
    manifest = backup.read_manifest(file)
    await migrations.upgrade(empty_database, manifest.revision)
    assert await backup.restore(empty_database, file) == manifest

    for table in SQLModel.metadata.sorted_tables:
        assert await _rows(empty_database, table) == await _rows(lived_in, table), table.name
    async with empty_database.readers() as session:
        for organisation_id in {idea.organisation_id for idea in (await session.exec(select(Idea))).all()}:
            assert await history_queries.find_break(session, organisation_id, HISTORY_KEY) is None


async def test_what_was_restored_can_be_backed_up_as_the_same(
    file: Path, empty_database: Database, tmp_path: Path
) -> None:
    manifest = await _restored(empty_database, file)
    again = await backup.back_up(empty_database, tmp_path / "again.zip")
    assert again.tables == manifest.tables


async def test_references_are_kept_again_after_a_restore(file: Path, empty_database: Database, cast: Cast) -> None:
    await _restored(empty_database, file)
    async with empty_database.writers() as session:
        person = (await session.exec(select(Person).where(col(Person.name) == "Early Bird"))).one()
        person.manager_id = cast.stranger.id
        session.add(person)
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await session.flush()


async def test_search_finds_what_was_restored(file: Path, empty_database: Database, cast: Cast) -> None:
    await _restored(empty_database, file)
    async with empty_database.readers() as session:
        assert [row.title for row in await _found(session, cast.sponsor, "zoe twelve")] == [TITLE]
        assert not await _found(session, cast.sponsor, "thirteen")


async def test_a_backup_is_one_moment_whatever_is_written_meanwhile(
    lived_in: Database, database_url: str, empty_database: Database, cast: Cast, tmp_path: Path
) -> None:
    async def write() -> None:
        other = open_database(database_url)
        async with transaction(other) as session:
            await make_idea(session, cast.clinician, title="Written while the backup ran")
        await other.close()

    counts: list[int] = []

    def tell(rows: int) -> None:
        if not counts:
            writer = threading.Thread(target=asyncio.run, args=[write()])
            writer.start()
            writer.join()
        counts.append(rows)

    rows = await backup.count_rows(lived_in)
    manifest = await backup.back_up(lived_in, tmp_path / "all.zip", tell)

    assert sum(counts) == manifest.rows == rows < await backup.count_rows(lived_in)
    await _restored(empty_database, tmp_path / "all.zip")
    async with empty_database.readers() as session:
        assert "Written while the backup ran" not in (await session.exec(select(Idea.title))).all()
        assert await history_queries.find_break(session, cast.clinician.organisation_id, HISTORY_KEY) is None


async def test_a_file_that_is_there_is_never_written_over(lived_in: Database, file: Path) -> None:
    was = file.read_bytes()
    with pytest.raises(Refused, match="is there already"):
        await backup.back_up(lived_in, file)
    assert file.read_bytes() == was


async def test_a_backup_is_read_by_its_owner_alone(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_place_that_is_not_empty_is_refused(lived_in: Database, file: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        await backup.check_is_empty(lived_in)
    with pytest.raises(Refused, match="not empty"):
        await backup.restore(lived_in, file)


async def test_a_file_with_one_word_changed_is_refused_and_leaves_nothing(
    file: Path, empty_database: Database, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.zip"
    _copy(file, changed, {"person.jsonl": lambda lines: lines.replace(b"Later Lark", b"Later Dark")})
    manifest = backup.read_manifest(changed)
    await migrations.upgrade(empty_database, manifest.revision)
    with pytest.raises(backup.Damaged, match="'person'"):
        await backup.restore(empty_database, changed)
    await backup.check_is_empty(empty_database)


@pytest.mark.parametrize("kept", [0, 40, 0.5, 0.98])
async def test_a_file_cut_short_is_refused(file: Path, kept: float, tmp_path: Path) -> None:
    whole = file.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(kept if kept > 1 else kept * len(whole))])
    with pytest.raises(backup.Damaged):
        backup.read_manifest(cut)


async def test_flipped_bytes_are_found(file: Path, empty_database: Database, tmp_path: Path) -> None:
    await migrations.upgrade(empty_database)
    whole = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("event.jsonl").header_offset
    for place in range(start + 60, start + 70):
        whole[place] ^= 0xFF
    flipped = tmp_path / "flipped.zip"
    flipped.write_bytes(whole)
    with pytest.raises(backup.Damaged):
        await backup.restore(empty_database, flipped)
    await backup.check_is_empty(empty_database)


async def test_a_backup_of_another_form_is_refused_with_a_sentence(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    _copy(file, other, {backup.MANIFEST: lambda told: json.dumps(json.loads(told) | {"format": 99}).encode()})
    with pytest.raises(backup.Damaged, match="99"):
        backup.read_manifest(other)


async def test_a_table_that_the_program_does_not_know_is_not_left_out_in_silence(
    lived_in: Database, tmp_path: Path
) -> None:
    async with lived_in.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE strange (id integer)"))
    with pytest.raises(Refused, match="strange"):
        await backup.back_up(lived_in, tmp_path / "all.zip")
    assert not list(tmp_path.glob("all.zip*"))


async def _restored(database: Database, file: Path) -> backup.Manifest:
    await migrations.upgrade(database, backup.read_manifest(file).revision)
    return await backup.restore(database, file)


async def _found(session: AsyncSession, actor: Actor, words: str) -> Sequence[IdeaRow]:
    among = search.matching_ids(session, actor, words)
    return (await idea_queries.page_of_ideas(session, actor, IdeaFilter(), among=among)).rows


async def _rows(database: Database, table: Any) -> list[Any]:
    async with database.engine.connect() as connection:
        return sorted(map(tuple, await connection.execute(table.select())), key=repr)


def _copy(source: Path, target: Path, changes: dict[str, Any]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
