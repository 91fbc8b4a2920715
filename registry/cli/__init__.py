"""The commands of CONTRACT.md, each a few lines that call the rooms.

Exit codes: 0 done, 1 found something wrong, 2 used wrongly, with a sentence on standard error that says what to do.
`--json` gives a program the result and nothing else.
"""

import click

from registry.cli import keeping, people, sampling, serving, spc


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The improvement registry: clinicians say what is worth improving, the organisation applies to take part."""


for command in (
    sampling.demo,
    serving.serve,
    serving.work,
    serving.migrate,
    serving.check,
    sampling.seed,
    keeping.backup,
    keeping.restore,
    keeping.verify_history,
    people.organisation,
    people.person,
    spc.spc,
):
    main.add_command(command)
