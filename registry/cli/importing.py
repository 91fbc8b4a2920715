"""import observations: the numbers of many measures from one file, looked at first, and stored when asked to."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import queries as account_queries
from registry.accounts.queries import Keys
from registry.app import join_rooms
from registry.cli.terminal import FOUND_SOMETHING, Stop, answer, as_json, on_database, progress
from registry.kit.database import Database, transaction
from registry.kit.errors import NotFound, Refused
from registry.kit.text import count_words
from registry.measures import queries
from registry.measures.actions import observations as actions
from registry.measures.rules import rights
from registry.measures.rules.comparing import Fate, Looked
from registry.measures.rules.pasted import text_of_file
from registry.measures.rules.reading import Unreadable
from registry.measures.schemas import PasteIn
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor, registry_actor
from registry.settings import Settings

MEASURES_AT_ONCE = 50
FAULTS_SHOWN = 50
BETWEEN = re.compile(r"[\t;,]")


@dataclass
class Part:
    """The lines of a file that are of one measure, by their numbers in the file."""

    measure_id: UUID
    numbers: list[int]
    lines: list[str]


@dataclass(frozen=True)
class Fault:
    line: int
    sentence: str


@click.group(name="import")
def import_() -> None:
    """Takes what others have kept until now."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="The e-mail address of whoever counts: the numbers are theirs.")
@click.option("--measure", type=click.UUID, help="Of which measure; otherwise each line begins with a measure's id.")
@click.option("--store", is_flag=True, help="Store them. Without this they are only looked at.")
@click.option("--correct", "why", default="", help="Correct numbers that stand already, for this reason.")
@click.option("--leave-out", "leaves_out", is_flag=True, help="Leave out lines that cannot be taken.")
@as_json
def observations(
    file: Path, email: str, measure: UUID | None, store: bool, why: str, leaves_out: bool, is_json: bool
) -> None:
    """Looks at the numbers in a CSV or Excel FILE: dates, numbers, notes, one measure or many."""
    try:
        text = text_of_file(file.read_bytes())
    except Unreadable as error:
        raise Stop(str(error)) from error
    parts, faults = _parts(text.splitlines(), measure)
    form = PasteIn(text="-", corrects=bool(why), note=why, leaves_out=leaves_out)

    async def look(settings: Settings, database: Database) -> tuple[Counter[str], list[Fault]]:
        return await _look(database, await _actor(settings, database, email), parts)

    async def keep(settings: Settings, database: Database) -> int:
        join_rooms()
        return await _store(database, await _actor(settings, database, email), parts, form)

    found, more = on_database(look)
    faults = sorted([*faults, *more], key=lambda fault: fault.line)
    if faults and not (store and leaves_out):
        _tell(found, faults, is_json=is_json)
        raise SystemExit(FOUND_SOMETHING)
    if store and found[Fate.CORRECTION] and not why:
        corrections = count_words(found[Fate.CORRECTION], "number")
        raise Stop(f"{corrections} would be corrected. Say why: --correct 'Counted anew'.", FOUND_SOMETHING)
    if not store:
        _tell(found, faults, is_json=is_json)
        return
    stored = on_database(keep)
    answer({"stored": stored}, f"Stored {count_words(stored, 'number')}.", is_json=is_json)


def _parts(lines: Sequence[str], measure: UUID | None) -> tuple[list[Part], list[Fault]]:
    """The lines of each measure in the order of the file; a first line that names none is a heading."""
    parts: dict[UUID, Part] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        written, rest = ("", line) if measure else _first_cell(line)
        measure_id = measure or _id_in(written)
        if measure_id is None:
            faults += [] if number == 1 else [Fault(number, "It does not begin with the id of a measure.")]
            continue
        part = parts.setdefault(measure_id, Part(measure_id, [], []))
        part.numbers.append(number)
        part.lines.append(rest)
    return [*parts.values()], faults


def _first_cell(line: str) -> tuple[str, str]:
    first, _, rest = BETWEEN.sub("\t", line, count=1).partition("\t")
    return first, rest


def _id_in(written: str) -> UUID | None:
    """An id, alone or at the end of an address."""
    try:
        return UUID(written.strip().strip('"').rstrip("/").rpartition("/")[2])
    except ValueError:
        return None


async def _actor(settings: Settings, database: Database, email: str) -> Actor:
    async with transaction(database) as session:
        keys = Keys(secret=settings.secret_key, history=settings.history_key)
        account = await account_queries.find_account_by_email(session, keys, email)
        if account is None:
            raise Stop(f"Nobody has the e-mail address {email}.")
        organisation = await people_queries.get_organisation(session, account.organisation_id)
        roles = await people_queries.list_roles_of(session, organisation.id, account.person_id)
        registry = registry_actor(organisation, settings.history_key)
        person = await people_queries.get_person(session, registry, account.person_id)
        return person_actor(person, roles, organisation, settings.history_key)


async def _look(database: Database, actor: Actor, parts: Sequence[Part]) -> tuple[Counter[str], list[Fault]]:
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    with progress("Looking at the numbers", len(parts)) as told:
        for part in parts:
            async with database.readers() as session:
                looked = await _looked_at(session, actor, part)
            told(1)
            if isinstance(looked, Fault):
                faults.append(looked)
                continue
            counts.update(found.fate.value for found in looked.found)
            faults += [Fault(part.numbers[found.line.number - 1], found.fault) for found in looked.faults]
    return counts, faults


async def _looked_at(session: AsyncSession, actor: Actor, part: Part) -> Looked | Fault:
    try:
        measure = await queries.get_measure(session, actor, part.measure_id)
        keeping = await queries.get_keeping(session, measure)
        if not rights.may_record(actor, keeping, measure):
            return Fault(part.numbers[0], rights.who_records(keeping, measure))
        looked = await queries.look_at_paste(session, actor, measure, PasteIn(text="\n".join(part.lines)))
        return Fault(part.numbers[0], "These numbers have no dates.") if looked.starts_on else looked
    except NotFound:
        return Fault(part.numbers[0], f"There is no measure {part.measure_id}.")
    except Refused as refused:
        return Fault(part.numbers[0], " ".join(refused.fields.values()))


async def _store(database: Database, actor: Actor, parts: Sequence[Part], form: PasteIn) -> int:
    """Some measures in each transaction: what is stored stays, and a second run passes it over."""
    stored = 0
    waiting = iter(parts)
    with progress("Storing the numbers", len(parts)) as told:
        while some := [*islice(waiting, MEASURES_AT_ONCE)]:
            async with transaction(database) as session:
                for part in some:
                    stored += await _store_part(session, actor, part, form)
            told(len(some))
    return stored


async def _store_part(session: AsyncSession, actor: Actor, part: Part, form: PasteIn) -> int:
    """How many numbers; none where all of them stand already, or where its lines are left out as a whole."""
    looked = await _looked_at(session, actor, part)
    if isinstance(looked, Fault) or not looked.taken:
        return 0
    measure = await queries.get_measure(session, actor, part.measure_id)
    filled = form.model_copy(update={"text": "\n".join(part.lines)})
    return len(await actions.record_paste(session, actor, measure, filled))


def _tell(found: Mapping[str, int], faults: Sequence[Fault], *, is_json: bool) -> None:
    facts = {"found": dict(found), "faults": [{"line": fault.line, "sentence": fault.sentence} for fault in faults]}
    answer(facts, "\n".join(_sentences(found, faults)), is_json=is_json)


def _sentences(found: Mapping[str, int], faults: Sequence[Fault]) -> Iterable[str]:
    new, corrections = found.get(Fate.NEW, 0), found.get(Fate.CORRECTION, 0)
    passed_over = sum(found.values()) - new - corrections - found.get(Fate.FAULT, 0)
    yield (
        f"{count_words(new, 'new number')}, {count_words(corrections, 'correction')}, "
        f"{count_words(passed_over, 'line')} passed over, {count_words(len(faults), 'fault')}."
    )
    yield from (f"Line {fault.line}: {fault.sentence}" for fault in faults[:FAULTS_SHOWN])
    if len(faults) > FAULTS_SHOWN:
        yield f"And {len(faults) - FAULTS_SHOWN:,} more."
    yield "Nothing is stored. Store them with --store." if not faults else "Nothing is stored."
