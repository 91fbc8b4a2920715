from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, indexed, refers


class LicenceState(StrEnum):
    """How a licence stands today; never stored, always worked out."""

    REQUESTED = "requested"
    REFUSED = "refused"
    AHEAD = "ahead"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    HANDED_BACK = "handed_back"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    LicenceState.REQUESTED: "Requested",
    LicenceState.REFUSED: "Refused",
    LicenceState.AHEAD: "Granted, not in force yet",
    LicenceState.IN_FORCE: "In force",
    LicenceState.EXPIRED: "Expired",
    LicenceState.REVOKED: "Revoked",
    LicenceState.HANDED_BACK: "Handed back",
}


class Turf(VersionedRow, table=True):
    """The ground of a partner organisation on which an idea works; its id is the idea's.

    place              as people call it; several are told apart by commas
    told_outside_on    when it was told that no licence covers it; empty while one does
    """

    __table_args__ = (
        indexed("turf", "partner_id", "id"),
        refers("id", "idea"),
        refers("partner_id", "partner"),
        refers("named_by_id", "person"),
    )

    partner_id: UUID
    place: str = Field(max_length=160)
    named_at: datetime = Field(sa_type=UTCDateTime)
    named_by_id: UUID
    told_outside_on: date | None = None


class Licence(VersionedRow, table=True):
    """Leave to work on somebody else's ground; both days belong to it.

    partner_id          who grants it, or on our own ground who asks for it
    idea_id             the idea for which the lead asks; None on our own ground, which a partner asks for
    follows_id          the licence that it renews
    revoked_by_giver_id by whom, where they have no account
    touches             which data or people
    told_ending_on      when it was told that the end is near, `told_over_on` that it has come
    """

    __table_args__ = (
        indexed("licence", "partner_id", "id"),
        indexed("licence", "idea_id", "id"),
        indexed("licence", "ends_on", "id"),
        indexed("licence", "follows_id", "id"),
        refers("partner_id", "partner"),
        refers("idea_id", "idea"),
        refers("follows_id", "licence"),
        refers("requested_by_id", "person"),
        refers("revoked_by_id", "person"),
        refers("revoked_by_giver_id", "giver"),
        refers("handed_back_by_id", "person"),
        CheckConstraint(
            "(CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END) = "
            "(CASE WHEN revoked_by_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN revoked_by_giver_id IS NULL THEN 0 ELSE 1 END)",
            name="revoked_at_with_revoked_by_id_or_giver_id",
        ),
        both_or_neither("handed_back_at", "handed_back_by_id"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    partner_id: UUID
    idea_id: UUID | None = None
    follows_id: UUID | None = None
    purpose: str = Field(max_length=400)
    place: str = Field(max_length=160)
    touches: str = Field(max_length=400)
    starts_on: date
    ends_on: date
    requested_at: datetime = Field(sa_type=UTCDateTime)
    requested_by_id: UUID
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_by_id: UUID | None = None
    revoked_by_giver_id: UUID | None = None
    revoked_reason: str = Field(default="", max_length=400)
    handed_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    handed_back_by_id: UUID | None = None
    told_ending_on: date | None = None
    told_over_on: date | None = None

    @property
    def is_on_our_ground(self) -> bool:
        return self.idea_id is None


class LicenceCondition(Row, table=True):
    """A condition of a licence.

    is_agreed   set with the decision; otherwise proposed with the request
    number      in the order in which they were written, from 1
    """

    __tablename__ = "licence_condition"
    __table_args__ = (
        indexed("licence_condition", "licence_id", "is_agreed", "number", unique=True),
        refers("licence_id", "licence"),
    )

    licence_id: UUID
    is_agreed: bool
    number: int
    sentence: str = Field(max_length=400)


class Giver(VersionedRow, table=True):
    """Somebody of a partner who grants licences without an account, known by where their letters go.

    They read what they granted, and take it back, through a private link of which one at a time works.

    address       emptied when nothing that they granted lasts any longer; then their links lead nowhere
    link_number   of the newest link; those before it, and one whose time is over, lead to the way to a fresh one
    sent_at       when the letter with the newest link left; until then it is tried again at `next_try_at`
    """

    __table_args__ = (
        indexed("giver", "partner_id", "id"),
        indexed("giver", "sent_at", "next_try_at"),
        indexed("giver", "expires_at", "id"),
        refers("partner_id", "partner"),
    )

    partner_id: UUID
    address: str = Field(max_length=254)
    link_number: int
    made_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    next_try_at: datetime = Field(sa_type=UTCDateTime)


class DecisionLink(VersionedRow, table=True):
    """A single-use link to one request, sent to somebody of the partner who needs no account.

    address     where the letter goes; emptied when the link has ended
    ended_at    it was used, or a newer one took its place, or its date came
    sent_at     when the letter left; until then it is tried again at `next_try_at`
    """

    __tablename__ = "decision_link"
    __table_args__ = (
        indexed("decision_link", "licence_id", "id"),
        indexed("decision_link", "sent_at", "next_try_at"),
        indexed("decision_link", "ended_at", "expires_at"),
        refers("licence_id", "licence"),
        refers("made_by_id", "person"),
    )

    licence_id: UUID
    address: str = Field(max_length=254)
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by_id: UUID
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    next_try_at: datetime = Field(sa_type=UTCDateTime)


class LicenceDecision(Row, table=True):
    """The one answer to a request, whoever gave it.

    by_id      of somebody who was signed in; None for a guest, whose link then stands in `link_id`
    giver_id   of a guest who granted it
    wording    the exact words that were granted or refused
    """

    __tablename__ = "licence_decision"
    __table_args__ = (
        indexed("licence_decision", "licence_id", unique=True),
        refers("licence_id", "licence"),
        refers("by_id", "person"),
        refers("link_id", "decision_link"),
        refers("giver_id", "giver"),
        indexed("licence_decision", "giver_id", "licence_id"),
        CheckConstraint("(by_id IS NULL) <> (link_id IS NULL)", name="by_person_or_link"),
    )

    licence_id: UUID
    is_granted: bool
    name: str = Field(max_length=160)
    position: str = Field(max_length=160)
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: UUID | None = None
    link_id: UUID | None = None
    giver_id: UUID | None = None
    reason: str = Field(default="", max_length=400)
    wording: str
