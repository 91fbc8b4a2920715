from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers

DIRECTION_LENGTH = 280


class Subsystem(StrEnum):
    """What kind of local subsystem a framework holds, from the widest to the nearest."""

    ORGANISATION = "organisation"
    SERVICE = "service"
    PATHWAY = "pathway"
    PLACE = "place"

    @property
    def label(self) -> str:
        return "The whole organisation" if self is Subsystem.ORGANISATION else f"A {self.value}"


class Framework(VersionedRow, table=True):
    """What holds the ideas of a local subsystem together.

    held         the name of the local subsystem, such as 'Older people's wards'
    parent_id        the wider framework in which it is nested
    starts_on        from when it holds
    review_on        when its stewards look at it again
    told_review_on   the review date of which history was told, once it had come
    """

    __table_args__ = (
        indexed("framework", "name", unique=True),
        indexed("framework", "parent_id"),
        indexed("framework", "review_on", "id"),
        refers("parent_id", "framework"),
        refers("opened_by_id", "person"),
    )

    name: str = Field(max_length=160)
    subsystem: Subsystem = Field(sa_type=enum_type(Subsystem))
    held: str = Field(max_length=160)
    parent_id: UUID | None = None
    direction: str = Field(max_length=DIRECTION_LENGTH)
    starts_on: date
    review_on: date
    told_review_on: date | None = None
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: UUID


class FrameworkVersion(VersionedRow, table=True):
    """What a framework says, as ideas accept it; one that is not published yet is being prepared.

    number          1 for the first; the one being prepared has the next number
    reason          what changed and why, in the words of whoever published it
    in_use_since_at from when an idea has accepted it: from then on it is not changed any more
    superseded_at   since when a newer one is published
    """

    __tablename__ = "framework_version"
    __table_args__ = (
        indexed("framework_version", "framework_id", "number", unique=True),
        refers("framework_id", "framework"),
        refers("begun_by_id", "person"),
        refers("published_by_id", "person"),
        both_or_neither("published_at", "published_by_id"),
        CheckConstraint("superseded_at IS NULL OR published_at IS NOT NULL", name="published_before_superseded"),
        CheckConstraint("number >= 1", name="counted_from_one"),
    )

    framework_id: UUID
    number: int
    name: str = Field(max_length=160)
    held: str = Field(max_length=160)
    direction: str = Field(max_length=DIRECTION_LENGTH)
    reason: str = Field(default="", max_length=4000)
    begun_at: datetime = Field(sa_type=UTCDateTime)
    begun_by_id: UUID
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    published_by_id: UUID | None = None
    in_use_since_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class VersionOutcome(VersionedRow, table=True):
    """An outcome as one version of its framework words it."""

    __tablename__ = "version_outcome"
    __table_args__ = (
        indexed("version_outcome", "version_id", "outcome_id", unique=True),
        refers("version_id", "framework_version"),
        refers("outcome_id", "outcome"),
        refers("aim_id", "aim"),
    )

    version_id: UUID
    outcome_id: UUID
    sentence: str = Field(max_length=400)
    aim_id: UUID | None = None


class Outcome(VersionedRow, table=True):
    """What a framework wants to be true, in a sentence; ideas name the one they serve.

    Its words are those of the newest published version; it has ended when that version no longer names it.
    """

    __table_args__ = (
        indexed("outcome", "framework_id", "id"),
        refers("framework_id", "framework"),
        refers("aim_id", "aim"),
        refers("set_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    framework_id: UUID
    sentence: str = Field(max_length=400)
    aim_id: UUID | None = None
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class Stewardship(Row, table=True):
    """A person who keeps a framework, until it ends."""

    __table_args__ = (
        indexed("stewardship", "framework_id", "id"),
        indexed("stewardship", "person_id", "framework_id"),
        refers("framework_id", "framework"),
        refers("person_id", "person"),
        refers("given_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    framework_id: UUID
    person_id: UUID
    given_at: datetime = Field(sa_type=UTCDateTime)
    given_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class Envelope(VersionedRow, table=True):
    """What a framework has to give in a period, of one kind; pledges to its ideas draw on it.

    kind            one of `pledges.models.Kind` that has an amount; kept as its word, since the ledger stands above
    amount_minor    in the kind's minor unit
    drawn_minor     what pledges have drawn and not given back; the database itself refuses more than there is
    """

    __table_args__ = (
        indexed("envelope", "framework_id", "kind", "starts_on"),
        refers("framework_id", "framework"),
        refers("set_by_id", "person"),
        refers("closed_by_id", "person"),
        both_or_neither("closed_at", "closed_by_id"),
        CheckConstraint("amount_minor > 0", name="amount_is_positive"),
        CheckConstraint("drawn_minor >= 0 AND drawn_minor <= amount_minor", name="never_overdrawn"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    framework_id: UUID
    kind: str = Field(max_length=32)
    amount_minor: int = Field(sa_type=BigInteger)
    drawn_minor: int = Field(default=0, sa_type=BigInteger)
    starts_on: date
    ends_on: date
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by_id: UUID | None = None


class Discretion(VersionedRow, table=True):
    """An area in which people may act without asking, declared by a member of the board in their own name.

    sentence                what people may do: it follows 'You may'
    money_limit_pence       at most in all; None sets no limit
    time_limit_minutes      at most in all; None sets no limit
    framework_id            of the local subsystem to which it belongs; None for all
    ends_on                 the last day on which it can be claimed or begun under
    """

    __table_args__ = (
        indexed("discretion", "ends_on", "id"),
        indexed("discretion", "framework_id", "id"),
        refers("framework_id", "framework"),
        refers("declared_by_id", "person"),
        refers("withdrawn_by_id", "person"),
        both_or_neither("withdrawn_at", "withdrawn_by_id"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    sentence: str = Field(max_length=400)
    money_limit_pence: int | None = Field(default=None, sa_type=BigInteger)
    time_limit_minutes: int | None = Field(default=None, sa_type=BigInteger)
    other_limits: str = Field(default="", max_length=400)
    excluded: str = Field(default="", max_length=400)
    framework_id: UUID | None = None
    starts_on: date
    ends_on: date
    declared_at: datetime = Field(sa_type=UTCDateTime)
    declared_by_id: UUID
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_by_id: UUID | None = None
    withdrawn_reason: str = Field(default="", max_length=400)


class DiscretionPlace(Row, table=True):
    """A service to which an area is kept; an area without any holds everywhere."""

    __tablename__ = "discretion_place"
    __table_args__ = (
        indexed("discretion_place", "discretion_id", "service_id", unique=True),
        refers("discretion_id", "discretion"),
        refers("service_id", "service"),
    )

    discretion_id: UUID
    service_id: UUID


class DiscretionAim(Row, table=True):
    """An aim that an area serves."""

    __tablename__ = "discretion_aim"
    __table_args__ = (
        indexed("discretion_aim", "discretion_id", "aim_id", unique=True),
        refers("discretion_id", "discretion"),
        refers("aim_id", "aim"),
    )

    discretion_id: UUID
    aim_id: UUID
