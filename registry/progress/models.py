from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers


class Update(VersionedRow, table=True):
    """A dated note of progress; at least one of the four texts says something. Who told it alone edits it."""

    __tablename__ = "progress_update"

    __table_args__ = (
        indexed("progress_update", "idea_id", "id"),
        refers("idea_id", "idea"),
        refers("told_by_id", "person"),
        refers("edited_by_id", "person"),
        both_or_neither("edited_at", "edited_by_id"),
    )

    idea_id: UUID
    tried: str = ""
    happened: str = ""
    learnt: str = ""
    next_step: str = ""
    told_at: datetime = Field(sa_type=UTCDateTime)
    told_by_id: UUID
    edited_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    edited_by_id: UUID | None = None


class UpdateAnswer(Row, table=True):
    """An answer to a declared boundary that was given with an update."""

    __tablename__ = "update_answer"
    __table_args__ = (
        indexed("update_answer", "update_id"),
        refers("update_id", "progress_update"),
        refers("answer_id", "boundary_answer"),
    )

    update_id: UUID
    answer_id: UUID


class ExplorationPeriod(VersionedRow, table=True):
    """The time for which the resources pledged are protected; both days belong to it. The newest row is in force.

    review_on   its end, while it is in force and the idea is explored; None otherwise
    told_on     the day on which the registry last told those concerned that the review is near or has come
    """

    __tablename__ = "exploration_period"
    __table_args__ = (
        indexed("exploration_period", "idea_id", "id"),
        indexed("exploration_period", "ends_on", "id"),
        indexed("exploration_period", "review_on", "id"),
        refers("idea_id", "idea"),
        refers("set_by_id", "person"),
    )

    idea_id: UUID
    starts_on: date
    ends_on: date
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
    review_on: date | None = None
    told_on: date | None = None


class Decision(StrEnum):
    """How an idea goes on after its exploration."""

    CARRY_ON = "carry_on"
    SUSTAIN = "sustain"
    END = "end"

    @property
    def label(self) -> str:
        return DECISION_LABELS[self]


DECISION_LABELS = {
    Decision.CARRY_ON: "Carry on",
    Decision.SUSTAIN: "This is how we work now",
    Decision.END: "End it",
}


class ExplorationReview(VersionedRow, table=True):
    """Team and sponsor look back on an exploration. It is open from the first word until the lead decides.

    sponsor_id     who sponsored the idea when it was decided, or who said their view; None where nobody sponsored
    sponsor_words  empty while the sponsor, who was asked, has not said
    ends_on        the end of the exploration under review
    new_ends_on    until when it is carried on
    words          of the team
    """

    __tablename__ = "exploration_review"
    __table_args__ = (
        indexed("exploration_review", "idea_id", "id"),
        refers("idea_id", "idea"),
        refers("sponsor_id", "person"),
        refers("decided_by_id", "person"),
        both_or_neither("decided_at", "decided_by_id"),
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decided_with_decision"),
        CheckConstraint("(sponsor_words = '') = (sponsor_said_at IS NULL)", name="said_with_words"),
    )

    idea_id: UUID
    ends_on: date
    sponsor_id: UUID | None = None
    sponsor_words: str = ""
    sponsor_said_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decision: Decision | None = Field(default=None, sa_type=enum_type(Decision))
    words: str = ""
    new_ends_on: date | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by_id: UUID | None = None


class ReviewPledge(Row, table=True):
    """A promise as it stood when an idea was carried on.

    ends_on   its last day as it was then
    """

    __tablename__ = "review_pledge"
    __table_args__ = (
        indexed("review_pledge", "review_id"),
        refers("review_id", "exploration_review"),
        refers("pledge_id", "pledge"),
    )

    review_id: UUID
    pledge_id: UUID
    ends_on: date
