"""What the environment may change: each wrong value is refused by a sentence that names the variable."""

from pathlib import Path

import pytest

from registry.settings import Settings, WrongSetting, objections_to_serving, read_settings

RIGHT = {
    "REGISTRY_SECRET_KEY": "s" * 40,
    "REGISTRY_HISTORY_KEY": "h" * 40,
    "REGISTRY_BASE_URL": "https://improve.example.org/",
}


def read(**changed: str) -> Settings:
    return read_settings(RIGHT | changed)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REGISTRY_SECRET_KEY", ""),
        ("REGISTRY_SECRET_KEY", "too short"),
        ("REGISTRY_HISTORY_KEY", ""),
        ("REGISTRY_BASE_URL", "improve.example.org"),
        ("REGISTRY_BASE_URL", "ftp://improve.example.org"),
        ("REGISTRY_DATABASE_URL", "mysql://somewhere"),
        ("REGISTRY_READ_DATABASE_URL", "somewhere"),
        ("REGISTRY_LOG_FORMAT", "xml"),
        ("REGISTRY_SMTP_URL", "mail.example.org"),
        ("REGISTRY_MAIL_FROM", "nobody"),
        ("REGISTRY_SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(variable: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read(**{variable: value})
    assert str(refused.value).startswith(variable)


@pytest.mark.parametrize(
    ("changed", "host", "variable"),
    [
        ({"REGISTRY_BASE_URL": "http://improve.example.org"}, "0.0.0.0", "REGISTRY_BASE_URL"),
        ({"REGISTRY_BASE_URL": "http://127.0.0.1:8000"}, "0.0.0.0", "REGISTRY_BASE_URL"),
        ({"REGISTRY_HISTORY_KEY": "s" * 40}, "127.0.0.1", "REGISTRY_HISTORY_KEY"),
        ({"REGISTRY_TRUSTED_PROXIES": "10.0.0.7, *"}, "127.0.0.1", "REGISTRY_TRUSTED_PROXIES"),
    ],
)
def test_what_is_not_safe_is_not_served(changed: dict[str, str], host: str, variable: str) -> None:
    [objection] = objections_to_serving(read(**changed), host)
    assert variable in objection


def test_what_is_right_is_served_to_all(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("k" * 40 + "\n")
    settings = read(REGISTRY_SECRET_KEY_FILE=str(key), REGISTRY_DATABASE_URL="postgres://registry@db/registry")
    assert objections_to_serving(settings, "0.0.0.0") == []
    assert settings.secret_key == "k" * 40
    assert settings.database_url == "postgresql+asyncpg://registry@db/registry"
    assert settings.base_url == "https://improve.example.org"


def test_time_is_left_to_another_process_where_that_is_said() -> None:
    assert read().works_on_time
    assert not read(REGISTRY_WORKS_ON_TIME="off").works_on_time
