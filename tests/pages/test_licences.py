"""Licences in pages and for programs: asked for, decided in two steps, ended, and what each side sees of them."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import rules as account_rules
from registry.ideas.models import Idea
from registry.kit import clock
from registry.licences.actions import links
from registry.licences.models import Giver, Licence
from registry.licences.rules.decisions import GIVEN_LINK_LASTS, signed_secret, signed_secret_of
from registry.licences.schemas import LinkIn
from tests.browser import Visit
from tests.cast import KEYS, SECRET_KEY, Cast
from tests.factories import make_exploring_idea, make_granted_licence, make_idea, make_licence, make_turf


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    return visit.write(lambda session: make_idea(session, cast.clinician, title="Seven drinks a day"))


@pytest.fixture
def licence(visit: Visit, cast: Cast, idea: Idea) -> Licence:
    return visit.write(lambda session: make_licence(session, cast.clinician, idea, cast.partner_id))


@pytest.fixture
def secret(visit: Visit, cast: Cast, licence: Licence) -> str:
    async def send(session: AsyncSession) -> str:
        found = await session.get_one(Licence, (licence.organisation_id, licence.id))
        link = await links.send_link(session, cast.clinician, found, LinkIn(address="una@elms.example"), KEYS)
        return signed_secret(SECRET_KEY, link.id)

    return visit.write(send)


def test_the_lead_says_where_it_works_and_asks(visit: Visit, cast: Cast, idea: Idea) -> None:
    lead = visit(cast.clinician)
    page = lead.get(f"/ideas/{idea.id}").follow("Say on whose ground it works")
    refused = page.submit("Keep this", {"partner_id": str(cast.partner_id), "place": ""}, status=422)
    assert "Say where on their ground" in refused
    page = refused.submit("Keep this", {"place": "Rosehill"})
    assert page.heading == "Ask Four Elms care homes for a licence"
    refused = page.submit("Ask for it", {"purpose": "Offer drinks", "touches": ""}, status=422)
    assert "Say which data or people it touches." in refused
    shown = refused.submit("Ask for it", {"touches": "Residents", "conditions": "A carer is there"})
    assert "Condition proposed: A carer is there" in shown
    assert "Four Elms care homes has not answered" in lead.get(f"/ideas/{idea.id}/exploration/new")


def test_a_partners_person_reads_the_wording_before_agreeing(visit: Visit, cast: Cast, licence: Licence) -> None:
    partner = visit(cast.partner)
    page = partner.get("/").follow("Decide")
    page = page.submit("Go on", {"is_granted": "true", "position": "Manager", "conditions": "By day"}, status=200)
    assert "On these conditions: 1. By day." in page
    back = page.submit("No, change something", status=200)
    assert back.form_fields("Go on")["conditions"] == ["By day"]
    shown = page.submit("I agree to this wording")
    assert "Tom Healy, Manager, granted it" in shown
    assert "Seven drinks a day" in partner.get("/licences")
    assert "In force until" in visit(cast.clinician).get(f"/licences/{licence.id}")


def test_a_link_shows_the_request_and_works_once(visit: Visit, cast: Cast, idea: Idea, secret: str) -> None:
    guest = visit()
    page = guest.get(f"/decide/{secret}")
    assert "Offer seven drinks a day" in page
    assert idea.better not in page
    assert str(idea.id) not in page
    said = {"is_granted": "false", "name": "Una Byrne", "position": "Director"}
    refused = page.submit("Go on", said, status=422)
    assert "Say why" in refused
    assert "Thank you: it is refused" in refused.submit("Go on", {"reason": "Not this winter"}, status=200)
    for address in (f"/decide/{secret}", "/decide/wrong"):
        assert "ask for a new link" in guest.get(address, status=404)
    history = visit(cast.quality).get(f"/ideas/{idea.id}/history")
    assert "A guest with a link refused a licence" in history
    assert "una@elms.example" not in history


def test_who_granted_by_a_link_reads_it_later_and_takes_it_back(
    visit: Visit, cast: Cast, idea: Idea, licence: Licence, secret: str
) -> None:
    guest = visit()
    said = {"is_granted": "true", "name": "Una Byrne", "position": "Director"}
    agreed = guest.get(f"/decide/{secret}").submit("Go on", said, status=200)
    agreed = agreed.submit("I agree to this wording", status=200)
    assert "A letter with a private link is on its way" in agreed

    async def private(session: AsyncSession) -> str:
        giver = (await session.exec(select(Giver).where(col(Giver.address) == "una@elms.example"))).one()
        return signed_secret_of(SECRET_KEY, giver)

    here = f"/given/{visit.write(private)}"
    page = guest.get(here)
    assert "Offer seven drinks a day" in page
    assert str(idea.id) not in page
    assert "In force until" in page
    refused = page.follow("Revoke it").submit("Revoke it", status=422)
    assert "Say why" in refused
    revoked = refused.submit("Revoke it", {"reason": "We are full"})
    assert (revoked.path, "Una Byrne revoked it" in revoked) == (here, True)
    assert "Una Byrne revoked it" in visit(cast.clinician).get(f"/licences/{licence.id}")
    with clock.stopped_at(clock.now() + GIVEN_LINK_LASTS):
        over = guest.get(here, status=404)
        assert "Offer seven drinks a day" not in over
        assert "A fresh link is on its way" in over.submit("Send me a fresh link", status=200)
        assert "within the last hour" in guest.get(here, status=404).submit("Send me a fresh link", status=422)
    assert "not copied whole" in guest.get("/given/wrong", status=404)
    for other in (licence.idea_id, licence.partner_id):
        guest.get(f"{here}/licences/{other}/revocation", status=404)


def test_ten_wrong_links_slow_whoever_tries_them(visit: Visit, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = visit()
    monkeypatch.setattr(account_rules, "TRIES", 3)
    for number in range(3):
        guest.get(f"/decide/wrong-{number}", status=404)
    assert "Please wait a few minutes" in guest.get(f"/decide/{secret}", status=429)


def test_who_is_concerned_reads_that_an_idea_works_outside(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Idea:
        made = await make_exploring_idea(session, cast.clinician, cast.sponsor, title="A walk before tea")
        await make_turf(session, cast.clinician, made, cast.partner_id, "Fairview")
        return made

    idea = visit.write(make)
    for actor in (cast.clinician, cast.sponsor, cast.quality):
        assert "Works where no licence covers it: A walk before tea" in visit(actor).get("/")
    assert "Works where no licence covers it" not in visit(cast.colleague).get("/")
    assert "Licences missing or running out" in visit(cast.quality).get("/monitor")
    assert "no licence is asked for yet" in visit(cast.colleague).get(f"/ideas/{idea.id}")
    monitor = visit.program(cast.quality).get("/api/v1/monitor").json()
    assert [row["title"] for row in monitor["outside"]] == ["A walk before tea"]


def test_one_that_ends_soon_is_renewed_revoked_and_handed_back(visit: Visit, cast: Cast, idea: Idea) -> None:
    soon = cast.clinician.today + timedelta(days=20)

    async def make(session: AsyncSession) -> Licence:
        return await make_granted_licence(session, cast.clinician, cast.partner, idea, ends_on=soon)

    licence = visit.write(make)
    lead = visit(cast.clinician)
    assert "See it" in visit(cast.quality).get("/")
    renewal = lead.get("/").follow("Renew it").submit("Ask for it")
    assert renewal.link("an earlier licence") == f"/licences/{licence.id}"
    gone = lead.get(f"{renewal.path}").follow("Hand it back").submit("Hand it back")
    assert "Amara Okafor handed it back" in gone
    revoked = visit(cast.partner).get(f"/licences/{licence.id}").follow("Revoke it")
    revoked = revoked.submit("Revoke it", {"reason": "A condition was broken"})
    assert "A condition was broken" in lead.get(f"/licences/{licence.id}")
    assert "Revoked" in visit(cast.sponsor).get("/partners").follow("Four Elms care homes")


def test_programs_hear_the_same_words(visit: Visit, cast: Cast, idea: Idea, licence: Licence) -> None:
    address = f"/api/v1/licences/{licence.id}"
    lead, partner = visit.program(cast.clinician), visit.program(cast.partner)
    said = {"is_granted": True, "position": "Manager"}
    turned_away = lead.post(f"{address}/decision", json=said)
    assert (turned_away.status_code, "partner’s own people" in turned_away.text) == (403, True)
    assert visit.program(cast.stranger).get(address).status_code == 404
    refused = partner.post(f"{address}/decision", json={"is_granted": False, "position": "Manager"})
    assert refused.json()["fields"] == {"reason": "Say why, so that the lead can ask again in another way."}
    granted = partner.post(f"{address}/decision", json=said).json()
    assert (granted["state"], granted["decision"]["name"], granted["idea_id"]) == ("in_force", "Tom Healy", None)
    again = partner.post(f"{address}/decision", json=said)
    assert (again.status_code, again.json()["reasons"]) == (422, ["This request is answered already."])
    assert lead.get(address).json()["idea_id"] == str(idea.id)
    [told] = partner.get("/api/v1/licences").json()["ideas"].values()
    assert told["title"] == "Seven drinks a day"
    turf = lead.put(f"/api/v1/ideas/{idea.id}/turf", json={"partner_id": str(cast.partner_id), "place": "Fairview"})
    assert "another place" in turf.json()["objection"]
    assert lead.get(f"/api/v1/partners/{cast.partner_id}").json()["in_force"] == 1
