"""Templates by themselves: each is used, each component is one macro, and each fragment is one element with one id."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from registry.app import shipped
from registry.portfolio.queries.home import LineKind

TEMPLATES = shipped("templates")
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PACKAGE = Path(__file__).parent.parent.parent / "registry"

NAMED_WHEN_DRAWN = {
    # template with an include whose name is put together when it is drawn: the templates it may mean
    "home/_lines.html": {f"home/_{kind}.html" for kind in LineKind},
    "layouts/form.html": {"base.html", "layouts/in_place.html"},
    "licences/agree.html": {"layouts/public.html", "layouts/form.html"},
    "components/needs.html": set(),  # includes what does not exist, in order to fail with its name
}


def test_each_template_is_used() -> None:
    used, waiting = set[str](), list(named_in_code())
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += references(name)
    assert set(NAMES) - used == set(), "nobody answers, includes, extends or imports these"
    assert used - set(NAMES) == set(), "these are named and are not there"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_imports_it_uses(name: str) -> None:
    tree = tree_of(name)
    imported = {as_pair(found)[1] for node in tree.find_all(nodes.FromImport) for found in node.names}
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert imported <= used, f"{name} imports what it does not use: {imported - used}"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_a_component_is_one_macro_named_as_its_file(name: str) -> None:
    assert [macro.name for macro in tree_of(name).find_all(nodes.Macro)] == [Path(name).stem]


def references(name: str) -> Iterator[str]:
    for node in tree_of(name).find_all((nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)):
        if isinstance(node.template, nodes.Const):
            yield node.template.value
        else:
            assert name in NAMED_WHEN_DRAWN, f"say in NAMED_WHEN_DRAWN which templates {name} may include"
            yield from NAMED_WHEN_DRAWN[name]


def named_in_code() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        if path.is_relative_to(PACKAGE / "bench"):  # The bare page beside which ours are measured is its own.
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"\S+\.html", node.value)
            ):
                yield node.value


def tree_of(name: str) -> nodes.Template:
    return Environment(autoescape=True).parse((TEMPLATES / name).read_text(encoding="utf-8"))


def as_pair(imported: str | tuple[str, str]) -> tuple[str, str]:
    return imported if isinstance(imported, tuple) else (imported, imported)
