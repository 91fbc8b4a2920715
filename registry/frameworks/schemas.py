from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from registry.frameworks.models import DIRECTION_LENGTH, Subsystem
from registry.kit.fields import Day, Line, MaybeId, Sentence, Typed, asked, even_line_ends, said

Direction = Annotated[
    str,
    BeforeValidator(even_line_ends),
    StringConstraints(max_length=DIRECTION_LENGTH),
    AfterValidator(said),
    asked("Say in a sentence or two where this should go."),
]


class FrameworkIn(Typed):
    name: Annotated[Line, asked("Give it a name that people will use.")]
    subsystem: Annotated[Subsystem, asked("Choose what it holds.")]
    held: Annotated[Line, asked("Say what it holds, such as a ward or a pathway.")]
    parent_id: MaybeId = None
    direction: Direction
    starts_on: Annotated[Day, asked("Say from which day it holds.")]
    review_on: Annotated[Day, asked("Say when you will look at it again.")]


class OpeningIn(FrameworkIn):
    """
    steward_id   who keeps it; whoever opens it as a steward keeps it as well
    """

    steward_id: MaybeId = None


class OutcomeIn(Typed):
    sentence: Annotated[Sentence, asked("Say in a sentence what should be true.")]
    aim_id: MaybeId = None


class StewardIn(Typed):
    person_id: Annotated[UUID, asked("Choose a person.")]


class OutcomeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    framework_id: UUID
    sentence: str
    aim_id: UUID | None
    set_at: datetime
    ended_at: datetime | None


class StewardOut(BaseModel):
    """`id` is that of the stewardship, which can be ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    person_id: UUID
    name: str
    given_at: datetime


class FrameworkRowOut(BaseModel):
    """
    depth   0 for one that is nested in none
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    subsystem: Subsystem
    held: str
    parent_id: UUID | None
    depth: int
    direction: str
    review_on: date


class FrameworkOut(BaseModel):
    """A framework as it stands, with its outcomes and its stewards, the first steward first."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    name: str
    subsystem: Subsystem
    held: str
    parent_id: UUID | None
    direction: str
    starts_on: date
    review_on: date
    outcomes: list[OutcomeOut]
    stewards: list[StewardOut]
