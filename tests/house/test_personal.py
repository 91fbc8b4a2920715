"""What holds something personal is given to whom it is about, and taken away with them: a new column says how."""

from sqlmodel import SQLModel

import registry.migrations.tables  # noqa: F401 - fills the metadata
from registry.portfolio.personal import (
    FILES,
    HISTORY,
    NOBODYS_OWN,
    SECRETS,
    THEIRS_ALONE,
    columns_of_people,
    columns_to,
)
from tests.house.personal import PERSONAL

NOT_HELD = {
    # columns that no person's file holds, with the reason
    "consent.name": "a storyteller’s, who has a page of their own",
    "feedback_letter.sealed": "of somebody without an account, until it has left",
    "feedback_response.sealed": "nobody knows whose it is",
    "file.content": "the picture of a story, a storyteller’s",
    "giver.address": "a partner’s, who has links of their own",
    "idea_value.how": "the team’s",
    "licence_condition.sentence": "two organisations’",
    "open_idea.better": "a copy, without names",
    "open_idea.learning": "a copy, without names",
    "open_idea.outcome": "a copy, without names",
    "open_idea.title": "a copy, without names",
    "pulse_answer.sealed": "nobody knows whose it is",
    "recording_piece.content": "a storyteller’s voice, who has a page of their own",
    "search_text.body": "a copy, to be searched",
    "search_text.title": "a copy, to be searched",
    "sought_skill.folded": "the team’s",
    "sought_skill.name": "the team’s",
    "story.words": "a storyteller’s, who has a page of their own",
    "story_address.sealed": "a storyteller’s, who has a page of their own",
    "story_picture.description": "a storyteller’s",
    "version_outcome.sentence": "a framework’s",
    "vision_value.meaning": "the board’s",
    "vision_value.name": "the board’s",
}
# Tables whose rows name people and stay: they are the record of the work, and the person in them has a pseudonym.
STAYING = {
    "aim",
    "ask",
    "barrier_owner",
    "baseline",
    "boundary",
    "boundary_answer",
    "boundary_wording",
    "change",
    "crossing",
    "decision_link",
    "delivery",
    "discretion",
    "discretion_claim",
    "envelope",
    "event",
    "exploration_period",
    "exploration_review",
    "feedback_invitation",
    "framework",
    "framework_version",
    "idea",
    "idea_framework",
    "idea_share",
    "idea_summary",
    "lead_hand_over",
    "licence",
    "licence_decision",
    "look_back",
    "measure",
    "not_now",
    "observation",
    "outcome",
    "person",
    "person_role",
    "pledge",
    "pledge_condition",
    "pledge_hand_over",
    "progress_update",
    "question",
    "recalculation_point",
    "service",
    "standing_owner",
    "state",
    "stewardship",
    "story",
    "story_answer",
    "story_checker",
    "teammate",
    "telling_link",
    "turf",
    "value",
    "version_acceptance",
    "vision",
    "watch",
}
# A round with all that was asked in it, by feedback.actions.rounds; the rest by coaching.actions.leaving.
GOING_OTHERWISE = {"feedback_round", "coaching_pair", "coaching_note", "appraisal", "appraisal_wording"}


def test_what_is_personal_is_in_somebodys_file_or_says_why_not() -> None:
    reached = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if [*columns_of_people(table), *columns_to(table, "account")] and table.name not in NOBODYS_OWN
    }
    missing = {name for name in PERSONAL if name.partition(".")[0] not in reached | HISTORY}
    assert missing == set(NOT_HELD)


def test_where_a_person_is_named_it_is_said_what_becomes_of_it() -> None:
    named = {table.name for table in SQLModel.metadata.sorted_tables if list(columns_of_people(table))}
    gone = {place.partition(".")[0] for place in THEIRS_ALONE}
    assert named == STAYING | gone | GOING_OTHERWISE
    assert not STAYING & (gone | GOING_OTHERWISE)


def test_no_column_of_words_is_passed_over_when_a_name_is_taken_away() -> None:
    """Those that are passed over hold nothing that a person could have typed and another could read."""
    passed_over = {name for name in PERSONAL if name.partition(".")[2] in SECRETS | FILES}
    assert passed_over == {
        "account.password_hash",
        "appraisal_wording.sealed",
        "coaching_note.sealed",
        "coaching_pair.sealed_about",
        "coaching_pair.sealed_answer",
        "feedback_letter.sealed",
        "feedback_response.sealed",
        "feedback_round.results",
        "file.content",
        "recording_piece.content",
        "pulse_answer.sealed",
        "story_address.sealed",
    }
