"""How each part of a drawing looks in a file of its own, which brings no stylesheet: the colours of the page in light.

Text has its size and weight here too; weights are whole hundreds, since not every program draws those between.
"""

INK, SOFT, LINE, EDGE, BRAND, PAPER = "#1f2a30", "#4c5a61", "#d9dfdc", "#6b777c", "#0b5a4a", "#ffffff"
CHANCE, BETTER, WORSE, NEUTRAL, TARGET = "#a6a6a6", "#00b0f0", "#e46c0a", "#490092", "#de1b1b"
FACE = "Atkinson Hyperlegible Next, Arial, sans-serif"

Look = dict[str, str]


def _stroke(colour: str, width: str, dashes: str = "") -> Look:
    look = {"fill": "none", "stroke": colour, "stroke-width": width}
    return look | {"stroke-dasharray": dashes} if dashes else look


def _mark(fill: str, edge: str = INK) -> Look:
    return {"fill": fill, "stroke": edge, "stroke-width": "1"}


def _words(colour: str, size: str, weight: str = "400") -> Look:
    return {"fill": colour, "font-size": size, "font-weight": weight}


LOOKS: dict[str, Look] = {
    "beyond": {"fill": INK, "fill-opacity": "0.06"},
    "baseline": _stroke(BRAND, "2"),
    "grid": _stroke(LINE, "1"),
    "ticks": _words(SOFT, "15"),
    "tick_marks": _stroke(EDGE, "1"),
    "changes": _stroke(BRAND, "1.4"),
    "limits": _stroke(CHANCE, "1.6", "7 4"),
    "target": _stroke(TARGET, "2", "5 4"),
    "centre": _stroke(INK, "1.4"),
    "signal": _stroke(WORSE, "2.4", "14 5"),
    "boundary": _stroke(INK, "3"),
    "line": _stroke(CHANCE, "2") | {"stroke-linejoin": "round"},
    "ring": _stroke(INK, "2.6"),
    "common": _mark(CHANCE, EDGE),
    "improvement": _mark(BETTER),
    "concern": _mark(WORSE),
    "neutral-high": _mark(NEUTRAL),
    "neutral-low": _mark(NEUTRAL),
    "left-out": _mark(PAPER, EDGE),
    "flag": {"fill": BRAND},
    "flag_words": _words(PAPER, "15", "700"),
    "label_target": _words(TARGET, "15", "700"),
    "label_centre": _words(INK, "15", "700"),
    "label_boundary": _words(INK, "15", "700"),
    "title": _words(INK, "26", "700"),
    "subtitle": _words(SOFT, "17"),
    "sentence": _words(INK, "18"),
    "key": _words(INK, "16"),
    "remark": _words(SOFT, "15"),
}
