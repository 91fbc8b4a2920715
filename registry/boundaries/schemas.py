from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from registry.boundaries.models import ANSWER_DAYS, Answer, BoundaryKind, Comparison, CrossingAnswer
from registry.boundaries.rules.drawing import ANSWER_DAYS_AT_MOST, POINTS_AT_MOST
from registry.boundaries.rules.watching import Terms
from registry.ideas.models import BoundaryStatus
from registry.kit.fields import LongText, MaybeId, MaybeSentence, Typed, asked, blank_is_none
from registry.measures.schemas import Number
from registry.pledges.schemas import PledgeIn, PledgeOut


class Limits(BaseModel):
    """What numbers are asked for, in the measure's unit; nothing of a declared boundary.

    points_in_a_row   so many numbers beyond the limit, one after another, make a crossing
    """

    limit_value: Number = None
    margin: Number = None
    points_in_a_row: Annotated[int, BeforeValidator(lambda written: written or 1), Field(ge=1, le=POINTS_AT_MOST)] = 1

    def terms(self, comparison: Comparison | None) -> Terms | None:
        """None where the limit, or on which side of it the boundary is kept, is not said."""
        if comparison is None or self.limit_value is None:
            return None
        return Terms(comparison, self.limit_value, self.margin, self.points_in_a_row)


class Watched(BaseModel):
    """How one knows whether a boundary is kept.

    measure_id   measured: the one that tells
    comparison   measured: on which side of the limit it is kept
    """

    kind: BoundaryKind = BoundaryKind.DECLARED
    measure_id: MaybeId = None
    comparison: Annotated[Comparison | None, BeforeValidator(blank_is_none)] = None


class BoundaryIn(Limits, Watched):
    """A boundary as it is drawn; its fields stand in the order of the form, those of `Watched` first.

    narrows_id    the framework's boundary that it narrows
    sentence      of a measured one it may be left out; then it is made from the terms
    answer_days   declared: for so many days an answer tells
    """

    narrows_id: MaybeId = None
    sentence: MaybeSentence = ""
    answer_days: Annotated[
        int, BeforeValidator(lambda written: written or ANSWER_DAYS), Field(ge=1, le=ANSWER_DAYS_AT_MOST)
    ] = ANSWER_DAYS


MaybeDays = Annotated[Annotated[int, Field(ge=1, le=ANSWER_DAYS_AT_MOST)] | None, BeforeValidator(blank_is_none)]


class OfferIn(PledgeIn):
    """An offer, and the boundaries while which are kept it holds; a promise has no other conditions."""

    boundary_ids: set[UUID] = Field(default_factory=set)


class RedrawingIn(Limits, Typed):
    """New words and terms for a boundary, and why they change; on which side of its limit it is kept stays.

    answer_days   declared: left out, an answer tells for as long as before
    """

    sentence: MaybeSentence = ""
    answer_days: MaybeDays = None
    reason: Annotated[LongText, asked("Say why it changes.")]


class PublishingIn(Typed):
    """What changed in a framework's version, and why; its leads read this first."""

    reason: Annotated[LongText, asked("Say in a sentence what changed and why.")]


class AcceptanceIn(Typed):
    """The version that the lead was shown; a newer one published meanwhile is looked at first."""

    version_id: Annotated[UUID, asked("Say which version you accept.")]


class ChoiceIn(Typed):
    """The measure that tells in an idea for a framework's boundary."""

    measure_id: Annotated[UUID, asked("Choose the measure that tells.")]


class AnswerIn(Typed):
    answer: Annotated[Answer, asked("Say whether it was kept.")]
    note: MaybeSentence = ""


class Followed(Typed):
    """
    words   what changed, why the work stopped, or why the boundary is redrawn
    """

    answer: Annotated[CrossingAnswer, asked("Say what you did.")]
    words: Annotated[LongText, asked("Say in your own words what followed.")]


class CrossingAnswerIn(Limits, Followed):
    """The one answer to a crossing; its fields stand in the order of the form, those of `Followed` first.

    sentence      the boundary's new words, when it is redrawn; with new limits where it is measured
    answer_days   declared, when it is redrawn; left out, an answer tells for as long as before
    """

    sentence: MaybeSentence = ""
    answer_days: MaybeDays = None

    @property
    def redrawing(self) -> RedrawingIn:
        limits = self.model_dump(include=set(Limits.model_fields))
        return RedrawingIn(sentence=self.sentence, answer_days=self.answer_days, reason=self.words, **limits)


class WordingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    sentence: str
    comparison: Comparison | None
    limit_value: Decimal | None
    margin: Decimal | None
    points_in_a_row: int | None
    answer_days: int | None
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
    opened_by_id: UUID | None
    first_on: date | None
    last_on: date | None
    times: int
    answer: CrossingAnswer | None
    words: str
    answered_at: datetime | None
    answered_by_id: UUID | None
    cleared_at: datetime | None


class BoundaryOut(BaseModel):
    """A boundary as it stands.

    sentence       in force, or proposed while none is
    answer_days    declared: for so many days an answer to these words tells
    wording        in force; None while nobody has agreed to one
    proposed       waits for the sponsor's agreement
    idea_id        whose standing this is; None where it is told of a framework
    framework_id   of whose framework it is; None for one of the idea's own
    watch_id       where the team answers a framework's boundary, and chooses the measure that tells
    measure_id     the measure that tells; None of a declared boundary and while none is chosen
    due_on         the last day on which the newest answer or number tells; None while the idea is not worked on
    crossing_ids   crossings whose question waits, the oldest first
    advice         where its newest words prescribe a method, and why that matters; otherwise empty
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID | None
    framework_id: UUID | None
    kind: BoundaryKind
    sentence: str
    answer_days: int
    watch_id: UUID | None
    measure_id: UUID | None
    last_value: Decimal | None
    last_on: date | None
    wording: WordingOut | None
    status: BoundaryStatus
    answer: Answer | None
    note: str
    answered_at: datetime | None
    due_on: date | None
    proposed: WordingOut | None
    crossing_ids: list[UUID]
    advice: str


class IdeaUnderOut(BaseModel):
    """How an idea stands under a framework's boundary; `id` is that of the watch."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    idea_reference: str
    idea_title: str
    status: BoundaryStatus
    last_value: Decimal | None
    last_on: date | None


class BoundaryPageOut(BoundaryOut):
    """One boundary with its past; the newest first."""

    wordings: list[WordingOut]
    answers: list[AnswerOut]
    crossings: list[CrossingOut]


class ConditionOut(BaseModel):
    """A boundary on which a promise rests, and how it stands; None where the idea stands under it no longer."""

    model_config = ConfigDict(from_attributes=True)

    boundary_id: UUID
    sentence: str
    status: BoundaryStatus | None


class OfferOut(PledgeOut):
    """A promise with its conditions."""

    conditions: list[ConditionOut]


class DifferenceOut(BaseModel):
    """
    what     changed, such as 'Direction' or 'Boundary'
    was      empty where it is new
    became   empty where it is left out
    advice   where an outcome or a boundary prescribes a method, and why that matters; otherwise empty
    """

    model_config = ConfigDict(from_attributes=True)

    what: str
    was: str
    became: str
    advice: str


class PreparationOut(BaseModel):
    """What the next version of a framework would change."""

    model_config = ConfigDict(from_attributes=True)

    differences: list[DifferenceOut]


class VersionOut(BaseModel):
    """A published version of a framework, and what it changed from the one before."""

    id: UUID
    number: int
    name: str
    held: str
    direction: str
    reason: str
    published_at: datetime | None
    published_by_id: UUID | None
    differences: list[DifferenceOut]


class BehindOut(BaseModel):
    """An open idea that keeps an older version of its framework than the newest; `number` is the one it keeps."""

    model_config = ConfigDict(from_attributes=True)

    idea_id: UUID
    title: str
    number: int


class NewerOut(BaseModel):
    """A newer version than an idea accepted; without an id where it stands under the newest.

    no_longer_narrower   boundaries of the idea's own that would be wider than the framework's
    """

    version_id: UUID | None
    number: int | None
    reason: str
    differences: list[DifferenceOut]
    no_longer_narrower: list[str]
