"""serve, migrate, check: what an installation needs to run."""

import os
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import click
import uvicorn
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from registry import migrations, periodic
from registry.accounts import queries as account_queries
from registry.accounts.models import Account
from registry.accounts.queries import Keys
from registry.app import post_of
from registry.cli.terminal import FOUND_SOMETHING, Stop, answer, as_json, on_database, settings_or_stop, shown_address
from registry.history import queries as history_queries
from registry.history import rules as history_rules
from registry.kit import laid
from registry.kit.database import Database, note_sizes
from registry.settings import WORKS_ON_TIME, Settings, objections_to_serving
from registry.web import log

SECONDS_TO_FINISH = 20


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--without-work", is_flag=True, help="Leave what time brings to 'registry work'.")
def serve(host: str, port: int, workers: int, without_work: bool) -> None:
    """Serves the registry; refuses a configuration that is not safe, and says what to do."""
    settings = settings_or_stop()
    if objections := objections_to_serving(settings, host):
        raise Stop("\n".join(objections))
    on_database(_nothing_more, settings)
    log.set_up_logging(settings.log_format)
    if without_work:
        os.environ[WORKS_ON_TIME] = "off"
    uvicorn.run(
        "registry.app:serving_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        log_config=None,
        access_log=False,
        server_header=False,
    )


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@as_json
def work(once: bool, is_json: bool) -> None:
    """Does what time brings (lapses, ends of periods, letters) in a process of its own; else `serve` does so."""

    async def now(settings: Settings, database: Database) -> int:
        keys, post = Keys(secret=settings.secret_key, history=settings.history_key), post_of(settings)
        await periodic.post_letters(database, post)
        done = await periodic.work_once(database, keys, settings.data_dir)
        if not once:
            await periodic.work_for_ever(database, keys, settings.data_dir, post)
        return done

    done = on_database(now)
    answer({"looked_at": done}, f"{done} pledges and ideas were looked at.", is_json=is_json)


@click.command()
@as_json
def migrate(is_json: bool) -> None:
    """Brings the database to this version; safe to run twice, and at the same time."""

    async def work(_settings: Settings, database: Database) -> tuple[str | None, str]:
        before = await migrations.present_revision(database)
        await migrations.upgrade(database)
        await note_sizes(database)
        return before, migrations.newest_revision()

    before, now = on_database(work, is_migrated=False)
    sentence = f"The database stands at change {now}" + (", as before." if before == now else " now.")
    answer({"before": before, "now": now}, sentence, is_json=is_json)


@dataclass(frozen=True)
class Finding:
    about: str
    is_right: bool
    sentence: str


@click.command()
@as_json
def check(is_json: bool) -> None:
    """Says of the configuration, the database, the migrations and the keys whether they are right."""
    findings = on_database(_check, is_migrated=False)
    sentences = [f"{'right' if finding.is_right else 'WRONG'}  {finding.sentence}" for finding in findings]
    answer({"findings": [asdict(finding) for finding in findings]}, "\n".join(sentences), is_json=is_json)
    if not all(finding.is_right for finding in findings):
        raise click.exceptions.Exit(FOUND_SOMETHING)


async def _nothing_more(_settings: Settings, _database: Database) -> None:
    pass


async def _check(settings: Settings, database: Database) -> list[Finding]:
    findings = [_check_configuration(settings), _check_mail(settings)]
    try:
        present = await migrations.present_revision(database)
    except (DBAPIError, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        return [*findings, Finding("database", False, f"{shown_address(settings)} does not answer: {reason}.")]
    findings.append(Finding("database", True, f"{shown_address(settings)} answers."))
    if present != migrations.newest_revision():
        stands = f"stands at change {present}" if present else "has no tables yet"
        return [*findings, Finding("migrations", False, f"The database {stands}. Run 'registry migrate'.")]
    findings.append(Finding("migrations", True, f"The database stands at change {present}, this program's own."))
    return [*findings, await _check_secret_key(settings, database), await _check_history_key(settings, database)]


def _check_configuration(settings: Settings) -> Finding:
    host = urlsplit(settings.base_url).hostname or ""
    if objections := objections_to_serving(settings, host):
        return Finding("configuration", False, " ".join(objections))
    reach = (
        "" if settings.is_https else " It can be served to this machine alone, because it does not begin with https."
    )
    return Finding("configuration", True, f"The configuration is complete; the address is {settings.base_url}.{reach}")


def _check_mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        folder = settings.data_dir / laid.FOLDER
        return Finding("mail", True, f"REGISTRY_SMTP_URL names no mail server, so letters are laid into {folder}.")
    host = urlsplit(settings.smtp_url).hostname
    return Finding("mail", True, f"Letters go through {host}, in the name of {settings.mail_from}.")


async def _check_secret_key(settings: Settings, database: Database) -> Finding:
    keys = Keys(settings.secret_key, settings.history_key)
    async with database.readers() as session:
        account = (await session.exec(select(Account).order_by(col(Account.id)).limit(1))).first()
        if account is None:
            return Finding("secret_key", True, "Nobody has an account yet. Add the first: registry person add --help.")
        found = await account_queries.find_account_by_email(session, keys, account.email)
    if found is None:
        return Finding(
            "secret_key",
            False,
            "REGISTRY_SECRET_KEY is not the key with which this database was filled, so nobody can sign in. "
            "Put the old key back.",
        )
    return Finding("secret_key", True, "REGISTRY_SECRET_KEY is the key with which this database was filled.")


async def _check_history_key(settings: Settings, database: Database) -> Finding:
    async with database.readers() as session:
        heads = await history_queries.list_heads(session)
    wrong = [
        head
        for head in heads
        if head.seal != history_rules.sealed(settings.history_key, head.organisation_id, head.number, head.chain)
    ]
    if wrong:
        return Finding(
            "history_key",
            False,
            "REGISTRY_HISTORY_KEY is not the key that sealed the history, or a seal was changed. "
            "Put the old key back, then run 'registry verify-history'.",
        )
    return Finding("history_key", True, f"REGISTRY_HISTORY_KEY sealed the history of {len(heads)} organisations.")
