"""Anonymity of a whole round against whoever holds the database and reads every view of its results.

The ordinary run tries one round of a dozen answers on each engine; with REGISTRY_EXAMPLES=500 it is fifty answers, ten
times over, each time in other groups and another order.
"""

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.actions import answers, raters, sealed, shares
from registry.feedback.models import Group, Round
from registry.feedback.queries import results as result_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.rules import results as result_rules
from registry.feedback.rules.results import Results
from registry.feedback.rules.rounds import MOST_LINKS
from registry.feedback.schemas import ResultsShareIn
from registry.kit.database import Database, transaction
from registry.kit.errors import NotFound, Refused
from registry.people.actors import Actor
from tests.cast import KEYS, Cast
from tests.feedback import attacks
from tests.feedback.people import answer_of, close, hire, link, name, open_round

pytestmark = pytest.mark.anyio
IS_WHOLE = int(os.environ.get("REGISTRY_EXAMPLES", "0")) >= 500
COUNT, SEEDS = (50, range(10)) if IS_WHOLE else (12, range(3, 4))
BY_NAME = (Group.UPWARD, Group.PEERS)
GROUPS = (*BY_NAME, Group.PARTNERS, Group.SERVICE_USERS)
TELLS = 0.85  # what part of an order may stand as it came before it is no chance any more
Findings = dict[str, Any]


@dataclass
class Asked:
    """Somebody who answers once: with an account, or by a link. `said` tells their answer from all others."""

    group: Group
    said: str
    person: Actor | None = None
    secret: str = ""
    invitation_id: UUID | None = None


async def gather(database: Database, cast: Cast, chance: random.Random) -> tuple[Round, list[Asked]]:
    """A round with all who are asked, in the order in which they answer."""
    async with transaction(database) as session:
        found = await open_round(session, cast)
        groups = chance.choices(GROUPS, [chance.randint(1, 9) for _ in GROUPS], k=COUNT)
        for place, group in enumerate(groups):
            if group not in BY_NAME and groups[:place].count(group) >= MOST_LINKS:
                groups[place] = Group.PEERS
        asked = [Asked(group, f"Word of number {number}.") for number, group in enumerate(groups)]
        for each, person in zip(asked, await hire(session, cast, COUNT), strict=True):
            if each.group in BY_NAME:
                each.person = person
                await name(session, found, chance.choice([cast.sponsor, cast.board]), person, each.group)
            else:
                each.secret = await link(session, found, cast, each.group)
    chance.shuffle(asked)
    return found, asked


async def give(session: AsyncSession, found: Round, each: Asked) -> None:
    if each.person:
        asked: queries.Asked | None = await queries.get_asked(session, each.person, found.id)
    else:
        asked = await queries.find_asked_by_link(session, KEYS, each.secret)
    if asked is None:
        raise Refused("This link is used.")
    each.invitation_id = asked.invitation.id
    await answers.give_answer(session, asked, answer_of(3, each.said), KEYS)


async def stuff(session: AsyncSession, cast: Cast, found: Round, each: Asked) -> None:
    """Answers again, also after being taken back and named anew."""
    if each.person:
        invitation = await queries.find_invitation_of(session, found, each.person.person_id)
        assert invitation
        by = cast.sponsor if cast.sponsor.is_person(invitation.named_by_id) else cast.board
        await raters.take_back_rater(session, by, invitation)
        await name(session, found, by, each.person, each.group)
    await give(session, found, each)


async def everything_found(database: Database, cast: Cast, seed: int) -> Findings:
    """What can be learnt of who said what, by the name of the attack."""
    chance = random.Random(seed)
    found, asked = await gather(database, cast, chance)
    watched = set(chance.sample(range(1, COUNT), 2))
    findings: Findings = {"before and after": set(), "stuffing": []}
    for number, each in enumerate(asked):
        before = await attacks.dump(database) if number in watched else None
        async with transaction(database) as session:
            await give(session, found, each)
        if before:
            after = await attacks.dump(database)
            expected = {"feedback_response", "feedback_link_use"} | ({"directory"} if each.secret else set())
            findings["before and after"] |= attacks.changed_tables(before, after) - expected
            findings["before and after"] |= attacks.rows_that_stayed(before, after, "feedback_response")
    for each in [*chance.sample(asked, 2), next(each for each in asked if each.person)]:
        try:
            async with transaction(database) as session:
                await stuff(session, cast, found, each)
            findings["stuffing"].append(each.said)
        except Refused:
            pass
    held = await attacks.dump(database)
    said, uses = await rows_as_they_stand(database, found)
    came = [each.said for each in asked]
    findings |= {
        "order": in_order(came, said),
        "answers beside uses": side_by_side(asked, said, uses),
        "time": attacks.moments_kept()
        + await attacks.pairs_written_together(database, "feedback_response", "feedback_link_use"),
        "joins": attacks.values_in_common(held, "feedback_response"),
        "raw file": await attacks.words_in_the_raw_file(database, came),
        "too early": await views_of(database, cast, found),
    }
    async with transaction(database) as session:
        whole = await close(session, cast, found)
    views = await views_of(database, cast, found)
    counts = Counter(each.group for each in asked)
    findings |= {
        "small groups and differences": attacks.sets_that_can_be_worked_out([whole, *views], counts, found.threshold),
        "another view": [view for view in views if not {*map(str, view.parts)} <= {*map(str, whole.parts)}],
        "order of what is shown": [
            said for part in whole.parts if (said := in_order(came, list(part.words["keep_doing"])))
        ],
        "raw file after the close": await attacks.words_in_the_raw_file(database, came),
    }
    return {attack: finding for attack, finding in findings.items() if finding}


async def rows_as_they_stand(database: Database, found: Round) -> tuple[list[str], list[UUID]]:
    """What answers say, opened with the key, and uses of links, each in the order in which the database keeps them."""
    order = "" if database.is_sqlite else " ORDER BY ctid"
    async with database.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"SELECT sealed FROM feedback_response{order}")
        uses = await connection.exec_driver_sql(f"SELECT id FROM feedback_link_use{order}")
        opened = [result_rules.answer_read(sealed.opened_answer(KEYS, found.id, row[0])) for row in rows]
        return [each.words["keep_doing"] for each in opened], [UUID(str(use[0])) for use in uses]


def in_order(came: Sequence[str], stand: Sequence[str]) -> str:
    """Whether they stand as they came, or the other way round; of a few, all must, or chance would be taken for it."""
    places = [came.index(said) for said in stand if said in came]
    if len(places) < 8:
        return ""
    rising = sum(first < second for first, second in pairwise(places)) / (len(places) - 1)
    most = TELLS if len(places) >= 12 else 1
    return f"{rising:.0%} follow each other as they came" if max(rising, 1 - rising) >= most else ""


def side_by_side(asked: Sequence[Asked], said: Sequence[str], uses: Sequence[UUID]) -> str:
    """Whether the first to have used a link gave the first answer, and so on."""
    said_by = {each.invitation_id: each.said for each in asked}
    count = sum(said_by[use] == words for use, words in zip(uses, said, strict=False))
    return f"{count} of {len(said)} stand side by side" if count > len(said) / 2 else ""


async def views_of(database: Database, cast: Cast, found: Round) -> list[Results]:
    """What each of those reads with whom the sponsor shares some groups: every choice of groups there is."""
    async with database.readers() as session:
        groups = [group for group in Group if not group.is_named]
        choices = chain.from_iterable(combinations(groups, count) for count in range(1, len(groups) + 1))
        try:
            _, whole = await result_queries.get_results(session, cast.sponsor, found.id, KEYS)
        except NotFound:
            return []
    views = [whole.only(frozenset(choice)) for choice in choices]
    async with transaction(database) as session:
        form = ResultsShareIn(person_id=cast.manager.person_id, groups=[Group.UPWARD, Group.PEERS])
        share = await shares.share_results(session, cast.sponsor, await session.get_one(Round, found_key(found)), form)
        _, shown = await result_queries.get_results(session, cast.manager, found.id, KEYS)
        await shares.end_share(session, cast.sponsor, share)
    return [*views, shown]


def found_key(found: Round) -> tuple[Any, Any]:
    return found.organisation_id, found.id


@pytest.mark.parametrize("seed", SEEDS)
async def test_nobody_learns_who_said_what(database: Database, cast: Cast, seed: int) -> None:
    assert await everything_found(database, cast, seed) == {}


def as_they_came(rows: list[Any]) -> list[Any]:
    return rows


def each_by_itself(counts: dict[Group, int], _threshold: int) -> list[tuple[Group, ...]]:
    return [(group,) for group in Group if counts.get(group) and not group.is_named]


async def never(*_: Any) -> bool:
    return False


async def nothing(*_: Any) -> None:
    return None


LEAKS: dict[str, tuple[list[tuple[Any, str, Any]], str]] = {
    "answers stand as they came": ([(sealed, "_mixed", as_they_came)], "order"),
    "what is shown stands as it came": (
        [(sealed, "_mixed", as_they_came), (sealed, "shuffle", as_they_came)],
        "order of what is shown",
    ),
    "every group is shown": ([(result_rules, "fold", each_by_itself)], "small groups and differences"),
    "an answer may be given twice": (
        [(queries, "has_answered", never), (sealed, "add_link_use", nothing)],
        "stuffing",
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
async def test_a_leak_put_in_on_purpose_is_found(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    patches, attack = LEAKS[leak]
    for module, attribute, replacement in patches:
        monkeypatch.setattr(module, attribute, replacement)
    assert attack in await everything_found(database, cast, SEEDS[0])
