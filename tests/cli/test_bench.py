"""The benchmark in its shortest form: everything is measured, and nothing is said of how quick this machine is."""

import json
import subprocess
import sys
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


def test_a_server_tells_its_own_memory_and_not_that_of_who_began_it() -> None:
    ask = "from registry.bench.serving import memory_mib; print(memory_mib())"
    held = b"1" * (512 * 1024 * 1024)
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert 10 < float(told.stdout) < len(held) / (1024 * 1024)
