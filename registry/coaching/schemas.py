from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from registry.coaching.models import PairStage
from registry.kit.fields import Day, LongText, MaybeDay, MaybeSentence, Sentence, Typed, asked


class Way(StrEnum):
    """Which way round somebody asks."""

    BE_COACHED = "be_coached"
    COACH = "coach"


class PairIn(Typed):
    """
    way   what the actor would like: to be coached by the person, or to coach them
    """

    person_id: Annotated[UUID, asked("Choose a person.")]
    way: Annotated[Way, asked("Say whether you ask or offer.")]
    about: Annotated[Sentence, asked("Say in a sentence what it would be about.")]


class PairAnswerIn(Typed):
    accepts: Annotated[bool, asked("Say whether you can do it.")]
    words: MaybeSentence = ""


class NoteIn(Typed):
    words: Annotated[LongText, asked("Write something, or leave without a note.")]


class NoteEditIn(NoteIn):
    version: int


class CoachingOfferIn(Typed):
    words: Annotated[Sentence, asked("Say in a sentence what people may come to you with.")]


class AppraisalWordingIn(Typed):
    """
    look_again_on   when the two mean to talk again
    """

    talked_on: Annotated[Day, asked("Say when you talked.")]
    words: Annotated[LongText, asked("Write down what you agreed.")]
    look_again_on: MaybeDay = None


class AppraisalIn(AppraisalWordingIn):
    """
    person_id   the actor's line manager, or somebody whose line manager the actor is
    """

    person_id: Annotated[UUID, asked("Choose with whom you talked.")]


class AppraisalWordingEditIn(AppraisalWordingIn):
    version: int


class WordingAgreementIn(Typed):
    """
    wording_id   of the words that were read, so that nobody agrees to others
    """

    wording_id: Annotated[UUID, asked("Say to which words you agree.")]


class PairOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    coach_id: UUID
    coached_id: UUID
    asked_by_id: UUID
    stage: PairStage
    asked_on: date
    agreed_on: date | None
    ended_on: date | None
    ended_by_id: UUID | None


class PairWithWordsOut(PairOut):
    """Words are null where they cannot be opened: they were sealed under another secret key."""

    about: str | None
    answer: str | None


class NoteOut(BaseModel):
    """Without its words, because what a program is answered is kept for a while."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    pair_id: UUID
    author_id: UUID
    written_on: date
    corrected_on: date | None


class NoteWithWordsOut(NoteOut):
    words: str | None


class CoachOut(BaseModel):
    """Somebody who offers to coach."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    position: str
    words: str


class CoachingOfferOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    words: str
    offered_on: date


class AppraisalOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    person_id: UUID
    manager_id: UUID
    begun_by_id: UUID
    begun_on: date
    ended_on: date | None
    ended_by_id: UUID | None


class AppraisalWordingOut(BaseModel):
    """
    agreed_on   null while it waits for the other one
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    words: str | None
    talked_on: date
    look_again_on: date | None
    written_by_id: UUID
    written_on: date
    agreed_on: date | None


class AppraisalWithWordsOut(AppraisalOut):
    wordings: list[AppraisalWordingOut]
