from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, computed_field
from pydantic_core import PydanticCustomError

from registry.frameworks.models import DIRECTION_LENGTH, Subsystem
from registry.frameworks.rules.frameworks import advice_on
from registry.kit.fields import (
    Day,
    Line,
    MaybeId,
    MaybeSentence,
    Sentence,
    Typed,
    asked,
    blank_is_none,
    even_line_ends,
    said,
)
from registry.kit.text import exact_decimal

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
    """
    advice   where its words prescribe a method, and why that matters; otherwise empty
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    framework_id: UUID
    sentence: str
    aim_id: UUID | None
    set_at: datetime
    ended_at: datetime | None

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to say a property
    @property
    def advice(self) -> str:
        return advice_on(self.sentence)


class StewardOut(BaseModel):
    """`id` is that of the stewardship, which can be ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    person_id: UUID
    name: str
    given_at: datetime


class FrameworkRowOut(BaseModel):
    """
    depth   0 for one that is nested in none of those listed
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
    has_nested: bool


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


def _limit(written: Any) -> Any:
    """A number as people write it; nothing where they set no limit."""
    if blank_is_none(written) is None:
        return None
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal) or len(str(written)) > 40:
        raise PydanticCustomError("limit", "Write a number, such as 2,000, or leave it empty.")
    try:
        return exact_decimal(str(written))
    except ValueError as error:
        raise PydanticCustomError("limit", "Write a number, such as 2,000, or leave it empty.") from error


Limit = Annotated[Decimal | None, BeforeValidator(_limit)]


class DiscretionIn(Typed):
    """
    sentence      goes on after 'You may'
    money_limit   in the organisation's currency; time_limit in hours; neither sets a limit when left empty
    service_ids   where it holds; none for everywhere
    """

    sentence: Annotated[Sentence, asked("Say what people may do.")]
    money_limit: Limit = None
    time_limit: Limit = None
    other_limits: MaybeSentence = ""
    excluded: MaybeSentence = ""
    framework_id: MaybeId = None
    service_ids: set[UUID] = Field(default_factory=set, max_length=200)
    aim_ids: set[UUID] = Field(default_factory=set, max_length=50)
    starts_on: Annotated[Day, asked("Say from which day it holds.")]
    ends_on: Annotated[Day, asked("Say until which day it holds.")]


class DiscretionWithdrawalIn(Typed):
    reason: Annotated[Sentence, asked("Say why. Everybody can read it.")]


class DiscretionOut(BaseModel):
    """
    limits        in words
    service_ids   none where it holds everywhere
    """

    id: UUID
    sentence: str
    limits: list[str]
    money_limit_pence: int | None
    time_limit_minutes: int | None
    other_limits: str
    excluded: str
    framework_id: UUID | None
    service_ids: list[UUID]
    aim_ids: list[UUID]
    starts_on: date
    ends_on: date
    declared_by_id: UUID
    declared_at: datetime
    withdrawn_by_id: UUID | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    is_in_force: bool
