"""Charts as they are drawn: well-formed, told to those who hear them, and with no style of their own."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from jinja2 import Environment

from registry.app import shipped
from registry.measures.charts.icons import icons_of
from registry.measures.charts.pictures import Picture
from registry.spc.assurance import Assurance, Variation
from registry.spc.series import Direction
from tests.measures.charts.given import CHANGED, STEADY, month, not_over, picture, series_of

SVG = "{http://www.w3.org/2000/svg}"
STYLES = "\n".join(path.read_text() for path in sorted((shipped("static") / "css").glob("*.css")))

SERIES: dict[str, tuple[Sequence[float | None], dict[str, Any]]] = {
    "one": ([28], {}),
    "two": ([28, 30], {}),
    "five": ([28, 30, None, 27, 29], {}),
    "24": (CHANGED, {"target": Decimal(12), "held": 12, "tried": [month(12), month(13)]}),
    "200": ([*STEADY] * 16 + [30] * 8, {"again": [50, 100]}),
    "constant": ([100] * 14, {"unit": "%", "direction": Direction.INCREASE}),
    "negative": ([-3, -5, -4.5, -2, -6] * 4, {"unit": "kg"}),
    "huge": ([1.2e9, 1.4e9, 1.1e9] * 6, {"unit": "£"}),
    "hostile": (STEADY, {"unit": '"><script>', "name": "</title><script>alert(1)</script>"}),
}


@pytest.fixture(params=[*SERIES])
def shown(request: pytest.FixtureRequest) -> Picture:
    values, given = SERIES[request.param]
    return picture(series_of(values, **given), not_over("31", since=1))


def test_both_drawings_are_well_formed_and_named(environment: Environment, shown: Picture) -> None:
    page = environment.get_template("measures/_chart.html").render(picture=shown)
    drawings = [ElementTree.fromstring(drawing) for drawing in svgs(page) if "chart__drawing" in drawing]

    assert [drawing.get("viewBox") for drawing in drawings] == ["0 0 340 300", "0 0 720 380"]
    for drawing in drawings:
        assert drawing.get("role") == "img"
        [title, told] = [part for part in drawing if part.tag in {f"{SVG}title", f"{SVG}desc", "title", "desc"}]
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert title.text == shown.measure.name
        assert told.text == shown.description
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "style=" not in page
    assert "<script" not in page


def test_each_class_of_a_drawing_has_its_style(environment: Environment, shown: Picture) -> None:
    page = environment.get_template("measures/_chart.html").render(picture=shown)
    classes = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    unstyled = {name for name in classes if name.startswith("chart__") and f".{name}" not in STYLES}
    assert not unstyled


def test_the_table_has_every_number(environment: Environment, shown: Picture) -> None:
    page = environment.get_template("measures/_chart_table.html").render(picture=shown)
    assert page.count('<th scope="row">') == len(shown.content.series.counted)


def test_without_a_number_there_is_a_sentence_and_no_drawing(environment: Environment) -> None:
    page = environment.get_template("measures/_chart.html").render(picture=picture(series_of([None, None])))
    assert "Nothing could be counted so far." in page
    assert "<svg" not in page


def test_a_run_chart_is_drawn_with_its_median(environment: Environment) -> None:
    page = environment.get_template("measures/_chart.html").render(picture=picture(series_of(CHANGED), as_run=True))
    assert page.count("chart__centre--signal") == 3  # in both drawings and in the legend
    assert "Median 25.5" in page


def test_every_icon_has_a_drawing_of_its_own_and_words(environment: Environment) -> None:
    module = environment.get_template("measures/_icons.html").module
    symbols = ElementTree.fromstring(str(module.icon_symbols()))  # type: ignore[attr-defined]
    drawn = {
        symbol.get("id"): ElementTree.tostring(symbol[:][0]) + b"".join(map(ElementTree.tostring, symbol))
        for symbol in symbols
    }
    shown = [
        icon for variation in Variation for assurance in [*Assurance, None] for icon in icons_of(variation, assurance)
    ]

    assert drawn.keys() == {f"icon-{icon.name}" for icon in shown}
    assert len(set(drawn.values())) == len(drawn)
    assert len({icon.words for icon in shown}) == len(drawn)
    page = str(module.icons(icons_of(Variation.CONCERN_HIGH, Assurance.FAIL)))  # type: ignore[attr-defined]
    assert page.count('role="img" aria-label="') == 2
    assert icons_of(None, None) == []


def svgs(page: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
