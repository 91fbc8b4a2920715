"""Nothing of a story that was withdrawn is left in the files of the database, once `registry forget` has been run."""

from pathlib import Path

import pytest

from registry.kit.database import Database, transaction
from registry.stories.actions import forgetting, leaving
from registry.stories.models import Story
from registry.stories.queries import stories as queries
from tests.cast import Cast
from tests.factories import make_written_story

pytestmark = pytest.mark.anyio
RARE = "Zwiebelkuchen at dawn"


async def files_with(database: Database, needle: str) -> list[str]:
    """Of a PostgreSQL on this machine: every file of its folder, the log of changes among them."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        paths = [*path.parent.glob(f"{path.name}*")]
    else:
        async with database.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("CHECKPOINT")
            folder = Path(str((await connection.exec_driver_sql("SHOW data_directory")).scalar()))
        if not folder.is_dir():
            pytest.skip("the files of this PostgreSQL stand on another machine")
        paths = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in paths if needle.encode() in path.read_bytes()]


async def test_no_raw_file_holds_a_word_of_a_story_that_was_withdrawn(database: Database, cast: Cast) -> None:
    async with transaction(database) as session:
        story = await make_written_story(session, cast.clinician, words=f"{RARE}, and nobody came. " * 3)
    assert await files_with(database, RARE), "the search finds what is there"

    async with transaction(database) as session:
        reader = await queries.reader_of(session, cast.quality)
        found = await session.get_one(Story, (story.organisation_id, story.id))
        await leaving.withdraw_for_storyteller(session, reader, found)
    await forgetting.clear_files(database, is_whole=True)

    assert await files_with(database, RARE) == []
