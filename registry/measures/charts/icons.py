"""The two icons in words. Source: spc/RULES.md, section 5; how they look stands in measures/_icons.html."""

from typing import NamedTuple

from registry.spc.assurance import Assurance, Variation

VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "Chance alone: no significant change",
    Variation.IMPROVEMENT_HIGH: "A signal of improvement: higher numbers",
    Variation.IMPROVEMENT_LOW: "A signal of improvement: lower numbers",
    Variation.CONCERN_HIGH: "A signal of concern: higher numbers",
    Variation.CONCERN_LOW: "A signal of concern: lower numbers",
    Variation.NEUTRAL_HIGH: "A signal, neither better nor worse: higher numbers",
    Variation.NEUTRAL_LOW: "A signal, neither better nor worse: lower numbers",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "The target will be met unless something changes",
    Assurance.FAIL: "The target will be missed unless something changes",
    Assurance.HIT_OR_MISS: "The target will be met or missed by chance alone",
}


class Icon(NamedTuple):
    name: str
    words: str


NO_ASSURANCE = Icon("none", "Nothing is said of a target")


EVERY_ICON = [
    *(Icon(variation.value, words) for variation, words in VARIATION_WORDS.items()),
    *(Icon(assurance.value, words) for assurance, words in ASSURANCE_WORDS.items()),
    NO_ASSURANCE,
]


def icons_of(variation: Variation | None, assurance: Assurance | None) -> list[Icon]:
    """Variation and assurance; none at all where the rules have nothing to say."""
    if variation is None:
        return []
    second = Icon(assurance.value, ASSURANCE_WORDS[assurance]) if assurance else NO_ASSURANCE
    return [Icon(variation.value, VARIATION_WORDS[variation]), second]
