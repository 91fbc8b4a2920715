"""A chart to take away: complete in itself, and nothing in it outside its paper."""

import re
from xml.etree import ElementTree

from jinja2 import Environment

from registry.measures.charts.files import Drawing, drawing_of
from registry.measures.charts.letters import lines_of, width_of
from registry.measures.charts.looks import LOOKS
from tests.measures.charts.given import CHANGED, STEADY, month, not_over, picture, series_of

SOURCE = "Northmoor Health and Care, 23 November 2026"


def drawing(**given: object) -> Drawing:
    series = series_of(CHANGED, tried=[month(12), month(20)], again=[18], **given)
    return drawing_of(picture(series, not_over("30", crossed=[6])), SOURCE)


def test_a_drawing_needs_no_stylesheet(environment: Environment) -> None:
    svg = environment.get_template("measures/chart.svg").render(drawing=drawing())
    root = ElementTree.fromstring(svg)

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style=" not in svg
    for part in root.iter():
        name = part.tag.rpartition("}")[2]
        if name in {"path", "rect"} and not is_within_flag(root, part):
            assert part.get("fill") or part.get("stroke"), ElementTree.tostring(part)
    texts = [text for text in root.iter() if text.tag.endswith("}text")]
    assert texts
    assert {text.text for text in texts} >= {"Weeks from referral to answer", SOURCE, "1. Change 1, 1 November 2025"}


def test_what_it_says_and_remarks_stand_in_the_drawing_whole() -> None:
    made = drawing()
    said = " ".join(line.words for line in made.lines if line.look == "sentence")

    assert said == made.picture.said.sentence
    remarks = " ".join(line.words for line in made.lines if line.look == "remark")
    assert remarks == " ".join([*made.picture.said.remarks, SOURCE])


def test_nothing_leaves_the_paper_or_stands_on_the_chart() -> None:
    made = drawing(name="Weeks from referral to an answer that families understand and can do something with " * 2)
    plot_end = made.plot_at + made.chart.height

    for line in made.lines:
        size = float(LOOKS[line.look]["font-size"])
        assert line.x + width_of(line.words, size) <= made.width - made.margin + 1
        assert line.at <= made.plot_at or line.at - size >= plot_end
        assert line.at < made.height
    for key in made.keys:
        assert key.x + 30 + width_of(key.words, 16) <= made.width - made.margin + 1
        assert plot_end < key.at < made.height


def test_lines_are_broken_between_words() -> None:
    words = "A sentence that is too long for the paper it stands on"
    lines = [*lines_of(words, 18, 150)]

    assert " ".join(lines) == words
    assert len(lines) > 2
    assert all(width_of(line, 18) <= 150 for line in lines)
    assert [*lines_of("unbreakable" * 9, 18, 20)] == ["unbreakable" * 9]


def test_weights_are_those_that_every_program_draws() -> None:
    assert {look.get("font-weight", "400") for look in LOOKS.values()} == {"400", "700"}
    assert all(re.fullmatch(r"#[0-9a-f]{6}|none", look.get("fill", "none")) for look in LOOKS.values())


def test_a_drawing_of_few_numbers_says_so() -> None:
    made = drawing_of(picture(series_of(STEADY[:5])), SOURCE)
    assert any("trial limits" in line.words for line in made.lines)


def is_within_flag(root: ElementTree.Element, part: ElementTree.Element) -> bool:
    return any(part in list(group) for group in root.iter() if group.get("class") == "chart__flag")
