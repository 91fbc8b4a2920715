from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, enum_type, indexed, refers


class ActorKind(StrEnum):
    PERSON = "person"
    GUEST = "guest"
    REGISTRY = "registry"


class Event(Row, table=True):
    """One entry. `number` counts from 1 without gaps in each organisation."""

    __table_args__ = (
        indexed("event", "number", unique=True),
        indexed("event", "idea_id", "number"),
        indexed("event", "actor_id", "number"),
        indexed("event", "subject_id", "number"),
    )

    number: int
    at: datetime = Field(sa_type=UTCDateTime)
    actor_kind: ActorKind = Field(sa_type=enum_type(ActorKind))
    actor_id: UUID | None
    kind: str = Field(max_length=64)
    subject_noun: str = Field(max_length=32)
    subject_id: UUID
    idea_id: UUID | None
    words_digest: str = Field(max_length=64)
    chain: str = Field(max_length=64)


class EventWords(Row, table=True):
    """The words of the event with the same id, and the salt of their digest; erasure empties both."""

    __tablename__ = "event_words"
    __table_args__ = (refers("id", "event"),)

    words: str
    was: str
    became: str
    salt: str = Field(max_length=32)


class ChainHead(Row, table=True):
    """The newest entry of an organisation, sealed; its id is the organisation's."""

    __tablename__ = "chain_head"

    number: int
    chain: str = Field(max_length=64)
    seal: str = Field(max_length=64)


class Asking(Protocol):
    """What history asks of an actor."""

    @property
    def kind(self) -> ActorKind: ...
    @property
    def id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def history_key(self) -> str: ...


class Recorded(Protocol):
    """What history asks of the thing that changed."""

    id: UUID
    organisation_id: UUID
