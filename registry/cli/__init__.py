"""The commands of CONTRACT.md, each a few lines that call the rooms.

Exit codes: 0 done, 1 found something wrong, 2 used wrongly, with a sentence on standard error that says what to do.
`--json` gives a program the result and nothing else.
"""

import gc
from importlib import import_module
from keyword import iskeyword

import click

# What a start makes stays: to look through it for rubbish after each 700 things takes a fifth of the time.
gc.set_threshold(50_000)

# In the order in which somebody meets them; a command's module is read when the command is asked for.
MODULES = {
    "demo": "sampling",
    "serve": "serving",
    "work": "serving",
    "migrate": "serving",
    "check": "serving",
    "seed": "sampling",
    "backup": "keeping",
    "restore": "keeping",
    "verify-history": "keeping",
    "forget": "keeping",
    "organisation": "people",
    "person": "people",
    "import": "importing",
    "bench": "benching",
    "spc": "spc",
}


class Commands(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in MODULES:
            return None
        named = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command: click.Command = getattr(import_module(f"registry.cli.{MODULES[name]}"), named)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The improvement registry: clinicians say what is worth improving, the organisation applies to take part."""
