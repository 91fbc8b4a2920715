"""What is measured, and what QUALITY.md wants of it. A new page is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.bench.places import Place

RARE, COMMON, ABSENT = "maternity", "people", "zyzzyva"


@dataclass(frozen=True)
class Page:
    """
    address      at the registry, from what stands in the place
    bare         the address of the same rows at the reference; None where it has none: then the list is the yardstick
    most_times   what the reference uses
    most_growth  times as much with the larger number of ideas as with the smaller
    """

    what: str
    who: str
    address: Callable[[Place], str]
    bare: Callable[[Place], str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    most_times: float | None = None
    most_ms: float | None = None
    most_statements: int | None = None
    most_growth: float | None = None


PAGES = (
    Page("list", "clinician", lambda _: "/ideas", lambda _: "/", most_times=3, most_statements=9, most_growth=1.2),
    Page(
        "filtered list",
        "clinician",
        lambda place: f"/ideas?stage=exploring&service_id={place.service_id}",
        lambda place: f"/?stage=exploring&service_id={place.service_id}",
        most_times=3,
        most_statements=9,
        most_growth=1.2,
    ),
    Page(
        "search, a rare word",
        "clinician",
        lambda _: f"/ideas?q={RARE}",
        lambda _: f"/?q={RARE}",
        most_times=1.5,
        most_ms=50,
        most_growth=2,
    ),
    Page(
        "search, a common word",
        "clinician",
        lambda _: f"/ideas?q={COMMON}",
        lambda _: f"/?q={COMMON}",
        most_ms=50,
        most_growth=2,
    ),
    Page(
        "search, an absent word",
        "clinician",
        lambda _: f"/ideas?q={ABSENT}",
        lambda _: f"/?q={ABSENT}",
        most_ms=50,
        most_growth=2,
    ),
    Page(
        "similar ideas",
        "clinician",
        lambda _: "/ideas/similar?title=Antibiotics+sooner+in+maternity",
        headers=(("HX-Request", "true"),),
        most_ms=20,
    ),
    Page("idea", "clinician", lambda place: f"/ideas/{place.ideas[0]}", most_ms=8, most_growth=1.2),
    Page("home of a clinician", "clinician", lambda _: "/", most_growth=1.2),
    Page("home of a sponsor", "sponsor", lambda _: "/", most_growth=1.2),
    Page("home of the quality team", "quality", lambda _: "/", most_growth=1.2),
    Page("monitor, 500 measures", "quality", lambda _: "/monitor?rows=500", most_ms=40, most_growth=1.2),
    Page("monitor by service", "quality", lambda _: "/monitor?by=service", most_growth=1.2),
    Page("waiting", "sponsor", lambda _: "/waiting", most_growth=1.2),
)


@dataclass(frozen=True)
class Form:
    """What writers send, all at once.

    fields   of the form of one number
    """

    what: str
    who: str
    address: Callable[[Place, int], str]
    fields: Callable[[Place, int], dict[str, str]]
    least_a_second: float = 250
    most_ms: float = 20


def _idea(_place: Place, number: int) -> dict[str, str]:
    return {
        "title": f"Warm blankets in bay {number}",
        "better": "Nobody shivers while they wait for a scan.",
        "why": "I see them shiver.",
        "intent": "register",
    }


def _pledge(_place: Place, number: int) -> dict[str, str]:
    today = date.today()  # noqa: DTZ011 - any day of this week will do
    return {
        "kind": "time",
        "what": f"A nurse on Tuesdays, {number}",
        "quantity": "3",
        "starts_on": (today + timedelta(days=1)).isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
    }


FORMS = (
    Form("register an idea", "clinician", lambda _place, _number: "/ideas", _idea),
    Form(
        "make a pledge",
        "sponsor",
        lambda place, number: f"/ideas/{place.waiting[number % len(place.waiting)]}/pledges",
        _pledge,
    ),
)
