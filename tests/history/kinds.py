"""Which kinds of event the rooms record, read from their actions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import registry

KIND = re.compile(r"[a-z]+(_[a-z]+)+(?<!_id)")
# Words in the same shape that are handed to other functions; so are the names of ids.
NO_KINDS = {"after_refusal", "quantity_minor"}


def recorded_kinds() -> set[str]:
    """Every string in the shape of a kind that an action hands to a function or keeps as `kind`."""
    package = Path(registry.__file__).parent
    files = [*package.glob("*/actions.py"), *package.glob("*/actions/*.py"), package / "portfolio" / "personal.py"]
    return {kind for path in files for kind in _kinds_in(ast.parse(path.read_text()))} - NO_KINDS


def _kinds_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        handed: list[ast.expr] = []
        if isinstance(node, ast.Call):
            handed = list(node.args)
        elif isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "kind" for to in node.targets):
            handed = [node.value]
        for expression in handed:
            yield from _strings(expression)


def _strings(expression: ast.expr) -> Iterator[str]:
    if isinstance(expression, ast.IfExp):
        yield from _strings(expression.body)
        yield from _strings(expression.orelse)
    elif (
        isinstance(expression, ast.Constant) and isinstance(expression.value, str) and KIND.fullmatch(expression.value)
    ):
        yield expression.value
