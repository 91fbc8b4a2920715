"""The world of a journey: `registry demo` as a person starts it, on the first day of its sample."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
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


# Whether the page still answers what was pressed last: a form was sent whose answer has not come, or leads away.
IS_CALM = "() => document.readyState === 'complete' && !window.isAnswering"
NOTES_WHAT_IS_SENT = """
addEventListener("submit", () => { window.isAnswering = true })
addEventListener("click", (event) => { if (event.target.closest("a[hx-get]")) window.isAnswering = true }, true)
document.addEventListener("htmx:finally:request", (event) => {
  const { redirect, refresh, location } = event.detail.ctx.hx ?? {}
  window.isAnswering = Boolean(redirect || refresh || location)
})
addEventListener("pageshow", () => { window.isAnswering = false })
"""


@dataclass
class Demo:
    """The demonstration as a person starts it, served in one folder; what a journey changed is put back after it."""

    address: str
    folder: Path
    heard: int = 0

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def remember(self) -> None:
        with closing(self._open("registry.db")) as place, closing(self._open("first-day.db")) as kept:
            place.backup(kept)

    def put_back(self) -> None:
        with closing(self._open("first-day.db")) as kept, closing(self._open("registry.db")) as place:
            kept.backup(place)

    def faults(self) -> list[str]:
        """What the server noted as a fault since it was asked last."""
        lines = self.log.read_text().splitlines()
        heard, self.heard = self.heard, len(lines)
        return [line for line in lines[heard:] if " ERROR " in line]

    def _open(self, name: str) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / name)


@contextmanager
def demo_in(folder: Path) -> Iterator[Demo]:
    folder.mkdir(parents=True)
    demo = Demo("", folder)
    with demo.log.open("w") as log:
        given = {"REGISTRY_DEMO_PASSWORD": PASSWORD, "REGISTRY_DEMO_RATE_LIMITS": "off", "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [*STARTS, str(folder)], cwd=ROOT, env=os.environ | given, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            demo.address = _address(process, demo.log)
            demo.remember()
            yield demo
        finally:
            process.terminate()
            process.wait(timeout=30)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith(SAYS_WHERE):
                return line.removeprefix(SAYS_WHERE).strip()
        time.sleep(0.05)
    raise AssertionError(f"'registry demo' did not start:\n{log.read_text()}")
