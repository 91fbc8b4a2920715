from registry.people.actors import Actor
from registry.people.models import Person, Role


def may_administer(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR)


def may_change_settings(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR)


def may_read_profiles(actor: Actor) -> bool:
    """Colleagues do; a partner's people read what is shared with them alone."""
    return not actor.has(Role.PARTNER)


def may_read_aspirations(actor: Actor, person: Person, *, is_for_manager: bool) -> bool:
    """Whatever other roles somebody has. Source: MODEL, 'Who sees and does what'."""
    return actor.is_person(person.id) or (is_for_manager and actor.is_person(person.manager_id))


def objections_to_roles(roles: set[Role], person: Person) -> dict[str, str]:
    """A partner's person speaks for the partner alone, so that nobody stands on both sides of a promise."""
    if Role.PARTNER in roles and not person.partner_id:
        return {"roles": "Say first which partner organisation this person belongs to."}
    if Role.PARTNER in roles and len(roles) > 1:
        return {"roles": "A partner's person can have no other role, because they speak for the partner."}
    if person.partner_id and roles - {Role.PARTNER}:
        return {"roles": "This person belongs to a partner organisation, so 'Partner' is the only role they can have."}
    return {}


def objections_to_ending_administration(roles: set[Role], person: Person, administrators: int, had: bool) -> list[str]:
    """An organisation keeps at least one administrator."""
    if had and Role.ADMINISTRATOR not in roles and administrators <= 1:
        return [f"{person.name} is the only administrator. Give someone else that role first."]
    return []
