"""Who may open a round, name raters, answer and read. Source: MODEL, 'Feedback, coaching, pulse'."""

from datetime import date, timedelta
from uuid import UUID

from registry.feedback.models import Group, Invitation, Round, Share
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.people.models import Role

LEAST_DAYS, USUAL_DAYS, MOST_DAYS = 7, 21, 60
APART_DAYS = 90
DUE_AFTER_DAYS = 182
MOST_LINKS = 20
BY_COLLEAGUE = (Group.UPWARD, Group.PEERS, Group.PARTNERS)
BY_LINK = (Group.PARTNERS, Group.SERVICE_USERS)
BY_LETTER = (*BY_COLLEAGUE, Group.SERVICE_USERS)


def may_open_round(actor: Actor) -> bool:
    """About themselves alone; there is no way to open one about somebody else."""
    return not actor.has(Role.PARTNER)


def is_open(found: Round, today: date) -> bool:
    """Its last day belongs to it."""
    return found.closed_on is None and found.called_off_on is None and today <= found.closes_on


def objections_to_another(today: date, *, has_open: bool, last_closed_on: date | None) -> list[str]:
    """
    last_closed_on   of the round before, when it gave results
    """
    if has_open:
        return ["You have a round open. Let it close first, or call it off."]
    again_on = next_round_on(last_closed_on, today)
    if last_closed_on and again_on > today:
        return [
            f"Your last round closed on {day_words(last_closed_on)}. Wait until {day_words(again_on)}: rounds that "
            "follow closely could show what a single person said."
        ]
    return []


def next_round_on(last_closed_on: date | None, today: date) -> date:
    """The first day on which another may be opened."""
    return max(today, last_closed_on + timedelta(days=APART_DAYS)) if last_closed_on else today


def objections_to_length(closes_on: date, today: date) -> list[str]:
    days = (closes_on - today).days
    if days < LEAST_DAYS:
        return [
            f"Give people at least {LEAST_DAYS} days: choose {day_words(today + timedelta(days=LEAST_DAYS))} or later."
        ]
    if days > MOST_DAYS:
        return [f"Close it by {day_words(today + timedelta(days=MOST_DAYS))}, so that nobody waits too long."]
    return []


def may_name_raters(actor: Actor, found: Round) -> bool:
    return actor.is_person(found.person_id) or is_namer(actor, found)


def is_namer(actor: Actor, found: Round) -> bool:
    """Whether they have accepted to name raters."""
    return actor.is_person(found.namer_id) and found.namer_accepted_on is not None


def may_make_links(actor: Actor, found: Round) -> bool:
    """Never the person it is about: whoever holds a link can answer by it."""
    return is_namer(actor, found)


def may_take_back(actor: Actor, invitation: Invitation) -> bool:
    """Whoever named them; the person themselves and their line manager are asked by the round."""
    return actor.is_person(invitation.named_by_id) and invitation.group in BY_COLLEAGUE


def objections_to_namer(found_person_id: UUID, namer_id: UUID, manager_id: UUID | None) -> list[str]:
    if namer_id == found_person_id:
        return ["Ask somebody else: you name raters anyway."]
    if namer_id == manager_id:
        return ["Ask a colleague: your line manager answers in their own name."]
    return []


def objections_to_rater(found: Round, person_id: UUID, group: Group, *, is_partner: bool, is_asked: bool) -> list[str]:
    """
    is_asked   already, as the line manager is from the beginning
    """
    if person_id == found.person_id:
        return ["This round is about them. They answer as themselves."]
    if is_asked:
        return ["They are asked already. Everybody answers once."]
    if group not in BY_COLLEAGUE:
        return ["Choose one from the list."]
    if is_partner != (group is Group.PARTNERS):
        return [
            "They are of a partner organisation: choose ‘Partners’."
            if is_partner
            else "They are of this organisation. ‘Partners’ are people of another one."
        ]
    return []


def due_before(today: date) -> date:
    """Twice a year: whoever opened a round after this day, or was told after it, is not due."""
    return today - timedelta(days=DUE_AFTER_DAYS)


def is_due(actor: Actor, *, is_manager: bool, last_opened_on: date | None) -> bool:
    """For sponsors and line managers."""
    is_asked = actor.has(Role.SPONSOR) or is_manager
    return is_asked and (last_opened_on is None or last_opened_on <= due_before(actor.today))


def groups_shared(share: Share) -> frozenset[Group]:
    """No group named means all."""
    return frozenset(Group(value) for value in share.groups.split()) or frozenset(Group)
