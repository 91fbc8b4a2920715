"""The worked examples that came with spc/RULES.md, to its tolerance: as functions, and through the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.spc.shape import analyse

CASES = json.loads((Path(__file__).parent / "cases_public.json").read_text())["cases"]
TOLERANCE = 1e-6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_example_comes_out_as_the_reference_has_it(case: dict[str, Any]) -> None:
    compare(case["expected"], as_json(analyse(case["input"])), spread_of(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_command_answers_one_series(case: dict[str, Any]) -> None:
    result = CliRunner().invoke(main, ["spc"], input=json.dumps(case["input"]))
    assert result.exit_code == 0
    compare(case["expected"], json.loads(result.stdout), spread_of(case))


@pytest.mark.parametrize("is_whole_case", [False, True], ids=["inputs", "whole cases"])
def test_the_command_answers_a_series_a_line(is_whole_case: bool) -> None:
    lines = [json.dumps(case if is_whole_case else case["input"]) for case in CASES]
    result = CliRunner().invoke(main, ["spc", "--jsonl"], input="\n".join(lines))
    assert result.exit_code == 0
    for case, line in zip(CASES, result.stdout.splitlines(), strict=True):
        compare(case["expected"], json.loads(line), spread_of(case))


def as_json(result: dict[str, Any]) -> Any:
    return json.loads(json.dumps(result, allow_nan=False))


def spread_of(case: dict[str, Any]) -> float:
    values = [value for value in case["input"]["values"] if value is not None]
    return max(values) - min(values)


def compare(expected: Any, found: Any, spread: float, path: str = "") -> None:
    """Numbers agree within the tolerance; the order of rules has no meaning; all else is equal, names included."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), path
        for name in expected:
            compare(expected[name], found[name], spread, f"{path}/{name}")
    elif path.endswith("/rules"):
        assert sorted(found) == sorted(expected), path
    elif isinstance(expected, list):
        assert len(found) == len(expected), path
        for place, (one, other) in enumerate(zip(expected, found, strict=True)):
            compare(one, other, spread, f"{path}/{place}")
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        assert abs(found - expected) <= TOLERANCE * max(abs(expected), spread), path
    else:
        assert found == expected, path
        assert type(found) is type(expected), path
