"""bench: how much work the registry makes of a page, beside a bare one."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from registry.bench.measuring import Report, count_things, measure
from registry.bench.places import seeded
from registry.cli.terminal import answer, as_json, progress

SMALLER = 10


@click.command()
@click.option("--ideas", type=click.IntRange(100, 10_000_000), default=2000, show_default=True, help="How many ideas.")
@click.option("--requests", type=click.IntRange(1, 1000), default=25, show_default=True, help="Of a page in a round.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Where to seed; used again next time.")
@as_json
def bench(ideas: int, requests: int, data: Path | None, is_json: bool) -> None:
    """Measures pages, writing, start and memory side by side with a bare page of the same rows."""
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(TemporaryDirectory(prefix="registry-bench-")))
        smaller = seeded(folder / str(ideas // SMALLER), ideas // SMALLER, progress)
        place = seeded(folder / str(ideas), ideas, progress, on=smaller)
        with progress("Measuring", count_things()) as tell:
            report = measure(place, smaller, requests, tell)
    told = {"ideas": ideas, "smaller": ideas // SMALLER} | report.as_data()
    answer(told, _table(report, ideas), is_json=is_json)


def _table(report: Report, ideas: int) -> str:
    heads = ("with " + f"{ideas:,} ideas", "registry", "reference", "times", "growth", "statements", "")
    rows = [
        (
            line.what,
            f"{line.registry.cpu_ms:.2f} ms",
            f"{line.reference.cpu_ms:.2f} ms",
            f"{line.times:.1f}",
            f"{line.growth:.2f}",
            f"{line.registry.statements:.0f}",
            "; ".join(line.beyond),
        )
        for line in report.lines
    ]
    rows += [
        (row.what, f"{row.cpu_ms:.2f} ms", "", "", "", f"{row.a_second:.0f} a second", "; ".join(row.beyond))
        for row in report.writings
    ]
    start = report.start
    rows.append(("start to first answer", f"{start.seconds:.2f} s", "", "", "", "", "; ".join(start.beyond)))
    rows.append(
        ("memory after all this", f"{start.memory_mib:.0f} MiB" if start.memory_mib else "", "", "", "", "", "")
    )
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [heads, *rows]]
    note = "Processor time of one answer, in the quickest of several rounds taken in turn. Times: of the reference."
    return "\n".join([line.rstrip() for line in lines] + ["", note])
