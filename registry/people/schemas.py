from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, field_validator
from pydantic_core import PydanticCustomError

from registry.kit.fields import Line, MaybeLine, MaybeSentence
from registry.people.models import Role


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("zone", "Choose a time zone such as Europe/London.")
    return name


class PersonIn(BaseModel):
    name: Line
    position: MaybeLine = ""
    manager_id: UUID | None = None
    partner_id: UUID | None = None
    roles: set[Role] = set()


class ServiceIn(BaseModel):
    name: Line


class PartnerIn(BaseModel):
    name: Line
    description: MaybeSentence = ""


class OrganisationIn(BaseModel):
    name: Line
    reference_prefix: str
    zone: Annotated[str, AfterValidator(_zone)]
    answer_days: int = Field(ge=1, le=90)
    exploration_days: int = Field(ge=7, le=730)

    @field_validator("reference_prefix")
    @classmethod
    def is_short_and_plain(cls, prefix: str) -> str:
        prefix = prefix.strip().upper()
        if not (prefix.isascii() and prefix.isalpha() and 1 <= len(prefix) <= 6):
            raise PydanticCustomError("prefix", "Use one to six letters, such as NH.")
        return prefix


class PersonOut(BaseModel):
    id: UUID
    name: str
    position: str
    roles: list[Role]
