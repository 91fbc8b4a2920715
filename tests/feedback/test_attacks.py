"""Anonymity against somebody who holds the database: each attack finds nothing, and finds a leak put in on purpose."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import delete, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.actions import answers, closing, pulse, raters, sealed
from registry.feedback.models import Group, LinkUse, Response, Round
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import results as result_rules
from registry.feedback.schemas import PulseIn, RaterIn
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.queries import teams as team_queries
from registry.ideas.schemas import JoinIn
from registry.kit import clock
from registry.kit.database import Database, new_id, transaction
from registry.kit.errors import Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from tests.browser import Visit
from tests.cast import HISTORY_KEY, KEYS, Cast
from tests.factories import make_idea
from tests.feedback import attacks
from tests.feedback.people import SCORES, answer, answer_of, close, hire, link, name, open_round

pytestmark = pytest.mark.anyio
SECRET = ("She looks away when I speak", "Nobody dares to say no")
RATERS = 7


async def gather(database: Database, cast: Cast) -> tuple[Round, list[Actor]]:
    """A round in which seven are asked and all but the last have answered, the third at length."""
    async with transaction(database) as session:
        found = await open_round(session, cast)
        raters = await hire(session, cast, RATERS)
        for rater in raters:
            await name(session, found, cast.sponsor, rater)
    for number, rater in enumerate(raters[:-1]):
        await give(database, rater, found, f"{SECRET[0]} {number}", SECRET[1] * (20 if number == 3 else 1))
    return found, raters


async def give(database: Database, rater: Actor, found: Round, keep: str = "", more: str = "") -> None:
    async with transaction(database) as session:
        await answer(session, rater, found, answer_of(3, keep, more))


async def end(database: Database, cast: Cast, found: Round) -> None:
    async with transaction(database) as session:
        await close(session, cast, found)


async def everything_found(database: Database, cast: Cast) -> dict[str, Any]:
    """What all attacks on a round find, by the name of the attack."""
    found, raters = await gather(database, cast)
    before = await attacks.dump(database)
    await give(database, raters[-1], found, f"{SECRET[0]} last")
    after = await attacks.dump(database)
    seen = {
        "journal": attacks.changed_tables(before, after) - {"feedback_response", "feedback_link_use"},
        "two copies": attacks.rows_that_stayed(before, after, "feedback_response"),
        "raw words": await attacks.words_in_the_raw_file(database, SECRET),
        "lengths": len(await attacks.lengths(database, "feedback_response")) - 1,
        "order": await attacks.order_that_tells(database, "feedback_response"),
        "order of uses": []
        if database.is_sqlite
        else await attacks.pairs_written_together(database, "feedback_response", "feedback_link_use"),
        "joins": attacks.values_in_common(after, "feedback_response"),
    }
    await end(database, cast, found)
    closed = await attacks.dump(database)
    seen |= {
        "raw words after": await attacks.words_in_the_raw_file(database, SECRET),
        "left behind": [
            name for name in ("feedback_response", "feedback_link_use", "feedback_invitation") if closed[name]
        ],
    }
    return {attack: finding for attack, finding in seen.items() if finding}


async def test_the_holder_of_the_database_learns_nothing(database: Database, cast: Cast) -> None:
    assert await everything_found(database, cast) == {}


def in_the_open(_key: str, _purpose: str, plain: bytes) -> str:
    return base64.b64encode(plain).decode()


def from_the_open(_key: str, _purpose: str, kept: str) -> bytes:
    return base64.b64decode(kept)


async def add_as_it_comes(session: AsyncSession, found: Round, plain: bytes, keys: Any) -> None:
    row = Response(
        organisation_id=found.organisation_id,
        id=new_id(),
        round_id=found.id,
        sealed=sealed.sealed_answer(keys, found.id, plain),
    )
    await session.exec(insert(Response).values([row.model_dump()]))


async def use_as_it_comes(session: AsyncSession, _found: Round, use: LinkUse) -> None:
    await session.exec(insert(LinkUse).values([use.model_dump()]))


async def use_as_the_answers_key(session: AsyncSession, found: Round, plain: bytes, keys: Any) -> None:
    """An answer under the key of somebody's invitation."""
    await session.exec(delete(Response).where(col(Response.round_id) == found.id))
    [asked, *_] = (await session.exec(select(LinkUse.id))).all() or [new_id()]
    row = Response(
        organisation_id=found.organisation_id,
        id=asked,
        round_id=found.id,
        sealed=sealed.sealed_answer(keys, found.id, plain),
    )
    await session.exec(insert(Response).values([row.model_dump()]))


async def keep_the_answers(_session: AsyncSession, _found: Round) -> None:
    return None


LEAKS: dict[str, tuple[list[tuple[Any, str, Any]], set[str]]] = {
    "answers are not sealed": (
        [(sealed, "seal", in_the_open), (sealed, "unseal", from_the_open)],
        {"raw words"},
    ),
    "answers keep their length": ([(sealed, "evened", lambda plain, _length: plain)], {"lengths"}),
    "answers are kept as they come": (
        [(sealed, "add_response", add_as_it_comes), (sealed, "add_link_use", use_as_it_comes)],
        {"two copies", "order"},
    ),
    "an answer has its rater's key": ([(sealed, "add_response", use_as_the_answers_key)], {"joins"}),
    "answers outlive the close": (
        [(closing, "forget_answers", keep_the_answers)],
        {"left behind"},
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
async def test_a_leak_put_in_on_purpose_is_found(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    patches, expected = LEAKS[leak]
    for module, attribute, replacement in patches:
        monkeypatch.setattr(module, attribute, replacement)
    found = set(await everything_found(database, cast))
    assert expected <= found
    if leak == "answers are kept as they come" and not database.is_sqlite:
        assert "order of uses" in found


async def test_an_event_of_an_answer_would_be_found(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = answers.give_answer

    async def and_tell(session: AsyncSession, asked: Any, form: Any, keys: Any) -> None:
        await plain(session, asked, form, keys)
        await record_event(session, cast.sponsor, "round_opened", asked.found)

    monkeypatch.setattr(answers, "give_answer", and_tell)
    assert "journal" in await everything_found(database, cast)


async def test_no_column_leads_to_a_person_or_holds_more_than_a_day() -> None:
    assert attacks.moments_kept() == []
    assert attacks.columns_that_lead_to_a_person() == []
    assert attacks.columns_that_lead_to_a_person(["pulse_use"]) == ["pulse_use.person_id"]  # so it would be found


def test_a_view_of_the_whole_would_be_found() -> None:
    said = {Group.UPWARD: 6, Group.PEERS: 3}
    rows = [result_rules.Answer(group, {}, {}) for group, count in said.items() for _ in range(count)]
    shown = result_rules.release(rows, said, 5, lambda _: None)
    whole = result_rules.Results([result_rules.Part(tuple(said), 9, {}, {})])
    assert attacks.sets_that_can_be_worked_out([shown], said, 5) == []
    assert len(attacks.sets_that_can_be_worked_out([shown, whole], said, 5)) == 1


def test_a_small_group_beside_others_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {Group.UPWARD: 6, Group.PEERS: 3}
    monkeypatch.setattr(result_rules, "fold", lambda counts, _: [(group,) for group in Group if counts[group]])
    rows = [result_rules.Answer(group, {}, {}) for group, count in said.items() for _ in range(count)]
    shown = result_rules.release(rows, said, 5, lambda _: None)
    assert len(attacks.sets_that_can_be_worked_out([shown], said, 5)) == 1


async def test_one_link_sent_twice_at_once_is_one_answer(
    database: Database, cast: Cast, both_sessions: Callable[[], AsyncSession]
) -> None:
    async with transaction(database) as session:
        found = await open_round(session, cast)
        secret = await link(session, found, cast)
    outcomes: list[str] = []

    async def send() -> None:
        async with both_sessions() as session:
            asked = await queries.find_asked_by_link(session, KEYS, secret)
            try:
                assert asked
                await answers.give_answer(session, asked, answer_of(), KEYS)
                await session.commit()
                outcomes.append("kept")
            except (Refused, AssertionError):
                await session.rollback()
                outcomes.append("refused")

    async with anyio.create_task_group() as group:
        group.start_soon(send)
        group.start_soon(send)
    assert sorted(outcomes) == ["kept", "refused"]
    async with database.readers() as session:
        assert len((await session.exec(select(Response))).all()) == 1


async def test_who_has_no_invitation_cannot_answer(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    for stranger in (cast.colleague, cast.board, cast.administrator, cast.stranger):
        with pytest.raises(Exception, match="invitation"):
            await answer(session, stranger, found, answer_of())
    with pytest.raises(Refused):
        await raters.name_rater(
            session, cast.board, found, RaterIn(person_id=cast.sponsor.person_id, group=Group.PEERS)
        )


async def the_team(session: AsyncSession, cast: Cast) -> tuple[Idea, list[Actor]]:
    idea = await make_idea(session, cast.clinician)
    people = await hire(session, cast, 5)
    for person in people:
        await idea_actions.ask_to_join(session, person, idea, JoinIn(words="I want to help"))
    for mate in await team_queries.list_teammates(session, idea):
        if mate.is_open:
            await idea_actions.answer_joining(session, cast.clinician, idea, mate, is_accepted=True)
    return idea, [cast.clinician, *people]


async def test_a_pulse_leaves_nothing_that_leads_to_who_gave_it(database: Database, cast: Cast) -> None:
    async with transaction(database) as session:
        idea, team = await the_team(session, cast)
    form = PulseIn(idea_id=idea.id, energy=2, support=4)
    for person in team[:-1]:
        async with transaction(database) as session:
            await pulse.answer_pulse(session, person, form, KEYS)
    before = await attacks.dump(database)
    async with transaction(database) as session:
        await pulse.answer_pulse(session, team[-1], form, KEYS)
    after = await attacks.dump(database)
    assert attacks.changed_tables(before, after) == {"pulse_answer", "pulse_use"}
    assert attacks.rows_that_stayed(before, after, "pulse_answer") == set()
    assert attacks.values_in_common(after, "pulse_answer") == set()
    assert len(await attacks.lengths(database, "pulse_answer")) == 1
    for table in ("pulse_answer", "pulse_use"):
        assert await attacks.order_that_tells(database, table) == []
    assert await attacks.pairs_written_together(database, "pulse_answer", "pulse_use") == []

    async with transaction(database) as session:
        with pytest.raises(Refused, match="this week"):
            await pulse.answer_pulse(session, team[-1], form, KEYS)
    organisation_id = cast.clinician.organisation_id
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        async with transaction(database) as session:
            registry = registry_actor(await people_queries.get_organisation(session, organisation_id), HISTORY_KEY)
            await pulse.close_weeks(session, registry, KEYS)
    closed = await attacks.dump(database)
    assert closed["pulse_answer"] == closed["pulse_use"] == set()
    assert len(closed["pulse_week"]) == 1
    assert closed["event"] == before["event"]


def test_answering_signed_in_keeps_no_key_and_no_moment(
    visit: Visit, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    """Through the program's own door: sessions, keys of forms, history, notices and logs stay as they were."""
    database: Database = visit.app.state.database

    async def prepare(session: AsyncSession) -> Round:
        found = await open_round(session, cast)
        await name(session, found, cast.sponsor, cast.clinician)
        return found

    found = visit.write(prepare)
    browser = visit(cast.clinician)
    page = browser.get(f"/feedback/{found.id}/answer")
    before = visit.running.blocking_portal.call(attacks.dump, database)
    with caplog.at_level("INFO"):
        page.submit("Send my answer", {**dict.fromkeys(SCORES, "4"), "learns": "0", "keep_doing": SECRET[0]})
    after = visit.running.blocking_portal.call(attacks.dump, database)
    assert attacks.changed_tables(before, after) == {"feedback_response", "feedback_link_use"}
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("registry"))
    assert "POST" in said
    assert not [word for word in (SECRET[0], str(found.id), str(cast.clinician.id)) if word in said]
