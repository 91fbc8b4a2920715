"""Numbers as people and spreadsheets write them."""

import re
from decimal import Decimal

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]+")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[,.])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
LONGEST, LARGEST, MOST_PLACES = 40, Decimal("1e15"), 20
WANTED = "Write a number, such as 68 or 4.5."


class Unreadable(ValueError):
    """Says in a sentence what to write instead."""


def read_number(written: str, *, comma_is_point: bool = False) -> Decimal:
    """A number as people write it: 1,204.50, 1 204,5, 68 %, £3.20, −4.

    comma_is_point   how a comma before three digits is read: 1,204 is 1204, or 1.204 where this is so
    raises           Unreadable
    """
    bare = SPACES.sub("", written).replace("−", "-").removesuffix("%").lstrip("£€$")
    if len(bare) > LONGEST:
        raise Unreadable(WANTED)
    sign, bare = (bare[0], bare[1:]) if bare[:1] in {"-", "+"} else ("", bare)
    plain = sign + _with_point(bare.lstrip("£€$"), comma_is_point=comma_is_point)
    if not PLAIN.fullmatch(plain):
        raise Unreadable(WANTED)
    return _kept(Decimal(plain))


def decides_the_comma(written: str) -> bool | None:
    """Whether commas are decimal points where this number stands; None where it does not tell."""
    bare = SPACES.sub("", written).removesuffix("%")
    if "," not in bare:
        return None
    if "." in bare:
        return bare.rfind(",") > bare.rfind(".")
    return None if bare.count(",") == 1 and GROUPED.fullmatch(bare.lstrip("+-−£€$")) else bare.count(",") == 1


def _with_point(bare: str, *, comma_is_point: bool) -> str:
    """The same with a point before its decimals and nothing else between its digits."""
    if "," in bare and "." in bare:
        point = max(bare.rfind(","), bare.rfind("."))
        whole, decimals = bare[:point], bare[point + 1 :]
        grouped = GROUPED.fullmatch(whole)
        return f"{whole.replace(',', '').replace('.', '')}.{decimals}" if grouped else bare
    if bare.count(".") > 1:
        return bare.replace(".", "") if GROUPED.fullmatch(bare) else bare
    if bare.count(",") > 1 or (bare.count(",") == 1 and GROUPED.fullmatch(bare) and not comma_is_point):
        return bare.replace(",", "") if GROUPED.fullmatch(bare) else bare
    return bare.replace(",", ".")


def _kept(value: Decimal) -> Decimal:
    """As the database keeps it.

    raises   Unreadable where it has no place for so many digits
    """
    exponent = value.as_tuple().exponent
    if abs(value) >= LARGEST:
        raise Unreadable("Write a number below 1,000,000,000,000,000.")
    if isinstance(exponent, int) and exponent < -MOST_PLACES:
        raise Unreadable(f"Use at most {MOST_PLACES} places after the point.")
    return value
