from uuid import uuid4

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.notifications.rules import NOTICES, Telling, Who, detail_of, each_once, may_hear, sentence_of

AUTHOR, INVITED, OTHER, PARTNER = uuid4(), uuid4(), uuid4(), uuid4()


def standing(stage: Stage, **given: object) -> Standing:
    return Standing(
        idea_id=uuid4(), stage=stage, author_id=AUTHOR, lead_id=AUTHOR, member_ids=frozenset({AUTHOR}), **given
    )


def test_a_draft_is_heard_of_by_its_author_and_those_invited_alone() -> None:
    draft = standing(Stage.DRAFT, invited_ids=frozenset({INVITED}), partner_ids=frozenset({PARTNER}))

    assert may_hear(draft, AUTHOR, None)
    assert may_hear(draft, INVITED, None)
    assert not may_hear(draft, OTHER, None)
    assert not may_hear(draft, OTHER, PARTNER)
    assert not may_hear(standing(Stage.DISCARDED), AUTHOR, None)


def test_a_partners_person_hears_only_of_what_is_shared() -> None:
    shared = standing(Stage.REGISTERED, partner_ids=frozenset({PARTNER}))

    assert may_hear(shared, OTHER, PARTNER)
    assert may_hear(shared, OTHER, None)
    assert not may_hear(standing(Stage.REGISTERED), OTHER, PARTNER)


def test_everybody_hears_once_and_nobody_of_what_they_did() -> None:
    first, second = Telling((Who.LEAD,), "did {idea}"), Telling((Who.TEAM,), "also did {idea}")

    heard = each_once([(first, [AUTHOR, None]), (second, [AUTHOR, INVITED, OTHER])], not_to={OTHER, None})

    assert heard == {AUTHOR: first, INVITED: second}


def test_a_sentence_goes_on_from_a_name_or_stands_alone() -> None:
    telling = Telling((Who.LEAD,), "makes an offer for {idea}", "An offer came for {idea}")

    assert sentence_of(telling, title="Falls", words="4 hours: An analyst.", by_registry=False) == (
        "makes an offer for “Falls”: 4 hours: An analyst."
    )
    assert sentence_of(telling, title="Falls", words="", by_registry=True) == "An offer came for “Falls”."
    assert sentence_of(telling, title="", words="", by_registry=False) == "makes an offer for a draft."
    unsaid = Telling((Who.LEAD,), "moved {idea}")
    assert sentence_of(unsaid, title="Falls", words="", by_registry=True) == "The registry moved “Falls”."


def test_a_sentence_is_never_longer_than_its_column() -> None:
    for telling in (telling for tellings in NOTICES.values() for telling in tellings):
        for by_registry in (True, False):
            said = sentence_of(telling, title="t" * 160, words="word " * 900, by_registry=by_registry)
            assert len(said) <= 600
            assert said.endswith((".", "…"))


def test_what_became_of_a_boundary_is_told_before_its_reason() -> None:
    assert detail_of("boundary_agreed", "It was too wide.", "Nobody waits longer.") == "Nobody waits longer."
    assert detail_of("pledge_made", "4 hours", "") == "4 hours"


def test_a_reason_is_told_after_what_it_is_about() -> None:
    assert detail_of("pledge_declined", "4 hours: An analyst", "We have one.") == "4 hours: An analyst. We have one."
    assert detail_of("pledge_declined", "4 hours: An analyst", "") == "4 hours: An analyst"
    assert detail_of("delivery_disputed", "word " * 200, "Nobody came.").endswith(" … Nobody came.")
