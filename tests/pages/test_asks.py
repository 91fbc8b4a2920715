from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea
from tests.pledges.ledger import make_ask


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
