from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Envelope, Framework
from registry.ideas.models import Idea
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework
from tests.pledges.ledger import offer
from tests.pledges.test_envelopes import make_envelope, make_idea_under


def test_programs_set_change_and_close_envelopes(visit: Visit, cast: Cast) -> None:
    framework, envelope, idea = _stands(visit, cast)
    program, today = visit.program(cast.sponsor), cast.sponsor.today
    address = f"/api/v1/frameworks/{framework.id}/envelopes"
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=30)).isoformat()}

    made = program.post(address, json={"kind": "money", "quantity": "500.50", **days})
    assert (made.status_code, made.json()["amount_minor"], made.json()["left_minor"]) == (201, 50_050, 50_050)
    there = f"/api/v1/envelopes/{made.json()['id']}"
    twice = program.post(address, json={"kind": "money", "quantity": "1", **days})
    assert (twice.status_code, list(twice.json()["fields"])) == (422, ["starts_on"])
    none = program.post(address, json={"kind": "barrier", **days})
    assert "has no amount, so there is no envelope of it" in none.json()["fields"]["kind"]
    edit = {"quantity": "700", "version": made.json()["version"], **days}
    assert program.put(there, json=edit).json()["amount"] == "£700"
    assert program.put(there, json=edit).status_code == 409
    assert [row["kind"] for row in visit.program(cast.clinician).get(address).json()] == ["time", "money"]
    assert program.post(f"{there}/closing").json()["closed_at"]
    assert program.get(f"/api/v1/envelopes/{envelope.id}").json()["drawn_minor"] == 16 * 60

    pledge = {"kind": "time", "what": "A nurse", "quantity": "85", **days}
    refused = program.post(f"/api/v1/ideas/{idea.id}/pledges", json=pledge)
    assert refused.status_code == 422
    assert refused.json()["fields"]["quantity"].startswith("84 hours are left in the envelope of Older people until")


def _stands(visit: Visit, cast: Cast) -> tuple[Framework, Envelope, Idea]:
    async def make(session: AsyncSession) -> tuple[Framework, Envelope, Idea]:
        framework = await make_framework(session, cast.steward)
        envelope = await make_envelope(session, cast.steward, framework)
        idea = await make_idea_under(session, cast, framework)
        await offer(session, cast.sponsor, idea)
        return framework, envelope, idea

    return visit.write(make)
