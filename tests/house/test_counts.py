"""No page asks the database more for twenty rows than for one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_origin

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from tests.house.access import plain
from tests.house.crowd import make_crowd
from tests.house.world import NOBODY, World

pytestmark = pytest.mark.one_engine  # Which statements are asked is decided before an engine is.


@dataclass(frozen=True)
class Counted:
    """An address that lists, who reads it, and how many statements that takes at most, proving who asks included."""

    route: str
    who: str
    at_most: int
    things: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return " ".join([self.route + self.query, *self.things.values(), "for", self.who])


def counted(route: str, who: str, at_most: int, query: str = "", **things: str) -> Counted:
    return Counted(route, who, at_most, things, query)


LISTS = [
    counted("GET /ideas", "clinician", 9),
    counted("GET /ideas", "partner", 9),
    counted("GET /ideas", "clinician", 9, query="?q=weeks"),
    counted("GET /ideas/similar", "clinician", 16, query="?title=Twelve+weeks+idea"),
    counted("GET /waiting", "sponsor", 14),
    counted("GET /pledges", "sponsor", 10),
    counted("GET /pledges", "clinician", 10, query="?view=received"),
    counted("GET /promises", "quality", 12),
    counted("GET /notices", "partner", 7),
    counted("GET /history", "stranger", 7),
    counted("GET /ideas/{idea_id}/history", "quality", 11, idea_id="lone_idea"),
    counted("GET /ideas/{idea_id}/team", "clinician", 16, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/lead-hand-overs", "clinician", 7, idea_id="rotating_idea"),
    counted("GET /api/v1/ideas/{idea_id}/pledge-hand-overs", "clinician", 7, idea_id="rotating_idea"),
    counted("GET /ideas/{idea_id}/review", "clinician", 22, idea_id="exploring_idea"),
    counted("GET /api/v1/ideas/{idea_id}/reviews", "clinician", 9, idea_id="exploring_idea"),
    counted("GET /api/v1/ideas/{idea_id}/owners", "clinician", 7, idea_id="kept_idea"),
    counted("GET /ideas/{idea_id}/questions", "clinician", 12, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/questions", "clinician", 8, idea_id="idea"),
    counted("GET /ideas/{idea_id}/updates", "clinician", 13, idea_id="exploring_idea"),
    counted("GET /frameworks", "steward", 9),
    counted("GET /frameworks", "steward", 11, query="?under={framework_id}", framework_id="framework"),
    counted("GET /ideas/{idea_id}/spread", "colleague", 14, idea_id="idea_to_adopt"),
    counted("GET /api/v1/ideas/{idea_id}/spread", "colleague", 13, idea_id="idea_to_adopt"),
    counted("GET /vision", "board", 16),
    counted("GET /people", "colleague", 7),
    counted("GET /api/v1/people/{person_id}/values", "colleague", 6, person_id="lead"),
    counted("GET /api/v1/ideas/{idea_id}/skills", "colleague", 7, idea_id="idea"),
    counted("GET /people", "colleague", 8, query="?skill=Run+charts"),
    counted("GET /people", "colleague", 7, query="?name=a"),
    counted("GET /vision/values/{value_id}", "board", 12, value_id="value"),
    counted("GET /vision/versions", "board", 7),
    counted("GET /api/v1/vision", "board", 7),
    counted("GET /api/v1/ideas/{idea_id}/values", "clinician", 7, idea_id="idea"),
    counted("GET /api/v1/vision/versions", "board", 6),
    counted("GET /frameworks/{framework_id}/history", "steward", 8, framework_id="framework"),
    counted("GET /frameworks/{framework_id}/versions", "steward", 24, framework_id="framework"),
    counted("GET /frameworks/{framework_id}/versions/behind", "steward", 10, framework_id="framework"),
    counted("GET /api/v1/frameworks/{framework_id}/versions/behind", "steward", 8, framework_id="framework"),
    counted("GET /api/v1/frameworks/{framework_id}/versions", "steward", 20, framework_id="framework"),
    counted("GET /frameworks/{framework_id}/outcomes", "steward", 9, framework_id="framework"),
    counted("GET /frameworks/{framework_id}/stewards", "steward", 7, framework_id="framework"),
    counted("GET /feedback", "clinician", 14),
    counted("GET /feedback/{round_id}", "sponsor", 10, round_id="round"),
    counted("GET /feedback/{round_id}/results", "clinician", 10, round_id="closed_round"),
    counted("GET /api/v1/feedback", "clinician", 6),
    counted("GET /api/v1/feedback/{round_id}", "board", 6, round_id="round"),
    counted("GET /coaching", "quality", 7),
    counted("GET /coaching", "manager", 7),
    counted("GET /coaching/past", "quality", 5),
    counted("GET /coaching/coaches", "clinician", 5),
    counted("GET /coaching/{pair_id}", "quality", 8, pair_id="pair"),
    counted("GET /coaching/appraisals", "manager", 5),
    counted("GET /api/v1/coaching", "quality", 4),
    counted("GET /api/v1/coaching/coaches", "quality", 4),
    counted("GET /api/v1/coaching/{pair_id}/notes", "quality", 5, pair_id="pair"),
    counted("GET /api/v1/coaching/appraisals", "manager", 4),
    counted("GET /pulse", "clinician", 9),
    counted("GET /api/v1/pulse", "clinician", 8),
    counted("GET /discretion", "clinician", 11),
    counted("GET /discretion/{discretion_id}", "clinician", 14, discretion_id="discretion"),
    counted("GET /api/v1/discretion", "clinician", 10),
    counted("GET /stories", "clinician", 11),
    counted("GET /stories", "quality", 11),
    counted("GET /open", NOBODY, 1),
    counted("GET /api/v1/open", NOBODY, 1),
    counted("GET /open/{name}", NOBODY, 4, name="open_name"),
    counted("GET /api/v1/open/{name}", NOBODY, 3, name="open_name"),
    counted("GET /open/{name}/stories", NOBODY, 4, name="open_name"),
    counted("GET /api/v1/stories", "sponsor", 7),
    counted("GET /telling-links", "clinician", 7),
    counted("GET /api/v1/telling-links", "clinician", 6),
    counted("GET /administration/checkers", "administrator", 7),
    counted("GET /stories/{story_id}", "colleague", 12, story_id="story"),
    counted("GET /discretion/coverage", "clinician", 19),
    counted("GET /discretion/coverage", "clinician", 19, query="?by=framework"),
    counted("GET /api/v1/discretion/coverage", "clinician", 17),
    counted("GET /licences", "clinician", 12),
    counted("GET /licences", "partner", 12),
    counted("GET /api/v1/licences", "partner", 12),
    counted("GET /given/{secret}", NOBODY, 11, secret="given_secret"),
    counted("GET /api/v1/ideas/{idea_id}/licences", "clinician", 12, idea_id="turf_idea"),
    counted("GET /partners", "clinician", 8),
    counted("GET /partners/{partner_id}", "clinician", 12, partner_id="partner_organisation"),
    counted("GET /monitor", "quality", 23),
    counted("GET /api/v1/monitor", "quality", 21),
    counted("GET /board-pack", "quality", 35),
    counted("GET /board-pack", "board", 34, query="?format=csv"),
    counted("GET /api/v1/board-pack", "quality", 34),
    counted("GET /administration/people", "administrator", 7),
    counted("GET /administration/services", "administrator", 5),
    counted("GET /administration/partners", "administrator", 5),
    counted("GET /administration/aims", "administrator", 5),
    counted("GET /api/v1/ideas", "clinician", 4),
    counted("GET /api/v1/search", "clinician", 4, query="?q=weeks"),
    counted("GET /api/v1/search/similar", "clinician", 6, query="?title=Twelve+weeks+idea"),
    counted("GET /api/v1/home", "clinician", 48),
    counted("GET /api/v1/ideas/drafts", "clinician", 4),
    counted("GET /api/v1/waiting", "sponsor", 6),
    counted("GET /api/v1/pledges", "sponsor", 8),
    counted("GET /api/v1/promises", "sponsor", 9),
    counted("GET /api/v1/notices", "partner", 6),
    counted("GET /api/v1/history", "stranger", 6),
    counted("GET /api/v1/people", "clinician", 5),
    counted("GET /api/v1/services", "clinician", 4),
    counted("GET /api/v1/partners", "clinician", 4),
    counted("GET /api/v1/aims", "clinician", 4),
    counted("GET /api/v1/frameworks", "steward", 7),
    counted("GET /api/v1/frameworks/{framework_id}/envelopes", "steward", 6, framework_id="framework"),
    counted("GET /api/v1/frameworks/{framework_id}/history", "steward", 7, framework_id="framework"),
    counted("GET /api/v1/frameworks/{framework_id}/measures", "steward", 9, framework_id="framework"),
    counted("GET /api/v1/ideas/{idea_id}/asks", "clinician", 9, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/boundaries", "clinician", 10, idea_id="exploring_idea"),
    counted("GET /api/v1/frameworks/{framework_id}/boundaries", "steward", 6, framework_id="framework"),
    counted("GET /api/v1/boundaries/{boundary_id}/ideas", "steward", 6, boundary_id="framework_boundary"),
    counted("GET /api/v1/ideas/{idea_id}/history", "clinician", 10, idea_id="lone_idea"),
    counted("GET /ideas/{idea_id}/changes", "clinician", 11, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/changes", "clinician", 7, idea_id="idea"),
    counted("GET /api/v1/measures/{measure_id}/baseline", "clinician", 8, measure_id="measure"),
    counted("GET /api/v1/measures/{measure_id}/recalculations", "clinician", 8, measure_id="measure"),
    counted("GET /api/v1/ideas/{idea_id}/measures", "clinician", 8, idea_id="idea"),
    counted("GET /api/v1/measures/{measure_id}/observations", "clinician", 9, measure_id="measure"),
    counted(
        "GET /api/v1/measures/{measure_id}/observations/{measured_on}",
        "clinician",
        9,
        measure_id="measure",
        measured_on="counted_on",
    ),
    counted("GET /api/v1/ideas/{idea_id}/not-now", "clinician", 8, idea_id="lone_idea"),
    counted("GET /api/v1/ideas/{idea_id}/pledges", "clinician", 11, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/team", "clinician", 8, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/updates", "clinician", 9, idea_id="exploring_idea"),
    counted("GET /api/v1/pledges/{pledge_id}/deliveries", "clinician", 10, pledge_id="pledge"),
]

PAGES = [
    # pages that show many rooms, or a thing with what hangs on it; more rooms will come to an idea's
    counted("GET /", "clinician", 51, query="?all=1"),
    counted("GET /", "sponsor", 41, query="?all=1"),
    counted("GET /", "quality", 43, query="?all=1"),
    counted("GET /", "board", 44, query="?all=1"),
    counted("GET /", "steward", 46, query="?all=1"),
    counted("GET /", "administrator", 31, query="?all=1"),
    counted("GET /", "partner", 20, query="?all=1"),
    counted("GET /account", "clinician", 8),
    counted("GET /ideas/{idea_id}", "clinician", 63, idea_id="idea"),
    counted("GET /ideas/{idea_id}", "clinician", 62, idea_id="turf_idea"),
    counted("GET /ideas/{idea_id}", "sponsor", 56, idea_id="idea"),
    counted("GET /ideas/{idea_id}", "clinician", 50, idea_id="exploring_idea"),
    counted("GET /ideas/{idea_id}", "sponsor", 50, idea_id="lone_idea"),
    counted("GET /ideas/{idea_id}/specification", "clinician", 40, idea_id="idea"),
    counted("GET /api/v1/ideas/{idea_id}/specification", "clinician", 36, idea_id="idea"),
    counted("GET /pledges/{pledge_id}", "clinician", 20, pledge_id="pledge"),
    counted("GET /asks/{ask_id}", "sponsor", 19, ask_id="ask"),
    counted("GET /asks/{ask_id}", "sponsor", 17, ask_id="barrier"),
    counted("GET /measures/{measure_id}", "clinician", 20, measure_id="measure"),
    counted("GET /boundaries/{boundary_id}", "clinician", 19, boundary_id="boundary"),
    counted("GET /boundaries/{boundary_id}", "steward", 16, boundary_id="framework_boundary"),
    counted("GET /boundaries/{boundary_id}", "steward", 19, boundary_id="shared_boundary"),
    counted("GET /watches/{watch_id}", "clinician", 22, watch_id="watch"),
    counted("GET /frameworks/{framework_id}", "steward", 29, framework_id="framework"),
    counted("GET /people/{person_id}", "sponsor", 15, person_id="lead"),
    counted("GET /compare", "sponsor", 51, query="?idea={one}&idea={other}", one="idea", other="exploring_idea"),
    counted("GET /api/v1/compare", "sponsor", 50, query="?idea={one}&idea={other}", one="idea", other="exploring_idea"),
    counted("GET /api/v1/boundaries/{boundary_id}", "clinician", 15, boundary_id="boundary"),
]


@dataclass(frozen=True)
class Read:
    """What reading an address took, and how much it said."""

    statements: list[str]
    length: int


@pytest.fixture(scope="module")
def reads(world: World) -> dict[str, tuple[Read, Read]]:
    """Each address with what there is, and with twenty more of everything."""
    rows = [*LISTS, *PAGES]
    with world.rehearsal():
        few = [read(world, row) for row in rows]
        world.visit.write(lambda session: make_crowd(session, world.visit.cast, world.things))
        many = [read(world, row) for row in rows]
    return {str(row): pair for row, pair in zip(rows, zip(few, many, strict=True), strict=True)}


def read(world: World, row: Counted) -> Read:
    asked = row.route.removeprefix("GET ") + row.query
    address = asked.format(**{name: world.things[thing] for name, thing in row.things.items()})
    with world.statements() as said:
        answer = world.knock(row.who, "GET", address)
    assert answer.status_code == 200, f"{row} answered {answer.status_code}"
    return Read(said, len(answer.text))


def test_every_list_is_counted(world: World) -> None:
    lists = {route for route, handler in routes(world) if is_list(handler)}
    missing = sorted(lists - {row.route for row in [*LISTS, *PAGES]})
    assert not missing, (
        f"add to LISTS or PAGES in tests/house/test_counts.py (and to crowd.py what fills it): {missing}"
    )


@pytest.mark.parametrize("row", [*LISTS, *PAGES], ids=str)
def test_twenty_rows_take_no_more_statements_than_one(reads: dict[str, tuple[Read, Read]], row: Counted) -> None:
    few, many = reads[str(row)]
    # A page that was full before shows others now, and may say less.
    assert many.length != few.length, f"crowd.py makes nothing that {row} shows"
    assert len(many.statements) <= len(few.statements), more(few, many)
    took = len(many.statements)
    assert took <= row.at_most, f"{took} statements, and {row.at_most} are written down:\n" + "\n\n".join(
        many.statements
    )


def more(few: Read, many: Read) -> str:
    return "asked more often with twenty rows:\n" + "\n\n".join(
        (Counter(many.statements) - Counter(few.statements)).elements()
    )


def routes(world: World) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in world.visit.app.routes:
        assert isinstance(route, HTTPRoute)
        if "GET" in route.route_handler_map:
            yield f"GET {plain(route.path)}", route.route_handler_map["GET"][0]


def is_list(handler: HTTPRouteHandler) -> bool:
    """It has pages, answers a list, or is called an index; a page of links to others alone is none."""
    signature = handler.parsed_fn_signature
    has_pages = "after" in signature.parameters
    is_index = (handler.name or "").endswith(".index") and handler.name not in {"home.index", "administration.index"}
    return has_pages or is_index or get_origin(signature.return_type.annotation) is list
