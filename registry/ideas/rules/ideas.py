"""Who may do what with an idea, and which stage comes after which. Source: MODEL, 'Ideas'."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from registry.frameworks.models import Outcome
from registry.ideas.models import Idea, Stage, Teammate
from registry.people.actors import Actor
from registry.people.models import Role

ARROWS: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.REGISTERED, Stage.DISCARDED}),
    Stage.DISCARDED: frozenset(),
    Stage.REGISTERED: frozenset({Stage.EXPLORING, Stage.PAUSED, Stage.ENDED}),
    Stage.EXPLORING: frozenset({Stage.SUSTAINED, Stage.PAUSED, Stage.ENDED}),
    Stage.PAUSED: frozenset({Stage.REGISTERED, Stage.EXPLORING, Stage.ENDED}),
    Stage.SUSTAINED: frozenset({Stage.ENDED}),
    Stage.ENDED: frozenset({Stage.REGISTERED}),
}

LEAD_IS_FREE_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """Where an idea stands and who stands with it; what the rules of every room ask of an idea.

    lead_left_at   when the lead left the team or the organisation; None while there is a lead
    partner_ids    the partner organisations with which it is shared
    """

    idea_id: UUID
    stage: Stage
    author_id: UUID
    lead_id: UUID | None
    lead_left_at: datetime | None = None
    sponsor_id: UUID | None = None
    member_ids: frozenset[UUID] = field(default_factory=frozenset)
    invited_ids: frozenset[UUID] = field(default_factory=frozenset)
    asking_ids: frozenset[UUID] = field(default_factory=frozenset)
    partner_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def is_public(self) -> bool:
        """Seen by the whole organisation."""
        return self.stage not in {Stage.DRAFT, Stage.DISCARDED}

    @property
    def is_open(self) -> bool:
        """Neither a draft nor ended: asks, offers and answers have a meaning."""
        return self.stage in {Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED, Stage.SUSTAINED}

    @property
    def has_lead(self) -> bool:
        return self.lead_id is not None and self.lead_left_at is None


def may_see(actor: Actor, standing: Standing) -> bool:
    """A registered idea is everybody's to read, a draft its author's and those invited, a partner's what is shared."""
    if standing.stage is Stage.DISCARDED:
        return actor.is_person(standing.author_id)
    if standing.stage is Stage.DRAFT:
        return actor.is_person(standing.author_id) or actor.id in standing.invited_ids | standing.member_ids
    if actor.has(Role.PARTNER):
        return actor.partner_id in standing.partner_ids
    return True


def is_lead(actor: Actor, standing: Standing) -> bool:
    return standing.has_lead and actor.is_person(standing.lead_id)


def is_member(actor: Actor, standing: Standing) -> bool:
    return actor.id in standing.member_ids


def may_register_ideas(actor: Actor) -> bool:
    """An idea is registered only by a clinician."""
    return actor.has(Role.CLINICIAN)


def may_edit(actor: Actor, standing: Standing) -> bool:
    """The team writes its idea; nobody else does, an executive least of all."""
    return is_member(actor, standing) and standing.stage not in {Stage.DISCARDED, Stage.ENDED}


def may_move(actor: Actor, standing: Standing) -> bool:
    """Only the lead moves an idea."""
    return is_lead(actor, standing)


def can_move(standing: Standing, stage: Stage) -> bool:
    return stage in ARROWS[standing.stage]


def may_discard(actor: Actor, standing: Standing) -> bool:
    return actor.is_person(standing.author_id) and standing.stage is Stage.DRAFT


def objections_to_edit(standing: Standing, outcome: str, outcome_id: UUID | None) -> dict[str, str]:
    if not outcome and not outcome_id and standing.stage in {Stage.EXPLORING, Stage.SUSTAINED}:
        return {"outcome": "An idea that is being explored keeps its outcome. You can word it anew."}
    return {}


def objections_to_serving(
    outcome: Outcome | None, framework_id: UUID | None, offered_ids: Collection[UUID]
) -> dict[str, str]:
    """
    framework_id   of the framework under which the idea stands, if it stands under one
    offered_ids    the outcomes of the version that it accepted
    """
    if outcome is None or framework_id is None or outcome.framework_id != framework_id:
        return {"outcome_id": "Choose an outcome of the framework under which this idea stands."}
    if outcome.id in offered_ids:
        return {}
    if outcome.ended_at:
        return {"outcome_id": "This outcome has ended. Choose another one."}
    return {"outcome_id": "This outcome came with a newer version of the framework. Accept that first."}


def may_ask_to_join(actor: Actor, standing: Standing) -> bool:
    """Anyone of the organisation who is not in the team and has not asked already."""
    return (
        standing.is_open
        and actor.id is not None
        and not actor.has(Role.PARTNER)
        and actor.id not in standing.member_ids | standing.asking_ids | standing.invited_ids
    )


def may_invite(actor: Actor, standing: Standing) -> bool:
    return is_lead(actor, standing) and standing.stage not in {Stage.DISCARDED, Stage.ENDED}


def may_answer_joining(actor: Actor, standing: Standing, teammate: Teammate) -> bool:
    """The lead answers those who ask; an invitation is answered by the person invited. There is no 'assign'."""
    if not teammate.is_open:
        return False
    asked = teammate.opened_by_id == teammate.person_id
    return is_lead(actor, standing) if asked else actor.is_person(teammate.person_id)


def may_leave(actor: Actor, teammate: Teammate) -> bool:
    """People leave when they wish, and may take back what they asked."""
    return actor.is_person(teammate.person_id) and (teammate.is_member or teammate.is_open)


def may_take_lead(actor: Actor, standing: Standing, now: datetime) -> bool:
    """When a lead has left, a clinician of the team may take the lead; after 14 days any clinician."""
    if standing.lead_left_at is None or not standing.is_open or not actor.has(Role.CLINICIAN):
        return False
    return is_member(actor, standing) or now - standing.lead_left_at >= LEAD_IS_FREE_AFTER


def may_share(actor: Actor, standing: Standing) -> bool:
    """Only the lead shows an idea to a partner organisation."""
    return is_lead(actor, standing) and standing.is_open


def may_write_learning(actor: Actor, standing: Standing) -> bool:
    """The learning of an ended idea may be written, and mended, at any later time by its team."""
    return is_member(actor, standing) and standing.stage is Stage.ENDED


def reference(prefix: str, number: int) -> str:
    """NH-42, for people to say."""
    return f"{prefix}-{number}"


def is_complete(idea: Idea) -> bool:
    return bool(idea.title and idea.better and idea.why)
