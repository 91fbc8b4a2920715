"""The rules of a minimum specification: refused by page and by program in the same words, and nothing is kept."""

from typing import Any

import pytest
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import joining, publishing
from registry.boundaries.models import Boundary, BoundaryWording
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import versions as version_lines
from registry.boundaries.rules.drawing import BOUNDARIES_AT_MOST
from registry.boundaries.schemas import BoundaryIn, RedrawingIn
from registry.frameworks.actions import outcomes
from registry.frameworks.actions import versions as version_actions
from registry.frameworks.models import Discretion, Framework, FrameworkVersion, Outcome
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules.frameworks import OUTCOMES_AT_MOST
from registry.frameworks.schemas import OutcomeIn
from registry.history.models import Event
from registry.kit.errors import Refused
from registry.progress.models import ExplorationReview
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_exploring_idea, make_framework, make_idea, publish_and_accept

KEPT: tuple[type[SQLModel], ...] = (
    Discretion, Framework, FrameworkVersion, Outcome, Boundary, BoundaryWording, ExplorationReview, Event
)  # fmt: skip
WORDS = {"sentence": "No family waits for longer than a week", "reason": "It is clearer."}
AREA = {"sentence": "spend up to £2,000", "starts_on": "+0", "ends_on": "+90"}
REVIEW = {"decision": "end"}
MOVES = ("exploration", "pause", "sustaining", "ending", "review")
NEVER_LEADS = {"sponsor": MOVES, "colleague": MOVES[:2], "board": MOVES[1:3], "administrator": MOVES[3:]}
FRAMEWORK = "/frameworks/{framework}"

# (who, address, what is sent, a word of the sentence)
REFUSALS: list[tuple[str, str, dict[str, Any], str]] = [
    *((who, "/discretion", AREA, "Only a member of the board declares") for who in ("sponsor", "clinician", "steward")),
    ("administrator", "/discretion", AREA, "Only a member of the board declares"),
    *(
        (who, FRAMEWORK + "/outcomes", {"sentence": "Nobody falls"}, "Its stewards say")
        for who in ("board", "clinician")
    ),
    *((who, FRAMEWORK + "/boundaries", WORDS, "Only its stewards draw") for who in ("board", "clinician", "sponsor")),
    *(
        (who, "/boundaries/{of_framework}/wordings", WORDS, "Only its stewards redraw it.")
        for who in ("clinician", "board", "sponsor", "quality")
    ),
    *((who, FRAMEWORK + "/versions", WORDS, "Its stewards publish") for who in ("board", "clinician", "sponsor")),
    *(
        (who, "/boundaries/{of_framework}/ending", {}, "Only its stewards end a boundary")
        for who in ("board", "clinician", "administrator")
    ),
    *(
        (who, "/boundaries/{of_idea}/wordings", WORDS, "Only the lead redraws a boundary.")
        for who in ("sponsor", "colleague", "steward", "board", "administrator")
    ),
    *(
        (who, f"/ideas/{{idea}}/{move}", REVIEW | {"starts_on": "+0", "ends_on": "+100"}, "Only the lead")
        for who, moves in NEVER_LEADS.items()
        for move in moves
    ),
]
TOO_MANY: list[tuple[str, str, dict[str, Any], str]] = [
    ("clinician", "/ideas/{full}/boundaries", WORDS, "An idea has at most 7 boundaries."),
    ("steward", "/frameworks/{full_framework}/boundaries", WORDS, "A framework has at most 7 boundaries."),
    ("steward", "/frameworks/{full_framework}/outcomes", {"sentence": "Nobody falls"}, "at most"),
]


@pytest.fixture
def things(visit: Visit, cast: Cast) -> dict[str, str]:
    return visit.write(lambda session: make_things(session, cast))


async def make_things(session: AsyncSession, cast: Cast) -> dict[str, str]:
    idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
    [row] = await boundary_queries.list_boundaries(session, cast.clinician, idea)
    framework, full_framework = [await make_framework(session, cast.steward, name=name) for name in ("One", "Full")]
    form = BoundaryIn(sentence="No patient is moved at night")
    of_framework = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
    full = await make_idea(session, cast.clinician)
    for number in range(BOUNDARIES_AT_MOST):
        await make_boundary(session, cast.clinician, full, f"Boundary {number}")
        numbered = BoundaryIn(sentence=f"Boundary {number}")
        await publishing.draw_framework_boundary(session, cast.steward, full_framework, numbered)
    for number in range(OUTCOMES_AT_MOST):
        outcome = OutcomeIn(sentence=f"Outcome {number}")
        await outcomes.add_outcome(session, cast.steward, full_framework, outcome)
    found = {"idea": idea.id, "of_idea": row.id, "framework": framework.id, "of_framework": of_framework.id}
    return {name: str(one) for name, one in (found | {"full": full.id, "full_framework": full_framework.id}).items()}


def test_pages_refuse_it_and_keep_nothing(visit: Visit, cast: Cast, things: dict[str, str]) -> None:
    before = kept(visit)
    for status, refusals in ((403, REFUSALS), (422, TOO_MANY)):
        for who, address, sends, sentence in refusals:
            browser = visit(getattr(cast, who))
            typed = written(cast, sends) | {"csrf_token": browser.form_token()}
            page = browser.post(address.format(**things), typed, status)
            assert sentence in page, (who, address)
    assert kept(visit) == before


def test_programs_are_refused_it_in_the_same_words(visit: Visit, cast: Cast, things: dict[str, str]) -> None:
    programs = {who: visit.program(getattr(cast, who)) for who, *_ in REFUSALS + TOO_MANY}
    before = kept(visit)
    for status, refusals in ((403, REFUSALS), (422, TOO_MANY)):
        for who, address, sends, sentence in refusals:
            answer = programs[who].post("/api/v1" + address.format(**things), json=written(cast, sends))
            problem = answer.json()
            assert answer.status_code == status, (who, address, problem)
            said = " ".join([problem["detail"], *problem["reasons"], *problem["fields"].values()])
            assert sentence in said, (who, address, said)
    assert kept(visit) == before


async def test_a_version_in_use_is_neither_changed_nor_removed(session: AsyncSession, cast: Cast) -> None:
    steward, lead = cast.steward, cast.clinician
    framework = await make_framework(session, steward)
    outcome = await outcomes.add_outcome(session, steward, framework, OutcomeIn(sentence="Nobody falls"))
    redrawn, ended = [
        await publishing.draw_framework_boundary(session, steward, framework, BoundaryIn(sentence=sentence))
        for sentence in ("No patient is moved at night", "No bed is closed")
    ]
    idea = await make_idea(session, lead)
    await joining.join_framework(session, lead, idea, framework)
    used = await version_queries.get_newest(session, framework)
    before = await said_by(session, used)

    async def change() -> None:
        await outcomes.change_outcome(session, steward, outcome, OutcomeIn(sentence="Nobody falls twice"))
        await outcomes.add_outcome(session, steward, framework, OutcomeIn(sentence="Everybody gets up"))
        await publishing.redraw_boundary(session, steward, redrawn, RedrawingIn(**WORDS))
        await publishing.end_boundary(session, steward, ended)

    await change()
    await publishing.drop_preparation(session, steward, framework)
    assert await said_by(session, used) == before
    await change()
    await publish_and_accept(session, steward, framework, lead)

    assert await said_by(session, used) == before
    held = await boundary_queries.list_boundaries(session, lead, idea)
    assert [row.sentence for row in held] == ["No patient is moved at night", "No bed is closed"]
    with pytest.raises(Refused):
        await publishing.drop_preparation(session, steward, framework)
    with pytest.raises(IntegrityError):
        await version_actions.remove_prepared(session, used)


def test_a_version_in_use_says_the_same_whatever_its_steward_does_by_page_and_by_program(
    visit: Visit, cast: Cast
) -> None:
    async def use(session: AsyncSession) -> tuple[str, str, str]:
        framework = await make_framework(session, cast.steward)
        form = BoundaryIn(sentence="No patient is moved at night")
        boundary = await publishing.draw_framework_boundary(session, cast.steward, framework, form)
        idea = await make_idea(session, cast.clinician)
        await joining.join_framework(session, cast.clinician, idea, framework)
        return str(framework.id), str(boundary.id), str(idea.id)

    framework_id, boundary_id, idea_id = visit.write(use)
    browser, program = visit(cast.steward), visit.program(cast.steward)
    deeds = [
        (f"/frameworks/{framework_id}/outcomes", {"sentence": "Nobody falls"}),
        (f"/boundaries/{boundary_id}/wordings", WORDS),
        (f"/boundaries/{boundary_id}/ending", {}),
        (f"/frameworks/{framework_id}/versions/dropping", {}),
    ]
    versions, held = f"/api/v1/frameworks/{framework_id}/versions", f"/api/v1/ideas/{idea_id}/boundaries"
    before = [program.get(versions).json()["versions"], program.get(held).json()]
    for address, sends in deeds:
        browser.post(address, sends | {"csrf_token": browser.form_token()}, 303)
        assert [program.get(versions).json()["versions"], program.get(held).json()] == before, address
    for address, sends in deeds[:3]:
        assert program.post(f"/api/v1{address}", json=sends).status_code in {201, 204}, address
        after = program.get(held).json()
        assert [row["sentence"] for row in after] == ["No patient is moved at night"]
        assert program.get(versions).json()["versions"] == before[0], address
    assert program.delete(versions).status_code == 405


async def said_by(session: AsyncSession, version: FrameworkVersion) -> list[object]:
    told: list[object] = [(version.name, version.held, version.direction)]
    told += [said.sentence for said in await version_queries.list_outcomes_of(session, version)]
    return told + [wording.sentence for _, wording in await version_lines.list_held(session, version)]


def written(cast: Cast, sends: dict[str, Any]) -> dict[str, Any]:
    """Days as both doors write them."""
    today = cast.clinician.today.toordinal()
    return {
        name: type(cast.clinician.today).fromordinal(today + int(value)).isoformat() if value.startswith("+") else value
        for name, value in sends.items()
    }


def kept(visit: Visit) -> dict[str, int]:
    async def count(session: AsyncSession) -> dict[str, int]:
        return {
            kind.__name__: (await session.exec(select(func.count(col(kind.id))))).one()  # type: ignore[attr-defined]
            for kind in KEPT
        }

    return visit.write(count)
