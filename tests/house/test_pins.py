"""What pip installs and what uv installs are the same versions, and nothing names a host."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_pip_and_uv_are_held_to_the_same_versions() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert settings["tool"]["uv"]["constraint-dependencies"] == pins


def test_locks_name_no_host() -> None:
    for name in ("constraints.txt", "registry/assets/package-lock.json"):
        assert "://" not in (ROOT / name).read_text(), name
