"""Ideas by the hundred thousand, through bulk statements: the same number and the same day make the same ideas.

They have the mix of the sample: some wait for an answer, most are explored with a sponsor, some are how people
work now, some have ended with what was learnt. Every row is what the rooms' verbs would have left: `tests/sample`
compares the summaries with fresh sums, and the history of what is added holds in the organisation's chain.
"""

import random
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import ANSWER_DAYS, Answer, Boundary, BoundaryAnswer, BoundaryWording, Watch
from registry.boundaries.rules.answering import STATUS_OF_ANSWER
from registry.history import rules as history_rules
from registry.history.models import ActorKind, ChainHead, Event, EventWords
from registry.ideas.models import Idea, IdeaAim, IdeaSummary, JoinedBy, Stage, State, Teammate
from registry.kit import clock
from registry.kit.bulk import add_rows, plain
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation, Role
from registry.pledges.models import Ask, Delivery, Kind, Pledge, PledgeState, Side
from registry.pledges.rules import states
from registry.pledges.rules.states import NOTHING_CAME
from registry.portfolio.models import SearchText
from registry.portfolio.search import search_text_of
from registry.progress.models import ExplorationPeriod, Update
from registry.vision import queries as vision_queries

BATCH = 500
YEARS_BACK = timedelta(days=700)
HOUR = 60
STAGES = (Stage.REGISTERED, Stage.EXPLORING, Stage.SUSTAINED, Stage.ENDED)
SHARES = (20, 45, 15, 20)

TOPICS = (
    "Antibiotics sooner", "From chart to patient", "Steady on your feet", "An answer in weeks", "Calm evenings",
    "Home with your medicines", "Clean first time", "Theatre on the day", "Spot delirium early",
    "Body as well as mind", "Seven drinks a day", "Wait before the clamp", "Warm hands", "One letter, not four",
    "Who rings back", "A quiet hour at night",
)  # fmt: skip
PLACES = (
    "the emergency department", "a 28-bed ward", "the older people's ward", "the children's clinic", "theatre two",
    "the pharmacy", "four care homes", "maternity", "the stroke unit", "community nursing", "the day hospital",
)  # fmt: skip
HOPES = (
    "Fewer people wait without knowing what comes next.",
    "People go home on the day that was promised, with what they need in hand.",
    "Nobody is hurt by something that we could have seen.",
    "People who cannot speak up are heard as soon as those who can.",
)
REASONS = (
    "I tell people that I am sorry more often than I tell them anything else.",
    "I went home last winter knowing that we could have done this better.",
    "My own mother lay on this ward, and I saw it from the other side.",
    "We have all learnt to walk past it. I would like to stop.",
)
HAPPENED = (
    "It was quicker on the days when two of us did it.",
    "No change so far.",
    "People noticed before we told them.",
)
LEARNT = ("It did not work yet: the step that we left out was the one that mattered.", "Ask the night staff first.")
BOUNDARIES = (
    "No check is skipped to save time.",
    "Nobody waits longer because of it.",
    "The person's own wish comes first.",
)


async def add_ideas(session: AsyncSession, actor: Actor, count: int, seed: int, tell: Callable[[int], None]) -> None:
    """Adds `count` ideas to the actor's organisation, oldest first, a batch at a time.

    tell   told how many more are there, batch by batch
    """
    maker = await _maker(session, actor, count, seed)
    for first in range(0, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        for number in numbers:
            maker.make(number)
        await maker.write(session)
        tell(len(numbers))
    await maker.close(session)


async def _maker(session: AsyncSession, actor: Actor, count: int, seed: int) -> "_Maker":
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    head = await session.get(ChainHead, (organisation.id, organisation.id), with_for_update=True)
    clinicians = await people_queries.list_people_with_role(session, actor, Role.CLINICIAN)
    sponsors = await people_queries.list_people_with_role(session, actor, Role.SPONSOR)
    services = await people_queries.list_services(session, actor)
    aims = await vision_queries.list_aims(session, actor)
    if head is None or not (clinicians and sponsors and services and aims):
        raise ValueError("the organisation needs clinicians, sponsors, services and aims first")
    return _Maker(
        actor,
        organisation,
        head,
        # What is there already counts, so that the same seed once more makes other ids.
        random.Random(f"{seed} after {organisation.last_reference}"),  # noqa: S311 - invented ideas need no secret
        [person.id for person in clinicians],
        [person.id for person in sponsors],
        [service.id for service in services],
        [aim.id for aim in aims],
        count,
    )


class _Maker:
    """Holds the rows of a batch by table, in the order in which tables refer to one another."""

    def __init__(
        self,
        actor: Actor,
        organisation: Organisation,
        head: ChainHead,
        chance: random.Random,
        clinicians: list[UUID],
        sponsors: list[UUID],
        services: list[UUID],
        aims: list[UUID],
        count: int,
    ) -> None:
        self.actor, self.organisation, self.head, self.chance = actor, organisation, head, chance
        self.clinicians, self.sponsors, self.services, self.aims = clinicians, sponsors, services, aims
        self.now = clock.now().replace(microsecond=0)
        self.first, self.step = self.now - YEARS_BACK, YEARS_BACK / count
        self.today = actor.today
        self.made = 0
        # Kept apart from their rows until the end: a model's attributes are slow to read and write.
        self.organisation_id, self.last_reference = organisation.id, organisation.last_reference
        self.number, self.chain = head.number, head.chain
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)

    def make(self, number: int) -> None:
        """One idea with all that belongs to its stage."""
        at, self.made = self.first + self.step * number, 0
        stage = self.chance.choices(STAGES, SHARES)[0]
        lead = self.chance.choice(self.clinicians)
        idea_id = self._register(at, stage, lead)
        if stage is Stage.REGISTERED:
            return
        begun_at = at + min(timedelta(days=self.chance.randint(2, 12)), (self.now - at) * 0.2)
        self._state(idea_id, Stage.EXPLORING, begun_at, lead)
        self._bound(idea_id, begun_at, lead, is_open=stage is Stage.EXPLORING)
        if stage is Stage.EXPLORING:
            self._sponsor(idea_id, begun_at, lead)
            return
        ended_at = begun_at + (self.now - begun_at) * 0.8
        self._promise(idea_id, begun_at, ended_at, lead)
        self._state(idea_id, stage, ended_at, lead)
        self._tell(ended_at, lead, f"idea_{stage.value}", "idea", idea_id, idea_id)

    async def write(self, session: AsyncSession) -> None:
        connection = await session.connection()
        for model in (
            Idea, IdeaAim, State, Teammate, IdeaSummary, SearchText, Ask, Pledge, Delivery, Boundary, BoundaryWording,
            Watch, BoundaryAnswer, Update, ExplorationPeriod, Event, EventWords,
        ):  # fmt: skip
            if rows := self.rows.pop(model, None):
                names = list(_columns(model))
                table = [[plain(row.get(name)) for name in names] for row in rows]
                await add_rows(connection, str(model.__tablename__), names, table)

    async def close(self, session: AsyncSession) -> None:
        """Seals the chain and keeps the last reference that was given."""
        self.head.number, self.head.chain = self.number, self.chain
        self.head.seal = history_rules.sealed(
            self.actor.history_key, self.organisation_id, self.head.number, self.head.chain
        )
        self.organisation.last_reference = self.last_reference
        session.add_all([self.head, self.organisation])
        await session.flush()

    def _register(self, at: datetime, stage: Stage, lead: UUID) -> UUID:
        chance = self.chance
        self.last_reference += 1
        title = f"{chance.choice(TOPICS)} in {chance.choice(PLACES)}"
        idea = self._row(
            Idea,
            at,
            reference_number=self.last_reference,
            title=title,
            better=chance.choice(HOPES),
            why=chance.choice(REASONS),
            outcome="" if stage is Stage.REGISTERED else "Half of what it is now, by next year.",
            service_id=chance.choice(self.services),
            author_id=lead,
        )
        if stage is Stage.ENDED:
            idea.learning, idea.learning_at, idea.learning_by_id = chance.choice(LEARNT), self.now, lead
        self.rows[SearchText].append(search_text_of(idea).model_dump())
        self._add(IdeaAim, at, idea_id=idea.id, aim_id=chance.choice(self.aims))
        self._add(
            Teammate,
            at,
            idea_id=idea.id,
            person_id=lead,
            is_lead=True,
            is_accepted=True,
            joined_by=JoinedBy.AUTHOR,
            opened_at=at,
            opened_by_id=lead,
            answered_at=at,
            answered_by_id=lead,
        )
        self._state(idea.id, Stage.DRAFT, at, lead)
        self._state(idea.id, Stage.REGISTERED, at, lead)
        self._tell(at, lead, "draft_started", "idea", idea.id, idea.id)
        self._tell(at, lead, "idea_registered", "idea", idea.id, idea.id)
        self._summarise(idea, at, stage, lead)
        if chance.random() < 0.7:
            self._ask(idea.id, at, lead)
        idea_id: UUID = idea.id
        return idea_id

    def _summarise(self, idea: Any, at: datetime, stage: Stage, lead: UUID) -> None:
        waits = clock.day_of(at, self.actor.zone) if stage is Stage.REGISTERED else None
        summary = _blank(IdeaSummary) | {
            "organisation_id": idea.organisation_id,
            "id": idea.id,
            "reference_number": idea.reference_number,
            "title": idea.title,
            "better": idea.better[:200],
            "stage": stage,
            "lead_id": lead,
            "service_id": idea.service_id,
            "registered_at": at,
            "waits_since_on": waits,
            "waits_from_on": waits,
        }
        self.rows[IdeaSummary].append(summary)

    def _ask(self, idea_id: UUID, at: datetime, lead: UUID) -> None:
        ask_id = self._add(
            Ask,
            at,
            idea_id=idea_id,
            kind=Kind.DATA,
            what="Someone who finds the numbers with us",
            quantity_minor=4 * HOUR,
            needed_from_on=self._day(at),
            asked_at=at,
            asked_by_id=lead,
        )
        words = "4 hours: Someone who finds the numbers with us"
        self._tell(at, lead, "ask_made", "ask", ask_id, idea_id, words)

    def _bound(self, idea_id: UUID, at: datetime, lead: UUID, *, is_open: bool) -> None:
        sentence = self.chance.choice(BOUNDARIES)
        boundary_id = self._add(Boundary, at, idea_id=idea_id, answer_days=ANSWER_DAYS, drawn_at=at, drawn_by_id=lead)
        wording_id = self._add(
            BoundaryWording,
            at,
            boundary_id=boundary_id,
            number=1,
            sentence=sentence,
            proposed_at=at,
            proposed_by_id=lead,
            agreed_at=at,
            agreed_by_id=lead,
        )
        told_at = at + (self.now - at) * 0.7
        answer = Answer.NEAR if self.chance.random() < 0.1 else Answer.KEPT
        due_on = self._day(told_at) + timedelta(days=ANSWER_DAYS) if is_open else None
        status = STATUS_OF_ANSWER[answer]
        watch_id = self._add(
            Watch, at, boundary_id=boundary_id, idea_id=idea_id, since_at=at, due_on=due_on, status=status
        )
        self._add(
            BoundaryAnswer,
            told_at,
            watch_id=watch_id,
            wording_id=wording_id,
            answer=answer,
            answered_at=told_at,
            answered_by_id=lead,
        )
        happened = self.chance.choice(HAPPENED)
        update_id = self._add(Update, told_at, idea_id=idea_id, happened=happened, told_at=told_at, told_by_id=lead)
        summary = self.rows[IdeaSummary][-1]
        summary["last_update_at"] = told_at
        summary["worst_boundary"] = status
        self._tell(at, lead, "boundary_drawn", "boundary", boundary_id, idea_id, sentence)
        self._tell(told_at, lead, "boundary_answered", "boundary", boundary_id, idea_id, f"{answer.label}: {sentence}")
        self._tell(told_at, lead, "update_told", "update", update_id, idea_id, happened)

    def _sponsor(self, idea_id: UUID, begun_at: datetime, lead: UUID) -> None:
        """An idea being explored has a sponsor, and hours on their way."""
        sponsor = self.chance.choice(self.sponsors)
        ends_on = self.today + timedelta(days=self.chance.randint(20, 200))
        self._pledge(idea_id, begun_at, ends_on, lead, sponsor, Kind.SPONSORSHIP, None, came=0)
        self._pledge(idea_id, begun_at, ends_on, lead, sponsor, Kind.TIME, 40 * HOUR, came=10 * HOUR)
        self.rows[IdeaSummary][-1]["sponsor_id"] = sponsor
        period = {"starts_on": self._day(begun_at), "ends_on": ends_on, "set_at": begun_at, "set_by_id": lead}
        self._add(ExplorationPeriod, begun_at, idea_id=idea_id, **period)
        self._tell(begun_at, lead, "idea_begun", "idea", idea_id, idea_id)

    def _promise(self, idea_id: UUID, begun_at: datetime, ended_at: datetime, lead: UUID) -> None:
        """What has ended had hours that came."""
        sponsor = self.chance.choice(self.sponsors)
        self._pledge(idea_id, begun_at, self._day(ended_at), lead, sponsor, Kind.TIME, 20 * HOUR, came=20 * HOUR)
        period = {
            "starts_on": self._day(begun_at), "ends_on": self._day(ended_at), "set_at": begun_at, "set_by_id": lead,
        }  # fmt: skip
        self._add(ExplorationPeriod, begun_at, idea_id=idea_id, **period)

    def _pledge(
        self,
        idea_id: UUID,
        at: datetime,
        ends_on: date,
        lead: UUID,
        pledger: UUID,
        kind: Kind,
        quantity_minor: int | None,
        *,
        came: int,
    ) -> None:
        pledge = self._row(
            Pledge,
            at,
            idea_id=idea_id,
            pledger_id=pledger,
            side=Side.ORGANISATION,
            kind=kind,
            what="I clear the way each month" if kind is Kind.SPONSORSHIP else "Hours of a nurse, off the rota",
            quantity_minor=quantity_minor,
            starts_on=self._day(at),
            ends_on=max(ends_on, self._day(at)),
            reply_by_on=self._day(at) + timedelta(days=14),
            offered_at=at,
            is_answer=True,
            waited_days=3,
            accepted_at=at,
            accepted_by_id=lead,
        )
        sums = replace(NOTHING_CAME, confirmed_minor=came, confirmed_count=1) if came else NOTHING_CAME
        state = states.pledge_state(pledge, sums, self.today)
        pledge.told_state = state if state is PledgeState.KEPT else None
        pledge.changes_on = states.next_change_on(pledge, sums, self.today)
        words = pledge.what
        self._tell(at, pledger, "pledge_made", "pledge", pledge.id, idea_id, words)
        self._tell(at, lead, "pledge_accepted", "pledge", pledge.id, idea_id, words)
        if came:
            day = {"delivered_on": pledge.starts_on, "recorded_at": at, "recorded_by_id": pledger}
            delivery_id = self._add(
                Delivery, at, pledge_id=pledge.id, quantity_minor=came, confirmed_at=at, confirmed_by_id=lead, **day
            )
            self._tell(at, pledger, "delivery_recorded", "delivery", delivery_id, idea_id, words)
            self._tell(at, lead, "delivery_confirmed", "delivery", delivery_id, idea_id, words)

    def _state(self, idea_id: UUID, stage: Stage, at: datetime, by_id: UUID) -> None:
        self._add(State, at, idea_id=idea_id, stage=stage, at=at, by_id=by_id)

    def _tell(
        self, at: datetime, by_id: UUID, kind: str, noun: str, subject_id: UUID, idea_id: UUID, words: str = ""
    ) -> None:
        """One entry of the history, chained to the one before it."""
        salt = secrets.token_hex(16)
        self.number += 1
        entry = {
            "organisation_id": self.organisation_id,
            "id": self._id(at),
            "number": self.number,
            "at": at,
            "actor_kind": ActorKind.PERSON,
            "actor_id": by_id,
            "kind": kind,
            "subject_noun": noun,
            "subject_id": subject_id,
            "idea_id": idea_id,
            "words_digest": history_rules.words_digest(salt, words, "", ""),
        }
        facts = history_rules.facts_of(SimpleNamespace(**entry))  # type: ignore[arg-type]  # reads the same names
        self.chain = history_rules.chained(self.actor.history_key, self.chain, facts)
        self.rows[Event].append(entry | {"chain": self.chain})
        self.rows[EventWords].append(
            {"organisation_id": entry["organisation_id"], "id": entry["id"], "words": words, "was": "", "became": "",
             "salt": salt}
        )  # fmt: skip

    def _add(self, model: type[SQLModel], made_at: datetime, /, **given: Any) -> UUID:
        row_id: UUID = self._row(model, made_at, **given).id
        return row_id

    def _row(self, model: type[SQLModel], made_at: datetime, /, **given: Any) -> Any:
        """A row to be written, with the model's names; a model itself would cost ten times as much to make."""
        row = SimpleNamespace(
            **_blank(model) | given | {"organisation_id": self.organisation_id, "id": self._id(made_at)}
        )
        self.rows[model].append(vars(row))
        return row

    def _day(self, at: datetime) -> date:
        return clock.day_of(at, self.actor.zone)

    def _id(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment; of one idea's rows, those made later are greater."""
        milliseconds = int(at.astimezone(UTC).timestamp() * 1000)
        self.made += 1
        high = (milliseconds << 16) | 0x7000 | self.made
        return UUID(int=(high << 64) | (0b10 << 62) | self.chance.getrandbits(62))


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.name for column in SQLModel.metadata.tables[str(model.__tablename__)].columns)


@cache
def _blank(model: type[SQLModel]) -> dict[str, Any]:
    """What a row says where nothing is given."""
    fields: Iterable[tuple[str, Any]] = model.model_fields.items()
    return {name: field.default for name, field in fields if not field.is_required() and field.default_factory is None}
