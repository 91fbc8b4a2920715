from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


def test_programs_ask_answer_and_take_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    asker, lead = visit.program(cast.quality), visit.program(cast.clinician)
    address = f"/api/v1/ideas/{idea.id}/questions"

    assert list(asker.post(address, json={}).json()["fields"]) == ["words"]
    made = asker.post(address, json={"words": "Does it work?"})
    assert (made.status_code, made.json()["to_id"]) == (201, None)
    question = f"/api/v1/questions/{made.json()['id']}"
    assert asker.post(f"{question}/answer", json={"answer": "Yes"}).status_code == 403
    assert lead.post(f"{question}/answer", json={"answer": "It does."}).json()["answer"] == "It does."
    again = lead.post(f"{question}/answer", json={"answer": "It does."})
    assert again.json()["reasons"] == ["This question is answered or taken back already."]
    assert [row["words"] for row in asker.get(address).json()["rows"]] == ["Does it work?"]
    other = asker.post(address, json={"words": "And at night?"}).json()
    assert asker.post(f"/api/v1/questions/{other['id']}/withdrawal").json()["taken_back_at"]
    assert visit.program(cast.stranger).get(question).status_code == 404
