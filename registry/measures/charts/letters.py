"""How wide words stand, so that the server knows which labels fit.

The widths are those of Atkinson Hyperlegible Next at weight 650, the widest that a chart uses, in thousandths of the
letter size, from the space to the tilde; Arial, which stands in until the face has come, is narrower in nearly all.
"""

from collections.abc import Iterator
from functools import lru_cache

FIRST = " "
WIDTHS = (
    *(308, 300, 376, 747, 607, 961, 726, 203, 329, 329, 485, 606, 262, 371, 262, 432),  # space to /
    *(658, 435, 574, 596, 622, 605, 621, 533, 623, 595, 262, 262, 567, 628, 567, 536),  # 0 to ?
    *(781, 670, 638, 656, 686, 593, 564, 715, 700, 420, 553, 659, 550, 853, 714, 742),  # @ to O
    *(623, 752, 644, 607, 599, 690, 636, 881, 675, 638, 617, 336, 432, 344, 577, 395),  # P to _
    *(281, 548, 591, 506, 591, 559, 357, 588, 568, 293, 257, 546, 309, 876, 568, 571),  # ` to o
    *(591, 595, 372, 503, 368, 563, 540, 731, 531, 510, 499, 376, 251, 376, 555),  # p to ~
)
OTHER = 900  # Wider than any letter of the Latin part of the face but the longest dash.
NARROW = {"’": 264, "‘": 264, "–": 504, "°": 388, "×": 535, "−": 606, "£": 631, "\N{NO-BREAK SPACE}": 308}


def width_of(words: str, size: float) -> float:
    """At most how wide words stand, in the unit of `size`."""
    return _thousandths(words) * size / 1000


def lines_of(words: str, size: float, width: float) -> Iterator[str]:
    """Words broken at spaces into lines of at most `width`; one longer word has a line to itself."""
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


@lru_cache(maxsize=4096)
def _thousandths(words: str) -> int:
    return sum(map(_width, words))


def _width(letter: str) -> int:
    place = ord(letter) - ord(FIRST)
    return WIDTHS[place] if 0 <= place < len(WIDTHS) else NARROW.get(letter, OTHER)
