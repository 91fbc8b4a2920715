"""The benchmark in its shortest form: everything is measured, and nothing is said of how quick this machine is."""

import json
from pathlib import Path

from click.testing import CliRunner

from registry.bench.pages import FORMS, PAGES
from registry.cli import main


def test_every_page_and_form_is_measured_beside_the_reference(tmp_path: Path) -> None:
    arguments = ["bench", "--ideas", "200", "--requests", "1", "--json", "--data", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [page["what"] for page in told["pages"]] == [page.what for page in PAGES]
    assert all(page["reference"]["cpu_ms"] > 0 and page["registry"]["statements"] > 1 for page in told["pages"])
    assert [row["what"] for row in told["writing"]] == [form.what for form in FORMS]
    assert [row["failed"] for row in told["writing"]] == [0] * len(FORMS)
    assert told["start"]["seconds"] > 0
