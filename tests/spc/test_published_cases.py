"""The worked cases that the reference software computed, to the tolerance that RULES section 8 gives."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.spc.shape import analyse

CASES = json.loads((Path(__file__).parent / "cases_public.json").read_text())["cases"]


def alike(given: Any, expected: Any, tolerance: float) -> bool:
    if isinstance(expected, dict):
        return given.keys() == expected.keys() and all(alike(given[key], expected[key], tolerance) for key in expected)
    if isinstance(expected, list):
        if expected and all(isinstance(part, str) for part in expected):
            return sorted(given) == sorted(expected)
        pairs = zip(given, expected, strict=False)
        return len(given) == len(expected) and all(alike(one, other, tolerance) for one, other in pairs)
    if isinstance(expected, float | int) and not isinstance(expected, bool) and given is not None:
        return abs(given - expected) <= max(tolerance, 1e-6 * abs(expected))
    return bool(given == expected)


def tolerance_of(case: dict[str, Any]) -> float:
    values = [value for value in case["input"]["values"] if value is not None]
    return 1e-6 * (max(values) - min(values)) if values else 0.0


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_as_published(case: dict[str, Any]) -> None:
    assert alike(analyse(case["input"]), case["expected"], tolerance_of(case)), analyse(case["input"])


def test_the_command_answers_a_line_for_a_line_and_says_what_is_wrong_with_one() -> None:
    lines = "\n".join(json.dumps(case["input"]) for case in CASES[:3])
    result = CliRunner().invoke(main, ["spc", "--jsonl"], input=f"{lines}\nnonsense\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [set(answer) for answer in answers] == [{"xmr", "run"}] * 3 + [{"error"}]
    assert result.exit_code == 1


def test_a_series_that_cannot_be_judged_is_refused_with_a_sentence() -> None:
    given = CASES[0]["input"] | {"values": [float("nan")] * len(CASES[0]["input"]["dates"])}
    result = CliRunner().invoke(main, ["spc"], input=json.dumps(given))
    assert result.exit_code == 2
    assert result.stderr.strip()
