"""Feedback rounds: one with a group that is shown and one that is withheld, and one that is open."""

from registry.feedback.models import Group
from registry.sample.play import Play, Telling

UPWARD = (
    ("sofia.marchetti", (5, 4, 5, 4, 5, 4), "Come to the department in the evening, as you did in March.", ""),
    (
        "hannah.cole",
        (4, 4, 5, 3, 5, 4),
        "Saying no early, and why.",
        "Answer the porters’ question. It waits since spring.",
    ),
    ("callum.reid", (4, 3, 4, 4, 5, 3), "", "Fewer people in the room when we decide something small."),
    ("marcus.bell", (3, 4, 4, 3, 4, 4), "You keep what you promise, even when it is late.", ""),
    ("keira.doyle", (5, 5, 4, 4, 5, 5), "Asking the midwives first.", "Tell us when a thing is decided above you."),
    ("vikram.shah", (4, 4, 3, 3, 4, 3), "", "Read the numbers before the meeting, and then let us talk of patients."),
)
PEERS = (
    ("quality", (4, 4, 4, 3, 5, 4), "The half hour on Fridays.", ""),
    ("steward", (4, 3, 4, 4, 4, 4), "", "Say sooner when you disagree."),
    ("samuel.oduya", (5, 4, 4, 4, 5, 4), "Clear papers.", ""),
)


async def the_sponsors_round(play: Play) -> Telling:
    """Six of those whom she supports are shown, three colleagues are not; her coach reads it with her."""
    yield play.at(40, "09:10")
    found = await play.open_round("sponsor", namer="board", days=21, focus="How I take part in what you lead")
    yield play.at(39, "12:40")
    await play.name_for("board", found)
    for call, *_ in UPWARD[:3]:
        await play.name_rater("sponsor", found, call, Group.UPWARD)
    for call, *_ in UPWARD[3:]:
        await play.name_rater("board", found, call, Group.UPWARD)
    for call, *_ in PEERS:
        await play.name_rater("board", found, call, Group.PEERS)
    for day, (call, scores, keep, more) in enumerate((*UPWARD, *PEERS)):
        yield play.at(36 - day, "18:20")
        await play.give_feedback(call, found, scores, keep, more)
    yield play.at(24, "20:15")
    own = (4, 4, 4, 4, 5, 3)
    await play.give_feedback("sponsor", found, own, "Going to see for myself.", "I learn too late of what goes wrong.")
    yield play.at(18, "00:20")
    await play.close_rounds()
    yield play.at(17, "08:05")
    await play.share_feedback("sponsor", found, "quality")


async def the_managers_round(play: Play) -> Telling:
    """Open, so that the demonstration has something to answer."""
    yield play.at(4, "11:20")
    found = await play.open_round("manager", namer="quality", days=21, focus="")
    yield play.at(3, "13:30")
    await play.name_for("quality", found)
    for call in ("clinician", "colleague"):
        await play.name_rater("manager", found, call, Group.UPWARD)
