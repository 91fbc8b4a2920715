from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, create_model

from registry.boundaries.models import Answer
from registry.boundaries.schemas import AnswerIn
from registry.ideas.models import Stage
from registry.kit.fields import Day, LongText, MaybeDay, MaybeId, MaybeLongText, MaybeSentence, Typed, asked
from registry.progress.models import Decision


class BeginIn(Typed):
    """
    outcome, outcome_id   a sentence of its own, or an outcome of the framework under which the idea stands; left empty
                          when the idea names one already
    """

    outcome: MaybeSentence = ""
    outcome_id: MaybeId = None
    starts_on: Annotated[Day, asked("Say from which day.")]
    ends_on: Annotated[Day, asked("Say until which day.")]
    is_shorter_wanted: bool = False


class PeriodIn(Typed):
    ends_on: Annotated[Day, asked("Say until which day.")]
    is_shorter_wanted: bool = False


class EndIn(BaseModel):
    """Learning may be left for later."""

    learning: MaybeLongText = ""


class LearningIn(Typed):
    learning: Annotated[LongText, asked("Write what you learnt.")]


class ReviewIn(Typed):
    """What the lead records for the team. Each decision asks for fields of its own.

    words            what the team says; may be empty where it ends
    ends_on          until when it is carried on
    is_sooner_known  the lead has read which promises end before that
    owner_id         who is asked to keep it, where it is how people work now; the lead may name themself
    learning         where it ends; may be left for later
    """

    decision: Annotated[Decision, asked("Choose how it goes on.")]
    words: MaybeLongText = ""
    ends_on: MaybeDay = None
    is_sooner_known: bool = False
    owner_id: MaybeId = None
    learning: MaybeLongText = ""


class ViewIn(Typed):
    """What the sponsor says."""

    words: Annotated[LongText, asked("Say how you see it.")]


class ProtectedOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    pledge_id: UUID
    ends_on: date


class ReviewOut(BaseModel):
    """
    decision   None while only the sponsor has said something
    protected  the promises on which it was carried on, each with its last day as it was then
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    ends_on: date
    sponsor_id: UUID | None
    sponsor_words: str
    sponsor_said_at: datetime | None
    decision: Decision | None
    words: str
    new_ends_on: date | None
    decided_at: datetime | None
    decided_by_id: UUID | None
    protected: list[ProtectedOut]


class UpdateTexts(BaseModel):
    tried: MaybeLongText = ""
    happened: MaybeLongText = ""
    learnt: MaybeLongText = ""
    next_step: MaybeLongText = ""


class UpdateEditIn(UpdateTexts):
    """An edit says which version it read, so that nobody writes over an unseen change."""

    version: int


class UpdateIn(UpdateTexts):
    """
    answers   by the id of the boundary
    """

    answers: dict[UUID, AnswerIn] = {}


def answer_field(boundary_id: UUID) -> str:
    """The name of the field in which a form answers a boundary."""
    return f"answer_{boundary_id.hex}"


def note_field(boundary_id: UUID) -> str:
    return f"note_{boundary_id.hex}"


def update_form(boundary_ids: Iterable[UUID]) -> type[UpdateTexts]:
    """The schema of a form of its own for these boundaries: a field each for the answer and for a note."""
    fields: dict[str, Any] = {}
    for boundary_id in boundary_ids:
        fields[answer_field(boundary_id)] = (Answer | None, None)
        fields[note_field(boundary_id)] = (MaybeSentence, "")
    made: type[UpdateTexts] = create_model("UpdateForm", __base__=UpdateTexts, **fields)
    return made


def update_from(form: UpdateTexts, boundary_ids: Iterable[UUID]) -> UpdateIn:
    """What a form made by `update_form` says, as the rooms and the API know it."""
    typed: Mapping[str, Any] = form.model_dump()
    answers = {
        boundary_id: AnswerIn(answer=typed[answer_field(boundary_id)], note=typed[note_field(boundary_id)])
        for boundary_id in boundary_ids
        if typed[answer_field(boundary_id)]
    }
    texts = {name: typed[name] for name in UpdateTexts.model_fields}
    return UpdateIn(**texts, answers=answers)


class UpdateAnswerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    boundary_id: UUID
    sentence: str
    answer: Answer
    note: str


class UpdateOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    tried: str
    happened: str
    learnt: str
    next_step: str
    told_at: datetime
    told_by_id: UUID
    edited_at: datetime | None
    version: int
    answers: list[UpdateAnswerOut]


class PeriodOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    idea_id: UUID
    starts_on: date
    ends_on: date


class StageOut(BaseModel):
    """Where an idea stands after a step, and what was learnt from it."""

    idea_id: UUID
    stage: Stage
    learning: str
