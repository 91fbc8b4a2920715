import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.database import open_database, transaction
from registry.measures import queries
from registry.measures.models import Measure
from registry.people.actors import Actor
from tests.cast import Cast
from tests.cli.test_commands import Run, runner
from tests.factories import make_idea, make_measure, make_numbers

T = TypeVar("T")
Work = Callable[[Callable[[AsyncSession], Awaitable[T]]], T]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    return runner(database_url, tmp_path / "data")


@pytest.fixture
def work(database_url: str) -> Work:  # type: ignore[type-arg]
    def do(wanted: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def in_transaction() -> T:
            database = open_database(database_url)
            async with transaction(database) as session:
                result = await wanted(session)
            await database.close()
            return result

        return asyncio.run(in_transaction())

    return do


@pytest.fixture
def measures(work: Work, cast: Cast) -> list[Measure]:  # type: ignore[type-arg]
    async def make(session: AsyncSession) -> list[Measure]:
        idea = await make_idea(session, cast.clinician)
        minutes, calls = [await make_measure(session, cast.clinician, idea, name=name) for name in ("Minutes", "Calls")]
        await make_numbers(session, cast.clinician, minutes, [68], until_on=date(2026, 10, 5))
        return [minutes, calls]

    return work(make)


def counted(work: Work, actor: Actor, measure_id: UUID) -> dict[str, str]:  # type: ignore[type-arg]
    async def read(session: AsyncSession) -> dict[str, str]:
        measure = await queries.get_measure(session, actor, measure_id)
        return {str(row.measured_on): str(row.value) for row in await queries.list_counted(session, measure)}

    return work(read)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "numbers.csv"
    file.write_text("\n".join(lines))
    return file


def test_numbers_are_looked_at_first_and_stored_when_that_is_asked_for(
    run: Run,
    work: Work,  # type: ignore[type-arg]
    cast: Cast,
    measures: list[Measure],
    tmp_path: Path,
) -> None:
    minutes, calls = [measure.id for measure in measures]
    file = written(
        tmp_path, "Measure,Date,Number", f"{minutes},05/10/2026,68", f"{minutes},12/10/2026,64", f"{calls},12 Oct 26,7"
    )
    command = ("import", "observations", file, "--as", "amara@northmoor.example")

    looked = run(*command)
    assert "2 new numbers, 0 corrections, 1 line passed over, 0 faults." in looked.stdout
    assert counted(work, cast.clinician, calls) == {}

    assert json.loads(run(*command, "--store", "--json").stdout) == {"stored": 2}
    assert counted(work, cast.clinician, minutes) == {"2026-10-05": "68", "2026-10-12": "64"}
    assert counted(work, cast.clinician, calls) == {"2026-10-12": "7"}
    assert "Stored 0 numbers." in run(*command, "--store").stdout


def test_faults_are_told_by_their_line_in_the_file_and_nothing_is_stored(
    run: Run,
    work: Work,  # type: ignore[type-arg]
    cast: Cast,
    measures: list[Measure],
    tmp_path: Path,
) -> None:
    minutes, calls = [measure.id for measure in measures]
    nowhere = "01a214fa-0000-7000-8000-000000000000"
    file = written(
        tmp_path,
        f"https://improve.example.org/measures/{calls};12/10/2026;7",
        "",
        f"{minutes};12/10/2026;lots",
        "soon;12/10/2026;7",
        f"{nowhere};12/10/2026;7",
    )
    command = ("import", "observations", file, "--as", "amara@northmoor.example")

    for more in ([], ["--store"]):
        told = run(*command, *more, exit_code=1).stdout
        assert "Line 3: ‘lots’ is no number that can be read." in told
        assert "Line 4: It does not begin with the id of a measure." in told
        assert f"Line 5: There is no measure {nowhere}." in told
        assert counted(work, cast.clinician, calls) == {}
    assert "Stored 1 number." in run(*command, "--store", "--leave-out").stdout
    assert counted(work, cast.clinician, calls) == {"2026-10-12": "7"}


def test_corrections_need_a_reason(
    run: Run,
    work: Work,  # type: ignore[type-arg]
    cast: Cast,
    measures: list[Measure],
    tmp_path: Path,
) -> None:
    file = written(tmp_path, "05/10/2026\t64")
    command = ("import", "observations", file, "--as", "amara@northmoor.example", "--measure", measures[0].id)

    assert "0 new numbers, 1 correction" in run(*command).stdout
    assert "Say why" in run(*command, "--store", exit_code=1).stderr
    assert "Stored 1 number." in run(*command, "--store", "--correct", "Counted anew").stdout
    assert counted(work, cast.clinician, measures[0].id) == {"2026-10-05": "64"}


def test_only_who_writes_the_numbers_imports_them(run: Run, measures: list[Measure], tmp_path: Path) -> None:
    file = written(tmp_path, "12/10/2026\t64")
    command = ("import", "observations", file, "--measure", measures[0].id, "--store", "--as")

    assert "Numbers are written by its team" in run(*command, "lena@northmoor.example", exit_code=1).stdout
    assert "There is no measure" in run(*command, "nia@southlea.example", exit_code=1).stdout
    assert "Nobody has the e-mail address" in run(*command, "nobody@northmoor.example", exit_code=2).stderr
    undated = written(tmp_path, "64", "65")
    told = run(
        "import", "observations", undated, "--measure", measures[0].id, "--as", "amara@northmoor.example", exit_code=1
    )
    assert "These numbers have no dates." in told.stdout
