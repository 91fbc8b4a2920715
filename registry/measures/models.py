from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import (
    ExactDecimal,
    Row,
    UTCDateTime,
    VersionedRow,
    both_or_neither,
    enum_type,
    indexed,
    refers,
)
from registry.spc.assurance import Assurance, Variation
from registry.spc.series import LEAST_FIXED_POINTS, Direction, RuleSet


class MeasureKind(StrEnum):
    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def explanation(self) -> str:
        return KIND_EXPLANATIONS[self]


KIND_EXPLANATIONS = {
    MeasureKind.OUTCOME: "What should get better for patients or staff.",
    MeasureKind.PROCESS: "Whether the change is being done as meant.",
    MeasureKind.BALANCING: "What might get worse elsewhere, and must not.",
}


class Interval(StrEnum):
    """How often a number is due."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        """How often: Weekly."""
        return INTERVAL_WORDS[self][0]

    @property
    def this_one(self) -> str:
        """As in 'Add this week's number'."""
        return INTERVAL_WORDS[self][1]

    @property
    def days(self) -> int | None:
        """Its length, where that is the same each time."""
        return {Interval.DAY: 1, Interval.WEEK: 7, Interval.FORTNIGHT: 14}.get(self)

    @property
    def months(self) -> int | None:
        return {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}.get(self)


INTERVAL_WORDS = {
    Interval.DAY: ("Daily", "today’s"),
    Interval.WEEK: ("Weekly", "this week’s"),
    Interval.FORTNIGHT: ("Every fortnight", "this fortnight’s"),
    Interval.MONTH: ("Monthly", "this month’s"),
    Interval.QUARTER: ("Every quarter", "this quarter’s"),
    Interval.YEAR: ("Yearly", "this year’s"),
}

DIRECTION_WORDS = {
    Direction.INCREASE: "Higher is better",
    Direction.DECREASE: "Lower is better",
    Direction.NEUTRAL: "Neither is better",
}


class Measure(VersionedRow, table=True):
    """Something counted or timed again and again, for one idea or for a framework.

    per         None: each observation is a number. Otherwise it is two counts, the number being their share of so many:
                100 for a percentage, 1000 for a rate per 1,000
    rule_set    which of the two NHS sources the chart follows (spc/RULES.md, section 1.1)
    screens_outliers   None leaves to the rule set whether outlying moving ranges are left out
    shift_points, trend_points   in the rule set mdc: 6, 7 or 8; None for its own number
    closed      no longer counted; what was counted stays
    """

    __table_args__ = (
        indexed("measure", "idea_id", "id"),
        indexed("measure", "framework_id", "id"),
        refers("idea_id", "idea"),
        refers("framework_id", "framework"),
        refers("added_by_id", "person"),
        refers("closed_by_id", "person"),
        both_or_neither("closed_at", "closed_by_id"),
        CheckConstraint("per > 0", name="per_is_positive"),
        CheckConstraint("(idea_id IS NULL) <> (framework_id IS NULL)", name="of_one_idea_or_framework"),
    )

    idea_id: UUID | None = None
    framework_id: UUID | None = None
    name: str = Field(max_length=160)
    kind: MeasureKind = Field(sa_type=enum_type(MeasureKind))
    unit: str = Field(max_length=60)
    definition: str = ""
    direction: Direction = Field(sa_type=enum_type(Direction))
    target: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    interval: Interval = Field(sa_type=enum_type(Interval))
    per: int | None = None
    rule_set: RuleSet = Field(default=RuleSet.NHSR, sa_type=enum_type(RuleSet))
    screens_outliers: bool | None = None
    shift_points: int | None = None
    trend_points: int | None = None
    added_at: datetime = Field(sa_type=UTCDateTime)
    added_by_id: UUID
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by_id: UUID | None = None


class Observation(Row, table=True):
    """What was counted for a date. Rows of one date count from 1; the last of them stands, the others stood before.

    value           None where the team could not count: a gap
    is_ghosted      drawn hollow and taking part in nothing, in the rule set mdc
    is_withdrawn    taken back: nothing stands for this date
    note            beside the number; of a correction, why
    """

    __table_args__ = (
        indexed("observation", "measure_id", "measured_on", "number", unique=True),
        refers("measure_id", "measure"),
        refers("recorded_by_id", "person"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="counts_in_pairs"),
        CheckConstraint("NOT is_withdrawn OR value IS NULL", name="withdrawn_is_empty"),
    )

    measure_id: UUID
    measured_on: date
    number: int = 1
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    note: str = Field(default="", max_length=400)
    is_ghosted: bool = False
    is_withdrawn: bool = False
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    recorded_by_id: UUID


class Baseline(Row, table=True):
    """From when on the limits rest on the first `points` numbers; the newest row holds.

    points    None: limits rest on all numbers again
    """

    __table_args__ = (
        indexed("baseline", "measure_id", "id"),
        refers("measure_id", "measure"),
        refers("set_by_id", "person"),
        CheckConstraint(f"points >= {LEAST_FIXED_POINTS}", name="enough_points"),
    )

    measure_id: UUID
    points: int | None = None
    reason: str = Field(max_length=400)
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID


class RecalculationPoint(Row, table=True):
    """The date of an observation from which mean and limits are worked out anew."""

    __tablename__ = "recalculation_point"
    __table_args__ = (
        indexed("recalculation_point", "measure_id", "starts_on"),
        refers("measure_id", "measure"),
        refers("set_by_id", "person"),
        refers("lifted_by_id", "person"),
        both_or_neither("lifted_at", "lifted_by_id"),
    )

    measure_id: UUID
    starts_on: date
    reason: str = Field(max_length=400)
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: UUID
    lifted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lifted_by_id: UUID | None = None


class Change(VersionedRow, table=True):
    """What a team tried, and from which day: a test of change, marked in every chart of its idea."""

    __table_args__ = (
        indexed("change", "idea_id", "tried_on"),
        refers("idea_id", "idea"),
        refers("told_by_id", "person"),
        refers("taken_back_by_id", "person"),
        both_or_neither("taken_back_at", "taken_back_by_id"),
    )

    idea_id: UUID
    tried_on: date
    what: str = Field(max_length=160)
    told_at: datetime = Field(sa_type=UTCDateTime)
    told_by_id: UUID
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_back_by_id: UUID | None = None


class StoredResult(Row, table=True):
    """What the rules found, for lists; its id is the measure's. Fields as in `rules.results.Result`.

    signal_at            when what the rules say of the newest number last changed
    variation_before     what they said until then
    recorded_at          when the newest of the numbers that stand was recorded, by any way
    due_on               from when on the next number is asked for; None when the measure is closed
    next_on              the date that it bears; None before there is a number
    sparkline            the newest numbers and what the rules say of each, as JSON
    """

    __tablename__ = "stored_result"
    __table_args__ = (
        indexed("stored_result", "due_on", "id"),
        indexed("stored_result", "signal_at", "id"),
        indexed("stored_result", "variation", "signal_at", "id"),
        refers("id", "measure"),
    )

    number_count: int = 0
    first_on: date | None = None
    last_on: date | None = None
    last_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    mean: float | None = None
    lower_limit: float | None = None
    upper_limit: float | None = None
    is_trial: bool = False
    variation: Variation | None = Field(default=None, sa_type=enum_type(Variation))
    assurance: Assurance | None = Field(default=None, sa_type=enum_type(Assurance))
    signal_since_on: date | None = None
    signal_at: datetime = Field(sa_type=UTCDateTime)
    variation_before: Variation | None = Field(default=None, sa_type=enum_type(Variation, "variation_before"))
    recorded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    due_on: date | None = None
    next_on: date | None = None
    sparkline: str = ""
