from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, indexed, refers


class Notice(Row, table=True):
    """A sentence for one person about an event that concerns them, and where to go.

    actor_id   who did it; their name is put before the sentence when it is shown
    """

    __table_args__ = (
        indexed("notice", "person_id", "id"),
        indexed("notice", "person_id", "read_at"),
        refers("person_id", "person"),
        refers("actor_id", "person"),
        refers("event_id", "event"),
    )

    person_id: UUID
    actor_id: UUID | None
    event_id: UUID
    sentence: str = Field(max_length=600)
    address: str = Field(max_length=400)
    made_at: datetime = Field(sa_type=UTCDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
