from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope, Framework
from registry.ideas.models import Idea
from registry.kit.text import day_words
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework
from tests.pledges.ledger import offer
from tests.pledges.test_envelopes import make_envelope, make_idea_under

Stands = tuple[Framework, Envelope, Idea]


@pytest.fixture
def stands(visit: Visit, cast: Cast) -> Stands:
    """A hundred hours, of which a sponsor has offered sixteen to an idea."""

    async def make(session: AsyncSession) -> Stands:
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework)
        idea = await make_idea_under(session, cast, framework)
        await offer(session, cast.sponsor, idea)
        return framework, envelope, idea

    return visit.write(make)


def test_a_sponsor_sets_an_envelope_and_all_read_what_is_left(visit: Visit, cast: Cast, stands: Stands) -> None:
    framework, _, _ = stands
    kinds = visit(cast.sponsor).get(f"/frameworks/{framework.id}").follow("Set another envelope")
    assert "Money" in kinds
    assert "Removing a barrier" not in kinds
    form = kinds.follow("Money")

    refused = form.submit("Set this envelope", {"quantity": "1.005"}, status=422)
    assert "Write pounds and pence, such as 2,000 or 49.50." in refused
    assert "Say until which day." in refused
    until_on = cast.sponsor.today + timedelta(days=100)
    shown = refused.submit("Set this envelope", {"quantity": "20,000", "ends_on": until_on.isoformat()})
    assert "It stands. What is promised for these days draws on it, from before and from now on." in shown
    assert "Money: £20,000" in shown
    assert f"Nothing of it is promised yet. £20,000 is left until {day_words(until_on)}." in shown
    assert "16 hours are promised, and nothing of it has come yet. 84 hours are left until" in shown
    assert "said what Older people has to give: Money: £20,000 from" in shown
    read = visit(cast.clinician).get(f"/frameworks/{framework.id}")
    assert "Money: £20,000" in read
    assert "Set another envelope" not in read


def test_whoever_promises_sees_what_is_left_and_is_told_when_it_is_too_much(
    visit: Visit, cast: Cast, stands: Stands
) -> None:
    _, envelope, idea = stands
    form = visit(cast.second_sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=time")
    until = day_words(envelope.ends_on)
    assert f"In the envelope of Older people: 84 hours are left until {until}." in form

    fields = {"what": "A nurse", "quantity": "85", "ends_on": (cast.sponsor.today + timedelta(days=9)).isoformat()}
    refused = form.submit("Send the offer", fields, status=422)
    sentence = f"84 hours are left in the envelope of Older people until {until}, and this comes to 85 hours."
    assert sentence in refused
    assert refused.form_fields("Send the offer")["quantity"] == ["85"]
    refused.submit("Send the offer", {"quantity": "84"})
    again = visit(cast.second_sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=time")
    assert f"In the envelope of Older people: Nothing is left until {until}." in again


def test_an_envelope_is_changed_by_one_and_the_other_is_told(visit: Visit, cast: Cast, stands: Stands) -> None:
    framework, envelope, _ = stands
    first, second = [visit(actor).get(f"/envelopes/{envelope.id}/edit") for actor in (cast.steward, cast.sponsor)]
    assert first.form_fields("Keep these changes")["quantity"] == ["100"]

    less = first.submit("Keep these changes", {"quantity": "15"}, status=422)
    assert "16 hours are promised already, so it cannot be less than that." in less
    assert "Your changes are kept." in less.submit("Keep these changes", {"quantity": "120"})
    met = second.submit("Keep these changes", {"quantity": "90"}, status=409)
    assert "Somebody else changed this meanwhile." in met
    assert "120 hours" in met
    assert "74 hours are left" in met.submit("Keep these changes")
    assert framework.name in visit(cast.steward).get("/notices")


def test_a_closed_envelope_says_so_and_is_closed_once(visit: Visit, cast: Cast, stands: Stands) -> None:
    framework, envelope, _ = stands
    steward = visit(cast.steward)
    page = steward.get(f"/frameworks/{framework.id}").follow("Close")
    assert page.heading == "Close this envelope?"

    again = steward.get(f"/envelopes/{envelope.id}/closing")
    assert "1 envelope closed or over" in page.submit("Close it")
    assert "This envelope is closed. Set another one instead." in again.submit("Close it", status=422)


def test_who_may_not_set_an_envelope_is_told_who_may(visit: Visit, cast: Cast, stands: Stands) -> None:
    framework, envelope, _ = stands
    clinician = visit(cast.clinician)

    for address in (f"/frameworks/{framework.id}/envelopes/new", f"/envelopes/{envelope.id}/closing"):
        assert "The stewards of a framework, or a sponsor, say what it has to give." in clinician.get(address, 403)
    visit(cast.stranger).get(f"/envelopes/{envelope.id}/edit", 404)


def test_a_second_sending_of_one_offer_draws_once(visit: Visit, cast: Cast, stands: Stands) -> None:
    framework, _, idea = stands
    form = visit(cast.sponsor).get(f"/ideas/{idea.id}/pledges/new?kind=time")
    fields = {"what": "A nurse", "quantity": "4", "ends_on": (cast.sponsor.today + timedelta(days=9)).isoformat()}

    form.submit("Send the offer", fields)
    form.submit("Send the offer", fields)
    assert "20 hours are promised" in visit(cast.sponsor).get(f"/frameworks/{framework.id}")


def test_an_envelope_counts_what_is_promised_already_and_is_never_smaller(visit: Visit, cast: Cast) -> None:
    async def make(session: AsyncSession) -> Framework:
        framework = await make_framework(session, cast.steward)
        await offer(session, cast.sponsor, await make_idea_under(session, cast, framework))
        return framework

    framework = visit.write(make)
    form = visit(cast.steward).get(f"/frameworks/{framework.id}/envelopes/new?kind=time")
    assert "What is promised already for its days counts" in form
    days = {"starts_on": cast.steward.today.isoformat(), "ends_on": cast.steward.today.isoformat()}
    refused = form.submit("Set this envelope", {"quantity": "15", **days}, status=422)
    assert "16 hours are promised already, so it cannot be less than that." in refused
    refused.submit("Set this envelope", {"quantity": "16"})
    assert "16 hours are promised" in visit(cast.quality).get(f"/frameworks/{framework.id}")
