from datetime import date
from decimal import Decimal

from registry.kit.sheets import csv_line


def test_a_line_ends_as_sheets_expect_and_quotes_what_must_be() -> None:
    assert csv_line(["Falls, all", 'so "called"', None, Decimal("-3.5"), date(2026, 11, 23)]) == (
        '"Falls, all","so ""called""",,-3.5,2026-11-23\r\n'
    )


def test_a_text_that_a_sheet_would_run_is_kept_as_text() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"):
        assert csv_line([text]).strip('"\r\n').startswith("'"), text
    assert csv_line(["1 - 1", "a=b"]) == "1 - 1,a=b\r\n"
