import asyncio
import re
import threading

import pytest
from playwright.sync_api import Page
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryWording, VersionBoundary, Watch
from registry.frameworks.models import FrameworkVersion, Outcome, VersionOutcome
from registry.frameworks.rules.frameworks import OUTCOMES_AT_MOST
from registry.ideas.models import Idea
from registry.ideas.queries.frameworks import find_place_in_framework
from registry.kit import clock
from registry.kit.database import open_database, transaction
from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import DESK, PHONE, Demo, Way

IDEA = "Home with your medicines"
ORDINARY = "No one waits longer for somebody to look after them because of what we try, by day or by night."
WITHOUT_END = "Donaudampfschifffahrtsgesellschaftskapitaen" * 9
A4_WITHIN_MARGINS = {"width": 718, "height": 1043}  # CSS pixels
IS_CUT_OFF = """() => ['.spec', '.spec__boxes', '.spec__box'].flatMap(name => [...document.querySelectorAll(name)])
  .filter(box => box.scrollHeight > box.clientHeight + 1).map(box => box.className + box.id)"""


@pytest.mark.parametrize("way", [PHONE, DESK], ids=str)
def test_a_board_member_declares_an_area_sees_the_grid_and_prints_a_specification(arrive: Arrive, way: Way) -> None:
    # What ends soon waits for her; she declares something new.
    board = arrive("board", way).sees("you may see people in the evening")
    board.opens("/discretion").follows("Declare an area")
    board.writes("sentence", "sit with somebody who is dying, and let other work wait").writes("time_limit", "20")
    board.writes("ends_on", in_days(200)).presses("Declare it").sees("Up to 20 hours of staff time")

    # The grid says where people may act freely.
    board.opens("/discretion").follows("See where people may act freely, and where nothing is yet")
    board.sees("you may sit with somebody who is dying").follows("By framework").sees("Older people")

    # An idea's sheet is the first thing she is offered, and it prints on one page.
    board.opens("/ideas").follows(IDEA).follows("Read it on one page first").is_at(IDEA)
    board.sees("What may not be crossed?").sees("Everything else is left to the people who do the work.")
    assert pages_of(board.page) == 1
    assert cut_off(board.page) == []


@pytest.mark.parametrize("sentence", [ORDINARY, WITHOUT_END], ids=["ordinary", "without end"])
def test_the_fullest_specification_prints_on_exactly_one_page_with_nothing_cut_off(
    arrive: Arrive, demo: Demo, sentence: str
) -> None:
    fill(demo, sentence)
    reader = arrive("board", DESK).opens("/ideas").follows(IDEA).follows("Read it on one page first")
    assert reader.page.locator("#spec-boundaries li").count() == 14
    assert pages_of(reader.page) == 1
    assert cut_off(reader.page) == []


def pages_of(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def cut_off(page: Page) -> list[str]:
    """The boxes that hold more than they show when printed."""
    page.set_viewport_size(A4_WITHIN_MARGINS)
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(IS_CUT_OFF)
    page.emulate_media(media="screen")
    return found


def fill(demo: Demo, sentence: str) -> None:
    """As many outcomes and boundaries as are allowed, each as long as is allowed, in a loop of its own."""

    async def write() -> None:
        database = open_database(f"sqlite+aiosqlite:///{demo.folder / 'registry.db'}")
        async with transaction(database) as session:
            await _fill(session, sentence[:400])
        await database.close()

    worker = threading.Thread(target=lambda: asyncio.run(write()))
    worker.start()
    worker.join()


async def _fill(session: AsyncSession, sentence: str) -> None:
    idea = (await session.exec(select(Idea).where(col(Idea.title) == IDEA))).one()
    here = {"organisation_id": idea.organisation_id}
    place = await find_place_in_framework(session, idea)
    assert place
    version = await session.get_one(FrameworkVersion, (idea.organisation_id, place.version_id))
    version.direction, idea.better, idea.why, idea.outcome = sentence[:280], sentence, sentence, sentence
    outcomes = (await session.exec(select(VersionOutcome).where(col(VersionOutcome.version_id) == version.id))).all()
    for outcome in outcomes:
        outcome.sentence = sentence
    for _ in range(OUTCOMES_AT_MOST - len(outcomes)):
        wanted = Outcome(
            framework_id=version.framework_id, sentence=sentence, set_at=clock.now(), set_by_id=idea.author_id, **here
        )
        session.add(wanted)
        await session.flush()
        session.add(VersionOutcome(version_id=version.id, outcome_id=wanted.id, sentence=sentence, **here))
    at, by_id = clock.now(), idea.author_id
    drawn = (
        await session.exec(
            select(Boundary).where(
                (col(Boundary.idea_id) == idea.id) | (col(Boundary.framework_id) == version.framework_id)
            )
        )
    ).all()
    ids = [boundary.id for boundary in drawn]
    for wording in (await session.exec(select(BoundaryWording).where(col(BoundaryWording.boundary_id).in_(ids)))).all():
        wording.sentence = sentence
    for of in ({"idea_id": idea.id}, {"framework_id": version.framework_id}):
        have = sum(all(getattr(boundary, name) == value for name, value in of.items()) for boundary in drawn)
        for _ in range(7 - have):
            boundary = Boundary(drawn_at=at, drawn_by_id=by_id, **here, **of)
            session.add(boundary)
            await session.flush()
            agreed = {"proposed_at": at, "proposed_by_id": by_id, "agreed_at": at, "agreed_by_id": by_id}
            wording = BoundaryWording(
                boundary_id=boundary.id, number=1, sentence=sentence, answer_days=28, **here, **agreed
            )
            session.add(wording)
            await session.flush()
            if boundary.framework_id:
                held = {"version_id": version.id, "boundary_id": boundary.id, "wording_id": wording.id}
                session.add(VersionBoundary(**here, **held))
            session.add(
                Watch(boundary_id=boundary.id, idea_id=idea.id, wording_number=1, worded_at=at, since_at=at, **here)
            )


def test_one_walks_the_map_and_the_areas_follow_what_one_chooses(arrive: Arrive) -> None:
    steward = arrive("steward", PHONE).opens("/frameworks").follows("Walk into Urgent and emergency care")
    steward.is_at("Urgent and emergency care").sees("Older people")
    steward.follows("Up to Northmoor Health and Care").is_at("Frameworks")

    clinician = arrive("clinician", PHONE).opens("/ideas/new")
    clinician.page.locator("main summary", has_text="More, when there is time").click()
    with clinician.page.expect_response(lambda response: "/ideas/similar" in response.url):
        clinician.page.locator("[name=service_id]").select_option("Emergency department")
    clinician.sees("You may see people in the evening")
    with clinician.page.expect_response(lambda response: "/ideas/similar" in response.url):
        clinician.page.locator("[name=service_id]").select_option("Maternity")
    clinician.no_longer_sees("You may see people in the evening")
