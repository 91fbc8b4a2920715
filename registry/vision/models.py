from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, indexed, refers

FIRST_AIMS = ("death", "harm", "pain", "waiting", "helplessness", "waste", "inequity")


class Aim(VersionedRow, table=True):
    """A 'no needless ...' aim; `name` is the word that ends the sentence. A retired one stays where it stands, and
    nothing new is given it.
    """

    __table_args__ = (
        indexed("aim", "name", unique=True),
        refers("retired_by_id", "person"),
        both_or_neither("retired_at", "retired_by_id"),
    )

    name: str = Field(max_length=60)
    place: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    retired_by_id: UUID | None = None

    @property
    def label(self) -> str:
        return f"No needless {self.shown_name}"

    @property
    def shown_name(self) -> str:
        return f"{self.name} (retired)" if self.retired_at else self.name


class Vision(Row, table=True):
    """What the organisation wants to be true, as the board published it; the one with the highest number holds.

    number   1 for the first
    reason   why it is published, or what changed
    """

    __table_args__ = (
        indexed("vision", "number", unique=True),
        refers("published_by_id", "person"),
    )

    number: int
    statement: str = Field(max_length=1000)
    reason: str = Field(max_length=400)
    published_at: datetime = Field(sa_type=UTCDateTime)
    published_by_id: UUID


class Value(VersionedRow, table=True):
    """One of the values on which the vision rests, as it reads now; ideas name those that they serve."""

    __table_args__ = (
        indexed("value", "place", "id"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    name: str = Field(max_length=60)
    meaning: str = Field(max_length=400)
    place: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class VisionValue(Row, table=True):
    """A value as it read in one published vision."""

    __tablename__ = "vision_value"
    __table_args__ = (
        indexed("vision_value", "vision_id", "place"),
        refers("vision_id", "vision"),
        refers("value_id", "value"),
    )

    vision_id: UUID
    value_id: UUID
    place: int
    name: str = Field(max_length=60)
    meaning: str = Field(max_length=400)


class PersonalValue(VersionedRow, table=True):
    """What a person holds to, in their own words; theirs alone unless they share it.

    value_id   the value of the organisation where they say that it meets theirs
    """

    __tablename__ = "personal_value"
    __table_args__ = (
        indexed("personal_value", "person_id", "place"),
        indexed("personal_value", "value_id", "id"),
        refers("person_id", "person"),
        refers("value_id", "value"),
    )

    person_id: UUID
    place: int
    name: str = Field(max_length=60)
    why: str = Field(default="", max_length=400)
    value_id: UUID | None = None
    is_shared: bool = False
