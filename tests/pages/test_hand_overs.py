from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import JoinIn
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_exploring_idea, make_idea


def test_the_lead_is_offered_and_accepted_from_the_first_page(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician, title="Falls"))
    lead, colleague = visit(cast.clinician), visit(cast.colleague)
    form = lead.get(f"/ideas/{idea.id}").follow("Hand over the lead")
    refused = form.submit("Offer the lead", {"words": "I rotate in May."}, status=422)
    assert "Choose who is to lead." in refused

    offered = refused.submit("Offer the lead", {"to_id": str(cast.colleague.person_id)})
    assert "You offer the lead to Ben Osei" in offered
    home = colleague.get("/")
    assert "Amara Okafor offers you the lead: “Falls”" in home
    assert "I rotate in May." in home

    home.submit("Accept")
    assert "offers you the lead" not in colleague.get("/")
    assert 'Ben Osei</a> <span class="quiet">leads</span>' in colleague.get(f"/ideas/{idea.id}").html


def test_who_is_not_the_lead_cannot_hand_it_over(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    refused = visit(cast.colleague).get(f"/ideas/{idea.id}/lead-hand-overs/new", status=403)

    assert "Only the lead hands over the lead" in refused


def test_a_sponsor_hands_her_promises_over(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor, title="Falls"))
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}").follow("Hand my promises over")
    assert form.heading == "Hand my promises over"

    form.submit("Offer them", {"to_id": str(cast.second_sponsor.person_id)})

    second = visit(cast.second_sponsor)
    assert "Priya Raman offers you the promises of Priya Raman: “Falls”" in second.get("/")
    second.get(f"/ideas/{idea.id}").submit("Accept")
    assert "took over 1 promise of Priya Raman" in second.get(f"/ideas/{idea.id}")


def test_an_idea_whose_sponsor_has_left_says_so_and_another_takes_over(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_exploring_idea(session, cast.clinician, cast.sponsor, title="Falls"))

    visit.write(lambda session: leave(session, cast))

    lead, second = visit(cast.clinician), visit(cast.second_sponsor)
    page = lead.get(f"/ideas/{idea.id}")
    assert "Looking for a sponsor" in page
    assert "Priya Raman has left" in page
    assert "Looking for a sponsor" in lead.get("/ideas")
    assert "“Falls” is looking for a sponsor" in lead.get("/")
    assert "The sponsor of “Falls” has left" in lead.get("/notices")

    taken = second.get(f"/ideas/{idea.id}").submit("Take it over")
    assert "Looking for a sponsor" not in taken
    assert "is looking for a sponsor" not in lead.get("/")


def test_an_idea_whose_lead_has_left_says_so_and_the_team_takes_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: _led(session, cast))
    team = visit(cast.colleague)

    visit(cast.clinician).get(f"/ideas/{idea.id}/team").submit("Leave the team")

    assert "Looking for a lead" in team.get("/ideas")
    home = team.get("/")
    assert "“Falls” is looking for a lead" in home
    home.submit("Take the lead")
    assert "Looking for a lead" not in team.get(f"/ideas/{idea.id}")


async def leave(session: AsyncSession, cast: Cast) -> None:
    person = await people_queries.get_person(session, cast.administrator, cast.sponsor.person_id)
    await people_actions.record_leaving(session, cast.administrator, person)


async def _led(session: AsyncSession, cast: Cast) -> Idea:
    idea = await make_idea(session, cast.clinician, title="Falls")
    asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn())
    await idea_actions.answer_joining(session, cast.clinician, idea, asking, is_accepted=True)
    return idea
