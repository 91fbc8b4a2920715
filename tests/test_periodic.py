from datetime import timedelta

import pytest
from sqlmodel import col, select

from registry import periodic
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.kit import clock
from registry.kit.database import Database, transaction
from registry.notifications import actions as notice_actions
from registry.notifications import queries as notice_queries
from registry.notifications.models import Notice
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Kind
from registry.pledges.schemas import PledgeIn
from tests.cast import KEYS, Cast
from tests.coaching.people import WORDS, make_appraisal
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


async def test_two_hear_once_and_alone_that_the_day_to_talk_again_has_come(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with transaction(database) as session:
        appraisal = await make_appraisal(session, cast, cast.clinician.today + timedelta(days=3))

    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen])
    heard = []
    for days in (2, 3, 4):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            await periodic.work_once(database, KEYS)
        async with database.readers() as session:
            told = select(Notice).where(col(Notice.address).startswith("/coaching/appraisals/"))
            heard.append((await session.exec(told.where(col(Notice.actor_id).is_(None)))).all())

    before, on_the_day, after = heard
    assert before == []
    assert {notice.person_id for notice in on_the_day} == {cast.clinician.person_id, cast.manager.person_id}
    assert len(after) == len(on_the_day) == 2
    for notice in after:
        assert notice.sentence == "The day has come on which you two meant to talk again."
        assert notice.address == f"/coaching/appraisals/{appraisal.id}"
        assert not any(word in notice.sentence for word in WORDS)
    async with database.readers() as session:
        entries = await history_queries.page_of_entries(session, cast.quality)
    [entry] = [entry for entry in entries.rows if entry.kind == "appraisal_day_come"]
    assert entry.words == entry.was == entry.became == ""
