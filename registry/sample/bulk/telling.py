"""What the people of one idea do, each thing in the rows that the rooms' verb of that name leaves."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from registry.boundaries.models import (
    ANSWER_DAYS,
    Boundary,
    BoundaryAnswer,
    BoundaryWording,
    Crossing,
    CrossingAnswer,
    Watch,
)
from registry.boundaries.models import Answer as BoundarySaid
from registry.boundaries.rules import standing
from registry.boundaries.rules.answering import STATUS_OF_ANSWER
from registry.ideas.actions.ideas import BETTER_SHOWN_IN_LISTS
from registry.ideas.models import (
    BoundaryStatus,
    Idea,
    IdeaAim,
    IdeaFramework,
    IdeaSummary,
    JoinedBy,
    Stage,
    State,
    Teammate,
    VersionAcceptance,
)
from registry.kit.text import day_words
from registry.pledges.actions.settling import ENDED_REASON
from registry.pledges.models import Ask, Delivery, Kind, NotNow, Pledge, PledgeState, Side, Verdict
from registry.pledges.rules import amounts
from registry.pledges.rules.pledges import usual_reply_by_on, verdict_words
from registry.pledges.rules.states import NOTICE_DAYS
from registry.pledges.rules.waits import Step, next_wait
from registry.portfolio.models import SearchText
from registry.portfolio.search import indexed_words
from registry.progress.models import ExplorationPeriod, Update, UpdateAnswer
from registry.progress.rules.stages import period_words
from registry.sample.bulk import words
from registry.sample.bulk.chain import Chain
from registry.sample.bulk.promises import NEWS, Promise, came_words, promise_words
from registry.sample.bulk.rows import Given, Moment, Sheets, moment


@dataclass(frozen=True, slots=True)
class Declared:
    """A boundary of a framework that its teams answer, in the wording in force."""

    boundary_id: str
    wording_id: str
    wording_number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A framework, its outcomes and what it asks of teams."""

    id: str
    version_id: str
    name: str
    outcomes: Sequence[str]
    declared: Sequence[Declared]


@dataclass
class Scene:
    """Who is there, what day it is, and where everything is written."""

    chance: random.Random
    sheets: Sheets
    chain: Chain
    zone: ZoneInfo
    currency: str
    now: Moment
    scope: str
    clinicians: list[str]
    sponsors: list[str]
    services: list[str]
    aims: list[str]
    holdings: list[Holding]
    last_reference: int
    made: int = 0

    def at(self, at: datetime) -> Moment:
        return moment(at, self.zone)

    def new_id(self, at: Moment) -> str:
        """A UUIDv7 of that moment; of those of one moment, those made later are greater until some thousands are."""
        self.made = (self.made + 1) % 4096
        return f"{at.id_begins}{self.made:03x}{1 << 63 | self.chance.getrandbits(62):016x}"

    def tell(
        self,
        at: Moment,
        by_id: str | None,
        kind: str,
        noun: str,
        subject_id: str,
        said: str = "",
        *,
        was: str = "",
        became: str = "",
        idea_id: str | None = None,
    ) -> None:
        """One entry of the history.

        by_id   None for the registry itself
        """
        salt = f"{self.chance.getrandbits(128):032x}"
        entry_id = self.new_id(at)
        self.chain.add(self.sheets, entry_id, at, by_id, kind, noun, subject_id, idea_id, salt, said, was, became)

    def night_before(self, day: date) -> Moment:
        """When the registry looks what the day before has brought."""
        return self.at(min(datetime.combine(day, time(0, 10), self.zone), self.now.at))


@dataclass(slots=True)
class Guard:
    """A declared boundary of the idea, with its one watch."""

    row: Given
    wording_id: str
    watch: Given
    sentence: str
    asked_on: date
    status: BoundaryStatus | None = None
    crossings: list[Given] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NumberGuard:
    """A boundary that numbers watch.

    asked_on    the date of the newest of them, or the day on which it was agreed
    told_days   for how many days that tells
    """

    watch: Given
    asked_on: date
    told_days: int
    status: BoundaryStatus | None


@dataclass(frozen=True, slots=True)
class Said:
    """A 'not now', as the clock reads it."""

    said_at: datetime
    look_again_on: date


class Life:
    """One idea and its people, from the first thought on; `close` works out what lists show of it."""

    def __init__(self, scene: Scene, at: Moment) -> None:
        chance = scene.chance
        self.scene, self.chance, self.sheets = scene, chance, scene.sheets
        scene.made = 0
        self.lead = chance.choice(scene.clinicians)
        self.sponsor = chance.choice(scene.sponsors)
        self.id = self.scene.new_id(at)
        self.steps: list[tuple[Stage, Moment]] = []
        self.period: dict[str, str | int | float | None] | None = None
        self.promises: list[Promise] = []
        self.not_nows: list[Said] = []
        self.guards: list[Guard] = []
        self.number_guards: list[NumberGuard] = []
        self.summary: Given | None = None
        self.idea = self.sheets.add(
            Idea,
            id=self.id,
            title=f"{chance.choice(words.TOPICS)} in {chance.choice(words.PLACES)}",
            better=chance.choice(words.HOPES),
            why=chance.choice(words.REASONS),
            service_id=chance.choice(scene.services),
            author_id=self.lead,
        )
        for aim_id in chance.sample(scene.aims, 2 if chance.random() < 0.3 else 1):
            self.sheets.add(IdeaAim, id=self.scene.new_id(at), idea_id=self.id, aim_id=aim_id)
        self._come_to(Stage.DRAFT, at)
        self._place(at, self.lead, JoinedBy.AUTHOR, opened_by=self.lead, answered_by=self.lead, is_lead=True)
        self.tell(at, self.lead, "draft_started", "idea", self.id)

    def discard(self, at: Moment) -> None:
        self._come_to(Stage.DISCARDED, at)
        self.tell(at, self.lead, "draft_discarded", "idea", self.id)

    def register(self, at: Moment, *, outcome: str = "") -> None:
        self.scene.last_reference += 1
        idea = self.idea
        idea["reference_number"], idea["outcome"] = self.scene.last_reference, outcome
        self._come_to(Stage.REGISTERED, at)
        self.summary = self.sheets.add(
            IdeaSummary,
            id=self.id,
            reference_number=self.scene.last_reference,
            title=idea["title"],
            better=str(idea["better"])[:BETTER_SHOWN_IN_LISTS],
            stage=Stage.REGISTERED.value,
            lead_id=self.lead,
            service_id=idea["service_id"],
            registered_at=at.text,
        )
        self.tell(at, self.lead, "idea_registered", "idea", self.id)

    def stand_under(self, at: Moment, holding: Holding) -> None:
        """Comes under a framework, and serves one of its outcomes if it has any."""
        if self.summary is None:
            raise TypeError("only a registered idea comes under a framework")
        self.summary["framework_id"] = holding.id
        if holding.outcomes:
            self.idea["outcome_id"] = self.chance.choice(holding.outcomes)
        self.sheets.add(
            IdeaFramework,
            id=self.scene.new_id(at),
            idea_id=self.id,
            framework_id=holding.id,
            version_id=holding.version_id,
            joined_at=at.text,
            joined_by_id=self.lead,
        )
        self.sheets.add(
            VersionAcceptance,
            id=self.scene.new_id(at),
            idea_id=self.id,
            version_id=holding.version_id,
            accepted_at=at.text,
            accepted_by_id=self.lead,
        )
        for declared in holding.declared:
            watch = self.sheets.add(
                Watch,
                id=self.scene.new_id(at),
                boundary_id=declared.boundary_id,
                idea_id=self.id,
                wording_number=declared.wording_number,
                worded_at=at.text,
                since_at=at.text,
            )
            row: Given = {"id": declared.boundary_id}
            self.guards.append(Guard(row, declared.wording_id, watch, declared.sentence, at.on))
        self.tell(at, self.lead, "framework_joined", "framework", holding.id, holding.name)

    def join(self, at: Moment, answered: Moment | None) -> None:
        """A colleague asks to join, and the lead says yes when there is an answer."""
        colleague = self.chance.choice(self.scene.clinicians)
        if colleague == self.lead:
            return
        said = self.chance.choice(words.JOINING)
        place = self._place(at, colleague, JoinedBy.ASKING, opened_by=colleague, said=said)
        self.tell(at, colleague, "joining_asked", "teammate", str(place["id"]), said)
        if answered:
            place |= {"answered_at": answered.text, "answered_by_id": self.lead, "is_accepted": 1}
            person = str(place["person_id"])
            dashed = f"{person[:8]}-{person[8:12]}-{person[12:16]}-{person[16:20]}-{person[20:]}"
            self.tell(answered, self.lead, "joining_accepted", "teammate", str(place["id"]), f"{{{dashed}}}")

    def ask(self, at: Moment, kind: Kind, what: str, minor: int | None) -> str:
        ask_id = self.scene.new_id(at)
        self.sheets.add(
            Ask,
            id=ask_id,
            idea_id=self.id,
            kind=kind.value,
            what=what,
            quantity_minor=minor,
            needed_from_on=at.day,
            asked_at=at.text,
            asked_by_id=self.lead,
        )
        said = f"{amounts.amount_in_words(kind, minor, False, self.scene.currency)}: {what}"
        self.tell(at, self.lead, "ask_made", "ask", ask_id, said)
        return ask_id

    def offer(
        self, at: Moment, kind: Kind, what: str, minor: int | None, ends_on: date, *, ask_id: str | None = None
    ) -> Promise:
        """By a sponsor from outside the team, so that it answers the idea."""
        reply_by_on = usual_reply_by_on(ends_on, at.on)
        row = self.sheets.add(
            Pledge,
            id=self.scene.new_id(at),
            idea_id=self.id,
            ask_id=ask_id,
            pledger_id=self.sponsor,
            side=Side.ORGANISATION.value,
            kind=kind.value,
            what=what,
            quantity_minor=minor,
            starts_on=at.day,
            ends_on=ends_on.isoformat(),
            reply_by_on=reply_by_on.isoformat(),
            offered_at=at.text,
            is_answer=1,
            waited_days=self._waited_days(at),
        )
        promise = Promise(row, str(row["id"]), kind, what, minor, at.on, ends_on, reply_by_on, at.at, at)
        promise.words = promise_words(promise, self.scene.currency)
        self.promises.append(promise)
        self.tell(at, self.sponsor, "pledge_made", "pledge", promise.id, promise.words)
        return promise

    def accept(self, promise: Promise, at: Moment) -> None:
        promise.accepted_at, promise.last_at = at.at, at
        promise.row |= {"accepted_at": at.text, "accepted_by_id": self.lead}
        self.tell(at, self.lead, "pledge_accepted", "pledge", promise.id, promise.words)

    def decline(self, promise: Promise, at: Moment, reason: str, *, became: str = "") -> None:
        promise.declined_at, promise.last_at = at.at, at
        promise.row |= {"declined_at": at.text, "declined_by_id": self.lead, "declined_reason": reason}
        self.tell(at, self.lead, "pledge_declined", "pledge", promise.id, promise.words, became=became)

    def withdraw(self, promise: Promise, at: Moment, reason: str) -> None:
        """What was accepted holds for 28 days more."""
        effective_on = at.on + timedelta(days=NOTICE_DAYS)
        promise.withdrawn_at, promise.withdrawal_effective_on, promise.last_at = at.at, effective_on, at
        promise.row |= {
            "withdrawn_at": at.text,
            "withdrawn_by_id": self.sponsor,
            "withdrawal_reason": reason,
            "withdrawal_effective_on": effective_on.isoformat(),
        }
        self.tell(at, self.sponsor, "pledge_withdrawn", "pledge", promise.id, promise.words, became=reason)

    def say_how_it_went(self, promise: Promise, at: Moment, verdict: Verdict) -> None:
        promise.verdict, promise.last_at = verdict, at
        promise.row |= {"verdict": verdict.value, "verdict_at": at.text, "verdict_by_id": self.lead}
        became = verdict_words(verdict)
        self.tell(at, self.lead, "verdict_given", "pledge", promise.id, promise.words, became=became)

    def give(self, promise: Promise, minor: int, recorded: Moment, answered: Moment | None, dispute: str = "") -> None:
        """The pledger records a part; the lead confirms or disputes it when there is an answer."""
        row = self.sheets.add(
            Delivery,
            id=self.scene.new_id(recorded),
            pledge_id=promise.id,
            quantity_minor=minor,
            delivered_on=recorded.day,
            recorded_at=recorded.text,
            recorded_by_id=self.sponsor,
        )
        said = came_words(promise.kind, minor, recorded.on, promise.what, self.scene.currency)
        delivery_id = str(row["id"])
        self.tell(recorded, self.sponsor, "delivery_recorded", "delivery", delivery_id, said)
        if answered and dispute:
            row |= {"disputed_at": answered.text, "disputed_by_id": self.lead, "dispute_reason": dispute}
            self.tell(answered, self.lead, "delivery_disputed", "delivery", delivery_id, said, became=dispute)
        elif answered:
            row |= {"confirmed_at": answered.text, "confirmed_by_id": self.lead}
            self.tell(answered, self.lead, "delivery_confirmed", "delivery", delivery_id, said)
        is_confirmed = answered is not None and not dispute
        promise.receive(minor, recorded, is_confirmed=is_confirmed, is_disputed=bool(dispute))
        promise.last_at = answered or recorded

    def say_not_now(self, at: Moment, reason: str, look_again_on: date) -> None:
        row = self.sheets.add(
            NotNow,
            id=self.scene.new_id(at),
            idea_id=self.id,
            reason=reason,
            look_again_on=look_again_on.isoformat(),
            said_at=at.text,
            said_by_id=self.sponsor,
            waited_days=self._waited_days(at),
        )
        self.not_nows.append(Said(at.at, look_again_on))
        said = f"{reason} To look again on {day_words(look_again_on)}."
        self.tell(at, self.sponsor, "not_now_said", "notnow", str(row["id"]), said)

    def draw(self, at: Moment, sentence: str) -> Guard:
        """By the lead alone, while there is no sponsor to agree to it."""
        row = self.sheets.add(
            Boundary, id=self.scene.new_id(at), idea_id=self.id, drawn_at=at.text, drawn_by_id=self.lead
        )
        wording = self.sheets.add(
            BoundaryWording,
            id=self.scene.new_id(at),
            boundary_id=row["id"],
            number=1,
            sentence=sentence,
            answer_days=ANSWER_DAYS,
            proposed_at=at.text,
            proposed_by_id=self.lead,
            agreed_at=at.text,
            agreed_by_id=self.lead,
        )
        watch = self.sheets.add(
            Watch,
            id=self.scene.new_id(at),
            boundary_id=row["id"],
            idea_id=self.id,
            wording_number=1,
            worded_at=at.text,
            since_at=at.text,
        )
        guard = Guard(row, str(wording["id"]), watch, sentence, at.on)
        self.guards.append(guard)
        self.tell(at, self.lead, "boundary_drawn", "boundary", str(row["id"]), sentence)
        return guard

    def begin(self, at: Moment, ends_on: date) -> None:
        self._move(Stage.EXPLORING, at, "idea_begun", period_words(at.on, ends_on))
        self.period = self.sheets.add(
            ExplorationPeriod,
            id=self.scene.new_id(at),
            idea_id=self.id,
            starts_on=at.day,
            ends_on=ends_on.isoformat(),
            set_at=at.text,
            set_by_id=self.lead,
        )

    def report(self, at: Moment, tried: str, happened: str, said: BoundarySaid) -> None:
        """An update with the same answer to each boundary."""
        update_id = self.scene.new_id(at)
        self.sheets.add(
            Update, id=update_id, idea_id=self.id, tried=tried, happened=happened, told_at=at.text, told_by_id=self.lead
        )
        self.tell(at, self.lead, "update_told", "update", update_id, tried)
        if self.summary:
            self.summary["last_update_at"] = at.text
        for guard in self.guards:
            answer_id = self._answer(guard, at, said)
            self.sheets.add(UpdateAnswer, id=self.scene.new_id(at), update_id=update_id, answer_id=answer_id)

    def answer_crossing(self, guard: Guard, at: Moment, answer: CrossingAnswer, said: str) -> None:
        crossing = guard.crossings[-1]
        crossing |= {
            "answer": answer.value, "words": said, "answered_at": at.text, "answered_by_id": self.lead
        }  # fmt: skip
        self.tell(at, self.lead, "crossing_answered", "crossing", str(crossing["id"]), f"{answer.label}: {said}")

    def pause(self, at: Moment) -> None:
        self._move(Stage.PAUSED, at, "idea_paused")

    def sustain(self, at: Moment) -> None:
        self._move(Stage.SUSTAINED, at, "idea_sustained")

    def end(self, at: Moment, learning: str) -> None:
        """What still holds is released, what waits for an answer declined."""
        self._move(Stage.ENDED, at, "idea_ended")
        if learning:
            self.idea |= {"learning": learning, "learning_at": at.text, "learning_by_id": self.lead}
            self.tell(at, self.lead, "learning_written", "idea", self.id, became=learning)
        for promise in self.promises:
            state = promise.state_on(at.on)
            if state is PledgeState.ACCEPTED:
                promise.released_at, promise.last_at = at.at, at
                promise.row |= {"released_at": at.text, "released_by_id": self.lead}
                self.tell(at, self.lead, "pledge_released", "pledge", promise.id, promise.words)
            elif state is PledgeState.OFFERED:
                self.decline(promise, at, ENDED_REASON)

    def close(self) -> None:
        """What time and numbers brought, and what is kept for lists."""
        today = self.scene.now.on
        for promise in self.promises:
            self._settle(promise, today)
        if self.summary is None:
            return
        if self.period and self.steps[-1][0] is Stage.EXPLORING:
            self.period |= {"review_on": self.period["ends_on"], "told_on": self.scene.now.day}
        steps = [standing.Step(stage, at.on) for stage, at in self.steps]
        told = [(guard.watch, guard.asked_on, ANSWER_DAYS) for guard in self.guards]
        told += [(guard.watch, guard.asked_on, guard.told_days) for guard in self.number_guards]
        for watch, asked_on, told_days in told:
            due_on = standing.next_due_on(asked_on, told_days, today, steps)
            watch["due_on"] = due_on.isoformat() if due_on else None
        statuses = [guard.status for guard in self.guards] + [guard.status for guard in self.number_guards]
        sponsors = [promise.row["pledger_id"] for promise in self.promises if promise.sponsors_on(today)]
        since_on, from_on = self._wait() or (None, None)
        self.summary |= {
            "waits_since_on": since_on.isoformat() if since_on else None,
            "waits_from_on": from_on.isoformat() if from_on else None,
            "sponsor_id": sponsors[0] if sponsors else None,
            "worst_boundary": standing.worst_of(statuses),
        }
        idea = self.idea
        self.sheets.add(
            SearchText,
            id=self.id,
            scope=self.scene.scope,
            title=_indexed(str(idea["title"]))[:160],
            body=_indexed(*(str(idea.get(name, "")) for name in ("better", "why", "outcome", "learning"))),
        )

    def _settle(self, promise: Promise, today: date) -> None:
        state, change_on = promise.state_on(today), promise.next_change_on(today)
        promise.row |= {
            "changes_on": change_on.isoformat() if change_on else None,
            "counted_state": state.value,
            "counted_minor": promise.quantity_minor or 0,
            "came_minor": promise.came.confirmed_minor,
            "disputed_count": promise.came.disputed_count,
        }
        if state not in NEWS:
            return
        promise.row["told_state"] = state.value
        said = promise.words if state is PledgeState.LAPSED else state.label.lower()
        kind = "pledge_lapsed" if state is PledgeState.LAPSED else "pledge_settled"
        day = promise.came_about_on(state)
        at = self.scene.night_before(day) if day > promise.last_at.on else promise.last_at
        self.tell(at, None, kind, "pledge", promise.id, said)

    def _answer(self, guard: Guard, at: Moment, said: BoundarySaid) -> str:
        answer_id, boundary_id = self.scene.new_id(at), str(guard.row["id"])
        self.sheets.add(
            BoundaryAnswer,
            id=answer_id,
            watch_id=guard.watch["id"],
            wording_id=guard.wording_id,
            answer=said.value,
            answered_at=at.text,
            answered_by_id=self.lead,
        )
        guard.asked_on, guard.status = at.on, STATUS_OF_ANSWER[said]
        guard.watch["status"] = guard.status.value
        self.tell(at, self.lead, "boundary_answered", "boundary", boundary_id, f"{said.label}: {guard.sentence}")
        growing = [crossing for crossing in guard.crossings if "cleared_at" not in crossing]
        if said is BoundarySaid.KEPT:
            for crossing in growing:
                crossing["cleared_at"] = at.text
        elif said is BoundarySaid.CROSSED and not growing:
            crossing = self.sheets.add(
                Crossing,
                id=self.scene.new_id(at),
                watch_id=guard.watch["id"],
                opened_at=at.text,
                opened_by_id=self.lead,
            )
            guard.crossings.append(crossing)
            self.tell(at, None, "crossing_opened", "crossing", str(crossing["id"]), guard.sentence)
        return answer_id

    def _place(
        self,
        at: Moment,
        person_id: str,
        joined_by: JoinedBy,
        *,
        opened_by: str,
        answered_by: str | None = None,
        is_lead: bool = False,
        said: str = "",
    ) -> Given:
        return self.sheets.add(
            Teammate,
            id=self.scene.new_id(at),
            idea_id=self.id,
            person_id=person_id,
            is_lead=int(is_lead),
            joined_by=joined_by.value,
            words=said,
            opened_at=at.text,
            opened_by_id=opened_by,
            answered_at=at.text if answered_by else None,
            answered_by_id=answered_by,
            is_accepted=int(answered_by is not None),
            answer="",
        )

    def _move(self, stage: Stage, at: Moment, kind: str, said: str = "") -> None:
        self._come_to(stage, at)
        if self.summary:
            self.summary["stage"] = stage.value
        self.tell(at, self.lead, kind, "idea", self.id, said)

    def _come_to(self, stage: Stage, at: Moment) -> None:
        self.steps.append((stage, at))
        self.sheets.add(
            State, id=self.scene.new_id(at), idea_id=self.id, stage=stage.value, at=at.text, by_id=self.lead
        )

    def _waited_days(self, at: Moment) -> int | None:
        since_on, from_on = self._wait() or (None, None)
        return (at.on - since_on).days if since_on and from_on and from_on <= at.on else None

    def _wait(self) -> tuple[date, date] | None:
        if self.steps[-1][0] is not Stage.REGISTERED:
            return None
        answers: Any = self.promises
        not_nows: Any = self.not_nows
        return next_wait([Step(stage, at.at) for stage, at in self.steps], answers, not_nows, self.scene.zone.key)

    def tell(
        self, at: Moment, by_id: str | None, kind: str, noun: str, subject_id: str, said: str = "", *, became: str = ""
    ) -> None:
        self.scene.tell(at, by_id, kind, noun, subject_id, said, became=became, idea_id=self.id)


@lru_cache(maxsize=4096)
def _indexed(*texts: str) -> str:
    return indexed_words(*texts)
