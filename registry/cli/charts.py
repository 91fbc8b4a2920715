"""spc: one series, or one a line, analysed as spc/RULES.md says."""

import json
import sys
from typing import TextIO

import click

from registry.cli.terminal import FOUND_SOMETHING, Stop
from registry.spc.series import WrongSeries
from registry.spc.shape import analyse


@click.command()
@click.option("--jsonl", is_flag=True, help="One series a line in, one result a line out.")
@click.argument("source", type=click.File(), default="-")
def spc(source: TextIO, jsonl: bool) -> None:
    """Analyses a series from standard input: XmR chart, run chart, and their icons, as JSON."""
    if jsonl:
        sys.exit(FOUND_SOMETHING if _answer_lines(source) else 0)
    try:
        click.echo(json.dumps(analyse(json.load(source))))
    except ValueError as wrong:
        raise Stop(_sentence(wrong)) from wrong


def _answer_lines(source: TextIO) -> int:
    """Answers every line in its place; answers how many could not be analysed."""
    faults = 0
    for line in source:
        if not line.strip():
            continue
        try:
            result = analyse(json.loads(line))
        except ValueError as wrong:
            result, faults = {"error": _sentence(wrong)}, faults + 1
        click.echo(json.dumps(result))
    return faults


def _sentence(wrong: ValueError) -> str:
    return str(wrong) if isinstance(wrong, WrongSeries) else f"This is not JSON: {wrong}."
