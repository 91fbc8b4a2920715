"""Takes stories forward together, each step at its own moment of the past."""

from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.queries import Keys
from registry.boundaries.actions import answering as answering_actions
from registry.boundaries.actions import drawing as boundary_actions
from registry.boundaries.actions import joining as joining_actions
from registry.boundaries.actions import publishing
from registry.boundaries.actions import wordings as wording_actions
from registry.boundaries.actions.conditions import make_offer
from registry.boundaries.models import Answer, Boundary, BoundaryKind, BoundaryWording, Comparison, CrossingAnswer
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import wordings as wording_queries
from registry.boundaries.schemas import (
    AnswerIn,
    BoundaryIn,
    CrossingAnswerIn,
    OfferIn,
    PublishingIn,
    RedrawingIn,
)
from registry.coaching.actions import appraisals as appraisal_actions
from registry.coaching.actions import notes as note_actions
from registry.coaching.actions import offers as coaching_offer_actions
from registry.coaching.actions import pairs as pair_actions
from registry.coaching.models import Appraisal, CoachingPair
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.schemas import (
    AppraisalIn,
    CoachingOfferIn,
    NoteIn,
    PairAnswerIn,
    PairIn,
    Way,
    WordingAgreementIn,
)
from registry.feedback.actions import closing, raters, shares
from registry.feedback.actions import rounds as round_actions
from registry.feedback.actions.answers import give_answer
from registry.feedback.models import Group, Round
from registry.feedback.queries import rounds as round_queries
from registry.feedback.rules.questions import SCORED
from registry.feedback.schemas import FeedbackIn, NamingIn, RaterIn, ResultsShareIn, RoundIn
from registry.frameworks.actions import discretion as discretion_actions
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Discretion, Framework, FrameworkVersion, Outcome, Subsystem
from registry.frameworks.schemas import DiscretionIn, DiscretionWithdrawalIn, OpeningIn, OutcomeIn, StewardIn
from registry.ideas.actions import adoptions as adoption_actions
from registry.ideas.actions import hand_overs as lead_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import owners as owner_actions
from registry.ideas.actions import questions as question_actions
from registry.ideas.actions import skills as skill_actions
from registry.ideas.actions import values as value_actions
from registry.ideas.models import Idea, LeadHandOver, Question
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as owner_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.schemas import (
    ClaimIn,
    DraftIn,
    HandOverIn,
    IdeaIn,
    InvitationIn,
    JoinIn,
    QuestionAnswerIn,
    QuestionIn,
    ServedValueIn,
    ServedValuesIn,
    ShareIn,
    SoughtSkillsIn,
)
from registry.kit import clock
from registry.licences.actions import decisions as decision_actions
from registry.licences.actions import givers as giver_actions
from registry.licences.actions import licences as licence_actions
from registry.licences.actions import links as link_actions
from registry.licences.actions import turf as turf_actions
from registry.licences.models import Licence
from registry.licences.queries import links as link_queries
from registry.licences.rules import licences as licence_rules
from registry.licences.rules.decisions import signed_secret
from registry.licences.schemas import DecisionIn, LicenceIn, LinkIn, RevocationIn, TurfIn
from registry.measures.actions import changes as change_actions
from registry.measures.actions import limits as limit_actions
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as observation_actions
from registry.measures.models import Measure
from registry.measures.schemas import BaselineIn, ChangeIn, ObservationIn, RecalculationIn
from registry.people import actions as people_actions
from registry.people.actors import Actor
from registry.people.schemas import AspirationIn, ProfileIn
from registry.pledges.actions import answers as answer_actions
from registry.pledges.actions import asks as ask_actions
from registry.pledges.actions import barriers as barrier_actions
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import envelopes as envelope_actions
from registry.pledges.actions import hand_overs as hand_over_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions import reductions as reduction_actions
from registry.pledges.models import Ask, Delivery, Kind, Pledge, PledgeHandOver, Verdict
from registry.pledges.schemas import (
    AgreementIn,
    AskIn,
    DeclineIn,
    DeliveryIn,
    DisputeIn,
    EnvelopeIn,
    GivingBackIn,
    NotNowIn,
    PledgeHandOverIn,
    ReductionIn,
    VerdictIn,
    WithdrawalIn,
)
from registry.progress.actions import discretion as claim_actions
from registry.progress.actions import reviews as review_actions
from registry.progress.actions import stages as stage_actions
from registry.progress.actions import updates as update_actions
from registry.progress.actions import views as view_actions
from registry.progress.models import Decision, ExplorationPeriod, Update
from registry.progress.queries.periods import get_period
from registry.progress.rules.reviews import must_tell
from registry.progress.schemas import BeginIn, EndIn, ReviewIn, UpdateIn, ViewIn
from registry.sample.numbers import Count
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import PersonalValueIn, PersonalValuesIn, ValueIn, VisionIn

Amount = Decimal | int | str | None
Said = str | tuple[str, str]
"""'kept', 'near' or 'crossed', alone or with a note."""


Telling = AsyncGenerator[datetime, None]
"""A story as it is told: it yields the moment at which it wants to go on."""


@dataclass
class Tally:
    """A measure, and the numbers that the registry has not been told yet."""

    measure: Measure
    rest: list[ObservationIn]

    def until(self, today: date) -> list[ObservationIn]:
        """Those up to a day, which are told from now on."""
        told = [row for row in self.rest if row.measured_on <= today]
        self.rest = self.rest[len(told) :]
        return told


@dataclass
class Play:
    """The stage: who is there and what day it is. Days are counted back from today; negative ones lie ahead."""

    session: AsyncSession
    today: date
    zone: str
    keys: Keys
    people: dict[str, Actor] = field(default_factory=dict)
    registries: dict[str, Actor] = field(default_factory=dict)
    services: dict[str, UUID] = field(default_factory=dict)
    partners: dict[str, UUID] = field(default_factory=dict)
    aims: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    frameworks: dict[str, "Holding"] = field(default_factory=dict)
    areas: dict[str, Discretion] = field(default_factory=dict)
    values: dict[str, UUID] = field(default_factory=dict)
    begun: list[Telling] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    periods: list[ExplorationPeriod] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)

    def also(self, *told: Telling) -> None:
        """What goes on beside the story that begins it."""
        self.begun.extend(told)

    def has_news(self) -> bool:
        """Whether time may have changed a promise or a licence, or something is to be looked back on; other nights cost
        nothing.
        """
        today = clock.today(self.zone)
        soon = timedelta(days=licence_rules.ENDS_SOON_DAYS)
        if any(today in {licence.ends_on - soon, licence.ends_on + timedelta(days=1)} for licence in self.licences):
            return True
        frameworks = (holding.framework for holding in self.frameworks.values())
        if any(each.review_on and must_tell(each.review_on, each.told_on, today) for each in self.periods):
            return True
        return any(pledge.changes_on and pledge.changes_on <= today for pledge in self.pledges) or any(
            framework.review_on <= today and framework.told_review_on != framework.review_on for framework in frameworks
        )

    def at(self, days_ago: int, hour: str) -> datetime:
        """A moment such as (41, '07:45'), in the organisation's zone."""
        return datetime.combine(self.day(days_ago), time.fromisoformat(hour), ZoneInfo(self.zone)).astimezone(UTC)

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    async def open_framework(
        self,
        call: str,
        name_here: str,
        *,
        name: str,
        subsystem: Subsystem,
        held: str,
        direction: str,
        review: int,
        within: str = "",
        kept_by: str = "",
    ) -> "Holding":
        """
        name_here   by which stories call it
        kept_by     where whoever opens it is no steward
        """
        form = OpeningIn(
            name=name,
            subsystem=subsystem,
            held=held,
            direction=direction,
            parent_id=self.frameworks[within].framework.id if within else None,
            starts_on=self.people[call].today,
            review_on=self.day(review),
            steward_id=self.people[kept_by].id if kept_by else None,
        )
        framework = await framework_actions.open_framework(self.session, self.people[call], form)
        self.frameworks[name_here] = Holding(self, framework, kept_by or call)
        return self.frameworks[name_here]

    async def declare(self, call: str, name_here: str, sentence: str, *, last: int, **limits: Any) -> None:
        """
        name_here   by which stories call the area
        limits      as `DiscretionIn` takes them
        """
        actor = self.people[call]
        form = DiscretionIn(sentence=sentence, starts_on=actor.today, ends_on=self.day(last), **limits)
        self.areas[name_here] = await discretion_actions.declare_discretion(self.session, actor, form)

    async def withdraw_area(self, call: str, name_here: str, reason: str) -> None:
        form = DiscretionWithdrawalIn(reason=reason)
        await discretion_actions.withdraw_discretion(self.session, self.people[call], self.areas[name_here], form)

    async def write_profile(self, call: str, **words: Any) -> None:
        """
        words   as `ProfileIn` takes them
        """
        await people_actions.write_profile(self.session, self.people[call], ProfileIn(**words))

    async def hold_to(self, call: str, name: str, why: str, *, meets: str = "", is_shared: bool = True) -> None:
        """
        meets   the organisation's value, by name
        """
        own = PersonalValueIn(name=name, why=why, value_id=self.values.get(meets), is_shared=is_shared)
        await vision_actions.name_personal_values(self.session, self.people[call], PersonalValuesIn(values=[own]))

    async def hope(self, call: str, *, interests: str, hopes: str, is_for_manager: bool) -> None:
        form = AspirationIn(interests=interests, hopes=hopes, is_for_manager=is_for_manager)
        await people_actions.write_aspiration(self.session, self.people[call], form)

    async def open_round(self, call: str, *, namer: str, days: int, focus: str) -> Round:
        actor = self.people[call]
        closes_on = actor.today + timedelta(days=days)
        form = RoundIn(namer_id=self.people[namer].person_id, closes_on=closes_on, focus=focus)
        return await round_actions.open_round(self.session, actor, form)

    async def name_for(self, call: str, found: Round) -> None:
        """Whoever is asked to name raters says yes."""
        await round_actions.answer_naming(self.session, self.people[call], found, NamingIn(accepts=True))

    async def name_rater(self, call: str, found: Round, rater: str, group: Group) -> None:
        form = RaterIn(person_id=self.people[rater].person_id, group=group)
        await raters.name_rater(self.session, self.people[call], found, form)

    async def give_feedback(self, call: str, found: Round, scores: tuple[int, ...], keep: str, more: str) -> None:
        """
        scores   in the order of the questions
        """
        said = dict(zip([question.name for question in SCORED], scores, strict=True))
        asked = await round_queries.get_asked(self.session, self.people[call], found.id)
        form = FeedbackIn.model_validate(said | {"keep_doing": keep, "help_more": more})
        await give_answer(self.session, asked, form, self.keys)

    async def close_rounds(self) -> None:
        for registry in self.registries.values():
            await closing.close_rounds(self.session, registry, self.keys, 10)

    async def share_feedback(self, call: str, found: Round, reader: str) -> None:
        form = ResultsShareIn(person_id=self.people[reader].person_id)
        await shares.share_results(self.session, self.people[call], found, form)

    async def offer_coaching(self, call: str, words: str) -> None:
        await coaching_offer_actions.offer_coaching(self.session, self.people[call], CoachingOfferIn(words=words))

    async def ask_for_coach(self, call: str, coach: str, about: str) -> CoachingPair:
        form = PairIn(person_id=self.people[coach].person_id, way=Way.BE_COACHED, about=about)
        return await pair_actions.ask_for_pair(self.session, self.people[call], form, self.keys)

    async def offer_to_coach(self, call: str, coached: str, about: str) -> CoachingPair:
        form = PairIn(person_id=self.people[coached].person_id, way=Way.COACH, about=about)
        return await pair_actions.ask_for_pair(self.session, self.people[call], form, self.keys)

    async def answer_coaching(self, call: str, pair: CoachingPair, words: str) -> None:
        form = PairAnswerIn(accepts=True, words=words)
        await pair_actions.answer_pair(self.session, self.people[call], pair, form, self.keys)

    async def write_note(self, call: str, pair: CoachingPair, words: str) -> None:
        await note_actions.write_note(self.session, self.people[call], pair, NoteIn(words=words), self.keys)

    async def write_down_conversation(self, call: str, other: str, words: str, *, again_in_days: int) -> Appraisal:
        actor = self.people[call]
        again_on = actor.today + timedelta(days=again_in_days)
        form = AppraisalIn(
            person_id=self.people[other].person_id, talked_on=actor.today, words=words, look_again_on=again_on
        )
        return await appraisal_actions.begin_appraisal(self.session, actor, form, self.keys)

    async def agree_to_conversation(self, call: str, found: Appraisal) -> None:
        waits = (await appraisal_queries.get_standing(self.session, found)).proposed
        if waits:
            form = WordingAgreementIn(wording_id=waits.id)
            await appraisal_actions.agree_to_wording(self.session, self.people[call], found, form)

    async def ask_our_ground(self, call: str, purpose: str, place: str, **said: Any) -> Licence:
        """A partner's person asks to work here; `said` as `_licence_form` takes it."""
        form = _licence_form(self, purpose, place, **said)
        self.licences.append(await licence_actions.request_our_ground(self.session, self.people[call], form))
        return self.licences[-1]

    async def grant(self, call: str, licence: Licence, position: str, conditions: str = "") -> None:
        form = DecisionIn(is_granted=True, position=position, conditions=conditions)
        await decision_actions.decide(self.session, self.people[call], licence, form)

    async def refuse(self, call: str, licence: Licence, position: str, reason: str) -> None:
        form = DecisionIn(is_granted=False, position=position, reason=reason)
        await decision_actions.decide(self.session, self.people[call], licence, form)

    async def revoke(self, call: str, licence: Licence, reason: str) -> None:
        await decision_actions.revoke_licence(self.session, self.people[call], licence, RevocationIn(reason=reason))

    async def publish_vision(self, call: str, statement: str, reason: str, values: dict[str, str]) -> None:
        """
        values   by name, what each means; those that stand already keep their ideas
        """
        actor = self.people[call]
        before = await vision_queries.find_vision(self.session, actor)
        said = [ValueIn(id=self.values.get(name), name=name, meaning=meaning) for name, meaning in values.items()]
        form = VisionIn(statement=statement, reason=reason, values=said)
        await vision_actions.publish_vision(self.session, actor, form, after=before.vision.number if before else 0)
        self.values = {value.name: value.id for value in await vision_queries.list_values(self.session, actor)}

    async def draft(self, author: str, **said: str) -> Idea:
        return await idea_actions.save_draft(self.session, self.people[author], None, DraftIn(**said))

    async def discard(self, author: str, draft: Idea) -> None:
        await idea_actions.discard_draft(self.session, self.people[author], draft)

    async def adopt(self, call: str, source: Idea) -> Idea:
        """A draft of one's own, begun from another team's idea."""
        return await adoption_actions.adopt_idea(self.session, self.people[call], source)

    async def register(
        self,
        lead: str,
        *,
        title: str,
        better: str,
        why: str,
        aim: str,
        service: str,
        outcome: str = "",
        draft: Idea | None = None,
    ) -> "Scene":
        actor = self.people[lead]
        form = IdeaIn(
            title=title,
            better=better,
            why=why,
            outcome=outcome,
            service_id=self.services[service],
            aim_ids={self.aims[actor.organisation_id, aim]},
        )
        return Scene(self, await idea_actions.register_idea(self.session, actor, draft, form), lead)


@dataclass
class Holding:
    """A holding framework on stage.

    declared   boundaries that each of its teams answers
    newest     published since it was opened
    """

    play: Play
    framework: Framework
    steward: str
    newest: FrameworkVersion | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    declared: list[Boundary] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    @property
    def session(self) -> AsyncSession:
        return self.play.session

    @property
    def actor(self) -> Actor:
        return self.play.people[self.steward]

    async def want(self, name: str, sentence: str, *, aim: str) -> None:
        form = OutcomeIn(sentence=sentence, aim_id=self.play.aims[self.actor.organisation_id, aim])
        added = await outcome_actions.add_outcome(self.session, self.actor, self.framework, form)
        self.outcomes[name] = added

    async def reword(self, name: str, sentence: str) -> None:
        """An outcome in other words, for the next version."""
        outcome = self.outcomes[name]
        form = OutcomeIn(sentence=sentence, aim_id=outcome.aim_id)
        await outcome_actions.change_outcome(self.session, self.actor, outcome, form)

    async def redraw(self, boundary: Boundary, sentence: str, reason: str, *, limit: str, margin: str) -> None:
        """A measured boundary with another limit, for the next version."""
        form = RedrawingIn(sentence=sentence, reason=reason, limit_value=Decimal(limit), margin=Decimal(margin))
        await publishing.redraw_boundary(self.session, self.actor, boundary, form)

    async def publish(self, reason: str) -> None:
        form = PublishingIn(reason=reason)
        self.newest = await publishing.publish_version(self.session, self.actor, self.framework, form)

    async def name_steward(self, call: str) -> None:
        form = StewardIn(person_id=self.play.people[call].person_id)
        await framework_actions.name_steward(self.session, self.actor, self.framework, form)

    async def count(self, counted: Count) -> None:
        form = counted.form
        measure = await measure_actions.add_measure_to_framework(self.session, self.actor, self.framework, form)
        self.tallies.append(Tally(measure, counted.observations(self.play.today)))
        await self.add_numbers()

    async def add_numbers(self) -> None:
        await _add_numbers(self.session, self.actor, self.tallies)

    async def set_envelope(self, call: str, kind: Kind, amount: Amount, *, first: int, last: int) -> None:
        """What it has to give, on which promises to its ideas draw from now on."""
        form = EnvelopeIn(
            kind=kind, quantity=_exact(amount), starts_on=self.play.day(first), ends_on=self.play.day(last)
        )
        await envelope_actions.set_envelope(self.session, self.play.people[call], self.framework, form)

    async def draw(self, sentence: str, **limits: Any) -> Boundary:
        form = _boundary_form(sentence, self.tallies, **limits)
        drawn = await publishing.draw_framework_boundary(self.session, self.actor, self.framework, form)
        if drawn.kind is BoundaryKind.DECLARED:
            self.declared.append(drawn)
        return drawn


@dataclass
class Scene:
    """One idea on stage, and what its people can do with it.

    under   the framework under which it stands
    """

    play: Play
    idea: Idea
    lead: str
    boundaries: dict[str, Boundary] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
    under: Holding | None = None

    @property
    def session(self) -> AsyncSession:
        return self.play.session

    def actor(self, call: str = "") -> Actor:
        return self.play.people[call or self.lead]

    def call_of(self, person_id: UUID) -> str:
        return next(call for call, actor in self.play.people.items() if actor.is_person(person_id))

    def who(self, person_id: UUID) -> Actor:
        return next(actor for actor in self.play.people.values() if actor.is_person(person_id))

    async def welcome(self, call: str, words: str) -> None:
        """Somebody asks to join, and the lead says yes."""
        asking = await idea_actions.ask_to_join(self.session, self.actor(call), self.idea, JoinIn(words=words))
        await idea_actions.answer_joining(self.session, self.actor(), self.idea, asking, is_accepted=True)

    async def want_to_join(self, call: str, words: str) -> None:
        await idea_actions.ask_to_join(self.session, self.actor(call), self.idea, JoinIn(words=words))

    async def invite(self, call: str) -> None:
        form = InvitationIn(person_id=self.actor(call).person_id)
        await idea_actions.invite(self.session, self.actor(), self.idea, form)

    async def offer_lead(self, to: str, words: str) -> LeadHandOver:
        form = HandOverIn(to_id=self.actor(to).person_id, words=words)
        return await lead_actions.offer_lead(self.session, self.actor(), self.idea, form)

    async def take_lead_over(self, hand_over: LeadHandOver) -> None:
        """Who led leaves the team then: they rotate."""
        before, new = self.lead, self.call_of(hand_over.to_id)
        await lead_actions.accept_lead(self.session, self.actor(new), self.idea, hand_over)
        self.lead = new
        await self.leave(before)

    async def offer_promises(self, call: str, to: str, words: str) -> PledgeHandOver:
        form = PledgeHandOverIn(to_id=self.actor(to).person_id, words=words)
        return await hand_over_actions.offer_hand_over(self.session, self.actor(call), self.idea, form)

    async def take_promises_over(self, hand_over: PledgeHandOver) -> None:
        await hand_over_actions.accept_hand_over(self.session, self.who(hand_over.to_id), self.idea, hand_over)

    async def question(self, call: str, words: str, to: str = "") -> Question:
        form = QuestionIn(words=words, to_id=self.actor(to).id if to else None)
        return await question_actions.ask_question(self.session, self.actor(call), self.idea, form)

    async def answer_question(self, call: str, question: Question, answer: str) -> None:
        form = QuestionAnswerIn(answer=answer)
        await question_actions.answer_question(self.session, self.actor(call), self.idea, question, form)

    async def take_barrier(self, call: str, ask: Ask) -> None:
        await barrier_actions.take_barrier(self.session, self.actor(call), self.idea, ask)

    async def give_barrier_back(self, call: str, ask: Ask, reason: str) -> None:
        form = GivingBackIn(reason=reason)
        await barrier_actions.give_back_barrier(self.session, self.actor(call), self.idea, ask, form)

    async def claim(self, area: str, sentence: str) -> None:
        """Says how the idea lies inside an area of discretion."""
        form = ClaimIn(discretion_id=self.play.areas[area].id, sentence=sentence)
        await claim_actions.claim_discretion(self.session, self.actor(), self.idea, form)

    async def work_on(self, partner: str, place: str) -> None:
        """Says on whose ground the idea works."""
        form = TurfIn(partner_id=self.play.partners[partner], place=place)
        await turf_actions.name_turf(self.session, self.actor(), self.idea, form)

    async def ask_licence(self, purpose: str, place: str, **said: Any) -> Licence:
        """Of those on whose ground it works; `said` as `_licence_form` takes it."""
        form = _licence_form(self.play, purpose, place, **said)
        licence = await licence_actions.request_licence(self.session, self.actor(), self.idea, form)
        self.play.licences.append(licence)
        return licence

    async def granted_by_link(self, licence: Licence, address: str, name: str, position: str, conditions: str) -> None:
        """Somebody there decides without an account."""
        keys = self.play.keys
        link = await link_actions.send_link(self.session, self.actor(), licence, LinkIn(address=address), keys)
        visit = await link_queries.find_visit(self.session, keys, signed_secret(keys.secret, link.id))
        if visit:
            form = DecisionIn(is_granted=True, name=name, position=position, conditions=conditions)
            decision = await decision_actions.decide_by_link(self.session, visit, form, keys)
            if decision.giver_id:
                await giver_actions.note_sent(self.session, licence.organisation_id, decision.giver_id)

    async def hand_licence_back(self, licence: Licence) -> None:
        await licence_actions.hand_back_licence(self.session, self.actor(), licence)

    async def serve(self, **how: str) -> None:
        """Says which values the idea serves, by name, and how."""
        served = [ServedValueIn(value_id=self.play.values[name], how=said) for name, said in how.items()]
        await value_actions.name_values(self.session, self.actor(), self.idea, ServedValuesIn(values=served))

    async def seek(self, *skills: str) -> None:
        """Says which skills the team looks for."""
        await skill_actions.seek_skills(self.session, self.actor(), self.idea, SoughtSkillsIn(skills=list(skills)))

    async def leave(self, call: str) -> None:
        actor = self.actor(call)
        team = await team_queries.list_teammates(self.session, self.idea)
        mine = next(mate for mate in team if actor.is_person(mate.person_id))
        await idea_actions.leave_team(self.session, actor, self.idea, mine)

    async def share(self, partner: str) -> None:
        form = ShareIn(partner_id=self.play.partners[partner])
        await idea_actions.share_with_partner(self.session, self.actor(), self.idea, form)

    async def ask(
        self, kind: Kind, what: str, amount: Amount = None, *, first: int, last: int | None = None, weekly: bool = False
    ) -> Ask:
        form = AskIn(
            kind=kind,
            what=what,
            quantity=_exact(amount),
            is_each_week=weekly,
            needed_from_on=self.play.day(first),
            needed_until_on=None if last is None else self.play.day(last),
        )
        return await ask_actions.make_ask(self.session, self.actor(), self.idea, form)

    async def need_no_longer(self, ask: Ask) -> None:
        await ask_actions.withdraw_ask(self.session, self.actor(), self.idea, ask)

    async def offer(
        self,
        call: str,
        kind: Kind,
        what: str,
        amount: Amount = None,
        *,
        first: int,
        last: int,
        weekly: bool = False,
        ask: Ask | None = None,
        helped: str = "",
        rests_on: Iterable[str] = (),
        **undertaken: Any,
    ) -> Pledge:
        """
        rests_on     the boundaries, by the names that the story gave them, while which are kept it holds
        undertaken   what a sponsor or a line manager will do themselves
        """
        form = OfferIn(
            kind=kind,
            what=what,
            quantity=_exact(amount),
            is_each_week=weekly,
            starts_on=self.play.day(first),
            ends_on=self.play.day(last),
            ask_id=ask.id if ask else None,
            helped_person_id=self.actor(helped).id if helped else None,
            boundary_ids={self.boundaries[name].id for name in rests_on},
            **undertaken,
        )
        pledge = await make_offer(self.session, self.actor(call), self.idea, form)
        self.play.pledges.append(pledge)
        return pledge

    async def sponsor(self, call: str, what: str, *, first: int, last: int, **undertaken: Any) -> Pledge:
        return await self.offer(call, Kind.SPONSORSHIP, what, first=first, last=last, **undertaken)

    async def accept(self, pledge: Pledge, call: str = "") -> None:
        await pledge_actions.accept_pledge(self.session, self.actor(call), pledge)

    async def decline(self, pledge: Pledge, reason: str) -> None:
        await pledge_actions.decline_pledge(self.session, self.actor(), pledge, DeclineIn(reason=reason))

    async def withdraw(self, pledge: Pledge, reason: str) -> None:
        form = WithdrawalIn(reason=reason)
        await pledge_actions.withdraw_pledge(self.session, self.who(pledge.pledger_id), pledge, form)

    async def agree_to_end(self, pledge: Pledge, last: int) -> None:
        form = AgreementIn(effective_on=self.play.day(last))
        await pledge_actions.agree_to_withdrawal(self.session, self.actor(), pledge, form)

    async def reduce(self, pledge: Pledge, to: int, reason: str) -> Pledge:
        """The part that goes on."""
        form = ReductionIn(quantity=Decimal(to), reason=reason)
        actor = self.who(pledge.pledger_id)
        parts = await reduction_actions.reduce_pledge(self.session, actor, pledge, form)
        self.play.pledges.extend(parts)
        return parts[0]

    async def judge(self, pledge: Pledge, verdict: Verdict) -> None:
        await pledge_actions.give_verdict(self.session, self.actor(), pledge, VerdictIn(verdict=verdict))

    async def give(self, pledge: Pledge, amount: Amount, on: int, note: str = "", *, by: str = "") -> Delivery:
        """A delivery recorded by who promised it, or by the member of the team who is named."""
        actor = self.actor(by) if by else self.who(pledge.pledger_id)
        form = DeliveryIn(quantity=_exact(amount), delivered_on=self.play.day(on), note=note)
        return await delivery_actions.record_delivery(self.session, actor, pledge, form)

    async def confirm(self, pledge: Pledge, delivery: Delivery, call: str = "") -> None:
        await delivery_actions.confirm_delivery(self.session, self.actor(call), pledge, delivery)

    async def dispute(self, pledge: Pledge, delivery: Delivery, reason: str) -> None:
        form = DisputeIn(reason=reason)
        await delivery_actions.dispute_delivery(self.session, self.actor(), pledge, delivery, form)

    async def say_not_now(self, call: str, reason: str, look_again: int) -> None:
        form = NotNowIn(reason=reason, look_again_on=self.play.day(look_again))
        await answer_actions.say_not_now(self.session, self.actor(call), self.idea, form)

    async def count(self, *counts: Count) -> None:
        """Begins to count, with the numbers that are there already."""
        for counted in counts:
            measure = await measure_actions.add_measure_to_idea(self.session, self.actor(), self.idea, counted.form)
            self.tallies.append(Tally(measure, counted.observations(self.play.today)))
        await self.add_numbers()

    async def add_numbers(self) -> None:
        """Those that came since the last time, in one step for each measure."""
        await _add_numbers(self.session, self.actor(), self.tallies)

    async def change(self, what: str, on: int) -> None:
        """What was tried, and from which day: a mark in the charts."""
        form = ChangeIn(what=what, tried_on=self.play.day(on))
        await change_actions.tell_change(self.session, self.actor(), self.idea, form)

    async def rest_limits_on(self, counted: Count, points: int, reason: str) -> None:
        form = BaselineIn(points=points, reason=reason)
        await limit_actions.set_baseline(self.session, self.actor(), _measure_of(self.tallies, counted), form)

    async def recalculate_from(self, counted: Count, place: int, reason: str) -> None:
        """
        place   of the number from which the limits are worked out anew, counted from 0
        """
        day = counted.observations(self.play.today)[place].measured_on
        form = RecalculationIn(starts_on=day, reason=reason)
        await limit_actions.set_recalculation(self.session, self.actor(), _measure_of(self.tallies, counted), form)

    async def join(self, framework: str, outcome: str) -> None:
        """Comes under a framework, and says which of its outcomes it serves."""
        self.under = self.play.frameworks[framework]
        await joining_actions.join_framework(self.session, self.actor(), self.idea, self.under.framework)
        aims = await idea_queries.list_idea_aims(self.session, self.idea)
        said = self.idea.model_dump(include=set(IdeaIn.model_fields)) | {"aim_ids": {aim.aim_id for aim in aims}}
        form = IdeaIn(**(said | {"outcome_id": self.under.outcomes[outcome].id}))
        await idea_actions.edit_idea(self.session, self.actor(), self.idea, form)

    async def accept_newest(self) -> None:
        """The lead reads what the framework's newest version changes, and the idea stands under it."""
        if self.under and self.under.newest:
            await joining_actions.accept_version(self.session, self.actor(), self.idea, self.under.newest)

    async def draw(self, name: str, sentence: str, **limits: Any) -> None:
        """
        limits   as `_boundary_form` takes them, of a boundary that numbers watch
        """
        form = _boundary_form(sentence, self.tallies, **limits)
        self.boundaries[name] = await boundary_actions.draw_boundary(self.session, self.actor(), self.idea, form)

    async def redraw(self, name: str, sentence: str, reason: str) -> BoundaryWording:
        form = RedrawingIn(sentence=sentence, reason=reason)
        return await wording_actions.redraw_boundary(self.session, self.actor(), self.boundaries[name], form)

    async def agree(self, name: str, call: str) -> None:
        """The sponsor agrees to the newest wording."""
        [wording, *_] = await wording_queries.list_wordings(self.session, self.boundaries[name])
        await wording_actions.agree_wording(self.session, self.actor(call), wording)

    async def answer_crossing(self, name: str, answer: CrossingAnswer, words: str) -> None:
        row = await boundary_queries.get_row(self.session, self.actor(), self.boundaries[name], self.idea)
        facts = await crossing_queries.get_crossing(self.session, self.actor(), row.crossing_ids[0])
        form = CrossingAnswerIn(answer=answer, words=words)
        await answering_actions.answer_crossing(self.session, self.actor(), facts.crossing, form)

    async def begin(self, outcome: str, *, last: int) -> None:
        """Begins exploring on the day it is said."""
        actor = self.actor()
        form = BeginIn(outcome=outcome, starts_on=actor.today, ends_on=self.play.day(last))
        self.play.periods.append(await stage_actions.begin_exploring(self.session, actor, self.idea, form))

    async def tell(
        self,
        call: str = "",
        *,
        tried: str = "",
        happened: str = "",
        learnt: str = "",
        next_step: str = "",
        answers: dict[str, Said] | None = None,
    ) -> Update:
        """
        answers   by the name that the story gave each boundary; what the framework asks was kept
        """
        said = {boundary.id: AnswerIn(answer=Answer.KEPT) for boundary in (self.under.declared if self.under else [])}
        said |= {
            self.boundaries[name].id: AnswerIn(answer=Answer(answer), note="")
            if isinstance(answer, str)
            else AnswerIn(answer=Answer(answer[0]), note=answer[1])
            for name, answer in (answers or {}).items()
        }
        form = UpdateIn(tried=tried, happened=happened, learnt=learnt, next_step=next_step, answers=said)
        return await update_actions.tell_update(self.session, self.actor(call), self.idea, form)

    async def pause(self) -> None:
        await stage_actions.pause_idea(self.session, self.actor(), self.idea)

    async def view(self, call: str, words: str) -> None:
        """What the sponsor says at the end of exploring."""
        await view_actions.say_view(self.session, self.actor(call), self.idea, ViewIn(words=words))

    async def carry_on(self, words: str, *, last: int) -> None:
        """The team looks back and carries on, whatever ends on the way."""
        ends_on = self.play.day(last)
        form = ReviewIn(decision=Decision.CARRY_ON, words=words, ends_on=ends_on, is_sooner_known=True)
        await review_actions.record_review(self.session, self.actor(), self.idea, form)
        self.play.periods.append(await get_period(self.session, self.idea))

    async def keep(self, words: str, *, owner: str, view: tuple[str, str]) -> None:
        """The team looks back and keeps it as how it works; who is asked accepts at once.

        view   of which sponsor, in which words
        """
        await self.view(*view)
        owner_id = self.play.people[owner].person_id
        form = ReviewIn(decision=Decision.SUSTAIN, words=words, owner_id=owner_id)
        await review_actions.record_review(self.session, self.actor(), self.idea, form)
        for asked in await owner_queries.list_standing_owners(self.session, self.idea):
            if asked.is_open:
                await owner_actions.accept_owning(self.session, self.actor(owner), self.idea, asked)

    async def sustain(self) -> None:
        await stage_actions.sustain_idea(self.session, self.actor(), self.idea)

    async def end(self, learning: str) -> None:
        await stage_actions.end_idea(self.session, self.actor(), self.idea, EndIn(learning=learning))


Story = Callable[[Play], Telling]


async def _add_numbers(session: AsyncSession, actor: Actor, tallies: Iterable[Tally]) -> None:
    for tally in tallies:
        if rows := tally.until(actor.today):
            await observation_actions.record_observations(session, actor, tally.measure, rows)


def _boundary_form(
    sentence: str,
    tallies: Iterable[Tally],
    *,
    measure: Count | None = None,
    not_over: str = "",
    not_under: str = "",
    margin: str = "",
    in_a_row: int = 1,
) -> BoundaryIn:
    """
    measure   that tells; without one the team answers
    """
    if measure is None:
        return BoundaryIn(sentence=sentence)
    return BoundaryIn(
        kind=BoundaryKind.MEASURED,
        sentence=sentence,
        measure_id=_measure_of(tallies, measure).id,
        comparison=Comparison.NOT_UNDER if not_under else Comparison.NOT_OVER,
        limit_value=Decimal(not_under or not_over),
        margin=Decimal(margin),
        points_in_a_row=in_a_row,
    )


def _measure_of(tallies: Iterable[Tally], counted: Count) -> Measure:
    return next(tally.measure for tally in tallies if tally.measure.name == counted.name)


async def perform(play: Play, stories: Iterable[Story]) -> None:
    """Lets every story go on at the moment it waits for, the earliest first.

    raises   ValueError when a story goes back in time
    """
    play.begun.extend(story(play) for story in stories)
    waiting: list[tuple[datetime, int, Telling]] = []
    number, moment = 0, datetime.min.replace(tzinfo=UTC)
    while waiting or play.begun:
        for told in play.begun:
            number += 1
            heappush(waiting, (await anext(told), number, told))
        play.begun.clear()
        before, (moment, _, told) = moment, heappop(waiting)
        if moment < before:
            raise ValueError(f"a story goes back from {before} to {moment}")
        with clock.stopped_at(moment):
            until = await anext(told, None)
        if until is not None:
            number += 1
            heappush(waiting, (until, number, told))


def _licence_form(
    play: Play, purpose: str, place: str, *, touches: str, first: int, last: int, conditions: str = ""
) -> LicenceIn:
    return LicenceIn(
        purpose=purpose,
        place=place,
        touches=touches,
        starts_on=play.day(first),
        ends_on=play.day(last),
        conditions=conditions,
    )


def _exact(amount: Amount) -> Decimal | None:
    return None if amount is None else Decimal(amount)
