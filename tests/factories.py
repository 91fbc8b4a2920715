"""One plain function a thing, valid by default, so that a test says only what it is about.

They go through the rooms' verbs.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import drawing, joining, publishing
from registry.boundaries.models import Boundary
from registry.boundaries.schemas import BoundaryIn, PublishingIn
from registry.frameworks.actions import discretion as discretion_actions
from registry.frameworks.actions import frameworks as framework_actions
from registry.frameworks.models import Discretion, Framework, FrameworkVersion, Subsystem
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.schemas import DiscretionIn, OpeningIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import DiscretionClaim, Idea
from registry.ideas.schemas import ClaimIn, DraftIn, IdeaIn
from registry.licences.actions import decisions as decision_actions
from registry.licences.actions import licences as licence_actions
from registry.licences.actions import turf as turf_actions
from registry.licences.models import Licence
from registry.licences.schemas import DecisionIn, LicenceIn, TurfIn
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as observation_actions
from registry.measures.models import Interval, Measure, MeasureKind
from registry.measures.schemas import MeasureIn, ObservationIn
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind, Pledge
from registry.pledges.schemas import PledgeIn
from registry.progress.actions import discretion as claim_actions
from registry.progress.actions import stages as progress_actions
from registry.progress.schemas import BeginIn
from registry.spc.series import Direction
from registry.stories.actions import checking as checking_actions
from registry.stories.actions import links as telling_link_actions
from registry.stories.actions import telling as telling_actions
from registry.stories.models import Story, TellingLink
from registry.stories.queries import links as telling_link_queries
from registry.stories.queries.links import Opened
from registry.stories.rules import Reader
from registry.stories.schemas import StoryIn, TellingLinkIn, WrittenDownIn
from tests.cast import HISTORY_KEY, KEYS


async def make_draft(session: AsyncSession, author: Actor, **given: Any) -> Idea:
    return await idea_actions.save_draft(session, author, None, DraftIn(**({"title": "Twelve weeks"} | given)))


async def make_idea(session: AsyncSession, author: Actor, **given: Any) -> Idea:
    """A registered idea that its author leads."""
    said = {
        "title": "Twelve weeks to an answer",
        "better": "Families hear within twelve weeks whether their child has ADHD.",
        "why": "I meet them in school meetings with nothing to tell them.",
    }
    return await idea_actions.register_idea(session, author, None, IdeaIn(**(said | given)))


async def make_boundary(
    session: AsyncSession, lead: Actor, idea: Idea, sentence: str = "No child seen for under 90 minutes"
) -> Boundary:
    """In force when the idea has no sponsor, otherwise proposed."""
    return await drawing.draw_boundary(session, lead, idea, BoundaryIn(sentence=sentence))


async def make_sponsorship(session: AsyncSession, sponsor: Actor, lead: Actor, idea: Idea, until_on: date) -> Pledge:
    """Offered by the sponsor and accepted by the lead."""
    form = PledgeIn(
        kind=Kind.SPONSORSHIP, what="Clears barriers within five days", starts_on=lead.today, ends_on=until_on
    )
    pledge = await pledge_actions.make_pledge(session, sponsor, idea, form)
    await pledge_actions.accept_pledge(session, lead, pledge)
    return pledge


async def make_exploring_idea(session: AsyncSession, lead: Actor, sponsor: Actor, **given: Any) -> Idea:
    """Sponsored for 180 days, under one boundary, explored for 90."""
    idea = await make_idea(session, lead, **({"outcome": "An answer within twelve weeks"} | given))
    await make_boundary(session, lead, idea)
    await make_sponsorship(session, sponsor, lead, idea, lead.today + timedelta(days=180))
    form = BeginIn(starts_on=lead.today, ends_on=lead.today + timedelta(days=90))
    await progress_actions.begin_exploring(session, lead, idea, form)
    return idea


MEASURE = {
    "name": "Minutes from door to first dose",
    "kind": MeasureKind.OUTCOME,
    "unit": "minutes",
    "direction": Direction.DECREASE,
    "interval": Interval.WEEK,
}


async def make_measure(session: AsyncSession, member: Actor, idea: Idea, **given: Any) -> Measure:
    """Weekly minutes of an idea, the fewer the better, without numbers."""
    return await measure_actions.add_measure_to_idea(session, member, idea, MeasureIn(**(MEASURE | given)))


async def make_numbers(
    session: AsyncSession,
    member: Actor,
    measure: Measure,
    values: Sequence[float | None],
    *,
    until_on: date | None = None,
) -> list[date]:
    """One number after another, as far apart as the measure is counted, the last of them today or on a day given.

    values    None for a gap; of a measure of counts, how many of a hundred
    returns   the dates
    """
    step = timedelta(days=measure.interval.days or 28)
    last = until_on or member.today
    days = [last - step * after for after in reversed(range(len(values)))]
    rows = [_observation(measure, day, value) for day, value in zip(days, values, strict=True)]
    await observation_actions.record_observations(session, member, measure, rows)
    return days


def _observation(measure: Measure, day: date, value: float | None) -> ObservationIn:
    if value is None:
        return ObservationIn(measured_on=day, is_gap=True)
    said = Decimal(str(value))
    if measure.per is None:
        return ObservationIn(measured_on=day, value=said)
    return ObservationIn(measured_on=day, numerator=said, denominator=Decimal(100))


async def make_discretion(session: AsyncSession, board: Actor, **given: Any) -> Discretion:
    """Up to £2,000 and 40 hours, everywhere, for a year."""
    said = {
        "sentence": "change how your ward works, if you lead it",
        "money_limit": 2000,
        "time_limit": 40,
        "starts_on": board.today,
        "ends_on": board.today + timedelta(days=365),
    }
    return await discretion_actions.declare_discretion(session, board, DiscretionIn(**(said | given)))


async def make_claim(session: AsyncSession, lead: Actor, idea: Idea, found: Discretion) -> DiscretionClaim:
    form = ClaimIn(discretion_id=found.id, sentence="It costs nothing and stays on my ward.")
    return await claim_actions.claim_discretion(session, lead, idea, form)


async def make_turf(session: AsyncSession, lead: Actor, idea: Idea, partner_id: UUID, place: str = "Rosehill") -> None:
    await turf_actions.name_turf(session, lead, idea, TurfIn(partner_id=partner_id, place=place))


async def make_licence(session: AsyncSession, lead: Actor, idea: Idea, partner_id: UUID, **given: Any) -> Licence:
    """Asked for, on ground that the idea is then said to work on."""
    await make_turf(session, lead, idea, partner_id)
    return await licence_actions.request_licence(session, lead, idea, licence_form(lead, **given))


async def make_granted_licence(session: AsyncSession, lead: Actor, partner: Actor, idea: Idea, **given: Any) -> Licence:
    assert partner.partner_id
    licence = await make_licence(session, lead, idea, partner.partner_id, **given)
    await decision_actions.decide(session, partner, licence, DecisionIn(is_granted=True, position="Manager"))
    return licence


def licence_form(actor: Actor, **given: Any) -> LicenceIn:
    valid: dict[str, Any] = {
        "purpose": "Offer seven drinks a day",
        "place": "Rosehill and Beechwood",
        "starts_on": actor.today,
        "ends_on": actor.today + timedelta(days=180),
        "touches": "Residents, and what they drink",
        "conditions": "A carer is always there",
    }
    return LicenceIn(**valid | given)


async def publish_and_accept(
    session: AsyncSession, steward: Actor, framework: Framework, lead: Actor, ideas: Iterable[Idea] = ()
) -> FrameworkVersion:
    """What was prepared is published, and the lead accepts it for these ideas."""
    form = PublishingIn(reason="We learnt from a year of it.")
    version = await publishing.publish_version(session, steward, framework, form)
    for idea in ideas:
        await joining.accept_version(session, lead, idea, version)
    return version


async def stand_under(session: AsyncSession, lead: Actor, idea: Idea, framework: Framework) -> None:
    """In its newest version, whatever its boundaries."""
    version = await version_queries.get_newest(session, framework)
    await idea_actions.note_framework(session, lead, idea, version)


async def make_framework(session: AsyncSession, steward: Actor, **given: Any) -> Framework:
    """Opened and kept by a steward."""
    said = {
        "name": "Older people",
        "subsystem": Subsystem.SERVICE,
        "held": "The older people's wards",
        "direction": "Home sooner, and as able as they came.",
        "starts_on": steward.today,
        "review_on": steward.today + timedelta(days=365),
    }
    return await framework_actions.open_framework(session, steward, OpeningIn(**(said | given)))


STORY: dict[str, Any] = {
    "told_by": "own",
    "words": "I waited all night for someone to help me to the bathroom.",
    "audience": "organisation",
    "naming": "first_name",
    "name": "Rosa Marsh",
    "months": 12,
}


async def make_telling_link(session: AsyncSession, maker: Actor, **given: Any) -> TellingLink:
    form = TellingLinkIn(**({"about": "Waiting room of ward 7"} | given))
    return await telling_link_actions.make_link(session, maker, form, KEYS)


async def make_told_story(session: AsyncSession, link: TellingLink, **given: Any) -> tuple[Story, str]:
    """Told by a guest through a link; with the secret of the storyteller's own page."""
    organisation = await people_queries.get_organisation(session, link.organisation_id)
    opened = Opened(guest_actor(organisation, HISTORY_KEY), organisation, link=link)
    form = StoryIn(**(STORY | given))
    secret = await telling_actions.tell_story(session, opened, form, KEYS, form_key="")
    told = await telling_link_queries.find_opened(session, KEYS, secret)
    assert told
    assert told.line
    return told.line.story, secret


async def make_story(session: AsyncSession, link: TellingLink, checker: Actor, **given: Any) -> tuple[Story, str]:
    """The same, checked."""
    story, secret = await make_told_story(session, link, **given)
    await checking_actions.check_story(session, Reader(checker, is_checker=True), story)
    return story, secret


async def make_written_story(session: AsyncSession, writer: Actor, **given: Any) -> Story:
    """Written down with somebody, and not yet checked."""
    form = WrittenDownIn(**(STORY | {"is_agreed": True} | given))
    return await telling_actions.write_down(session, writer, form)
