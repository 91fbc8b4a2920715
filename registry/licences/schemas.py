from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from registry.accounts.schemas import Email
from registry.ideas.models import Stage
from registry.kit.fields import Day, Line, MaybeId, MaybeLine, MaybeLongText, MaybeSentence, Sentence, Typed, asked
from registry.licences.models import LicenceState


def _one(address: str) -> str:
    if any(letter in address for letter in ',;<>"()'):
        raise PydanticCustomError("email", "Write one e-mail address, such as name@example.org.")
    return address


Address = Annotated[Email, AfterValidator(_one)]


class TurfIn(BaseModel):
    """
    partner_id   whose ground it is; None where the idea works on no other organisation's
    place        several are told apart by commas
    """

    partner_id: MaybeId = None
    place: MaybeLine = ""


class LicenceIn(Typed):
    """
    touches      which data or people
    conditions   proposed ones, one on each line
    """

    purpose: Annotated[Sentence, asked("Say what the licence is for.")]
    place: Annotated[Line, asked("Say where it is to hold.")]
    starts_on: Annotated[Day, asked("Say from which day.")]
    ends_on: Annotated[Day, asked("Say until which day.")]
    touches: Annotated[Sentence, asked("Say which data or people it touches.")]
    conditions: MaybeLongText = ""


class LinkIn(Typed):
    address: Annotated[Address, asked("Write the e-mail address of whoever decides there.")]


class DecisionIn(Typed):
    """
    name         of a guest; whoever is signed in decides in their own name
    conditions   one on each line; those proposed, or others
    reason       of a refusal
    agreed       the digest of the wording that was shown; a form asks for it, a program may leave it out
    """

    is_granted: Annotated[bool, asked("Say whether you grant it.")]
    name: MaybeLine = ""
    position: MaybeLine = ""
    conditions: MaybeLongText = ""
    reason: MaybeSentence = ""
    agreed: MaybeLine = ""


class RevocationIn(Typed):
    reason: Annotated[Sentence, asked("Say why, so that the team understands.")]


class TurfOut(BaseModel):
    idea_id: UUID
    partner_id: UUID | None
    partner_name: str
    place: str
    objection: str = Field(description="Why no licence lets the idea work there today; empty where one does.")


class LicenceDecisionOut(BaseModel):
    is_granted: bool
    name: str
    position: str
    at: datetime
    reason: str
    wording: str
    by_link: bool


class LicenceOut(BaseModel):
    """
    idea_id      for which it was asked; a partner's people are not told
    conditions   those agreed to; before the decision those proposed
    """

    id: UUID
    version: int
    partner_id: UUID
    partner_name: str
    idea_id: UUID | None
    follows_id: UUID | None
    purpose: str
    place: str
    touches: str
    starts_on: date
    ends_on: date
    conditions: list[str]
    state: LicenceState
    is_on_our_ground: bool
    requested_at: datetime
    requested_by_id: UUID
    decision: LicenceDecisionOut | None
    revoked_at: datetime | None
    revoked_reason: str
    handed_back_at: datetime | None


class LinkOut(BaseModel):
    """The link itself stands in the letter alone."""

    licence_id: UUID
    made_at: datetime
    expires_at: datetime


class RestingIdeaOut(BaseModel):
    """What a partner learns of an idea that rests on its licence."""

    title: str
    better: str
    stage: Stage
    learning: str


class PartnerOut(BaseModel):
    id: UUID
    name: str
    description: str
    in_force: int
    waiting: int
