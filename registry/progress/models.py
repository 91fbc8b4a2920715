from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, indexed, refers


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
    """The time for which the resources pledged are protected; both days belong to it. The newest row is in force."""

    __tablename__ = "exploration_period"
    __table_args__ = (
        indexed("exploration_period", "idea_id", "id"),
        indexed("exploration_period", "ends_on", "id"),
        refers("idea_id", "idea"),
        refers("set_by_id", "person"),
    )

    idea_id: UUID
    starts_on: date
    ends_on: date
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
