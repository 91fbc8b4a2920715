from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator
from pydantic_core import PydanticCustomError

from registry.kit.fields import Line, LongText, MaybeId, MaybeLine, MaybeSentence, Sentence, Typed, asked
from registry.vision.rules import MOST_AIMS, MOST_PERSONAL_VALUES, MOST_VALUES

AimName = Annotated[
    Line, StringConstraints(max_length=60), AfterValidator(lambda name: name.removeprefix("No needless "))
]
MaybeName = Annotated[MaybeLine, StringConstraints(max_length=60)]
Statement = Annotated[
    LongText, StringConstraints(max_length=1000), asked("Say in a few sentences what should be true here.")
]
Reason = Annotated[Sentence, asked("Say why you publish it, or what has changed.")]
PLACES = range(MOST_VALUES)


class AimIn(Typed):
    name: Annotated[AimName, asked("Name the aim.")]


class AimPlaceIn(AimIn):
    """
    place   in the list, from 1
    """

    place: Annotated[int, asked("Say where in the list it stands.")] = Field(ge=1, le=MOST_AIMS)


class AimEditIn(AimPlaceIn):
    """What a program changes: it says which version it read."""

    version: int


class ValueIn(BaseModel):
    """
    id   of a value that stands already and keeps its ideas, however it reads now
    """

    id: MaybeId = None
    name: MaybeName = ""
    meaning: MaybeSentence = ""


class Published(Typed):
    statement: Statement
    reason: Reason


class VisionIn(Published):
    """
    values   in the order in which they are to stand; one that is left out ends
    """

    values: list[ValueIn] = Field(default_factory=list, max_length=50)


class VisionFields(Published):
    """The same as a form has it: the values in a fixed number of places, of which some stay empty."""

    @property
    def published(self) -> VisionIn:
        said = self.model_dump()
        places = [ValueIn(id=said[f"value_{n}"], name=said[f"name_{n}"], meaning=said[f"meaning_{n}"]) for n in PLACES]
        return VisionIn(
            statement=self.statement,
            reason=self.reason,
            values=[value for value in places if value.name or value.meaning],
        )


_of_places: dict[str, Any] = {
    name: field
    for n in PLACES
    for name, field in (
        (f"value_{n}", (MaybeId, None)),
        (f"name_{n}", (MaybeName, "")),
        (f"meaning_{n}", (MaybeSentence, "")),
    )
}
VisionForm: type[VisionFields] = create_model("VisionForm", __base__=VisionFields, **_of_places)


class ValueOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    meaning: str


class VisionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    statement: str
    reason: str
    published_at: datetime
    published_by_id: UUID
    values: list[ValueOut] = []


OWN_PLACES = range(MOST_PERSONAL_VALUES)
OwnName = Annotated[Line, StringConstraints(max_length=60)]


class PersonalValueIn(Typed):
    """
    value_id   the value of the organisation that it meets
    """

    name: Annotated[OwnName, asked("Name what you hold to.")]
    why: MaybeSentence = ""
    value_id: MaybeId = None
    is_shared: bool = False


class PersonalValuesIn(BaseModel):
    """In the order that the person gives them; all of them, so that what is left out goes."""

    values: list[PersonalValueIn] = Field(default_factory=list, max_length=50)


class PersonalValuesFields(BaseModel):
    """The same as a form has it: in a fixed number of places, of which some stay empty."""

    @model_validator(mode="after")
    def each_has_a_name(self) -> "PersonalValuesFields":
        for n in OWN_PLACES:
            name, why = (getattr(self, f"{field}_{n}") for field in ("name", "why"))
            if why and not name:
                raise PydanticCustomError("named", "Name what it is that you hold to: ‘{why}’", {"why": why})
        return self

    @property
    def named(self) -> PersonalValuesIn:
        said = self.model_dump()
        return PersonalValuesIn(
            values=[
                PersonalValueIn(**{field: said[f"{field}_{n}"] for field in PersonalValueIn.model_fields})
                for n in OWN_PLACES
                if said[f"name_{n}"]
            ]
        )


_own_places: dict[str, Any] = {
    name: field
    for n in OWN_PLACES
    for name, field in (
        (f"name_{n}", (MaybeName, "")),
        (f"why_{n}", (MaybeSentence, "")),
        (f"value_id_{n}", (MaybeId, None)),
        (f"is_shared_{n}", (bool, False)),
    )
}
PersonalValuesForm: type[PersonalValuesFields] = create_model(
    "PersonalValuesForm", __base__=PersonalValuesFields, **_own_places
)


class PersonalValueOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    why: str
    value_id: UUID | None
    is_shared: bool
