"""A server as a process of its own, which says when asked what it has used so far.

Started as `python -m registry.bench.serving` with a `Served` as JSON; its first line is the port.
"""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import event

from registry.app import create_app
from registry.bench.reference import Reference
from registry.settings import Settings

COUNTS = "/bench/counts"
MINUTES = 600
NO_QUESTIONS = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Served:
    """
    organisation_id   of the rows that the reference shows; empty for the registry itself
    """

    folder: str
    organisation_id: str = ""


@dataclass(frozen=True)
class Counts:
    """
    cpu_seconds   of processor time since the process began
    statements    asked of the database, but for the beginnings of transactions
    memory_mib    the most it ever held; None where the system does not say
    """

    cpu_seconds: float
    statements: int
    memory_mib: float | None


class Counting:
    """Passes on what is asked, and answers itself what was counted."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.statements = 0

    def count(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements += not statement.startswith(NO_QUESTIONS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != COUNTS:
            await self.app(scope, receive, send)
            return
        counts = Counts(time.process_time(), self.statements, memory_mib())
        body = json.dumps(asdict(counts)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def settings_in(folder: Path) -> Settings:
    """Keys that guard nothing but invented rows."""
    return Settings(
        database_url=f"sqlite+aiosqlite:///{folder / 'registry.db'}",
        read_database_url=None,
        data_dir=folder,
        secret_key="a benchmark keeps no secrets, one",  # noqa: S106
        history_key="a benchmark keeps no secrets, two",
        base_url="http://127.0.0.1",
    )


@contextmanager
def process(served: Served) -> Iterator[int]:
    """Yields the port on which it answers."""
    command = [sys.executable, "-m", "registry.bench.serving", json.dumps(asdict(served))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield int(next(child.stdout or iter(())))
        finally:
            child.terminate()


def serve(served: Served) -> None:
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    counting = Counting(_app(served))
    if not served.organisation_id:
        engine = counting.app.state.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", counting.count)
    config = uvicorn.Config(
        counting,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=MINUTES,  # On a busy machine a visitor waits long for its turn.
    )
    place.listen()  # Who reads the port may ask at once: the answer comes when the server has started.
    print(place.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[place])


def _app(served: Served) -> Any:
    folder = Path(served.folder)
    if served.organisation_id:
        return Reference(folder / "registry.db", served.organisation_id)
    return create_app(settings_in(folder))


def memory_mib() -> float | None:
    """Linux hands a process the peak of the one that began it with getrusage; its own stands in /proc."""
    own = Path("/proc/self/status")
    if own.exists() and (peak := re.search(r"^VmHWM:\s+(\d+) kB", own.read_text(), re.MULTILINE)):
        return int(peak[1]) / 1024
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    serve(Served(**json.loads(sys.argv[1])))
