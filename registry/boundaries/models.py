from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers

ANSWER_DAYS = 28


class Answer(StrEnum):
    """What a team says of a declared boundary."""

    KEPT = "kept"
    NEAR = "near"
    CROSSED = "crossed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class CrossingAnswer(StrEnum):
    ADAPTED = "adapted"
    STOPPED = "stopped"
    REDRAWN = "redrawn"

    @property
    def label(self) -> str:
        return CROSSING_ANSWER_LABELS[self]


CROSSING_ANSWER_LABELS = {
    CrossingAnswer.ADAPTED: "We changed what we do",
    CrossingAnswer.STOPPED: "We stopped",
    CrossingAnswer.REDRAWN: "The boundary was redrawn",
}


class Boundary(VersionedRow, table=True):
    """What may not be crossed in one idea. Its sentence stands in its wordings; the agreed one is in force.

    answer_days   after so many days without an answer its status is unknown
    """

    __table_args__ = (indexed("boundary", "idea_id", "id"), refers("idea_id", "idea"), refers("drawn_by_id", "person"))

    idea_id: UUID
    answer_days: int = ANSWER_DAYS
    drawn_at: datetime = Field(sa_type=UTCDateTime)
    drawn_by_id: UUID


class BoundaryWording(VersionedRow, table=True):
    """A version of a boundary's sentence: proposed by the lead, agreed by the sponsor where there is one.

    crossing_id   the crossing to which redrawing is the answer, if it is one
    """

    __tablename__ = "boundary_wording"
    __table_args__ = (
        indexed("boundary_wording", "boundary_id", "number", unique=True),
        Index(
            "ix_boundary_wording_open",
            "organisation_id",
            "boundary_id",
            sqlite_where=text("agreed_at IS NULL AND set_aside_at IS NULL"),
            postgresql_where=text("agreed_at IS NULL AND set_aside_at IS NULL"),
        ),
        refers("boundary_id", "boundary"),
        refers("crossing_id", "crossing"),
        refers("proposed_by_id", "person"),
        refers("agreed_by_id", "person"),
        refers("set_aside_by_id", "person"),
        both_or_neither("agreed_at", "agreed_by_id"),
        both_or_neither("set_aside_at", "set_aside_by_id"),
    )

    boundary_id: UUID
    number: int
    sentence: str = Field(max_length=400)
    reason: str = Field(default="", max_length=4000)
    crossing_id: UUID | None = None
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    proposed_by_id: UUID
    agreed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    agreed_by_id: UUID | None = None
    set_aside_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    set_aside_by_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        return self.agreed_at is None and self.set_aside_at is None


class Watch(Row, table=True):
    """One boundary held against one idea; status and crossings belong to it.

    due_on   the last day on which the newest answer still tells; None while the watch rests. What is unknown after it
             is worked out when read; the day stands here so that lists need not read every answer
    """

    __table_args__ = (
        indexed("watch", "boundary_id", "idea_id", unique=True),
        indexed("watch", "idea_id", "id"),
        indexed("watch", "due_on", "id"),
        refers("boundary_id", "boundary"),
        refers("idea_id", "idea"),
    )

    boundary_id: UUID
    idea_id: UUID
    since_at: datetime = Field(sa_type=UTCDateTime)
    due_on: date | None = None


class BoundaryAnswer(Row, table=True):
    """The team's answer to a declared boundary at one moment, in the wording that was then in force."""

    __tablename__ = "boundary_answer"
    __table_args__ = (
        indexed("boundary_answer", "watch_id", "id"),
        refers("watch_id", "watch"),
        refers("wording_id", "boundary_wording"),
        refers("answered_by_id", "person"),
    )

    watch_id: UUID
    wording_id: UUID
    answer: Answer = Field(sa_type=enum_type(Answer))
    note: str = Field(default="", max_length=400)
    answered_at: datetime = Field(sa_type=UTCDateTime)
    answered_by_id: UUID


class Crossing(VersionedRow, table=True):
    """A boundary crossed: a question that is answered once and never deleted.

    times        how often the team answered 'crossed' until it was clear again
    cleared_at   when the team answered 'kept' again; after that a new crossing may open
    """

    __table_args__ = (
        indexed("crossing", "watch_id", "id"),
        indexed("crossing", "answered_at", "id"),
        refers("watch_id", "watch"),
        refers("opened_by_id", "person"),
        refers("answered_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
    )

    watch_id: UUID
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: UUID
    times: int = 1
    answer: CrossingAnswer | None = Field(default=None, sa_type=enum_type(CrossingAnswer))
    words: str = Field(default="", max_length=4000)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    cleared_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
