"""The minimum specification of an idea: direction, boundaries, resources, permissions, from every room's rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries.boundaries import BoundaryRow
from registry.frameworks.models import FrameworkVersion, Outcome, VersionOutcome
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.queries.discretion import AreaLine
from registry.ideas.models import DiscretionClaim, Idea, Stage
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.rules.ideas import Standing, reference
from registry.kit.errors import NotFound
from registry.kit.text import count_words
from registry.licences.models import LicenceState
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.licences.queries.licences import LicenceLine
from registry.measures.rules.words import in_unit
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face
from registry.pledges.models import AskState, Kind, PledgeState
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.pledges import PledgeLine
from registry.portfolio.rules import specification as rules
from registry.portfolio.rules.specification import LICENCES_SHOWN, PROMISES_SHOWN, Box, Fit, Missing
from registry.progress.models import ExplorationPeriod
from registry.progress.queries import periods as period_queries

CAME = frozenset({PledgeState.KEPT, PledgeState.PARTLY_KEPT})
LENT = frozenset({LicenceState.IN_FORCE, LicenceState.AHEAD})
LASTS = frozenset({Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED})


@dataclass(frozen=True)
class Bounded:
    """A boundary in force. limit: 'not over 8%, 2 numbers in a row', empty where it is declared."""

    row: BoundaryRow
    limit: str


@dataclass(frozen=True)
class Specification:
    """
    framework     under which it stands, in the version it accepted, as far as the actor may read it
    outcomes      of that version
    served        the one that the idea serves; also one that has ended
    period        for exploring; None once it is how people work now, or has ended
    resources     promises that the team accepted and whose time is not over, without sponsorship
    more          how many of them the sheet has no room for
    sponsorship   the accepted one, where there is one
    claimed       the area of discretion under which it stands
    licences      in force or granted for later, as far as the actor may read them
    """

    idea: Idea
    reference: str
    standing: Standing
    author: Face
    lead: Face | None
    sponsor: Face | None
    period: ExplorationPeriod | None
    framework: FrameworkVersion | None
    outcomes: Sequence[VersionOutcome]
    served: Outcome | None
    boundaries: Sequence[Bounded]
    resources: Sequence[PledgeLine]
    more: int
    sponsorship: PledgeLine | None
    claimed: tuple[DiscretionClaim, AreaLine] | None
    licences: Sequence[LicenceLine]
    missing: Sequence[Missing]

    def missing_in(self, box: str) -> Sequence[Missing]:
        return [each for each in self.missing if each.box == box]

    @property
    def served_besides(self) -> Outcome | None:
        """The outcome it serves where the version it accepted does not name it."""
        is_named = self.idea.outcome_id in {each.outcome_id for each in self.outcomes}
        return None if is_named else self.served

    @property
    def fit(self) -> Fit:
        """By all that its boxes say, about as the sheet says it."""
        lacks = {box: [f"Still missing: {each.sentence}" for each in self.missing_in(box)] for box in Box}
        boundaries = [f"{each.row.sentence} {each.limit} {each.row.framework_name}" for each in self.boundaries]
        said = {
            Box.DIRECTION: self._direction_words(),
            Box.BOUNDARIES: boundaries,
            Box.RESOURCES: self._resource_words(),
            Box.PERMISSIONS: self._permission_words(),
        }
        boxes = [[words for words in (*said[box], *lacks[box]) if words.strip()] for box in Box]
        return rules.fit(self.idea.title, self.idea.why, boxes)

    def _direction_words(self) -> list[str]:
        marked = "the outcome it serves"
        words = [self.idea.better, f"{self.idea.outcome} {'' if self.served else marked}"]
        if self.framework:
            words.append(f"{self.framework.direction} {self.framework.name}")
        if self.served_besides:
            words.append(f"{self.served_besides.sentence} {marked}")
        own = self.idea.outcome_id
        return words + [f"{each.sentence} {marked if each.outcome_id == own else ''}" for each in self.outcomes]

    def _resource_words(self) -> list[str]:
        period = ["From 30 September 2026 until 30 September 2027, protected"] if self.period else []
        more = [count_words(self.more, "more promise")] if self.more else []
        lines = [
            f"{line.amount}: {line.pledge.what}. {line.pledger.name}, {line.partner}, until 30 September 2027"
            for line in self.resources
        ]
        return [*period, *lines, *more]

    def _permission_words(self) -> list[str]:
        words = ["Sponsored by somebody with a name, until 30 September 2027"] if self.sponsorship else []
        if self.claimed:
            claim, line = self.claimed
            found = line.discretion
            words += [f"You may {found.sentence}", claim.sentence, found.other_limits]
            words += [f"Not: {found.excluded}"] if found.excluded else []
            words += [f"{', '.join(line.limits)}, {', '.join(line.places)}", f"{line.declared_by.name} declared it"]
        for lent in self.licences:
            words += [f"{lent.partner_name} lends {lent.licence.place}: {lent.licence.purpose} until 30 September 2027"]
            words += [f"On condition: {condition}" for condition in lent.conditions]
        return words


async def get_specification(session: AsyncSession, actor: Actor, idea: Idea) -> Specification:
    """raises   NotFound while it is a draft, of which nothing is agreed yet"""
    standing = await idea_queries.get_standing(session, idea)
    if not standing.is_public:
        raise NotFound("specification")
    framework = await _accepted_version(session, actor, idea)
    outcomes = await version_queries.list_outcomes_of(session, framework) if framework else []
    boundaries = [
        Bounded(row, _limit_words(row))
        for row in await boundary_queries.list_boundaries(session, actor, idea)
        if row.wording
    ]
    promises = [
        line for line in await pledge_queries.list_pledges_for_idea(session, actor, idea) if _stands(line, actor.today)
    ]
    resources = [line for line in promises if line.pledge.kind is not Kind.SPONSORSHIP]
    sponsorships = [line for line in promises if line.pledge.kind is Kind.SPONSORSHIP]
    asks = await ask_queries.list_asks_for_idea(session, actor, idea)
    period = await period_queries.find_period(session, idea) if standing.stage in LASTS else None
    claimed = await claim_queries.find_area_of(session, actor, idea)
    licences = [
        line for line in await licence_queries.list_licences_for_idea(session, actor, idea) if line.state in LENT
    ]
    footing = await turf_queries.find_footing(session, actor, idea)
    faces = await people_queries.list_faces(session, actor, [idea.author_id, standing.lead_id, standing.sponsor_id])
    lead_id = standing.lead_id if standing.has_lead else None
    return Specification(
        idea=idea,
        reference=reference(actor.reference_prefix, idea.reference_number or 0),
        standing=standing,
        author=faces[idea.author_id],
        lead=faces.get(lead_id) if lead_id else None,
        sponsor=faces.get(standing.sponsor_id) if standing.sponsor_id else None,
        period=period,
        framework=framework,
        outcomes=outcomes,
        served=await framework_queries.find_outcome(session, actor.organisation_id, idea.outcome_id),
        boundaries=boundaries,
        resources=resources[:PROMISES_SHOWN],
        more=max(0, len(resources) - PROMISES_SHOWN),
        sponsorship=sponsorships[0] if sponsorships else None,
        claimed=claimed,
        licences=licences[:LICENCES_SHOWN],
        missing=rules.list_missing(
            stage=standing.stage,
            names_outcome=bool(idea.outcome or idea.outcome_id),
            boundaries=len(boundaries),
            without_measure=sum(each.row.is_measured and each.row.measure is None for each in boundaries),
            promises=len(resources),
            open_asks=sum(line.state is AskState.OPEN for line in asks if line.ask.kind is not Kind.SPONSORSHIP),
            has_permission=bool(claimed or sponsorships),
            ground=footing.objection if footing else "",
            has_period=period is not None or standing.stage not in LASTS,
        ),
    )


async def _accepted_version(session: AsyncSession, actor: Actor, idea: Idea) -> FrameworkVersion | None:
    place = await place_queries.find_place_in_framework(session, idea)
    if place is None or await place_queries.find_framework_of(session, actor, idea) is None:
        return None
    version, _ = await version_queries.get_version(session, actor, place.version_id)
    return version


def _stands(line: PledgeLine, today: date) -> bool:
    """Accepted, and not over; also where all of it came already."""
    is_over = line.pledge.ends_on is not None and line.pledge.ends_on < today
    return line.state is PledgeState.ACCEPTED or (line.state in CAME and not is_over)


def _limit_words(row: BoundaryRow) -> str:
    terms = row.terms
    if terms is None:
        return ""
    limit = in_unit(terms.limit_value, row.measure.unit if row.measure else "")
    in_a_row = f", {terms.points_in_a_row} numbers in a row" if terms.points_in_a_row > 1 else ""
    return f"{terms.comparison.label} {limit}{in_a_row}".capitalize()
