from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.models import Account
from registry.boundaries.models import Boundary, Crossing, Watch
from registry.boundaries.queries import conditions as condition_queries
from registry.coaching.models import Appraisal, CoachingNote, CoachingPair
from registry.feedback.models import Invitation, Round, Share
from registry.feedback.queries import rounds as round_queries
from registry.frameworks.models import Discretion, Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.history.models import Asking, Event, EventWords, Recorded
from registry.history.rules import people_in
from registry.ideas.models import DiscretionClaim, Idea, IdeaShare, Question, Stage, Teammate
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules.ideas import Standing
from registry.kit import clock
from registry.licences.models import Licence
from registry.measures.models import Measure
from registry.notifications import queries, rules
from registry.notifications.models import Notice
from registry.notifications.rules import Telling, Who
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.models import Ask, BarrierOwner, Delivery, Pledge
from registry.pledges.queries.barriers import find_owner
from registry.progress.models import ExplorationReview, Update
from registry.stories.models import Story, StoryChecker
from registry.stories.queries import stories as story_queries

OWN_PAGES: tuple[tuple[type, str], ...] = (
    (Crossing, "crossings"),
    (Boundary, "boundaries"),
    (Update, "updates"),
    (Framework, "frameworks"),
    (Measure, "measures"),
    (Question, "questions"),
    (Licence, "licences"),
    (Discretion, "discretion"),
    (Story, "stories"),
    (CoachingPair, "coaching"),
    (Appraisal, "coaching/appraisals"),
)
OF_TWO = CoachingPair | CoachingNote | Appraisal
STORIES_LEFT = frozenset({"story_withdrawn", "story_expired"})


@dataclass(frozen=True)
class Affair:
    """An event with what a notice of it needs: the idea, the thing that changed, and where to go to see it.

    framework   whose measure or boundary it is about, also in one of its ideas
    """

    event: Event
    subject: Recorded
    idea: Idea | None
    standing: Standing | None
    framework: Framework | None
    pledge: Pledge | None
    address: str


async def listen(session: AsyncSession, _actor: Asking, event: Event, subject: Recorded) -> None:
    """Writes the notices of an event; one of the history's listeners."""
    tellings = rules.NOTICES.get(event.kind)
    if not tellings:
        return
    affair = await _affair(session, event, subject)
    told = [(telling, await _people_of(session, affair, telling)) for telling in tellings]
    heard = rules.each_once(told, not_to={event.actor_id, _cause_of(affair)})
    here = await queries.partners_of_people(session, event.organisation_id, heard)
    words = await _words_of(session, affair)
    for person_id, partner_id in here.items():
        is_theirs = isinstance(subject, Licence) and partner_id == subject.partner_id
        if is_theirs or affair.standing is None or rules.may_hear(affair.standing, person_id, partner_id):
            session.add(_notice(affair, person_id, heard[person_id], words))
    await session.flush()


async def mark_read(session: AsyncSession, notice: Notice) -> None:
    """Leaves no entry in the history: to have read something is nobody else's business."""
    notice.read_at = notice.read_at or clock.now()
    session.add(notice)
    await session.flush()


async def mark_all_read(session: AsyncSession, actor: Actor, until_id: UUID) -> None:
    """Those up to the newest that was shown; what came meanwhile stays unread."""
    await session.exec(
        update(Notice)
        .where(
            col(Notice.organisation_id) == actor.organisation_id,
            col(Notice.person_id) == actor.person_id,
            col(Notice.read_at).is_(None),
            col(Notice.id) <= until_id,
        )
        .values(read_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


async def _affair(session: AsyncSession, event: Event, subject: Recorded) -> Affair:
    idea = await session.get(Idea, (event.organisation_id, event.idea_id)) if event.idea_id else None
    pledge = await _pledge_of(session, subject)
    return Affair(
        event=event,
        subject=subject,
        idea=idea,
        standing=await idea_queries.get_standing(session, idea) if idea else None,
        framework=await _framework_of(session, subject),
        pledge=pledge,
        address=_address_of(event, subject, pledge),
    )


async def _pledge_of(session: AsyncSession, subject: Recorded) -> Pledge | None:
    if isinstance(subject, Delivery):
        return await session.get(Pledge, (subject.organisation_id, subject.pledge_id))
    return subject if isinstance(subject, Pledge) else None


def _address_of(event: Event, subject: Recorded, pledge: Pledge | None) -> str:
    """Where the reader sees what it is about, and can do something about it."""
    if pledge:
        return f"/pledges/{pledge.id}"
    if isinstance(subject, Framework) and event.kind == "version_published":
        return f"/frameworks/{subject.id}/versions"
    if isinstance(subject, StoryChecker) or event.kind in STORIES_LEFT:
        return "/stories"
    for noun, address in OWN_PAGES:
        if isinstance(subject, noun):
            return f"/{address}/{subject.id}"
    if isinstance(subject, BarrierOwner):
        return f"/asks/{subject.ask_id}"
    if isinstance(subject, Teammate):
        return f"/ideas/{event.idea_id}/team"
    return _address_beside(event, subject)


def _address_beside(event: Event, subject: Recorded) -> str:
    """Of what has no page of its own, or one that depends on what happened."""
    if isinstance(subject, ExplorationReview) or event.kind.startswith("exploration_review_"):
        return f"/ideas/{event.idea_id}/review"
    if isinstance(subject, CoachingNote):
        return f"/coaching/{subject.pair_id}"
    if event.kind == "round_offered" or isinstance(subject, Round | Invitation | Share):
        return _feedback_address(event, subject)
    return f"/ideas/{event.idea_id}" if event.idea_id else "/account"


def _feedback_address(event: Event, subject: Recorded) -> str:
    if isinstance(subject, Invitation):
        return f"/feedback/{subject.round_id}/answer"
    if isinstance(subject, Share):
        return f"/feedback/{subject.round_id}/results"
    if event.kind == "round_closed":
        return f"/feedback/{subject.id}/results"
    return "/feedback"


async def _people_of(session: AsyncSession, affair: Affair, telling: Telling) -> list[UUID | None]:
    return [person_id for who in telling.to for person_id in await _part_of(session, affair, who)]


async def _part_of(session: AsyncSession, affair: Affair, who: Who) -> Collection[UUID | None]:
    """Who plays this part in the event."""
    if isinstance(affair.subject, Story):
        return await _part_in_story(session, affair.subject, who)
    organisation_id, idea_id = affair.event.organisation_id, affair.event.idea_id
    if who is Who.QUALITY:
        return await queries.list_ids_with_role(session, organisation_id, Role.QUALITY)
    if who is Who.TIED and isinstance(affair.subject, Crossing):
        return await condition_queries.list_ids_of_tied(session, affair.subject)
    if who is Who.PLEDGERS and idea_id:
        return await queries.list_ids_of_pledgers(session, organisation_id, idea_id)
    if who is Who.PARTNER and isinstance(affair.subject, IdeaShare):
        partner_id = affair.subject.partner_id
        return await queries.list_ids_with_role(session, organisation_id, Role.PARTNER, partner_id=partner_id)
    if who is Who.STEWARDS:
        return await framework_queries.list_steward_ids(session, affair.framework) if affair.framework else []
    if who is Who.LEADS:
        is_of_all = affair.framework is not None and affair.idea is None
        return await queries.list_ids_of_leads(session, affair.framework) if is_of_all and affair.framework else []
    if who is Who.NAMED:
        kept = await session.get(EventWords, (organisation_id, affair.event.id))
        return people_in(kept.words, kept.was) if kept else []
    if who in {Who.ASKER, Who.OWNER}:
        return await _part_in_line(session, affair.subject)
    if isinstance(affair.subject, Discretion | DiscretionClaim | Licence | Round | Invitation | Share | OF_TWO):
        return await _part_of_its_own(session, affair, affair.subject, who)
    if who is Who.PERSON:
        return await _account_holder(session, affair.subject)
    if isinstance(affair.subject, Teammate) and who in {Who.JOINING, Who.OPENER}:
        return [affair.subject.person_id if who is Who.JOINING else affair.subject.opened_by_id]
    return _part_in_idea(affair, affair.standing, who) if affair.standing else []


async def _part_of_its_own(
    session: AsyncSession, affair: Affair, subject: Recorded, who: Who
) -> Collection[UUID | None]:
    """Of things whose people stand in no other."""
    if isinstance(subject, OF_TWO):
        return await _two(session, subject)
    if isinstance(subject, Round | Invitation | Share):
        return await _part_in_feedback(session, subject, who)
    if who in {Who.DECLARER, Who.CLAIMING, Who.GRANTING, Who.REQUESTER}:
        return await _part_in_permission(session, subject, who)
    return _part_in_idea(affair, affair.standing, who) if affair.standing else []


async def _part_in_feedback(session: AsyncSession, subject: Recorded, who: Who) -> Collection[UUID | None]:
    if isinstance(subject, Share | Invitation):
        return [subject.person_id]
    if isinstance(subject, Round) and who is Who.RATERS:
        return await round_queries.list_asked_ids(session, subject)
    if isinstance(subject, Round):
        return [subject.namer_id if who is Who.NAMER else subject.person_id]
    return []


async def _two(session: AsyncSession, subject: OF_TWO) -> Collection[UUID | None]:
    """Both; whoever did it is told nothing, nor is who has left."""
    if isinstance(subject, CoachingNote):
        subject = await session.get_one(CoachingPair, (subject.organisation_id, subject.pair_id))
    return subject.people


async def _part_in_line(session: AsyncSession, subject: Recorded) -> Collection[UUID | None]:
    """Of a question who asked it, of an ask who took it on."""
    if isinstance(subject, Question):
        return [subject.asked_by_id]
    owner = await find_owner(session, subject) if isinstance(subject, Ask) else None
    return [owner.owner_id] if owner else []


async def _part_in_story(session: AsyncSession, story: Story, who: Who) -> Collection[UUID | None]:
    if who is Who.CHECKERS:
        return await story_queries.list_checker_ids(session, story.organisation_id)
    return [story.written_by_id] if who is Who.WRITER else await story_queries.list_team_ids(session, story)


async def _part_in_permission(session: AsyncSession, subject: Recorded, who: Who) -> Collection[UUID | None]:
    """Of a claim who declared the area, of an area who lead the ideas that have claimed it; of a licence both sides."""
    if isinstance(subject, Licence):
        return await _part_in_licence(session, subject, who)
    if isinstance(subject, DiscretionClaim):
        found = await session.get_one(Discretion, (subject.organisation_id, subject.discretion_id))
        return [found.declared_by_id]
    return await claim_queries.list_lead_ids_of_claims(session, subject) if isinstance(subject, Discretion) else []


async def _part_in_licence(session: AsyncSession, licence: Licence, who: Who) -> Collection[UUID | None]:
    if who is Who.REQUESTER:
        return [licence.requested_by_id]
    if licence.is_on_our_ground:
        return await queries.list_ids_with_role(session, licence.organisation_id, Role.BOARD)
    partner_id = licence.partner_id
    return await queries.list_ids_with_role(session, licence.organisation_id, Role.PARTNER, partner_id=partner_id)


async def _framework_of(session: AsyncSession, subject: Recorded) -> Framework | None:
    if isinstance(subject, Crossing):
        watch = await session.get_one(Watch, (subject.organisation_id, subject.watch_id))
        subject = await session.get_one(Boundary, (watch.organisation_id, watch.boundary_id))
    if isinstance(subject, Measure | Boundary) and subject.framework_id:
        return await session.get(Framework, (subject.organisation_id, subject.framework_id))
    return subject if isinstance(subject, Framework) else None


def _part_in_idea(affair: Affair, standing: Standing, who: Who) -> Collection[UUID | None]:
    pledge = affair.pledge
    lead_id = standing.lead_id if standing.has_lead else None
    receiver_id = (pledge.helped_person_id if pledge else None) or lead_id
    pledger_id = pledge.pledger_id if pledge else None
    recorder_id = affair.subject.recorded_by_id if isinstance(affair.subject, Delivery) else None
    parts: dict[Who, Collection[UUID | None]] = {
        Who.LEAD: [lead_id],
        Who.TEAM: standing.member_ids,
        Who.SPONSOR: [standing.sponsor_id],
        Who.PLEDGER: [pledger_id],
        Who.RECEIVER: [receiver_id],
        Who.RECORDER: [recorder_id],
        Who.OTHER_SIDE: [receiver_id if recorder_id == pledger_id else pledger_id],
    }
    return parts.get(who, [])


async def _account_holder(session: AsyncSession, subject: Recorded) -> list[UUID | None]:
    """The person whose account or roles changed; somebody without an account has nowhere to read it."""
    if isinstance(subject, Account):
        return [subject.person_id]
    has_account = await queries.has_account(session, subject) if isinstance(subject, Person) else False
    return [subject.id] if has_account else []


def _cause_of(affair: Affair) -> UUID | None:
    """Who brought about what the registry then did: whoever answered 'crossed' need not be told that it is crossed."""
    crossing = affair.subject
    if affair.event.actor_id or not isinstance(crossing, Crossing):
        return None
    return crossing.answered_by_id or crossing.opened_by_id


async def _words_of(session: AsyncSession, affair: Affair) -> str:
    kept = await session.get(EventWords, (affair.event.organisation_id, affair.event.id))
    return rules.detail_of(affair.event.kind, kept.words, kept.became) if kept else ""


def _notice(affair: Affair, person_id: UUID, telling: Telling, words: str) -> Notice:
    is_draft = affair.standing is not None and affair.standing.stage is Stage.DRAFT
    title = affair.idea.title if affair.idea and not is_draft else ""
    subject = affair.subject
    if affair.idea is None and affair.framework:
        title = affair.framework.name
    event = affair.event
    return Notice(
        organisation_id=event.organisation_id,
        person_id=person_id,
        actor_id=event.actor_id,
        event_id=event.id,
        sentence=rules.sentence_of(
            telling,
            title=title,
            words="" if is_draft else words,
            by_registry=event.actor_id is None,
            for_them_alone=subject.answer
            if isinstance(subject, Teammate) and person_id == subject.opened_by_id
            else "",
        ),
        address=affair.address,
        made_at=event.at,
    )
