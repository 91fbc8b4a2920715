"""Who draws a boundary, who agrees to it, and which words and terms can be put to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from registry.boundaries.models import ANSWER_DAYS, Boundary, BoundaryKind, BoundaryWording, Comparison, Watch
from registry.boundaries.rules.watching import Terms, is_beyond, terms_of
from registry.ideas.rules.ideas import Standing, is_lead
from registry.kit.text import count_words
from registry.measures.models import Measure
from registry.measures.rules.words import number_words, value_words
from registry.people.actors import Actor

BOUNDARIES_AT_MOST = 7
POINTS_AT_MOST = 12
ANSWER_DAYS_AT_MOST = 366


@dataclass(frozen=True)
class Owner:
    """Whose a boundary is: an idea's, or a framework's with its present stewards, the first one first."""

    idea: Standing | None = None
    steward_ids: Sequence[UUID] = ()

    @property
    def noun(self) -> str:
        return "idea" if self.idea else "framework"


def may_draw(actor: Actor, standing: Standing) -> bool:
    """A boundary is drawn by the lead; the sponsor, where there is one, agrees."""
    return is_lead(actor, standing) and standing.is_open


def may_redraw(actor: Actor, owner: Owner) -> bool:
    """The boundary's owner: the idea's lead, or a steward of the framework."""
    return may_draw(actor, owner.idea) if owner.idea else actor.id in owner.steward_ids


def may_publish(actor: Actor, steward_ids: Sequence[UUID]) -> bool:
    """Its stewards prepare and publish a framework's versions."""
    return actor.id in steward_ids


def needs_agreement(standing: Standing) -> bool:
    return standing.sponsor_id is not None


def agrees(actor: Actor, standing: Standing) -> bool:
    """The sponsor agrees; when the sponsor is lost meanwhile, the lead alone."""
    return actor.is_person(standing.sponsor_id) if needs_agreement(standing) else is_lead(actor, standing)


def may_agree(actor: Actor, standing: Standing, wording: BoundaryWording) -> bool:
    return agrees(actor, standing) and standing.is_open and wording.is_open


def may_set_aside(actor: Actor, standing: Standing, wording: BoundaryWording) -> bool:
    """The sponsor does not agree, or the lead takes a proposal back."""
    return (is_lead(actor, standing) or agrees(actor, standing)) and wording.is_open


def objections_to_drawing(count: int, noun: str = "idea") -> list[str]:
    """
    count   those in force and those proposed, of the idea or the framework
    """
    if count >= BOUNDARIES_AT_MOST:
        whose = "An idea" if noun == "idea" else "A framework"
        return [f"{whose} has at most {BOUNDARIES_AT_MOST} boundaries. Fewer are better kept."]
    return []


def objections_to_words(sentence: str, *, can_be_proposed: bool = False) -> dict[str, str]:
    """
    can_be_proposed   from the terms and the measure that tells
    """
    return {} if sentence or can_be_proposed else {"sentence": "Write what may not happen."}


def objections_to_old_words(sentence: str, terms: Terms | None, in_force: BoundaryWording) -> dict[str, str]:
    """A limit that moves may not leave a sentence behind that still says the old one."""
    before = terms_of(in_force)
    if terms is None or before is None or terms.limit_value == before.limit_value or sentence != in_force.sentence:
        return {}
    said = number_words(before.limit_value)
    if not re.search(rf"(?<![\d.]){re.escape(said)}(?![\d]|\.\d)", sentence):
        return {}
    return {"sentence": f"These words still say {said}. Write the new limit, or leave them empty."}


def objections_to_terms(
    comparison: Comparison | None, limit_value: Decimal | None, margin: Decimal | None
) -> dict[str, str]:
    """What numbers are asked for must be said."""
    objections = {}
    if comparison is None:
        objections["comparison"] = "Choose on which side of the limit it is kept."
    if limit_value is None:
        objections["limit_value"] = "Write the limit, as a number."
    if margin is not None and margin <= 0:
        objections["margin"] = "Write more than 0, or leave it empty."
    return objections


def objections_to_measure(measure: Measure | None, boundary: Boundary) -> dict[str, str]:
    """Whether a measure may tell for a boundary: one of the same idea or framework, and still counted."""
    if measure is None:
        return {"measure_id": "Choose the measure that tells."} if boundary.idea_id else {}
    if measure.closed_at or (measure.idea_id, measure.framework_id) != (boundary.idea_id, boundary.framework_id):
        whose = "idea" if boundary.idea_id else "framework"
        return {"measure_id": f"Choose a measure of this {whose} that is still counted."}
    return {}


def may_choose_measure(actor: Actor, standing: Standing, boundary: Boundary) -> bool:
    """Of a framework's boundary that has no measure for all ideas: the lead says which of the idea's own tells."""
    is_each_ideas = boundary.framework_id is not None and boundary.measure_id is None
    return is_each_ideas and boundary.kind is BoundaryKind.MEASURED and may_draw(actor, standing)


def objections_to_choosing(watch: Watch, *, has_open_crossing: bool) -> list[str]:
    if watch.ended_at:
        return ["Another measure tells already, or the idea has left the framework."]
    return ["This boundary was crossed. Answer that first."] if has_open_crossing else []


def objections_to_choice(measure: Measure, watch: Watch) -> dict[str, str]:
    if measure.closed_at or measure.idea_id != watch.idea_id:
        return {"measure_id": "Choose a measure of this idea that is still counted."}
    return {"measure_id": "This measure tells already."} if measure.id == watch.measure_id else {}


def objections_to_narrowing(
    terms: Terms, measure: Measure, wider: Terms | None, wider_measure: Measure | None
) -> dict[str, str]:
    """An idea's own boundary may narrow a framework's, never widen it.

    wider           the framework's terms in force; None where it is not one of numbers that the idea stands under
    wider_measure   that tells for it: the framework's own, or the one that the idea chose
    """
    if wider is None or wider_measure is None:
        return {"narrows_id": "Choose a boundary of your framework that numbers watch already."}
    if wider_measure.idea_id and wider_measure.id != measure.id:
        return {"measure_id": f"Choose ‘{wider_measure.name}’: it tells for the boundary that you narrow."}
    if wider_measure.unit != measure.unit:
        return {"measure_id": f"Choose a measure that counts in {wider_measure.unit}, as the wider boundary does."}
    if terms.comparison is not wider.comparison:
        return {"comparison": f"The boundary that you narrow says ‘{wider.comparison.label}’."}
    if is_beyond(wider, terms.limit_value):
        limit = value_words(wider_measure, wider.limit_value)
        return {"limit_value": f"The framework’s limit is {limit}. Yours may be stricter, not wider."}
    if terms.points_in_a_row > wider.points_in_a_row:
        return {"points_in_a_row": f"The framework says {wider.points_in_a_row}. More in a row would be wider."}
    if (terms.limit_value, terms.points_in_a_row) == (wider.limit_value, wider.points_in_a_row):
        return {"limit_value": "That is the framework’s boundary itself. It holds already."}
    return {}


def is_wider(terms: Terms, wider: Terms) -> bool:
    """Whether terms that narrowed others would let more through than these; what stands is told then, not changed."""
    if terms.comparison is not wider.comparison:
        return True
    return is_beyond(wider, terms.limit_value) or terms.points_in_a_row > wider.points_in_a_row


def why_no_longer_narrower(terms: Terms, measure: Measure, wider: Terms, wider_measure: Measure | None) -> str:
    """Of a boundary that narrowed another when it was drawn; empty while it does."""
    if wider_measure and wider_measure.unit != measure.unit:
        return (
            f"The framework’s boundary counts in {wider_measure.unit} now and this one in {measure.unit}: "
            "neither narrows the other, and both hold."
        )
    if is_wider(terms, wider):
        return "The framework’s boundary is stricter than this one now, and holds as well."
    return ""


def sentence_for(measure: Measure, terms: Terms) -> str:
    """The sentence proposed where none is written: 'Checks declined: not over 10% twice in a row'."""
    limit = f"{terms.comparison.label} {value_words(measure, terms.limit_value)}"
    return f"{measure.name}: {limit}{_in_a_row(terms.points_in_a_row)}"


def terms_words(terms: Terms, measure: Measure | None) -> str:
    """What is watched, in words: Not over 10%; near from 9% on; crossed by 2 numbers in a row."""
    said = value_words(measure, terms.limit_value) if measure else f"{terms.limit_value:f}"
    parts = [f"{terms.comparison.label.capitalize()} {said}"]
    if terms.margin is not None:
        over = terms.comparison is Comparison.NOT_OVER
        edge = terms.limit_value - terms.margin if over else terms.limit_value + terms.margin
        near = value_words(measure, edge) if measure else f"{edge:f}"
        parts.append(f"near from {near} {'on' if over else 'down'}")
    parts.append(
        f"crossed by {count_words(terms.points_in_a_row, 'number')}{' in a row' * (terms.points_in_a_row > 1)}"
    )
    return "; ".join(parts)


def asked_words(wording: BoundaryWording, measure: Measure | None) -> str:
    """What is asked for by a wording beside its sentence: of numbers, or how often the team answers."""
    terms = terms_of(wording)
    return terms_words(terms, measure) if terms else _days_words(wording)


def versioned_words(wording: BoundaryWording, measure: Measure | None) -> str:
    """The sentence, with what is asked beside it where that is not what is always asked."""
    is_usual = terms_of(wording) is None and wording.answer_days in {None, ANSWER_DAYS}
    return wording.sentence if is_usual else f"{wording.sentence} ({asked_words(wording, measure)})"


def told_apart(before: BoundaryWording, after: BoundaryWording) -> tuple[str, str]:
    """The sentences of two versions; with what each asks where they would not differ, or the days do."""
    if before.sentence != after.sentence and before.answer_days == after.answer_days:
        return before.sentence, after.sentence
    was, became = (f"{wording.sentence} ({asked_words(wording, None)})" for wording in (before, after))
    return was, became


def days_from_now_on(boundary: Boundary, asked: int | None, in_force: BoundaryWording | None) -> int | None:
    """For how many days an answer to new words tells; None of a measured boundary."""
    if boundary.kind is BoundaryKind.MEASURED:
        return None
    return asked or (in_force.answer_days if in_force else None) or ANSWER_DAYS


def objections_to_redrawing(
    sentence: str,
    terms: Terms | None,
    answer_days: int | None,
    in_force: BoundaryWording | None,
    wordings: Sequence[BoundaryWording],
    *,
    has_open_crossing: bool,
) -> list[str]:
    """Whether new words may be put to a boundary now; redrawing as the answer to a crossing comes another way."""
    if has_open_crossing:
        return ["This boundary was crossed. Answer that first: redrawing it can be the answer."]
    return objections_to_wording(sentence, terms, answer_days, in_force, wordings)


def objections_to_wording(
    sentence: str,
    terms: Terms | None,
    answer_days: int | None,
    in_force: BoundaryWording | None,
    wordings: Sequence[BoundaryWording],
) -> list[str]:
    if in_force is None:
        return ["This boundary does not stand yet. Draw another one instead."]
    if any(wording.is_open for wording in wordings):
        return ["A new wording waits for an answer already. Take it back to propose another."]
    if (sentence, terms, answer_days) == (in_force.sentence, terms_of(in_force), in_force.answer_days):
        return ["The new words are those that stand already."]
    return []


def _days_words(wording: BoundaryWording) -> str:
    return f"An answer tells for {count_words(wording.answer_days or ANSWER_DAYS, 'day')}"


def _in_a_row(points: int) -> str:
    return ["", " twice in a row"][points - 1] if points < 3 else f" {points} times in a row"
