"""Worked examples published elsewhere. They use 3 / 1.128 where the rules use 2.66, so limits differ by 0.02 % of their
distance from the mean; that much is allowed, and the last digit printed.
"""

import pytest

from registry.spc.runs import crossings_min, longest_run_max, run_chart
from tests.spc.given import draw, limits, make_series

CONSTANTS_DIFFER_BY = 2.66 * 1.128 / 3 - 1


def test_flow_rates_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 'Individuals Control Charts', ten batches."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    [segment] = draw(flow, screen_outliers=False).segments
    assert segment.mean == 50.81
    assert segment.upper_limit == pytest.approx(55.8041, abs=5 * CONSTANTS_DIFFER_BY + 0.00005)
    assert segment.lower_limit == pytest.approx(45.8159, abs=5 * CONSTANTS_DIFFER_BY + 0.00005)


def test_loan_costs_of_montgomery() -> None:
    """D. C. Montgomery, Introduction to Statistical Quality Control, 6th edition, example 6.5: the first 20 weeks."""
    costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    [segment] = draw(costs, screen_outliers=False).segments
    assert segment.mean == 300.5
    assert segment.upper_limit == pytest.approx(321.22, abs=21 * CONSTANTS_DIFFER_BY + 0.005)
    assert segment.lower_limit == pytest.approx(279.78, abs=21 * CONSTANTS_DIFFER_BY + 0.005)


def test_every_line_by_hand() -> None:
    """RULES, section 3, on paper: mean 13; ranges 2, 4, 1, 3 of mean 2.5; 2.66 x 2.5 = 6.65, two thirds 4.4333."""
    [segment] = draw([10, 12, 16, 15, 12], screen_outliers=False).segments
    assert segment.mean == 13
    assert limits(segment) == (6.35, 19.65)
    assert segment.lower_near_limit == pytest.approx(13 - 4.43333333)
    assert segment.upper_near_limit == pytest.approx(13 + 4.43333333)


@pytest.mark.parametrize(
    ("n_useful", "longest", "fewest"),
    [
        (10, 6, 2), (12, 7, 3), (15, 7, 4), (16, 7, 4), (20, 7, 6),
        (24, 8, 8), (30, 8, 10), (36, 8, 13), (48, 9, 18), (60, 9, 23),
    ],
)  # fmt: skip
def test_the_table_of_the_run_chart_rules(n_useful: int, longest: int, fewest: int) -> None:
    """RULES, section 7, from qicharts2 0.8.1; Anhøj and Olesen (2014), Run charts revisited, have 8 and 8 for 24."""
    assert (longest_run_max(n_useful), crossings_min(n_useful)) == (longest, fewest)


def test_runs_and_crossings_by_hand() -> None:
    """Median 5; points on it leave the row: above, above, below, above, above, above, below, below, below: 4 runs."""
    values = [7, 5, 8, 2, 5, 9, 6, 7, 1, 5, 3, 4]
    [segment] = run_chart(make_series(values))
    assert segment.median == 5
    assert (segment.n_useful, segment.longest_run, segment.crossings) == (9, 3, 3)
    assert segment.signal is False
