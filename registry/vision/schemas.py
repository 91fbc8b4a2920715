from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from registry.kit.fields import Line

AimName = Annotated[
    Line, StringConstraints(max_length=60), AfterValidator(lambda name: name.removeprefix("No needless "))
]


class AimIn(BaseModel):
    name: AimName
