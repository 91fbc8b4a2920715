"""How commands open the database and speak: sentences, progress, JSON for programs, and exit codes."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from registry import migrations
from registry.kit.database import Database, open_database
from registry.kit.errors import NotFound, Refused
from registry.settings import Settings, WrongSetting, read_settings

T = TypeVar("T")

FOUND_SOMETHING, USED_WRONGLY = 1, 2
TELL_EVERY_PERCENT = 10

as_json = click.option("--json", "is_json", is_flag=True, help="Print the result for a program to read.")


class Stop(click.ClickException):
    """Ends the command with a sentence on standard error."""

    def __init__(self, sentence: str, exit_code: int = USED_WRONGLY) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code  # type: ignore[misc]  # a class variable for click, which reads it from the object

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def settings_or_stop() -> Settings:
    try:
        return read_settings()
    except WrongSetting as wrong:
        raise Stop(str(wrong)) from wrong


def on_database(
    work: Callable[[Settings, Database], Awaitable[T]], settings: Settings | None = None, *, is_migrated: bool = True
) -> T:
    """Runs a command's work on the database that the environment names, and turns refusals into sentences.

    is_migrated   whether the database must stand at this program's version first
    """
    settings = settings or settings_or_stop()
    try:
        return asyncio.run(_on_database(work, settings, is_migrated))
    except Refused as refused:
        raise Stop(" ".join(dict.fromkeys([*refused.reasons, *refused.fields.values()]))) from refused
    except NotFound as missing:
        raise Stop(f"There is no such {missing}.") from missing
    except DBAPIError as error:
        raise Stop(f"{shown_address(settings)} answers: {error.orig}") from error
    except OSError as error:
        raise Stop(f"{error.strerror or error}: {error.filename or shown_address(settings)}") from error


async def _on_database(work: Callable[[Settings, Database], Awaitable[T]], settings: Settings, is_migrated: bool) -> T:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = open_database(settings.database_url)
    try:
        if is_migrated:
            await must_be_migrated(database, settings)
        return await work(settings, database)
    finally:
        await database.close()


async def must_be_migrated(database: Database, settings: Settings) -> None:
    present = await migrations.present_revision(database)
    if present != migrations.newest_revision():
        state = f"stands at change {present}" if present else "has no tables yet"
        raise Stop(f"{shown_address(settings)} {state}. Run 'registry migrate' first.")


def shown_address(settings: Settings) -> str:
    """The database's address without its password."""
    return f"The database at {make_url(settings.database_url).render_as_string(hide_password=True)}"


def answer(result: dict[str, Any], sentence: str, *, is_json: bool) -> None:
    click.echo(json.dumps(result, default=str) if is_json else sentence)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a plain line every tenth of the way elsewhere; on standard error."""
    if sys.stderr.isatty():
        with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
            yield bar.update
        return
    done, told = 0, 0

    def tell(count: int) -> None:
        nonlocal done, told
        done += count
        percent = done * 100 // total if total else 100
        if percent >= told + TELL_EVERY_PERCENT:
            told = percent - percent % TELL_EVERY_PERCENT
            click.echo(f"{label}: {told} %", err=True)

    yield tell
