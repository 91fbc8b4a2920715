from tests.browser import Page, Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea

THREE = {
    "title": "Twelve weeks to an answer",
    "better": "Families hear within twelve weeks.",
    "why": "I meet them with nothing to tell them.",
}


def test_a_clinician_registers_with_three_answers(visit: Visit, cast: Cast) -> None:
    page = visit(cast.clinician).get("/ideas/new").submit("Register", THREE)

    assert page.heading == "Twelve weeks to an answer"
    assert "I meet them with nothing to tell them." in page
    assert "NH-1" in page


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(visit: Visit, cast: Cast) -> None:
    page = visit(cast.clinician).get("/ideas/new").submit("Register", THREE | {"why": "  "}, status=422)

    assert "There is something to mend" in page
    assert page.form_fields("Register")["title"] == ["Twelve weeks to an answer"]
    assert any(field.attributes.get("aria-invalid") for field in page.all("textarea"))


def test_an_executive_is_told_who_registers_ideas(visit: Visit, cast: Cast) -> None:
    assert "Only clinicians register ideas" in visit(cast.sponsor).get("/ideas/new", status=403)


def test_the_same_form_sent_twice_registers_one_idea(visit: Visit, cast: Cast) -> None:
    form = visit(cast.clinician).get("/ideas/new")
    first = form.submit("Register", THREE)
    second = form.submit("Register", THREE)

    assert first.path == second.path
    assert len([link for link in visit(cast.sponsor).get("/ideas").all("h2") if "Twelve weeks" in link.text]) == 1


def test_a_draft_is_kept_found_on_the_first_page_and_registered_later(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    draft = browser.get("/ideas/new").submit("Keep as a draft", {"title": "Only a title so far"})

    assert "Only you can see it" in draft
    assert "Only a title so far" in browser.get("/")
    assert "Only a title so far" not in visit(cast.colleague).get("/ideas")
    assert draft.submit("Register", THREE).heading == "Twelve weeks to an answer"
    assert "Only a title so far" not in browser.get("/")


def test_typing_keeps_one_draft_and_answers_where_it_is(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    token = browser.form_token()
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    first = browser.post("/ideas/drafts", {"csrf_token": token, "title": "Warm"}, status=200, **htmx)
    draft_id = first.all("input")[0].attributes["value"]
    fields = {"csrf_token": token, "title": "Warm blankets", "draft_id": draft_id}
    second = browser.post("/ideas/drafts", fields, status=200, **htmx)

    assert second.all("input")[0].attributes["value"] == draft_id
    assert "<html" not in second.html
    assert browser.get(f"/ideas/{draft_id}/edit").form_fields("Register")["title"] == ["Warm blankets"]


def test_a_discarded_draft_is_gone_after_asking(visit: Visit, cast: Cast) -> None:
    draft = visit.write(lambda session: make_draft(session, cast.clinician))
    browser = visit(cast.clinician)
    browser.get(f"/ideas/{draft.id}/edit").follow("Discard this draft").submit("Discard the draft")
    assert "Twelve weeks" not in browser.get("/")


def test_two_people_editing_are_told_and_nothing_is_lost(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    browser = visit(cast.clinician)
    first, second = browser.get(f"/ideas/{idea.id}/edit"), browser.get(f"/ideas/{idea.id}/edit")
    first.submit("Keep these words", {"title": "Ten weeks to an answer"})

    refused = second.submit("Keep these words", {"title": "Six weeks to an answer"}, status=409)

    assert "Somebody else changed this meanwhile" in refused
    assert "Ten weeks to an answer" in refused
    assert refused.form_fields("Keep these words")["title"] == ["Six weeks to an answer"]
    assert refused.submit("Keep these words").heading == "Six weeks to an answer"


def test_the_list_narrows_by_words_state_and_team(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician, title="Steady on your feet"))
    visit.write(lambda session: make_idea(session, cast.colleague, title="Calm wards"))
    browser = visit(cast.colleague)

    def titles(address: str) -> list[str]:
        return [" ".join(heading.text.split()) for heading in browser.get(address).all("h2")]

    assert titles("/ideas") == ["Calm wards", "Steady on your feet"]
    assert titles("/ideas?q=feet") == ["Steady on your feet"]
    assert titles("/ideas?is_mine=true") == ["Calm wards"]
    assert titles("/ideas?stage=registered&is_waiting=true") == ["Calm wards", "Steady on your feet"]
    assert "No idea fits" in browser.get("/ideas?stage=ended")
    assert "No idea fits" in browser.get("/ideas?q=zebra")


def test_the_part_for_htmx_is_the_same_as_on_the_page(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician))
    browser = visit(cast.colleague)
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}

    part = browser.get("/ideas?q=weeks", **htmx)

    assert part.html.strip() in browser.get("/ideas?q=weeks").html
    assert "HX-Request" in part.headers["vary"]


def test_words_found_are_marked_and_an_address_of_search_leads_to_the_list(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: make_idea(session, cast.clinician))
    page = visit(cast.sponsor).get("/search?q=weeks")
    assert page.path == "/ideas?q=weeks"
    assert [mark.text for mark in page.all("mark")] == ["weeks", "weeks"]


def test_a_reference_leads_to_its_idea(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    assert visit(cast.sponsor).get("/ideas/nh-1").path == f"/ideas/{idea.id}"
    visit(cast.stranger).get("/ideas/NH-1", status=404)


def test_a_stranger_finds_and_changes_nothing(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    stranger = visit(cast.stranger)
    token = stranger.form_token()
    for address in (f"/ideas/{idea.id}", f"/ideas/{idea.id}/edit", f"/ideas/{idea.id}/team"):
        stranger.get(address, status=404)
    for address in (f"/ideas/{idea.id}", f"/ideas/{idea.id}/joining", f"/ideas/{idea.id}/discarding"):
        stranger.post(address, {"csrf_token": token} | THREE, status=404)
    assert "Twelve weeks" not in stranger.get("/ideas?q=weeks").text.replace("No idea fits", "")


def test_a_team_forms_by_asking_and_inviting(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    address = f"/ideas/{idea.id}/team"
    visit(cast.colleague).get(address).submit("Ask to join", {"words": "I can help on Tuesdays."})

    lead = visit(cast.clinician).get(address)
    assert "I can help on Tuesdays." in lead
    joined = lead.submit("Accept")
    assert "Ben Osei" in joined

    invited = joined.submit("Invite", {"person_id": str(cast.manager.id)})
    assert "Ruth Adler is invited" in invited
    assert visit(cast.manager).get(address).submit("Accept").path == address
    assert not visit(cast.colleague).get(address).submit("Leave the team").has_button("Leave the team")


def test_an_invitation_without_a_name_is_refused_beside_the_field(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    page: Page = visit(cast.clinician).get(f"/ideas/{idea.id}/team").submit("Invite", status=422)
    assert "There is something to mend" in page
