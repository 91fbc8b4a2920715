from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from registry.ideas.models import BoundaryStatus
from registry.kit.database import (
    ExactDecimal,
    Row,
    UTCDateTime,
    VersionedRow,
    both_or_neither,
    enum_type,
    indexed,
    refers,
)

ANSWER_DAYS = 28


class Answer(StrEnum):
    """What a team says of a declared boundary."""

    KEPT = "kept"
    NEAR = "near"
    CROSSED = "crossed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class BoundaryKind(StrEnum):
    DECLARED = "declared"
    MEASURED = "measured"


class Comparison(StrEnum):
    """On which side of its limit a measured boundary is kept; the limit itself is kept."""

    NOT_OVER = "not_over"
    NOT_UNDER = "not_under"

    @property
    def label(self) -> str:
        return {"not_over": "not over", "not_under": "not under"}[self.value]


class CrossingAnswer(StrEnum):
    """How the question of a crossing was answered; the last comes about when a number is corrected."""

    ADAPTED = "adapted"
    STOPPED = "stopped"
    REDRAWN = "redrawn"
    NUMBER_CORRECTED = "number_corrected"

    @property
    def label(self) -> str:
        return CROSSING_ANSWER_LABELS[self]


CROSSING_ANSWER_LABELS = {
    CrossingAnswer.ADAPTED: "We changed what we do",
    CrossingAnswer.STOPPED: "We stopped",
    CrossingAnswer.REDRAWN: "The boundary was redrawn",
    CrossingAnswer.NUMBER_CORRECTED: "The number was corrected",
}


class Boundary(VersionedRow, table=True):
    """What may not be crossed, in one idea or in all ideas of a framework. The agreed wording is in force.

    measure_id          measured: the idea's measure that tells; of a framework, its own measure that tells for all its
                        ideas, or None where each idea chooses one of its own
    narrows_id          of an idea: the framework's boundary that it narrows
    ended_at            of a framework: its next version leaves it out, or a published one does; ideas that keep an
                        older version stay under it
    """

    __table_args__ = (
        indexed("boundary", "idea_id", "id"),
        indexed("boundary", "framework_id", "id"),
        refers("idea_id", "idea"),
        refers("framework_id", "framework"),
        refers("measure_id", "measure"),
        refers("narrows_id", "boundary"),
        refers("drawn_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
        CheckConstraint("(idea_id IS NULL) <> (framework_id IS NULL)", name="of_one_idea_or_framework"),
    )

    idea_id: UUID | None = None
    framework_id: UUID | None = None
    kind: BoundaryKind = Field(default=BoundaryKind.DECLARED, sa_type=enum_type(BoundaryKind))
    measure_id: UUID | None = None
    narrows_id: UUID | None = None
    drawn_at: datetime = Field(sa_type=UTCDateTime)
    drawn_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class VersionBoundary(Row, table=True):
    """A boundary in the words that one published version of its framework has for it."""

    __tablename__ = "version_boundary"
    __table_args__ = (
        indexed("version_boundary", "version_id", "boundary_id", unique=True),
        indexed("version_boundary", "boundary_id", "version_id"),
        refers("version_id", "framework_version"),
        refers("boundary_id", "boundary"),
        refers("wording_id", "boundary_wording"),
    )

    version_id: UUID
    boundary_id: UUID
    wording_id: UUID


class BoundaryWording(VersionedRow, table=True):
    """A version of a boundary: proposed by the lead, agreed by the sponsor where there is one.

    A framework's is proposed by a steward and agreed to with the version that is published with it.

    crossing_id       the crossing to which redrawing is the answer, if it is one
    comparison        measured: with `limit_value`, in the measure's unit, what is kept; the limit itself is kept
    margin            measured: within so much of the limit it is near; None where nothing is near before it
    points_in_a_row   measured: so many numbers beyond the limit, one after another, make a crossing
    answer_days       declared: after so many days without an answer its status is unknown
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
        CheckConstraint(
            "(comparison IS NULL) = (limit_value IS NULL) AND (comparison IS NULL) = (points_in_a_row IS NULL)",
            name="terms_together",
        ),
        CheckConstraint("points_in_a_row >= 1", name="at_least_one_point"),
        CheckConstraint("answer_days >= 1", name="at_least_one_day"),
        CheckConstraint("(comparison IS NULL) = (answer_days IS NOT NULL)", name="terms_or_days"),
    )

    boundary_id: UUID
    number: int
    sentence: str = Field(max_length=400)
    comparison: Comparison | None = Field(default=None, sa_type=enum_type(Comparison))
    limit_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    margin: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    points_in_a_row: int | None = None
    answer_days: int | None = None
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


class Watch(VersionedRow, table=True):
    """One boundary held against one idea, until it ends; status and crossings belong to it.

    idea_id      None for the one watch of a framework's shared measure, whose crossings are one for all its ideas
    measure_id   measured: the measure that tells; None while none is chosen
    wording_number   of the boundary's words in force here: an idea keeps those of the version that it accepted
    worded_at    from when they are; those before them are rows of WatchWording
    since_at     from when the boundary holds here: observations dated before it are drawn, not judged
    due_on       the last day on which the newest answer or number still tells; None while the watch rests, unless it
                 told no more before. What is unknown after it is worked out when read; the day stands here so that
                 lists need not read every answer
    status       what the newest answer, or the newest number when it came, said of the words in force; None where
                 nothing has been said of them yet
    ended        the idea left the framework, or another measure tells now
    """

    __table_args__ = (
        Index(
            "uq_watch_standing",
            "organisation_id",
            "boundary_id",
            "idea_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        indexed("watch", "boundary_id", "id"),
        indexed("watch", "boundary_id", "due_on"),
        indexed("watch", "idea_id", "id"),
        indexed("watch", "measure_id", "id"),
        indexed("watch", "due_on", "id"),
        indexed("watch", "status", "id"),
        refers("boundary_id", "boundary"),
        refers("idea_id", "idea"),
        refers("measure_id", "measure"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
        CheckConstraint("wording_number >= 1", name="worded_from_one"),
    )

    boundary_id: UUID
    idea_id: UUID | None = None
    measure_id: UUID | None = None
    wording_number: int
    worded_at: datetime = Field(sa_type=UTCDateTime)
    since_at: datetime = Field(sa_type=UTCDateTime)
    due_on: date | None = None
    status: BoundaryStatus | None = Field(default=None, sa_type=enum_type(BoundaryStatus))
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class WatchWording(Row, table=True):
    """Words that were in force at a watch until others took their place; those in force stand in the watch itself."""

    __tablename__ = "watch_wording"
    __table_args__ = (
        indexed("watch_wording", "watch_id", "id"),
        refers("watch_id", "watch"),
        refers("wording_id", "boundary_wording"),
        CheckConstraint("until_at >= from_at", name="moments_in_order"),
    )

    watch_id: UUID
    wording_id: UUID
    from_at: datetime = Field(sa_type=UTCDateTime)
    until_at: datetime = Field(sa_type=UTCDateTime)


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

    opened_by_id   who answered 'crossed'; None where a number or time opened it
    first_on       measured: the date of the first number beyond the limit, of those that made it
    last_on        measured: the date of the last number that added to it
    times          how often the team answered 'crossed', or how many numbers lay beyond, until it was clear again
    cleared_at     when it was clear again, or the boundary redrawn; after that a new crossing may open
    """

    __table_args__ = (
        indexed("crossing", "watch_id", "id"),
        indexed("crossing", "answered_at", "id"),
        indexed("crossing", "opened_at", "id"),
        refers("watch_id", "watch"),
        refers("opened_by_id", "person"),
        refers("answered_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
    )

    watch_id: UUID
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: UUID | None = None
    first_on: date | None = None
    last_on: date | None = None
    times: int = 1
    answer: CrossingAnswer | None = Field(default=None, sa_type=enum_type(CrossingAnswer))
    words: str = Field(default="", max_length=4000)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    cleared_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PledgeCondition(Row, table=True):
    """A promise that holds while a boundary is kept: conditions can point at boundaries and at nothing else."""

    __tablename__ = "pledge_condition"
    __table_args__ = (
        indexed("pledge_condition", "pledge_id", "boundary_id", unique=True),
        indexed("pledge_condition", "boundary_id", "pledge_id"),
        refers("pledge_id", "pledge"),
        refers("boundary_id", "boundary"),
        refers("set_by_id", "person"),
    )

    pledge_id: UUID
    boundary_id: UUID
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
