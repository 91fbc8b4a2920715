import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import frameworks as actions
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework, Subsystem
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.schemas import FrameworkIn, OpeningIn, OutcomeIn, StewardIn
from registry.history.models import Event, EventWords
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor, registry_actor
from registry.people.models import Role
from registry.people.schemas import PersonIn
from tests.cast import HISTORY_KEY, Cast
from tests.factories import make_framework


async def another_steward(session: AsyncSession, cast: Cast, name: str = "Ada Lund") -> Actor:
    form = PersonIn(name=name, roles={Role.STEWARD})
    person = await people_actions.add_person(session, cast.administrator, form)
    organisation = await people_queries.get_organisation(session, cast.administrator.organisation_id)
    return person_actor(person, frozenset({Role.STEWARD}), organisation, HISTORY_KEY)


async def newest_event(session: AsyncSession) -> tuple[str, EventWords]:
    event = (await session.exec(select(Event).order_by(col(Event.number).desc()).limit(1))).one()
    return event.kind, await session.get_one(EventWords, (event.organisation_id, event.id))


def opening(today: Any, **given: Any) -> OpeningIn:
    said = {
        "name": "Urgent care",
        "subsystem": Subsystem.PATHWAY,
        "held": "From the call to the ward",
        "direction": "Seen by the right person first.",
        "starts_on": today,
        "review_on": today + timedelta(days=300),
    }
    return OpeningIn(**(said | given))


def as_it_stands(framework: Framework, **given: Any) -> FrameworkIn:
    return FrameworkIn(**(framework.model_dump(include=set(FrameworkIn.model_fields)) | given))


async def test_a_steward_who_opens_a_framework_is_its_first_steward(session: AsyncSession, cast: Cast) -> None:
    framework = await actions.open_framework(session, cast.steward, opening(cast.steward.today))

    assert await queries.list_steward_ids(session, framework) == [cast.steward.id]
    kind, words = await newest_event(session)
    assert (kind, words.words) == ("framework_opened", "Urgent care")


async def test_a_board_member_names_who_keeps_it(session: AsyncSession, cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        await actions.open_framework(session, cast.board, opening(cast.board.today))
    assert refusal.value.fields == {"steward_id": "Choose who keeps it."}
    with pytest.raises(Refused) as refusal:
        await actions.open_framework(session, cast.board, opening(cast.board.today, steward_id=cast.quality.person_id))
    assert refusal.value.fields == {"steward_id": "Choose someone who has the role of a steward."}

    form = opening(cast.board.today, steward_id=cast.steward.person_id)
    framework = await actions.open_framework(session, cast.board, form)

    assert await queries.list_steward_ids(session, framework) == [cast.steward.id]


@pytest.mark.parametrize("part", ["clinician", "sponsor", "quality", "administrator", "partner"])
async def test_nobody_else_opens_one(session: AsyncSession, cast: Cast, part: str) -> None:
    actor: Actor = getattr(cast, part)

    with pytest.raises(NotAllowed):
        await actions.open_framework(session, actor, opening(actor.today))


async def test_names_are_taken_once(session: AsyncSession, cast: Cast) -> None:
    await make_framework(session, cast.steward, name="Urgent care")

    with pytest.raises(Refused) as refusal:
        await actions.open_framework(session, cast.steward, opening(cast.steward.today))
    assert refusal.value.fields == {"name": "There is a framework of this name already."}


async def test_an_edit_keeps_what_was_in_history(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    wider = await make_framework(session, cast.steward, name="The whole trust")

    form = as_it_stands(framework, direction="Home sooner.", parent_id=wider.id)
    await actions.edit_framework(session, cast.steward, framework, form)

    kind, words = await newest_event(session)
    assert kind == "framework_edited"
    assert words.was == "Part of: no other\nDirection: Home sooner, and as able as they came."
    assert words.became == "Part of: The whole trust\nDirection: Home sooner."


async def test_only_its_stewards_edit_it(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    other = await another_steward(session, cast)

    for actor in (other, cast.board, cast.clinician):
        with pytest.raises(NotAllowed):
            await actions.edit_framework(session, actor, framework, as_it_stands(framework, name="Mine"))


async def test_a_loop_is_refused_at_any_depth(session: AsyncSession, cast: Cast) -> None:
    outer = await make_framework(session, cast.steward, name="Outer")
    middle = await make_framework(session, cast.steward, name="Middle", parent_id=outer.id)
    inner = await make_framework(session, cast.steward, name="Inner", parent_id=middle.id)

    for parent in (outer, middle, inner):
        form = as_it_stands(outer, parent_id=parent.id)
        with pytest.raises(Refused) as refusal:
            await actions.edit_framework(session, cast.steward, outer, form)
        assert "parent_id" in refusal.value.fields
    await actions.edit_framework(session, cast.steward, inner, as_it_stands(inner, parent_id=outer.id))
    assert [name for _, name in await queries.list_wider(session, inner)] == ["Outer"]


async def test_another_organisations_framework_cannot_be_named(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)

    with pytest.raises(NotFound):
        await queries.get_framework(session, cast.stranger, framework.id)
    with pytest.raises(NotFound):
        await queries.get_framework(session, cast.partner, framework.id)


async def test_the_sixth_outcome_is_refused_until_one_ends(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    made = [
        await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence=f"Outcome {number}"))
        for number in range(5)
    ]

    with pytest.raises(Refused):
        await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence="One too many"))
    await outcome_actions.end_outcome(session, cast.steward, made[0])
    await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence="Room again"))

    names = [outcome.sentence for outcome in await queries.list_outcomes(session, framework)]
    assert names == ["Outcome 1", "Outcome 2", "Outcome 3", "Outcome 4", "Room again"]
    with pytest.raises(Refused):
        await outcome_actions.end_outcome(session, cast.steward, made[0])
    with pytest.raises(Refused):
        await outcome_actions.change_outcome(session, cast.steward, made[0], OutcomeIn(sentence="Again"))


async def test_an_outcome_in_other_words_keeps_what_it_was(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    outcome = await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence="Nobody falls"))

    await outcome_actions.change_outcome(session, cast.steward, outcome, OutcomeIn(sentence="Fewer people fall"))

    kind, words = await newest_event(session)
    assert (kind, words.was, words.became) == ("outcome_changed", "Outcome: Nobody falls", "Outcome: Fewer people fall")


async def test_what_is_not_in_a_list_is_refused_beside_its_field(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)

    with pytest.raises(Refused) as refusal:
        await outcome_actions.add_outcome(
            session, cast.steward, framework, OutcomeIn(sentence="So", aim_id=framework.id)
        )
    assert refusal.value.fields == {"aim_id": "Choose one from the list."}
    form = opening(cast.steward.today, parent_id=cast.stranger.person_id)
    with pytest.raises(Refused) as refusal:
        await actions.open_framework(session, cast.steward, form)
    assert refusal.value.fields == {"parent_id": "Choose one from the list."}
    with pytest.raises(Refused) as refusal:
        await actions.name_steward(session, cast.steward, framework, StewardIn(person_id=cast.stranger.person_id))
    assert refusal.value.fields == {"person_id": "Choose one from the list."}


async def test_a_framework_is_never_without_a_steward(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    [first] = await queries.list_stewards(session, framework)
    stewardship, _ = await queries.get_stewardship(session, cast.steward, first.id)
    with pytest.raises(Refused):
        await actions.end_stewardship(session, cast.steward, stewardship)

    other = await another_steward(session, cast)
    await actions.name_steward(session, cast.board, framework, StewardIn(person_id=other.person_id))
    with pytest.raises(Refused):
        await actions.name_steward(session, cast.board, framework, StewardIn(person_id=other.person_id))
    await actions.end_stewardship(session, cast.steward, stewardship)

    assert await queries.list_steward_ids(session, framework) == [other.id]
    kind, words = await newest_event(session)
    assert (kind, words.words, words.became) == ("stewardship_ended", f"{{{cast.steward.id}}}", "Older people")
    with pytest.raises(NotAllowed):
        await outcome_actions.add_outcome(session, cast.steward, framework, OutcomeIn(sentence="Too late"))


async def test_who_left_or_lost_the_role_keeps_nothing_and_the_board_names_another(
    session: AsyncSession, cast: Cast
) -> None:
    framework = await make_framework(session, cast.steward)
    person = await people_queries.get_person(session, cast.administrator, cast.steward.person_id)

    await people_actions.record_leaving(session, cast.administrator, person)

    assert await queries.list_stewards(session, framework) == []
    other = await another_steward(session, cast)
    await actions.name_steward(session, cast.board, framework, StewardIn(person_id=other.person_id))
    assert await queries.list_steward_ids(session, framework) == [other.id]


async def test_a_review_is_told_once_for_each_of_its_dates(session: AsyncSession, cast: Cast) -> None:
    framework = await make_framework(session, cast.steward)
    organisation = await people_queries.get_organisation(session, cast.steward.organisation_id)
    registry = registry_actor(organisation, HISTORY_KEY)
    assert await actions.tell_reviews(session, registry, 10) == 0

    framework.review_on = cast.steward.today
    session.add(framework)
    await session.flush()
    assert await actions.tell_reviews(session, registry, 10) == 1
    assert (await newest_event(session))[0] == "framework_review_due"
    assert await actions.tell_reviews(session, registry, 10) == 0

    next_review = as_it_stands(framework, review_on=cast.steward.today + timedelta(days=100))
    await actions.edit_framework(session, cast.steward, framework, next_review)
    assert await actions.tell_reviews(session, registry, 10) == 0


async def test_frameworks_are_listed_with_those_nested_in_them_beneath(session: AsyncSession, cast: Cast) -> None:
    trust = await make_framework(session, cast.steward, name="The trust", subsystem=Subsystem.ORGANISATION)
    await make_framework(session, cast.steward, name="Mental health")
    older = await make_framework(session, cast.steward, name="Older people", parent_id=trust.id)
    await make_framework(session, cast.steward, name="Urgent care", parent_id=trust.id)
    await make_framework(session, cast.steward, name="Ward 7", parent_id=older.id)

    found, cursor = [], ""
    while True:
        listed = await queries.page_of_frameworks(session, cast.clinician, cursor=cursor, size=2)
        found += [(row.name, row.depth, row.parent_name) for row in listed.rows]
        if not listed.next_cursor:
            break
        cursor = listed.next_cursor

    assert found == [
        ("The trust", 0, None),
        ("Older people", 1, "The trust"),
        ("Ward 7", 2, "Older people"),
        ("Urgent care", 1, "The trust"),
        ("Mental health", 0, None),
    ]
    assert not await queries.page_of_frameworks(session, cast.partner)
    assert not await queries.page_of_frameworks(session, cast.stranger)


async def test_two_who_nest_each_into_the_other_make_no_loop(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as first:
        one = await make_framework(first, cast.steward, name="One")
        other = await make_framework(first, cast.steward, name="Other")
        await first.commit()

    async def nest(inner: Framework, outer: Framework) -> bool:
        async with both_sessions() as mine:
            held = await queries.get_framework(mine, cast.steward, inner.id)
            try:
                await actions.edit_framework(mine, cast.steward, held, as_it_stands(held, parent_id=outer.id))
            except Refused:
                return False
            await mine.commit()
            return True

    outcomes = await asyncio.gather(nest(one, other), nest(other, one))

    assert sorted(outcomes) == [False, True]
