"""Who may promise what to whom, who answers, and what a promise must say.

Nobody answers, sponsors or confirms where they stand on both sides.
"""

from datetime import date, timedelta
from uuid import UUID

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing, is_lead, is_member
from registry.kit.text import count_words
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.pledges.models import Ask, Kind, Pledge, PledgeState, Side, Unit, Verdict
from registry.pledges.rules.arrows import Act, can
from registry.pledges.rules.states import NOTICE_DAYS, Came

ONES_OWN = frozenset({Kind.TIME, Kind.SKILLS, Kind.INTRODUCTION})
DONE_IN_A_MOMENT = frozenset({Kind.BARRIER, Kind.INTRODUCTION})
REPLY_DAYS = 14
LONGEST_DAYS = 5 * 366


def usual_side(actor: Actor, kind: Kind) -> Side:
    """For whom this person promises when they do not say."""
    if actor.partner_id:
        return Side.PARTNER
    if actor.has(Role.SPONSOR) and kind is not Kind.LINE_MANAGER:
        return Side.ORGANISATION
    return Side.SELF


def kinds_to_offer(actor: Actor, standing: Standing, *, manages_someone: bool) -> list[Kind]:
    """
    manages_someone   whether somebody in the team names the actor as their line manager
    """
    kinds = [kind for kind in Kind if may_promise(actor, standing, kind, usual_side(actor, kind))]
    return [kind for kind in kinds if kind is not Kind.LINE_MANAGER or manages_someone]


def may_promise(actor: Actor, standing: Standing, kind: Kind, side: Side) -> bool:
    """Anyone their own time, skills or an introduction; sponsors anything for the organisation; a partner's person
    for the partner. The lead answers offers and so makes none."""
    if actor.id is None or not standing.is_open:
        return False
    if kind is Kind.LINE_MANAGER:
        return side is Side.SELF and not actor.partner_id
    if is_lead(actor, standing):
        return False
    if side is Side.ORGANISATION:
        return actor.has(Role.SPONSOR) and not is_member(actor, standing)
    if side is Side.PARTNER:
        return actor.partner_id is not None and kind is not Kind.SPONSORSHIP
    return not actor.partner_id and kind in ONES_OWN


def may_make_pledge(actor: Actor, standing: Standing, kind: Kind, side: Side, helped: Person | None = None) -> bool:
    """As `may_promise`; and line-manager support only by the line manager of the person named, who is in the team."""
    if not may_promise(actor, standing, kind, side):
        return False
    if kind is not Kind.LINE_MANAGER or helped is None:
        return True
    return actor.is_person(helped.manager_id) and helped.id in standing.member_ids and not actor.is_person(helped.id)


def who_may_pledge(actor: Actor, standing: Standing, kind: Kind) -> str:
    """The sentence for somebody who may not."""
    if not standing.is_open:
        return "This idea takes no offers now: it is not registered, or it has ended."
    if kind is Kind.LINE_MANAGER:
        return "Line-manager support is promised by the line manager of the person it names, who is in the team."
    if is_lead(actor, standing):
        return "You lead this idea and answer its offers, so you cannot make one."
    if actor.has(Role.SPONSOR) and is_member(actor, standing):
        return "You are in this team. Another sponsor promises for the organisation."
    if actor.partner_id:
        return "You promise for your partner organisation. A sponsor must be an executive here."
    return "You may promise your own time, skills or an introduction. Sponsors promise more, for the organisation."


def is_answer(actor: Actor, standing: Standing) -> bool:
    """The organisation answers through a sponsor from outside the team."""
    return actor.has(Role.SPONSOR) and not is_member(actor, standing)


def objections_to_pledge(  # noqa: PLR0912 - one sentence a rule, in the order of the form
    standing: Standing,
    ask: Ask | None,
    *,
    kind: Kind,
    quantity_minor: int | None,
    starts_on: date,
    ends_on: date,
    reply_by_on: date,
    helped_person_id: UUID | None,
    today: date,
    exploration_days: int,
) -> dict[str, str]:
    """Sentences beside the fields of an offer; '' holds what concerns the whole."""
    found: dict[str, str] = {}
    if not standing.is_open:
        found[""] = "This idea takes no offers now: it is not registered, or it has ended."
    if kind.unit is not Unit.NONE and quantity_minor is None:
        found["quantity"] = "Say how much you promise."
    if kind.unit is Unit.NONE and quantity_minor is not None:
        found["quantity"] = f"{kind.label} has no amount. Leave this empty."
    if kind is Kind.LINE_MANAGER and helped_person_id is None:
        found["helped_person_id"] = "Choose the person whom you will support."
    if kind is not Kind.LINE_MANAGER and helped_person_id is not None:
        found["helped_person_id"] = "Only line-manager support names a person. Leave this empty."
    if starts_on < today:
        found["starts_on"] = "Start today or later."
    if ends_on < starts_on:
        found["ends_on"] = "The last day comes before the first. Change one of them."
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        found["ends_on"] = "Promise at most five years. You can promise again then."
    elif kind is Kind.SPONSORSHIP and (ends_on - starts_on).days + 1 < exploration_days:
        found["ends_on"] = (
            f"Sponsorship lasts at least {count_words(exploration_days, 'day')}, so that the team can explore."
        )
    if reply_by_on < today:
        found["reply_by_on"] = "Give the team until today or later to answer."
    elif reply_by_on > ends_on and "ends_on" not in found:
        found["reply_by_on"] = "Ask for an answer before the promise ends."
    if kind is Kind.SPONSORSHIP and standing.sponsor_id:
        found["kind"] = "This idea has a sponsor. Another can follow when that sponsorship has ended."
    if ask is not None:
        found |= _objections_to_answering(ask, standing, kind)
    return found


def _objections_to_answering(ask: Ask, standing: Standing, kind: Kind) -> dict[str, str]:
    if ask.idea_id != standing.idea_id:
        return {"ask_id": "That was asked for another idea."}
    if ask.withdrawn_at:
        return {"ask_id": "The team needs this no longer. You can still offer it without naming the ask."}
    if ask.kind is not kind:
        return {"kind": f"The team asks for something of the kind '{ask.kind.label}'. Offer that, or name no ask."}
    return {}


def usual_reply_by_on(ends_on: date, today: date) -> date:
    """Until when an offer stands open when the pledger does not say: 14 days, never past the promise's own end."""
    return max(today, min(today + timedelta(days=REPLY_DAYS), ends_on))


def may_see_pledge(actor: Actor, pledge: Pledge) -> bool:
    """Beyond those who see the idea: who promised it, and the partner for whom it was promised."""
    is_partners = actor.partner_id is not None and actor.partner_id == pledge.partner_id
    return actor.is_person(pledge.pledger_id) or is_partners


def may_answer_pledge(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """The lead accepts or declines, or the one person whom line-manager support names; never who promised it."""
    if actor.is_person(pledge.pledger_id):
        return False
    if pledge.kind is Kind.LINE_MANAGER:
        return actor.is_person(pledge.helped_person_id)
    return is_lead(actor, standing)


def can_answer_pledge(state: PledgeState) -> bool:
    return can(Act.ACCEPT, state)


def objections_to_accepting(standing: Standing, pledge: Pledge) -> list[str]:
    if not standing.is_open:
        return ["This idea has ended, so no offer can be accepted."]
    if pledge.kind is Kind.SPONSORSHIP and standing.sponsor_id:
        return ["This idea has a sponsor already, and has one at a time."]
    if pledge.kind is Kind.SPONSORSHIP and pledge.pledger_id in standing.member_ids:
        return ["Whoever offered this is in the team now, and nobody sponsors their own work."]
    return []


def may_withdraw_pledge(actor: Actor, pledge: Pledge) -> bool:
    """Who promised it, with a reason that all can read."""
    return actor.is_person(pledge.pledger_id)


def can_withdraw_pledge(pledge: Pledge, state: PledgeState) -> bool:
    return can(Act.WITHDRAW, state) and pledge.withdrawn_at is None


def withdrawal_effective_on(pledge: Pledge, today: date) -> date:
    """The last day on which it still holds: an offer none, what was accepted 28 days more."""
    return today if pledge.accepted_at is None else today + timedelta(days=NOTICE_DAYS)


def may_agree_to_withdrawal(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """Whoever accepted the promise may let it end sooner than after 28 days."""
    return may_answer_pledge(actor, standing, pledge)


def can_agree_to_withdrawal(pledge: Pledge, state: PledgeState, today: date) -> bool:
    """A part cut off a weekly promise begins only when its notice is over, so there is nothing to shorten."""
    effective_on = pledge.withdrawal_effective_on
    return can(Act.AGREE, state) and effective_on is not None and today < effective_on >= pledge.starts_on


def objections_to_agreeing(pledge: Pledge, effective_on: date, today: date) -> dict[str, str]:
    if effective_on < today:
        return {"effective_on": "Choose today or later."}
    if pledge.withdrawal_effective_on and effective_on > pledge.withdrawal_effective_on:
        return {"effective_on": "Choose a day before the notice ends by itself."}
    return {}


def may_release_pledge(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """The lead needs it no longer."""
    return may_answer_pledge(actor, standing, pledge)


def can_release_pledge(state: PledgeState) -> bool:
    return can(Act.RELEASE, state)


def can_reduce_pledge(pledge: Pledge, state: PledgeState) -> bool:
    return can(Act.REDUCE, state) and pledge.quantity_minor is not None and pledge.withdrawn_at is None


def objections_to_reduction(pledge: Pledge, came: Came, quantity_minor: int, cut_on: date) -> dict[str, str]:
    """
    cut_on   the last day on which the whole still holds
    """
    if pledge.quantity_minor is None or quantity_minor >= pledge.quantity_minor:
        return {"quantity": "Write less than what you promised."}
    if not pledge.is_each_week and quantity_minor < came.confirmed_minor + came.pending_minor:
        return {"quantity": "More than this has come already."}
    if pledge.is_each_week and cut_on >= pledge.ends_on:
        return {"quantity": "Less takes effect after 28 days, and the promise ends before that."}
    return {}


def reduction_cuts_on(pledge: Pledge, today: date) -> date:
    """The last day of the whole of a weekly promise: the end of the week in which the notice of 28 days ends.

    For a promise that begins later it is the day before the beginning: the whole never holds.
    """
    notice_ends_on = today + timedelta(days=NOTICE_DAYS)
    if notice_ends_on < pledge.starts_on:
        return pledge.starts_on - timedelta(days=1)
    weeks = (notice_ends_on - pledge.starts_on).days // 7 + 1
    return pledge.starts_on + timedelta(days=7 * weeks - 1)


def may_give_verdict(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """The team says whether a promise without a quantity was kept; never who promised it."""
    return is_member(actor, standing) and not actor.is_person(pledge.pledger_id)


def can_give_verdict(pledge: Pledge, state: PledgeState, came: Came, today: date) -> bool:
    """When its time is over, or once something done in a moment has come."""
    if pledge.quantity_minor is not None or not can(Act.JUDGE, state):
        return False
    return today > pledge.ends_on or (pledge.kind in DONE_IN_A_MOMENT and came.confirmed_count > 0)


def verdict_words(verdict: Verdict) -> str:
    return PledgeState(verdict.value).label.lower()


def may_say_not_now(actor: Actor, standing: Standing) -> bool:
    """A sponsor from outside the team."""
    return is_answer(actor, standing)


def can_say_not_now(standing: Standing) -> bool:
    return standing.stage is Stage.REGISTERED


def objections_to_not_now(look_again_on: date, today: date) -> dict[str, str]:
    if look_again_on <= today:
        return {"look_again_on": "Choose a day after today."}
    if (look_again_on - today).days > 366:
        return {"look_again_on": "Choose a day within a year, so that the idea is not forgotten."}
    return {}
