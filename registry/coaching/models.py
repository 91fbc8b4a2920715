from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, VersionedRow, both_or_neither, indexed, refers


class PairStage(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class CoachingPair(VersionedRow, table=True):
    """Two people, one of whom coaches the other: begun by either, agreed by the other, ended by either.

    asked_by_id     one of the two: the coach who offers, or the other who asks
    ended_on        also of what was declined, or taken back before it was agreed
    sealed_about    what about, in a sentence
    sealed_answer   a word back with the yes or the no; empty for none
    """

    __tablename__ = "coaching_pair"
    __table_args__ = (
        indexed("coaching_pair", "coach_id", "id"),
        indexed("coaching_pair", "coached_id", "id"),
        refers("coach_id", "person"),
        refers("coached_id", "person"),
        refers("asked_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_on", "ended_by_id"),
        CheckConstraint("coach_id <> coached_id", name="two_people"),
        CheckConstraint("asked_by_id = coach_id OR asked_by_id = coached_id", name="asked_by_one_of_the_two"),
    )

    coach_id: UUID
    coached_id: UUID
    asked_by_id: UUID
    asked_on: date
    agreed_on: date | None = None
    ended_on: date | None = None
    ended_by_id: UUID | None = None
    sealed_about: str
    sealed_answer: str = ""

    @property
    def stage(self) -> PairStage:
        if self.ended_on is None:
            return PairStage.AGREED if self.agreed_on else PairStage.ASKED
        if self.agreed_on:
            return PairStage.ENDED
        return PairStage.TAKEN_BACK if self.ended_by_id == self.asked_by_id else PairStage.DECLINED

    @property
    def people(self) -> tuple[UUID, UUID]:
        return self.coach_id, self.coached_id

    def other_than(self, person_id: UUID | None) -> UUID:
        return self.coached_id if person_id == self.coach_id else self.coach_id


class CoachingNote(VersionedRow, table=True):
    """Written by one of a pair for both; corrected and removed by whoever wrote it."""

    __tablename__ = "coaching_note"
    __table_args__ = (
        indexed("coaching_note", "pair_id", "id"),
        indexed("coaching_note", "author_id"),
        refers("pair_id", "coaching_pair"),
        refers("author_id", "person"),
    )

    pair_id: UUID
    author_id: UUID
    sealed: str
    written_on: date
    corrected_on: date | None = None


class CoachingOffer(VersionedRow, table=True):
    """That somebody is glad to coach, and in what, for every colleague to read.

    id   of the person
    """

    __tablename__ = "coaching_offer"
    __table_args__ = (refers("id", "person"),)

    words: str = Field(max_length=400)
    offered_on: date


class Appraisal(VersionedRow, table=True):
    """A conversation between a person and their line manager, ended by either.

    manager_id   who was the line manager when it began, and stays in it
    ended_on     also of one that was withdrawn before both had agreed
    """

    __tablename__ = "appraisal"
    __table_args__ = (
        indexed("appraisal", "person_id", "id"),
        indexed("appraisal", "manager_id", "id"),
        refers("person_id", "person"),
        refers("manager_id", "person"),
        refers("begun_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_on", "ended_by_id"),
        CheckConstraint("person_id <> manager_id", name="two_people"),
        CheckConstraint("begun_by_id = person_id OR begun_by_id = manager_id", name="begun_by_one_of_the_two"),
    )

    person_id: UUID
    manager_id: UUID
    begun_by_id: UUID
    begun_on: date
    ended_on: date | None = None
    ended_by_id: UUID | None = None

    @property
    def people(self) -> tuple[UUID, UUID]:
        return self.person_id, self.manager_id

    def other_than(self, person_id: UUID | None) -> UUID:
        return self.manager_id if person_id == self.person_id else self.person_id


class AppraisalWording(Row, table=True):
    """What was agreed, in words that whoever wrote them agrees to; the other does so from `agreed_on`.

    look_again_on   when they mean to talk again
    reminded_on     when both were told that this day has come
    """

    __tablename__ = "appraisal_wording"
    __table_args__ = (
        indexed("appraisal_wording", "appraisal_id", "id"),
        indexed("appraisal_wording", "look_again_on", "appraisal_id"),
        refers("appraisal_id", "appraisal"),
        refers("written_by_id", "person"),
    )

    appraisal_id: UUID
    sealed: str
    talked_on: date
    look_again_on: date | None = None
    reminded_on: date | None = None
    written_by_id: UUID
    written_on: date
    agreed_on: date | None = None
