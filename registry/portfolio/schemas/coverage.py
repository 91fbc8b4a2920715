from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from registry.frameworks.rules.coverage import Cover


class CoverageBy(StrEnum):
    """What the rows of the grid are: both are local subsystems, one without and one with a framework of its own."""

    SERVICE = "service"
    FRAMEWORK = "framework"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class CellOut(BaseModel):
    """
    area_ids   of the areas of discretion that hold there, wholly or in part
    ideas      registered, in any stage
    """

    aim_id: UUID
    aim: str
    cover: Cover
    area_ids: list[UUID]
    ideas: int


class CoveredPlaceOut(BaseModel):
    id: UUID
    name: str
    aims: list[CellOut]


class AimStoriesOut(BaseModel):
    """
    stories   that speak to the aim and that you may read
    """

    aim_id: UUID
    aim: str
    stories: int


class CoverageOut(BaseModel):
    """A page of the grid; `next` goes into `after` for the page behind it."""

    by: CoverageBy
    places: list[CoveredPlaceOut]
    stories: list[AimStoriesOut]
    next: str | None
