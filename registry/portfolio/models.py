from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, indexed, refers


class SearchText(Row, table=True):
    """What search reads of an idea that everybody may see; its id is the idea's.

    SQLite keeps an FTS5 table beside it by triggers, PostgreSQL a GIN index; the migration makes both.
    `scope` is a word that stands for the organisation, so that a search never leaves it.
    """

    __tablename__ = "search_text"
    __table_args__ = (refers("id", "idea"),)

    scope: str = Field(max_length=40)
    title: str = Field(max_length=160)
    body: str


class MonitorLook(VersionedRow, table=True):
    """Until when a person has seen what changed in the monitor."""

    __tablename__ = "monitor_look"
    __table_args__ = (indexed("monitor_look", "person_id", unique=True), refers("person_id", "person"))

    person_id: UUID
    seen_until: datetime = Field(sa_type=UTCDateTime)
