"""The newest numbers in a line, from what is stored for lists."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.measures.charts import sparkline
from registry.measures.charts.sparklines import HEIGHT, WIDTH
from registry.measures.rules.results import judge
from tests.measures.charts.given import CHANGED, TODAY, series_of

points = st.lists(
    st.one_of(st.tuples(st.floats(-1e300, 1e300), st.sampled_from("cion")), st.just((None, "g")), st.just((5.0, "c"))),
    max_size=24,
)


def test_nothing_is_drawn_where_nothing_was_counted() -> None:
    assert sparkline("") is None
    assert sparkline("[]") is None
    assert sparkline('[[null,"g"]]') is None


def test_signals_are_marked_by_shape_and_so_is_the_newest_number() -> None:
    line = sparkline(judge(series_of(CHANGED), TODAY).sparkline)
    assert line is not None
    assert line.lines.count("M") == 1
    assert {kind for kind, _ in line.marks} == {"concern", "improvement"}

    steady = sparkline('[[1,"c"],[2,"c"],[1.5,"c"]]')
    assert steady is not None
    assert [(kind, path.count("M")) for kind, path in steady.marks] == [("common", 1)]


def test_a_gap_breaks_the_line() -> None:
    line = sparkline('[[1,"c"],[2,"c"],[null,"g"],[2,"c"],[3,"c"]]')
    assert line is not None
    assert line.lines.count("M") == 2


@settings(deadline=None)
@given(points)
@example([(0.0, "c"), (1e-308, "c")])
def test_every_number_is_in_the_line_and_within_the_drawing(drawn: list[tuple[float | None, str]]) -> None:
    line = sparkline(json.dumps(drawn))
    values = [value for value, _ in drawn if value is not None]
    if not values:
        assert line is None
        return
    assert line is not None
    places = [place.split() for place in line.lines.replace("L", "M").split("M")[1:]]
    assert len(places) == len(values)
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in places)
