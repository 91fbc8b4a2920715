"""Whether an idea works on ground that a licence in force covers. Source: MODEL, 'Ideas' and 'Licences'."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing, is_lead
from registry.kit.text import day_words
from registry.licences.models import Licence, LicenceState
from registry.licences.rules.licences import state_words
from registry.people.actors import Actor

WORKING_STAGES = (Stage.EXPLORING, Stage.SUSTAINED)
BETWEEN_PLACES = re.compile(r",|;|\n|\band\b|&", re.IGNORECASE)


@dataclass(frozen=True)
class Ground:
    """The ground on which an idea works."""

    partner_id: UUID
    partner_name: str
    place: str

    @property
    def words(self) -> str:
        """Four Elms care homes (Rosehill)."""
        return f"{self.partner_name} ({self.place})"


def may_name_turf(actor: Actor, standing: Standing) -> bool:
    return is_lead(actor, standing) and standing.is_open


def objections_to_turf(partner_id: UUID | None, place: str) -> dict[str, str]:
    if partner_id and not place:
        return {"place": "Say where on their ground, as people call the place."}
    if place and not partner_id:
        return {"partner_id": "Choose whose ground it is, or leave the place empty."}
    return {}


def covers_place(licensed: str, worked: str) -> bool:
    """Whether every place that the idea names stands in the licence, however either is spelt out.

    Letters' case and accents, spaces, hyphens, apostrophes, full stops and 'the' make no difference.
    """
    allowed = _even(licensed)
    return all(f" {part} " in f" {allowed} " for part in (_even(each) for each in BETWEEN_PLACES.split(worked)) if part)


def covers(licence: Licence, state: LicenceState, ground: Ground) -> bool:
    is_theirs = licence.partner_id == ground.partner_id and state is LicenceState.IN_FORCE
    return is_theirs and covers_place(licence.place, ground.place)


def objection_to_ground(ground: Ground, licences: Sequence[tuple[Licence, LicenceState]], today: date) -> str:
    """Why no licence lets an idea work there today, in a sentence; empty where one does.

    licences   of the idea, the newest first
    """
    theirs = [(licence, state) for licence, state in licences if licence.partner_id == ground.partner_id]
    if any(covers(licence, state, ground) for licence, state in theirs):
        return ""
    there = ground.words
    for licence, state in theirs:
        if state is LicenceState.IN_FORCE:
            return f"It works on the ground of {there}, and the licence in force is for another place: {licence.place}."
    for licence, state in theirs:
        if state is LicenceState.AHEAD:
            return f"The licence of {there} begins on {day_words(licence.starts_on)}."
    if theirs and theirs[0][1] is LicenceState.REQUESTED:
        return f"{ground.partner_name} has not answered the request for a licence yet."
    if theirs:
        licence, state = theirs[0]
        was = state_words(licence, state, today)
        return f"No licence of {there} is in force. The last one: {was[0].lower()}{was[1:]}."
    return f"It works on the ground of {there}, and no licence is asked for yet."


def _even(words: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    parts = re.sub(r"[^\w]+", " ", re.sub(r"[’‘'`´.]", "", plain)).casefold().split()
    return " ".join(part for part in parts if part != "the")
