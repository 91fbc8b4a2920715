"""demo and seed: the registry with an invented organisation's work in it."""

import os
import secrets
import socket
from contextlib import closing
from pathlib import Path

import click
import uvicorn
from platformdirs import user_data_path
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import migrations
from registry.accounts.queries import Keys
from registry.app import create_app, join_rooms
from registry.cli.terminal import Stop, answer, as_json, on_database, progress
from registry.kit.database import Database, note_sizes, transaction, written_once
from registry.people import queries as people_queries
from registry.people.actors import registry_actor
from registry.sample import loading
from registry.sample.bulk import adding
from registry.sample.people import NORTHMOOR, people_shown
from registry.settings import Settings, WrongSetting, demo_settings
from registry.web import log

LEAST_PASSWORD = 10
# fmt: off
WORDS = (
    "amber", "apple", "april", "badger", "barley", "beacon", "birch", "bramble", "breeze", "brook", "cedar",
    "cherry", "clover", "cobalt", "copper", "coral", "cotton", "crane", "daisy", "dawn", "drift", "ember", "fern",
    "finch", "flint", "garden", "ginger", "harbour", "hazel", "heron", "honey", "indigo", "island", "ivory",
    "jasmine", "juniper", "lantern", "lark", "lavender", "linen", "maple", "marble", "meadow", "mint", "morning",
    "moss", "nutmeg", "oak", "ocean", "olive", "orchard", "otter", "pearl", "pebble", "pepper", "plum", "quartz",
    "raven", "reed", "river", "robin", "saffron", "sage", "silver", "sparrow", "spruce", "sunrise", "swift",
    "thistle", "thyme", "velvet", "violet", "walnut", "willow", "winter", "wren",
)
# fmt: on


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Where to keep it.")
def demo(port: int, data: Path | None) -> None:
    """Serves an invented organisation on this machine alone, with accounts to try."""
    with closing(_reserved(port)) as place:
        settings = _demo_settings(data or user_data_path("improvement-registry-demo"), place.getsockname()[1])
        app = create_app(settings)
        password = on_database(_prepare, settings, is_migrated=False)
        place.listen()  # Who comes before the program is ready waits for it, rather than being turned away.
        click.echo(_welcome(settings, password))
        log.set_up_logging(settings.log_format)
        config = uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[place])


@click.command()
@click.option("--ideas", type=click.IntRange(1, 10_000_000), required=True, help="How many ideas to add.")
@click.option("--seed", default=1, show_default=True, help="The same number makes the same ideas.")
@as_json
def seed(ideas: int, seed: int, is_json: bool) -> None:
    """Adds any number of invented ideas, with what was asked, promised, given and told, to Northmoor."""

    async def add(settings: Settings, database: Database) -> str | None:
        async with written_once(database), transaction(database) as session:
            keys = Keys(secret=settings.secret_key, history=settings.history_key)
            password = await _load_sample(session, keys)
            organisation = await people_queries.find_organisation_by_slug(session, NORTHMOOR)
            if organisation is None:
                raise Stop("This database holds another organisation's work. Seed an empty one.")
            with progress("Adding ideas", ideas) as tell:
                await adding.add_ideas(session, registry_actor(organisation, keys.history), ideas, seed, tell)
        await note_sizes(database)
        return password

    password = on_database(add)
    sentence = f"{ideas:,} ideas are added."
    if password:
        sentence += f" Sign in as {people_shown()[0].email}, or as anybody there, with the password {password}"
    answer({"ideas": ideas, "seed": seed, "password": password}, sentence, is_json=is_json)


async def _load_sample(session: AsyncSession, keys: Keys) -> str | None:
    """Puts the sample into an empty database; answers its one password, which is told once."""
    if not await loading.is_missing(session):
        return None
    join_rooms()
    with progress("Telling a year of an invented organisation", loading.DAYS) as tell:
        await loading.load(session, keys, tell)
    password = os.environ.get("REGISTRY_DEMO_PASSWORD") or _made_password()
    await loading.set_password(session, keys, password)
    return password


async def _prepare(settings: Settings, database: Database) -> str:
    await migrations.upgrade(database)
    password = _password(settings.data_dir / "password.txt")
    async with transaction(database) as session:
        keys = Keys(secret=settings.secret_key, history=settings.history_key)
        if await loading.is_missing(session):
            with progress("Telling a year of an invented organisation", loading.DAYS) as tell:
                await loading.load(session, keys, tell)
        await loading.set_password(session, keys, password)
    return password


def _reserved(port: int) -> socket.socket:
    """The port, held before anything is written, so that a second demo says so at once."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind(("127.0.0.1", port))
    except OSError as error:
        place.close()
        raise Stop(f"Port {port} is in use. Choose another, such as: registry demo --port {port + 1}") from error
    return place


def _demo_settings(data_dir: Path, port: int) -> Settings:
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        return demo_settings(data_dir, port)
    except WrongSetting as wrong:
        raise Stop(str(wrong)) from wrong
    except OSError as error:
        raise Stop(f"{error.strerror}: {error.filename}. Choose a folder of yours with --data.") from error


def _password(path: Path) -> str:
    """The one given, or the one made at the first start and kept where only its owner reads it."""
    given = os.environ.get("REGISTRY_DEMO_PASSWORD", "")
    if given and len(given) < LEAST_PASSWORD:
        raise Stop(f"REGISTRY_DEMO_PASSWORD must have at least {LEAST_PASSWORD} characters.")
    if not given and path.exists():
        return path.read_text().strip()
    password = given or _made_password()
    path.touch(mode=0o600)
    path.write_text(password + "\n")
    return password


def _made_password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(4))


def _welcome(settings: Settings, password: str) -> str:
    lines = [f"  {person.email:<34} {person.name}, {person.position}" for person in people_shown()]
    return "\n".join(
        [
            "",
            f"The registry is open at {settings.base_url}",
            "",
            "Sign in as",
            *lines,
            "",
            f"with the password {password}",
            "",
            f"Its data stand in {settings.data_dir}. Stop it with Ctrl+C.",
        ]
    )
