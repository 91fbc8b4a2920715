"""Who moves an idea, and what beginning and its time for exploring ask for. Source: MODEL, 'Ideas'."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from registry.boundaries.rules.standing import Step
from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing, can_move, may_move
from registry.kit.clock import days_between
from registry.kit.text import count_words, day_words, ended
from registry.people.actors import Actor

START_WITHIN_DAYS = 28
LONGEST_DAYS = 5 * 366
ENDS_SOON_DAYS = 30


class Need(StrEnum):
    """What an idea needs to begin exploring."""

    SPONSOR = "sponsor"
    OUTCOME = "outcome"
    BOUNDARY = "boundary"
    LICENCE = "licence"


@dataclass(frozen=True)
class Readiness:
    """What there is of what beginning needs.

    sponsorship_ends_on   the last day of the accepted sponsorship; None without one
    boundaries            how many are in force
    proposed              how many wait for agreement
    area                  what the claimed area of discretion allows; empty where none is claimed
    area_by               who declared it
    ground                of another organisation, on which it works, in words; empty for none
    unlicensed            why no licence lets it work there today; empty where one does
    beyond_area           why the idea is not inside it, or no longer; each reason in a sentence
    """

    sponsor_name: str
    sponsorship_ends_on: date | None
    outcome: str
    boundaries: int
    proposed: int
    area: str = ""
    area_by: str = ""
    beyond_area: tuple[str, ...] = ()
    ground: str = ""
    unlicensed: str = ""
    is_area_withdrawn: bool = False

    @property
    def has_area(self) -> bool:
        """It may begin under an area of discretion, with nobody's approval."""
        return bool(self.area) and not self.beyond_area


@dataclass(frozen=True)
class Requirement:
    need: Need
    is_met: bool
    sentence: str


def may_begin(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and standing.stage is Stage.REGISTERED


def may_pause(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and can_move(standing, Stage.PAUSED)


def may_resume(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and standing.stage is Stage.PAUSED


def may_sustain(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and can_move(standing, Stage.SUSTAINED)


def may_end(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and standing.is_open and can_move(standing, Stage.ENDED)


def may_reopen(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and standing.stage is Stage.ENDED


def may_change_period(actor: Actor, standing: Standing) -> bool:
    return may_move(actor, standing) and standing.stage is Stage.EXPLORING


def with_outcome(ready: Readiness, outcome: str) -> Readiness:
    return replace(ready, outcome=outcome)


def requirements(ready: Readiness) -> list[Requirement]:
    """What is there and what is missing, in sentences."""
    needs = [_sponsor_requirement(ready), _outcome_requirement(ready), _boundary_requirement(ready)]
    return [*needs, _licence_requirement(ready)] if ready.ground else needs


def objections_to_beginning(ready: Readiness) -> list[str]:
    return [found.sentence for found in requirements(ready) if not found.is_met and found.need is not Need.OUTCOME]


def objections_to_outcome(ready: Readiness) -> dict[str, str]:
    return {} if ready.outcome else {"outcome": "Say in a sentence which outcome this serves."}


def objections_to_lengthening(ready: Readiness, before_on: date, ends_on: date) -> dict[str, str]:
    """A withdrawn area is kept to the end of the exploration that it let begin, and no longer.

    before_on   the present end
    """
    if not ready.is_area_withdrawn or ready.sponsorship_ends_on or ends_on <= before_on:
        return {}
    kept = f"The area of discretion was withdrawn, and this idea keeps it until {day_words(before_on)}."
    return {"ends_on": f"{kept} To go on for longer, ask for sponsorship first."}


def objections_to_period(
    ready: Readiness,
    *,
    starts_on: date,
    ends_on: date,
    is_shorter_wanted: bool,
    today: date,
    exploration_days: int,
) -> dict[str, str]:
    """Beside the fields of a period; both days belong to it."""
    if ends_on < starts_on:
        return {"ends_on": "The end comes before the start. Change one of them."}
    if ends_on <= today:
        return {"ends_on": "Choose an end that lies ahead."}
    if days_between(starts_on, ends_on) > LONGEST_DAYS:
        return {"ends_on": "Choose an end within five years. You can go on from there."}
    least_on = starts_on + timedelta(days=exploration_days - 1)
    if ends_on < least_on and not is_shorter_wanted:
        least = count_words(exploration_days, "day")
        return {
            "ends_on": f"Explore for at least {least}, until {day_words(least_on)} or later."
            " If you wish a shorter time, tick that you do."
        }
    if ready.sponsorship_ends_on and not ready.has_area and ends_on > ready.sponsorship_ends_on:
        return {
            "ends_on": f"The sponsorship by {ready.sponsor_name} lasts until {day_words(ready.sponsorship_ends_on)}."
            " End by then, or ask for longer sponsorship first."
        }
    return {}


def objections_to_start(starts_on: date, today: date) -> dict[str, str]:
    """A period starts about when it is begun."""
    if abs(days_between(today, starts_on)) > START_WITHIN_DAYS:
        return {"starts_on": "Choose a start within four weeks of today."}
    return {}


def objections_to_change(before_on: date, ends_on: date) -> dict[str, str]:
    return {"ends_on": "That is the end already."} if before_on == ends_on else {}


def next_after_pause(steps: Sequence[Step]) -> Stage:
    """Back to where it was."""
    return next(step.stage for step in reversed(steps) if step.stage is not Stage.PAUSED)


def end_after_pause(ends_on: date, paused_on: date, today: date) -> date:
    """Pausing stops the review date."""
    return ends_on + timedelta(days=days_between(paused_on, today))


def period_words(starts_on: date, ends_on: date) -> str:
    return f"{day_words(starts_on)} to {day_words(ends_on)}"


def _sponsor_requirement(ready: Readiness) -> Requirement:
    if ready.has_area:
        return Requirement(Need.SPONSOR, is_met=True, sentence=f"{ready.area_by} declared: You may {ended(ready.area)}")
    if ready.sponsorship_ends_on is None:
        said = " ".join(ready.beyond_area) or "No area of discretion is claimed. Either of the two is enough."
        return Requirement(Need.SPONSOR, is_met=False, sentence=f"No sponsorship is accepted yet. {said}")
    sentence = f"{ready.sponsor_name} sponsors this idea until {day_words(ready.sponsorship_ends_on)}."
    return Requirement(Need.SPONSOR, is_met=True, sentence=sentence)


def _outcome_requirement(ready: Readiness) -> Requirement:
    if not ready.outcome:
        return Requirement(Need.OUTCOME, is_met=False, sentence="No outcome is named yet. You can name it below.")
    return Requirement(Need.OUTCOME, is_met=True, sentence=f"It serves this outcome: {ready.outcome}")


def _boundary_requirement(ready: Readiness) -> Requirement:
    if ready.boundaries:
        sentence = f"It stands under {count_words(ready.boundaries, 'boundary', 'boundaries')}."
        return Requirement(Need.BOUNDARY, is_met=True, sentence=sentence)
    if ready.proposed:
        sentence = "A boundary is proposed. It stands when the sponsor agrees."
        return Requirement(Need.BOUNDARY, is_met=False, sentence=sentence)
    sentence = "No boundary stands yet. Draw at least one: what may not be crossed."
    return Requirement(Need.BOUNDARY, is_met=False, sentence=sentence)


def _licence_requirement(ready: Readiness) -> Requirement:
    if ready.unlicensed:
        return Requirement(Need.LICENCE, is_met=False, sentence=ready.unlicensed)
    return Requirement(
        Need.LICENCE, is_met=True, sentence=f"A licence in force lets it work on the ground of {ready.ground}."
    )
