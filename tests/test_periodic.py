from datetime import timedelta

import pytest

from registry import periodic
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.kit import clock
from registry.kit.database import Database, transaction
from registry.notifications import actions as notice_actions
from registry.notifications import queries as notice_queries
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind
from registry.pledges.schemas import PledgeIn
from tests.cast import KEYS, Cast
from tests.factories import make_framework, make_idea


async def test_an_offer_that_nobody_answers_lapses_and_is_told_once(database: Database, cast: Cast) -> None:
    today = cast.sponsor.today
    async with transaction(database) as session:
        idea = await make_idea(session, cast.clinician)
        form = PledgeIn(
            kind=Kind.TIME,
            what="A nurse on Tuesdays",
            quantity="3",
            starts_on=today,
            ends_on=today + timedelta(days=60),
            reply_by_on=today + timedelta(days=5),
        )
        await pledge_actions.make_pledge(session, cast.sponsor, idea, form)

    with clock.stopped_at(clock.now() + timedelta(days=7)):
        await periodic.work_once(database, KEYS)
        await periodic.work_once(database, KEYS)

    async with database.readers() as session:
        entries = await history_queries.page_of_entries(session, cast.quality, idea_id=idea.id)
    assert [entry.kind for entry in entries.rows].count("pledge_lapsed") == 1


async def test_stewards_hear_once_that_a_framework_is_to_be_looked_at(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with transaction(database) as session:
        await make_framework(session, cast.steward, review_on=cast.steward.today + timedelta(days=3))

    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen])
    for days in (2, 4, 5):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            await periodic.work_once(database, KEYS)

    async with database.readers() as session:
        entries = await history_queries.page_of_entries(session, cast.quality)
        notices = await notice_queries.page_of_notices(session, cast.steward)
    assert [entry.kind for entry in entries.rows].count("framework_review_due") == 1
    assert [line.sentence for line in notices.rows] == ["The day has come to look again at a framework: Older people."]
