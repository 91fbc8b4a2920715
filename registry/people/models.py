from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from registry.kit.database import (
    Row,
    UTCDateTime,
    VersionedRow,
    both_or_neither,
    enum_type,
    indexed,
    new_id,
    refers,
)


class Role(StrEnum):
    CLINICIAN = "clinician"
    SPONSOR = "sponsor"
    BOARD = "board"
    QUALITY = "quality"
    STEWARD = "steward"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self][0]

    @property
    def explanation(self) -> str:
        return ROLE_LABELS[self][1]


ROLE_LABELS = {
    Role.CLINICIAN: ("Clinician", "Works directly with patients or service users. May register ideas."),
    Role.SPONSOR: ("Sponsor", "An executive. May pledge on the organisation's behalf and answer ideas."),
    Role.BOARD: ("Board", "Publishes the vision and its values. Sees how the organisation answers its clinicians."),
    Role.QUALITY: ("Quality", "Watches boundaries and signals. Reads all that is not private."),
    Role.STEWARD: ("Steward", "Keeps a named framework."),
    Role.PARTNER: ("Partner", "Speaks for a partner organisation and may pledge on its behalf."),
    Role.ADMINISTRATOR: ("Administrator", "Looks after accounts and settings. Reads no private text."),
}


class Organisation(SQLModel, table=True):
    """The tenant. Its own rows are found through it; it is the one table without an organisation above it.

    register_words   with which its open register begins; it may be none
    """

    __table_args__ = (CheckConstraint("feedback_threshold >= 3", name="threshold_never_under_three"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = 1
    name: str = Field(max_length=160)
    slug: str = Field(max_length=64, unique=True)
    reference_prefix: str = Field(max_length=6)
    zone: str = Field(default="Europe/London", max_length=64)
    currency: str = Field(default="GBP", max_length=3)
    answer_days: int = 14
    exploration_days: int = 90
    feedback_threshold: int = 5
    last_reference: int = 0
    urgent_number: str = Field(default="999", max_length=160)
    publishes_stories: bool = False
    publishes_register: bool = False
    register_words: str = Field(default="", max_length=400)


class Partner(VersionedRow, table=True):
    """Another organisation, kept as a record inside this one."""

    __table_args__ = (indexed("partner", "name", unique=True),)

    name: str = Field(max_length=160)
    description: str = Field(default="", max_length=400)


class Service(VersionedRow, table=True):
    """Where an idea happens: a ward, a pathway, a team, a place."""

    __table_args__ = (
        indexed("service", "name", unique=True),
        refers("closed_by_id", "person"),
        both_or_neither("closed_at", "closed_by_id"),
    )

    name: str = Field(max_length=160)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by_id: UUID | None = None


class Person(VersionedRow, table=True):
    __table_args__ = (
        indexed("person", "name", "id"),
        indexed("person", "manager_id"),
        refers("manager_id", "person"),
        refers("partner_id", "partner"),
        refers("left_by_id", "person"),
        both_or_neither("left_at", "left_by_id"),
    )

    name: str = Field(max_length=160)
    position: str = Field(default="", max_length=160)
    manager_id: UUID | None = None
    partner_id: UUID | None = None
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    left_by_id: UUID | None = None


class PersonRole(Row, table=True):
    """A role given to a person, in force until it is ended."""

    __tablename__ = "person_role"
    __table_args__ = (
        indexed("person_role", "person_id"),
        indexed("person_role", "role", "person_id"),
        refers("person_id", "person"),
        refers("given_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    person_id: UUID
    role: Role = Field(sa_type=enum_type(Role))
    given_at: datetime = Field(sa_type=UTCDateTime)
    given_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class Profile(VersionedRow, table=True):
    """What a person says of themselves, in their own words; every text may be empty.

    id    of the person
    why   why they do this work; theirs alone unless they share it
    """

    __table_args__ = (refers("id", "person"),)

    cares_about: str = ""
    why: str = ""
    is_why_shared: bool = False
    has_led: str = ""
    has_learnt: str = ""
    has_supported: str = ""


class OfferedSkill(Row, table=True):
    """Something a person is glad to be asked for.

    folded   the name as it is compared
    """

    __tablename__ = "offered_skill"
    __table_args__ = (
        indexed("offered_skill", "person_id", "folded", unique=True),
        indexed("offered_skill", "folded", "person_id"),
        refers("person_id", "person"),
    )

    person_id: UUID
    name: str = Field(max_length=60)
    folded: str = Field(max_length=180)


class Aspiration(VersionedRow, table=True):
    """What a person would like to do and to become; for nobody else, or for their line manager if they say so.

    id   of the person
    """

    __table_args__ = (refers("id", "person"),)

    interests: str = ""
    hopes: str = ""
    is_for_manager: bool = False
