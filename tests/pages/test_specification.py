"""An idea on one page: whom it stands first for, what it says, and what is missing."""

from datetime import timedelta
from decimal import Decimal

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.joining import accept_version, join_framework
from registry.boundaries.actions.publishing import draw_framework_boundary
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.actions.outcomes import add_outcome, change_outcome
from registry.frameworks.models import Framework, Outcome
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.schemas import OutcomeIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.schemas import InvitationIn, ShareIn
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.schemas import PledgeIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import (
    make_boundary,
    make_claim,
    make_discretion,
    make_draft,
    make_exploring_idea,
    make_framework,
    make_granted_licence,
    make_idea,
    publish_and_accept,
)


def whole(visit: Visit, cast: Cast) -> Idea:
    """Under a framework, with a boundary of each, a promise, sponsorship, a claim and a licence."""

    async def make(session: AsyncSession) -> Idea:
        framework = await make_framework(session, cast.steward)
        outcome = await add_outcome(session, cast.steward, framework, OutcomeIn(sentence="Nobody falls"))
        await draw_framework_boundary(session, cast.steward, framework, BoundaryIn(sentence="No restraint"))
        idea = await make_idea(session, cast.clinician, service_id=cast.service_id)
        await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
        await join_framework(session, cast.clinician, idea, framework)
        idea.outcome_id = outcome.id
        session.add(idea)
        await make_boundary(session, cast.clinician, idea)
        area = await make_discretion(session, cast.board, excluded="What a patient is given")
        await make_claim(session, cast.clinician, idea, area)
        await make_granted_licence(session, cast.clinician, cast.partner, idea)
        today = cast.sponsor.today
        form = PledgeIn(
            kind="time", what="A porter", quantity=Decimal(3), starts_on=today, ends_on=today + timedelta(days=60)
        )
        pledge = await pledge_actions.make_pledge(session, cast.sponsor, idea, form)
        await pledge_actions.accept_pledge(session, cast.clinician, pledge)
        return idea

    return visit.write(make)


def test_it_says_direction_boundaries_resources_and_permissions(visit: Visit, cast: Cast) -> None:
    idea = whole(visit, cast)
    sheet = visit(cast.sponsor).get(f"/ideas/{idea.id}").follow("Read it on one page first")
    assert sheet.heading == "Twelve weeks to an answer"
    for said in (
        "Home sooner, and as able as they came.",
        "Nobody falls the outcome it serves",
        "No restraint",
        "No child seen for under 90 minutes",
        "A porter",
        "You may change how your ward works, if you lead it.",
        "It costs nothing and stays on my ward. how it is inside",
        "Not: What a patient is given",
        "lends Rosehill and Beechwood",
        "It is not said yet from when until when it is explored.",
        "Everything else is left to the people who do the work.",
    ):
        assert said in sheet, said

    told = visit.program(cast.sponsor).get(f"/api/v1/ideas/{idea.id}/specification").json()
    assert told["direction"]["outcomes"][0]["is_served"]
    assert [each["sentence"] for each in told["boundaries"]] == ["No restraint", "No child seen for under 90 minutes"]
    assert (told["resources"][0]["amount"], told["permissions"]["area"]["limits"][0]) == ("3 hours", "up to £2,000")
    assert told["permissions"]["licences"][0]["place"] == "Rosehill and Beechwood"
    assert [each["box"] for each in told["missing"]] == ["resources"]


def test_a_partner_reads_what_the_idea_shares_with_it_first_and_no_framework(visit: Visit, cast: Cast) -> None:
    idea = whole(visit, cast)
    sheet = visit(cast.partner).get(f"/ideas/{idea.id}").follow("Read it on one page first")
    assert "Families hear within twelve weeks" in sheet
    assert "Home sooner, and as able as they came." not in sheet
    visit(cast.stranger).get(f"/ideas/{idea.id}/specification", status=404)


def test_who_is_new_to_the_team_finds_it_first_and_others_at_the_side(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Idea:
        idea = await make_idea(session, cast.clinician)
        await idea_actions.invite(session, cast.clinician, idea, InvitationIn(person_id=cast.colleague.person_id))
        return idea

    idea = visit.write(make)
    assert "Read it on one page first" in visit(cast.colleague).get(f"/ideas/{idea.id}")
    for other in (cast.clinician, cast.quality):
        shown = visit(other).get(f"/ideas/{idea.id}")
        assert "Read it on one page first" not in shown
        assert shown.follow("All of it on one page").heading == idea.title


def test_what_is_missing_is_said_and_its_lead_can_mend_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    address = f"/ideas/{idea.id}/specification"
    sheet = visit(cast.clinician).get(address)
    assert "It does not say yet which outcome it serves." in sheet
    ways = [link.attributes["href"] for link in sheet.all("a") if link.text == "Mend it"]
    assert [way.removeprefix(f"/ideas/{idea.id}/") for way in ways] == [
        "edit",
        "boundaries/new",
        "asks/new",
        "claims/new",
    ]
    for way in ways:
        sheet.browser.get(way)
    assert "Mend it" not in visit(cast.quality).get(address)
    draft = visit.write(lambda session: make_draft(session, cast.clinician))
    visit(cast.clinician).get(f"/ideas/{draft.id}/specification", status=404)


def test_a_sponsored_idea_says_so_with_its_time(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor))
    sheet = visit(cast.board).get(f"/ideas/{idea.id}/specification")
    assert f"{cast.sponsor.name} sponsors it" in sheet
    assert "the time for exploring, in which nothing is reduced silently" in sheet


def test_an_idea_keeps_the_words_of_the_version_it_accepted_until_its_lead_accepts_newer_ones(
    visit: Visit, cast: Cast
) -> None:
    idea = whole(visit, cast)

    async def framework_and_outcome(session: AsyncSession) -> tuple[Framework, Outcome]:
        place = await place_queries.find_place_in_framework(session, idea)
        assert place
        framework = await framework_queries.get_framework(session, cast.steward, place.framework_id)
        [outcome] = await framework_queries.list_outcomes(session, framework)
        return framework, outcome

    async def say_anew(session: AsyncSession) -> None:
        framework, outcome = await framework_and_outcome(session)
        await change_outcome(session, cast.steward, outcome, OutcomeIn(sentence="Everybody walks"))
        await publish_and_accept(session, cast.steward, framework, cast.clinician)

    async def accept(session: AsyncSession) -> None:
        framework, _ = await framework_and_outcome(session)
        version = await version_queries.get_newest(session, framework)
        await accept_version(session, cast.clinician, await session.merge(idea), version)

    def said() -> list[str]:
        lead = visit(cast.clinician)
        pages = [lead.get(address).text for address in (f"/ideas/{idea.id}", f"/ideas/{idea.id}/specification")]
        return [*pages, visit.program(cast.clinician).get(f"/api/v1/ideas/{idea.id}/specification").text]

    visit.write(say_anew)
    assert all("Nobody falls" in page and "Everybody walks" not in page for page in said()[1:])
    assert "The outcome it serves: Nobody falls" in said()[0]
    visit.write(accept)
    assert all("Everybody walks" in page and "Nobody falls" not in page for page in said())
