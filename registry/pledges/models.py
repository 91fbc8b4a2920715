from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers


class Unit(StrEnum):
    """What a kind is measured in; the value stored is in whole minor units."""

    HOURS = "hours"  # minutes
    MONEY = "money"  # pence
    PIECES = "pieces"  # pieces
    DAYS = "days"  # days
    NONE = "none"

    @property
    def minor_per_unit(self) -> int:
        return {Unit.HOURS: 60, Unit.MONEY: 100}.get(self, 1)


class Kind(StrEnum):
    TIME = "time"
    MONEY = "money"
    DATA = "data"
    EQUIPMENT = "equipment"
    SPACE = "space"
    SKILLS = "skills"
    BARRIER = "barrier"
    INTRODUCTION = "introduction"
    SPONSORSHIP = "sponsorship"
    LINE_MANAGER = "line_manager"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def explanation(self) -> str:
        return KIND_EXPLANATIONS[self]

    @property
    def unit(self) -> Unit:
        return KIND_UNITS[self]


KIND_LABELS = {
    Kind.TIME: "Time",
    Kind.MONEY: "Money",
    Kind.DATA: "Data and analysis",
    Kind.EQUIPMENT: "Equipment",
    Kind.SPACE: "Space",
    Kind.SKILLS: "Skills and coaching",
    Kind.BARRIER: "Removing a barrier",
    Kind.INTRODUCTION: "An introduction",
    Kind.SPONSORSHIP: "Sponsorship",
    Kind.LINE_MANAGER: "Line-manager support",
}

KIND_EXPLANATIONS = {
    Kind.TIME: "Hours of somebody’s work, once or each week.",
    Kind.MONEY: "A sum for what the team needs.",
    Kind.DATA: "Hours of an analyst, or of someone who finds the numbers.",
    Kind.EQUIPMENT: "Things, counted in pieces.",
    Kind.SPACE: "A room or a place, counted in days.",
    Kind.SKILLS: "Hours of teaching, coaching or advice.",
    Kind.BARRIER: "Something stands in the way and can be moved.",
    Kind.INTRODUCTION: "To somebody who can help.",
    Kind.SPONSORSHIP: "An executive who stands behind the idea and clears the way.",
    Kind.LINE_MANAGER: "Protected hours for one person, from their own line manager.",
}

KIND_UNITS = {
    Kind.TIME: Unit.HOURS,
    Kind.DATA: Unit.HOURS,
    Kind.SKILLS: Unit.HOURS,
    Kind.LINE_MANAGER: Unit.HOURS,
    Kind.MONEY: Unit.MONEY,
    Kind.EQUIPMENT: Unit.PIECES,
    Kind.SPACE: Unit.DAYS,
    Kind.BARRIER: Unit.NONE,
    Kind.INTRODUCTION: Unit.NONE,
    Kind.SPONSORSHIP: Unit.NONE,
}


class Side(StrEnum):
    """For whom a pledger promises."""

    SELF = "self"
    ORGANISATION = "organisation"
    PARTNER = "partner"


class PledgeState(StrEnum):
    """Worked out from the pledge's dates and deliveries when read; only what history was told of it is kept."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"

    @property
    def label(self) -> str:
        return PLEDGE_STATE_LABELS[self]


PLEDGE_STATE_LABELS = {
    PledgeState.OFFERED: "Offered",
    PledgeState.ACCEPTED: "Accepted",
    PledgeState.DECLINED: "Declined",
    PledgeState.LAPSED: "Lapsed",
    PledgeState.KEPT: "Kept",
    PledgeState.PARTLY_KEPT: "Partly kept",
    PledgeState.NOT_KEPT: "Not kept",
    PledgeState.UNCONFIRMED: "Unconfirmed",
    PledgeState.WITHDRAWN: "Withdrawn",
    PledgeState.RELEASED: "Released",
}


class AskState(StrEnum):
    """Worked out from accepted pledges when read."""

    OPEN = "open"
    PARTLY_MET = "partly_met"
    MET = "met"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"open": "Open", "partly_met": "Partly met", "met": "Met", "withdrawn": "Withdrawn"}[self.value]


class Ask(VersionedRow, table=True):
    """What a team needs from the organisation.

    quantity_minor   in all, or for each week, in the kind's minor unit; None for kinds without a quantity
    """

    __table_args__ = (
        indexed("ask", "idea_id", "id"),
        indexed("ask", "kind", "idea_id"),
        refers("idea_id", "idea"),
        refers("asked_by_id", "person"),
        refers("withdrawn_by_id", "person"),
        both_or_neither("withdrawn_at", "withdrawn_by_id"),
        CheckConstraint("quantity_minor > 0", name="quantity_is_positive"),
        CheckConstraint("needed_until_on >= needed_from_on", name="dates_in_order"),
    )

    idea_id: UUID
    kind: Kind = Field(sa_type=enum_type(Kind))
    what: str = Field(max_length=400)
    quantity_minor: int | None = None
    is_each_week: bool = False
    needed_from_on: date
    needed_until_on: date | None = None
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by_id: UUID
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_by_id: UUID | None = None


class Verdict(StrEnum):
    """What the team says of a pledge without a quantity, when its time is over."""

    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"


class InTime(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    TOO_LATE = "too_late"

    @property
    def label(self) -> str:
        return {"in_time": "In time", "late": "Late", "too_late": "Too late to be of use"}[self.value]


class Helped(StrEnum):
    MUCH = "much"
    SOME = "some"
    NOT = "not"

    @property
    def label(self) -> str:
        return {"much": "It helped a lot", "some": "It helped somewhat", "not": "It did not help"}[self.value]


class LookBack(Row, table=True):
    """What the team says of a promise when it is over, once and in the name of who says it; its id is the pledge's.

    It changes no state and counts in no sum: the state follows from what came.
    """

    __tablename__ = "look_back"
    __table_args__ = (refers("id", "pledge"), refers("given_by_id", "person"))

    kept: Verdict = Field(sa_type=enum_type(Verdict, "look_back_kept"))
    in_time: InTime = Field(sa_type=enum_type(InTime))
    helped: Helped = Field(sa_type=enum_type(Helped))
    words: str = Field(default="", max_length=400)
    given_at: datetime = Field(sa_type=UTCDateTime)
    given_by_id: UUID


class Pledge(VersionedRow, table=True):
    """A dated promise. Each step of its life happens at most once, and says who and when.

    is_answer                 offered by a sponsor from outside the team, so that it stops the idea's clock
    waited_days               how long the idea had waited when this offer answered it; None where it was not waiting
    helped_person_id          the person named in line-manager support, who alone accepts it and confirms
    withdrawal_effective_on   the last day on which a withdrawn pledge still holds
    framework_id              under which the idea stood when it was offered
    envelope_id, drawn_minor  the framework's envelope that it draws on, and how much of it
    split_from_id             the pledge of which this is a part, since a reduction
    told_state                the last state that time or a number brought and that history was told of
    changes_on                the next day on which time may bring another state; the periodic work looks here
    counted_state             the state when it was last settled; with the three below what sums and lists of many go by
    counted_minor             what it came to then in its whole time
    came_minor                what was confirmed of it by then
    disputed_count            how many deliveries were disputed by then
    """

    __table_args__ = (
        indexed("pledge", "idea_id", "id"),
        indexed("pledge", "pledger_id", "id"),
        indexed("pledge", "changes_on", "id"),
        indexed("pledge", "is_answer", "id"),
        indexed("pledge", "ask_id"),
        indexed("pledge", "helped_person_id"),
        indexed("pledge", "envelope_id"),
        indexed("pledge", "ends_on", "id"),
        indexed("pledge", "framework_id", "ends_on", "id"),
        Index(
            "ix_pledge_withdrawn",
            "organisation_id",
            "withdrawn_at",
            "id",
            sqlite_where=text("withdrawn_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NOT NULL"),
        ),
        refers("idea_id", "idea"),
        refers("ask_id", "ask"),
        refers("pledger_id", "person"),
        refers("partner_id", "partner"),
        refers("helped_person_id", "person"),
        refers("split_from_id", "pledge"),
        refers("framework_id", "framework"),
        refers("envelope_id", "envelope"),
        refers("accepted_by_id", "person"),
        refers("declined_by_id", "person"),
        refers("withdrawn_by_id", "person"),
        refers("released_by_id", "person"),
        refers("verdict_by_id", "person"),
        both_or_neither("accepted_at", "accepted_by_id"),
        both_or_neither("declined_at", "declined_by_id"),
        both_or_neither("withdrawn_at", "withdrawn_by_id"),
        both_or_neither("released_at", "released_by_id"),
        both_or_neither("verdict_at", "verdict_by_id"),
        CheckConstraint("quantity_minor > 0", name="quantity_is_positive"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    idea_id: UUID
    ask_id: UUID | None = None
    pledger_id: UUID
    side: Side = Field(sa_type=enum_type(Side))
    partner_id: UUID | None = None
    helped_person_id: UUID | None = None
    split_from_id: UUID | None = None
    framework_id: UUID | None = None
    envelope_id: UUID | None = None
    drawn_minor: int = Field(default=0, sa_type=BigInteger)
    kind: Kind = Field(sa_type=enum_type(Kind))
    what: str = Field(max_length=400)
    quantity_minor: int | None = None
    is_each_week: bool = False
    starts_on: date
    ends_on: date
    reply_by_on: date
    offered_at: datetime = Field(sa_type=UTCDateTime)
    is_answer: bool = False
    waited_days: int | None = None
    accepted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    accepted_by_id: UUID | None = None
    declined_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    declined_by_id: UUID | None = None
    declined_reason: str = Field(default="", max_length=400)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_by_id: UUID | None = None
    withdrawal_reason: str = Field(default="", max_length=400)
    withdrawal_effective_on: date | None = None
    released_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    released_by_id: UUID | None = None
    verdict: Verdict | None = Field(default=None, sa_type=enum_type(Verdict))
    verdict_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    verdict_by_id: UUID | None = None
    told_state: PledgeState | None = Field(default=None, sa_type=enum_type(PledgeState))
    changes_on: date | None = None
    counted_state: PledgeState = Field(default=PledgeState.OFFERED, sa_type=enum_type(PledgeState, "counted_state"))
    counted_minor: int = Field(default=0, sa_type=BigInteger)
    came_minor: int = Field(default=0, sa_type=BigInteger)
    disputed_count: int = 0


class Undertaking(Row, table=True):
    """What a sponsor or a line manager will do themselves; its id is that of the pledge.

    visit_weeks      visits the team every so many weeks
    clear_days       clears or answers a barrier within so many days
    presents         presents the work with the team
    check_in_weeks   a line manager talks with the person every so many weeks
    """

    __table_args__ = (
        refers("id", "pledge"),
        CheckConstraint("visit_weeks >= 1", name="visits_at_times"),
        CheckConstraint("clear_days >= 1", name="clears_in_time"),
        CheckConstraint("check_in_weeks >= 1", name="checks_in_at_times"),
    )

    visit_weeks: int | None = None
    clear_days: int | None = None
    presents: bool = False
    check_in_weeks: int | None = None


class BarrierOwner(VersionedRow, table=True):
    """A sponsor who took a barrier that a team asked to have removed, until another takes it or it is given back."""

    __tablename__ = "barrier_owner"
    __table_args__ = (
        Index(
            "uq_barrier_owner_standing",
            "organisation_id",
            "ask_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        indexed("barrier_owner", "ask_id", "id"),
        indexed("barrier_owner", "owner_id", "ended_at", "id"),
        refers("ask_id", "ask"),
        refers("owner_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    ask_id: UUID
    owner_id: UUID
    taken_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None
    ended_reason: str = Field(default="", max_length=400)


class PledgeHandOver(VersionedRow, table=True):
    """A sponsor's promises to one idea offered to another sponsor, who accepts or declines.

    pledges_moved   how many promises went on under the new name; 0 until it is accepted
    """

    __tablename__ = "pledge_hand_over"
    __table_args__ = (
        indexed("pledge_hand_over", "idea_id", "id"),
        indexed("pledge_hand_over", "to_id", "id"),
        refers("idea_id", "idea"),
        refers("from_id", "person"),
        refers("to_id", "person"),
        refers("offered_by_id", "person"),
        refers("answered_by_id", "person"),
        refers("taken_back_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
        both_or_neither("taken_back_at", "taken_back_by_id"),
    )

    idea_id: UUID
    from_id: UUID
    to_id: UUID
    words: str = Field(default="", max_length=400)
    offered_at: datetime = Field(sa_type=UTCDateTime)
    offered_by_id: UUID
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    is_accepted: bool = False
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by_id: UUID | None = None
    pledges_moved: int = 0

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None


class Delivery(VersionedRow, table=True):
    """A part of a pledge given, on a day; only the team confirms or disputes it."""

    __table_args__ = (
        indexed("delivery", "pledge_id", "delivered_on"),
        refers("pledge_id", "pledge"),
        refers("recorded_by_id", "person"),
        refers("confirmed_by_id", "person"),
        refers("disputed_by_id", "person"),
        both_or_neither("confirmed_at", "confirmed_by_id"),
        both_or_neither("disputed_at", "disputed_by_id"),
        CheckConstraint("quantity_minor > 0", name="quantity_is_positive"),
    )

    pledge_id: UUID
    quantity_minor: int | None = None
    delivered_on: date
    note: str = Field(default="", max_length=400)
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by_id: UUID
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    confirmed_by_id: UUID | None = None
    disputed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    disputed_by_id: UUID | None = None
    dispute_reason: str = Field(default="", max_length=400)


class WaitingOrder(StrEnum):
    """In which order those who wait for an answer are read; none of them ranks one above another."""

    WAITED = "waited"
    NEWEST = "newest"
    ASKED = "asked"

    @property
    def label(self) -> str:
        return {"waited": "Longest waiting", "newest": "Newest", "asked": "What is asked"}[self.value]


class NotNow(Row, table=True):
    """A sponsor's 'not now' to an idea: an answer, with a reason and a date to look again.

    waited_days   how long the idea had waited for it; None where it was not waiting
    """

    __tablename__ = "not_now"
    __table_args__ = (indexed("not_now", "idea_id", "id"), refers("idea_id", "idea"), refers("said_by_id", "person"))

    idea_id: UUID
    reason: str = Field(max_length=400)
    look_again_on: date
    said_at: datetime = Field(sa_type=UTCDateTime)
    said_by_id: UUID
    waited_days: int | None = None
