from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from registry.kit import clock
from registry.licences.models import Licence, LicenceDecision, LicenceState
from registry.licences.rules import decisions, licences, turf
from registry.licences.rules.turf import Ground

TODAY = date(2028, 2, 29)
PARTNER_ID = uuid4()
NOW = datetime(2028, 2, 29, 12, tzinfo=UTC)


def licence(starts: int = -10, ends: int = 60, **given: object) -> Licence:
    valid: dict[str, object] = {
        "organisation_id": uuid4(),
        "partner_id": PARTNER_ID,
        "idea_id": uuid4(),
        "purpose": "Offer seven drinks a day",
        "place": "Rosehill, Beechwood and the Limes",
        "touches": "Residents",
        "starts_on": TODAY + timedelta(days=starts),
        "ends_on": TODAY + timedelta(days=ends),
        "requested_at": NOW,
        "requested_by_id": uuid4(),
    }
    return Licence(**valid | given)


def decision(*, is_granted: bool = True) -> LicenceDecision:
    return LicenceDecision(is_granted=is_granted, name="A", position="B", at=NOW, wording="")


@pytest.mark.parametrize(
    ("found", "answer", "state"),
    [
        (licence(), None, LicenceState.REQUESTED),
        (licence(), decision(), LicenceState.IN_FORCE),
        (licence(ends=0), decision(), LicenceState.IN_FORCE),
        (licence(starts=0), decision(), LicenceState.IN_FORCE),
        (licence(ends=-1), decision(), LicenceState.EXPIRED),
        (licence(ends=-1), None, LicenceState.EXPIRED),
        (licence(starts=1), decision(), LicenceState.AHEAD),
        (licence(), decision(is_granted=False), LicenceState.REFUSED),
        (licence(ends=-1), decision(is_granted=False), LicenceState.REFUSED),
        (licence(revoked_at=NOW), decision(), LicenceState.REVOKED),
        (licence(ends=-1, handed_back_at=NOW), decision(), LicenceState.HANDED_BACK),
    ],
)
def test_how_a_licence_stands_follows_from_its_dates_and_answers(
    found: Licence, answer: LicenceDecision | None, state: LicenceState
) -> None:
    assert licences.state_of(found, answer, TODAY) is state


def test_the_last_day_lasts_to_its_end_where_the_organisation_is() -> None:
    summer = licence(ends_on=date(2027, 6, 30), starts_on=date(2027, 6, 1))
    for hour, minute, state in ((22, 59, LicenceState.IN_FORCE), (23, 0, LicenceState.EXPIRED)):
        today = clock.day_of(datetime(2027, 6, 30, hour, minute, tzinfo=UTC), "Europe/London")
        assert licences.state_of(summer, decision(), today) is state


@pytest.mark.parametrize(
    ("worked", "is_covered"),
    [
        ("Rosehill", True),
        ("rosehill and  the limes", True),
        ("Beechwood, Rosehill", True),
        ("Rose", False),
        ("Rosehill, Fairview", False),
        ("Lime", False),
        ("Rose-hill", False),
        ("The Limes", True),
        ("Limes.", True),
        ("Rosehill & limes", True),
    ],
)
def test_every_place_that_an_idea_names_must_stand_in_the_licence(worked: str, is_covered: bool) -> None:
    assert turf.covers_place("Rosehill, Beechwood and the Limes", worked) is is_covered


@pytest.mark.parametrize(
    ("licensed", "worked"),
    [
        ("Château Gaillard", "chateau  gaillard"),
        ("St. Mary’s", "St Mary's"),
        ("Ward 7-North", "ward 7 north"),
        ("Rosehill; Café Élan", "CAFE\u0301 E\u0301LAN and Rosehill"),
        ("Straße am Wall", "STRASSE AM WALL"),
    ],
)
def test_a_place_is_the_same_however_it_is_spelt_out(licensed: str, worked: str) -> None:
    assert turf.covers_place(licensed, worked)
    assert turf.covers_place(worked, licensed)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], "no licence is asked for yet"),
        ([(licence(), LicenceState.IN_FORCE)], ""),
        ([(licence(place="Fairview"), LicenceState.IN_FORCE)], "is for another place: Fairview"),
        ([(licence(partner_id=uuid4()), LicenceState.IN_FORCE)], "no licence is asked for yet"),
        ([(licence(starts=1), LicenceState.AHEAD)], "begins on 1 March 2028"),
        ([(licence(), LicenceState.REQUESTED)], "has not answered"),
        ([(licence(), LicenceState.REFUSED)], "The last one: refused."),
        ([(licence(ends=-1), LicenceState.EXPIRED)], "The last one: over since 29 February."),
        ([(licence(), LicenceState.REQUESTED), (licence(), LicenceState.IN_FORCE)], ""),
    ],
)
def test_why_no_licence_lets_an_idea_work_there_is_said_in_a_sentence(
    held: list[tuple[Licence, LicenceState]], said: str
) -> None:
    objection = turf.objection_to_ground(Ground(PARTNER_ID, "Four Elms", "Rosehill"), held, TODAY)
    assert said in objection if said else objection == ""


def test_a_renewal_leaves_no_gap_and_there_is_one_at_a_time() -> None:
    before = licence(ends=20)
    next_on = TODAY + timedelta(days=21)
    in_force = LicenceState.IN_FORCE
    assert licences.objections_to_renewal(before, in_force, is_renewed=False, starts_on=next_on) == {}
    late = licences.objections_to_renewal(before, in_force, is_renewed=False, starts_on=next_on + timedelta(days=1))
    assert late["starts_on"] == "Begin by 21 March 2028, so that no gap opens between the two."
    assert licences.objections_to_renewal(before, in_force, is_renewed=True, starts_on=next_on)
    assert not licences.objections_to_renewal(
        before, LicenceState.EXPIRED, is_renewed=False, starts_on=date(2029, 1, 1)
    )


def test_the_end_is_near_from_thirty_days_on() -> None:
    assert not licences.is_ending(licence(ends=31), LicenceState.IN_FORCE, TODAY)
    assert licences.is_ending(licence(ends=30), LicenceState.IN_FORCE, TODAY)
    assert not licences.is_ending(licence(ends=30), LicenceState.REVOKED, TODAY)


def test_conditions_stand_one_on_each_line_and_are_few() -> None:
    assert licences.conditions_in("- A carer is there\n\n• No night visits \n") == [
        "A carer is there",
        "No night visits",
    ]
    assert licences.objections_to_conditions(["Kept"] * 10) == {}
    assert "at most 10" in licences.objections_to_conditions(["Kept"] * 11)["conditions"]
    assert "at most 400" in licences.objections_to_conditions(["x" * 401])["conditions"]


def test_the_wording_says_all_that_is_agreed_to() -> None:
    found = licence(starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30))
    words = {"partner_name": "Four Elms", "organisation_name": "Northmoor", "idea_title": "Seven drinks"}
    wording = decisions.wording_of(found, **words, conditions=["A carer is there", "No night visits."])
    assert wording == (
        "Four Elms allows Northmoor to work on its ground for the idea ‘Seven drinks’.\n"
        "What for: Offer seven drinks a day.\n"
        "Where: Rosehill, Beechwood and the Limes.\n"
        "From 1 May 2027 until 30 April 2028, both days included.\n"
        "Data and people that it touches: Residents.\n"
        "On these conditions:\n1. A carer is there.\n2. No night visits."
    )
    ours = licence(idea_id=None)
    said = decisions.wording_of(ours, **(words | {"idea_title": ""}), conditions=[])
    assert said.startswith("Northmoor allows Four Elms to work on its ground.")
    assert said.endswith("Without further conditions.")
    assert decisions.digest_of(wording) != decisions.digest_of(said)


def test_a_secret_is_signed_and_nobody_guesses_one_from_another() -> None:
    first, second = UUID(int=1), UUID(int=2)
    assert decisions.signed_secret("key", first) == decisions.signed_secret("key", first)
    secrets = {decisions.signed_secret(key, link) for key in ("key", "other key") for link in (first, second)}
    assert len(secrets) == 4
    assert all(len(secret) == 43 for secret in secrets)


def test_five_links_a_day_are_enough() -> None:
    made = [NOW - timedelta(hours=hour) for hour in (1, 2, 3, 4)]
    assert decisions.objections_to_link([*made, NOW - timedelta(days=1)], NOW) == []
    assert decisions.objections_to_link([*made, NOW], NOW)


def test_whoever_refuses_says_why_and_everybody_says_who_they_are() -> None:
    answer = {"is_granted": False, "name": "Tom Healy", "position": "Manager", "reason": "Not this winter"}
    assert decisions.objections_to_answer(**answer) == {}
    assert set(decisions.objections_to_answer(**answer | {"name": "", "position": "", "reason": ""})) == {
        "name",
        "position",
        "reason",
    }
    assert decisions.objections_to_answer(**answer | {"is_granted": True, "reason": ""}) == {}


def test_a_place_and_its_owner_are_named_together() -> None:
    assert turf.objections_to_turf(None, "") == {}
    assert set(turf.objections_to_turf(PARTNER_ID, "")) == {"place"}
    assert set(turf.objections_to_turf(None, "Rosehill")) == {"partner_id"}
