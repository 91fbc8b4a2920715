from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from registry.boundaries.models import Answer, CrossingAnswer
from registry.ideas.models import BoundaryStatus
from registry.kit.fields import LongText, MaybeSentence, Sentence


class BoundaryIn(BaseModel):
    sentence: Sentence


class RedrawingIn(BaseModel):
    """New words for a boundary, and why they change."""

    sentence: Sentence
    reason: LongText


class AnswerIn(BaseModel):
    answer: Answer
    note: MaybeSentence = ""


class CrossingAnswerIn(BaseModel):
    """The one answer to a crossing.

    words      what changed, why the work stopped, or why the boundary is redrawn
    sentence   the boundary's new words, when it is redrawn
    """

    answer: CrossingAnswer
    words: LongText
    sentence: MaybeSentence = ""


class WordingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    sentence: str
    reason: str
    proposed_at: datetime
    proposed_by_id: UUID
    agreed_at: datetime | None
    agreed_by_id: UUID | None
    set_aside_at: datetime | None
    set_aside_by_id: UUID | None


class AnswerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    answer: Answer
    note: str
    answered_at: datetime
    answered_by_id: UUID


class CrossingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    opened_at: datetime
    opened_by_id: UUID
    times: int
    answer: CrossingAnswer | None
    words: str
    answered_at: datetime | None
    answered_by_id: UUID | None
    cleared_at: datetime | None


class BoundaryOut(BaseModel):
    """A boundary as it stands.

    sentence       in force, or proposed while none is
    wording        in force; None while nobody has agreed to one
    proposed       waits for the sponsor's agreement
    due_on         the last day on which the newest answer tells; None while the idea is not worked on
    crossing_ids   crossings whose question waits, the oldest first
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    sentence: str
    wording: WordingOut | None
    status: BoundaryStatus
    answer: Answer | None
    note: str
    answered_at: datetime | None
    due_on: date | None
    proposed: WordingOut | None
    crossing_ids: list[UUID]


class BoundaryPageOut(BoundaryOut):
    """One boundary with its past; the newest first."""

    wordings: list[WordingOut]
    answers: list[AnswerOut]
    crossings: list[CrossingOut]
