"""What somebody with the whole database, or with every view of the results, could try. Each answers what it found.

`test_attacks` runs them against the program, which must give them nothing, and against the program with a leak put in
on purpose, which they must find.
"""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from registry.feedback.models import Group
from registry.feedback.rules.results import Results
from registry.kit.database import Database, UTCDateTime

ANSWERS, USES = ("feedback_response", "pulse_answer"), ("feedback_link_use", "pulse_use")
OURS = [table for table in SQLModel.metadata.sorted_tables if table.name.startswith(("feedback_", "pulse_"))]
Dump = dict[str, set[tuple[Any, ...]]]


async def dump(database: Database) -> Dump:
    """Every row of every table."""
    async with database.engine.connect() as connection:
        return {
            table.name: {tuple(row) for row in await connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')}
            for table in SQLModel.metadata.sorted_tables
        }


def changed_tables(before: Dump, after: Dump) -> set[str]:
    """Which tables one answer leaves something in; one more than is needed may hold who gave it, or when."""
    return {name for name in before if before[name] != after[name]}


def rows_that_stayed(before: Dump, after: Dump, table: str) -> set[tuple[Any, ...]]:
    """Two copies of the file, one answer apart: what stands in both is not the new one, so the rest would be."""
    return before[table] & after[table]


async def words_in_the_raw_file(database: Database, words: Iterable[str]) -> set[str]:
    """Read as bytes: the file, its journal and what was deleted; as text in columns, also decoded."""
    raw = await _raw_bytes(database)
    for rows in (await dump(database)).values():
        raw += [decoded for row in rows for value in row if isinstance(value, str) for decoded in _decoded(value)]
    return {word for word in words if any(word.encode() in piece for piece in raw)}


async def lengths(database: Database, table: str) -> set[int]:
    """A long answer would be known by its length."""
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(f"SELECT length(sealed) FROM {table}")
        return {int(row[0]) for row in found}


async def order_that_tells(database: Database, table: str) -> list[str]:
    """Keys that hold a moment, and rows that stand as they came."""
    findings = []
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(
            f"SELECT id FROM {table}" if database.is_sqlite else f"SELECT id FROM {table} ORDER BY ctid"
        )
        keys = [UUID(str(row[0])) for row in found]
        if database.is_sqlite:
            made = (await connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")).scalar()
            if "WITHOUT ROWID" not in str(made):
                findings.append("rows keep the number of their coming")
    if any(key.version != 4 for key in keys):
        findings.append("keys hold the moment of their making")
    if not database.is_sqlite and keys != sorted(keys):
        findings.append("rows stand in an order of their own")
    return findings


async def pairs_written_together(database: Database, answers: str, uses: str) -> list[str]:
    """PostgreSQL keeps with every row which transaction wrote it: one answer and one use of the same are a pair."""
    if database.is_sqlite:
        return []
    async with database.engine.connect() as connection:
        written: dict[str, list[str]] = defaultdict(list)
        for table in (answers, uses):
            for row in await connection.exec_driver_sql(f"SELECT xmin::text FROM {table}"):
                written[row[0]].append(table)
    return [moment for moment, tables in written.items() if sorted(tables) == sorted([answers, uses])]


def values_in_common(found: Dump, answers: str) -> set[Any]:
    """Values by which an answer could be joined to anything: what stands in another table as well."""
    table = SQLModel.metadata.tables[answers]
    places = [place for place, column in enumerate(table.columns) if column.name in {"id", "sealed"}]
    own = {row[place] for row in found[answers] for place in places}
    others = {value for name, rows in found.items() if name != answers for row in rows for value in row}
    return {value for value in own if value in others}


def moments_kept() -> list[str]:
    """Columns of ours that hold more than a day; but of letters, which are gone before their link can be used."""
    return [
        f"{table.name}.{column.name}"
        for table in OURS
        for column in table.columns
        if isinstance(column.type, DateTime | UTCDateTime) and table.name != "feedback_letter"
    ]


def columns_that_lead_to_a_person(names: Sequence[str] = ANSWERS) -> list[str]:
    """Of tables of answers: everything but the organisation, what is rated, and what is sealed."""
    plain = {"organisation_id", "id", "round_id", "idea_id", "week_on", "sealed"}
    return [
        f"{name}.{column.name}"
        for name in names
        for column in SQLModel.metadata.tables[name].columns
        if column.name not in plain
    ]


def sets_that_can_be_worked_out(
    views: Sequence[Results], counts: Mapping[Group, int], threshold: int
) -> list[set[str]]:
    """Everything that can be had by taking what one view shows from what another shows, when it is too small a set."""
    answers = {group: {f"{group} {number}" for number in range(count)} for group, count in counts.items()}
    known = {
        frozenset(answer for group in part.groups for answer in answers.get(group, ()))
        for view in views
        for part in view.parts
        if not part.by_id
    }
    for _ in range(2):
        known |= {larger - smaller for larger in known for smaller in known if smaller < larger}
        if len(known) > 200:
            break
    return [set(found) for found in known if 0 < len(found) < threshold]


async def _raw_bytes(database: Database) -> list[bytes]:
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        return [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("COMMIT")
        await connection.exec_driver_sql("CHECKPOINT")
        pieces = []
        for table in OURS:
            toast = f"(SELECT reltoastrelid FROM pg_class WHERE oid = '{table.name}'::regclass)"
            for relation in (f"'{table.name}'::regclass", toast):
                found = await connection.execute(
                    sql(f"SELECT pg_read_binary_file(pg_relation_filepath({relation}::regclass))")
                )
                pieces.append(bytes(found.scalar() or b""))
        newest = "SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 2"
        for [name] in (await connection.exec_driver_sql(newest)).all():
            found = await connection.execute(sql(f"SELECT pg_read_binary_file('pg_wal/{name}')"))
            pieces.append(bytes(found.scalar() or b""))
        return pieces


def _decoded(value: str) -> list[bytes]:
    try:
        return [value.encode(), base64.b64decode(value, validate=True)]
    except (binascii.Error, ValueError):
        return [value.encode()]
