"""Which version may be changed, what differs between two, and what keeps one from being published."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from registry.frameworks.models import FrameworkVersion
from registry.frameworks.rules.versions import Difference, Said, can_be_changed, differences, objections_to_publishing

THEN = datetime(2026, 11, 2, 12, tzinfo=UTC)
FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


def version(number: int = 1, **given: datetime) -> FrameworkVersion:
    ids = {name: uuid4() for name in ("organisation_id", "framework_id", "begun_by_id")}
    return FrameworkVersion(
        number=number, name="Older people", held="Wards", direction="Home", begun_at=THEN, **ids, **given
    )


def test_the_first_grows_in_place_until_an_idea_accepts_it_and_one_in_use_never_changes() -> None:
    assert can_be_changed(version(published_at=THEN))
    assert not can_be_changed(version(published_at=THEN, in_use_since_at=THEN))
    assert not can_be_changed(version(published_at=THEN, superseded_at=THEN))
    assert can_be_changed(version(2))
    assert not can_be_changed(version(2, published_at=THEN))


def test_differences_say_what_is_left_out_worded_anew_and_new() -> None:
    before = Said({"Direction": "Home"}, {FIRST: "Nobody falls", SECOND: "Nobody waits"}, {FIRST: "Not over 8%"})
    after = Said({"Direction": "Home, and well"}, {SECOND: "Nobody waits long", THIRD: "Heard"}, {FIRST: "Not over 8%"})

    found = differences(before, after)

    assert [(one.label, one.was, one.became) for one in found] == [
        ("Direction", "Home", "Home, and well"),
        ("Outcome left out", "Nobody falls", ""),
        ("Outcome", "Nobody waits", "Nobody waits long"),
        ("New outcome", "", "Heard"),
    ]
    assert differences(after, after) == []


def test_a_difference_advises_where_an_outcome_or_a_boundary_says_how() -> None:
    how = "Every ward must use the falls bundle"
    assert "tells people how to work" in Difference("Outcome", "", how).advice
    assert "tells people how to work" in Difference("Boundary", "Nobody falls", how).advice
    assert not Difference("Outcome", how, "Nobody falls").advice
    assert not Difference("Direction", "", how).advice


def test_nothing_new_and_too_many_are_not_published() -> None:
    one = [Difference("Direction", "Home", "Home, and well")]
    assert objections_to_publishing([], Said({}), boundaries_at_most=7) == [
        "Nothing has changed since the version that stands. Change something first."
    ]
    assert objections_to_publishing(one, Said({}), boundaries_at_most=7) == []
    many = {uuid4(): "So" for _ in range(8)}
    assert objections_to_publishing(one, Said({}, many, many), boundaries_at_most=7) == [
        "A framework has at most 5 outcomes. End one before you publish.",
        "A framework has at most 7 boundaries. End one before you publish.",
    ]
