from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.kit.database import plain_decimal
from registry.measures.rules.reading import MOST_PLACES, Unreadable, decides_the_comma, read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("68", "68"),
        (" 68.50 ", "68.5"),
        ("68,5", "68.5"),
        ("1,204", "1204"),
        ("1,204.5", "1204.5"),
        ("1.204,5", "1204.5"),
        ("1 204,5", "1204.5"),
        ("1\u00a0204", "1204"),
        ("1'204'000", "1204000"),
        ("1,204,000", "1204000"),
        ("1.204.000", "1204000"),
        ("1.204", "1.204"),
        ("0,204", "0.204"),
        ("4.3 %", "4.3"),
        ("4,3%", "4.3"),
        ("−3", "-3"),
        ("-1,204", "-1204"),
        ("+3", "3"),
        ("£3.20", "3.2"),
        (".5", "0.5"),
        ("1.2E+03", "1200"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, value: str) -> None:
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "%",
        "n/a",
        "NaN",
        "inf",
        "1,2,3",
        "1.2.3",
        "12,34,567.8",
        "1e999",
        "4 or 5",
        "٣",
        "1" * 60,
        "0x10",
        "1_000",
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(Unreadable, match=r"^Write a number"):
        read_number(written)


def test_a_number_too_great_or_too_fine_to_keep_is_refused() -> None:
    with pytest.raises(Unreadable, match="below"):
        read_number("1e15")
    with pytest.raises(Unreadable, match="places"):
        read_number("0.000000000000000000001")


def test_a_comma_before_three_digits_is_read_as_the_numbers_beside_it_say() -> None:
    assert [decides_the_comma(written) for written in ("68", "1,204", "12,5", "1,204.5", "1.204,5", "1,204,000")] == [
        None,
        None,
        True,
        False,
        True,
        False,
    ]
    assert read_number("1,204", comma_is_point=True) == Decimal("1.204")


@given(some.decimals(-(10**14), 10**14, places=6))
def test_a_number_written_plainly_is_read_back(value: Decimal) -> None:
    plain = plain_decimal(value)

    assert read_number(plain) == value
    assert read_number(f"{value:,f}") == value
    assert read_number(plain.replace(".", ","), comma_is_point=True) == value


@given(some.text(max_size=60))
def test_whatever_is_written_is_a_number_that_can_be_kept_or_refused(written: str) -> None:
    try:
        value = read_number(written)
    except Unreadable:
        return
    assert value.is_finite()
    assert len(plain_decimal(value)) <= 40
    assert int(value.as_tuple().exponent) >= -MOST_PLACES
