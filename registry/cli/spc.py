"""spc: charts worked out for a program that asks, without a database."""

import json
import sys
from typing import Any

import click

from registry.cli.terminal import FOUND_SOMETHING, Stop
from registry.spc.series import WrongSeries
from registry.spc.shape import analyse


@click.command()
@click.option("--jsonl", "is_jsonl", is_flag=True, help="One series on each line, one result on each line.")
def spc(is_jsonl: bool) -> None:
    """Judges one series of numbers, given as JSON on standard input: limits, special causes, icons, run chart."""
    if is_jsonl:
        _answer_lines()
        return
    try:
        click.echo(json.dumps(_analysed(sys.stdin.buffer.read()), allow_nan=False))
    except WrongSeries as wrong:
        raise Stop(str(wrong)) from wrong


def _answer_lines() -> None:
    """A line that cannot be judged is answered by what is wrong with it; blank lines are left out."""
    is_wrong = False
    for line in sys.stdin.buffer:
        if line.strip():
            answer = _analysed_or_error(line)
            is_wrong |= "error" in answer
            click.echo(json.dumps(answer, allow_nan=False))
    if is_wrong:
        raise click.exceptions.Exit(FOUND_SOMETHING)


def _analysed_or_error(line: bytes) -> dict[str, Any]:
    try:
        return _analysed(line)
    except WrongSeries as wrong:
        return {"error": str(wrong)}


def _analysed(text: bytes) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongSeries(f"This is not JSON: {error}.") from error
    return analyse(given)
