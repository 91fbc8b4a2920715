from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from registry.kit.fields import Line, MaybeLine, MaybeLongText, MaybeSentence, SkillNames, Typed, asked
from registry.people.models import Role


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("zone", "Choose a time zone such as Europe/London.")
    return name


class PersonIn(Typed):
    name: Annotated[Line, asked("Write the person's name.")]
    position: MaybeLine = ""
    manager_id: UUID | None = None
    partner_id: UUID | None = None
    roles: set[Role] = Field(default_factory=set)


class ErasureIn(Typed):
    """
    name   of the person once more, so that nobody is erased by a slip
    """

    name: Annotated[Line, asked("Write the name of the person you erase.")]


class ServiceIn(Typed):
    name: Annotated[Line, asked("Name the service as people know it.")]


class PartnerIn(Typed):
    name: Annotated[Line, asked("Name the organisation.")]
    description: MaybeSentence = ""


class OrganisationIn(Typed):
    """
    urgent_number       to call when somebody is in danger; left out, it stays as it is
    publishes_stories   whether stories with public consent are shown to anybody; left out, it stays as it is
    """

    name: Annotated[Line, asked("Name the organisation.")]
    reference_prefix: str
    zone: Annotated[str, AfterValidator(_zone)]
    answer_days: Annotated[int, asked("Say within how many days you answer.")] = Field(ge=1, le=90)
    exploration_days: Annotated[int, asked("Say how many days there are at least.")] = Field(ge=7, le=730)
    feedback_threshold: Annotated[int, asked("Say how many answers a group needs.")] = Field(default=5, ge=3, le=20)
    urgent_number: Line = "999"
    publishes_stories: bool = False

    @field_validator("reference_prefix")
    @classmethod
    def is_short_and_plain(cls, prefix: str) -> str:
        prefix = prefix.strip().upper()
        if not (prefix.isascii() and prefix.isalpha() and 1 <= len(prefix) <= 6):
            raise PydanticCustomError("prefix", "Use one to six letters, such as NH.")
        return prefix


class OrganisationEditIn(OrganisationIn):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


class ServiceEditIn(ServiceIn):
    version: int


class ProfileIn(Typed):
    """
    skills   those that the person offers
    """

    cares_about: MaybeLongText = ""
    why: MaybeLongText = ""
    is_why_shared: bool = False
    has_led: MaybeLongText = ""
    has_learnt: MaybeLongText = ""
    has_supported: MaybeLongText = ""
    skills: SkillNames = Field(default_factory=list)


class AspirationIn(Typed):
    interests: MaybeLongText = ""
    hopes: MaybeLongText = ""
    is_for_manager: bool = False


class AspirationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    interests: str
    hopes: str
    is_for_manager: bool


class ProfileOut(BaseModel):
    """
    why   empty unless the person shares it, or asks themselves
    """

    version: int
    cares_about: str
    why: str
    has_led: str
    has_learnt: str
    has_supported: str
    skills: list[str]


class OrganisationOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    name: str
    reference_prefix: str
    zone: str
    currency: str
    answer_days: int
    exploration_days: int
    feedback_threshold: int
    urgent_number: str
    publishes_stories: bool


class ServiceOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    name: str
    closed_at: datetime | None


class PersonOut(BaseModel):
    id: UUID
    name: str
    position: str
    roles: list[Role]
