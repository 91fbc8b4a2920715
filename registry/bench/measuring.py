"""Asks the servers in turn, and compares what they say they have used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import cycle, islice
from statistics import median
from typing import Any

from registry.bench.pages import FORMS, PAGES, Form, Page
from registry.bench.places import WRITERS, Place
from registry.bench.serving import Served, process, settings_in
from registry.bench.visitors import Visitor, WrongAnswer

ROUNDS = 4
WARMING = WRITERS
LONGEST_START_SECONDS = 60
MOST_START_SECONDS = 1.5
MOST_MEMORY_MIB = 120


@dataclass(frozen=True)
class Cost:
    """Of one answer, in the quickest round."""

    cpu_ms: float
    wall_ms: float
    statements: float


@dataclass(frozen=True)
class Line:
    """
    beyond   what QUALITY.md wants and this run does not show; empty where all is reached
    """

    what: str
    registry: Cost
    reference: Cost
    smaller: Cost
    beyond: list[str] = field(default_factory=list)

    @property
    def times(self) -> float:
        return self.registry.cpu_ms / self.reference.cpu_ms

    @property
    def growth(self) -> float:
        return self.registry.cpu_ms / self.smaller.cpu_ms


@dataclass(frozen=True)
class Writing:
    what: str
    a_second: float
    cpu_ms: float
    failed: int
    beyond: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Start:
    seconds: float
    cpu_seconds: float | None
    memory_mib: float | None
    beyond: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    lines: list[Line]
    writings: list[Writing]
    start: Start

    def as_data(self) -> dict[str, Any]:
        pages = [asdict(line) | {"times": line.times, "growth": line.growth} for line in self.lines]
        return {"pages": pages, "writing": [asdict(row) for row in self.writings], "start": asdict(self.start)}


def measure(place: Place, smaller: Place, requests: int, tell: Callable[[int], None]) -> Report:
    """
    requests   of each page in each round
    tell       told of each thing measured; there are `count_things()` of them
    """
    start_seconds, start_cpu = _start(place)
    tell(1)
    with ExitStack() as stack:
        port, bare, small = (
            stack.enter_context(process(served))
            for served in (
                Served(str(place.folder)),
                Served(str(place.folder), place.organisation_id),
                Served(str(smaller.folder)),
            )
        )
        lines = []
        for page in PAGES:
            lines.append(_compare(page, (port, place), bare, (small, smaller), requests))
            tell(1)
        with Visitor(port) as counter:
            memory = counter.counts().memory_mib
        writings = []
        for form in FORMS:
            writings.append(_write(form, port, place, requests * 4))
            tell(1)
    return Report(lines, writings, _judged_start(start_seconds, start_cpu, memory))


def count_things() -> int:
    return 1 + len(PAGES) + len(FORMS)


def _compare(page: Page, own: tuple[int, Place], bare: int, small: tuple[int, Place], requests: int) -> Line:
    headers, bare_address = dict(page.headers), page.bare(own[1]) if page.bare else "/"
    with ExitStack() as stack:
        own_visitors, small_visitors = (
            [stack.enter_context(Visitor(port, cookie)) for cookie in place.cookies[page.who]]
            for port, place in (own, small)
        )
        own_cost, bare_cost, small_cost = _side_by_side(
            [
                (own_visitors, page.address(own[1]), headers),
                ([stack.enter_context(Visitor(bare))], bare_address, {}),
                (small_visitors, page.address(small[1]), headers),
            ],
            requests,
        )
    line = Line(page.what, own_cost, bare_cost, small_cost)
    beyond = [
        f"{value:.{digits}f} {unit}, at most {most}"
        for value, most, digits, unit in (
            (line.times, page.most_times, 1, "times the reference"),
            (line.registry.cpu_ms, page.most_ms, 1, "ms"),
            (line.registry.statements, page.most_statements, 0, "statements"),
            (line.growth, page.most_growth, 2, "times the smaller one"),
        )
        if most is not None and value > most
    ]
    return replace(line, beyond=beyond)


def _side_by_side(asked: Sequence[tuple[Sequence[Visitor], str, dict[str, str]]], requests: int) -> list[Cost]:
    """Rounds are taken in turn, so that what disturbs the machine disturbs all alike."""
    for visitors, address, headers in asked:
        for visitor in islice(cycle(visitors), min(WARMING, requests)):
            visitor.get(address, **headers)
    rounds = [[_round(*one, requests) for one in asked] for _ in range(min(ROUNDS, requests))]
    return [min(costs, key=lambda cost: cost.cpu_ms) for costs in zip(*rounds, strict=True)]


def _round(visitors: Sequence[Visitor], address: str, headers: dict[str, str], requests: int) -> Cost:
    """The visitors ask in turn."""
    before, walls = visitors[0].counts(), []
    for visitor in islice(cycle(visitors), requests):
        began = time.perf_counter()
        visitor.get(address, **headers)
        walls.append(time.perf_counter() - began)
    after = visitors[0].counts()
    return Cost(
        cpu_ms=(after.cpu_seconds - before.cpu_seconds) / requests * 1000,
        wall_ms=median(walls) * 1000,
        statements=(after.statements - before.statements) / requests,
    )


def _write(form: Form, port: int, place: Place, count: int) -> Writing:
    """Writers send their forms all at once, each from a sign-in of their own."""
    with ExitStack() as stack:
        counter = stack.enter_context(Visitor(port))
        writers = [stack.enter_context(Visitor(port, cookie)) for cookie in place.cookies[form.who]]
        tokens = [writer.form_token() for writer in writers]

        def send(number: int) -> int:
            """How many of this writer's forms failed."""
            failed = 0
            for own in range(number, count, WRITERS):
                try:
                    writers[number].post(form.address(place, own), tokens[number], form.fields(place, own))
                except WrongAnswer:
                    failed += 1
            return failed

        before, began = counter.counts(), time.perf_counter()
        with ThreadPoolExecutor(WRITERS) as pool:
            failed = sum(pool.map(send, range(WRITERS)))
        seconds, after = time.perf_counter() - began, counter.counts()
    a_second, cpu_ms = count / seconds, (after.cpu_seconds - before.cpu_seconds) / count * 1000
    beyond = [f"{failed} failed"] if failed else []
    if a_second < form.least_a_second:
        beyond.append(f"{a_second:.0f} a second, at least {form.least_a_second:.0f}")
    if cpu_ms > form.most_ms:
        beyond.append(f"{cpu_ms:.1f} ms, at most {form.most_ms:.0f}")
    return Writing(form.what, a_second, cpu_ms, failed, beyond)


def _start(place: Place) -> tuple[float, float | None]:
    """`registry serve` as somebody starts it, until its first answer: seconds, and processor seconds where told."""
    port = _free_port()
    settings = settings_in(place.folder)
    environment = os.environ | {
        "REGISTRY_DATA_DIR": str(settings.data_dir),
        "REGISTRY_DATABASE_URL": settings.database_url,
        "REGISTRY_SECRET_KEY": settings.secret_key,
        "REGISTRY_HISTORY_KEY": settings.history_key,
        "REGISTRY_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-c", "from registry.cli import main; main()", "serve", "--port", str(port)]
    used, began = _children_seconds(), time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _first_answer(port, server)
            seconds = time.perf_counter() - began
        finally:
            server.terminate()
    return seconds, None if used is None else (_children_seconds() or 0) - used


def _first_answer(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), Visitor(port) as visitor:
            visitor.get("/sign-in")
            return
        time.sleep(0.01)
    raise WrongAnswer("registry serve did not answer")


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


def _children_seconds() -> float | None:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _judged_start(seconds: float, cpu_seconds: float | None, memory_mib: float | None) -> Start:
    beyond = []
    if seconds > MOST_START_SECONDS:
        beyond.append(f"{seconds:.1f} s to the first answer, at most {MOST_START_SECONDS}")
    if memory_mib and memory_mib > MOST_MEMORY_MIB:
        beyond.append(f"{memory_mib:.0f} MiB, at most {MOST_MEMORY_MIB}")
    return Start(seconds, cpu_seconds, memory_mib, beyond)
