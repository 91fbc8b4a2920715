from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.fields import MaybeDay
from registry.pledges.schemas import AnswerTimesOut, CountedOut
from registry.portfolio.rules.board_pack import Span, usual_span
from registry.portfolio.schemas.monitor import LicenceEndingOut, NewsOut, StandingOut
from registry.stories.schemas import StoryOut


class BoardPackFilter(BaseModel):
    """The first and the last day that the pack is about; left out, the thirteen weeks up to today."""

    since: MaybeDay = None
    until: MaybeDay = None

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> "BoardPackFilter":
        if self.since and self.until and self.since > self.until:
            raise PydanticCustomError("turned_round", "Let the first day come before the last.")
        return self

    def span(self, today: date) -> Span:
        until = self.until or max(today, self.since or today)
        return Span(self.since, until) if self.since else usual_span(until)


class MoveOut(BaseModel):
    """An idea that came to a stage; `learning` is empty where nothing is written down."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reference: str
    title: str
    on: date
    learning: str


class MovesOut(BaseModel):
    """How many ideas came to a stage for the first time, and the newest of them."""

    stage: Stage
    count: int
    ideas: list[MoveOut]


class StandingCountOut(BaseModel):
    status: BoundaryStatus
    count: int


class WithdrawnOut(BaseModel):
    """A promise that was taken back in this time, with the reason that all can read."""

    id: UUID
    what: str
    by: str
    on: date
    reason: str


class WaitsOut(BaseModel):
    """
    late_days   beyond the days that the organisation promised
    """

    idea_id: UUID
    title: str
    waited_days: int
    late_days: int


class QuietOut(BaseModel):
    """An idea whose team has told nothing for a while; `last_on` is empty where it never did."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reference: str
    title: str
    last_on: date | None


class AimServedOut(BaseModel):
    aim_id: UUID
    aim: str
    ideas: int


class BoardPackOut(BaseModel):
    """The board pack as it stands now. Lists hold a few rows each; counts are of all, up to 1,000.

    stories    that everybody of the organisation may read; each may be used until its `until_on`, and no longer
               than until it is gone from here
    promises   that end in this time, by what came of them
    """

    since: date
    until: date
    made_at: datetime
    stories: list[StoryOut]
    has_more_stories: bool
    signals_words: str
    signals: list[NewsOut]
    boundaries_words: str
    boundary_counts: list[StandingCountOut]
    boundaries: list[StandingOut]
    promises_words: str
    promises: list[CountedOut]
    withdrawn_words: str
    withdrawn: list[WithdrawnOut]
    answers_words: str
    answers: AnswerTimesOut
    waiting: list[WaitsOut]
    ideas_words: str
    ideas: list[MovesOut]
    licences_ending: list[LicenceEndingOut]
    quiet_words: str
    quiet: list[QuietOut]
    aims_words: str
    aims: list[AimServedOut]
