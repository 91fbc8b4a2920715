from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.fields import (
    Line,
    LongText,
    MaybeId,
    MaybeLine,
    MaybeLongText,
    MaybeSentence,
    Sentence,
    SkillNames,
    Typed,
    asked,
)


class DraftIn(BaseModel):
    """What is kept while someone writes; everything may still be missing."""

    title: MaybeLine = ""
    better: MaybeLongText = ""
    why: MaybeLongText = ""
    outcome: MaybeSentence = ""
    outcome_id: MaybeId = None
    service_id: UUID | None = None
    aim_ids: set[UUID] = Field(default_factory=set)


class IdeaIn(Typed):
    """An idea as it is registered or edited: three texts, the rest when there is time.

    outcome      a sentence of its own
    outcome_id   of the framework under which it stands
    """

    title: Annotated[Line, asked("Give your idea a title.")]
    better: Annotated[LongText, asked("Say what would be better, and for whom.")]
    why: Annotated[LongText, asked("Say why it matters to you.")]
    outcome: MaybeSentence = ""
    outcome_id: MaybeId = None
    service_id: UUID | None = None
    aim_ids: set[UUID] = Field(default_factory=set)


class JoinIn(BaseModel):
    words: MaybeSentence = ""


class NoToJoiningIn(BaseModel):
    """
    words   for the one who asked or invited, and for nobody else
    """

    words: MaybeLine = ""


class InvitationIn(Typed):
    person_id: Annotated[UUID, asked("Choose whom you invite.")]
    words: MaybeSentence = ""


class SoughtSkillsIn(Typed):
    """
    skills   all that the team looks for from now on
    """

    skills: SkillNames = Field(default_factory=list)


class FrameworkChoiceIn(Typed):
    framework_id: Annotated[UUID, asked("Choose a framework.")]


class ClaimIn(Typed):
    """
    sentence   how the idea lies inside the area
    """

    discretion_id: Annotated[UUID, asked("Choose an area of discretion.")]
    sentence: Annotated[Sentence, asked("Say in a sentence how your idea is inside it.")]


class ClaimOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    discretion_id: UUID
    sentence: str
    claimed_at: datetime
    claimed_by_id: UUID
    handed_back_at: datetime | None


class HandOverIn(Typed):
    """
    to_id   the clinician who is to lead
    """

    to_id: Annotated[UUID, asked("Choose who is to lead.")]
    words: MaybeSentence = ""


class HandOverOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    to_id: UUID
    words: str
    offered_at: datetime
    offered_by_id: UUID
    answered_at: datetime | None
    is_accepted: bool
    taken_back_at: datetime | None


class OwnerIn(Typed):
    """
    owner_id   who is asked to keep the idea; the lead may name themself
    """

    owner_id: Annotated[UUID, asked("Choose who is to keep it.")]
    words: MaybeSentence = ""


class OwnerOut(BaseModel):
    """A standing owner, or somebody who was asked to be one."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    owner_id: UUID
    words: str
    asked_at: datetime
    asked_by_id: UUID
    answered_at: datetime | None
    is_accepted: bool
    taken_back_at: datetime | None
    ended_at: datetime | None


class QuestionIn(Typed):
    """
    to_id   the sponsor whom the team asks; None for a question to the team
    """

    words: Annotated[LongText, asked("Write what you would like to know.")]
    to_id: MaybeId = None


class QuestionAnswerIn(Typed):
    answer: Annotated[LongText, asked("Write your answer.")]


class QuestionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    to_id: UUID | None
    words: str
    asked_at: datetime
    asked_by_id: UUID
    answer: str
    answered_at: datetime | None
    answered_by_id: UUID | None
    taken_back_at: datetime | None


class ShareIn(Typed):
    partner_id: Annotated[UUID, asked("Choose with whom you share it.")]


class ServedValueIn(BaseModel):
    """
    how   the idea serves it, in the team's words
    """

    value_id: UUID
    how: MaybeSentence = ""


class ServedValuesIn(Typed):
    """All that the idea serves; what is left out it serves no longer."""

    values: list[ServedValueIn] = Field(default_factory=list, max_length=50)


class ServedValuesForm(Typed):
    """The same as a form has it: those ticked, and a sentence for each."""

    value_ids: set[UUID] = Field(default_factory=set)

    @property
    def served(self) -> ServedValuesIn:
        said = self.model_dump()
        values = [
            ServedValueIn(value_id=value_id, how=said.get(how_field(value_id), "")) for value_id in self.value_ids
        ]
        return ServedValuesIn(values=sorted(values, key=lambda value: value.value_id))


def how_field(value_id: UUID) -> str:
    return f"how_{value_id.hex}"


def served_values_form(value_ids: Iterable[UUID]) -> type[ServedValuesForm]:
    """A form with a sentence for each of these values."""
    fields: dict[str, Any] = {how_field(value_id): (MaybeSentence, "") for value_id in value_ids}
    return create_model("ServedValuesForm", __base__=ServedValuesForm, **fields)


class ServedValueOut(BaseModel):
    value_id: UUID
    name: str
    how: str


class IdeaFilter(BaseModel):
    """What a list of ideas is narrowed to; empty values narrow nothing."""

    stage: Stage | None = None
    aim_id: UUID | None = None
    value_id: UUID | None = None
    service_id: UUID | None = None
    framework_id: UUID | None = None
    is_waiting: bool = False
    is_mine: bool = False


class DraftOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    title: str
    better: str
    why: str
    outcome: str
    service_id: UUID | None


class IdeaOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reference: str
    version: int
    title: str
    better: str
    why: str
    outcome: str
    outcome_id: UUID | None
    framework_id: UUID | None
    service_id: UUID | None
    aim_ids: list[UUID]
    stage: Stage
    lead_id: UUID | None
    sponsor_id: UUID | None


class IdeaRowOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reference: str
    title: str
    stage: Stage
    lead_name: str
    service_name: str | None
    registered_at: datetime
    waits_since_on: date | None
    worst_boundary: BoundaryStatus | None
