from collections.abc import Iterable, Set
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import versions as version_actions
from registry.frameworks.models import FrameworkVersion
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.history.actions import record_event
from registry.ideas.actions import summaries
from registry.ideas.models import (
    Idea,
    IdeaAim,
    IdeaFramework,
    IdeaShare,
    IdeaSummary,
    JoinedBy,
    Stage,
    State,
    Teammate,
    VersionAcceptance,
)
from registry.ideas.queries import adoptions as adoption_queries
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import DraftIn, IdeaIn, InvitationIn, JoinIn, ShareIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused, chosen
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.vision import queries as vision_queries

BETTER_SHOWN_IN_LISTS = 200


async def save_draft(session: AsyncSession, actor: Actor, idea: Idea | None, form: DraftIn) -> Idea:
    """Keeps what was typed so far, in a new draft or in the one given."""
    if not rules.may_register_ideas(actor):
        raise NotAllowed("Only clinicians register ideas. You can offer to help with theirs.")
    if idea is None:
        idea = Idea(organisation_id=actor.organisation_id, author_id=actor.person_id)
        session.add(idea)
        await session.flush()
        await _come_to(session, actor, idea, Stage.DRAFT)
        await _add_author(session, actor, idea)
        await record_event(session, actor, "draft_started", idea, idea_id=idea.id)
    else:
        standing = await queries.get_standing(session, idea)
        if standing.stage is not Stage.DRAFT:
            raise Refused("This idea is registered already. Open it to change it.")
        if not rules.may_edit(actor, standing):
            raise NotAllowed("Only its author and those invited write a draft.")
    await _write(session, actor, idea, form)
    return idea


async def register_idea(session: AsyncSession, actor: Actor, idea: Idea | None, form: IdeaIn) -> Idea:
    """Makes a draft, or what was just written, visible to the organisation; the clock of its answer begins."""
    if idea is not None and not rules.may_discard(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only its author registers a draft, once.")
    # The number first: who changes the settings holds the organisation before the history, too.
    number = await people_actions.next_reference(session, actor)
    idea = await save_draft(session, actor, idea, DraftIn(**form.model_dump()))
    idea.reference_number = number
    session.add(idea)
    await _come_to(session, actor, idea, Stage.REGISTERED)
    session.add(
        IdeaSummary(
            organisation_id=idea.organisation_id,
            id=idea.id,
            reference_number=number,
            title=idea.title,
            better=idea.better[:BETTER_SHOWN_IN_LISTS],
            stage=Stage.REGISTERED,
            lead_id=idea.author_id,
            service_id=idea.service_id,
            registered_at=clock.now(),
            waits_since_on=actor.today,
            waits_from_on=actor.today,
        )
    )
    await session.flush()
    await record_event(session, actor, "idea_registered", idea, idea_id=idea.id)
    if source := await adoption_queries.find_source(session, idea):
        await record_event(session, actor, "idea_adopted", source, idea_id=source.id, words=idea.title)
    return idea


async def discard_draft(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    if not rules.may_discard(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only its author discards a draft.")
    await _come_to(session, actor, idea, Stage.DISCARDED)
    await record_event(session, actor, "draft_discarded", idea, idea_id=idea.id)


async def edit_idea(session: AsyncSession, actor: Actor, idea: Idea, form: IdeaIn) -> None:
    await hold_ideas(session, actor, [idea.id])
    standing = await queries.get_standing(session, idea)
    if not rules.may_edit(actor, standing):
        raise NotAllowed("Only its team changes an idea.")
    if objections := rules.objections_to_edit(standing, form.outcome, form.outcome_id):
        raise Refused(fields=objections)
    was = await _words_of(session, idea)
    await _write(session, actor, idea, form)
    summary = await queries.get_summary(session, idea)
    summary.title, summary.better = idea.title, idea.better[:BETTER_SHOWN_IN_LISTS]
    summary.service_id = idea.service_id
    session.add(summary)
    await session.flush()
    became = await _words_of(session, idea)
    changed = [name for name in became if was[name] != became[name]]
    await record_event(
        session,
        actor,
        "idea_edited",
        idea,
        idea_id=idea.id,
        was="\n".join(f"{name}: {was[name]}" for name in changed),
        became="\n".join(f"{name}: {became[name]}" for name in changed),
    )


async def move_idea(session: AsyncSession, actor: Actor, idea: Idea, stage: Stage, kind: str, words: str = "") -> None:
    """The step that the verbs of upper rooms share: checks the arrow, keeps the state, tells history."""
    standing = await queries.get_standing(session, idea)
    if not rules.may_move(actor, standing):
        raise NotAllowed("Only the lead moves an idea.")
    if not rules.can_move(standing, stage):
        raise Refused(f"An idea that is {standing.stage.label.lower()} cannot become {stage.label.lower()}.")
    await _come_to(session, actor, idea, stage)
    summary = await queries.get_summary(session, idea)
    summary.stage = stage
    session.add(summary)
    await session.flush()
    await record_event(session, actor, kind, idea, idea_id=idea.id, words=words)


async def write_learning(session: AsyncSession, actor: Actor, idea: Idea, learning: str) -> None:
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_write_learning(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only the team of an ended idea writes what it learnt.")
    was, idea.learning = idea.learning, learning
    idea.learning_at, idea.learning_by_id = clock.now(), actor.person_id
    session.add(idea)
    await session.flush()
    await record_event(session, actor, "learning_written", idea, idea_id=idea.id, was=was, became=learning)


async def ask_to_join(session: AsyncSession, actor: Actor, idea: Idea, form: JoinIn) -> Teammate:
    if not rules.may_ask_to_join(actor, await queries.get_standing(session, idea)):
        raise Refused("You are in this team already, or have asked, or the idea has ended.")
    teammate = _open_place(actor, idea, actor.person_id, JoinedBy.ASKING, form.words)
    session.add(teammate)
    await session.flush()
    await record_event(session, actor, "joining_asked", teammate, idea_id=idea.id, words=form.words)
    return teammate


async def invite(session: AsyncSession, actor: Actor, idea: Idea, form: InvitationIn) -> Teammate:
    await hold_ideas(session, actor, [idea.id])
    standing = await queries.get_standing(session, idea)
    if not rules.may_invite(actor, standing):
        raise NotAllowed("Only the lead invites people.")
    with chosen("person_id"):
        person = await people_queries.get_person(session, actor, form.person_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if person.left_at or Role.PARTNER in roles:
        raise Refused(fields={"person_id": "Choose someone who works here."})
    if person.id in standing.member_ids | standing.invited_ids | standing.asking_ids:
        raise Refused(fields={"person_id": f"{person.name} is in the team, invited, or has asked to join."})
    teammate = _open_place(actor, idea, person.id, JoinedBy.INVITATION, form.words)
    session.add(teammate)
    await session.flush()
    await record_event(session, actor, "person_invited", teammate, idea_id=idea.id, words=f"{{{person.id}}}")
    return teammate


async def answer_joining(
    session: AsyncSession, actor: Actor, idea: Idea, teammate: Teammate, *, is_accepted: bool, words: str = ""
) -> None:
    """
    words   with a no, for the one who asked or invited; history does not keep them
    """
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_answer_joining(actor, await queries.get_standing(session, idea), teammate):
        raise NotAllowed("Someone else answers this, or it is answered already.")
    teammate.answered_at, teammate.answered_by_id = clock.now(), actor.person_id
    teammate.is_accepted, teammate.answer = is_accepted, words
    session.add(teammate)
    await session.flush()
    kind = "joining_accepted" if is_accepted else "joining_declined"
    await record_event(session, actor, kind, teammate, idea_id=idea.id, words=f"{{{teammate.person_id}}}")


async def leave_team(session: AsyncSession, actor: Actor, idea: Idea, teammate: Teammate) -> None:
    await hold_ideas(session, actor, [idea.id])
    standing = await queries.get_standing(session, idea)
    if not rules.may_leave(actor, teammate):
        raise NotAllowed("People leave a team themselves.")
    teammate.left_at, teammate.left_by_id = clock.now(), actor.person_id
    session.add(teammate)
    await session.flush()
    if standing.is_public and rules.is_lead(actor, standing):
        await summaries.note_lead(session, idea, None)
    await record_event(session, actor, "team_left", teammate, idea_id=idea.id)


async def take_lead(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    await hold_ideas(session, actor, [idea.id])
    standing = await queries.get_standing(session, idea)
    if not rules.may_take_lead(actor, standing, clock.now()):
        raise NotAllowed(
            "A clinician of the team may take the lead once the lead has left, any clinician 14 days later."
        )
    await pass_lead(session, actor, idea)
    await record_event(session, actor, "lead_taken", idea, idea_id=idea.id)


async def pass_lead(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    """The step that taking and accepting the lead share: the actor leads, in the team, and nobody else does."""
    for mate in await team_queries.list_leads(session, idea):
        mate.is_lead = False
        session.add(mate)
    teammates = await team_queries.list_teammates(session, idea)
    mine = next((mate for mate in teammates if actor.is_person(mate.person_id)), None)
    if mine is None:
        mine = _open_place(actor, idea, actor.person_id, JoinedBy.ASKING, "")
    if mine.is_open:
        mine.answered_at, mine.answered_by_id = clock.now(), actor.person_id
    mine.is_lead, mine.is_accepted = True, True
    session.add(mine)
    await summaries.note_lead(session, idea, actor.person_id)


async def share_with_partner(session: AsyncSession, actor: Actor, idea: Idea, form: ShareIn) -> None:
    standing = await queries.get_standing(session, idea)
    if not rules.may_share(actor, standing):
        raise NotAllowed("Only the lead shares an idea with a partner organisation.")
    with chosen("partner_id"):
        partner = await people_queries.get_partner(session, actor, form.partner_id)
    if partner.id in standing.partner_ids:
        raise Refused(fields={"partner_id": f"{partner.name} sees this idea already."})
    share = IdeaShare(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        partner_id=partner.id,
        shared_at=clock.now(),
        shared_by_id=actor.person_id,
    )
    session.add(share)
    await session.flush()
    await record_event(session, actor, "idea_shared", share, idea_id=idea.id, words=partner.name)


async def end_share(session: AsyncSession, actor: Actor, idea: Idea, partner_id: UUID) -> None:
    if not rules.may_share(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only the lead shares an idea with a partner organisation.")
    share = next((share for share in await queries.list_shares(session, idea) if share.partner_id == partner_id), None)
    if share is None:
        raise NotFound("share")
    partner = await people_queries.get_partner(session, actor, partner_id)
    share.ended_at, share.ended_by_id = clock.now(), actor.person_id
    session.add(share)
    await session.flush()
    await record_event(session, actor, "sharing_ended", share, idea_id=idea.id, words=partner.name)


async def hold_ideas(session: AsyncSession, actor: Actor, idea_ids: Iterable[UUID]) -> None:
    """Waits for whoever else is at these ideas, and lets nobody in until the transaction ends.

    The row held is the one that every step of an idea writes: so an offer cannot be accepted while its idea ends. Every
    verb that writes it, or the idea, holds it before anything else, or two of them could wait for each other: what it
    holds comes before the idea's and the measure's row, and these before the head of the history.
    """
    statement = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id).in_(list(idea_ids)))
        .order_by(col(IdeaSummary.id))
        .with_for_update()
    )
    await session.exec(statement)


async def hold_ideas_under(session: AsyncSession, actor: Actor, framework_id: UUID) -> None:
    """The same for all ideas under a framework, and for those that would leave it."""
    statement = (
        select(IdeaSummary.id)
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.framework_id) == framework_id)
        .order_by(col(IdeaSummary.id))
        .with_for_update()
    )
    await session.exec(statement)


async def note_framework(session: AsyncSession, actor: Actor, idea: Idea, version: FrameworkVersion | None) -> None:
    """Puts an idea under a framework, in the version that it accepts, or under none.

    What it had stood under before is kept with its days.

    An outcome of the framework that it leaves becomes a sentence of its own, so that it does not lose it.
    """
    if place := await place_queries.find_place_in_framework(session, idea):
        place.left_at, place.left_by_id = clock.now(), actor.person_id
        session.add(place)
    if outcome := await framework_queries.find_outcome(session, idea.organisation_id, idea.outcome_id):
        idea.outcome, idea.outcome_id = idea.outcome or outcome.sentence, None
        session.add(idea)
    if version:
        session.add(
            IdeaFramework(
                organisation_id=idea.organisation_id,
                idea_id=idea.id,
                framework_id=version.framework_id,
                version_id=version.id,
                joined_at=clock.now(),
                joined_by_id=actor.person_id,
            )
        )
        await _note_acceptance(session, actor, idea, version)
    summary = await queries.get_summary(session, idea)
    summary.framework_id = version.framework_id if version else None
    session.add(summary)
    await session.flush()


async def note_version(session: AsyncSession, actor: Actor, idea: Idea, version: FrameworkVersion) -> None:
    """The idea accepts another version of the framework under which it stands.

    An outcome that the version leaves out stays the idea's, as a sentence of its own.
    """
    place = await place_queries.find_place_in_framework(session, idea)
    if place is None:
        raise NotFound("framework")
    place.version_id = version.id
    session.add(place)
    await _note_acceptance(session, actor, idea, version)
    offered = {said.outcome_id for said in await version_queries.list_outcomes_of(session, version)}
    if idea.outcome_id and idea.outcome_id not in offered:
        outcome = await framework_queries.find_outcome(session, idea.organisation_id, idea.outcome_id)
        idea.outcome, idea.outcome_id = idea.outcome or (outcome.sentence if outcome else ""), None
        session.add(idea)
    await session.flush()


async def _note_acceptance(session: AsyncSession, actor: Actor, idea: Idea, version: FrameworkVersion) -> None:
    session.add(
        VersionAcceptance(
            organisation_id=idea.organisation_id,
            idea_id=idea.id,
            version_id=version.id,
            accepted_at=clock.now(),
            accepted_by_id=actor.person_id,
        )
    )
    await version_actions.note_use(session, version)


async def _come_to(session: AsyncSession, actor: Actor, idea: Idea, stage: Stage) -> None:
    session.add(
        State(
            organisation_id=idea.organisation_id,
            idea_id=idea.id,
            stage=stage,
            at=clock.now(),
            by_id=actor.person_id,
        )
    )
    await session.flush()


async def _add_author(session: AsyncSession, actor: Actor, idea: Idea) -> None:
    author = _open_place(actor, idea, actor.person_id, JoinedBy.AUTHOR, "")
    author.answered_at, author.answered_by_id = clock.now(), actor.person_id
    author.is_lead = author.is_accepted = True
    session.add(author)
    await session.flush()


def _open_place(actor: Actor, idea: Idea, person_id: UUID, joined_by: JoinedBy, words: str) -> Teammate:
    return Teammate(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        person_id=person_id,
        joined_by=joined_by,
        words=words,
        opened_at=clock.now(),
        opened_by_id=actor.person_id,
    )


async def _write(session: AsyncSession, actor: Actor, idea: Idea, form: DraftIn | IdeaIn) -> None:
    if form.service_id and form.service_id != idea.service_id:
        with chosen("service_id"):
            service = await people_queries.get_service(session, actor, form.service_id)
        if service.closed_at:
            raise Refused(fields={"service_id": "This service is closed. Choose another."})
    held = {row.aim_id for row in await queries.list_idea_aims(session, idea)}
    known = {aim.id for aim in await vision_queries.list_aims_to_choose(session, actor, held)}
    if form.aim_ids - known:
        raise Refused(fields={"aim_ids": "Choose from the list."})
    await _tag(session, idea, form.aim_ids)
    if form.outcome_id and form.outcome_id != idea.outcome_id:
        await _check_outcome(session, idea, form.outcome_id)
    idea.sqlmodel_update(form.model_dump(exclude={"aim_ids"}))
    session.add(idea)
    await session.flush()


async def _check_outcome(session: AsyncSession, idea: Idea, outcome_id: UUID) -> None:
    summary = await session.get(IdeaSummary, (idea.organisation_id, idea.id))
    outcome = await framework_queries.find_outcome(session, idea.organisation_id, outcome_id)
    offered = {said.outcome_id for said in await place_queries.list_outcomes_to_serve(session, idea)}
    if objections := rules.objections_to_serving(outcome, summary.framework_id if summary else None, offered):
        raise Refused(fields=objections)


async def _tag(session: AsyncSession, idea: Idea, wanted: Set[UUID]) -> None:
    held = {row.aim_id: row for row in await queries.list_idea_aims(session, idea)}
    for aim_id in wanted - set(held):
        session.add(IdeaAim(organisation_id=idea.organisation_id, idea_id=idea.id, aim_id=aim_id))
    for aim_id in set(held) - wanted:
        await session.delete(held[aim_id])
    if wanted != set(held):
        flag_modified(idea, "title")  # A new version for new aims alone, too: they stand in the same form.


async def _words_of(session: AsyncSession, idea: Idea) -> dict[str, str]:
    served = await framework_queries.find_outcome(session, idea.organisation_id, idea.outcome_id)
    return {
        "Title": idea.title,
        "What would be better": idea.better,
        "Why it matters to me": idea.why,
        "Outcome": idea.outcome,
        "Outcome of its framework": served.sentence if served else "",
    }
