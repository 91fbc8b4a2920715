from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


def test_a_question_is_asked_and_answered(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician, title="Falls"))
    asker, team = visit(cast.quality), visit(cast.clinician)
    page = asker.get(f"/ideas/{idea.id}").follow("Ask the team something")
    refused = page.submit("Ask it", {"words": ""}, status=422)
    assert "Write what you would like to know." in refused
    asked = refused.submit("Ask it", {"words": "Does it work at weekends?"})
    assert "Asked today" in asked

    home = team.get("/")
    assert "Lena Fischer asks: Does it work at weekends?" in home
    home.follow("Answer").submit("Send the answer", {"answer": "It does."})

    assert "Lena Fischer asks" not in team.get("/")
    assert "It does." in asker.get(f"/ideas/{idea.id}")
    assert "Amara Okafor answers your question about “Falls”: It does." in asker.get("/notices")


def test_the_team_asks_a_sponsor(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician, title="Falls"))
    page = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Ask a sponsor something")

    page.submit("Ask it", {"words": "May we use the gym?", "to_id": str(cast.sponsor.person_id)})

    assert "Amara Okafor asks: May we use the gym?" in visit(cast.sponsor).get("/")
    assert "asks you about “Falls”: May we use the gym?" in visit(cast.sponsor).get("/notices")
    assert "asked Priya Raman: May we use the gym?" in visit(cast.clinician).get(f"/ideas/{idea.id}")


def test_who_asked_takes_it_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    asker = visit(cast.quality)
    asked = asker.get(f"/ideas/{idea.id}/questions").submit("Ask it", {"words": "Does it work?"})

    asked.submit("Take it back")

    assert "Nobody has asked anything yet" in asker.get(f"/ideas/{idea.id}/questions")
    assert "Taken back on" in asker.get(asked.path)
    visit(cast.stranger).get(asked.path, status=404)
    visit(cast.sponsor).get(f"{asked.path}/answer", status=403)
