"""What the environment may change, typed; a wrong value is refused with a sentence that names the variable."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

LEAST_KEY_LENGTH = 32
MOST_RECORDING_MB = 300
WORKS_ON_TIME = "REGISTRY_WORKS_ON_TIME"
"""Set by `registry serve --without-work` for the processes that it starts."""


class WrongSetting(Exception):
    """A sentence naming the variable and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where things are kept and which keys guard them.

    data_dir         uploads and, by default, the SQLite file
    secret_key       signs form tokens and digests of cookies, links and e-mail addresses
    works_on_time    does what time brings while it serves; otherwise `registry work` does
    smtp_url         the mail server; without one letters are laid into `letters` in data_dir
    mail_from        in whose name they are sent
    largest_recording_mb   how large a file of sound or film may be that is sent
    history_key      keys the chain of the history; losing it makes the history impossible to verify
    """

    database_url: str
    read_database_url: str | None
    data_dir: Path
    secret_key: str
    history_key: str
    base_url: str
    trusted_proxies: tuple[str, ...] = ()
    log_format: str = "text"
    has_rate_limits: bool = True
    works_on_time: bool = True
    is_demo: bool = False
    smtp_url: str = ""
    mail_from: str = "registry@localhost"
    largest_recording_mb: int = 100

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a serving installation.

    raises   WrongSetting
    """
    env = _Environment(os.environ if environment is None else environment)
    data_dir = Path(env.get("REGISTRY_DATA_DIR") or user_data_path("improvement-registry"))
    log_format = env.get("REGISTRY_LOG_FORMAT") or "text"
    if log_format not in {"text", "json"}:
        raise WrongSetting("REGISTRY_LOG_FORMAT must be 'text' or 'json'.")
    base_url = env.get("REGISTRY_BASE_URL") or "http://127.0.0.1:8000"
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
        raise WrongSetting("REGISTRY_BASE_URL must be the address people use, such as 'https://improve.example.org'.")
    smtp_url, mail_from = env.get("REGISTRY_SMTP_URL"), env.get("REGISTRY_MAIL_FROM") or "registry@localhost"
    if smtp_url and (urlsplit(smtp_url).scheme not in {"smtp", "smtps"} or not urlsplit(smtp_url).hostname):
        raise WrongSetting(
            "REGISTRY_SMTP_URL must name the mail server, such as 'smtp://name:password@mail.example.org:587'."
        )
    if "@" not in mail_from or not mail_from.isprintable() or (smtp_url and mail_from == "registry@localhost"):
        raise WrongSetting("REGISTRY_MAIL_FROM must be the address in whose name letters are sent.")
    return Settings(
        database_url=database_url(env.get("REGISTRY_DATABASE_URL"), data_dir),
        read_database_url=_maybe_url(env.get("REGISTRY_READ_DATABASE_URL"), data_dir),
        data_dir=data_dir,
        secret_key=env.key("REGISTRY_SECRET_KEY"),
        history_key=env.key("REGISTRY_HISTORY_KEY"),
        base_url=base_url.rstrip("/"),
        trusted_proxies=tuple(part.strip() for part in env.get("REGISTRY_TRUSTED_PROXIES").split(",") if part.strip()),
        log_format=log_format,
        works_on_time=env.get(WORKS_ON_TIME) != "off",
        smtp_url=smtp_url,
        mail_from=mail_from,
        largest_recording_mb=_largest_recording(env.get("REGISTRY_LARGEST_RECORDING_MB") or "100"),
    )


def demo_settings(data_dir: Path, port: int, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings for `registry demo`: SQLite in one folder, keys made once and kept beside it."""
    env = _Environment(os.environ if environment is None else environment)
    return Settings(
        database_url=database_url("", data_dir),
        read_database_url=None,
        data_dir=data_dir,
        secret_key=_kept_key(data_dir / "secret.key"),
        history_key=_kept_key(data_dir / "history.key"),
        base_url=f"http://127.0.0.1:{port}",
        log_format=env.get("REGISTRY_LOG_FORMAT") or "text",
        has_rate_limits=env.get("REGISTRY_DEMO_RATE_LIMITS") != "off",
        is_demo=True,
    )


def objections_to_serving(settings: Settings, host: str) -> list[str]:
    """Why this configuration is not safe to serve to other machines; empty when it is."""
    is_local = host in {"127.0.0.1", "localhost", "::1"}
    objections = []
    if not settings.is_https and not (is_local and urlsplit(settings.base_url).hostname in {"127.0.0.1", "localhost"}):
        objections.append(
            "REGISTRY_BASE_URL must begin with https:// when the registry is served to other machines, "
            "because cookies are only safe there."
        )
    if settings.secret_key == settings.history_key:
        objections.append("REGISTRY_SECRET_KEY and REGISTRY_HISTORY_KEY must be different keys.")
    if "*" in settings.trusted_proxies:
        objections.append(
            "REGISTRY_TRUSTED_PROXIES must name your proxies: '*' would believe whatever anybody says of their address."
        )
    return objections


def database_url(given: str, data_dir: Path, variable: str = "REGISTRY_DATABASE_URL") -> str:
    """An address for SQLAlchemy's asynchronous drivers, from what people write."""
    if not given:
        return f"sqlite+aiosqlite:///{data_dir / 'registry.db'}"
    scheme, separator, rest = given.partition("://")
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "sqlite+aiosqlite": "sqlite+aiosqlite",
        "postgres": "postgresql+asyncpg",
        "postgresql": "postgresql+asyncpg",
        "postgresql+asyncpg": "postgresql+asyncpg",
    }
    if not separator or scheme not in drivers:
        raise WrongSetting(f"{variable} must begin with sqlite:// or postgresql://.")
    return f"{drivers[scheme]}://{rest}"


def _maybe_url(given: str, data_dir: Path) -> str | None:
    return database_url(given, data_dir, "REGISTRY_READ_DATABASE_URL") if given else None


def _largest_recording(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= MOST_RECORDING_MB:
        raise WrongSetting(f"REGISTRY_LARGEST_RECORDING_MB must be a whole number from 1 to {MOST_RECORDING_MB}.")
    return int(written)


def _kept_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


class _Environment:
    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def get(self, name: str) -> str:
        """The value, or what stands in the file that NAME_FILE names; '' when neither is given."""
        path = self.values.get(f"{name}_FILE")
        if not path:
            return self.values.get(name, "").strip()
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error

    def key(self, name: str) -> str:
        value = self.get(name)
        if len(value) < LEAST_KEY_LENGTH:
            raise WrongSetting(
                f"{name} must be set to a secret of at least {LEAST_KEY_LENGTH} characters. "
                'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return value
