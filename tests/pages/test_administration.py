from tests.browser import Visit
from tests.cast import Cast

PLACES = ("", "/people", "/people/new", "/services", "/partners", "/settings")


def test_only_administrators_open_its_pages(visit: Visit, cast: Cast) -> None:
    for actor in (cast.clinician, cast.sponsor, cast.quality, cast.board):
        browser = visit(actor)
        for place in PLACES:
            assert "This page is for administrators" in browser.get(f"/administration{place}", status=403)
    for place in PLACES:
        visit(cast.administrator).get(f"/administration{place}")


def test_a_new_person_gets_an_account_and_a_link_shown_once(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.administrator)
    fields = {"name": "Grace Eze", "position": "Midwife", "email": "grace@northmoor.example", "roles": ["clinician"]}
    person = browser.get("/administration/people/new").submit("Add this person", fields)
    assert person.heading == "Grace Eze"

    link = person.submit("Make a link to set a password", status=200)
    secret = next(field.attributes["value"] for field in link.all("input") if "/set-password/" in str(field.attributes))
    address = secret.removeprefix("http://testserver.local")
    typed = {"password": "three quiet words", "again": "three quiet words"}
    welcome = visit().get(address).submit("Set the password", typed)
    assert "Welcome, Grace Eze" in welcome


def test_an_address_in_use_is_refused_beside_its_field_and_nobody_is_added(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.administrator)
    fields = {"name": "Another Amara", "email": "amara@northmoor.example"}
    page = browser.get("/administration/people/new").submit("Add this person", fields, status=422)

    assert "This e-mail address is in use" in page
    assert page.form_fields("Add this person")["name"] == ["Another Amara"]
    assert "Another Amara" not in browser.get("/administration/people")


def test_rights_end_at_once_when_a_person_leaves(visit: Visit, cast: Cast) -> None:
    colleague = visit(cast.colleague)
    assert colleague.get("/ideas").heading == "Ideas"

    person = visit(cast.administrator).get(f"/administration/people/{cast.colleague.id}")
    person.follow("Say that Ben Osei has left").submit("Yes, they have left")

    assert colleague.get("/ideas").heading == "Sign in"


def test_a_changed_role_ends_the_sessions_that_had_the_old_one(visit: Visit, cast: Cast) -> None:
    sponsor = visit(cast.sponsor)
    sponsor.get("/ideas")
    form = visit(cast.administrator).get(f"/administration/people/{cast.sponsor.id}/edit")
    form.submit("Keep the changes", {"roles": ["quality"]})
    assert sponsor.get("/ideas").heading == "Sign in"


def test_a_switched_off_account_is_out_at_once(visit: Visit, cast: Cast) -> None:
    colleague = visit(cast.colleague)
    colleague.get("/ideas")
    page = visit(cast.administrator).get(f"/administration/people/{cast.colleague.id}").submit("Switch the account off")
    assert "switched off" in page
    assert colleague.get("/ideas").heading == "Sign in"
    assert page.submit("Switch the account on").has_button("Make a link to set a password")


def test_the_last_administrator_stays_one(visit: Visit, cast: Cast) -> None:
    form = visit(cast.administrator).get(f"/administration/people/{cast.administrator.id}/edit")
    page = form.submit("Keep the changes", {"roles": []}, status=422)
    assert "only administrator" in page


def test_a_partners_person_has_no_other_role(visit: Visit, cast: Cast) -> None:
    form = visit(cast.administrator).get(f"/administration/people/{cast.partner.id}/edit")
    page = form.submit("Keep the changes", {"roles": ["partner", "sponsor"]}, status=422)
    assert "no other role" in page


def test_services_are_added_renamed_closed_and_opened(visit: Visit, cast: Cast) -> None:
    page = visit(cast.administrator).get("/administration/services").submit("Add the service", {"name": "Maternity"})
    renamed = page.follow("Maternity").submit("Keep this name", {"name": "Maternity ward"})
    closed = renamed.follow("Maternity ward").submit("Close the service")
    assert "Closed" in closed
    assert "Maternity ward" not in visit(cast.clinician).get("/ideas/new")
    assert closed.follow("Maternity ward").submit("Open the service again")
    assert "Maternity ward" in visit(cast.clinician).get("/ideas/new")


def test_settings_are_kept_and_a_change_unseen_is_not_written_over(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.administrator)
    first, second = browser.get("/administration/settings"), browser.get("/administration/settings")
    first.submit("Keep the settings", {"answer_days": "21"})
    page = second.submit("Keep the settings", {"answer_days": "7"}, status=409)
    assert "Somebody else changed this meanwhile" in page
    kept = page.submit("Keep the settings")
    assert kept.path == "/administration"
    assert browser.get("/administration/settings").form_fields("Keep the settings")["answer_days"] == ["7"]


def test_a_strange_zone_is_refused(visit: Visit, cast: Cast) -> None:
    form = visit(cast.administrator).get("/administration/settings")
    page = form.submit("Keep the settings", {"zone": "Mars/Olympus"}, status=422)
    assert "Choose a time zone such as Europe/London" in page


def test_an_administrator_reaches_nobody_elsewhere(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.stranger_administrator)
    token = browser.form_token()
    for place in ("", "/edit", "/leaving"):
        browser.get(f"/administration/people/{cast.clinician.id}{place}", status=404)
    for verb in ("link", "switching-off", "leaving"):
        browser.post(f"/administration/people/{cast.clinician.id}/{verb}", {"csrf_token": token}, status=404)
