from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import BARRIER, make_ask


def test_the_team_asks_for_four_hours_of_an_analyst_each_week(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    clinician = visit(cast.clinician)
    form = clinician.get(f"/ideas/{idea.id}/asks/new").follow("Data and analysis")
    said = {"what": "An analyst to count the weeks", "quantity": "4", "is_each_week": "true"}

    refused = form.submit("Ask for it", said, status=422)
    assert "Say until when" in refused
    until = (cast.clinician.today + timedelta(days=27)).isoformat()
    ask = refused.submit("Ask for it", {"needed_until_on": until})

    assert ask.heading == "4 hours each week"
    assert "0 of 16 hours promised" in ask
    assert "Everyone can see now what you need." in ask


def test_only_the_team_asks(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))

    assert "The team of an idea asks" in visit(cast.sponsor).get(f"/ideas/{idea.id}/asks/new", status=403)
    visit(cast.stranger).get(f"/ideas/{idea.id}/asks/new", status=404)


def test_whoever_reads_an_ask_can_offer_it(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea))

    form = visit(cast.sponsor).get(f"/asks/{ask.id}").follow("Offer this")

    assert form.heading == "Offer data and analysis"
    assert "Offer this" not in visit(cast.colleague).get(f"/asks/{ask.id}")
    visit(cast.stranger).get(f"/asks/{ask.id}", status=404)


def test_the_team_takes_back_what_it_needs_no_longer(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea))
    clinician = visit(cast.clinician)
    page = clinician.get(f"/asks/{ask.id}").follow("We need this no longer")

    page.submit("We need it no longer")

    assert "Withdrawn" in clinician.get(f"/asks/{ask.id}")
    visit(cast.sponsor).get(f"/asks/{ask.id}/withdrawal", status=403)


def test_a_sponsor_takes_on_a_barrier_and_gives_it_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea, **BARRIER))
    sponsor, team = visit(cast.sponsor), visit(cast.clinician)
    assert "Nobody owns this barrier yet" in team.get(f"/asks/{ask.id}")
    assert "nobody owns it yet" in team.get(f"/ideas/{idea.id}")

    taken = sponsor.get(f"/asks/{ask.id}").submit("Take it on")

    assert "You own this barrier since" in taken
    assert "Priya Raman, Chief operating officer, owns this barrier since" in team.get(f"/asks/{ask.id}")
    assert "Priya Raman owns it since" in team.get(f"/ideas/{idea.id}")
    assert "You own this barrier: “The store is locked at night”" in sponsor.get("/")

    form = sponsor.get("/").follow("Give it back")
    refused = form.submit("Give it back", {"reason": ""}, status=422)
    assert "Say why: everyone in the organisation can read it." in refused
    refused.submit("Give it back", {"reason": "I am away until May."})
    assert "Why it was given back: I am away until May." in team.get(f"/asks/{ask.id}")
    assert "You own this barrier" not in sponsor.get("/")


def test_who_does_not_own_a_barrier_cannot_give_it_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    ask = visit.write(lambda session: make_ask(session, cast.clinician, idea, **BARRIER))

    refused = visit(cast.second_sponsor).get(f"/asks/{ask.id}/giving-back", status=403)

    assert "Only who took on a barrier gives it back." in refused
