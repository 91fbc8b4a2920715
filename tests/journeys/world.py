"""The world of a journey: `registry demo` as a person starts it, on a copy of one sample that is made once."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "three words remembered"
LONGEST_START_SECONDS = 180
STARTS = [sys.executable, "-c", "from registry.cli import main; main()", "demo", "--port", "0", "--data"]
SAYS_WHERE = "The registry is open at "
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Way:
    """How somebody reads: how wide their window is, and whether scripts run in it."""

    width: int
    height: int
    has_scripts: bool = True

    @property
    def is_phone(self) -> bool:
        return self.width < 600

    def __str__(self) -> str:
        return f"{self.width} {'with' if self.has_scripts else 'without'} scripts"


PHONE, DESK = Way(320, 640), Way(1280, 900)
PLAIN_PHONE, PLAIN_DESK = Way(320, 640, has_scripts=False), Way(1280, 900, has_scripts=False)
EVERY_WAY = [PHONE, DESK, PLAIN_PHONE, PLAIN_DESK]


def make_sample(folder: Path) -> Path:
    """The demonstration's data, filled once and at rest, to be copied for every journey."""
    with demo_in(folder):
        pass
    return folder


@contextmanager
def demo_in(folder: Path) -> Iterator[str]:
    """Serves the demonstration from this folder; yields its address."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("w") as log:
        given = {"REGISTRY_DEMO_PASSWORD": PASSWORD, "REGISTRY_DEMO_RATE_LIMITS": "off", "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [*STARTS, str(folder)], cwd=ROOT, env=os.environ | given, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield _address(process, folder / "server.log")
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def demo_on_copy(sample: Path, folder: Path) -> Iterator[str]:
    """Serves a copy of the sample, which is thrown away afterwards; faults of the server fail the journey."""
    shutil.copytree(sample, folder)
    with demo_in(folder) as address:
        yield address
    faults = [line for line in (folder / "server.log").read_text().splitlines() if " ERROR " in line]
    assert not faults, "the server noted faults:\n" + "\n".join(faults)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith(SAYS_WHERE):
                return line.removeprefix(SAYS_WHERE).strip()
        time.sleep(0.05)
    raise AssertionError(f"'registry demo' did not start:\n{log.read_text()}")
