from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from registry.kit.fields import Line, Typed, asked

AimName = Annotated[
    Line, StringConstraints(max_length=60), AfterValidator(lambda name: name.removeprefix("No needless "))
]


class AimIn(Typed):
    name: Annotated[AimName, asked("Name the aim.")]
