from datetime import timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import ShareIn
from registry.kit import clock
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as actions
from registry.pledges.models import Pledge
from registry.pledges.schemas import DeliveryIn
from tests.browser import Page, Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_idea
from tests.pledges.ledger import make_ask, offer, offer_sponsorship


def given_idea(visit: Visit, cast: Cast) -> Idea:
    return visit.write(lambda session: make_idea(session, cast.clinician))


def given_offer(visit: Visit, cast: Cast, idea: Idea, **given: Any) -> Pledge:
    return visit.write(lambda session: offer(session, cast.sponsor, idea, **given))


def given_pledge(visit: Visit, cast: Cast, idea: Idea, **given: Any) -> Pledge:
    async def make(session: Any) -> Pledge:
        pledge = await offer(session, cast.sponsor, idea, **given)
        await actions.accept_pledge(session, cast.clinician, pledge)
        return pledge

    return visit.write(make)


def in_days(cast: Cast, days: int) -> str:
    return (cast.clinician.today + timedelta(days=days)).isoformat()


def fill_offer(page: Page, cast: Cast, status: int = 303, **changed: str) -> Page:
    said = {"what": "An analyst", "quantity": "4", "is_each_week": "true", "ends_on": in_days(cast, 27)}
    return page.submit("Send the offer", said | changed, status=status)


def test_a_sponsor_chooses_what_to_offer_first_and_says_how_much(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    kinds = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new")
    assert kinds.heading == "What do you offer?"

    pledge = fill_offer(kinds.follow("Data and analysis"), cast)

    assert pledge.heading == "4 hours each week"
    assert "An analyst" in pledge
    assert "for Northmoor Health and Care" in pledge
    assert "Your offer is sent" in pledge
    assert not pledge.has_button("Accept")


def test_an_ask_is_answered_with_what_it_says(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea))

    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?ask_id={ask.id}")
    assert form.form_fields("Send the offer")["quantity"] == ["4"]
    pledge = form.submit("Send the offer")

    assert "It answers what the team asked" in pledge


def test_an_ask_of_another_idea_tells_nothing_on_the_form(visit: Visit, cast: Cast) -> None:
    idea, other = given_idea(visit, cast), given_idea(visit, cast)
    ask = visit.write(lambda session: make_ask(session, cast.clinician, other))

    page = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?ask_id={ask.id}")

    assert page.heading == "What do you offer?"
    assert "An analyst" not in page


def test_a_partner_offers_what_is_theirs_to_an_idea_shared_with_it(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    visit(cast.partner).get(f"/ideas/{idea.id}/pledges/new", status=404)
    form = ShareIn(partner_id=cast.partner_id)
    visit.write(lambda session: idea_actions.share_with_partner(session, cast.clinician, idea, form))

    kinds = visit(cast.partner).get(f"/ideas/{idea.id}/pledges/new")
    assert "Sponsorship" not in [link.text.strip() for link in kinds.all("a")]
    pledge = fill_offer(kinds.follow("Time"), cast)

    assert "for Four Elms care homes" in pledge
    accepted = visit(cast.clinician).get(pledge.path).submit("Accept")
    assert "0 of 16 hours came" in accepted


def test_a_line_manager_supports_a_person_who_alone_answers(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    form = visit(cast.manager).get(f"/ideas/{idea.id}/pledges/new").follow("Line-manager support")
    refused = fill_offer(form, cast, status=422)
    assert "Choose the person whom you will support." in refused
    pledge = fill_offer(refused, cast, helped_person_id=str(cast.clinician.id))

    assert "Support for Amara Okafor" in pledge
    assert visit(cast.clinician).get(pledge.path).has_button("Accept")


def test_what_was_typed_wrong_is_refused_beside_its_field_and_kept(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=time")

    refused = fill_offer(form, cast, status=422, quantity="four", ends_on=in_days(cast, -1))
    assert "Write a number, such as 4 or 1.5." in refused
    assert refused.form_fields("Send the offer")["quantity"] == ["four"]
    assert "There is something to mend" in refused
    late = fill_offer(refused, cast, status=422, ends_on=in_days(cast, -1))
    assert "The last day comes before the first." in late
    assert fill_offer(late, cast).heading == "4 hours each week"


def test_a_colleague_is_offered_only_what_is_theirs_to_give(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    browser = visit(cast.colleague)
    kinds = browser.get(f"/ideas/{idea.id}/pledges/new")

    assert "Money" not in [link.text.strip() for link in kinds.all("a")]
    assert "own time, skills" in browser.get(f"/ideas/{idea.id}/pledges/new?kind=money", status=403)
    own = fill_offer(kinds.follow("Skills and coaching"), cast)
    assert "for Northmoor Health and Care" not in own
    assert "You lead this idea" in visit(cast.clinician).get(f"/ideas/{idea.id}/pledges/new", status=403)


def test_the_same_form_sent_twice_makes_one_pledge(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=time")

    first, second = fill_offer(form, cast), fill_offer(form, cast)

    assert first.path == second.path
    listed = visit(cast.sponsor).get("/pledges")
    assert len([link for link in listed.all("a") if link.attributes["href"].startswith("/pledges/")]) == 1


def test_the_lead_accepts_with_one_press_and_cannot_twice(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_offer(visit, cast, idea)
    offered = visit(cast.clinician).get(f"/pledges/{pledge.id}")

    accepted = offered.submit("Accept")

    assert "0 of 16 hours came" in accepted
    assert not accepted.has_button("Accept")
    assert offered.submit("Accept").path == accepted.path


def test_the_lead_declines_with_a_kind_word(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_offer(visit, cast, idea)
    page = visit(cast.clinician).get(f"/pledges/{pledge.id}").follow("Decline")

    declined = page.submit("Decline it", {"reason": "We have found someone, thank you."})

    assert "We have found someone, thank you." in declined
    assert "Declined" in declined


@pytest.mark.parametrize("way", ["", "/declining", "/withdrawal", "/reduction", "/release", "/deliveries/new"])
def test_a_stranger_finds_no_pledge(visit: Visit, cast: Cast, way: str) -> None:
    idea = given_idea(visit, cast)
    pledge = given_pledge(visit, cast, idea)

    visit(cast.stranger).get(f"/pledges/{pledge.id}{way}", status=404)
    visit(cast.stranger).get(f"/ideas/{idea.id}/pledges/new", status=404)


@pytest.mark.parametrize(
    "way", ["acceptance", "declining", "withdrawal", "reduction", "release", "verdict", "deliveries"]
)
def test_nobody_else_changes_a_pledge(visit: Visit, cast: Cast, way: str) -> None:
    idea = given_idea(visit, cast)
    pledge = given_offer(visit, cast, idea)
    fields = {"reason": "No.", "quantity": "1", "verdict": "kept", "delivered_on": in_days(cast, 0)}

    for actor, status in ((cast.stranger, 404), (cast.second_sponsor, 403)):
        browser = visit(actor)
        token = browser.form_token()
        browser.post(f"/pledges/{pledge.id}/{way}", fields | {"csrf_token": token}, status=status)


def test_what_came_is_recorded_by_one_side_and_confirmed_by_the_other(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_pledge(visit, cast, idea)
    sponsor, clinician = visit(cast.sponsor), visit(cast.clinician)
    form = sponsor.get(f"/pledges/{pledge.id}").follow("Record what came")
    refused = form.submit("Record it", {"quantity": "4", "delivered_on": in_days(cast, 3)}, status=422)
    assert "this is about what has come" in refused
    recorded = refused.submit("Record it", {"delivered_on": in_days(cast, 0)})
    assert "not confirmed yet" in recorded
    assert not recorded.has_button("It came")

    confirmed = clinician.get(f"/pledges/{pledge.id}").submit("It came")
    assert "Confirmed by Amara Okafor" in confirmed
    assert "4 of 16 hours came" in confirmed

    own = confirmed.follow("Record what came").submit("Record it", {"quantity": "2"})
    assert "6 of 16 hours came" in own


def test_a_disputed_delivery_stays_visible(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_pledge(visit, cast, idea)
    form = visit(cast.sponsor).get(f"/pledges/{pledge.id}/deliveries/new")
    form.submit("Record it", {"quantity": "4"})
    page = visit(cast.clinician).get(f"/pledges/{pledge.id}").follow("It did not")

    refused = page.submit("It did not come", {"reason": ""}, status=422)
    disputed = refused.submit("It did not come", {"reason": "Nobody came on Tuesday."})

    assert "Disputed by Amara Okafor: Nobody came on Tuesday." in disputed
    assert "0 of 16 hours came" in disputed


def test_a_withdrawal_says_first_what_will_happen_and_needs_a_reason(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_pledge(visit, cast, idea)
    sponsor = visit(cast.sponsor)
    page = sponsor.get(f"/pledges/{pledge.id}").follow("Withdraw it")
    assert "holds for four weeks more" in page
    page = page.submit("Withdraw it", {"reason": ""}, status=422)

    withdrawn = page.submit("Withdraw it", {"reason": "The post is vacant."})

    assert "The post is vacant." in withdrawn
    assert "it holds until" in withdrawn
    agreed = visit(cast.clinician).get(f"/pledges/{pledge.id}").follow("Let it end sooner").submit("Agree")
    assert "Agreed." in agreed


def test_less_is_promised_on_a_page_of_its_own(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    until = cast.sponsor.today + timedelta(days=139)
    pledge = given_pledge(visit, cast, idea, ends_on=until)
    page = visit(cast.sponsor).get(f"/pledges/{pledge.id}").follow("Promise less")
    refused = page.submit("Promise less", {"quantity": "6", "reason": "Winter."}, status=422)
    assert "Write less than what you promised." in refused

    reduced = refused.submit("Promise less", {"quantity": "1"})

    assert "This promise became less" in reduced
    assert "1 hour each week" in reduced


def test_the_lead_releases_and_the_promise_is_never_called_broken(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    pledge = given_pledge(visit, cast, idea)
    page = visit(cast.clinician).get(f"/pledges/{pledge.id}").follow("We need it no longer")

    released = page.submit("Release Priya Raman")

    assert "it is needed no longer" in released


def test_pledges_shows_what_i_promised_and_what_was_promised_to_my_teams(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    empty = visit(cast.sponsor).get("/pledges")
    assert "You have promised nothing yet" in empty
    given_pledge(visit, cast, idea)

    assert "A nurse to help" in visit(cast.sponsor).get("/pledges")
    received = visit(cast.clinician).get("/pledges").follow("What was promised to my teams")
    assert received.heading == "Promised to my teams"
    assert "A nurse to help" in received


def test_a_sponsorship_asks_for_no_amount_and_lasts_long_enough(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=sponsorship")
    assert "quantity" not in form.form_fields("Send the offer")
    said = {"what": "I clear barriers within five days."}

    refused = form.submit("Send the offer", said | {"ends_on": in_days(cast, 30)}, status=422)
    assert "at least 90 days" in refused
    assert refused.submit("Send the offer", {"ends_on": in_days(cast, 120)}).heading == "Sponsorship"


def test_the_team_says_whether_a_promise_without_amount_was_kept(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    given = {"kind": "introduction", "quantity": None, "what": "To the head of estates", "is_each_week": False}
    pledge = given_pledge(visit, cast, idea, **given)
    clinician = visit(cast.clinician)
    clinician.get(f"/pledges/{pledge.id}/deliveries/new").submit("Record it")

    kept = clinician.get(f"/pledges/{pledge.id}").submit("It was kept")

    assert "Kept. Thank you, Priya Raman." in kept


def test_one_sponsor_at_a_time_is_said_beside_the_field(visit: Visit, cast: Cast) -> None:
    idea = given_idea(visit, cast)
    form = visit(cast.second_sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=sponsorship")

    async def sponsor(session: Any) -> None:
        await actions.accept_pledge(session, cast.clinician, await offer_sponsorship(session, cast.sponsor, idea))

    visit.write(sponsor)
    refused = form.submit("Send the offer", {"what": "I will help.", "ends_on": in_days(cast, 120)}, status=422)
    assert "This idea has a sponsor." in refused


def test_a_weekly_promise_shows_week_by_week_what_was_due_and_what_came(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Pledge:
        with clock.stopped_at(clock.now() - timedelta(days=15)):
            idea = await make_idea(session, cast.clinician)
            pledge = await offer(session, cast.sponsor, idea)
            await actions.accept_pledge(session, cast.clinician, pledge)
            form = DeliveryIn(quantity="4", delivered_on=cast.clinician.today)
            await delivery_actions.record_delivery(session, cast.clinician, pledge, form)
        form = DeliveryIn(quantity="1.5", delivered_on=cast.sponsor.today)
        await delivery_actions.record_delivery(session, cast.sponsor, pledge, form)
        return pledge

    pledge = visit.write(make)
    page = visit(cast.quality).get(f"/pledges/{pledge.id}")
    assert "4 of 8 hours due by now have come, written down in 1 of 3 weeks." in page
    assert "what is pale waits for the team’s word" in page
    assert "not over yet 4 hours none 1.5 hours none" in page


def test_a_sponsor_says_what_she_will_do_herself(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=sponsorship")
    said = {"what": "I stand behind it", "visit_weeks": "0", "clear_days": "5", "presents": "true"}

    refused = form.submit("Send the offer", said, status=422)
    assert "Use 1 or more." in refused
    sent = refused.submit("Send the offer", {"visit_weeks": "2"})

    assert "Visits the team every 2 weeks." in sent
    assert "Presents the work with the team." in visit(cast.clinician).get(f"/ideas/{idea.id}")


def test_an_offer_rests_on_a_boundary_and_says_how_it_stands(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Idea:
        idea = await make_idea(session, cast.clinician)
        await make_boundary(session, cast.clinician, idea, "No child waits longer")
        return idea

    idea = visit.write(make)
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=introduction")
    assert "It holds while this is kept" in form
    boundary_id = next(
        element.attributes["value"] for element in form.all("input") if element.attributes.get("name") == "boundary_ids"
    )
    fields = {"what": "You must use the new form", "ends_on": in_days(cast, 20), "boundary_ids": boundary_id}
    page = form.submit("Send the offer", fields)
    assert "It holds while this is kept" in page
    assert "No child waits longer" in page
    assert "Nobody can say how it stands now." in page
    assert "‘must use’ tells people how to work." in page

    program = visit.program(cast.sponsor)
    said = {"kind": "introduction", "what": "To the school", "starts_on": in_days(cast, 0), "ends_on": in_days(cast, 9)}
    made = program.post(f"/api/v1/ideas/{idea.id}/pledges", json=said | {"boundary_ids": [boundary_id]}).json()
    assert [each["sentence"] for each in made["conditions"]] == ["No child waits longer"]
    shown = program.get(f"/api/v1/pledges/{made['id']}").json()
    assert shown["conditions"] == made["conditions"]
    wrong = program.post(f"/api/v1/ideas/{idea.id}/pledges", json=said | {"boundary_ids": [made["id"]]})
    assert wrong.json()["fields"] == {
        "boundary_ids": "Choose among the boundaries of this idea. A promise can have no other conditions."
    }
