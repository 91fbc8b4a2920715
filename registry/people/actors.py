"""Who is asking: a person, a guest with a link, or the registry itself for what time does.

Frozen for the length of a request.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from registry.history.models import ActorKind
from registry.kit import clock
from registry.people.models import Organisation, Person, Role


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with what rules need to know of them and of their organisation's settings."""

    kind: ActorKind
    id: UUID | None
    organisation_id: UUID
    name: str
    roles: frozenset[Role]
    organisation_name: str
    reference_prefix: str
    zone: str
    currency: str
    answer_days: int
    exploration_days: int
    partner_id: UUID | None
    history_key: str = field(repr=False)

    def has(self, role: Role) -> bool:
        return role in self.roles

    def is_person(self, person_id: UUID | None) -> bool:
        return self.id is not None and self.id == person_id

    @property
    def person_id(self) -> UUID:
        """The id of an actor who must be a person; the registry itself has none."""
        if self.id is None:
            raise TypeError("the registry itself has no person's id")
        return self.id

    @property
    def today(self) -> date:
        return clock.today(self.zone)


def person_actor(person: Person, roles: frozenset[Role], organisation: Organisation, history_key: str) -> Actor:
    return _actor(ActorKind.PERSON, person.id, person.name, roles, organisation, history_key, person.partner_id)


def registry_actor(organisation: Organisation, history_key: str) -> Actor:
    """The actor of what time or a number does, and of the command line."""
    return _actor(ActorKind.REGISTRY, None, "The registry", frozenset(), organisation, history_key, None)


def the_registry(actor: Actor) -> Actor:
    """The registry itself, in the actor's organisation: it does what follows from what somebody did."""
    nobody: UUID | None = None
    return replace(actor, kind=ActorKind.REGISTRY, id=nobody, name="The registry", roles=frozenset(), partner_id=nobody)


def guest_actor(organisation: Organisation, history_key: str) -> Actor:
    """Somebody without an account, who came by a link and may do only what that link is for."""
    return _actor(ActorKind.GUEST, None, "A guest with a link", frozenset(), organisation, history_key, None)


def _actor(
    kind: ActorKind,
    person_id: UUID | None,
    name: str,
    roles: frozenset[Role],
    organisation: Organisation,
    history_key: str,
    partner_id: UUID | None,
) -> Actor:
    return Actor(
        kind=kind,
        id=person_id,
        organisation_id=organisation.id,
        name=name,
        roles=roles,
        organisation_name=organisation.name,
        reference_prefix=organisation.reference_prefix,
        zone=organisation.zone,
        currency=organisation.currency,
        answer_days=organisation.answer_days,
        exploration_days=organisation.exploration_days,
        partner_id=partner_id,
        history_key=history_key,
    )
