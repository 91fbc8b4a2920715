from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers


class Stage(StrEnum):
    DRAFT = "draft"
    DISCARDED = "discarded"
    REGISTERED = "registered"
    EXPLORING = "exploring"
    PAUSED = "paused"
    SUSTAINED = "sustained"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]


STAGE_LABELS = {
    Stage.DRAFT: "Draft",
    Stage.DISCARDED: "Discarded",
    Stage.REGISTERED: "Registered",
    Stage.EXPLORING: "Exploring",
    Stage.PAUSED: "Paused",
    Stage.SUSTAINED: "How we work now",
    Stage.ENDED: "Ended",
}

LISTED_STAGES = (Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED, Stage.SUSTAINED, Stage.ENDED)


class BoundaryStatus(StrEnum):
    """How the worst of an idea's boundaries stands; the boundaries room works it out."""

    CLEAR = "clear"
    NEAR = "near"
    CROSSED = "crossed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return "Not known" if self is BoundaryStatus.UNKNOWN else self.value.capitalize()


class Idea(VersionedRow, table=True):
    """What the lead and the team say. Texts may be empty while it is a draft, and `outcome` until it begins.

    outcome       a sentence of its own on the outcome it serves
    outcome_id    the outcome of its framework that it serves
    """

    __table_args__ = (
        indexed("idea", "author_id"),
        indexed("idea", "outcome_id", "id"),
        indexed("idea", "reference_number", unique=True),
        refers("author_id", "person"),
        refers("service_id", "service"),
        refers("outcome_id", "outcome"),
        refers("learning_by_id", "person"),
        both_or_neither("learning_at", "learning_by_id"),
    )

    reference_number: int | None = None
    title: str = Field(default="", max_length=160)
    better: str = ""
    why: str = ""
    outcome: str = Field(default="", max_length=400)
    outcome_id: UUID | None = None
    service_id: UUID | None = None
    author_id: UUID
    learning: str = ""
    learning_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    learning_by_id: UUID | None = None


class IdeaAim(Row, table=True):
    """An aim that an idea serves."""

    __tablename__ = "idea_aim"
    __table_args__ = (
        indexed("idea_aim", "idea_id", "aim_id", unique=True),
        indexed("idea_aim", "aim_id", "idea_id"),
        refers("idea_id", "idea"),
        refers("aim_id", "aim"),
    )

    idea_id: UUID
    aim_id: UUID


class IdeaValue(Row, table=True):
    """A value of the organisation that an idea serves.

    how   in the team's words; empty where it goes without saying
    """

    __tablename__ = "idea_value"
    __table_args__ = (
        indexed("idea_value", "idea_id", "value_id", unique=True),
        indexed("idea_value", "value_id", "idea_id"),
        refers("idea_id", "idea"),
        refers("value_id", "value"),
    )

    idea_id: UUID
    value_id: UUID
    how: str = Field(default="", max_length=400)


class SoughtSkill(Row, table=True):
    """A skill that a team looks for among colleagues.

    folded   the name as it is compared
    """

    __tablename__ = "sought_skill"
    __table_args__ = (
        indexed("sought_skill", "idea_id", "folded", unique=True),
        indexed("sought_skill", "folded", "idea_id"),
        refers("idea_id", "idea"),
    )

    idea_id: UUID
    name: str = Field(max_length=60)
    folded: str = Field(max_length=180)


class State(Row, table=True):
    """A stage the idea came to, when and by whom; the last row is its present one."""

    __table_args__ = (
        indexed("state", "idea_id", "id"),
        indexed("state", "stage", "at", "idea_id"),
        refers("idea_id", "idea"),
        refers("by_id", "person"),
    )

    idea_id: UUID
    stage: Stage = Field(sa_type=enum_type(Stage))
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: UUID


class JoinedBy(StrEnum):
    AUTHOR = "author"
    ASKING = "asking"
    INVITATION = "invitation"


class Teammate(VersionedRow, table=True):
    """A person's place in a team: asked for or offered, then answered by the other side, left when they wish.

    opened     by the person who asks, or by the lead who invites
    answered   by the lead, or by the person invited; `is_accepted` says how
    answer     a word with a no, for the one who asked or invited and for nobody else
    """

    __table_args__ = (
        indexed("teammate", "idea_id", "person_id"),
        indexed("teammate", "person_id", "idea_id"),
        refers("idea_id", "idea"),
        refers("person_id", "person"),
        refers("opened_by_id", "person"),
        refers("answered_by_id", "person"),
        refers("left_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
        both_or_neither("left_at", "left_by_id"),
    )

    idea_id: UUID
    person_id: UUID
    is_lead: bool = False
    joined_by: JoinedBy = Field(sa_type=enum_type(JoinedBy))
    words: str = Field(default="", max_length=400)
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: UUID
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    is_accepted: bool = False
    answer: str = Field(default="", max_length=160)
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    left_by_id: UUID | None = None

    @property
    def is_member(self) -> bool:
        return self.is_accepted and self.left_at is None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.left_at is None


class IdeaShare(Row, table=True):
    """An idea that its lead shares with a partner organisation, whose people otherwise see none."""

    __tablename__ = "idea_share"
    __table_args__ = (
        indexed("idea_share", "idea_id", "partner_id"),
        indexed("idea_share", "partner_id", "idea_id"),
        refers("idea_id", "idea"),
        refers("partner_id", "partner"),
        refers("shared_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    idea_id: UUID
    partner_id: UUID
    shared_at: datetime = Field(sa_type=UTCDateTime)
    shared_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None


class IdeaFramework(Row, table=True):
    """A holding framework that an idea joined, until it left; the newest row that is not left is its present one.

    version_id   the framework's version that its lead accepted last
    """

    __tablename__ = "idea_framework"
    __table_args__ = (
        indexed("idea_framework", "idea_id", "id"),
        indexed("idea_framework", "framework_id", "idea_id"),
        refers("idea_id", "idea"),
        refers("framework_id", "framework"),
        refers("version_id", "framework_version"),
        refers("joined_by_id", "person"),
        refers("left_by_id", "person"),
        both_or_neither("left_at", "left_by_id"),
    )

    idea_id: UUID
    framework_id: UUID
    version_id: UUID
    joined_at: datetime = Field(sa_type=UTCDateTime)
    joined_by_id: UUID
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    left_by_id: UUID | None = None


class Adoption(Row, table=True):
    """An idea that a team began from another one, and the other one; the link stays whatever becomes of either.

    id        of the idea that was begun
    from_id   the idea it was begun from, sustained or ended then
    """

    __table_args__ = (
        indexed("adoption", "from_id", "id"),
        refers("id", "idea"),
        refers("from_id", "idea"),
        CheckConstraint("id <> from_id", name="of_another"),
    )

    from_id: UUID


class DiscretionClaim(VersionedRow, table=True):
    """What an idea's lead says of how it lies inside an area of discretion; needs nobody's approval.

    handed_back   by the lead, before the idea begins
    """

    __tablename__ = "discretion_claim"
    __table_args__ = (
        indexed("discretion_claim", "idea_id", "id"),
        indexed("discretion_claim", "discretion_id", "id"),
        refers("idea_id", "idea"),
        refers("discretion_id", "discretion"),
        refers("claimed_by_id", "person"),
        refers("handed_back_by_id", "person"),
        both_or_neither("handed_back_at", "handed_back_by_id"),
    )

    idea_id: UUID
    discretion_id: UUID
    sentence: str = Field(max_length=400)
    claimed_at: datetime = Field(sa_type=UTCDateTime)
    claimed_by_id: UUID
    handed_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    handed_back_by_id: UUID | None = None


class VersionAcceptance(Row, table=True):
    """A version of its framework that an idea accepted, by joining or later; the version is in use from then on."""

    __tablename__ = "version_acceptance"
    __table_args__ = (
        indexed("version_acceptance", "idea_id", "id"),
        indexed("version_acceptance", "version_id", "id"),
        refers("idea_id", "idea"),
        refers("version_id", "framework_version"),
        refers("accepted_by_id", "person"),
    )

    idea_id: UUID
    version_id: UUID
    accepted_at: datetime = Field(sa_type=UTCDateTime)
    accepted_by_id: UUID


class LeadHandOver(VersionedRow, table=True):
    """An idea's lead offered to another clinician, who accepts or declines; the lead may take the offer back."""

    __tablename__ = "lead_hand_over"
    __table_args__ = (
        indexed("lead_hand_over", "idea_id", "id"),
        indexed("lead_hand_over", "to_id", "id"),
        refers("idea_id", "idea"),
        refers("to_id", "person"),
        refers("offered_by_id", "person"),
        refers("answered_by_id", "person"),
        refers("taken_back_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
        both_or_neither("taken_back_at", "taken_back_by_id"),
    )

    idea_id: UUID
    to_id: UUID
    words: str = Field(default="", max_length=400)
    offered_at: datetime = Field(sa_type=UTCDateTime)
    offered_by_id: UUID
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    is_accepted: bool = False
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.taken_back_at is None


class StandingOwner(VersionedRow, table=True):
    """Who keeps an idea that is how people work now: asked, and theirs once accepted, until they give it up."""

    __tablename__ = "standing_owner"
    __table_args__ = (
        indexed("standing_owner", "idea_id", "id"),
        indexed("standing_owner", "owner_id", "id"),
        refers("idea_id", "idea"),
        refers("owner_id", "person"),
        refers("asked_by_id", "person"),
        refers("answered_by_id", "person"),
        refers("taken_back_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
        both_or_neither("taken_back_at", "taken_back_by_id"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    idea_id: UUID
    owner_id: UUID
    words: str = Field(default="", max_length=400)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by_id: UUID
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    is_accepted: bool = False
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by_id: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Asked, and without an answer."""
        return self.answered_at is None and self.taken_back_at is None and self.ended_at is None

    @property
    def is_in_force(self) -> bool:
        return self.is_accepted and self.ended_at is None


class Question(VersionedRow, table=True):
    """What somebody wants to know of an idea, or its team of a sponsor; answered once.

    to_id   the sponsor who is asked by the team; None where the team is asked
    """

    __table_args__ = (
        indexed("question", "idea_id", "id"),
        indexed("question", "to_id", "answered_at", "id"),
        indexed("question", "answered_at", "id"),
        refers("idea_id", "idea"),
        refers("to_id", "person"),
        refers("asked_by_id", "person"),
        refers("answered_by_id", "person"),
        refers("taken_back_by_id", "person"),
        both_or_neither("answered_at", "answered_by_id"),
        both_or_neither("taken_back_at", "taken_back_by_id"),
    )

    idea_id: UUID
    to_id: UUID | None = None
    words: str
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by_id: UUID
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by_id: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by_id: UUID | None = None


class IdeaSummary(Row, table=True):
    """What lists of ideas filter, sort and show; its id is the idea's. Drafts have none.

    waits_since_on   the day from which the days waited count; None when nobody owes an answer
    waits_from_on    the day from which it stands in the queue: a 'not now' or an open offer puts it in the future
    """

    __tablename__ = "idea_summary"
    __table_args__ = (
        indexed("idea_summary", "registered_at", "id"),
        indexed("idea_summary", "stage", "registered_at", "id"),
        indexed("idea_summary", "service_id", "registered_at", "id"),
        indexed("idea_summary", "waits_since_on", "id", "waits_from_on"),  # counts those who wait without their rows
        Index(
            "ix_idea_summary_waiting_newest",
            "organisation_id",
            "registered_at",
            "id",
            sqlite_where=text("waits_since_on IS NOT NULL"),
            postgresql_where=text("waits_since_on IS NOT NULL"),
        ),
        indexed("idea_summary", "sponsor_id", "id"),
        indexed("idea_summary", "worst_boundary", "id"),
        indexed("idea_summary", "framework_id", "registered_at", "id"),
        refers("id", "idea"),
        refers("lead_id", "person"),
        refers("sponsor_id", "person"),
        refers("service_id", "service"),
        refers("framework_id", "framework"),
        refers("discretion_id", "discretion"),
    )

    reference_number: int
    title: str = Field(max_length=160)
    better: str = Field(max_length=200)
    stage: Stage = Field(sa_type=enum_type(Stage))
    lead_id: UUID | None = None
    service_id: UUID | None = None
    registered_at: datetime = Field(sa_type=UTCDateTime)
    waits_since_on: date | None = None
    waits_from_on: date | None = None
    sponsor_id: UUID | None = None
    framework_id: UUID | None = None
    discretion_id: UUID | None = None
    last_update_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    worst_boundary: BoundaryStatus | None = Field(default=None, sa_type=enum_type(BoundaryStatus))
