from registry.accounts import actions as account_actions
from registry.accounts.models import Account
from tests.browser import Page, Visit
from tests.cast import KEYS, Cast

PASSWORD = "three quiet words"


def set_password(visit: Visit, cast: Cast, password: str = PASSWORD) -> Page:
    async def make_link(session: object) -> str:
        account = await session.get(Account, (cast.clinician.organisation_id, cast.accounts[cast.clinician.person_id]))
        return await account_actions.make_setup_link(session, cast.administrator, account, KEYS)

    page = visit().get(f"/set-password/{visit.write(make_link)}")
    return page.submit("Set the password", {"password": password, "again": password})


def test_a_one_time_link_sets_a_password_once(visit: Visit, cast: Cast) -> None:
    first = set_password(visit, cast)
    assert "Welcome, Amara Okafor" in first

    async def make_link(session: object) -> str:
        account = await session.get(Account, (cast.clinician.organisation_id, cast.accounts[cast.clinician.person_id]))
        return await account_actions.make_setup_link(session, cast.administrator, account, KEYS)

    secret = visit.write(make_link)
    page = visit().get(f"/set-password/{secret}")
    page.submit("Set the password", {"password": PASSWORD, "again": PASSWORD})
    assert "has been used" in visit().get(f"/set-password/{secret}", status=404)


def test_signing_in_and_out_ends_the_session_on_the_server(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    browser = visit()
    home = browser.get("/sign-in").submit("Sign in", {"email": "AMARA@northmoor.example", "password": PASSWORD})
    stolen = browser.client.cookies["registry"]
    assert "Amara Okafor" in home

    browser.get("/account").submit("Sign out")

    thief = visit()
    thief.client.cookies.set("registry", stolen)
    assert thief.get("/").heading == "Sign in"


def test_a_wrong_password_and_an_unknown_address_read_the_same(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    form = visit().get("/sign-in")

    wrong = form.submit("Sign in", {"email": "amara@northmoor.example", "password": "not this one"}, status=422)
    nobody = form.submit("Sign in", {"email": "nobody@northmoor.example", "password": "not this one"}, status=422)

    sentence = "do not belong together"
    assert sentence in wrong
    assert sentence in nobody


def test_ten_wrong_tries_slow_that_pair_alone(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    form = visit().get("/sign-in")
    for _ in range(10):
        form.submit("Sign in", {"email": "amara@northmoor.example", "password": "wrong"}, status=422)

    slowed = form.submit("Sign in", {"email": "amara@northmoor.example", "password": PASSWORD}, status=429)
    other = form.submit("Sign in", {"email": "ben@northmoor.example", "password": "wrong"}, status=422)

    assert "too many wrong tries" in slowed
    assert 0 < int(slowed.headers["retry-after"]) <= 300
    assert "do not belong together" in other


def test_a_session_cookie_from_elsewhere_is_never_taken_over(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    browser = visit()
    browser.client.cookies.set("registry", "chosen-by-an-attacker")
    browser.get("/sign-in").submit("Sign in", {"email": "amara@northmoor.example", "password": PASSWORD})

    attacker = visit()
    attacker.client.cookies.set("registry", "chosen-by-an-attacker")
    assert attacker.get("/").heading == "Sign in"


def test_a_form_without_its_token_or_with_a_strange_one_is_refused(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    for token in ("", "wrong", "ünïcödé", visit(cast.colleague).form_token()):
        browser.post("/sign-out", {"csrf_token": token}, status=403)


def test_the_address_after_signing_in_is_always_ours(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    browser = visit()
    fields = {"email": "amara@northmoor.example", "password": PASSWORD}
    page = browser.get("/sign-in?next=//evil.example/").submit("Sign in", fields)
    assert page.path == "/"


def test_what_was_typed_is_there_again_after_the_session_ended(visit: Visit, cast: Cast) -> None:
    set_password(visit, cast)
    browser = visit(cast.clinician)
    form = browser.get("/ideas/new")
    browser.client.cookies.clear()
    typed = {"title": "Warm blankets", "better": "Nobody waits cold.", "why": "I see them shiver."}

    response = browser.client.post(
        "/ideas", data=typed, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    address = "http://testserver.local/ideas"
    signing_in = Page(browser, address, response.status_code, response.text, dict(response.headers))
    kept = signing_in.submit("Sign in", {"email": "amara@northmoor.example", "password": PASSWORD}, status=200)
    idea = kept.submit("Carry on")

    assert form.heading
    assert idea.heading == "Warm blankets"
    assert "I see them shiver." in idea


def test_every_answer_carries_the_security_headers(visit: Visit, cast: Cast) -> None:
    browser = visit(cast.clinician)
    for address, status in (("/account", 200), ("/nothing-here", 404), ("/sign-in", 200), ("/health/live", 200)):
        response = browser.client.get(address, follow_redirects=False)
        assert response.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.status_code in {status, 302, 303}
