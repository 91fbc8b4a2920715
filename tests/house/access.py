"""Who may ask what: one row for each route of the program and each kind of thing it can be asked about.

A new route needs a row here, and `test_access` says so. A row reads

    row("GET /pledges/{pledge_id}", STAFF, pledge_id="pledge")

the route, who is let in, and which thing of `world.py` stands in the address. `both` is a row for the page and one for
the same address under /api/v1. More, where it is needed:

    sends      the fields of the form: '@board' stands for the id of that thing, '+27 days' for a day
    opens      the status for those let in; 200 for GET, 303 after a form, 201 after a program's POST unless said
    unseen_by  who gets 404, as if the thing did not exist; PARTNER and STRANGERS for addresses of things unless said
    but        the status for somebody who is neither let in, nor turned away with 403 or 404
    query      what stands behind the address; a thing may stand in it too

Everybody else is turned away: nobody to the sign-in page (or with 401), all others with 403.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.world import CAST, NOBODY

API = "/api/v1"

AUTHOR = LEAD = frozenset({"clinician"})
COLLEAGUE = frozenset({"colleague"})  # in the team of most ideas
TEAM = CLINICIANS = LEAD | COLLEAGUE
MANAGER = frozenset({"manager"})
SPONSOR = frozenset({"sponsor"})
SECOND_SPONSOR = frozenset({"second_sponsor"})
SPONSORS = SPONSOR | SECOND_SPONSOR
BOARD = frozenset({"board"})
QUALITY = frozenset({"quality"})
STEWARD = frozenset({"steward"})
PARTNER = frozenset({"partner"})
ADMINISTRATOR = frozenset({"administrator"})
STRANGERS = frozenset({"stranger", "stranger_administrator"})
EVERYONE = frozenset(CAST)
ANYBODY = EVERYONE | {NOBODY}
PEOPLE = EVERYONE - STRANGERS
STAFF = PEOPLE - PARTNER
NO_ONE: frozenset[str] = frozenset()
ALL_CLINICIANS = CLINICIANS | {"stranger"}  # each in their own organisation
ALL_ADMINISTRATORS = ADMINISTRATOR | {"stranger_administrator"}

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    method: str
    path: str  # as the route has it, without the types of its parameters
    may: frozenset[str]
    opens: int
    things: Mapping[str, str] = field(default_factory=dict)
    sends: Fields | None = None
    unseen_by: frozenset[str] = NO_ONE
    but: Mapping[str, int] = field(default_factory=dict)
    query: str = ""

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith(API)

    def __str__(self) -> str:
        return " ".join(
            [self.route, *self.things.values(), self.query, str((self.sends or {}).get("kind", ""))]
        ).strip()

    def status_for(self, who: str) -> int:
        if who in self.but:
            return self.but[who]
        if who in self.may:
            return self.opens
        if who == NOBODY:
            return 401 if self.is_api else 303
        return 404 if who in self.unseen_by else 403


def row(
    route: str,
    may: frozenset[str],
    *,
    sends: Fields | None = None,
    opens: int | None = None,
    unseen_by: frozenset[str] | None = None,
    but: Mapping[str, int] | None = None,
    query: str = "",
    **things: str,
) -> Row:
    method, _, path = route.partition(" ")
    if method != "GET" and sends is None:
        sends = {}
    if unseen_by is None:
        unseen_by = (PARTNER | STRANGERS) if things else NO_ONE
    usual = 200 if method in {"GET", "PUT"} else 201 if path.startswith(API) else 303
    return Row(method, path, may, opens or usual, things, sends, unseen_by - may, but or {}, query)


def both(route: str, may: frozenset[str], **more: Any) -> list[Row]:
    method, _, path = route.partition(" ")
    return [row(route, may, **more), row(f"{method} {API}{path}", may, **more)]


def administered(route: str, **more: Any) -> Row:
    """What only an administrator opens: whoever is none is turned away before it is looked for."""
    return row(route, ADMINISTRATOR, unseen_by=frozenset({"stranger_administrator"}), **more)


def kept(route: str, **more: Any) -> Row:
    """What the board and an administrator open, and who is neither is turned away before it is looked for."""
    return row(route, BOARD | ADMINISTRATOR, unseen_by=frozenset({"stranger_administrator"}), **more)


def plain(path: str) -> str:
    """The path of a route without the types of its parameters."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


OWN_THINGS = {"unseen_by": EVERYONE}  # nobody but those let in may know that they exist
IDEA = {"title": "A quieter ward", "better": "Patients sleep at night.", "why": "I see them tired."}
MORE_IDEA = IDEA | {"title": "Twelve weeks to an answer, for all"}
TIME = {"kind": "time", "what": "A nurse to help", "quantity": "4", "starts_on": "+0 days", "ends_on": "+27 days"}
SPONSORSHIP = {"kind": "sponsorship", "what": "I clear barriers", "starts_on": "+0 days", "ends_on": "+120 days"}
SUPPORT = TIME | {"kind": "line_manager", "helped_person_id": "@person"}
ASK = {"kind": "data", "what": "An analyst", "quantity": "4", "needed_from_on": "+0 days"}
NAME = {"name": "Day surgery"}
PLACED = {"name": "noise at night", "place": "1"}
PERSON = {"name": "Una Bright", "email": "una@northmoor.example"}
SETTINGS = {"name": "Northmoor", "reference_prefix": "NM", "zone": "UTC", "answer_days": "9", "exploration_days": "60"}

SCORED = ("listens", "gives_room", "keeps_promises", "clears_way", "respects", "learns")
FEEDBACK_ANSWER = dict.fromkeys(SCORED, "4") | {"keep_doing": "Your rounds on Mondays"}

OPEN_TO_ALL = [
    row("GET /static/site.css", ANYBODY),
    row("GET /static/site.js", ANYBODY),
    row("GET /static/atkinson-hyperlegible-next.woff2", ANYBODY),
    row("GET /static/icon.svg", ANYBODY),
    row("GET /static/recorder.js", ANYBODY),
    row("GET /health/live", ANYBODY),
    row("GET /health/ready", ANYBODY),
    row("GET /help", ANYBODY),
    row("GET /.well-known/security.txt", ANYBODY),
    row("GET /sign-in", ANYBODY, opens=302, but={NOBODY: 200}),
    row("POST /sign-in", ANYBODY, opens=422),
    row("GET /set-password/{secret}", ANYBODY, secret="setup_secret"),
    row("POST /set-password/{secret}", ANYBODY, secret="setup_secret", opens=422),
    row("GET /{path}", ANYBODY, path="nothing", opens=404),
    row("GET /api/v1", ANYBODY),
    row("GET /api/v1/{path}", ANYBODY, path="nothing", opens=404),
    row("GET /api/v1/openapi.json", ANYBODY),
]

ONES_OWN = [
    row("GET /", EVERYONE),
    row("GET /api/v1/home", EVERYONE),
    row("GET /api/v1/account", EVERYONE),
    row("POST /api/v1/account/sessions/ending", EVERYONE, opens=204),
    row("POST /api/v1/account/sessions/{sign_in_id}/ending", LEAD, sign_in_id="sign_in", opens=204, **OWN_THINGS),
    row("POST /api/v1/account/tokens/{token_id}/revocation", LEAD, token_id="token", opens=204, **OWN_THINGS),
    row("GET /", EVERYONE, query="?all=1"),
    row("GET /api", EVERYONE),
    row("GET /account", EVERYONE),
    row("POST /account/password", EVERYONE, opens=422),
    row("POST /account/sessions/ending", EVERYONE),
    row("POST /account/sessions/{sign_in_id}/ending", LEAD, sign_in_id="sign_in", **OWN_THINGS),
    row("POST /account/tokens", EVERYONE, sends={"name": "a script"}, opens=200),
    row("POST /account/tokens/{token_id}/revocation", LEAD, token_id="token", **OWN_THINGS),
    row("POST /sign-out", EVERYONE),
    *both("GET /notices", EVERYONE),
    row("POST /notices/{notice_id}/reading", LEAD, notice_id="notice", **OWN_THINGS),
    row("POST /api/v1/notices/{notice_id}/reading", LEAD, notice_id="notice", opens=204, **OWN_THINGS),
    row("POST /notices/reading", EVERYONE, sends={"until_id": "@notice"}),
    row("POST /api/v1/notices/reading", EVERYONE, sends={"until_id": "@notice"}, opens=204),
]

PERSONS = [
    *both("GET /people/{person_id}", PEOPLE, person_id="person"),
    row("GET /people", EVERYONE - PARTNER, unseen_by=PARTNER),
    *both("GET /account/held", EVERYONE),
    administered("GET /administration/people/{person_id}/erasure", person_id="left_sponsor"),
    administered(
        "POST /administration/people/{person_id}/erasure", person_id="left_sponsor", sends={"name": "Hugo Lane"}
    ),
    administered("POST /api/v1/people/{person_id}/erasure", person_id="left_sponsor", sends={"name": "Hugo Lane"}),
    row("GET /account/profile", EVERYONE - PARTNER),
    row("POST /account/profile", EVERYONE - PARTNER, sends={"cares_about": "Quiet nights"}),
    row("PUT /api/v1/account/profile", EVERYONE - PARTNER, sends={"skills": ["Run charts"]}),
    row("GET /account/values", EVERYONE - PARTNER),
    row("POST /account/values", EVERYONE - PARTNER, sends={"name_0": "Patience"}),
    row("PUT /api/v1/account/values", EVERYONE - PARTNER, sends={"values": []}),
    row("GET /account/aspirations", EVERYONE - PARTNER),
    row("POST /account/aspirations", EVERYONE - PARTNER, sends={"hopes": "To teach"}),
    row("PUT /api/v1/account/aspirations", EVERYONE - PARTNER, sends={"hopes": "To teach"}),
    row("GET /api/v1/people/{person_id}/profile", STAFF, person_id="person"),
    row("GET /api/v1/people/{person_id}/values", STAFF, person_id="person"),
    row("GET /api/v1/people/{person_id}/aspirations", STAFF, person_id="person"),
    row("GET /ideas/{idea_id}/skills", TEAM, idea_id="idea"),
    row("POST /ideas/{idea_id}/skills", TEAM, idea_id="idea", sends={"skills": "Run charts"}),
    row("GET /api/v1/ideas/{idea_id}/skills", STAFF, idea_id="idea"),
    row("PUT /api/v1/ideas/{idea_id}/skills", TEAM, idea_id="idea", sends={"skills": ["Run charts"]}),
    row("GET /api/v1/people", EVERYONE - PARTNER, unseen_by=PARTNER),
    row("GET /api/v1/services", EVERYONE),
    row("GET /api/v1/partners", EVERYONE),
    row("GET /api/v1/aims", EVERYONE),
]

ADMINISTRATION = [
    row("GET /administration", ALL_ADMINISTRATORS),
    row("GET /administration/open-register", ALL_ADMINISTRATORS),
    row("POST /administration/open-register", ALL_ADMINISTRATORS, sends={"words": "Come in"}),
    row("GET /administration/open-register/closing", ALL_ADMINISTRATORS),
    row("POST /administration/open-register/closing", ADMINISTRATOR, but={"stranger_administrator": 422}),
    row("GET /api/v1/open-register", ALL_ADMINISTRATORS),
    row("PUT /api/v1/open-register", ALL_ADMINISTRATORS, sends={"words": "Come in", "version": 1}),
    row("POST /api/v1/open-register/closing", ADMINISTRATOR, but={"stranger_administrator": 422}),
    *both("GET /ideas/{idea_id}/publication", LEAD, idea_id="idea"),
    *both("GET /ideas/{idea_id}/publication", LEAD, idea_id="open_idea"),
    *both("POST /ideas/{idea_id}/publication", LEAD, idea_id="idea"),
    row("POST /ideas/{idea_id}/publication/withdrawal", LEAD, idea_id="open_idea"),
    row("POST /api/v1/ideas/{idea_id}/publication/withdrawal", LEAD, idea_id="open_idea", opens=204),
    *both("GET /open", ANYBODY),
    *both("GET /open/{name}", ANYBODY, name="open_name"),
    *both("GET /open/{name}", ANYBODY, name="southlea", opens=404),
    *both("GET /open/{name}/{reference}", ANYBODY, name="open_name", reference="open_reference"),
    *both("GET /open/{name}/{reference}", ANYBODY, name="open_name", reference="reference_of_idea", opens=404),
    row("GET /administration/settings", ALL_ADMINISTRATORS),
    row("POST /administration/settings", ALL_ADMINISTRATORS, sends=SETTINGS),
    row("GET /administration/services", ALL_ADMINISTRATORS),
    row("POST /administration/services", ALL_ADMINISTRATORS, sends=NAME),
    administered("GET /administration/services/{service_id}", service_id="service"),
    administered("GET /administration/services/{service_id}", service_id="closed_service"),
    administered("POST /administration/services/{service_id}", service_id="service", sends=NAME),
    administered("POST /administration/services/{service_id}/closing", service_id="service"),
    administered("POST /administration/services/{service_id}/opening", service_id="closed_service"),
    row("GET /api/v1/settings", ALL_ADMINISTRATORS),
    row("PUT /api/v1/settings", ALL_ADMINISTRATORS, sends=SETTINGS | {"version": 1}),
    row("POST /api/v1/services", ALL_ADMINISTRATORS, sends=NAME),
    administered("PUT /api/v1/services/{service_id}", service_id="service", sends=NAME | {"version": 1}),
    administered("POST /api/v1/services/{service_id}/closing", service_id="service"),
    administered("POST /api/v1/services/{service_id}/opening", service_id="closed_service"),
    row("POST /api/v1/partners", ALL_ADMINISTRATORS, sends=NAME),
    row("POST /api/v1/aims", BOARD | ALL_ADMINISTRATORS, sends=NAME),
    kept("PUT /api/v1/aims/{aim_id}", aim_id="aim", sends=PLACED | {"version": 1}),
    kept("POST /api/v1/aims/{aim_id}/removal", aim_id="aim_of_nothing"),
    kept("POST /api/v1/aims/{aim_id}/retirement", aim_id="aim"),
    kept("POST /api/v1/aims/{aim_id}/return", aim_id="retired_aim"),
    row("POST /api/v1/people", ALL_ADMINISTRATORS, sends=PERSON),
    administered("GET /api/v1/people/{person_id}/account", person_id="person"),
    administered("PUT /api/v1/people/{person_id}", person_id="person", sends=PERSON | {"version": 1}),
    administered("POST /api/v1/people/{person_id}/leaving", person_id="person"),
    administered("POST /api/v1/people/{person_id}/link", person_id="person"),
    administered("POST /api/v1/people/{person_id}/switching-off", person_id="person"),
    administered("POST /api/v1/people/{person_id}/switching-on", person_id="switched_off_person"),
    row("GET /administration/partners", ALL_ADMINISTRATORS),
    row("POST /administration/partners", ALL_ADMINISTRATORS, sends=NAME),
    row("GET /administration/aims", BOARD | ALL_ADMINISTRATORS),
    row("POST /administration/aims", BOARD | ALL_ADMINISTRATORS, sends=NAME),
    kept("GET /administration/aims/{aim_id}", aim_id="aim"),
    kept("GET /administration/aims/{aim_id}", aim_id="retired_aim"),
    kept("POST /administration/aims/{aim_id}", aim_id="aim", sends=PLACED),
    kept("POST /administration/aims/{aim_id}/removal", aim_id="aim_of_nothing"),
    kept("POST /administration/aims/{aim_id}/retirement", aim_id="aim"),
    kept("POST /administration/aims/{aim_id}/return", aim_id="retired_aim"),
    row("GET /administration/people", ALL_ADMINISTRATORS),
    row("GET /administration/people/new", ALL_ADMINISTRATORS),
    row("POST /administration/people", ALL_ADMINISTRATORS, sends=PERSON),
    administered("GET /administration/people/{person_id}", person_id="person"),
    administered("GET /administration/people/{person_id}", person_id="switched_off_person"),
    administered("GET /administration/people/{person_id}/edit", person_id="person"),
    administered("POST /administration/people/{person_id}", person_id="person", sends=PERSON),
    administered("POST /administration/people/{person_id}/link", person_id="person", opens=200),
    administered("POST /administration/people/{person_id}/switching-off", person_id="person"),
    administered("POST /administration/people/{person_id}/switching-on", person_id="switched_off_person"),
    administered("GET /administration/people/{person_id}/leaving", person_id="person"),
    administered("POST /administration/people/{person_id}/leaving", person_id="person"),
]

IDEAS = [
    *both("GET /ideas", EVERYONE),
    row("GET /search", EVERYONE, query="?q=weeks", opens=302),
    row("GET /api/v1/search", EVERYONE, query="?q=weeks"),
    row("GET /ideas/similar", EVERYONE, query="?title=Twelve+weeks"),
    row("GET /api/v1/search/similar", EVERYONE, query="?title=Twelve+weeks"),
    row("GET /ideas/new", ALL_CLINICIANS),
    *both("POST /ideas", ALL_CLINICIANS, sends=IDEA),
    row("POST /ideas/drafts", ALL_CLINICIANS, sends={"title": "Half a thought"}),
    *both("GET /ideas/{idea_id}", STAFF, idea_id="idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="reference_of_idea", opens=302),
    row("GET /ideas/{idea_id}", STAFF, idea_id="exploring_idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="ended_idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="kept_idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="leaderless_idea"),
    *both("GET /ideas/{idea_id}", PEOPLE, idea_id="shared_idea"),
    *both("GET /ideas/{idea_id}", AUTHOR, idea_id="draft", **OWN_THINGS),
    *both("GET /ideas/{idea_id}", AUTHOR | MANAGER, idea_id="told_draft", **OWN_THINGS),
    row("GET /ideas/{idea_id}/edit", TEAM, idea_id="idea"),
    row("GET /ideas/{idea_id}/edit", AUTHOR, idea_id="draft", **OWN_THINGS),
    row("POST /ideas/{idea_id}", TEAM, idea_id="idea", sends=MORE_IDEA),
    row("PUT /api/v1/ideas/{idea_id}", TEAM, idea_id="idea", sends=MORE_IDEA | {"version": "@version_of_idea"}),
    row("GET /api/v1/ideas/drafts", EVERYONE),
    row("POST /api/v1/ideas/drafts", ALL_CLINICIANS, sends=IDEA),
    row("PUT /api/v1/ideas/{idea_id}/draft", AUTHOR, idea_id="draft", sends=IDEA | {"version": 2}, **OWN_THINGS),
    row(
        "POST /api/v1/ideas/{idea_id}/registration", AUTHOR, idea_id="draft", sends=IDEA | {"version": 2}, **OWN_THINGS
    ),
    row("POST /api/v1/ideas/{idea_id}/discarding", AUTHOR, idea_id="draft", opens=204, **OWN_THINGS),
    row("GET /ideas/{idea_id}/discarding", AUTHOR, idea_id="draft", **OWN_THINGS),
    row("GET /ideas/{idea_id}/discarding", AUTHOR, idea_id="told_draft", unseen_by=EVERYONE - MANAGER),
    row("GET /ideas/{idea_id}/discarding", NO_ONE, idea_id="idea"),
    row("POST /ideas/{idea_id}/discarding", AUTHOR, idea_id="draft", **OWN_THINGS),
    row("POST /ideas/{idea_id}/discarding", AUTHOR, idea_id="told_draft", unseen_by=EVERYONE - MANAGER),
    row("POST /ideas/{idea_id}/discarding", NO_ONE, idea_id="idea"),
]

TEAMS = [
    *both("GET /ideas/{idea_id}/team", STAFF, idea_id="idea"),
    row("GET /ideas/{idea_id}/team", PEOPLE, idea_id="shared_idea"),
    *both("POST /ideas/{idea_id}/joining", STAFF, idea_id="lone_idea", but={"clinician": 422}),
    *both("POST /ideas/{idea_id}/invitations", LEAD, idea_id="idea", sends={"person_id": "@steward"}),
    *both("POST /teammates/{teammate_id}/acceptance", LEAD, teammate_id="asking"),
    *both("POST /teammates/{teammate_id}/acceptance", QUALITY, teammate_id="invited"),
    row("GET /teammates/{teammate_id}/declining", LEAD, teammate_id="asking"),
    *both("POST /teammates/{teammate_id}/declining", LEAD, teammate_id="asking"),
    *both("POST /teammates/{teammate_id}/declining", QUALITY, teammate_id="invited"),
    *both("POST /teammates/{teammate_id}/leaving", COLLEAGUE, teammate_id="member"),
    *both("POST /ideas/{idea_id}/lead", COLLEAGUE, idea_id="leaderless_idea"),
    *both("POST /ideas/{idea_id}/lead", NO_ONE, idea_id="idea"),
    row("POST /ideas/{idea_id}/shares", LEAD, idea_id="idea", sends={"partner_id": "@partner_organisation"}),
    row(
        "POST /api/v1/ideas/{idea_id}/shares",
        LEAD,
        idea_id="idea",
        sends={"partner_id": "@partner_organisation"},
        opens=204,
    ),
    row(
        "POST /ideas/{idea_id}/shares/{partner_id}/ending",
        LEAD,
        idea_id="shared_idea",
        partner_id="partner_organisation",
        unseen_by=STRANGERS,
    ),
    row(
        "POST /api/v1/ideas/{idea_id}/shares/{partner_id}/ending",
        LEAD,
        idea_id="shared_idea",
        partner_id="partner_organisation",
        unseen_by=STRANGERS,
        opens=204,
    ),
]

HAND_OVERS = [
    row("GET /ideas/{idea_id}", STAFF, idea_id="rotating_idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="orphaned_idea"),
    row("GET /ideas/{idea_id}/lead-hand-overs/new", LEAD, idea_id="idea"),
    row("GET /api/v1/ideas/{idea_id}/lead-hand-overs", STAFF, idea_id="rotating_idea"),
    *both("POST /ideas/{idea_id}/lead-hand-overs", LEAD, idea_id="idea", sends={"to_id": "@person"}),
    *both("POST /lead-hand-overs/{hand_over_id}/acceptance", COLLEAGUE, hand_over_id="lead_hand_over"),
    *both("POST /lead-hand-overs/{hand_over_id}/declining", COLLEAGUE, hand_over_id="lead_hand_over"),
    *both("POST /lead-hand-overs/{hand_over_id}/withdrawal", LEAD, hand_over_id="lead_hand_over"),
    row("GET /ideas/{idea_id}/pledge-hand-overs/new", SPONSORS | LEAD, idea_id="idea"),
    row("GET /api/v1/ideas/{idea_id}/pledge-hand-overs", STAFF, idea_id="rotating_idea"),
    *both(
        "POST /ideas/{idea_id}/pledge-hand-overs",
        SPONSOR,
        idea_id="idea",
        sends={"to_id": "@second_sponsor"},
        but={"second_sponsor": 422, "clinician": 422},  # these would be their own; the lead may where a sponsor is lost
    ),
    *both("POST /pledge-hand-overs/{hand_over_id}/acceptance", SECOND_SPONSOR, hand_over_id="pledge_hand_over"),
    *both("POST /pledge-hand-overs/{hand_over_id}/declining", SECOND_SPONSOR, hand_over_id="pledge_hand_over"),
    *both("POST /pledge-hand-overs/{hand_over_id}/withdrawal", SPONSOR, hand_over_id="pledge_hand_over"),
    *both("POST /ideas/{idea_id}/taking-over", SPONSORS, idea_id="orphaned_idea", sends={"from_id": "@left_sponsor"}),
]

WORDS = {"words": "Does it work at weekends?"}
ANSWER = {"answer": "It does."}
OF_TEAM = dict.fromkeys(TEAM, 422)  # they name a sponsor
QUESTIONS = [
    *both("GET /ideas/{idea_id}/questions", STAFF, idea_id="idea"),
    *both("GET /ideas/{idea_id}/questions", PEOPLE, idea_id="shared_idea"),
    *both("POST /ideas/{idea_id}/questions", STAFF - TEAM, idea_id="idea", sends=WORDS, but=OF_TEAM),
    *both("POST /ideas/{idea_id}/questions", PEOPLE - TEAM, idea_id="shared_idea", sends=WORDS, but=OF_TEAM),
    *both("POST /ideas/{idea_id}/questions", TEAM, idea_id="idea", sends=WORDS | {"to_id": "@second_sponsor"}),
    *both("GET /questions/{question_id}", STAFF, question_id="question"),
    row("GET /questions/{question_id}", STAFF, question_id="sponsors_question"),
    row("GET /questions/{question_id}/answer", TEAM, question_id="question"),
    *both("POST /questions/{question_id}/answer", TEAM, question_id="question", sends=ANSWER),
    row("GET /questions/{question_id}/answer", SPONSOR, question_id="sponsors_question"),
    *both("POST /questions/{question_id}/answer", SPONSOR, question_id="sponsors_question", sends=ANSWER),
    *both("POST /questions/{question_id}/withdrawal", QUALITY, question_id="question"),
]

ASKS = [
    row("GET /ideas/{idea_id}/asks/new", TEAM, idea_id="idea"),
    row("GET /ideas/{idea_id}/asks/new", TEAM, idea_id="idea", query="?kind=data"),
    row("GET /api/v1/ideas/{idea_id}/asks", STAFF, idea_id="idea"),
    *both("POST /ideas/{idea_id}/asks", TEAM, idea_id="idea", sends=ASK),
    *both("GET /asks/{ask_id}", STAFF, ask_id="ask"),
    row("GET /asks/{ask_id}/withdrawal", TEAM, ask_id="ask"),
    *both("POST /asks/{ask_id}/withdrawal", TEAM, ask_id="ask"),
    row("GET /asks/{ask_id}", STAFF, ask_id="barrier"),
    *both("POST /asks/{ask_id}/taking", SPONSORS, ask_id="open_barrier"),
    row("GET /asks/{ask_id}/giving-back", SPONSOR, ask_id="barrier"),
    *both("POST /asks/{ask_id}/giving-back", SPONSOR, ask_id="barrier", sends={"reason": "I am away until May."}),
]

PLEDGES = [
    *both("GET /pledges", EVERYONE),
    row("GET /pledges", EVERYONE, query="?view=received"),
    row("GET /api/v1/ideas/{idea_id}/pledges", STAFF, idea_id="idea"),
    row("GET /ideas/{idea_id}/pledges/new", STAFF - LEAD, idea_id="idea"),
    row("GET /ideas/{idea_id}/pledges/new", STAFF - LEAD, idea_id="idea", query="?kind=time"),
    row("GET /ideas/{idea_id}/pledges/new", SPONSORS, idea_id="idea", query="?kind=sponsorship"),
    row("GET /ideas/{idea_id}/pledges/new", PEOPLE - LEAD, idea_id="shared_idea"),
    *both("POST /ideas/{idea_id}/pledges", STAFF - LEAD, idea_id="idea", sends=TIME),
    *both("POST /ideas/{idea_id}/pledges", PEOPLE - LEAD, idea_id="shared_idea", sends=TIME),
    *both("POST /ideas/{idea_id}/pledges", SPONSORS, idea_id="idea", sends=SPONSORSHIP),
    *both("POST /ideas/{idea_id}/pledges", MANAGER, idea_id="idea", sends=SUPPORT),
    *both("GET /pledges/{pledge_id}", STAFF, pledge_id="pledge"),
    row("GET /pledges/{pledge_id}", STAFF, pledge_id="reduced_pledge"),
    row("GET /pledges/{pledge_id}", STAFF, pledge_id="tied_pledge"),
    *both("GET /pledges/{pledge_id}", PEOPLE, pledge_id="partners_offer"),
    *both("POST /pledges/{pledge_id}/acceptance", LEAD, pledge_id="offer"),
    *both("POST /pledges/{pledge_id}/acceptance", COLLEAGUE, pledge_id="support_offer"),
    *both("POST /pledges/{pledge_id}/acceptance", LEAD, pledge_id="partners_offer", unseen_by=STRANGERS),
    row("GET /pledges/{pledge_id}/declining", LEAD, pledge_id="offer"),
    *both("POST /pledges/{pledge_id}/declining", LEAD, pledge_id="offer"),
    *both("POST /pledges/{pledge_id}/declining", COLLEAGUE, pledge_id="support_offer"),
    row("GET /pledges/{pledge_id}/release", LEAD, pledge_id="pledge"),
    *both("POST /pledges/{pledge_id}/release", LEAD, pledge_id="pledge"),
    row("GET /pledges/{pledge_id}/agreement", LEAD, pledge_id="withdrawn_pledge"),
    *both("POST /pledges/{pledge_id}/agreement", LEAD, pledge_id="withdrawn_pledge", sends={"effective_on": "+5 days"}),
    row("GET /pledges/{pledge_id}/withdrawal", SPONSOR, pledge_id="pledge"),
    *both("POST /pledges/{pledge_id}/withdrawal", SPONSOR, pledge_id="pledge", sends={"reason": "No nurse is free."}),
    row("GET /pledges/{pledge_id}/reduction", SPONSOR, pledge_id="pledge"),
    *both(
        "POST /pledges/{pledge_id}/reduction",
        SPONSOR,
        pledge_id="pledge",
        sends={"quantity": "2", "reason": "No nurse is free."},
    ),
    row("GET /pledges/{pledge_id}/look-back", TEAM, pledge_id="kept_promise"),
    row("GET /api/v1/pledges/{pledge_id}/look-back", STAFF, pledge_id="kept_promise"),
    *both(
        "POST /pledges/{pledge_id}/look-back",
        TEAM,
        pledge_id="kept_promise",
        sends={"kept": "kept", "in_time": "late", "helped": "much"},
    ),
    *both("POST /pledges/{pledge_id}/verdict", TEAM, pledge_id="introduction", sends={"verdict": "kept"}),
    row("GET /pledges/{pledge_id}/deliveries/new", SPONSOR | TEAM, pledge_id="pledge"),
    row("GET /api/v1/pledges/{pledge_id}/deliveries", STAFF, pledge_id="pledge"),
    *both(
        "POST /pledges/{pledge_id}/deliveries",
        SPONSOR | TEAM,
        pledge_id="pledge",
        sends={"quantity": "1", "delivered_on": "+0 days"},
    ),
    *both("POST /deliveries/{delivery_id}/confirmation", TEAM, delivery_id="delivery"),
    *both("POST /deliveries/{delivery_id}/confirmation", LEAD, delivery_id="colleagues_delivery"),
    row("GET /deliveries/{delivery_id}/dispute", TEAM, delivery_id="delivery"),
    *both("POST /deliveries/{delivery_id}/dispute", TEAM, delivery_id="delivery", sends={"reason": "Nobody came."}),
]

PROMISES = [
    *both("GET /promises", EVERYONE),
    row("GET /promises", EVERYONE, query="?group=kept&since=2020-01-01"),
    row("GET /promises", EVERYONE, query="?format=csv"),
]

WAITING = [
    *both("GET /waiting", EVERYONE),
    row("GET /compare", EVERYONE),
    row("GET /compare", STAFF, query="?idea={one}&idea={other}", one="idea", other="exploring_idea"),
    row("GET /api/v1/compare", EVERYONE, opens=422),
    row("GET /ideas/{idea_id}/not-now/new", SPONSORS, idea_id="idea"),
    row("GET /api/v1/ideas/{idea_id}/not-now", STAFF, idea_id="lone_idea"),
    row("GET /ideas/{idea_id}", STAFF, idea_id="lone_idea"),
    *both(
        "POST /ideas/{idea_id}/not-now",
        SPONSORS,
        idea_id="idea",
        sends={"reason": "The ward moves first.", "look_again_on": "+60 days"},
    ),
]

BOUNDARIES = [
    row("GET /ideas/{idea_id}/boundaries/new", LEAD, idea_id="idea"),
    row("GET /api/v1/ideas/{idea_id}/boundaries", STAFF, idea_id="idea"),
    *both("POST /ideas/{idea_id}/boundaries", LEAD, idea_id="idea", sends={"sentence": "No child waits longer"}),
    row("GET /ideas/{idea_id}/boundaries/new", LEAD, idea_id="idea", query="?kind=measured"),
    *both(
        "POST /ideas/{idea_id}/boundaries",
        LEAD,
        idea_id="idea",
        sends={"kind": "measured", "measure_id": "@measure", "comparison": "not_over", "limit_value": "90"},
    ),
    row("GET /frameworks/{framework_id}/boundaries/new", STEWARD, framework_id="framework"),
    row("GET /frameworks/{framework_id}/boundaries/new", STEWARD, framework_id="framework", query="?kind=declared"),
    row("GET /frameworks/{framework_id}/boundaries/new", STEWARD, framework_id="framework", query="?kind=measured"),
    row("GET /api/v1/frameworks/{framework_id}/boundaries", STAFF, framework_id="framework"),
    *both(
        "POST /frameworks/{framework_id}/boundaries",
        STEWARD,
        framework_id="framework",
        sends={"sentence": "No patient is moved at night"},
    ),
    *both("GET /boundaries/{boundary_id}", STAFF, boundary_id="boundary"),
    *both("GET /boundaries/{boundary_id}", STAFF, boundary_id="framework_boundary"),
    *both("GET /boundaries/{boundary_id}", STAFF, boundary_id="shared_boundary"),
    row("GET /api/v1/boundaries/{boundary_id}/ideas", STAFF, boundary_id="framework_boundary"),
    *both("GET /watches/{watch_id}", STAFF, watch_id="watch"),
    *both("POST /watches/{watch_id}/answers", TEAM, watch_id="declared_watch", sends={"answer": "kept"}),
    row("GET /watches/{watch_id}/measure", LEAD, watch_id="watch"),
    *both("POST /watches/{watch_id}/measure", LEAD, watch_id="watch", sends={"measure_id": "@measure"}),
    row("GET /boundaries/{boundary_id}", STAFF, boundary_id="crossed_boundary"),
    row("GET /boundaries/{boundary_id}", STAFF, boundary_id="proposed_boundary"),
    *both("POST /boundaries/{boundary_id}/answers", TEAM, boundary_id="boundary", sends={"answer": "near"}),
    row("GET /boundaries/{boundary_id}/wordings/new", LEAD, boundary_id="boundary"),
    *both(
        "POST /boundaries/{boundary_id}/wordings",
        LEAD,
        boundary_id="boundary",
        sends={"sentence": "No child waits for longer than a week", "reason": "It is clearer."},
    ),
    row("GET /boundaries/{boundary_id}/wordings/new", STEWARD, boundary_id="shared_boundary"),
    *both(
        "POST /boundaries/{boundary_id}/wordings",
        STEWARD,
        boundary_id="shared_boundary",
        sends={"limit_value": "70", "reason": "We can do better."},
    ),
    *both("POST /wordings/{wording_id}/agreement", SPONSOR, wording_id="wording"),
    *both("POST /wordings/{wording_id}/setting-aside", SPONSOR | LEAD, wording_id="wording"),
    *both("GET /crossings/{crossing_id}", STAFF, crossing_id="crossing"),
    *both(
        "POST /crossings/{crossing_id}/answer",
        LEAD,
        crossing_id="crossing",
        sends={"answer": "adapted", "words": "We call earlier now."},
    ),
]

FRAMEWORK = {
    "name": "Surgery",
    "subsystem": "service",
    "held": "The theatres",
    "direction": "Nobody waits without knowing why.",
    "starts_on": "+0 days",
    "review_on": "+200 days",
}
OUTCOME = {"sentence": "Everybody walks on the first day"}
VISION = {"statement": "Nobody waits without knowing why.", "reason": "It was asked for."}
NAMED = {"name_0": "Patience", "meaning_0": "We hear people out."}
LISTED = {"values": [{"name": "Patience", "meaning": "We hear people out."}]}

VISIONS = [
    *both("GET /vision", EVERYONE - PARTNER, unseen_by=PARTNER),
    *both("GET /vision/versions", EVERYONE - PARTNER, unseen_by=PARTNER),
    row("GET /vision/values/{value_id}", STAFF, value_id="value"),
    row("GET /vision/new", BOARD),
    row("POST /vision", BOARD, sends=VISION | NAMED | {"version": "1"}),
    row("POST /api/v1/vision", BOARD, sends=VISION | LISTED | {"after": 1}),
    row("GET /ideas/{idea_id}/adoptions/new", COLLEAGUE, idea_id="idea_to_adopt"),
    *both("POST /ideas/{idea_id}/adoptions", COLLEAGUE, idea_id="idea_to_adopt"),
    *both("GET /ideas/{idea_id}/specification", PEOPLE, idea_id="shared_idea", unseen_by=STRANGERS),
    *both("GET /ideas/{idea_id}/spread", STAFF, idea_id="idea_to_adopt"),
    row("GET /ideas/{idea_id}/values", TEAM, idea_id="idea"),
    row("POST /ideas/{idea_id}/values", TEAM, idea_id="idea", sends={"value_ids": "@value"}),
    row("GET /api/v1/ideas/{idea_id}/values", STAFF, idea_id="idea"),
    row(
        "PUT /api/v1/ideas/{idea_id}/values",
        TEAM,
        idea_id="idea",
        sends={"values": []},
    ),
]

FRAMEWORKS = [
    *both("GET /frameworks", EVERYONE - PARTNER),
    *both("GET /frameworks", STAFF, framework_id="framework", query="?under={framework_id}", unseen_by=STRANGERS),
    row("GET /frameworks/new", STEWARD | BOARD),
    *both("POST /frameworks", STEWARD | BOARD, sends=FRAMEWORK | {"steward_id": "@steward"}),
    *both("GET /frameworks/{framework_id}", STAFF, framework_id="framework"),
    *both("GET /frameworks/{framework_id}/history", STAFF, framework_id="framework"),
    row("GET /frameworks/{framework_id}/edit", STEWARD, framework_id="framework"),
    row("POST /frameworks/{framework_id}", STEWARD, framework_id="framework", sends=FRAMEWORK),
    row("PUT /api/v1/frameworks/{framework_id}", STEWARD, framework_id="framework", sends=FRAMEWORK | {"version": "1"}),
    *both("GET /frameworks/{framework_id}/versions", STAFF, framework_id="framework"),
    *both("GET /frameworks/{framework_id}/versions/behind", STAFF, framework_id="framework"),
    *both(
        "POST /frameworks/{framework_id}/versions",
        STEWARD,
        framework_id="framework",
        sends={"reason": "A year of learning."},
    ),
    row("GET /frameworks/{framework_id}/versions/dropping", STEWARD, framework_id="framework"),
    row("POST /frameworks/{framework_id}/versions/dropping", STEWARD, framework_id="framework"),
    row("POST /api/v1/frameworks/{framework_id}/versions/dropping", STEWARD, framework_id="framework", opens=204),
    *both("GET /ideas/{idea_id}/framework/version", STAFF, idea_id="idea"),
    row("POST /ideas/{idea_id}/framework/version", LEAD, idea_id="idea", sends={"version_id": "@newest_version"}),
    row(
        "POST /api/v1/ideas/{idea_id}/framework/version",
        LEAD,
        idea_id="idea",
        sends={"version_id": "@newest_version"},
        opens=204,
    ),
    row("GET /boundaries/{boundary_id}/ending", STEWARD, boundary_id="framework_boundary"),
    row("GET /boundaries/{boundary_id}/ending", STEWARD, boundary_id="leaving_boundary"),
    row("POST /boundaries/{boundary_id}/ending", STEWARD, boundary_id="framework_boundary"),
    row("POST /api/v1/boundaries/{boundary_id}/ending", STEWARD, boundary_id="framework_boundary", opens=204),
    row("POST /boundaries/{boundary_id}/keeping", STEWARD, boundary_id="leaving_boundary"),
    row("POST /api/v1/boundaries/{boundary_id}/keeping", STEWARD, boundary_id="leaving_boundary", opens=204),
    row("GET /frameworks/{framework_id}/outcomes", STEWARD, framework_id="framework"),
    *both("POST /frameworks/{framework_id}/outcomes", STEWARD, framework_id="framework", sends=OUTCOME),
    row("GET /outcomes/{outcome_id}/edit", STEWARD, outcome_id="outcome"),
    row("POST /outcomes/{outcome_id}", STEWARD, outcome_id="outcome", sends=OUTCOME),
    row("PUT /api/v1/outcomes/{outcome_id}", STEWARD, outcome_id="outcome", sends=OUTCOME | {"version": "1"}),
    row("GET /outcomes/{outcome_id}/ending", STEWARD, outcome_id="outcome"),
    *both("POST /outcomes/{outcome_id}/ending", STEWARD, outcome_id="outcome"),
    row("GET /frameworks/{framework_id}/stewards", STEWARD | BOARD, framework_id="framework"),
    *both(
        "POST /frameworks/{framework_id}/stewards",
        STEWARD | BOARD,
        framework_id="framework",
        sends={"person_id": "@third_steward"},
    ),
    row("GET /ideas/{idea_id}/framework", LEAD, idea_id="idea"),
    row("GET /ideas/{idea_id}/framework", LEAD, idea_id="lone_idea"),
    row("POST /ideas/{idea_id}/framework", LEAD, idea_id="lone_idea", sends={"framework_id": "@framework"}),
    row(
        "POST /api/v1/ideas/{idea_id}/framework",
        LEAD,
        idea_id="lone_idea",
        sends={"framework_id": "@framework"},
        opens=204,
    ),
    row("POST /ideas/{idea_id}/framework/leaving", LEAD, idea_id="idea"),
    row("POST /api/v1/ideas/{idea_id}/framework/leaving", LEAD, idea_id="idea", opens=204),
    row("GET /stewardships/{stewardship_id}/ending", STEWARD | BOARD, stewardship_id="stewardship"),
    *both("POST /stewardships/{stewardship_id}/ending", STEWARD | BOARD, stewardship_id="stewardship"),
]

MONEY = {"kind": "money", "quantity": "20000", "starts_on": "+400 days", "ends_on": "+700 days"}
MORE_MONEY = {"quantity": "30000", "starts_on": "+0 days", "ends_on": "+300 days"}

ENVELOPES = [
    row("GET /frameworks/{framework_id}/envelopes/new", STEWARD | SPONSORS, framework_id="framework"),
    row(
        "GET /frameworks/{framework_id}/envelopes/new",
        STEWARD | SPONSORS,
        framework_id="framework",
        query="?kind=money",
    ),
    row("GET /api/v1/frameworks/{framework_id}/envelopes", STAFF, framework_id="framework"),
    *both("POST /frameworks/{framework_id}/envelopes", STEWARD | SPONSORS, framework_id="framework", sends=MONEY),
    row("GET /envelopes/{envelope_id}/edit", STEWARD | SPONSORS, envelope_id="envelope"),
    row("GET /api/v1/envelopes/{envelope_id}", STAFF, envelope_id="envelope"),
    row("POST /envelopes/{envelope_id}", STEWARD | SPONSORS, envelope_id="envelope", sends=MORE_MONEY),
    row(
        "PUT /api/v1/envelopes/{envelope_id}",
        STEWARD | SPONSORS,
        envelope_id="envelope",
        sends=MORE_MONEY | {"version": "1"},
    ),
    row("GET /envelopes/{envelope_id}/closing", STEWARD | SPONSORS, envelope_id="envelope"),
    *both("POST /envelopes/{envelope_id}/closing", STEWARD | SPONSORS, envelope_id="envelope"),
]

AREA = {"sentence": "try another rota", "starts_on": "+0 days", "ends_on": "+90 days"}

DISCRETION = [
    *both("GET /discretion", EVERYONE - PARTNER, unseen_by=NO_ONE),
    row("GET /discretion/new", BOARD, unseen_by=NO_ONE),
    *both("POST /discretion", BOARD, sends=AREA, unseen_by=NO_ONE),
    *both("GET /discretion/coverage", EVERYONE - PARTNER, unseen_by=NO_ONE),
    row("GET /discretion/coverage", EVERYONE - PARTNER, query="?by=framework", unseen_by=NO_ONE),
    *both("GET /discretion/{discretion_id}", STAFF, discretion_id="discretion"),
    row("GET /discretion/{discretion_id}/withdrawal", BOARD, discretion_id="discretion"),
    *both(
        "POST /discretion/{discretion_id}/withdrawal",
        BOARD,
        discretion_id="discretion",
        sends={"reason": "It has served its time"},
    ),
    row("GET /ideas/{idea_id}/claims/new", LEAD, idea_id="lone_idea"),
    *both(
        "POST /ideas/{idea_id}/claims",
        LEAD,
        idea_id="lone_idea",
        sends={"discretion_id": "@discretion", "sentence": "It stays on my ward"},
    ),
    row("GET /claims/{claim_id}/handing-back", LEAD, claim_id="claim"),
    *both("POST /claims/{claim_id}/handing-back", LEAD, claim_id="claim"),
]

IN_A_ROUND = {"unseen_by": EVERYONE, "round_id": "round"}
FREE_TO_OPEN = COLLEAGUE | MANAGER | STEWARD | ADMINISTRATOR
FEEDBACK = [
    *both("GET /feedback", EVERYONE, unseen_by=NO_ONE),
    row("GET /feedback/new", EVERYONE - PARTNER, unseen_by=NO_ONE),
    *both(
        "POST /feedback",
        FREE_TO_OPEN,
        sends={"namer_id": "@namer", "closes_on": "+21 days"},
        unseen_by=NO_ONE,
        but=dict.fromkeys(EVERYONE - FREE_TO_OPEN - PARTNER, 422),  # they have one, or had one lately
    ),
    *both("GET /feedback/{round_id}", SPONSOR | BOARD, **IN_A_ROUND),
    *both("GET /feedback/{round_id}", QUALITY | COLLEAGUE, round_id="round_to_name_for", unseen_by=EVERYONE),
    *both(
        "POST /feedback/{round_id}/naming",
        COLLEAGUE,
        sends={"accepts": "true"},
        round_id="round_to_name_for",
        unseen_by=EVERYONE - QUALITY,
    ),
    row("GET /feedback/{round_id}/namer", SECOND_SPONSOR, round_id="round_without_namer", unseen_by=EVERYONE),
    *both(
        "POST /feedback/{round_id}/namer",
        SECOND_SPONSOR,
        sends={"namer_id": "@namer"},
        round_id="round_without_namer",
        unseen_by=EVERYONE,
    ),
    row("GET /feedback/{round_id}/calling-off", SPONSOR, **IN_A_ROUND),
    *both("POST /feedback/{round_id}/calling-off", SPONSOR, **IN_A_ROUND),
    row("GET /feedback/{round_id}/raters/new", SPONSOR | BOARD, **IN_A_ROUND),
    *both(
        "POST /feedback/{round_id}/raters",
        SPONSOR | BOARD,
        sends={"person_id": "@rater", "group": "peers"},
        **IN_A_ROUND,
    ),
    row("GET /feedback/{round_id}/links/new", BOARD, round_id="round", unseen_by=EVERYONE - SPONSOR),
    row(
        "POST /feedback/{round_id}/links",
        BOARD,
        sends={"group": "service_users", "count": "3"},
        opens=200,
        round_id="round",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row(
        "POST /api/v1/feedback/{round_id}/links",
        BOARD,
        sends={"group": "partners", "count": 3},
        round_id="round",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row("GET /feedback/{round_id}/letters/new", BOARD, round_id="round", unseen_by=EVERYONE - SPONSOR),
    *both(
        "POST /feedback/{round_id}/letters",
        BOARD,
        sends={"group": "service_users", "addresses": "una@elms.example"},
        round_id="round",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row("GET /feedback/{round_id}/links/taking-back", BOARD, round_id="round", unseen_by=EVERYONE - SPONSOR),
    *both(
        "POST /feedback/{round_id}/links/taking-back",
        BOARD,
        sends={"group": "service_users"},
        round_id="round",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row("GET /feedback/raters/{invitation_id}/taking-back", SPONSOR, invitation_id="rater_named", unseen_by=EVERYONE),
    *both(
        "POST /feedback/raters/{invitation_id}/taking-back",
        SPONSOR,
        invitation_id="rater_named",
        unseen_by=EVERYONE,
    ),
    *both("GET /feedback/{round_id}/answer", SPONSOR | LEAD, **IN_A_ROUND),
    *both("POST /feedback/{round_id}/answer", SPONSOR | LEAD, sends=FEEDBACK_ANSWER, **IN_A_ROUND),
    *both("GET /feedback/answer/{secret}", ANYBODY, secret="feedback_secret"),
    *both("POST /feedback/answer/{secret}", ANYBODY, sends=FEEDBACK_ANSWER, secret="feedback_secret"),
    row("GET /feedback/answered", ANYBODY),
    *both("GET /feedback/{round_id}/results", LEAD | MANAGER, round_id="closed_round", unseen_by=EVERYONE),
    row("GET /feedback/{round_id}/shares/new", LEAD, round_id="closed_round", unseen_by=EVERYONE),
    *both(
        "POST /feedback/{round_id}/shares",
        LEAD,
        sends={"person_id": "@rater"},
        round_id="closed_round",
        unseen_by=EVERYONE,
    ),
    *both("POST /feedback/shares/{share_id}/end", LEAD, share_id="share", unseen_by=EVERYONE),
    *both("GET /pulse", EVERYONE - PARTNER, unseen_by=NO_ONE),
    *both(
        "POST /pulse",
        TEAM,
        sends={"idea_id": "@idea", "energy": "3", "support": "4"},
        unseen_by=NO_ONE,
        but=dict.fromkeys(STRANGERS, 422),
    ),
]

IN_A_PAIR = {"pair_id": "pair", "unseen_by": EVERYONE}
TWO = SPONSOR | QUALITY
WITH_MANAGER = {"appraisal_id": "appraisal", "unseen_by": EVERYONE}
LINE = LEAD | MANAGER
AGREED = {"talked_on": "+0 days", "words": "She leads the next idea"}
OF_ORGANISATIONS = EVERYONE - PARTNER  # each in their own
COACHING = [
    *both("GET /coaching", OF_ORGANISATIONS),
    row("GET /coaching/new", OF_ORGANISATIONS),
    *both(
        "POST /coaching",
        STAFF - BOARD,
        sends={"person_id": "@coach", "way": "be_coached", "about": "Saying no"},
        but=dict.fromkeys(STRANGERS | BOARD, 422),  # nobody asks themselves, or somebody of another organisation
    ),
    row("GET /coaching/past", OF_ORGANISATIONS),
    *both("GET /coaching/coaches", OF_ORGANISATIONS),
    row("GET /coaching/offer", OF_ORGANISATIONS),
    *both("POST /coaching/offer", OF_ORGANISATIONS, sends={"words": "Teams that are stuck"}),
    row("POST /coaching/offer/ending", QUALITY, unseen_by=EVERYONE),
    row("POST /api/v1/coaching/offer/ending", QUALITY, opens=204, unseen_by=EVERYONE),
    *both("GET /coaching/{pair_id}", TWO, **IN_A_PAIR),
    row("GET /coaching/{pair_id}", COLLEAGUE | QUALITY, pair_id="asked_pair", unseen_by=EVERYONE),
    *both(
        "POST /coaching/{pair_id}/answer",
        QUALITY,
        sends={"accepts": "true", "words": "Gladly"},
        pair_id="asked_pair",
        unseen_by=EVERYONE - COLLEAGUE,
    ),
    row("GET /coaching/{pair_id}/ending", TWO, **IN_A_PAIR),
    *both("POST /coaching/{pair_id}/ending", TWO, **IN_A_PAIR),
    *both("POST /coaching/{pair_id}/ending", COLLEAGUE, pair_id="asked_pair", unseen_by=EVERYONE - QUALITY),
    row("GET /api/v1/coaching/{pair_id}/notes", TWO, **IN_A_PAIR),
    row("GET /coaching/{pair_id}/notes/new", TWO, **IN_A_PAIR),
    *both("POST /coaching/{pair_id}/notes", TWO, sends={"words": "A first step"}, **IN_A_PAIR),
    row("GET /coaching/notes/{note_id}", QUALITY, note_id="note", unseen_by=EVERYONE - SPONSOR),
    row(
        "POST /coaching/notes/{note_id}",
        QUALITY,
        sends={"words": "Better so"},
        note_id="note",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row(
        "POST /api/v1/coaching/notes/{note_id}",
        QUALITY,
        sends={"words": "Better so", "version": 1},
        note_id="note",
        unseen_by=EVERYONE - SPONSOR,
    ),
    row("GET /coaching/notes/{note_id}/removal", QUALITY, note_id="note", unseen_by=EVERYONE - SPONSOR),
    row("POST /coaching/notes/{note_id}/removal", QUALITY, note_id="note", unseen_by=EVERYONE - SPONSOR),
    row(
        "POST /api/v1/coaching/notes/{note_id}/removal",
        QUALITY,
        opens=204,
        note_id="note",
        unseen_by=EVERYONE - SPONSOR,
    ),
    *both("GET /coaching/appraisals", OF_ORGANISATIONS),
    row("GET /coaching/appraisals/new", OF_ORGANISATIONS),
    *both(
        "POST /coaching/appraisals",
        NO_ONE,
        sends=AGREED | {"person_id": "@coach"},
        but=dict.fromkeys(OF_ORGANISATIONS, 422),  # nobody here is the chair's line manager, nor she theirs
    ),
    *both("GET /coaching/appraisals/{appraisal_id}", LINE, **WITH_MANAGER),
    *both(
        "GET /coaching/appraisals/{appraisal_id}", COLLEAGUE | MANAGER, appraisal_id="new_appraisal", unseen_by=EVERYONE
    ),
    *both(
        "POST /coaching/appraisals/{appraisal_id}/agreement",
        MANAGER,
        sends={"wording_id": "@appraisal_wording"},
        appraisal_id="appraisal",
        unseen_by=EVERYONE - LEAD,
    ),
    row("GET /coaching/appraisals/{appraisal_id}/wording", LINE, **WITH_MANAGER),
    row("POST /coaching/appraisals/{appraisal_id}/wording", LINE, sends=AGREED, **WITH_MANAGER),
    row(
        "POST /api/v1/coaching/appraisals/{appraisal_id}/wording",
        LINE,
        sends=AGREED | {"version": 3},
        **WITH_MANAGER,
    ),
    *both("POST /coaching/appraisals/{appraisal_id}/setting-aside", LINE, **WITH_MANAGER),
    row("GET /coaching/appraisals/{appraisal_id}/ending", LINE, **WITH_MANAGER),
    *both("POST /coaching/appraisals/{appraisal_id}/ending", LINE, **WITH_MANAGER),
]

TOLD = {
    "told_by": "own",
    "words": "I waited all night.",
    "audience": "organisation",
    "naming": "anonymous",
    "months": "12",
}
CHANGED = {"words": "I waited till dawn.", "audience": "team", "naming": "anonymous", "months": "0"}
CHECKERS = QUALITY | SECOND_SPONSOR
UNREAD = EVERYONE - CHECKERS - AUTHOR  # by whom a story that waits to be checked is not read

STORIES = [
    *both("GET /stories", EVERYONE, unseen_by=NO_ONE),
    row("GET /stories/new", EVERYONE - PARTNER),
    *both("POST /stories", EVERYONE - PARTNER, sends=TOLD | {"is_agreed": "true"}),
    *both("GET /stories/{story_id}", STAFF, story_id="story"),
    *both("GET /stories/{story_id}", CHECKERS | AUTHOR, story_id="waiting_story", unseen_by=UNREAD),
    *both("POST /stories/{story_id}/check", CHECKERS, story_id="waiting_story", unseen_by=UNREAD),
    row("GET /stories/{story_id}/names", STAFF, story_id="story"),
    *both("POST /stories/{story_id}/names", STAFF, story_id="story"),
    *both("POST /stories/{story_id}/worry", CHECKERS, story_id="waiting_story", unseen_by=UNREAD),
    row("GET /stories/{story_id}/edit", AUTHOR, story_id="waiting_story", unseen_by=UNREAD),
    row("POST /stories/{story_id}", AUTHOR, story_id="waiting_story", sends=CHANGED, unseen_by=UNREAD),
    row("POST /stories/{story_id}/own-page", AUTHOR, story_id="waiting_story", opens=200, unseen_by=UNREAD),
    row("GET /stories/{story_id}/topics", CHECKERS, story_id="story"),
    row("POST /stories/{story_id}/topics", CHECKERS, story_id="story", sends={"references": "@reference_of_idea"}),
    row("PUT /api/v1/stories/{story_id}/topics", CHECKERS, story_id="story"),
    row("GET /stories/{story_id}/answers/new", TEAM | CHECKERS, story_id="story"),
    *both("POST /stories/{story_id}/answers", TEAM | CHECKERS, story_id="story", sends={"words": "Bells are near."}),
    row("GET /stories/{story_id}/withdrawal", CHECKERS, story_id="story"),
    *both("POST /stories/{story_id}/withdrawal", CHECKERS, story_id="story"),
    row("GET /open/{name}/stories", ANYBODY, name="open_name"),
    row("GET /open/{name}/stories/{story_id}", ANYBODY, name="open_name", story_id="public_story"),
    row("GET /open/{name}/stories/{story_id}/picture.jpg", ANYBODY, name="open_name", story_id="public_story"),
    row("GET /open/{name}/stories/{story_id}/recording.mp4", ANYBODY, name="open_name", story_id="public_story"),
    row("GET /tell/{secret}", ANYBODY, secret="tell"),
    row("GET /tell/{secret}", ANYBODY, secret="told"),
    row("POST /tell/{secret}", ANYBODY, secret="tell", sends=TOLD),
    row("GET /tell/{secret}/words", ANYBODY, secret="told"),
    row("POST /tell/{secret}/words", ANYBODY, secret="told", sends=CHANGED),
    row("GET /stories/{story_id}/picture.jpg", STAFF, story_id="story"),
    row("GET /tell/{secret}/picture.jpg", ANYBODY, secret="told"),
    row("GET /tell/{secret}/picture", ANYBODY, secret="told"),
    row("POST /tell/{secret}/picture", ANYBODY, secret="told", opens=422),  # without a file
    row("GET /tell/{secret}/picture/removal", ANYBODY, secret="told"),
    row("POST /tell/{secret}/picture/removal", ANYBODY, secret="told"),
    row("GET /stories/{story_id}/recording.mp4", STAFF, story_id="story"),
    row("GET /tell/{secret}/recording.mp4", ANYBODY, secret="told"),
    row("GET /tell/{secret}/recording", ANYBODY, secret="told"),
    row("POST /tell/{secret}/recording", ANYBODY, secret="told", opens=422),  # without a file
    row("GET /tell/{secret}/recording/removal", ANYBODY, secret="told"),
    row("POST /tell/{secret}/recording/removal", ANYBODY, secret="told"),
    row("GET /tell/{secret}/address", ANYBODY, secret="told"),
    row("POST /tell/{secret}/address", ANYBODY, secret="told", sends={"email": "rosa.marsh@example.org"}),
    row("POST /tell/{secret}/address/removal", ANYBODY, secret="told"),
    row("GET /tell/{secret}/withdrawal", ANYBODY, secret="told"),
    row("POST /tell/{secret}/withdrawal", ANYBODY, secret="told", opens=200),
    *both("GET /telling-links", EVERYONE - PARTNER, unseen_by=PARTNER),
    row("GET /telling-links/new", EVERYONE - PARTNER),
    *both("POST /telling-links", EVERYONE - PARTNER, sends={"about": "Waiting room"}),
    *both("GET /telling-links/{link_id}", STAFF, link_id="telling_link"),
    row("GET /telling-links/{link_id}/closing", AUTHOR | CHECKERS, link_id="telling_link"),
    *both("POST /telling-links/{link_id}/closing", AUTHOR | CHECKERS, link_id="telling_link"),
    row("GET /administration/checkers", ALL_ADMINISTRATORS),
    row(
        "POST /administration/checkers",
        ADMINISTRATOR,
        sends={"person_id": "@person"},
        but={"stranger_administrator": 422},
    ),
    administered("POST /administration/checkers/{checker_id}/ending", checker_id="checker"),
]

LICENCE = {
    "purpose": "Offer seven drinks",
    "place": "Rosehill",
    "starts_on": "+0 days",
    "ends_on": "+90 days",
    "touches": "Residents",
}
DECISION = {"is_granted": "false", "position": "Manager", "reason": "Not this winter"}
RENEWAL = LICENCE | {"starts_on": "+21 days", "ends_on": "+120 days"}

LICENCES = [
    *both("GET /licences", EVERYONE, unseen_by=NO_ONE),
    row("GET /licences/new", PARTNER, unseen_by=NO_ONE),
    *both("POST /licences", PARTNER, sends=LICENCE, unseen_by=NO_ONE),
    *both("GET /licences/{licence_id}", PEOPLE, licence_id="licence"),
    *both("GET /licences/{licence_id}", PEOPLE, licence_id="our_licence"),
    row("GET /licences/{licence_id}/decision", PARTNER, licence_id="licence", unseen_by=STRANGERS),
    row("GET /licences/{licence_id}/decision", BOARD, licence_id="our_licence", unseen_by=STRANGERS),
    *both("POST /licences/{licence_id}/decision", PARTNER, licence_id="licence", sends=DECISION, unseen_by=STRANGERS),
    *both("POST /licences/{licence_id}/decision", BOARD, licence_id="our_licence", sends=DECISION, unseen_by=STRANGERS),
    row("GET /licences/{licence_id}/links/new", LEAD, licence_id="licence", unseen_by=STRANGERS),
    *both(
        "POST /licences/{licence_id}/links",
        LEAD,
        licence_id="licence",
        sends={"address": "una@elms.example"},
        unseen_by=STRANGERS,
    ),
    row("GET /licences/{licence_id}/revocation", PARTNER, licence_id="granted_licence", unseen_by=STRANGERS),
    *both(
        "POST /licences/{licence_id}/revocation",
        PARTNER,
        licence_id="granted_licence",
        sends={"reason": "It is needed no longer"},
        unseen_by=STRANGERS,
    ),
    row("GET /licences/{licence_id}/renewal/new", LEAD, licence_id="granted_licence", unseen_by=STRANGERS),
    *both(
        "POST /licences/{licence_id}/renewal", LEAD, licence_id="granted_licence", sends=RENEWAL, unseen_by=STRANGERS
    ),
    row("GET /licences/{licence_id}/handing-back", LEAD, licence_id="granted_licence", unseen_by=STRANGERS),
    *both("POST /licences/{licence_id}/handing-back", LEAD, licence_id="granted_licence", unseen_by=STRANGERS),
    *both("GET /ideas/{idea_id}", STAFF, idea_id="turf_idea"),
    row("GET /ideas/{idea_id}/licences/new", LEAD, idea_id="turf_idea"),
    row("GET /api/v1/ideas/{idea_id}/licences", STAFF, idea_id="turf_idea"),
    *both("POST /ideas/{idea_id}/licences", LEAD, idea_id="turf_idea", sends=LICENCE),
    row("GET /ideas/{idea_id}/turf", LEAD, idea_id="turf_idea"),
    row("GET /api/v1/ideas/{idea_id}/turf", STAFF, idea_id="turf_idea"),
    row(
        "POST /ideas/{idea_id}/turf",
        LEAD,
        idea_id="turf_idea",
        sends={"partner_id": "@partner_organisation", "place": "Fairview"},
    ),
    row(
        "PUT /api/v1/ideas/{idea_id}/turf",
        LEAD,
        idea_id="turf_idea",
        sends={"partner_id": "@partner_organisation", "place": "Fairview"},
    ),
    row("GET /partners", EVERYONE - PARTNER),
    row("GET /partners/{partner_id}", STAFF, partner_id="partner_organisation", unseen_by=STRANGERS),
    row("GET /api/v1/partners/{partner_id}", STAFF, partner_id="partner_organisation", unseen_by=STRANGERS),
    row("GET /decide/{secret}", ANYBODY, secret="decision_secret", unseen_by=NO_ONE),
    row("POST /decide/{secret}", ANYBODY, secret="decision_secret", opens=422, unseen_by=NO_ONE),
    row("GET /given/{secret}", ANYBODY, secret="given_secret", unseen_by=NO_ONE),
    row("GET /given/{secret}", ANYBODY, secret="over_secret", opens=404, unseen_by=NO_ONE),
    row(
        "GET /given/{secret}/licences/{licence_id}/revocation",
        ANYBODY,
        secret="given_secret",
        licence_id="given_licence",
        unseen_by=NO_ONE,
    ),
    row(
        "POST /given/{secret}/licences/{licence_id}/revocation",
        ANYBODY,
        secret="given_secret",
        licence_id="given_licence",
        sends={"reason": "The condition was not kept"},
        unseen_by=NO_ONE,
    ),
    row("POST /given/{secret}/fresh-link", ANYBODY, secret="over_secret", opens=200, unseen_by=NO_ONE),
]

PROGRESS = [
    row("GET /ideas/{idea_id}/exploration/new", LEAD, idea_id="ready_idea"),
    *both(
        "POST /ideas/{idea_id}/exploration",
        LEAD,
        idea_id="ready_idea",
        sends={"starts_on": "+0 days", "ends_on": "+100 days"},
    ),
    row("GET /api/v1/ideas/{idea_id}/exploration", STAFF, idea_id="exploring_idea"),
    row("GET /ideas/{idea_id}/exploration/edit", LEAD, idea_id="exploring_idea"),
    *both("POST /ideas/{idea_id}/exploration/period", LEAD, idea_id="exploring_idea", sends={"ends_on": "+120 days"}),
    row("GET /ideas/{idea_id}/review", STAFF, idea_id="exploring_idea"),
    row("GET /ideas/{idea_id}/review/new", LEAD, idea_id="exploring_idea", query="?decision=carry_on"),
    row("GET /api/v1/ideas/{idea_id}/reviews", STAFF, idea_id="exploring_idea"),
    *both(
        "POST /ideas/{idea_id}/review",
        LEAD,
        idea_id="exploring_idea",
        sends={"decision": "carry_on", "words": "We go on.", "ends_on": "+115 days", "is_sooner_known": "true"},
    ),
    *both("POST /ideas/{idea_id}/review/view", SPONSOR, idea_id="exploring_idea", sends={"words": "Go on."}),
    row("GET /ideas/{idea_id}/owners/new", LEAD, idea_id="sustained_idea"),
    row("GET /api/v1/ideas/{idea_id}/owners", STAFF, idea_id="sustained_idea"),
    *both("POST /ideas/{idea_id}/owners", LEAD, idea_id="sustained_idea", sends={"owner_id": "@person"}),
    *both("POST /owners/{owner_id}/acceptance", QUALITY, owner_id="asked_owner"),
    *both("POST /owners/{owner_id}/declining", QUALITY, owner_id="asked_owner"),
    *both("POST /owners/{owner_id}/withdrawal", LEAD, owner_id="asked_owner"),
    *both("POST /owners/{owner_id}/ending", COLLEAGUE, owner_id="owner"),
    row("GET /ideas/{idea_id}/pause", LEAD, idea_id="exploring_idea"),
    *both("POST /ideas/{idea_id}/pause", LEAD, idea_id="exploring_idea"),
    row("GET /ideas/{idea_id}/resumption", LEAD, idea_id="paused_idea"),
    *both("POST /ideas/{idea_id}/resumption", LEAD, idea_id="paused_idea"),
    row("GET /ideas/{idea_id}/sustaining", LEAD, idea_id="exploring_idea"),
    *both("POST /ideas/{idea_id}/sustaining", LEAD, idea_id="exploring_idea"),
    row("GET /ideas/{idea_id}/ending", LEAD, idea_id="sustained_idea"),
    *both("POST /ideas/{idea_id}/ending", LEAD, idea_id="sustained_idea"),
    row("GET /ideas/{idea_id}/reopening", LEAD, idea_id="ended_idea"),
    *both("POST /ideas/{idea_id}/reopening", LEAD, idea_id="ended_idea"),
    row("GET /ideas/{idea_id}/learning", TEAM, idea_id="ended_idea"),
    *both("POST /ideas/{idea_id}/learning", TEAM, idea_id="ended_idea", sends={"learning": "Start with one ward."}),
    *both("GET /ideas/{idea_id}/updates", STAFF, idea_id="exploring_idea"),
    *both("GET /updates/{update_id}", STAFF, update_id="update"),
    row("GET /updates/{update_id}/edit", AUTHOR, update_id="update"),
    row("POST /updates/{update_id}", AUTHOR, update_id="update", sends={"tried": "We called twice."}),
    row("PUT /api/v1/updates/{update_id}", AUTHOR, update_id="update", sends={"tried": "We called.", "version": 1}),
    row("GET /ideas/{idea_id}/updates/new", TEAM, idea_id="exploring_idea"),
    *both("POST /ideas/{idea_id}/updates", TEAM, idea_id="idea", sends={"tried": "We called first."}),
]

MONITOR = [
    *both("GET /monitor", EVERYONE - PARTNER),
    row("GET /monitor", EVERYONE - PARTNER, query="?format=csv"),
    *both("GET /board-pack", EVERYONE - PARTNER),
    row("GET /board-pack", EVERYONE - PARTNER, query="?since=2026-07-01&until=2026-09-30&format=csv"),
    row("POST /monitor/look", EVERYONE - PARTNER, sends={"until": "2026-11-23T12:00:00Z"}),
    row("POST /api/v1/monitor/look", EVERYONE - PARTNER, sends={"until": "2026-11-23T12:00:00Z"}, opens=204),
]

HISTORY = [
    *both("GET /history", EVERYONE),
    *both("GET /ideas/{idea_id}/history", STAFF, idea_id="idea"),
    *both("GET /ideas/{idea_id}/history", PEOPLE, idea_id="shared_idea"),
]

MEASURE = {
    "name": "Weeks to an answer",
    "kind": "outcome",
    "unit": "weeks",
    "direction": "decrease",
    "interval": "week",
    "per": "100",
}
KEEPERS = STEWARD | QUALITY
COUNTS = {"numerator": "3", "denominator": "120"}
WHY = {"reason": "The clinic moved"}
CHANGE = {"what": "Two rooms side by side", "tried_on": "2020-03-24"}
PASTE = {"text": "24/03/2020\t3\t120"}
MEASURES = [
    row("GET /ideas/{idea_id}/measures/new", TEAM, idea_id="idea"),
    row("GET /api/v1/ideas/{idea_id}/measures", STAFF, idea_id="idea"),
    *both("POST /ideas/{idea_id}/measures", TEAM, idea_id="idea", sends=MEASURE),
    row("GET /frameworks/{framework_id}/measures/new", KEEPERS, framework_id="framework"),
    row("GET /api/v1/frameworks/{framework_id}/measures", STAFF, framework_id="framework"),
    *both("POST /frameworks/{framework_id}/measures", KEEPERS, framework_id="framework", sends=MEASURE),
    *both("GET /measures/{measure_id}", STAFF, measure_id="measure"),
    row("GET /measures/{measure_id}", STAFF, measure_id="shared_measure"),
    *both(
        "POST /measures/{measure_id}/observations",
        KEEPERS,
        measure_id="shared_measure",
        sends={"value": "68", "measured_on": "@free_on"},
    ),
    row("GET /measures/{measure_id}", STAFF, measure_id="closed_measure"),
    row("GET /measures/{measure_id}/chart.svg", STAFF, measure_id="measure"),
    row("GET /measures/{measure_id}/chart.png", STAFF, measure_id="measure"),
    row("GET /measures/{measure_id}", STAFF, measure_id="empty_measure"),
    row("GET /measures/{measure_id}/edit", TEAM, measure_id="measure"),
    row("POST /measures/{measure_id}", TEAM, measure_id="measure", sends=MEASURE),
    row(
        "PUT /api/v1/measures/{measure_id}",
        TEAM,
        measure_id="measure",
        sends=MEASURE | {"version": "@version_of_measure"},
    ),
    row("GET /measures/{measure_id}/closing", TEAM, measure_id="measure"),
    *both("POST /measures/{measure_id}/closing", TEAM, measure_id="measure"),
    *both("POST /measures/{measure_id}/reopening", TEAM, measure_id="closed_measure"),
    row("GET /measures/{measure_id}/observations", TEAM, measure_id="measure"),
    row("GET /api/v1/measures/{measure_id}/observations", STAFF, measure_id="measure"),
    *both(
        "POST /measures/{measure_id}/observations",
        TEAM,
        measure_id="measure",
        sends=COUNTS | {"measured_on": "@free_on"},
    ),
    row("GET /measures/{measure_id}/observations/paste", TEAM, measure_id="measure"),
    row("POST /measures/{measure_id}/observations/paste", TEAM, measure_id="measure", sends=PASTE, opens=200),
    row("POST /measures/{measure_id}/observations/pasted", TEAM, measure_id="measure", sends=PASTE),
    row("GET /measures/{measure_id}/observations/file", TEAM, measure_id="measure"),
    row("POST /measures/{measure_id}/observations/file", TEAM, measure_id="measure", opens=422),  # there is no file
    *both("GET /measures/{measure_id}/baseline", STAFF, measure_id="measure"),
    *both("POST /measures/{measure_id}/baseline", TEAM, measure_id="measure", sends={"points": "12"} | WHY),
    *both("GET /measures/{measure_id}/recalculations", STAFF, measure_id="measure"),
    *both(
        "POST /measures/{measure_id}/recalculations",
        TEAM,
        measure_id="measure",
        sends={"starts_on": "@counted_on"} | WHY,
    ),
    row("GET /recalculations/{point_id}/lifting", TEAM, point_id="recalculation"),
    *both("POST /recalculations/{point_id}/lifting", TEAM, point_id="recalculation"),
    *both("GET /ideas/{idea_id}/changes", STAFF, idea_id="idea"),
    *both("POST /ideas/{idea_id}/changes", TEAM, idea_id="idea", sends=CHANGE),
    row("GET /changes/{change_id}/withdrawal", TEAM, change_id="change"),
    *both("POST /changes/{change_id}/withdrawal", TEAM, change_id="change"),
    *both(
        "GET /measures/{measure_id}/observations/{measured_on}",
        STAFF,
        measure_id="measure",
        measured_on="counted_on",
    ),
    row(
        "POST /measures/{measure_id}/observations/{measured_on}",
        TEAM,
        measure_id="measure",
        measured_on="counted_on",
        sends=COUNTS | {"note": "A slip of the pen"},
    ),
    row(
        "PUT /api/v1/measures/{measure_id}/observations/{measured_on}",
        TEAM,
        measure_id="measure",
        measured_on="counted_on",
        sends=COUNTS | {"note": "A slip of the pen"},
    ),
    row(
        "GET /measures/{measure_id}/observations/{measured_on}/withdrawal",
        TEAM,
        measure_id="measure",
        measured_on="counted_on",
    ),
    *both(
        "POST /measures/{measure_id}/observations/{measured_on}/withdrawal",
        TEAM,
        measure_id="measure",
        measured_on="counted_on",
        sends={"note": "A slip of the pen"},
    ),
]

TABLE: list[Row] = [
    *OPEN_TO_ALL,
    *ONES_OWN,
    *PERSONS,
    *ADMINISTRATION,
    *IDEAS,
    *TEAMS,
    *HAND_OVERS,
    *QUESTIONS,
    *ASKS,
    *PLEDGES,
    *PROMISES,
    *WAITING,
    *BOUNDARIES,
    *FRAMEWORKS,
    *VISIONS,
    *ENVELOPES,
    *DISCRETION,
    *STORIES,
    *LICENCES,
    *MEASURES,
    *FEEDBACK,
    *COACHING,
    *PROGRESS,
    *MONITOR,
    *HISTORY,
]
