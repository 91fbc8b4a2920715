"""Everything that the rooms record can be read as a sentence."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registry.app import shipped
from registry.kit.text import ended
from registry.notifications.rules import NOTICES
from registry.portfolio.queries.history import OF_ACCOUNTS, HistoryLine
from tests.history.kinds import recorded_kinds

TEMPLATES = Environment(loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined)
TEMPLATES.filters["ended"] = ended

LINE = HistoryLine(
    id=uuid4(),
    number=7,
    at=datetime(2026, 11, 23, tzinfo=UTC),
    kind="pledge_made",
    actor_id=uuid4(),
    actor_name="Priya Raman",
    subject_name="Ben Osei",
    idea=None,
    words="4 hours each week: An analyst",
    was="one thing",
    became="another",
)


def said(line: HistoryLine) -> str:
    html: str = TEMPLATES.get_template("history/_sentence.html").module.sentence(line)  # type: ignore[attr-defined]
    return (
        html.replace('<span class="said-of">', "")
        .replace("</span>", "")
        .replace("<strong>", "")
        .replace("</strong>", "")
    )


@pytest.mark.parametrize("kind", sorted(recorded_kinds()))
def test_every_kind_recorded_has_a_sentence(kind: str) -> None:
    for line in (LINE, replace(LINE, words="", was="", became="", subject_name=""), replace(LINE, actor_name="")):
        sentence = said(replace(line, kind=kind))
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert sentence.startswith(("Priya Raman ", "The registry ", "A", "The "))
        assert not sentence.rstrip(".").endswith(":")


def test_no_sentence_is_kept_for_what_nobody_records() -> None:
    module = TEMPLATES.get_template("history/_sentence.html").module
    kinds = {*module.SAID, *module.ALONE, *module.BY_THEMSELVES}  # type: ignore[attr-defined]

    assert kinds == recorded_kinds()


def test_every_notice_and_every_rule_of_reading_is_about_something_recorded() -> None:
    assert set(NOTICES) <= recorded_kinds()
    assert set(OF_ACCOUNTS) <= recorded_kinds()


def test_the_registry_stands_where_nobody_acted() -> None:
    assert said(LINE) == "Priya Raman offered 4 hours each week: An analyst."
    assert said(replace(LINE, actor_name="", kind="pledge_lapsed")).startswith("An offer lapsed without an answer")
    assert said(replace(LINE, actor_name="", kind="service_added")) == "The registry added the service another."


def test_who_joins_by_themselves_is_not_said_to_welcome_themselves() -> None:
    assert said(replace(LINE, kind="joining_accepted", words="Priya Raman")) == "Priya Raman joined the team."
    assert said(replace(LINE, kind="joining_accepted", words="Ben Osei")) == (
        "Priya Raman welcomed Ben Osei into the team."
    )


def test_words_of_people_are_escaped_and_never_read_as_a_pattern() -> None:
    sentence = said(replace(LINE, words="<b>{became}</b> {0} {nothing}"))

    assert "&lt;b&gt;{became}&lt;/b&gt; {0} {nothing}" in sentence
