"""Every check of the project, by one command: `python -m tests`. What is missing is named, never skipped.

`python -m tests --fast` leaves out the journeys in the browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
TWO = ("-n", "2", "--dist", "loadgroup")
IN_ORDER = ("--no-loadscope-reorder",)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    is_fast = "--fast" in sys.argv[1:]
    if not is_fast and not find_browser():
        print(
            "The journeys need Chromium. On Debian: apt-get install chromium. Elsewhere: put a Chromium on the PATH, "
            "or name it in REGISTRY_TEST_CHROMIUM.",
            file=sys.stderr,
        )
        return 1
    python = [sys.executable, "-W", "error::DeprecationWarning:registry", "-m"]
    checks = [
        ("Layout of the code", [str(BIN / "ruff"), "format", "--check", "."]),
        ("Faults in the code", [str(BIN / "ruff"), "check", "."]),
        ("Types", [*python, "mypy"]),
        ("Floors", [str(BIN / "lint-imports")]),
        ("Templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        ("Tests", [*python, "pytest", "-q", *TWO, "--ignore", "tests/journeys"]),
    ]
    if not is_fast:
        # A browser's event loop and asynchronous tests cannot share a process.
        checks.append(("Journeys in a browser", [*python, "pytest", "-q", *TWO, *IN_ORDER, "tests/journeys"]))
    failed = [name for name, command in checks if not passes(name, command)]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def find_browser() -> str | None:
    given = os.environ.get("REGISTRY_TEST_CHROMIUM")
    return given or next((path for name in BROWSERS if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main())
