from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from registry.ideas.models import Stage
from registry.kit.database import Row, UTCDateTime, enum_type, indexed, refers
from registry.pledges.models import Kind


class OpenIdea(Row, table=True):
    """What everybody reads of a published idea; its id is the idea's.

    learning   empty unless the idea has ended
    service    by name; empty where it has none
    """

    __tablename__ = "open_idea"
    __table_args__ = (
        indexed("open_idea", "reference_number", unique=True),
        indexed("open_idea", "registered_at", "id"),
        indexed("open_idea", "stage", "registered_at", "id"),
        refers("id", "idea"),
    )

    reference_number: int
    title: str = Field(max_length=160)
    better: str
    outcome: str = Field(max_length=400)
    learning: str
    service: str = Field(max_length=160)
    stage: Stage = Field(sa_type=enum_type(Stage))
    registered_at: datetime = Field(sa_type=UTCDateTime)


class OpenAim(Row, table=True):
    """An aim that a published idea serves, by name."""

    __tablename__ = "open_aim"
    __table_args__ = (
        indexed("open_aim", "idea_id", "aim_id", unique=True),
        indexed("open_aim", "name", "idea_id"),
        refers("idea_id", "open_idea"),
        refers("aim_id", "aim"),
    )

    idea_id: UUID
    aim_id: UUID
    name: str = Field(max_length=60)


class OpenPromise(Row, table=True):
    """How much of a kind was asked for, promised and kept in a published idea, as counts."""

    __tablename__ = "open_promise"
    __table_args__ = (
        indexed("open_promise", "idea_id", "kind", unique=True),
        refers("idea_id", "open_idea"),
    )

    idea_id: UUID
    kind: Kind = Field(sa_type=enum_type(Kind))
    asked: int
    promised: int
    kept: int
