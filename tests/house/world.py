"""One of everything, made once for each engine, and a way to knock at any door that leaves no trace.

`things` names each thing for the addresses of `access.py`. Where an address needs a thing that is not here yet, make it
in the function of its room below and name it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from httpx import Response
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts import queries as account_queries
from registry.accounts.models import SignIn, Token
from registry.accounts.schemas import AccountIn
from registry.boundaries.actions import answering, joining, publishing, wordings
from registry.boundaries.actions.conditions import make_offer
from registry.boundaries.models import Answer, Boundary, BoundaryKind, Comparison
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries import versions as version_lines
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.schemas import AnswerIn, BoundaryIn, OfferIn
from registry.coaching.actions import appraisals as appraisal_actions
from registry.coaching.actions import notes as note_actions
from registry.coaching.actions import offers as offer_actions
from registry.coaching.actions import pairs as pair_actions
from registry.coaching.models import Appraisal, CoachingNote, CoachingPair
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.schemas import (
    AppraisalIn,
    AppraisalWordingIn,
    CoachingOfferIn,
    NoteIn,
    PairAnswerIn,
    PairIn,
    Way,
    WordingAgreementIn,
)
from registry.feedback.actions import closing, shares
from registry.feedback.actions import raters as rater_actions
from registry.feedback.actions import rounds as round_actions
from registry.feedback.actions.answers import give_answer
from registry.feedback.models import Group, Offer, PulseWeek, Round
from registry.feedback.queries import rounds as round_queries
from registry.feedback.rules import pulse as pulse_rules
from registry.feedback.schemas import FeedbackIn, LinksIn, NamingIn, RaterIn, ResultsShareIn, RoundIn
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.schemas import OutcomeIn, StewardIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import owners as owner_actions
from registry.ideas.actions.hand_overs import offer_lead
from registry.ideas.actions.questions import ask_question
from registry.ideas.models import Adoption, Idea, Teammate
from registry.ideas.rules.ideas import reference
from registry.ideas.schemas import HandOverIn, InvitationIn, JoinIn, OwnerIn, QuestionIn, ShareIn
from registry.kit import clock
from registry.kit.database import Database
from registry.licences.actions import decisions as decision_actions
from registry.licences.actions import licences as licence_actions
from registry.licences.actions import links as link_actions
from registry.licences.models import Giver, Licence
from registry.licences.queries import links as link_queries
from registry.licences.rules import decisions as decision_rules
from registry.licences.schemas import DecisionIn, LinkIn
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as observation_actions
from registry.measures.actions.changes import tell_change
from registry.measures.actions.limits import set_baseline, set_recalculation
from registry.measures.schemas import BaselineIn, ChangeIn, CorrectionIn, MeasureIn, RecalculationIn
from registry.media.rules.recordings import Drawn
from registry.notifications.models import Notice
from registry.open_register.actions import publish_idea
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor, person_actor, registry_actor
from registry.people.models import Role
from registry.people.schemas import PersonIn, ServiceIn
from registry.pledges.actions import barriers as barrier_actions
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.actions.answers import say_not_now
from registry.pledges.actions.envelopes import set_envelope
from registry.pledges.actions.hand_overs import offer_hand_over
from registry.pledges.actions.reductions import reduce_pledge
from registry.pledges.models import Delivery, Kind, Pledge, Verdict
from registry.pledges.schemas import (
    DeliveryIn,
    EnvelopeIn,
    NotNowIn,
    PledgeHandOverIn,
    ReductionIn,
    VerdictIn,
    WithdrawalIn,
)
from registry.progress.actions import reviews as review_actions
from registry.progress.actions import stages as progress_actions
from registry.progress.actions import updates as update_actions
from registry.progress.models import Decision
from registry.progress.schemas import EndIn, ReviewIn, UpdateIn
from registry.spc.series import RuleSet
from registry.stories.actions import checking as checking_actions
from registry.stories.actions import forgetting
from registry.stories.actions import letters as story_letters
from registry.stories.actions import links as telling_link_actions
from registry.stories.actions import pictures as picture_actions
from registry.stories.actions import recordings as recording_actions
from registry.stories.rules import Reader
from registry.stories.schemas import AddressIn, PictureIn, RecordingIn, StoryCheckerIn
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import AimIn, PersonalValueIn, PersonalValuesIn, ValueIn, VisionIn
from tests.browser import Visit
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
    make_sponsorship,
    make_story,
    make_telling_link,
    make_turf,
    make_written_story,
    publish_and_accept,
)
from tests.house.headers import faults_of
from tests.media.test_rules import a_picture
from tests.pledges.ledger import BARRIER, make_ask, offer

NOBODY = "nobody"
SCORES = dict.fromkeys(("listens", "gives_room", "keeps_promises", "clears_way", "respects", "learns"), 4)
CAST = (
    "clinician",
    "colleague",
    "manager",
    "sponsor",
    "second_sponsor",
    "board",
    "quality",
    "steward",
    "partner",
    "administrator",
    "stranger",
    "stranger_administrator",
)
SHARED = ("Beds that are ready", "Home before noon")  # with the partner's people, and no other idea is
ONCE = {"kind": Kind.INTRODUCTION, "quantity": None, "is_each_week": False}
UUID_IN_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OPENED_BY = {
    "given_secret": "given_licence",
    "open_name": "public_story",
}  # what a private link, and a public page, may tell
Things = dict[str, Any]

SUSTAIN = ReviewIn(decision=Decision.SUSTAIN, words="It holds without us.")


@dataclass(frozen=True)
class Person:
    """How one of the cast proves who they are; all empty for nobody."""

    cookie: str = ""
    form_token: str = ""
    token: str = ""


@dataclass
class World:
    """The program with the cast at its doors.

    ids_hidden_from   what may never stand in an answer to somebody, by name
    unchanged         the fingerprint of all that was made
    """

    visit: Visit
    things: dict[str, str]
    people: dict[str, Person]
    ids_hidden_from: dict[str, set[str]]
    unchanged: str = ""
    _connection: list[AsyncConnection] = field(default_factory=list)

    @property
    def is_on_postgresql(self) -> bool:
        return bool(self.visit.app.state.database.engine.dialect.name == "postgresql")

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """What is done in this block is undone at its end."""
        portal, [connection] = self.visit.running.blocking_portal, self._connection
        portal.call(connection.begin)
        try:
            yield
        finally:
            portal.call(connection.rollback)

    def knock(
        self, who: str, method: str, address: str, *, sends: dict[str, Any] | None = None, **headers: str
    ) -> Response:
        """Asks once, as a browser or, under /api, as a program; redirects are answers too. Each answer is looked at."""
        person, program = self.people[who], self.visit.running
        program.cookies.clear()
        if address.startswith("/api/"):
            said = {"Accept": "application/json"}
            said |= {"Authorization": f"Bearer {person.token}"} if person.token else {}
            body: dict[str, Any] = {} if sends is None else {"json": sends}
        else:
            said = {"Accept": "text/html", "Cookie": person.cookie, "X-CSRF-Token": person.form_token}
            body = {} if sends is None else {"data": sends}
        answer = program.request(method, address, headers=said | headers, follow_redirects=False, **body)
        assert not (faults := faults_of(answer)), f"{method} {address} for {who}: {faults}"
        return answer

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What the database is asked in this block."""
        asked: list[str] = []
        with self.before_statements(asked.append):
            yield asked

    @contextmanager
    def before_statements(self, told: Callable[[str], None]) -> Iterator[None]:
        """Tells of each statement before it is done, but not of what only opens and closes transactions."""

        def tell(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                told(statement)

        connection = self._connection[0].sync_connection
        event.listen(connection, "before_cursor_execute", tell)
        try:
            yield
        finally:
            event.remove(connection, "before_cursor_execute", tell)

    def fingerprint(self) -> str:
        """Of every row of every table, as the database hands them out."""
        [connection] = self._connection

        async def read() -> str:
            digest = sha256()
            for table in SQLModel.metadata.sorted_tables:
                key = ", ".join(column.name for column in table.primary_key)
                rows = await connection.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY {key}')
                digest.update(repr(rows.fetchall()).encode())
            return digest.hexdigest()

        return self.visit.running.blocking_portal.call(read)

    def leaks(self, who: str, address: str, answer: Response) -> set[str]:
        """Ids in an answer that this person must not come to know, but those that they asked for themselves."""
        opened = {self.things[thing] for secret, thing in OPENED_BY.items() if self.things[secret] in address}
        hidden = self.ids_hidden_from.get(who, set()) - {*UUID_IN_TEXT.findall(address)} - opened
        return set(UUID_IN_TEXT.findall(answer.text)) & hidden


def make_world(visit: Visit, cast: Cast) -> World:
    things = visit.write(lambda session: _make_things(session, cast))
    visit(cast.clinician)  # In another window: a session that she can end.
    people = {name: _person(visit, getattr(cast, name)) for name in CAST} | {NOBODY: _nobody(visit)}
    own = visit.write(lambda session: _find_what_is_the_clinicians(session, cast))
    hidden = visit.write(lambda session: _find_hidden(session, cast))
    world = World(visit, {name: _id(thing) for name, thing in (things | own).items()}, people, hidden)
    _rehearse_from_now_on(world)
    with world.rehearsal():
        world.unchanged = world.fingerprint()
    return world


def _id(thing: Any) -> str:
    return str(getattr(thing, "id", thing))


def _rehearse_from_now_on(world: World) -> None:
    """Every session joins one transaction of ours, in which its own commit is only a savepoint."""
    database: Database = world.visit.app.state.database
    # Our transaction stays open, so that no file could be cleared however long somebody waited for it.
    forgetting.BUSY_MILLISECONDS, forgetting.LOCK = 1, "1ms"

    async def join() -> None:
        connection = await database.engine.execution_options(write=True).connect()
        for sessions in (database.readers, database.writers):
            sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        world._connection.append(connection)

    world.visit.running.blocking_portal.call(join)


def end_world(world: World) -> None:
    world.visit.running.blocking_portal.call(world._connection[0].close)


def _person(visit: Visit, actor: Actor) -> Person:
    browser = visit(actor)
    program = visit.program(actor)
    cookie = f"registry={browser.client.cookies['registry']}"
    return Person(cookie, browser.form_token(), program.headers["Authorization"].removeprefix("Bearer "))


def _nobody(visit: Visit) -> Person:
    page = visit().get("/sign-in")
    cookies = "; ".join(f"{name}={value}" for name, value in page.browser.client.cookies.items())
    return Person(cookies, page.form_fields("Sign in")["csrf_token"][0])


async def _make_things(session: AsyncSession, cast: Cast) -> Things:
    things: Things = {"partner_organisation": cast.partner_id, "stranger_idea": await make_idea(session, cast.stranger)}
    makers = (
        _ideas,
        _team,
        _stages,
        _promises,
        _hand_overs,
        _boundaries,
        _frameworks,
        _measures,
        _watches,
        _places,
        _discretion,
        _feedback,
        _coaching,
        _stories,
        _open_register,
        _licences,
    )
    for make in makers:
        things |= await make(session, cast, things)
    return things


async def _ideas(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """`idea` is in all rows that say no more: registered, led by the clinician, with her colleague in the team."""
    told = await make_draft(session, cast.clinician, title="A draft shown to the manager")
    await idea_actions.invite(session, cast.clinician, told, InvitationIn(person_id=cast.manager.person_id))
    shared, shared_too = [await _led(session, cast, title) for title in SHARED]
    for idea in (shared, shared_too):
        await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
    leaderless = await _led(session, cast, "Quiet at night")
    mine = await _place_of(session, leaderless, cast.clinician)
    await idea_actions.leave_team(session, cast.clinician, leaderless, mine)
    idea = await _led(session, cast, "Twelve weeks to an answer")
    lone = await make_idea(session, cast.clinician, title="Fewer forms at the door")
    not_now = NotNowIn(reason="The door moves first.", look_again_on=cast.sponsor.today + timedelta(days=60))
    await say_not_now(session, cast.sponsor, lone, not_now)
    return {
        "idea": idea,
        "version_of_idea": idea.version,
        "reference_of_idea": reference(cast.clinician.reference_prefix, idea.reference_number or 0),
        "lone_idea": lone,
        "draft": await make_draft(session, cast.clinician, title="A draft of one's own"),
        "told_draft": told,
        "shared_idea": shared,
        "leaderless_idea": leaderless,
    }


async def _team(session: AsyncSession, cast: Cast, made: Things) -> Things:
    idea = made["idea"]
    invitation = InvitationIn(person_id=cast.quality.person_id)
    return {
        "member": await _place_of(session, idea, cast.colleague),
        "asking": await idea_actions.ask_to_join(session, cast.board, idea, JoinIn(words="I know the board")),
        "invited": await idea_actions.invite(session, cast.clinician, idea, invitation),
    }


async def _stages(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    lead, sponsor = cast.clinician, cast.sponsor
    ready = await _led(session, cast, "Letters that people understand", outcome="Everyone understands their letter")
    await make_boundary(session, lead, ready)
    await make_sponsorship(session, sponsor, lead, ready, lead.today + timedelta(days=200))
    await idea_actions.invite(session, lead, ready, InvitationIn(person_id=cast.board.person_id))
    exploring, paused, sustained, ended = [
        await make_exploring_idea(session, lead, sponsor, title=title)
        for title in (
            "Calls before operations",
            "Walking after surgery",
            "One nurse for a family",
            "A shorter handover",
        )
    ]
    for idea in (exploring, paused, sustained, ended):
        await _join(session, cast, idea)
    update = await update_actions.tell_update(session, lead, exploring, await _kept(session, lead, exploring))
    # Long quiet, and near the end of its time: what it asks for stands on first pages.
    with clock.stopped_at(clock.now() - timedelta(days=70)):
        quiet = await make_exploring_idea(session, lead, sponsor, title="Tea at four")
        ends_on = lead.today + timedelta(days=60)
        await _accepted(session, lead, await offer(session, sponsor, quiet, **ONCE, ends_on=ends_on))
    on = ReviewIn(decision=Decision.CARRY_ON, words="On", ends_on=lead.today + timedelta(days=92), is_sooner_known=True)
    await review_actions.record_review(session, lead, exploring, on)
    await progress_actions.pause_idea(session, lead, paused)
    await progress_actions.sustain_idea(session, lead, sustained)
    await progress_actions.end_idea(session, lead, ended, EndIn(learning=""))
    kept = await make_exploring_idea(session, lead, sponsor, title="A word at the door")
    await _join(session, cast, kept)
    await review_actions.record_review(session, lead, kept, SUSTAIN.model_copy(update={"owner_id": lead.person_id}))
    owner = await owner_actions.ask_owner(session, lead, kept, OwnerIn(owner_id=cast.colleague.person_id))
    await owner_actions.accept_owning(session, cast.colleague, kept, owner)
    asked_owner = await owner_actions.ask_owner(session, lead, kept, OwnerIn(owner_id=cast.quality.person_id))
    alone = await make_exploring_idea(session, lead, sponsor, title="Quieter nights")
    await progress_actions.end_idea(session, lead, alone, EndIn(learning="Soft soles cost nothing"))
    begun = await make_idea(session, cast.colleague, title="Quieter nights on ward 4")
    session.add(Adoption(organisation_id=begun.organisation_id, id=begun.id, from_id=alone.id))
    return {
        "idea_to_adopt": alone,
        "ready_idea": ready,
        "exploring_idea": exploring,
        "paused_idea": paused,
        "sustained_idea": sustained,
        "kept_idea": kept,
        "owner": owner,
        "asked_owner": asked_owner,
        "ended_idea": ended,
        "update": update,
    }


async def _promises(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """All to `idea`, by the sponsor, but where their names say otherwise."""
    lead, sponsor, idea = cast.clinician, cast.sponsor, made["idea"]
    ends_on = lead.today + timedelta(days=90)
    pledge, withdrawn, reduced, own = [
        await _accepted(session, lead, await offer(session, by, idea, ends_on=ends_on))
        for by in (sponsor, sponsor, sponsor, cast.colleague)
    ]
    await reduce_pledge(session, sponsor, reduced, ReductionIn(quantity="1", reason="A nurse is ill."))
    introduction = await _accepted(session, lead, await offer(session, sponsor, idea, **ONCE))
    await delivery_actions.record_delivery(session, lead, introduction, DeliveryIn(delivered_on=lead.today))
    kept = await _accepted(session, lead, await offer(session, sponsor, idea, **ONCE))
    await delivery_actions.record_delivery(session, lead, kept, DeliveryIn(delivered_on=lead.today))
    await pledge_actions.give_verdict(session, lead, kept, VerdictIn(verdict=Verdict.KEPT))
    await pledge_actions.withdraw_pledge(session, sponsor, withdrawn, WithdrawalIn(reason="The nurse is ill."))
    ask = await make_ask(session, lead, idea)
    barrier, open_barrier = [await make_ask(session, lead, idea, **BARRIER) for _ in range(2)]
    for owner in (cast.second_sponsor, sponsor):
        await barrier_actions.take_barrier(session, owner, idea, barrier)
    support = {"kind": Kind.LINE_MANAGER, "helped_person_id": cast.colleague.person_id}
    return {
        "ask": ask,
        "barrier": barrier,
        "open_barrier": open_barrier,
        "offer": await offer(session, sponsor, idea, kind=Kind.DATA, ask_id=ask.id),
        "pledge": pledge,
        "withdrawn_pledge": withdrawn,
        "reduced_pledge": reduced,
        "introduction": introduction,
        "kept_promise": kept,
        "support_offer": await offer(session, cast.manager, idea, **support),
        "partners_offer": await offer(session, cast.partner, made["shared_idea"]),
        "delivery": await _delivered(session, sponsor, pledge),
        "colleagues_delivery": await _delivered(session, cast.colleague, own),
    }


async def _hand_overs(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """Of one idea the lead and the promises are offered to others; of another the sponsor has left. Questions too."""
    lead, sponsor, idea = cast.clinician, cast.sponsor, made["idea"]
    to_sponsor = QuestionIn(words="May we use the gym?", to_id=sponsor.person_id)
    rotating = await _led(session, cast, "Rotas that hold")
    await _accepted(session, lead, await offer(session, sponsor, rotating))
    to_lead = HandOverIn(to_id=cast.colleague.person_id, words="I rotate in May.")
    to_keep = PledgeHandOverIn(to_id=cast.second_sponsor.person_id, words="I move on.")
    hugo = PersonIn(name="Hugo Lane", roles={Role.SPONSOR})
    left = await people_actions.add_person(session, cast.administrator, hugo)
    organisation = await people_queries.get_organisation(session, left.organisation_id)
    leaving = person_actor(left, frozenset({Role.SPONSOR}), organisation, HISTORY_KEY)
    orphaned = await make_exploring_idea(session, lead, leaving, title="Meals at eight")
    await people_actions.record_leaving(session, cast.administrator, left)
    return {
        "rotating_idea": rotating,
        "lead_hand_over": await offer_lead(session, lead, rotating, to_lead),
        "pledge_hand_over": await offer_hand_over(session, sponsor, rotating, to_keep),
        "orphaned_idea": orphaned,
        "left_sponsor": left,
        "question": await ask_question(session, cast.quality, idea, QuestionIn(words="Does it work at night?")),
        "sponsors_question": await ask_question(session, lead, idea, to_sponsor),
        "second_sponsor": cast.second_sponsor.person_id,
    }


async def _boundaries(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """All of `exploring_idea`, whose sponsor agrees to new ones."""
    lead, idea = cast.clinician, made["exploring_idea"]
    [boundary] = [row.id for row in await boundary_queries.list_boundaries(session, lead, idea)]
    crossed = await make_boundary(session, lead, idea, "No family waits longer than before")
    unanswered = await make_boundary(session, lead, idea, "No call is made at night")
    for agreed in (crossed, unanswered):
        await wordings.agree_wording(session, cast.sponsor, await _proposed(session, lead, agreed, idea))
    await answering.answer_boundary(session, lead, crossed, AnswerIn(answer=Answer.CROSSED))
    [crossing] = await crossing_queries.list_crossings(session, crossed)
    proposed = await make_boundary(session, lead, idea, "Nobody works unpaid hours")
    tied = OfferIn(
        kind=Kind.INTRODUCTION,
        what="To the booking office",
        starts_on=lead.today,
        ends_on=lead.today + timedelta(days=30),
        boundary_ids={boundary, crossed.id},
    )
    return {
        "tied_pledge": await make_offer(session, cast.second_sponsor, idea, tied),
        "boundary": boundary,
        "crossed_boundary": crossed,
        "crossing": crossing,
        "proposed_boundary": proposed,
        "wording": await _proposed(session, lead, proposed, idea),
    }


async def _frameworks(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """Kept by the steward and a second one; `idea` stands under it."""
    second, third = [
        await people_actions.add_person(session, cast.administrator, PersonIn(name=name, roles={Role.STEWARD}))
        for name in ("Ada Lund", "Femi Cole")
    ]
    review_on = cast.steward.today + timedelta(days=20)
    framework = await make_framework(session, cast.steward, review_on=review_on)
    stewardship = await framework_actions.name_steward(session, cast.steward, framework, StewardIn(person_id=second.id))
    await joining.join_framework(session, cast.clinician, made["idea"], framework)
    outcome = OutcomeIn(sentence="Nobody falls for want of a walk")
    given = EnvelopeIn(
        kind=Kind.TIME,
        quantity=Decimal(2000),
        starts_on=cast.steward.today,
        ends_on=cast.steward.today + timedelta(days=200),
    )
    said = VisionIn(
        statement="Nobody is lost", reason="It was time", values=[ValueIn(name="Kindness", meaning="We look up")]
    )
    await vision_actions.publish_vision(session, cast.board, said, after=0)
    [value] = await vision_queries.list_values(session, cast.board)
    own = PersonalValueIn(name="Patience", why="People wake slowly", value_id=value.id, is_shared=True)
    await vision_actions.name_personal_values(session, cast.board, PersonalValuesIn(values=[own]))
    aim, *_, of_nothing = await vision_queries.list_aims(session, cast.board)
    retired = await vision_actions.add_aim(session, cast.board, AimIn(name="paper"))
    await vision_actions.retire_aim(session, cast.board, retired)
    return {
        "aim": aim,
        "aim_of_nothing": of_nothing,
        "retired_aim": retired,
        "value": value,
        "envelope": await set_envelope(session, cast.steward, framework, given),
        "framework": framework,
        "outcome": await outcome_actions.add_outcome(session, cast.steward, framework, outcome),
        "stewardship": stewardship,
        "third_steward": third,
    }


async def _discretion(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """An area in force, and an idea of its own that has claimed it and has not begun."""
    found = await make_discretion(session, cast.board)
    soon = cast.board.today + timedelta(days=20)
    here = {cast.service_id}
    await make_discretion(
        session, cast.board, sentence="move a shift with your ward’s consent", ends_on=soon, service_ids=here
    )
    idea = await make_idea(session, cast.clinician, title="A calmer handover")
    return {"discretion": found, "claim": await make_claim(session, cast.clinician, idea, found)}


async def _feedback(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """`round` is the sponsor's, and asks the clinician. `closed_round` is hers; her manager may read it."""

    async def opened(person: Actor, namer: Actor) -> Round:
        form = RoundIn(namer_id=namer.person_id, closes_on=person.today + timedelta(days=21))
        return await round_actions.open_round(session, person, form)

    lead = cast.clinician
    with clock.stopped_at(clock.now() - timedelta(days=30)):
        closed = await opened(lead, cast.board)
        await give_answer(session, await round_queries.get_asked(session, lead, closed.id), FeedbackIn(**SCORES), KEYS)
    organisation = await people_queries.get_organisation(session, lead.organisation_id)
    await closing.close_rounds(session, registry_actor(organisation, HISTORY_KEY), KEYS, 10)
    share = await shares.share_results(session, lead, closed, ResultsShareIn(person_id=cast.manager.person_id))
    found = await opened(cast.sponsor, cast.board)
    await round_actions.answer_naming(session, cast.board, found, NamingIn(accepts=True))
    rater = RaterIn(person_id=lead.person_id, group=Group.UPWARD)
    named = await rater_actions.name_rater(session, cast.sponsor, found, rater)
    links = LinksIn(group=Group.SERVICE_USERS, count=1)
    [secret] = await rater_actions.make_links(session, cast.board, found, links, KEYS)
    session.add(Offer(organisation_id=lead.organisation_id, person_id=cast.manager.person_id, offered_on=lead.today))
    last = pulse_rules.week_of(lead.today) - timedelta(weeks=1)
    for back in range(pulse_rules.LOW_WEEKS):
        week = {"idea_id": made["idea"].id, "week_on": last - timedelta(weeks=back), "energy": 2, "support": 2}
        session.add(PulseWeek(organisation_id=lead.organisation_id, **week))
    await session.flush()
    without = await opened(cast.second_sponsor, cast.board)
    await round_actions.answer_naming(session, cast.board, without, NamingIn(accepts=False))
    return {
        "closed_round": closed,
        "share": share,
        "round": found,
        "rater_named": named,
        "feedback_secret": secret,
        "round_without_namer": without,
        "round_to_name_for": await opened(cast.quality, cast.colleague),
        "namer": cast.board.person_id,
        "rater": cast.colleague.person_id,
    }


async def _coaching(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """The quality lead coaches the sponsor (`pair`), and is asked by the colleague (`asked_pair`).

    The manager has one conversation with the clinician that both have agreed to and that waits in new words of hers
    (`appraisal`), and one that she wrote down with the colleague, who has not agreed (`new_appraisal`).
    """

    async def asked(person: Actor, coach: Actor) -> CoachingPair:
        form = PairIn(person_id=coach.person_id, way=Way.BE_COACHED, about="Saying no")
        return await pair_actions.ask_for_pair(session, person, form, KEYS)

    pair = await asked(cast.sponsor, cast.quality)
    await pair_actions.answer_pair(session, cast.quality, pair, PairAnswerIn(accepts=True), KEYS)
    note = await note_actions.write_note(session, cast.quality, pair, NoteIn(words="She waits too long"), KEYS)
    await offer_actions.offer_coaching(session, cast.quality, CoachingOfferIn(words="Teams that are stuck"))
    words = {"talked_on": cast.manager.today, "words": "She leads the next idea"}
    form = AppraisalIn(person_id=cast.clinician.person_id, **words)
    appraisal = await appraisal_actions.begin_appraisal(session, cast.manager, form, KEYS)
    standing = await appraisal_queries.get_standing(session, appraisal)
    agreed = WordingAgreementIn(wording_id=standing.proposed.id)
    await appraisal_actions.agree_to_wording(session, cast.clinician, appraisal, agreed)
    await appraisal_actions.word_appraisal(session, cast.clinician, appraisal, AppraisalWordingIn(**words), KEYS)
    standing = await appraisal_queries.get_standing(session, appraisal)
    form = AppraisalIn(person_id=cast.colleague.person_id, **words)
    return {
        "pair": pair,
        "note": note,
        "asked_pair": await asked(cast.colleague, cast.quality),
        "appraisal": appraisal,
        "appraisal_wording": standing.proposed,
        "new_appraisal": await appraisal_actions.begin_appraisal(session, cast.manager, form, KEYS),
        "coach": cast.board.person_id,
    }


async def _stories(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """One that everybody of the organisation reads, and one that its writer and the checkers alone read so far.

    The second sponsor is named to check stories, beside the people of quality.
    """
    link = await make_telling_link(session, cast.clinician, reference=made["reference_of_idea"])
    story, told = await make_story(session, link, cast.quality)
    guest = guest_actor(await people_queries.get_organisation(session, link.organisation_id), HISTORY_KEY)
    await picture_actions.add_picture(session, guest, story, PictureIn(description="A bell"), a_picture())
    spoken = Drawn(is_film=False, seconds=4, width=0, height=0, content=b"as it was drawn anew")
    await recording_actions.add_recording(session, guest, story, RecordingIn(words=story.words), spoken)
    await checking_actions.check_story(session, Reader(cast.quality, is_checker=True), story)
    await story_letters.leave_address(session, guest, story, AddressIn(email="rosa@example.org"), told, KEYS)
    public, _ = await make_story(session, link, cast.quality, audience="public")
    await picture_actions.add_picture(session, guest, public, PictureIn(description="A bell"), a_picture())
    await recording_actions.add_recording(session, guest, public, RecordingIn(words=public.words), spoken)
    await checking_actions.check_story(session, Reader(cast.quality, is_checker=True), public)
    organisation = await people_queries.get_organisation(session, link.organisation_id)
    organisation.publishes_stories = True
    session.add(organisation)
    waiting = await make_written_story(session, cast.clinician, is_worried=True)
    named = StoryCheckerIn(person_id=cast.second_sponsor.person_id)
    return {
        "telling_link": link,
        "tell": telling_link_actions.secret_of(link, KEYS),
        "story": story,
        "told": told,
        "public_story": public,
        "open_name": organisation.slug,
        "waiting_story": waiting,
        "version_of_waiting_story": waiting.version,
        "checker": await checking_actions.name_checker(session, cast.administrator, named),
    }


async def _open_register(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """An idea that its lead shows to the public."""
    organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
    organisation.publishes_register, organisation.register_words = True, "What we want to make better."
    session.add(organisation)
    [aim, *_] = await vision_queries.list_aims(session, cast.board)
    idea = await make_idea(session, cast.clinician, title="Warm hands", aim_ids={aim.id})
    await publish_idea(session, cast.clinician, idea)
    number = idea.reference_number or 0
    return {"open_idea": idea, "open_reference": reference(cast.clinician.reference_prefix, number)}


async def _licences(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """One that waits for the partner, with a link; one that ends soon; one on our own ground; an idea outside."""
    idea = await make_idea(session, cast.clinician, title="Seven drinks a day")
    licence = await make_licence(session, cast.clinician, idea, cast.partner_id)
    link = await link_actions.send_link(session, cast.clinician, licence, LinkIn(address="una@elms.example"), KEYS)
    near = await make_idea(session, cast.clinician, title="Company at four")
    soon = cast.clinician.today + timedelta(days=20)
    outside = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="A walk before tea")
    await make_turf(session, cast.clinician, outside, cast.partner_id, "Fairview")
    far = await make_idea(session, cast.clinician, title="A visit each week")
    given = await make_licence(session, cast.clinician, far, cast.partner_id)
    giver = await _grant_by_link(session, cast, given)
    with clock.stopped_at(clock.now() - timedelta(days=100)):
        late = await _grant_by_link(session, cast, await make_licence(session, cast.clinician, far, cast.partner_id))
    return {
        "turf_idea": idea,
        "licence": licence,
        "granted_licence": await make_granted_licence(session, cast.clinician, cast.partner, near, ends_on=soon),
        "our_licence": await licence_actions.request_our_ground(session, cast.partner, licence_form(cast.partner)),
        "decision_secret": decision_rules.signed_secret(KEYS.secret, link.id),
        "given_secret": decision_rules.signed_secret_of(KEYS.secret, giver),
        "over_secret": decision_rules.signed_secret_of(KEYS.secret, late),
        "given_licence": given,
    }


async def _grant_by_link(session: AsyncSession, cast: Cast, licence: Licence) -> Giver:
    """By somebody without an account, each time another."""
    form = LinkIn(address=f"una-{licence.id.hex}@elms.example")
    link = await link_actions.send_link(session, cast.clinician, licence, form, KEYS)
    secret = decision_rules.signed_secret(KEYS.secret, link.id)
    visit = await link_queries.find_visit(session, KEYS, secret)
    assert visit
    said = DecisionIn(is_granted=True, name="Una Byrne", position="Regional director")
    decision = await decision_actions.decide_by_link(session, visit, said, KEYS)
    return await session.get_one(Giver, (licence.organisation_id, decision.giver_id))


async def _measures(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """All of `idea`; the first has numbers, of which one was corrected."""
    lead, idea = cast.clinician, made["idea"]
    measure = await make_measure(session, lead, idea, name="Weeks to an answer", unit="weeks", per=100)
    days = await make_numbers(session, lead, measure, range(1, 31), until_on=lead.today - timedelta(days=7))
    right = CorrectionIn(numerator=40, denominator=100, note="A slip of the pen")
    await observation_actions.correct_observation(session, lead, measure, days[-1], right)
    closed = await make_measure(session, lead, idea, name="Letters sent again", unit="letters", rule_set=RuleSet.MDC)
    await measure_actions.close_measure(session, lead, closed)
    await set_baseline(session, lead, measure, BaselineIn(points=14, reason="Before the clinic moved"))
    anew = RecalculationIn(starts_on=days[20], reason="The clinic moved")
    tried = ChangeIn(tried_on=days[18], what="Letters by the next post")
    return {
        "recalculation": await set_recalculation(session, lead, measure, anew),
        "change": await tell_change(session, lead, idea, tried),
        "measure": measure,
        "version_of_measure": measure.version,
        "closed_measure": closed,
        "counted_on": days[-1],
        "free_on": lead.today,
        "shared_measure": await measure_actions.add_measure_to_framework(
            session, cast.steward, made["framework"], MeasureIn(**MEASURE)
        ),
        "empty_measure": await make_measure(session, lead, idea, name="Calls before noon", unit="calls"),
    }


async def _watches(session: AsyncSession, cast: Cast, made: Things) -> Things:
    """Boundaries of `framework`: by a measure of each idea, by answers, by one measure for all its ideas."""
    framework = made["framework"]
    limit = {"kind": BoundaryKind.MEASURED, "comparison": Comparison.NOT_OVER, "limit_value": "95"}
    forms = [
        BoundaryIn(sentence="Nobody waits for more than 95 weeks", **limit),
        BoundaryIn(sentence="No patient is moved without being asked"),
        BoundaryIn(measure_id=made["shared_measure"].id, **limit),
        BoundaryIn(sentence="No form is filled in twice"),
    ]
    with clock.stopped_at(clock.now() - timedelta(days=60)):  # so that the shared one is unknown by now
        counted, declared, shared, _ = [
            await publishing.draw_framework_boundary(session, cast.steward, framework, form) for form in forms
        ]
        await publish_and_accept(session, cast.steward, framework, cast.clinician, [made["idea"]])
    await joining.join_framework(session, cast.clinician, made["exploring_idea"], framework)
    for sentence in ("Nobody waits alone", "Nobody is sent home at night"):  # one to accept, and one being prepared
        if await version_queries.find_prepared(session, framework):
            await publish_and_accept(session, cast.steward, framework, cast.clinician)
        await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence=sentence))
    leaving = (await version_lines.list_held(session, await version_queries.get_newest(session, framework)))[-1][0]
    await publishing.end_boundary(session, cast.steward, leaving)
    return {
        "newest_version": await version_queries.get_newest(session, framework),
        "leaving_boundary": leaving,
        "framework_boundary": counted,
        "shared_boundary": shared,
        "watch": await watch_queries.find_watch(session, counted, made["idea"]),
        "declared_watch": await watch_queries.find_watch(session, declared, made["idea"]),
    }


async def _places(session: AsyncSession, cast: Cast, _made: Things) -> Things:
    """What administrators keep."""
    administrator = cast.administrator
    closed = await people_actions.add_service(session, administrator, ServiceIn(name="Night nursing"))
    await people_actions.close_service(session, administrator, closed)
    away = await people_actions.add_person(session, administrator, PersonIn(name="Olu Ade"))
    off = await account_actions.add_account(
        session, administrator, away, AccountIn(email="olu@northmoor.example"), KEYS
    )
    await account_actions.disable_account(session, administrator, off)
    account = await account_queries.find_account_of_person(session, administrator, cast.steward.person_id)
    assert account
    return {
        "service": cast.service_id,
        "closed_service": closed,
        "person": cast.colleague.person_id,
        "lead": cast.clinician.person_id,
        "switched_off_person": away,
        "steward": cast.steward.person_id,
        "setup_secret": await account_actions.make_setup_link(session, administrator, account, KEYS),
    }


async def _find_what_is_the_clinicians(session: AsyncSession, cast: Cast) -> Things:
    """Of all people, only she may touch these."""
    account_id = cast.accounts[cast.clinician.person_id]
    mine: dict[str, Any] = {
        "notice": select(Notice.id).where(col(Notice.person_id) == cast.clinician.person_id),
        "sign_in": select(SignIn.id).where(col(SignIn.account_id) == account_id),
        "token": select(Token.id).where(col(Token.account_id) == account_id),
    }
    return {name: (await session.exec(query.limit(1))).one() for name, query in mine.items()}


async def _find_hidden(session: AsyncSession, cast: Cast) -> dict[str, set[str]]:
    """From strangers every id of this organisation; from a partner every idea not shared, and every framework; others'
    drafts from all.
    """
    here = cast.clinician.organisation_id
    all_ids: set[str] = set()
    for table in SQLModel.metadata.sorted_tables:
        if "organisation_id" in table.c and "id" in table.c:
            query = select(table.c.id).where(table.c.organisation_id == here)
            all_ids |= {str(found) for found in (await session.exec(query)).all()}
    ideas = (await session.exec(select(Idea.id, Idea.title).where(col(Idea.organisation_id) == here))).all()
    drafts = {str(idea_id) for idea_id, title in ideas if title.startswith("A draft")}
    unshared = {str(idea_id) for idea_id, title in ideas if title not in SHARED}
    frameworks = (await session.exec(select(Framework.id).where(col(Framework.organisation_id) == here))).all()
    unshared |= {str(framework_id) for framework_id in frameworks}
    hidden = dict.fromkeys(CAST, drafts) | {"partner": unshared, "clinician": set[str](), "manager": set[str]()}
    hidden = {
        name: ids | await _find_what_is_for_two(session, cast, getattr(cast, name)) for name, ids in hidden.items()
    }
    return hidden | {"stranger": all_ids, "stranger_administrator": all_ids, NOBODY: all_ids}


async def _find_what_is_for_two(session: AsyncSession, cast: Cast, actor: Actor) -> set[str]:
    """Pairs, notes and appraisals in which somebody does not stand, whatever their role."""
    pairs = [pair for pair in (await session.exec(select(CoachingPair))).all() if actor.id not in pair.people]
    of_pairs = col(CoachingNote.pair_id).in_([pair.id for pair in pairs])
    notes = (await session.exec(select(CoachingNote).where(of_pairs))).all()
    appraisals = [found for found in (await session.exec(select(Appraisal))).all() if actor.id not in found.people]
    return {str(row.id) for row in (*pairs, *notes, *appraisals)}


async def _led(session: AsyncSession, cast: Cast, title: str, **given: Any) -> Idea:
    idea = await make_idea(session, cast.clinician, title=title, **given)
    await _join(session, cast, idea)
    return idea


async def _join(session: AsyncSession, cast: Cast, idea: Idea) -> None:
    place = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words=""))
    await idea_actions.answer_joining(session, cast.clinician, idea, place, is_accepted=True)


async def _place_of(session: AsyncSession, idea: Idea, actor: Actor) -> Teammate:
    query = select(Teammate).where(col(Teammate.idea_id) == idea.id, col(Teammate.person_id) == actor.person_id)
    return (await session.exec(query)).one()


async def _accepted(session: AsyncSession, lead: Actor, pledge: Pledge) -> Pledge:
    await pledge_actions.accept_pledge(session, lead, pledge)
    return pledge


async def _delivered(session: AsyncSession, pledger: Actor, pledge: Pledge) -> Delivery:
    form = DeliveryIn(quantity="2", delivered_on=pledger.today)
    return await delivery_actions.record_delivery(session, pledger, pledge, form)


async def _kept(session: AsyncSession, lead: Actor, idea: Idea) -> UpdateIn:
    rows = await boundary_queries.list_boundaries(session, lead, idea)
    return UpdateIn(tried="We called two days before.", answers={row.id: AnswerIn(answer=Answer.KEPT) for row in rows})


async def _proposed(session: AsyncSession, lead: Actor, boundary: Boundary, idea: Idea) -> Any:
    return (await boundary_queries.get_row(session, lead, boundary, idea)).proposed
