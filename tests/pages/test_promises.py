from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.schemas import DeliveryIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea, stand_under
from tests.pledges.ledger import offer


@pytest.fixture
def framework(visit: Visit, cast: Cast) -> Framework:
    """Under it one promise was kept and one is on its way; another sponsor's is under none."""

    async def make(session: AsyncSession) -> Framework:
        framework = await make_framework(session, cast.steward)
        under, other = await make_idea(session, cast.clinician), await make_idea(session, cast.clinician)
        await stand_under(session, cast.clinician, under, framework)
        for idea, sponsor, what in (
            (under, cast.sponsor, "=A nurse who came"),
            (under, cast.sponsor, "A nurse to come"),
            (other, cast.second_sponsor, "A nurse for others"),
        ):
            pledge = await offer(session, sponsor, idea, what=what)
            await pledge_actions.accept_pledge(session, cast.clinician, pledge)
            if what.endswith("who came"):
                form = DeliveryIn(quantity="16", delivered_on=cast.clinician.today)
                await delivery_actions.record_delivery(session, cast.clinician, pledge, form)
        return framework

    return visit.write(make)


def test_all_read_what_was_promised_and_what_was_kept(visit: Visit, cast: Cast, framework: Framework) -> None:
    page = visit(cast.clinician).get("/promises")

    assert page.heading == "Did we keep what we promised?"
    assert "The one promise due is kept. 2 promises are on their way." in page
    assert "16 of 16 hours came" in page
    behind = page.browser.get("/promises?group=kept")
    assert "=A nurse who came" in behind
    assert "A nurse to come" not in behind
    assert "A nurse to come" in behind.follow("Show all of them")


def test_a_framework_leads_to_its_promises(visit: Visit, cast: Cast, framework: Framework) -> None:
    there = visit(cast.steward).get(f"/frameworks/{framework.id}")
    page = there.follow("What was promised under it, and what was kept")

    assert "1 promise is on its way." in page
    assert "A nurse for others" not in page


def test_promises_are_narrowed_and_a_wrong_day_is_told(visit: Visit, cast: Cast, framework: Framework) -> None:
    quality = visit(cast.quality)
    page = quality.get(f"/promises?sponsor={cast.second_sponsor.id}&until=")
    assert "Nothing was due in this time. 1 promise is on its way." in page
    later = (cast.quality.today + timedelta(days=300)).isoformat()
    assert "No promise stands here" in quality.get(f"/promises?since={later}")
    quality.get("/promises?kind=nonsense", 422)


def test_the_promises_are_taken_away_as_a_sheet_and_for_programs(
    visit: Visit, cast: Cast, framework: Framework
) -> None:
    program = visit.program(cast.quality)
    browser = visit(cast.quality)
    sheet = browser.client.get(f"/promises?format=csv&framework={framework.id}")

    lines = sheet.text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("Promise,Kind,Promised in all,Came,Unit,How it stands")
    assert sorted(line.split(",")[0] for line in lines[1:]) == ["'=A nurse who came", "A nurse to come"]
    assert ",16,16,hours,Kept," in "".join(lines)
    assert [row["state"] for row in browser.client.get("/promises?format=json&group=kept").json()] == ["kept"]
    browser.get("/promises?format=pdf", 404)

    told = program.get(f"/api/v1/promises?framework={framework.id}&group=on_the_way").json()
    assert told["words"] == "The one promise due is kept. 1 promise is on its way."
    assert [row["what"] for row in told["promises"]] == ["A nurse to come"]
    kept = next(each for each in told["counted"] if each["group"] == "kept")
    assert kept == {"group": "kept", "count": 1, "amounts": ["16 of 16 hours"]}
    assert program.get("/api/v1/promises?group=nonsense").status_code == 422


def test_a_partner_counts_what_was_promised_for_it(visit: Visit, cast: Cast, framework: Framework) -> None:
    page = visit(cast.partner).get("/promises")

    assert "Nothing was due in this time." in page
    assert "Framework" not in page
    assert "A nurse" not in page
