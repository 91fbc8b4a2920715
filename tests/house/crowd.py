"""Twenty more of everything that lists show. A new kind of row in a list is made here, too."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.models import Account
from registry.accounts.schemas import TokenIn
from registry.boundaries.actions import answering, joining, publishing, wordings
from registry.boundaries.models import Answer, Boundary
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, PublishingIn, RedrawingIn
from registry.coaching.actions import appraisals as appraisal_actions
from registry.coaching.actions import notes as note_actions
from registry.coaching.actions import offers as offer_actions
from registry.coaching.actions import pairs as pair_actions
from registry.coaching.models import CoachingPair
from registry.coaching.schemas import AppraisalIn, CoachingOfferIn, NoteIn, PairAnswerIn, PairIn, Way
from registry.feedback.actions import raters as rater_actions
from registry.feedback.actions import rounds as round_actions
from registry.feedback.actions import shares
from registry.feedback.models import Group, PulseWeek, Round, Share
from registry.feedback.schemas import RaterIn, ResultsShareIn, RoundIn
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Discretion, Framework
from registry.frameworks.schemas import OutcomeIn, StewardIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions.adoptions import adopt_idea
from registry.ideas.actions.hand_overs import offer_lead, take_lead_back
from registry.ideas.actions.owners import ask_owner, decline_owning
from registry.ideas.actions.questions import ask_question
from registry.ideas.actions.skills import seek_skills
from registry.ideas.actions.values import name_values
from registry.ideas.models import Idea, LeadHandOver, StandingOwner
from registry.ideas.schemas import (
    HandOverIn,
    IdeaIn,
    InvitationIn,
    OwnerIn,
    QuestionIn,
    ServedValueIn,
    ServedValuesIn,
    ShareIn,
    SoughtSkillsIn,
)
from registry.kit import clock
from registry.kit.database import new_id
from registry.licences.actions import licences as licence_actions
from registry.licences.models import LicenceDecision
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as observation_actions
from registry.measures.actions.changes import tell_change
from registry.measures.actions.limits import set_baseline, set_recalculation
from registry.measures.models import Measure
from registry.measures.schemas import BaselineIn, ChangeIn, CorrectionIn, MeasureIn, RecalculationIn
from registry.open_register.actions import publish_idea
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import person_actor
from registry.people.models import Organisation, Role
from registry.people.schemas import PartnerIn, PersonIn, ProfileIn, ServiceIn
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions.answers import say_not_now
from registry.pledges.actions.barriers import take_barrier
from registry.pledges.actions.envelopes import set_envelope
from registry.pledges.actions.hand_overs import offer_hand_over, take_hand_over_back
from registry.pledges.models import Ask, Kind, Pledge, PledgeHandOver
from registry.pledges.schemas import DeliveryIn, EnvelopeIn, NotNowIn, PledgeHandOverIn
from registry.progress.actions import updates as update_actions
from registry.progress.actions.reviews import record_review
from registry.progress.actions.views import say_view
from registry.progress.models import Decision
from registry.progress.queries.periods import get_period
from registry.progress.schemas import ReviewIn, UpdateIn, ViewIn
from registry.stories.actions.telling import answer_story
from registry.stories.models import Story
from registry.stories.rules import Reader
from registry.stories.schemas import StoryAnswerIn
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import AimIn, PersonalValueIn, PersonalValuesIn, ValueIn, VisionIn
from tests.cast import HISTORY_KEY, KEYS, Cast
from tests.factories import (
    MEASURE,
    licence_form,
    make_boundary,
    make_claim,
    make_discretion,
    make_draft,
    make_exploring_idea,
    make_framework,
    make_granted_licence,
    make_idea,
    make_licence,
    make_measure,
    make_numbers,
    make_story,
    make_telling_link,
    make_written_story,
)
from tests.pledges.ledger import BARRIER, make_ask, offer

MANY = 20
T = TypeVar("T")


async def make_crowd(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    for make in (
        _people,
        _ideas,
        _hand_overs,
        _quiet_ideas,
        _reviews,
        _promises,
        _boundaries,
        _frameworks,
        _measures,
        _feedback,
        _coaching,
        _ways_in,
        _areas,
        _stories,
        _open_register,
        _lent_ground,
    ):
        await make(session, cast, things)


async def _people(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    idea = await _get(session, cast, Idea, things["idea"])
    for number in range(MANY):
        form = PersonIn(name=f"Person {number}", manager_id=cast.manager.person_id)
        person = await people_actions.add_person(session, cast.administrator, form)
        await idea_actions.invite(session, cast.clinician, idea, InvitationIn(person_id=person.id))
        await people_actions.add_service(session, cast.administrator, ServiceIn(name=f"Ward {number}"))
        await people_actions.add_partner(session, cast.administrator, PartnerIn(name=f"Home {number}"))
    for number in range(5):  # there are at most a few more
        await vision_actions.add_aim(session, cast.administrator, AimIn(name=f"errand {number}"))


async def _ideas(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    lead = cast.clinician
    exploring = await _get(session, cast, Idea, things["exploring_idea"])
    lone = await _get(session, cast, Idea, things["lone_idea"])
    idea = await _get(session, cast, Idea, things["idea"])
    in_force = [row.id for row in await boundary_queries.list_boundaries(session, lead, exploring) if row.asks_the_team]
    answers = {boundary_id: AnswerIn(answer=Answer.KEPT) for boundary_id in in_force}
    for number in range(MANY):
        shared = await make_idea(session, lead, title=f"Twelve weeks, idea {number}", service_id=cast.service_id)
        await idea_actions.share_with_partner(session, lead, shared, ShareIn(partner_id=cast.partner_id))
        await idea_actions.invite(session, lead, shared, InvitationIn(person_id=cast.board.person_id))
        await make_idea(session, cast.stranger)
        await make_draft(session, lead, title=f"Draft {number}")
        await make_ask(session, lead, idea)
        not_now = NotNowIn(reason=f"Reason {number}", look_again_on=cast.sponsor.today + timedelta(days=30 + number))
        await say_not_now(session, cast.sponsor, lone, not_now)
        await update_actions.tell_update(session, lead, exploring, UpdateIn(tried=f"Try {number}", answers=answers))


async def _hand_overs(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    rotating = await _get(session, cast, Idea, things["rotating_idea"])
    idea = await _get(session, cast, Idea, things["idea"])
    lead_offer = await _get(session, cast, LeadHandOver, things["lead_hand_over"])
    promises_offer = await _get(session, cast, PledgeHandOver, things["pledge_hand_over"])
    to_lead = HandOverIn(to_id=cast.colleague.person_id)
    to_keep = PledgeHandOverIn(to_id=cast.second_sponsor.person_id)
    for number in range(MANY):
        await ask_question(session, cast.quality, idea, QuestionIn(words=f"Question {number}"))
        to_sponsor = QuestionIn(words=f"May we, {number}", to_id=cast.sponsor.person_id)
        await ask_question(session, cast.clinician, idea, to_sponsor)
        await take_lead_back(session, cast.clinician, rotating, lead_offer)
        lead_offer = await offer_lead(session, cast.clinician, rotating, to_lead)
        await take_hand_over_back(session, cast.sponsor, rotating, promises_offer)
        promises_offer = await offer_hand_over(session, cast.sponsor, rotating, to_keep)


async def _quiet_ideas(session: AsyncSession, cast: Cast, _things: dict[str, str]) -> None:
    """Their time ends soon, and nobody has answered their boundaries for long."""
    with clock.stopped_at(clock.now() - timedelta(days=70)):
        for number in range(MANY):
            await make_exploring_idea(session, cast.clinician, cast.sponsor, title=f"Quiet {number}")


async def _reviews(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    """Of one idea many were recorded, and many were asked to keep another."""
    exploring = await _get(session, cast, Idea, things["exploring_idea"])
    kept = await _get(session, cast, Idea, things["kept_idea"])
    before = await get_period(session, exploring)
    asked = await _get(session, cast, StandingOwner, things["asked_owner"])
    for number in range(MANY):
        await say_view(session, cast.sponsor, exploring, ViewIn(words=f"View {number}"))
        ends_on = before.ends_on + timedelta(days=number + 1)
        on = ReviewIn(decision=Decision.CARRY_ON, words=f"On {number}", ends_on=ends_on, is_sooner_known=True)
        await record_review(session, cast.clinician, exploring, on)
        await decline_owning(session, cast.quality, kept, asked)
        asked = await ask_owner(session, cast.clinician, kept, OwnerIn(owner_id=cast.quality.person_id))


async def _promises(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    idea = await _get(session, cast, Idea, things["idea"])
    pledge = await _get(session, cast, Pledge, things["pledge"])
    owned = await _get(session, cast, Ask, things["barrier"])
    for number in range(MANY):
        await take_barrier(session, (cast.second_sponsor, cast.sponsor)[number % 2], idea, owned)
        await offer(session, cast.sponsor, idea, kind=Kind.DATA, ask_id=things["ask"])
        barrier = await make_ask(session, cast.clinician, idea, **BARRIER)
        await take_barrier(session, cast.sponsor, idea, barrier)
        form = DeliveryIn(quantity="0.5", delivered_on=cast.sponsor.today)
        await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)


async def _boundaries(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    lead = cast.clinician
    exploring = await _get(session, cast, Idea, things["exploring_idea"])
    boundary = await _get(session, cast, Boundary, things["boundary"])
    for number in range(MANY):
        words = RedrawingIn(sentence=f"Words {number}", reason="They are clearer.")
        wording = await wordings.redraw_boundary(session, lead, boundary, words)
        await wordings.set_aside_wording(session, cast.sponsor, wording)
        await answering.answer_boundary(session, lead, boundary, AnswerIn(answer=Answer.KEPT))
    for number in range(3):  # an idea has at most seven
        await make_boundary(session, lead, exploring, f"Boundary {number}")
    framework = await _get(session, cast, Framework, things["framework"])
    shared = await _get(session, cast, Boundary, things["shared_boundary"])
    for number in range(MANY):
        limit = RedrawingIn(limit_value=str(number), reason="We know more.")
        await publishing.redraw_boundary(session, cast.steward, shared, limit)
        await publishing.publish_version(session, cast.steward, framework, PublishingIn(reason=f"Year {number}"))


async def _frameworks(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    framework = await _get(session, cast, Framework, things["framework"])
    for number in range(MANY):
        await make_framework(session, cast.steward, name=f"Framework {number}")
        await make_framework(session, cast.steward, name=f"Place {number}", parent_id=framework.id)
        form = PersonIn(name=f"Steward {number}", roles={Role.STEWARD})
        steward = await people_actions.add_person(session, cast.administrator, form)
        await framework_actions.name_steward(session, cast.steward, framework, StewardIn(person_id=steward.id))
        begins_on = cast.steward.today + timedelta(days=1000 + number)
        given = EnvelopeIn(kind=Kind.MONEY, quantity=Decimal(100), starts_on=begins_on, ends_on=begins_on)
        await set_envelope(session, cast.steward, framework, given)
    for number in range(2):  # a framework has at most five
        await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence=f"Outcome {number}"))
    for number in range(3):  # and at most seven boundaries
        form = BoundaryIn(sentence=f"Boundary {number} of all")
        await publishing.draw_framework_boundary(session, cast.steward, framework, form)
    for number in range(MANY):
        idea = await make_idea(session, cast.clinician, title=f"Under one roof {number}")
        await joining.join_framework(session, cast.clinician, idea, framework)
    names = [f"Value {number}" for number in range(7)]  # a vision has at most seven
    for number in range(MANY):
        said = [ValueIn(name=name, meaning=f"As we read it in year {number}") for name in names]
        form = VisionIn(statement=f"Vision {number}", reason="Another year", values=said)
        await vision_actions.publish_vision(session, cast.board, form, after=number + 1)
    source = await _get(session, cast, Idea, things["idea_to_adopt"])
    for number in range(MANY):
        draft = await adopt_idea(session, cast.colleague, source)
        form = IdeaIn(title=f"Quieter nights {number}", better="Sleep", why="I hear them wake")
        await idea_actions.register_idea(session, cast.colleague, draft, form)
    await people_actions.write_profile(
        session, cast.board, ProfileIn(skills=[f"Skill {n}" for n in range(11)] + ["Run charts"])
    )
    for number in range(MANY):
        looking = await make_idea(session, cast.clinician, title=f"Looks for a hand {number}")
        await seek_skills(session, cast.clinician, looking, SoughtSkillsIn(skills=["Run charts"]))
    skills = SoughtSkillsIn(skills=[f"Skill {number}" for number in range(12)])  # a team names a dozen
    await seek_skills(session, cast.clinician, await _get(session, cast, Idea, things["idea"]), skills)
    held = [PersonalValueIn(name=f"Value {number}", is_shared=True) for number in range(5)]  # and a person five values
    await vision_actions.name_personal_values(session, cast.clinician, PersonalValuesIn(values=held))
    values = await vision_queries.list_values(session, cast.board)
    serving = ServedValuesIn(values=[ServedValueIn(value_id=value.id, how="In each letter") for value in values])
    await name_values(session, cast.clinician, await _get(session, cast, Idea, things["idea"]), serving)


async def _measures(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    lead, idea = cast.clinician, await _get(session, cast, Idea, things["idea"])
    measure = await _get(session, cast, Measure, things["measure"])
    counted_on = date.fromisoformat(things["counted_on"])
    await make_numbers(session, lead, measure, range(1, MANY + 1), until_on=counted_on - timedelta(days=7 * 52))
    for number in range(MANY):
        right = CorrectionIn(numerator=number, denominator=100, note=f"Counted once more, {number}")
        await observation_actions.correct_observation(session, lead, measure, counted_on, right)
        tried = ChangeIn(tried_on=counted_on - timedelta(days=number), what=f"Try {number}")
        await tell_change(session, lead, idea, tried)
        points = BaselineIn(points=12 + number % 2, reason=f"Looked at again, {number}")
        await set_baseline(session, lead, measure, points)
    for weeks in range(1, 9):  # one stands at the ninth already
        anew = RecalculationIn(starts_on=counted_on - timedelta(weeks=weeks), reason=f"Another clinic, {weeks}")
        await set_recalculation(session, lead, measure, anew)
    framework = await _get(session, cast, Framework, things["framework"])
    for number in range(MANY - 3):  # there are at most twenty open
        form = MeasureIn(**(MEASURE | {"name": f"Measure {number} of all"}))
        await measure_actions.add_measure_to_framework(session, cast.steward, framework, form)
        await make_measure(session, lead, idea, name=f"Measure {number}")


async def _areas(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    found = await _get(session, cast, Discretion, things["discretion"])
    for number in range(MANY):
        near = cast.board.today + timedelta(days=number)
        await make_discretion(session, cast.board, sentence=f"try rota {number}", service_ids={cast.service_id})
        await make_discretion(session, cast.board, sentence=f"swap shift {number}", ends_on=near)
        idea = await make_idea(session, cast.clinician, title=f"At once {number}")
        await make_claim(session, cast.clinician, idea, found)


async def _feedback(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    """Twenty colleagues: each asks the clinician and names her, is asked by the sponsor, and reads her results."""
    lead, found = cast.clinician, await _get(session, cast, Round, things["round"])
    closed = await _get(session, cast, Round, things["closed_round"])
    organisation = await people_queries.get_organisation(session, lead.organisation_id)
    for number in range(MANY):
        form = PersonIn(name=f"Colleague {number}", position="Nurse", roles={Role.CLINICIAN})
        person = await people_actions.add_person(session, cast.administrator, form)
        colleague = person_actor(person, frozenset({Role.CLINICIAN}), organisation, HISTORY_KEY)
        asking = RoundIn(namer_id=lead.person_id, closes_on=lead.today + timedelta(days=21))
        theirs = await round_actions.open_round(session, colleague, asking)
        await rater_actions.name_rater(session, colleague, theirs, RaterIn(person_id=lead.person_id, group=Group.PEERS))
        for namer in (cast.sponsor, cast.board):
            other = await people_actions.add_person(
                session, cast.administrator, PersonIn(name=f"{namer.name} {number}")
            )
            rater = RaterIn(person_id=other.id, group=Group.UPWARD)
            await rater_actions.name_rater(session, namer, found, rater)
        await shares.share_results(session, lead, closed, ResultsShareIn(person_id=person.id))
        session.add(Round(**(closed.model_dump(exclude={"id"}) | {"id": new_id()})))
        share = {"round_id": theirs.id, "person_id": lead.person_id, "shared_on": lead.today}
        session.add(Share(organisation_id=lead.organisation_id, **share))
        monday = lead.today - timedelta(days=lead.today.weekday(), weeks=number % 10 + 1)
        idea = await make_idea(session, lead, title=f"A team of its own {number}")
        week = PulseWeek(organisation_id=lead.organisation_id, idea_id=idea.id, week_on=monday, energy=3, support=4)
        session.add(week)
    await session.flush()


async def _coaching(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    """Twenty colleagues ask the quality lead and offer to the clinician, coach, ended with the quality lead, and write
    down a conversation with the manager; the pair has twenty more notes.
    """
    quality, pair = cast.quality, await _get(session, cast, CoachingPair, things["pair"])
    organisation = await people_queries.get_organisation(session, quality.organisation_id)
    for number in range(MANY):
        form = PersonIn(name=f"Coach {number}", manager_id=cast.manager.person_id)
        person = await people_actions.add_person(session, cast.administrator, form)
        colleague = person_actor(person, frozenset(), organisation, HISTORY_KEY)
        await offer_actions.offer_coaching(session, colleague, CoachingOfferIn(words="Listening"))
        asking = PairIn(person_id=quality.person_id, way=Way.BE_COACHED, about=f"The rota {number}")
        await pair_actions.ask_for_pair(session, colleague, asking, KEYS)
        over = await pair_actions.ask_for_pair(session, colleague, asking.model_copy(update={"way": Way.COACH}), KEYS)
        await pair_actions.answer_pair(session, quality, over, PairAnswerIn(accepts=False), KEYS)
        await note_actions.write_note(session, quality, pair, NoteIn(words=f"A step {number}"), KEYS)
        talk = AppraisalIn(person_id=cast.manager.person_id, talked_on=colleague.today, words="To lead")
        await appraisal_actions.begin_appraisal(session, colleague, talk, KEYS)


async def _stories(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    story = await _get(session, cast, Story, things["story"])
    reader = Reader(cast.quality, is_checker=True)
    for number in range(MANY):
        link = await make_telling_link(
            session, cast.clinician, about=f"Ward {number}", reference=things["reference_of_idea"]
        )
        words = f"I rang {number} times, and waited for weeks."
        await make_story(session, link, cast.quality, words=words, audience="public" if number % 2 else "partners")
        await make_written_story(session, cast.clinician)
        await answer_story(session, reader, story, StoryAnswerIn(words=f"Bell {number} hangs nearer now."))


async def _open_register(session: AsyncSession, cast: Cast, _things: dict[str, str]) -> None:
    """More ideas that are shown to the public, with aims of their own, and more organisations that have a register."""
    for number in range(MANY):
        aim = await vision_actions.add_aim(session, cast.board, AimIn(name=f"opening of {number}", place=number))
        idea = await make_idea(session, cast.clinician, title=f"Open {number}", aim_ids={aim.id})
        await publish_idea(session, cast.clinician, idea)
        session.add(
            Organisation(name=f"Trust {number}", slug=f"trust-{number}", reference_prefix="T", publishes_register=True)
        )
    await session.flush()


async def _lent_ground(session: AsyncSession, cast: Cast, things: dict[str, str]) -> None:
    """Licences of every kind: they end soon, wait for an answer, or are missing."""
    asking = await _get(session, cast, Idea, things["turf_idea"])
    for number in range(MANY):
        await licence_actions.request_licence(session, cast.clinician, asking, licence_form(cast.clinician))
        idea = await make_idea(session, cast.clinician, title=f"On their ground {number}")
        soon = cast.clinician.today + timedelta(days=number)
        await make_granted_licence(session, cast.clinician, cast.partner, idea, ends_on=soon)
        outside = await make_exploring_idea(session, cast.clinician, cast.sponsor, title=f"Outside {number}")
        await make_licence(session, cast.clinician, outside, cast.partner_id)
        await licence_actions.request_our_ground(session, cast.partner, licence_form(cast.partner))
    given = select(LicenceDecision.giver_id).where(col(LicenceDecision.licence_id) == UUID(things["given_licence"]))
    giver_id = (await session.exec(given)).one()
    for decision in (await session.exec(select(LicenceDecision).where(col(LicenceDecision.by_id).is_not(None)))).all():
        decision.giver_id = giver_id


async def _ways_in(session: AsyncSession, cast: Cast, _things: dict[str, str]) -> None:
    key = (cast.clinician.organisation_id, cast.accounts[cast.clinician.person_id])
    account = await session.get_one(Account, key)
    for number in range(MANY):
        await account_actions.sign_in(session, account, f"browser {number}", KEYS)
        form = TokenIn(name=f"script {number}")
        await account_actions.make_token(session, cast.clinician, account, form, KEYS)


async def _get(session: AsyncSession, cast: Cast, model: type[T], thing: str) -> T:
    return await session.get_one(model, (cast.clinician.organisation_id, UUID(thing)))
