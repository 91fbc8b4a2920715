"""backup, restore, verify-history: that nothing is lost, and nothing changed unseen."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import backup as backups
from registry import migrations
from registry.cli.terminal import FOUND_SOMETHING, Stop, answer, as_json, on_database, progress
from registry.coaching.actions import again as coaching_again
from registry.feedback.actions import again as feedback_again
from registry.history import queries as history_queries
from registry.history import rules as history_rules
from registry.kit.database import Database, transaction
from registry.kit.text import count_words
from registry.open_register import actions as open_register
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.portfolio import personal
from registry.settings import Settings
from registry.stories.actions import beside, forgetting, leaving

file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@dataclass(frozen=True)
class Verdict:
    """What was found of one organisation's history; `reason` is empty where every entry holds."""

    organisation: str
    entries: int
    first_bad_entry: int | None = None
    reason: str = ""

    @property
    def sentence(self) -> str:
        if self.first_bad_entry is None:
            return f"{self.organisation}: {count_words(self.entries, 'entry', 'entries')}, and every one holds."
        return f"{self.organisation}: the history breaks at entry {self.first_bad_entry}: {self.reason}."


@dataclass(frozen=True)
class Again:
    """How many stories left once more after a restore, of how many less is shown, and what else went again."""

    withdrawn: int = 0
    narrowed: int = 0
    taken_back: int = 0


@click.command()
@file_argument
@as_json
def backup(file: Path, is_json: bool) -> None:
    """Writes everything into one new FILE, while the registry is being served."""

    async def work(_settings: Settings, database: Database) -> backups.Manifest:
        with progress("Backing up", await backups.count_rows(database)) as tell:
            return await backups.back_up(database, file, tell)

    manifest = on_database(work)
    sentence = (
        f"{file} holds {count_words(manifest.rows, 'row')} of {len(manifest.tables)} tables, and was read back.\n"
        "Keep it where only you can read it, and the two keys somewhere else: they are not in it."
    )
    answer(_told(file, manifest), sentence, is_json=is_json)


@click.command()
@file_argument
@as_json
def restore(file: Path, is_json: bool) -> None:
    """Fills an empty database from FILE, brings it to this version and verifies it."""

    async def work(settings: Settings, database: Database) -> tuple[backups.Manifest, Again, list[Verdict]]:
        manifest = backups.read_manifest(file)
        await backups.check_is_empty(database)
        await _make_tables(database, manifest)
        with progress("Restoring", manifest.rows) as tell:
            await backups.restore(database, file, tell)
        await migrations.upgrade(database)
        again = await _take_back_again(settings, database)
        return manifest, again, await _verify(settings, database)

    try:
        manifest, again, verdicts = on_database(work, is_migrated=False)
    except FileNotFoundError as missing:
        raise Stop(f"There is no file {file}.") from missing
    sentence = f"{count_words(manifest.rows, 'row')} of {len(manifest.tables)} tables stand as they were backed up."
    if again.withdrawn:
        sentence += f" {count_words(again.withdrawn, 'story', 'stories')} that left since then left once more."
    if again.narrowed:
        sentence += f" {count_words(again.narrowed, 'story', 'stories')} may be shown less than then, and are."
    if again.taken_back:
        sentence += f" {count_words(again.taken_back, 'other thing')} that people took back since then went once more."
    result = _told(file, manifest) | {
        "withdrawn_again": again.withdrawn,
        "narrowed_again": again.narrowed,
        "taken_back_again": again.taken_back,
        "history": [asdict(verdict) for verdict in verdicts],
    }
    answer(result, "\n".join([sentence, *[verdict.sentence for verdict in verdicts]]), is_json=is_json)
    _fail_on(verdicts)


@click.command(name="verify-history")
@click.option(
    "--heads",
    "heads_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Compare with the sealed heads kept in this file, then keep the newest there. Keep it on another machine.",
)
@as_json
def verify_history(heads_file: Path | None, is_json: bool) -> None:
    """Checks the history of every organisation, entry by entry, and names the first that does not hold."""

    async def work(settings: Settings, database: Database) -> tuple[list[Verdict], list[dict[str, Any]]]:
        kept = _read_heads(heads_file, settings) if heads_file else []
        return await _verify(settings, database, kept), await _heads(database)

    verdicts, heads = on_database(work)
    sentence = "\n".join(verdict.sentence for verdict in verdicts) or "There is no organisation yet, so no history."
    answer({"organisations": [asdict(verdict) for verdict in verdicts]}, sentence, is_json=is_json)
    _fail_on(verdicts)
    if heads_file:
        _write_heads(heads_file, heads)


@click.command()
@as_json
def forget(is_json: bool) -> None:
    """Clears the database's own files of what was withdrawn: best at night, because writers wait meanwhile."""

    async def work(_settings: Settings, database: Database) -> None:
        await forgetting.clear_files(database, is_whole=True)

    on_database(work)
    answer({"done": True}, "The files hold nothing of what was withdrawn.", is_json=is_json)


def _told(file: Path, manifest: backups.Manifest) -> dict[str, Any]:
    return {"file": str(file), "rows": manifest.rows, "revision": manifest.revision, "made_at": manifest.made_at}


def _fail_on(verdicts: list[Verdict]) -> None:
    if any(verdict.first_bad_entry is not None for verdict in verdicts):
        raise click.exceptions.Exit(FOUND_SOMETHING)


async def _make_tables(database: Database, manifest: backups.Manifest) -> None:
    if not migrations.knows(manifest.revision):
        raise Stop(f"The backup is of a newer version ({manifest.version}) than this program. Install that one first.")
    present = await migrations.present_revision(database)
    if present not in {None, manifest.revision}:
        raise Stop(
            "The database is empty but newer than the backup. Give an untouched one, or delete and make it anew."
        )
    await migrations.upgrade(database, manifest.revision)


async def _take_back_again(settings: Settings, database: Database) -> Again:
    """By the file beside the data."""
    left, allowed = beside.read_left(settings.data_dir), beside.read_allowed(settings.data_dir)
    listed = beside.read_taken_back(settings.data_dir)
    if not left and not allowed and not listed:
        return Again()
    withdrawn = narrowed = taken_back = 0
    async with transaction(database) as session:
        known = set(await history_queries.list_ids_of_kinds(session, beside.TAKEN_BACK))
        organisations = await people_queries.list_organisations(session)
        # All at once: erasing somebody lets the session forget what it has read.
        for registry in [registry_actor(organisation, settings.history_key) for organisation in organisations]:
            withdrawn += await leaving.withdraw_again(session, registry, left)
            narrowed += await leaving.narrow_again(session, registry, allowed.values())
            for each in listed:
                if each.event_id not in known:
                    taken_back += await _take_one_back_again(session, registry, each)
    again = Again(withdrawn, narrowed, taken_back)
    if again != Again():
        await forgetting.clear_files(database, is_whole=True)
    return again


async def _take_one_back_again(session: AsyncSession, registry: Actor, listed: beside.TakenBack) -> bool:
    """False where nothing of it stands here."""
    match listed.kind:
        case "person_erased":
            return await personal.erase_again(session, registry, listed.subject_id)
        case "coaching_note_removed":
            return await coaching_again.remove_note_again(session, registry, listed.subject_id)
        case "coaching_offer_ended":
            return await coaching_again.end_offer_again(session, registry, listed.subject_id)
        case "feedback_sharing_ended":
            return await feedback_again.end_share_again(session, registry, listed.subject_id)
        case "publication_withdrawn":
            return await open_register.take_back_again(session, registry, listed.subject_id)
        case "register_closed":
            return await open_register.close_again(session, registry, listed.subject_id)
        case "round_called_off":
            return await feedback_again.call_off_again(session, registry, listed.subject_id)
        case "appraisal_worded" | "appraisal_kept" | "appraisal_withdrawn" | "appraisal_ended":
            return await coaching_again.set_wording_aside_again(session, registry, listed.subject_id)
        case kind:
            return await leaving.take_back_address_again(session, registry, kind, listed.subject_id)


async def _verify(settings: Settings, database: Database, kept: list[dict[str, Any]] | None = None) -> list[Verdict]:
    sealed = {UUID(head["organisation_id"]): head for head in kept or []}
    verdicts = []
    async with database.readers() as session:
        numbers = {head.organisation_id: head.number for head in await history_queries.list_heads(session)}
        names = {
            organisation.id: organisation.name for organisation in await people_queries.list_organisations(session)
        }
        for organisation_id in names | sealed:
            name = names.get(organisation_id, f"The organisation {organisation_id}")
            entries = numbers.get(organisation_id, 0)
            found = await history_queries.find_break(session, organisation_id, settings.history_key)
            found = found or await _find_rollback(session, organisation_id, sealed.get(organisation_id))
            verdicts.append(Verdict(name, entries, found.number, found.reason) if found else Verdict(name, entries))
    return verdicts


async def _find_rollback(
    session: AsyncSession, organisation_id: UUID, head: dict[str, Any] | None
) -> history_queries.Break | None:
    """A whole older state put back holds in itself; only what was kept elsewhere shows it."""
    if head is None:
        return None
    chain = await history_queries.find_chain_at(session, organisation_id, head["number"])
    if chain == head["chain"]:
        return None
    reason = "it is missing, though it was sealed" if chain is None else "it is not the one that was sealed"
    return history_queries.Break(head["number"], f"{reason} in the file of heads")


async def _heads(database: Database) -> list[dict[str, Any]]:
    async with database.readers() as session:
        heads = await history_queries.list_heads(session)
    return [
        {"organisation_id": str(head.organisation_id), "number": head.number, "chain": head.chain, "seal": head.seal}
        for head in heads
    ]


def _read_heads(path: Path, settings: Settings) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        heads: list[dict[str, Any]] = json.loads(path.read_text())
        for head in heads:
            organisation_id = UUID(head["organisation_id"])
            if head["seal"] != history_rules.sealed(
                settings.history_key, organisation_id, head["number"], head["chain"]
            ):
                raise Stop(f"{path} was changed, or sealed with another key.", FOUND_SOMETHING)
    except (ValueError, KeyError, TypeError) as error:
        raise Stop(f"{path} is not a file of heads.") from error
    return heads


def _write_heads(path: Path, heads: list[dict[str, Any]]) -> None:
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_text(json.dumps(heads, indent=1))
    unfinished.replace(path)
