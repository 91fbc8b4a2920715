"""What raters are asked. A scale of how often, the usual one of feedback from all sides: people can say how often they
saw something more surely than how much they agree with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CANNOT_SAY = 0
SCALE = {1: "Never", 2: "Rarely", 3: "Sometimes", 4: "Often", 5: "Always"}


@dataclass(frozen=True)
class Question:
    """
    of_other, of_self   the same, about somebody and about oneself
    short               as results name it
    """

    name: str
    of_other: str
    of_self: str
    short: str


SCORED = (
    Question(
        "listens", "Listens, and lets what people say count", "I listen, and let what people say count", "Listens"
    ),
    Question(
        "gives_room",
        "Says what matters, and leaves people room in how they do it",
        "I say what matters, and leave people room in how they do it",
        "Gives room",
    ),
    Question("keeps_promises", "Keeps promises", "I keep promises", "Keeps promises"),
    Question(
        "clears_way",
        "Helps to clear what stands in the way",
        "I help to clear what stands in the way",
        "Clears the way",
    ),
    Question(
        "respects",
        "Treats people with respect, on hard days too",
        "I treat people with respect, on hard days too",
        "Treats with respect",
    ),
    Question(
        "learns",
        "Owns up to mistakes and learns from them",
        "I own up to mistakes and learn from them",
        "Learns from mistakes",
    ),
)
WRITTEN = (
    Question("keep_doing", "What should they keep doing?", "What do I want to keep doing?", "Keep doing"),
    Question("help_more", "What would help you more?", "What could I do that would help more?", "What would help more"),
)


def objections_to_answer(scores: Mapping[str, int], words: Mapping[str, str]) -> list[str]:
    """An answer that says nothing would use up a link and count towards a threshold."""
    if any(score != CANNOT_SAY for score in scores.values()) or any(words.values()):
        return []
    return ["Answer at least one question, or write something. An empty answer tells nobody anything."]
