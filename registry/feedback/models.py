from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, enum_type, indexed, refers

IN_ORDER_OF_KEYS = {"sqlite_with_rowid": False}
"""Of tables whose order must tell nothing: SQLite would otherwise keep its rows as they came."""


class Group(StrEnum):
    """How a rater stands to the person; each answers as one of a group."""

    UPWARD = "upward"
    PEERS = "peers"
    MANAGER = "manager"
    PARTNERS = "partners"
    SERVICE_USERS = "service_users"
    SELF = "self"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self][0]

    @property
    def explanation(self) -> str:
        return GROUP_LABELS[self][1]

    @property
    def is_named(self) -> bool:
        """Whether these answer in their own name."""
        return self in {Group.MANAGER, Group.SELF}


GROUP_LABELS = {
    Group.UPWARD: ("People they support", "Whom they lead, manage or sponsor."),
    Group.PEERS: ("Colleagues", "Who work beside them."),
    Group.MANAGER: ("Line manager", "Answers in their own name."),
    Group.PARTNERS: ("Partners", "From another organisation."),
    Group.SERVICE_USERS: ("People who use the service", "Patients, clients, residents and their families."),
    Group.SELF: ("Own view", "What the person says of themselves."),
}


class Round(VersionedRow, table=True):
    """Feedback for one person, asked for until a day. It knows days and nothing finer.

    namer_id    the colleague who is asked to name raters as well; None after they could not
    threshold   how many answers a group needs to be shown; fixed for the life of the round
    results     sealed, once it has closed
    """

    __tablename__ = "feedback_round"
    __table_args__ = (
        indexed("feedback_round", "person_id", "id"),
        indexed("feedback_round", "namer_id", "id"),
        indexed("feedback_round", "closed_on", "closes_on"),
        refers("person_id", "person"),
        refers("namer_id", "person"),
        CheckConstraint("threshold >= 3", name="threshold_never_under_three"),
        CheckConstraint("closes_on > opened_on", name="days_in_order"),
    )

    person_id: UUID
    focus: str = Field(default="", max_length=400)
    namer_id: UUID | None = None
    namer_accepted_on: date | None = None
    threshold: int
    opened_on: date
    closes_on: date
    closed_on: date | None = None
    called_off_on: date | None = None
    results: str | None = None


class Invitation(Row, table=True):
    """A rater who is asked; deleted when the round closes.

    person_id       None for somebody who answers by a link
    taken_back_on   from when they can answer no longer; what they have answered stays
    """

    __tablename__ = "feedback_invitation"
    __table_args__ = (
        indexed("feedback_invitation", "round_id", "person_id", unique=True),
        indexed("feedback_invitation", "person_id", "round_id"),
        refers("round_id", "feedback_round"),
        refers("person_id", "person"),
        refers("named_by_id", "person"),
    )

    round_id: UUID
    group: Group = Field(sa_type=enum_type(Group, "feedback_group"))
    person_id: UUID | None = None
    named_by_id: UUID
    taken_back_on: date | None = None


class RaterLetter(Row, table=True):
    """A letter with a link that has not left yet; deleted when it has, so its moments lie before any use of the link.

    sealed   the address and the link's secret, at one length
    """

    __tablename__ = "feedback_letter"
    __table_args__ = (
        indexed("feedback_letter", "next_try_at", "id"),
        indexed("feedback_letter", "round_id"),
        refers("round_id", "feedback_round"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID
    sealed: str
    next_try_at: datetime = Field(sa_type=UTCDateTime)


class LinkUse(Row, table=True):
    """That the invitation with the same id has been answered; deleted when the round closes."""

    __tablename__ = "feedback_link_use"
    __table_args__ = (refers("id", "feedback_invitation"), IN_ORDER_OF_KEYS)

    used_on: date


class Response(Row, table=True):
    """An answer: sealed, with its group, under a random key; nothing in it or beside it leads to who gave it."""

    __tablename__ = "feedback_response"
    __table_args__ = (indexed("feedback_response", "round_id"), refers("round_id", "feedback_round"), IN_ORDER_OF_KEYS)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID
    sealed: str


class Share(VersionedRow, table=True):
    """Results that the person lets somebody else read, until they take it back.

    groups   whose answers, as their values with blanks between; empty for all
    """

    __tablename__ = "feedback_share"
    __table_args__ = (
        indexed("feedback_share", "round_id", "id"),
        indexed("feedback_share", "person_id", "id"),
        refers("round_id", "feedback_round"),
        refers("person_id", "person"),
    )

    round_id: UUID
    person_id: UUID
    groups: str = Field(default="", max_length=120)
    shared_on: date
    ended_on: date | None = None


class Offer(Row, table=True):
    """That somebody was told that it is time for a round, once each time."""

    __tablename__ = "feedback_offer"
    __table_args__ = (indexed("feedback_offer", "person_id", "offered_on"), refers("person_id", "person"))

    person_id: UUID
    offered_on: date


class PulseAnswer(Row, table=True):
    """How somebody of a team is, this week; deleted when it is over."""

    __tablename__ = "pulse_answer"
    __table_args__ = (indexed("pulse_answer", "idea_id", "week_on"), refers("idea_id", "idea"), IN_ORDER_OF_KEYS)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    idea_id: UUID
    week_on: date
    sealed: str


class PulseUse(Row, table=True):
    """That a person has answered for a team this week; deleted when it is over."""

    __tablename__ = "pulse_use"
    __table_args__ = (
        indexed("pulse_use", "person_id", "idea_id", "week_on", unique=True),
        refers("idea_id", "idea"),
        refers("person_id", "person"),
        IN_ORDER_OF_KEYS,
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    idea_id: UUID
    person_id: UUID
    week_on: date


class PulseWeek(Row, table=True):
    """What a team's week came to, in whole points and rounded by chance, so that no single answer can be worked
    out; None where too few answered.

    is_folded   together with other small teams of its framework
    """

    __tablename__ = "pulse_week"
    __table_args__ = (indexed("pulse_week", "idea_id", "week_on", unique=True), refers("idea_id", "idea"))

    idea_id: UUID
    week_on: date
    energy: int | None = None
    support: int | None = None
    is_folded: bool = False
